//! The site as it stands on a day: read-only, and all that `render` may ask.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use super::feed;
use super::links::{self, Broken, Destination, Files, LinkIndex};
use super::route::{RegisterScope, Route, Schema};
use super::table::RouteTable;
use crate::compare::Verb;
use crate::content::{
    Content, Date, Document, DocumentId, DocumentKind, ProductId, Prose, Subprocessor,
    SubprocessorId,
};
use crate::language::Language;
use crate::parse::config::{Config, Product};
use crate::parse::{Page, Project};
use crate::replay::{History, Log, Version};
use crate::source::SourcePath;

/// How many pages the search looks through in one file, so that none of them grows without end.
const PAGES_A_PART: usize = 200;

/// Whether the site shows what is recorded, or a proposal over it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Published,
    /// With the draft drawn in, for the eyes of the company: a banner, no feeds, no search engines.
    Draft,
}

/// Everything that is published, and where.
#[derive(Debug)]
pub struct Site {
    project: Arc<Project>,
    as_of: Date,
    stage: Stage,
    history: History,
    log: Arc<Log>,
    in_force: OnceLock<Content>,
    register_days: OnceLock<Vec<Date>>,
    products: Vec<ProductView>,
    uses: OnceLock<BTreeMap<SubprocessorId, Vec<Use>>>,
    links: LinkIndex,
    routes: Arc<RouteTable>,
    /// The untracked pages, by path as in [`Route::Page`] and place among the project's pages.
    pages: BTreeMap<String, usize>,
    /// The place of each sub-processor in the working register.
    register_places: BTreeMap<SubprocessorId, usize>,
}

/// The site's history and register as they concern one product.
#[derive(Debug)]
pub struct ProductView {
    pub product: Product,
    whole: History,
    history: OnceLock<History>,
    as_of: Date,
    in_force: OnceLock<Content>,
}

impl ProductView {
    pub fn in_force(&self) -> &Content {
        self.in_force
            .get_or_init(|| self.history().in_force(self.as_of))
    }

    /// What concerns the product.
    pub fn history(&self) -> &History {
        let of_product = || self.whole.for_product(&self.product.id);
        self.history.get_or_init(of_product)
    }
}

/// A text that names a sub-processor.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Use {
    Document(DocumentId),
    /// By the page's path as in [`Route::Page`].
    Page(String),
}

impl Site {
    pub(super) fn new(
        project: &Arc<Project>,
        history: History,
        as_of: Date,
        stage: Stage,
        addresses: Option<(Arc<Files>, Arc<RouteTable>)>,
    ) -> Site {
        let products = project.config.products.iter();
        let products = products.map(|product| ProductView {
            whole: history.clone(),
            history: OnceLock::new(),
            product: product.clone(),
            as_of,
            in_force: OnceLock::new(),
        });
        let (files, routes) = addresses.unzip();
        let mut site = Site {
            project: Arc::clone(project),
            as_of,
            stage,
            in_force: OnceLock::new(),
            register_days: OnceLock::new(),
            products: products.collect(),
            uses: OnceLock::new(),
            log: history.log(),
            links: LinkIndex::new(project, &history, files),
            history,
            routes: Arc::default(),
            pages: pages(project),
            register_places: register_places(project),
        };
        site.routes = routes.unwrap_or_else(|| Arc::new(RouteTable::new(all_routes(&site))));
        site
    }

