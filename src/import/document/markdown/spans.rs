//! Pandoc's attributes, `[words]{.class}` and `::: note`, taken off what they are about.

use super::fence;
use crate::import::document::tree::{Walk, shortened};
use crate::import::read::Remark;

/// The text with its attributes taken away; code stays as it is.
pub(super) fn without_attributes(text: &str, walk: &mut Walk) -> String {
    let mut out = String::with_capacity(text.len());
    let mut prose = String::new();
    let mut open: Option<(&str, Kind)> = None;
    let mut was_line = false;
    for line in text.split_inclusive('\n') {
        match (open, fence(line)) {
            (None, Some(sign)) => {
                out.push_str(&in_prose(&std::mem::take(&mut prose), walk));
                let kind = if line.contains("{=html}") {
                    Kind::Html
                } else {
                    Kind::Code
                };
                open = Some((sign, kind));
                if kind == Kind::Code {
                    out.push_str(&language_only(line));
                }
            }
            (Some((sign, kind)), Some(other))
                if sign == other && line.trim().chars().all(|c| c == '`' || c == '~') =>
            {
                if kind == Kind::Code {
                    out.push_str(line);
                }
                open = None;
            }
            (Some(_), _) => out.push_str(line),
            // A division, which has no words of its own.
            (None, None) if line.trim_start().starts_with(":::") => prose.push('\n'),
            (None, None) => match line_block(line) {
                Some(words) if was_line => prose.push_str(&format!("\\\n{words}")),
                Some(words) => prose.push_str(words),
                None => {
                    prose.push_str(if was_line { "\n" } else { "" });
                    prose.push_str(line);
                }
            },
        }
        was_line = open.is_none() && line_block(line).is_some();
    }
    out.push_str(&in_prose(&prose, walk));
    out
}

/// What a fenced block is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    /// Raw HTML, which pandoc fences so that it comes back as it was.
    Html,
}

/// A fence's line with the language alone: "``` {.toml .numberLines}".
fn language_only(line: &str) -> String {
    let Some((sign, attributes)) = line.split_once('{') else {
        return line.to_owned();
    };
    let mut words = attributes.split([' ', '}']);
    let language = words.find_map(|word| word.strip_prefix('.'));
    format!("{}{}\n", sign.trim_end(), language.unwrap_or_default())
}

/// The words of `| a line`, which pandoc writes where lines must stay apart. A row of a table ends with
/// `|` too.
fn line_block(line: &str) -> Option<&str> {
    let words = line.strip_prefix("| ")?.trim_end();
    (!words.ends_with('|') && !words.is_empty()).then_some(words)
}

fn in_prose(text: &str, walk: &mut Walk) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let Some(inner) = attributes(tail) else {
            out.push('{');
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        rest = tail.get(inner.len() + 2..).unwrap_or_default();
        let ends_line = rest.is_empty() || rest.starts_with('\n');
        if out.ends_with('`') && inner.starts_with('=') {
            unquote(&mut out, inner);
        } else if out.ends_with(']') {
            unbracket(&mut out, inner, walk);
        } else if !(out.ends_with([')', '`'])
            || (out.ends_with(' ') && ends_line && in_heading(&out)))
        {
            out.push_str(&format!("{{{inner}}}"));
        }
    }
    out.push_str(rest);
    out
}

/// The attributes in braces that a text begins with: `.class`, `#id`, `key="value"`, `=html`.
fn attributes(text: &str) -> Option<&str> {
    const LONGEST: usize = 1000;
    let inner = text.strip_prefix('{')?;
    // Not beyond another brace, so that a text of nothing but braces isn't searched for each of them.
    let end = inner.find(['{', '}'])?;
    if !inner.get(end..)?.starts_with('}') {
        return None;
    }
    let inner = inner.get(..end)?;
    let first = inner.trim_start();
    let named = first.split_once('=').is_some_and(|(key, _)| {
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    });
    let is_known = first.starts_with(['.', '#', '=']) || matches!(first, "-") || named;
    (is_known && inner.len() <= LONGEST).then_some(inner)
}

