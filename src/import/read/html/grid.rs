//! A table's cells, those that span rows and columns repeated in each.

use std::collections::BTreeMap;

use scraper::ElementRef;

use super::notes::Notes;
use super::walk;
use crate::import::table::{Cell, Column, Heading, Rank, Row, Table};

/// Spans beyond these are a page's mistake or a trap.
const WIDEST: usize = 100;
const HIGHEST: usize = 1_000;
/// A table with more cells is no list.
const MOST: usize = 100_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Data,
}

struct Line {
    cells: Vec<(Cell, Kind)>,
    line: usize,
    is_head: bool,
    /// Whether one cell spans all columns.
    is_heading: bool,
}

/// The tables that a `<table>` is: a row that is one cell wide is a heading, and another table follows.
pub(super) fn tables(element: ElementRef<'_>, notes: &Notes, line: usize) -> Vec<Table> {
    let mut lines = lines(element, notes, line);
    if lines.is_empty() {
        return Vec::new();
    }
    if let Some(table) = standing(&lines, line) {
        return vec![table];
    }
    let mut headings: Vec<Heading> = Vec::new();
    while lines.first().is_some_and(|line| line.is_heading) && lines.len() > 1 {
        headings = vec![heading(&lines.remove(0))];
    }
    let head = lines.remove(0);
    let mut columns: Vec<Column> = columns(&head);
    // A second row of headings says more than the first.
    while lines
        .first()
        .is_some_and(|line| line.is_head && !line.is_heading)
    {
        let more = lines.remove(0);
        for (column, (cell, _)) in columns.iter_mut().zip(&more.cells) {
            if let Column::Headed(text) = column
                && !cell.is_empty()
                && cell.plain() != *text
            {
                *text = format!("{text} {}", cell.plain()).trim().to_owned();
            }
        }
    }
    let mut tables = Vec::new();
    let mut rows = Vec::new();
    let mut flush = |rows: &mut Vec<Row>, headings: &[Heading]| {
        if !rows.is_empty() {
            tables.push(Table {
                headings: headings.to_vec(),
                columns: columns.clone(),
                line: head.line,
                rows: std::mem::take(rows),
                ..Table::default()
            });
        }
    };
    for line in lines {
        if line.is_heading {
            flush(&mut rows, &headings);
            headings = vec![heading(&line)];
        } else if !is_repeated(&line, &head) {
            rows.push(row(line));
        }
    }
    flush(&mut rows, &headings);
    tables
}

fn is_repeated(line: &Line, head: &Line) -> bool {
    let cells = line.cells.iter().map(|(cell, _)| cell);
    line.is_head && cells.eq(head.cells.iter().map(|(cell, _)| cell))
}

fn columns(line: &Line) -> Vec<Column> {
    let texts = line.cells.iter().map(|(cell, _)| cell.plain());
    texts.map(Column::Headed).collect()
}

fn heading(line: &Line) -> Heading {
    let cell = line.cells.first();
    Heading {
        text: cell.map(|(cell, _)| cell.plain()).unwrap_or_default(),
        rank: Rank::Section,
    }
}

fn row(line: Line) -> Row {
    Row {
        cells: line.cells.into_iter().map(|(cell, _)| cell).collect(),
        line: line.line,
    }
}

/// A table whose headings stand in its first column: each other column is a vendor.
fn standing(lines: &[Line], line: usize) -> Option<Table> {
    let stands = lines.len() > 1
        && lines.iter().all(|line| {
            let mut kinds = line.cells.iter().map(|(_, kind)| *kind);
            kinds.next() == Some(Kind::Head)
                && line.cells.len() > 1
                && kinds.all(|k| k == Kind::Data)
        });
    // A first row with a blank corner has the headings after all.
    if !stands {
        return None;
    }
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let columns = lines.iter().map(|line| {
        let cell = line.cells.first();
        Column::Headed(cell.map(|(cell, _)| cell.plain()).unwrap_or_default())
    });
    let rows = (1..width).map(|at| Row {
        cells: lines
            .iter()
            .map(|line| {
                line.cells
                    .get(at)
                    .map(|(cell, _)| cell.clone())
                    .unwrap_or_default()
            })
            .collect(),
        line,
    });
    Some(Table {
        columns: columns.collect(),
        rows: rows.collect(),
        line,
        ..Table::default()
    })
}

fn lines(table: ElementRef<'_>, notes: &Notes, first: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // Cells that reach down into rows to come, by column.
    let mut reaching: BTreeMap<usize, (usize, Cell, Kind)> = BTreeMap::new();
    let mut count = 0;
    let mut before = first;
    for element in rows(table) {
        before = walk::line_of(element).unwrap_or(before);
        let mut cells: Vec<(Cell, Kind)> = Vec::new();
        let mut spans_all = 0;
        let mut own = 0;
        for child in element.children().filter_map(ElementRef::wrap) {
            let kind = match child.value().name() {
                "th" => Kind::Head,
                "td" => Kind::Data,
                _ => continue,
            };
            fill(&mut cells, &mut reaching);
            let wide = span(child, "colspan").min(WIDEST);
            let high = span(child, "rowspan").min(HIGHEST);
            let cell = walk::cell(child, notes);
            (own, spans_all) = (own + 1, wide);
            for _ in 0..wide {
                if cells.len() >= WIDEST {
                    break;
                }
                if high > 1 {
                    reaching.insert(cells.len(), (high - 1, cell.clone(), kind));
                }
                cells.push((cell.clone(), kind));
            }
        }
        fill(&mut cells, &mut reaching);
        count += cells.len();
        if count > MOST {
            break;
        }
        if cells.iter().all(|(cell, _)| cell.is_empty()) {
            continue;
        }
        let in_head = element.parent().and_then(ElementRef::wrap);
        let in_head = in_head.is_some_and(|parent| parent.value().name() == "thead");
        lines.push(Line {
            is_head: in_head || cells.iter().all(|(_, kind)| *kind == Kind::Head),
            is_heading: own == 1 && spans_all > 1 && spans_all == cells.len(),
            cells,
            line: before,
        });
    }
    lines
}

/// The rows of a table, not those of tables within it.
fn rows(table: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut rows = Vec::new();
    for child in table.children().filter_map(ElementRef::wrap) {
        match child.value().name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => {
                let inner = child.children().filter_map(ElementRef::wrap);
                rows.extend(inner.filter(|row| row.value().name() == "tr"));
            }
            _ => {}
        }
    }
    rows
}

/// Puts the cells from rows above where the next cell would stand.
fn fill(cells: &mut Vec<(Cell, Kind)>, reaching: &mut BTreeMap<usize, (usize, Cell, Kind)>) {
    while let Some((left, cell, kind)) = reaching.remove(&cells.len()) {
        if left > 1 {
            reaching.insert(cells.len(), (left - 1, cell.clone(), kind));
        }
        cells.push((cell, kind));
    }
}

fn span(cell: ElementRef<'_>, attribute: &str) -> usize {
    let written = cell
        .attr(attribute)
        .and_then(|span| span.trim().parse().ok());
    written.filter(|span| *span > 0).unwrap_or(1)
}