    pub fn config(&self) -> &Config {
        &self.project.config
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    pub fn language(&self) -> &Language {
        &self.project.language
    }

    /// The day for which the site is put together. No page prints it.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// What is known on the as-of date.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The records of what is known on the as-of date.
    pub fn log(&self) -> &Log {
        &self.log
    }

    pub fn in_force(&self) -> &Content {
        self.in_force
            .get_or_init(|| self.history.in_force(self.as_of))
    }

    /// The days that have come and from which the register was another than the day before, oldest first.
    pub fn register_days(&self) -> &[Date] {
        self.register_days
            .get_or_init(|| self.history.register_days(self.as_of))
    }

    pub fn products(&self) -> &[ProductView] {
        &self.products
    }

    pub fn product(&self, id: &ProductId) -> Option<&ProductView> {
        self.products.iter().find(|view| view.product.id == *id)
    }

    /// Every page and file that comes from the sources; the theme's own files come on top.
    pub fn routes(&self) -> &[Route] {
        self.routes.routes()
    }

    /// The pages of one part of what the search looks through.
    pub fn searched(&self, part: NonZeroU32) -> Vec<&Route> {
        searched(self.routes())
            .chunks(PAGES_A_PART)
            .zip((0..).filter_map(part_number))
            .find(|(_, number)| *number == part)
            .map_or_else(Vec::new, |(pages, _)| pages.to_vec())
    }

    pub fn has(&self, route: &Route) -> bool {
        self.routes.has(route)
    }

    /// The texts in force, and the untracked pages, that name a sub-processor.
    pub fn uses(&self, id: &SubprocessorId) -> &[Use] {
        let uses = self.uses.get_or_init(|| all_uses(self));
        uses.get(id).map_or(&[], Vec::as_slice)
    }

    /// The untracked page with this path (see [`Route::Page`]).
    pub fn page(&self, path: &str) -> Option<&Page> {
        self.pages
            .get(path)
            .map(|&index| &*self.project.pages[index])
    }

    /// `content/index.md`.
    pub fn overview(&self) -> Option<&Page> {
        self.page_at("content/index.md")
    }

    /// `content/subprocessors.md`.
    pub fn register_introduction(&self) -> Option<&Page> {
        self.page_at("content/subprocessors.md")
    }

    fn page_at(&self, path: &str) -> Option<&Page> {
        let mut pages = self.project.pages.iter();
        let page = pages.find(|page| page.path.as_str() == path)?;
        Some(page)
    }

    /// The untracked pages that have a route of their own, by their path.
    pub fn page_paths(&self) -> impl Iterator<Item = (&str, &Page)> {
        self.pages
            .iter()
            .map(|(path, &index)| (path.as_str(), &*self.project.pages[index]))
    }

    /// The version of a document that its page shows.
    pub fn shown_document(&self, id: &DocumentId) -> Option<&Version<Document>> {
        shown(&self.history, self.history.document(id), self.as_of)
    }

    /// The version of a sub-processor that its page shows.
    pub fn shown_subprocessor(&self, id: &SubprocessorId) -> Option<&Version<Subprocessor>> {
        shown(&self.history, self.history.subprocessor(id), self.as_of)
    }

    /// Where a link in a text leads, the text's file lying at `from` in the content tree. A link whose
    /// target is gone leads nowhere and is shown as plain text.
    pub fn destination(&self, target: &str, from: &SourcePath) -> Destination {
        self.leads(target, from).unwrap_or(Destination::Nowhere)
    }

    /// The same, and why a link leads nowhere.
    pub(super) fn leads(&self, target: &str, from: &SourcePath) -> Result<Destination, Broken> {
        self.links.destination(target, from, &self.routes)
    }

    /// The route of a path from the site's root: `/subprocessors/`.
    pub fn route_at(&self, path: &str) -> Option<Route> {
        links::route_at_path(path.strip_prefix('/')?, &self.routes).ok()
    }

    /// The route whose path is exactly this one, as in [`Route::path`].
    pub fn route_of_path(&self, path: &str) -> Option<&Route> {
        self.routes.at(path)
    }

    /// What a site with the same addresses can take over.
    pub(super) fn addresses(&self) -> (Arc<Files>, Arc<RouteTable>) {
        (self.links.files(), Arc::clone(&self.routes))
    }

    /// What sub-processors are sorted by: their place in the working file; those it doesn't have come
    /// last, by id.
    pub fn register_order(&self, id: &SubprocessorId) -> (usize, SubprocessorId) {
        let place = self.register_places.get(id).copied();
        (place.unwrap_or(usize::MAX), id.clone())
    }
}

fn pages(project: &Project) -> BTreeMap<String, usize> {
    let pages = project.pages.iter().enumerate();
    pages
        .filter_map(|(index, page)| Some((page_path(&page.path)?, index)))
        .collect()
}

fn register_places(project: &Project) -> BTreeMap<SubprocessorId, usize> {
    let ids = project.layout.subprocessors.iter().enumerate();
    ids.map(|(place, id)| (id.clone(), place)).collect()
}

/// In force; where there is nothing in force, what is announced; where all is gone, what was last.
fn shown<'a, T>(
    history: &History,
    versions: &'a [Version<T>],
    as_of: Date,
) -> Option<&'a Version<T>> {
    let mut counting = versions.iter().rev().filter(|v| history.counts(v));
    history
        .item_standing(versions, as_of)
        .shown()
        .or_else(|| counting.find(|v| v.after().is_some()))
        // Announced, then withdrawn: its page still says what it would have been.
        .or_else(|| versions.iter().rev().find(|v| v.after().is_some()))
}

/// The route's path of an untracked page; the two whose prose stands on a page of Candor's have none.
pub(super) fn page_path(path: &SourcePath) -> Option<String> {
    let below = path.below("content")?.strip_suffix(".md")?;
    if below == "index" || below == "subprocessors" {
        return None;
    }
    Some(below.strip_suffix("/index").unwrap_or(below).to_owned())
}

