//! The draft: what the working files say and no recorded change does.

use std::sync::Arc;

use crate::compare::{self, Amendment, Known, Verb};
use crate::content::{ChangeId, Date, ItemId};
use crate::parse::overlay::Wish;
use crate::parse::{Project, Unreadable};

use super::change::{Change, Proposal};
use super::history::History;
use super::rules::{Hearing, who_hears};
use crate::parse::overlay::ChangeKind;

/// The proposal for the next change.
#[derive(Clone, Default, Debug)]
pub struct Draft {
    pub amendments: Vec<Amendment>,
}

impl Draft {
    /// What the working files say and the tip doesn't. What couldn't be read is no part of it: an entry
    /// with an error isn't an entry removed. While a recorded change can't be read, nobody knows what
    /// isn't recorded, so there is no draft.
    pub fn of(project: &Project, history: &History) -> Draft {
        Draft::of_again(project, history, &mut Known::default())
    }

    /// The same, where what is known to say the same needn't be compared again.
    pub fn of_again(project: &Project, history: &History, known: &mut Known) -> Draft {
        if project.unreadable.changes > 0 {
            return Draft::default();
        }
        let mut amendments = compare::amendments_again(history.tip(), &project.working, known);
        amendments.retain(|amendment| !is_unreadable(amendment, &project.unreadable));
        Draft { amendments }
    }

    pub fn is_empty(&self) -> bool {
        self.amendments.is_empty()
    }

    /// From when the draft could be in force if it were announced on a day.
    pub fn earliest_effective(&self, history: &History, announced: Date) -> Earliest {
        let hearing = who_hears(
            &self.kind(history),
            &self.amendments,
            history.terms().documents,
            Wish::ByRule,
            false,
        );
        Earliest::of(history, &self.amendments, hearing, announced, None)
    }

    /// What the draft would be recorded as: the first record is the baseline.
    fn kind(&self, history: &History) -> ChangeKind {
        if history.has_begun() {
            ChangeKind::Change
        } else {
            ChangeKind::Baseline
        }
    }

    /// The history with the draft as its last change, as if it were announced on a day, and on the day of
    /// taking effect that a record would choose.
    #[must_use]
    pub fn drawn_into(&self, project: &Project, history: &History, announced: Date) -> History {
        if self.is_empty() {
            return history.clone();
        }
        let kind = self.kind(history);
        let earliest = self.earliest_effective(history, announced);
        let effective = earliest.planned(history.terms().slack);
        let same_day = history
            .changes()
            .iter()
            .filter(|c| c.announced == announced && !c.is_historical());
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

/// From when a change could be in force, and what keeps it from being so at once.
#[derive(Clone, Debug)]
pub struct Earliest {
    pub announced: Date,
    /// The first day after the notice, where customers must have it.
    pub notice: Option<Date>,
    /// The change that is the last to take effect of those that say something of the same items.
    pub pending: Option<Arc<Change>>,
}

impl Earliest {
    /// For amendments that are announced on a day, to stand in for a change or to come on top of all.
    pub(super) fn of(
        history: &History,
        amendments: &[Amendment],
        hearing: Hearing,
        announced: Date,
        instead_of: Option<&ChangeId>,
    ) -> Earliest {
        let pending = amendments
            .iter()
            .flat_map(|amendment| history.changes_of(&amendment.item()))
            .filter(|change| !change.is_historical() && change.effective > announced)
            .filter(|change| history.replaced_by(&change.id).is_none())
            .filter(|change| Some(&change.id) != instead_of)
            .max_by_key(|change| change.effective);
        Earliest {
            announced,
            notice: (hearing == Hearing::InAdvance)
                .then(|| history.terms().earliest_effective(announced)),
            pending: pending.cloned(),
        }
    }

    pub fn day(&self) -> Date {
        self.planned(0)
    }

    /// The day that is chosen where nobody chooses one: `slack` days after the notice, so that a review
    /// doesn't eat it.
    pub fn planned(&self, slack: u32) -> Date {
        let notice = self.notice.map(|day| day.plus(slack));
        let pending = self.pending.as_ref().map(|change| change.effective);
        [notice, pending]
            .into_iter()
            .flatten()
            .fold(self.announced, Date::max)
    }
}

/// Whether an amendment may only seem to be one: what seems to be gone may be the entry or text whose id
/// can't be made out.
fn is_unreadable(amendment: &Amendment, unreadable: &Unreadable) -> bool {
    let item = amendment.item();
    let (whole, nameless) = match item {
        ItemId::Subprocessor(_) => (unreadable.register, unreadable.entries),
        ItemId::Document(_) => (false, unreadable.documents),
    };
    whole || unreadable.items.contains(&item) || (nameless > 0 && amendment.verb() == Verb::Removed)
}
