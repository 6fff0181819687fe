//! Lists that a company has already → entries of a register, and a report of what became of what.
//!
//! 1. [`read`] takes a file as bytes and fills the one model, [`table::Table`]: a reader for each shape,
//!    none of which knows what a sub-processor is.
//! 2. `recognise` says what a column holds by its heading, and reads the values of its cells: lists,
//!    places, grounds of transfer, days, addresses.
//! 3. `gather` makes entries of rows: one for each vendor, with its engagements.
//!
//! Nothing is guessed and nothing is lost: a field gets only what the source says, and what has no field
//! goes to `extra` under its own heading. The [`Imported`] says of each entry where it was read, what
//! went to `extra` and why, and what it still lacks.
//!
//! It touches no disk and writes no text: `command::import` does, with `parse::print` and `parse::edit`.

pub mod decode;
pub mod document;
pub mod imported;
pub mod read;
pub mod table;

pub use imported::{
    Declared, Entry, Imported, Kept, KeptWhy, LeftOut, LeftOutWhy, Origin, Reading,
};
pub use imported::{Meaning, Settled};
