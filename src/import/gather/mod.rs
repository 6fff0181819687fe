//! Rows → entries: one for each vendor, with its engagements.
//!
//! 1. [`choice`] says which tables of a file are lists of vendors, and [`columns`] as what each column of
//!    these is taken.
//! 2. [`row`] reads the cells of a row: the facts of a vendor and of one engagement.
//! 3. [`vendor`] puts rows of one vendor together, and says whether headings are categories or products.
//! 4. [`engagement`] puts equal rows of a vendor together and gives ids where they are needed.
//! 5. [`entry`] makes the entry of it.
//!
//! The order of the sources is kept in everything.

mod choice;
mod columns;
mod engagement;
mod entry;
mod facts;
mod markdown;
mod row;
mod vendor;

pub(super) use columns::own_key;

use super::imported::{Imported, Origin, Reading, Settled};
use super::read::Shape;
use super::recognise::place;
use super::recognise::section::{Section, section};
use super::recognise::words::words;
use super::table::{Rank, Table};
use super::{Declared, LeftOut, LeftOutWhy};
use crate::content::Subprocessor;
use crate::source::SourcePath;
use choice::Candidate;
use facts::{Facts, VendorFacts};
pub(super) use markdown::nowhere;
use row::{Context, Outcome};

/// The entries of some files. `own` are those that need no reading.
pub(super) fn gather(
    own: Vec<(Origin, Subprocessor)>,
    files: Vec<(SourcePath, Shape)>,
    settled: &Settled,
) -> Imported {
    let mut imported = Imported::default();
    let mut facts = Vec::new();
    for (file, (path, shape)) in files.into_iter().enumerate() {
        for table in choice::lists(&shape.tables, settled, &path, &mut imported) {
            rows(&table, file, &path, &mut facts, &mut imported);
        }
        let remarks = shape.remarks.into_iter();
        imported
            .remarks
            .extend(remarks.map(|remark| (path.clone(), remark)));
    }
    let vendors = vendor::vendors(facts);
    entry::entries(own, vendors, &mut imported);
    imported
}

fn rows(
    list: &Candidate<'_>,
    file: usize,
    path: &SourcePath,
    facts: &mut Vec<Facts>,
    imported: &mut Imported,
) {
    let Candidate { table, columns, .. } = list;
    let origin = |line| Origin {
        file: path.clone(),
        line,
    };
    imported.readings.push(Reading {
        origin: origin(table.line),
        columns: columns.meanings(),
    });
    let mut context = Context {
        origin: origin(table.line),
        file,
        columns,
        above: list.above.clone(),
        locations: table
            .lead_in
            .as_deref()
            .and_then(place::of_sentence)
            .unwrap_or_default(),
    };
    for row in &table.rows {
        context.origin = origin(row.line);
        match row::read(row, &context, &mut imported.left_out) {
            Outcome::Facts(found) => facts.push(*found),
            Outcome::LeftOut(what, why) => imported.left_out.push(LeftOut {
                origin: origin(row.line),
                what,
                why,
            }),
            Outcome::Nothing => {}
        }
    }
}

/// What the headings above a table say.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
struct Above {
    /// The category, or a product.
    heading: Option<String>,
    /// A heading further out, where it sets lists apart too.
    outer: Option<String>,
    is_affiliates: bool,
}

/// Why the list below some headings isn't imported.
fn unlisted(table: &Table) -> Option<LeftOutWhy> {
    for heading in &table.headings {
        match section(&heading.text, &[]) {
            Section::Former => return Some(LeftOutWhy::Former(heading.text.clone())),
            Section::Revisions if heading.rank == Rank::Section => {
                return Some(LeftOutWhy::Revisions);
            }
            _ => {}
        }
    }
    let lead_in = table.lead_in.as_deref();
    lead_in
        .filter(|lead_in| super::recognise::section::ends_the_list(lead_in))
        .map(|lead_in| LeftOutWhy::Former(lead_in.to_owned()))
}

/// The words of a page's title.
fn title(tables: &[Table]) -> Vec<String> {
    let headings = tables.iter().flat_map(|table| &table.headings);
    let mut titles = headings.filter(|heading| heading.rank == Rank::Title);
    titles
        .next()
        .map(|title| words(&title.text))
        .unwrap_or_default()
}

/// The words above a table, for the report.
fn called(table: &Table) -> String {
    let headings: Vec<&str> = table
        .headings
        .iter()
        .map(|heading| heading.text.as_str())
        .collect();
    let columns = table.columns.iter().filter_map(|column| match column {
        super::table::Column::Headed(text) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    });
    let columns: Vec<&str> = columns.collect();
    match (headings.last(), columns.is_empty()) {
        (Some(heading), true) => (*heading).to_owned(),
        (Some(heading), false) => format!("{heading} ({})", columns.join(", ")),
        (None, _) => columns.join(", "),
    }
}
