//! Case 07: the list in a spreadsheet.

use crate::read::rows;
use crate::support::{Built, DAY, Project};

const MORE: &str = r#"
[[subprocessor]]
id = "plus"
name = "+Plus GmbH"
purpose = '=HYPERLINK("https://x.example";"Klick")'
entity = "+49 Direkt GmbH"
address = "Weg 1\n50667 Köln"

[[subprocessor]]
id = "at"
name = "@mailwerk"
purpose = 'Versand, "schnell"'
entity = "-"
address = "\tHalle 2"

[[subprocessor]]
id = "quote"
name = "'s Gravenhage Data"
purpose = "1-2 Fälle"
entity = "Data B.V."
category = "'=already"

[[subprocessor]]
id = "two"
name = "Two; or more"

[[subprocessor.engagement]]
id = "first"
purpose = "Logs"
data = ["Names", { category = "Usage; counts", note = "anonymised [really]" }]
locations = ["EU", { country = "US", city = "Ashburn, VA", role = "support" }]
transfer = ["dpf", "scc"]

[[subprocessor.engagement]]
purpose = "Mail"
data_subjects = ["Users", "Guests"]
"#;

fn built() -> Built {
    Project::base_and_entries(MORE).built(DAY)
}

/// The cells of a row by their column.
fn cell<'a>(table: &'a [Vec<String>], row: usize, column: &str) -> &'a str {
    let index = table[0].iter().position(|name| name == column);
    &table[row][index.unwrap_or_else(|| unreachable!("no column {column}"))]
}

#[test]
fn a_spreadsheet_reads_it_without_a_formula() {
    let text = built().file("subprocessors.csv");
    assert!(text.starts_with("\u{feff}id,name,entity,"));
    assert!(text.ends_with("\r\n"));
    let table = rows(&text);
    assert_eq!(table.len(), 1 + 2 + 3 + 2);
    for row in &table[1..] {
        for cell in row {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
    for (row, column, expected) in [
        (3, "name", "'+Plus GmbH"),
        (3, "purpose", "'=HYPERLINK(\"https://x.example\";\"Klick\")"),
        (3, "entity", "'+49 Direkt GmbH"),
        (3, "address", "Weg 1\n50667 Köln"),
        (4, "name", "'@mailwerk"),
        (4, "purpose", "Versand, \"schnell\""),
        (4, "entity", "'-"),
        (4, "address", "Halle 2"),
        (5, "name", "'s Gravenhage Data"),
        (5, "purpose", "1-2 Fälle"),
        (5, "category", "''=already"),
        (5, "address", ""),
        (6, "engagement_id", "first"),
        (6, "data", r"Names; Usage\; counts [anonymised \[really\]]"),
        (
            6,
            "locations",
            r"EU; US [city: Ashburn\, VA, role: support]",
        ),
        (6, "transfer", "dpf; scc"),
        (7, "id", "two"),
        (7, "engagement_id", "mail"),
        (7, "data_subjects", "Users; Guests"),
    ] {
        assert_eq!(cell(&table, row, column), expected, "row {row}, {column}");
    }
}

/// The header has the keys of the JSON, and each row the facts that stand there.
#[test]
fn the_table_agrees_with_the_json() {
    let built = built();
    let table = rows(&built.file("subprocessors.csv"));
    let json: serde_json::Value = serde_json::from_str(&built.file("subprocessors.json")).unwrap();
    let entries = json["subprocessors"].as_array().unwrap();
    let mut row = 1;
    for entry in entries {
        for engagement in entry["engagements"].as_array().unwrap() {
            for column in &table[0] {
                let value = entry.get(column).or_else(|| engagement.get(column));
                let cell = cell(&table, row, column);
                match value {
                    Some(serde_json::Value::String(text)) => {
                        assert_eq!(cell.trim_start_matches('\''), text.trim_start_matches('\''));
                    }
                    Some(serde_json::Value::Bool(set)) => assert_eq!(cell, set.to_string()),
                    Some(serde_json::Value::Array(list)) => {
                        assert_eq!(cell.is_empty(), list.is_empty())
                    }
                    Some(other) => {
                        assert_eq!((column.as_str(), other.is_object()), ("extra", true))
                    }
                    None => assert_eq!(cell, "", "{column}"),
                }
            }
            row += 1;
        }
    }
    assert_eq!(row, table.len());
    assert_eq!(
        json["$schema"],
        "https://trust.heronsgate.example/schemas/subprocessors.json"
    );
}

#[test]
fn the_past_and_each_product_have_their_own_files() {
    let project = Project::base()
        .edit(
            "candor.toml",
            "[notice]",
            "[products]\napp = \"The app\"\nserver = \"The server\"\n\n[notice]",
        )
        .edit(
            "content/changes/2026-01-05-first-list/subprocessors.toml",
            "purpose = \"Hosting\"",
            "purpose = \"Hosting\"\nproducts = [\"app\"]",
        )
        .edit(
            "content/subprocessors.toml",
            "purpose = \"Hosting\"",
            "purpose = \"Hosting\"\nproducts = [\"app\"]",
        );
    let built = project.built("2026-12-24");
    let of = |path: &str| {
        rows(&built.file(path))[1..]
            .iter()
            .map(|row| row[0].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("products/app/subprocessors.csv"),
        ["stackhaven", "postlark"]
    );
    assert_eq!(of("products/server/subprocessors.csv"), ["postlark"]);
    let locations = |path: &str| {
        let table = rows(&built.file(path));
        cell(&table, 2, "locations").to_owned()
    };
    assert_eq!(
        locations("subprocessors/as-of/2026-01-05/subprocessors.csv"),
        "US"
    );
    assert_eq!(
        locations("subprocessors/as-of/2026-12-24/subprocessors.csv"),
        "US; IE"
    );
    assert_eq!(locations("subprocessors.csv"), "US; IE");
    let json: serde_json::Value =
        serde_json::from_str(&built.file("products/server/subprocessors.json")).unwrap();
    assert_eq!(json["product"]["name"], "The server");
}