fn in_heading(out: &str) -> bool {
    let line = out.rsplit('\n').next().unwrap_or_default();
    line.starts_with('#')
}

/// "`<br>`{=html}": what stands between the backticks is HTML. Another format's isn't for a page.
fn unquote(out: &mut String, inner: &str) {
    let Some(start) = out.trim_end_matches('`').rfind('`') else {
        return;
    };
    let raw = out
        .get(start..)
        .unwrap_or_default()
        .trim_matches('`')
        .to_owned();
    out.truncate(
        out.get(..start)
            .unwrap_or_default()
            .trim_end_matches('`')
            .len(),
    );
    if inner.starts_with("=html") {
        out.push_str(&raw);
    }
}

/// `[words]{.class}`: the words stay, unless a word processor had them taken away.
fn unbracket(out: &mut String, inner: &str, walk: &mut Walk) {
    let Some(start) = opening(out) else {
        return;
    };
    let words = out
        .get(start + 1..out.len() - 1)
        .unwrap_or_default()
        .to_owned();
    out.truncate(start);
    let class = |name: &str| {
        inner
            .split_whitespace()
            .any(|word| word.strip_prefix('.') == Some(name))
    };
    let lost = match () {
        () if class("deletion") => "words that were deleted",
        () if class("comment-start") || class("comment-end") => "a comment",
        () => {
            out.push_str(&words);
            return;
        }
    };
    if !words.is_empty() {
        walk.remarks.push(Remark {
            line: None,
            text: format!("left out: {lost}, “{}”", shortened(&words)),
        });
    }
}

/// Where the bracket opens that closes at the end of a text. No paragraph is longer than what is searched.
fn opening(text: &str) -> Option<usize> {
    const LONGEST: usize = 20_000;
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().rev().take(LONGEST) {
        match character {
            ']' => depth += 1,
            '[' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Pandoc's `H~2~O` and `2^nd^` as elements, which everybody reads alike. Code stays as it is.
pub(super) fn with_raised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    for line in text.split_inclusive('\n') {
        match (open, fence(line)) {
            (None, Some(sign)) => open = Some(sign),
            (Some(sign), Some(other)) if sign == other => open = None,
            (None, None) if !line.starts_with("    ") => {
                raised_in_line(line, &mut out);
                continue;
            }
            _ => {}
        }
        out.push_str(line);
    }
    out
}

fn raised_in_line(line: &str, out: &mut String) {
    let mut in_code = false;
    let mut rest = line;
    while let Some(at) = rest.find(['`', '~', '^', '\\']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let mut characters = tail.chars();
        let sign = characters.next().unwrap_or_default();
        let inner = tail.get(1..).unwrap_or_default();
        let words = inner.split(sign).next().unwrap_or_default();
        let closes = inner
            .get(words.len()..)
            .is_some_and(|rest| rest.starts_with(sign));
        let doubled = out.ends_with(sign)
            || inner
                .get(words.len() + 1..)
                .is_some_and(|rest| rest.starts_with(sign));
        let is_word =
            !words.is_empty() && !words.contains(char::is_whitespace) && closes && !doubled;
        let element = if sign == '~' { "sub" } else { "sup" };
        let taken = match sign {
            '\\' => {
                out.push(sign);
                let escaped = characters.next();
                out.extend(escaped);
                1 + escaped.map_or(0, char::len_utf8)
            }
            '`' => {
                in_code = !in_code;
                out.push(sign);
                1
            }
            _ if in_code || !is_word || out.ends_with('[') => {
                out.push(sign);
                1
            }
            _ => {
                out.push_str(&format!("<{element}>{words}</{element}>"));
                words.len() + 2
            }
        };
        rest = tail.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
}
