//! What a tree says, as plain text.

use super::{Block, Element, Inline, Node};

/// The words of inline content, without marks of footnotes.
pub fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    write_inlines(inlines, &mut text);
    text
}

/// The words of blocks: one line a paragraph, heading, item or row.
pub fn block_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    write_blocks(blocks, &mut text);
    text.truncate(text.trim_end().len());
    text
}

/// The first words of what parts of a text say, on one line: as many as an excerpt of `max_chars` needs,
/// with the word at which that would end. A part is asked for only while there is room.
pub(super) fn beginning(parts: impl Iterator<Item = String>, max_chars: usize) -> String {
    let mut beginning = String::new();
    let mut length = 0;
    for part in parts {
        for word in part.split_whitespace() {
            if !beginning.is_empty() {
                beginning.push(' ');
                length += 1;
            }
            for c in word.chars().take(max_chars + 1) {
                beginning.push(c);
                length += 1;
            }
            if length > max_chars {
                return beginning;
            }
        }
    }
    beginning
}

/// A text on one line, cut between words where it is longer.
pub(super) fn excerpt(text: &str, max_chars: usize) -> String {
    let mut excerpt = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let chars = word.chars().count() + usize::from(!excerpt.is_empty());
        if length + chars > max_chars {
            if excerpt.is_empty() {
                excerpt = word.chars().take(max_chars.saturating_sub(1)).collect();
            }
            excerpt.push('…');
            return excerpt;
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
        length += chars;
    }
    excerpt
}

fn write_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Image(picture) => text.push_str(&picture.alt),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => write_inlines(content, text),
            Inline::Link(link) => write_inlines(&link.content, text),
            Inline::FootnoteReference(_) => {}
            Inline::HardBreak => text.push(' '),
            Inline::Html(element) => write_element(element, text),
        }
    }
}

fn write_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                write_inlines(&heading.content, text);
                end_line(text);
            }
            Block::Paragraph(content) => {
                write_inlines(content, text);
                end_line(text);
            }
            Block::List(list) => {
                for item in &list.items {
                    write_blocks(&item.blocks, text);
                }
            }
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    for (column, cell) in row.iter().enumerate() {
                        if column > 0 {
                            text.push('\t');
                        }
                        write_inlines(cell, text);
                    }
                    end_line(text);
                }
            }
            Block::Quote(blocks) => write_blocks(blocks, text),
            Block::Code(code) => {
                text.push_str(&code.text);
                end_line(text);
            }
            Block::Rule => {}
            Block::Html(element) => {
                write_element(element, text);
                end_line(text);
            }
        }
    }
}

fn write_element(element: &Element, text: &mut String) {
    if element.name == "img" {
        text.push_str(element.attribute("alt").unwrap_or_default());
    }
    for node in &element.content {
        match node {
            Node::Inlines(inlines) => write_inlines(inlines, text),
            Node::Blocks(blocks) => {
                end_line(text);
                write_blocks(blocks, text);
            }
        }
    }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}
