//! What a text consists of.

use super::{anchors, inline_text};

/// The blocks of a text and its notes: all that it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    pub blocks: Vec<Block>,
    /// The notes that are referred to, in the order of their first reference.
    pub footnotes: Vec<Footnote>,
}

impl Tree {
    /// Every place in the text that a `#…` link can lead to, footnotes left out.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let notes = self.footnotes.iter();
        let notes = notes.flat_map(|note| anchors::in_blocks(&note.blocks));
        anchors::in_blocks(&self.blocks).into_iter().chain(notes)
    }

    /// What stands below the `##` that says exactly `title`, up to the next heading of its level or
    /// above.
    pub fn section(&self, title: &str) -> Option<&[Block]> {
        let opens = |block: &Block| matches!(block, Block::Heading(heading) if heading.level <= 2);
        let names = |block: &Block| {
            matches!(block, Block::Heading(heading)
                if is_of_section(heading.level, &inline_text(&heading.content), title))
        };
        let start = self.blocks.iter().position(names)? + 1;
        let below = &self.blocks[start..];
        let end = below.iter().position(opens).unwrap_or(below.len());
        Some(&below[..end])
    }
}

/// Whether a heading is that of the section that is called so.
pub(super) fn is_of_section(level: u8, text: &str, title: &str) -> bool {
    level == 2 && text.trim() == title.trim()
}

/// What derives from a text's other parts, so that it doesn't count when two texts are compared.
#[derive(Clone, Debug)]
pub struct Derived<T>(pub T);

impl<T> PartialEq for Derived<T> {
    fn eq(&self, _: &Derived<T>) -> bool {
        true
    }
}

impl<T> Eq for Derived<T> {}

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
    /// Raw HTML, sanitised: nothing in it can run, and every link in it stands in [`Prose::links`](super::Prose::links).
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
    /// A reference to a note by its number: the first of [`Tree::footnotes`] is 1.
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
