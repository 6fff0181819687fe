//! Words against words, with what they look like and where they lead.
//!
//! Words are matched by what they say; two that say the same but carry other marks are reformatted or
//! lead elsewhere.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::canonical::Names;
use super::flat::{Mark, Word, WordContent, flatten};
use super::inlines_of;
use crate::content::prose::{Inline, inline_anchors, inline_text};

/// What became of a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WordChange {
    Same {
        old: Word,
        new: Word,
    },
    Added(Word),
    Removed(Word),
    /// Says the same and leads to the same place, but looks otherwise.
    Reformatted {
        old: Word,
        new: Word,
    },
    /// Says the same, but leads elsewhere.
    Retargeted {
        old: Word,
        new: Word,
    },
}

/// A run of words, compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words(pub Vec<WordChange>);

/// Of 100 words, how many must stay so that two runs are shown as one.
const STAYING: usize = 35;
/// Shorter runs are always shown as one.
const FEWEST_REWRITTEN: usize = 8;

impl Words {
    pub fn is_same(&self) -> bool {
        self.0
            .iter()
            .all(|change| matches!(change, WordChange::Same { .. }))
    }

    /// Whether both sides have a word in common, apart from punctuation.
    pub fn shares_words(&self) -> bool {
        self.0.iter().any(|change| match change {
            WordChange::Added(_) | WordChange::Removed(_) => false,
            WordChange::Same { new: word, .. }
            | WordChange::Reformatted { new: word, .. }
            | WordChange::Retargeted { new: word, .. } => word.says_something(),
        })
    }

    /// Whether so little stayed that old and new are better read one after the other.
    pub fn is_rewritten(&self) -> bool {
        let (mut old, mut new, mut same) = (0, 0, 0);
        for change in &self.0 {
            let says = |word: &Word| usize::from(word.says_something());
            match change {
                WordChange::Added(word) => new += says(word),
                WordChange::Removed(word) => old += says(word),
                WordChange::Same { new: word, .. }
                | WordChange::Reformatted { new: word, .. }
                | WordChange::Retargeted { new: word, .. } => same += says(word),
            }
        }
        let most = old.max(new) + same;
        most >= FEWEST_REWRITTEN && same * 100 < most * STAYING
    }
}

/// What became of a run of words, all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate<'w> {
    Same,
    Added,
    Removed,
    Reformatted,
    /// Where the words led and where they lead; `None`: nowhere.
    Retargeted(Option<&'w str>, Option<&'w str>),
}

/// A run of words with one fate, as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage<'w> {
    pub fate: Fate<'w>,
    /// As the new text has them, where it has them.
    pub words: Vec<&'w Word>,
    /// What parts it from the next.
    pub gap: Gap,
}

/// Which of the two texts has white space at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    None,
    Older,
    Newer,
    Both,
}

impl Passage<'_> {
    /// What the words say, without their marks.
    pub fn text(&self) -> String {
        inline_text(&inlines_of(&self.words, 0))
    }
}

impl WordChange {
    pub fn fate(&self) -> Fate<'_> {
        match self {
            WordChange::Same { .. } => Fate::Same,
            WordChange::Added(_) => Fate::Added,
            WordChange::Removed(_) => Fate::Removed,
            WordChange::Reformatted { .. } => Fate::Reformatted,
            WordChange::Retargeted { old, new } => Fate::Retargeted(old.target(), new.target()),
        }
    }

    /// The word as the new text has it, where it has it.
    pub fn shown(&self) -> &Word {
        match self {
            WordChange::Same { new: word, .. }
            | WordChange::Added(word)
            | WordChange::Removed(word)
            | WordChange::Reformatted { new: word, .. }
            | WordChange::Retargeted { new: word, .. } => word,
        }
    }

    /// What white space stands between this word and the next that is shown: each text has its own.
    pub fn gap_before(&self, next: &WordChange) -> Gap {
        let between = |older: bool, newer: bool| match (older, newer) {
            (true, true) => Gap::Both,
            (true, false) => Gap::Older,
            (false, true) => Gap::Newer,
            (false, false) => Gap::None,
        };
        match (self, next) {
            (WordChange::Removed(_), WordChange::Added(_)) => Gap::None,
            // A blank more beside one that the other text has there is not seen.
            (WordChange::Removed(word) | WordChange::Added(word), _) => {
                let spaced = !word.space.is_empty();
                between(spaced, spaced)
            }
            (
                WordChange::Same { old, new }
                | WordChange::Reformatted { old, new }
                | WordChange::Retargeted { old, new },
                next,
            ) => {
                let (older, newer) = (!old.space.is_empty(), !new.space.is_empty());
                match next {
                    WordChange::Removed(_) if older => between(older, newer),
                    WordChange::Added(_) if newer => between(older, newer),
                    WordChange::Removed(_) | WordChange::Added(_) => Gap::None,
                    _ => between(newer, newer),
                }
            }
        }
    }
}

