//! Project → [`History`]: the overlays laid on one another, in the order of the log.
//!
//! A folder says what the items it touches are from now on; only laying it on what stood before tells
//! what it *did*. [`replay`] sorts the overlays by (`announced`, `order`, id), lays each on the state
//! before it, and keeps the laws of the log: [`laws`] refuses what would rewrite or overtake what was
//! told, [`rules`] derives who is told and when. [`history`] then answers what was in force on a day
//! and which versions an item had; [`draft`] what the working files say and no change does.
//! [`digest`] binds the changes into a chain of records, [`published`] is that chain as the site
//! publishes it, and [`gate`] keeps a new log from telling otherwise what the published one told.
//!
//! [`record`] is the way back: from the draft and a decision to the files of a new change;
//! [`reconstruct`] makes historical changes of what a list of others said before the log began.
//!
//! It deliberately doesn't know what day it is: every question about a day brings the day along.

pub mod change;
mod derived;
pub mod difference;
pub mod digest;
pub mod draft;
pub mod gate;
pub mod history;
mod laws;
pub mod published;
pub mod reconstruct;
pub mod record;
pub mod rename;
pub mod rules;
mod standing;
mod title;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compare::{Amendment, SaysTheSame, Step};
use crate::content::{ChangeId, Content, Date, ItemId};
use crate::diagnostic::{Checked, Diagnostic, nearest};
use crate::parse::Project;
use crate::parse::overlay::Overlay;

pub use crate::parse::overlay::ChangeKind;
pub use change::{Change, Replacement, Replaces, Told};
pub use derived::HistoryShape;
pub use digest::{Log, Record};
pub use draft::{Draft, Earliest};
pub use history::{History, Period, Version};
pub use published::PublishedLog;
pub use rules::NoticeTerms;
pub use standing::{ItemStanding, ItemStatus, Standing};

/// Lays the overlays on one another.
pub fn replay(project: &Project) -> Checked<History> {
    replay_again(project, &mut Memory::default())
}

/// Lays the overlays on one another, unless they are those of the last time.
pub fn replay_again(project: &Project, memory: &mut Memory) -> Checked<History> {
    let terms = NoticeTerms::from(&project.config.notice);
    let last = memory.last.take().filter(|last| {
        let pairs = last.overlays.iter().zip(&project.overlays);
        last.terms == terms
            && last.overlays.len() == project.overlays.len()
            && pairs
                .into_iter()
                .all(|(one, other)| Arc::ptr_eq(one, other))
    });
    let last = last.unwrap_or_else(|| Last {
        overlays: project.overlays.clone(),
        made: lay(&project.overlays, &terms),
        terms,
    });
    let mut made = memory.last.insert(last).made.clone();
    if project.unreadable.changes > 0 {
        // What each change did depends on all that came before, so the laws wait until all can be read.
        made.problems.clear();
    }
    made
}

/// What the last replay made.
#[derive(Default, Debug)]
pub struct Memory {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    overlays: Vec<Arc<Overlay>>,
    terms: NoticeTerms,
    made: Checked<History>,
}

fn lay(overlays: &[Arc<Overlay>], terms: &NoticeTerms) -> Checked<History> {
    let mut problems = Vec::new();
    let log = in_order(overlays);
    let mut replayed: Vec<Replayed<'_>> = Vec::new();
    let mut state = Content::default();
    for overlay in log {
        let of_day = of_day(&replayed, overlay);
        if let Some(replaced) = laws::replaceable(overlay, &replayed, &mut problems) {
            replayed[replaced].replaced = true;
            state = state_after(&replayed);
        }
        if overlay.kind == ChangeKind::Baseline {
            state = Content::default();
        }
        let amendments = what_it_does(overlay, &state, &mut problems);
        for amendment in &amendments {
            apply(amendment, &mut state);
        }
        let replaces = overlay.replaces.as_ref().and_then(|named| {
            let replaced = replayed.iter().find(|r| r.change.id == named.value)?;
            Some(Replaces {
                id: named.value.clone(),
                how: how_replaced(&replaced.change, &amendments, overlay.effective.value),
            })
        });
        let change = Change::new(overlay, of_day, amendments, replaces, terms);
        replayed.push(Replayed {
            overlay,
            change: Arc::new(change),
            replaced: false,
        });
    }
    laws::check(&replayed, terms, &mut problems);
    let changes = replayed.into_iter().map(|r| r.change).collect();
    Checked {
        value: History::new(changes, terms.clone()),
        problems,
    }
}

/// An overlay and what it did.
struct Replayed<'a> {
    overlay: &'a Overlay,
    change: Arc<Change>,
    /// Whether a later change stands in for it.
    replaced: bool,
}

