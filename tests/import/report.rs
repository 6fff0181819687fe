//! What is left out, and what is said of the rest.

use candor::content::Field;
use candor::import::{self, LeftOutWhy, Meaning, Settled};

use crate::lists::{check, import, source};

fn left_out(name: &str, text: &str) -> Vec<(String, LeftOutWhy)> {
    let imported = import(name, text);
    assert_eq!(imported.entries.len(), 1, "{:?}", imported.entries);
    assert_eq!(imported.entries[0].subprocessor.name, "Acme");
    let left_out = imported.left_out.into_iter();
    left_out
        .map(|left_out| (left_out.what, left_out.why))
        .collect()
}

#[test]
fn what_is_no_longer_used_is_left_out_and_said() {
    let table = "| Vendor | Purpose |\n|--|--|\n| Acme | Mail |\n";
    let more = |rows: &str| format!("{table}{rows}\n");
    let gone = |why: &str| LeftOutWhy::Inactive(why.to_owned());
    assert_eq!(
        left_out("a.md", &more("| ~~Beta~~ | Chat |")),
        [("Beta".to_owned(), LeftOutWhy::StruckThrough)]
    );
    assert_eq!(
        left_out("a.md", &more("| Beta (removed) | Chat |")),
        [("Beta (removed)".to_owned(), gone("removed"))]
    );
    assert_eq!(
        left_out("a.md", &more("| [Vendor] | |")),
        [("[Vendor]".to_owned(), LeftOutWhy::Placeholder)]
    );
    assert_eq!(
        left_out("a.csv", "Vendor,Status\nAcme,Active\nBeta,Inactive\n"),
        [("Beta".to_owned(), gone("Inactive"))]
    );
    assert_eq!(
        left_out(
            "a.json",
            r#"[{"name": "Acme", "purpose": "a", "active": true}, {"name": "Beta", "purpose": "b", "active": false}]"#
        ),
        [("Beta".to_owned(), gone("false"))]
    );
    let former = format!(
        "{table}\n## Former sub-processors\n\n| Vendor | Purpose |\n|--|--|\n| Beta | Chat |\n"
    );
    assert_eq!(
        left_out("a.md", &former),
        [(
            "Former sub-processors (Vendor, Purpose)".to_owned(),
            LeftOutWhy::Former("Former sub-processors".to_owned())
        )]
    );
    let history = format!(
        "{table}\n## Changes\n\n| Date | Change | Vendor |\n|--|--|--|\n| 2024-01-01 | Added | Beta |\n"
    );
    assert_eq!(left_out("a.md", &history)[0].1, LeftOutWhy::Revisions);
}

#[test]
fn words_that_are_struck_through_are_said() {
    let list = "| Vendor | Purpose |\n|--|--|\n| Acme | Mail ~~and chat~~ |\n";
    assert_eq!(
        left_out("a.md", list),
        [("Acme: and chat".to_owned(), LeftOutWhy::WordsStruckThrough)]
    );
}

#[test]
fn an_entry_says_where_it_was_read_and_what_it_lacks() {
    let imported = import("a.csv", "Vendor,Country\nAcme,US\n\nAcme,US\n");
    let entry = &imported.entries[0];
    let lines: Vec<usize> = entry.origins.iter().map(|origin| origin.line).collect();
    assert_eq!(lines, [2, 4]);
    assert_eq!(
        import::lacking(&entry.subprocessor),
        [
            Field::Address,
            Field::Contact,
            Field::Purpose,
            Field::Data,
            Field::DataSubjects,
            Field::Transfer
        ]
    );
    assert_eq!(entry.subprocessor.engagements[0].purpose, "");
    let columns = &imported.readings[0].columns;
    assert_eq!(
        columns[1],
        ("Country".to_owned(), Meaning::Field(Field::Locations))
    );
}

#[test]
fn a_heading_can_be_settled() {
    let mut settled = Settled::default();
    settled.settle("WER", Meaning::Field(Field::Name));
    let file = source("a.csv", "Wer,Wofür genau,Farbe\nAcme,Mail,blau\n");
    let imported = import::list(&[&file], &settled).unwrap();
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\nextra = { farbe = 'blau' }\n";
    check("a name", &imported, expected);
    settled.settle("Farbe", Meaning::Skipped);
    let imported = import::list(&[&file], &settled).unwrap();
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\n";
    check("without a color", &imported, expected);
    let columns = &imported.readings[0].columns;
    assert_eq!(columns[2], ("Farbe".to_owned(), Meaning::Skipped));
    let unnamed = import("a.csv", "Wer,Wie,Farbe\nAcme,Mail,blau\n");
    assert_eq!(unnamed.entries.len(), 0);
    assert_eq!(unnamed.left_out[0].why, LeftOutWhy::NoName);
    assert_eq!(unnamed.left_out[0].what, "Wer, Wie, Farbe");
}
