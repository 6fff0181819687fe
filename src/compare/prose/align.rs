//! Two sequences → which part of one is which part of the other.
//!
//! Parts that say the same are matched first, in order; then those that say the same elsewhere, as
//! moved; then, between these, the ones with the most words in common. Every step is bounded by counts.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::token;

/// What is known of a part.
pub(super) struct Print<'a> {
    /// Equal where two parts say the same.
    pub(super) canonical: String,
    pub(super) kind: Kind,
    /// Parts with the same name are versions of one another, whatever else they say.
    pub(super) name: Option<String>,
    sketch: OnceCell<Vec<u64>>,
    text: Box<dyn Fn() -> String + 'a>,
}

/// What sort of part it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    List,
    Table,
    Quote,
    Code,
    Rule,
    Html,
    /// A part of something that has parts of one sort only: an item, a row, a note.
    Member,
}

impl Kind {
    /// Whether one can have become the other: a bold line that became a heading says the same.
    fn fits(self, other: Kind) -> bool {
        let is_line = |kind| matches!(kind, Kind::Heading | Kind::Paragraph);
        self == other || (is_line(self) && is_line(other))
    }
}

/// Whether a part that alone was replaced by another counts as a new version of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    IsAVersion,
    IsAnother,
}

/// A step through both sequences.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Same(usize, usize),
    Versions(usize, usize),
    Removed(usize),
    Added(usize),
    MovedAway(usize, usize),
    MovedHere(usize, usize),
}

/// How many words' hashes stand for a part when two are compared: enough for an estimate.
const SKETCH: usize = 256;
/// How many pairs of a gap are weighed one by one.
const MOST_PAIRS: usize = 4096;
/// A word that stands in more parts than this doesn't tell them apart.
const RARE: usize = 4;
/// How much two versions have in common at least, of 1000.
const LIKENESS: u64 = 400;
/// Fewer words say too little to be recognised elsewhere.
const FEWEST_MOVED: usize = 3;

impl<'a> Print<'a> {
    /// The text is asked for only where a part has no equal on the other side.
    pub(super) fn new(
        canonical: String,
        kind: Kind,
        name: Option<String>,
        text: impl Fn() -> String + 'a,
    ) -> Print<'a> {
        Print {
            canonical,
            kind,
            name,
            sketch: OnceCell::new(),
            text: Box::new(text),
        }
    }

    /// Hashes of the words, sorted, each once; the smallest [`SKETCH`].
    fn words(&self) -> &[u64] {
        self.sketch.get_or_init(|| {
            let text = (self.text)();
            let tokens = token::tokens(&text);
            let words = tokens.iter().map(|token| token.text);
            let words = words.filter(|text| text.contains(char::is_alphanumeric));
            let mut words: Vec<u64> = words.map(hash).collect();
            words.sort_unstable();
            words.dedup();
            words.truncate(SKETCH);
            words
        })
    }
}

