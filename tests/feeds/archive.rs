//! What exceeds fifty items goes into archives that never change once full (RFC 5005).

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::read::{Item, items, same_items};
use crate::support::{Built, Project, cases};

/// A log of a baseline and `count` amendments of one text, all told on one day but the baseline.
fn log_of(count: usize) -> Built {
    let text = |n: usize| format!("+++\ntitle = \"Customer support\"\n+++\nVersion {n}.\n");
    let mut project = Project::base();
    let later: Vec<String> = project
        .files
        .keys()
        .filter(|path| path.contains("2026-11-23"))
        .cloned()
        .collect();
    for path in later {
        project = project.without(&path);
    }
    project = project.edit(
        "content/subprocessors.toml",
        "locations = [\"US\", \"IE\"]",
        "locations = [\"US\"]",
    );
    for n in 1..count {
        let document = text(n);
        project = project.record(
            &format!("2026-03-01-version-{n}"),
            &format!(
                "announced = 2026-03-01\norder = {n}\neffective = 2026-03-01\ntitle = \"Version {n}\""
            ),
            &[("processing/support.md", &document)],
        );
    }
    project.built("2026-03-01")
}

/// The archive pages of a feed, by path.
fn archives(built: &Built, file: &str) -> BTreeMap<String, String> {
    let paths = built.routes().into_iter().map(|route| route.file());
    paths
        .filter(|path| path.starts_with("changes/archive/") && path.ends_with(file))
        .map(|path| (path.clone(), built.file(&path)))
        .collect()
}

#[test]
fn seventy_changes_on_a_day_stay_on_that_day_in_their_order() {
    let built = log_of(71);
    let mut seen = items(&built.file("changes/atom.xml"));
    assert_eq!(seen.len(), 50);
    seen.extend(items(&built.file("changes/archive/1/atom.xml")));
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let day = |item: &Item| {
        let instant: jiff::Timestamp = item.published.parse().unwrap();
        zone.to_datetime(instant).date().to_string()
    };
    let told = seen.iter().filter(|item| day(item) == "2026-03-01");
    // The archive's first page repeats what the feed itself holds of it.
    assert_eq!(told.count(), 50 + 49);
    seen.sort_by(|one, other| other.published.cmp(&one.published));
    seen.dedup();
    assert_eq!(seen.len(), 71);
    assert!(seen.is_sorted_by(|newer, older| newer.published > older.published));
    let titles = seen.iter().take(70).map(|item| item.title.clone());
    let expected = (1..=70).rev().map(|n| format!("Version {n}"));
    assert!(titles.eq(expected));
}

#[test]
fn a_reader_that_follows_the_archive_finds_every_item_once() {
    for count in [1, 50, 51, 99, 100, 101, 150, 151] {
        let built = log_of(count);
        let mut titles: BTreeMap<String, String> = BTreeMap::new();
        let mut text = built.file("changes/atom.xml");
        loop {
            for item in items(&text) {
                titles.insert(item.id, item.title);
            }
            let Some((_, rest)) = text.split_once("rel=\"prev-archive\" href=\"") else {
                break;
            };
            let address = rest.split('"').next().unwrap().to_owned();
            let base = built.site.config().site.base_url.as_str();
            text = built.file(address.strip_prefix(base).unwrap());
            assert!(text.contains("<fh:archive/>"), "{address}");
            assert!(text.contains(
                "rel=\"current\" href=\"https://trust.heronsgate.example/changes/atom.xml\""
            ));
        }
        assert_eq!(titles.len(), count);
        assert_eq!(archives(&built, "rss.xml").is_empty(), count <= 50);
        same_items(&built, "changes/");
    }
}

proptest! {
    #![proptest_config(cases(4))]

    /// A page that is full is the same for ever, its links included.
    #[test]
    fn full_pages_never_change(fewer in 51_usize..130, more in 1_usize..60) {
        let (before, after) = (log_of(fewer), log_of(fewer + more));
        for file in ["rss.xml", "atom.xml", "feed.json"] {
            let later = archives(&after, file);
            for (path, text) in archives(&before, file) {
                let is_full = items(&text).len() == 50;
                prop_assert!(!is_full || later[&path] == text, "{} changed", path);
                prop_assert!(later.contains_key(&path));
            }
        }
    }
}
