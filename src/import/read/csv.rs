//! Values between separators, as spreadsheets export them: the rows of a sheet without their looks.

use ::csv::{ReaderBuilder, StringRecord};

use super::grid::{self, Emphasis, Gap, GridRow};
use super::{MOST_CELLS, Shape, Unreadable};
use crate::import::table::Cell;

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// From how many rows the separator is told.
const TRIED: usize = 20;

pub(super) fn read(text: &str) -> Result<Shape, Unreadable> {
    let (text, separator, skipped) = match announced(text) {
        Some((rest, separator)) => (rest, separator, 1),
        None => (text, likely(text), 0),
    };
    let mut rows: Vec<GridRow> = Vec::new();
    let (mut cells, mut relations) = (0, 0);
    // The line after the last row that isn't empty.
    let mut next = 1;
    for record in records(text, separator) {
        let (line, record) = record?;
        let breaks = record.as_slice().matches('\n').count();
        cells += record.len() + breaks;
        if cells > MOST_CELLS {
            return Err(Unreadable {
                message: format!("the table has more than {MOST_CELLS} cells and lines"),
                line: Some(line + skipped),
                help: "cut the list out of it; or, if it is shorter, close the quotation mark that is open from there on"
                    .to_owned(),
            });
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push(GridRow {
            line: line + skipped,
            gap: match line > next {
                true => Gap::Empty,
                false => Gap::None,
            },
            cells: record
                .iter()
                .map(|text| cell(text, &mut relations))
                .collect(),
            emphasis: Emphasis::None,
        });
        next = line + breaks + 1;
    }
    let mut shape = Shape::default();
    grid::read(None, rows, &mut shape);
    if relations > 0 {
        let message =
            "the links to pages of Notion were left out: only your own people can open them";
        shape.remark(None, message);
    }
    Ok(shape)
}

/// A cell, without the address that Notion writes behind each page that another page names:
/// `Names (https://www.notion.so/Names-1f00)`. Those that were left out are counted.
fn cell(text: &str, relations: &mut usize) -> Cell {
    const ADDRESS: &str = " (https://www.notion.so/";
    let mut parts = text.split(ADDRESS);
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((_, after)) => {
                *relations += 1;
                said.push_str(after);
            }
            None => {
                said.push_str(ADDRESS);
                said.push_str(part);
            }
        }
    }
    Cell::text(&said)
}

/// The separator that the first line announces, as some spreadsheets write it: `sep=;`.
fn announced(text: &str) -> Option<(&str, u8)> {
    let (first, rest) = text.split_once('\n')?;
    let separator = first.trim_end_matches('\r').strip_prefix("sep=")?;
    let separator = separator.as_bytes().first().copied();
    let known = separator.filter(|separator| SEPARATORS.contains(separator));
    Some((rest, known.unwrap_or(b',')))
}

/// The separator that gives the first rows the most cells, all of them the same number.
fn likely(text: &str) -> u8 {
    let score = |separator: u8| {
        let records = records(text, separator).take(TRIED);
        let counts: Vec<usize> = records
            .map_while(Result::ok)
            .map(|(_, record)| record.len())
            .collect();
        let widest = counts.iter().copied().max().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count == widest).count();
        (widest > 1).then(|| (alike * 4 >= counts.len() * 3, widest, alike))
    };
    let scored = SEPARATORS
        .into_iter()
        .rev()
        .filter_map(|separator| Some((score(separator)?, separator)));
    scored
        .max_by_key(|(score, _)| *score)
        .map_or(b',', |(_, separator)| separator)
}

fn records(
    text: &str,
    separator: u8,
) -> impl Iterator<Item = Result<(usize, StringRecord), Unreadable>> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    reader.into_records().map(move |record| match record {
        Ok(record) => {
            let line = record.position().map_or(1, |position| line(text, position));
            Ok((line, record))
        }
        Err(error) => Err(Unreadable {
            message: format!("the table can't be read: {error}"),
            line: None,
            help: "export it as CSV once more".to_owned(),
        }),
    })
}

/// The line in which a record begins. The empty lines before it are a part of what was read for it.
fn line(text: &str, position: &::csv::Position) -> usize {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.get(start..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let skipped = rest.get(..blank).unwrap_or_default();
    let line = usize::try_from(position.line()).unwrap_or(usize::MAX);
    line.saturating_add(skipped.matches('\n').count())
}
