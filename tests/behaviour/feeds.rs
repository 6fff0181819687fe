//! Feeds that any reader reads, whatever text goes in (case 02).

use feed_rs::model::Feed;
use proptest::prelude::*;

use crate::support::{Built, DAY, Project};

#[test]
fn the_samples_feeds_are_read_by_another_program() {
    let built = Project::sample().built("2026-09-20");
    let all = read(&built, "changes/rss.xml");
    let titles: Vec<String> = all.entries.iter().map(title).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles[0].contains("Google"), "{titles:?}");
    let newest = content(&all.entries[0]);
    for said in [
        "Google",
        "SharePoint",
        "17 October 2026",
        "privacy@tidewren.example",
    ] {
        assert!(newest.contains(said), "{said}: {newest}");
    }
    let register = read(&built, "subprocessors/rss.xml");
    assert_eq!(register.entries.len(), 2);
    assert_eq!(register.entries[0].id, all.entries[0].id);
}

/// The base project with a change whose texts are hard to write down.
fn hard_text() -> Project {
    let register = r#"
[[subprocessor]]
id = "stackhaven"
name = "Stackhaven"
purpose = "Hosting & back-up <EU>; \"cold\" \u0000store"
locations = ["DE"]
"#;
    let support = "+++\ntitle = \"Customer support\"\n+++\n\
        Answers go out \u{2}through\u{b}[Postlark](subprocessor:postlark)\u{c}at once.\n\n\
        <!-- x --> ]]> &amp; &lt;b&gt; &nosuch;\n\n\
        ```\n<![CDATA[ ]]>\n```\n";
    let postlark = "\n[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\n";
    Project::base()
        .record(
            "2026-11-24-hard-text",
            r#"announced = 2026-11-24
effective = 2026-12-25
title = "Ends with ]]> and a bell\u0007"
reason = "Vertical\u000Btab, escape\u001B, \uFFFE, emoji \U0001F512, </content></description>""#,
            &[("processing/support.md", support)],
        )
        .with_bytes(
            "content/changes/2026-11-24-hard-text/subprocessors.toml",
            register,
        )
        .with_bytes(
            "content/subprocessors.toml",
            format!("{register}{postlark}"),
        )
}

#[test]
fn hard_text_comes_through_and_what_xml_cannot_hold_does_not() {
    let project = hard_text();
    let built = project.built(DAY);
    check_outputs(&built);
    let feed = read(&built, "changes/rss.xml");
    assert_eq!(feed.entries.len(), 3);
    let item = &feed.entries[0];
    assert!(
        title(item).starts_with("Ends with ]]> and a bell"),
        "{}",
        title(item)
    );
    let html = scraper::Html::parse_fragment(&content(item));
    let words: String = html.root_element().text().collect();
    for said in [
        "Hosting & back-up <EU>; \"cold\" store",
        "\u{1F512}",
        "Vertical tab, escape",
        "</content></description>",
    ] {
        assert!(words.contains(said), "{said:?} isn't in {words}");
    }
    let page = built.page("/processing/support/versions/2026-11-24-hard-text/");
    let page = crate::support::html::parse(&page);
    let words = crate::support::html::words(&page, "main").join(" ");
    assert!(
        words.contains("go out through Postlark at once."),
        "{words}"
    );
    assert!(words.contains("<![CDATA[ ]]>"), "{words}");
}

#[test]
fn each_character_that_is_left_out_is_named() {
    let (problems, sources) = hard_text().problems(DAY);
    let mut said: Vec<String> = problems
        .iter()
        .map(|problem| {
            assert!(!problem.is_error(), "{problem:?}");
            let position = sources.position(problem.span);
            let path = &sources.source(problem.span.source).path;
            format!(
                "{path}:{}: {} {}",
                position.line, problem.message, problem.label
            )
        })
        .collect();
    said.sort();
    for (file, code) in [
        ("content/processing/support.md:4", "U+0002"),
        ("content/processing/support.md:4", "U+000B"),
        ("content/processing/support.md:4", "U+000C"),
        ("content/subprocessors.toml:5", "U+0000"),
    ] {
        let named = said.iter().any(|s| s.starts_with(file) && s.contains(code));
        assert!(named, "{file} {code} in {said:#?}");
    }
}

