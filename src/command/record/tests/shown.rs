//! What became of a change, as readers see it: on its page, on the item's, in the list and in the feed.

use super::cases::MIXPANEL;
use crate::assemble::{FeedFormat, FeedScope, Route, Stage};
use crate::command::rehearsal::{Desk, REGISTER, date, on, relating};
use crate::content::SubprocessorId;
use crate::render;
use crate::replay::record::{Decision, Relation};

/// The text of a page or file, as the site stands on a day.
fn page(desk: &Desk, day: &str, route: &Route) -> String {
    let loaded = desk.loaded();
    let understood = loaded.understood.unwrap();
    let site = understood.site(date(day)).value;
    assert_eq!(site.stage(), Stage::Published);
    let theme = understood.theme().value;
    let bytes = render::render(&site, &theme, route);
    let bytes = bytes.unwrap_or_else(|| panic!("there is no {route} on {day}"));
    let text = String::from_utf8(bytes.unwrap().to_vec()).unwrap();
    // A day is read as one, whatever stands around it.
    let mut parts = text.split("<time datetime=\"");
    let before = parts.next().unwrap_or_default().to_owned();
    let days = parts.map(|part| part.split_once('>').map_or(part, |(_, rest)| rest));
    let text = before + &days.collect::<String>();
    text.replace("</time>", "")
}

/// Every address that the site has on a day.
fn routes(desk: &Desk, day: &str) -> Vec<Route> {
    let understood = desk.loaded().understood.unwrap();
    let site = understood.site(date(day)).value;
    site.routes().to_vec()
}

fn of_change(id: &str) -> Route {
    Route::Change(crate::command::rehearsal::id(id))
}

fn feed() -> Route {
    Route::Feed(FeedScope::Everything, FeedFormat::Rss)
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} isn't in\n{text}");
    }
}

#[test]
fn a_withdrawn_new_vendor_was_never_in_force_and_its_page_stays() {
    let mut desk = Desk::new();
    let register = format!("{REGISTER}{MIXPANEL}");
    desk.write("content/subprocessors.toml", &register);
    desk.record(&on("2026-11-23")).unwrap();
    let announced = routes(&desk, "2026-11-30");
    let withdraws = Relation::Withdraws(desk.newest());
    desk.record(&relating("2026-12-01", withdraws)).unwrap();

    let vendor = Route::Subprocessor(SubprocessorId::new("mixpanel").unwrap());
    let first = of_change("2026-11-23-mixpanel-added");
    let second = of_change("2026-12-01-withdrawn-mixpanel-added");
    // Before the withdrawal is announced, nothing tells of it.
    assert_says(
        &page(&desk, "2026-11-30", &vendor),
        &["From 26 December 2026"],
    );
    assert!(!page(&desk, "2026-11-30", &first).contains("Withdrawn"));
    for day in ["2026-12-01", "2027-06-01"] {
        let text = page(&desk, day, &vendor);
        assert_says(
            &text,
            &[
                "Announced, then withdrawn",
                "Withdrawn before it took effect",
            ],
        );
        assert!(!text.contains("No longer in force"), "{text}");
        assert!(!page(&desk, day, &Route::Register).contains("mixpanel"));
        assert_says(
            &page(&desk, day, &first),
            &[
                "Withdrawn before it took effect",
                "In its place:",
                "Was planned from",
            ],
        );
        assert_says(
            &page(&desk, day, &second),
            &[
                "Withdraws the announced change",
                "This will not take place:",
                "Mixpanel",
            ],
        );
        assert_says(
            &page(&desk, day, &feed()),
            &[
                "<title>Withdrawn: Mixpanel added</title>",
                "Withdraws the announced change",
                "This will not take place:",
            ],
        );
        assert!(!page(&desk, day, &Route::Overview).contains("Announced changes"));
        let now = routes(&desk, day);
        let gone: Vec<_> = announced
            .iter()
            .filter(|route| !now.contains(route))
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}

#[test]
fn a_postponed_change_points_to_the_new_day_and_back() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    let announced = routes(&desk, "2026-11-30");
    desk.record(&Decision {
        effective: Some(date("2027-03-01")),
        ..relating("2026-12-01", Relation::Replaces(desk.newest()))
    })
    .unwrap();
    let day = "2026-12-27";
    let overview = page(&desk, day, &Route::Overview);
    assert_says(
        &overview,
        &[
            "<dt>In force from</dt><dd>1 March 2027</dd>",
            "Postponed: Sentry: location amended",
        ],
    );
    let sentry = Route::Subprocessor(SubprocessorId::new("sentry").unwrap());
    let text = page(&desk, day, &sentry);
    assert_says(
        &text,
        &["Changes on 1 March 2027", "Replaced before it took effect"],
    );
    assert_says(
        &page(
            &desk,
            day,
            &of_change("2026-12-01-postponed-sentry-location-amended"),
        ),
        &[
            "Postpones the announced change",
            "2026-11-23-sentry-location-amended",
        ],
    );
    assert_says(
        &page(&desk, day, &of_change("2026-11-23-sentry-location-amended")),
        &[
            "In its place:",
            "2026-12-01-postponed-sentry-location-amended",
        ],
    );
    assert_says(
        &page(&desk, day, &feed()),
        &["Postpones the announced change"],
    );
    let now = routes(&desk, day);
    assert!(announced.iter().all(|route| now.contains(route)));
}

#[test]
fn a_correction_after_the_fact_is_linked_both_ways() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    let first = desk.newest();
    desk.edit("[\"FR\"]", "[\"ES\"]");
    desk.record(&Decision {
        title: Some("It is Spain".to_owned()),
        ..relating("2027-02-01", Relation::Corrects(first.clone()))
    })
    .unwrap();
    let day = "2027-02-01";
    assert_says(
        &page(&desk, day, &Route::Change(first)),
        &["Corrected by the change", "It is Spain"],
    );
    assert_says(
        &page(&desk, day, &of_change("2027-02-01-it-is-spain")),
        &["Corrects the change", "Sentry: location amended"],
    );
    assert_says(&page(&desk, day, &feed()), &["Corrects the change"]);
}
