//! What programs read that isn't a feed: sitemap, robots.txt, security.txt.

use std::collections::BTreeMap;

use super::xml::Document;
use crate::assemble::{Route, Site, Stage};
use crate::content::Date;
use crate::replay::Version;

/// `/sitemap.xml` (sitemaps.org 0.9): every page for people, with the day since which it says what it
/// says, where a day is known.
pub(super) fn sitemap(site: &Site) -> String {
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

/// `/robots.txt` (RFC 9309).
pub(super) fn robots(site: &Site) -> String {
    match site.stage() {
        Stage::Draft => "User-agent: *\nDisallow: /\n".to_owned(),
        Stage::Published => {
            let sitemap = site.config().site.base_url.join(&Route::Sitemap.path());
            format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
        }
    }
}

/// `/.well-known/security.txt` (RFC 9116).
pub(super) fn security_txt(site: &Site) -> Option<String> {
    let security = site.config().security.as_ref()?;
    let mut text = String::new();
    for contact in &security.contact {
        text += &format!("Contact: {contact}\n");
    }
    // The whole of the day counts, in the site's time zone or anywhere else.
    text += &format!("Expires: {}T23:59:59Z\n", security.expires.value);
    text += &format!("Preferred-Languages: {}\n", site.language().tag());
    let canonical = site.config().site.base_url.join(&Route::SecurityTxt.path());
    text += &format!("Canonical: {canonical}\n");
    if let Some(policy) = &security.policy {
        text += &format!("Policy: {policy}\n");
    }
    Some(text)
}
