//! What is left out of sight: unchanged runs, and the older of two columns.

use std::fmt::Write as _;
use std::mem::swap;

use super::{Page, Side, Styling, Writer};
use crate::compare::prose::{BlockChange, Change, Segment, Within, segments};
use crate::content::prose::{Block, Tree};
use crate::render::prose::{Ids, ProseOptions, escape};

/// What a fold holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unchanged {
    Paragraphs,
    /// Blocks of several kinds.
    Parts,
    Items,
    Rows,
    Lines,
    Notes,
}

impl Page<'_> {
    pub(super) fn blocks(&mut self, changes: &[BlockChange<'_>]) {
        for segment in segments(changes) {
            match segment {
                Segment::Shown(changes) => changes.iter().for_each(|change| self.block(change)),
                Segment::Folded(changes) => self.folded_blocks(changes),
            }
        }
    }

    pub(super) fn folded_blocks(&mut self, changes: &[BlockChange<'_>]) {
        let is_paragraph =
            |change: &BlockChange<'_>| matches!(change.after(), Some(Block::Paragraph(_)));
        let what = if changes.iter().all(is_paragraph) {
            Unchanged::Paragraphs
        } else {
            Unchanged::Parts
        };
        self.folded((what, changes.len()), |page| {
            changes.iter().for_each(|change| page.block(change));
        });
    }

    /// A fold. Where no stylesheet will be, what it holds is left out.
    pub(super) fn folded(
        &mut self,
        (what, count): (Unchanged, usize),
        write: impl FnOnce(&mut Self),
    ) {
        let summary = escape(&(self.words.unchanged)(what, count));
        match self.new.options.styling {
            Styling::Sheet => {
                let _ = writeln!(
                    self.out,
                    "<details class=\"unchanged\">\n<summary>{summary}</summary>"
                );
                write(self);
                self.out.push_str("</details>\n");
            }
            Styling::None => {
                let _ = writeln!(self.out, "<p>… {summary}</p>");
            }
        }
    }
}

/// Writers for what stands on the page a second time.
struct Copies<'a> {
    old: Writer<'a>,
    new: Writer<'a>,
}

impl<'a> Page<'a> {
    /// Blocks with what an older column shows of them: hidden, so that without a stylesheet every word
    /// stands on the page once.
    pub(super) fn columns(
        &mut self,
        (old, new): (&'a Tree, &'a Tree),
        changes: &[BlockChange<'_>],
    ) {
        let mut copies = Copies {
            old: Writer::new(old, without_ids(self.old.options)),
            new: Writer::new(new, without_ids(self.new.options)),
        };
        self.all_blocks(changes, |page, change| page.pair(change, &mut copies));
    }

    fn pair(&mut self, change: &BlockChange<'_>, copies: &mut Copies<'a>) {
        match change {
            // A heading that stays is one for both columns.
            Change::Same {
                new: Block::Heading(_) | Block::Rule,
                ..
            } => self.block(change),
            // These stand in one column, or in both already.
            Change::Added(_)
            | Change::Removed(_)
            | Change::MovedHere { .. }
            | Change::MovedAway { .. }
            | Change::Amended {
                within: Within::Rewritten,
                ..
            } => {
                self.out.push_str("<div class=\"pair\">\n");
                self.block(change);
                self.out.push_str("</div>\n");
            }
            Change::Same { .. } | Change::Amended { .. } => {
                self.out
                    .push_str("<div class=\"pair\">\n<div class=\"older\" hidden=\"\">\n");
                self.swap(copies);
                self.numbers = Side::Old;
                self.block(change);
                self.numbers = Side::New;
                self.swap(copies);
                self.out.push_str("</div>\n<div class=\"newer\">\n");
                self.block(change);
                self.out.push_str("</div>\n</div>\n");
            }
        }
    }

    fn swap(&mut self, copies: &mut Copies<'a>) {
        swap(&mut self.old, &mut copies.old);
        swap(&mut self.new, &mut copies.new);
    }
}

fn without_ids(options: ProseOptions<'_>) -> ProseOptions<'_> {
    ProseOptions {
        ids: Ids::None,
        ..options
    }
}
