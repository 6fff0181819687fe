//! Footnotes: which are shown, and in which order.
//!
//! In the tree a note goes by its number, from 1 in the order of the first references, since that is
//! what a reader sees: giving a note another label is no change.

use std::collections::BTreeMap;

use super::{Block, Derived, Element, Footnote, Inline, Node};

/// Numbers the notes that are referred to. `labels` are the labels by the numbers that references have
/// so far. The second result is the notes without a reference.
pub(super) fn number<T>(
    blocks: &mut [Block],
    definitions: Vec<(Footnote, T)>,
    labels: &[String],
) -> (Vec<Footnote>, Vec<(Footnote, T)>) {
    let mut by_label: BTreeMap<String, (Footnote, T)> = BTreeMap::new();
    for (footnote, at) in definitions {
        by_label
            .entry(footnote.label.0.clone())
            .or_insert((footnote, at));
    }
    let mut numbering = Numbering {
        labels,
        by_label,
        numbers: BTreeMap::new(),
        used: Vec::new(),
    };
    numbering.blocks(blocks);
    // A note may refer to others, which then come after all that the text itself refers to.
    let mut next = 0;
    while next < numbering.used.len() {
        let mut blocks = std::mem::take(&mut numbering.used[next].blocks);
        numbering.blocks(&mut blocks);
        numbering.used[next].blocks = blocks;
        next += 1;
    }
    (numbering.used, numbering.by_label.into_values().collect())
}

struct Numbering<'a, T> {
    labels: &'a [String],
    by_label: BTreeMap<String, (Footnote, T)>,
    numbers: BTreeMap<usize, usize>,
    used: Vec<Footnote>,
}

impl<T> Numbering<'_, T> {
    fn reference(&mut self, inline: &mut Inline) {
        let Inline::FootnoteReference(number) = inline else {
            return;
        };
        let label = self.labels.get(*number).map_or("", String::as_str);
        if let Some(known) = self.numbers.get(number) {
            *inline = Inline::FootnoteReference(*known);
        } else if let Some((footnote, _)) = self.by_label.remove(label) {
            self.used.push(footnote);
            self.numbers.insert(*number, self.used.len());
            *inline = Inline::FootnoteReference(self.used.len());
        } else {
            *inline = Inline::Text(format!("[^{label}]"));
        }
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.inlines(&mut heading.content),
                Block::Paragraph(content) => self.inlines(content),
                Block::List(list) => {
                    for item in &mut list.items {
                        self.blocks(&mut item.blocks);
                    }
                }
                Block::Table(table) => {
                    let rows = std::iter::once(&mut table.head).chain(&mut table.rows);
                    rows.flatten().for_each(|cell| self.inlines(cell));
                }
                Block::Quote(blocks) => self.blocks(blocks),
                Block::Code(_) | Block::Rule => {}
                Block::Html(element) => self.element(element),
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::FootnoteReference(_) => self.reference(inline),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content) => self.inlines(content),
                Inline::Link(link) => self.inlines(&mut link.content),
                Inline::Html(element) => self.element(element),
                Inline::Text(_) | Inline::Code(_) | Inline::Image(_) | Inline::HardBreak => {}
            }
        }
    }

    fn element(&mut self, element: &mut Element) {
        for node in &mut element.content {
            match node {
                Node::Inlines(inlines) => self.inlines(inlines),
                Node::Blocks(blocks) => self.blocks(blocks),
            }
        }
    }
}

impl Footnote {
    pub(super) fn new(label: String, blocks: Vec<Block>) -> Footnote {
        Footnote {
            label: Derived(label),
            blocks,
        }
    }
}
