//! What holds of any list.

use std::collections::BTreeSet;

use candor::import::Imported;
use proptest::prelude::*;

use crate::lists::{import, register};
use crate::support::cases;

/// Everything that an import says, in its entries and in its report.
fn said(imported: &Imported) -> String {
    let mut said = register(imported);
    for left_out in &imported.left_out {
        said.push('\n');
        said.push_str(&left_out.what);
        said.push_str(&format!(" {:?}", left_out.why));
    }
    said
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 3)
        .map(str::to_lowercase)
        .collect()
}

/// A cell: words with all that rules look at between them.
fn cell() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "zebra",
        "quince",
        "walnut",
        "Oakland",
        "Birch",
        "(maple)",
        "(only cedar)",
        ", ",
        "; ",
        ".",
        " - ",
        "/",
        "https://elder.example/larch",
        "aspen.example",
        "poplar@hazel.example",
        "Frankfurt",
        "[willow]",
        "(Juniper, Laurel)",
        " if ",
        " only ",
        "removed hickory",
        "2019-06-01x",
        "!",
        "\"",
        "'",
    ]);
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.join(" "))
}

const HEADINGS: [&str; 22] = [
    "Purpose",
    "Service",
    "Description",
    "Data",
    "Data subjects",
    "Location",
    "Transfer mechanism",
    "Website",
    "DPA",
    "Their sub-processors",
    "Address",
    "Contact",
    "Contact details",
    "Since",
    "Legal entity",
    "Category",
    "Notes",
    "Optional",
    "Status",
    "Condition",
    "Products",
    "id",
];

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_word_of_a_row_is_lost(
        cells in prop::collection::vec((prop::sample::select(&HEADINGS[..]), cell()), 1..6),
        name in "[A-Z][a-z]{4,8}( \\(only [a-z]{4,6}\\))?",
    ) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let header: Vec<String> = cells.iter().map(|(heading, _)| quoted(heading)).collect();
        let row: Vec<String> = cells.iter().map(|(_, cell)| quoted(cell)).collect();
        let list = format!("Vendor,{}\n{},{}\n", header.join(","), quoted(&name), row.join(","));
        let imported = import("list.csv", list.clone());
        let said = words(&said(&imported));
        let mut texts = vec![name.clone()];
        // What stands wholly in square brackets says nothing, by the rules.
        texts.extend(cells.iter().map(|(_, cell)| cell.clone()).filter(|cell| !cell.starts_with('[')));
        for word in texts.iter().flat_map(|text| words(text)) {
            prop_assert!(said.contains(&word), "{word} of\n{list}\nis lost:\n{said:?}");
        }
    }

    #[test]
    fn what_is_imported_can_be_read(
        cells in prop::collection::vec((prop::sample::select(&HEADINGS[..]), ".{0,20}"), 1..5),
        names in prop::collection::vec("[^,\"\\p{Cc}]{1,12}", 1..4),
    ) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let header: Vec<String> = cells.iter().map(|(heading, _)| quoted(heading)).collect();
        let row: Vec<String> = cells.iter().map(|(_, cell)| quoted(cell)).collect();
        let rows = names.iter().map(|name| format!("{},{}\n", quoted(name), row.join(",")));
        let list = format!("Vendor,{}\n{}", header.join(","), rows.collect::<String>());
        let source = crate::lists::source("list.csv", list);
        // A character that no text holds is refused.
        if let Ok(imported) = candor::import::list(&[&source], &Default::default()) {
            let table: Result<toml::Table, _> = register(&imported).parse();
            prop_assert!(table.is_ok(), "{:?}", table);
        }
    }

    #[test]
    fn no_text_makes_it_fall(text in "(\\PC|\\n|[|#*<>\\[\\]{}:,;`-]){0,120}") {
        for name in ["a.csv", "a.json", "a.yaml", "a.md", "a.mdx", "a.html", "a.tsx", "a"] {
            let source = crate::lists::source(name, text.clone());
            let _ = candor::import::list(&[&source], &Default::default());
        }
    }
}
