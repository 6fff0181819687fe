//! A change: what an overlay did, once replayed.

use crate::compare::Amendment;
use crate::content::{ChangeId, Date, ItemId, ProductId};
use crate::parse::Overlay;
use crate::parse::overlay::{ChangeKind, Redaction, Wish};

use super::rules::{self, Hearing, NoticeTerms};

/// What an overlay did, with its dates and reason. Only `replay` makes one.
#[derive(Clone, Debug)]
pub struct Change {
    pub id: ChangeId,
    pub kind: ChangeKind,
    /// The day on which customers are told.
    pub announced: Date,
    /// Its place among the changes that are announced on one day, as recorded.
    pub order: u32,
    /// Its place among the changes of the log that are announced on one day, from 0. Later changes
    /// never move it.
    pub of_day: u32,
    /// The day from which it is in force.
    pub effective: Date,
    pub title: String,
    pub reason: Option<String>,
    pub amendments: Vec<Amendment>,
    pub told: Told,
    /// What the writer asked for where the rule leaves a choice.
    pub wish: Wish,
    /// The change that this one stands in for.
    pub replaces: Option<Replaces>,
    /// The change whose error this one mends after the fact.
    pub corrects: Option<ChangeId>,
    /// Why the notice is shorter than promised.
    pub short_notice: Option<String>,
    /// What was recorded of the last day to object, if anything.
    pub object_by: Option<Date>,
    /// What was taken out of it after it was published.
    pub redaction: Option<Redaction>,
}

/// Who hears of a change, and how long before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// In the log alone.
    Editorial,
    /// In every feed, at once.
    AtOnce,
    /// In every feed, in advance; with the last day, inclusive, on which a customer can object.
    WithNotice { objection_deadline: Date },
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replaces {
    pub id: ChangeId,
    pub how: Replacement,
}

/// What became of a change that another one stands in for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Replacement {
    /// Nothing of it takes place.
    Withdrawn,
    /// The same, on another day.
    Postponed,
    /// Something else takes place.
    Corrected,
}

/// What a draft would be as a change.
pub(super) struct Proposal {
    pub(super) kind: ChangeKind,
    pub(super) announced: Date,
    pub(super) effective: Date,
    pub(super) of_day: u32,
    pub(super) title: String,
    pub(super) amendments: Vec<Amendment>,
}

impl Change {
    /// The change that a draft would be.
    pub(super) fn proposed(proposal: Proposal, terms: &NoticeTerms) -> Change {
        let mut change = Change {
            id: ChangeId::draft(),
            kind: proposal.kind,
            announced: proposal.announced,
            order: 0,
            of_day: proposal.of_day,
            effective: proposal.effective,
            title: proposal.title,
            reason: None,
            amendments: proposal.amendments,
            told: Told::Editorial,
            wish: Wish::ByRule,
            replaces: None,
            corrects: None,
            short_notice: None,
            object_by: None,
            redaction: None,
        };
        change.told = change.told_by_rule(terms);
        change
    }

    pub(super) fn new(
        overlay: &Overlay,
        of_day: u32,
        amendments: Vec<Amendment>,
        replaces: Option<Replaces>,
        terms: &NoticeTerms,
    ) -> Change {
        let announced = overlay.announced.value;
        let effective = overlay.effective.value;
        let mut change = Change {
            id: overlay.id.clone(),
            kind: overlay.kind.clone(),
            announced,
            order: overlay.order,
            of_day,
            effective,
            title: overlay.title.clone(),
            reason: overlay.reason.clone(),
            amendments,
            told: Told::Editorial,
            wish: overlay.wish,
            replaces,
            corrects: overlay.corrects.as_ref().map(|id| id.value.clone()),
            short_notice: overlay.short_notice.clone(),
            object_by: overlay.object_by.map(|date| date.value),
            redaction: overlay.redaction.clone(),
        };
        change.told = change.told_by_rule(terms);
        change
    }

    fn told_by_rule(&self, terms: &NoticeTerms) -> Told {
        let hearing = rules::who_hears(
            &self.kind,
            &self.amendments,
            terms.documents,
            self.wish,
            self.replaces.is_some(),
        );
        match hearing {
            Hearing::Nobody => Told::Editorial,
            Hearing::AtOnce => Told::AtOnce,
            Hearing::InAdvance => Told::WithNotice {
                objection_deadline: self
                    .object_by
                    .unwrap_or_else(|| terms.objection_deadline(self.announced, self.effective)),
            },
        }
    }

    pub fn is_historical(&self) -> bool {
        matches!(self.kind, ChangeKind::Historical { .. })
    }

    /// Whether it has a record in the chain: what was recorded from the baseline on. The past that was
    /// put together later can be mended, and a draft isn't recorded yet.
    pub fn is_in_chain(&self) -> bool {
        !self.is_historical() && self.id != ChangeId::draft()
    }

    /// Whether it did something to a sub-processor.
    pub fn touches_register(&self) -> bool {
        let mut amendments = self.amendments.iter();
        amendments.any(|amendment| matches!(amendment, Amendment::Subprocessor(_)))
    }

    /// Whether customers find it in the feeds.
    pub fn is_told(&self) -> bool {
        self.told != Told::Editorial && !self.is_historical()
    }

    pub fn objection_deadline(&self) -> Option<Date> {
        match self.told {
            Told::WithNotice { objection_deadline } => Some(objection_deadline),
            Told::Editorial | Told::AtOnce => None,
        }
    }

    pub fn amendment(&self, item: &ItemId) -> Option<&Amendment> {
        self.amendments.iter().find(|a| a.item() == *item)
    }

    /// The change as a product's view shows it; `None` where nothing of it concerns the product.
    pub(super) fn for_product(&self, product: &ProductId, terms: &NoticeTerms) -> Option<Change> {
        let amendments: Vec<Amendment> = self
            .amendments
            .iter()
            .filter_map(|amendment| amendment.for_product(product))
            .collect();
        if amendments.is_empty() && self.replaces.is_none() {
            return None;
        }
        let mut view = Change {
            amendments,
            ..self.clone()
        };
        view.told = view.told_by_rule(terms);
        Some(view)
    }
}
