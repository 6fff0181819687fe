//! Markdown → the tree, and what is wrong with it.
//!
//! `builder` makes the tree of the parser's events; then the notes are numbered and the anchors given.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CowStr, LinkType, Options, Parser};

use super::builder::Builder;
use super::lines::Lines;
use super::outline::Outline;
use super::target::SCHEMES;
use super::{Alignment, Block, Footnote, Inline, Link, Prose, Shared, Tree, anchors, notes};
use crate::content::Digest;
use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{Place, Span};

/// The most warnings about one text; whoever gets these knows that something is wrong on the whole.
const MOST_WARNINGS: usize = 50;

impl Prose {
    /// Reads a Markdown text that stands at `place`. What can't be published is left out with a
    /// warning, so there is always a text.
    pub fn parse(text: &str, place: Place) -> Checked<Prose> {
        let lines = Lines::new(text, place);
        let (tree, links, problems) = read(&lines);
        let shared = Arc::new(Shared {
            plainly: lines.is_exact() && lines.text == text && problems.is_empty(),
            outline: Outline::of(&tree, links, place),
            tree: tree.into(),
            digest: Digest::of(lines.text.as_bytes()),
            text: lines.text,
        });
        Checked {
            value: Prose { shared, place },
            problems,
        }
    }
}

/// Reads a text of which there is nothing to say.
pub(super) fn reread(text: &str, place: Place) -> (Tree, Vec<Link>) {
    let (tree, links, _) = read(&Lines::new(text, place));
    (tree, links)
}

fn read(lines: &Lines) -> (Tree, Vec<Link>, Vec<Diagnostic>) {
    let mut findings = Findings::new(lines);
    let mut broken = Vec::new();
    let mut builder = Builder::new(&mut findings);
    let on_broken_link = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push((link.span.clone(), link.reference.to_string()));
        }
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let parser =
        Parser::new_with_broken_link_callback(&lines.text, dialect(), Some(on_broken_link));
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range);
    }
    let (mut blocks, definitions) = builder.finish();
    for (range, reference) in broken {
        findings.warn_of_reference(range, &reference);
    }
    let mut footnotes = findings.used_footnotes(&mut blocks, definitions);
    let taken = std::mem::take(&mut findings.taken);
    anchors::assign(&mut blocks, &mut footnotes, taken);
    let (links, problems) = findings.finish();
    (Tree { blocks, footnotes }, links, problems)
}

/// Typographic quotes stay as they are written: making them would split texts when two are compared.
/// Ids of headings and tasks are read in `marks`.
fn dialect() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// What is found beside the tree.
pub(super) struct Findings<'a> {
    pub(super) lines: &'a Lines,
    pub(super) links: Vec<Link>,
    /// The ids that the text gives itself.
    taken: BTreeSet<String>,
    /// The labels of footnotes in the order in which they came up, and back.
    labels: Vec<String>,
    numbers: BTreeMap<String, usize>,
    /// How many HTML tags there were.
    pub(super) tags: usize,
    problems: Vec<Diagnostic>,
    /// Warnings beyond the most that are shown.
    more: usize,
}

