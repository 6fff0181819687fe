//! Case 02: any text gives a readable feed.

use proptest::prelude::*;

use crate::read::{Item, events, rows, same_items};
use crate::support::{Built, DAY, Project, cases, html};

/// A text as a basic TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || !c.is_ascii() => {
                quoted.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The texts that a writer gives.
struct Texts<'a> {
    title: &'a str,
    reason: &'a str,
    name: &'a str,
    purpose: &'a str,
    paragraph: &'a str,
}

fn project(texts: &Texts<'_>) -> Project {
    let entry = format!(
        "[[subprocessor]]\nid = \"stackhaven\"\nname = {}\npurpose = {}\nlocations = [\"DE\"]\n",
        quoted(texts.name),
        quoted(texts.purpose)
    );
    let document = format!(
        "+++\ntitle = \"Customer support\"\n+++\n{}\n",
        texts.paragraph
    );
    let change = format!(
        "announced = 2026-11-24\neffective = 2026-12-25\ntitle = {}\nreason = {}",
        quoted(texts.title),
        quoted(texts.reason)
    );
    let working = Project::base().text("content/subprocessors.toml");
    let (_, postlark) = working.rsplit_once("[[subprocessor]]").unwrap();
    Project::base()
        .record(
            "2026-11-24-hard-text",
            &change,
            &[("processing/support.md", &document)],
        )
        .with_bytes(
            "content/changes/2026-11-24-hard-text/subprocessors.toml",
            entry.as_bytes(),
        )
        .with_bytes(
            "content/subprocessors.toml",
            format!("{entry}\n[[subprocessor]]{postlark}"),
        )
}

fn hard() -> Project {
    project(&Texts {
        title: "Ends with ]]> and a bell\u{7}",
        reason: "Vertical\u{b}Tab, escape\u{1b}, \u{fffe}, emoji 🔒, </content></description>",
        name: "Stackhaven",
        purpose: "Hosting & back-up <EU>; \"cold\" \0store",
        paragraph: "one\u{2}two one\u{b}two one\u{c}two\n\n\
                    <!-- x --> ]]> &amp; &lt;b&gt; &nosuch;\n\n```\n<![CDATA[ ]]>\n```",
    })
}

/// Whether XML 1.0 forbids it, raw or as a reference.
fn forbidden(code: u32) -> bool {
    matches!(code, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0xfffe | 0xffff)
}

/// Every XML and JSON file parses, and no text holds what XML forbids.
fn assert_well_formed(built: &Built) {
    for (path, text) in built.texts() {
        if path.starts_with("assets/") {
            continue;
        }
        assert!(!text.chars().any(|c| forbidden(u32::from(c))), "{path}");
        if path.ends_with(".xml") {
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(quick_xml::events::Event::GeneralRef(reference)) => {
                        let code = reference.resolve_char_ref().unwrap();
                        assert!(code.is_none_or(|c| !forbidden(u32::from(c))), "{path}");
                    }
                    Ok(_) => {}
                    Err(error) => unreachable!("{path}: {error}"),
                }
            }
        }
        if path.ends_with(".json") || path.ends_with(".jsonld") {
            let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
            assert!(value.is_ok(), "{path}");
        }
        if path.ends_with(".ics") {
            events(&text);
        }
        if path.ends_with(".csv") {
            rows(&text);
        }
    }
}

fn newest(built: &Built) -> Item {
    assert_well_formed(built);
    same_items(built, "changes/").swap_remove(0)
}

#[test]
fn what_a_word_processor_leaves_behind_breaks_nothing() {
    let built = hard().built(DAY);
    let item = newest(&built);
    assert_eq!(item.title, "Ends with ]]> and a bell");
    for text in [
        "Vertical Tab, escape, , emoji 🔒, &lt;/content&gt;&lt;/description&gt;",
        "&amp; back-up &lt;EU&gt;; &quot;cold&quot; store",
        "onetwo",
        "one two",
        "&lt;![CDATA[ ]]&gt;",
        "]]&gt; &amp; &lt;b&gt; &amp;nosuch;",
    ] {
        assert!(item.content.contains(text), "{text}: {}", item.content);
    }
    assert!(!item.content.contains("&amp;amp;") && !item.content.contains("&amp;lt;"));
    let table = rows(&built.file("subprocessors/as-of/2026-01-05/subprocessors.csv"));
    assert_eq!(table.len(), 3);
    let page = html::parse(&built.page("/processing/support/versions/2026-11-24-hard-text/"));
    let words = html::words(&page, "main").join(" ");
    for text in ["onetwo one two one two", "<![CDATA[ ]]>"] {
        assert!(words.contains(text), "{text}: {words}");
    }
}

#[test]
fn each_control_character_of_the_working_files_is_warned_of() {
    let (problems, sources) = hard().problems(DAY);
    let shown: Vec<(String, usize)> = problems
        .iter()
        .filter(|problem| problem.message.contains("U+"))
        .map(|problem| {
            let path = sources.source(problem.span.source).path.to_string();
            (path, sources.position(problem.span).line)
        })
        .collect();
    let of = |path: &str| shown.iter().filter(|(p, _)| p == path).count();
    assert_eq!(of("content/subprocessors.toml"), 1, "{problems:?}");
    assert_eq!(of("content/processing/support.md"), 3, "{problems:?}");
}

/// Texts with all that a format could trip over.
fn any_text() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "]]>",
        "<![CDATA[",
        "&",
        "&amp;",
        "&#11;",
        "\u{0}",
        "\u{b}",
        "\u{fffe}",
        "\r",
        "\n",
        "\t",
        "\u{85}",
        "\u{2028}",
        "\"",
        "'",
        "\\",
        ";",
        ",",
        "=1+1",
        "@",
        "-",
        "🔒",
        "ä",
        " ",
        "<b>",
        "</title>",
        "{{ x }}",
        "\u{202e}",
        "\u{7f}",
    ]);
    let part = prop_oneof![hard.prop_map(str::to_owned), ".{0,8}"];
    prop::collection::vec(part, 1..12).prop_map(|parts| parts.concat())
}

fn without_forbidden(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        '\u{b}' | '\u{c}' => Some(' '),
        c if forbidden(u32::from(c)) => None,
        c => Some(c),
    });
    kept.collect::<String>().trim().to_owned()
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn every_text_can_be_published_and_read_back(
        title in any_text(),
        reason in any_text(),
        name in any_text(),
        purpose in any_text(),
        paragraph in "[^+]{0,60}",
    ) {
        let [title, name, purpose] = [title, name, purpose].map(|text| format!("x{text}x"));
        let project = project(&Texts { title: &title, reason: &reason, name: &name, purpose: &purpose, paragraph: &paragraph });
        let built = project.built_at(DAY, "https://trust.heronsgate.example/");
        assert_well_formed(&built);
        let expected = without_forbidden(&title);
        for item in same_items(&built, "changes/").iter().take(1) {
            prop_assert_eq!(&item.title, &expected);
        }
        let later = project.built_at("2026-12-25", "https://trust.heronsgate.example/");
        let json: serde_json::Value = serde_json::from_str(&later.file("subprocessors.json")).unwrap();
        let entry = &json["subprocessors"][0];
        prop_assert_eq!(entry["name"].as_str().unwrap(), without_forbidden(&name));
        let table = rows(&later.file("subprocessors.csv"));
        prop_assert_eq!(&table[1][1], &without_forbidden(&name));
        prop_assert_eq!(entry["engagements"][0]["purpose"].as_str().unwrap(), without_forbidden(&purpose));
    }
}
