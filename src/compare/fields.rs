//! Entry against entry, field by field and engagement by engagement.
//!
//! A list is a set here: another order of the same members is no difference.

use std::collections::BTreeSet;

use super::{Amendment, Step, Verb};
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

/// What an amendment did to its item, field by field. Where the item came or went as a whole, that is
/// every field which it has, but for the one that names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Details<'a> {
    /// With those of the engagement, where the item has but one.
    pub fields: Vec<FieldAmendment<'a>>,
    /// Where it has or had several engagements: those that differ.
    pub engagements: Vec<EngagementDetails<'a>>,
}

/// One of several engagements; where it came or went as a whole, with every field that it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EngagementDetails<'a> {
    pub verb: Verb,
    pub purpose: &'a str,
    pub fields: Vec<FieldAmendment<'a>>,
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

    /// The fields that differ, in the order of an entry for each engagement. One that came or went is
    /// another purpose.
    pub fn fields(&self) -> Vec<Field> {
        let vendor = self.vendor.iter().map(|amended| amended.field);
        let engagements = self
            .engagements
            .iter()
            .flat_map(|engagement| match engagement {
                EngagementAmendment::Amended { fields, .. } => {
                    fields.iter().map(|amended| amended.field).collect()
                }
                EngagementAmendment::Added(_) | EngagementAmendment::Removed(_) => {
                    vec![Field::Purpose]
                }
            });
        vendor.chain(engagements).collect()
    }
}

/// Says field by field what an amendment did.
pub fn details(amendment: &Amendment) -> Details<'_> {
    match amendment {
        Amendment::Subprocessor(Step::Amended { before, after }) => {
            let SubprocessorComparison {
                vendor,
                engagements,
            } = subprocessor(before, after);
            if before.engagements.len() > 1 || after.engagements.len() > 1 {
                return Details {
                    fields: vendor,
                    engagements: engagements.into_iter().map(engagement_details).collect(),
                };
            }
            let only = engagements.into_iter().map(engagement_details);
            Details {
                fields: vendor
                    .into_iter()
                    .chain(only.flat_map(|e| e.fields))
                    .collect(),
                engagements: Vec::new(),
            }
        }
        Amendment::Subprocessor(step) => {
            let (verb, entry) = (step.verb(), step.latest());
            let vendor = Field::OF_VENDOR.into_iter();
            let vendor = vendor.filter(|field| *field != Field::Name);
            let mut details = Details {
                fields: whole(verb, vendor, |field| entry.value(field)),
                engagements: Vec::new(),
            };
            match entry.engagements.as_slice() {
                [only] => details.fields.extend(whole_engagement(verb, only).fields),
                several => {
                    let several = several.iter().map(|e| whole_engagement(verb, e));
                    details.engagements.extend(several);
                }
            }
            details
        }
        Amendment::Document(Step::Amended { before, after }) => Details {
            fields: document(before, after),
            engagements: Vec::new(),
        },
        Amendment::Document(step) => {
            let fields = Field::OF_DOCUMENT.into_iter();
            let fields = fields.filter(|field| *field != Field::Title);
            Details {
                fields: whole(step.verb(), fields, |field| step.latest().value(field)),
                engagements: Vec::new(),
            }
        }
    }
}

fn engagement_details(amendment: EngagementAmendment<'_>) -> EngagementDetails<'_> {
    match amendment {
        EngagementAmendment::Added(engagement) => whole_engagement(Verb::Added, engagement),
        EngagementAmendment::Removed(engagement) => whole_engagement(Verb::Removed, engagement),
        EngagementAmendment::Amended { after, fields, .. } => EngagementDetails {
            verb: Verb::Amended,
            purpose: &after.purpose,
            fields,
        },
    }
}

fn whole_engagement(verb: Verb, engagement: &Engagement) -> EngagementDetails<'_> {
    EngagementDetails {
        verb,
        purpose: &engagement.purpose,
        fields: whole(verb, Field::OF_ENGAGEMENT.into_iter(), |field| {
            engagement.value(field)
        }),
    }
}

/// The fields of something that came or went.
fn whole<'a>(
    verb: Verb,
    fields: impl Iterator<Item = Field>,
    value: impl Fn(Field) -> Option<Value<'a>>,
) -> Vec<FieldAmendment<'a>> {
    fields
        .filter_map(|field| {
            let value = Some(value(field)?);
            let (before, after) = match verb {
                Verb::Removed => (value, None),
                Verb::Added | Verb::Amended => (None, value),
            };
            Some(FieldAmendment {
                field,
                before,
                after,
            })
        })
        .collect()
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
