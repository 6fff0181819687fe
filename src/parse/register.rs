//! `subprocessors.toml`, the working one as well as a change's: a list of `[[subprocessor]]` entries.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::field;
use super::scalar::in_line;
use super::table::{self, Table, Tense, Toml, Value};
use crate::content::id::{numbered, slug};
use crate::content::{Engagement, EngagementId, Field, Subprocessor, SubprocessorId};
use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{Place, SourceId};

/// A register as one file says it.
#[derive(Clone, Default, Debug)]
pub struct Register {
    /// In the order of the file; each id once.
    pub entries: Vec<Arc<Subprocessor>>,
    /// Entries that have errors, by their id.
    pub unreadable: Vec<SubprocessorId>,
    /// Entries that have errors and no id to name them by.
    pub nameless: usize,
    /// Whether the text isn't a list of entries as a whole, so that some may have gone unnoticed.
    pub broken: bool,
}

/// Reads a register.
pub fn parse(source: SourceId, text: &str, tense: Tense<'_>) -> Checked<Register> {
    table::read(text, table::whole(source, text), tense, register)
}

fn register(toml: &Toml<'_>, mut root: Table<'_>) -> Register {
    let list = root.value("subprocessor");
    root.finish();
    let entries = list.map(|list| heads(&list)).unwrap_or_default();
    let mut register = Register {
        // Entries may stand below a head that isn't known, too.
        broken: toml.is_broken() || toml.errors() > 0,
        ..Register::default()
    };
    let mut first: BTreeMap<SubprocessorId, Range<usize>> = BTreeMap::new();
    let ends = entries
        .iter()
        .skip(1)
        .map(|entry| entry.range.start)
        .chain([toml.text.len()])
        .collect::<Vec<usize>>();
    for (table, end) in entries.into_iter().zip(ends) {
        let whole = table.range.start..end;
        let errors = toml.errors();
        let (id, entry) = entry(table, &whole);
        let mut is_second = false;
        if let Some((id, at)) = &id {
            if let Some(earlier) = first.get(id) {
                is_second = true;
                let line = in_line(toml, earlier.start);
                toml.report(
                    Diagnostic::error(
                        toml.at(at.clone()),
                        format!("the id \"{id}\" is already used"),
                    )
                    .label(format!("first used in {line}"))
                    .context(toml.at(earlier.clone()), "first used here"),
                );
            } else {
                first.insert(id.clone(), at.clone());
            }
        }
        let is_sound = toml.errors() == errors && !toml.is_broken_within(&whole);
        match (entry, id) {
            (Some(entry), _) if is_sound => register.entries.push(Arc::new(entry)),
            // Nobody knows whose the second entry of an id is.
            (_, Some((id, _))) if !is_second => register.unreadable.push(id),
            _ => register.nameless += 1,
        }
    }
    register
}

/// The entries of the list, each with a head of its own.
fn heads<'t>(list: &Value<'t>) -> Vec<Table<'t>> {
    if !list.has_heads() {
        list.toml.report(
            Diagnostic::error(
                list.key_span(),
                "an entry begins with a line `[[subprocessor]]`",
            )
            .label("expected `[[subprocessor]]`, with two brackets on each side")
            .help("write\n[[subprocessor]]\nid = \"acme\"\nname = \"Acme\"\npurpose = \"Hosting\""),
        );
        return Vec::new();
    }
    let items = list.list().unwrap_or_default();
    items.iter().filter_map(Value::table).collect()
}

type FoundId = Option<(SubprocessorId, Range<usize>)>;

fn entry(mut table: Table<'_>, whole: &Range<usize>) -> (FoundId, Option<Subprocessor>) {
    let toml = table.toml;
    let name_for_id = table
        .value("name")
        .and_then(|name| name.as_text())
        .map(slug);
    let id = match table.value("id") {
        Some(value) => value
            .id(SubprocessorId::new, "a sub-processor's id")
            .map(|id| (id.value, value.range())),
        None => {
            let id = name_for_id.as_deref().filter(|id| !id.is_empty());
            table.missing("id", &format!("id = \"{}\"", id.unwrap_or("acme")));
            None
        }
    };
    let name = table.required_text("name", "Acme Cloud");
    let entity = table.text("entity");
    let affiliate = table.flag("affiliate");
    let category = table.text("category");
    let description = table.value("description").and_then(|value| value.prose());
    let address = table.text("address");
    let contact = table.text("contact");
    let website = table.url("website");
    let dpa = table.url("dpa");
    let subprocessors_url = table.url("subprocessors_url");
    let since = table.date("since");
    let own = table.table("extra");
    let extra = own
        .map(|own| field::extra(&own, "[subprocessor.extra]", &known_keys()))
        .unwrap_or_default();
    let engagements = match table.value("engagement") {
        Some(list) => engagements(&mut table, &list),
        // Nearly every vendor has one, written flat in its entry.
        None => facts(&mut table).map(|engagement| vec![engagement]),
    };
    table.finish();

    let subprocessor = || {
        Some(Subprocessor {
            id: id.as_ref()?.0.clone(),
            name: name?.value,
            entity: entity.map(|text| text.value),
            affiliate,
            category: category.map(|text| text.value),
            description,
            address: address.map(|text| text.value),
            contact: contact.map(|text| text.value),
            website,
            dpa,
            subprocessors_url,
            since: since.map(|date| date.value),
            extra,
            engagements: engagements?,
            place: Place(toml.at(whole.start..whole.start + entry_text(toml, whole).len())),
        })
    };
    let subprocessor = subprocessor();
    (id, subprocessor)
}

