//! Site → views: one function a page fills what its template may see.
//!
//! [`page`] picks the function for a route, puts the frame around what it gives, and hands both to the
//! page's template. The functions decide *what* a page says; how it looks is the theme's.

mod amendment;
mod change;
mod compare;
mod document;
mod frame;
mod item;
mod past;
mod plain;
mod register;
mod search;

use super::context::{Context, Standpoint};
use super::theme::Theme;
use super::view::page::RedirectPage;
use super::view::register::AsOfPage;
use super::view::{Link, View};
use crate::assemble::{Route, Site};
use crate::diagnostic::Diagnostic;

pub(super) use amendment::{amended, remarks, text_of};
pub(super) use change::{amended_items, link_to, paragraphs, replaces};
pub(super) use frame::{object_to, title};
pub(super) use plain::feed_title;

/// What pages of a site in a theme have in common.
pub(super) struct Shared {
    /// What templates see on every page alike.
    values: tera::Context,
    around: frame::Around,
    past: past::Written,
}

impl Shared {
    pub(super) fn of(site: &Site, theme: &Theme) -> Shared {
        let standpoint = Standpoint::Anywhere;
        let context = Context {
            site,
            theme,
            standpoint,
        };
        let mut values = tera::Context::new();
        values.insert("site", &frame::site(&context));
        Shared {
            values,
            around: frame::Around::default(),
            past: past::Written::default(),
        }
    }
}

/// The HTML of a page; `None` where the site has no such page. What it has in common with others comes from `shared`.
///
/// # Errors
/// Where a template fails, with the page's name.
pub(super) fn page(
    site: &Site,
    theme: &Theme,
    shared: &Shared,
    route: &Route,
) -> Option<Result<String, Box<Diagnostic>>> {
    let path = route.path();
    let context = Context {
        site,
        theme,
        standpoint: match route {
            // It is shown at whatever address isn't found.
            Route::NotFound => Standpoint::Anywhere,
            _ => Standpoint::Page(&path),
        },
    };
    let context = &context;
    let history = site.history();
    Some(match route {
        Route::Overview => filled(context, shared, route, plain::overview(context)),
        Route::Processing => filled(context, shared, route, document::table(context)),
        Route::Document(kind, id) => {
            filled(context, shared, route, document::page(context, *kind, id)?)
        }
        Route::Version(kind, id, change) => filled(
            context,
            shared,
            route,
            document::version(context, route, *kind, id, change)?,
        ),
        Route::Comparison(kind, id, change) => filled(
            context,
            shared,
            route,
            compare::page(context, *kind, id, change)?,
        ),
        Route::Register => filled(context, shared, route, register::page(context)),
        Route::Subprocessor(id) => {
            filled(context, shared, route, register::subprocessor(context, id)?)
        }
        Route::RegisterPeriods => filled(context, shared, route, past::periods(context)),
        Route::RegisterAsOf(day) => past::as_of(context, &shared.past, *day)
            .map_err(|problem| shown_by::<AsOfPage>(route, *problem))
            .and_then(|view| filled(context, shared, route, view)),
        Route::Changes => filled(context, shared, route, change::log(context)),
        Route::Change(id) => filled(
            context,
            shared,
            route,
            change::page(context, history.change(id)?),
        ),
        Route::Product(id) => filled(
            context,
            shared,
            route,
            register::product(context, site.product(id)?),
        ),
        Route::Page(path) => {
            let page = site.page(path)?;
            filled(
                context,
                shared,
                route,
                plain::untracked(context, route, page),
            )
        }
        Route::Subscribe => filled(context, shared, route, plain::subscribe(context)),
        Route::Search => filled(context, shared, route, search::page(context)),
        Route::NotFound => filled(context, shared, route, plain::not_found(context)),
        Route::Redirect(from) => {
            let to = site.config().redirects.get(from)?;
            filled(context, shared, route, redirect(context, &to.value))
        }
        Route::Feed(..)
        | Route::ChangesData
        | Route::FeedArchive(..)
        | Route::RegisterData(..)
        | Route::Schema(_)
        | Route::SearchPart(_)
        | Route::Sitemap
        | Route::Robots
        | Route::SecurityTxt
        | Route::Static(_)
        | Route::ThemeAsset(_) => return None,
    })
}

/// Where a former address leads: a route of the site, or away.
fn redirect(context: &Context<'_>, to: &str) -> RedirectPage {
    let route = context.site.route_at(to);
    RedirectPage {
        to: match route {
            Some(route) => Link {
                label: context.address(&route),
                href: context.href(&route),
            },
            None => Link {
                label: to.to_owned(),
                href: to.to_owned(),
            },
        },
    }
}

fn filled<V: View>(
    context: &Context<'_>,
    shared: &Shared,
    route: &Route,
    view: V,
) -> Result<String, Box<Diagnostic>> {
    let mut values = shared.values.clone();
    let frame = frame::value(context, &shared.around, route, V::TEMPLATE);
    values.insert_value("frame", frame);
    values.insert("page", &view);
    // The largest pages have megabytes, and all of it is in the values.
    drop(view);
    context
        .theme
        .render(V::TEMPLATE, &values)
        .map_err(|problem| shown_by::<V>(route, *problem))
}

fn shown_by<V: View>(route: &Route, problem: Diagnostic) -> Box<Diagnostic> {
    Box::new(problem.note(format!("for the page {route}, which {} shows", V::TEMPLATE)))
}
