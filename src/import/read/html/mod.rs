//! HTML, a whole page or a piece of one: tables with spans, lists, definitions, cards.

mod grid;
mod guard;
mod notes;
mod walk;

use scraper::Html;

use super::{Unreadable, page};
use crate::import::table::Table;

pub(in crate::import) use guard::LINE;
pub(super) use guard::{guard, mark_lines};
/// An empty element that stands for a line's end in the source of a Markdown text.
pub(super) const SOFT_BREAK: &str = "data-candor-soft";

pub(super) fn read(html: &str) -> Result<Vec<Table>, Unreadable> {
    read_marked(&mark_lines(html, 1))
}

/// The tables of a text whose rows, items and headings bear their lines.
pub(super) fn read_marked(html: &str) -> Result<Vec<Table>, Unreadable> {
    let document = Html::parse_document(&guard(html)?);
    Ok(page::tables(walk::blocks(&document)))
}

/// Where the mark of a line stands in front of a Markdown element's content.
pub(super) fn line_mark(line: usize) -> String {
    format!("<wbr {}={line}>", guard::LINE)
}
