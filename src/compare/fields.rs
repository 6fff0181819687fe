//! Entry against entry, field by field and engagement by engagement.
//!
//! A list is a set here: another order of the same members is no difference.

use std::collections::BTreeSet;

use crate::content::field::Value;
use crate::content::{Document, Engagement, Field, Subprocessor};

/// A field whose value differs. One side may be absent, never both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldAmendment<'a> {
    pub field: Field,
    pub before: Option<Value<'a>>,
    pub after: Option<Value<'a>>,
}

/// What happened to one engagement of an amended entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EngagementAmendment<'a> {
    Added(&'a Engagement),
    Amended {
        before: &'a Engagement,
        after: &'a Engagement,
        fields: Vec<FieldAmendment<'a>>,
    },
    Removed(&'a Engagement),
}

/// All that differs between two states of one sub-processor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubprocessorComparison<'a> {
    /// The facts of the vendor.
    pub vendor: Vec<FieldAmendment<'a>>,
    pub engagements: Vec<EngagementAmendment<'a>>,
}

impl SubprocessorComparison<'_> {
    pub fn is_empty(&self) -> bool {
        self.vendor.is_empty() && self.engagements.is_empty()
    }
}

/// Compares two states of one sub-processor.
pub fn subprocessor<'a>(
    before: &'a Subprocessor,
    after: &'a Subprocessor,
) -> SubprocessorComparison<'a> {
    SubprocessorComparison {
        vendor: differing(&Field::OF_VENDOR, |field| {
            (before.value(field), after.value(field))
        }),
        engagements: engagements(&before.engagements, &after.engagements),
    }
}

/// Compares two states of one document; its text counts as one field here.
pub fn document<'a>(before: &'a Document, after: &'a Document) -> Vec<FieldAmendment<'a>> {
    differing(&Field::OF_DOCUMENT, |field| {
        (before.value(field), after.value(field))
    })
}

fn engagements<'a>(
    before: &'a [Engagement],
    after: &'a [Engagement],
) -> Vec<EngagementAmendment<'a>> {
    let mut left: Vec<&Engagement> = before
        .iter()
        .filter(|b| after.iter().all(|a| a.id != b.id))
        .collect();
    let fresh: Vec<&Engagement> = after
        .iter()
        .filter(|a| before.iter().all(|b| b.id != a.id))
        .collect();
    // A reworded purpose gives an engagement another default id. Where one is left on each side, it
    // is that one; with more, only the ids can tell.
    let reworded = (left.len() == 1 && fresh.len() == 1).then(|| (left.remove(0), fresh[0]));

    let mut amendments = Vec::new();
    for new in after {
        let old = before.iter().find(|b| b.id == new.id).or(reworded
            .filter(|(_, after)| after.id == new.id)
            .map(|(before, _)| before));
        match old {
            None => amendments.push(EngagementAmendment::Added(new)),
            Some(old) => {
                let fields = differing(&Field::OF_ENGAGEMENT, |field| {
                    (old.value(field), new.value(field))
                });
                if !fields.is_empty() {
                    amendments.push(EngagementAmendment::Amended {
                        before: old,
                        after: new,
                        fields,
                    });
                }
            }
        }
    }
    amendments.extend(left.into_iter().map(EngagementAmendment::Removed));
    amendments
}

fn differing<'a>(
    fields: &[Field],
    values: impl Fn(Field) -> (Option<Value<'a>>, Option<Value<'a>>),
) -> Vec<FieldAmendment<'a>> {
    fields
        .iter()
        .filter_map(|&field| {
            let (before, after) = values(field);
            let same = match (before, after) {
                (None, None) => true,
                (Some(before), Some(after)) => says_the_same(before, after),
                _ => false,
            };
            (!same).then_some(FieldAmendment {
                field,
                before,
                after,
            })
        })
        .collect()
}

fn says_the_same(before: Value<'_>, after: Value<'_>) -> bool {
    fn as_sets<T: Ord>(before: &[T], after: &[T]) -> bool {
        before.iter().collect::<BTreeSet<_>>() == after.iter().collect::<BTreeSet<_>>()
    }
    match (before, after) {
        (Value::Texts(before), Value::Texts(after)) => as_sets(before, after),
        (Value::Data(before), Value::Data(after)) => as_sets(before, after),
        (Value::Locations(before), Value::Locations(after)) => as_sets(before, after),
        (Value::Transfer(before), Value::Transfer(after)) => as_sets(before, after),
        (Value::Products(before), Value::Products(after)) => as_sets(before, after),
        (before, after) => before == after,
    }
}
