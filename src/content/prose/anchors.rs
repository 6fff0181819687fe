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

/// Gives every heading its anchor; `taken` are the ids that the text gives itself. The result is every
/// anchor of the text, in its order.
pub(super) fn assign(
    blocks: &mut [Block],
    footnotes: &mut [Footnote],
    taken: BTreeSet<String>,
) -> Vec<String> {
    let mut names = Names {
        taken,
        numbers: BTreeMap::new(),
        found: Vec::new(),
    };
    names.blocks(blocks);
    for footnote in footnotes {
        names.blocks(&mut footnote.blocks);
    }
    names.found
}

struct Names {
    taken: BTreeSet<String>,
    /// The next number to try, by the words of a heading.
    numbers: BTreeMap<String, usize>,
    found: Vec<String>,
}

impl Names {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading {
                    explicit_id,
                    anchor,
                    content,
                    ..
                } => {
                    let name = match explicit_id {
                        Some(id) => id.clone(),
                        None => self.unique(words(&inline_text(content))),
                    };
                    self.found.push(name.clone());
                    *anchor = Derived(name);
                    self.inlines(content);
                }
                Block::Paragraph(content) => self.inlines(content),
                Block::List { items, .. } => {
                    for item in items {
                        self.blocks(&mut item.blocks);
                    }
                }
                Block::Table(table) => {
                    for cell in std::iter::once(&mut table.head)
                        .chain(&mut table.rows)
                        .flatten()
                    {
                        self.inlines(cell);
                    }
                }
                Block::Quote(blocks) => self.blocks(blocks),
                Block::Code { .. } | Block::Rule => {}
                Block::Html(element) => self.element(element),
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Link { content, .. } => self.inlines(content),
                Inline::Html(element) => self.element(element),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Image { .. }
                | Inline::FootnoteReference(_)
                | Inline::HardBreak => {}
            }
        }
    }

    fn element(&mut self, element: &mut Element) {
        self.found
            .extend(element.attribute("id").map(str::to_owned));
        for node in &mut element.content {
            match node {
                Node::Inlines(inlines) => self.inlines(inlines),
                Node::Blocks(blocks) => self.blocks(blocks),
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
