//! Links from change to change, for whoever goes through a long text by keyboard. They need no script
//! and stand only where something can be led to: on a page, and where there is more than one change.

use std::fmt::Write as _;

use super::Page;
use crate::compare::prose::{BlockChange, Change, Comparison, NoteChange, Segment, segments};
use crate::render::prose::{Ids, ProseOptions, Styling, escape};

/// The places to stop at. Changes that stand one after the other are one place; the notes are another.
pub(super) struct Stops {
    /// What the ids on the page begin with. No heading of a text has one with a low line at its front.
    prefix: String,
    count: usize,
    reached: usize,
}

impl Stops {
    pub(super) fn of(comparison: &Comparison<'_>, options: &ProseOptions<'_>) -> Stops {
        let prefix = match options.ids {
            Ids::Own => "_change".to_owned(),
            Ids::Scoped(scope) => format!("_{scope}"),
            Ids::None => String::new(),
        };
        let blocks = &comparison.blocks;
        let runs = (0..blocks.len()).filter(|&at| begins(blocks, at)).count();
        let led_to = options.styling == Styling::Sheet && !prefix.is_empty();
        let count = runs + usize::from(differ(&comparison.notes));
        Stops {
            prefix,
            count: if led_to && count > 1 { count } else { 0 },
            reached: 0,
        }
    }

    fn link(&self, to: usize, word: &str) -> String {
        format!(
            " <a href=\"#{}-{to}\">{}</a>",
            escape(&self.prefix),
            escape(word)
        )
    }
}

impl Page<'_> {
    /// Blocks with their unchanged runs folded, and a place to stop at where a change begins.
    pub(super) fn all_blocks(
        &mut self,
        changes: &[BlockChange<'_>],
        mut write: impl FnMut(&mut Self, &BlockChange<'_>),
    ) {
        self.way_in();
        for segment in segments(changes) {
            match segment {
                Segment::Shown(changes) => {
                    for (at, change) in changes.iter().enumerate() {
                        if begins(changes, at) {
                            self.stop();
                        }
                        write(self, change);
                    }
                }
                Segment::Folded(changes) => self.folded_blocks(changes),
            }
        }
    }

    fn way_in(&mut self) {
        if self.stops.count > 0 {
            let link = self.stops.link(1, self.words.to_first);
            let _ = writeln!(self.out, "<p class=\"stop\">{}</p>", link.trim_start());
        }
    }

    /// The notes' place to stop at, where one differs.
    pub(super) fn stop_at_notes(&mut self, notes: &[NoteChange<'_>]) {
        if differ(notes) {
            self.stop();
        }
    }

    fn stop(&mut self) {
        self.stops.reached += 1;
        let (at, count, words) = (self.stops.reached, self.stops.count, self.words);
        if at > count {
            return;
        }
        let prefix = escape(&self.stops.prefix);
        let place = escape(&(words.stop)(at, count));
        let _ = write!(self.out, "<p class=\"stop\" id=\"{prefix}-{at}\">{place}");
        if at > 1 {
            let link = self.stops.link(at - 1, words.to_previous);
            self.out.push_str(&link);
        }
        if at < count {
            let link = self.stops.link(at + 1, words.to_next);
            self.out.push_str(&link);
        }
        self.out.push_str("</p>\n");
    }
}

/// Whether a run of changes begins at a block.
fn begins(changes: &[BlockChange<'_>], at: usize) -> bool {
    let is_same = |at: usize| changes.get(at).is_none_or(Change::is_same);
    !is_same(at) && (at == 0 || is_same(at - 1))
}

/// A note's place follows its mark, so one that moved is no change of its own.
fn differ(notes: &[NoteChange<'_>]) -> bool {
    notes.iter().any(|note| {
        matches!(
            note,
            Change::Added(_) | Change::Removed(_) | Change::Amended { .. }
        )
    })
}
