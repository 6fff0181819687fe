//! Bytes → tables: one submodule a shape.
//!
//! Which reader takes a file its name says, and where that says nothing its first characters. A reader
//! says what stands where; it doesn't know what a sub-processor is. Markdown is read as the page that it
//! becomes, and JSON as the script that it is, so there are fewer readers than shapes.

mod block;
mod csv;
mod grid;
mod html;
mod literal;
mod markdown;
mod page;
mod script;
mod shape;
mod value;
mod xlsx;
mod yaml;

use std::fmt;

use self::markdown::Dialect;
use super::decode::{self, DecodeError, Decoded};
use crate::source::{Source, SourcePath};

pub(super) use html::LINE;
pub(super) use literal::json;
pub use shape::Remark;
pub(super) use shape::Shape;
pub(super) use value::{Record, Value};

/// A file that is larger holds no list of sub-processors. Every reader's work and memory stay within a
/// small multiple of it.
pub const LARGEST: usize = 16 << 20;

/// The same for Markdown, of which each mark takes many times its size while it is read.
const LARGEST_MARKDOWN: usize = 4 << 20;

/// How many cells, values and lines within them a file's tables may have.
const MOST_CELLS: usize = 500_000;

/// In how many levels records and elements may stand in one another.
const DEEPEST: usize = 100;

/// A shape that files have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Format {
    Csv,
    Json,
    Yaml,
    Markdown,
    Mdx,
    Html,
    /// JavaScript and TypeScript, with or without JSX.
    Script,
}

/// Why a file can't be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// What is wrong, in one line of plain words.
    pub message: String,
    /// Where, from 1.
    pub line: Option<usize>,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Format {
    /// By the name of a file, else by how it begins.
    fn of(path: &SourcePath, text: &str) -> Format {
        let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "csv" | "tsv" | "tab" => Format::Csv,
            "json" | "jsonl" | "ndjson" | "json5" | "jsonc" => Format::Json,
            "yaml" | "yml" => Format::Yaml,
            "md" | "markdown" | "mkd" => Format::Markdown,
            "mdx" => Format::Mdx,
            "html" | "htm" | "xhtml" | "xml" => Format::Html,
            "js" | "jsx" | "ts" | "tsx" | "mjs" | "cjs" | "vue" | "astro" | "svelte" => {
                Format::Script
            }
            _ => Format::by_content(text),
        }
    }

    fn by_content(text: &str) -> Format {
        let start = text.trim_start();
        let first = start.lines().next().unwrap_or_default();
        let separates = |separator| first.matches(separator).count() > 1;
        if start.starts_with('<') {
            Format::Html
        } else if start.starts_with(['[', '{']) {
            Format::Json
        } else if start.starts_with("- name:") || start.starts_with("---\n- ") {
            Format::Yaml
        } else if !start.starts_with(['|', '#']) && [',', ';', '\t'].into_iter().any(separates) {
            Format::Csv
        } else {
            Format::Markdown
        }
    }
}

/// The tables of a file.
///
/// # Errors
/// Where the file is too large, or broken so that nothing in it can be trusted.
pub(super) fn read(file: &Source) -> Result<Shape, Unreadable> {
    let name = file.path.file_name().to_ascii_lowercase();
    if name.ends_with(".xlsx") || name.ends_with(".xlsm") {
        bounded(file)?;
        return xlsx::read(&file.bytes);
    }
    let decoded = text(file)?;
    let text = decoded.text.as_str();
    let mut shape = match Format::of(&file.path, text) {
        Format::Csv => csv::read(text)?,
        Format::Json => value::of_file(json(text)?).into(),
        Format::Yaml => yaml::read(text)?.into(),
        Format::Markdown => markdown::read(short(text)?, Dialect::Plain)?.into(),
        Format::Mdx => markdown::read(short(text)?, Dialect::WithCode)?.into(),
        Format::Html => html::read(text)?.into(),
        Format::Script => script::read_page(text).into(),
    };
    if let Some(remark) = decoded.remark {
        shape.remark(None, remark);
    }
    Ok(shape)
}

/// A file's text.
pub(super) fn text(file: &Source) -> Result<Decoded, Unreadable> {
    bounded(file)?;
    decode::decode(&file.bytes).map_err(no_text)
}

/// HTML that can be parsed in bounded time.
pub(super) fn guarded(html: &str) -> Result<String, Unreadable> {
    html::guard(html)
}

/// The same with the lines of the file beside its rows, items and headings, by the attribute [`LINE`].
pub(super) fn guarded_with_lines(html: &str) -> Result<String, Unreadable> {
    guarded(&html::mark_lines(html, 1))
}

/// Markdown that can be read in bounded memory.
pub(super) fn short(markdown: &str) -> Result<&str, Unreadable> {
    match markdown.len() <= LARGEST_MARKDOWN {
        true => Ok(markdown),
        false => Err(too_large(markdown.len(), LARGEST_MARKDOWN)),
    }
}

fn bounded(file: &Source) -> Result<(), Unreadable> {
    match file.bytes.len() <= LARGEST {
        true => Ok(()),
        false => Err(too_large(file.bytes.len(), LARGEST)),
    }
}

fn too_large(bytes: usize, most: usize) -> Unreadable {
    Unreadable {
        message: format!(
            "it has {} MB, and what can be imported has at most {}",
            bytes >> 20,
            most >> 20
        ),
        line: None,
        help: "cut out of it what is to be imported".to_owned(),
    }
}

fn no_text(error: DecodeError) -> Unreadable {
    Unreadable {
        message: error.to_string(),
        line: error.line(),
        help: error.help().to_owned(),
    }
}
