//! A Markdown text as a tree of blocks and words, with its links and anchors.
//!
//! One tree serves the page, the feeds and the comparison, so they can't disagree about what a text
//! says. Two texts are equal when they say the same: another wrapping, another bullet or another
//! spelling of emphasis is no difference, while the text as written stays at hand for digests and for
//! printing it back.
//!
//! It doesn't know where a link leads: `assemble` resolves targets, `render` writes them.

mod anchors;
mod frame;
mod html;
mod lines;
mod marks;
mod notes;
mod parse;
mod plain;
mod target;
#[cfg(test)]
mod tests;
mod tree;

use std::borrow::Cow;
use std::sync::Arc;

pub use anchors::{in_blocks as block_anchors, in_inlines as inline_anchors};
pub use plain::{block_text, inline_text};

use super::SubprocessorId;
use crate::source::{Place, Span};

/// What derives from a text's other parts, so that it doesn't count when two texts are compared.
#[derive(Clone, Debug)]
pub struct Derived<T>(pub T);

impl<T> PartialEq for Derived<T> {
    fn eq(&self, _: &Derived<T>) -> bool {
        true
    }
}

impl<T> Eq for Derived<T> {}

/// A Markdown text, parsed. A clone shares all of it.
#[derive(Clone, Debug)]
pub struct Prose {
    parsed: Arc<Parsed>,
    place: Place,
}

#[derive(Debug)]
struct Parsed {
    text: String,
    /// Where the text stood that was parsed: the spans of its links lie there.
    place: Place,
    /// Whether it was written with just these bytes, and nothing is wrong with it.
    plainly: bool,
    blocks: Vec<Block>,
    footnotes: Vec<Footnote>,
    links: Vec<Link>,
    /// The sub-processors that the links name, each once.
    named: Vec<SubprocessorId>,
    anchors: Vec<String>,
}

impl PartialEq for Prose {
    fn eq(&self, other: &Prose) -> bool {
        let (one, other) = (&self.parsed, &other.parsed);
        // Most texts that are compared were written alike, and then they are read alike.
        Arc::ptr_eq(one, other)
            || one.text == other.text
            || (one.blocks == other.blocks && one.footnotes == other.footnotes)
    }
}

impl Eq for Prose {}

/// A place in the text that leads elsewhere.
#[derive(Clone, Debug)]
pub struct Link {
    /// As written, entities decoded: `subprocessor:mailchimp`, `../security.md#logs`.
    pub target: String,
    /// Of the whole link in its source file.
    pub span: Span,
    pub kind: LinkKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkKind {
    Link,
    Image,
}

impl Link {
    /// The sub-processor that the link names, if it names one.
    pub fn named_subprocessor(&self) -> Option<SubprocessorId> {
        SubprocessorId::new(self.target.strip_prefix("subprocessor:")?).ok()
    }
}

/// Its larger kinds are boxed, so that the many paragraphs and words of a text are small.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    Heading(Box<Heading>),
    Paragraph(Vec<Inline>),
    List(Box<List>),
    Table(Box<Table>),
    Quote(Vec<Block>),
    Code(Box<Code>),
    Rule,
    /// Raw HTML, sanitised: nothing in it can run, and every link in it stands in [`Prose::links`].
    Html(Box<Element>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Given in the text as `{#id}`.
    pub explicit_id: Option<String>,
    /// Unique within the text.
    pub anchor: Derived<String>,
    pub content: Vec<Inline>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    pub spacing: Derived<Spacing>,
    pub items: Vec<ListItem>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    pub language: Option<String>,
    pub text: String,
}

/// Whether blank lines stand between a list's items: how it looks, not what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spacing {
    /// An item's paragraphs are no paragraphs of their own.
    Tight,
    Loose,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem {
    /// For a task: whether it is done.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    pub alignments: Vec<Alignment>,
    pub head: Vec<Vec<Inline>>,
    pub rows: Vec<Vec<Vec<Inline>>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alignment {
    None,
    Left,
    Center,
    Right,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Neighbouring texts are one; a soft line break is a blank.
    Text(String),
    Code(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strikethrough(Vec<Inline>),
    Link(Box<Hyperlink>),
    Image(Box<Picture>),
    /// A reference to a note by its number: the first of [`Prose::footnotes`] is 1.
    FootnoteReference(usize),
    HardBreak,
    /// Raw HTML, sanitised.
    Html(Box<Element>),
}

/// Words that lead elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hyperlink {
    pub target: String,
    pub title: String,
    pub content: Vec<Inline>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    pub target: String,
    pub title: String,
    pub alt: String,
}

/// An element of raw HTML, balanced and clean: its name and its attributes are allowed ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    pub name: &'static str,
    /// `href` and `src` included, as written.
    pub attributes: Vec<Attribute>,
    pub content: Vec<Node>,
}

/// A part of what stands in an element. HTML lets words and blocks stand side by side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Node {
    Inlines(Vec<Inline>),
    Blocks(Vec<Block>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    pub name: &'static str,
    pub value: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Footnote {
    /// As the source has it; a reader sees the number.
    pub label: Derived<String>,
    pub blocks: Vec<Block>,
}

/// A heading as a list of contents shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeadingEntry<'a> {
    /// 1 to 6, as written.
    pub level: u8,
    pub anchor: &'a str,
    pub text: Cow<'a, str>,
}

impl Prose {
    /// The text as it was written, with `\n` line ends and without a byte order mark.
    pub fn text(&self) -> &str {
        &self.parsed.text
    }

