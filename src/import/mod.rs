//! Lists that a company has already → entries of a register, and a report of what became of what.
//!
//! 1. [`read`] takes a file as bytes and fills the one model, [`table::Table`]: a reader for each shape,
//!    none of which knows what a sub-processor is.
//! 2. [`recognise`] says what a column holds by its heading, and reads the values of its cells: lists,
//!    places, grounds of transfer, days, addresses.
//! 3. [`gather`] makes entries of rows: one for each vendor, with its engagements.
//!
//! What Candor published is no foreign list: [`own`] reads its CSV and JSON back exactly.
//!
//! Nothing is guessed and nothing is lost: a field gets only what the source says, and what has no field
//! goes to `extra` under its own heading. The [`Imported`] says of each entry where it was read, and what
//! went to `extra` and why. Of an entry that the register has already, [`merged`] makes one of the two;
//! [`lacking`] says what it still lacks.
//!
//! It touches no disk and writes no text: `command::import` does, with `parse::print` and `parse::edit`.

mod decode;
pub mod document;
mod gather;
mod imported;
mod lacking;
mod merge;
mod own;
pub mod read;
mod recognise;
mod table;

pub use imported::{
    Declared, Entry, Imported, Kept, KeptWhy, LeftOut, LeftOutWhy, Origin, Reading,
};
pub use imported::{Meaning, Settled, Unread};
pub use lacking::lacking;
pub use merge::merged;

use std::borrow::Cow;

use crate::content::Subprocessor;
use crate::source::Source;
use read::{Shape, Unreadable};

/// The entries that some files list together. `settled` are the headings whose meaning is known.
///
/// # Errors
/// Where files can't be read: all of them are told.
pub fn list(files: &[&Source], settled: &Settled) -> Result<Imported, Unread> {
    let mut own = Vec::new();
    let mut shapes = Vec::new();
    let mut unread = Vec::new();
    for file in files {
        match understood(file) {
            Ok(Understood::Own(entries)) => own.extend(entries),
            Ok(Understood::Shape(shape)) => shapes.push((file.path.clone(), shape)),
            Err(why) => unread.push((file.path.clone(), why)),
        }
    }
    match unread.is_empty() {
        true => Ok(gather::gather(own, shapes, settled)),
        false => Err(Unread(unread)),
    }
}

type OwnEntries = Vec<(Origin, Subprocessor)>;

/// What a file is.
enum Understood {
    /// What Candor published.
    Own(OwnEntries),
    Shape(Shape),
}

fn understood(file: &Source) -> Result<Understood, Unreadable> {
    if let Some(entries) = published(file)? {
        return Ok(Understood::Own(entries));
    }
    read::read(file).map(Understood::Shape)
}

fn published(file: &Source) -> Result<Option<OwnEntries>, Unreadable> {
    if file.bytes.len() > read::LARGEST {
        return Ok(None);
    }
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    // What Candor wrote may hold characters that a foreign text has no business with.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => match read::text(file) {
            Ok(decoded) => Cow::Owned(decoded.text),
            Err(_) => return Ok(None),
        },
    };
    let Some(entries) = own::read(&text)? else {
        return Ok(None);
    };
    let entries = entries.into_iter().map(|(line, entry)| {
        let origin = Origin {
            file: file.path.clone(),
            line,
        };
        (origin, entry)
    });
    Ok(Some(entries.collect()))
}
