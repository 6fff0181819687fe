//! `/changes.json`: the log with its chain of records.

use crate::assemble::{Route, Schema, Site};
use crate::compare::Amendment;
use crate::replay::digest::{FORMAT, Record, address};
use crate::replay::published::{
    Head, PublishedChange, PublishedItem, PublishedSite, PublishedTelling,
};
use crate::replay::{Change, PublishedLog, Told};

/// Every announced change that has a record, the newest last.
pub(in crate::render) fn changes(site: &Site) -> String {
    let config = &site.config().site;
    let history = site.history();
    let log = site.log();
    let changes = history.changes().iter().filter_map(|change| {
        let record = log.record(&change.id)?;
        Some(published(site, change, record))
    });
    let published = PublishedLog {
        schema: at(site, &Route::Schema(Schema::Changes)),
        format: FORMAT.to_owned(),
        site: PublishedSite {
            id: config.id.to_string(),
            title: config.title.clone(),
            url: config.base_url.join(""),
        },
        head: log.head().map(|record| Head {
            number: record.number,
            digest: record.digest,
        }),
        changes: changes.collect(),
    };
    published.write()
}

fn published(site: &Site, change: &Change, record: &Record) -> PublishedChange {
    let history = site.history();
    let mut items: Vec<PublishedItem> = change
        .amendments
        .iter()
        .map(|amendment| PublishedItem {
            item: address(amendment),
            name: amendment.name().to_owned(),
            url: at(site, &route(amendment)),
        })
        .collect();
    items.sort_by(|a, b| a.item.cmp(&b.item));
    PublishedChange {
        record: record.clone(),
        url: at(site, &Route::Change(change.id.clone())),
        told: match change.told {
            Told::WithNotice { .. } => PublishedTelling::WithNotice,
            Told::AtOnce => PublishedTelling::AtOnce,
            Told::Editorial => PublishedTelling::Editorial,
        },
        deadline: change.objection_deadline().map(|day| day.to_string()),
        replaced_by: history.replaced_by(&change.id).map(|c| c.id.to_string()),
        corrected_by: history
            .corrected_by(&change.id)
            .map(|correction| correction.id.to_string())
            .collect(),
        items,
    }
}

fn route(amendment: &Amendment) -> Route {
    match amendment {
        Amendment::Subprocessor(step) => Route::Subprocessor(step.latest().id.clone()),
        Amendment::Document(step) => Route::Document(step.latest().kind, step.latest().id.clone()),
    }
}

fn at(site: &Site, route: &Route) -> String {
    site.config().site.base_url.join(&route.path())
}
