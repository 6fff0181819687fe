//! Records, as JSON, YAML and scripts hold them → tables.

use crate::import::table::{Cell, Column, Heading, Part, Piece, Rank, Row, Table};

/// A value of a file of records. Whatever isn't a list or a record is a text, as written.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::import) enum Value {
    Null,
    Text(String),
    List(Vec<Value>),
    Record(Record),
}

/// Keys and their values in the order of the file.
#[derive(Clone, Default, PartialEq, Debug)]
pub(in crate::import) struct Record {
    pub(in crate::import) members: Vec<(String, Value)>,
    pub(in crate::import) line: usize,
}

/// Keys by which an inner list is told to be the list: its records have names.
const NAMES: [&str; 8] = [
    "name",
    "vendor",
    "company",
    "provider",
    "subprocessor",
    "sub_processor",
    "entity",
    "title",
];

/// A table has no more columns than this; the rest of a record's keys is a hostile file's.
const WIDEST: usize = 200;

/// The tables of a file: of all its values, where it has one a line.
pub(super) fn of_file(values: Vec<Value>) -> Vec<Table> {
    match &values[..] {
        // A file for each vendor.
        [Value::Record(record)] if is_vendor(record) => vec![table(&[(None, record)], &[])],
        [only] => tables(only),
        _ => tables(&Value::List(values)),
    }
}

/// Whether a record has a name and says nothing but texts of it.
fn is_vendor(record: &Record) -> bool {
    let is_name = |key: &String| key != "title" && NAMES.contains(&key.to_lowercase().as_str());
    let plain = |value: &Value| match value {
        Value::Null | Value::Text(_) => true,
        Value::List(items) => items.iter().all(|item| matches!(item, Value::Text(_))),
        Value::Record(_) => false,
    };
    let mut members = record.members.iter();
    record.members.len() > 1
        && record.members.iter().any(|(key, _)| is_name(key))
        && members.all(|(_, value)| plain(value))
}

/// Every list of records within a value.
pub(super) fn tables(value: &Value) -> Vec<Table> {
    let mut tables = Vec::new();
    find(value, &[], &mut tables);
    tables
}

fn find(value: &Value, headings: &[Heading], tables: &mut Vec<Table>) {
    match value {
        Value::Null | Value::Text(_) => {}
        Value::List(items) => list(items, headings, tables),
        Value::Record(record) => {
            if let Some(rows) = keyed(record) {
                tables.push(table(&rows, headings));
                return;
            }
            let lists = record.members.iter().filter(|(_, value)| is_list(value));
            let several = lists.count() > 1;
            for (key, value) in &record.members {
                let below = match is_list(value) && several {
                    true => with(headings, key),
                    false => headings.to_vec(),
                };
                if let Value::List(items) = value
                    && !items.is_empty()
                    && items.iter().all(|item| matches!(item, Value::Text(_)))
                {
                    tables.push(names(key, items, &below, record.line));
                } else {
                    find(value, &below, tables);
                }
            }
        }
    }
}

fn list(items: &[Value], headings: &[Heading], tables: &mut Vec<Table>) {
    let records: Vec<&Record> = items.iter().filter_map(as_record).collect();
    if records.is_empty() {
        if let Some(table) = grid(items, headings) {
            tables.push(table);
        } else {
            for item in items {
                find(item, headings, tables);
            }
        }
        return;
    }
    if records.iter().any(|record| inner_list(record).is_some()) {
        for record in records {
            let below = match first_text(record) {
                Some(text) => with(headings, text),
                None => headings.to_vec(),
            };
            if let Some(items) = inner_list(record) {
                list(items, &below, tables);
            }
        }
        return;
    }
    let rows: Vec<(Option<&str>, &Record)> = records.into_iter().map(|r| (None, r)).collect();
    tables.push(table(&rows, headings));
}

fn with(headings: &[Heading], text: &str) -> Vec<Heading> {
    let mut headings = headings.to_vec();
    headings.push(Heading {
        text: text.to_owned(),
        rank: Rank::Section,
    });
    headings
}

fn as_record(value: &Value) -> Option<&Record> {
    match value {
        Value::Record(record) => Some(record),
        Value::Null | Value::Text(_) | Value::List(_) => None,
    }
}

fn is_list(value: &Value) -> bool {
    matches!(value, Value::List(items) if items.iter().any(|item| as_record(item).is_some()))
}

/// The list of a group: `{ title: "Infrastructure", vendors: [{ name: "AWS" }] }`.
fn inner_list(record: &Record) -> Option<&[Value]> {
    let named = |value: &Value| {
        as_record(value).is_some_and(|inner| {
            let keys = inner.members.iter().map(|(key, _)| key.to_lowercase());
            inner.members.len() > 1 && keys.into_iter().any(|key| NAMES.contains(&key.as_str()))
        })
    };
    let lists = record.members.iter().filter_map(|(_, value)| match value {
        Value::List(items) if items.iter().any(named) => Some(items.as_slice()),
        _ => None,
    });
    // A vendor with details of its own has more to say than a group has.
    let texts = record
        .members
        .iter()
        .filter(|(_, value)| matches!(value, Value::Text(_)));
    lists.into_iter().next().filter(|_| texts.count() <= 3)
}

