//! `candor verify`: two published logs, and whether the later one only adds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Console, Outcome, live};
use crate::replay::difference::{self, Difference, name_of_text};
use crate::replay::digest::Taken;
use crate::replay::published::PublishedChange;
use crate::replay::{PublishedLog, Record};

/// What `candor verify` is asked for.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    pub old: PathBuf,
    pub new: PathBuf,
}

/// Compares the two files.
pub fn run(options: &VerifyOptions, console: &mut Console<'_>) -> Outcome {
    let (old, new) = match (
        live::published(&options.old, console),
        live::published(&options.new, console),
    ) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    let findings = verify(&old, &new);
    for problem in &findings.problems {
        console.result(problem);
    }
    for remark in &findings.explained {
        console.result(remark);
    }
    console.result(&findings.summary(&old, &new));
    if findings.problems.is_empty() {
        Outcome::Done
    } else {
        Outcome::SourceErrors
    }
}

/// What there is to say of two logs.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Findings {
    /// What was told and is told otherwise now, or can't be trusted.
    problems: Vec<String>,
    /// What differs, and may.
    explained: Vec<String>,
}

fn verify(old: &PublishedLog, new: &PublishedLog) -> Findings {
    let mut findings = Findings::default();
    let problems = &mut findings.problems;
    if old.site.id != new.site.id {
        problems.push(format!(
            "The two logs are of two sites: “{}” ({}) and “{}” ({}).",
            old.site.title, old.site.id, new.site.title, new.site.id
        ));
    }
    for (name, log) in [("older", old), ("newer", new)] {
        let flaws = log.flaws();
        problems.extend(
            flaws
                .iter()
                .map(|flaw| format!("The {name} log doesn't hold: {flaw}.")),
        );
    }
    let (was, is) = (by_id(old), by_id(new));
    let differences = difference::differences(old.records(), new.records());
    for difference in &differences {
        problems.extend(words(difference, &was, &is));
    }
    for change in &old.changes {
        let id = &change.record.recorded.id;
        let is_altered = differences
            .iter()
            .any(|d| matches!(d, Difference::Altered { id: altered, .. } if altered == id));
        if let Some(now) = is.get(id.as_str())
            && !is_altered
        {
            findings.explained.extend(redacted(change, now));
            problems.extend(derived(change, now));
        }
    }
    findings
}

fn by_id(log: &PublishedLog) -> BTreeMap<&str, &PublishedChange> {
    let changes = log.changes.iter();
    changes
        .map(|change| (change.record.recorded.id.as_str(), change))
        .collect()
}

/// A difference in words, one line for each thing that is another.
fn words(
    difference: &Difference,
    was: &BTreeMap<&str, &PublishedChange>,
    is: &BTreeMap<&str, &PublishedChange>,
) -> Vec<String> {
    let number = |log: &BTreeMap<&str, &PublishedChange>, id: &str| {
        let change = log.get(id);
        change.map_or_else(String::new, |c| format!("Record {}, ", c.record.number))
    };
    match difference {
        Difference::Altered { id, parts } => {
            let (Some(old), Some(new)) = (was.get(id.as_str()), is.get(id.as_str())) else {
                return Vec::new();
            };
            let number = number(was, id);
            parts
                .iter()
                .map(|part| {
                    let part = part.words(&old.record, &new.record);
                    format!("{number}`{id}`, was altered: {part}.")
                })
                .collect()
        }
        Difference::Dropped { id } => vec![format!("{}`{id}`, was dropped.", number(was, id))],
        Difference::Renamed { from, to } => vec![format!(
            "{}`{from}`, was renamed: it is called `{to}` now.",
            number(was, from)
        )],
        Difference::Inserted { id, before } => vec![format!(
            "{}`{id}`, was inserted before `{before}`, which was there first.",
            number(is, id)
        )],
        Difference::Reordered { first, second } => vec![format!(
            "{}`{second}`, was reordered: it came after `{first}` and comes before it now.",
            number(is, second)
        )],
    }
}

/// What redaction explains: the digest is the same, and a text isn't there.
fn redacted(old: &PublishedChange, new: &PublishedChange) -> Option<String> {
    let taken = new.record.redacted.as_ref()?;
    let before = old.record.redacted.as_ref();
    let is_new = |key: &&String| !before.is_some_and(|b| b.digests.contains_key(*key));
    let what: Vec<&str> = taken
        .digests
        .keys()
        .filter(is_new)
        .map(|key| name_of_text(key))
        .collect();
    if what.is_empty() {
        return None;
    }
    let Record {
        number, recorded, ..
    } = &new.record;
    let Taken { why, .. } = taken;
    Some(format!(
        "Record {number}, `{}`, was redacted: {} was taken out (“{why}”), and its digest stays.",
        recorded.id,
        what.join(", ")
    ))
}

/// What follows from an unaltered record and must not become another either: who was told, and until
/// when a customer could object.
fn derived(old: &PublishedChange, new: &PublishedChange) -> Vec<String> {
    let Record {
        number, recorded, ..
    } = &old.record;
    let mut problems = Vec::new();
    let mut differs = |what: &str| {
        problems.push(format!(
            "Record {number}, `{}`, holds, and {what}.",
            recorded.id
        ));
    };
    if old.deadline != new.deadline {
        let day = |deadline: &Option<String>| deadline.clone().unwrap_or_else(|| "none".to_owned());
        differs(&format!(
            "the last day to object was altered: it was {} and is {}",
            day(&old.deadline),
            day(&new.deadline)
        ));
    }
    if old.told != new.told {
        differs("who was told is told otherwise");
    }
    if old.replaced_by.is_some() && old.replaced_by != new.replaced_by {
        differs("the change that stands in for it was dropped");
    }
    problems
}

impl Findings {
    fn summary(&self, old: &PublishedLog, new: &PublishedLog) -> String {
        if !self.problems.is_empty() {
            return match self.problems.len() {
                1 => "1 thing isn't as it was told.".to_owned(),
                many => format!("{many} things aren't as they were told."),
            };
        }
        let kept = old.changes.len();
        match new.changes.len() - kept.min(new.changes.len()) {
            0 if kept == 1 => "Nothing was added: the same record.".to_owned(),
            0 => format!("Nothing was added: the same {kept} records."),
            1 => format!("The newer log only adds: record {} is new.", kept + 1),
            added => format!(
                "The newer log only adds: records {} to {} are new.",
                kept + 1,
                kept + added
            ),
        }
    }
}

#[cfg(test)]
mod tests;
