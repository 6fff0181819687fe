//! Blocks against blocks, and what stands within two versions of one.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::align::{Alone, Kind, Print, Step, align};
use super::canonical::{self, Names};
use super::words::{self, Side};
use super::{BlockChange, Change, ItemChange, LineChange, NodeChange, NoteChange, Within, table};
use crate::content::prose::{
    Block, Element, Footnote, Inline, ListItem, Node, block_text, inline_text,
};

/// Compares the notes, and says which are versions of one another.
pub(super) fn notes<'a>(old: &'a [Footnote], new: &'a [Footnote]) -> (Vec<NoteChange<'a>>, Names) {
    // A note's marks for other notes can't be named before the notes are matched.
    let unnamed = Names::default();
    let print = |note: &'a Footnote, side| {
        let mut canonical = String::new();
        canonical::blocks(&note.blocks, &unnamed, side, &mut canonical);
        Print::new(canonical, Kind::Member, None, || block_text(&note.blocks))
    };
    let old_prints: Vec<_> = old.iter().map(|note| print(note, Side::Old)).collect();
    let new_prints: Vec<_> = new.iter().map(|note| print(note, Side::New)).collect();
    let steps = align(&old_prints, &new_prints, Alone::IsAVersion);
    let mut names = Names::default();
    for step in &steps {
        if let Step::Same(i, j) | Step::Versions(i, j) | Step::MovedHere(i, j) = *step {
            names.renumbered.insert(i + 1, j + 1);
        }
    }
    let changes = changes(old, new, steps, |old, new| {
        let within = blocks(&old.blocks, &new.blocks, &names);
        (!within.iter().all(Change::is_same)).then_some(within)
    });
    (changes, names)
}

pub(super) fn blocks<'a>(
    old: &'a [Block],
    new: &'a [Block],
    names: &Names,
) -> Vec<BlockChange<'a>> {
    let prints = |blocks: &'a [Block], side| -> Vec<Print<'a>> {
        let print = |block| block_print(block, names, side);
        blocks.iter().map(print).collect()
    };
    let steps = align(
        &prints(old, Side::Old),
        &prints(new, Side::New),
        Alone::IsAVersion,
    );
    changes(old, new, steps, |old, new| within(old, new, names))
}

/// Steps with the parts themselves. `within` gives nothing where two versions say the same after all.
pub(super) fn changes<'a, T, W>(
    old: &'a [T],
    new: &'a [T],
    steps: Vec<Step>,
    within: impl Fn(&'a T, &'a T) -> Option<W>,
) -> Vec<Change<'a, T, W>> {
    let change = |step| match step {
        Step::Same(i, j) => Change::Same {
            old: &old[i],
            new: &new[j],
        },
        Step::Removed(i) => Change::Removed(&old[i]),
        Step::Added(j) => Change::Added(&new[j]),
        Step::MovedAway(i, j) => Change::MovedAway {
            old: &old[i],
            new: &new[j],
        },
        Step::MovedHere(i, j) => Change::MovedHere {
            old: &old[i],
            new: &new[j],
        },
        Step::Versions(i, j) => {
            let (old, new) = (&old[i], &new[j]);
            match within(old, new) {
                Some(within) => Change::Amended { old, new, within },
                None => Change::Same { old, new },
            }
        }
    };
    steps.into_iter().map(change).collect()
}

fn block_print<'a>(block: &'a Block, names: &Names, side: Side) -> Print<'a> {
    let mut canonical = String::new();
    canonical::block(block, names, side, &mut canonical);
    let kind = match block {
        Block::Heading(_) => Kind::Heading,
        Block::Paragraph(_) => Kind::Paragraph,
        Block::List(_) => Kind::List,
        Block::Table(_) => Kind::Table,
        Block::Quote(_) => Kind::Quote,
        Block::Code(_) => Kind::Code,
        Block::Rule => Kind::Rule,
        Block::Html(_) => Kind::Html,
    };
    Print::new(canonical, kind, None, || {
        block_text(std::slice::from_ref(block))
    })
}

