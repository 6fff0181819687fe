use scraper::{Html, Selector};

use super::{page, written};
use crate::render::comparison::Layout;
use crate::render::prose::Styling;

/// Where a page's links from change to change lead, and the places that there are.
fn stops(html: &str) -> (Vec<String>, Vec<String>) {
    let page = Html::parse_fragment(html);
    let all = |selector: &str, attribute: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let found = page.select(&selector);
        found
            .filter_map(|element| element.value().attr(attribute))
            .map(str::to_owned)
            .collect()
    };
    (all(".stop a", "href"), all(".stop[id]", "id"))
}

#[test]
fn links_lead_from_change_to_change() {
    let old = "One.\n\nTwo is here.\n\nThree.\n\nFour is here.\n\nFive.[^n]\n\n[^n]: A note.\n";
    let new =
        "One.\n\nTwo is there.\n\nNew.\n\nThree.\n\nFour is there.\n\nFive.[^n]\n\n[^n]: A mark.\n";
    for layout in [Layout::Inline, Layout::Columns] {
        let html = written(old, new, layout, Styling::Sheet);
        let (links, places) = stops(&html);
        assert_eq!(places, ["_change-1", "_change-2", "_change-3"]);
        let expected = [
            "#_change-1",
            "#_change-2",
            "#_change-1",
            "#_change-3",
            "#_change-2",
        ];
        assert_eq!(links, expected);
        let at = |what: &str| html.find(what).unwrap();
        assert!(at("Change 1 of 3") < at("New."));
        assert!(at("New.") < at("Change 2 of 3"));
        assert!(at("Change 3 of 3") < at("<section"));
    }
}

#[test]
fn where_nothing_can_be_led_to_there_are_no_links_between_changes() {
    let (old, new) = ("One.\n\nTwo.\n\nThree.\n", "Uno.\n\nTwo.\n\nTre.\n");
    assert_ne!(stops(&page(old, new)).1, [""; 0]);
    let feed = written(old, new, Layout::Inline, Styling::None);
    assert!(!feed.contains("Change 1"), "{feed}");
    let one = page("One.\n\nTwo.\n", "One.\n\nTwo and a half.\n");
    assert_eq!(stops(&one), (Vec::new(), Vec::new()));
}
