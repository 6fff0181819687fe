//! One sheet → its rows, as a person sees them.

use std::collections::{BTreeMap, BTreeSet};

use super::style::{Epoch, Styles, number};
use super::xml::{Element, Malformed, Node, Nodes, nodes};
use super::{Failure, Piece};
use crate::import::read::MOST_CELLS;
use crate::import::read::grid::{Emphasis, Gap, GridRow};
use crate::import::table::Cell;

/// How much text its cells may have together. One text can be named by any number of cells.
pub(super) const MOST_TEXT: usize = 64 << 20;

/// The last column that a sheet can have, "XFD".
const COLUMNS: usize = 16_384;

/// What is left of the bounds of a workbook.
pub(super) struct Bounds {
    cells: usize,
    text: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            cells: MOST_CELLS,
            text: MOST_TEXT,
        }
    }
}

impl Bounds {
    fn spend(&mut self, cells: usize, text: usize) -> Result<(), Failure> {
        let left = self
            .cells
            .checked_sub(cells)
            .zip(self.text.checked_sub(text));
        (self.cells, self.text) = left.ok_or(Failure::Cells)?;
        Ok(())
    }
}

/// The addresses outside the workbook that a sheet names, by id.
pub(super) type Links = BTreeMap<String, String>;

/// A text of the workbook, as its cells show it.
pub(super) type Shared = Vec<Piece>;

/// What the cells of a sheet refer to.
pub(super) struct Values<'a> {
    pub(super) shared: &'a [Shared],
    pub(super) styles: &'a Styles,
    pub(super) epoch: Epoch,
    pub(super) links: &'a Links,
}

pub(super) struct Sheet {
    pub(super) rows: Vec<GridRow>,
    /// What of it is hidden: "row 7", "column C".
    pub(super) hidden: Vec<String>,
}

/// A range of cells, both ends included; counted from 0.
#[derive(Clone, Copy, Debug)]
struct Range {
    rows: (usize, usize),
    columns: (usize, usize),
}

/// Rows with their cells, both by number from 0.
type Rows = BTreeMap<usize, BTreeMap<usize, Filled>>;

#[derive(Clone)]
struct Filled {
    pieces: Vec<Piece>,
    bold: bool,
}

pub(super) fn shared_strings(text: &str) -> Result<Vec<Shared>, Malformed> {
    let mut strings = Vec::new();
    let mut nodes = nodes(text);
    while let Some(node) = nodes.next()? {
        if let Node::Open(element) = node
            && element.name() == "si"
        {
            strings.push(rich_text(&mut nodes, "si")?);
        }
    }
    Ok(strings)
}

/// The pieces of a text up to the end of the element that holds it.
fn rich_text(nodes: &mut Nodes<'_>, end: &str) -> Result<Vec<Piece>, Malformed> {
    let mut pieces = Vec::new();
    let (mut in_text, mut phonetic, mut struck) = (false, false, false);
    let mut run = String::new();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => match element.name() {
                "t" => in_text = true,
                "rPh" => phonetic = true,
                "r" => struck = false,
                "strike" => struck = element.is_on(),
                _ => {}
            },
            Node::Text(text) if in_text && !phonetic => run.push_str(&text),
            Node::Text(_) => {}
            Node::Close(name) => match name.as_str() {
                "t" => {
                    in_text = false;
                    push_text(&mut pieces, &unescaped(&run), struck);
                    run.clear();
                }
                "rPh" => phonetic = false,
                name if name == end => break,
                _ => {}
            },
        }
    }
    Ok(pieces)
}

fn push_text(pieces: &mut Vec<Piece>, text: &str, struck: bool) {
    for (index, line) in text.replace("\r\n", "\n").split('\n').enumerate() {
        if index > 0 {
            pieces.push(Piece::Break);
        }
        if !line.is_empty() {
            pieces.push(match struck {
                true => Piece::Struck(line.to_owned()),
                false => Piece::Text(line.to_owned()),
            });
        }
    }
}

/// A text without the `_x000D_` by which workbooks write what XML can't hold.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        let character = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match character {
            Some(character) => {
                // A carriage return goes along with the line feed that ends the line.
                if character != '\r' {
                    plain.push(character);
                }
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    plain + rest
}

