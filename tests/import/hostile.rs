//! Files that no person wrote: an error or a result, and never more work than the file is long.

use candor::import::{Settled, list};

use crate::lists::{import, source};

#[test]
fn what_lies_too_deep_is_refused() {
    let deep = [
        ("a.json", "[".repeat(100_000)),
        ("a.json", r#"{"a":"#.repeat(100_000)),
        ("a.yaml", "- ".repeat(5_000) + "a"),
        ("a.html", "<div>".repeat(100_000)),
    ];
    for (name, text) in deep {
        let result = list(&[&source(name, text)], &Settled::default());
        assert!(result.is_err(), "{name}");
    }
}

#[test]
fn aliases_that_explode_are_refused() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (before, next) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        let members = vec![format!("*{before}"); 9].join(", ");
        text += &format!("{next}: &{next} [{members}]\n");
    }
    assert!(list(&[&source("a.yaml", text)], &Settled::default()).is_err());
}

#[test]
fn an_address_is_one_text_whatever_stands_in_it() {
    for address in [
        r"https://acme.example\path",
        r#"https://acme.example/"path"#,
        r"https://acme.example/\u0041",
    ] {
        let cell = address.replace('"', "\"\"");
        let rows = format!("Vendor,Purpose,Website\nAcme,Mail,\"{cell}\"\n");
        let text = import("a.csv", rows).entries[0].text();
        let register: toml::Table = text.parse().expect(&text);
        let entry = &register["subprocessor"][0];
        let website = entry.get("website").and_then(toml::Value::as_str);
        assert_eq!(website, Some(address), "{text}");
        let keys: Vec<&str> = entry
            .as_table()
            .expect("an entry")
            .keys()
            .map(String::as_str)
            .collect();
        assert!(
            keys.iter()
                .all(|key| ["id", "name", "purpose", "website", "extra"].contains(key)),
            "{keys:?}"
        );
    }
}

#[test]
fn a_huge_cell_is_one_cell() {
    let text = "word (a, b; ".repeat(50_000);
    for column in [
        "Purpose", "Data", "Location", "Transfer", "Notes", "Address", "Website", "Since",
    ] {
        let imported = import("a.csv", format!("Vendor,{column}\nAcme,\"{text}\"\n"));
        assert_eq!(imported.entries.len(), 1, "{column}");
    }
}

#[test]
fn a_thousand_rows_of_one_vendor_are_one_entry() {
    let rows: String = (0..5_000)
        .map(|n| format!("Acme,Mail,Entity {n},note {n}\n"))
        .collect();
    let apart = import(
        "a.csv",
        format!("Vendor,Purpose,Legal entity,Notes\n{rows}"),
    );
    assert_eq!(apart.entries.len(), 5_000);
    let rows: String = (0..5_000)
        .map(|n| format!("Acme,Mail,DE,note {n},C{n}\n"))
        .collect();
    let together = import(
        "a.csv",
        format!("Vendor,Purpose,Country,Notes,Data\n{rows}"),
    );
    assert_eq!(together.entries.len(), 1);
    assert_eq!(together.entries[0].subprocessor.engagements.len(), 5_000);
}

#[test]
fn nothing_is_no_list() {
    for name in [
        "a.csv", "a.json", "a.yaml", "a.md", "a.mdx", "a.html", "a.tsx", "a",
    ] {
        for text in ["", "\n", " ", "\u{feff}"] {
            assert_eq!(import(name, text).entries.len(), 0, "{name}");
        }
    }
}
