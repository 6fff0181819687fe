//! The ids that `#…` links lead to: unique within a text, and the same for ever.
//!
//! An id that the text gives itself wins and stays as it is. A heading without one gets the words it
//! says; where two say the same, the later one is numbered, so a heading added at the end changes no
//! id before it. No id begins with [`RESERVED`] or holds a colon: those are for the parts of a theme,
//! for footnotes and for a text that stands twice on a page.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Block, Derived, Element, Footnote, Inline, Node, inline_text};

/// What the ids of a theme's own parts begin with.
pub(super) const RESERVED: &str = "site-";

/// The anchor of a heading that has neither letters nor digits.
const NAMELESS: &str = "section";

/// Longer headings give an anchor of their first words only.
const LONGEST: usize = 100;

/// Whether an id that the text gives itself can stand as it is.
pub(super) fn is_valid(id: &str) -> bool {
    !id.is_empty()
        && !id.starts_with(RESERVED)
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | '.'))
}

/// Gives every heading its anchor; `taken` are the ids that the text gives itself.
pub(super) fn assign(blocks: &mut [Block], footnotes: &mut [Footnote], taken: BTreeSet<String>) {
    let mut names = Names {
        taken,
        numbers: BTreeMap::new(),
    };
    names.blocks(blocks);
    for footnote in footnotes {
        names.blocks(&mut footnote.blocks);
    }
}

/// Every anchor within some blocks, in their order.
pub fn in_blocks(blocks: &[Block]) -> Vec<&str> {
    let mut found = Vec::new();
    find(blocks, &mut found);
    found
}

/// Every anchor within some words, in their order.
pub fn in_inlines(inlines: &[Inline]) -> Vec<&str> {
    let mut found = Vec::new();
    find_in_inlines(inlines, &mut found);
    found
}

fn find<'a>(blocks: &'a [Block], found: &mut Vec<&'a str>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                found.push(&heading.anchor.0);
                find_in_inlines(&heading.content, found);
            }
            Block::Paragraph(content) => find_in_inlines(content, found),
            Block::List(list) => {
                for item in &list.items {
                    find(&item.blocks, found);
                }
            }
            Block::Table(table) => {
                for cell in std::iter::once(&table.head).chain(&table.rows).flatten() {
                    find_in_inlines(cell, found);
                }
            }
            Block::Quote(blocks) => find(blocks, found),
            Block::Code(_) | Block::Rule => {}
            Block::Html(element) => find_in_element(element, found),
        }
    }
}

fn find_in_inlines<'a>(inlines: &'a [Inline], found: &mut Vec<&'a str>) {
    for inline in inlines {
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => find_in_inlines(content, found),
            Inline::Link(link) => find_in_inlines(&link.content, found),
            Inline::Html(element) => find_in_element(element, found),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Image(_)
            | Inline::FootnoteReference(_)
            | Inline::HardBreak => {}
        }
    }
}

fn find_in_element<'a>(element: &'a Element, found: &mut Vec<&'a str>) {
    found.extend(element.attribute("id"));
    for node in &element.content {
        match node {
            Node::Inlines(inlines) => find_in_inlines(inlines, found),
            Node::Blocks(blocks) => find(blocks, found),
        }
    }
}

struct Names {
    taken: BTreeSet<String>,
    /// The next number to try, by the words of a heading.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    /// Headings stand in blocks only, never among words.
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    heading.anchor = Derived(match &heading.explicit_id {
                        Some(id) => id.clone(),
                        None => self.unique(words(&inline_text(&heading.content))),
                    });
                }
                Block::List(list) => {
                    for item in &mut list.items {
                        self.blocks(&mut item.blocks);
                    }
                }
                Block::Quote(blocks) => self.blocks(blocks),
                Block::Html(element) => {
                    for node in &mut element.content {
                        if let Node::Blocks(blocks) = node {
                            self.blocks(blocks);
                        }
                    }
                }
                Block::Paragraph(_) | Block::Table(_) | Block::Code(_) | Block::Rule => {}
            }
        }
    }

    fn unique(&mut self, base: String) -> String {
        if self.taken.insert(base.clone()) {
            return base;
        }
        let mut number = self.numbers.get(&base).copied().unwrap_or(2);
        let mut name = format!("{base}-{number}");
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{base}-{number}");
        }
        self.numbers.insert(base, number + 1);
        name
    }
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let attribute = self.attributes.iter().find(|a| a.name == name)?;
        Some(&attribute.value)
    }
}

/// The words of a heading as an anchor: letters and digits in lower case, each run of others one hyphen.
pub(super) fn words(text: &str) -> String {
    let mut anchor = String::new();
    let mut length = 0;
    for c in text.nfc().flat_map(char::to_lowercase) {
        if length == LONGEST {
            break;
        }
        let joins = is_combining_mark(c) && !anchor.is_empty() && !anchor.ends_with('-');
        let kept = c.is_alphanumeric() || joins;
        if kept {
            anchor.push(c);
            length += 1;
        } else if !anchor.is_empty() && !anchor.ends_with('-') {
            anchor.push('-');
            length += 1;
        }
    }
    let anchor = anchor.trim_end_matches('-');
    if anchor.is_empty() {
        NAMELESS.to_owned()
    } else if anchor.starts_with(RESERVED) {
        format!("{NAMELESS}-{anchor}")
    } else {
        anchor.to_owned()
    }
}
