//! Markdown, with the HTML that stands in it: it is read as the page that it becomes.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd, html};

use super::html::{SOFT_BREAK, line_mark, mark_lines, read_marked};
use super::{Unreadable, script, yaml};
use crate::import::table::Table;

/// Cells that a table's rows are filled up to, in the worst case.
const MOST_FILLED: usize = 2_000_000;

/// What a Markdown text may hold beside words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dialect {
    Plain,
    /// MDX: code between the words.
    WithCode,
}

pub(super) fn read(text: &str, dialect: Dialect) -> Result<Vec<Table>, Unreadable> {
    refuse_giants(text)?;
    let text: &str = &with_marks_of_items(text);
    let mut tables = Vec::new();
    let code;
    let text = match dialect {
        Dialect::Plain => text,
        Dialect::WithCode => {
            tables.extend(script::read(text));
            code = without_code(text);
            &code
        }
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut lines = Lines::of(text);
    let mut page = String::with_capacity(text.len() * 2);
    let mut front_matter = None;
    let events = Parser::new_ext(text, options).into_offset_iter();
    // The events of a large file are never held all at once.
    let events = events.flat_map(|(event, range)| {
        let line = lines.at(range.start);
        let (event, mark) = match event {
            Event::Start(Tag::MetadataBlock(kind)) => {
                front_matter = Some(kind);
                (None, None)
            }
            Event::End(TagEnd::MetadataBlock(_)) => {
                front_matter = None;
                (None, None)
            }
            Event::Text(text) if front_matter.is_some() => {
                if front_matter == Some(MetadataBlockKind::YamlStyle) {
                    tables.extend(yaml::read_front_matter(&text));
                }
                (None, None)
            }
            Event::Html(piece) => (Some(Event::Html(mark_lines(&piece, line).into())), None),
            Event::SoftBreak => {
                let soft = format!("<wbr {SOFT_BREAK}>");
                (Some(Event::InlineHtml(soft.into())), None)
            }
            event => {
                let marks = matches!(
                    event,
                    Event::Start(Tag::TableCell | Tag::Item | Tag::Heading { .. } | Tag::Paragraph)
                );
                let mark = marks.then(|| Event::InlineHtml(CowStr::from(line_mark(line))));
                (Some(event), mark)
            }
        };
        event.into_iter().chain(mark)
    });
    html::push_html(&mut page, events);
    tables.extend(read_marked(&page)?);
    Ok(tables)
}

/// A table's rows are filled up to its width: a wide head over many short rows would fill the memory.
fn refuse_giants(text: &str) -> Result<(), Unreadable> {
    let widest = text.lines().map(|line| line.matches('|').count()).max();
    let lines = text.lines().count();
    if widest.unwrap_or(0).saturating_mul(lines) <= MOST_FILLED {
        return Ok(());
    }
    Err(Unreadable {
        message: "the file has a table that is wider and longer than any list".to_owned(),
        line: None,
        help: "copy the list into a file of its own, and import that".to_owned(),
    })
}

/// The text with hyphens in the place of the marks that items have in a page or word processor, which is
/// how a list comes over the clipboard. The lines stay where they are.
fn with_marks_of_items(text: &str) -> Cow<'_, str> {
    const MARKS: [char; 4] = ['•', '◦', '▪', '‣'];
    if !text.contains(MARKS) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        match bare.strip_prefix(MARKS) {
            Some(item) if item.starts_with(char::is_whitespace) => {
                marked.push_str(line.get(..line.len() - bare.len()).unwrap_or_default());
                marked.push('-');
                marked.push_str(item);
            }
            _ => marked.push_str(line),
        }
    }
    Cow::Owned(marked)
}

/// The text of MDX without what is imported and exported: what begins in the first column, up to an
/// empty line. The lines stay where they are.
fn without_code(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with("export ") || line.starts_with("import ");
        is_code = begins || (is_code && !line.trim().is_empty());
        kept.push_str(if is_code { "\n" } else { line });
    }
    kept
}

/// The lines of places that come one after another.
struct Lines<'t> {
    bytes: &'t [u8],
    counted: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Lines<'t> {
        Lines {
            bytes: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    fn at(&mut self, place: usize) -> usize {
        // Footnotes come where they are referred to, so a place may lie before the last one.
        if let Some(passed) = self.bytes.get(self.counted..place) {
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            self.counted = place;
        }
        self.line
    }
}
