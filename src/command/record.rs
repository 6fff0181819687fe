//! `candor record`: from the draft and a decision to a change's folder.

use std::path::PathBuf;

use super::check;
use super::load::{self, Loaded, Understood};
use super::{Console, Day, Outcome};
use crate::assemble::Stage;
use crate::compare::Amendment;
use crate::content::Date;
use crate::diagnostic::Diagnostic;
use crate::parse::Project;
use crate::parse::config::ObjectTo;
use crate::parse::overlay::Wish;
use crate::replay::record::{self as plan, Decision, Recording, Refusal, Relation, Renames};
use crate::replay::rename::Suspicion;
use crate::replay::{Change, ChangeKind, History, Replacement, Told};
use crate::source::{FileEdit, Sources};
use crate::write;

/// What `candor record` is asked for.
#[derive(Clone, Debug)]
pub struct RecordOptions {
    pub root: PathBuf,
    /// Its `as_of` is the day of the announcement.
    pub day: Day,
    pub effective: Option<Date>,
    pub title: Option<String>,
    pub reason: Option<String>,
    pub wish: Wish,
    pub short_notice: Option<String>,
    pub relation: Relation,
    pub renames: Renames,
}

/// Records the draft.
pub fn run(options: &RecordOptions, console: &mut Console<'_>) -> Outcome {
    let loaded = match load::load(&options.root, None, console) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    of_loaded(options, loaded, console)
}

/// Records the draft of a project as it was read.
pub(super) fn of_loaded(
    options: &RecordOptions,
    loaded: Loaded,
    console: &mut Console<'_>,
) -> Outcome {
    let loaded = loaded.sound("Nothing is recorded while there are errors.", console);
    let (understood, sources) = match loaded {
        Ok(sound) => sound,
        Err(outcome) => return outcome,
    };
    let Prospect {
        recording,
        decision,
        ..
    } = match prospect(options, &understood, &sources) {
        Ok(prospect) => prospect,
        Err(refusal) => return refusal.say(&sources, console),
    };
    if let Err(error) = write::apply(&options.root, &recording.edits) {
        console.failure(&error.to_string());
        return error.blame().into();
    }
    report(&recording, &decision, &understood, console);
    Outcome::Done
}

/// A change that can be recorded, and the project as it would stand then.
pub(super) struct Prospect {
    pub(super) recording: Recording,
    decision: Decision,
    pub(super) after: Understood,
}

/// Why nothing is recorded.
pub(super) enum Refused {
    Planned(Refusal),
    /// With the change the site couldn't be built.
    Unbuildable {
        problems: Vec<Diagnostic>,
        sources: Sources,
    },
}

/// The change that the options make of the draft. It builds today, and on each day on which it is told
/// and takes effect.
pub(super) fn prospect(
    options: &RecordOptions,
    understood: &Understood,
    sources: &Sources,
) -> Result<Prospect, Refused> {
    let decision = decision(options, &understood.project);
    let recording =
        plan::record(understood.before(sources), &decision).map_err(Refused::Planned)?;
    let Loaded {
        sources,
        mut problems,
        understood: after,
        ..
    } = load::understand(recording.sources.clone(), None);
    if let Some(after) = &after {
        let today = options.day.today(&after.project);
        problems.extend(check::examine(after, today, Stage::Published).problems);
    }
    problems.retain(Diagnostic::is_error);
    match after {
        Some(after) if problems.is_empty() => Ok(Prospect {
            recording,
            decision,
            after,
        }),
        _ => Err(Refused::Unbuildable { problems, sources }),
    }
}

impl Refused {
    /// Says why; `sources` are those that were to be recorded.
    pub(super) fn say(self, sources: &Sources, console: &mut Console<'_>) -> Outcome {
        match self {
            Refused::Planned(refusal) => refused(refusal, sources, console),
            Refused::Unbuildable { problems, sources } => {
                console.problems(problems, &sources);
                console.remark("Nothing is recorded: with this change the site couldn't be built.");
                Outcome::SourceErrors
            }
        }
    }
}

fn decision(options: &RecordOptions, project: &Project) -> Decision {
    Decision {
        today: options.day.today(project),
        announced: options.day.as_of,
        effective: options.effective,
        title: options.title.clone(),
        reason: options.reason.clone(),
        wish: options.wish,
        short_notice: options.short_notice.clone(),
        relation: options.relation.clone(),
        renames: options.renames,
    }
}

