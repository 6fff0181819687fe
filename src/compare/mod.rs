//! What differs between two states: a library that `replay`, `render` and `status` share.
//!
//! [`SaysTheSame`] alone decides whether an item was amended, for a recorded change, which `replay` lays on
//! what stood before, as for a draft, for which [`amendments`] compares two [`Content`]s; so the two can't
//! disagree. [`fields`] compares two entries field by field, [`prose`] two texts down to the word.
//!
//! It knows only `content`: no dates of announcement, no rules of notice, no words of any language.

pub mod fields;
pub mod prose;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::{
    Content, Document, DocumentId, ItemId, ProductId, Subprocessor, SubprocessorId,
};

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

impl Verb {
    /// The word for programs, and the key under which people's words for it are found.
    pub fn as_str(self) -> &'static str {
        match self {
            Verb::Added => "added",
            Verb::Amended => "amended",
            Verb::Removed => "removed",
        }
    }
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
            .map(Amendment::Subprocessor),
            Amendment::Document(step) => Step::between(
                step.before().and_then(|d| d.for_product(product)),
                step.after().and_then(|d| d.for_product(product)),
            )
            .map(Amendment::Document),
        }
    }
}

/// Everything that differs from `before` to `after`: sub-processors first, each kind by id.
pub fn amendments(before: &Content, after: &Content) -> Vec<Amendment> {
    amendments_again(before, after, &mut Known::default())
}

/// The same, where what is known to say the same needn't be compared again.
pub fn amendments_again(before: &Content, after: &Content, known: &mut Known) -> Vec<Amendment> {
    let subprocessors = steps(
        &before.subprocessors,
        &after.subprocessors,
        &mut known.subprocessors,
    );
    let documents = steps(&before.documents, &after.documents, &mut known.documents);
    subprocessors
        .into_iter()
        .map(Amendment::Subprocessor)
        .chain(documents.into_iter().map(Amendment::Document))
        .collect()
}

/// Pairs of states that were found to say the same.
#[derive(Default, Debug)]
pub struct Known {
    subprocessors: Vec<Pair<SubprocessorId, Subprocessor>>,
    documents: Vec<Pair<DocumentId, Document>>,
}

type Pair<K, T> = (K, Arc<T>, Arc<T>);

impl Known {
    pub fn len(&self) -> usize {
        self.subprocessors.len() + self.documents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn steps<K: Ord + Clone, T: SaysTheSame>(
    before: &BTreeMap<K, Arc<T>>,
    after: &BTreeMap<K, Arc<T>>,
    known: &mut Vec<Pair<K, T>>,
) -> Vec<Step<Arc<T>>> {
    let mut steps = Vec::new();
    let mut former = std::mem::take(known).into_iter().peekable();
    let mut before = before.iter().peekable();
    let mut after = after.iter().peekable();
    loop {
        // Most pairs are known, and then not even their ids need be looked at.
        if let (Some((_, old)), Some((_, new))) = (before.peek(), after.peek())
            && let Some(pair) = former
                .next_if(|(_, before, after)| Arc::ptr_eq(before, old) && Arc::ptr_eq(after, new))
        {
            known.push(pair);
            before.next();
            after.next();
            continue;
        }
        // What comes next is the lesser id; both states where it is one id.
        let order = match (before.peek(), after.peek()) {
            (None, None) => return steps,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let old = before.next_if(|_| order.is_le());
        let new = after.next_if(|_| order.is_ge());
        match (old, new) {
            (Some((id, old)), Some((_, new))) => {
                while former.next_if(|(other, ..)| other <= id).is_some() {}
                if old.says_the_same(new) {
                    known.push((id.clone(), Arc::clone(old), Arc::clone(new)));
                } else {
                    steps.push(Step::Amended {
                        before: Arc::clone(old),
                        after: Arc::clone(new),
                    });
                }
            }
            (old, new) => steps.extend(Step::between(
                old.map(|(_, state)| Arc::clone(state)),
                new.map(|(_, state)| Arc::clone(state)),
            )),
        }
    }
}
