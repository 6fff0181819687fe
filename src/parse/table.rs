//! Walking a TOML text: each value with its place, each key that nobody asked for reported.
//!
//! [`read`] turns a text into a [`Table`]; the table hands out [`Value`]s and remembers which keys were
//! asked for, so [`Table::finish`] can name the others. Whatever is of the wrong kind becomes a problem
//! and then counts as absent, so one run shows all that is wrong. It knows no key of any file.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::config::Product;
use super::overlay::Located;
use super::syntax::{self, Fault};
use crate::diagnostic::{Checked, Diagnostic, nearest};
use crate::source::{SourceId, Span};

/// Whether a text says how things are or how they were.
#[derive(Clone, Copy, Debug)]
pub enum Tense<'a> {
    /// A working file: all that its writer can mend is a problem. The products are those of the
    /// configuration, where it could be read.
    Present { products: Option<&'a [Product]> },
    /// A recorded change: parsed, never linted.
    Past,
}

/// One TOML text, and the problems found in it so far.
///
/// Every step may report and none reads another's reports, so they are collected here behind a shared
/// reference.
#[derive(Debug)]
pub(super) struct Toml<'a> {
    pub(super) text: &'a str,
    /// Of exactly `text`, in its file.
    span: Span,
    pub(super) tense: Tense<'a>,
    faults: Vec<Fault>,
    /// What the faults of syntax make unreadable, in order.
    unreadable: Vec<Range<usize>>,
    problems: RefCell<Vec<Diagnostic>>,
    errors: Cell<usize>,
    /// Where the lines begin, once somebody asked.
    lines: OnceCell<Vec<usize>>,
}

/// Reads `text`, which is a file or the part of one that `span` names.
pub(super) fn read<'a, T>(
    text: &'a str,
    span: Span,
    tense: Tense<'a>,
    walk: impl FnOnce(&Toml<'_>, Table<'_>) -> T,
) -> Checked<T> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let faults = syntax::faults(text, root.get_ref(), &errors);
    let toml = Toml {
        text,
        span,
        tense,
        unreadable: syntax::unreadable(&faults),
        faults,
        problems: RefCell::default(),
        errors: Cell::default(),
        lines: OnceCell::new(),
    };
    let value = walk(&toml, Table::new(&toml, root.get_ref(), 0..0, ""));
    let mut problems: Vec<Diagnostic> = toml.faults.iter().map(|f| toml.fault(f)).collect();
    problems.extend(toml.problems.take());
    Checked { value, problems }
}

/// The span of a whole file.
pub(super) fn whole(source: SourceId, text: &str) -> Span {
    Span::new(source, 0..text.len())
}

