//! Candor's own JSON, known by the schema that it names.

use super::{Entries, Read, ground, role};
use crate::content::{
    Area, DataCategory, Date, Engagement, EngagementId, Location, ProductId, Prose, Subprocessor,
    SubprocessorId,
};
use crate::import::gather::nowhere;
use crate::import::read::{Record, Unreadable, Value, json};
use crate::parse::web_address;

/// How the address of the schema ends, wherever the site is.
const SCHEMA: &str = "/schemas/subprocessors.json";

/// The entries with the lines that each begins in; `None` where the text is no register of Candor's.
///
/// # Errors
/// Where a value was changed so that it says nothing any more.
pub(super) fn read(text: &str) -> Result<Option<Entries>, Unreadable> {
    if !text.trim_start().starts_with('{') || !text.contains(SCHEMA) {
        return Ok(None);
    }
    // What is broken is no list either, and is told as such.
    let values = json(text).unwrap_or_default();
    let [Value::Record(document)] = &values[..] else {
        return Ok(None);
    };
    let document = Fields(document);
    let schema = document.text("$schema").ok().flatten();
    if !schema.unwrap_or_default().ends_with(SCHEMA) {
        return Ok(None);
    }
    let records = document.records("subprocessors");
    let records = records.map_err(|key| changed(key, document.0.line))?;
    let entries = records.iter().map(|fields| {
        let line = fields.0.line;
        let entry = entry(fields).map_err(|key| changed(key, line))?;
        Ok((line, entry))
    });
    entries.collect::<Result<_, _>>().map(Some)
}

fn changed(key: &str, line: usize) -> Unreadable {
    Unreadable {
        message: format!("`{key}` in the record that begins there isn't what Candor writes"),
        line: Some(line),
        help: "take the file as Candor published it; or, if it was changed by hand, take its `$schema` out: then it is read as any other list"
            .to_owned(),
    }
}

fn entry(fields: &Fields<'_>) -> Read<Subprocessor> {
    let text = |key| fields.text(key).map(|text| text.map(str::to_owned));
    let url = |key| fields.read(key, |text| web_address(text).ok());
    let engagements = fields.records("engagements")?;
    let engagements: Vec<Engagement> = engagements.iter().map(engagement).collect::<Read<_>>()?;
    Ok(Subprocessor {
        id: fields
            .read("id", |id| SubprocessorId::new(id).ok())?
            .ok_or("id")?,
        name: text("name")?
            .filter(|name| !name.is_empty())
            .ok_or("name")?,
        entity: text("entity")?,
        affiliate: fields
            .read("affiliate", |text| text.parse().ok())?
            .unwrap_or(false),
        category: text("category")?,
        description: fields.read("description", |text| {
            Some(Prose::parse(text, nowhere()).value)
        })?,
        address: text("address")?,
        contact: text("contact")?,
        website: url("website")?,
        dpa: url("dpa")?,
        subprocessors_url: url("subprocessors_url")?,
        since: fields.read("since", Date::parse)?,
        extra: match fields.get("extra") {
            None => Default::default(),
            Some(Value::Record(extra)) => extra.members.iter().map(own).collect::<Read<_>>()?,
            Some(_) => return Err("extra"),
        },
        engagements: match engagements.is_empty() {
            true => return Err("engagements"),
            false => engagements,
        },
        place: nowhere(),
    })
}

fn own((key, value): &(String, Value)) -> Read<(String, String)> {
    match value {
        Value::Text(text) => Ok((key.clone(), text.clone())),
        _ => Err("extra"),
    }
}

fn engagement(fields: &Fields<'_>) -> Read<Engagement> {
    let id = fields.read("engagement_id", |id| EngagementId::new(id).ok())?;
    Ok(Engagement {
        id: id.ok_or("engagement_id")?,
        purpose: fields.text("purpose")?.unwrap_or_default().to_owned(),
        condition: fields.text("condition")?.map(str::to_owned),
        data: fields
            .records("data")?
            .iter()
            .map(data)
            .collect::<Read<_>>()?,
        data_subjects: fields.texts("data_subjects", |text| Some(text.to_owned()))?,
        locations: fields
            .records("locations")?
            .iter()
            .map(location)
            .collect::<Read<_>>()?,
        transfer: fields.texts("transfer", ground)?,
        products: fields.texts("products", |id| ProductId::new(id).ok())?,
    })
}

fn data(fields: &Fields<'_>) -> Read<DataCategory> {
    Ok(DataCategory {
        category: fields.text("category")?.ok_or("category")?.to_owned(),
        note: fields.text("note")?.map(str::to_owned),
    })
}

fn location(fields: &Fields<'_>) -> Read<Location> {
    let area = fields.read("country", Area::parse)?.ok_or("country")?;
    Ok(Location {
        city: fields.text("city")?.map(str::to_owned),
        region: fields.text("region")?.map(str::to_owned),
        role: fields.read("role", role)?,
        ..Location::from(area)
    })
}

/// The members of a record. Keys that a later Candor adds are passed over.
struct Fields<'v>(&'v Record);

impl<'v> Fields<'v> {
    fn get(&self, key: &str) -> Option<&'v Value> {
        let mut members = self.0.members.iter();
        let found = members.find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    fn text(&self, key: &'static str) -> Read<Option<&'v str>> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::List(_) | Value::Record(_)) => Err(key),
        }
    }

    /// A text that is absent or can be read.
    fn read<T>(&self, key: &'static str, read: impl Fn(&str) -> Option<T>) -> Read<Option<T>> {
        let text = self.text(key)?;
        text.map(|text| read(text).ok_or(key)).transpose()
    }

    fn list(&self, key: &'static str) -> Read<&'v [Value]> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::List(items)) => Ok(items),
            Some(Value::Text(_) | Value::Record(_)) => Err(key),
        }
    }

    fn records(&self, key: &'static str) -> Read<Vec<Fields<'v>>> {
        let items = self.list(key)?.iter();
        items
            .map(|item| match item {
                Value::Record(record) => Ok(Fields(record)),
                _ => Err(key),
            })
            .collect()
    }

    fn texts<T>(&self, key: &'static str, read: impl Fn(&str) -> Option<T>) -> Read<Vec<T>> {
        let items = self.list(key)?.iter();
        items
            .map(|item| match item {
                Value::Text(text) => read(text).ok_or(key),
                _ => Err(key),
            })
            .collect()
    }
}
