//! What keeps a text from being TOML, in plain words.
//!
//! One missing bracket can make a TOML parser stumble over every line that follows. Shown is the first
//! stumble of each entry and, where a bracket or a quote was never closed, nothing after that: the rest
//! would be noise. It knows TOML's grammar and no key of any file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::diagnostic::nearest;

/// One fault, by its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    pub(super) reach: Reach,
}

/// How much of the text a fault makes unreadable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    /// Its own value: all around it was understood.
    Value,
    /// The entry or table that it stands in.
    Entry(Range<usize>),
}

/// The places that the faults make unreadable, in order and apart from one another.
pub(super) fn unreadable(faults: &[Fault]) -> Vec<Range<usize>> {
    let reach = |fault: &Fault| match &fault.reach {
        Reach::Value => fault.range.start..fault.range.end.max(fault.range.start + 1),
        Reach::Entry(entry) => entry.start..entry.end.max(entry.start + 1),
    };
    let mut reaches: Vec<Range<usize>> = faults.iter().map(reach).collect();
    reaches.sort_by_key(|reach| reach.start);
    reaches.dedup_by(|next, before| {
        let touches = next.start <= before.end;
        if touches {
            before.end = before.end.max(next.end);
        }
        touches
    });
    reaches
}

/// The faults worth showing, by place.
pub(super) fn faults(text: &str, table: &DeTable<'_>, errors: &[Error]) -> Vec<Fault> {
    if errors.is_empty() {
        return Vec::new();
    }
    let entries = entries(text);
    let mut errors: Vec<(Range<usize>, &str)> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message()))
        .collect();
    errors.sort_by_key(|(range, _)| range.start);

    let entry_of = |at: usize| {
        let next = entries.partition_point(|entry| entry.start <= at);
        entries
            .get(next.saturating_sub(1))
            .cloned()
            .unwrap_or(0..text.len())
    };
    let end = text.trim_end().len();
    let mut values = Vec::new();
    outermost(text, table, &mut values);
    // A bracket or quote that was never closed makes a value of all that follows.
    values.retain(|value| value.end >= end || value.end > entry_of(value.start).end);

    let mut faults: Vec<Fault> = Vec::new();
    let mut given_up = 0..0;
    for (range, message) in errors {
        let is_told = faults
            .last()
            .is_some_and(|told| told.range.contains(&range.start));
        if is_told || given_up.contains(&range.start) || given_up.end == text.len() {
            continue;
        }
        let entry = entry_of(range.start);
        let open = values.iter().find(|value| {
            let is_over = value.start < range.start && range.start <= value.end;
            is_over && (value.start < entry.start || range.start >= end)
        });
        let fault = match open {
            Some(open) => never_closed(text, open.clone(), entry_of(open.start).start),
            None => fault(text, range, message, entry),
        };
        if let Reach::Entry(entry) = &fault.reach {
            given_up = entry.clone();
        }
        faults.push(fault);
    }
    faults
}

/// What is said of a text in which two versions stand beside each other.
pub(super) const UNSETTLED: &str =
    "two versions of this text were merged, and nobody has settled which one holds";
pub(super) const SETTLE: &str = "keep what holds of the lines between `<<<<<<<` and `>>>>>>>`, and delete these marks and `=======`";

/// Whether a line is one that git puts between two versions.
pub(super) fn is_mark_of_git(line: &str) -> bool {
    line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")
}

