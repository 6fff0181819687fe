//! What is to be recorded: the decision, with the changes that it names found in the log.

use std::sync::Arc;

use crate::compare::Amendment;
use crate::content::{ChangeId, Content, Date, ItemId};
use crate::diagnostic::nearest;
use crate::parse::Overlay;
use crate::parse::overlay::ChangeKind;
use crate::parse::overlay::Wish;
use crate::replay::change::Change;
use crate::replay::history::History;

use super::{Before, Decision, Refusal, Relation};

/// The decision with the changes that it names.
pub(super) enum Task<'a> {
    Record {
        replaces: Option<&'a Arc<Change>>,
        corrects: Option<&'a Arc<Change>>,
    },
    Withdraw(&'a Arc<Change>),
    Again(&'a Arc<Change>, &'a Overlay),
}

impl<'a> Task<'a> {
    pub(super) fn of(before: Before<'a>, decision: &Decision) -> Result<Task<'a>, Refusal> {
        let named = |id: &ChangeId| {
            let found = before.history.change(id);
            found.ok_or_else(|| no_such_change(id, before.history))
        };
        Ok(match &decision.relation {
            Relation::Alone => Task::Record {
                replaces: None,
                corrects: None,
            },
            Relation::Replaces(id) => Task::Record {
                replaces: Some(named(id)?),
                corrects: None,
            },
            Relation::Corrects(id) => Task::Record {
                replaces: None,
                corrects: Some(named(id)?),
            },
            Relation::Withdraws(id) => Task::Withdraw(named(id)?),
            Relation::Again(id) => {
                let change = match id {
                    Some(id) => named(id)?,
                    None => {
                        let newest = before.history.changes().last();
                        newest.ok_or_else(|| Refusal::new("no change is recorded yet"))?
                    }
                };
                let overlay = before.project.overlays.iter().find(|o| o.id == change.id);
                let overlay = overlay.ok_or_else(|| no_such_change(&change.id, before.history))?;
                may_be_made_again(before.history, change)?;
                Task::Again(change, overlay)
            }
        })
    }

    pub(super) fn again(&self) -> Option<&'a Overlay> {
        match self {
            Task::Again(_, overlay) => Some(overlay),
            Task::Record { .. } | Task::Withdraw(_) => None,
        }
    }

    pub(super) fn announced(&self, decision: &Decision) -> Date {
        decision.announced.unwrap_or_else(|| match self {
            // The log goes on beginning where it began.
            Task::Again(change, _) if change.kind == ChangeKind::Baseline => change.announced,
            // What waits for its day goes on waiting for it.
            Task::Again(change, _) => change.announced.max(decision.today),
            Task::Record { .. } | Task::Withdraw(_) => decision.today,
        })
    }

    pub(super) fn kind(&self, history: &History) -> ChangeKind {
        match self {
            Task::Again(change, _) => change.kind.clone(),
            Task::Record { .. } | Task::Withdraw(_) if history.has_begun() => ChangeKind::Change,
            Task::Record { .. } | Task::Withdraw(_) => ChangeKind::Baseline,
        }
    }

    /// The change that doesn't count any more once this one is recorded.
    pub(super) fn instead_of(&self) -> Option<&'a Arc<Change>> {
        match self {
            Task::Record { replaces, .. } => *replaces,
            Task::Withdraw(change) | Task::Again(change, _) => Some(change),
        }
    }

    /// What stands before the change, and what it makes of it.
    pub(super) fn states(&self, before: Before<'_>, kind: &ChangeKind) -> (Content, Content) {
        let base = match (kind, self.instead_of()) {
            // It says everything, whatever is known of the time before it.
            (ChangeKind::Baseline, _) => Content::default(),
            (_, Some(change)) => before.history.tip_without(&change.id),
            (_, None) => before.history.tip().clone(),
        };
        let after = match self {
            Task::Withdraw(_) => base.clone(),
            Task::Record { .. } | Task::Again(..) => before.project.working.clone(),
        };
        (base, after)
    }

    pub(super) fn replaces(&self) -> Option<&ChangeId> {
        match self {
            Task::Record { replaces, .. } => replaces.map(|change| &change.id),
            Task::Withdraw(change) => Some(&change.id),
            Task::Again(_, overlay) => overlay.replaces.as_ref().map(|id| &id.value),
        }
    }

    pub(super) fn corrects(&self) -> Option<&ChangeId> {
        match self {
            Task::Record { corrects, .. } => corrects.map(|change| &change.id),
            Task::Withdraw(_) => None,
            Task::Again(_, overlay) => overlay.corrects.as_ref().map(|id| &id.value),
        }
    }

    pub(super) fn wish(&self, decision: &Decision) -> Wish {
        match (decision.wish, self.again()) {
            (Wish::ByRule, Some(overlay)) => overlay.wish,
            (wish, _) => wish,
        }
    }

    pub(super) fn short_notice(&self, decision: &Decision) -> Option<String> {
        decision.short_notice.clone().or_else(|| {
            let overlay = self.again()?;
            overlay.short_notice.clone()
        })
    }

    /// Items of a replaced change that later changes built on: what holds of them is said again, so
    /// that nothing rests on what won't happen.
    pub(super) fn restated(&self, before: Before<'_>, after: &Content) -> Vec<ItemId> {
        let Some(replaced) = self.replaces().and_then(|id| before.history.change(id)) else {
            return Vec::new();
        };
        if matches!(self, Task::Withdraw(_)) {
            return Vec::new();
        }
        let later = before
            .history
            .changes()
            .iter()
            .skip_while(|change| change.id != replaced.id)
            .skip(1)
            .filter(|change| Some(&change.id) != self.instead_of().map(|change| &change.id))
            .filter(|change| before.history.replaced_by(&change.id).is_none());
        later
            .flat_map(|change| change.amendments.iter().map(Amendment::item))
            .filter(|item| replaced.amendment(item).is_some())
            .filter(|item| match item {
                ItemId::Subprocessor(id) => after.subprocessors.contains_key(id),
                ItemId::Document(id) => after.documents.contains_key(id),
            })
            .collect()
    }
}

fn no_such_change(id: &ChangeId, history: &History) -> Refusal {
    let ids = history.changes().iter().map(|change| change.id.as_str());
    let refusal = Refusal::new(format!("there is no change `{id}`"));
    match nearest(id.as_str(), ids) {
        Some(near) => refusal.way(format!("did you mean `{near}`?")),
        None => refusal.way("the id of a change is the name of its folder below content/changes/"),
    }
}

/// Only what nobody has seen can be made again. Whether a change was published no source says: that is
/// for the gate to refuse.
fn may_be_made_again(history: &History, change: &Change) -> Result<(), Refusal> {
    if change.is_historical() {
        return Err(Refusal::new(format!(
            "`{}` is reconstructed from a source; `--again` derives what the working files say",
            change.id
        ))
        .way("edit the files of its folder instead"));
    }
    if let Some(by) = history.replaced_by(&change.id) {
        return Err(Refusal::new(format!(
            "`{}` is replaced by `{}`, so it can't be made again",
            change.id, by.id
        ))
        .way(format!(
            "make that one again: candor record --again {}",
            by.id
        )));
    }
    Ok(())
}
