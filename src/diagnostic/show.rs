//! One diagnostic, many faces: a terminal, a CI annotation, JSON, a browser.
//!
//! Every face says the same: the place, what is wrong, the text underlined, what explains it, what to do.
//! Positions are those of [`Sources::position`], so a file has the same line and column everywhere. What
//! stands in a file or a message can't do harm where it is shown: control characters are made visible,
//! a huge line is cut ([`excerpt`]), and whatever a format gives a meaning to is escaped.

mod excerpt;
mod html;
mod machine;
#[cfg(test)]
mod tests;

use std::ops::Range;

use annotate_snippets::renderer::{DEFAULT_TERM_WIDTH, Renderer};
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Position, Sources, Span};
use excerpt::{Excerpt, visible};

pub use html::html;
pub use machine::{github, json};

/// Whether the terminal's text bears colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Color {
    Plain,
    Styled,
}

/// For a terminal: one block for each problem, an empty line between them, a line's end at the end.
pub fn terminal(problems: &[Diagnostic], sources: &Sources, color: Color) -> String {
    let renderer = match color {
        Color::Plain => Renderer::plain(),
        Color::Styled => Renderer::styled(),
    }
    .term_width(DEFAULT_TERM_WIDTH);
    let mut text = String::new();
    for problem in problems {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&renderer.render(&[group(problem, sources)]));
        text.push('\n');
    }
    text
}

/// The closing line, such as "2 errors, 1 warning"; nothing when there are no problems.
pub fn summary(problems: &[Diagnostic]) -> Option<String> {
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let parts: Vec<String> = [
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn group<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(visible(&problem.message)));
    group = group.elements(places(problem, sources));
    for note in &problem.notes {
        group = group.element(message(Level::NOTE, note));
    }
    for help in &problem.help {
        group = group.element(message(Level::HELP, help));
    }
    group
}

/// The crate takes this text as it is, so it mustn't hold anything that a terminal obeys.
fn message<'a>(level: Level<'a>, text: &str) -> Element<'a> {
    level.message(visible(text)).into()
}

/// A place to mark: how, where, and what stands beside the mark.
type Mark<'a> = (AnnotationKind, Span, &'a str);

/// The problem's own place first, then its context. Places of one file share an excerpt, as they do in
/// rustc's messages, unless they lie too far apart or on a line too long to be shown.
fn places<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Vec<Element<'a>> {
    let own = (AnnotationKind::Primary, problem.span, &*problem.label);
    let context = problem
        .context
        .iter()
        .map(|context| (AnnotationKind::Context, context.span, &*context.text));
    let mut files: Vec<Vec<Mark<'a>>> = Vec::new();
    for mark in std::iter::once(own).chain(context) {
        let in_file = |marks: &&mut Vec<Mark<'_>>| {
            marks
                .iter()
                .any(|(_, span, _)| span.source == mark.1.source)
        };
        match files.iter_mut().find(in_file) {
            Some(marks) => marks.push(mark),
            None => files.push(vec![mark]),
        }
    }
    let mut elements = Vec::new();
    for marks in files {
        match together(&marks, sources) {
            Some(snippet) => elements.push(snippet.into()),
            None => marks
                .iter()
                .for_each(|mark| elements.extend(alone(mark, sources))),
        }
    }
    elements
}

/// All places of one file on whole lines, under a header that the crate counts from them.
fn together<'a>(marks: &[Mark<'a>], sources: &'a Sources) -> Option<Snippet<'a, Annotation<'a>>> {
    let source = sources.source(marks.first()?.1.source);
    // A file that couldn't be read has a path and nothing else to show.
    if source.bytes.is_empty() && marks.iter().all(|(_, _, label)| label.is_empty()) {
        return None;
    }
    let ranges: Vec<Range<usize>> = marks.iter().map(|(_, span, _)| span.range()).collect();
    let (excerpt, ranges) = Excerpt::whole(&source.bytes, &ranges)?;
    let annotations = marks
        .iter()
        .zip(ranges)
        .map(|((kind, _, label), range)| annotation(*kind, range, label));
    Some(
        Snippet::source(excerpt.text)
            .line_start(excerpt.first_line)
            .path(visible(source.path.as_str()))
            .annotations(annotations),
    )
}

/// One place on a part of a line, under a header that says where that really is.
fn alone<'a>((kind, span, label): &Mark<'a>, sources: &'a Sources) -> Vec<Element<'a>> {
    let source = sources.source(span.source);
    let origin = Origin::path(visible(source.path.as_str()));
    if source.bytes.is_empty() && label.is_empty() {
        return vec![origin.into()];
    }
    let Position { line, column } = sources.position(*span);
    let excerpt = Excerpt::around(&source.bytes, span.range());
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.first_line)
        .annotation(annotation(*kind, excerpt.mark, label));
    vec![origin.line(line).char_column(column).into(), snippet.into()]
}

fn annotation<'a>(kind: AnnotationKind, range: Range<usize>, label: &str) -> Annotation<'a> {
    let annotation = kind.span(range);
    match label {
        "" => annotation,
        label => annotation.label(visible(label)),
    }
}

/// Where a span ends: the first position after it.
fn end(span: Span, sources: &Sources) -> Position {
    let end = span.end as usize;
    sources.position(Span::new(span.source, end..end))
}
