//! States of a list that others kept → the files of `historical` changes.
//!
//! [`reconstruct`] takes what a list said after each of its revisions, oldest first, settles which entry
//! is which company through all of them ([`identity`]), and makes a change of each revision that
//! amended an entry. A revision that says the same as the one before it makes none. What was imported
//! before is known by its revision and left alone, so importing twice adds nothing.
//!
//! It doesn't know where the states come from, and writes nothing.

mod identity;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compare::{self, Amendment, Verb};
use crate::content::{ChangeId, Content, Date, Subprocessor, SubprocessorId};
use crate::language::Language;
use crate::parse;
use crate::parse::overlay::{ChangeKind, Wish};
use crate::parse::print::{self, ChangeFile};

use super::record::{self, Before};
use super::title::{self, Occasion};
use crate::source::FileEdit;

use identity::Identities;
pub use identity::{Kept, Resemblance};

/// What a list said after one revision.
#[derive(Clone, Debug)]
pub struct PastState {
    /// What no other revision is called: the id of a commit.
    pub revision: String,
    /// Where the state can be looked up; it names the revision.
    pub source: String,
    /// The day on which it was made public, as far as the source tells.
    pub day: Date,
    /// In the order of the list. Their ids are proposals.
    pub entries: Vec<Subprocessor>,
}

/// A past that can be written down.
#[derive(Clone, Debug)]
pub struct Reconstruction {
    /// The folders of the changes that aren't there yet.
    pub edits: Vec<FileEdit>,
    /// One for each state, in their order.
    pub steps: Vec<Step>,
    /// The last state, with the ids that its companies have in the changes.
    pub tip: Vec<Arc<Subprocessor>>,
    /// Companies that keep an id although they have another name.
    pub kept: Vec<Kept>,
    /// Companies that came as a like one went, and may be the same.
    pub resemblances: Vec<Resemblance>,
}

/// What became of one state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The day that it counts from: never before that of the state before it.
    pub day: Date,
    pub fate: Fate,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It says what the state before it said.
    Same,
    /// It becomes a change.
    Change {
        id: ChangeId,
        title: String,
        counts: Counts,
    },
    /// A change was made of it before.
    Known { id: ChangeId },
    /// The log began before it.
    TooLate { counts: Counts },
}

/// How many entries a change adds, amends and removes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub added: usize,
    pub amended: usize,
    pub removed: usize,
}

impl Counts {
    fn of(amendments: &[Amendment]) -> Counts {
        let mut counts = Counts::default();
        for amendment in amendments {
            match amendment.verb() {
                Verb::Added => counts.added += 1,
                Verb::Amended => counts.amended += 1,
                Verb::Removed => counts.removed += 1,
            }
        }
        counts
    }
}

/// Makes changes of past states, oldest first. `end` is the first day that is no longer past: that of the
/// baseline, or today while there is none.
pub fn reconstruct(before: Before<'_>, states: &[PastState], end: Date) -> Reconstruction {
    let mut identities = Identities::known_to(before);
    let mut folders = Folders::of(before);
    let mut made = Reconstruction {
        edits: Vec::new(),
        steps: Vec::new(),
        tip: Vec::new(),
        kept: Vec::new(),
        resemblances: Vec::new(),
    };
    let mut last = Content::default();
    let mut day: Option<Date> = None;
    let mut of_day = 0;
    for state in states {
        // A clock that ran behind, or a commit that waited, doesn't turn the order of the states.
        let counted = day.map_or(state.day, |day| day.max(state.day));
        if day != Some(counted) {
            of_day = 0;
        }
        day = Some(counted);
        let entries = identities.settle(state, &last);
        made.kept.extend(entries.kept);
        made.resemblances.extend(entries.resemblances);
        made.tip = entries.settled;
        let next = content(&made.tip);
        let amendments = compare::amendments(&last, &next);
        last = next;
        let counts = Counts::of(&amendments);
        let fate = if amendments.is_empty() {
            Fate::Same
        } else if let Some(id) = folders.made_of(&state.revision) {
            of_day += 1;
            Fate::Known { id }
        } else if counted >= end {
            Fate::TooLate { counts }
        } else {
            let title = title::derived(&before.project.language, Occasion::Change, &amendments);
            let id = folders.free(counted, &title);
            let change = change(state, counted, of_day, title.clone(), &amendments);
            made.edits
                .extend(folder(&id, &change, &amendments, &made.tip));
            of_day += 1;
            Fate::Change { id, title, counts }
        };
        made.steps.push(Step { day: counted, fate });
    }
    made
}

