//! A vendor's rows → its entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::facts::Extra;
use super::markdown::{nowhere, prose};
use super::vendor::Vendor;
use super::{VendorFacts, engagement};
use crate::content::id::{LONGEST, numbered, slug};
use crate::content::{Engagement, Field, Subprocessor, SubprocessorId};
use crate::import::imported::{Declared, Entry, Imported, Kept, KeptWhy, Origin};

/// Adds the entries of vendors, those that need no reading first.
pub(super) fn entries(
    own: Vec<(Origin, Subprocessor)>,
    vendors: Vec<Vendor>,
    imported: &mut Imported,
) {
    let mut ids = Ids::default();
    let mut declared = BTreeSet::new();
    for (origin, entry) in own {
        ids.taken.insert(entry.id.clone());
        for id in entry.engagements.iter().flat_map(|one| &one.products) {
            if declared.insert(id.clone()) {
                // What was published names a product by its id alone.
                let (id, name) = (id.clone(), id.to_string());
                imported.products.push(Declared { id, name });
            }
        }
        imported.entries.push(Entry {
            subprocessor: Arc::new(entry),
            origins: vec![origin],
            kept: BTreeMap::new(),
            spelled: BTreeMap::new(),
        });
    }
    for vendor in vendors {
        for product in vendor.rows.iter().flat_map(|row| &row.products) {
            if declared.insert(product.id.clone()) {
                imported.products.push(product.clone());
            }
        }
        imported.entries.push(entry(vendor, &mut ids));
    }
}

fn entry(vendor: Vendor, ids: &mut Ids) -> Entry {
    let engagements = engagement::engagements(&vendor.rows);
    let name = vendor
        .rows
        .first()
        .map(|row| row.name.clone())
        .unwrap_or_default();
    let foreign: Vec<&String> = vendor
        .rows
        .iter()
        .filter_map(|row| row.foreign_id.as_ref())
        .collect();
    let own = foreign.iter().find_map(|id| fitting_id(id));
    let id = ids.free(&own.clone().unwrap_or_else(|| slug(&name)));
    let mut extra = Extra::default();
    for foreign in foreign {
        if own.as_ref() != Some(foreign) {
            extra.keep("source_id", foreign, "id", KeptWhy::OpaqueId);
        }
    }
    let mut facts = VendorFacts::default();
    let mut origins = Vec::new();
    for row in vendor.rows {
        if row.name != name {
            extra.keep("also_named", &row.name, "", KeptWhy::AlsoNamed);
        }
        facts.affiliate |= row.vendor.affiliate;
        for (field, value) in &row.vendor.texts {
            facts.set_text(*field, value, "", &mut extra);
        }
        for (field, value) in &row.vendor.addresses {
            facts.set_address(*field, value, "", &mut extra);
        }
        if let Some(day) = row.vendor.since {
            facts.set_since(day, "", &mut extra);
        }
        extra.0.extend(row.extra.0);
        origins.push(row.origin);
    }
    let (extra, kept) = joined(extra);
    let subprocessor = subprocessor(id, name, &mut facts, extra, engagements);
    let spelled = facts.addresses.iter();
    Entry {
        origins,
        kept,
        spelled: spelled
            .map(|(field, address)| (*field, address.written.clone()))
            .collect(),
        subprocessor: Arc::new(subprocessor),
    }
}

fn subprocessor(
    id: SubprocessorId,
    name: String,
    facts: &mut VendorFacts,
    extra: BTreeMap<String, String>,
    engagements: Vec<Engagement>,
) -> Subprocessor {
    let mut text = |field: Field| facts.texts.remove(&field);
    let (entity, category) = (text(Field::Entity), text(Field::Category));
    let (address, contact) = (text(Field::Address), text(Field::Contact));
    let description = text(Field::Description).map(|text| prose(&text));
    let url = |field: Field| {
        facts
            .addresses
            .get(&field)
            .map(|address| address.url.clone())
    };
    Subprocessor {
        id,
        name,
        entity,
        affiliate: facts.affiliate,
        category,
        description,
        address,
        contact,
        website: url(Field::Website),
        dpa: url(Field::Dpa),
        subprocessors_url: url(Field::SubprocessorsUrl),
        since: facts.since,
        extra,
        engagements,
        place: nowhere(),
    }
}

/// The values of a key with "; " between them, each once.
fn joined(extra: Extra) -> (BTreeMap<String, String>, BTreeMap<String, Kept>) {
    let mut values: BTreeMap<String, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
    for (key, value, why) in extra.0 {
        let (all, seen) = values.entry(key.clone()).or_default();
        if seen.insert(value.clone()) {
            all.push(value);
        }
        kept.entry(key).or_insert(why);
    }
    let joined = values
        .into_iter()
        .map(|(key, (all, _))| (key, all.join("; ")));
    (joined.collect(), kept)
}

/// A foreign id that can be the entry's own: a slug, but no number, UUID or long row of hex digits.
fn fitting_id(id: &str) -> Option<String> {
    let is_slug = !id.is_empty() && id.len() <= LONGEST && slug(id) == id;
    let digits = id.replace('-', "");
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_uuid = is_hex && id.len() == 36 && digits.len() == 32;
    let is_opaque = is_number || is_uuid || (is_hex && digits.len() >= 16);
    (is_slug && !is_opaque).then(|| id.to_owned())
}

/// The ids that are given.
#[derive(Default)]
struct Ids {
    taken: BTreeSet<SubprocessorId>,
    counts: BTreeMap<String, usize>,
}

impl Ids {
    /// A text as an id, with a number where it is taken or reserved.
    fn free(&mut self, text: &str) -> SubprocessorId {
        let text = match text.is_empty() {
            // A name in letters that have no slug.
            true => "subprocessor",
            false => text,
        };
        let from = self.counts.get(text).copied().unwrap_or(1);
        let found = (from..).find_map(|number| {
            let id = SubprocessorId::new(&numbered(text, number)).ok()?;
            (!self.taken.contains(&id)).then_some((number, id))
        });
        let Some((number, id)) = found else {
            unreachable!("there is always a number that isn't taken");
        };
        self.counts.insert(text.to_owned(), number + 1);
        self.taken.insert(id.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_id_is_taken_where_it_says_something() {
        for id in ["aws", "amazon-web-services", "s3", "deadbeef"] {
            assert_eq!(fitting_id(id).as_deref(), Some(id));
        }
        for id in [
            "",
            "42",
            "65f0c2a9d1b3e4f5a6b7c8d1",
            "123e4567-e89b-12d3-a456-426614174000",
            "AWS",
            "a_b",
            "vendor:7",
        ] {
            assert_eq!(fitting_id(id), None, "{id}");
        }
    }

    #[test]
    fn an_id_that_is_taken_or_reserved_gets_a_number() {
        let mut ids = Ids::default();
        let given = ["acme", "acme", "as-of", "acme", ""].map(|text| ids.free(text).to_string());
        assert_eq!(
            given,
            ["acme", "acme-2", "as-of-2", "acme-3", "subprocessor"]
        );
        let long = "a".repeat(LONGEST);
        assert_eq!(ids.free(&long).as_str().len(), LONGEST);
        assert_eq!(ids.free(&long).as_str().len(), LONGEST);
    }
}
