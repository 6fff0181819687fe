//! Several changes on one day (case 03).

use crate::support::html::{attributes, parse};
use crate::support::{Built, DAY, Project};

/// The base project with this many more changes on one day, each amending the same description.
fn with_changes(ids: &[&str]) -> Project {
    let mut project = Project::base();
    for (order, id) in ids.iter().enumerate() {
        let change = format!(
            "announced = 2026-11-24\norder = {order}\neffective = 2026-11-24\ntitle = \"{id}\""
        );
        let text = format!("+++\ntitle = \"Customer support\"\n+++\nAs {id} has it.\n");
        project = project.record(
            &format!("2026-11-24-{id}"),
            &change,
            &[("processing/support.md", &text)],
        );
    }
    project
}

/// Titles and instants of the feed, newest first.
fn items(built: &Built) -> Vec<(String, i64)> {
    let xml = built.file("changes/rss.xml");
    let feed = feed_rs::parser::parse(xml.as_bytes()).unwrap();
    feed.entries
        .into_iter()
        .map(|entry| {
            (
                entry.title.unwrap().content,
                entry.published.unwrap().timestamp(),
            )
        })
        .collect()
}

#[test]
fn the_newest_comes_first_whatever_it_is_called() {
    let built = with_changes(&["zulu", "alpha", "mike"]).built(DAY);
    let titles: Vec<String> = items(&built).into_iter().map(|(title, _)| title).collect();
    for (title, word) in titles.iter().zip(["mike", "alpha", "zulu", "Postlark"]) {
        assert!(title.contains(word), "{titles:?}");
    }
    let log = parse(&built.page("/changes/"));
    let mut links = attributes(&log, "main a", "href");
    links.retain(|link| link.contains("2026-11-24-"));
    links.dedup();
    assert_eq!(
        links,
        ["2026-11-24-mike/", "2026-11-24-alpha/", "2026-11-24-zulu/"]
    );
}

#[test]
fn a_later_change_on_the_day_leaves_the_earlier_items_as_they_were() {
    let xml = |ids: &[&str]| with_changes(ids).built(DAY).file("changes/rss.xml");
    let item = |xml: &str, word: &str| {
        let items: Vec<String> = xml
            .split("<item>")
            .skip(1)
            .map(|item| item.split("</item>").next().unwrap().to_owned())
            .collect();
        items
            .into_iter()
            .find(|item| item.contains(&format!("2026-11-24-{word}/</link>")))
            .unwrap()
    };
    let a = xml(&["zulu"]);
    let b = xml(&["zulu", "alpha"]);
    let c = xml(&["zulu", "alpha", "mike"]);
    assert_eq!(item(&a, "zulu"), item(&b, "zulu"));
    assert_eq!(item(&a, "zulu"), item(&c, "zulu"));
    assert_eq!(item(&b, "alpha"), item(&c, "alpha"));
}

#[test]
fn the_second_change_of_a_day_builds_on_the_first() {
    let built = with_changes(&["zulu", "alpha"]).built(DAY);
    let page = parse(&built.page("/changes/2026-11-24-alpha/"));
    let words = crate::support::html::words(&page, "main").join(" ");
    assert!(words.contains("zulu") && words.contains("alpha"), "{words}");
}

#[test]
fn without_an_order_the_id_decides() {
    let project = with_changes(&["zulu", "alpha"])
        .edit(
            "content/changes/2026-11-24-zulu/change.toml",
            "order = 0\n",
            "",
        )
        .edit(
            "content/changes/2026-11-24-alpha/change.toml",
            "order = 1\n",
            "",
        )
        .edit("content/processing/support.md", "alpha", "zulu");
    let titles: Vec<String> = items(&project.built(DAY))
        .into_iter()
        .map(|(t, _)| t)
        .collect();
    assert!(
        titles[0].contains("zulu") && titles[1].contains("alpha"),
        "{titles:?}"
    );
}
