//! Bytes → [`Table`]s: one submodule a shape.
//!
//! Which reader takes a file its name says, and where that says nothing its first characters. A reader
//! says what stands where; it doesn't know what a sub-processor is.

mod csv;
mod grid;
#[path = "html/guard.rs"]
mod guard;
mod shape;
mod xlsx;

use std::fmt;

use super::decode::{self, DecodeError, Decoded};
use crate::source::Source;

pub(super) use guard::LINE;
pub use shape::{Remark, Shape};

/// A file that is larger holds no list of sub-processors. Every reader's work and memory stay within a
/// small multiple of it.
pub const LARGEST: usize = 16 << 20;

/// In how many levels records and elements may stand in one another.
const DEEPEST: usize = 100;

/// A shape that files have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Format {
    Csv,
    Xlsx,
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

/// The tables of a file.
///
/// # Errors
/// Where the file is too large, or broken so that nothing in it can be trusted.
pub fn read(file: &Source) -> Result<Shape, Unreadable> {
    let name = file.path.file_name().to_ascii_lowercase();
    if name.ends_with(".xlsx") || name.ends_with(".xlsm") {
        bounded(file)?;
        return xlsx::read(&file.bytes);
    }
    let decoded = text(file)?;
    let mut shape = Shape {
        tables: csv::read(&decoded.text)?,
        ..Shape::default()
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
    guard::guard(html)
}

/// The same with the lines of the file beside its rows, items and headings, by the attribute [`LINE`].
pub(super) fn guarded_with_lines(html: &str) -> Result<String, Unreadable> {
    guarded(&guard::mark_lines(html, 1))
}

fn bounded(file: &Source) -> Result<(), Unreadable> {
    if file.bytes.len() <= LARGEST {
        return Ok(());
    }
    Err(Unreadable {
        message: format!(
            "the file has {} MB, and a list has at most {}",
            file.bytes.len() >> 20,
            LARGEST >> 20
        ),
        line: None,
        help: "cut the list out of it, and import that".to_owned(),
    })
}

fn no_text(error: DecodeError) -> Unreadable {
    Unreadable {
        message: error.to_string(),
        line: error.line(),
        help: error.help().to_owned(),
    }
}
