//! The register for programs and spreadsheets.
//!
//! [`json`] is the contract with programs, with a JSON Schema beside it; [`csv`] the same facts for
//! whoever opens a table; [`linked`] names them by the terms of the W3C's Data Privacy Vocabulary. All
//! three hold what is in force and nothing that is only announced: that is for the change log to say.
//!
//! Their types are promises to people whom nobody can reach, so they are none of `content`'s.

mod csv;
mod json;
mod linked;
mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assemble::{DataFormat, RegisterScope, Route, Site};
use crate::content::{Date, Subprocessor, SubprocessorId};
use crate::parse::config::Product;
use crate::render::once::{Once, Same};

use rows::Row;

pub(super) use json::schema;

/// What the registers of one site say of an entry, written once: many days have most entries in common.
#[derive(Default)]
pub(in crate::render) struct RegisterRows {
    csv: Once<Same<Subprocessor>, Arc<str>>,
    json: Once<Same<Subprocessor>, Arc<[Row]>>,
    linked: Once<Same<Subprocessor>, Arc<[Row]>>,
}

/// A register as its files say it.
struct Register<'a> {
    site: &'a Site,
    rows: &'a RegisterRows,
    /// In the register's order.
    entries: Vec<Arc<Subprocessor>>,
    /// The day from which it stands as it does.
    from: Option<Date>,
    product: Option<&'a Product>,
}

/// A file of the register; `None` where the site has no such register.
pub(in crate::render) fn register(
    site: &Site,
    rows: &RegisterRows,
    scope: &RegisterScope,
    format: DataFormat,
) -> Option<String> {
    let register = of_scope(site, rows, scope)?;
    Some(match format {
        DataFormat::Csv => csv::write(&register),
        DataFormat::Json => json::write(&register),
        DataFormat::JsonLd => linked::write(&register),
    })
}

fn of_scope<'a>(
    site: &'a Site,
    rows: &'a RegisterRows,
    scope: &RegisterScope,
) -> Option<Register<'a>> {
    Some(match scope {
        RegisterScope::Current => Register {
            site,
            rows,
            entries: in_order(site, &site.in_force().subprocessors),
            from: site.register_days().last().copied(),
            product: None,
        },
        RegisterScope::AsOf(day) => Register {
            site,
            rows,
            entries: in_order(site, &site.history().register_on(*day)),
            from: Some(*day),
            product: None,
        },
        RegisterScope::Product(id) => {
            let view = site.product(id)?;
            Register {
                site,
                rows,
                entries: in_order(site, &view.in_force().subprocessors),
                from: view.history().register_days(site.as_of()).last().copied(),
                product: Some(&view.product),
            }
        }
    })
}

fn in_order(
    site: &Site,
    entries: &BTreeMap<SubprocessorId, Arc<Subprocessor>>,
) -> Vec<Arc<Subprocessor>> {
    let mut entries: Vec<Arc<Subprocessor>> = entries.values().cloned().collect();
    entries.sort_by_cached_key(|entry| site.register_order(&entry.id));
    entries
}

fn address(site: &Site, route: &Route) -> String {
    site.config().site.base_url.join(&route.path())
}
