//! German: no word of English on a page, in a feed, in the calendar, in a mail or in a derived title.

use candor::assemble::FeedScope;
use candor::assemble::feed::FeedLog;
use candor::render::message::{self, Format};

use crate::support::Built;
use crate::{DAY, project, words};

/// Words of the English interface that are no German ones, but for those of Slack's own command.
const ENGLISH: [&str; 23] = [
    "the",
    "and",
    "of",
    "from",
    "with",
    "change",
    "changes",
    "added",
    "removed",
    "amended",
    "announced",
    "until",
    "record",
    "sub-processor",
    "sub-processors",
    "annex",
    "version",
    "before",
    "after",
    "yes",
    "objections",
    "effective",
    "processing",
];

fn english_in(text: &str) -> Vec<String> {
    let split = |c: char| !c.is_alphanumeric() && c != '-';
    text.split(split)
        .map(str::to_lowercase)
        .filter(|word| ENGLISH.contains(&word.as_str()))
        .collect()
}

/// Addresses and the names of files are the same in every language.
fn without_addresses(text: &str) -> String {
    let is_word = |word: &&str| !word.contains('/') && !word.ends_with(".json");
    text.split_whitespace()
        .filter(is_word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn built() -> Built {
    project().built(DAY)
}

#[test]
fn no_page_has_an_english_word() {
    let built = built();
    let mut pages = 0;
    for (path, html) in built.texts() {
        if path.ends_with(".html") {
            pages += 1;
            let text = without_addresses(&words(&html));
            assert_eq!(english_in(&text), [""; 0], "{path}: {text}");
            assert!(html.contains("<html lang=\"de\""), "{path}");
        }
    }
    assert!(pages > 20, "{pages} pages");
}

#[test]
fn no_feed_no_calendar_and_no_mail_has_an_english_word() {
    let built = built();
    for feed in [
        "changes/feed.json",
        "subprocessors/feed.json",
        "products/cloud/changes/feed.json",
    ] {
        let feed: serde_json::Value = serde_json::from_str(&built.file(feed)).unwrap();
        assert_eq!(feed["language"], "de");
        for item in feed["items"].as_array().unwrap() {
            for key in ["title", "summary", "content_text"] {
                let text = without_addresses(item[key].as_str().unwrap_or_default());
                assert_eq!(english_in(&text), [""; 0], "{key}: {text}");
            }
            let text = without_addresses(&words(item["content_html"].as_str().unwrap()));
            assert_eq!(english_in(&text), [""; 0], "{text}");
        }
    }
    let calendar = built.file("changes/calendar.ics").replace("\r\n ", "");
    let said = |line: &&str| {
        line.starts_with("SUMMARY")
            || line.starts_with("DESCRIPTION")
            || line.starts_with("X-WR-CALNAME")
    };
    for line in calendar.lines().filter(said) {
        let (_, text) = line.split_once(':').unwrap();
        assert_eq!(english_in(&without_addresses(text)), [""; 0], "{text}");
    }
    let news = FeedLog::of(&built.site, &FeedScope::Everything).new_since(&built.site, None);
    for format in [Format::Text, Format::Html] {
        let mail = message::announcement(&built.site, &built.theme, &FeedScope::Everything, &news)
            .write(format);
        let text = without_addresses(&words(&mail));
        assert_eq!(english_in(&text), [""; 0], "{text}");
        for wanted in [
            "16. November 2026",
            "Finnland",
            "Vereinigtes Königreich",
            "Aufzeichnung",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
    }
}

#[test]
fn titles_that_nobody_gave_are_german() {
    let register = "content/subprocessors.toml";
    for (name, project, title) in [
        (
            "a new one",
            project().edit(
                register,
                "[[subprocessor]]\nid = \"brieftaube\"",
                "[[subprocessor]]\nid = \"funkwerk\"\nname = \"Funkwerk\"\npurpose = \"Anrufe\"\n\n[[subprocessor]]\nid = \"brieftaube\"",
            ),
            "Funkwerk kommt hinzu",
        ),
        (
            "one place more",
            project().edit(register, "[\"US\", \"IE\"]", "[\"US\", \"IE\", \"NO\"]"),
            "Brieftaube: Ort geändert",
        ),
        (
            "another name",
            project().edit(register, "name = \"Brieftaube\"", "name = \"Posthorn\""),
            "Brieftaube heißt jetzt Posthorn",
        ),
    ] {
        let disk = project.on_disk();
        disk.candor(&["record", "--announce", "2026-11-24"]).succeeds();
        let changes = crate::support::tree(&disk.root().join("content/changes"));
        let written = changes
            .iter()
            .filter(|(path, _)| path.ends_with("change.toml"))
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
            .find(|text| text.contains("announced = 2026-11-24"));
        let written = written.unwrap_or_else(|| panic!("{name}: nothing was recorded"));
        assert!(written.contains(&format!("title = \"{title}\"")), "{name}: {written}");
    }
}
