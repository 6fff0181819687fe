//! The tables in a sheet's rows: a title above, section rows between, notes below.

use super::Shape;
use crate::import::table::{Cell, Column, Heading, Rank, Row, Table};

/// A row as it stands in a sheet. There is none where a sheet's row is empty.
pub(super) struct GridRow {
    /// From 1.
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
    pub(super) emphasis: Emphasis,
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
    let mut last = 0;
    let mut rows = rows.into_iter().filter(|row| filled(row) > 0).peekable();
    while let Some(row) = rows.next() {
        let apart = row.number > last + 1;
        last = row.number;
        let alone = filled(&row) == 1 && width > 1;
        let Some(current) = &mut table else {
            match alone {
                true => above.add(&row),
                false => table = Some(above.table(columns(&row), row.number)),
            }
            continue;
        };
        let follows = rows
            .peek()
            .is_some_and(|next| next.number == row.number + 1);
        if alone
            && (row.emphasis == Emphasis::Banner || (row.emphasis == Emphasis::Bold && follows))
        {
            // The columns go on below a section's name, until a row of headings says otherwise.
            let columns = current.columns.clone();
            shape
                .tables
                .extend(table.take().filter(|table| !table.rows.is_empty()));
            above.name(&row);
            table = Some(above.table(columns, row.number));
        } else if alone && apart && !follows {
            let text = row.cells.iter().map(Cell::plain).collect::<String>();
            shape.remark(
                Some(row.number),
                format!("“{text}” stands alone below a table and was left out"),
            );
        } else if is_heads(&row, current) || (apart && row.emphasis == Emphasis::Bold) {
            shape
                .tables
                .extend(table.take().filter(|table| !table.rows.is_empty()));
            table = Some(above.table(columns(&row), row.number));
        } else {
            current.rows.push(Row {
                cells: row.cells,
                line: row.number,
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
        let text = row.cells.iter().map(Cell::plain).collect::<String>();
        let is_title = self
            .fixed
            .iter()
            .all(|heading| heading.rank != Rank::Title || self.fixed.len() < 2);
        let is_sentence = text.chars().count() > LONGEST_HEADING || text.ends_with([':', '.']);
        if self.section.is_none() && self.lead_in.is_none() && is_title && !is_sentence {
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
        let text = row.cells.iter().map(Cell::plain).collect::<String>();
        self.section = Some(Heading {
            text,
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
