//! Draft + decision → the files of a new change.
//!
//! [`record`] settles what the writer left open (the days, the title, the place in the order), prints
//! the change's folder, and then lays it on the sources and replays them: the laws of the log judge the
//! prospective change exactly as they'll judge the recorded one, and replaying it must give what the
//! working files say. What comes out are values; nothing is written here.
//!
//! [`task`] is the decision with the changes that it names, [`files`] knows the texts of a change's
//! folder, [`restore`] puts back what a withdrawn change had altered in the working files.

mod files;
mod restore;
mod task;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compare::{self, Amendment};
use crate::content::id::{numbered, slug};
use crate::content::{ChangeId, Date, ItemId};
use crate::diagnostic::Diagnostic;
use crate::parse::overlay::{ChangeKind, Wish};
use crate::parse::print::ChangeFile;
use crate::parse::{self, Project};
use crate::source::{FileEdit, Sources};

use super::change::{Change, Replacement};
use super::draft::{Draft, Earliest};
use super::history::History;
use super::rename::{self, Suspicion};
use super::rules::{Hearing, who_hears};
use super::title::{self, Occasion};

pub(super) use files::removed;
use task::Task;

/// A project without errors, as it stands before the record.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    pub sources: &'a Sources,
    pub project: &'a Project,
    pub history: &'a History,
}

impl Before<'_> {
    /// The sources once edits are made.
    pub fn with(self, edits: &[FileEdit]) -> Sources {
        self.sources.with(edits)
    }
}

/// What the writer decides. What she leaves open is derived.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The day on which she decides, which is the day of the announcement unless she names another.
    pub today: Date,
    pub announced: Option<Date>,
    pub effective: Option<Date>,
    pub title: Option<String>,
    pub reason: Option<String>,
    pub wish: Wish,
    pub short_notice: Option<String>,
    pub relation: Relation,
    pub renames: Renames,
}

/// How the change stands to another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Relation {
    Alone,
    /// The draft stands in for a change that isn't in force yet.
    Replaces(ChangeId),
    /// Nothing of a change that isn't in force yet takes place.
    Withdraws(ChangeId),
    /// The draft mends a change that is in force.
    Corrects(ChangeId),
    /// An unpublished change, by default the newest, is derived anew.
    Again(Option<ChangeId>),
}

/// What becomes of an id that is gone while a new one has most of its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renames {
    Ask,
    /// The writer says that they are two things.
    Declared,
}

/// A change that can be recorded.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Below the project's root: `content/changes/2026-11-23-acme-added`.
    pub folder: String,
    pub edits: Vec<FileEdit>,
    pub change: Arc<Change>,
    /// Why it isn't in force earlier.
    pub earliest: Earliest,
    /// The sources once the edits are made.
    pub sources: Sources,
}

/// Why nothing can be recorded.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// What is asked for can't be: why, and the ways out.
    Decision { message: String, ways: Vec<String> },
    /// An item may have been given another id.
    Renamed(Vec<Suspicion>),
    /// The prospective change breaks a law of the log. The places lie in these sources.
    Unlawful {
        problems: Vec<Diagnostic>,
        sources: Sources,
    },
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>) -> Refusal {
        Refusal::Decision {
            message: message.into(),
            ways: Vec::new(),
        }
    }

    #[must_use]
    pub(super) fn way(mut self, way: impl Into<String>) -> Refusal {
        if let Refusal::Decision { ways, .. } = &mut self {
            ways.push(way.into());
        }
        self
    }
}

