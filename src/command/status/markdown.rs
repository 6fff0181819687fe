//! For a comment on a pull request.

use super::text::{Lines, differing};
use super::words::{causes, hearing, known, reasons, until, waits};
use super::{Prospect, Report};
use crate::command::wording::{self, Detail, is};
use crate::compare::fields::FieldAmendment;
use crate::compare::{Amendment, Verb};
use crate::content::field::Value;
use crate::parse::config::ObjectTo;
use crate::replay::record::Recording;

pub(super) fn show(report: &Report<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.push(match report.amendments.len() {
        0 => "**No draft.** The working files say what the recorded changes say.".to_owned(),
        1 => "**1 amendment** that no change says yet.".to_owned(),
        n => format!("**{n} amendments** that no change says yet."),
    });
    match &report.prospect {
        Prospect::Nothing => {}
        Prospect::Change(recording) => parts.push(told(report, recording)),
        Prospect::Refused(refusal) => {
            let lines = reasons(refusal);
            let lines = lines
                .iter()
                .map(|line| escaped(line.trim_start_matches("- ")));
            parts.push(format!(
                "### It can't be recorded as it stands\n\n{}",
                list(lines)
            ));
        }
    }
    for rename in &report.renames {
        let question = rename.question();
        let answers = question.help.iter().map(|help| escaped(help));
        parts.push(format!(
            "### {}\n\n{}\n\n{}",
            escaped(&question.message),
            escaped(&question.label),
            list(answers)
        ));
    }
    parts.extend(report.amendments.iter().map(one));
    if !report.coming.is_empty() {
        let lines = report.coming.iter().map(|change| {
            format!(
                "{} – {}, in force from **{}**{}",
                escaped(&change.title),
                known(change, report),
                change.effective,
                until(change)
            )
        });
        parts.push(format!(
            "### Recorded and not in force yet\n\n{}",
            list(lines)
        ));
    }
    if matches!(report.prospect, Prospect::Change(_)) && report.renames.is_empty() {
        parts.push(
            "Record it with `candor record`; look at it with `candor build --draft`.".to_owned(),
        );
    }
    parts.join("\n\n") + "\n"
}

fn told(report: &Report<'_>, recording: &Recording) -> String {
    let change = &recording.change;
    let mut rows = vec![
        ("Title", escaped(&change.title)),
        ("Told", escaped(hearing(change))),
    ];
    let causes = causes(report);
    if !causes.is_empty() {
        rows.push(("Because", escaped(&causes.join("; "))));
    }
    rows.push(("If announced on", change.announced.to_string()));
    let mut earliest = recording.earliest.day().to_string();
    let waits = waits(recording, report);
    if !waits.is_empty() {
        earliest = format!("{earliest}: {}", escaped(&waits.join("; ")));
    }
    rows.push(("In force at the earliest", earliest));
    if change.effective != recording.earliest.day() {
        rows.push((
            "In force unless decided otherwise",
            format!(
                "{}, so that a review doesn't eat the notice",
                change.effective
            ),
        ));
    }
    if let Some(deadline) = change.objection_deadline() {
        let to = report.object_to.map_or_else(String::new, |to| {
            let to = match to {
                ObjectTo::Mail(address) => address.clone(),
                ObjectTo::Page(url) => url.to_string(),
            };
            format!(", to {}", escaped(&to))
        });
        rows.push(("Objections until", format!("{deadline}{to}")));
    }
    let rows = rows
        .iter()
        .map(|(label, value)| format!("| **{label}** | {value} |\n"));
    format!(
        "### What customers will be told\n\n| | |\n| --- | --- |\n{}",
        rows.collect::<String>().trim_end()
    )
}

fn one(amendment: &Amendment) -> String {
    let heading = format!(
        "### {} {}\n\n{}, `{}`",
        escaped(amendment.name()),
        is(amendment.verb()),
        wording::kind(amendment),
        amendment.item()
    );
    let mut rows = Vec::new();
    let mut texts = Vec::new();
    for detail in wording::details(amendment) {
        match detail {
            Detail::Engagement { verb, purpose } => rows.push(match verb {
                Verb::Removed => format!("| engagement | {} | |", escaped(purpose)),
                Verb::Added | Verb::Amended => format!("| engagement | | {} |", escaped(purpose)),
            }),
            Detail::Field {
                amended:
                    FieldAmendment {
                        field,
                        before: Some(Value::Prose(before)),
                        after: Some(Value::Prose(after)),
                    },
                ..
            } => {
                let lines = differing(before.text(), after.text());
                texts.push(format!("`{}`:\n\n{}", field.key(), fenced(&lines)));
            }
            Detail::Field {
                engagement,
                amended,
            } => {
                let of = engagement
                    .map_or_else(String::new, |purpose| format!("{}: ", escaped(purpose)));
                let said = |value: Option<Value<'_>>| {
                    value.map_or_else(String::new, |value| escaped(&wording::value_text(value)))
                };
                rows.push(format!(
                    "| {of}`{}` | {} | {} |",
                    amended.field.key(),
                    said(amended.before),
                    said(amended.after)
                ));
            }
        }
    }
    let mut parts = vec![heading];
    if !rows.is_empty() {
        parts.push(format!(
            "| | before | after |\n| --- | --- | --- |\n{}",
            rows.join("\n")
        ));
    }
    parts.extend(texts);
    parts.join("\n\n")
}

/// A text's lines as a diff, in a fence that no line of it can close.
fn fenced(lines: &Lines) -> String {
    let longest = lines
        .lines
        .iter()
        .flat_map(|(_, line)| line.split(|c| c != '`').map(str::len))
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let shown = lines.lines.iter().map(|(verb, line)| {
        let sign = if *verb == Verb::Added { '+' } else { '-' };
        format!("{sign} {line}\n")
    });
    let more = if lines.more > 0 {
        format!("  … and {} more lines\n", lines.more)
    } else {
        String::new()
    };
    format!("{fence}diff\n{}{more}{fence}", shown.collect::<String>())
}

fn list(lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.map(|line| format!("- {line}")).collect();
    lines.join("\n")
}

/// Plain text in a line or a cell: nothing in it is markup, mentions anyone or begins a new line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A comment must not call people who happen to have that name on the host.
            '@' => escaped.push_str("&#64;"),
            c => escaped.push(c),
        }
    }
    escaped
}
