//! What follows from a history, worked out once.
//!
//! A history never changes, so neither does what follows from it; and a preview keeps one history through
//! all edits that record nothing. What a draft adds to it is then worked out from what was known before.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::change::Change;
use super::digest::Log;
use super::history::History;
use crate::compare::Verb;
use crate::content::{ChangeId, Content, Date, ItemId, ProductId};

/// For how many days it is remembered what was known on them: whoever leafs through a year in a preview
/// asks for as many.
const DAYS: usize = 8;

/// What was asked of a history so far.
#[derive(Default, Debug)]
pub(super) struct Derived {
    /// The history that this one is longer than by one change, which stands in for no other.
    extends: Option<(History, Arc<Change>)>,
    tip: OnceLock<Content>,
    log: OnceLock<Arc<Log>>,
    /// By the day, those asked for last at the end. A history that knows no more than another one isn't kept
    /// by it, so none keeps itself.
    known: Mutex<VecDeque<(Date, History)>>,
    products: Mutex<BTreeMap<ProductId, History>>,
}

impl Derived {
    /// Of a history with one more change.
    pub(super) fn of_longer(before: &History, change: &Arc<Change>) -> Derived {
        // What stands in for another change says something of that one's items too.
        let extends = change.replaces.is_none();
        Derived {
            extends: extends.then(|| (before.clone(), Arc::clone(change))),
            ..Derived::default()
        }
    }

    pub(super) fn extends(&self) -> Option<(&History, &Arc<Change>)> {
        let (before, change) = self.extends.as_ref()?;
        Some((before, change))
    }

    pub(super) fn tip(&self, make: impl FnOnce() -> Content) -> &Content {
        self.tip.get_or_init(make)
    }

    pub(super) fn log(&self, make: impl FnOnce() -> Arc<Log>) -> Arc<Log> {
        Arc::clone(self.log.get_or_init(make))
    }

    pub(super) fn known_on(&self, day: Date, make: impl FnOnce() -> History) -> History {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let take = || {
            let mut known = known();
            let place = known.iter().position(|(other, _)| *other == day)?;
            let found = known.remove(place)?;
            known.push_back(found.clone());
            Some(found.1)
        };
        if let Some(history) = take() {
            return history;
        }
        // Nobody waits while it is made; of two that are made at a time, which are the same, the first stays.
        let history = make();
        if let Some(first) = take() {
            return first;
        }
        let mut known = known();
        if known.len() == DAYS {
            known.pop_front();
        }
        known.push_back((day, history.clone()));
        history
    }

    pub(super) fn for_product(
        &self,
        product: &ProductId,
        make: impl FnOnce() -> History,
    ) -> History {
        let known = || self.products.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(history) = known().get(product) {
            return history.clone();
        }
        // As for the days.
        let history = make();
        known().entry(product.clone()).or_insert(history).clone()
    }
}

/// What a history says happened, without what the items said.
///
/// Two histories with equal shapes have the same changes on the same days, and the same items with as
/// many versions: what is edited in a draft makes no other shape, as long as it is a draft of the same
/// items.
#[derive(Clone, Debug)]
pub struct HistoryShape {
    /// Kept, so that no other history can be taken for it.
    of: Arc<Derived>,
    and: Vec<Line>,
}

/// A change that was laid on top: when it is announced and effective, and what it does to which item.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    change: ChangeId,
    announced: Date,
    effective: Date,
    items: Vec<(ItemId, Verb)>,
}

impl HistoryShape {
    pub(super) fn of(derived: &Arc<Derived>) -> HistoryShape {
        HistoryShape {
            of: Arc::clone(derived),
            and: Vec::new(),
        }
    }

    pub(super) fn with(mut self, change: &Change) -> HistoryShape {
        let amendments = change.amendments.iter();
        let items = amendments.map(|amendment| (amendment.item(), amendment.verb()));
        self.and.push(Line {
            change: change.id.clone(),
            announced: change.announced,
            effective: change.effective,
            items: items.collect(),
        });
        self
    }
}

impl PartialEq for HistoryShape {
    fn eq(&self, other: &HistoryShape) -> bool {
        Arc::ptr_eq(&self.of, &other.of) && self.and == other.and
    }
}

impl Eq for HistoryShape {}