/// The files of the change that the working files and the decision make.
///
/// # Errors
/// Where the decision can't be, an item may have been renamed, or a law of the log forbids it.
pub fn record(before: Before<'_>, decision: &Decision) -> Result<Recording, Refusal> {
    let task = Task::of(before, decision)?;
    let announced = task.announced(decision);
    let kind = task.kind(before.history);
    let (base, after) = task.states(before, &kind);
    let amendments = compare::amendments(&base, &after);
    if amendments.is_empty() && task.replaces().is_none() {
        return Err(nothing_to_record(&task));
    }
    if decision.renames == Renames::Ask && kind == ChangeKind::Change {
        let suspicions = rename::suspected(&amendments);
        if !suspicions.is_empty() {
            return Err(Refusal::Renamed(suspicions));
        }
    }
    in_order(before.history, &task, &amendments, announced)?;

    let terms = before.history.terms();
    let wish = task.wish(decision);
    let hearing = who_hears(
        &kind,
        &amendments,
        terms.documents,
        wish,
        task.replaces().is_some(),
    );
    let instead_of = task.instead_of().map(|change| &change.id);
    let earliest = Earliest::of(before.history, &amendments, hearing, announced, instead_of);
    let effective = effective(&task, decision, &earliest, hearing, terms.slack)?;
    let title = title(before, &task, decision, &kind, &amendments, effective);
    let taken = |name: &str| {
        let folder = format!("{}/{name}", parse::CHANGES);
        before.sources.below(&folder).next().is_some()
    };
    let id = task
        .again()
        .map_or_else(|| free_id(announced, &title, taken), |o| o.id.clone());
    let change = ChangeFile {
        kind,
        announced,
        order: order(before.history, &task, announced),
        effective,
        object_by: (hearing == Hearing::InAdvance)
            .then(|| terms.recorded_deadline(announced, effective)),
        title,
        reason: decision
            .reason
            .clone()
            .or_else(|| task.again().and_then(|overlay| overlay.reason.clone())),
        removed: files::removed(&amendments),
        replaces: task.replaces().cloned(),
        corrects: task.corrects().cloned(),
        short_notice: task.short_notice(decision),
        wish,
        redaction: None,
    };
    let folder = format!("{}/{id}", parse::CHANGES);
    let mut written: BTreeSet<ItemId> = amendments.iter().map(Amendment::item).collect();
    written.extend(task.restated(before, &after));
    let mut edits = files::folder(before, &folder, &change, &written, &after);
    if let Task::Withdraw(withdrawn) = &task {
        edits.extend(restore::edits(before, withdrawn, &base)?);
    }
    judge(before, &task, &id, folder, edits, earliest)
}

fn nothing_to_record(task: &Task<'_>) -> Refusal {
    let refusal = Refusal::new(
        "there is nothing to record: the working files say what the recorded changes say",
    );
    match task {
        Task::Again(change, _) => refusal.way(format!(
            "without `{}` nothing would be missing: delete its folder {}/{}",
            change.id,
            parse::CHANGES,
            change.id
        )),
        Task::Record { .. } | Task::Withdraw(_) => refusal.way(
            "edit content/subprocessors.toml, or a document below content/processing/ or content/annexes/, and record that",
        ),
    }
}

/// A change comes after what it builds on, in the order of the log.
fn in_order(
    history: &History,
    task: &Task<'_>,
    amendments: &[Amendment],
    announced: Date,
) -> Result<(), Refusal> {
    let named = match task {
        Task::Record { replaces, corrects } => replaces.or(*corrects),
        Task::Withdraw(change) => Some(*change),
        Task::Again(..) => None,
    };
    if let Some(named) = named.filter(|named| named.announced > announced) {
        return Err(Refusal::new(format!(
            "`{}` is announced on {} only, after {announced}: nobody has heard of it",
            named.id, named.announced
        ))
        .way(format!(
            "derive it anew from the working files: candor record --again {}",
            named.id
        ))
        .way(format!(
            "or delete its folder {}/{}",
            parse::CHANGES,
            named.id
        )));
    }
    let instead_of = task.instead_of().map(|change| &change.id);
    for amendment in amendments {
        let item = amendment.item();
        let later = history
            .changes_of(&item)
            .into_iter()
            .filter(|change| !change.is_historical() && Some(&change.id) != instead_of)
            .filter(|change| history.replaced_by(&change.id).is_none())
            .find(|change| change.announced > announced);
        if let Some(later) = later {
            return Err(Refusal::new(format!(
                "`{}`, announced on {}, says something of `{item}` too; what is announced on {announced} would come before it",
                later.id, later.announced
            ))
            .way(format!(
                "announce both in their order: candor record --announce {}",
                later.announced
            ))
            .way(format!(
                "or, if it isn't published, take both into one: candor record --again {}",
                later.id
            )));
        }
    }
    Ok(())
}

/// The place among the changes of a day: after all that are recorded.
fn order(history: &History, task: &Task<'_>, announced: Date) -> u32 {
    let itself = task.again().map(|overlay| &overlay.id);
    let others = history
        .changes()
        .iter()
        .filter(|change| change.announced == announced && !change.is_historical())
        .filter(|change| Some(&change.id) != itself)
        .map(|change| change.order);
    others.max().map_or(0, |last| last + 1)
}

