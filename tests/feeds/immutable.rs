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
