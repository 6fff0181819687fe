//! A Markdown text as a tree of blocks and words, with its links and anchors.
//!
//! One tree serves the page, the feeds and the comparison, so they can't disagree about what a text
//! says. Two texts are equal when they say the same: another wrapping, another bullet or another
//! spelling of emphasis is no difference, while the text as written stays at hand for digests and for
//! printing it back.
//!
//! It doesn't know where a link leads: `assemble` resolves targets, `render` writes them.

mod parse;

use std::sync::Arc;

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

/// A Markdown text, parsed.
#[derive(Clone, Debug)]
pub struct Prose {
    text: Arc<str>,
    place: Place,
    blocks: Vec<Block>,
    footnotes: Vec<Footnote>,
    links: Vec<Link>,
}

impl PartialEq for Prose {
    fn eq(&self, other: &Prose) -> bool {
        self.blocks == other.blocks && self.footnotes == other.footnotes
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

/// The index of a link in [`Prose::links`].
pub type LinkIndex = usize;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    Heading {
        /// 1 to 6.
        level: u8,
        /// Given in the text as `{#id}`.
        explicit_id: Option<String>,
        /// Unique within the text.
        anchor: Derived<String>,
        content: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        items: Vec<ListItem>,
    },
    Table(Table),
    Quote(Vec<Block>),
    Code {
        language: Option<String>,
        text: String,
    },
    Rule,
    /// Raw HTML, sanitised: nothing in it can run, and every link in it stands in [`Prose::links`].
    Html(RawHtml),
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
    Link {
        target: String,
        title: String,
        index: Derived<LinkIndex>,
        content: Vec<Inline>,
    },
    Image {
        target: String,
        title: String,
        index: Derived<LinkIndex>,
        alt: String,
    },
    /// A reference to [`Prose::footnotes`], by label.
    FootnoteReference(String),
    HardBreak,
    Html(RawHtml),
}

/// A run of raw HTML that is balanced and clean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawHtml {
    pub html: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Footnote {
    pub label: String,
    pub blocks: Vec<Block>,
}

impl Prose {
    /// The text as it was written, with `\n` line ends and without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn place(&self) -> Place {
        self.place
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The notes that are referred to, in the order of their first reference.
    pub fn footnotes(&self) -> &[Footnote] {
        &self.footnotes
    }

    /// Every link and image, those in raw HTML included.
    pub fn links(&self) -> &[Link] {
        &self.links
    }
}
