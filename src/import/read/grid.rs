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
    let mut follows_note = false;
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let apart = is_apart(&row) || follows_note;
        let after_note = std::mem::take(&mut follows_note);
        let alone = filled(&row) == 1 && width > 1;
        let is_last = rows.peek().is_none();
        let next = rows.peek().filter(|next| !is_apart(next));
        let follows = next.is_some();
        let more = next.filter(|next| is_more_heads(&row, next));
        let goes_on = more.is_some();
        let columns = columns(&row, more);
        let Some(current) = &mut table else {
            if alone {
                above.add(&row);
                continue;
            }
            table = Some(above.table(columns, row.line));
            if goes_on {
                rows.next();
            }
            continue;
        };
        let lone = match alone {
            true => lone(&row, apart, follows, is_last),
            false => Lone::Row,
        };
        match lone {
            Lone::Section => {
                // The columns go on below a section's name, until a row of headings says otherwise.
                let columns = current.columns.clone();
                end(table.take(), shape);
                above.name(&row);
                table = Some(above.table(columns, row.line));
            }
            Lone::Note => {
                follows_note = true;
                let note = text(&row);
                let message = format!("“{note}” stands alone below a table and was left out");
                shape.remark(Some(row.line), message);
            }
            // Below a note that ended a table, another may begin; it is told by being much narrower.
            Lone::Row
                if columns == current.columns
                    || (apart && row.emphasis == Emphasis::Bold)
                    || (after_note && filled(&row) * 2 < current.columns.len()) =>
            {
                end(table.take(), shape);
                table = Some(above.table(columns, row.line));
                if goes_on {
                    rows.next();
                }
            }
            Lone::Row => current.rows.push(Row {
                cells: row.cells,
                line: row.line,
            }),
        }
    }
    end(table, shape);
}

fn end(table: Option<Table>, shape: &mut Shape) {
    let table = table.filter(|table| !table.rows.is_empty());
    shape.tables.extend(table);
}

/// What a row with a single cell is.
enum Lone {
    /// The name of what follows.
    Section,
    /// Something that is said of the table above.
    Note,
    Row,
}

fn lone(row: &GridRow, apart: bool, follows: bool, is_last: bool) -> Lone {
    let is_banner = row.emphasis == Emphasis::Banner;
    let is_sentence = is_sentence(&text(row));
    if (is_last && is_banner) || (is_sentence && (apart || is_last || is_banner)) {
        return Lone::Note;
    }
    match row.emphasis {
        Emphasis::Banner => Lone::Section,
        Emphasis::Bold if follows => Lone::Section,
        _ if apart && !follows => Lone::Note,
        Emphasis::None if apart => Lone::Section,
        Emphasis::None | Emphasis::Bold => Lone::Row,
    }
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

/// Whether a text is a sentence and no name, of which some end in a full stop too: "Acme Inc.".
fn is_sentence(text: &str) -> bool {
    const LONGEST_FORM: usize = 5;
    let ends = text.strip_suffix('.').is_some_and(|text| {
        let last = text.rsplit(' ').next().unwrap_or_default();
        let is_form = last.contains('.')
            || (last.starts_with(char::is_uppercase) && last.chars().count() <= LONGEST_FORM);
        text.split(' ').count() > 4 && !is_form
    });
    ends || text.chars().count() > LONGEST_HEADING
}

/// The columns that a row of headings names, with the row below that goes on with them.
fn columns(row: &GridRow, more: Option<&GridRow>) -> Vec<Column> {
    let width = more.map_or(0, |more| more.cells.len());
    let mut reaching = String::new();
    let columns = (0..row.cells.len().max(width)).map(|column| {
        let over = plain(row, column);
        let under = more.map(|more| plain(more, column)).unwrap_or_default();
        if !over.is_empty() {
            reaching.clone_from(&over);
        }
        Column::Headed(match under.is_empty() || under == over {
            true => over,
            false => format!("{reaching} {under}").trim().to_owned(),
        })
    });
    columns.collect()
}

/// Whether a row of headings goes on in the row below: that one fills cells which the first leaves to a
/// heading that reaches over them, and says nothing below headings that don't.
fn is_more_heads(row: &GridRow, below: &GridRow) -> bool {
    let width = row.cells.len().max(below.cells.len());
    let is_open = |column: usize| column < width && plain(row, column).is_empty();
    let goes_on = (0..width).any(|column| is_open(column) && !plain(below, column).is_empty());
    let mut single = (0..width)
        .filter(|column| !is_open(*column) && !is_open(column + 1))
        .peekable();
    let is_known = single.peek().is_some() || row.emphasis == Emphasis::Banner;
    goes_on
        && is_known
        && single.all(|column| {
            let under = plain(below, column);
            under.is_empty() || under == plain(row, column)
        })
}

fn plain(row: &GridRow, column: usize) -> String {
    row.cells.get(column).map(Cell::plain).unwrap_or_default()
}

fn filled(row: &GridRow) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}
