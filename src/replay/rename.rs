//! One id gone and another one new with most of its content: was the item renamed?
//!
//! An id is an address and the key of a history, so a renamed item keeps it. Only the writer knows
//! whether two entries are one company under two names or two companies that do the same; here is
//! found where she must be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compare::{Amendment, Step};
use crate::content::field::Value;
use crate::content::{Document, Field, ItemId, Subprocessor};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// An item that may be a former one under a new id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suspicion {
    pub former: ItemId,
    pub former_name: String,
    pub new: ItemId,
    pub new_name: String,
    /// Where the new one stands.
    pub place: Span,
}

/// What identifies a company: where two entries agree on none of these, they are two companies.
const IDENTITY: [Field; 6] = [
    Field::Entity,
    Field::Address,
    Field::Contact,
    Field::Website,
    Field::Dpa,
    Field::SubprocessorsUrl,
];

/// The items that came while a like one went, each with the one that is most like it.
pub fn suspected(amendments: &[Amendment]) -> Vec<Suspicion> {
    let mut suspicions = Vec::new();
    for amendment in amendments {
        let nearest = match amendment {
            Amendment::Subprocessor(Step::Added { after }) => {
                nearest(removed_subprocessors(amendments), |former| {
                    alike_entries(former, after)
                })
                .map(|former| (ItemId::Subprocessor(former.id.clone()), former.name.clone()))
                .map(|former| (former, after.place.0))
            }
            Amendment::Document(Step::Added { after }) => {
                nearest(removed_documents(amendments), |former| {
                    alike_documents(former, after)
                })
                .map(|former| (ItemId::Document(former.id.clone()), former.title.clone()))
                .map(|former| (former, after.place.0.within(0..0)))
            }
            Amendment::Subprocessor(_) | Amendment::Document(_) => None,
        };
        if let Some(((former, former_name), place)) = nearest {
            suspicions.push(Suspicion {
                former,
                former_name,
                new: amendment.item(),
                new_name: amendment.name().to_owned(),
                place,
            });
        }
    }
    suspicions
}

impl Suspicion {
    /// The question, with both answers.
    pub fn question(&self) -> Diagnostic {
        let Suspicion { former, new, .. } = self;
        let (one, place) = match new {
            ItemId::Subprocessor(_) => ("company", "in its entry"),
            ItemId::Document(_) => ("document", "in its front matter"),
        };
        Diagnostic::error(
            self.place,
            format!("`{new}` is new, and `{former}` is gone with nearly the same content"),
        )
        .label(format!("the same {one} under another id?"))
        .note("an id is the address of a page and the key of its history, so it never changes; names and titles may")
        .help(format!(
            "if it is the same {one}, keep its id: write {place}\nid = \"{former}\""
        ))
        .help(format!(
            "if it is another {one}, say so: candor record --not-a-rename"
        ))
    }
}

fn removed_subprocessors(amendments: &[Amendment]) -> impl Iterator<Item = &Arc<Subprocessor>> {
    amendments.iter().filter_map(|amendment| match amendment {
        Amendment::Subprocessor(Step::Removed { before }) => Some(before),
        Amendment::Subprocessor(_) | Amendment::Document(_) => None,
    })
}

fn removed_documents(amendments: &[Amendment]) -> impl Iterator<Item = &Arc<Document>> {
    amendments.iter().filter_map(|amendment| match amendment {
        Amendment::Document(Step::Removed { before }) => Some(before),
        Amendment::Subprocessor(_) | Amendment::Document(_) => None,
    })
}

/// The former item that shares most with the new one, if any shares enough.
fn nearest<'a, T>(
    former: impl Iterator<Item = &'a Arc<T>>,
    alike: impl Fn(&T) -> Option<Share>,
) -> Option<&'a Arc<T>> {
    former
        .filter_map(|former| Some((former, alike(former)?)))
        .filter(|(_, share)| share.is_most())
        .max_by_key(|(_, share)| share.permille())
        .map(|(former, _)| former)
}

/// How much of two things is the same.
#[derive(Clone, Copy)]
struct Share {
    same: usize,
    of: usize,
}

impl Share {
    fn is_most(self) -> bool {
        self.of > 0 && self.same * 3 >= self.of * 2
    }

    fn permille(self) -> usize {
        self.same * 1000 / self.of.max(1)
    }
}

/// Whether most of what two entries say is the same, their names apart.
pub(super) fn is_alike(former: &Subprocessor, new: &Subprocessor) -> bool {
    alike_entries(former, new).is_some_and(Share::is_most)
}

/// The fields that two entries share, their names apart. `None` where they are two companies for sure.
fn alike_entries(former: &Subprocessor, new: &Subprocessor) -> Option<Share> {
    let both_say: Vec<bool> = IDENTITY
        .into_iter()
        .filter_map(|field| Some((former.value(field)?, new.value(field)?)))
        .map(|(former, new)| former == new)
        .collect();
    if former.name != new.name && !both_say.is_empty() && both_say.iter().all(|same| !same) {
        return None;
    }
    let vendor = Field::OF_VENDOR
        .into_iter()
        .filter(|&field| field != Field::Name)
        .map(|field| (former.value(field), new.value(field)));
    let engagements = former
        .engagements
        .iter()
        .zip(&new.engagements)
        .flat_map(|(former, new)| {
            Field::OF_ENGAGEMENT.map(|field| (former.value(field), new.value(field)))
        });
    Some(share(vendor.chain(engagements)))
}

fn share<'a>(pairs: impl Iterator<Item = (Option<Value<'a>>, Option<Value<'a>>)>) -> Share {
    let stated = pairs.filter(|pair| *pair != (None, None));
    stated.fold(Share { same: 0, of: 0 }, |share, (former, new)| Share {
        same: share.same + usize::from(former == new),
        of: share.of + 1,
    })
}

/// The lines that two texts share, whatever their order. `None` where their pages lie apart.
fn alike_documents(former: &Document, new: &Document) -> Option<Share> {
    if former.kind != new.kind {
        return None;
    }
    let lines = |document: &Document| -> BTreeMap<String, usize> {
        let mut lines = BTreeMap::new();
        let text = document.body.text().lines().map(str::trim);
        for line in text.filter(|line| !line.is_empty()) {
            *lines.entry(line.to_owned()).or_default() += 1;
        }
        lines
    };
    let (former, new) = (lines(former), lines(new));
    let same = former
        .iter()
        .map(|(line, count)| new.get(line).map_or(0, |other| *count.min(other)))
        .sum();
    let of = former.values().sum::<usize>().max(new.values().sum());
    Some(Share { same, of })
}

#[cfg(test)]
mod tests;