fn refused(refusal: Refusal, sources: &Sources, console: &mut Console<'_>) -> Outcome {
    match refusal {
        Refusal::Decision { message, ways } => {
            let ways: String = ways
                .iter()
                .map(|way| format!("\n  {}", way.replace('\n', "\n  ")))
                .collect();
            console.failure(&format!("{message}{ways}"));
            Outcome::WrongUsage
        }
        Refusal::Renamed(suspicions) => {
            let questions = suspicions.iter().map(Suspicion::question).collect();
            console.problems(questions, sources);
            console.remark("Nothing is recorded before you answer this.");
            Outcome::SourceErrors
        }
        Refusal::Unlawful { problems, sources } => {
            console.problems(problems, &sources);
            console.remark(
                "Nothing is recorded. The lines above are of the change that would have been; each key of its change.toml has an option of that name, such as --effective.",
            );
            Outcome::WrongUsage
        }
    }
}

/// What was recorded, who hears of it, and what comes next.
fn report(
    recording: &Recording,
    decision: &Decision,
    understood: &Understood,
    console: &mut Console<'_>,
) {
    let change = &recording.change;
    let verb = match decision.relation {
        Relation::Again(_) => "Recorded again",
        Relation::Alone
        | Relation::Replaces(_)
        | Relation::Withdraws(_)
        | Relation::Corrects(_) => "Recorded",
    };
    console.result(&format!(
        "{verb} “{}” in {}",
        change.title, recording.folder
    ));
    report_days(recording, console);
    report_telling(change, &understood.project, console);
    report_relations(change, console);
    for edit in &recording.edits {
        if !edit.path().starts_with(&format!("{}/", recording.folder)) {
            let what = match edit {
                FileEdit::Create { .. } => "put back",
                FileEdit::Replace { .. } => "put back as it was",
                FileEdit::Remove { .. } => "deleted, as before",
            };
            console.result(&format!("  {what}: {}", edit.path()));
        }
    }
    advise(recording, decision, &understood.history, console);
    console.remark("  next: read it, commit it, and publish: candor build");
}

fn report_days(recording: &Recording, console: &mut Console<'_>) {
    let change = &recording.change;
    let effective = match change.kind {
        ChangeKind::Baseline => "in force at once".to_owned(),
        ChangeKind::Change | ChangeKind::Historical { .. } => {
            format!("in force from {}", change.effective)
        }
    };
    console.result(&format!("  announced on {}, {effective}", change.announced));
    if let Some(pending) = &recording.earliest.pending
        && pending.effective == change.effective
    {
        console.result(&format!(
            "  together with `{}`, which says something of the same item and was told first",
            pending.id
        ));
    }
}

fn report_telling(change: &Change, project: &Project, console: &mut Console<'_>) {
    let objection_deadline = match change.told {
        Told::WithNotice { objection_deadline } => objection_deadline,
        Told::AtOnce => {
            console.result("  it is told in the feeds, and needs no notice");
            return;
        }
        Told::Editorial => {
            console.result("  it stands in the log alone, and in no feed");
            return;
        }
    };
    let to = match &project.config.notice.object_to {
        Some(ObjectTo::Mail(address)) => format!(", to {address}"),
        Some(ObjectTo::Page(url)) => format!(", at {url}"),
        None => String::new(),
    };
    console.result(&format!(
        "  customers can object until {objection_deadline}{to}"
    ));
    if project.config.notice.object_to.is_none() {
        console
            .remark("  where they object is said nowhere: object_to under [notice] in candor.toml");
    }
}

fn report_relations(change: &Change, console: &mut Console<'_>) {
    if let Some(corrected) = &change.corrects {
        console.result(&format!(
            "  it corrects `{corrected}`, whose page points to it and stays as it was told"
        ));
    }
    if let Some(replaces) = &change.replaces {
        let how = match replaces.how {
            Replacement::Withdrawn => "nothing takes place of",
            Replacement::Postponed | Replacement::Corrected => "it takes place instead of",
        };
        console.result(&format!(
            "  {how} `{}`, which stays in the log",
            replaces.id
        ));
    }
}

/// What a writer may not have meant, and how to have it otherwise.
fn advise(
    recording: &Recording,
    decision: &Decision,
    history: &History,
    console: &mut Console<'_>,
) {
    let change = &recording.change;
    let is_company = |amendment: &Amendment| matches!(amendment, Amendment::Subprocessor(_));
    let first_companies = history.has_only_baseline()
        && history.tip().subprocessors.is_empty()
        && change.amendments.iter().any(is_company);
    if matches!(decision.relation, Relation::Alone) && first_companies {
        console.remark("  if you use them already and have published nothing, they belong into the first record:");
        console.remark(&format!(
            "  delete {}, then candor record --again",
            recording.folder
        ));
    }
    let terms = history.terms();
    if change.announced < decision.today && terms.shortfall(change, decision.today).is_some() {
        console.remark(&format!(
            "  {} is past: who hears of it today has less time than you promise, and `build --published` refuses that",
            change.announced
        ));
        console.remark("  unless it was published then, announce it today: candor record --again");
    }
    if matches!(decision.relation, Relation::Again(_)) {
        console.remark("  only what nobody has seen may be recorded again; the gate (--published) refuses anything else");
    }
}

#[cfg(test)]
mod tests;
