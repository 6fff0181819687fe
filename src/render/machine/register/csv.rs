//! `subprocessors.csv`: one row an engagement, for whoever opens it with a double click.
//!
//! A spreadsheet reads UTF-8 only behind a byte order mark, and takes a cell that begins with `=` and
//! the like for a formula; both are met here, and in a way that can be undone. What a list's cell looks
//! like is told in `docs/formats.md`, since `candor import` and others read it back.

use csv::{Terminator, WriterBuilder};

use super::Register;
use crate::content::field::Value;
use crate::content::{Engagement, Field, Location, Subprocessor};
use crate::render::once::Same;

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn write(register: &Register<'_>) -> String {
    let mut table = BYTE_ORDER_MARK.to_owned();
    table.push_str(&lines([header()].into_iter()));
    for entry in &register.entries {
        let made = &register.rows.csv;
        table.push_str(&made.get(Same::of(entry), || {
            let engagements = entry.engagements.iter();
            let rows = engagements.map(|one| row(entry, one).into_iter().map(guarded));
            lines(rows).into()
        }));
    }
    table
}

fn lines(rows: impl Iterator<Item = impl Iterator<Item = impl AsRef<[u8]>>>) -> String {
    let mut out = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        // Writing to memory can't fail, and each row has as many cells as the first.
        let _ = out.write_record(row);
    }
    // Everything in it came from texts.
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The keys of the JSON: the vendor's, then the engagement's.
pub(super) fn header() -> impl Iterator<Item = &'static str> {
    let vendor = Field::OF_VENDOR.into_iter().map(Field::key);
    let engagement = Field::OF_ENGAGEMENT.into_iter().map(Field::key);
    let names = ["id"].into_iter().chain(vendor);
    names.chain(["engagement_id"]).chain(engagement)
}

fn row(entry: &Subprocessor, engagement: &Engagement) -> Vec<String> {
    let vendor = Field::OF_VENDOR.into_iter().map(|field| match field {
        // The one field whose absence says something.
        Field::Affiliate => entry.affiliate.to_string(),
        field => entry.value(field).map(cell).unwrap_or_default(),
    });
    let facts = Field::OF_ENGAGEMENT.into_iter();
    let facts = facts.map(|field| engagement.value(field).map(cell).unwrap_or_default());
    [entry.id.to_string()]
        .into_iter()
        .chain(vendor)
        .chain([engagement.id.to_string()])
        .chain(facts)
        .collect()
}

/// A value as a cell. The members of a list stand behind one another with `; ` between them.
fn cell(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Prose(prose) => prose.text().to_owned(),
        Value::Flag(set) => set.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Url(url) => url.to_string(),
        Value::Role(role) => role.as_str().to_owned(),
        Value::Texts(texts) => list(texts.iter().map(|text| escaped(text))),
        Value::Data(data) => list(data.iter().map(|data| match &data.note {
            Some(note) => format!("{} [{}]", escaped(&data.category), escaped(note)),
            None => escaped(&data.category),
        })),
        Value::Locations(locations) => list(locations.iter().map(location)),
        Value::Transfer(grounds) => list(grounds.iter().map(|ground| ground.as_str().to_owned())),
        Value::Products(ids) => list(ids.iter().map(ToString::to_string)),
        Value::Extra(extra) => list(extra.iter().map(|(key, value)| {
            let key = escaped(key).replace(':', "\\:");
            format!("{key}: {}", escaped(value))
        })),
    }
}

/// `DE`, or `US [city: Ashburn, region: us-east-1, role: support]`.
fn location(location: &Location) -> String {
    let details = [
        ("city", location.city.as_deref()),
        ("region", location.region.as_deref()),
        ("role", location.role.map(|role| role.as_str())),
    ];
    let details: Vec<String> = details
        .into_iter()
        .filter_map(|(name, value)| {
            let value = escaped(value?).replace(',', "\\,");
            Some(format!("{name}: {value}"))
        })
        .collect();
    let area = location.area.as_str();
    if details.is_empty() {
        return area.to_owned();
    }
    format!("{area} [{}]", details.join(", "))
}

fn list(members: impl Iterator<Item = String>) -> String {
    members.collect::<Vec<_>>().join("; ")
}

/// A member's text with a backslash before what would end it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | ';' | '[' | ']') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A cell that no spreadsheet takes for a formula: a single quote stands before what would be one. It
/// stands before a quote and a formula as well, so that taking one away always gives the value back.
fn guarded(cell: String) -> String {
    let behind_quotes = cell.trim_start_matches('\'');
    if behind_quotes.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}