fn fault(text: &str, range: Range<usize>, message: &str, entry: Range<usize>) -> Fault {
    let written = text.get(range.clone()).unwrap_or_default();
    let line = line_at(text, range.start);
    if let Some(fault) = habit(text, range.start, line, &entry) {
        return fault;
    }
    let of_value = |message: String, label: &str, help: Option<String>| Fault {
        range: range.clone(),
        message,
        label: label.to_owned(),
        help,
        reach: Reach::Value,
    };
    let structural = |message: &str, label: &str, help: Option<String>| Fault {
        range: visible(text, &range),
        message: message.to_owned(),
        label: label.to_owned(),
        help,
        reach: Reach::Entry(entry.clone()),
    };
    match message {
        "duplicate key" => of_value(
            format!("`{written}` is given twice"),
            "leave out one of the two",
            None,
        ),
        m if m.contains("date") => of_value(
            format!("`{written}` is no day of the calendar"),
            "there is no such day; a day is written as 2026-11-23",
            None,
        ),
        m if m.contains("time") || m.contains("hour") || m.contains("minute") => of_value(
            format!("`{written}` is no time"),
            "a day is written as 2026-11-23, without a time",
            None,
        ),
        m if m.starts_with("invalid boolean") && is_nearly_a_flag(written) => of_value(
            "this is neither true nor false".to_owned(),
            "expected true or false, in small letters",
            None,
        ),
        m if m.starts_with("string values must be quoted")
            // A word that begins with a `t` or an `f`.
            || m.starts_with("invalid boolean")
            || m.starts_with("invalid float")
            || m.starts_with("missing opening quote") =>
        {
            let bare = written.trim_matches(['“', '”', '„', '‘', '’', '«', '»']);
            let (message, label) = if bare.len() < written.len() {
                (
                    "these quotation marks are typographic",
                    "a text stands between straight ones: \"",
                )
            } else {
                ("a text stands in quotation marks", "no quotation marks")
            };
            of_value(message.to_owned(), label, Some(meant_by(bare)))
        }
        m if m.contains("string") && control_at(text, range.start).is_some() => {
            let code = control_at(text, range.start).map_or(0, u32::from);
            Fault {
                range: visible(text, &range),
                ..of_value(
                    format!("the control character U+{code:04X} can't stand in a text"),
                    "delete it: it is invisible in most editors",
                    None,
                )
            }
        }
        m if m.contains("basic string") || m.contains("literal string") => structural(
            "this text isn't closed",
            "the closing quotation mark is missing",
            None,
        ),
        m if m.contains("escape") || m.contains("unicode") => of_value(
            "a backslash has a meaning of its own here".to_owned(),
            "for the character itself write two: \\\\",
            Some("or put the text between single quotes, where a backslash is plain".to_owned()),
        ),
        m if m.starts_with("key with no value") || m.starts_with("invalid unquoted key") => {
            match line.split_once(':') {
                Some((key, value)) if !line.contains('=') => structural(
                    "a key and its value are joined by `=`, not by `:`",
                    "expected `=`",
                    Some(format!(
                        "write {} = {}",
                        key.trim(),
                        quoted_if_bare(value.trim())
                    )),
                ),
                _ => structural(
                    "this line can't be read",
                    "expected a line of the form: key = \"value\"",
                    None,
                ),
            }
        }
        m if m.starts_with("missing comma") => structural(
            "a comma is missing here, or a bracket isn't closed before it",
            "expected a comma",
            None,
        ),
        m if m.starts_with("unclosed array table") || m.starts_with("unclosed table") => {
            structural(
                "this heading isn't closed",
                "expected the closing bracket",
                None,
            )
        }
        m if m.starts_with("unclosed") => structural(
            "a bracket isn't closed",
            "expected the closing bracket",
            None,
        ),
        m if m.starts_with("unexpected leading zero") => of_value(
            "a number doesn't begin with a zero".to_owned(),
            "leave out the zero, or write it as a text in quotation marks",
            None,
        ),
        m if m.starts_with("carriage return") => structural(
            "a line end of another system stands alone here",
            "save the file with the line ends LF or CRLF",
            None,
        ),
        m if m.starts_with("recursion") || m.contains("recurse") => structural(
            "brackets lie in one another too deeply",
            "nothing in this file needs that",
            None,
        ),
        other => structural(
            "this can't be read",
            other.split(", expected").next().unwrap_or(other),
            None,
        ),
    }
}

/// What comes of another habit than TOML's: a day as one's country writes it, the list of another format,
/// the marks of a merge.
fn habit(text: &str, at: usize, line: &str, entry: &Range<usize>) -> Option<Fault> {
    let start = line_start(text, at);
    let whole = start..start + line.len();
    let structural = |range, message: &str, label: &str, help: Option<String>| {
        Some(Fault {
            range,
            message: message.to_owned(),
            label: label.to_owned(),
            help,
            reach: Reach::Entry(entry.clone()),
        })
    };
    if is_mark_of_git(line) || line == "=======" {
        let label = "git's mark of where they differ";
        return structural(whole, UNSETTLED, label, Some(SETTLE.to_owned()));
    }
    let form = "expected a line of the form: key = \"value\"";
    if text.trim_start().starts_with('{') {
        return structural(whole, "this is JSON, and TOML is expected", form, None);
    }
    if line.trim_start().starts_with("- ") {
        return structural(whole, "this is YAML, and TOML is expected", form, None);
    }
    let (key, value) = line.split_once('=')?;
    let from = start + key.len() + 1 + value.len() - value.trim_start().len();
    let value = value.trim();
    if let Some(label) = another_day(value) {
        return Some(Fault {
            range: from..from + value.len(),
            message: "a day is written with its year first".to_owned(),
            label,
            help: None,
            reach: Reach::Value,
        });
    }
    let remark = value.find(" //").filter(|remark| from + remark < at + 3)?;
    structural(
        from + remark + 1..from + value.len(),
        "a remark begins with `#`, not with `//`",
        "expected #",
        None,
    )
}

