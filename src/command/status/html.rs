//! For the preview's bar: elements with classes, and neither a style nor a script in them.

use super::text::{Lines, differing};
use super::words::{causes, hearing, known, reasons, until, waits};
use super::{Prospect, Report};
use crate::command::wording::{self, Detail, is};
use crate::compare::fields::FieldAmendment;
use crate::compare::{Amendment, Verb};
use crate::content::field::Value;
use crate::parse::config::ObjectTo;
use crate::render::prose::escape;
use crate::replay::Change;
use crate::replay::record::Recording;

pub(super) fn show(report: &Report<'_>) -> String {
    let mut html = String::new();
    if !report.amendments.is_empty() {
        let amendments = report.amendments.iter().map(one);
        html += &section("amendments", "What differs", &list(amendments));
    }
    match &report.prospect {
        Prospect::Nothing => {}
        Prospect::Change(recording) => {
            html += &section(
                "terms",
                "When, and who hears of it",
                &terms(report, recording),
            );
        }
        Prospect::Refused(refusal) => {
            let lines = reasons(refusal);
            let lines = lines
                .iter()
                .map(|line| escape(line.trim_start_matches("- ")));
            html += &section("refused", "It can't be recorded as it stands", &list(lines));
        }
    }
    for rename in &report.renames {
        let question = rename.question();
        let answers = list(question.help.iter().map(|help| escape(help)));
        let said = format!("<p>{}</p>\n{answers}", escape(&question.label));
        html += &section("refused", &question.message, &said);
    }
    if !report.coming.is_empty() {
        let coming = report
            .coming
            .iter()
            .map(|change| one_to_come(change, report));
        html += &section("coming", "Recorded and not in force yet", &list(coming));
    }
    html
}

fn section(class: &str, title: &str, body: &str) -> String {
    let title = escape(title);
    format!("<section class=\"{class}\">\n<h3>{title}</h3>\n{body}</section>\n")
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>\n")).collect();
    format!("<ul>\n{items}</ul>\n")
}

fn one(amendment: &Amendment) -> String {
    let mut html = format!(
        "<p class=\"amendment amendment-{}\"><strong>{}</strong> <span>({} <code>{}</code>)</span> {}</p>\n",
        amendment.verb().as_str(),
        escape(amendment.name()),
        wording::kind(amendment),
        escape(&amendment.item().to_string()),
        is(amendment.verb()),
    );
    let details: String = wording::details(amendment)
        .iter()
        .map(|detail| match detail {
            Detail::Engagement { verb, purpose } => row(
                "engagement",
                &format!("“{}” {}", escape(purpose), is(*verb)),
            ),
            Detail::Field {
                engagement,
                amended,
            } => {
                let of = engagement.map_or_else(String::new, |purpose| format!("{purpose}: "));
                let label = format!("{of}{}", amended.field.key());
                row(&label, &field_of(amendment.verb(), amended))
            }
        })
        .collect();
    if !details.is_empty() {
        html += &format!("<dl>\n{details}</dl>\n");
    }
    html
}

fn row(label: &str, value: &str) -> String {
    format!("<div><dt>{}</dt><dd>{value}</dd></div>\n", escape(label))
}

fn field_of(verb: Verb, &FieldAmendment { before, after, .. }: &FieldAmendment<'_>) -> String {
    let said = |value: Value<'_>| escape(&wording::value_text(value));
    if verb != Verb::Amended {
        // The heading says already that all of it came or went.
        return before.or(after).map(said).unwrap_or_default();
    }
    if let (Some(Value::Prose(before)), Some(Value::Prose(after))) = (before, after) {
        return lines(&differing(before.text(), after.text()));
    }
    let said = |element: &str, value: Option<Value<'_>>| match value {
        Some(value) => format!("<{element}>{}</{element}>", said(value)),
        None => "nothing stated".to_owned(),
    };
    format!("{} → {}", said("del", before), said("ins", after))
}

fn lines(lines: &Lines) -> String {
    let shown = lines.lines.iter().map(|(verb, line)| {
        let (element, sign) = match verb {
            Verb::Removed => ("del", '-'),
            Verb::Added | Verb::Amended => ("ins", '+'),
        };
        format!("<{element}>{sign} {}</{element}>", escape(line))
    });
    let mut html: String = shown.collect();
    if lines.more > 0 {
        html += &format!("… and {} more lines", lines.more);
    }
    format!("<pre>{html}</pre>")
}

fn terms(report: &Report<'_>, recording: &Recording) -> String {
    let change = &recording.change;
    let mut rows = row("Told", &with_reasons(hearing(change), &causes(report)));
    rows += &row("If announced on", &day(change.announced));
    let earliest = recording.earliest.day();
    rows += &row(
        "In force at the earliest",
        &with_reasons(&earliest.to_string(), &waits(recording, report)),
    );
    if earliest != change.effective {
        let why = "so that a review doesn't eat the notice";
        rows += &row(
            "In force unless you name another day",
            &with_reasons(&change.effective.to_string(), &[why.to_owned()]),
        );
    }
    if let Some(deadline) = change.objection_deadline() {
        let to = match report.object_to {
            Some(ObjectTo::Mail(address)) => format!(", to {}", escape(address)),
            Some(ObjectTo::Page(url)) => format!(", at {}", escape(url.as_str())),
            None => String::new(),
        };
        rows += &row("Objections until", &format!("{}{to}", day(deadline)));
    }
    format!("<dl>\n{rows}</dl>\n")
}

fn with_reasons(what: &str, why: &[String]) -> String {
    let what = escape(what);
    if why.is_empty() {
        return what;
    }
    let why: Vec<String> = why.iter().map(|line| escape(line)).collect();
    format!("{what} <small>{}</small>", why.join("<br>"))
}

fn day(day: crate::content::Date) -> String {
    format!("<time>{day}</time>")
}

fn one_to_come(change: &Change, report: &Report<'_>) -> String {
    format!(
        "<strong>{}</strong> <small>{}, in force from {}{}</small>",
        escape(&change.title),
        known(change, report),
        change.effective,
        until(change)
    )
}
