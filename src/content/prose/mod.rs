//! A Markdown text as a tree of blocks and words, with its links and anchors.
//!
//! One tree serves the page, the feeds and the comparison, so they can't disagree about what a text
//! says. Two texts are equal when they say the same: another wrapping, another bullet or another
//! spelling of emphasis is no difference, while the text as written stays at hand for digests and for
//! printing it back.
//!
//! Most that is asked of a text is where it leads and what in it can be led to: its outline, which is known without
//! the tree. So a text whose outline was kept is read only when somebody writes or compares it.
//!
//! It doesn't know where a link leads: `assemble` resolves targets, `render` writes them.

mod anchors;
mod builder;
mod frame;
mod html;
mod kept;
mod lines;
mod marks;
mod notes;
mod outline;
mod parse;
mod plain;
mod target;
#[cfg(test)]
mod tests;
mod tree;

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use anchors::{in_blocks as block_anchors, in_inlines as inline_anchors};
pub use kept::KeptOutlines;
pub use outline::LONGEST_EXCERPT;
pub use plain::{block_text, inline_text};
pub use tree::{
    Alignment, Attribute, Block, Code, Derived, Element, Footnote, Heading, Hyperlink, Inline,
    List, ListItem, Node, Picture, Spacing, Table, Tree,
};

use outline::Outline;

use super::{Digest, SubprocessorId};
use crate::source::{Place, Span};

/// A Markdown text: its outline is known, and its tree is there when somebody asks. A clone shares all of it.
#[derive(Clone, Debug)]
pub struct Prose {
    shared: Arc<Shared>,
    place: Place,
}

#[derive(Debug)]
struct Shared {
    text: String,
    /// Of the text.
    digest: Digest,
    /// Whether it was written with just these bytes, and nothing is wrong with it.
    plainly: bool,
    outline: Outline,
    tree: OnceLock<Tree>,
}

impl PartialEq for Prose {
    fn eq(&self, other: &Prose) -> bool {
        // Most texts that are compared were written alike, and then they are read alike.
        Arc::ptr_eq(&self.shared, &other.shared)
            || self.shared.digest == other.shared.digest
            || self.tree() == other.tree()
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

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LinkKind {
    Link,
    Image,
}

impl Link {
    /// The sub-processor that the link names, if it names one.
    pub fn named_subprocessor(&self) -> Option<SubprocessorId> {
        named_subprocessor(&self.target)
    }
}

fn named_subprocessor(target: &str) -> Option<SubprocessorId> {
    SubprocessorId::new(target.strip_prefix("subprocessor:")?).ok()
}

/// A heading as a list of contents shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeadingEntry<'a> {
    /// 1 to 6, as written.
    pub level: u8,
    pub anchor: &'a str,
    pub text: &'a str,
}

impl Prose {
    /// The text as it was written, with `\n` line ends and without a byte order mark.
    pub fn text(&self) -> &str {
        &self.shared.text
    }

    /// What tells the text from all others, as it was written.
    pub fn digest(&self) -> Digest {
        self.shared.digest
    }

    pub fn place(&self) -> Place {
        self.place
    }

    /// All that the text says.
    pub fn tree(&self) -> &Tree {
        let tree = &self.shared.tree;
        tree.get_or_init(|| {
            let (tree, links) = parse::reread(&self.shared.text, self.place);
            debug_assert_eq!(
                Outline::of(&tree, links, self.place),
                self.shared.outline,
                "an outline is that of its text"
            );
            tree
        })
    }

    /// How many notes are referred to.
    pub fn note_count(&self) -> usize {
        self.shared.outline.notes
    }

    /// Every link and image, those in raw HTML included.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        let links = self.shared.outline.links.iter();
        links.map(|link| Link {
            target: link.target.to_string(),
            span: self.place.0.within(link.range()),
            kind: link.kind,
        })
    }

    /// Where each of these leads, as written.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        let links = self.shared.outline.links.iter();
        links.map(|link| &*link.target)
    }

    /// The sub-processors that links in the text name, in the order in which they first do.
    pub fn named_subprocessors(&self) -> &[SubprocessorId] {
        &self.shared.outline.named
    }

    /// Whether it is this very text: the same one, or a clone of it.
    pub fn is(&self, other: &Prose) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared) && self.place.0 == other.place.0
    }

    /// The same text where it stands once more. `None` where other bytes stand there, or where there is
    /// something to say of the text, which must be said of each place.
    pub fn again(&self, written: &str, place: Place) -> Option<Prose> {
        let same = self.shared.plainly && self.shared.text == written;
        same.then(|| Prose {
            shared: Arc::clone(&self.shared),
            place,
        })
    }

    /// Every place in the text that a `#…` link can lead to, footnotes left out.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.shared.outline.anchors.iter().map(|anchor| &**anchor)
    }

    /// The headings that don't stand inside a quote, a list or a note, for a list of contents.
    pub fn headings(&self) -> impl Iterator<Item = HeadingEntry<'_>> {
        self.shared.outline.headings()
    }

    /// Whether the text has a `##` that says exactly `title`: what [`Tree::section`] finds.
    pub fn has_section(&self, title: &str) -> bool {
        let mut headings = self.headings();
        headings.any(|heading| tree::is_of_section(heading.level, heading.text, title))
    }

    /// Whether nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.shared.outline.is_empty
    }

    /// What the text says, without its form: one line a paragraph, heading, item or row.
    pub fn plain_text(&self) -> String {
        block_text(&self.tree().blocks)
    }

    /// The beginning of what the text says on one line, cut between words where it is longer than that or
    /// than [`LONGEST_EXCERPT`].
    pub fn excerpt(&self, max_chars: usize) -> String {
        plain::excerpt(
            &self.shared.outline.beginning,
            max_chars.min(LONGEST_EXCERPT),
        )
    }
}