impl Toml<'_> {
    pub(super) fn at(&self, range: Range<usize>) -> Span {
        self.span.within(range)
    }

    /// Keeps a problem, unless it only follows from a fault of syntax at the same place.
    pub(super) fn report(&self, problem: Diagnostic) {
        let base = self.span.start as usize;
        let range = problem.span.range();
        let range = range.start.saturating_sub(base)..range.end.saturating_sub(base);
        // An empty table stands for the whole text, so nothing can be said to be missing from it
        // while a part of it isn't understood.
        let hidden = if range == (0..0) {
            self.is_broken()
        } else {
            self.is_broken_within(&range)
        };
        if !hidden {
            if problem.is_error() {
                self.errors.set(self.errors.get() + 1);
            }
            self.problems.borrow_mut().push(problem);
        }
    }

    pub(super) fn report_all(&self, problems: Vec<Diagnostic>) {
        for problem in problems {
            self.report(problem);
        }
    }

    pub(super) fn is_present(&self) -> bool {
        matches!(self.tense, Tense::Present { .. })
    }

    /// Whether the text isn't TOML as a whole.
    pub(super) fn is_broken(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Whether a fault of syntax makes a part of `range` unreadable.
    pub(super) fn is_broken_within(&self, range: &Range<usize>) -> bool {
        let next = self
            .unreadable
            .partition_point(|part| part.end <= range.start);
        let end = range.end.max(range.start + 1);
        self.unreadable
            .get(next)
            .is_some_and(|part| part.start < end)
    }

    /// How many errors were reported so far.
    pub(super) fn errors(&self) -> usize {
        self.errors.get()
    }

    /// The line of a place, counted within this text.
    pub(super) fn line(&self, at: usize) -> usize {
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(end, _)| end + 1);
            [0].into_iter().chain(ends).collect()
        });
        lines.partition_point(|&start| start <= at)
    }

    fn fault(&self, fault: &Fault) -> Diagnostic {
        let problem =
            Diagnostic::error(self.at(fault.range.clone()), &fault.message).label(&fault.label);
        match &fault.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

/// A table, and which of its keys were asked for.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub(super) toml: &'t Toml<'t>,
    entries: &'t DeTable<'t>,
    /// Of its head, or of the whole table where it stands in braces.
    pub(super) range: Range<usize>,
    /// Its head, such as `[site]`, or its key; empty for a file as a whole.
    name: String,
    asked: BTreeSet<&'static str>,
    /// What is said of absent keys, unless one of them turns up misspelt.
    absent: Vec<(&'static str, Diagnostic)>,
}

impl<'t> Table<'t> {
    fn new(
        toml: &'t Toml<'t>,
        entries: &'t DeTable<'t>,
        range: Range<usize>,
        name: &str,
    ) -> Table<'t> {
        Table {
            toml,
            entries,
            range,
            name: name.to_owned(),
            asked: BTreeSet::new(),
            absent: Vec::new(),
        }
    }

    pub(super) fn span(&self) -> Span {
        self.toml.at(self.range.clone())
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.asked.insert(key);
        let (key, value) = self.entries.get_key_value(key)?;
        Some(Value::new(self.toml, key, value))
    }

    pub(super) fn table(&mut self, key: &'static str) -> Option<Table<'t>> {
        self.value(key)?.table()
    }

    /// A text that may be absent; an empty one counts as absent.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let text = self.value(key)?.text()?;
        (!text.value.is_empty()).then_some(text)
    }

    /// A text that must be there; `example` is what the line to paste says.
    pub(super) fn required_text(
        &mut self,
        key: &'static str,
        example: &str,
    ) -> Option<Located<String>> {
        let Some(value) = self.value(key) else {
            self.missing(key, &format!("{key} = \"{example}\""));
            return None;
        };
        let text = value.text()?;
        if text.value.is_empty() {
            self.toml.report(
                Diagnostic::error(text.span, format!("`{key}` is empty"))
                    .label("expected a text here"),
            );
            return None;
        }
        Some(text)
    }

    /// Reports an absent key with the line to paste, once the table is finished.
    pub(super) fn missing(&mut self, key: &'static str, line: &str) {
        let of = if self.name.is_empty() {
            String::new()
        } else {
            format!(" in `{}`", self.name)
        };
        let help = match self.name.is_empty() || self.name.starts_with('[') {
            true => format!("add the line\n{line}"),
            false => format!("add between the braces: {line}"),
        };
        let problem = Diagnostic::error(self.span(), format!("`{key}` is missing{of}"))
            .label(format!("expected `{key}`"))
            .help(help);
        self.absent.push((key, problem));
    }

    /// Whether the file gives the key; asking so doesn't make it a known one.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// The keys and values, in the order of the file.
    pub(super) fn all(&self) -> Vec<Value<'t>> {
        let mut values: Vec<Value<'t>> = self
            .entries
            .iter()
            .map(|(key, value)| Value::new(self.toml, key, value))
            .collect();
        values.sort_by_key(|value| value.key_range.start);
        values
    }

    /// Reports every key that is missing or wasn't asked for. One that is there but misspelt is told as
    /// misspelt, not as missing too.
    pub(super) fn finish(self) {
        self.finish_with(|_| None);
    }

    /// As [`Table::finish`], with a better explanation where `explain` has one.
    pub(super) fn finish_with(self, explain: impl Fn(&Value<'t>) -> Option<Diagnostic>) {
        let mut misspelt = BTreeSet::new();
        for value in self.all() {
            if self.asked.contains(value.key) {
                continue;
            }
            misspelt.extend(self.likely_meant(&value));
            let problem = explain(&value).unwrap_or_else(|| self.unknown(&value));
            self.toml.report(problem);
        }
        for (key, problem) in self.absent {
            if !misspelt.contains(key) {
                self.toml.report(problem);
            }
        }
    }

    /// The known key that an unknown one stands for, if one is near.
    fn likely_meant(&self, value: &Value<'t>) -> Option<&'static str> {
        nearest(value.key, self.asked.iter().copied())
    }

    fn unknown(&self, value: &Value<'t>) -> Diagnostic {
        let brackets = |key: &str| match value.node.get_ref() {
            DeValue::Array(items) if items.iter().any(|i| i.get_ref().is_table()) => {
                format!("[[{key}]]")
            }
            DeValue::Table(_) if self.name.is_empty() => format!("[{key}]"),
            _ => key.to_owned(),
        };
        let shown = brackets(value.key);
        let what = if shown == value.key { "key" } else { "table" };
        let problem = Diagnostic::error(value.key_span(), format!("unknown {what} `{shown}`"));
        let Some(near) = self.likely_meant(value) else {
            let known: Vec<String> = self.asked.iter().map(|key| format!("`{key}`")).collect();
            return problem
                .label("nothing of this name is known here")
                .note(format!("known are {}", known.join(", ")));
        };
        let problem = problem.label(format!("did you mean `{}`?", brackets(near)));
        if near == value.key.to_lowercase() {
            problem.note("keys are lower case")
        } else {
            problem
        }
    }
}

/// A value and the key that it stands under; an item of a list has the list's key.
#[derive(Clone, Debug)]
pub(super) struct Value<'t> {
    pub(super) toml: &'t Toml<'t>,
    pub(super) key: &'t str,
    key_range: Range<usize>,
    node: &'t Spanned<DeValue<'t>>,
}

