//! What differs between two states: a library that `replay`, `render` and `status` share.
//!
//! [`amendments`] compares two [`Content`]s and is the one function that makes amendments, for a
//! recorded change as for a draft, so the two can't disagree. [`fields`] compares two entries field by
//! field, [`prose`] two texts down to the word.
//!
//! It knows only `content`: no dates of announcement, no rules of notice, no words of any language.

pub mod fields;
pub mod prose;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content::{Content, Document, ItemId, ProductId, Subprocessor};

/// What was done to one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step<T> {
    Added { after: T },
    Amended { before: T, after: T },
    Removed { before: T },
}

/// [`Step`] without its values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    Added,
    Amended,
    Removed,
}

/// One thing that a change did: an item added, amended or removed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Amendment {
    Subprocessor(Step<Arc<Subprocessor>>),
    Document(Step<Arc<Document>>),
}

/// Whether two states of one item say the same, whatever the order of their lists and keys.
pub trait SaysTheSame {
    fn says_the_same(&self, other: &Self) -> bool;
}

impl SaysTheSame for Subprocessor {
    fn says_the_same(&self, other: &Subprocessor) -> bool {
        fields::subprocessor(self, other).is_empty()
    }
}

impl SaysTheSame for Document {
    fn says_the_same(&self, other: &Document) -> bool {
        fields::document(self, other).is_empty()
    }
}

impl<T: SaysTheSame> SaysTheSame for Arc<T> {
    fn says_the_same(&self, other: &Arc<T>) -> bool {
        Arc::ptr_eq(self, other) || T::says_the_same(self, other)
    }
}

impl<T> Step<T> {
    /// The step from one state to the next; `None` where nothing differs.
    pub fn between(before: Option<T>, after: Option<T>) -> Option<Step<T>>
    where
        T: SaysTheSame,
    {
        match (before, after) {
            (None, None) => None,
            (None, Some(after)) => Some(Step::Added { after }),
            (Some(before), None) => Some(Step::Removed { before }),
            (Some(before), Some(after)) => {
                (!before.says_the_same(&after)).then_some(Step::Amended { before, after })
            }
        }
    }

    pub fn verb(&self) -> Verb {
        match self {
            Step::Added { .. } => Verb::Added,
            Step::Amended { .. } => Verb::Amended,
            Step::Removed { .. } => Verb::Removed,
        }
    }

    pub fn before(&self) -> Option<&T> {
        match self {
            Step::Added { .. } => None,
            Step::Amended { before, .. } | Step::Removed { before } => Some(before),
        }
    }

    pub fn after(&self) -> Option<&T> {
        match self {
            Step::Added { after } | Step::Amended { after, .. } => Some(after),
            Step::Removed { .. } => None,
        }
    }

    /// The state that names the thing: the new one where there is one.
    pub fn latest(&self) -> &T {
        match self {
            Step::Added { after } | Step::Amended { after, .. } => after,
            Step::Removed { before } => before,
        }
    }

    pub fn map<U>(self, f: impl Fn(T) -> U) -> Step<U> {
        match self {
            Step::Added { after } => Step::Added { after: f(after) },
            Step::Amended { before, after } => Step::Amended {
                before: f(before),
                after: f(after),
            },
            Step::Removed { before } => Step::Removed { before: f(before) },
        }
    }
}

impl Amendment {
    pub fn item(&self) -> ItemId {
        match self {
            Amendment::Subprocessor(step) => ItemId::Subprocessor(step.latest().id.clone()),
            Amendment::Document(step) => ItemId::Document(step.latest().id.clone()),
        }
    }

    pub fn verb(&self) -> Verb {
        match self {
            Amendment::Subprocessor(step) => step.verb(),
            Amendment::Document(step) => step.verb(),
        }
    }

    /// The name or title by which people know the item, the new one where it was amended.
    pub fn name(&self) -> &str {
        match self {
            Amendment::Subprocessor(step) => &step.latest().name,
            Amendment::Document(step) => &step.latest().title,
        }
    }

    /// The amendment as a product's view shows it: what the item was for the product, and what it is.
    pub fn for_product(&self, product: &ProductId) -> Option<Amendment> {
        match self {
            Amendment::Subprocessor(step) => Step::between(
                step.before().and_then(|s| s.for_product(product)),
                step.after().and_then(|s| s.for_product(product)),
            )
            .map(|step| Amendment::Subprocessor(step.map(Arc::new))),
            Amendment::Document(step) => Step::between(
                step.before().and_then(|d| d.for_product(product)),
                step.after().and_then(|d| d.for_product(product)),
            )
            .map(|step| Amendment::Document(step.map(Arc::new))),
        }
    }
}

/// Everything that differs from `before` to `after`: sub-processors first, each kind by id.
pub fn amendments(before: &Content, after: &Content) -> Vec<Amendment> {
    let subprocessors = steps(&before.subprocessors, &after.subprocessors).into_iter();
    let documents = steps(&before.documents, &after.documents).into_iter();
    subprocessors
        .map(Amendment::Subprocessor)
        .chain(documents.map(Amendment::Document))
        .collect()
}

fn steps<K: Ord, T: SaysTheSame>(
    before: &BTreeMap<K, Arc<T>>,
    after: &BTreeMap<K, Arc<T>>,
) -> Vec<Step<Arc<T>>> {
    let ids: BTreeSet<&K> = before.keys().chain(after.keys()).collect();
    ids.into_iter()
        .filter_map(|id| Step::between(before.get(id).cloned(), after.get(id).cloned()))
        .collect()
}
