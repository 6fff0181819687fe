//! HTML tables with cells that reach over rows and columns.

use scraper::ElementRef;

use super::{Walk, flowing};
use crate::import::document::text::{Block, Reach, Row, Table, plain};

/// How many columns a table may have, and over how many rows a cell may reach.
const WIDEST: usize = 100;

/// How many cells the tables of a page may have together.
const MOST: usize = 50_000;

/// A table; a page's frame of one column is what stands in it.
pub(super) fn read(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Block> {
    let mut above: Vec<Block> = Vec::new();
    let mut grid: Vec<Row> = Vec::new();
    // Cells that reach down, by their column: how many rows are left.
    let mut reaching: Vec<(usize, Vec<Block>)> = Vec::new();
    for part in element.children().filter_map(ElementRef::wrap) {
        match part.value().name() {
            "caption" => above.extend(flowing(part, walk)),
            "tr" => grid.extend(row(part, &mut reaching, walk)),
            "thead" | "tbody" | "tfoot" => {
                for part in part.children().filter_map(ElementRef::wrap) {
                    grid.extend(row(part, &mut reaching, walk));
                }
                reaching.clear();
            }
            _ => {}
        }
    }
    let width = grid.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if width < 2 {
        above.extend(grid.into_iter().flat_map(|row| row.cells).flatten());
        return above;
    }
    for row in &mut grid {
        row.cells.resize(width, Vec::new());
    }
    grid.retain(|row| !row.cells.iter().all(Vec::is_empty));
    if !grid.is_empty() {
        let head = grid.remove(0).cells;
        above.push(Block::Table(Table { head, rows: grid }));
    }
    above
}

fn row(
    element: ElementRef<'_>,
    reaching: &mut Vec<(usize, Vec<Block>)>,
    walk: &mut Walk,
) -> Option<Row> {
    if element.value().name() != "tr" {
        return None;
    }
    let mut cells: Vec<Vec<Block>> = Vec::new();
    let mut own = 0;
    let mut widest = 0;
    for cell in element.children().filter_map(ElementRef::wrap) {
        if !matches!(cell.value().name(), "td" | "th") {
            continue;
        }
        from_above(&mut cells, reaching);
        walk.enter(cell);
        let content = flowing(cell, walk);
        if own == 0 {
            walk.at(&plain(&content));
        }
        own += 1;
        let (columns, rows) = (span(cell, "colspan"), span(cell, "rowspan"));
        widest = widest.max(columns);
        walk.cells += columns;
        if walk.cells > MOST || cells.len() >= WIDEST {
            walk.lost("the rest of a table that is too large");
            break;
        }
        for column in 0..columns {
            if rows > 1 {
                reaching.resize(reaching.len().max(cells.len() + 1), (0, Vec::new()));
                if let Some(below) = reaching.get_mut(cells.len()) {
                    *below = (
                        rows - 1,
                        if column == 0 {
                            content.clone()
                        } else {
                            Vec::new()
                        },
                    );
                }
            }
            cells.push(if column == 0 {
                content.clone()
            } else {
                Vec::new()
            });
        }
    }
    from_above(&mut cells, reaching);
    let reach = match own == 1 && widest > 1 && widest == cells.len() {
        true => Reach::Banner,
        false => Reach::Columns,
    };
    Some(Row { cells, reach })
}

/// Takes the cells that reach down to where the next cell of the row would stand.
fn from_above(cells: &mut Vec<Vec<Block>>, reaching: &mut [(usize, Vec<Block>)]) {
    while let Some((left, content)) = reaching.get_mut(cells.len())
        && *left > 0
    {
        *left -= 1;
        cells.push(content.clone());
    }
}

fn span(cell: ElementRef<'_>, name: &str) -> usize {
    let span = cell.attr(name).and_then(|span| span.trim().parse().ok());
    span.unwrap_or(1).clamp(1, WIDEST)
}
