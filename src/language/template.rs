//! Texts with `{placeholders}`: which there are, and how values take their place.

use std::collections::BTreeSet;

/// The text with every `{name}` that has an argument replaced by it, in one pass: what an argument
/// brings along is never taken for a placeholder.
pub(super) fn fill(text: &str, arguments: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Literal(literal) => filled.push_str(literal),
            Part::Placeholder { name, written } => filled.push_str(
                arguments
                    .iter()
                    .find(|(given, _)| *given == name)
                    .map_or(written, |(_, value)| value),
            ),
        }
    }
    filled
}

/// The names of a text's placeholders.
pub(super) fn placeholders(text: &str) -> BTreeSet<&str> {
    parts(text)
        .filter_map(|part| match part {
            Part::Placeholder { name, .. } => Some(name),
            Part::Literal(_) => None,
        })
        .collect()
}

enum Part<'a> {
    Literal(&'a str),
    /// `written` is the name with its braces.
    Placeholder {
        name: &'a str,
        written: &'a str,
    },
}

fn parts(mut rest: &str) -> impl Iterator<Item = Part<'_>> {
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, length) = placeholder_at_start(rest).map_or_else(
            || {
                // At least one character, so that a lone brace is passed over.
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|&(_, c)| c == '{')
                    .map_or(rest.len(), |(at, _)| at);
                (Part::Literal(&rest[..end]), end)
            },
            |name| {
                let length = name.len() + 2;
                let written = &rest[..length];
                (Part::Placeholder { name, written }, length)
            },
        );
        rest = &rest[length..];
        Some(part)
    })
}

fn placeholder_at_start(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    is_name.then_some(name)
}