/// FNV-1a: the same on every machine and in every release.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// How much two parts have in common, of 1000.
fn likeness(old: &Print<'_>, new: &Print<'_>) -> u64 {
    if !old.kind.fits(new.kind) {
        return 0;
    }
    if old.name.is_some() && old.name == new.name {
        return 1000;
    }
    let (old, new) = (old.words(), new.words());
    let (mut common, mut i, mut j) = (0u64, 0, 0);
    while i < old.len() && j < new.len() {
        match old[i].cmp(&new[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let all = (old.len() + new.len()) as u64;
    (common * 2000).checked_div(all).unwrap_or(0)
}

pub(super) fn align(old: &[Print<'_>], new: &[Print<'_>], alone: Alone) -> Vec<Step> {
    let (old_ids, new_ids) = ids(old, new);
    let ops = capture_diff_slices(Algorithm::Patience, &old_ids, &new_ids);
    let mut unmatched_old = vec![true; old.len()];
    let mut unmatched_new = vec![true; new.len()];
    for op in &ops {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = *op
        {
            unmatched_old[old_index..old_index + len].fill(false);
            unmatched_new[new_index..new_index + len].fill(false);
        }
    }
    let moved = moved((old, &old_ids, &unmatched_old), (&new_ids, &unmatched_new));
    let moved_back: BTreeMap<usize, usize> = moved.iter().map(|(&i, &j)| (j, i)).collect();

    let mut steps = Vec::with_capacity(old.len().max(new.len()));
    let mut gap = Gap::default();
    for op in ops {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                gap.close(old, new, (&moved, &moved_back), alone, &mut steps);
                steps.extend((0..len).map(|n| Step::Same(old_index + n, new_index + n)));
            }
            op => {
                gap.old.extend(op.old_range());
                gap.new.extend(op.new_range());
            }
        }
    }
    gap.close(old, new, (&moved, &moved_back), alone, &mut steps);
    steps
}

/// Numbers for the parts, equal where they say the same.
fn ids(old: &[Print<'_>], new: &[Print<'_>]) -> (Vec<usize>, Vec<usize>) {
    let mut known: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    let mut ids = Vec::with_capacity(old.len() + new.len());
    for print in old.iter().chain(new) {
        let next = known.len();
        ids.push(*known.entry((&print.canonical, print.kind)).or_insert(next));
    }
    let new_ids = ids.split_off(old.len());
    (ids, new_ids)
}

/// The parts that say the same elsewhere, old by new: only what stands once on each side.
fn moved(
    (old, old_ids, unmatched_old): (&[Print<'_>], &[usize], &[bool]),
    (new_ids, unmatched_new): (&[usize], &[bool]),
) -> BTreeMap<usize, usize> {
    let once = |ids: &[usize], unmatched: &[bool]| {
        let mut places: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        for (at, (&id, &free)) in ids.iter().zip(unmatched).enumerate() {
            if free {
                places
                    .entry(id)
                    .and_modify(|place| *place = None)
                    .or_insert(Some(at));
            }
        }
        places
    };
    let new_places = once(new_ids, unmatched_new);
    once(old_ids, unmatched_old)
        .into_iter()
        .filter_map(|(id, place)| Some((place?, (*new_places.get(&id)?)?)))
        .filter(|(at, _)| old[*at].kind == Kind::Heading || old[*at].words().len() >= FEWEST_MOVED)
        .collect()
}

/// The parts between two that are the same.
#[derive(Default)]
struct Gap {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Gap {
    fn close(
        &mut self,
        old: &[Print<'_>],
        new: &[Print<'_>],
        (moved, moved_back): (&BTreeMap<usize, usize>, &BTreeMap<usize, usize>),
        alone: Alone,
        steps: &mut Vec<Step>,
    ) {
        let old_parts = std::mem::take(&mut self.old);
        let new_parts = std::mem::take(&mut self.new);
        let staying_old: Vec<usize> = old_parts
            .iter()
            .copied()
            .filter(|at| !moved.contains_key(at))
            .collect();
        let staying_new: Vec<usize> = new_parts
            .iter()
            .copied()
            .filter(|at| !moved_back.contains_key(at))
            .collect();
        let mut pairs = pairs((old, &staying_old), (new, &staying_new), alone).into_iter();
        let (mut olds, mut news) = (
            old_parts.into_iter().peekable(),
            new_parts.into_iter().peekable(),
        );
        loop {
            let pair = pairs.next();
            while let Some(at) = olds.next_if(|&at| pair.is_none_or(|(old, _)| at < old)) {
                steps.push(match moved.get(&at) {
                    Some(&to) => Step::MovedAway(at, to),
                    None => Step::Removed(at),
                });
            }
            while let Some(at) = news.next_if(|&at| pair.is_none_or(|(_, new)| at < new)) {
                steps.push(match moved_back.get(&at) {
                    Some(&from) => Step::MovedHere(from, at),
                    None => Step::Added(at),
                });
            }
            let Some((old, new)) = pair else { break };
            olds.next();
            news.next();
            steps.push(Step::Versions(old, new));
        }
    }
}

type Side<'a> = (&'a [Print<'a>], &'a [usize]);

/// Which parts of a gap are versions of one another; both sides ascend.
fn pairs(old: Side<'_>, new: Side<'_>, alone: Alone) -> Vec<(usize, usize)> {
    if old.1.is_empty() || new.1.is_empty() {
        return Vec::new();
    }
    if old.1.len().saturating_mul(new.1.len()) <= MOST_PAIRS {
        return weighed(old, new, alone);
    }
    let anchors = by_rare_words(old, new);
    let mut found = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    for anchor in anchors.into_iter().map(Some).chain([None]) {
        let (to_old, to_new) = anchor.unwrap_or((old.1.len(), new.1.len()));
        let old_part = (old.0, &old.1[from_old..to_old]);
        let new_part = (new.0, &new.1[from_new..to_new]);
        if old_part.1.len().saturating_mul(new_part.1.len()) <= MOST_PAIRS {
            found.extend(weighed(old_part, new_part, alone));
        }
        if anchor.is_some() {
            found.push((old.1[to_old], new.1[to_new]));
            (from_old, from_new) = (to_old + 1, to_new + 1);
        }
    }
    found
}

/// Weighs every pair and takes the best that keep the order.
fn weighed(old: Side<'_>, new: Side<'_>, alone: Alone) -> Vec<(usize, usize)> {
    let (rows, columns) = (old.1.len(), new.1.len());
    let mut weights = vec![0u64; rows * columns];
    for (row, &i) in old.1.iter().enumerate() {
        for (column, &j) in new.1.iter().enumerate() {
            let likeness = likeness(&old.0[i], &new.0[j]);
            if likeness >= LIKENESS {
                weights[row * columns + column] = likeness;
            }
        }
    }
    // The best sum for the parts from here on.
    let width = columns + 1;
    let mut best = vec![0u64; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let weight = weights[row * columns + column];
            let skipped = best[(row + 1) * width + column].max(best[row * width + column + 1]);
            let taken = match weight {
                0 => 0,
                weight => weight + best[(row + 1) * width + column + 1],
            };
            best[row * width + column] = skipped.max(taken);
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::new();
    while row < rows && column < columns {
        let here = best[row * width + column];
        let weight = weights[row * columns + column];
        if weight > 0 && here == weight + best[(row + 1) * width + column + 1] {
            pairs.push((old.1[row], new.1[column]));
            (row, column) = (row + 1, column + 1);
        } else if here == best[(row + 1) * width + column] {
            row += 1;
        } else {
            column += 1;
        }
    }
    match alone {
        Alone::IsAVersion => with_replaced(old, new, pairs),
        Alone::IsAnother => pairs,
    }
}

/// Adds each part that stands alone between two pairs and was replaced by one of its kind.
fn with_replaced(old: Side<'_>, new: Side<'_>, pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut all = Vec::with_capacity(pairs.len());
    let (mut olds, mut news) = (old.1, new.1);
    for pair in pairs.into_iter().map(Some).chain([None]) {
        let before = |parts: &[usize], end: Option<usize>| {
            parts
                .iter()
                .take_while(|&&at| end.is_none_or(|end| at < end))
                .count()
        };
        let old_count = before(olds, pair.map(|pair| pair.0));
        let new_count = before(news, pair.map(|pair| pair.1));
        if let ([i], [j]) = (&olds[..old_count], &news[..new_count])
            && old.0[*i].kind == new.0[*j].kind
        {
            all.push((*i, *j));
        }
        all.extend(pair);
        olds = olds.get(old_count + 1..).unwrap_or_default();
        news = news.get(new_count + 1..).unwrap_or_default();
    }
    all
}

/// For long gaps: parts that share words which few others have, in the longest run that keeps the
/// order. The result is places within the gap.
fn by_rare_words(old: Side<'_>, new: Side<'_>) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<u64, (Vec<usize>, usize)> = BTreeMap::new();
    for (place, &i) in old.1.iter().enumerate() {
        for &word in old.0[i].words() {
            let (places, _) = places.entry(word).or_default();
            if places.len() <= RARE {
                places.push(place);
            }
        }
    }
    for &j in new.1 {
        for word in new.0[j].words() {
            if let Some((_, times)) = places.get_mut(word) {
                *times += 1;
            }
        }
    }
    let mut best: Vec<(usize, usize)> = Vec::new();
    for (place, &j) in new.1.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in new.0[j].words() {
            if let Some((places, times)) = places.get(word)
                && places.len() <= RARE
                && *times <= RARE
            {
                for &old_place in places {
                    *shared.entry(old_place).or_default() += 1;
                }
            }
        }
        // The first of the best, so that the result is always the same.
        let most = shared
            .into_iter()
            .max_by_key(|&(place, times)| (times, std::cmp::Reverse(place)));
        if let Some((old_place, _)) = most
            && likeness(&old.0[old.1[old_place]], &new.0[j]) >= LIKENESS
        {
            best.push((old_place, place));
        }
    }
    longest_ascending(&best)
}

/// The longest run of pairs in which both sides ascend; the second side ascends already.
fn longest_ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the index of the pair that ends a run of that length with the least old place.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, &(old, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].0 < old);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        run.push(pairs[index]);
        at = before[index];
    }
    run.reverse();
    run
}