pub(super) fn read(text: &str, values: &Values<'_>, bounds: &mut Bounds) -> Result<Sheet, Failure> {
    let mut rows = Rows::new();
    let mut hidden_rows = BTreeSet::new();
    let mut hidden_columns: Vec<(usize, usize)> = Vec::new();
    let mut merged: Vec<Range> = Vec::new();
    let mut links: Vec<(Range, String)> = Vec::new();
    let (mut row, mut column) = (0, 0);
    let mut nodes = nodes(text);
    while let Some(node) = nodes.next()? {
        let Node::Open(element) = node else {
            continue;
        };
        match element.name() {
            "col" if element.flag("hidden") => {
                let ends = element.number("min").zip(element.number("max"));
                hidden_columns
                    .extend(ends.map(|(min, max)| (min.saturating_sub(1), max.saturating_sub(1))));
            }
            "row" => {
                // A row that doesn't say its number is the next one.
                row = element.number("r").unwrap_or(row + 1);
                column = 0;
                if element.flag("hidden") {
                    hidden_rows.insert(row.saturating_sub(1));
                }
            }
            "c" => {
                let (at, filled) = cell(
                    &element,
                    (row.saturating_sub(1), column),
                    &mut nodes,
                    values,
                )?;
                column = at.1 + 1;
                if !filled.pieces.is_empty() && at.1 < COLUMNS {
                    bounds.spend(1, length(&filled.pieces))?;
                    rows.entry(at.0).or_default().insert(at.1, filled);
                }
            }
            "mergeCell" => {
                bounds.spend(1, 0)?;
                merged.extend(element.attribute("ref").and_then(|text| range(&text)));
            }
            "hyperlink" => {
                bounds.spend(1, 0)?;
                let target = element.attribute("id").and_then(|id| values.links.get(&id));
                let cells = element.attribute("ref").and_then(|text| range(&text));
                links.extend(cells.zip(target.cloned()));
            }
            _ => {}
        }
    }
    for (range, target) in &links {
        link(&mut rows, *range, target, bounds)?;
    }
    let mut banners = BTreeSet::new();
    for range in &merged {
        spread(&mut rows, *range, bounds)?;
        if range.columns.1 > range.columns.0 {
            banners.insert(range.rows.0);
        }
    }
    let hidden = hide(&mut rows, &hidden_rows, &hidden_columns);
    let mut shown = Vec::new();
    let mut next = 0;
    for (number, cells) in rows {
        let emphasis = emphasis(&cells, banners.contains(&number));
        let cells = in_place(cells, bounds)?;
        if cells.iter().all(Cell::is_empty) {
            continue;
        }
        // What is hidden between two rows doesn't part them.
        let parted = (next..number).any(|between| !hidden_rows.contains(&between));
        shown.push(GridRow {
            line: number + 1,
            gap: match parted {
                true => Gap::Empty,
                false => Gap::None,
            },
            cells,
            emphasis,
        });
        next = number + 1;
    }
    Ok(Sheet {
        rows: shown,
        hidden,
    })
}

/// One cell: where it stands and what it shows.
fn cell(
    element: &Element<'_>,
    next: (usize, usize),
    nodes: &mut Nodes<'_>,
    values: &Values<'_>,
) -> Result<((usize, usize), Filled), Failure> {
    let at = element
        .attribute("r")
        .and_then(|text| position(&text))
        .unwrap_or(next);
    let kind = element.attribute("t").unwrap_or_default();
    let style = values.styles.get(element.number("s"));
    let (mut value, mut formula) = (String::new(), String::new());
    let mut pieces = Vec::new();
    let mut inside = "";
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => match element.name() {
                "is" => pieces = rich_text(nodes, "is")?,
                "v" => inside = "v",
                "f" => inside = "f",
                _ => inside = "",
            },
            Node::Text(text) if inside == "v" => value.push_str(&text),
            Node::Text(text) if inside == "f" => formula.push_str(&text),
            Node::Text(_) => {}
            Node::Close(name) if name == "c" => break,
            Node::Close(_) => inside = "",
        }
    }
    match kind.as_str() {
        "s" => {
            let index = value.trim().parse::<usize>().ok();
            let shared = index.and_then(|index| values.shared.get(index));
            pieces = shared.ok_or(Failure::Damaged)?.clone();
        }
        "inlineStr" => {}
        "b" => {
            let word = if value.trim() == "0" { "FALSE" } else { "TRUE" };
            push_text(&mut pieces, word, false);
        }
        // A day by itself, or its beginning where it is a moment.
        "d" => {
            let text = value.trim();
            let day = text.strip_suffix("T00:00:00").unwrap_or(text);
            push_text(&mut pieces, day, false);
        }
        "str" | "e" => push_text(&mut pieces, &unescaped(&value), false),
        _ if value.trim().is_empty() => {}
        _ => push_text(
            &mut pieces,
            &number(&value, style.shown, values.epoch),
            false,
        ),
    }
    if let Some(target) = linked_by(&formula) {
        pieces = with_target(pieces, target);
    }
    if style.struck {
        pieces = pieces.into_iter().map(strike).collect();
    }
    let bold = style.bold;
    Ok((at, Filled { pieces, bold }))
}

