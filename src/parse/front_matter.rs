//! The lines between `+++` at the head of a Markdown file, told apart from the text below them.
//!
//! It knows neither a key nor Markdown. Only the first line that closes the front matter counts: in the
//! text below, a line `+++` is text.

use std::ops::Range;

use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{SourceId, Span};

/// The two parts of a file, by place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Parts {
    pub(super) matter: Range<usize>,
    pub(super) body: Range<usize>,
}

/// Finds the front matter. `what` names the file's kind in messages and `title` is a likely one for it.
pub(super) fn split(
    source: SourceId,
    text: &str,
    what: &str,
    title: &str,
) -> Checked<Option<Parts>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = lines(text, start).skip_while(|line| text[line.clone()].trim().is_empty());
    let at = |range: Range<usize>| Span::new(source, range);
    let to_paste = || {
        let title = heading(text).unwrap_or(title).replace(['"', '\\'], "");
        format!("put these lines at the top of the file:\n+++\ntitle = \"{title}\"\n+++")
    };
    let untitled = |range: Range<usize>, label: &str| {
        Diagnostic::error(at(range), format!("{what} needs at least a title"))
            .label(label)
            .help(to_paste())
    };
    let inexact = |line: Range<usize>, which: &str| {
        let message = format!("the {which} line must be exactly `+++`");
        Diagnostic::error(at(line), message).label("expected three plus signs and nothing else")
    };
    let Some(opening) = lines.next() else {
        return refused(untitled(start..start, "the file is empty"));
    };
    let first = shown(text, &opening);
    match text[first.clone()].trim() {
        "+++" if is_delimiter(&text[opening.clone()]) => {}
        "---" => return refused(yaml(source, text, first, lines)),
        line if is_only_pluses(line) => return refused(inexact(first, "opening")),
        _ => return refused(untitled(first, "expected a line `+++` here")),
    }
    for line in lines {
        if is_delimiter(&text[line.clone()]) {
            return Checked::clean(Some(Parts {
                matter: opening.end..line.start,
                body: line.end..text.len(),
            }));
        }
        if is_only_pluses(text[line.clone()].trim()) {
            return refused(inexact(shown(text, &line), "closing"));
        }
    }
    refused(
        Diagnostic::error(at(first), "the front matter that begins here isn't closed")
            .label("no closing line `+++` follows")
            .help("put a line `+++` between the keys and the text"),
    )
}

fn refused(problem: Diagnostic) -> Checked<Option<Parts>> {
    Checked {
        value: None,
        problems: vec![problem],
    }
}

/// The lines of a text with their line ends, by place.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let line = at..at + line.len();
        at = line.end;
        line
    })
}

/// A line without the white space at its end.
fn shown(text: &str, line: &Range<usize>) -> Range<usize> {
    line.start..line.start + text[line.clone()].trim_end().len()
}

fn is_delimiter(line: &str) -> bool {
    line.trim_end() == "+++"
}

fn is_only_pluses(line: &str) -> bool {
    line.len() > 1 && line.bytes().all(|byte| byte == b'+')
}

/// The text of the first `#` heading.
fn heading(text: &str) -> Option<&str> {
    let heading = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("# "))?;
    Some(heading.trim()).filter(|heading| !heading.is_empty())
}

fn yaml(
    source: SourceId,
    text: &str,
    first: Range<usize>,
    lines: impl Iterator<Item = Range<usize>>,
) -> Diagnostic {
    let keys: Vec<String> = lines
        .map(|line| text[line].trim_end())
        .take_while(|line| *line != "---")
        .filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            let is_key = !key.is_empty()
                && !key.contains(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
            is_key.then(|| format!("{key} = {}", toml_of(value.trim())))
        })
        .collect();
    Diagnostic::error(Span::new(source, first), "this front matter is YAML")
        .label("expected a line `+++` and TOML below it")
        .help(format!(
            "Candor takes TOML between `+++`:\n+++\n{}\n+++",
            keys.join("\n")
        ))
}

/// A simple YAML value as TOML.
fn toml_of(value: &str) -> String {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || value == "true" || value == "false" || value.starts_with('"') {
        return value.to_owned();
    }
    if let Some(items) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        let items: Vec<String> = items.split(',').map(|item| toml_of(item.trim())).collect();
        return format!("[{}]", items.join(", "));
    }
    format!(
        "\"{}\"",
        value
            .trim_matches('\'')
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
    )
}
