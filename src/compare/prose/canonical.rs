//! A part of a text as one string, equal where two parts say the same, whatever their anchors.
//!
//! Control characters separate its parts: no tree holds them, so no text can be mistaken for form.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::flat::{Word, WordContent, flatten};
use super::token::{self, Token};
use super::words::Side;
use crate::content::prose::{Block, Inline, ListItem, Node, Picture};

/// Which notes are versions of one another.
#[derive(Default)]
pub(super) struct Names {
    /// The new number by the old one.
    pub(super) renumbered: BTreeMap<usize, usize>,
}

impl Names {
    pub(super) fn old(&self, number: usize) -> String {
        match self.renumbered.get(&number) {
            Some(new) => new.to_string(),
            None => format!("gone {number}"),
        }
    }

    pub(super) fn new_of(&self, number: usize) -> String {
        number.to_string()
    }
}

pub(super) fn blocks(blocks: &[Block], names: &Names, side: Side, out: &mut String) {
    for part in blocks {
        block(part, names, side, out);
    }
}

pub(super) fn block(block: &Block, names: &Names, side: Side, out: &mut String) {
    match block {
        Block::Heading(heading) => {
            let id = heading.explicit_id.as_deref().unwrap_or("\u{7}");
            let _ = write!(out, "\u{1}h{}{id}\u{2}", heading.level);
            inlines(&heading.content, names, side, out);
        }
        Block::Paragraph(content) => {
            out.push_str("\u{1}p");
            inlines(content, names, side, out);
        }
        Block::List(list) => {
            let _ = write!(out, "\u{1}l{:?}", list.start);
            for part in &list.items {
                item(part, names, side, out);
            }
            out.push('\u{3}');
        }
        Block::Table(table) => {
            let _ = write!(out, "\u{1}t{:?}", table.alignments);
            for cells in std::iter::once(&table.head).chain(&table.rows) {
                row(cells, names, side, out);
            }
            out.push('\u{3}');
        }
        Block::Quote(content) => {
            out.push_str("\u{1}q");
            blocks(content, names, side, out);
            out.push('\u{3}');
        }
        Block::Code(code) => {
            let language = code.language.as_deref().unwrap_or("\u{7}");
            let _ = write!(out, "\u{1}c{language}\u{2}{}", code.text);
        }
        Block::Rule => out.push_str("\u{1}r"),
        Block::Html(element) => {
            let _ = write!(out, "\u{1}e{}{:?}", element.name, element.attributes);
            for part in &element.content {
                node(part, names, side, out);
            }
            out.push('\u{3}');
        }
    }
}

pub(super) fn item(item: &ListItem, names: &Names, side: Side, out: &mut String) {
    let _ = write!(out, "\u{1}i{:?}", item.task);
    blocks(&item.blocks, names, side, out);
    out.push('\u{3}');
}

pub(super) fn row(cells: &[Vec<Inline>], names: &Names, side: Side, out: &mut String) {
    out.push_str("\u{1}w");
    for cell in cells {
        inlines(cell, names, side, out);
        out.push('\u{2}');
    }
}

fn node(node: &Node, names: &Names, side: Side, out: &mut String) {
    match node {
        Node::Inlines(content) => inlines(content, names, side, out),
        Node::Blocks(content) => blocks(content, names, side, out),
    }
}

/// Inline content goes by its words, since white space and the order of marks say nothing.
pub(super) fn inlines(content: &[Inline], names: &Names, side: Side, out: &mut String) {
    if content.iter().all(|part| matches!(part, Inline::Text(_))) {
        plain(content, out);
    } else {
        marked(content, names, side, out);
    }
}

/// What [`marked`] makes of texts alone, as most content is. Nearly all white space is blanks, and then the
/// words needn't be found.
fn plain(content: &[Inline], out: &mut String) {
    let texts = content.iter().filter_map(|part| match part {
        Inline::Text(text) => Some(text),
        _ => None,
    });
    let mut after_word = false;
    let mut push = |text: &str, space: bool| {
        out.push_str(text);
        after_word |= !text.is_empty();
        if space && std::mem::take(&mut after_word) {
            out.push(' ');
        }
    };
    for text in texts {
        if text.contains(|c: char| c != ' ' && c.is_whitespace()) {
            for Token { text, space } in token::tokens(text) {
                push(text, !space.is_empty());
            }
        } else {
            for part in text.split_inclusive(' ') {
                push(part.trim_end_matches(' '), part.ends_with(' '));
            }
        }
    }
}

fn marked(content: &[Inline], names: &Names, side: Side, out: &mut String) {
    // Words without marks follow one another as they are.
    let mut plainly = true;
    for Word {
        content,
        space,
        marks,
    } in flatten(content)
    {
        if !marks.is_empty() {
            let _ = write!(out, "\u{4}{marks:?}");
        }
        let is_plain = marks.is_empty() && matches!(content, WordContent::Text(_));
        let follows = std::mem::replace(&mut plainly, is_plain);
        match content {
            WordContent::Text(text) => {
                if !(is_plain && follows) {
                    out.push('\u{5}');
                }
                out.push_str(&text);
            }
            WordContent::Whole(Inline::FootnoteReference(number)) => {
                let _ = write!(out, "\u{6}{}", side.name(names, number));
            }
            WordContent::Whole(Inline::Image(picture)) => {
                let Picture {
                    target, title, alt, ..
                } = &*picture;
                let _ = write!(out, "\u{6}i{target}\u{2}{title}\u{2}{alt}");
            }
            WordContent::Whole(Inline::Html(element)) => {
                let _ = write!(out, "\u{6}e{}{:?}", element.name, element.attributes);
            }
            // Without words only its kind is left, and where it leads.
            WordContent::Whole(Inline::Link(link)) => {
                let _ = write!(out, "\u{6}l{}", link.target);
            }
            WordContent::Whole(Inline::HardBreak) => out.push_str("\u{6}b"),
            WordContent::Whole(_) => out.push_str("\u{6}n"),
        }
        if !space.is_empty() {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_alone_are_told_as_among_others() {
        let text = |text: &str| Inline::Text(text.to_owned());
        for content in [
            vec![],
            vec![text("One, two  and 24 % of it.")],
            vec![text(" "), text("a "), text(" b"), text(""), text("c ")],
            vec![text("a"), text(" "), text(" b")],
            vec![text("a\u{2003} b\u{a0}c"), text(" 10\u{a0}% d")],
        ] {
            let (mut one, mut other) = (String::new(), String::new());
            plain(&content, &mut one);
            marked(&content, &Names::default(), Side::Old, &mut other);
            assert_eq!(one, other, "{content:?}");
        }
    }
}
