//! For the preview's panel: elements with classes, and neither a style nor a script in them.

use super::Diagnostic;
use super::excerpt::{Excerpt, visible};
use super::machine::word;
use crate::source::{Position, Sources, Span};

/// One `<article>` for each problem.
pub fn html(problems: &[Diagnostic], sources: &Sources) -> String {
    problems
        .iter()
        .map(|problem| article(problem, sources))
        .collect()
}

fn article(problem: &Diagnostic, sources: &Sources) -> String {
    let severity = word(problem.severity);
    let mut html = format!(
        "<article class=\"problem problem-{severity}\">\n\
         <h2><span class=\"problem-severity\">{severity}</span> {}</h2>\n",
        escape(&problem.message)
    );
    html.push_str(&place(problem.span, &problem.label, sources));
    for context in &problem.context {
        html.push_str(&place(context.span, &context.text, sources));
    }
    for note in &problem.notes {
        html.push_str(&advice("note", note));
    }
    for help in &problem.help {
        html.push_str(&advice("help", help));
    }
    html.push_str("</article>\n");
    html
}

/// A place, its lines with the text marked, and what stands beside the mark.
fn place(span: Span, label: &str, sources: &Sources) -> String {
    let source = sources.source(span.source);
    let path = escape(source.path.as_str());
    if source.bytes.is_empty() {
        return format!("<p class=\"problem-place\">{path}</p>\n{}", beside(label));
    }
    let Position { line, column } = sources.position(span);
    let Excerpt { text, mark, .. } = Excerpt::around(&source.bytes, span.range());
    let (before, rest) = text.split_at_checked(mark.start).unwrap_or((&text, ""));
    let (marked, after) = rest.split_at_checked(mark.len()).unwrap_or((rest, ""));
    format!(
        "<p class=\"problem-place\">{path}:{line}:{column}</p>\n\
         <pre class=\"problem-text\"><code>{}<mark>{}</mark>{}</code></pre>\n{}",
        escape(before),
        escape(marked),
        escape(after),
        beside(label)
    )
}

fn beside(label: &str) -> String {
    if label.is_empty() {
        return String::new();
    }
    format!("<p class=\"problem-label\">{}</p>\n", escape(label))
}

/// Lines to paste keep their line ends.
fn advice(kind: &str, text: &str) -> String {
    let text = escape(text);
    match text.split_once('\n') {
        None => format!("<p class=\"problem-{kind}\">{kind}: {text}</p>\n"),
        Some((first, lines)) => format!(
            "<p class=\"problem-{kind}\">{kind}: {first}</p>\n<pre class=\"problem-lines\">{lines}</pre>\n"
        ),
    }
}

fn escape(text: &str) -> String {
    visible(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
