//! Changes that stand in for others: withdrawn, postponed, corrected, made again.

use super::cases::MIXPANEL;
use crate::command::rehearsal::{Desk, REGISTER, date, on, relating};
use crate::replay::record::{Decision, Relation};

#[test]
fn a_withdrawal_puts_the_working_files_back_byte_for_byte() {
    type Edit = fn(&mut Desk);
    let cases: &[(&str, Edit)] = &[
        ("an amended entry", |desk| desk.edit("[\"DE\"]", "[\"FR\"]")),
        ("a new entry", |desk| {
            let register = format!("{REGISTER}{MIXPANEL}");
            desk.write("content/subprocessors.toml", &register);
        }),
        ("the last entry removed", Desk::drop_sentry),
        ("an amended text", |desk| {
            desk.edit_in("content/processing/apps/support.md", "phone", "fax");
        }),
        ("a new text", |desk| {
            let text = "+++\ntitle = \"Security\"\n+++\n\nLocks.\n";
            desk.write("content/annexes/security.md", text);
        }),
        ("a removed text", |desk| {
            desk.files.remove("content/processing/apps/support.md");
        }),
    ];
    for (what, edit) in cases {
        let mut desk = Desk::new();
        let before = desk.working();
        edit(&mut desk);
        desk.record(&Decision {
            effective: Some(date("2027-01-01")),
            ..on("2026-11-23")
        })
        .unwrap();
        let announced = desk.newest();
        let withdraws = relating("2026-12-01", Relation::Withdraws(announced.clone()));
        let withdrawn = desk.record(&withdraws);
        let withdrawn = withdrawn.unwrap_or_else(|why| panic!("{what}: {why}"));
        assert_eq!(desk.working(), before, "{what}");
        assert_eq!(desk.draft(), [""; 0], "{what}");
        assert!(withdrawn.change.is_told(), "{what}");
        assert!(withdrawn.change.amendments.is_empty(), "{what}");
        assert!(withdrawn.change.title.starts_with("Withdrawn: "), "{what}");
        let file = desk.change_file(desk.newest().as_str());
        assert!(
            file.contains(&format!("replaces = \"{announced}\"")),
            "{file}"
        );
    }
}

#[test]
fn a_withdrawal_leaves_another_draft_alone_and_loses_nothing() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    let announced = desk.newest();
    desk.edit("[\"US\"]", "[\"US\", \"IE\"]");
    let mut other = desk.clone();
    let withdraws = relating("2026-12-01", Relation::Withdraws(announced.clone()));
    desk.record(&withdraws).unwrap();
    assert_eq!(desk.draft(), ["mailchimp"]);
    assert!(desk.read("content/subprocessors.toml").contains("[\"DE\"]"));

    other.edit("[\"FR\"]", "[\"ES\"]");
    let refusal = other.record(&withdraws).unwrap_err();
    let way = "--replaces 2026-11-23-sentry-location-amended";
    for part in ["something else of `sentry`", way] {
        assert!(refusal.contains(part), "{refusal}");
    }
    // That way out is one.
    let replaces = relating("2026-12-01", Relation::Replaces(announced));
    other.record(&replaces).unwrap();
    assert_eq!(other.draft(), [""; 0]);
}

#[test]
fn a_change_in_force_is_corrected_and_not_replaced() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    let first = desk.newest();
    desk.edit("[\"FR\"]", "[\"ES\"]");
    let late = relating("2027-02-01", Relation::Replaces(first.clone()));
    let refusal = desk.record(&late).unwrap_err();
    assert!(
        refusal.contains(&format!("corrects = \"{first}\"")),
        "{refusal}"
    );
    let early = relating("2026-12-01", Relation::Corrects(first.clone()));
    let refusal = desk.record(&early).unwrap_err();
    assert!(
        refusal.contains(&format!("replaces = \"{first}\"")),
        "{refusal}"
    );
    let corrects = relating("2027-02-01", Relation::Corrects(first.clone()));
    let correction = desk.record(&corrects).unwrap();
    assert_eq!(correction.change.corrects, Some(first));
}

#[test]
fn a_later_day_alone_is_a_postponement() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    for (today, effective) in [("2026-12-01", "2027-03-01"), ("2026-12-02", "2027-04-01")] {
        let postponed = desk
            .record(&Decision {
                effective: Some(date(effective)),
                ..relating(today, Relation::Replaces(desk.newest()))
            })
            .unwrap();
        let title = "Postponed: Sentry: location amended";
        assert_eq!(postponed.change.title, title);
        assert_eq!(desk.draft(), [""; 0]);
    }
}