/// The text of a register that says what a list said.
pub fn register(entries: &[Arc<Subprocessor>]) -> String {
    let entries: Vec<String> = entries.iter().map(|e| print::subprocessor(e)).collect();
    entries.join("\n")
}

/// The purpose of an entry whose source states none. It says so, since an entry of the past can't be
/// completed by asking.
pub fn unstated_purpose(language: &Language) -> String {
    language.say("made.purpose-not-stated", &[])
}

fn content(entries: &[Arc<Subprocessor>]) -> Content {
    Content {
        subprocessors: entries
            .iter()
            .map(|entry| (entry.id.clone(), Arc::clone(entry)))
            .collect(),
        ..Content::default()
    }
}

fn change(
    state: &PastState,
    day: Date,
    order: u32,
    title: String,
    amendments: &[Amendment],
) -> ChangeFile {
    ChangeFile {
        kind: ChangeKind::Historical {
            source: state.source.clone(),
        },
        announced: day,
        order,
        effective: day,
        object_by: None,
        title,
        reason: None,
        removed: record::removed(amendments),
        replaces: None,
        corrects: None,
        short_notice: None,
        wish: Wish::ByRule,
        redaction: None,
    }
}

/// The files of a change, its entries in the order of the list.
fn folder(
    id: &ChangeId,
    change: &ChangeFile,
    amendments: &[Amendment],
    entries: &[Arc<Subprocessor>],
) -> Vec<FileEdit> {
    let folder = format!("{}/{id}", parse::CHANGES);
    let touched: BTreeSet<&SubprocessorId> = amendments
        .iter()
        .filter_map(|amendment| match amendment {
            Amendment::Subprocessor(step) => Some(&step.after()?.id),
            Amendment::Document(_) => None,
        })
        .collect();
    let written: Vec<Arc<Subprocessor>> = entries
        .iter()
        .filter(|entry| touched.contains(&entry.id))
        .cloned()
        .collect();
    let mut files = vec![FileEdit::Create {
        path: format!("{folder}/change.toml"),
        bytes: print::change(change).into_bytes(),
    }];
    if !written.is_empty() {
        files.push(FileEdit::Create {
            path: format!("{folder}/subprocessors.toml"),
            bytes: register(&written).into_bytes(),
        });
    }
    files
}

/// The folders of the changes, those that are there and those to be made.
struct Folders {
    taken: BTreeSet<String>,
    /// The sources of the historical changes that are there.
    historical: BTreeMap<ChangeId, String>,
}

impl Folders {
    fn of(before: Before<'_>) -> Folders {
        let below = before.sources.below(parse::CHANGES);
        let names = below.filter_map(|(_, source)| source.path.below(parse::CHANGES));
        let historical = before.project.overlays.iter();
        Folders {
            taken: names
                .filter_map(|path| path.split('/').next())
                .map(str::to_owned)
                .collect(),
            historical: historical
                .filter_map(|overlay| match &overlay.kind {
                    ChangeKind::Historical { source } => Some((overlay.id.clone(), source.clone())),
                    ChangeKind::Baseline | ChangeKind::Change => None,
                })
                .collect(),
        }
    }

    /// The change whose source names a revision.
    fn made_of(&self, revision: &str) -> Option<ChangeId> {
        let named = |source: &String| {
            let mut words = source.split(|c: char| !c.is_alphanumeric());
            words.any(|word| word == revision)
        };
        let mut changes = self.historical.iter();
        let found = changes.find(|(_, source)| named(source));
        found.map(|(id, _)| id.clone())
    }

    fn free(&mut self, day: Date, title: &str) -> ChangeId {
        let id = record::free_id(day, title, |name| self.taken.contains(name));
        self.taken.insert(id.as_str().to_owned());
        id
    }
}
