//! Texts that a company has already → processing descriptions.
//!
//! 1. Whatever the file is, [`markdown`] and [`tree`] make one thing of it: blocks with their form.
//! 2. [`descriptions`] finds the processings in them: the rows of a table whose headings are the columns
//!    of `[processing]`, or the parts of a text that have sections of these names.
//! 3. [`text`] writes each as the Markdown that a person would have typed.
//!
//! Nothing is lost silently: what a description can't hold is in the remarks, with the heading or row
//! that it stood in. It writes no file, and doesn't know what the project has already.

mod descriptions;
mod markdown;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use scraper::Html;

use super::read::{self, Remark, Unreadable};
use crate::content::DocumentId;
use crate::source::Source;

/// What was found in a file.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Descriptions {
    pub groups: Vec<Group>,
    pub descriptions: Vec<Description>,
    pub remarks: Vec<Remark>,
}

/// A folder below `content/processing/`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Empty: `content/processing/` itself.
    pub folder: String,
    pub title: String,
    /// Its place among the groups, from 1.
    pub order: usize,
    /// Markdown.
    pub introduction: String,
}

/// One processing description.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Description {
    pub id: DocumentId,
    /// The folder of its group; empty: none.
    pub folder: String,
    pub title: String,
    /// Its place in its group, from 1.
    pub order: usize,
    /// Markdown.
    pub body: String,
}

/// Finds the processing descriptions in a file. `columns` are the sections that `[processing]` names.
///
/// # Errors
/// Where the file is no text, or larger or deeper than any.
pub fn read(file: &Source, columns: &[String]) -> Result<Descriptions, Unreadable> {
    let decoded = read::text(file)?;
    let mut walk = tree::Walk::default();
    walk.remarks
        .extend(decoded.remark.map(|text| Remark { line: None, text }));
    let (html, title) = match kind(file, &decoded.text) {
        Kind::Storage => {
            let html = tree::wiki::as_html(&decoded.text);
            (read::guarded_with_lines(&html)?, None)
        }
        Kind::Html => (read::guarded_with_lines(&decoded.text)?, None),
        Kind::Markdown => {
            let (html, title) = markdown::as_html(read::short(&decoded.text)?, &mut walk)?;
            (read::guarded(&html)?, title)
        }
    };
    let document = Html::parse_document(&html);
    let blocks = tree::blocks(&document, &mut walk);
    let stem = file.path.stem();
    let mut found = descriptions::find(&blocks, columns, title.as_deref().unwrap_or(stem));
    walk.remarks.append(&mut found.remarks);
    found.remarks = walk.remarks;
    Ok(found)
}

/// How a file is written.
enum Kind {
    Markdown,
    Html,
    /// Confluence's own.
    Storage,
}

fn kind(file: &Source, text: &str) -> Kind {
    let name = file.path.file_name().to_ascii_lowercase();
    let has = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match () {
        () if tree::wiki::is_storage(text) => Kind::Storage,
        () if has(&[".html", ".htm", ".xhtml", ".xml"]) => Kind::Html,
        () if has(&[".md", ".markdown", ".txt"]) => Kind::Markdown,
        () if text.trim_start().starts_with('<') => Kind::Html,
        () => Kind::Markdown,
    }
}
