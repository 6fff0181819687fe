//! The sitemap: every page for people, for search engines.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::assemble::{Route, Site};
use crate::content::Date;
use crate::replay::Version;

/// `/sitemap.xml` (sitemaps.org 0.9): every page for people, with the day since which it says what it
/// says, where a day is known.
pub(in crate::render) fn sitemap(site: &Site) -> String {
    let days = last_days(site);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let mut write = |event: Event<'_>| {
        // Writing to memory can't fail.
        let _ = writer.write_event(event);
    };
    write(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let root = BytesStart::new("urlset");
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    write(Event::Start(root.with_attributes([namespace])));
    for route in site.routes() {
        if !route.is_page() || *route == Route::NotFound {
            continue;
        }
        write(Event::Start(BytesStart::new("url")));
        let address = site.config().site.base_url.join(&route.path());
        let mut element = |name: &str, text: &str| {
            write(Event::Start(BytesStart::new(name)));
            write(Event::Text(BytesText::new(text)));
            write(Event::End(BytesEnd::new(name)));
        };
        element("loc", &address);
        if let Some(day) = days.get(route) {
            element("lastmod", &day.to_string());
        }
        write(Event::End(BytesEnd::new("url")));
    }
    write(Event::End(BytesEnd::new("urlset")));
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
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
