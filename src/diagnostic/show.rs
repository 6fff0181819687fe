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

use annotate_snippets::renderer::{DEFAULT_TERM_WIDTH, Renderer};
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Position, SourceId, Sources, Span};
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
    for part in parts(problem, sources) {
        group = group.element(part.origin);
        if let Some(snippet) = part.snippet {
            group = group.element(snippet);
        }
    }
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

/// One place with its text, and the other places that fit on the same excerpt.
struct Part<'a> {
    origin: Origin<'a>,
    snippet: Option<Snippet<'a, Annotation<'a>>>,
}

/// The problem's own place first, then its context: on the same excerpt if near, else on one of its own.
fn parts<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Vec<Part<'a>> {
    let own = (AnnotationKind::Primary, problem.span, &*problem.label);
    let context = problem
        .context
        .iter()
        .map(|context| (AnnotationKind::Context, context.span, &*context.text));
    let mut excerpts: Vec<(Span, Excerpt, Vec<_>)> = Vec::new();
    for (kind, span, label) in std::iter::once(own).chain(context) {
        let near = excerpts.iter_mut().find_map(|(first, excerpt, marks)| {
            let place = excerpt.place_near(*first, span)?;
            Some((marks, place))
        });
        if let Some((marks, place)) = near {
            marks.push((kind, place, label));
            continue;
        }
        let excerpt = Excerpt::around(&sources.source(span.source).bytes, span);
        // An excerpt without an own place must be marked as one, or it has no header.
        let mark = (AnnotationKind::Primary, excerpt.mark.clone(), label);
        excerpts.push((span, excerpt, vec![mark]));
    }
    excerpts
        .into_iter()
        .map(|(span, excerpt, marks)| Part {
            origin: origin(span, sources),
            snippet: (!excerpt.is_empty()).then(|| snippet(excerpt, marks)),
        })
        .collect()
}

fn origin(span: Span, sources: &Sources) -> Origin<'_> {
    let path = Origin::path(visible(sources.source(span.source).path.as_str()));
    if is_empty(span.source, sources) {
        return path;
    }
    let Position { line, column } = sources.position(span);
    path.line(line).char_column(column)
}

fn snippet<'a>(
    excerpt: Excerpt,
    marks: Vec<(AnnotationKind, std::ops::Range<usize>, &'a str)>,
) -> Snippet<'a, Annotation<'a>> {
    let annotations = marks.into_iter().map(|(kind, place, label)| {
        let annotation = kind.span(place);
        match label {
            "" => annotation,
            label => annotation.label(visible(label)),
        }
    });
    Snippet::source(excerpt.text)
        .line_start(excerpt.first_line)
        .annotations(annotations)
}

fn is_empty(id: SourceId, sources: &Sources) -> bool {
    sources.source(id).bytes.is_empty()
}

/// Where a span ends: the first position after it.
fn end(span: Span, sources: &Sources) -> Position {
    let end = span.end as usize;
    sources.position(Span::new(span.source, end..end))
}
