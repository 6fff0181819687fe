//! A page's blocks → tables: what stands above each, a heading for each vendor, lists and definitions.

mod item;
mod section;

use std::collections::BTreeMap;

use super::block::{Block, Run, cell};
use crate::import::table::{Cell, Column, Heading, Part, Rank, Row, Table, one_line};
use section::{Section, sections};

/// Every list of a page, in its order.
pub(super) fn tables(blocks: Vec<Block>) -> Vec<Table> {
    let title = title(&blocks);
    let sections = sections(blocks, title.as_deref());
    let mut tables = Vec::new();
    let mut at = 0;
    while let Some(section) = sections.get(at) {
        // Vendors that follow one another under headings of the same level are one table.
        let run = sections.get(at..).unwrap_or_default();
        let alike = run.iter().take_while(|other| other.is_alike(section));
        let together: Vec<&Section> = alike.collect();
        if !section.facts.is_empty() && !together.is_empty() {
            let mut table = by_heading(&together);
            table.otherwise = together.iter().flat_map(|section| lists(section)).collect();
            tables.push(table);
            at += together.len();
        } else {
            tables.extend(lists(section));
            at += 1;
        }
    }
    tables
}

/// The page's only heading of the highest level, where it stands first.
fn title(blocks: &[Block]) -> Option<String> {
    let headings = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, text, .. } => Some((*level, text)),
        _ => None,
    });
    let headings: Vec<(u8, &String)> = headings.collect();
    let (first, text) = headings.first()?;
    let alone = headings.iter().filter(|(level, _)| level <= first).count() == 1;
    (*first == 1 && alone).then(|| (*text).clone())
}

/// One row for each heading, one column for each label below it.
fn by_heading(sections: &[&Section]) -> Table {
    let mut labels: Vec<String> = Vec::new();
    let mut described = false;
    for section in sections {
        for (label, _) in &section.facts {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        described |= !section.description.is_empty();
    }
    let rows = sections.iter().map(|section| {
        let mut cells = vec![cell(section.runs.clone())];
        cells.extend(labels.iter().map(|label| {
            let values = section.facts.iter().filter(|(name, _)| name == label);
            joined(values.map(|(_, value)| value))
        }));
        cells.extend(described.then(|| section.description.clone().into()));
        Row {
            cells,
            line: section.line,
        }
    });
    let rows: Vec<Row> = rows.collect();
    let mut columns = vec![Column::Implied(Part::Name)];
    columns.extend(labels.into_iter().map(Column::Headed));
    columns.extend(described.then_some(Column::Implied(Part::Description)));
    let above = sections.first().map(|section| {
        let above = section.headings.split_last();
        above.map(|(_, above)| above.to_vec()).unwrap_or_default()
    });
    Table {
        headings: above.unwrap_or_default(),
        columns,
        line: rows.first().map_or(1, |row| row.line),
        rows,
        ..Table::default()
    }
}

/// The cells of a label that stands there more than once.
fn joined<'c>(cells: impl Iterator<Item = &'c Cell>) -> Cell {
    let mut all = Cell::default();
    for cell in cells {
        if !all.pieces.is_empty() {
            all.pieces.push(crate::import::table::Piece::Break);
        }
        all.pieces.extend(cell.pieces.iter().cloned());
    }
    all
}

/// The tables, lists and definitions of one section.
fn lists(section: &Section) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut lead_in: Option<String> = None;
    let mut definitions: Vec<Table> = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Paragraph { runs } => {
                let text = runs.iter().map(Run::text).collect::<String>();
                lead_in = Some(one_line(&text));
                continue;
            }
            Block::Tables(found) => {
                for table in found {
                    let mut table = table.clone();
                    table
                        .headings
                        .splice(0..0, section.headings.iter().cloned());
                    table.lead_in.clone_from(&lead_in);
                    tables.push(table);
                }
            }
            Block::List { items, line } => {
                tables.extend(item::table(items, *line).map(|table| Table {
                    headings: section.headings.clone(),
                    lead_in: lead_in.clone(),
                    ..table
                }))
            }
            Block::Definitions { pairs, line } => {
                definitions.push(Table {
                    headings: section.headings.clone(),
                    lead_in: lead_in.clone(),
                    line: *line,
                    ..described(pairs, *line)
                });
            }
            Block::Heading { .. } => {}
        }
        lead_in = None;
    }
    tables.extend(records(&definitions).map_or(definitions, |table| vec![table]));
    tables
}

/// Terms that are names, with what is said of each.
fn described(pairs: &[(Vec<Run>, Vec<Run>)], line: usize) -> Table {
    let rows = pairs.iter().map(|(term, said)| Row {
        cells: vec![cell(term.clone()), cell(said.clone())],
        line,
    });
    Table {
        columns: vec![Column::Implied(Part::Name), Column::Implied(Part::Purpose)],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Lists of definitions in which the same terms return: each return of the first term begins a record.
fn records(definitions: &[Table]) -> Option<Table> {
    let rows = definitions.iter().flat_map(|table| &table.rows);
    let first = rows.clone().next()?.cell(0).plain();
    let mut records: Vec<(usize, BTreeMap<String, Cell>)> = Vec::new();
    let mut terms: Vec<String> = Vec::new();
    for row in rows {
        let term = row.cell(0).plain();
        if term == first {
            records.push((row.line, BTreeMap::new()));
        }
        if !terms.contains(&term) {
            terms.push(term.clone());
        }
        if let Some((_, record)) = records.last_mut() {
            record.insert(term, row.cell(1).clone());
        }
    }
    if records.len() < 2 || terms.len() < 2 {
        return None;
    }
    let head = definitions.first()?;
    Some(Table {
        headings: head.headings.clone(),
        lead_in: head.lead_in.clone(),
        line: head.line,
        rows: records
            .into_iter()
            .map(|(line, mut record)| Row {
                cells: terms
                    .iter()
                    .map(|term| record.remove(term).unwrap_or_default())
                    .collect(),
                line,
            })
            .collect(),
        columns: terms.iter().cloned().map(Column::Headed).collect(),
        otherwise: Vec::new(),
    })
}

fn headed(text: &str, title: Option<&str>) -> Heading {
    Heading {
        text: text.to_owned(),
        rank: match title {
            Some(title) if title == text => Rank::Title,
            _ => Rank::Section,
        },
    }
}
