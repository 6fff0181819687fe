//! What whoever writes a text, a theme or a published log can't do. `docs/security.md` names for each
//! threat the test that holds against it; here are those that no other suite has, and the look at the
//! names.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test works on real folders where it must, and stops where something is missing"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use candor::replay::PublishedLog;
use candor::replay::published::PublishedLogError;
use support::html::{all, attributes, parse};
use support::{DAY, Project};

/// What somebody would write who wants a reader's browser to do something.
const MARKUP: &str = r#"\"'><script src=//evil.example/x.js></script><img src=https://x.example/x.png onerror=alert(1)>{{ 7 * 7 }}"#;

/// A project in which every text that may hold anything holds that.
fn hostile() -> Project {
    Project::new(
        r#"
-- candor.toml --
[site]
id = "6a3c1d9e-5a47-4f0b-9d34-2f2d6f0a7c11"
title = "PAYLOAD"
company = "PAYLOAD"
description = "PAYLOAD"
base_url = "https://trust.example/"
[processing]
columns = ["Purpose PAYLOAD"]
[products]
cloud = "PAYLOAD"
[theme]
name = "own"
[redirects]
"/old-\"><script>alert(1)</script>/" = "/changes/"
-- content/index.md --
+++
title = "PAYLOAD"
+++
Hello.
-- content/page.md --
+++
title = "PAYLOAD"
+++
[PAYLOAD](https://trust.example/?a="><script>alert(1)</script>) ![PAYLOAD](https://trust.example/x.png "PAYLOAD")

<p title="PAYLOAD">PAYLOAD</p>
-- content/processing/index.md --
+++
title = "PAYLOAD"
+++
-- content/subprocessors.toml --
ENTRY
-- content/processing/support.md --
TEXT
-- content/changes/old/change.toml --
kind = "historical"
announced = 2019-01-01
title = "PAYLOAD"
source = "PAYLOAD"
-- content/changes/old/subprocessors.toml --
[[subprocessor]]
id = "old"
name = "PAYLOAD"
purpose = "PAYLOAD"
-- content/changes/first/change.toml --
kind = "baseline"
announced = 2026-01-05
title = "PAYLOAD"
reason = "PAYLOAD"
-- content/changes/first/subprocessors.toml --
ENTRY
-- content/changes/first/processing/support.md --
OLDER
-- content/changes/second/change.toml --
announced = 2026-11-23
effective = 2026-11-23
title = "PAYLOAD"
reason = "PAYLOAD"
short_notice = "PAYLOAD"
-- content/changes/second/processing/support.md --
TEXT
-- themes/own/strings/en.toml --
[field]
name = "PAYLOAD"
"#
        .replace(
            "ENTRY",
            r#"[[subprocessor]]
id = "one"
name = "PAYLOAD"
entity = "PAYLOAD"
category = "PAYLOAD"
description = "PAYLOAD"
address = "PAYLOAD"
contact = "PAYLOAD"
website = "https://one.example/?a=%22%3E<script>alert(1)</script>"
purpose = "PAYLOAD"
condition = "PAYLOAD"
data = [{ category = "PAYLOAD", note = "PAYLOAD" }]
data_subjects = ["PAYLOAD"]
locations = [{ country = "DE", city = "PAYLOAD", region = "PAYLOAD" }]
products = ["cloud"]
[subprocessor.extra]
"PAYLOAD" = "PAYLOAD"
"#,
        )
        .replace(
            "OLDER",
            "+++\ntitle = \"PAYLOAD\"\n+++\n## Purpose PAYLOAD\n\nBefore.\n",
        )
        .replace(
            "TEXT",
            "+++\ntitle = \"PAYLOAD\"\ndata = [\"PAYLOAD\"]\n[extra]\n\"PAYLOAD\" = \"PAYLOAD\"\n+++\n## Purpose PAYLOAD\n\nPAYLOAD `PAYLOAD`\n",
        )
        .replace("PAYLOAD", MARKUP)
        .as_str(),
    )
}

#[test]
fn no_text_of_a_project_becomes_a_script_or_an_element_of_its_own() {
    let files = hostile().built(DAY).texts();
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut looked_at = 0;
    for (path, text) in pages {
        let page = parse(text);
        for source in attributes(&page, "script", "src") {
            assert!(!source.contains("//"), "{path}: {source}");
        }
        for script in all(&page, "script") {
            // Data for programs is no script that runs.
            let is_data = script.attr("type") == Some("application/ld+json");
            assert!(
                is_data || script.attr("src").is_some(),
                "{path}: a script of its own"
            );
            assert!(!script.inner_html().contains("<script"), "{path}");
        }
        for element in all(&page, "*") {
            let mut names = element.value().attrs().map(|(name, _)| name);
            assert!(!names.any(|name| name.starts_with("on")), "{path}");
            for target in ["href", "src", "action"] {
                let target = element.attr(target).unwrap_or_default();
                assert!(!target.starts_with("javascript:"), "{path}: {target}");
            }
        }
        assert!(!text.contains("}}49") && !text.contains(">49<"), "{path}");
        looked_at += 1;
    }
    assert!(looked_at > 20, "{looked_at} pages");
    // The words are there all the same: nothing was hidden instead of being escaped.
    assert!(files["subprocessors/one/index.html"].contains("&lt;script src="));
}

#[test]
fn a_template_that_would_never_end_or_grow_for_ever_is_refused() {
    let base = |template: &str| {
        Project::base()
            .with("-- themes/own/templates/empty.txt --\n")
            .edit(
                "candor.toml",
                "[notice]",
                "[theme]\nname = \"own\"\n\n[notice]",
            )
            .with(&format!(
                "-- themes/own/templates/404.html --\n{template}\n-- themes/own/templates/part.html --\n{{% include \"own/404.html\" %}}\n"
            ))
    };
    for (template, said) in [
        (
            "{% for n in range(end=100000000000) %}x{% endfor %}",
            "exceeds the limit",
        ),
        ("{% include \"own/404.html\" %}", "404.html"),
        ("{% include \"own/part.html\" %}", "404.html"),
        ("{% extends \"own/404.html\" %}", "404.html"),
        (
            "{% component again() %}{{ <again /> }}{% endcomponent again %}{{ <again /> }}",
            "recursion",
        ),
    ] {
        let shown = base(template).shown_problems(DAY);
        assert!(shown.contains("this template fails"), "{template}: {shown}");
        assert!(shown.contains(said), "{template}: {shown}");
    }
}

/// Texts that make a careless reader of Markdown slow, deep or huge.
fn explosive() -> Vec<String> {
    let many = 4_000;
    let reference = format!("[a]: https://x.example/{}\n\n", "y".repeat(1_000));
    vec![
        "[".repeat(many),
        "![".repeat(many),
        "*a_".repeat(many),
        "> ".repeat(many),
        "- ".repeat(many),
        "`".repeat(many),
        "`a".repeat(many),
        "<b>".repeat(many),
        "<!--".repeat(many),
        "<a href='".repeat(many),
        format!(
            "{}{}",
            "[".repeat(many),
            "](https://x.example/)".repeat(many)
        ),
        format!("|{}\n|{}\n", "a|".repeat(many), "-|".repeat(many)),
        format!("| a |\n|---|\n{}", "| b |\n".repeat(many)),
        format!("{reference}{}", "[a] ".repeat(20)),
        format!("{}{}", "[^1] ".repeat(many), "\n\n[^1]: [^1]\n"),
        "&#x10FFFF;".repeat(many),
        "\u{202e}\u{0301}".repeat(many),
        "a\\\n".repeat(many),
    ]
}

#[test]
fn no_text_makes_a_page_that_is_out_of_all_proportion() {
    for text in explosive() {
        let document = format!("+++\ntitle = \"Long\"\n+++\n{text}\n");
        let built = Project::base()
            .with("-- content/long.md --\n")
            .with_bytes("content/long.md", document)
            .built(DAY);
        let page = built.page("/long/");
        let most = 60_000 + 60 * text.len();
        let begin: String = text.chars().take(20).collect();
        assert!(page.len() < most, "{begin}: {} bytes", page.len());
    }
}

#[test]
fn brackets_without_end_are_a_mistake_and_no_crash() {
    let deep = "[".repeat(100_000);
    assert!(matches!(
        PublishedLog::parse(deep.as_bytes()),
        Err(PublishedLogError::NotJson { .. })
    ));
    let nested = format!(
        "{{\"format\": \"candor/1\", \"changes\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(PublishedLog::parse(nested.as_bytes()).is_err());
    for path in [
        "candor.toml",
        "content/subprocessors.toml",
        "content/processing/support.md",
        "content/changes/2026-01-05-first-list/change.toml",
    ] {
        for text in [
            format!("a = {deep}\n"),
            format!("a = {}\n", "{b=".repeat(50_000)),
            format!("{}x = 1\n", "a.".repeat(50_000)),
            format!("[{}a]\n", "a.".repeat(50_000)),
        ] {
            let text = match path.ends_with(".md") {
                true => format!("+++\n{text}+++\n"),
                false => text,
            };
            let (problems, _) = Project::base().with_bytes(path, text).problems(DAY);
            assert!(!problems.is_empty(), "{path}");
        }
    }
}

#[test]
fn a_published_log_can_t_command_the_reader_s_terminal() {
    let disk = Project::base().on_disk();
    disk.build();
    let log = fs::read_to_string(disk.root().join("public/changes.json")).expect("a log");
    let forged = log.replace("First list", "\\u001b]0;hello\\u0007\\u001b[2J\\u009b31m");
    assert_ne!(log, forged);
    disk.write("forged.json", forged.as_bytes());
    disk.write("live.json", log.as_bytes());
    for arguments in [
        &["verify", "live.json", "forged.json"][..],
        &["verify", "forged.json", "live.json"],
        &["check", "--as-of", DAY, "--published", "forged.json"],
        &[
            "check",
            "--as-of",
            DAY,
            "--format",
            "github",
            "--published",
            "forged.json",
        ],
    ] {
        let run = disk.candor(arguments);
        assert_eq!(run.code, Some(1), "{arguments:?}");
        let said = format!("{}{}", run.out, run.err);
        let command = said.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(command, None, "{arguments:?}: {said:?}");
    }
}

#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/security.md")).expect("the threat model");
    let mut named = BTreeSet::new();
    let rows = page.lines().filter(|line| line.starts_with("| "));
    for code in rows.flat_map(|row| row.split('`').skip(1).step_by(2)) {
        let Some((file, test)) = code.split_once(".rs::") else {
            continue;
        };
        let text = fs::read_to_string(root.join(format!("{file}.rs"))).unwrap_or_default();
        assert!(text.contains(&format!("fn {test}(")), "no {code}");
        named.insert(code.to_owned());
    }
    assert!(named.len() > 30, "{} tests are named", named.len());
    // Each threat has one.
    let threats = page.lines().filter(|line| line.starts_with("| T"));
    for threat in threats {
        assert!(threat.contains(".rs::"), "no test: {threat}");
    }
}
