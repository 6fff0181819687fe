//! How a change or an item stands on a day.
//!
//! It takes a history and a day and gives one of a few words, which every page, list and message shares.

use crate::compare::Verb;
use crate::content::{ChangeId, Date};

use super::change::{Change, Replacement};
use super::history::{History, Version};

/// How a change stands on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Told, and not in force yet.
    Announced,
    InForce,
    /// Another change stands in for it.
    Replaced {
        by: ChangeId,
        how: Replacement,
    },
    Historical,
}

/// How an item stands on a day.
#[derive(Clone, Debug)]
pub struct ItemStanding<'a, T> {
    pub status: ItemStatus,
    /// The version that is in force.
    pub in_force: Option<&'a Version<T>>,
    /// What is announced and not in force yet, the next to take effect first.
    pub coming: Vec<&'a Version<T>>,
}

/// [`ItemStanding`] in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemStatus {
    /// In force, and nothing else is announced.
    InForce,
    /// Not in force yet.
    Announced,
    /// In force, and an amendment of it is announced.
    Changing,
    /// In force, and its end is announced.
    Ending,
    /// No longer in force.
    Former,
    /// Announced, and withdrawn before it took effect.
    Withdrawn,
}

impl ItemStatus {
    /// Whether it stands in the lists of what is in force or will be.
    pub fn is_listed(self) -> bool {
        match self {
            ItemStatus::InForce
            | ItemStatus::Announced
            | ItemStatus::Changing
            | ItemStatus::Ending => true,
            ItemStatus::Former | ItemStatus::Withdrawn => false,
        }
    }
}

impl<'a, T> ItemStanding<'a, T> {
    /// The state that a list shows: the one in force, else the first that is announced.
    pub fn shown(&self) -> Option<&'a Version<T>> {
        let coming = self.coming.iter().copied();
        self.in_force
            .into_iter()
            .chain(coming)
            .find(|version| version.after().is_some())
    }
}

impl History {
    pub fn standing(&self, change: &Change, on: Date) -> Standing {
        if change.is_historical() {
            return Standing::Historical;
        }
        if let Some(by) = self.replaced_by(&change.id)
            && let Some(replaces) = &by.replaces
        {
            return Standing::Replaced {
                by: by.id.clone(),
                how: replaces.how,
            };
        }
        if change.effective > on {
            Standing::Announced
        } else {
            Standing::InForce
        }
    }

    /// How an item with these versions stands on a day.
    pub fn item_standing<'a, T>(
        &self,
        versions: &'a [Version<T>],
        on: Date,
    ) -> ItemStanding<'a, T> {
        let counting = || versions.iter().filter(|version| self.counts(version));
        let in_force = counting()
            .rev()
            .find(|version| version.effective() <= on)
            .filter(|version| version.after().is_some());
        let coming: Vec<&Version<T>> = counting().filter(|v| v.effective() > on).collect();
        let ends = coming.iter().any(|v| v.step.verb() == Verb::Removed);
        ItemStanding {
            status: match (in_force.is_some(), coming.is_empty()) {
                (true, true) => ItemStatus::InForce,
                (true, false) if ends => ItemStatus::Ending,
                (true, false) => ItemStatus::Changing,
                (false, false) => ItemStatus::Announced,
                (false, true) if counting().next().is_none() => ItemStatus::Withdrawn,
                (false, true) => ItemStatus::Former,
            },
            in_force,
            coming,
        }
    }
}
