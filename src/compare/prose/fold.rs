//! Which unchanged parts a reader may skip.
//!
//! One part of context stays beside each change. Headings always stay: they say where one is.

use super::{BlockChange, Change};
use crate::content::prose::{Block, block_text};

/// A run of parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Segment<'c, T> {
    Shown(&'c [T]),
    /// All of them are unchanged.
    Folded(&'c [T]),
}

/// Fewer rows, items or lines are as short as the fold in their place.
const FEWEST_PARTS: usize = 3;
/// So many blocks are worth a fold …
const FEWEST_BLOCKS: usize = 2;
/// … and a single one that has more characters than about two lines.
const LONG: usize = 160;

/// Parts the blocks of a text in runs that are shown and runs that can be folded.
pub fn segments<'c, 'a>(changes: &'c [BlockChange<'a>]) -> Vec<Segment<'c, BlockChange<'a>>> {
    let mut shown = near_a_change(changes, Change::is_same);
    for (shown, change) in shown.iter_mut().zip(changes) {
        *shown |= is_heading(change);
    }
    runs(changes, &shown, |blocks| {
        blocks.len() >= FEWEST_BLOCKS || blocks.iter().any(is_long)
    })
}

/// Parts rows, items, lines or notes in the same way. `is_same` says which of them are unchanged.
pub fn part_segments<T>(parts: &[T], is_same: impl Fn(&T) -> bool) -> Vec<Segment<'_, T>> {
    let shown = near_a_change(parts, is_same);
    runs(parts, &shown, |parts| parts.len() >= FEWEST_PARTS)
}

fn near_a_change<T>(parts: &[T], is_same: impl Fn(&T) -> bool) -> Vec<bool> {
    let mut shown = vec![false; parts.len()];
    for (at, part) in parts.iter().enumerate() {
        if !is_same(part) {
            let around = at.saturating_sub(1)..(at + 2).min(parts.len());
            shown[around].fill(true);
        }
    }
    shown
}

fn runs<'c, T>(
    parts: &'c [T],
    shown: &[bool],
    is_worth_it: impl Fn(&[T]) -> bool,
) -> Vec<Segment<'c, T>> {
    let mut segments = Vec::new();
    let mut at = 0;
    for run in shown.chunk_by(|a, b| a == b) {
        let here = &parts[at..at + run.len()];
        at += run.len();
        let fold = !run[0] && is_worth_it(here);
        match (segments.last_mut(), fold) {
            (Some(Segment::Shown(before)), false) => {
                // What isn't worth a fold joins what is shown around it.
                *before = &parts[at - here.len() - before.len()..at];
            }
            (_, false) => segments.push(Segment::Shown(here)),
            (_, true) => segments.push(Segment::Folded(here)),
        }
    }
    segments
}

fn is_heading(change: &BlockChange<'_>) -> bool {
    let block = change.after().or_else(|| change.before());
    matches!(block, Some(Block::Heading(_)))
}

fn is_long(change: &BlockChange<'_>) -> bool {
    change.after().is_some_and(|block| {
        let text = block_text(std::slice::from_ref(block));
        text.chars().count() > LONG
    })
}
