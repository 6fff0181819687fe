//! Tables by column and row: a column by its heading, a row by what its first column says.

use std::rc::Rc;

use super::align::{Alone, Kind, Print, Step, align};
use super::blocks::changes;
use super::canonical::{self, Names};
use super::words::{self, Side};
use super::{Change, Words};
use crate::content::prose::{Inline, Table, inline_text};

pub type Row = Vec<Vec<Inline>>;

/// How a table was amended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableChange<'a> {
    /// The columns of both sides, from left to right.
    pub columns: Vec<ColumnChange>,
    /// The row of headings: one cell a column.
    pub head: Vec<CellChange<'a>>,
    /// An amended row has one cell a column.
    pub rows: Vec<Change<'a, Row, Vec<CellChange<'a>>>>,
}

/// A column, by its place on either side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnChange {
    Kept { old: usize, new: usize },
    Added(usize),
    Removed(usize),
}

/// A cell of an amended row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CellChange<'a> {
    Words(Words),
    /// In a column that was added.
    Added(&'a [Inline]),
    /// In a column that was removed.
    Removed(&'a [Inline]),
    /// So little stayed that the two are better read one after the other.
    Rewritten {
        old: &'a [Inline],
        new: &'a [Inline],
    },
}

impl TableChange<'_> {
    pub fn is_same(&self) -> bool {
        self.head.iter().all(CellChange::is_same) && self.rows.iter().all(Change::is_same)
    }
}

impl CellChange<'_> {
    pub fn is_same(&self) -> bool {
        matches!(self, CellChange::Words(words) if words.is_same())
    }
}

pub(super) fn compare<'a>(old: &'a Table, new: &'a Table, names: &Names) -> TableChange<'a> {
    let columns = columns(old, new, names);
    let key = columns.iter().find_map(|column| match column {
        ColumnChange::Kept { old, new } => Some((*old, *new)),
        _ => None,
    });
    let old_prints = rows(old, Side::Old, &columns, key.map(|(old, _)| old), names);
    let new_prints = rows(new, Side::New, &columns, key.map(|(_, new)| new), names);
    let steps = align(&old_prints, &new_prints, Alone::IsAnother);
    // A row that only lost or won a cell with its column is amended by that.
    let all_kept = columns
        .iter()
        .all(|c| matches!(c, ColumnChange::Kept { .. }));
    let steps = steps.into_iter().map(|step| match step {
        Step::Same(i, j) if !all_kept => Step::Versions(i, j),
        step => step,
    });
    let rows = changes(&old.rows, &new.rows, steps.collect(), |old, new| {
        let cells = cells(old, new, &columns, names);
        (!cells.iter().all(CellChange::is_same)).then_some(cells)
    });
    TableChange {
        head: cells(&old.head, &new.head, &columns, names),
        columns,
        rows,
    }
}

fn columns(old: &Table, new: &Table, names: &Names) -> Vec<ColumnChange> {
    fn prints<'a>(table: &'a Table, names: &Names, side: Side) -> Vec<Print<'a>> {
        let print = |(at, cell): (usize, &'a Vec<Inline>)| {
            let mut canonical = String::new();
            canonical::inlines(cell, names, side, &mut canonical);
            // A column with another heading may still hold the same.
            Print::new(canonical, Kind::Member, None, move || {
                let mut text = inline_text(cell);
                for row in &table.rows {
                    text.push(' ');
                    text.push_str(
                        &row.get(at)
                            .map(|cell| inline_text(cell))
                            .unwrap_or_default(),
                    );
                }
                text
            })
        };
        table.head.iter().enumerate().map(print).collect()
    }
    let alone = if old.head.len() == new.head.len() {
        Alone::IsAVersion
    } else {
        Alone::IsAnother
    };
    let (old, new) = (prints(old, names, Side::Old), prints(new, names, Side::New));
    align(&old, &new, alone)
        .into_iter()
        .map(|step| match step {
            Step::Same(old, new) | Step::Versions(old, new) => ColumnChange::Kept { old, new },
            // A column that stands elsewhere is shown in both places.
            Step::Removed(at) | Step::MovedAway(at, _) => ColumnChange::Removed(at),
            Step::Added(at) | Step::MovedHere(_, at) => ColumnChange::Added(at),
        })
        .collect()
}

/// Rows are the same where the columns that both tables have say the same.
fn rows<'a>(
    table: &'a Table,
    side: Side,
    columns: &[ColumnChange],
    key: Option<usize>,
    names: &Names,
) -> Vec<Print<'a>> {
    let kept: Rc<[usize]> = columns
        .iter()
        .filter_map(|column| match (column, side) {
            (ColumnChange::Kept { old, .. }, Side::Old) => Some(*old),
            (ColumnChange::Kept { new, .. }, Side::New) => Some(*new),
            _ => None,
        })
        .collect();
    let print = |row: &'a Row| {
        let mut canonical = String::new();
        for cell in kept.iter().filter_map(|&at| row.get(at)) {
            canonical::inlines(cell, names, side, &mut canonical);
            canonical.push('\u{2}');
        }
        let name = key
            .and_then(|at| row.get(at))
            .map(|cell| inline_text(cell).trim().to_owned())
            .filter(|name| !name.is_empty());
        let kept = Rc::clone(&kept);
        Print::new(canonical, Kind::Member, name, move || {
            let cells = kept.iter().filter_map(|&at| row.get(at));
            cells.map(|cell| inline_text(cell) + " ").collect()
        })
    };
    table.rows.iter().map(print).collect()
}

fn cells<'a>(
    old: &'a [Vec<Inline>],
    new: &'a [Vec<Inline>],
    columns: &[ColumnChange],
    names: &Names,
) -> Vec<CellChange<'a>> {
    let cell = |row: &'a [Vec<Inline>], at: usize| row.get(at).map_or(&[][..], Vec::as_slice);
    columns
        .iter()
        .map(|column| match *column {
            ColumnChange::Kept { old: i, new: j } => {
                let (old, new) = (cell(old, i), cell(new, j));
                let words = words::compare(old, new, names);
                if words.is_rewritten() {
                    CellChange::Rewritten { old, new }
                } else {
                    CellChange::Words(words)
                }
            }
            ColumnChange::Added(at) => CellChange::Added(cell(new, at)),
            ColumnChange::Removed(at) => CellChange::Removed(cell(old, at)),
        })
        .collect()
}
