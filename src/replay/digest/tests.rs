use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::parse;
use crate::replay;
use crate::source::Sources;

const CONFIG: &str = "[site]\nid = \"44eb5085-44d7-468e-ab76-6e2949b97ad9\"\ntitle = \"T\"\n\
    base_url = \"https://trust.example.com/\"\nlanguage = \"en\"\ntime_zone = \"Europe/Berlin\"\n";

const BASELINE: &str = "kind = \"baseline\"\nannounced = 2026-01-01\ntitle = \"First\"\n";

const ENTRY: &str = "\
[[subprocessor]]
id = \"acme\"
name = \"Acme\"
entity = \"Acme GmbH\"
affiliate = true
category = \"Hosting\"
description = \"Runs *everything*.\"
address = \"Street 1\"
contact = \"dpo@acme.example\"
website = \"https://acme.example/\"
dpa = \"https://acme.example/dpa\"
subprocessors_url = \"https://acme.example/sub\"
since = 2020-01-01
purpose = \"Hosting\"
condition = \"only at night\"
data = [\"names\", { category = \"mail\", note = \"hashed\" }]
data_subjects = [\"users\", \"staff\"]
locations = [\"EU\", { country = \"US\", city = \"Boston\", region = \"east-1\", role = \"access\" }]
transfer = [\"scc\", \"dpf\"]
products = [\"cloud\"]

[subprocessor.extra]
owner = \"Team\"
";

const TEXT: &str = "\
+++
title = \"Support\"
products = [\"cloud\"]
data = [\"names\"]
role = \"processor\"

[extra]
owner = \"Team\"
+++
## Purpose

We *help*.
";

const CHANGE: &str = "\
announced = 2026-02-01
order = 1
effective = 2026-03-10
object_by = 2026-03-01
title = \"Second\"
reason = \"Because\"
short_notice = \"Outage\"
tell = true
corrects = \"a\"
";

const PROJECT: [(&str, &str); 6] = [
    ("candor.toml", CONFIG),
    ("content/changes/a/change.toml", BASELINE),
    ("content/changes/a/subprocessors.toml", ENTRY),
    ("content/changes/a/processing/support.md", TEXT),
    ("content/changes/b/change.toml", CHANGE),
    (
        "content/changes/b/annexes/security.md",
        "+++\ntitle = \"Security\"\n+++\nlocked\n",
    ),
];

fn log(files: &[(&str, String)]) -> Log {
    let files = files.iter().map(|(path, text)| (*path, text.as_str()));
    let sources: Sources = files.collect();
    let project = parse::parse(&sources).value.expect("a configuration");
    let history = replay::replay(&project).value;
    assert_eq!(history.changes().len(), project.overlays.len());
    Log::of(&history)
}

fn project(edit: impl Fn(&str, &str) -> String) -> Vec<(&'static str, String)> {
    PROJECT.map(|(path, text)| (path, edit(path, text))).into()
}

fn digests(log: &Log) -> Vec<Digest> {
    log.records().iter().map(|record| record.digest).collect()
}

/// The project with one text put in place of another in one file.
fn with(file: &str, from: &str, to: &str) -> Vec<Digest> {
    let path = format!("content/changes/{file}");
    let files = project(|p, text| {
        if p != path {
            return text.to_owned();
        }
        assert!(text.contains(from), "{file} has no {from}");
        text.replacen(from, to, 1)
    });
    digests(&log(&files))
}

#[test]
fn altering_any_field_alters_its_digest_and_all_that_follow() {
    let before = digests(&log(&project(|_, text| text.to_owned())));
    assert_eq!(before.len(), 2);
    let entry = [
        ("name = \"Acme\"", "name = \"Acme2\""),
        ("Acme GmbH", "Acme AG"),
        ("affiliate = true", "affiliate = false"),
        ("category = \"Hosting\"", "category = \"Mail\""),
        ("*everything*", "_everything_"),
        ("Street 1", "Street 2"),
        ("dpo@", "privacy@"),
        ("https://acme.example/\"", "https://acme2.example/\""),
        ("/dpa", "/dpa2"),
        ("/sub\"", "/sub2\""),
        ("2020-01-01", "2020-01-02"),
        ("purpose = \"Hosting\"", "purpose = \"Mail\""),
        ("at night", "by day"),
        ("\"names\", ", ""),
        ("hashed", "salted"),
        (", note = \"hashed\"", ""),
        ("\"users\", \"staff\"", "\"staff\", \"users\""),
        ("\"EU\"", "\"EEA\""),
        ("Boston", "Denver"),
        ("east-1", "east-2"),
        ("\"access\"", "\"support\""),
        ("\"scc\", ", ""),
        ("products = [\"cloud\"]", "products = [\"server\"]"),
        ("owner = \"Team\"", "owner = \"Team2\""),
        ("owner = \"Team\"", "keeper = \"Team\""),
        ("id = \"acme\"", "id = \"acme2\""),
    ];
    let text = [
        ("\"Support\"", "\"Help\""),
        ("products = [\"cloud\"]\n", ""),
        ("\"names\"", "\"mails\""),
        ("\"processor\"", "\"controller\""),
        ("\"Team\"", "\"Teams\""),
        ("*help*", "help"),
        ("## Purpose", "# Purpose"),
    ];
    let change = [
        ("2026-02-01", "2026-02-02"),
        ("order = 1", "order = 2"),
        ("order = 1\n", ""),
        ("2026-03-10", "2026-03-11"),
        ("2026-03-01", "2026-03-02"),
        ("object_by = 2026-03-01\n", ""),
        ("Second", "Zweite"),
        ("Because", "Since"),
        ("reason = \"Because\"\n", ""),
        ("Outage", "Fire"),
        ("tell = true", "editorial = true"),
        ("tell = true\n", ""),
        ("corrects = \"a\"\n", ""),
    ];
    for (file, edits) in [
        ("a/subprocessors.toml", &entry[..]),
        ("a/processing/support.md", &text[..]),
        ("b/change.toml", &change[..]),
        ("b/annexes/security.md", &[("locked", "open")][..]),
        (
            "a/change.toml",
            &[("First", "Primo"), ("2026-01-01", "2026-01-02")][..],
        ),
    ] {
        for (from, to) in edits {
            let after = with(file, from, to);
            assert_eq!(
                before[0] != after[0],
                file.starts_with('a'),
                "{file}: {from} → {to}"
            );
            assert_ne!(before[1], after[1], "{file}: {from} → {to}");
        }
    }
}

#[test]
fn what_is_no_part_of_a_record_alters_no_digest() {
    let before = digests(&log(&project(|_, text| text.to_owned())));
    for (file, from, to) in [
        (
            "a/subprocessors.toml",
            "[[subprocessor]]",
            "# a comment\n[[subprocessor]]",
        ),
        (
            "a/subprocessors.toml",
            "name = \"Acme\"",
            "name   =   'Acme'",
        ),
        (
            "a/subprocessors.toml",
            "[\"scc\", \"dpf\"]",
            "[\n  \"scc\",\n  \"dpf\",\n]",
        ),
        ("b/change.toml", "title", "# why\ntitle"),
    ] {
        assert_eq!(with(file, from, to), before, "{file}: {from} → {to}");
    }
    let crlf = project(|_, text| text.replace('\n', "\r\n"));
    assert_eq!(digests(&log(&crlf)), before, "other line ends");
    let mut moved = project(|_, text| text.to_owned());
    moved[3].0 = "content/changes/a/processing/apps/support.md";
    assert_eq!(
        digests(&log(&moved)),
        before,
        "a document in another folder"
    );
    let mut imported = project(|_, text| text.to_owned());
    imported.push((
        "content/changes/old/change.toml",
        "kind = \"historical\"\nsource = \"Archive\"\nannounced = 2020-01-01\ntitle = \"Old\"\n"
            .to_owned(),
    ));
    imported.push((
        "content/changes/old/subprocessors.toml",
        ENTRY.replace("Acme GmbH", "Acme OHG"),
    ));
    assert_eq!(
        digests(&log(&imported)),
        before,
        "history that is imported later"
    );
}

#[test]
fn a_text_can_be_taken_out_and_its_digest_stays() {
    let whole = log(&project(|_, text| text.to_owned()));
    let kept = |item: &str| {
        let mut amendments = whole.records()[0].recorded.amendments.iter();
        amendments
            .find(|a| a.item == item)
            .and_then(|a| a.after)
            .unwrap()
    };
    let files = project(|path, text| match path {
        "content/changes/a/subprocessors.toml" => text.replace("Runs *everything*.", "Taken out."),
        "content/changes/a/change.toml" => format!(
            "{}redacted = \"By order of a court\"\n[digests]\n\"subprocessors/acme\" = \"{}\"\ntitle = \"{}\"\n",
            text.replace("First", "Taken out"),
            kept("subprocessors/acme"),
            digest_of_text("First"),
        ),
        "content/changes/b/change.toml" => format!(
            "{}redacted = \"The same\"\n[digests]\nreason = \"{}\"\n",
            text.replace("reason = \"Because\"\n", ""),
            digest_of_text("Because"),
        ),
        _ => text.to_owned(),
    });
    let redacted = log(&files);
    assert_eq!(digests(&redacted), digests(&whole));
    let first = &redacted.records()[0];
    assert_eq!(first.recorded.title, "Taken out");
    assert_eq!(first.redacted.as_ref().unwrap().why, "By order of a court");
    assert_eq!(redacted.records()[1].recorded.reason, None);
}

#[test]
fn the_form_is_canonical_json_with_the_version_and_the_record_before() {
    let whole = log(&project(|_, text| text.to_owned()));
    let record = &whole.records()[1];
    let text = |text: &str| Digest::of(text.as_bytes());
    let after = r#"{"body":"locked\n","id":"security","title":"Security"}"#;
    let form = format!(
        concat!(
            r#"{{"amendments":[{{"after":"{}","item":"annexes/security","verb":"added"}}],"#,
            r#""announced":"2026-02-01","corrects":"a","effective":"2026-03-10","format":"candor/1","#,
            r#""id":"b","kind":"change","object_by":"2026-03-01","order":1,"previous":"{}","#,
            r#""reason":"{}","short_notice":"{}","title":"{}","wish":"tell"}}"#
        ),
        text(after),
        whole.records()[0].digest,
        text("Because"),
        text("Outage"),
        text("Second"),
    );
    assert_eq!(record.digest, text(&form), "{form}");
}

proptest! {
    #[test]
    fn a_log_is_the_beginning_of_every_log_that_only_adds(
        days in proptest::collection::vec((0u32..4, any::<bool>()), 1..8),
        kept in 0usize..8,
    ) {
        // Changes of later and later days, several on one day by their order.
        let mut day = crate::content::Date::from_ymd(2026, 2, 1).unwrap();
        let mut order = 0;
        let mut files: Vec<(String, String)> = PROJECT[..4]
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        let mut logs = Vec::new();
        let records = |files: &[(String, String)]| {
            let files: Vec<(&str, String)> = files.iter().map(|(p, t)| (p.as_str(), t.clone())).collect();
            digests(&log(&files))
        };
        logs.push(records(&files));
        for (n, (later, amends)) in days.iter().enumerate() {
            order = if *later == 0 { order + 1 } else { 0 };
            day = day.plus(*later);
            files.push((
                format!("content/changes/c{}/change.toml", 9 - n),
                format!("announced = {day}\neffective = {day}\norder = {order}\ntitle = \"{n}\"\n"),
            ));
            let id = if *amends { "support".to_owned() } else { format!("text-{n}") };
            files.push((
                format!("content/changes/c{}/processing/{id}.md", 9 - n),
                format!("+++\ntitle = \"{n}\"\n+++\ntext {n}\n"),
            ));
            logs.push(records(&files));
        }
        let newest = logs.last().unwrap();
        let earlier = &logs[kept.min(logs.len() - 1)];
        prop_assert_eq!(&newest[..earlier.len()], &earlier[..]);
        prop_assert_eq!(newest.len(), days.len() + 1);
    }
}

#[test]
fn a_draft_has_no_record() {
    let sources: Sources = PROJECT.into_iter().collect();
    let project = parse::parse(&sources).value.unwrap();
    let history = replay::replay(&project).value;
    let draft = replay::Draft::of(&project, &history);
    assert!(!draft.is_empty());
    let today = crate::content::Date::from_ymd(2026, 5, 1).unwrap();
    let project = Arc::new(project);
    let drawn = draft.drawn_into(&project, &history, today);
    assert_eq!(drawn.changes().len(), 3);
    assert_eq!(Log::of(&drawn).records().len(), 2);
}

#[test]
fn a_kept_digest_stands_for_something_that_the_change_amends() {
    let files = project(|path, text| match path {
        "content/changes/b/change.toml" => format!(
            "{text}redacted = \"Court\"\n[digests]\n\"annexes/securty\" = \"{}\"\n",
            Digest::of(b"")
        ),
        _ => text.to_owned(),
    });
    let sources: Sources = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let project = parse::parse(&sources).value.unwrap();
    let problems = replay::replay(&project).problems;
    let problem = problems.iter().find(|problem| {
        problem
            .message
            .contains("keeps the digest of `annexes/securty`")
    });
    assert_eq!(problem.unwrap().label, "did you mean `annexes/security`?");
}
