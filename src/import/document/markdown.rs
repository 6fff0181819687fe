//! Markdown, as people and pandoc write it → HTML.
//!
//! [`spans`] takes pandoc's attributes away, [`tables`] writes its grid, simple and multiline tables as
//! HTML; the rest is Markdown that everybody reads.

mod spans;
mod tables;

use pulldown_cmark::{Options, Parser, html};

use super::tree::Walk;
use crate::import::read::{Remark, Unreadable};

/// A text as HTML, and what its front matter calls it.
///
/// # Errors
/// Where a table is so wide that its shorter rows would be filled up with more cells than fit.
pub(super) fn as_html(text: &str, walk: &mut Walk) -> Result<(String, Option<String>), Unreadable> {
    let text = text.replace("\r\n", "\n");
    if let Some(line) = text.lines().position(is_too_wide) {
        return Err(Unreadable {
            message: format!("a table has more than {} columns", tables::WIDEST),
            line: Some(line + 1),
            help: "take it out of the text".to_owned(),
        });
    }
    let (title, text) = front_matter(&text, walk);
    // Tables first: what is taken off within one would move its columns.
    let drawn = tables::as_html(text, &mut |cell| {
        cell_html(&spans::without_attributes(cell, walk))
    });
    let rewritten = spans::without_attributes(&drawn, walk);
    // Pandoc writes curly quotes, dashes and dots as plain ones, and plain ones with a backslash.
    let is_pandoc =
        rewritten.trim_end() != text.trim_end() || text.contains("\\'") || text.contains("\\\"");
    let mut out = String::new();
    match is_pandoc {
        true => {
            let options = dialect() | Options::ENABLE_SMART_PUNCTUATION;
            html::push_html(
                &mut out,
                Parser::new_ext(&spans::with_raised(&rewritten), options),
            );
        }
        false => html::push_html(&mut out, Parser::new_ext(&rewritten, dialect())),
    }
    Ok((out, title))
}

/// Whether a line below a table's headings tells more columns than any table has.
fn is_too_wide(line: &str) -> bool {
    let is_ruler = line.bytes().all(|byte| b"|-:> \t".contains(&byte));
    is_ruler && line.bytes().filter(|byte| *byte == b'|').count() > tables::WIDEST
}

fn dialect() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
}

/// The text of a cell in a table that pandoc wrote. Blank lines would end the table that it stands in.
fn cell_html(cell: &str) -> String {
    let mut out = String::new();
    let options = dialect() | Options::ENABLE_SMART_PUNCTUATION;
    html::push_html(
        &mut out,
        Parser::new_ext(&spans::with_raised(cell), options),
    );
    while out.contains("\n\n") {
        out = out.replace("\n\n", "\n&#10;\n");
    }
    out
}

/// The title that a `---` block at the top gives, and the text below it.
fn front_matter<'t>(text: &'t str, walk: &mut Walk) -> (Option<String>, &'t str) {
    let Some(rest) = text.strip_prefix("---\n") else {
        return (None, text);
    };
    let end = ["\n---\n", "\n...\n"]
        .into_iter()
        .filter_map(|end| rest.split_once(end))
        .min_by_key(|(block, _)| block.len());
    let Some((block, below)) = end else {
        return (None, text);
    };
    let mut title = None;
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        match line.split_once(':') {
            Some(("title", value)) => {
                title = Some(value.trim().trim_matches(['"', '\'']).to_owned())
            }
            _ => walk.remarks.push(Remark {
                line: None,
                text: format!("left out: “{}” of the front matter", line.trim()),
            }),
        }
    }
    (title.filter(|title| !title.is_empty()), below)
}

/// Whether a line opens or closes a block of code, by its sign.
fn fence(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let sign = ["```", "~~~"]
        .into_iter()
        .find(|sign| line.starts_with(sign))?;
    Some(sign)
}