/// The order of the log. Historical changes come before the baseline whenever they were imported, and
/// the baseline before every change.
fn in_order(overlays: &[Arc<Overlay>]) -> Vec<&Overlay> {
    let mut log: Vec<&Overlay> = overlays.iter().map(AsRef::as_ref).collect();
    let era = |overlay: &Overlay| match overlay.kind {
        ChangeKind::Historical { .. } => 0,
        ChangeKind::Baseline => 1,
        ChangeKind::Change => 2,
    };
    log.sort_by(|a, b| {
        let key = |o: &Overlay| (era(o), o.announced.value, o.order);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    log
}

/// How many changes of the log come before this one on its day.
fn of_day(replayed: &[Replayed<'_>], overlay: &Overlay) -> u32 {
    let same_day = replayed
        .iter()
        .rev()
        .take_while(|r| r.change.announced == overlay.announced.value)
        .filter(|r| !r.change.is_historical());
    u32::try_from(same_day.count()).unwrap_or(u32::MAX)
}

/// The state after all changes so far, without those that another one stands in for.
fn state_after(replayed: &[Replayed<'_>]) -> Content {
    let mut state = Content::default();
    for replayed in replayed.iter().filter(|replayed| !replayed.replaced) {
        if replayed.change.kind == ChangeKind::Baseline {
            state = Content::default();
        }
        for amendment in &replayed.change.amendments {
            apply(amendment, &mut state);
        }
    }
    state
}

fn apply(amendment: &Amendment, state: &mut Content) {
    match amendment {
        Amendment::Subprocessor(step) => follow(step, &step.latest().id, &mut state.subprocessors),
        Amendment::Document(step) => follow(step, &step.latest().id, &mut state.documents),
    }
}

/// Follows one item through its step.
fn follow<K: Ord + Clone, T>(step: &Step<Arc<T>>, id: &K, items: &mut BTreeMap<K, Arc<T>>) {
    match step.after() {
        Some(after) => items.insert(id.clone(), Arc::clone(after)),
        None => items.remove(id),
    };
}

/// What becomes of the items that are given anew.
fn steps<'a, K: Ord, T: SaysTheSame>(
    before: &BTreeMap<K, Arc<T>>,
    given: &'a BTreeMap<K, Arc<T>>,
) -> impl Iterator<Item = (&'a K, Step<Arc<T>>)> {
    given.iter().filter_map(|(id, after)| {
        let step = Step::between(before.get(id).cloned(), Some(Arc::clone(after)))?;
        Some((id, step))
    })
}

/// The step that removes an item; `None` where it isn't there.
fn removal<K: Ord, T>(before: &BTreeMap<K, Arc<T>>, id: &K) -> Option<Step<Arc<T>>> {
    let before = Arc::clone(before.get(id)?);
    Some(Step::Removed { before })
}

/// What one overlay does to the state before it.
fn what_it_does(
    overlay: &Overlay,
    before: &Content,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Amendment> {
    let mut amendments: BTreeMap<ItemId, Amendment> = BTreeMap::new();
    for (id, step) in steps(&before.subprocessors, &overlay.content.subprocessors) {
        let item = ItemId::Subprocessor(id.clone());
        amendments.insert(item, Amendment::Subprocessor(step));
    }
    for (id, step) in steps(&before.documents, &overlay.content.documents) {
        let item = ItemId::Document(id.clone());
        amendments.insert(item, Amendment::Document(step));
    }
    for removed in &overlay.removed {
        let amendment = match &removed.value {
            ItemId::Subprocessor(id) => {
                removal(&before.subprocessors, id).map(Amendment::Subprocessor)
            }
            ItemId::Document(id) => removal(&before.documents, id).map(Amendment::Document),
        };
        match amendment {
            Some(amendment) if !amendments.contains_key(&removed.value) => {
                amendments.insert(removed.value.clone(), amendment);
            }
            Some(_) => problems.push(
                Diagnostic::error(
                    removed.span,
                    format!("`{}` is both removed and given", removed.value),
                )
                .help("take it out of `removed`, or delete its entry in this folder"),
            ),
            None => problems.push(removed_but_absent(removed, before)),
        }
    }
    amendments.into_values().collect()
}

fn removed_but_absent(
    removed: &crate::parse::overlay::Located<ItemId>,
    before: &Content,
) -> Diagnostic {
    let (what, near) = match &removed.value {
        ItemId::Subprocessor(id) => {
            let ids = before.subprocessors.keys().map(|id| id.as_str());
            ("sub-processor", nearest(id.as_str(), ids))
        }
        ItemId::Document(id) => {
            let ids = before.documents.keys().map(|id| id.as_str());
            ("document", nearest(id.as_str(), ids))
        }
    };
    let diagnostic = Diagnostic::error(
        removed.span,
        format!("there is no {what} `{}` before this change", removed.value),
    )
    .help("only what stands in the log before this change can be removed");
    match near {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.label("not in the log"),
    }
}

/// What becomes of a replaced change.
fn how_replaced(replaced: &Change, amendments: &[Amendment], effective: Date) -> Replacement {
    if amendments.is_empty() {
        return Replacement::Withdrawn;
    }
    let items = |amendments: &[Amendment]| -> BTreeSet<ItemId> {
        amendments.iter().map(Amendment::item).collect()
    };
    let same = items(&replaced.amendments) == items(amendments)
        && replaced.amendments.iter().all(|before| {
            amendments
                .iter()
                .find(|after| after.item() == before.item())
                .is_some_and(|after| leads_to_the_same(before, after))
        });
    if same && effective > replaced.effective {
        Replacement::Postponed
    } else {
        Replacement::Corrected
    }
}

fn leads_to_the_same(one: &Amendment, other: &Amendment) -> bool {
    match (one, other) {
        (Amendment::Subprocessor(one), Amendment::Subprocessor(other)) => end_alike(one, other),
        (Amendment::Document(one), Amendment::Document(other)) => end_alike(one, other),
        _ => false,
    }
}

fn end_alike<T: SaysTheSame>(one: &Step<Arc<T>>, other: &Step<Arc<T>>) -> bool {
    Step::between(one.after().cloned(), other.after().cloned()).is_none()
}

/// The ids of all changes, for messages that suggest one.
fn ids<'a>(replayed: &'a [Replayed<'a>]) -> impl Iterator<Item = &'a str> {
    replayed.iter().map(|r| ChangeId::as_str(&r.change.id))
}
