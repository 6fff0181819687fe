//! What is asked of a text without its tree: where it leads, what in it can be led to, how it begins.
//!
//! So a text whose outline is known needn't be parsed before it is written or compared.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Block, HeadingEntry, Link, LinkKind, Tree, inline_text, plain};
use crate::content::SubprocessorId;
use crate::source::Place;

/// The longest beginning of a text that [`Prose::excerpt`](super::Prose::excerpt) gives, in characters.
pub const LONGEST_EXCERPT: usize = 160;

#[derive(PartialEq, Eq, Serialize, Deserialize, Debug)]
pub(super) struct Outline {
    pub(super) links: Box<[LinkWithin]>,
    /// The sub-processors that the links name, each once.
    #[serde(skip)]
    pub(super) named: Box<[SubprocessorId]>,
    pub(super) anchors: Box<[Box<str>]>,
    /// Those of the list of contents.
    headings: Box<[HeadingAt]>,
    pub(super) notes: usize,
    /// What an excerpt is made of.
    pub(super) beginning: Box<str>,
    pub(super) is_empty: bool,
}

/// A heading by its anchor.
#[derive(PartialEq, Eq, Serialize, Deserialize, Debug)]
struct HeadingAt {
    level: u8,
    /// Which of the text's anchors it has.
    anchor: usize,
    text: Box<str>,
}

/// A link, wherever its text stands.
#[derive(PartialEq, Eq, Serialize, Deserialize, Debug)]
pub(super) struct LinkWithin {
    pub(super) target: Box<str>,
    /// In bytes from the beginning of the text's place.
    start: u32,
    end: u32,
    pub(super) kind: LinkKind,
}

impl LinkWithin {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Outline {
    /// `links` as they are where the text stands.
    pub(super) fn of(tree: &Tree, links: Vec<Link>, place: Place) -> Outline {
        let begin = place.0.start;
        let links = links.into_iter().map(|link| LinkWithin {
            target: link.target.into(),
            start: link.span.start.saturating_sub(begin),
            end: link.span.end.saturating_sub(begin),
            kind: link.kind,
        });
        let links: Box<[LinkWithin]> = links.collect();
        let anchors: Box<[Box<str>]> = tree.anchors().map(Box::from).collect();
        Outline {
            named: named(&links),
            links,
            headings: headings(&tree.blocks, &anchors),
            anchors,
            notes: tree.footnotes.len(),
            beginning: beginning(&tree.blocks),
            is_empty: tree.blocks.is_empty(),
        }
    }

    /// Adds what follows from the rest, to an outline that was kept.
    pub(super) fn complete(mut self) -> Outline {
        self.named = named(&self.links);
        self
    }

    pub(super) fn headings(&self) -> impl Iterator<Item = HeadingEntry<'_>> {
        self.headings.iter().filter_map(|heading| {
            Some(HeadingEntry {
                level: heading.level,
                anchor: self.anchors.get(heading.anchor)?,
                text: &heading.text,
            })
        })
    }
}

fn named(links: &[LinkWithin]) -> Box<[SubprocessorId]> {
    let mut named = Vec::new();
    for link in links {
        if let Some(id) = super::named_subprocessor(&link.target)
            && !named.contains(&id)
        {
            named.push(id);
        }
    }
    named.into()
}

/// Blocks and anchors stand in the text's order, and no two anchors are alike, so one walk finds them.
fn headings(blocks: &[Block], anchors: &[Box<str>]) -> Box<[HeadingAt]> {
    let mut rest = anchors.iter().enumerate();
    let headings = blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(HeadingAt {
            level: heading.level,
            anchor: rest.find(|(_, anchor)| ***anchor == *heading.anchor.0)?.0,
            text: inline_text(&heading.content).into(),
        }),
        _ => None,
    });
    headings.collect()
}

fn beginning(blocks: &[Block]) -> Box<str> {
    let parts = blocks.iter();
    let parts = parts.map(|block| plain::block_text(std::slice::from_ref(block)));
    plain::beginning(parts, LONGEST_EXCERPT).into()
}
