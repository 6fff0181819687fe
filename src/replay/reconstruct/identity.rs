//! Which entry is which company, through all states of a list.
//!
//! An id is a page's address for ever, while a list's names come and go. A company keeps its id as long
//! as its name does; under another name only where the list itself shows that it is the same: by its
//! website, legal entity or foreign id, and with most else as it was. An id is never given to another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compare;
use crate::content::id::{numbered, slug};
use crate::content::{Content, Date, ItemId, Subprocessor, SubprocessorId};
use crate::replay::record::Before;
use crate::replay::rename;

use super::PastState;

/// A company that has another name and the same id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    pub day: Date,
    pub id: SubprocessorId,
    pub former_name: String,
    pub name: String,
}

/// A company that came as one with nearly the same content went. Nothing says whether it is the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resemblance {
    pub day: Date,
    pub former: SubprocessorId,
    pub new: SubprocessorId,
}

/// The entries of one state with the ids of their companies.
pub(super) struct Settled {
    pub(super) settled: Vec<Arc<Subprocessor>>,
    pub(super) kept: Vec<Kept>,
    pub(super) resemblances: Vec<Resemblance>,
}

/// Whether an entry is one of the state before.
type Rule<'a> = &'a dyn Fn(&Subprocessor, &Subprocessor) -> bool;

/// Every id that was given, and the names it goes by.
pub(super) struct Identities {
    by_name: BTreeMap<String, SubprocessorId>,
    given: BTreeSet<SubprocessorId>,
}

impl Identities {
    /// What the project calls its companies already.
    pub(super) fn known_to(before: Before<'_>) -> Identities {
        let mut identities = Identities {
            by_name: BTreeMap::new(),
            given: BTreeSet::new(),
        };
        let overlays = before.project.overlays.iter();
        let recorded = overlays.flat_map(|overlay| overlay.content.subprocessors.values());
        for entry in before
            .project
            .working
            .subprocessors
            .values()
            .chain(recorded)
        {
            identities.remember(entry);
        }
        identities
    }

    /// The first company of a name keeps it.
    fn remember(&mut self, entry: &Subprocessor) {
        self.given.insert(entry.id.clone());
        let name = slug(&entry.name);
        self.by_name.entry(name).or_insert_with(|| entry.id.clone());
    }

    /// Gives each entry of a state the id of its company. `last` is the state before.
    pub(super) fn settle(&mut self, state: &PastState, last: &Content) -> Settled {
        let mut found: Vec<Option<SubprocessorId>> = vec![None; state.entries.len()];
        let mut taken = BTreeSet::new();
        let rules: [Rule<'_>; 4] = [
            &|was, is| was.name == is.name && was.entity == is.entity,
            &|was, is| was.name == is.name,
            &|was, is| was.id == is.id || slug(&was.name) == slug(&is.name),
            &|was, is| shows_the_same_company(was, is) && rename::is_alike(was, is),
        ];
        for is_same in rules {
            for (entry, found) in state.entries.iter().zip(&mut found) {
                if found.is_some() {
                    continue;
                }
                let mut former = last.subprocessors.values();
                let same = former.find(|was| !taken.contains(&was.id) && is_same(was, entry));
                if let Some(was) = same {
                    taken.insert(was.id.clone());
                    *found = Some(was.id.clone());
                }
            }
        }
        let mut kept = Vec::new();
        let mut settled = Vec::new();
        for (entry, found) in state.entries.iter().zip(found) {
            let id = found.unwrap_or_else(|| self.fresh(entry, &mut taken));
            if let Some(was) = last.subprocessors.get(&id)
                && slug(&was.name) != slug(&entry.name)
            {
                kept.push(Kept {
                    day: state.day,
                    id: id.clone(),
                    former_name: was.name.clone(),
                    name: entry.name.clone(),
                });
            }
            let entry = Subprocessor {
                id,
                ..entry.clone()
            };
            self.remember(&entry);
            settled.push(Arc::new(entry));
        }
        let resemblances = resemblances(state.day, last, &settled);
        Settled {
            settled,
            kept,
            resemblances,
        }
    }

    /// The id of a company that the state before didn't have: its former one, else one that nobody had.
    fn fresh(&self, entry: &Subprocessor, taken: &mut BTreeSet<SubprocessorId>) -> SubprocessorId {
        let former = self.by_name.get(&slug(&entry.name)).cloned();
        let proposed = entry.id.clone();
        let unused = (1..)
            .filter_map(|n| SubprocessorId::new(&numbered(proposed.as_str(), n)).ok())
            .filter(|id| !self.given.contains(id));
        let id = former
            .into_iter()
            .chain(unused)
            .find(|id| !taken.contains(id))
            .unwrap_or(proposed);
        taken.insert(id.clone());
        id
    }
}

/// Whether a list shows that two entries are one company, whatever they are called.
fn shows_the_same_company(was: &Subprocessor, is: &Subprocessor) -> bool {
    /// Where an id of the source goes that can't be an address.
    const SOURCE_ID: &str = "source_id";
    fn agree<T: PartialEq>(was: Option<&T>, is: Option<&T>) -> bool {
        was.is_some() && was == is
    }
    agree(was.website.as_ref(), is.website.as_ref())
        || agree(was.entity.as_ref(), is.entity.as_ref())
        || agree(was.extra.get(SOURCE_ID), is.extra.get(SOURCE_ID))
}

fn resemblances(day: Date, last: &Content, settled: &[Arc<Subprocessor>]) -> Vec<Resemblance> {
    let amendments = compare::amendments(last, &super::content(settled));
    let suspicions = rename::suspected(&amendments).into_iter();
    suspicions
        .filter_map(|suspicion| match (suspicion.former, suspicion.new) {
            (ItemId::Subprocessor(former), ItemId::Subprocessor(new)) => {
                Some(Resemblance { day, former, new })
            }
            _ => None,
        })
        .collect()
}
