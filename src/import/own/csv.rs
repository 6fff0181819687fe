//! Candor's own CSV, known by its header. How a cell is written is told in `docs/formats.md`; this is the
//! way back.

use std::collections::BTreeMap;

use ::csv::{Position, Reader, ReaderBuilder, StringRecord};

use super::{Entries, Read, ground, role};
use crate::content::{
    Area, DataCategory, Date, Engagement, EngagementId, Field, Location, ProductId, Prose,
    Subprocessor, SubprocessorId,
};
use crate::import::gather::nowhere;
use crate::import::read::Unreadable;
use crate::parse::web_address;

/// Between the columns a spreadsheet may have put another sign than Candor's.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The entries with the lines that each begins in; `None` where the text is another table.
///
/// # Errors
/// Where a cell was changed so that it says nothing any more.
pub(super) fn read(text: &str) -> Result<Option<Entries>, Unreadable> {
    let Some(separator) = SEPARATORS
        .into_iter()
        .find(|separator| has_header(text, *separator))
    else {
        return Ok(None);
    };
    let mut entries = Entries::new();
    for record in reader(text, separator).into_records().skip(1) {
        let record = record.map_err(|error| Unreadable {
            message: format!("the table can't be read: {error}"),
            line: error
                .position()
                .and_then(|position| usize::try_from(position.line()).ok()),
            help: "take the file as Candor published it".to_owned(),
        })?;
        let line = record.position().map_or(1, Position::line);
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        let row = Row::of(&record);
        let entry = row.entry().map_err(|column| changed(&row, column, line))?;
        match entries.last_mut() {
            Some((_, before)) if before.id == entry.id => {
                before.engagements.extend(entry.engagements)
            }
            _ => entries.push((line, entry)),
        }
    }
    Ok(Some(entries))
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

fn has_header(text: &str, separator: u8) -> bool {
    let mut records = reader(text, separator).into_records();
    let first = records.next().and_then(Result::ok);
    first.is_some_and(|record| record.iter().eq(header()))
}

/// The names of the columns: those of the entry, then those of the engagement.
fn header() -> impl Iterator<Item = &'static str> {
    let vendor = Field::OF_VENDOR.into_iter().map(Field::key);
    let engagement = Field::OF_ENGAGEMENT.into_iter().map(Field::key);
    let names = ["id"].into_iter().chain(vendor);
    names.chain(["engagement_id"]).chain(engagement)
}

fn changed(row: &Row<'_>, column: &'static str, line: usize) -> Unreadable {
    Unreadable {
        message: format!(
            "the cell `{}` below `{column}` isn't what Candor writes there",
            row.cell(column)
        ),
        line: Some(line),
        help: "give the first column another name if the table was changed by hand: then it is read as any other list"
            .to_owned(),
    }
}

/// A row's cells by the names of their columns.
struct Row<'r>(BTreeMap<&'static str, &'r str>);

