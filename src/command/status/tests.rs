use serde_json::Value as Json;

use super::{Report, human, json, markdown, report};
use crate::command::rehearsal::{Desk, date, on};

/// The draft of a desk in one of the three formats, as if it were announced on a day.
fn shown(desk: &Desk, day: &str, show: fn(&Report<'_>) -> String) -> String {
    let loaded = desk.loaded();
    let understood = loaded.understood.unwrap();
    show(&report(&understood, &loaded.sources, date(day)))
}

#[test]
fn a_person_reads_what_differs_and_what_will_be_told() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"DE\", \"IN\"]");
    desk.edit_in("content/processing/apps/support.md", "by phone", "by fax");
    assert_eq!(
        shown(&desk, "2026-11-23", human::show),
        "\
Draft: 2 amendments that no change says yet

  Sentry (sub-processor `sentry`) is amended
    locations: DE → DE, IN

  Customer support (processing description `support`) is amended
    body:
      - - by phone
      + - by fax

What customers will be told
  “Sentry: location amended”
  in the feeds, with notice
    because Sentry is amended: locations

If it is announced on 2026-11-23
  in force on 2026-12-24 at the earliest
    after 30 days of notice; the day of the announcement doesn't count
  in force from 2026-12-26 unless you name another day, so that a review doesn't eat the notice
  objections until 2026-12-25

Go on with
  candor record --reason \"…\"            to record it, so that it is told
  candor record --again                  while nothing is published yet: to make it a part of the first record
  candor build --draft --output preview  to look at it
"
    );
}

#[test]
fn without_a_draft_it_tells_what_is_coming() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    let known = shown(&desk, "2026-11-24", human::show);
    let embargoed = shown(&desk, "2026-11-22", human::show);
    for (text, announced) in [
        (&known, "announced on 2026-11-23, in force from 2026-12-26"),
        (
            &embargoed,
            "not announced before 2026-11-23, in force from 2026-12-26",
        ),
    ] {
        assert!(text.starts_with("No draft"), "{text}");
        assert!(text.contains(announced), "{text}");
        assert!(!text.contains("candor record"), "{text}");
    }
}

#[test]
fn who_hears_follows_from_the_edit() {
    type Edit = fn(&mut Desk);
    let cases: &[(Edit, &str, &str)] = &[
        (Desk::drop_sentry, "in the feeds, at once", "at-once"),
        (
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            "in the feeds, with notice",
            "with-notice",
        ),
        (
            |desk| desk.edit("category = \"Mail\"", "category = \"Post\""),
            "only in the log",
            "in-the-log",
        ),
    ];
    for (edit, words, key) in cases {
        let mut desk = Desk::new();
        edit(&mut desk);
        let text = shown(&desk, "2026-11-23", human::show);
        assert!(text.contains(words), "{text}");
        let json: Json = serde_json::from_str(&shown(&desk, "2026-11-23", json::show)).unwrap();
        assert_eq!(json["prospect"]["told"], *key);
    }
}

#[test]
fn a_renamed_item_is_a_question_and_no_command_is_offered() {
    let mut desk = Desk::new();
    desk.edit("id = \"sentry\"", "id = \"sentry-io\"");
    let text = shown(&desk, "2026-11-23", human::show);
    assert!(!text.contains("Go on with"), "{text}");
    let text = shown(&desk, "2026-11-23", markdown::show);
    assert!(
        text.contains("the same company under another id?"),
        "{text}"
    );
    let json: Json = serde_json::from_str(&shown(&desk, "2026-11-23", json::show)).unwrap();
    assert_eq!(
        json["renames"],
        serde_json::json!([{ "former": "sentry", "new": "sentry-io" }])
    );
}

#[test]
fn programs_get_every_field_with_before_and_after() {
    let mut desk = Desk::new();
    desk.edit(
        "locations = [\"US\"]",
        "locations = [\"US\", \"IE\"]\ntransfer = [\"dpf\"]",
    );
    let json: Json = serde_json::from_str(&shown(&desk, "2026-11-23", json::show)).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "draft": true,
            "amendments": [{
                "kind": "subprocessor",
                "id": "mailchimp",
                "name": "Mailchimp",
                "verb": "amended",
                "telling": "with-notice",
                "notice_because": ["locations", "transfer"],
                "fields": [
                    { "field": "locations", "before": ["US"], "after": ["US", "IE"] },
                    { "field": "transfer", "after": ["dpf"] },
                ],
            }],
            "prospect": {
                "folder": "content/changes/2026-11-23-mailchimp-location-and-transfer-amended",
                "kind": "change",
                "title": "Mailchimp: location and transfer amended",
                "told": "with-notice",
                "announced": "2026-11-23",
                "earliest_effective": "2026-12-24",
                "effective": "2026-12-26",
                "object_by": "2026-12-25",
            },
            "coming": [],
        })
    );
}

#[test]
fn nothing_that_is_typed_breaks_out_of_a_comment() {
    let mut desk = Desk::new();
    desk.edit(
        "name = \"Sentry\"",
        "name = \"S|e*n`t_ry [x](https://evil.example) <img src=x> @everyone #1\"",
    );
    desk.edit_in(
        "content/processing/apps/support.md",
        "We help.",
        "We help.\n\n````html\n<script>\n````\n",
    );
    let text = shown(&desk, "2026-11-23", markdown::show);
    assert!(!text.contains("<img"), "{text}");
    assert!(!text.contains("@everyone"), "{text}");
    assert!(!text.contains("[x](https"), "{text}");
    // Every row has its two cells, whatever stands in them.
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells = row.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 4, "{row}");
    }
    // The fence is longer than any within.
    assert!(text.contains("`````diff\n"), "{text}");
    assert!(text.contains("\n`````\n"), "{text}");
}
