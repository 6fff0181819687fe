//! The history: every change in the order of the log, and what each item was at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compare::{Amendment, Step, Verb};
use crate::content::{
    ChangeId, Content, Date, Document, DocumentId, ItemId, ProductId, Subprocessor, SubprocessorId,
};

use super::change::Change;
use super::derived::{Derived, HistoryShape};
use super::digest::Log;
use super::rules::NoticeTerms;
use super::standing::Standing;
use crate::parse::overlay::ChangeKind;

/// Every change of the log, and the versions of every item. A clone shares them.
#[derive(Clone, Debug)]
pub struct History {
    changes: Vec<Arc<Change>>,
    by_id: BTreeMap<ChangeId, usize>,
    replaced_by: BTreeMap<ChangeId, usize>,
    corrected_by: BTreeMap<ChangeId, Vec<usize>>,
    subprocessors: Items<SubprocessorId, Subprocessor>,
    documents: Items<DocumentId, Document>,
    terms: NoticeTerms,
    derived: Arc<Derived>,
}

/// The versions of every item of one kind, oldest first.
type Items<K, T> = Arc<BTreeMap<K, Arc<Vec<Version<T>>>>>;

/// What one change made of one item.
#[derive(Debug)]
pub struct Version<T> {
    pub change: Arc<Change>,
    pub step: Step<Arc<T>>,
}

// Derived, it would ask that the item itself can be cloned.
impl<T> Clone for Version<T> {
    fn clone(&self) -> Version<T> {
        Version {
            change: Arc::clone(&self.change),
            step: self.step.clone(),
        }
    }
}

/// A time during which an item was in force.
#[derive(Clone, Debug)]
pub struct Period {
    pub from: Date,
    /// The change that began it.
    pub begun_by: Arc<Change>,
    /// The first day on which it was no longer in force, and the change that ended it.
    pub ended: Option<(Date, Arc<Change>)>,
}

impl History {
    /// Takes the changes in the order of the log.
    pub(super) fn new(changes: Vec<Arc<Change>>, terms: NoticeTerms) -> History {
        let mut history = History {
            changes: Vec::with_capacity(changes.len()),
            by_id: BTreeMap::new(),
            replaced_by: BTreeMap::new(),
            corrected_by: BTreeMap::new(),
            subprocessors: Arc::default(),
            documents: Arc::default(),
            terms,
            derived: Arc::default(),
        };
        for change in changes {
            history.add(change);
        }
        history
    }

    /// Puts one more change at the end. What was derived before must be forgotten by the caller.
    fn add(&mut self, change: Arc<Change>) {
        let index = self.changes.len();
        self.by_id.insert(change.id.clone(), index);
        if let Some(replaces) = &change.replaces {
            self.replaced_by.insert(replaces.id.clone(), index);
        }
        if let Some(corrected) = &change.corrects {
            let corrections = self.corrected_by.entry(corrected.clone()).or_default();
            corrections.push(index);
        }
        self.trace(&change);
        self.changes.push(change);
    }

    /// Follows every item through a change.
    ///
    /// A change's own amendments say what it did to what stood before it. The baseline alone is told as
    /// a whole, although historical changes may come before it, so its versions are traced anew.
    fn trace(&mut self, change: &Arc<Change>) {
        let (subprocessors, documents) = if change.kind == ChangeKind::Baseline {
            baseline_steps(self, change)
        } else {
            let mut steps: (Steps<Subprocessor>, Steps<Document>) = Default::default();
            for amendment in &change.amendments {
                match amendment.clone() {
                    Amendment::Subprocessor(step) => steps.0.push(step),
                    Amendment::Document(step) => steps.1.push(step),
                }
            }
            steps
        };
        add_versions(&mut self.subprocessors, change, subprocessors, |s| &s.id);
        add_versions(&mut self.documents, change, documents, |d| &d.id);
    }

    /// Every change, oldest first.
    pub fn changes(&self) -> &[Arc<Change>] {
        &self.changes
    }

    /// Whether the first record is all there is.
    pub fn has_only_baseline(&self) -> bool {
        matches!(self.changes.as_slice(), [only] if only.kind == ChangeKind::Baseline)
    }

