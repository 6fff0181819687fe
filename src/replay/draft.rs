//! The draft: what the working files say and no recorded change does.

use std::sync::Arc;

use crate::compare::{self, Amendment};
use crate::content::{Date, ItemId, Telling};
use crate::parse::{Project, Unreadable};

use super::change::{Change, ChangeKind, Proposal};
use super::history::History;
use super::rules::telling;

/// The proposal for the next change.
#[derive(Clone, Default, Debug)]
pub struct Draft {
    pub amendments: Vec<Amendment>,
}

impl Draft {
    /// What the working files say and the tip doesn't. What couldn't be read is no part of it: an entry
    /// with an error isn't an entry removed.
    pub fn of(project: &Project, history: &History) -> Draft {
        let mut amendments = compare::amendments(&history.tip(), &project.working);
        amendments.retain(|amendment| !is_unreadable(&amendment.item(), &project.unreadable));
        Draft { amendments }
    }

    pub fn is_empty(&self) -> bool {
        self.amendments.is_empty()
    }

    /// The first day on which the draft could be in force if it were announced on a day: after its
    /// notice, and not before what is pending for one of its items.
    pub fn earliest_effective(&self, history: &History, announced: Date) -> Date {
        let by_notice = match telling(&self.amendments, history.terms().documents) {
            Telling::WithNotice => history.terms().earliest_effective(announced),
            Telling::Always | Telling::UnlessEditorial | Telling::OnRequest => announced,
        };
        let pending = self
            .amendments
            .iter()
            .flat_map(|amendment| history.changes_of(&amendment.item()))
            .filter(|change| history.replaced_by(&change.id).is_none())
            .map(|change| change.effective);
        pending.max().map_or(by_notice, |day| by_notice.max(day))
    }

    /// The history with the draft as its last change, as if it were announced on a day.
    #[must_use]
    pub fn drawn_into(&self, project: &Project, history: &History, announced: Date) -> History {
        if self.is_empty() {
            return history.clone();
        }
        let kind = if history.changes().is_empty() {
            ChangeKind::Baseline
        } else {
            ChangeKind::Change
        };
        let effective = match kind {
            ChangeKind::Baseline => announced,
            _ => self.earliest_effective(history, announced),
        };
        let same_day = history
            .changes()
            .iter()
            .filter(|c| c.announced == announced);
        let change = Change::proposed(
            Proposal {
                kind,
                announced,
                effective,
                of_day: u32::try_from(same_day.count()).unwrap_or(u32::MAX),
                title: project.language.say("draft.title", &[]),
                amendments: self.amendments.clone(),
            },
            history.terms(),
        );
        history.with(Arc::new(change))
    }
}

fn is_unreadable(item: &ItemId, unreadable: &Unreadable) -> bool {
    unreadable.items.contains(item)
        || match item {
            ItemId::Subprocessor(_) => unreadable.register,
            ItemId::Document(_) => unreadable.others > 0,
        }
}