fn strike(piece: Piece) -> Piece {
    match piece {
        Piece::Text(text) | Piece::Link { text, .. } => Piece::Struck(text),
        other => other,
    }
}

/// The address in `HYPERLINK("https://…", "…")`.
fn linked_by(formula: &str) -> Option<&str> {
    let rest = formula.trim().strip_prefix("HYPERLINK(\"")?;
    rest.split_once('"').map(|(target, _)| target)
}

/// The same words as a link. What is struck through stays so.
fn with_target(pieces: Vec<Piece>, target: &str) -> Vec<Piece> {
    let linked = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => Piece::Link {
            text,
            target: target.to_owned(),
        },
        other => other,
    });
    linked.collect()
}

fn length(pieces: &[Piece]) -> usize {
    let lengths = pieces.iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Struck(text) | Piece::Detail(text) | Piece::Note(text) => {
            text.len()
        }
        Piece::Link { text, target } => text.len() + target.len(),
        Piece::Break | Piece::Item => 0,
    });
    lengths.map(|length| length + size_of::<Piece>()).sum()
}

fn link(rows: &mut Rows, range: Range, target: &str, bounds: &mut Bounds) -> Result<(), Failure> {
    for (_, cells) in rows.range_mut(range.rows.0..=range.rows.1) {
        for (_, filled) in cells.range_mut(range.columns.0..=range.columns.1) {
            bounds.spend(1, filled.pieces.len() * target.len())?;
            filled.pieces = with_target(std::mem::take(&mut filled.pieces), target);
        }
        bounds.spend(1, 0)?;
    }
    Ok(())
}

/// A cell that reaches over several rows counts in each of them that says something else too.
fn spread(rows: &mut Rows, range: Range, bounds: &mut Bounds) -> Result<(), Failure> {
    let (first, last) = range.rows;
    let column = range.columns.0;
    let Some(filled) = rows
        .get(&first)
        .and_then(|cells| cells.get(&column))
        .cloned()
    else {
        return Ok(());
    };
    if first == last {
        return Ok(());
    }
    for (_, cells) in rows.range_mut(first + 1..=last) {
        bounds.spend(1, length(&filled.pieces))?;
        cells.entry(column).or_insert_with(|| filled.clone());
    }
    Ok(())
}

/// Takes out what isn't shown, and says what.
fn hide(
    rows: &mut Rows,
    hidden_rows: &BTreeSet<usize>,
    hidden_columns: &[(usize, usize)],
) -> Vec<String> {
    let mut said = Vec::new();
    for &row in hidden_rows {
        if rows.remove(&row).is_some() {
            said.push(format!("row {}", row + 1));
        }
    }
    let mut columns = BTreeSet::new();
    for cells in rows.values_mut() {
        cells.retain(|column, _| {
            let hidden = hidden_columns
                .iter()
                .any(|(first, last)| (first..=last).contains(&column));
            if hidden {
                columns.insert(*column);
            }
            !hidden
        });
    }
    rows.retain(|_, cells| !cells.is_empty());
    said.extend(
        columns
            .into_iter()
            .map(|column| format!("column {}", letters(column))),
    );
    said
}

fn emphasis(cells: &BTreeMap<usize, Filled>, is_banner: bool) -> Emphasis {
    match (is_banner, cells.values().all(|filled| filled.bold)) {
        (true, _) => Emphasis::Banner,
        (false, true) => Emphasis::Bold,
        (false, false) => Emphasis::None,
    }
}

/// The cells of a row from its first column to its last.
fn in_place(cells: BTreeMap<usize, Filled>, bounds: &mut Bounds) -> Result<Vec<Cell>, Failure> {
    let width = cells.last_key_value().map_or(0, |(last, _)| last + 1);
    // Empty cells before the last one take their place too.
    bounds.spend(width - cells.len(), 0)?;
    let mut row = vec![Cell::default(); width];
    for (column, filled) in cells {
        if let Some(cell) = row.get_mut(column) {
            cell.pieces = filled.pieces;
        }
    }
    Ok(row)
}

/// `B3:D7`, or one cell.
fn range(text: &str) -> Option<Range> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (position(first)?, position(last)?);
    Some(Range {
        rows: (first.0, last.0.max(first.0)),
        columns: (first.1, last.1.max(first.1)),
    })
}

/// `B3` as row and column, from 0.
fn position(text: &str) -> Option<(usize, usize)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let row: usize = row.parse().ok()?;
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        let digit = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|digit| *digit < 26)?;
        column.checked_mul(26)?.checked_add(usize::from(digit) + 1)
    })?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The letters of a column: `C` of 2.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = (left - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}
