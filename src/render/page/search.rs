//! Every page by its name, and where the search finds its words.

use std::collections::BTreeMap;

use crate::assemble::Route;
use crate::content::id::slug;
use crate::render::context::Context;
use crate::render::view::Link;
use crate::render::view::search as view;
use crate::render::view::search::PageKind;

use super::frame::title;

/// `/search/`.
pub(super) fn page(context: &Context<'_>) -> view::SearchPage {
    let mut groups: BTreeMap<PageKind, Vec<Link>> = BTreeMap::new();
    for route in context.site.routes().iter().filter(|r| r.is_searched()) {
        let link = context.link(title(context, route), route);
        groups.entry(kind(route)).or_default().push(link);
    }
    view::SearchPage {
        groups: groups
            .into_iter()
            .map(|(kind, mut pages)| {
                match kind {
                    // Their ids begin with the day.
                    PageKind::Change => pages.reverse(),
                    _ => pages.sort_by_cached_key(|page| (slug(&page.label), page.label.clone())),
                }
                view::PageGroup { kind, pages }
            })
            .collect(),
        parts: context
            .site
            .routes()
            .iter()
            .filter(|route| matches!(route, Route::SearchPart(_)))
            .map(|route| context.href(route))
            .collect(),
    }
}

fn kind(route: &Route) -> PageKind {
    match route {
        Route::Document(..) => PageKind::Document,
        Route::Subprocessor(_) => PageKind::Subprocessor,
        Route::Change(_) => PageKind::Change,
        _ => PageKind::Page,
    }
}