fn first_text(record: &Record) -> Option<&str> {
    record.members.iter().find_map(|(_, value)| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

type Keyed<'v> = (Option<&'v str>, &'v Record);

/// Records by their keys: `aws: { purpose: … }`. At least two, which have a key in common.
fn keyed(record: &Record) -> Option<Vec<Keyed<'_>>> {
    let mut rows = Vec::new();
    for (key, value) in &record.members {
        let inner = as_record(value)?;
        if inner
            .members
            .iter()
            .any(|(_, value)| is_list(value) || as_record(value).is_some())
        {
            return None;
        }
        rows.push((Some(key.as_str()), inner));
    }
    let (_, first) = rows.first()?;
    let shared = first.members.iter().any(|(key, _)| {
        let has = |other: &Record| other.members.iter().any(|(name, _)| name == key);
        rows.iter().all(|(_, other)| has(other))
    });
    (rows.len() > 1 && shared).then_some(rows)
}

fn table(rows: &[Keyed<'_>], headings: &[Heading]) -> Table {
    let mut keys: Vec<String> = Vec::new();
    let mut filled: Vec<(usize, Vec<(String, Cell)>)> = Vec::new();
    let by_key = rows.iter().any(|(key, _)| key.is_some());
    let named = rows.iter().any(|(_, record)| {
        let mut keys = record.members.iter().map(|(key, _)| key.to_lowercase());
        keys.any(|key| key == "name")
    });
    for (_, record) in rows {
        let mut cells = Vec::new();
        for (key, value) in &record.members {
            spread(key, value, &mut cells);
        }
        for (key, _) in &cells {
            if !keys.contains(key) && keys.len() < WIDEST {
                keys.push(key.clone());
            }
        }
        filled.push((record.line, cells));
    }
    let mut columns: Vec<Column> = keys.iter().cloned().map(Column::Headed).collect();
    if by_key {
        let head = match named {
            true => Column::Headed("id".to_owned()),
            false => Column::Implied(Part::Name),
        };
        columns.insert(0, head);
    }
    let rows = rows.iter().zip(filled).map(|((id, _), (line, cells))| {
        let mut row: Vec<Cell> = Vec::new();
        row.extend(by_key.then(|| Cell::text(id.unwrap_or_default())));
        row.extend(keys.iter().map(|key| {
            let found = cells.iter().find(|(name, _)| name == key);
            found.map(|(_, cell)| cell.clone()).unwrap_or_default()
        }));
        Row { cells: row, line }
    });
    let rows: Vec<Row> = rows.collect();
    Table {
        headings: headings.to_vec(),
        lead_in: None,
        columns,
        line: rows.first().map_or(1, |row| row.line),
        rows,
        otherwise: Vec::new(),
    }
}

/// The cells of one member: several where it is a record of its own.
fn spread(key: &str, value: &Value, cells: &mut Vec<(String, Cell)>) {
    match value {
        Value::Record(record) if !record.members.iter().all(|(_, v)| is_plain_list(v)) => {
            for (inner, value) in &record.members {
                if cells.len() < WIDEST {
                    spread(&format!("{key} {inner}"), value, cells);
                }
            }
        }
        value => cells.push((key.to_owned(), cell(value))),
    }
}

fn is_plain_list(value: &Value) -> bool {
    matches!(value, Value::List(_))
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::default(),
        Value::Text(text) => Cell::text(text),
        Value::List(items) => {
            let texts: Vec<String> = items.iter().map(inline).collect();
            let texts = texts.iter().filter(|text| !text.is_empty());
            Cell::items(texts.map(String::as_str))
        }
        Value::Record(record) => {
            let pieces = record.members.iter().flat_map(|(key, value)| {
                let members = inline(value);
                let detail = (!members.is_empty()).then_some(Piece::Detail(members));
                [Some(Piece::Item), Some(Piece::Text(key.clone())), detail]
            });
            Cell {
                pieces: pieces.flatten().collect(),
            }
        }
    }
}

/// A value within a line: a record is its first value with the others in brackets.
fn inline(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::List(items) => joined(items.iter()),
        Value::Record(record) => {
            let mut values = record.members.iter().map(|(_, value)| value);
            let first = values.next().map(inline).unwrap_or_default();
            let rest = joined(values);
            match rest.is_empty() {
                true => first,
                false => format!("{first} ({rest})"),
            }
        }
    }
}

fn joined<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    let texts: Vec<String> = values.map(inline).filter(|text| !text.is_empty()).collect();
    texts.join(", ")
}

/// A list of lists, the first of which has the headings.
fn grid(items: &[Value], headings: &[Heading]) -> Option<Table> {
    let rows: Option<Vec<&[Value]>> = items
        .iter()
        .map(|item| match item {
            Value::List(cells) => Some(cells.as_slice()),
            _ => None,
        })
        .collect();
    let rows = rows?;
    let (head, rows) = rows.split_first()?;
    let texts: Option<Vec<Column>> = head
        .iter()
        .map(|cell| match cell {
            Value::Text(text) => Some(Column::Headed(text.clone())),
            _ => None,
        })
        .collect();
    Some(Table {
        headings: headings.to_vec(),
        lead_in: None,
        columns: texts.filter(|head| head.len() > 1)?,
        rows: rows
            .iter()
            .map(|cells| Row {
                cells: cells.iter().map(cell).collect(),
                line: 1,
            })
            .collect(),
        line: 1,
        otherwise: Vec::new(),
    })
}

/// A list of texts below a key that may say that they are names.
fn names(key: &str, items: &[Value], headings: &[Heading], line: usize) -> Table {
    let rows = items.iter().map(|item| Row {
        cells: vec![cell(item)],
        line,
    });
    Table {
        headings: headings.to_vec(),
        lead_in: None,
        columns: vec![Column::Headed(key.to_owned())],
        rows: rows.collect(),
        line,
        otherwise: Vec::new(),
    }
}
