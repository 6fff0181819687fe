//! For programs: JSON of a stable shape, and GitHub's annotations.

use serde::Serialize;

use super::{Diagnostic, end};
use crate::diagnostic::Severity;
use crate::source::{Position, Sources, Span};

/// A JSON array of the problems. Each key is always there; texts may be empty. An end is the position after the last
/// character. New keys may come, none goes or changes its meaning.
pub fn json(problems: &[Diagnostic], sources: &Sources) -> String {
    let problems: Vec<Problem<'_>> = problems
        .iter()
        .map(|problem| Problem {
            severity: word(problem.severity),
            message: &problem.message,
            label: &problem.label,
            place: place(problem.span, sources),
            notes: &problem.notes,
            help: &problem.help,
            context: problem
                .context
                .iter()
                .map(|context| Context {
                    label: &context.text,
                    place: place(context.span, sources),
                })
                .collect(),
        })
        .collect();
    // Strings and numbers always become JSON.
    let mut text = serde_json::to_string_pretty(&problems).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Problem<'a> {
    severity: &'static str,
    message: &'a str,
    label: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    notes: &'a [String],
    help: &'a [String],
    context: Vec<Context<'a>>,
}

#[derive(Serialize)]
struct Context<'a> {
    label: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// What is underlined, up to a thousand characters of it.
    text: String,
}

fn place(span: Span, sources: &Sources) -> Place<'_> {
    let source = sources.source(span.source);
    let (start, end) = (sources.position(span), end(span, sources));
    // A character has four bytes at most.
    let range = span.range();
    let range = range.start..range.end.min(range.start.saturating_add(4000));
    let range = range.start.min(source.bytes.len())..range.end.min(source.bytes.len());
    let text = String::from_utf8_lossy(source.bytes.get(range).unwrap_or_default());
    Place {
        file: source.path.as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: text.chars().take(1000).collect(),
    }
}

pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// One workflow command a line, which GitHub shows beside the text in a pull request.
pub fn github(problems: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for problem in problems {
        let file = sources.source(problem.span.source).path.as_str();
        let start = sources.position(problem.span);
        let end = end(problem.span, sources);
        let mut properties = vec![
            format!("file={}", property(file)),
            format!("line={}", start.line),
            format!("endLine={}", end.line),
        ];
        // Columns are accepted only where the annotation lies on one line.
        if start.line == end.line {
            properties.push(format!("col={}", start.column));
            properties.push(format!("endColumn={}", end.column));
        }
        properties.push(format!("title={}", property(&problem.message)));
        text.push_str(&format!(
            "::{} {}::{}\n",
            word(problem.severity),
            properties.join(","),
            data(&body(problem, sources))
        ));
    }
    text
}

/// What the title doesn't say. An annotation without a text isn't shown, so a problem that needs no
/// explanation is said twice.
fn body(problem: &Diagnostic, sources: &Sources) -> String {
    let context = problem.context.iter().map(|context| {
        let file = &sources.source(context.span.source).path;
        let Position { line, column } = sources.position(context.span);
        format!("{file}:{line}:{column}: {}", context.text)
    });
    let label = (!problem.label.is_empty()).then(|| problem.label.clone());
    let notes = problem.notes.iter().map(|note| format!("note: {note}"));
    let help = problem.help.iter().map(|help| format!("help: {help}"));
    let lines: Vec<String> = label
        .into_iter()
        .chain(context)
        .chain(notes)
        .chain(help)
        .collect();
    if lines.is_empty() {
        problem.message.clone()
    } else {
        lines.join("\n")
    }
}

/// The percent sign goes first, or it would escape the others' escapes.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