    pub fn change(&self, id: &ChangeId) -> Option<&Arc<Change>> {
        self.by_id.get(id).map(|&index| &self.changes[index])
    }

    /// The change's place in the log. Later changes never move it against another's.
    pub fn position(&self, id: &ChangeId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub fn terms(&self) -> &NoticeTerms {
        &self.terms
    }

    /// The change that stands in for this one.
    pub fn replaced_by(&self, id: &ChangeId) -> Option<&Arc<Change>> {
        self.replaced_by.get(id).map(|&index| &self.changes[index])
    }

    /// The changes that mend this one after the fact.
    pub fn corrected_by(&self, id: &ChangeId) -> impl Iterator<Item = &Arc<Change>> {
        let corrections = self.corrected_by.get(id).map_or(&[][..], Vec::as_slice);
        corrections.iter().map(|&index| &self.changes[index])
    }

    /// The history as it is known on a day: what is announced later is not in it, nor is a trace of it.
    #[must_use]
    pub fn known_on(&self, day: Date) -> History {
        let is_known = |change: &Arc<Change>| change.announced <= day;
        if self.changes.iter().all(is_known) {
            return self.clone();
        }
        if let Some((before, change)) = self.derived.extends() {
            let known = before.known_on(day);
            return if is_known(change) {
                known.with(Arc::clone(change))
            } else {
                known
            };
        }
        self.derived.known_on(day, || {
            let known = self.changes.iter().filter(|change| is_known(change));
            let known: Vec<Arc<Change>> = known.cloned().collect();
            let mut pairs = known.iter().zip(&self.changes);
            let begins = pairs.all(|(one, other)| Arc::ptr_eq(one, other));
            let known = History::new(known, self.terms.clone());
            if begins {
                let in_chain = known.changes.iter().filter(|change| change.is_in_chain());
                let length = in_chain.count();
                known.derived.log(|| Arc::new(self.log().beginning(length)));
            }
            known
        })
    }

    /// The history with one more change at its end.
    #[must_use]
    pub(super) fn with(&self, change: Arc<Change>) -> History {
        let mut longer = self.clone();
        longer.derived = Arc::new(Derived::of_longer(self, &change));
        longer.add(change);
        longer
    }

    /// The history as it concerns one product.
    #[must_use]
    pub fn for_product(&self, product: &ProductId) -> History {
        self.derived.for_product(product, || {
            if let Some((before, change)) = self.derived.extends() {
                let before = before.for_product(product);
                return match before.view_of(change, product) {
                    Some(view) => before.with(view),
                    None => before,
                };
            }
            let mut history = History::new(Vec::new(), self.terms.clone());
            for change in &self.changes {
                if let Some(view) = history.view_of(change, product) {
                    history.add(view);
                }
            }
            history
        })
    }

    /// A change as a product's history shows it; `None` where it doesn't concern the product.
    fn view_of(&self, change: &Change, product: &ProductId) -> Option<Arc<Change>> {
        let view = change.for_product(product, &self.terms)?;
        // A change that only replaces another concerns the product if the other one did.
        let replaces = view.replaces.as_ref();
        let replaces_a_concern = replaces.is_some_and(|r| self.by_id.contains_key(&r.id));
        (!view.amendments.is_empty() || replaces_a_concern).then(|| Arc::new(view))
    }

    /// What the history says happened, without what the items said: see [`HistoryShape`].
    pub fn shape(&self) -> HistoryShape {
        match self.derived.extends() {
            Some((before, change)) => before.shape().with(change),
            None => HistoryShape::of(&self.derived),
        }
    }

    /// The records of the changes.
    pub fn log(&self) -> Arc<Log> {
        self.derived.log(|| match self.derived.extends() {
            // What isn't recorded yet adds nothing.
            Some((before, change)) if !change.is_in_chain() => before.log(),
            _ => Arc::new(Log::of(self)),
        })
    }

    /// The changes that have taken effect by a day, those told last first. One that another change stood
    /// in for never did.
    pub fn took_effect(&self, on: Date) -> impl Iterator<Item = &Arc<Change>> {
        let changes = self.changes.iter().rev();
        changes.filter(move |change| {
            change.effective <= on && !self.replaced_by.contains_key(&change.id)
        })
    }

    /// Whether a change, or the one that it stands in for, touches a sub-processor.
    pub fn concerns_register(&self, change: &Change) -> bool {
        let replaces = change.replaces.as_ref();
        let replaced = replaces.and_then(|replaces| self.change(&replaces.id));
        change.touches_register() || replaced.is_some_and(|change| change.touches_register())
    }

    /// The changes that are told but not in force on a day, the next to take effect first.
    pub fn coming(&self, on: Date) -> Vec<&Arc<Change>> {
        let mut coming: Vec<_> = self
            .changes
            .iter()
            .filter(|change| self.standing(change, on) == Standing::Announced)
            .collect();
        coming.sort_by_key(|change| change.effective);
        coming
    }

    /// What was in force on a day.
    pub fn in_force(&self, on: Date) -> Content {
        self.state(|change| change.effective <= on)
    }

    /// The sub-processors that were in force on a day, without the documents, which are many more.
    pub fn register_on(&self, on: Date) -> BTreeMap<SubprocessorId, Arc<Subprocessor>> {
        latest(&self.subprocessors, |v| {
            self.counts(v) && v.effective() <= on
        })
    }

    /// The state after every change, whatever its dates.
    pub fn tip(&self) -> &Content {
        self.derived.tip(|| self.state(|_| true))
    }

    /// The last states among the changes that count.
    fn state(&self, counting: impl Fn(&Change) -> bool) -> Content {
        Content {
            subprocessors: latest(&self.subprocessors, |v| {
                self.counts(v) && counting(&v.change)
            }),
            documents: latest(&self.documents, |v| self.counts(v) && counting(&v.change)),
        }
    }

    /// The state after every change but one, as if another one stood in for it.
    pub fn tip_without(&self, id: &ChangeId) -> Content {
        self.state(|change| change.id != *id)
    }

    /// Whether the log has its baseline, or a change that came without one.
    pub fn has_begun(&self) -> bool {
        self.changes.iter().any(|change| !change.is_historical())
    }

    /// Whether no other change stands in for the one that made this version.
    pub fn counts<T>(&self, version: &Version<T>) -> bool {
        !self.replaced_by.contains_key(&version.change.id)
    }

    pub fn subprocessors(
        &self,
    ) -> impl Iterator<Item = (&SubprocessorId, &[Version<Subprocessor>])> {
        self.subprocessors.iter().map(|(id, v)| (id, v.as_slice()))
    }

    pub fn documents(&self) -> impl Iterator<Item = (&DocumentId, &[Version<Document>])> {
        self.documents.iter().map(|(id, v)| (id, v.as_slice()))
    }

    /// Every version of a sub-processor, oldest first, replaced ones included.
    pub fn subprocessor(&self, id: &SubprocessorId) -> &[Version<Subprocessor>] {
        self.subprocessors.get(id).map_or(&[], |v| v.as_slice())
    }

    /// Every version of a document, oldest first, replaced ones included.
    pub fn document(&self, id: &DocumentId) -> &[Version<Document>] {
        self.documents.get(id).map_or(&[], |v| v.as_slice())
    }

    /// The changes that did something to an item, oldest first.
    pub fn changes_of(&self, item: &ItemId) -> Vec<&Arc<Change>> {
        match item {
            ItemId::Subprocessor(id) => self.subprocessor(id).iter().map(|v| &v.change).collect(),
            ItemId::Document(id) => self.document(id).iter().map(|v| &v.change).collect(),
        }
    }

    /// The times during which an item was, is or will be in force, oldest first.
    pub fn periods<T>(&self, versions: &[Version<T>]) -> Vec<Period> {
        let mut periods: Vec<Period> = Vec::new();
        for version in versions.iter().filter(|version| self.counts(version)) {
            match version.step.verb() {
                Verb::Added => periods.push(Period {
                    from: version.effective(),
                    begun_by: Arc::clone(&version.change),
                    ended: None,
                }),
                Verb::Removed => {
                    if let Some(period) = periods.last_mut() {
                        period.ended = Some((version.effective(), Arc::clone(&version.change)));
                    }
                }
                Verb::Amended => {}
            }
        }
        periods
    }

    /// The days from which the register was another than the day before, oldest first, as far as they
    /// have come on `on`.
    ///
    /// The baseline's day is always one of them: it was published before anyone knew of the historical
    /// changes that may have said the same.
    pub fn register_days(&self, on: Date) -> Vec<Date> {
        let mut days: BTreeSet<Date> = self
            .subprocessors
            .values()
            .flat_map(|versions| versions.iter())
            .filter(|version| self.counts(version) && version.effective() <= on)
            .map(Version::effective)
            .collect();
        let baseline = self.changes.iter().find(|change| {
            change.kind == ChangeKind::Baseline
                && change.effective <= on
                && change
                    .amendments
                    .iter()
                    .any(|amendment| matches!(amendment, Amendment::Subprocessor(_)))
        });
        days.extend(baseline.map(|baseline| baseline.effective));
        days.into_iter().collect()
    }
}

impl<T> Version<T> {
    pub fn effective(&self) -> Date {
        self.change.effective
    }

