//! Ids where one text stands twice (case 12).

use std::collections::BTreeSet;

use crate::support::html::{all, attributes, parse, said};
use crate::support::{Built, DAY, Project};

const TEXT: &str = r#"+++
title = "Customer support"
+++
## Data
First.[^a] Again.[^a]
## Data
### Data 1
## ::
## ::
## Данные и *сроки*
## 削除
## Main
## History
## Fixed {#data-1}
<a id="old-name"></a> [back](#data), [second](#old-name), [third](#削除)

[^a]: A note with a [link](#data).
"#;

fn built(text: &str) -> Built {
    let change =
        "announced = 2026-11-24\neffective = 2026-11-24\neditorial = true\ntitle = \"Reworded\"";
    Project::base()
        .record(
            "2026-11-24-reworded",
            change,
            &[("processing/support.md", text)],
        )
        .built(DAY)
}

/// The ids of the headings within the text, in its order.
fn heading_ids(built: &Built) -> Vec<String> {
    let page = parse(&built.page("/processing/support/"));
    let headings = all(&page, "main :is(h2, h3, h4)[id]");
    let of_text = headings
        .iter()
        .filter(|heading| !heading.attr("id").unwrap().starts_with('_'));
    of_text
        .map(|heading| heading.attr("id").unwrap().to_owned())
        .collect()
}

#[test]
fn no_id_stands_twice_and_every_link_within_a_page_has_its_target() {
    let built = built(TEXT);
    let mut looked_at = 0;
    for (path, text) in built.texts() {
        if !path.ends_with(".html") {
            continue;
        }
        looked_at += 1;
        let page = parse(&text);
        let mut ids = BTreeSet::new();
        for id in attributes(&page, "[id]", "id") {
            assert!(
                !id.is_empty() && !id.contains(char::is_whitespace),
                "{path}: {id:?}"
            );
            assert!(ids.insert(id.clone()), "{path}: {id} stands twice");
        }
        for link in attributes(&page, "a[href^='#']", "href") {
            let target = link.trim_start_matches('#');
            let target = percent_encoding::percent_decode_str(target)
                .decode_utf8()
                .unwrap();
            assert!(
                ids.contains(target.as_ref()),
                "{path}: {link} leads nowhere"
            );
        }
    }
    assert!(looked_at > 10);
}

#[test]
fn headings_get_the_ids_that_their_words_make() {
    let ids = heading_ids(&built(TEXT));
    assert_eq!(ids.len(), 10, "{ids:?}");
    assert_eq!(ids[0], "data");
    assert_eq!(&ids[5..7], ["данные-и-сроки", "削除"]);
    assert_eq!(&ids[7..10], ["main", "history", "data-1"]);
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{ids:?}");
}

#[test]
fn one_more_heading_at_the_end_changes_no_id() {
    let before = heading_ids(&built(TEXT));
    let after = heading_ids(&built(&TEXT.replace("\n[^a]:", "\n## Data\n\n[^a]:")));
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after[..before.len()], before);
}

#[test]
fn a_note_that_is_used_twice_has_two_ways_back() {
    let page = parse(&built(TEXT).page("/processing/support/"));
    let marks = attributes(&page, "main sup a, main a[role=doc-noteref]", "id");
    let notes = all(&page, "main [id^='fn:']");
    assert_eq!(notes.len(), 1);
    let links = scraper::Selector::parse("a[href^='#fnref']").unwrap();
    let back: Vec<&str> = notes[0]
        .select(&links)
        .filter_map(|a| a.attr("href"))
        .collect();
    assert_eq!(back.len(), 2, "{}", said(notes[0]));
    assert_ne!(back[0], back[1]);
    drop(marks);
}
