//! What every way to show a draft says in the same words: who hears of it, why notice is needed, and
//! what stands in the way. It knows no format.

use super::{Prospect, Report};
use crate::command::wording::is;
use crate::compare::Amendment;
use crate::replay::record::{Recording, Refusal};
use crate::replay::rules::{Cause, causes_of_notice};
use crate::replay::{Change, ChangeKind, Told};

/// Whether customers know of a change, and since when.
pub(super) fn known(change: &Change, report: &Report<'_>) -> String {
    if change.announced > report.announced {
        format!("not announced before {}", change.announced)
    } else {
        format!("announced on {}", change.announced)
    }
}

/// How long customers can object, at the end of a line.
pub(super) fn until(change: &Change) -> String {
    change
        .objection_deadline()
        .map_or_else(String::new, |day| format!(", objections until {day}"))
}

/// Who hears of a change.
pub(super) fn hearing(change: &Change) -> &'static str {
    match (&change.kind, change.told) {
        (ChangeKind::Baseline, _) => "in the feeds, as the first record: it is in force at once",
        (_, Told::WithNotice { .. }) => "in the feeds, with notice",
        (_, Told::AtOnce) => "in the feeds, at once",
        (_, Told::Editorial) => "only in the log",
    }
}

/// Why notice is needed, an amendment each.
pub(super) fn causes(report: &Report<'_>) -> Vec<String> {
    let Prospect::Change(recording) = &report.prospect else {
        return Vec::new();
    };
    if recording.earliest.notice.is_none() {
        return Vec::new();
    }
    recording
        .change
        .amendments
        .iter()
        .filter_map(|amendment| cause(amendment, report))
        .collect()
}

fn cause(amendment: &Amendment, report: &Report<'_>) -> Option<String> {
    let causes = causes_of_notice(amendment, report.terms.documents);
    let name = amendment.name();
    let parts: Vec<String> = causes
        .iter()
        .map(|cause| match cause {
            Cause::Item => String::new(),
            Cause::Engagement(purpose) => format!("engaged for “{purpose}”"),
            Cause::Field(field) => field.key().to_owned(),
        })
        .filter(|part| !part.is_empty())
        .collect();
    let what = format!("{name} {}", is(amendment.verb()));
    match (causes.as_slice(), parts.as_slice()) {
        ([], _) => None,
        (_, []) => Some(what),
        (_, parts) => Some(format!("{what}: {}", parts.join(", "))),
    }
}

/// What keeps a change from being in force at once.
pub(super) fn waits(recording: &Recording, report: &Report<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if recording.earliest.notice.is_some() {
        lines.push(format!(
            "after {} of notice; the day of the announcement doesn't count",
            counted(report.terms.promised_days(), "day")
        ));
    }
    if let Some(pending) = &recording.earliest.pending
        && pending.effective == recording.earliest.day()
    {
        lines.push(format!(
            "together with `{}`, which was told first and says something of the same item",
            pending.id
        ));
    }
    lines
}

fn counted(n: u32, word: &str) -> String {
    if n == 1 {
        format!("1 {word}")
    } else {
        format!("{n} {word}s")
    }
}

/// Why it can't be recorded, in lines.
pub(super) fn reasons(refusal: &Refusal) -> Vec<String> {
    match refusal {
        Refusal::Decision { message, ways } => {
            let ways = ways.iter().map(|way| format!("- {way}"));
            std::iter::once(message.clone()).chain(ways).collect()
        }
        Refusal::Renamed(_) => Vec::new(),
        Refusal::Unlawful { problems, .. } => problems
            .iter()
            .flat_map(|problem| {
                let ways = problem.help.iter().map(|help| format!("- {help}"));
                std::iter::once(problem.message.clone()).chain(ways)
            })
            .collect(),
    }
}