/// Every file is what its kind has to be, and holds nothing that XML 1.0 forbids.
fn check_outputs(built: &Built) {
    for (path, text) in built.texts() {
        for (at, character) in text.char_indices() {
            let allowed = matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            assert!(allowed, "{path} holds {character:?} at {at}");
        }
        for reference in [
            "&#x0;", "&#0;", "&#2;", "&#11;", "&#12;", "&#27;", "&#x1B;", "&#xB;",
        ] {
            assert!(!text.contains(reference), "{path} holds {reference}");
        }
        if path.ends_with(".xml") {
            well_formed(&path, &text);
        }
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
    }
}

fn well_formed(path: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = 0;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(quick_xml::events::Event::Start(_)) => open += 1,
            Ok(quick_xml::events::Event::End(_)) => open -= 1,
            Ok(_) => {}
            Err(error) => panic!("{path}: {error}\n{text}"),
        }
    }
    assert_eq!(open, 0, "{path}");
}

fn read(built: &Built, path: &str) -> Feed {
    let text = built.file(path);
    feed_rs::parser::parse(text.as_bytes())
        .unwrap_or_else(|error| panic!("{path}: {error}\n{text}"))
}

fn title(entry: &feed_rs::model::Entry) -> String {
    entry.title.as_ref().unwrap().content.clone()
}

fn content(entry: &feed_rs::model::Entry) -> String {
    let summary = entry.summary.as_ref().map(|text| text.content.clone());
    let content = entry.content.as_ref().and_then(|c| c.body.clone());
    content.or(summary).unwrap()
}

/// Texts of one line with whatever people paste.
fn pasted() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "word",
        "<b>",
        "&amp;",
        "]]>",
        "\u{b}",
        "\u{0}",
        "\u{fffe}",
        "\u{1F512}",
        "\"",
        "'",
        "{{",
        "%}",
        "\u{202e}",
        "\u{feff}",
        "&",
        "<!--",
        "\u{7f}",
        "\u{85}",
        "ﬁ",
        "\\",
    ]);
    prop::collection::vec(
        prop_oneof![
            pieces.prop_map(str::to_owned),
            any::<char>().prop_map(String::from)
        ],
        1..12,
    )
    .prop_map(|pieces| pieces.concat())
    .prop_filter("there is something to read", |text| {
        text.chars().any(char::is_alphanumeric)
    })
}

/// As a TOML text.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_ascii_alphanumeric() => c.to_string(),
            c => format!("\\U{:08X}", u32::from(c)),
        })
        .collect();
    format!("\"{escaped}\"")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_written_the_feeds_can_be_read(text in pasted(), other in pasted()) {
        let register = format!(
            "[[subprocessor]]\nid = \"stackhaven\"\nname = {0}\npurpose = {1}\n\n\
             [[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\n",
            quoted(&other),
            quoted(&text),
        );
        let change = format!(
            "announced = 2026-11-24\neffective = 2026-12-25\ntitle = {0}\nreason = {1}",
            quoted(&text),
            quoted(&other)
        );
        let support = format!("+++\ntitle = \"Customer support\"\n+++\n{}\n", text.replace(['\n', '\r'], " "));
        let project = Project::base()
            .record("2026-11-24-pasted", &change, &[("processing/support.md", &support)])
            .with_bytes("content/changes/2026-11-24-pasted/subprocessors.toml", register.clone())
            .with_bytes("content/subprocessors.toml", register);
        let built = project.built(DAY);
        check_outputs(&built);
        let feed = read(&built, "changes/rss.xml");
        let said = title(&feed.entries[0]);
        let plain: Vec<String> = words(&text);
        prop_assert!(
            words(&said).starts_with(&plain),
            "{text:?} was read back as {said:?}"
        );
    }
}

/// A text's words, without what no output can hold.
fn words(text: &str) -> Vec<String> {
    let kept: String = text
        .chars()
        .map(|c| match c {
            '\u{b}' | '\u{c}' => ' ',
            c => c,
        })
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        })
        .collect();
    kept.split_whitespace().map(str::to_owned).collect()
}