#[test]
fn what_builds_on_a_replaced_change_is_said_again() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.edit("[\"US\"]", "[\"US\", \"IE\"]");
    desk.record(&on("2026-11-23")).unwrap();
    let first = desk.newest();
    desk.edit("category = \"Diagnostics\"", "category = \"Analysis\"");
    desk.record(&on("2026-11-24")).unwrap();
    desk.edit("[\"US\", \"IE\"]", "[\"US\", \"GB\"]");
    let replaces = relating("2026-12-01", Relation::Replaces(first));
    let folder = desk.record(&replaces).unwrap().folder;
    assert_eq!(desk.draft(), [""; 0]);
    let register = desk.read(&format!("{folder}/subprocessors.toml"));
    for id in ["mailchimp", "sentry"] {
        assert!(register.contains(&format!("id = \"{id}\"")), "{register}");
    }
}

#[test]
fn two_branches_that_recorded_the_same_entry_are_set_in_order_after_a_merge() {
    let common = Desk::new();
    let (mut ours, mut theirs) = (common.clone(), common);
    ours.edit("[\"DE\"]", "[\"DE\", \"FR\"]");
    ours.record(&on("2026-11-23")).unwrap();
    theirs.edit("category = \"Diagnostics\"", "category = \"Analysis\"");
    theirs
        .record(&Decision {
            title: Some("A better word".to_owned()),
            reason: Some("Clarity".to_owned()),
            ..on("2026-11-23")
        })
        .unwrap();
    let their_id = theirs.newest();
    // The merge has both folders and, in the working file, both edits.
    let mut merged = ours.clone();
    for (path, text) in theirs.files {
        merged.files.entry(path).or_insert(text);
    }
    merged.edit("category = \"Diagnostics\"", "category = \"Analysis\"");
    assert_eq!(merged.draft(), ["sentry"]);
    let again = relating("2026-11-24", Relation::Again(Some(their_id.clone())));
    let recording = merged.record(&again).unwrap();
    assert_eq!(merged.draft(), [""; 0]);
    assert_eq!(recording.change.id, their_id);
    assert_eq!(recording.change.title, "A better word");
    assert_eq!(recording.change.reason.as_deref(), Some("Clarity"));
    // It comes after the other, and so takes its pending day.
    assert_eq!(recording.change.announced, date("2026-11-24"));
    assert_eq!(recording.change.effective, date("2026-12-26"));
    // Again, and nothing is new: the same bytes.
    let before = merged.files.clone();
    merged.record(&again).unwrap();
    assert_eq!(merged.files, before);
}

#[test]
fn a_change_that_was_never_published_gets_its_whole_notice_when_it_is_made_again() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    // Merged after its day, and unheard: the gate refuses it as it is, and names this way out.
    let late = relating("2027-02-01", Relation::Again(None));
    let recording = desk.clone().record(&late).unwrap();
    assert_eq!(recording.change.announced, date("2027-02-01"));
    assert_eq!(recording.change.effective, date("2027-03-06"));
    // With the edit undone there would be nothing left of it.
    desk.edit("[\"FR\"]", "[\"DE\"]");
    let early = relating("2026-11-24", Relation::Again(None));
    let refusal = desk.record(&early).unwrap_err();
    assert!(refusal.contains("delete its folder"), "{refusal}");
}

#[test]
fn nobody_has_to_withdraw_what_is_not_announced_yet() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    let later = Decision {
        announced: Some(date("2027-01-11")),
        ..on("2026-11-23")
    };
    desk.record(&later).unwrap();
    let embargoed = desk.newest();
    let withdraws = relating("2026-11-24", Relation::Withdraws(embargoed.clone()));
    let refusal = desk.record(&withdraws).unwrap_err();
    for part in ["nobody has heard of it", "--again", "delete its folder"] {
        assert!(refusal.contains(part), "{refusal}");
    }
    // Another amendment of the entry would come before it.
    desk.edit("category = \"Diagnostics\"", "category = \"Analysis\"");
    let refusal = desk.record(&on("2026-11-24")).unwrap_err();
    let way = "--announce 2027-01-11";
    for part in [embargoed.as_str(), "`sentry`", way, "--again"] {
        assert!(refusal.contains(part), "{refusal}");
    }
    // Both ways out are ways.
    let mut other = desk.clone();
    desk.record(&later).unwrap();
    let again = relating("2026-11-24", Relation::Again(Some(embargoed)));
    let again = other.record(&again).unwrap();
    assert_eq!(again.change.announced, date("2027-01-11"));
    for desk in [desk, other] {
        assert_eq!(desk.draft(), [""; 0]);
    }
}