impl Words {
    /// The anchors that the old words have.
    pub fn old_anchors(&self) -> Vec<&str> {
        let mut anchors = Vec::new();
        for change in &self.0 {
            let (WordChange::Same { old, .. }
            | WordChange::Reformatted { old, .. }
            | WordChange::Retargeted { old, .. }
            | WordChange::Removed(old)) = change
            else {
                continue;
            };
            for mark in old.marks.iter() {
                if let Mark::Html { attributes, .. } = mark {
                    let id = attributes.iter().find(|(name, _)| *name == "id");
                    anchors.extend(id.map(|(_, id)| id.as_str()));
                }
            }
            if let WordContent::Whole(inline) = &old.content {
                anchors.extend(inline_anchors(std::slice::from_ref(inline)));
            }
        }
        anchors
    }

    /// The words as they are shown, one passage for each run with one fate.
    pub fn passages(&self) -> Vec<Passage<'_>> {
        passages(&self.0)
    }
}

/// Some words as they are shown.
pub fn passages(changes: &[WordChange]) -> Vec<Passage<'_>> {
    let mut rest = changes;
    changes
        .chunk_by(|a, b| a.fate() == b.fate())
        .map(|run| {
            rest = &rest[run.len()..];
            let gap = match (run.last(), rest.first()) {
                (Some(last), Some(next)) => last.gap_before(next),
                _ => Gap::None,
            };
            Passage {
                fate: run.first().map_or(Fate::Same, WordChange::fate),
                words: run.iter().map(WordChange::shown).collect(),
                gap,
            }
        })
        .collect()
}

impl Word {
    /// Equal where two words say the same.
    fn key(&self, names: &Names, side: Side) -> String {
        match &self.content {
            WordContent::Text(text) => text.clone(),
            // Control characters keep these apart from all text: no tree holds them.
            WordContent::Whole(Inline::Image(picture)) => format!("\u{1}{}", picture.alt),
            WordContent::Whole(Inline::FootnoteReference(number)) => {
                format!("\u{2}{}", side.name(names, *number))
            }
            WordContent::Whole(Inline::HardBreak) => "\u{3}".to_owned(),
            WordContent::Whole(Inline::Html(element)) => {
                format!("\u{4}{}", element.attribute("alt").unwrap_or(element.name))
            }
            WordContent::Whole(other) => {
                let mut key = String::from("\u{5}");
                super::canonical::inlines(std::slice::from_ref(other), names, side, &mut key);
                key
            }
        }
    }

    /// Whether two words that say the same look the same and lead to the same place.
    fn is_alike(&self, other: &Word) -> bool {
        let content = match (&self.content, &other.content) {
            (
                WordContent::Whole(Inline::FootnoteReference(_)),
                WordContent::Whole(Inline::FootnoteReference(_)),
            ) => true,
            (one, other) => one == other,
        };
        content && self.marks == other.marks
    }
}

/// Which text a part comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    /// What a note's number stands for, the same for two versions of one note.
    pub(super) fn name(self, names: &Names, number: usize) -> String {
        match self {
            Side::Old => names.old(number),
            Side::New => names.new_of(number),
        }
    }
}

pub(super) fn compare(old: &[Inline], new: &[Inline], names: &Names) -> Words {
    let (old, new) = (flatten(old), flatten(new));
    let (old_ids, new_ids) = ids(&old, &new, names);
    let mut changes = Vec::with_capacity(old.len().max(new.len()));
    for op in capture_diff_slices(Algorithm::Patience, &old_ids, &new_ids) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for at in 0..len {
                changes.push(Pair::Both(old_index + at, new_index + at));
            }
        } else {
            changes.extend(op.old_range().map(Pair::Old));
            changes.extend(op.new_range().map(Pair::New));
        }
    }
    let pairs = calmed(changes, &old, &new);
    let mut rest = pairs.as_slice();
    let mut words = Vec::with_capacity(pairs.len());
    while let Some((&pair, after)) = rest.split_first() {
        words.push(match pair {
            Pair::Old(at) => WordChange::Removed(old[at].clone()),
            Pair::New(at) => WordChange::Added(new[at].clone()),
            Pair::Both(i, j) => {
                let followed = matches!(after.first(), Some(Pair::Both(..)));
                both(&old[i], &new[j], followed)
            }
        });
        rest = after;
    }
    Words(words)
}