fn entry_text<'t>(toml: &Toml<'t>, whole: &Range<usize>) -> &'t str {
    toml.text.get(whole.clone()).unwrap_or_default().trim_end()
}

/// Every key of an entry, wherever in it the key belongs.
fn known_keys() -> Vec<&'static str> {
    let fields = Field::OF_VENDOR.iter().chain(&Field::OF_ENGAGEMENT);
    ["id", "engagement"]
        .into_iter()
        .chain(fields.map(|field| field.key()))
        .collect()
}

/// The `[[subprocessor.engagement]]` tables of an entry.
fn engagements(entry: &mut Table<'_>, list: &Value<'_>) -> Option<Vec<Engagement>> {
    let toml = entry.toml;
    if list.is_table() {
        toml.report(
            Diagnostic::error(list.key_span(), "an engagement begins with two brackets")
                .label("expected `[[subprocessor.engagement]]`"),
        );
        return None;
    }
    let items = list.list()?;
    let Some(first) = items.first().map(Value::range) else {
        return facts(entry).map(|engagement| vec![engagement]);
    };
    for field in Field::OF_ENGAGEMENT {
        let Some(value) = entry.value(field.key()) else {
            continue;
        };
        let line = in_line(toml, first.start);
        toml.report(
            Diagnostic::error(
                value.key_span(),
                format!(
                    "`{}` stands in the entry and so do engagements",
                    field.key()
                ),
            )
            .label("move it into the engagement that it belongs to")
            .context(
                toml.at(first.clone()),
                format!("the first `[[subprocessor.engagement]]` is in {line}"),
            ),
        );
    }
    let mut engagements: Vec<Engagement> = Vec::new();
    let mut places: BTreeMap<EngagementId, Range<usize>> = BTreeMap::new();
    let mut complete = true;
    for item in &items {
        let Some(table) = item.table() else {
            complete = false;
            continue;
        };
        let range = table.range.clone();
        let Some(engagement) = engagement(table, &first) else {
            complete = false;
            continue;
        };
        if let Some(earlier) = places.get(&engagement.id) {
            let free = (2..)
                .map(|n| numbered(engagement.id.as_str(), n))
                .find(|id| engagements.iter().all(|other| other.id.as_str() != id));
            let line = in_line(toml, earlier.start);
            toml.report(
                Diagnostic::error(
                    toml.at(range),
                    format!(
                        "two engagements of this entry have the id \"{}\"",
                        engagement.id
                    ),
                )
                .label(format!("the first is in {line}"))
                .context(toml.at(earlier.clone()), "the first")
                .help(format!(
                    "add the line\nid = \"{}\"",
                    free.unwrap_or_default()
                )),
            );
            complete = false;
        } else {
            places.insert(engagement.id.clone(), range);
            engagements.push(engagement);
        }
    }
    complete.then_some(engagements)
}

fn engagement(mut table: Table<'_>, first: &Range<usize>) -> Option<Engagement> {
    let toml = table.toml;
    let id = table
        .value("id")
        .map(|value| value.id(EngagementId::new, "an engagement's id"));
    let facts = facts(&mut table);
    let vendor = Field::OF_VENDOR.map(Field::key);
    table.finish_with(|value| {
        let key = *vendor.iter().find(|key| **key == value.key)?;
        let line = in_line(toml, first.start);
        let problem = Diagnostic::error(
            value.key_span(),
            format!("`{key}` is a field of the entry itself, not of an engagement"),
        );
        Some(
            problem
                .label("move it above the first `[[subprocessor.engagement]]` line")
                .context(toml.at(first.clone()), format!("which is {line}")),
        )
    });
    let facts = facts?;
    let id = match id {
        Some(id) => id?.value,
        None => facts.id,
    };
    Some(Engagement { id, ..facts })
}

/// The facts of an engagement, with the id that it has unless it gives one.
fn facts(table: &mut Table<'_>) -> Option<Engagement> {
    let purpose = table.required_text("purpose", "Hosting");
    let condition = table.text("condition");
    let data = table.value("data").map(|v| field::data(&v));
    let data_subjects = table.value("data_subjects").and_then(|v| v.texts());
    let locations = table.value("locations").map(|v| field::locations(&v));
    let transfer = table.value("transfer").map(|v| field::transfer(&v));
    let products = table.value("products").map(|v| field::products(&v));
    let purpose = purpose?.value;
    let subjects = data_subjects.unwrap_or_default().into_iter();
    Some(Engagement {
        id: Engagement::default_id(&purpose),
        purpose,
        condition: condition.map(|text| text.value),
        data: data.unwrap_or_default(),
        data_subjects: subjects.map(|text| text.value).collect(),
        locations: locations.unwrap_or_default(),
        transfer: transfer.unwrap_or_default(),
        products: products.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
