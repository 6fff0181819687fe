//! The sitemap: every page for people, for search engines.

use std::collections::BTreeMap;

use crate::assemble::{Route, Site};
use crate::content::Date;
use crate::render::xml::Document;
use crate::replay::Version;

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
    let as_of = site.as_of();
    let mut note = |route: Route, dates: [Date; 2]| {
        let come = dates.into_iter().filter(|&date| date <= as_of).max();
        if let Some(day) = come {
            let known = days.entry(route).or_insert(day);
            *known = day.max(*known);
        }
    };
    fn dates<T>(version: &Version<T>) -> [Date; 2] {
        [version.change.announced, version.change.effective]
    }
    for (id, versions) in site.history().subprocessors() {
        for version in versions {
            note(Route::Subprocessor(id.clone()), dates(version));
            note(Route::Register, dates(version));
            note(Route::RegisterPeriods, dates(version));
        }
    }
    for (id, versions) in site.history().documents() {
        for version in versions {
            let kind = version.step.latest().kind;
            note(Route::Document(kind, id.clone()), dates(version));
            note(Route::Processing, dates(version));
            let route = Route::Version(kind, id.clone(), version.change.id.clone());
            note(route, dates(version));
        }
    }
    for change in site.history().changes() {
        let dates = [change.announced, change.effective];
        note(Route::Change(change.id.clone()), dates);
        note(Route::Changes, dates);
    }
    days
}
