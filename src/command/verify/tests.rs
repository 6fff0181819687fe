use serde_json::{Value, json};

use super::*;
use crate::content::Digest;
use crate::replay::digest::FORMAT;

/// A sound log of as many records, as the JSON that is published.
fn log(records: usize) -> Value {
    let changes: Vec<Value> = (1..=records)
        .map(|n| {
            json!({
                "number": n,
                "digest": Digest::of(b"").to_string(),
                "recorded": {
                    "id": format!("change-{n}"),
                    "kind": if n == 1 { "baseline" } else { "change" },
                    "announced": format!("2026-0{n}-01"),
                    "effective": format!("2026-0{n}-28"),
                    "title": format!("Title {n}"),
                    "reason": "Because",
                    "amendments": [
                        { "item": "processing/support", "verb": "amended", "after": Digest::of(&[n as u8]).to_string() },
                        { "item": "subprocessors/acme", "verb": "removed" },
                    ],
                },
                "url": format!("https://trust.example.com/changes/change-{n}/"),
                "told": "with-notice",
                "deadline": format!("2026-0{n}-27"),
                "items": [],
            })
        })
        .collect();
    sealed(json!({
        "$schema": "https://trust.example.com/schemas/changes.json",
        "format": FORMAT,
        "site": { "id": "44eb5085-44d7-468e-ab76-6e2949b97ad9", "title": "T", "url": "https://trust.example.com/" },
        "changes": changes,
    }))
}

/// The log with every number and digest made anew, as whoever tampers well would do.
fn sealed(log: Value) -> Value {
    let mut log = read(&log);
    let mut previous = None;
    for (index, change) in log.changes.iter_mut().enumerate() {
        let record = &mut change.record;
        record.number = index + 1;
        record.previous = previous;
        record.digest = record.recorded.digest(record.redacted.as_ref(), previous);
        previous = Some(record.digest);
    }
    log.head = log
        .records()
        .last()
        .map(|last| crate::replay::published::Head {
            number: last.number,
            digest: last.digest,
        });
    serde_json::from_str(&log.write()).unwrap()
}

fn read(log: &Value) -> PublishedLog {
    PublishedLog::parse(log.to_string().as_bytes()).unwrap()
}

fn found(old: &Value, new: &Value) -> Vec<String> {
    verify(&read(old), &read(new)).problems
}

fn changes(log: &mut Value) -> &mut Vec<Value> {
    log["changes"].as_array_mut().unwrap()
}

#[test]
fn what_only_adds_holds() {
    for (old, new, words) in [
        (3, 3, "Nothing was added: the same 3 records."),
        (2, 3, "The newer log only adds: record 3 is new."),
        (1, 4, "The newer log only adds: records 2 to 4 are new."),
        (0, 1, "The newer log only adds: record 1 is new."),
    ] {
        let (old, new) = (read(&log(old)), read(&log(new)));
        let findings = verify(&old, &new);
        assert_eq!(findings.problems, [""; 0]);
        assert_eq!(findings.summary(&old, &new), words);
    }
}

type Tamper = fn(&mut Value);

