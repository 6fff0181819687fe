//! The cells of a row → what it says of a vendor and of an engagement.

mod field;
mod links;

use super::Above;
use super::columns::{Columns, Role, Taken};
use super::facts::{Extra, Facts, VendorFacts, Work};
use crate::content::{Field, Location};
use crate::import::imported::{KeptWhy, LeftOut, LeftOutWhy, Origin};
use crate::import::recognise::blank::says_nothing;
use crate::import::recognise::condition::{is_condition, last_bracket, without_stop};
use crate::import::recognise::link::address;
use crate::import::recognise::name::{is_gone, unmarked, without_number};
use crate::import::table::{Cell, Piece, Row, one_line};

/// Where a row stands.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) origin: Origin,
    pub(super) file: usize,
    pub(super) columns: &'c Columns,
    pub(super) above: Above,
    /// Where the sentence above the list says that all of it is.
    pub(super) locations: Vec<Location>,
}

/// What a row is.
#[derive(Debug)]
pub(super) enum Outcome {
    Facts(Box<Facts>),
    /// What it says, and why it is no entry.
    LeftOut(String, LeftOutWhy),
    /// An empty row.
    Nothing,
}

/// A row that is being read.
struct Reading<'c> {
    columns: &'c Columns,
    name: String,
    foreign_id: Option<String>,
    vendor: VendorFacts,
    work: Work,
    products: Vec<super::Declared>,
    extra: Extra,
    /// Conditions with the column that each stands in.
    conditions: Vec<(usize, String)>,
    notes: Vec<String>,
    gone: Option<LeftOutWhy>,
}

/// Reads a row. Words within it that are struck through are told by themselves.
pub(super) fn read(row: &Row, context: &Context<'_>, left_out: &mut Vec<LeftOut>) -> Outcome {
    let columns = context.columns;
    let cell = row.cell(columns.name);
    let lines = cell.lines();
    let (name, below) = match columns.all.get(columns.name).map(|taken| taken.role) {
        Some(Role::NameAndAddress) => {
            let first = lines.first().cloned().unwrap_or_default();
            (first, lines.get(1..).unwrap_or_default().to_vec())
        }
        _ => (lines.join(" "), Vec::new()),
    };
    let heading = columns
        .all
        .get(columns.name)
        .map(|taken| taken.heading.as_str());
    let name = match heading {
        // Items and headings may be numbered.
        None | Some("") => without_number(&name),
        Some(_) => &name,
    };
    let name = unmarked(name).to_owned();
    if row.cells.iter().all(Cell::is_empty) {
        return Outcome::Nothing;
    }
    if cell.is_struck() {
        return Outcome::LeftOut(struck(cell), LeftOutWhy::StruckThrough);
    }
    if is_placeholder(&name, columns) {
        return Outcome::LeftOut(said(row), LeftOutWhy::Placeholder);
    }
    for cell in &row.cells {
        let words = struck(cell);
        if !words.is_empty() {
            left_out.push(LeftOut {
                origin: context.origin.clone(),
                what: format!("{name}: {words}"),
                why: LeftOutWhy::WordsStruckThrough,
            });
        }
    }
    let mut reading = Reading {
        columns,
        name: name.clone(),
        foreign_id: None,
        vendor: VendorFacts::default(),
        work: Work::default(),
        products: Vec::new(),
        extra: Extra::default(),
        conditions: Vec::new(),
        notes: Vec::new(),
        gone: None,
    };
    reading.name_itself(cell, &name);
    reading.address_below(&below);
    reading.fields(row);
    if let Some(why) = reading.gone {
        return Outcome::LeftOut(name, why);
    }
    Outcome::Facts(Box::new(reading.facts(context)))
}

/// What a row says, for the report.
fn said(row: &Row) -> String {
    let cells = row.cells.iter().map(Cell::written);
    let cells: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
    cells.join(" | ")
}

fn struck(cell: &Cell) -> String {
    let words = cell.pieces.iter().filter_map(|piece| match piece {
        Piece::Struck(text) => Some(text.as_str()),
        _ => None,
    });
    one_line(&words.collect::<Vec<_>>().join(" "))
}

