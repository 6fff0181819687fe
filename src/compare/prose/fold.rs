//! Which unchanged blocks a reader may skip.
//!
//! One block of context stays beside each change, and so do the headings below which a change stands:
//! they say where one is.

use super::{BlockChange, Change};
use crate::content::prose::Block;

/// A run of blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Segment<'c, 'a> {
    Shown(&'c [BlockChange<'a>]),
    /// All of them are unchanged.
    Folded(&'c [BlockChange<'a>]),
}

/// Fewer blocks aren't worth a fold.
const FEWEST: usize = 2;

/// Parts a list of changes in runs that are shown and runs that can be folded.
pub fn segments<'c, 'a>(changes: &'c [BlockChange<'a>]) -> Vec<Segment<'c, 'a>> {
    let shown = shown(changes);
    let mut segments = Vec::new();
    let mut at = 0;
    for run in shown.chunk_by(|a, b| a == b) {
        let blocks = &changes[at..at + run.len()];
        at += run.len();
        let fold = !run[0] && blocks.len() >= FEWEST;
        match (segments.last_mut(), fold) {
            (Some(Segment::Shown(before)), false) => {
                // What is too short to fold joins what is shown around it.
                *before = &changes[at - blocks.len() - before.len()..at];
            }
            (_, false) => segments.push(Segment::Shown(blocks)),
            (_, true) => segments.push(Segment::Folded(blocks)),
        }
    }
    segments
}

fn shown(changes: &[BlockChange<'_>]) -> Vec<bool> {
    let mut shown = vec![false; changes.len()];
    // The open headings above each place, by level.
    let mut above: Vec<(u8, usize)> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if let Some(level) = level(change) {
            above.retain(|&(open, _)| open < level);
            above.push((level, at));
        }
        if !change.is_same() {
            let around = at.saturating_sub(1)..(at + 2).min(changes.len());
            shown[around].fill(true);
            for &(_, heading) in &above {
                shown[heading] = true;
            }
        }
    }
    shown
}

fn level(change: &BlockChange<'_>) -> Option<u8> {
    let (Change::Same { new: block, .. }
    | Change::Added(block)
    | Change::Removed(block)
    | Change::MovedHere { new: block, .. }
    | Change::MovedAway { old: block, .. }
    | Change::Amended { new: block, .. }) = change;
    match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    }
}