/// The kind of a document, by its latest text: it never changes.
pub fn kind_of(versions: &[Version<Document>]) -> Option<DocumentKind> {
    versions.last().map(|version| version.step.latest().kind)
}

fn all_routes(site: &Site) -> Vec<Route> {
    let mut routes = vec![
        Route::Overview,
        Route::Processing,
        Route::Register,
        Route::RegisterPeriods,
        Route::Changes,
        Route::Subscribe,
        Route::Search,
        Route::NotFound,
        Route::Robots,
    ];
    for (id, versions) in site.history.documents() {
        let Some(kind) = kind_of(versions) else {
            continue;
        };
        routes.push(Route::Document(kind, id.clone()));
        for (index, version) in versions.iter().enumerate() {
            if version.after().is_none() {
                continue;
            }
            let change = &version.change.id;
            routes.push(Route::Version(kind, id.clone(), change.clone()));
            // Once there is something to compare with, there always is.
            let is_first = version.step.verb() == Verb::Added && index + 1 == versions.len();
            if !is_first {
                routes.push(Route::Comparison(kind, id.clone(), change.clone()));
            }
        }
    }
    let subprocessors = site.history.subprocessors();
    routes.extend(subprocessors.map(|(id, _)| Route::Subprocessor(id.clone())));
    let days = site.register_days().iter().copied();
    routes.extend(days.map(Route::RegisterAsOf));
    let changes = site.history.changes().iter();
    routes.extend(changes.map(|change| Route::Change(change.id.clone())));
    routes.extend(
        site.page_paths()
            .map(|(path, _)| Route::Page(path.to_owned())),
    );
    for view in &site.products {
        routes.push(Route::Product(view.product.id.clone()));
    }
    if site.stage == Stage::Published {
        routes.push(Route::Sitemap);
        routes.push(Route::ChangesData);
        routes.extend(feed::routes(site));
    }
    routes.extend(register_data(site));
    routes.extend(Schema::ALL.map(Route::Schema));
    if site.config().security.is_some() {
        routes.push(Route::SecurityTxt);
    }
    let redirects = site.config().redirects.keys();
    routes.extend(redirects.map(|from| Route::Redirect(from.clone())));
    let assets = site.project.assets.iter();
    routes.extend(assets.map(|asset| Route::Static(asset.path.clone())));
    routes.sort();
    routes.dedup();
    let searched = routes.iter().filter(|route| route.is_searched()).count();
    let parts = (0..searched.div_ceil(PAGES_A_PART)).filter_map(part_number);
    routes.extend(parts.map(Route::SearchPart));
    routes
}

/// The pages that the search looks through; what ranks alike is found in this order, and so the newest
/// change before the older ones.
fn searched(routes: &[Route]) -> Vec<&Route> {
    let is_change = |route: &&Route| matches!(route, Route::Change(_));
    let searched = routes.iter().filter(|route| route.is_searched());
    let (changes, others): (Vec<_>, Vec<_>) = searched.partition(is_change);
    others
        .into_iter()
        .chain(changes.into_iter().rev())
        .collect()
}

fn part_number(index: usize) -> Option<NonZeroU32> {
    NonZeroU32::new(u32::try_from(index).ok()?.checked_add(1)?)
}

/// The register's files: of today, of each day from which it was another, of each product.
fn register_data(site: &Site) -> Vec<Route> {
    let days = site.register_days().iter().copied();
    let products = site.products.iter().map(|view| view.product.id.clone());
    let scopes = [RegisterScope::Current]
        .into_iter()
        .chain(days.map(RegisterScope::AsOf))
        .chain(products.map(RegisterScope::Product));
    scopes
        .flat_map(|scope| {
            let formats = scope.formats().iter();
            formats.map(move |format| Route::RegisterData(scope.clone(), *format))
        })
        .collect()
}

fn all_uses(site: &Site) -> BTreeMap<SubprocessorId, Vec<Use>> {
    let mut uses: BTreeMap<SubprocessorId, Vec<Use>> = BTreeMap::new();
    let mut note = |text: &Prose, who: &Use| {
        for id in text.named_subprocessors() {
            match uses.get_mut(id) {
                Some(uses) => uses.push(who.clone()),
                None => {
                    uses.insert(id.clone(), vec![who.clone()]);
                }
            }
        }
    };
    for (id, document) in &site.in_force().documents {
        note(&document.body, &Use::Document(id.clone()));
    }
    for (path, page) in site.page_paths() {
        note(&page.body, &Use::Page(path.to_owned()));
    }
    uses
}
