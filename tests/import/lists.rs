//! Files in memory, and entries compared as their values.

use candor::import::{self, Imported, Settled};
use candor::source::{Source, SourcePath};
use toml::{Table, Value};

pub(crate) fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source {
        path: SourcePath::new(name),
        bytes: bytes.into().into(),
    }
}

pub(crate) fn import(name: &str, bytes: impl Into<Vec<u8>>) -> Imported {
    import::list(&[&source(name, bytes)], &Settled::default()).unwrap()
}

/// The register that an import makes.
pub(crate) fn register(imported: &Imported) -> String {
    let entries = imported.entries.iter().map(|entry| entry.text());
    entries.collect::<Vec<_>>().join("\n")
}

/// The entries of a register, each value in its fullest form.
pub(crate) fn entries(register: &str) -> Vec<Table> {
    let table: Table = register.parse().unwrap();
    let list = table.get("subprocessor").and_then(Value::as_array).cloned();
    let entries = list.unwrap_or_default().into_iter();
    entries
        .map(|entry| full(entry.as_table().unwrap()))
        .collect()
}

fn full(entry: &Table) -> Table {
    let mut entry = entry.clone();
    entry.entry("affiliate").or_insert(Value::Boolean(false));
    if let Some(Value::Array(engagements)) = entry.get_mut("engagement") {
        for engagement in engagements {
            *engagement = Value::Table(with_tables(engagement.as_table().unwrap()));
        }
    }
    with_tables(&entry)
}

fn with_tables(engagement: &Table) -> Table {
    let mut engagement = engagement.clone();
    for (field, key) in [("locations", "country"), ("data", "category")] {
        if let Some(Value::Array(items)) = engagement.get_mut(field) {
            for item in items.iter_mut().filter(|item| item.is_str()) {
                *item = Value::Table([(key.to_owned(), item.clone())].into_iter().collect());
            }
        }
    }
    engagement
}

/// Compares an import with what is expected of it, entry by entry.
#[track_caller]
pub(crate) fn check(what: &str, imported: &Imported, expected: &str) {
    let register = register(imported);
    let (found, expected) = (entries(&register), entries(expected));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(
            found, expected,
            "{what}\n{register}\n{:?}",
            imported.readings
        );
    }
    assert_eq!(
        found.len(),
        expected.len(),
        "{what}\n{register}\n{:?}",
        imported.left_out
    );
}

/// The same for the lines of an entry behind its id and name, of a list with one row.
#[track_caller]
pub(crate) fn check_row(header: &str, row: &str, expected: &str) {
    let table = format!("{header}\n{row}\n");
    let imported = import("list.csv", table);
    let head = "[[subprocessor]]\nid = \"acme\"\nname = \"Acme\"\n";
    check(
        &format!("{header} / {row}"),
        &imported,
        &format!("{head}{expected}\n"),
    );
}
