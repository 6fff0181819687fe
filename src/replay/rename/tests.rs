use super::suspected;
use crate::compare::Amendment;
use crate::content::{Content, DocumentKind};
use crate::parse::{Tense, document, register};
use crate::source::{SourcePath, Sources};

/// What differs between two registers.
fn amendments(before: &str, after: &str) -> Vec<Amendment> {
    let read = |text: &str| -> Content {
        let mut sources = Sources::new();
        let id = sources.insert("content/subprocessors.toml", text.as_bytes());
        let read = register::parse(id, text, Tense::Past);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let entries = read.value.entries.into_iter();
        Content {
            subprocessors: entries.map(|entry| (entry.id.clone(), entry)).collect(),
            ..Content::default()
        }
    };
    crate::compare::amendments(&read(before), &read(after))
}

fn entry(id: &str, lines: &[&str]) -> String {
    let lines = lines.join("\n");
    format!("[[subprocessor]]\nid = \"{id}\"\n{lines}\n")
}

fn suspects(before: &str, after: &str) -> Vec<(String, String)> {
    suspected(&amendments(before, after))
        .into_iter()
        .map(|found| (found.former.to_string(), found.new.to_string()))
        .collect()
}

#[test]
fn an_entry_under_another_id_is_suspected_unless_it_is_another_company() {
    let mail = [
        "name = \"Posthorn\"",
        "website = \"https://posthorn.example/\"",
        "purpose = \"Mail\"",
        "data = [\"Contact details\"]",
        "locations = [\"DE\"]",
    ];
    let with = |at: usize, line: &'static str| {
        let mut lines = mail;
        lines[at] = line;
        lines
    };
    let former = entry("posthorn", &mail);
    let pair = vec![("posthorn".to_owned(), "post".to_owned())];
    for (what, after, expected) in [
        ("the id alone", entry("post", &mail), pair.clone()),
        (
            "the company's name too",
            entry("post", &with(0, "name = \"Post\"")),
            pair.clone(),
        ),
        (
            "and a place",
            entry("post", &with(4, "locations = [\"FR\"]")),
            pair.clone(),
        ),
        (
            "another company for the same",
            entry(
                "post",
                &[
                    "name = \"Post\"",
                    "website = \"https://post.example/\"",
                    mail[2],
                    mail[3],
                    mail[4],
                ],
            ),
            vec![],
        ),
        (
            "another thing altogether",
            entry(
                "post",
                &[
                    "name = \"Post\"",
                    mail[1],
                    "purpose = \"Hosting\"",
                    "data = [\"Files\"]",
                    "locations = [\"US\"]",
                ],
            ),
            vec![],
        ),
        (
            "an addition alone",
            format!("{former}\n{}", entry("post", &mail)),
            vec![],
        ),
    ] {
        assert_eq!(suspects(&former, &after), expected, "{what}");
    }
}

#[test]
fn the_likest_of_those_that_are_gone_is_meant() {
    let lines = |place| {
        [
            "name = \"A\"",
            "purpose = \"Mail\"",
            "data = [\"Mail\"]",
            place,
        ]
    };
    let before = format!(
        "{}\n{}",
        entry("one", &lines("locations = [\"DE\"]")),
        entry("two", &lines("locations = [\"FR\"]"))
    );
    let after = entry("new", &lines("locations = [\"FR\"]"));
    assert_eq!(
        suspects(&before, &after),
        [("two".to_owned(), "new".to_owned())]
    );
}

#[test]
fn a_document_is_known_again_by_its_lines() {
    let read = |path: &str, kind, text: &str| -> Content {
        let mut sources = Sources::new();
        let path = SourcePath::new(path);
        let id = sources.insert(path.as_str(), text.as_bytes());
        let read = document::parse(id, &path, kind, text, Tense::Past, &|_, _| None);
        let document = read.value.document.unwrap();
        Content {
            documents: [(document.id.clone(), document)].into(),
            ..Content::default()
        }
    };
    let text = "+++\ntitle = \"A\"\n+++\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n";
    let (processing, annex) = (DocumentKind::Processing, DocumentKind::Annex);
    for (what, path, kind, text, expected) in [
        (
            "the same text",
            "content/processing/b.md",
            processing,
            text.to_owned(),
            1,
        ),
        (
            "most of it",
            "content/processing/b.md",
            processing,
            text.replace("Four.", "Five."),
            1,
        ),
        (
            "half of it",
            "content/processing/b.md",
            processing,
            text.replace("Four.", "Five.").replace("Three.", "Six."),
            0,
        ),
        (
            "another kind",
            "content/annexes/b.md",
            annex,
            text.to_owned(),
            0,
        ),
    ] {
        let before = read("content/processing/a.md", processing, text_of_a());
        let after = read(path, kind, &text);
        let found = suspected(&crate::compare::amendments(&before, &after));
        assert_eq!(found.len(), expected, "{what}");
    }
}

fn text_of_a() -> &'static str {
    "+++\ntitle = \"A\"\n+++\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n"
}
