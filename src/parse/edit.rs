//! The register's text, edited entry by entry: everything else stays byte for byte.
//!
//! An entry reaches from the comments directly above its `[[subprocessor]]` line to its last value and
//! the comments directly below that; comments that stand apart belong to nobody and stay. Which text
//! is put in, and why, the caller knows.

mod amend;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::content::SubprocessorId;

pub use amend::amend_entry;

/// The text of one entry exactly as its writer typed it, with the comments that belong to it.
pub fn entry_text(register: &str, id: &SubprocessorId) -> Option<String> {
    let range = find(register, id)?;
    register.get(range).map(str::to_owned)
}

/// The register with the entry of `id` replaced by `entry`, or with `entry` at its end where it has none
/// of that id. The entry takes the register's line ends.
pub fn put_entry(register: &str, entry: &str, id: &SubprocessorId) -> String {
    let newline = if register.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let entry = entry.replace("\r\n", "\n");
    let entry = entry.trim_matches('\n').replace('\n', newline);
    if let Some(range) = find(register, id) {
        return format!(
            "{}{entry}{}",
            &register[..range.start],
            &register[range.end..]
        );
    }
    let before = register.trim_end();
    if before.trim_start_matches('\u{feff}').is_empty() {
        return format!("{before}{entry}{newline}");
    }
    format!("{before}{newline}{newline}{entry}{newline}")
}

/// The register without the entry of `id`.
pub fn drop_entry(register: &str, id: &SubprocessorId) -> String {
    let Some(range) = find(register, id) else {
        return register.to_owned();
    };
    let before = &register[..range.start];
    let after = without_line_end(&register[range.end..]);
    // The blank lines below go with the entry, unless they alone keep its neighbours apart.
    let stands_apart = before.trim_start_matches('\u{feff}').is_empty()
        || before.ends_with("\n\n")
        || before.ends_with("\n\r\n");
    let after = match stands_apart || after.trim().is_empty() {
        true => after.trim_start_matches(['\r', '\n']),
        false => after,
    };
    if after.is_empty() {
        let kept = before.trim_end();
        let ending = &before[kept.len()..];
        let newline = ending.find('\n').map_or(0, |at| at + 1);
        return before[..kept.len() + newline].to_owned();
    }
    format!("{before}{after}")
}

/// Where the first entry of this id stands, without the line end at its end.
fn find(register: &str, id: &SubprocessorId) -> Option<Range<usize>> {
    let (root, _) = DeTable::parse_recoverable(register);
    let entries = root.get_ref().get("subprocessor")?.get_ref().as_array()?;
    let heads: Vec<usize> = entries
        .iter()
        .map(|entry| entry.span().start)
        .filter(|&start| {
            register
                .get(start..)
                .is_some_and(|text| text.starts_with("[["))
        })
        .collect();
    if heads.len() != entries.len() {
        return None;
    }
    let index = entries.iter().position(|entry| {
        let found = entry
            .get_ref()
            .get("id")
            .and_then(|id| id.get_ref().as_str());
        found.is_some_and(|found| found.trim() == id.as_str())
    })?;
    let head = heads.get(index).copied()?;
    let limit = match heads.get(index + 1) {
        Some(&next) => comments_above(register, next),
        None => register.len(),
    };
    let end = comments_below(register, last_byte(entries.get(index)?), limit);
    let mark = register.len() - register.trim_start_matches('\u{feff}').len();
    Some(comments_above(register, head).max(mark)..end)
}

fn without_line_end(text: &str) -> &str {
    let rest = text.strip_prefix("\r\n");
    rest.or_else(|| text.strip_prefix('\n')).unwrap_or(text)
}

/// The end of everything that the entry says.
fn last_byte(value: &Spanned<DeValue<'_>>) -> usize {
    let below = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(last_byte).max(),
        DeValue::Table(table) => table.iter().map(|(_, value)| last_byte(value)).max(),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    };
    value.span().end.max(below.unwrap_or(0))
}

/// The start of the line at `at`, or of the comment lines directly above it.
fn comments_above(text: &str, at: usize) -> usize {
    let mut start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    while start > 0 {
        let above = text[..start - 1]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        if !is_comment(&text[above..start]) {
            break;
        }
        start = above;
    }
    start
}

/// The end of the line at `at`, or of the comment lines directly below it, at most `limit`.
fn comments_below(text: &str, at: usize, limit: usize) -> usize {
    let mut end = line_end(text, at);
    loop {
        let newline = if text[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        let next = end + newline;
        if next >= limit || !is_comment(&text[next..line_end(text, next)]) {
            return end;
        }
        end = line_end(text, next);
    }
}

/// The end of a line without its line end.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    if end > at && text.as_bytes()[end - 1] == b'\r' && end < text.len() {
        end - 1
    } else {
        end
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}');
    line.trim_start().starts_with('#')
}

#[cfg(test)]
mod tests;
