//! The pages around the register, the documents and the log.

use crate::assemble::site::kind_of;
use crate::assemble::{FeedFormat, FeedScope, Route, Site, Stage};
use crate::content::{Date, DocumentKind};
use crate::parse::Page;
use crate::parse::config::Product;
use crate::render::context::{Context, Text};
use crate::render::prose::Ids;
use crate::render::view::page as view;
use crate::render::view::{Html, Link};

use super::change::summary;
use super::document::{contents, links_of};
use super::register::product_links;

/// How many changes in force the overview shows.
const RECENT: usize = 5;

/// `/`.
pub(super) fn overview(context: &Context<'_>) -> view::OverviewPage {
    let site = context.site;
    let history = site.history();
    let as_of = site.as_of();
    let coming = history.coming(as_of);
    let recent = history
        .took_effect(as_of)
        .filter(|change| change.is_told())
        .take(RECENT);
    let processings = site
        .in_force()
        .documents
        .values()
        .filter(|document| document.kind == DocumentKind::Processing);
    view::OverviewPage {
        body: site
            .overview()
            .map(|page| body(context, page, &Route::Overview)),
        subprocessors: view::Part {
            href: context.href(&Route::Register),
            count: site.in_force().subprocessors.len(),
            from: history.register_days(as_of).last().map(ToString::to_string),
        },
        processings: view::Part {
            href: context.href(&Route::Processing),
            count: processings.count(),
            from: documents_since(site).map(|date| date.to_string()),
        },
        annexes: links_of(context, history, DocumentKind::Annex),
        coming: coming
            .into_iter()
            .map(|change| summary(context, history, change))
            .collect(),
        recent: recent
            .map(|change| summary(context, history, change))
            .collect(),
        changes: context.href(&Route::Changes),
        products: product_links(context),
        pages: page_links(context),
    }
}

/// Since when the processing descriptions say what they say.
fn documents_since(site: &Site) -> Option<Date> {
    site.history()
        .documents()
        .filter(|(_, versions)| kind_of(versions) == Some(DocumentKind::Processing))
        .flat_map(|(_, versions)| versions)
        .filter(|version| site.history().counts(version))
        .map(crate::replay::Version::effective)
        .filter(|&day| day <= site.as_of())
        .max()
}

/// The untracked pages, by their order and title.
pub(super) fn page_links(context: &Context<'_>) -> Vec<Link> {
    let mut pages: Vec<_> = context.site.page_paths().collect();
    pages.sort_by(|(a_path, a), (b_path, b)| {
        let key = |page: &Page| (page.order.is_none(), page.order);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.title.cmp(&b.title))
            .then_with(|| a_path.cmp(b_path))
    });
    pages
        .into_iter()
        .map(|(path, page)| context.link(&page.title, &Route::Page(path.to_owned())))
        .collect()
}

fn body(context: &Context<'_>, page: &Page, home: &Route) -> Html {
    let text = Text {
        prose: &page.body,
        path: &page.path,
        home,
    };
    context.prose(text, Ids::Own)
}

/// A page that isn't tracked.
pub(super) fn untracked(context: &Context<'_>, route: &Route, page: &Page) -> view::UntrackedPage {
    view::UntrackedPage {
        title: page.title.clone(),
        contents: contents(&page.body),
        body: body(context, page, route),
    }
}

/// Which feeds a page offers.
pub(super) enum Offer<'a> {
    Everything,
    Register,
    Product(&'a Product),
}

/// The feeds that a page offers, with their addresses; none in a draft, which has no feeds.
pub(super) fn feeds(context: &Context<'_>, offers: &[Offer<'_>]) -> Vec<view::FeedOffer> {
    if context.site.stage() == Stage::Draft {
        return Vec::new();
    }
    let offer = |offer: &Offer<'_>| {
        let (scope, shown) = match offer {
            Offer::Everything => (FeedScope::Everything, view::FeedScope::All),
            Offer::Register => (FeedScope::Register, view::FeedScope::Register),
            Offer::Product(product) => (
                FeedScope::Product(product.id.clone()),
                view::FeedScope::Product,
            ),
        };
        view::FeedOffer {
            scope: shown,
            title: feed_title(context, &scope),
            formats: FeedFormat::ALL
                .into_iter()
                .map(|format| {
                    let route = Route::Feed(scope.clone(), format);
                    view::FeedAddress {
                        format: match format {
                            FeedFormat::Rss => view::FeedFormat::Rss,
                            FeedFormat::Atom => view::FeedFormat::Atom,
                            FeedFormat::Json => view::FeedFormat::Json,
                            FeedFormat::Calendar => view::FeedFormat::Calendar,
                        },
                        url: context.address(&route),
                        href: context.href(&route),
                        open: webcal(format, &context.address(&route)),
                    }
                })
                .collect(),
        }
    };
    offers.iter().map(offer).collect()
}

/// The address by which calendar programs take themselves to be meant.
fn webcal(format: FeedFormat, address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    (format == FeedFormat::Calendar).then(|| format!("webcal://{rest}"))
}

/// What a feed holds: "Changes for Cloud".
pub(in crate::render) fn feed_title(context: &Context<'_>, scope: &FeedScope) -> String {
    match scope {
        FeedScope::Everything => context.say("feed.all"),
        FeedScope::Register => context.say("feed.register"),
        FeedScope::Product(id) => {
            let product = context.site.product(id);
            let name = product.map_or(id.as_str(), |view| &view.product.name);
            context
                .site
                .language()
                .say("feed.product", &[("name", name)])
        }
    }
}

/// `/subscribe/`.
pub(super) fn subscribe(context: &Context<'_>) -> view::SubscribePage {
    let mut offers = vec![Offer::Everything, Offer::Register];
    let products = context.site.products().iter();
    offers.extend(products.map(|view| Offer::Product(&view.product)));
    view::SubscribePage {
        feeds: feeds(context, &offers),
        mail: context
            .site
            .config()
            .subscribe
            .mail_url
            .as_ref()
            .map(ToString::to_string),
    }
}

/// `/404.html`.
pub(super) fn not_found(context: &Context<'_>) -> view::NotFoundPage {
    let links = [
        ("nav.overview", Route::Overview),
        ("nav.register", Route::Register),
        ("nav.processing", Route::Processing),
        ("nav.changes", Route::Changes),
    ];
    view::NotFoundPage {
        links: links
            .iter()
            .map(|(key, route)| context.link(context.say(key), route))
            .collect(),
    }
}
