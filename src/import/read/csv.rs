//! Values between separators, as spreadsheets export them: the first row has the headings.

use ::csv::{ReaderBuilder, StringRecord};

use super::{MOST_CELLS, Unreadable};
use crate::import::table::{Cell, Column, Row, Table};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// From how many rows the separator is told.
const TRIED: usize = 20;

pub(super) fn read(text: &str) -> Result<Vec<Table>, Unreadable> {
    let (text, separator, skipped) = match announced(text) {
        Some((rest, separator)) => (rest, separator, 1),
        None => (text, likely(text), 0),
    };
    let mut rows = Vec::new();
    let mut cells = 0;
    for record in records(text, separator) {
        let (line, record) = record?;
        cells += record.len() + record.as_slice().matches('\n').count();
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
        rows.push(Row {
            cells: record.iter().map(Cell::text).collect(),
            line: line + skipped,
        });
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let head = rows.remove(0);
    let columns = head.cells.iter().map(|cell| Column::Headed(cell.plain()));
    Ok(vec![Table {
        columns: columns.collect(),
        line: head.line,
        rows,
        ..Table::default()
    }])
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