/// How one block became the other; `None` where nothing that a reader could see did.
fn within<'a>(old: &'a Block, new: &'a Block, names: &Names) -> Option<Within<'a>> {
    match (old, new) {
        (Block::Heading(old), Block::Heading(new)) => {
            let same_form = old.level == new.level && old.explicit_id == new.explicit_id;
            words_within(&old.content, &new.content, same_form, names)
        }
        (Block::Paragraph(content), Block::Paragraph(new_content)) => {
            words_within(content, new_content, true, names)
        }
        (Block::Heading(old), Block::Paragraph(new)) => of_another_form(&old.content, new, names),
        (Block::Paragraph(old), Block::Heading(new)) => of_another_form(old, &new.content, names),
        (Block::List(old), Block::List(new)) => {
            let changes = list(&old.items, &new.items, names);
            let same = old.start == new.start && changes.iter().all(Change::is_same);
            (!same).then_some(Within::Items(changes))
        }
        (Block::Table(old), Block::Table(new)) => {
            let changes = table::compare(old, new, names);
            let same = old.alignments == new.alignments && changes.is_same();
            (!same).then_some(Within::Table(changes))
        }
        (Block::Quote(old), Block::Quote(new)) => {
            let changes = blocks(old, new, names);
            (!changes.iter().all(Change::is_same)).then_some(Within::Quote(changes))
        }
        (Block::Code(old), Block::Code(new)) => {
            (old != new).then(|| Within::Lines(lines(&old.text, &new.text)))
        }
        (Block::Html(old), Block::Html(new)) => html(old, new, names),
        (Block::Rule, Block::Rule) => None,
        _ => Some(Within::Rewritten),
    }
}

/// A heading that became a paragraph of the same words, or the other way.
fn of_another_form<'a>(old: &[Inline], new: &[Inline], names: &Names) -> Option<Within<'a>> {
    if inline_text(old) == inline_text(new) {
        words_within(old, new, false, names)
    } else {
        Some(Within::Rewritten)
    }
}

fn words_within<'a>(
    old: &[Inline],
    new: &[Inline],
    same_form: bool,
    names: &Names,
) -> Option<Within<'a>> {
    let words = words::compare(old, new, names);
    if words.is_same() && same_form {
        None
    } else if words.is_rewritten() {
        Some(Within::Rewritten)
    } else {
        Some(Within::Words(words))
    }
}

fn list<'a>(old: &'a [ListItem], new: &'a [ListItem], names: &Names) -> Vec<ItemChange<'a>> {
    let prints = |items: &'a [ListItem], side| -> Vec<Print<'a>> {
        let print = |item: &'a ListItem| {
            let mut canonical = String::new();
            canonical::item(item, names, side, &mut canonical);
            Print::new(canonical, Kind::Member, None, || block_text(&item.blocks))
        };
        items.iter().map(print).collect()
    };
    let steps = align(
        &prints(old, Side::Old),
        &prints(new, Side::New),
        Alone::IsAnother,
    );
    changes(old, new, steps, |old, new| {
        let within = blocks(&old.blocks, &new.blocks, names);
        let same = old.task == new.task && within.iter().all(Change::is_same);
        (!same).then_some(within)
    })
}

fn lines<'a>(old: &'a str, new: &'a str) -> Vec<LineChange<'a>> {
    let old: Vec<&str> = old.split('\n').collect();
    let new: Vec<&str> = new.split('\n').collect();
    let mut changes = Vec::with_capacity(old.len().max(new.len()));
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        if let DiffOp::Equal { new_index, len, .. } = op {
            changes.extend(
                new[new_index..new_index + len]
                    .iter()
                    .copied()
                    .map(LineChange::Same),
            );
        } else {
            changes.extend(old[op.old_range()].iter().copied().map(LineChange::Removed));
            changes.extend(new[op.new_range()].iter().copied().map(LineChange::Added));
        }
    }
    changes
}

/// Elements of raw HTML are compared part by part where they are the same themselves and may hold
/// blocks of any kind; a list's or a table's parts are only shown as a whole.
fn html<'a>(old: &'a Element, new: &'a Element, names: &Names) -> Option<Within<'a>> {
    let holds_any_block = matches!(
        old.name,
        "div"
            | "section"
            | "article"
            | "aside"
            | "blockquote"
            | "details"
            | "figure"
            | "p"
            | "summary"
            | "address"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "figcaption"
    );
    let kind = |node: &Node| matches!(node, Node::Blocks(_));
    let same_shape = old.content.len() == new.content.len()
        && old
            .content
            .iter()
            .map(kind)
            .eq(new.content.iter().map(kind));
    if !holds_any_block || old.name != new.name || old.attributes != new.attributes || !same_shape {
        return Some(Within::Rewritten);
    }
    let changes: Vec<NodeChange<'a>> = old
        .content
        .iter()
        .zip(&new.content)
        .filter_map(|pair| match pair {
            (Node::Inlines(old), Node::Inlines(new)) => {
                Some(NodeChange::Words(words::compare(old, new, names)))
            }
            (Node::Blocks(old), Node::Blocks(new)) => {
                Some(NodeChange::Blocks(blocks(old, new, names)))
            }
            _ => None,
        })
        .collect();
    let same = changes.iter().all(|change| match change {
        NodeChange::Words(words) => words.is_same(),
        NodeChange::Blocks(blocks) => blocks.iter().all(Change::is_same),
    });
    (!same).then_some(Within::Html(changes))
}
