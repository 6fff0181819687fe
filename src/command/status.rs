//! `candor status`: the draft, as a version control system shows a work tree.
//!
//! What would be told and from when is never worked out here: the draft is recorded in memory, as
//! `candor record` would do it, and what came out is shown. [`human`], [`markdown`], [`json`] and,
//! for the preview, [`html`](mod@html) are four ways to say the same [`Report`].

mod html;
mod human;
mod json;
mod markdown;
mod text;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use super::load::{self, Understood};
use super::{Console, Day, Outcome, wording};
use crate::compare::Amendment;
use crate::content::Date;
use crate::parse::config::ObjectTo;
use crate::replay::record::{Decision, Recording, Refusal, Renames, record};
use crate::replay::rename::{self, Suspicion};
use crate::replay::{Change, ChangeKind, NoticeTerms};
use crate::source::Sources;

/// What `candor status` is asked for.
#[derive(Clone, Debug)]
pub struct StatusOptions {
    pub root: PathBuf,
    /// Its `as_of` is the day on which the draft would be announced.
    pub day: Day,
    pub format: Format,
}

/// How the draft is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Human,
    /// For a comment on a pull request.
    Markdown,
    Json,
}

/// The draft, and what would become of it.
struct Report<'a> {
    /// The day on which it would be announced.
    announced: Date,
    amendments: &'a [Amendment],
    terms: &'a NoticeTerms,
    object_to: Option<&'a ObjectTo>,
    /// The change that would be recorded.
    prospect: Prospect,
    renames: Vec<Suspicion>,
    /// What is recorded and not in force.
    coming: Vec<&'a Arc<Change>>,
    /// Whether nothing but the first record is in the log, which may not be published yet.
    only_baseline: bool,
}

enum Prospect {
    /// The working files say what the log says.
    Nothing,
    Change(Box<Recording>),
    /// It can't be recorded as it stands.
    Refused(Refusal),
}

/// Shows the draft.
pub fn run(options: &StatusOptions, console: &mut Console<'_>) -> Outcome {
    let consequence = "What can't be read can't be compared: mend this first.";
    let loaded = load::load(&options.root, None, console);
    let (understood, sources) = match loaded.and_then(|it| it.sound(consequence, console)) {
        Ok(sound) => sound,
        Err(outcome) => return outcome,
    };
    let announced = options.day.of(&understood.project);
    let report = report(&understood, &sources, announced);
    let text = match options.format {
        Format::Human => human::show(&report),
        Format::Markdown => markdown::show(&report),
        Format::Json => json::show(&report),
    };
    console.result(text.trim_end());
    if report.renames.is_empty() {
        return Outcome::Done;
    }
    let questions = report.renames.iter().map(Suspicion::question).collect();
    console.problems(questions, &sources);
    Outcome::SourceErrors
}

/// One amendment as the draft shows it to a person at a terminal.
pub(super) fn amendment_text(amendment: &Amendment) -> String {
    let mut text = String::new();
    // Writing to a text never fails.
    let _ = human::one(&mut text, amendment);
    text
}

/// The draft as the preview shows it, if it were announced on a day.
pub(super) fn html(understood: &Understood, sources: &Sources, announced: Date) -> String {
    html::show(&report(understood, sources, announced))
}

fn report<'a>(understood: &'a Understood, sources: &Sources, announced: Date) -> Report<'a> {
    let amendments = understood.draft.amendments.as_slice();
    let history = &understood.history;
    let decision = Decision {
        renames: Renames::Declared,
        ..wording::plainly(announced)
    };
    let prospect = if amendments.is_empty() && history.has_begun() {
        Prospect::Nothing
    } else {
        match record(understood.before(sources), &decision) {
            Ok(recording) => Prospect::Change(Box::new(recording)),
            Err(_) if amendments.is_empty() => Prospect::Nothing,
            Err(refusal) => Prospect::Refused(refusal),
        }
    };
    let first_record = matches!(&prospect, Prospect::Change(recording) if recording.change.kind == ChangeKind::Baseline);
    Report {
        announced,
        amendments,
        terms: history.terms(),
        object_to: understood.project.config.notice.object_to.as_ref(),
        renames: if first_record {
            Vec::new()
        } else {
            rename::suspected(amendments)
        },
        prospect,
        coming: history.coming(announced),
        only_baseline: history.has_only_baseline(),
    }
}

#[cfg(test)]
mod tests;