/// Whether a row names nobody: a template's row, or the headings once more.
fn is_placeholder(name: &str, columns: &Columns) -> bool {
    let heading = columns
        .all
        .get(columns.name)
        .map(|taken| taken.heading.as_str());
    let is_template = (name.starts_with('<') && name.ends_with('>'))
        || (name.starts_with('{') && name.ends_with('}'));
    says_nothing(name)
        || is_template
        || name.chars().all(|c| matches!(c, '.' | '…' | '?'))
        || heading.is_some_and(|heading| heading.to_lowercase() == name.to_lowercase())
}

impl Reading<'_> {
    fn name_itself(&mut self, cell: &Cell, name: &str) {
        let at = self.columns.name;
        if let Some((bare, bracket)) = last_bracket(name) {
            if is_gone(bracket) {
                self.gone = Some(LeftOutWhy::Inactive(bracket.to_owned()));
            } else if is_condition(bracket) {
                self.name = unmarked(bare).to_owned();
                self.conditions.push((at, without_stop(bracket).to_owned()));
            } else if let Some(website) = address(bracket).filter(|_| bracket.contains("://")) {
                // A link, as a text without markup has it.
                self.name = unmarked(bare).to_owned();
                self.vendor
                    .set_address(Field::Website, &website, "", &mut self.extra);
            }
        }
        for dash in [" – ", " — ", " - "] {
            if let Some((_, end)) = name.rsplit_once(dash)
                && is_gone(end)
            {
                self.gone = Some(LeftOutWhy::Inactive(end.to_owned()));
            }
        }
        self.name_links(cell);
        self.footnotes(at, cell);
    }

    /// The columns that have a field, and then the others: a page's address that names no field finds
    /// there what is taken already.
    fn fields(&mut self, row: &Row) {
        let columns = self.columns;
        for own in [false, true] {
            for (at, taken) in columns.all.iter().enumerate() {
                let cell = row.cell(at);
                let is_its_turn = (taken.role == Role::Own) == own;
                if at == columns.name || taken.role == Role::Skipped || !is_its_turn {
                    continue;
                }
                self.cell(at, taken, cell);
                self.footnotes(at, cell);
            }
        }
        // A row may have more cells than there are headings.
        for (at, cell) in row.cells.iter().enumerate().skip(columns.all.len()) {
            let taken = Taken {
                heading: String::new(),
                key: super::columns::own_key("", at),
                role: Role::Own,
            };
            self.cell(at, &taken, cell);
            self.footnotes(at, cell);
        }
    }

    fn footnotes(&mut self, at: usize, cell: &Cell) {
        for note in cell.notes() {
            let note = one_line(note);
            match is_condition(&note) {
                true => self.conditions.push((at, without_stop(&note).to_owned())),
                false => self.notes.push(note),
            }
        }
    }

    fn facts(mut self, context: &Context<'_>) -> Facts {
        self.conditions.sort_by_key(|(at, _)| *at);
        let mut conditions: Vec<String> = Vec::new();
        for (_, condition) in self.conditions {
            if !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        self.work.condition = (!conditions.is_empty()).then(|| conditions.join("; "));
        self.notes.dedup();
        self.extra
            .keep("note", &self.notes.join(" "), "", KeptWhy::Note);
        let is_placed = self.extra.0.iter().any(|(key, ..)| key == "location");
        if self.work.locations.is_empty() && !is_placed {
            self.work.locations.clone_from(&context.locations);
        }
        self.vendor.affiliate |= context.above.is_affiliates;
        if let Some(outer) = &context.above.outer {
            self.extra.keep("section", outer, outer, KeptWhy::NoField);
        }
        Facts {
            origin: context.origin.clone(),
            file: context.file,
            above: context.above.clone(),
            name: self.name,
            foreign_id: self.foreign_id,
            vendor: self.vendor,
            work: self.work,
            products: self.products,
            extra: self.extra,
        }
    }
}