    pub fn place(&self) -> Place {
        self.place
    }

    pub fn blocks(&self) -> &[Block] {
        &self.parsed.blocks
    }

    /// The notes that are referred to, in the order of their first reference.
    pub fn footnotes(&self) -> &[Footnote] {
        &self.parsed.footnotes
    }

    /// Every link and image, those in raw HTML included.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        let parsed_at = self.parsed.place.0.range().start;
        self.parsed.links.iter().map(move |link| {
            let range = link.span.range();
            let within = range.start - parsed_at..range.end - parsed_at;
            Link {
                span: self.place.0.within(within),
                ..link.clone()
            }
        })
    }

    /// Where each of these leads, as written.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        self.parsed.links.iter().map(|link| link.target.as_str())
    }

    /// The sub-processors that links in the text name, in the order in which they first do.
    pub fn named_subprocessors(&self) -> &[SubprocessorId] {
        &self.parsed.named
    }

    /// Whether it is this very text: the same one, or a clone of it.
    pub fn is(&self, other: &Prose) -> bool {
        Arc::ptr_eq(&self.parsed, &other.parsed) && self.place.0 == other.place.0
    }

    /// The same text where it stands once more. `None` where other bytes stand there, or where there is
    /// something to say of the text, which must be said of each place.
    pub fn again(&self, written: &str, place: Place) -> Option<Prose> {
        let same = self.parsed.plainly && self.parsed.text == written;
        same.then(|| Prose {
            parsed: Arc::clone(&self.parsed),
            place,
        })
    }

    /// Every place in the text that a `#…` link can lead to, footnotes left out.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.parsed.anchors.iter().map(String::as_str)
    }

    /// The headings that don't stand inside a quote, a list or a note, for a list of contents.
    pub fn headings(&self) -> impl Iterator<Item = HeadingEntry<'_>> {
        self.parsed.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(HeadingEntry {
                level: heading.level,
                anchor: &heading.anchor.0,
                text: match heading.content.as_slice() {
                    [Inline::Text(text)] => Cow::Borrowed(text),
                    content => Cow::Owned(inline_text(content)),
                },
            }),
            _ => None,
        })
    }

    /// What stands below the `##` that says exactly `title`, up to the next heading of its level or
    /// above.
    pub fn section(&self, title: &str) -> Option<&[Block]> {
        let opens = |block: &Block| matches!(block, Block::Heading(heading) if heading.level <= 2);
        let names = |block: &Block| {
            matches!(block, Block::Heading(heading)
                if heading.level == 2 && inline_text(&heading.content).trim() == title.trim())
        };
        let start = self.parsed.blocks.iter().position(names)? + 1;
        let below = &self.parsed.blocks[start..];
        let end = below.iter().position(opens).unwrap_or(below.len());
        Some(&below[..end])
    }

    /// Whether nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.parsed.blocks.is_empty()
    }

    /// What the text says, without its form: one line a paragraph, heading, item or row.
    pub fn plain_text(&self) -> String {
        block_text(&self.parsed.blocks)
    }

    /// The beginning of what the text says on one line, cut between words where it is longer.
    pub fn excerpt(&self, max_chars: usize) -> String {
        let blocks = self.parsed.blocks.iter();
        let parts = blocks.map(|block| block_text(std::slice::from_ref(block)));
        plain::excerpt(parts, max_chars)
    }
}