impl<'a> Findings<'a> {
    fn new(lines: &'a Lines) -> Findings<'a> {
        Findings {
            lines,
            links: Vec::new(),
            taken: BTreeSet::new(),
            labels: Vec::new(),
            numbers: BTreeMap::new(),
            tags: 0,
            problems: Vec::new(),
            more: 0,
        }
    }

    fn warn(&mut self, problem: Diagnostic) {
        if self.problems.len() < MOST_WARNINGS {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn warn_at(&mut self, span: Span, message: &str) {
        self.warn(Diagnostic::warning(span, message));
    }

    pub(super) fn warn_and_advise(&mut self, span: Span, message: &str, advice: &str) {
        self.warn(Diagnostic::warning(span, message).help(advice));
    }

    pub(super) fn warn_of_target(&mut self, span: Span, message: &str) {
        let problem = Diagnostic::warning(span, message).help(format!(
            "a link may begin with {}, or lead to a file beside this one",
            SCHEMES.map(|scheme| format!("`{scheme}:`")).join(", ")
        ));
        self.warn(problem);
    }

    fn warn_of_reference(&mut self, range: Range<usize>, reference: &str) {
        let span = self.lines.span(range);
        let problem = Diagnostic::warning(
            span,
            format!("nothing says where `[{reference}]` leads, so it is shown as it is written"),
        )
        .help(format!(
            "add a line that says it: `[{reference}]: https://…`; or put the address in round brackets"
        ));
        self.warn(problem);
    }

    /// Takes an id that the text gives itself; says no, with a warning, where it can't be had.
    pub(super) fn claim(&mut self, id: &str, span: Span) -> bool {
        let (why, advice) = if !anchors::is_valid(id) {
            let why = format!(
                "`{id}` can't be used as an id here; it may hold letters, digits, `-`, `_` and `.`, and not begin with `{}`",
                anchors::RESERVED
            );
            (why, format!("for example `{}`", anchors::words(id)))
        } else if !self.taken.insert(id.to_owned()) {
            (
                format!("the id `{id}` stands twice in this text, so the second is left out"),
                "give one of the two another id, or none".to_owned(),
            )
        } else {
            return true;
        };
        let problem = Diagnostic::warning(span, why).help(advice);
        self.warn(problem);
        false
    }

    pub(super) fn number_of_label(&mut self, label: String) -> usize {
        let next = self.labels.len();
        let number = *self.numbers.entry(label.clone()).or_insert(next);
        if number == next {
            self.labels.push(label);
        }
        number
    }

    /// The notes that are referred to; one that isn't has no place to be shown at.
    fn used_footnotes(
        &mut self,
        blocks: &mut [Block],
        definitions: Vec<(Footnote, Range<usize>)>,
    ) -> Vec<Footnote> {
        let (used, unused) = notes::number(blocks, definitions, &self.labels);
        for (footnote, range) in unused {
            let label = footnote.label.0;
            let problem = Diagnostic::warning(
                self.lines.span(range),
                format!("the note `[^{label}]` is never referred to, so it isn't shown"),
            )
            .help(format!(
                "write `[^{label}]` where it belongs, or remove the note"
            ));
            self.warn(problem);
        }
        used
    }

    fn finish(mut self) -> (Vec<Link>, Vec<Diagnostic>) {
        if self.more > 0
            && let Some(last) = self.problems.pop()
        {
            let note = format!("and {} more in this text", self.more);
            self.problems.push(last.note(note));
        }
        (self.links, self.problems)
    }
}

/// Joins neighbouring texts and makes each run of white space one blank; none stands at an end.
pub(super) fn merged(inlines: Vec<Inline>) -> Vec<Inline> {
    let are_texts = |pair: &[Inline]| matches!(pair, [Inline::Text(_), Inline::Text(_)]);
    let mut merged = if inlines.windows(2).any(are_texts) {
        with_neighbours_joined(inlines)
    } else {
        inlines
    };
    for inline in &mut merged {
        if let Inline::Text(text) = inline
            && !is_single_spaced(text)
        {
            *text = single_spaced(text);
        }
    }
    merged.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    merged
}

fn with_neighbours_joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (inline, joined.last_mut()) {
            (Inline::Text(text), Some(Inline::Text(before))) => before.push_str(&text),
            (inline, _) => joined.push(inline),
        }
    }
    joined
}

/// Words that stand alone, without white space at their ends.
pub(super) fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        text.drain(..text.len() - text.trim_start_matches(' ').len());
    }
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    inlines
}

/// The text with one blank for each run of blanks, tabs and line ends. Other kinds of white space are
/// typed on purpose.
pub(super) fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' if spaced.ends_with(' ') => {}
            ' ' | '\t' | '\n' | '\r' => spaced.push(' '),
            c => spaced.push(c),
        }
    }
    spaced
}

/// Whether [`single_spaced`] would leave it as it is, as nearly all that is typed.
fn is_single_spaced(text: &str) -> bool {
    let mut after_blank = false;
    text.bytes().all(|byte| match byte {
        b'\t' | b'\n' | b'\r' => false,
        b' ' => !std::mem::replace(&mut after_blank, true),
        _ => {
            after_blank = false;
            true
        }
    })
}

impl From<pulldown_cmark::Alignment> for Alignment {
    fn from(alignment: pulldown_cmark::Alignment) -> Alignment {
        match alignment {
            pulldown_cmark::Alignment::None => Alignment::None,
            pulldown_cmark::Alignment::Left => Alignment::Left,
            pulldown_cmark::Alignment::Center => Alignment::Center,
            pulldown_cmark::Alignment::Right => Alignment::Right,
        }
    }
}
