//! Site, theme and route → bytes.
//!
//! [`render`] is pure: the same site, theme and route always give the same bytes, so `build` can render
//! every route in parallel and `check` try each of them, and the two can't differ.
//! What a page follows from is known before it is written ([`Prepared`]), so a page that would be the same
//! again needn't be.
//! [`page`] fills the views that templates see ([`view`] is the contract with themers), [`prose`] writes
//! texts, [`feed`] and [`machine`] what programs read, [`search`] what a reader's search looks through,
//! [`message`] what the company sends itself.
//!
//! It doesn't know the disk, the clock or the sources: a site has everything that a page can say.

pub mod comparison;
mod context;
pub mod feed;
mod fingerprint;
pub mod later;
mod machine;
pub mod message;
mod once;
mod page;
pub mod prose;
pub mod schema;
mod search;
mod text;
pub mod theme;
pub mod view;
mod xml;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::assemble::{DataFormat, FeedFormat, Route, Site};
use crate::diagnostic::Diagnostic;

pub use fingerprint::Fingerprint;
pub use theme::Theme;

/// Every route of a site in this theme: those of the sources and the theme's own files.
pub fn routes(site: &Site, theme: &Theme) -> Vec<Route> {
    let assets = theme
        .assets()
        .map(|asset| Route::ThemeAsset(asset.name.clone()));
    site.routes().iter().cloned().chain(assets).collect()
}

/// The bytes of a page or file; `None` where the site has none at this route.
///
/// # Errors
/// Where a template of the theme fails.
pub fn render(
    site: &Site,
    theme: &Theme,
    route: &Route,
) -> Option<Result<Arc<[u8]>, Box<Diagnostic>>> {
    let rendering = Rendering::of(site, theme);
    let rendered = rendering.render(route)?;
    Some(rendered.map(|bytes| bytes.into_owned().into()))
}

/// A site in a theme, for whoever renders many of its routes: what several of them have in common is
/// worked out once. That saves work and changes no byte.
pub struct Rendering<'a> {
    site: &'a Site,
    theme: &'a Theme,
    items: feed::Made,
    /// What pages have in common.
    shared: page::Shared,
    /// What the register's files have in common.
    rows: machine::RegisterRows,
}

impl fmt::Debug for Rendering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rendering").finish_non_exhaustive()
    }
}

impl<'a> Rendering<'a> {
    pub fn of(site: &'a Site, theme: &'a Theme) -> Rendering<'a> {
        Rendering {
            site,
            theme,
            items: feed::Made::default(),
            shared: page::Shared::of(site, theme),
            rows: machine::RegisterRows::default(),
        }
    }

    /// As [`render`]; what is published as it is needn't be copied.
    ///
    /// # Errors
    /// Where a template of the theme fails.
    pub fn render(&self, route: &Route) -> Option<Result<Cow<'_, [u8]>, Box<Diagnostic>>> {
        Some(self.prepare(route)?.and_then(Prepared::write))
    }

    /// A page or file that isn't written yet; `None` where the site has none at this route.
    ///
    /// # Errors
    /// Where a component of the theme fails.
    pub fn prepare(&self, route: &Route) -> Option<Result<Prepared<'_>, Box<Diagnostic>>> {
        let Rendering {
            site, theme, items, ..
        } = self;
        let text = match route {
            Route::Static(path) => {
                let mut assets = site.project().assets.iter();
                let asset = assets.find(|asset| asset.path == *path)?;
                return Some(Ok(Prepared(Contents::Bytes(Cow::Borrowed(&asset.bytes)))));
            }
            Route::ThemeAsset(name) => {
                let bytes = Cow::Borrowed(&*theme.asset(name)?.bytes);
                return Some(Ok(Prepared(Contents::Bytes(bytes))));
            }
            Route::Feed(scope, FeedFormat::Calendar) => feed::calendar(site, theme, scope),
            Route::Feed(scope, format) => {
                let feed = feed::feed(site, theme, items, scope, *format)?;
                return Some(Ok(Prepared(Contents::Feed(Box::new(feed)))));
            }
            Route::FeedArchive(scope, format, page) => {
                let feed = feed::archive(site, theme, items, scope, *format, *page)?;
                return Some(Ok(Prepared(Contents::Feed(Box::new(feed)))));
            }
            Route::ChangesData => machine::changes(site),
            Route::RegisterData(scope, format) => {
                machine::register(site, &self.rows, scope, *format)?
            }
            Route::Schema(schema) => machine::schema(site, *schema),
            Route::SearchPart(number) => {
                let part = search::part(site, theme, *number);
                return Some(Ok(Prepared(Contents::Search(part))));
            }
            Route::Sitemap => machine::sitemap(site),
            Route::Robots => machine::robots(site),
            Route::SecurityTxt => machine::security_txt(site)?,
            page => {
                let page = page::page(site, theme, &self.shared, page)?;
                return Some(page.map(|page| Prepared(Contents::Page(Box::new(page)))));
            }
        };
        Some(Ok(Prepared(Contents::Bytes(text.into_bytes().into()))))
    }
}

/// A page or file with all that it follows from, so that it needn't be written to know whether it is
/// another than it was.
pub struct Prepared<'a>(Contents<'a>);

enum Contents<'a> {
    Bytes(Cow<'a, [u8]>),
    Page(Box<page::Unwritten<'a>>),
    Feed(Box<feed::Unwritten>),
    Search(search::Unwritten),
}

impl<'a> Prepared<'a> {
    /// What the bytes follow from; nothing where they are there already.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        match &self.0 {
            Contents::Bytes(_) => None,
            Contents::Page(page) => Some(Fingerprint::of(page)),
            Contents::Feed(feed) => Some(Fingerprint::of(feed)),
            Contents::Search(part) => Some(Fingerprint::of(part)),
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// Where a template of the theme fails.
    pub fn write(self) -> Result<Cow<'a, [u8]>, Box<Diagnostic>> {
        let text = match self.0 {
            Contents::Bytes(bytes) => return Ok(bytes),
            Contents::Page(page) => page.write()?,
            Contents::Feed(feed) => feed.write(),
            Contents::Search(part) => part.write(),
        };
        Ok(text.into_bytes().into())
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").finish_non_exhaustive()
    }
}

/// What a server says a route's bytes are.
pub fn media_type(route: &Route) -> &'static str {
    match route {
        Route::Feed(_, FeedFormat::Calendar) => "text/calendar; charset=utf-8",
        Route::Feed(_, format) | Route::FeedArchive(_, format, _) => format.media_type(),
        Route::RegisterData(_, DataFormat::Csv) => "text/csv; charset=utf-8",
        Route::RegisterData(_, format) => format.media_type(),
        Route::ChangesData => "application/json",
        Route::Schema(_) => "application/schema+json",
        Route::SearchPart(_) => "text/javascript; charset=utf-8",
        Route::Sitemap => "application/xml",
        Route::Robots | Route::SecurityTxt => "text/plain; charset=utf-8",
        Route::Static(name) | Route::ThemeAsset(name) => media_type_of_file(name),
        _ => "text/html; charset=utf-8",
    }
}

fn media_type_of_file(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
