//! The rows of a vendor → its engagements.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, Work, WorkFor};
use crate::content::id::{numbered, slug};
use crate::content::{Engagement, EngagementId, ProductId};

/// One engagement for each row; rows that say the same but for their products are one.
pub(super) fn engagements(rows: &[Facts]) -> Vec<Engagement> {
    let says = |row: &&Facts| row.work != Work::default() || !row.products.is_empty();
    let saying: Vec<&Facts> = rows.iter().filter(says).collect();
    // A row that says nothing of an engagement is none beside rows that do.
    let rows = match saying.is_empty() {
        true => rows.iter().take(1).collect(),
        false => saying,
    };
    let mut all: Vec<WorkFor> = Vec::new();
    let mut seen: BTreeMap<Work, usize> = BTreeMap::new();
    for row in rows {
        let products: Vec<ProductId> = row.products.iter().map(|named| named.id.clone()).collect();
        let index = *seen.entry(row.work.clone()).or_insert(all.len());
        match all.get_mut(index) {
            None => all.push(WorkFor {
                work: row.work.clone(),
                heading: row.above.heading.clone(),
                products: unique(products),
            }),
            // No products are all of them.
            Some(same) if same.products.is_empty() || products.is_empty() => same.products.clear(),
            Some(same) => {
                same.products.extend(products);
                same.products = unique(std::mem::take(&mut same.products));
            }
        }
    }
    let ids = ids(&all);
    let engagements = all
        .into_iter()
        .zip(ids)
        .map(|(WorkFor { work, products, .. }, id)| Engagement {
            id,
            purpose: work.purpose,
            condition: work.condition,
            data: work.data,
            data_subjects: work.data_subjects,
            locations: work.locations,
            transfer: work.transfer,
            products,
        });
    engagements.collect()
}

fn unique(products: Vec<ProductId>) -> Vec<ProductId> {
    let mut seen = BTreeSet::new();
    let mut unique = products;
    unique.retain(|id| seen.insert(id.clone()));
    unique
}

/// An id for each. It is the purpose's slug unless others have the same: then it is told by the heading,
/// or counted.
fn ids(all: &[WorkFor]) -> Vec<EngagementId> {
    let default = |work: &WorkFor| Engagement::default_id(&work.work.purpose);
    let mut alike: BTreeMap<EngagementId, Vec<&WorkFor>> = BTreeMap::new();
    for work in all {
        alike.entry(default(work)).or_default().push(work);
    }
    let by_heading: BTreeSet<EngagementId> = alike
        .into_iter()
        .filter(|(_, works)| {
            let headings: BTreeSet<String> = works.iter().map(|work| heading_slug(work)).collect();
            works.len() > 1 && headings.len() == works.len()
        })
        .map(|(id, _)| id)
        .collect();
    let mut taken: BTreeSet<EngagementId> = BTreeSet::new();
    let mut counts: BTreeMap<EngagementId, usize> = BTreeMap::new();
    all.iter()
        .map(|work| {
            let default = default(work);
            let heading = heading_slug(work);
            let wanted = match by_heading.contains(&default) && !heading.is_empty() {
                true => EngagementId::new(&slug(&format!("{default}-{heading}"))),
                false => Ok(default.clone()),
            };
            let wanted = wanted.unwrap_or_else(|_| default.clone());
            let id = free(&wanted, &taken, &mut counts);
            taken.insert(id.clone());
            id
        })
        .collect()
}

fn heading_slug(work: &WorkFor) -> String {
    work.heading.as_deref().map(slug).unwrap_or_default()
}

fn free(
    wanted: &EngagementId,
    taken: &BTreeSet<EngagementId>,
    counts: &mut BTreeMap<EngagementId, usize>,
) -> EngagementId {
    if !taken.contains(wanted) {
        return wanted.clone();
    }
    // Where the count stopped for this purpose the last time; so many alike take no longer each.
    let from = counts.get(wanted).copied().unwrap_or(2);
    let found = (from..).find_map(|number| {
        let id = EngagementId::new(&numbered(wanted.as_str(), number)).ok()?;
        (!taken.contains(&id)).then_some((number, id))
    });
    match found {
        Some((number, id)) => {
            counts.insert(wanted.clone(), number + 1);
            id
        }
        None => wanted.clone(),
    }
}