/// Two words that say the same. Where the same word follows on both sides, a blank between them that
/// came or went is seen.
fn both(old: &Word, new: &Word, followed: bool) -> WordChange {
    let (old, new) = (old.clone(), new.clone());
    let respaced = followed && old.space.is_empty() != new.space.is_empty();
    if old.target() != new.target() {
        WordChange::Retargeted { old, new }
    } else if old.is_alike(&new) && !respaced {
        WordChange::Same { old, new }
    } else {
        WordChange::Reformatted { old, new }
    }
}

/// Numbers for the words, equal where they say the same.
fn ids(old: &[Word], new: &[Word], names: &Names) -> (Vec<usize>, Vec<usize>) {
    let mut known = std::collections::BTreeMap::new();
    let mut number = |word: &Word, side| {
        let next = known.len();
        *known.entry(word.key(names, side)).or_insert(next)
    };
    let old = old.iter().map(|word| number(word, Side::Old)).collect();
    let new = new.iter().map(|word| number(word, Side::New)).collect();
    (old, new)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

/// Leaves out the small words that stay between two replaced passages: nobody reads "the" or a comma
/// between two others as unchanged. Within a passage what was removed stands before what was added.
fn calmed(pairs: Vec<Pair>, old: &[Word], new: &[Word]) -> Vec<Pair> {
    /// How many letters a small word has at most.
    const SMALL: usize = 3;
    let is_small = |pair: &Pair| match pair {
        Pair::Both(at, _) => match &old[*at].content {
            WordContent::Text(text) => {
                text.chars().count() <= SMALL && !text.contains(|c: char| c.is_ascii_digit())
            }
            WordContent::Whole(_) => false,
        },
        _ => false,
    };
    let replaces = |passage: &[Pair]| {
        passage.iter().any(|p| matches!(p, Pair::Old(_)))
            && passage.iter().any(|p| matches!(p, Pair::New(_)))
    };
    let mut calmed: Vec<Pair> = Vec::with_capacity(pairs.len());
    // Where in `calmed` the last passage begins, and where it ends.
    let mut last: Option<(usize, usize)> = None;
    let passages =
        pairs.chunk_by(|a, b| matches!(a, Pair::Both(..)) == matches!(b, Pair::Both(..)));
    for passage in passages {
        if matches!(passage.first(), Some(Pair::Both(..))) {
            calmed.extend_from_slice(passage);
            continue;
        }
        if let Some((start, end)) = last {
            let between = &calmed[end..];
            let words = between.len();
            if words <= 2
                && between.iter().all(is_small)
                && replaces(&calmed[start..end])
                && replaces(passage)
                // A word between two that were replaced one for one is kept.
                && passage.len() + (end - start) >= 3 * words + 3
                && says(&calmed[start..end], old, new)
                && says(passage, old, new)
            {
                let joined: Vec<Pair> = calmed
                    .drain(start..)
                    .chain(passage.iter().copied())
                    .collect();
                calmed.extend(joined.iter().filter_map(|pair| match pair {
                    Pair::Both(at, _) | Pair::Old(at) => Some(Pair::Old(*at)),
                    Pair::New(_) => None,
                }));
                calmed.extend(joined.iter().filter_map(|pair| match pair {
                    Pair::Both(_, at) | Pair::New(at) => Some(Pair::New(*at)),
                    Pair::Old(_) => None,
                }));
                last = Some((start, calmed.len()));
                continue;
            }
        }
        let start = calmed.len();
        calmed.extend_from_slice(passage);
        last = Some((start, calmed.len()));
    }
    calmed
}

/// Whether a passage holds words, not only punctuation.
fn says(passage: &[Pair], old: &[Word], new: &[Word]) -> bool {
    passage.iter().any(|pair| match pair {
        Pair::Old(at) | Pair::Both(at, _) => old[*at].says_something(),
        Pair::New(at) => new[*at].says_something(),
    })
}
