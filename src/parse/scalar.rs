//! Values that are more than TOML knows of: texts that every output can hold, days, addresses, ids and
//! words out of a closed list. Each takes one value of a file and says what is wrong with it.

use std::ops::Range;

use toml::de::DeValue;
use url::Url;

use super::overlay::Located;
use super::table::{Table, Toml, Value};
use crate::content::text::{is_forbidden, is_legible, legible};
use crate::content::{Date, Prose, id::IdError};
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{Place, Span};

/// How many forbidden characters of one text are shown singly.
const SHOWN: usize = 10;

impl<'t> Value<'t> {
    /// A text without the white space at its ends and without what no output can hold.
    pub(super) fn text(&self) -> Option<Located<String>> {
        let Some(text) = self.as_text() else {
            self.mistyped("a text in quotation marks");
            return None;
        };
        if self.toml.is_present() && text.contains(is_forbidden) {
            let range = self.range();
            let found = forbidden_in_toml(self.written());
            let found = found.into_iter().map(|(at, c)| {
                let span = self.toml.at(range.start + at.start..range.start + at.end);
                (span, c)
            });
            self.toml.report_all(forbidden(found.collect()));
        }
        Some(Located {
            value: legible(text).trim().to_owned(),
            span: self.span(),
        })
    }

    /// A Markdown text.
    pub(super) fn prose(&self) -> Option<Prose> {
        let text = self.text()?;
        if text.value.is_empty() {
            return None;
        }
        // What is invisible, such as a byte order mark, is no text either.
        let some = |prose: Prose| (!prose.text().trim().is_empty()).then_some(prose);
        let (spelling, range) = self.between_quotes();
        let exact = self
            .as_text()
            .is_some_and(|text| text == spelling || text == spelling.replace("\r\n", "\n"));
        if exact {
            let start = range.start + spelling.len() - spelling.trim_start().len();
            let trimmed = spelling.trim();
            let place = Place(self.toml.at(start..start + trimmed.len()));
            let prose = Prose::parse(trimmed, place);
            if self.toml.is_present() {
                self.toml.report_all(prose.problems);
            }
            return some(prose.value);
        }
        // A text with escapes is shorter than its spelling, so a place within it is only roughly known.
        let prose = Prose::parse(&text.value, Place(self.span()));
        if self.toml.is_present() {
            let whole = prose.problems.into_iter().map(|problem| Diagnostic {
                span: self.span(),
                ..problem
            });
            self.toml.report_all(whole.collect());
        }
        some(prose.value)
    }

    fn between_quotes(&self) -> (&'t str, Range<usize>) {
        let written = self.written();
        let is_long = written.starts_with("\"\"\"") || written.starts_with("'''");
        let quotes = if is_long { 3 } else { 1 };
        let end = written.len().saturating_sub(quotes);
        let inner = written.get(quotes..end).unwrap_or_default();
        let inner = match quotes {
            3 => inner
                .strip_prefix("\r\n")
                .or_else(|| inner.strip_prefix('\n'))
                .unwrap_or(inner),
            _ => inner,
        };
        let end = self.range().start + end;
        (inner, end.saturating_sub(inner.len())..end)
    }

    /// A day. A time is too much, and quotation marks make a text of it.
    pub(super) fn date(&self) -> Option<Located<Date>> {
        let day = match self.node() {
            DeValue::Datetime(written) => match (written.date, written.time, written.offset) {
                (Some(day), None, None) => i16::try_from(day.year)
                    .ok()
                    .zip(i8::try_from(day.month).ok())
                    .zip(i8::try_from(day.day).ok())
                    .and_then(|((year, month), day)| Date::from_ymd(year, month, day)),
                (Some(day), ..) => {
                    self.error(
                        format!("`{}` is a day, without a time", self.key),
                        format!("write {day}"),
                    );
                    None
                }
                _ => {
                    self.error(
                        format!("`{}` must be a day", self.key),
                        "a day is written as 2026-11-23, without a time",
                    );
                    None
                }
            },
            DeValue::String(text) => {
                match Date::parse(text.trim()) {
                    Some(day) => self.error(
                        format!("`{}` is a day, not a text", self.key),
                        format!("leave out the quotation marks: {} = {day}", self.key),
                    ),
                    None => self.error(
                        format!("`{}` must be a day", self.key),
                        "a day is written as 2026-11-23, without quotation marks",
                    ),
                }
                None
            }
            _ => {
                self.mistyped("a day such as 2026-11-23");
                None
            }
        };
        day.map(|value| Located {
            value,
            span: self.span(),
        })
    }

