//! What Candor published is read back exactly.

use candor::import::{Settled, list};

use crate::lists::{import, source};
use crate::support::Project;

/// A day on which everything that is announced is in force.
const LATER: &str = "2026-12-25";

const MORE: &str = r#"
[[subprocessor]]
id = "plus"
name = "+Plus, \"GmbH\""
entity = "N/A"
category = "'=already"
description = "Sees **nothing**; [keeps](https://plus.example) less.\n\n- one\n- two"
address = "Weg 1\n50667 Köln"
contact = "-"
website = "https://plus.example/a?b=c#d"
since = 2019-02-28
purpose = "Hosting (only a bit)"
condition = "[to be confirmed]"
data = ["Names; all", { category = "Usage [x]", note = "anonymised \\ [really]" }, "a, b."]
data_subjects = ["Users; guests", "k. A."]
locations = ["EU", { country = "US", city = "Ashburn, VA", region = "us-east-1", role = "support" }]
transfer = ["dpf", "scc"]
[subprocessor.extra]
"odd: key" = "value; with [all] \\ of: it"
location = "Germany"

[[subprocessor]]
id = "other"
name = "Acme"
affiliate = true

[[subprocessor.engagement]]
id = "first"
purpose = "Logs"

[[subprocessor.engagement]]
purpose = "Mail"
locations = ["worldwide", "customer-region"]

[[subprocessor]]
id = "other-2"
name = "Acme"
purpose = "Logs"
"#;

fn published(name: &str) -> String {
    Project::base_and_entries(MORE).built(LATER).file(name)
}

#[test]
fn what_was_published_comes_back() {
    let mut project = Project::base();
    let path = "content/subprocessors.toml";
    let text = project.text(path) + MORE;
    project = project.with_bytes(path, text);
    let understood = project.understood();
    let working = &understood.project.working.subprocessors;
    for name in ["subprocessors.csv", "subprocessors.json"] {
        let published = published(name);
        let imported = import(name, published.clone());
        assert_eq!(imported.entries.len(), 5, "{name}");
        for entry in imported.entries {
            let found = &*entry.subprocessor;
            assert_eq!(*found, *working[&found.id], "{name}: {}", found.id);
            // Where each begins: a row, or a record's brace before its id.
            let lines = published.lines().skip(entry.origins[0].line - 1);
            let lines: Vec<&str> = lines.take(2).collect();
            assert!(lines.concat().contains(found.id.as_str()), "{lines:?}");
        }
    }
}

#[test]
fn a_spreadsheet_may_have_saved_it_anew() {
    let text = published("subprocessors.csv");
    let simple = "\u{feff}".to_owned()
        + &text
            .trim_start_matches('\u{feff}')
            .lines()
            .take(1)
            .collect::<String>();
    let row = |separator: &str| {
        let columns = simple.split(',').count();
        let mut cells = vec![String::new(); columns];
        let at = |name: &str| {
            simple
                .trim_start_matches('\u{feff}')
                .split(',')
                .position(|c| c == name)
        };
        for (name, value) in [
            ("id", "acme"),
            ("name", "'-Acme"),
            ("engagement_id", "mail"),
            ("purpose", "Mail"),
        ] {
            cells[at(name).unwrap()] = value.to_owned();
        }
        format!(
            "{}\r\n{}\r\n",
            simple.replace(',', separator),
            cells.join(separator)
        )
    };
    for separator in [",", ";", "\t"] {
        let imported = import("list.csv", row(separator));
        assert_eq!(imported.entries[0].subprocessor.name, "-Acme");
    }
    let utf16: Vec<u8> = row("\t")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        import("list.txt", utf16).entries[0].subprocessor.name,
        "-Acme"
    );
}

#[test]
fn a_cell_that_was_changed_is_said_and_not_guessed() {
    for (name, said) in [
        ("subprocessors.csv", "28.2.2019"),
        ("subprocessors.json", "`since`"),
    ] {
        let text = published(name).replace("2019-02-28", "28.2.2019");
        let unread = list(&[&source(name, text)], &Settled::default()).unwrap_err();
        let why = unread.0[0].1.to_string();
        assert!(why.contains(said) && why.contains("since"), "{why}");
        assert!(unread.0[0].1.line.is_some());
    }
}

#[test]
fn a_file_that_only_speaks_of_the_schema_is_read_as_any_other() {
    let imported = import(
        "a.json",
        r#"{"note": "see /schemas/subprocessors.json", "vendors": [{"name": "Acme", "purpose": "Mail"}]}"#,
    );
    assert_eq!(imported.entries[0].subprocessor.name, "Acme");
    assert_eq!(imported.readings.len(), 1);
}

#[test]
fn the_products_that_were_published_are_to_be_declared() {
    let imported = import(
        "a.json",
        r#"{"$schema": "https://a.example/schemas/subprocessors.json", "subprocessors": [{"id": "acme", "name": "Acme",
            "extra": {}, "engagements": [{"engagement_id": "mail", "purpose": "Mail", "products": ["cloud", "server"]}]}]}"#,
    );
    let products = imported.products.iter().map(|product| product.id.as_str());
    assert_eq!(products.collect::<Vec<_>>(), ["cloud", "server"]);
}
