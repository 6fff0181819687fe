//! The law of a comparison: without what was added it is the old text, without what was removed the
//! new one.
//!
//! Both are given in a normal form, in which each run of words with the same marks stands once and
//! white space stands outside of marks and at no end: what says the same and looks the same is the same tree.

use super::flat::{Mark, Word, WordContent, flatten};
use super::{
    BlockChange, CellChange, Change, ColumnChange, Comparison, LineChange, NodeChange, TableChange,
    Within, WordChange, Words,
};
use crate::content::prose::{
    Attribute, Block, Code, Element, Heading, Hyperlink, Inline, List, ListItem, Node, Table,
};

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

impl Comparison<'_> {
    /// The old text: what is left without the additions. In normal form.
    pub fn old_text(&self) -> Vec<Block> {
        blocks(&self.blocks, Side::Old)
    }

    /// The new text: what is left without the removals. In normal form.
    pub fn new_text(&self) -> Vec<Block> {
        blocks(&self.blocks, Side::New)
    }

    /// The notes of the old text, each in normal form.
    pub fn old_notes(&self) -> Vec<Vec<Block>> {
        self.notes_of(Side::Old)
    }

    /// The notes of the new text, each in normal form.
    pub fn new_notes(&self) -> Vec<Vec<Block>> {
        self.notes_of(Side::New)
    }

    fn notes_of(&self, side: Side) -> Vec<Vec<Block>> {
        self.notes
            .iter()
            .filter_map(|note| match note {
                Change::Amended { within, .. } => Some(blocks(within, side)),
                note => whole(note, side).map(|note| normal(&note.blocks)),
            })
            .collect()
    }
}

/// Blocks in normal form.
pub fn normal(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().map(normal_block).collect()
}

fn normal_block(block: &Block) -> Block {
    match block {
        Block::Heading(heading) => with_words(heading, normal_inlines(&heading.content)),
        Block::Paragraph(content) => Block::Paragraph(normal_inlines(content)),
        Block::List(list) => with_items(list, list.items.iter().map(normal_item).collect()),
        Block::Table(table) => Block::Table(Box::new(Table {
            alignments: table.alignments.clone(),
            head: normal_row(&table.head),
            rows: table.rows.iter().map(|row| normal_row(row)).collect(),
        })),
        Block::Quote(blocks) => Block::Quote(normal(blocks)),
        Block::Html(element) => Block::Html(Box::new(Element {
            content: element
                .content
                .iter()
                .map(|node| match node {
                    Node::Inlines(content) => Node::Inlines(normal_inlines(content)),
                    Node::Blocks(blocks) => Node::Blocks(normal(blocks)),
                })
                .collect(),
            ..(**element).clone()
        })),
        Block::Code(_) | Block::Rule => block.clone(),
    }
}

/// A heading of the same form with other words.
fn with_words(heading: &Heading, content: Vec<Inline>) -> Block {
    Block::Heading(Box::new(Heading {
        level: heading.level,
        explicit_id: heading.explicit_id.clone(),
        anchor: heading.anchor.clone(),
        content,
    }))
}

/// A list of the same form with other items.
fn with_items(list: &List, items: Vec<ListItem>) -> Block {
    Block::List(Box::new(List {
        start: list.start,
        spacing: list.spacing.clone(),
        items,
    }))
}

fn normal_item(item: &ListItem) -> ListItem {
    ListItem {
        task: item.task,
        blocks: normal(&item.blocks),
    }
}

fn normal_row(row: &[Vec<Inline>]) -> Vec<Vec<Inline>> {
    row.iter().map(|cell| normal_inlines(cell)).collect()
}

fn normal_inlines(content: &[Inline]) -> Vec<Inline> {
    let words = flatten(content);
    inlines_of(&words.iter().collect::<Vec<_>>(), 0)
}

/// The part that one side has at this place, where it is kept whole.
fn whole<'a, T, W>(change: &Change<'a, T, W>, side: Side) -> Option<&'a T> {
    match (change, side) {
        (
            Change::Same { old, .. } | Change::MovedAway { old, .. } | Change::Amended { old, .. },
            Side::Old,
        )
        | (Change::Removed(old), Side::Old) => Some(old),
        (
            Change::Same { new, .. } | Change::MovedHere { new, .. } | Change::Amended { new, .. },
            Side::New,
        )
        | (Change::Added(new), Side::New) => Some(new),
        _ => None,
    }
}

fn blocks(changes: &[BlockChange<'_>], side: Side) -> Vec<Block> {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Amended { within, .. } => {
                whole(change, side).map(|block| amended(block, within, side))
            }
            change => whole(change, side).map(normal_block),
        })
        .collect()
}