    /// The address of a page.
    pub(super) fn url(&self) -> Option<Located<Url>> {
        let text = self.text()?;
        if text.value.is_empty() {
            return None;
        }
        match web_address(&text.value) {
            Ok(value) => Some(Located {
                value,
                span: text.span,
            }),
            Err(suggestion) => {
                let label = match suggestion {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "expected an address that begins with https://".to_owned(),
                };
                let message = format!("`{}` is no address of a page", self.key);
                self.error(message, label);
                None
            }
        }
    }

    /// An id, by the constructor of its type; `what` names it in messages: "a product's id".
    pub(super) fn id<T>(
        &self,
        new: impl Fn(&str) -> Result<T, IdError>,
        what: &str,
    ) -> Option<Located<T>> {
        let text = self.text()?;
        match new(&text.value) {
            Ok(value) => Some(Located {
                value,
                span: text.span,
            }),
            Err(error) => {
                self.toml
                    .report(bad_id(text.span, &text.value, &error, what));
                None
            }
        }
    }

    /// One of a closed list of words.
    pub(super) fn one_of<T: Copy>(&self, words: &[(&str, T)], what: &str) -> Option<T> {
        let text = self.text()?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*meaning);
        }
        let all: Vec<String> = words
            .iter()
            .map(|(word, _)| format!("\"{word}\""))
            .collect();
        let label = match nearest(&text.value, words.iter().map(|(word, _)| *word)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("expected one of {}", all.join(", ")),
        };
        self.toml.report(
            Diagnostic::error(text.span, format!("unknown {what} \"{}\"", text.value))
                .label(label)
                .note(format!("known are {}", all.join(", "))),
        );
        None
    }

    /// A list of texts, none of them empty.
    pub(super) fn texts(&self) -> Option<Vec<Located<String>>> {
        let mut texts = Vec::new();
        for item in self.list()? {
            if let Some(text) = item.text() {
                if text.value.is_empty() {
                    item.error(format!("`{}` has an empty text", self.key), "leave it out");
                } else {
                    texts.push(text);
                }
            }
        }
        Some(texts)
    }
}

impl Table<'_> {
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.value(key).and_then(|v| v.flag()).unwrap_or(false)
    }

    pub(super) fn date(&mut self, key: &'static str) -> Option<Located<Date>> {
        self.value(key)?.date()
    }

    pub(super) fn url(&mut self, key: &'static str) -> Option<Url> {
        Some(self.value(key)?.url()?.value)
    }
}

/// What is wrong with a text that should be an id.
pub(super) fn bad_id(span: Span, text: &str, error: &IdError, what: &str) -> Diagnostic {
    match error {
        IdError::NotASlug { suggestion } => {
            let problem = Diagnostic::error(span, format!("\"{text}\" can't be {what}"))
                .note("an id is part of an address: small letters, digits and single hyphens");
            match suggestion {
                Some(near) => problem.label(format!("did you mean \"{near}\"?")),
                None => problem.label("expected an id such as \"cloud-hosting\""),
            }
        }
        IdError::Reserved => {
            Diagnostic::error(span, format!("\"{text}\" is reserved and can't be {what}"))
                .label("choose another")
                .note("a page of Candor's own has this name in its address")
        }
    }
}

