//! Bytes → [`Table`]s: one submodule a shape.
//!
//! Which reader takes a file its name says, and where that says nothing its first characters. A reader
//! says what stands where; it doesn't know what a sub-processor is. Markdown is read as the page that it
//! becomes, and JSON as the script that it is, so there are fewer readers than shapes.

mod block;
mod csv;
mod html;
mod literal;
mod markdown;
mod page;
mod script;
mod value;
mod yaml;

use std::fmt;

use self::markdown::Dialect;
use super::table::Table;
use crate::source::{Source, SourcePath};

/// A file that is larger holds no list of sub-processors. Every reader's work and memory stay within a
/// small multiple of it.
pub const LARGEST: usize = 16 << 20;

/// In how many levels records and elements may stand in one another.
const DEEPEST: usize = 100;

/// A shape that files have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Format {
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
    pub fn of(path: &SourcePath, text: &str) -> Format {
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
pub fn read(file: &Source) -> Result<Vec<Table>, Unreadable> {
    if file.bytes.len() > LARGEST {
        return Err(Unreadable {
            message: format!(
                "the file has {} MB, and a list has at most {}",
                file.bytes.len() >> 20,
                LARGEST >> 20
            ),
            line: None,
            help: "cut the list out of it, and import that".to_owned(),
        });
    }
    let text = String::from_utf8_lossy(&file.bytes);
    let text = text.trim_start_matches('\u{feff}');
    match Format::of(&file.path, text) {
        Format::Csv => csv::read(text),
        Format::Json => {
            let values = literal::json(text)?;
            Ok(values.iter().flat_map(value::tables).collect())
        }
        Format::Yaml => yaml::read(text),
        Format::Markdown => markdown::read(text, Dialect::Plain),
        Format::Mdx => markdown::read(text, Dialect::WithCode),
        Format::Html => html::read(text),
        Format::Script => Ok(script::read(text)),
    }
}

#[cfg(test)]
mod tests;
