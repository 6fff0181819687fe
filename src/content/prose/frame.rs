//! The containers that are open while the tree is built.

use std::ops::Range;

use super::html::{self, Piece};
use super::parse::{Findings, trimmed};
use super::{Block, Inline, ListItem, Spacing, Table};

/// A container that is open.
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// From its start in the text.
    pub(super) range: Range<usize>,
    pub(super) blocks: Vec<Piece<Block>>,
    pub(super) inlines: Vec<Piece<Inline>>,
}

/// What a container becomes when it is closed.
pub(super) enum Kind {
    Root,
    Paragraph,
    Heading {
        level: u8,
    },
    Quote,
    List {
        start: Option<u64>,
        spacing: Spacing,
        items: Vec<ListItem>,
    },
    Item,
    Footnote {
        label: String,
    },
    Table(Table),
    Head(Vec<Vec<Inline>>),
    Row(Vec<Vec<Inline>>),
    Cell,
    Code {
        language: Option<String>,
        text: String,
    },
    Html {
        html: String,
        /// Where in `html` each line begins, and where in the text.
        starts: Vec<(usize, usize)>,
    },
    Emphasis,
    Strong,
    Strikethrough,
    Link {
        /// `None` for one that is left out.
        target: Option<String>,
        title: String,
    },
    Image {
        target: Option<String>,
        title: String,
    },
}

impl Frame {
    pub(super) fn new(kind: Kind, range: Range<usize>) -> Frame {
        Frame {
            kind,
            range,
            blocks: Vec::new(),
            inlines: Vec::new(),
        }
    }

    /// Makes a paragraph of words that stand among blocks: the items of a tight list have such.
    pub(super) fn end_paragraph(&mut self, findings: &mut Findings<'_>) {
        if !self.inlines.is_empty() {
            let content = trimmed(html::inlines(std::mem::take(&mut self.inlines), findings));
            if !content.is_empty() {
                self.blocks.push(Piece::Made(Block::Paragraph(content)));
            }
        }
    }
}
