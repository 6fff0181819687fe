//! The draft: what the working files say and no recorded change does.

use crate::compare::{self, Amendment};
use crate::content::ItemId;
use crate::parse::{Project, Unreadable};

use super::history::History;

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
}

fn is_unreadable(item: &ItemId, unreadable: &Unreadable) -> bool {
    unreadable.items.contains(item)
        || match item {
            ItemId::Subprocessor(_) => unreadable.register,
            ItemId::Document(_) => unreadable.others > 0,
        }
}
