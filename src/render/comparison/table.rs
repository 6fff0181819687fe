//! A table with its changed columns, rows and cells.

use std::fmt::Write as _;

use super::{Mark, Page, Side};
use crate::compare::prose::{CellChange, Change, ColumnChange, Row, TableChange};
use crate::content::prose::{Inline, Table, inline_anchors};
use crate::render::prose::alignment_class;

impl Page<'_> {
    pub(super) fn table(&mut self, old: &Table, new: &Table, changes: &TableChange<'_>) {
        let same_look = changes.columns.iter().all(|column| match *column {
            ColumnChange::Kept { old: i, new: j } => old.alignments.get(i) == new.alignments.get(j),
            _ => true,
        });
        if !same_look {
            self.label(self.words.reformatted);
        }
        self.write(Side::New, |writer| writer.open_table_frame());
        self.out.push_str("<table>\n<thead>\n<tr>");
        let head = (Some(&old.head), Some(&new.head));
        self.cells((old, new), changes, head, Some(&changes.head), "th");
        self.out.push_str("</tr>\n</thead>\n");
        if !changes.rows.is_empty() {
            self.out.push_str("<tbody>\n");
            for row in &changes.rows {
                self.row((old, new), changes, row);
            }
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>\n");
        self.write(Side::New, |writer| writer.close_table_frame());
    }

    fn row(
        &mut self,
        tables: (&Table, &Table),
        changes: &TableChange<'_>,
        row: &Change<'_, Row, Vec<CellChange<'_>>>,
    ) {
        let (mark, sides, cells) = match row {
            Change::Same { old, new } => (None, (Some(*old), Some(*new)), None),
            Change::Added(row) => (Some(Mark::Added), (None, Some(*row)), None),
            Change::Removed(row) => (Some(Mark::Removed), (Some(*row), None), None),
            Change::MovedHere { new, .. } => (Some(Mark::MovedHere), (None, Some(*new)), None),
            Change::MovedAway { old, .. } => (Some(Mark::MovedAway), (Some(*old), None), None),
            Change::Amended { old, new, within } => {
                (None, (Some(*old), Some(*new)), Some(within.as_slice()))
            }
        };
        match mark {
            None => {
                self.out.push_str("<tr>");
                self.cells(tables, changes, sides, cells, "td");
            }
            Some(mark) => {
                let _ = write!(self.out, "<tr class=\"{}\">", mark.class());
                self.marked_cells(tables, changes, mark, sides.0.or(sides.1));
            }
        }
        self.out.push_str("</tr>\n");
    }

    /// The cells of a row that both sides have.
    fn cells(
        &mut self,
        tables: (&Table, &Table),
        changes: &TableChange<'_>,
        (old, new): (Option<&Row>, Option<&Row>),
        cells: Option<&[CellChange<'_>]>,
        name: &str,
    ) {
        for (index, column) in changes.columns.iter().enumerate() {
            self.open_cell(tables, *column, name);
            let old_cell = match *column {
                ColumnChange::Kept { old: at, .. } => old.and_then(|row| row.get(at)),
                _ => None,
            };
            let anchors = old_cell
                .map(|cell| inline_anchors(cell))
                .unwrap_or_default();
            self.with_old_anchors(&anchors, |page| {
                match cells.and_then(|cells| cells.get(index)) {
                    Some(CellChange::Words(words)) => page.changed_words(words),
                    Some(CellChange::Added(cell)) => page.marked_cell(Mark::Added, cell),
                    Some(CellChange::Removed(cell)) => page.marked_cell(Mark::Removed, cell),
                    Some(CellChange::Rewritten { old, new }) => {
                        page.marked_words(Mark::Removed, old);
                        page.out.push(' ');
                        page.marked_words(Mark::Added, new);
                    }
                    None => {
                        if let ColumnChange::Kept { new: at, .. } = *column
                            && let Some(cell) = new.and_then(|row| row.get(at))
                        {
                            page.write(Side::New, |writer| writer.inlines(cell));
                        }
                    }
                }
            });
            let _ = write!(self.out, "</{name}>");
        }
    }

    /// The cells of a row that one side has; a column that only the other side has is empty.
    fn marked_cells(
        &mut self,
        tables: (&Table, &Table),
        changes: &TableChange<'_>,
        mark: Mark,
        row: Option<&Row>,
    ) {
        for column in &changes.columns {
            self.open_cell(tables, *column, "td");
            let at = match (*column, mark.side()) {
                (ColumnChange::Kept { old: at, .. } | ColumnChange::Removed(at), Side::Old)
                | (ColumnChange::Kept { new: at, .. } | ColumnChange::Added(at), Side::New) => {
                    Some(at)
                }
                _ => None,
            };
            if let Some(cell) = at.and_then(|at| row?.get(at)) {
                self.marked_cell(mark, cell);
            }
            self.out.push_str("</td>");
        }
    }

    fn marked_cell(&mut self, mark: Mark, cell: &[Inline]) {
        if !cell.is_empty() {
            self.marked_words(mark, cell);
        }
    }

    fn open_cell(&mut self, (old, new): (&Table, &Table), column: ColumnChange, name: &str) {
        let (alignment, mark) = match column {
            ColumnChange::Kept { new: at, .. } => (new.alignments.get(at), None),
            ColumnChange::Added(at) => (new.alignments.get(at), Some("added")),
            ColumnChange::Removed(at) => (old.alignments.get(at), Some("removed")),
        };
        let alignment = alignment.and_then(|alignment| alignment_class(*alignment));
        let classes: Vec<&str> = mark.into_iter().chain(alignment).collect();
        let _ = write!(self.out, "<{name}");
        if name == "th" {
            self.out.push_str(" scope=\"col\"");
        }
        if !classes.is_empty() {
            let _ = write!(self.out, " class=\"{}\"", classes.join(" "));
        }
        self.out.push('>');
    }
}
