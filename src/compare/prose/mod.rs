//! Text against text: what was added, removed, moved, and what only looks otherwise.
//!
//! [`compare`] works on the parsed trees, so another wrapping or another spelling of the same Markdown
//! is no change. Blocks are matched first (`align`: lists by item, tables by column and row), then
//! words (`words`) within a matched pair. The result keeps both sides whole: what it holds without
//! the additions is the old text, without the removals the new one ([`Comparison::old_text`],
//! [`Comparison::new_text`]).
//!
//! All work is bounded by counts, so the result never depends on a machine's speed. It knows no
//! language, no pages and no HTML.

mod align;
mod blocks;
mod canonical;
mod flat;
mod fold;
mod readable;
mod restore;
mod summary;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod words;

use crate::content::prose::{Block, Footnote, Inline, ListItem, Tree};

pub use flat::{Mark, Word, WordContent};
pub use fold::{Segment, part_segments, segments};
pub use restore::{inlines_of, normal};
pub use summary::{Action, Part, Summary};
pub use table::{CellChange, ColumnChange, Row, TableChange};
pub use words::{Fate, Gap, Passage, WordChange, Words, passages};

/// What differs from one text to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison<'a> {
    pub blocks: Vec<BlockChange<'a>>,
    pub notes: Vec<NoteChange<'a>>,
}

/// What became of one part of a text. In a list of changes the old parts stand in their old order and
/// the new ones in their new order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change<'a, T, W> {
    /// Says the same on both sides; anchors may differ.
    Same {
        old: &'a T,
        new: &'a T,
    },
    Added(&'a T),
    Removed(&'a T),
    /// Says the same, but stood elsewhere: its place in the new text.
    MovedHere {
        old: &'a T,
        new: &'a T,
    },
    /// Its place in the old text.
    MovedAway {
        old: &'a T,
        new: &'a T,
    },
    Amended {
        old: &'a T,
        new: &'a T,
        within: W,
    },
}

pub type BlockChange<'a> = Change<'a, Block, Within<'a>>;
pub type ItemChange<'a> = Change<'a, ListItem, Vec<BlockChange<'a>>>;
pub type NoteChange<'a> = Change<'a, Footnote, Vec<BlockChange<'a>>>;

/// How a block was amended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Within<'a> {
    /// A paragraph's or a heading's words; a heading's level or id may differ as well.
    Words(Words),
    /// A list's items; whether it is numbered may differ as well.
    Items(Vec<ItemChange<'a>>),
    Table(TableChange<'a>),
    Quote(Vec<BlockChange<'a>>),
    /// The lines of code; its language may differ as well.
    Lines(Vec<LineChange<'a>>),
    /// The parts of an element of raw HTML that itself is the same.
    Html(Vec<NodeChange<'a>>),
    /// So little stayed that the two are better read one after the other.
    Rewritten,
}

/// A line of code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineChange<'a> {
    Same(&'a str),
    Added(&'a str),
    Removed(&'a str),
}

/// A part of an element of raw HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NodeChange<'a> {
    Words(Words),
    Blocks(Vec<BlockChange<'a>>),
}

/// Compares two texts.
pub fn compare<'a>(old: &'a Tree, new: &'a Tree) -> Comparison<'a> {
    let (notes, names) = blocks::notes(&old.footnotes, &new.footnotes);
    Comparison {
        blocks: blocks::blocks(&old.blocks, &new.blocks, &names),
        notes,
    }
}

/// Compares two plain texts, such as a purpose or an address.
pub fn compare_texts(old: &str, new: &str) -> Words {
    let inlines = |text: &str| [Inline::Text(text.to_owned())];
    words::compare(&inlines(old), &inlines(new), &canonical::Names::default())
}

impl Comparison<'_> {
    /// Whether nothing that a reader could see differs.
    pub fn is_same(&self) -> bool {
        self.blocks.iter().all(Change::is_same) && self.notes.iter().all(Change::is_same)
    }
}

impl<T, W> Change<'_, T, W> {
    pub fn is_same(&self) -> bool {
        matches!(self, Change::Same { .. })
    }

    /// The part as the old text has it at this place.
    pub fn before(&self) -> Option<&T> {
        match self {
            Change::Same { old, .. }
            | Change::Removed(old)
            | Change::MovedAway { old, .. }
            | Change::Amended { old, .. } => Some(old),
            Change::Added(_) | Change::MovedHere { .. } => None,
        }
    }

    /// The part as the new text has it at this place.
    pub fn after(&self) -> Option<&T> {
        match self {
            Change::Same { new, .. }
            | Change::Added(new)
            | Change::MovedHere { new, .. }
            | Change::Amended { new, .. } => Some(new),
            Change::Removed(_) | Change::MovedAway { .. } => None,
        }
    }
}
