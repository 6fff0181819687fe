//! Random edits, records, replacements and withdrawals on random days: the laws that hold whatever a
//! writer does.

use proptest::prelude::*;

use crate::command::rehearsal::{Desk, relating};
use crate::compare;
use crate::content::{ChangeId, Date, SubprocessorId};
use crate::parse::edit;
use crate::replay::record::{Decision, Relation, Renames};

/// What a writer does next.
#[derive(Clone, Debug)]
enum Move {
    /// Gives an entry other values, or makes it.
    Put(usize, usize),
    Drop(usize),
    PutText(usize, usize),
    DropText(usize),
    Wait(u32),
    Record,
    /// The change that many places before the newest, from a day that much later than it could be.
    Replace(usize, u32),
    Withdraw(usize),
    Again,
}

const REGISTER: &str = "content/subprocessors.toml";
const VENDORS: [&str; 4] = ["mailchimp", "sentry", "mixpanel", "hubspot"];
const TEXTS: [&str; 3] = [
    "content/processing/apps/support.md",
    "content/processing/operation.md",
    "content/annexes/security.md",
];

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0..VENDORS.len(), 0..6usize).prop_map(|(vendor, values)| Move::Put(vendor, values)),
        1 => (0..VENDORS.len()).prop_map(Move::Drop),
        2 => (0..TEXTS.len(), 0..6usize).prop_map(|(text, words)| Move::PutText(text, words)),
        1 => (0..TEXTS.len()).prop_map(Move::DropText),
        2 => (1..40u32).prop_map(Move::Wait),
        5 => Just(Move::Record),
        2 => (0..3usize, 0..60u32).prop_map(|(back, later)| Move::Replace(back, later)),
        2 => (0..3usize).prop_map(Move::Withdraw),
        1 => Just(Move::Again),
    ]
}

struct Machine {
    desk: Desk,
    today: Date,
}

impl Machine {
    fn step(&mut self, next: &Move) {
        match *next {
            Move::Put(vendor, values) => self.put(VENDORS[vendor], values),
            Move::Drop(vendor) => {
                let register = edit::drop_entry(self.desk.read(REGISTER), &id(VENDORS[vendor]));
                self.desk.write(REGISTER, &register);
            }
            Move::PutText(text, words) => {
                let body = format!("+++\ntitle = \"Text {text}\"\n+++\n\nSays {words} *things*.\n");
                self.desk.write(TEXTS[text], &body);
            }
            Move::DropText(text) => drop(self.desk.files.remove(TEXTS[text])),
            Move::Wait(days) => self.today = self.today.plus(days),
            Move::Record => self.record(&Relation::Alone, None),
            Move::Replace(back, later) => {
                if let Some(id) = self.change(back) {
                    let effective = self.today.plus(33 + later);
                    self.record(&Relation::Replaces(id), Some(effective));
                }
            }
            Move::Withdraw(back) => {
                if let Some(id) = self.change(back) {
                    self.record(&Relation::Withdraws(id), None);
                }
            }
            Move::Again => self.record(&Relation::Again(None), None),
        }
    }

    fn put(&mut self, vendor: &str, values: usize) {
        let place = ["DE", "FR", "US", "NL", "IE", "GB"][values];
        let name = ["Old name", "New name"][values % 2];
        let entry = format!(
            "# As of edit {values}\n[[subprocessor]]\nid = \"{vendor}\"\nname = \"{name}\"\n\
             website = \"https://{vendor}.example/\"\npurpose = \"Purpose of {vendor}\"\nlocations = [\"{place}\"]"
        );
        let register = edit::put_entry(self.desk.read(REGISTER), &entry, &id(vendor));
        self.desk.write(REGISTER, &register);
    }

    fn change(&self, back: usize) -> Option<ChangeId> {
        let understood = self.desk.loaded().understood?;
        let newest = understood.history.changes().iter().rev();
        newest.map(|change| change.id.clone()).nth(back)
    }

    /// Records, or is refused; either way the laws hold.
    fn record(&mut self, relation: &Relation, effective: Option<Date>) {
        let before = self.desk.files.clone();
        let drafted = self.desk.draft();
        let decision = Decision {
            effective,
            renames: Renames::Declared,
            ..relating(&self.today.to_string(), relation.clone())
        };
        let recording = match self.desk.record(&decision) {
            Ok(recording) => recording,
            Err(why) => {
                assert_eq!(self.desk.files, before, "a refusal alters nothing");
                assert!(!why.contains("the record wouldn't say"), "{why}");
                if *relation == Relation::Alone {
                    assert!(drafted.is_empty(), "a plain draft is refused: {why}");
                }
                return;
            }
        };
        let understood = self.desk.loaded().understood.unwrap();
        let tip = understood.history.tip();
        let differs = compare::amendments(tip, &understood.project.working);
        if let Relation::Withdraws(_) = relation {
            let mut left = differs.iter().map(|a| a.item().to_string());
            assert!(left.all(|item| drafted.contains(&item)), "{differs:?}");
            assert!(recording.change.amendments.is_empty());
        } else {
            assert!(differs.is_empty(), "{differs:?}");
        }
        // What stood in a change's folder still stands there, unless it was asked for anew.
        for (path, text) in &before {
            let is_told = path.starts_with("content/changes/");
            if is_told && !path.starts_with(&recording.folder) {
                assert_eq!(self.desk.files.get(path), Some(text), "{path}");
            }
        }
    }
}

fn id(vendor: &str) -> SubprocessorId {
    SubprocessorId::new(vendor).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_record_says_what_the_working_files_say(moves in prop::collection::vec(moves(), 1..16)) {
        let mut machine = Machine {
            desk: Desk::new(),
            today: Date::parse("2026-02-01").unwrap(),
        };
        for next in &moves {
            machine.step(next);
        }
    }
}
