//! An item that was published stays as it is: neither a later change nor a later day touches it.

use crate::read::same_items;
use crate::support::{DAY, Project};

fn project() -> Project {
    Project::base().record(
        "2026-11-24-wording",
        "announced = 2026-11-24\neffective = 2026-11-24\ntitle = \"New wording\"",
        &[
            (
                "processing/support.md",
                "+++\ntitle = \"Customer support\"\n+++\n\
             Mail goes out through [Postlark](subprocessor:postlark), see [logs](#logs) and\n\
             [the measures](../annexes/security.md#access).\n\n## Logs\n\nOne region.\n",
            ),
            (
                "annexes/security.md",
                "+++\ntitle = \"Security\"\n+++\n## Access\n\nBy key.\n",
            ),
        ],
    )
}

#[test]
fn a_later_change_touches_no_earlier_item() {
    let before = same_items(&project().built(DAY), "changes/");
    let later = project().record(
        "2026-12-01-all-anew",
        "announced = 2026-12-01\neffective = 2026-12-24\ntitle = \"All anew\"",
        &[(
            "processing/support.md",
            "+++\ntitle = \"Support\"\n+++\nNothing of the old is left.\n",
        ), (
            "annexes/security.md",
            "+++\ntitle = \"Measures\"\n+++\n## Doors\n\nNo keys.\n",
        )],
    )
    .record(
        "2026-12-02-postlark-leaves",
        "announced = 2026-12-02\neffective = 2026-12-24\ntitle = \"Postlark leaves\"\nremoved = [\"postlark\"]",
        &[],
    );
    let register = later.text("content/subprocessors.toml");
    let (kept, _) = register
        .split_once("[[subprocessor]]\nid = \"postlark\"")
        .unwrap();
    let later = later.with_bytes("content/subprocessors.toml", kept.as_bytes());
    for day in ["2026-12-02", "2026-12-24", "2029-01-01"] {
        let after = same_items(&later.built(day), "changes/");
        assert_eq!(after.len(), before.len() + 2, "{day}");
        assert_eq!(after[2..], before[..], "{day}");
    }
    let wording = &before[0].content;
    let version = "processing/support/versions/2026-11-24-wording/#logs";
    let access = "annexes/security/versions/2026-11-24-wording/#access";
    for link in [version, access] {
        assert!(
            wording.contains(&format!("https://trust.heronsgate.example/{link}")),
            "{wording}"
        );
    }
}

#[test]
fn a_day_on_which_nothing_falls_due_changes_no_byte() {
    let files = |day| project().built(day).files();
    let (one, other) = (files(DAY), files("2026-11-25"));
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &one {
        assert!(other[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_colour_touches_nothing_that_subscribers_fetch() {
    let style = "themes/own/assets/extra.css";
    let with = |css: &str| {
        project()
            .edit(
                "candor.toml",
                "[notice]",
                "[theme]\nname = \"own\"\n\n[notice]",
            )
            .with_bytes(style, css.as_bytes())
            .built(DAY)
            .files()
    };
    let (one, other) = (with("a { color: #123456 }"), with("a { color: #654321 }"));
    let fetched = one
        .iter()
        .filter(|(path, _)| !path.ends_with(".html") && !path.starts_with("assets/"));
    let mut count = 0;
    for (path, bytes) in fetched {
        assert!(other[path] == *bytes, "{path} differs");
        count += 1;
    }
    assert!(count > 15, "{count}");
}

#[test]
fn a_feed_is_as_old_as_its_newest_item() {
    let built = project().built("2026-12-20");
    assert!(
        built
            .file("changes/atom.xml")
            .contains("<updated>2026-11-24T11:00:00Z</updated>")
    );
    let date = "<lastBuildDate>Tue, 24 Nov 2026 11:00:00 GMT</lastBuildDate>";
    assert!(built.file("changes/rss.xml").contains(date));
}