/// One side of an amended block: its form from the block, its content from the comparison.
fn amended(block: &Block, within: &Within<'_>, side: Side) -> Block {
    match (block, within) {
        (Block::Heading(heading), Within::Words(changes)) => {
            with_words(heading, words(changes, side))
        }
        (Block::Paragraph(_), Within::Words(changes)) => Block::Paragraph(words(changes, side)),
        (Block::List(list), Within::Items(changes)) => with_items(
            list,
            changes
                .iter()
                .filter_map(|change| {
                    let item = whole(change, side)?;
                    Some(match change {
                        Change::Amended { within, .. } => ListItem {
                            task: item.task,
                            blocks: blocks(within, side),
                        },
                        _ => normal_item(item),
                    })
                })
                .collect(),
        ),
        (Block::Table(of), Within::Table(changes)) => {
            Block::Table(Box::new(table(of, changes, side)))
        }
        (Block::Quote(_), Within::Quote(changes)) => Block::Quote(blocks(changes, side)),
        (Block::Code(code), Within::Lines(lines)) => Block::Code(Box::new(Code {
            language: code.language.clone(),
            text: lines
                .iter()
                .filter_map(|line| match (line, side) {
                    (LineChange::Same(line), _)
                    | (LineChange::Added(line), Side::New)
                    | (LineChange::Removed(line), Side::Old) => Some(*line),
                    _ => None,
                })
                .collect::<Vec<_>>()
                .join("\n"),
        })),
        (Block::Html(element), Within::Html(changes)) => Block::Html(Box::new(Element {
            content: changes
                .iter()
                .map(|change| match change {
                    NodeChange::Words(changes) => Node::Inlines(words(changes, side)),
                    NodeChange::Blocks(changes) => Node::Blocks(blocks(changes, side)),
                })
                .collect(),
            ..(**element).clone()
        })),
        (block, _) => normal_block(block),
    }
}

fn table(of: &Table, changes: &TableChange<'_>, side: Side) -> Table {
    let has = |column: &ColumnChange| {
        !matches!(
            (column, side),
            (ColumnChange::Added(_), Side::Old) | (ColumnChange::Removed(_), Side::New)
        )
    };
    let row = |cells: &[CellChange<'_>]| -> Vec<Vec<Inline>> {
        changes
            .columns
            .iter()
            .zip(cells)
            .filter(|(column, _)| has(column))
            .map(|(_, cell)| match (cell, side) {
                (CellChange::Words(changes), _) => words(changes, side),
                (CellChange::Rewritten { old, .. }, Side::Old) => normal_inlines(old),
                (CellChange::Rewritten { new, .. }, Side::New) => normal_inlines(new),
                (CellChange::Added(cell) | CellChange::Removed(cell), _) => normal_inlines(cell),
            })
            .collect()
    };
    Table {
        alignments: of.alignments.clone(),
        head: row(&changes.head),
        rows: changes
            .rows
            .iter()
            .filter_map(|change| match change {
                Change::Amended { within, .. } => Some(row(within)),
                change => whole(change, side).map(|row| normal_row(row)),
            })
            .collect(),
    }
}

fn words(Words(changes): &Words, side: Side) -> Vec<Inline> {
    let words: Vec<&Word> = changes
        .iter()
        .filter_map(|change| match (change, side) {
            (
                WordChange::Same { old, .. }
                | WordChange::Reformatted { old, .. }
                | WordChange::Retargeted { old, .. }
                | WordChange::Removed(old),
                Side::Old,
            ) => Some(old),
            (
                WordChange::Same { new, .. }
                | WordChange::Reformatted { new, .. }
                | WordChange::Retargeted { new, .. }
                | WordChange::Added(new),
                Side::New,
            ) => Some(new),
            _ => None,
        })
        .collect();
    inlines_of(&words, 0)
}

/// Words as a tree again, without the white space after the last one. The first `open` marks of all of
/// them are left out.
pub fn inlines_of(words: &[&Word], open: usize) -> Vec<Inline> {
    nested(words, open)
}

/// The words, whose first `depth` marks are open already. The white space after the last one is left
/// to whoever closes these marks.
fn nested(words: &[&Word], depth: usize) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut groups = words
        .chunk_by(|a, b| a.marks.get(depth).is_some() && a.marks.get(depth) == b.marks.get(depth))
        .peekable();
    while let Some(group) = groups.next() {
        let Some(last) = group.last() else { continue };
        match last.marks.get(depth) {
            Some(mark) => content.push(wrapped(mark, group, depth)),
            None => match &last.content {
                WordContent::Text(text) => push_text(&mut content, text),
                WordContent::Whole(inline) => content.push(inline.clone()),
            },
        }
        if groups.peek().is_some() {
            push_text(&mut content, &last.space);
        }
    }
    content
}

fn push_text(content: &mut Vec<Inline>, text: &str) {
    match content.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(before)) => before.push_str(text),
        _ => content.push(Inline::Text(text.to_owned())),
    }
}

fn wrapped(mark: &Mark, words: &[&Word], depth: usize) -> Inline {
    let content = nested(words, depth + 1);
    match mark {
        Mark::Strong => Inline::Strong(content),
        Mark::Emphasis => Inline::Emphasis(content),
        Mark::Strikethrough => Inline::Strikethrough(content),
        Mark::Code => Inline::Code(crate::content::prose::inline_text(&content)),
        Mark::Link { target, title } => Inline::Link(Box::new(Hyperlink {
            target: target.clone(),
            title: title.clone(),
            content,
        })),
        Mark::Html { name, attributes } => Inline::Html(Box::new(Element {
            name,
            attributes: attributes
                .iter()
                .map(|(name, value)| Attribute {
                    name,
                    value: value.clone(),
                })
                .collect(),
            content: vec![Node::Inlines(content)],
        })),
    }
}