/// What to say of `31.12.2026`, `12/31/2026` and the like.
fn another_day(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split(['.', '/', '-']).map(str::trim).collect();
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    let is_number = |text: &&str, digits: usize| {
        (1..=digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(is_number(first, 2) && is_number(second, 2) && year.len() == 4 && is_number(year, 4)) {
        return None;
    }
    // Only with dots is it certain which of the two is the month.
    Some(match value.contains('.') {
        true => format!("write {year}-{second:0>2}-{first:0>2}"),
        false => format!("write {year}, then month and day: as in 2026-11-23"),
    })
}

fn line_start(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn is_nearly_a_flag(bare: &str) -> bool {
    nearest(&bare.to_ascii_lowercase(), ["true", "false"]).is_some()
}

/// What to write for words without quotation marks: nearly always a text, sometimes a number with its
/// unit, or a yes.
fn meant_by(bare: &str) -> String {
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = bare.split_at(digits);
    let flag = match bare.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" => Some("true"),
        "no" | "off" | "false" => Some("false"),
        _ => None,
    };
    match flag {
        Some(flag) => format!("write {flag}, or \"{bare}\" where a text belongs"),
        None if digits > 0 && unit.trim_start().starts_with(|c: char| c.is_alphabetic()) => {
            format!("write {number}, or \"{bare}\" where a text belongs")
        }
        None => format!("write \"{bare}\""),
    }
}

fn never_closed(text: &str, open: Range<usize>, entry: usize) -> Fault {
    let opening = text.get(open.start..).unwrap_or_default();
    let (length, closing) = ["\"\"\"", "'''"]
        .iter()
        .find(|quotes| opening.starts_with(**quotes))
        .map_or_else(
            || match opening.chars().next() {
                Some('{') => (1, "}"),
                _ => (1, "]"),
            },
            |quotes| (3, *quotes),
        );
    Fault {
        range: open.start..open.start + length,
        message: format!("`{}` is opened here and never closed", &opening[..length]),
        label: format!("the closing `{closing}` is missing"),
        help: None,
        reach: Reach::Entry(entry..text.len()),
    }
}

/// The places of all texts, lists and tables in braces that lie in no other of these.
fn outermost(text: &str, table: &DeTable<'_>, found: &mut Vec<Range<usize>>) {
    for (_, value) in table.iter() {
        outermost_in(text, value, found);
    }
}

fn outermost_in(text: &str, value: &Spanned<DeValue<'_>>, found: &mut Vec<Range<usize>>) {
    let span = value.span();
    match value.get_ref() {
        // A list of `[[tables]]` begins with its first one; the items of any other lie within it.
        DeValue::Array(items) if items.iter().any(|item| item.span().start == span.start) => {
            for item in items.iter() {
                outermost_in(text, item, found);
            }
        }
        DeValue::Table(table) if text.as_bytes().get(span.start) != Some(&b'{') => {
            outermost(text, table, found);
        }
        DeValue::Array(_) | DeValue::Table(_) | DeValue::String(_) => found.push(span),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// The text cut before each head of an entry or table: `[[subprocessor]]` begins one, the
/// `[subprocessor.extra]` below it doesn't.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start().trim_start_matches('[');
        let is_head = inner.len() < line.trim_start().len()
            && inner.starts_with(|c: char| c.is_ascii_alphabetic())
            && inner
                .split_once(']')
                .is_some_and(|(name, _)| !name.contains(['.', ',', '"']));
        if is_head {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(a, b)| a..b)
        .collect()
}

fn line_at(text: &str, at: usize) -> &str {
    let at = text.floor_char_boundary(at);
    let start = line_start(text, at);
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    text[start..end].trim_end()
}

/// An empty place is hard to see: then the character before it is underlined, on the same line.
fn visible(text: &str, range: &Range<usize>) -> Range<usize> {
    if range.start < range.end {
        return range.clone();
    }
    let at = text.floor_char_boundary(range.start);
    match text[..at].chars().next_back() {
        Some(c) if c != '\n' => at - c.len_utf8()..at,
        _ => at..text[at..].chars().next().map_or(at, |c| at + c.len_utf8()),
    }
}

fn control_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?
        .chars()
        .next()
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn quoted_if_bare(value: &str) -> String {
    if value.starts_with(['"', '\'', '[', '{']) {
        value.to_owned()
    } else {
        format!("\"{value}\"")
    }
}