/// The address of a page, or the one that was probably meant.
pub(crate) fn web_address(text: &str) -> Result<Url, Option<String>> {
    let has_blank = text.contains(|c: char| c.is_whitespace() || c.is_control());
    let parsed = if has_blank {
        None
    } else {
        Url::parse(text).ok()
    };
    match parsed {
        Some(url) if is_of_the_web(&url, text) => Ok(url),
        _ => {
            let bare = text
                .trim_start_matches("https:")
                .trim_start_matches("http:")
                .trim_start_matches(['/', '\\']);
            let guess = format!("https://{bare}");
            let is_better = !has_blank
                && guess != text
                && !text.contains('@')
                && bare.split(['/', '?']).next().is_some_and(|host| {
                    host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
                })
                && Url::parse(&guess).is_ok();
            Err(is_better.then_some(guess))
        }
    }
}

fn is_of_the_web(url: &Url, text: &str) -> bool {
    // The url crate reads `https:///x` and `https:x` as `https://x`; whoever wrote that meant another
    // address.
    let host = text.split_once("://").map(|(_, rest)| rest);
    matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && host.is_some_and(|rest| !rest.starts_with(['/', '\\']))
}

/// A warning for each character that no output can hold.
pub(super) fn forbidden(found: Vec<(Span, char)>) -> Vec<Diagnostic> {
    let more = found.len().saturating_sub(SHOWN);
    let mut warnings: Vec<Diagnostic> = found
        .into_iter()
        .take(SHOWN)
        .map(|(span, c)| {
            Diagnostic::warning(
                span,
                format!("the character U+{:04X} is left out", u32::from(c)),
            )
            .label("no feed can hold it; delete it here")
        })
        .collect();
    if let Some(last) = warnings.last_mut()
        && more > 0
    {
        last.notes
            .push(format!("{more} more characters of this text are left out"));
    }
    warnings
}

/// The forbidden characters of a text as it stands, by place.
pub(super) fn forbidden_in(text: &str) -> Vec<(Range<usize>, char)> {
    if is_legible(text) {
        return Vec::new();
    }
    text.char_indices()
        .filter(|&(_, c)| is_forbidden(c))
        .map(|(at, c)| (at..at + c.len_utf8(), c))
        .collect()
}

/// The forbidden characters of a TOML text, spelt as they are or by an escape.
fn forbidden_in_toml(written: &str) -> Vec<(Range<usize>, char)> {
    let mut found = forbidden_in(written);
    if written.starts_with('"') {
        let mut rest = written.match_indices('\\').map(|(at, _)| at).peekable();
        while let Some(at) = rest.next() {
            // The backslash that a backslash escapes begins nothing.
            if rest.peek() == Some(&(at + 1)) {
                rest.next();
                continue;
            }
            let escape = &written.as_bytes()[at + 1..];
            let digits = match escape.first() {
                Some(b'x') => 2,
                Some(b'u') => 4,
                Some(b'U') => 8,
                Some(b'b') => {
                    found.push((at..at + 2, '\u{8}'));
                    continue;
                }
                Some(b'f') => {
                    found.push((at..at + 2, '\u{c}'));
                    continue;
                }
                Some(b'e') => {
                    found.push((at..at + 2, '\u{1b}'));
                    continue;
                }
                _ => continue,
            };
            let end = at + 2 + digits;
            let c = written
                .get(at + 2..end)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(char::from_u32);
            if let Some(c) = c.filter(|&c| is_forbidden(c)) {
                found.push((at..end, c));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// A warning for each forbidden character of a Markdown text.
pub(super) fn forbidden_in_file(text: &str, span: Span) -> Vec<Diagnostic> {
    let found = forbidden_in(text);
    forbidden(
        found
            .into_iter()
            .map(|(at, c)| (span.within(at), c))
            .collect(),
    )
}

/// Where a key stands among others, for messages that name both.
pub(super) fn in_line(toml: &Toml<'_>, at: usize) -> String {
    format!("line {}", toml.line(at))
}
