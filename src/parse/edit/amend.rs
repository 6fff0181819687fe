//! One entry's text with other facts: what stays the same stays as its writer typed it.

use std::collections::BTreeMap;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Key, Table, TableLike, value};

use super::{entry_text, put_entry};
use crate::content::{Engagement, Field, Subprocessor};
use crate::parse::print;

const ENTRY: &str = "subprocessor";
const ENGAGEMENT: &str = "engagement";

/// The register in which the entry that says `was` says `is`, under the same id. Only the values that
/// differ are written anew; the others, the comments and the order of the keys stay. `None` where the
/// register has no such entry, or has it in a form that isn't a table of its own.
pub fn amend_entry(register: &str, was: &Subprocessor, is: &Subprocessor) -> Option<String> {
    let typed = entry_text(register, &was.id)?;
    let mut typed: DocumentMut = typed.parse().ok()?;
    let entry = typed.get_mut(ENTRY)?.as_array_of_tables_mut()?.get_mut(0)?;
    vendor(entry, was, is);
    engagements(entry, was, is)?;
    extra(entry, was, is)?;
    Some(put_entry(register, &typed.to_string(), &was.id))
}

fn vendor(entry: &mut Table, was: &Subprocessor, is: &Subprocessor) {
    let printed = printed(&print::vendor(is));
    let amended = |field: &Field| *field != Field::Extra && was.value(*field) != is.value(*field);
    let amended = Field::OF_VENDOR.into_iter().filter(amended);
    put(entry, &printed, amended.map(Field::key), &order());
}

/// The only engagement stands flat in the entry as long as it is the only one.
fn engagements(entry: &mut Table, was: &Subprocessor, is: &Subprocessor) -> Option<()> {
    let first = was.engagements.first()?;
    if !entry.contains_key(ENGAGEMENT) {
        if let [only] = &is.engagements[..] {
            engagement(entry, first, only);
            return Some(());
        }
        into_its_own_table(entry);
    }
    let tables = entry.get_mut(ENGAGEMENT)?.as_array_of_tables_mut()?;
    for (table, (was, is)) in tables
        .iter_mut()
        .zip(was.engagements.iter().zip(&is.engagements))
    {
        engagement(table, was, is);
    }
    for new in is.engagements.iter().skip(was.engagements.len()) {
        let mut table = headed();
        for (key, item) in printed(&print::engagement(new)).iter() {
            table.insert(key, item.clone());
        }
        tables.push(table);
    }
    Some(())
}

fn engagement(table: &mut Table, was: &Engagement, is: &Engagement) {
    let printed = printed(&print::engagement(is));
    let amended = |field: &Field| was.value(*field) != is.value(*field);
    let amended = Field::OF_ENGAGEMENT.into_iter().filter(amended);
    put(table, &printed, amended.map(Field::key), &order());
}

/// Moves the facts of a flat engagement, with their comments, into the first table of several.
fn into_its_own_table(entry: &mut Table) {
    let mut table = headed();
    for field in Field::OF_ENGAGEMENT {
        if let Some((key, item)) = entry.remove_entry(field.key()) {
            table.insert_formatted(&key, item);
        }
    }
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    entry.insert(ENGAGEMENT, Item::ArrayOfTables(tables));
}

fn extra(entry: &mut Table, was: &Subprocessor, is: &Subprocessor) -> Option<()> {
    let amended = |(key, text): &(&String, &String)| was.extra.get(*key) != Some(text);
    let amended: Vec<(&String, &String)> = is.extra.iter().filter(amended).collect();
    if amended.is_empty() {
        return Some(());
    }
    if !entry.contains_key(Field::Extra.key()) {
        entry.insert(Field::Extra.key(), Item::Table(headed()));
    }
    let own = entry.get_mut(Field::Extra.key())?.as_table_like_mut()?;
    for (key, text) in amended {
        put_value(own, key, value(text.as_str()));
    }
    Some(())
}

/// A table with a blank line above it.
fn headed() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

/// What was printed, as keys and values. It was made a moment ago, so there is nothing that can't be read.
fn printed(lines: &str) -> Table {
    lines
        .parse::<DocumentMut>()
        .map(DocumentMut::into_table)
        .unwrap_or_default()
}

/// Where each key stands in an entry that follows the table of fields.
fn order() -> BTreeMap<&'static str, usize> {
    let fields = Field::OF_VENDOR.into_iter().chain(Field::OF_ENGAGEMENT);
    let keys = ["id"].into_iter().chain(fields.map(Field::key));
    keys.enumerate().map(|(place, key)| (key, place)).collect()
}

/// Gives each of these keys the value that was printed, and takes those away that weren't.
fn put<'k>(
    table: &mut Table,
    printed: &Table,
    keys: impl Iterator<Item = &'k str>,
    order: &BTreeMap<&str, usize>,
) {
    for key in keys {
        match printed.get(key) {
            None => drop(table.remove(key)),
            Some(item) if table.contains_key(key) => put_value(table, key, item.clone()),
            Some(item) => insert(table, key, item.clone(), order),
        }
    }
}

/// Puts a new key behind the one that comes before it in the order of fields.
fn insert(table: &mut Table, key: &str, item: Item, order: &BTreeMap<&str, usize>) {
    let rank = |key: &str| order.get(key).copied().unwrap_or(usize::MAX);
    let there: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let before = there
        .iter()
        .enumerate()
        .filter(|(_, other)| rank(other) < rank(key));
    let behind = before
        .max_by_key(|(_, other)| rank(other))
        .map(|(at, _)| at);
    let mut wanted = there;
    wanted.insert(behind.map_or(0, |at| at + 1), key.to_owned());
    let places: BTreeMap<String, usize> = wanted.into_iter().zip(0..).collect();
    let place = |key: &Key| places.get(key.get()).copied();
    table.insert(key, item);
    table.sort_values_by(|one, _, other, _| place(one).cmp(&place(other)));
}

/// Another value in the place of the old one, between the same spaces and before the same comment.
fn put_value(table: &mut dyn TableLike, key: &str, mut item: Item) {
    let old = table
        .get(key)
        .and_then(Item::as_value)
        .map(|old| old.decor().clone());
    if let (Some(decor), Some(new)) = (old, item.as_value_mut()) {
        *new.decor_mut() = decor;
    }
    match table.get_mut(key) {
        Some(there) => *there = item,
        None => drop(table.insert(key, item)),
    }
}