    /// The state that the change left; `None` where it removed the item.
    pub fn after(&self) -> Option<&Arc<T>> {
        self.step.after()
    }
}

/// The last state of each item among the versions that `counting` lets count.
fn latest<K: Ord + Clone, T>(
    items: &BTreeMap<K, Arc<Vec<Version<T>>>>,
    counting: impl Fn(&Version<T>) -> bool,
) -> BTreeMap<K, Arc<T>> {
    items
        .iter()
        .filter_map(|(id, versions)| {
            let version = versions.iter().rev().find(|version| counting(version))?;
            Some((id.clone(), Arc::clone(version.after()?)))
        })
        .collect()
}

type Steps<T> = Vec<Step<Arc<T>>>;

/// Puts what a change did to items of one kind behind their other versions.
fn add_versions<K: Ord + Clone, T>(
    items: &mut Items<K, T>,
    change: &Arc<Change>,
    steps: Steps<T>,
    id: impl Fn(&T) -> &K,
) {
    if steps.is_empty() {
        return;
    }
    let items = Arc::make_mut(items);
    if items.is_empty() {
        // The first record says all of it, and a whole map is made quicker than it is filled.
        let first = steps.into_iter().map(|step| {
            let change = Arc::clone(change);
            let id = id(step.latest()).clone();
            (id, Arc::new(vec![Version { change, step }]))
        });
        *items = first.collect();
        return;
    }
    for step in steps {
        let versions = items.entry(id(step.latest()).clone()).or_default();
        let change = Arc::clone(change);
        Arc::make_mut(versions).push(Version { change, step });
    }
}

/// What the baseline did to the reconstructed past: it says everything, so what it leaves out ended.
fn baseline_steps(history: &History, baseline: &Change) -> (Steps<Subprocessor>, Steps<Document>) {
    // Worked out for this alone: the history isn't complete yet, so its tip must not be kept.
    let before = history.state(|_| true);
    let mut after = Content::default();
    for amendment in &baseline.amendments {
        match amendment {
            Amendment::Subprocessor(step) => {
                let state = Arc::clone(step.latest());
                after.subprocessors.insert(state.id.clone(), state);
            }
            Amendment::Document(step) => {
                let state = Arc::clone(step.latest());
                after.documents.insert(state.id.clone(), state);
            }
        }
    }
    let mut subprocessors = Vec::new();
    let mut documents = Vec::new();
    for amendment in crate::compare::amendments(&before, &after) {
        match amendment {
            Amendment::Subprocessor(step) => subprocessors.push(step),
            Amendment::Document(step) => documents.push(step),
        }
    }
    // A text that a historical change says as well keeps its version of the baseline, whose address was
    // published before anyone knew of the historical one.
    let said: BTreeSet<&DocumentId> = documents.iter().map(|step| &step.latest().id).collect();
    let unsaid: Vec<_> = before
        .documents
        .iter()
        .filter(|(id, _)| !said.contains(id))
        .filter_map(|(id, before)| Some((before, after.documents.get(id)?)))
        .collect();
    documents.extend(unsaid.into_iter().map(|(before, after)| Step::Amended {
        before: Arc::clone(before),
        after: Arc::clone(after),
    }));
    (subprocessors, documents)
}
