//! Rows of one vendor, and what headings are.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::content::id::slug;
use crate::content::{Field, ProductId};
use crate::import::imported::Declared;
use crate::import::recognise::name;

/// A vendor with all its rows, in the order of the sources.
#[derive(Clone, Debug)]
pub(super) struct Vendor {
    pub(super) rows: Vec<Facts>,
}

/// The vendors, each at the place of its first row.
pub(super) fn vendors(mut facts: Vec<Facts>) -> Vec<Vendor> {
    let mut known = Known::default();
    let whose: Vec<usize> = facts.iter().map(|facts| known.whose(facts)).collect();
    set_headings(&mut facts, &whose);
    let mut vendors: Vec<Vendor> = Vec::new();
    for (facts, index) in facts.into_iter().zip(whose) {
        match vendors.get_mut(index) {
            Some(vendor) => vendor.rows.push(facts),
            None => vendors.push(Vendor { rows: vec![facts] }),
        }
    }
    vendors
}

/// The vendors that there are, by what tells them.
#[derive(Default)]
struct Known {
    count: usize,
    by_name: BTreeMap<String, Namesakes>,
    /// By the name without its legal form, and what else both must have.
    by_form: BTreeMap<(String, Shared), usize>,
}

/// Vendors of one name.
#[derive(Default)]
struct Namesakes {
    without_entity: Option<usize>,
    by_entity: BTreeMap<String, usize>,
}

/// What shows that two names are one vendor's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Entity(String),
    Id(String),
    Website(String),
}

impl Known {
    /// The number of the vendor that a row is of.
    fn whose(&mut self, facts: &Facts) -> usize {
        let shared = shared(facts);
        let form = name::without_form(&facts.name);
        let found = self.namesake(facts).or_else(|| {
            let mut shared = shared.iter();
            shared.find_map(|shared| self.by_form.get(&(form.clone(), shared.clone())).copied())
        });
        let index = found.unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        });
        let namesakes = self.by_name.entry(name::key(&facts.name)).or_default();
        match entity(facts) {
            Some(entity) => {
                namesakes.by_entity.entry(entity).or_insert(index);
                // Only who gave no entity yet can still have this one.
                if namesakes.without_entity == Some(index) {
                    namesakes.without_entity = None;
                }
            }
            None if namesakes.by_entity.is_empty() => {
                namesakes.without_entity.get_or_insert(index);
            }
            None => {}
        }
        for shared in shared {
            self.by_form.entry((form.clone(), shared)).or_insert(index);
        }
        index
    }

    /// A vendor of the same name, unless both give a legal entity and these differ.
    fn namesake(&self, facts: &Facts) -> Option<usize> {
        let namesakes = self.by_name.get(&name::key(&facts.name))?;
        match entity(facts) {
            Some(entity) => {
                let same = namesakes.by_entity.get(&entity).copied();
                same.or(namesakes.without_entity)
            }
            None => {
                let first = namesakes.by_entity.values().min().copied();
                namesakes.without_entity.or(first)
            }
        }
    }
}

fn entity(facts: &Facts) -> Option<String> {
    let entity = facts.vendor.texts.get(&Field::Entity)?;
    Some(entity.to_lowercase())
}

fn shared(facts: &Facts) -> Vec<Shared> {
    let entity = entity(facts).map(Shared::Entity);
    let id = facts.foreign_id.clone().map(Shared::Id);
    let website = facts.vendor.addresses.get(&Field::Website);
    let website = website.map(|address| Shared::Website(address.url.to_string()));
    entity.into_iter().chain(id).chain(website).collect()
}

/// Says of the headings of each file whether they are categories or products. They are products where
/// any vendor stands with the same purpose under several.
fn set_headings(facts: &mut [Facts], whose: &[usize]) {
    let mut under: BTreeMap<(usize, usize, String), BTreeSet<String>> = BTreeMap::new();
    for (facts, vendor) in facts.iter().zip(whose) {
        if let Some(heading) = heading(facts)
            && !facts.work.purpose.is_empty()
        {
            let purpose = facts.work.purpose.to_lowercase();
            let headings = under.entry((facts.file, *vendor, purpose)).or_default();
            headings.insert(heading);
        }
    }
    let several = under.into_iter().filter(|(_, headings)| headings.len() > 1);
    let of_products: BTreeSet<usize> = several.map(|((file, ..), _)| file).collect();
    for facts in facts {
        let Some(heading) = heading(facts) else {
            continue;
        };
        if of_products.contains(&facts.file) {
            if let Ok(id) = ProductId::new(&slug(&heading)) {
                facts.products.insert(0, Declared { id, name: heading });
            } else {
                let why = crate::import::KeptWhy::DoesNotFit(Field::Products);
                facts.extra.keep("source_products", &heading, &heading, why);
            }
        } else {
            let (vendor, extra) = (&mut facts.vendor, &mut facts.extra);
            vendor.set_text(Field::Category, &heading, &heading, extra);
        }
    }
}

fn heading(facts: &Facts) -> Option<String> {
    let heading = facts.above.heading.clone();
    heading.filter(|_| !facts.above.is_affiliates)
}
