//! Site → views: one function a page fills what its template may see.
//!
//! [`page`] picks the function for a route and puts the frame around what it gives; [`Unwritten`] hands both
//! to the page's template. The functions decide *what* a page says; how it looks is the theme's.

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

use std::hash::{Hash, Hasher};

use super::context::{Context, Standpoint};
use super::fingerprint::Fingerprint;
use super::theme::Theme;
use super::view::page::RedirectPage;
use super::view::register::AsOfPage;
use super::view::{Link, View};
use crate::assemble::{Route, Site};
use crate::diagnostic::Diagnostic;

use frame::Framed;

pub(super) use amendment::{amended, remarks, text_of};
pub(super) use change::{amended_items, link_to, paragraphs, replaces};
pub(super) use frame::{object_to, title};
pub(super) use plain::feed_title;

/// What pages of a site in a theme have in common.
pub(super) struct Shared {
    /// What templates see on every page alike.
    values: tera::Context,
    /// Of these values and of the theme.
    fingerprint: Fingerprint,
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
        let about = frame::site(&context);
        let mut values = tera::Context::new();
        values.insert("site", &about);
        Shared {
            values,
            fingerprint: Fingerprint::of(&(&about, theme.fingerprint())),
            around: frame::Around::default(),
            past: past::Written::default(),
        }
    }
}

/// A page that isn't written yet: all that its template will see.
pub(super) struct Unwritten<'a> {
    theme: &'a Theme,
    shared: &'a Shared,
    route: Route,
    frame: Framed,
    page: Box<dyn Filled>,
}

/// A [`View`] of whichever page.
trait Filled {
    fn template(&self) -> &'static str;
    fn hash_into(&self, state: &mut dyn Hasher);
    fn insert_into(&self, values: &mut tera::Context);
}

impl<V: View> Filled for V {
    fn template(&self) -> &'static str {
        V::TEMPLATE
    }

    fn hash_into(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }

    fn insert_into(&self, values: &mut tera::Context) {
        values.insert("page", self);
    }
}

impl Hash for Unwritten<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.shared.fingerprint.hash(state);
        self.page.template().hash(state);
        self.frame.hash(state);
        self.page.hash_into(state);
    }
}

impl Unwritten<'_> {
    /// The page's HTML.
    ///
    /// # Errors
    /// Where a template fails, with the page's name.
    pub(super) fn write(self) -> Result<String, Box<Diagnostic>> {
        let template = self.page.template();
        let mut values = self.shared.values.clone();
        values.insert_value("frame", self.frame.value());
        self.page.insert_into(&mut values);
        // The largest pages have megabytes, and all of it is in the values.
        drop(self.page);
        let written = self.theme.render(template, &values);
        written.map_err(|problem| shown_by(&self.route, template, *problem))
    }
}

/// A page; `None` where the site has no such page. What it has in common with others comes from `shared`.
///
/// # Errors
/// Where a component of the theme fails, with the page's name.
pub(super) fn page<'a>(
    site: &Site,
    theme: &'a Theme,
    shared: &'a Shared,
    route: &Route,
) -> Option<Result<Unwritten<'a>, Box<Diagnostic>>> {
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
    let page: Box<dyn Filled> = match route {
        Route::Overview => Box::new(plain::overview(context)),
        Route::Processing => Box::new(document::table(context)),
        Route::Document(kind, id) => Box::new(document::page(context, *kind, id)?),
        Route::Version(kind, id, change) => {
            Box::new(document::version(context, route, *kind, id, change)?)
        }
        Route::Comparison(kind, id, change) => Box::new(compare::page(context, *kind, id, change)?),
        Route::Register => Box::new(register::page(context)),
        Route::Subprocessor(id) => Box::new(register::subprocessor(context, id)?),
        Route::RegisterPeriods => Box::new(past::periods(context)),
        Route::RegisterAsOf(day) => match past::as_of(context, &shared.past, *day) {
            Ok(page) => Box::new(page),
            Err(problem) => return Some(Err(shown_by(route, AsOfPage::TEMPLATE, *problem))),
        },
        Route::Changes => Box::new(change::log(context)),
        Route::Change(id) => Box::new(change::page(context, history.change(id)?)),
        Route::Product(id) => Box::new(register::product(context, site.product(id)?)),
        Route::Page(path) => Box::new(plain::untracked(context, route, site.page(path)?)),
        Route::Subscribe => Box::new(plain::subscribe(context)),
        Route::Search => Box::new(search::page(context)),
        Route::NotFound => Box::new(plain::not_found(context)),
        Route::Redirect(from) => {
            let to = site.config().redirects.get(from)?;
            Box::new(redirect(context, &to.value))
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
    };
    Some(Ok(Unwritten {
        theme,
        shared,
        route: route.clone(),
        frame: Framed::of(context, &shared.around, route, page.template()),
        page,
    }))
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

fn shown_by(route: &Route, template: &str, problem: Diagnostic) -> Box<Diagnostic> {
    Box::new(problem.note(format!("for the page {route}, which {template} shows")))
}