fn effective(
    task: &Task<'_>,
    decision: &Decision,
    earliest: &Earliest,
    hearing: Hearing,
    slack: u32,
) -> Result<Date, Refusal> {
    let kept = match task {
        Task::Again(change, _) => Some(change.effective),
        Task::Record { .. } | Task::Withdraw(_) => None,
    };
    let effective = decision
        .effective
        // A day that still leaves the whole notice stays the day.
        .or(kept.filter(|&day| day >= earliest.day() && hearing == Hearing::InAdvance))
        .unwrap_or_else(|| earliest.planned(slack));
    if decision.short_notice.is_some() {
        let notice = earliest.notice.filter(|&day| effective < day);
        match (earliest.notice, notice) {
            (None, _) => {
                return Err(Refusal::new(
                    "this change needs no notice, so `--short-notice` would tell customers of a breach that isn't one",
                )
                .way("leave it out, and say why the change is made: --reason"));
            }
            (Some(day), None) => {
                return Err(Refusal::new(format!(
                    "the notice isn't short: the change would be in force from {effective}, and {day} is early enough"
                ))
                .way("name the day that can't wait: --effective")
                .way("or leave out `--short-notice`"));
            }
            (Some(_), Some(_)) => {}
        }
    }
    Ok(effective)
}

fn title(
    before: Before<'_>,
    task: &Task<'_>,
    decision: &Decision,
    kind: &ChangeKind,
    amendments: &[Amendment],
    effective: Date,
) -> String {
    if let Some(title) = &decision.title {
        return title.clone();
    }
    let language = &before.project.language;
    let replaced = task.replaces().and_then(|id| before.history.change(id));
    let occasion = |amendments: &[Amendment], effective| match (kind, replaced) {
        (ChangeKind::Baseline, _) => Occasion::Baseline,
        (_, None) => Occasion::Change,
        (_, Some(replaced)) => match super::how_replaced(replaced, amendments, effective) {
            Replacement::Withdrawn => Occasion::Withdraws(replaced),
            Replacement::Postponed => Occasion::Postpones(replaced),
            Replacement::Corrected => Occasion::Change,
        },
    };
    if let Task::Again(change, overlay) = task {
        let was = occasion(&change.amendments, change.effective);
        if title::derived(language, was, &change.amendments) != overlay.title {
            return overlay.title.clone();
        }
    }
    title::derived(language, occasion(amendments, effective), amendments)
}

/// How much of a title an id holds.
const LONGEST: usize = 80;

/// `<announced>-<slug of the title>`, with a number where that is taken.
pub(super) fn free_id(announced: Date, title: &str, taken: impl Fn(&str) -> bool) -> ChangeId {
    let mut words = slug(title);
    if words.len() > LONGEST {
        words.truncate(LONGEST);
        let end = words.rfind('-').unwrap_or(words.len());
        words.truncate(end);
    }
    if words.is_empty() {
        words = "change".to_owned();
    }
    let name = format!("{announced}-{words}");
    (1..)
        .map(|n| numbered(&name, n))
        .filter(|name| !taken(name))
        .find_map(|name| ChangeId::new(&name).ok())
        .unwrap_or_else(|| unreachable!("a day and a slug are an id, and not all are taken"))
}

/// Lays the edits on the sources and lets the laws of the log judge the result.
fn judge(
    before: Before<'_>,
    task: &Task<'_>,
    id: &ChangeId,
    folder: String,
    edits: Vec<FileEdit>,
    earliest: Earliest,
) -> Result<Recording, Refusal> {
    let sources = before.with(&edits);
    let mut problems = Vec::new();
    let project = parse::parse(&sources).take(&mut problems);
    let replayed = project.map(|project| {
        let history = super::replay(&project).take(&mut problems);
        (project, history)
    });
    problems.retain(Diagnostic::is_error);
    let (Some((project, history)), true) = (replayed, problems.is_empty()) else {
        return Err(Refusal::Unlawful { problems, sources });
    };
    let draft = Draft::of(&project, &history);
    let left: Vec<String> = draft
        .amendments
        .iter()
        .filter(|amendment| match task {
            Task::Record { .. } | Task::Again(..) => true,
            // What else is in the making isn't touched by a withdrawal.
            Task::Withdraw(change) => change.amendment(&amendment.item()).is_some(),
        })
        .map(|amendment| format!("`{}`", amendment.item()))
        .collect();
    let change = history.change(id).cloned();
    match change {
        Some(change) if left.is_empty() => Ok(Recording {
            folder,
            edits,
            change,
            earliest,
            sources,
        }),
        _ => Err(Refusal::new(format!(
            "the record wouldn't say what the working files say of {}",
            left.join(", ")
        ))
        .way("record by hand: copy the entries and documents into the change's folder, each complete")),
    }
}
