//! Case 06: a calendar that every program reads.

use crate::read::{Event, events};
use crate::support::{DAY, Project};

const TITLE: &str = r#"Löschung, Vernichtung; Übergabe \ "Anlage 3" für Überlingen, große Größen und Ähnliches gemäß § 7 Abs. 2"#;

const ENTRY: &str = "[[subprocessor]]
id = \"stackhaven\"
name = \"Stackhaven\"
purpose = \"Hosting\"
locations = [\"DE\", \"FR\"]
";

fn project() -> Project {
    Project::base()
        .record(
            "2026-11-24-stackhaven-adds-france",
            &format!(
                "announced = 2026-11-24\neffective = 2026-12-25\ntitle = '{TITLE}'\n\
                 reason = \"\"\"Nearer.\nCheaper,\nand safer; by far.\"\"\""
            ),
            &[],
        )
        .with(&format!(
            "-- content/changes/2026-11-24-stackhaven-adds-france/subprocessors.toml --\n{ENTRY}"
        ))
        .edit(
            "content/subprocessors.toml",
            "locations = [\"DE\"]",
            "locations = [\"DE\", \"FR\"]",
        )
}

fn of_change(events: Vec<Event>, id: &str) -> Vec<Event> {
    let ours = events
        .into_iter()
        .filter(|e| e["URL"].ends_with(&format!("/changes/{id}/")));
    ours.collect()
}

#[test]
fn a_change_has_its_two_days() {
    let built = project().built(DAY);
    let text = built.file("changes/calendar.ics");
    for line in [
        "VERSION:2.0",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "X-WR-CALNAME:Heronsgate Trust Center – All changes",
    ] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}");
    }
    for absent in ["VALARM", "ATTENDEE", "ORGANIZER", "TZID"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let events = of_change(events(&text), "2026-11-24-stackhaven-adds-france");
    let [deadline, in_force] = events.as_slice() else {
        unreachable!("{events:?}");
    };
    assert_eq!(in_force["SUMMARY"], TITLE);
    assert_eq!(deadline["SUMMARY"], format!("Last day to object: {TITLE}"));
    for (event, from, until) in [
        (in_force, "20261225", "20261226"),
        (deadline, "20261224", "20261225"),
    ] {
        assert_eq!(event["DTSTART;VALUE=DATE"], from);
        assert_eq!(event["DTEND;VALUE=DATE"], until);
        assert_eq!(event["TRANSP"], "TRANSPARENT");
        assert_eq!(event["DTSTAMP"], "20261124T110000Z");
        assert_eq!(event["LAST-MODIFIED"], "20261124T110000Z");
        assert_eq!(event["SEQUENCE"], "0");
        assert!(event["DESCRIPTION"].starts_with("Nearer.\nCheaper,\nand safer; by far.\n"));
        let what =
            "\n\nAmended Stackhaven (New country: France)\n\nAnnounced on 24 November 2026\n";
        assert!(
            event["DESCRIPTION"].contains(what),
            "{}",
            event["DESCRIPTION"]
        );
    }
    assert!(text.contains("\r\nSUMMARY:Löschung\\, Vernichtung\\; Übergabe \\\\ \"Anlage 3\""));
}

#[test]
fn a_calendar_is_called_as_the_site_is() {
    let title = "title = \"Heronsgate Trust Center\"";
    let named = project().edit(
        "candor.toml",
        title,
        "title = 'Trust, at \\ Heronsgate; & Co'",
    );
    let text = named.built(DAY).file("changes/calendar.ics");
    for name in ["NAME", "X-WR-CALNAME"] {
        let line = format!("\r\n{name}:Trust\\, at \\\\ Heronsgate\\; & Co – All changes\r\n");
        assert!(text.contains(&line), "{text}");
    }
}

#[test]
fn a_change_that_another_stands_in_for_is_cancelled() {
    let before = project().built(DAY).file("changes/calendar.ics");
    let withdrawn = project()
        .record(
            "2026-11-25-france-after-all-not",
            "announced = 2026-11-25\neffective = 2026-11-25\ntitle = \"No France\"\n\
             replaces = \"2026-11-24-stackhaven-adds-france\"",
            &[],
        )
        .edit(
            "content/subprocessors.toml",
            "locations = [\"DE\", \"FR\"]",
            "locations = [\"DE\"]",
        );
    let built = withdrawn.built("2026-11-25");
    let id = "2026-11-24-stackhaven-adds-france";
    let after = of_change(events(&built.file("changes/calendar.ics")), id);
    let before = of_change(events(&before), id);
    assert_eq!(after.len(), 2);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before["UID"], after["UID"]);
        assert_eq!(before["DTSTART;VALUE=DATE"], after["DTSTART;VALUE=DATE"]);
        assert_eq!(
            (before["STATUS"].as_str(), before["SEQUENCE"].as_str()),
            ("CONFIRMED", "0")
        );
        assert_eq!(
            (after["STATUS"].as_str(), after["SEQUENCE"].as_str()),
            ("CANCELLED", "1")
        );
        assert_eq!(after["LAST-MODIFIED"], "20261125T110000Z");
        assert_eq!(
            after["SUMMARY"],
            format!("Cancelled: {}", before["SUMMARY"])
        );
    }
}

#[test]
fn what_is_editorial_or_not_announced_has_no_event() {
    let project = project().record(
        "2026-11-24-typo",
        "announced = 2026-11-24\norder = 2\neffective = 2026-11-24\ntitle = \"A typo\"\neditorial = true",
        &[(
            "processing/support.md",
            "+++\ntitle = \"Customer support\"\n+++\nOur agents read the logs that users send.\n",
        )],
    );
    let calendar = project.built(DAY).file("changes/calendar.ics");
    assert!(!calendar.contains("A typo"));
    assert!(
        !project
            .built(DAY)
            .file("changes/rss.xml")
            .contains("A typo")
    );
    let earlier = project.built("2026-11-23").file("changes/calendar.ics");
    let days: Vec<String> = events(&earlier)
        .iter()
        .map(|e| e["DTSTART;VALUE=DATE"].clone())
        .collect();
    assert_eq!(days, ["20261223", "20261224", "20260105"]);
}
