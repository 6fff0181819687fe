//! The sitemap: every page for people, for search engines.

use std::collections::BTreeMap;

use crate::assemble::{Route, Site};
use crate::content::Date;
use crate::render::xml::Document;
use crate::replay::Change;

/// `/sitemap.xml` (sitemaps.org 0.9): every page for people, with the day since which it says what it
/// says, where a day is known.
pub(in crate::render) fn sitemap(site: &Site) -> String {
    let days = last_days(site);
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    Document::with_root("urlset", &[namespace], |sitemap| {
        let pages = site.routes().iter().filter(|route| route.is_page());
        for route in pages.filter(|route| **route != Route::NotFound) {
            sitemap.parent("url", &[], |url| {
                url.element("loc", &site.config().site.base_url.join(&route.path()));
                if let Some(day) = days.get(route) {
                    url.element("lastmod", &day.to_string());
                }
            });
        }
    })
}

/// The last day on which the log changed each page, as far as it has come.
fn last_days(site: &Site) -> BTreeMap<Route, Date> {
    let mut days: BTreeMap<Route, Date> = BTreeMap::new();
    let history = site.history();
    let mut note = |route: Route, change: &Change| {
        let replaced = history.replaced_by(&change.id);
        // What another change stands in for takes no effect, but its pages say so from then on.
        let second = replaced.map_or(change.effective, |by| by.announced);
        let dates = [change.announced, second];
        let come = dates.into_iter().filter(|&date| date <= site.as_of());
        if let Some(day) = come.max() {
            let known = days.entry(route).or_insert(day);
            *known = day.max(*known);
        }
    };
    for (id, versions) in history.subprocessors() {
        for version in versions {
            note(Route::Subprocessor(id.clone()), &version.change);
            note(Route::Register, &version.change);
            note(Route::RegisterPeriods, &version.change);
        }
    }
    for (id, versions) in history.documents() {
        for version in versions {
            let kind = version.step.latest().kind;
            note(Route::Document(kind, id.clone()), &version.change);
            note(Route::Processing, &version.change);
            let route = Route::Version(kind, id.clone(), version.change.id.clone());
            note(route, &version.change);
        }
    }
    for change in history.changes() {
        note(Route::Change(change.id.clone()), change);
        note(Route::Changes, change);
    }
    days
}
