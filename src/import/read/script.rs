//! Lists in the code of a page, such as `const subprocessors = [{ name: "AWS" }]` in a file of TSX.

use super::html;
use super::literal::Reader;
use super::value::{self, Value};
use crate::import::table::Table;

/// How often a byte of a script may be looked at, on average. A file that asks for more has brackets
/// where no lists are.
const PATIENCE: usize = 20;

/// The tables of a script: its lists, and the tables that are written into what it draws.
pub(super) fn read_page(code: &str) -> Vec<Table> {
    let mut tables = read(code);
    if code.contains("<table") || code.contains("<dl") {
        let drawn = code.replace("{' '}", " ").replace("{\" \"}", " ");
        // What is drawn is mostly no page of HTML, and then it says nothing here.
        tables.extend(html::read(&drawn).unwrap_or_default());
    }
    tables
}

/// The tables of a script, and where in it they stand.
pub(super) fn read(code: &str) -> Vec<Table> {
    let mut reader = Reader::new(code);
    let mut tables = Vec::new();
    let mut at = 0;
    while let Some(start) = next_opening(code, at) {
        if reader.read > code.len().saturating_mul(PATIENCE) {
            break;
        }
        at = start + 1;
        if let Ok((value, end)) = reader.value_at(start)
            && holds_records(&value)
        {
            tables.extend(value::tables(&value));
            at = end;
        }
    }
    tables
}

fn holds_records(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| matches!(item, Value::Record(_))),
        // Blocks of code and single settings look alike; lists within them are found by their own.
        Value::Record(record) => {
            let lists = record.members.iter();
            lists.filter(|(_, value)| holds_list(value)).count() > 1
        }
        Value::Null | Value::Text(_) => false,
    }
}

fn holds_list(value: &Value) -> bool {
    matches!(value, Value::List(_)) && holds_records(value)
}

/// The next bracket, outside of texts and comments, at which a value may begin.
fn next_opening(code: &str, from: usize) -> Option<usize> {
    let bytes = code.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'[' | b'{' => return Some(at),
            b'/' if bytes.get(at + 1) == Some(&b'/') && !is_in_address(bytes, at) => {
                at = find(bytes, at, b"\n").unwrap_or(bytes.len());
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = find(bytes, at + 2, b"*/").unwrap_or(bytes.len());
            }
            _ => at += 1,
        }
    }
    None
}

fn is_in_address(bytes: &[u8], at: usize) -> bool {
    at > 0 && bytes.get(at - 1) == Some(&b':')
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = rest.windows(what.len()).position(|window| window == what);
    found.map(|position| from + position + what.len())
}
