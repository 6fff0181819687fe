//! Paragraphs, lists and tables → Markdown.

use super::inline::{Inline, one_line, text_of, written};

#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::import::document) enum Block {
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    List {
        /// The number of the first item, where they are numbered.
        first: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Code {
        language: String,
        text: String,
    },
    Table(Table),
    /// A footnote's text, by its label.
    Note {
        label: String,
        content: Vec<Block>,
    },
    Rule,
}

/// Rows of cells, each with as many as there are columns.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::import::document) struct Table {
    pub(in crate::import::document) head: Vec<Vec<Block>>,
    pub(in crate::import::document) rows: Vec<Row>,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::import::document) struct Row {
    pub(in crate::import::document) cells: Vec<Vec<Block>>,
    pub(in crate::import::document) reach: Reach,
}

/// Whether a row has a cell for each column.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::import::document) enum Reach {
    #[default]
    Columns,
    /// Its one cell reaches over all of them.
    Banner,
}

/// Where a line is broken.
const LINE: usize = 118;

/// The Markdown of a text.
pub(in crate::import::document) fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    write(blocks, "", Spacing::Loose, &mut text);
    text
}

/// What a text says on one line.
pub(in crate::import::document) fn plain(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks
        .iter()
        .map(plain_block)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

fn plain_block(block: &Block) -> String {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => text_of(content),
        Block::List { items, .. } => {
            let items: Vec<String> = items.iter().map(|item| plain(item)).collect();
            items.join("; ")
        }
        Block::Quote(blocks)
        | Block::Note {
            content: blocks, ..
        } => plain(blocks),
        Block::Code { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Block::Table(table) => {
            let rows = std::iter::once(&table.head).chain(table.rows.iter().map(|row| &row.cells));
            let rows: Vec<String> = rows
                .map(|row| {
                    row.iter()
                        .map(|cell| plain(cell))
                        .collect::<Vec<_>>()
                        .join(", ")
                })
                .collect();
            rows.join("; ")
        }
        Block::Rule => String::new(),
    }
}

/// Whether blank lines stand between blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Loose,
    Tight,
}

fn write(blocks: &[Block], indent: &str, spacing: Spacing, text: &mut String) {
    let mut bullet = '-';
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            // A list that follows a list would go on with it under the same sign.
            let follows_list = matches!(blocks.get(index - 1), Some(Block::List { .. }));
            bullet = match (follows_list, bullet) {
                (true, '-') => '*',
                _ => '-',
            };
            if spacing == Spacing::Loose {
                text.push_str(indent.trim_end());
                text.push('\n');
            }
        }
        match block {
            Block::Heading { level, content } => {
                let level = usize::from((*level).clamp(1, 6));
                line(
                    indent,
                    &format!("{} {}", "#".repeat(level), one_line(content)),
                    text,
                );
            }
            Block::Paragraph(content) => paragraph(&written(content), indent, text),
            Block::List { first, items } => list(*first, items, bullet, indent, text),
            Block::Quote(blocks) => write(blocks, &format!("{indent}> "), Spacing::Loose, text),
            Block::Code {
                language,
                text: code,
            } => {
                let fence = if code.contains("```") {
                    "~~~~~~"
                } else {
                    "```"
                };
                line(indent, &format!("{fence}{language}"), text);
                for code in code.lines() {
                    line(indent, code, text);
                }
                line(indent, fence, text);
            }
            Block::Table(table) => write_table(table, indent, text),
            Block::Note { label, content } => {
                let mut inner = String::new();
                write(
                    content,
                    &format!("{indent}    "),
                    Spacing::Loose,
                    &mut inner,
                );
                text.push_str(&format!("{indent}[^{label}]: {}", inner.trim_start()));
            }
            Block::Rule => line(indent, "---", text),
        }
    }
}

fn line(indent: &str, words: &str, text: &mut String) {
    text.push_str(format!("{indent}{words}").trim_end());
    text.push('\n');
}

fn list(first: Option<u32>, items: &[Vec<Block>], bullet: char, indent: &str, text: &mut String) {
    let is_short = |item: &Vec<Block>| {
        matches!(
            item.as_slice(),
            [] | [Block::Paragraph(_)] | [Block::Paragraph(_), Block::List { .. }]
        )
    };
    let spacing = match items.iter().all(is_short) {
        true => Spacing::Tight,
        false => Spacing::Loose,
    };
    for (index, item) in items.iter().enumerate() {
        if index > 0 && spacing == Spacing::Loose {
            line(indent.trim_end(), "", text);
        }
        let number = u32::try_from(index)
            .ok()
            .zip(first)
            .map(|(index, first)| first.saturating_add(index));
        let sign = match number {
            Some(number) => format!("{number}. "),
            None => format!("{bullet} "),
        };
        let inner_indent = format!("{indent}{}", " ".repeat(sign.len()));
        let mut inner = String::new();
        write(item, &inner_indent, spacing, &mut inner);
        let inner = inner.get(inner_indent.len()..).unwrap_or_default();
        let words = if inner.trim().is_empty() { "\n" } else { inner };
        text.push_str(&format!(
            "{indent}{}{words}",
            if words == "\n" {
                sign.trim_end()
            } else {
                &sign
            }
        ));
    }
}

/// A paragraph in lines that can be read in any editor.
fn paragraph(words: &str, indent: &str, text: &mut String) {
    for part in words.split('\n') {
        let mut current = String::new();
        for word in part.split(' ') {
            let width = indent.chars().count() + current.chars().count() + 1 + word.chars().count();
            if !current.is_empty() && width > LINE && (!begins_block(word) || width > 2 * LINE) {
                line(indent, &current, text);
                current.clear();
            }
            if current.is_empty() {
                current.push_str(&escaped_start(word));
            } else {
                current.push(' ');
                current.push_str(word);
            }
        }
        line(indent, &current, text);
    }
}

/// Whether a word at the beginning of a line would begin something else than a paragraph.
fn begins_block(word: &str) -> bool {
    escaped_start(word) != word || word.starts_with("---") || word.starts_with('=')
}

fn escaped_start(word: &str) -> String {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    if digits > 0 && digits < 10 && matches!(rest, "." | ")") {
        return format!("{}\\{rest}", word.get(..digits).unwrap_or_default());
    }
    let is_sign = matches!(word, "-" | "+" | "*" | "=" | "--")
        || word.starts_with("---")
        || word.starts_with("===");
    let is_heading = !word.is_empty() && word.chars().all(|c| c == '#');
    if is_sign
        || is_heading
        || word.starts_with('>')
        || word.starts_with('|')
        || word.starts_with("~~~")
    {
        return format!("\\{word}");
    }
    word.to_owned()
}

fn write_table(table: &Table, indent: &str, text: &mut String) {
    let row = |cells: &[Vec<Block>]| {
        let cells: Vec<String> = cells.iter().map(|cell| in_cell(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    line(indent, &row(&table.head), text);
    line(
        indent,
        &format!("|{}", " --- |".repeat(table.head.len())),
        text,
    );
    for cells in table.rows.iter().map(|row| &row.cells) {
        line(indent, &row(cells), text);
    }
}

/// A cell of a table has one line: its blocks follow one another, items with ";" between them.
fn in_cell(blocks: &[Block]) -> String {
    let parts = blocks.iter().map(|block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => one_line(content),
        Block::List { items, .. } => {
            let items: Vec<String> = items.iter().map(|item| in_cell(item)).collect();
            items.join("; ")
        }
        other => {
            let words = plain_block(other);
            one_line(&[Inline::Text(words)])
        }
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ").replace('|', "\\|")
}
