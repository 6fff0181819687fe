//! The tables in the rows of a sheet or its export: a title above, section rows between, notes below.

use super::Shape;
use crate::import::table::{Cell, Column, Heading, Rank, Row, Table};

/// A row as it stands in a sheet. There is none where a sheet's row is empty.
pub(super) struct GridRow {
    /// Its number in the sheet, or its line in the file; from 1.
    pub(super) line: usize,
    pub(super) gap: Gap,
    pub(super) cells: Vec<Cell>,
    pub(super) emphasis: Emphasis,
}

/// Whether an empty row stands between a row and the one above it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    None,
    Empty,
}

/// How a row stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Emphasis {
    None,
    Bold,
    /// One of its cells reaches over several columns.
    Banner,
}

/// A text of more characters is a sentence, not a heading.
const LONGEST_HEADING: usize = 80;

/// Finds the tables of one sheet.
pub(super) fn read(sheet: Option<Heading>, rows: Vec<GridRow>, shape: &mut Shape) {
    let width = rows.iter().map(filled).max().unwrap_or(0);
    let mut above = Above {
        fixed: sheet.into_iter().collect(),
        section: None,
        lead_in: None,
    };
    let mut table: Option<Table> = None;
    // Gaps between all rows part none of them.
    let is_spaced = rows.iter().skip(1).all(|row| row.gap == Gap::Empty);
    let is_apart = |row: &GridRow| row.gap == Gap::Empty && !is_spaced;
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let apart = is_apart(&row);
        let alone = filled(&row) == 1 && width > 1;
        let Some(current) = &mut table else {
            match alone {
                true => above.add(&row),
                false => table = Some(above.table(columns(&row), row.line)),
            }
            continue;
        };
        let follows = rows.peek().is_some_and(|next| !is_apart(next));
        let stands_out = match row.emphasis {
            Emphasis::Banner => true,
            Emphasis::Bold => follows,
            Emphasis::None => apart && follows,
        };
        let ends = rows.peek().is_none() && is_sentence(&text(&row));
        if alone && stands_out {
            // The columns go on below a section's name, until a row of headings says otherwise.
            let columns = current.columns.clone();
            shape
                .tables
                .extend(table.take().filter(|table| !table.rows.is_empty()));
            above.name(&row);
            table = Some(above.table(columns, row.line));
        } else if alone && ((apart && !follows) || ends) {
            let text = text(&row);
            shape.remark(
                Some(row.line),
                format!("“{text}” stands alone below a table and was left out"),
            );
        } else if is_heads(&row, current) || (apart && row.emphasis == Emphasis::Bold) {
            shape
                .tables
                .extend(table.take().filter(|table| !table.rows.is_empty()));
            table = Some(above.table(columns(&row), row.line));
        } else {
            current.rows.push(Row {
                cells: row.cells,
                line: row.line,
            });
        }
    }
    shape
        .tables
        .extend(table.filter(|table| !table.rows.is_empty()));
}

/// What stands above a table.
struct Above {
    fixed: Vec<Heading>,
    section: Option<Heading>,
    lead_in: Option<String>,
}

impl Above {
    /// A row before the first table: first the title, then what is said of the list.
    fn add(&mut self, row: &GridRow) {
        let text = text(row);
        let is_title = self
            .fixed
            .iter()
            .all(|heading| heading.rank != Rank::Title || self.fixed.len() < 2);
        let is_heading = text.chars().count() <= LONGEST_HEADING && !text.ends_with([':', '.']);
        if self.section.is_none() && self.lead_in.is_none() && is_title && is_heading {
            self.fixed.push(Heading {
                text,
                rank: Rank::Title,
            });
        } else {
            self.lead_in = Some(text);
        }
    }

    /// The name of the section that begins.
    fn name(&mut self, row: &GridRow) {
        self.section = Some(Heading {
            text: text(row),
            rank: Rank::Section,
        });
        self.lead_in = None;
    }

    fn table(&self, columns: Vec<Column>, line: usize) -> Table {
        Table {
            headings: self.fixed.iter().chain(&self.section).cloned().collect(),
            lead_in: self.lead_in.clone(),
            columns,
            line,
            ..Table::default()
        }
    }
}

fn text(row: &GridRow) -> String {
    row.cells.iter().map(Cell::plain).collect()
}

/// Whether a text is a sentence and no name, "Acme Inc." being one.
fn is_sentence(text: &str) -> bool {
    text.chars().count() > LONGEST_HEADING || (text.ends_with('.') && text.split(' ').count() > 4)
}

fn columns(row: &GridRow) -> Vec<Column> {
    row.cells
        .iter()
        .map(|cell| Column::Headed(cell.plain()))
        .collect()
}

/// Whether a row says once more what the columns are.
fn is_heads(row: &GridRow, table: &Table) -> bool {
    columns(row) == table.columns
}

fn filled(row: &GridRow) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}