impl<'r> Row<'r> {
    fn of(record: &'r StringRecord) -> Row<'r> {
        let cells = record.iter().map(unguarded);
        Row(header().zip(cells).collect())
    }

    fn cell(&self, column: &'static str) -> &'r str {
        self.0.get(column).copied().unwrap_or_default()
    }

    fn text(&self, field: Field) -> Option<String> {
        let cell = self.cell(field.key());
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    /// A cell that is absent or can be read.
    fn read<T>(&self, field: Field, read: impl Fn(&str) -> Option<T>) -> Read<Option<T>> {
        match self.cell(field.key()) {
            "" => Ok(None),
            cell => read(cell).map(Some).ok_or(field.key()),
        }
    }

    fn list<T>(&self, field: Field, read: impl Fn(&str) -> Option<T>) -> Read<Vec<T>> {
        let members = members(self.cell(field.key()), ';');
        let members: Option<Vec<T>> = members.iter().map(|member| read(member)).collect();
        members.ok_or(field.key())
    }

    fn entry(&self) -> Read<Subprocessor> {
        let url = |field| self.read(field, |cell| web_address(cell).ok());
        Ok(Subprocessor {
            id: SubprocessorId::new(self.cell("id")).map_err(|_| "id")?,
            name: self.text(Field::Name).ok_or("name")?,
            entity: self.text(Field::Entity),
            affiliate: match self.cell("affiliate").to_ascii_lowercase().as_str() {
                "true" => true,
                "false" | "" => false,
                _ => return Err("affiliate"),
            },
            category: self.text(Field::Category),
            description: self
                .text(Field::Description)
                .map(|text| Prose::parse(&text, nowhere()).value),
            address: self.text(Field::Address),
            contact: self.text(Field::Contact),
            website: url(Field::Website)?,
            dpa: url(Field::Dpa)?,
            subprocessors_url: url(Field::SubprocessorsUrl)?,
            since: self.read(Field::Since, Date::parse)?,
            extra: self.list(Field::Extra, extra)?.into_iter().collect(),
            engagements: vec![self.engagement()?],
            place: nowhere(),
        })
    }

    fn engagement(&self) -> Read<Engagement> {
        Ok(Engagement {
            id: EngagementId::new(self.cell("engagement_id")).map_err(|_| "engagement_id")?,
            purpose: self.text(Field::Purpose).unwrap_or_default(),
            condition: self.text(Field::Condition),
            data: self.list(Field::Data, data)?,
            data_subjects: self.list(Field::DataSubjects, |text| Some(plain(text)))?,
            locations: self.list(Field::Locations, location)?,
            transfer: self.list(Field::Transfer, ground)?,
            products: self.list(Field::Products, |text| ProductId::new(text).ok())?,
        })
    }
}

/// A cell without the quote that keeps a spreadsheet from taking it for a formula.
fn unguarded(cell: &str) -> &str {
    let behind_quotes = cell.trim_start_matches('\'');
    match cell.strip_prefix('\'') {
        Some(rest) if behind_quotes.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// The parts of a text between separators that no backslash stands before, their escapes kept.
fn members(text: &str, separator: char) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut members = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = true;
        } else if c == separator {
            members.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    members.push(text.get(start..).unwrap_or_default());
    let is_first = |index: usize| index == 0;
    let members = members.into_iter().enumerate();
    // Each separator has one blank behind it.
    members
        .map(|(index, member)| match is_first(index) {
            true => member,
            false => member.strip_prefix(' ').unwrap_or(member),
        })
        .collect()
}

/// A text without its backslashes.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            c => plain.push(c),
        }
    }
    plain
}

/// `category [note]`: both with their escapes.
fn bracketed(text: &str) -> Option<(&str, Option<&str>)> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => {
                let before = text.get(..at)?.strip_suffix(' ')?;
                let inner = text.get(at + 1..)?.strip_suffix(']')?;
                return Some((before, Some(inner)));
            }
            _ => {}
        }
    }
    Some((text, None))
}

fn data(text: &str) -> Option<DataCategory> {
    let (category, note) = bracketed(text)?;
    Some(DataCategory {
        category: plain(category),
        note: note.map(plain),
    })
}

fn location(text: &str) -> Option<Location> {
    let (area, details) = bracketed(text)?;
    let mut location = Location::from(Area::parse(area)?);
    for detail in members(details.unwrap_or_default(), ',') {
        let (key, value) = detail.split_once(": ")?;
        let value = plain(value);
        match key {
            "city" => location.city = Some(value),
            "region" => location.region = Some(value),
            "role" => location.role = Some(role(&value)?),
            _ => return None,
        }
    }
    Some(location)
}

/// `key: value`, a colon within the key having a backslash before it.
fn extra(text: &str) -> Option<(String, String)> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            ':' => {
                let value = text.get(at + 1..)?.strip_prefix(' ')?;
                return Some((plain(text.get(..at)?), plain(value)));
            }
            _ => {}
        }
    }
    None
}