/// Each kind of tampering, whether its author made the digests anew, and the words that name it.
const TAMPERINGS: [(&str, bool, Tamper, &str); 21] = [
    (
        "title",
        true,
        |log| changes(log)[1]["recorded"]["title"] = json!("Other"),
        "Record 2, `change-2`, was altered: the title was “Title 2” and is “Other”.",
    ),
    (
        "title, digest kept",
        false,
        |log| changes(log)[1]["recorded"]["title"] = json!("Other"),
        "The newer log doesn't hold: `change-2` doesn't say what its digest was made of",
    ),
    (
        "reason taken away",
        true,
        |log| {
            changes(log)[0]["recorded"]
                .as_object_mut()
                .unwrap()
                .remove("reason");
        },
        "Record 1, `change-1`, was altered: the reason was “Because” and is absent.",
    ),
    (
        "effective day",
        true,
        |log| changes(log)[2]["recorded"]["effective"] = json!("2026-04-28"),
        "Record 3, `change-3`, was altered: effective was `2026-03-28` and is `2026-04-28`.",
    ),
    (
        "announced day",
        true,
        |log| changes(log)[1]["recorded"]["announced"] = json!("2026-02-02"),
        "was altered: announced was `2026-02-01`",
    ),
    (
        "an item's text",
        true,
        |log| changes(log)[1]["recorded"]["amendments"][0]["after"] = json!(Digest::of(b"x")),
        "Record 2, `change-2`, was altered: what it says of processing/support is another.",
    ),
    (
        "a verb",
        true,
        |log| changes(log)[1]["recorded"]["amendments"][0]["verb"] = json!("added"),
        "processing/support was amended by it and is added now.",
    ),
    (
        "an amendment dropped",
        true,
        |log| {
            changes(log)[1]["recorded"]["amendments"]
                .as_array_mut()
                .unwrap()
                .pop();
        },
        "it no longer says anything of subprocessors/acme.",
    ),
    (
        "an amendment put in",
        true,
        |log| {
            changes(log)[1]["recorded"]["amendments"]
                .as_array_mut()
                .unwrap()
                .push(json!({ "item": "subprocessors/new", "verb": "removed" }))
        },
        "what it says of subprocessors/new is new.",
    ),
    (
        "the last dropped",
        true,
        |log| {
            changes(log).pop();
        },
        "Record 3, `change-3`, was dropped.",
    ),
    (
        "one in the middle dropped",
        true,
        |log| {
            changes(log).remove(1);
        },
        "Record 2, `change-2`, was dropped.",
    ),
    (
        "one dropped, digests kept",
        false,
        |log| {
            changes(log).remove(1);
        },
        "The newer log doesn't hold: `change-3` follows another record",
    ),
    (
        "inserted",
        true,
        |log| {
            let mut new = changes(log)[1].clone();
            new["recorded"]["id"] = json!("change-x");
            new["recorded"]["title"] = json!("New");
            changes(log).insert(1, new);
        },
        "Record 2, `change-x`, was inserted before `change-2`, which was there first.",
    ),
    (
        "reordered",
        true,
        |log| changes(log).swap(1, 2),
        "Record 2, `change-3`, was reordered: it came after `change-2` and comes before it now.",
    ),
    (
        "renamed",
        true,
        |log| changes(log)[1]["recorded"]["id"] = json!("change-y"),
        "Record 2, `change-2`, was renamed: it is called `change-y` now.",
    ),
    (
        "another site's",
        true,
        |log| log["site"]["id"] = json!("other"),
        "The two logs are of two sites",
    ),
    (
        "a number",
        false,
        |log| changes(log)[1]["number"] = json!(7),
        "`change-2` calls itself record 7",
    ),
    (
        "the head",
        false,
        |log| log["head"]["number"] = json!(2),
        "its head isn't its last record",
    ),
    (
        "the deadline",
        true,
        |log| changes(log)[1]["deadline"] = json!("2026-02-20"),
        "Record 2, `change-2`, holds, and the last day to object was altered: it was 2026-02-27 and is 2026-02-20.",
    ),
    (
        "who was told",
        true,
        |log| changes(log)[1]["told"] = json!("editorial"),
        "Record 2, `change-2`, holds, and who was told is told otherwise.",
    ),
    (
        "a redaction that hides another text",
        true,
        |log| {
            changes(log)[1]["recorded"]["title"] = json!("Taken out");
            changes(log)[1]["redacted"] =
                json!({ "why": "Court", "digests": { "title": Digest::of(b"Other") } });
        },
        "was altered: the title was “Title 2” and is taken out.",
    ),
];

#[test]
fn each_tampering_is_found_and_named() {
    let old = log(3);
    for (case, seal, tamper, words) in TAMPERINGS {
        let mut new = log(3);
        tamper(&mut new);
        let new = if seal { sealed(new) } else { new };
        let found = found(&old, &new);
        assert!(
            found.iter().any(|line| line.contains(words)),
            "{case}: “{words}” isn't in {found:#?}"
        );
        if seal {
            // It is named, and nothing else is blamed for it.
            assert_eq!(found.len(), 1, "{case}: {found:#?}");
        }
    }
}

#[test]
fn redaction_explains_a_missing_text() {
    let old = log(3);
    let mut new = log(4);
    let change = &mut changes(&mut new)[1];
    change["recorded"]["reason"] = json!("Taken out.");
    change["redacted"] =
        json!({ "why": "Order 1/27", "digests": { "reason": Digest::of(b"Because") } });
    let findings = verify(&read(&old), &read(&new));
    assert_eq!(findings.problems, [""; 0]);
    assert_eq!(
        findings.explained,
        [
            "Record 2, `change-2`, was redacted: the reason was taken out (“Order 1/27”), and its digest stays."
        ]
    );
    // Nothing is said again once both say it.
    assert_eq!(verify(&read(&new), &read(&new)).explained, [""; 0]);
}

#[test]
fn a_replacement_that_comes_is_no_tampering_and_one_that_goes_is() {
    let old = log(3);
    let mut new = log(4);
    changes(&mut new)[2]["replaced_by"] = json!("change-4");
    assert_eq!(found(&old, &new), [""; 0]);
    assert_eq!(found(&new, &log(4)).len(), 1);
}
