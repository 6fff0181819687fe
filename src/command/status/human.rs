//! For a person at a terminal.

use std::fmt::Write;

use super::text::{Lines, differing};
use super::words::{causes, hearing, known, reasons, waits};
use super::{Prospect, Report};
use crate::command::wording::{self, Detail, is};
use crate::compare::fields::FieldAmendment;
use crate::compare::{Amendment, Verb};
use crate::content::field::Value;
use crate::replay::Told;
use crate::replay::record::Recording;

pub(super) fn show(report: &Report<'_>) -> String {
    let mut text = String::new();
    // Writing to a text never fails.
    let _ = write_report(&mut text, report);
    text
}

fn write_report(text: &mut String, report: &Report<'_>) -> std::fmt::Result {
    match report.amendments.len() {
        0 => writeln!(
            text,
            "No draft: the working files say what the recorded changes say."
        )?,
        1 => writeln!(text, "Draft: 1 amendment that no change says yet")?,
        n => writeln!(text, "Draft: {n} amendments that no change says yet")?,
    }
    for amendment in report.amendments {
        one(text, amendment)?;
    }
    match &report.prospect {
        Prospect::Nothing => {}
        Prospect::Change(recording) => {
            told(text, report, recording)?;
        }
        Prospect::Refused(refusal) => {
            writeln!(text, "\nIt can't be recorded as it stands:")?;
            for line in reasons(refusal) {
                writeln!(text, "  {line}")?;
            }
        }
    }
    if !report.coming.is_empty() {
        writeln!(text, "\nRecorded and not in force yet")?;
    }
    for change in &report.coming {
        writeln!(text, "  {}", change.title)?;
        let known = known(change, report);
        writeln!(text, "    {known}, in force from {}", change.effective)?;
        if let Some(deadline) = change.objection_deadline() {
            writeln!(text, "    objections until {deadline}")?;
        }
        writeln!(text, "    content/changes/{}", change.id)?;
    }
    next(text, report)
}

fn one(text: &mut String, amendment: &Amendment) -> std::fmt::Result {
    writeln!(
        text,
        "\n  {} ({} `{}`) {}",
        amendment.name(),
        wording::kind(amendment),
        amendment.item(),
        is(amendment.verb())
    )?;
    for detail in wording::details(amendment) {
        match detail {
            Detail::Engagement { verb, purpose } => {
                writeln!(text, "    engagement for “{purpose}” {}", is(verb))?;
            }
            Detail::Field {
                engagement,
                amended,
            } => {
                let of = engagement.map_or_else(String::new, |purpose| format!("{purpose}: "));
                let label = format!("    {of}{}:", amended.field.key());
                field_of(text, &label, amendment.verb(), &amended)?;
            }
        }
    }
    Ok(())
}

fn field_of(
    text: &mut String,
    label: &str,
    verb: Verb,
    &FieldAmendment { before, after, .. }: &FieldAmendment<'_>,
) -> std::fmt::Result {
    if verb != Verb::Amended {
        // The heading says already that all of it came or went.
        return match before.or(after) {
            Some(value) => writeln!(text, "{label} {}", wording::value_text(value)),
            None => Ok(()),
        };
    }
    if let (Some(Value::Prose(before)), Some(Value::Prose(after))) = (before, after) {
        writeln!(text, "{label}")?;
        let Lines { lines, more } = differing(before.text(), after.text());
        for (verb, line) in lines {
            let sign = if verb == Verb::Added { '+' } else { '-' };
            writeln!(text, "      {sign} {line}")?;
        }
        if more > 0 {
            writeln!(text, "      … and {more} more lines")?;
        }
        return Ok(());
    }
    let said = |value: Option<Value<'_>>| {
        value.map_or_else(|| "nothing stated".to_owned(), wording::value_text)
    };
    writeln!(text, "{label} {} → {}", said(before), said(after))
}

fn told(text: &mut String, report: &Report<'_>, recording: &Recording) -> std::fmt::Result {
    let change = &recording.change;
    writeln!(text, "\nWhat customers will be told")?;
    writeln!(text, "  “{}”", change.title)?;
    writeln!(text, "  {}", hearing(change))?;
    for line in causes(report) {
        writeln!(text, "    because {line}")?;
    }
    writeln!(text, "\nIf it is announced on {}", change.announced)?;
    let earliest = recording.earliest.day();
    writeln!(text, "  in force on {earliest} at the earliest")?;
    for line in waits(recording, report) {
        writeln!(text, "    {line}")?;
    }
    if earliest != change.effective {
        writeln!(
            text,
            "  in force from {} unless you name another day, so that a review doesn't eat the notice",
            change.effective
        )?;
    }
    if let Some(deadline) = change.objection_deadline() {
        writeln!(text, "  objections until {deadline}")?;
    }
    Ok(())
}

/// The commands to go on with; where there is a question, it comes after this.
fn next(text: &mut String, report: &Report<'_>) -> std::fmt::Result {
    if !matches!(report.prospect, Prospect::Change(_)) || !report.renames.is_empty() {
        return Ok(());
    }
    writeln!(text, "\nGo on with")?;
    if let Prospect::Change(recording) = &report.prospect
        && recording.change.told == Told::Editorial
    {
        writeln!(
            text,
            "  candor record --tell                   to have it told in the feeds all the same"
        )?;
    }
    writeln!(
        text,
        "  candor record --reason \"…\"            to record it, so that it is told"
    )?;
    if report.only_baseline {
        writeln!(
            text,
            "  candor record --again                  while nothing is published yet: to make it a part of the first record"
        )?;
    }
    writeln!(
        text,
        "  candor build --draft --output preview  to look at it"
    )
}
