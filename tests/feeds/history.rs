//! A history at random: what went in comes back from every format, by readers that didn't write it.

use proptest::prelude::*;

use crate::read::{events, same_items};
use crate::support::{Project, cases, day};

/// Changes after the base project's own: on which day each is announced, counted from the one before,
/// after how many it takes effect, and a number for its title.
fn steps() -> impl Strategy<Value = Vec<(u32, u32, u32)>> {
    prop::collection::vec((0..9_u32, 0..40_u32, any::<u32>()), 0..12)
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn titles_links_and_days_come_back_in_order(steps in steps()) {
        let mut project = Project::base();
        let mut announced = day("2026-11-23");
        let mut effective = announced;
        let mut told = vec![
            ("First list".to_owned(), "2026-01-05-first-list".to_owned(), "2026-01-05".to_owned()),
            (
                "Postlark adds a location in Ireland".to_owned(),
                "2026-11-23-postlark-adds-ireland".to_owned(),
                announced.to_string(),
            ),
        ];
        for (order, (wait, notice, number)) in steps.iter().enumerate() {
            announced = announced.plus(*wait);
            // One item's changes never overtake one another.
            effective = effective.max(announced.plus(*notice));
            let id = format!("{announced}-step-{order}");
            let title = format!("Step {order} of {number}");
            let text = format!("+++\ntitle = \"Customer support\"\n+++\nAs step {order} has it.\n");
            let change = format!(
                "announced = {announced}\norder = {order}\neffective = {effective}\ntitle = \"{title}\""
            );
            project = project.record(&id, &change, &[("processing/support.md", &text)]);
            told.push((title, id, announced.to_string()));
        }
        let built = project.built(&announced.to_string());
        let items = same_items(&built, "changes/");
        let read = items.iter().rev().map(|item| {
            let id = item.link.rsplit('/').nth(1).unwrap();
            (item.title.clone(), id.to_owned(), item.published[..10].to_owned())
        });
        prop_assert_eq!(read.collect::<Vec<_>>(), told);
        prop_assert!(items.is_sorted_by(|newer, older| newer.published > older.published));
        let mut ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), items.len());
        let log: serde_json::Value = serde_json::from_str(&built.file("changes.json")).unwrap();
        prop_assert_eq!(log["changes"].as_array().unwrap().len(), items.len());
        let in_the_calendar = events(&built.file("changes/calendar.ics"));
        for item in &items {
            let has_event = in_the_calendar.iter().any(|event| event["URL"] == item.link);
            prop_assert!(has_event, "{}", item.link);
        }
    }
}

#[test]
fn the_samples_feeds_say_what_it_tells() {
    let built = Project::sample().built("2026-09-20");
    let all = same_items(&built, "changes/");
    assert_eq!(all.len(), 2);
    assert!(all[0].title.contains("Google"), "{}", all[0].title);
    for said in [
        "Google",
        "SharePoint",
        "17 October 2026",
        "privacy@tidewren.example",
    ] {
        assert!(
            all[0].content.as_str().contains(said),
            "{said}: {}",
            all[0].content.as_str()
        );
    }
    let register = same_items(&built, "subprocessors/");
    let ids = |items: &[crate::read::Item]| items.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&register), ids(&all));
}