impl<'t> Value<'t> {
    fn new(
        toml: &'t Toml<'t>,
        key: &'t Spanned<std::borrow::Cow<'t, str>>,
        node: &'t Spanned<DeValue<'t>>,
    ) -> Value<'t> {
        Value {
            toml,
            key: key.get_ref(),
            key_range: key.span(),
            node,
        }
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.node.span()
    }

    pub(super) fn span(&self) -> Span {
        self.toml.at(self.range())
    }

    pub(super) fn key_span(&self) -> Span {
        self.toml.at(self.key_range.clone())
    }

    /// As the file spells it.
    pub(super) fn written(&self) -> &'t str {
        self.toml.text.get(self.range()).unwrap_or_default()
    }

    /// Whether it is a text, a table or something else, without a word about the something else.
    pub(super) fn as_text(&self) -> Option<&'t str> {
        self.node.get_ref().as_str()
    }

    pub(super) fn is_table(&self) -> bool {
        self.node.get_ref().is_table()
    }

    /// Whether it is a list of tables, each with a head of its own: `[[subprocessor]]`.
    pub(super) fn has_heads(&self) -> bool {
        let is_head = |item: &Spanned<DeValue<'_>>| {
            let text = self.toml.text.get(item.span().start..);
            item.get_ref().is_table() && text.is_some_and(|text| text.starts_with("[["))
        };
        let items = self.node.get_ref().as_array();
        items.is_some_and(|items| items.iter().all(is_head))
    }

    pub(super) fn flag(&self) -> Option<bool> {
        let flag = self.node.get_ref().as_bool();
        if flag.is_none() {
            self.mistyped("true or false, without quotation marks");
        }
        flag
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number(&self, least: i64, most: i64) -> Option<i64> {
        let Some(integer) = self.node.get_ref().as_integer() else {
            self.mistyped("a whole number, without quotation marks");
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.error(
                format!("`{}` is out of range", self.key),
                format!("expected a whole number from {least} to {most}"),
            );
        }
        number
    }

    pub(super) fn table(&self) -> Option<Table<'t>> {
        let Some(table) = self.node.get_ref().as_table() else {
            self.mistyped("a table: keys below a heading in brackets");
            return None;
        };
        // A table with a head is named by it, one in braces by its key.
        let name = match self.written() {
            head if head.starts_with('[') => head,
            _ => self.key,
        };
        Some(Table::new(self.toml, table, self.range(), name))
    }

    /// The items of a list. A single value is a mistake that is easily made, so it is shown in brackets.
    pub(super) fn list(&self) -> Option<Vec<Value<'t>>> {
        let Some(items) = self.node.get_ref().as_array() else {
            self.toml.report(
                Diagnostic::error(self.span(), format!("`{}` must be a list", self.key))
                    .label(format!("expected a list, found {}", self.kind()))
                    .help(format!("write {} = [{}]", self.key, self.written())),
            );
            return None;
        };
        let items = items.iter().map(|node| Value {
            node,
            ..self.clone()
        });
        Some(items.collect())
    }

    /// What kind of value it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.node.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(day) if day.time.is_none() => "a day",
            DeValue::Datetime(_) => "a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    pub(super) fn node(&self) -> &'t DeValue<'t> {
        self.node.get_ref()
    }

    pub(super) fn mistyped(&self, expected: &str) {
        let kind = self.kind();
        self.error(
            format!("`{}` can't be {kind}", self.key),
            format!("expected {expected}, found {kind}"),
        );
    }

    pub(super) fn error(&self, message: impl Into<String>, label: impl Into<String>) {
        self.toml
            .report(Diagnostic::error(self.span(), message).label(label));
    }
}
