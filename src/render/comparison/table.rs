//! A table with its changed columns, rows and cells.

use std::fmt::Write as _;

use super::{Mark, Page, Side, Unchanged};
use crate::compare::prose::{
    CellChange, Change, ColumnChange, Row, Segment, TableChange, part_segments,
};
use crate::content::prose::{Inline, Table, inline_anchors};
use crate::render::prose::{Styling, alignment_class, escape};

type RowChange<'a> = Change<'a, Row, Vec<CellChange<'a>>>;

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
        for segment in part_segments(&changes.rows, Change::is_same) {
            match segment {
                Segment::Shown(rows) => self.rows("", (old, new), changes, rows),
                Segment::Folded(rows) => self.folded_rows((old, new), changes, rows),
            }
        }
        self.out.push_str("</table>\n");
        self.write(Side::New, |writer| writer.close_table_frame());
    }

    fn rows(
        &mut self,
        class: &str,
        tables: (&Table, &Table),
        changes: &TableChange<'_>,
        rows: &[RowChange<'_>],
    ) {
        let _ = writeln!(self.out, "<tbody{class}>");
        for row in rows {
            self.row(tables, changes, row);
        }
        self.out.push_str("</tbody>\n");
    }

    /// `details` can't stand in a table. A row with a box to tick does the same: the stylesheet hides
    /// the rows after it while the box is empty, and without one they are shown.
    fn folded_rows(
        &mut self,
        tables: (&Table, &Table),
        changes: &TableChange<'_>,
        rows: &[RowChange<'_>],
    ) {
        let what = (self.words.unchanged)(Unchanged::Rows, rows.len());
        let width = changes.columns.len().max(1);
        let class = self.class("unchanged-rows");
        let _ = write!(self.out, "<tbody{class}>\n<tr><td colspan=\"{width}\">");
        let shown = escape(&what);
        match self.new.options.styling {
            Styling::Sheet => {
                let label = escape(&(self.words.show)(&what));
                let _ = write!(
                    self.out,
                    "<label><input type=\"checkbox\" aria-label=\"{label}\"> {shown}</label>"
                );
            }
            Styling::None => {
                let _ = write!(self.out, "… {shown}");
            }
        }
        self.out.push_str("</td></tr>\n</tbody>\n");
        if self.new.options.styling == Styling::Sheet {
            self.rows(" class=\"folded\"", tables, changes, rows);
        }
    }

    fn row(&mut self, tables: (&Table, &Table), changes: &TableChange<'_>, row: &RowChange<'_>) {
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
                let class = self.class(mark.class());
                let _ = write!(self.out, "<tr{class}>");
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
            let class = self.class(&classes.join(" "));
            self.out.push_str(&class);
        }
        self.out.push('>');
    }
}
