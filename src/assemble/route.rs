//! The addresses of a site: each page and file is a [`Route`], each route has one path.

use std::fmt;
use std::num::NonZeroU32;

use crate::content::{ChangeId, Date, DocumentId, DocumentKind, ProductId, SubprocessorId};
use crate::parse::config::IndexLinks;

/// A page or file of the site.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Route {
    Overview,
    /// The table of processings.
    Processing,
    Document(DocumentKind, DocumentId),
    /// The text that a change made of a document.
    Version(DocumentKind, DocumentId, ChangeId),
    /// That text against the one before it and against the one in force.
    Comparison(DocumentKind, DocumentId, ChangeId),
    Register,
    Subprocessor(SubprocessorId),
    /// The index of periods of the register.
    RegisterPeriods,
    /// The register as it stood from a day.
    RegisterAsOf(Date),
    Changes,
    Change(ChangeId),
    Product(ProductId),
    /// A page that isn't tracked, by its path without slashes at the ends: `legal/contact`.
    Page(String),
    Subscribe,
    /// Every page by its name, and the search.
    Search,
    NotFound,
    Feed(FeedScope, FeedFormat),
    /// An archive page of a feed, by its number from the oldest.
    FeedArchive(FeedScope, FeedFormat, NonZeroU32),
    /// The register for programs and spreadsheets.
    RegisterData(RegisterScope, DataFormat),
    /// The log with its chain of records, for programs and for the gate.
    ChangesData,
    Schema(Schema),
    /// A part of what the search looks through, by its number.
    SearchPart(NonZeroU32),
    Sitemap,
    Robots,
    SecurityTxt,
    /// A former path, with slashes at both ends.
    Redirect(String),
    /// A file of `content/static/`, by its path there.
    Static(String),
    /// A file of the theme, by its published name, which bears a digest.
    ThemeAsset(String),
}

/// Which changes a feed is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FeedScope {
    Everything,
    /// Those that touch a sub-processor.
    Register,
    Product(ProductId),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FeedFormat {
    Rss,
    Atom,
    Json,
    Calendar,
}

impl FeedFormat {
    pub const ALL: [FeedFormat; 4] = [
        FeedFormat::Rss,
        FeedFormat::Atom,
        FeedFormat::Json,
        FeedFormat::Calendar,
    ];

    /// The formats that hold the newest items alone. A calendar holds every date, since what it leaves
    /// out disappears from the reader's own calendar.
    pub const WITH_ARCHIVES: [FeedFormat; 3] =
        [FeedFormat::Rss, FeedFormat::Atom, FeedFormat::Json];

    pub fn file_name(self) -> &'static str {
        match self {
            FeedFormat::Rss => "rss.xml",
            FeedFormat::Atom => "atom.xml",
            FeedFormat::Json => "feed.json",
            FeedFormat::Calendar => "calendar.ics",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Rss => "application/rss+xml",
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Json => "application/feed+json",
            FeedFormat::Calendar => "text/calendar",
        }
    }
}

/// Which register a file holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RegisterScope {
    /// What is in force.
    Current,
    /// As it stood from a day.
    AsOf(Date),
    /// What is in force for one product.
    Product(ProductId),
}

impl RegisterScope {
    /// The folder in which the register's files lie.
    pub fn folder(&self) -> String {
        match self {
            RegisterScope::Current => String::new(),
            RegisterScope::AsOf(date) => Route::RegisterAsOf(*date).path(),
            RegisterScope::Product(id) => Route::Product(id.clone()).path(),
        }
    }

    /// The formats that there are of it. Linked data says what holds; of an earlier day, of which there
    /// are as many as changes, two formats say the same.
    pub fn formats(&self) -> &'static [DataFormat] {
        match self {
            RegisterScope::Current | RegisterScope::Product(_) => {
                &[DataFormat::Csv, DataFormat::Json, DataFormat::JsonLd]
            }
            RegisterScope::AsOf(_) => &[DataFormat::Csv, DataFormat::Json],
        }
    }
}

/// In which format the register is given to programs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DataFormat {
    /// For people with a spreadsheet.
    Csv,
    Json,
    /// With the terms of the W3C's Data Privacy Vocabulary.
    JsonLd,
}

impl DataFormat {
    pub fn ending(self) -> &'static str {
        match self {
            DataFormat::Csv => "csv",
            DataFormat::Json => "json",
            DataFormat::JsonLd => "jsonld",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            DataFormat::Csv => "text/csv",
            DataFormat::Json => "application/json",
            DataFormat::JsonLd => "application/ld+json",
        }
    }
}

/// A JSON Schema that the site publishes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Schema {
    /// Of `subprocessors.json`.
    Subprocessors,
    /// Of `changes.json`.
    Changes,
}

impl Schema {
    pub const ALL: [Schema; 2] = [Schema::Subprocessors, Schema::Changes];

    pub fn file_name(self) -> &'static str {
        match self {
            Schema::Subprocessors => "subprocessors.json",
            Schema::Changes => "changes.json",
        }
    }
}

impl FeedScope {
    /// The folder in which the scope's feeds lie.
    pub fn folder(&self) -> String {
        match self {
            FeedScope::Everything => "changes/".to_owned(),
            FeedScope::Register => "subprocessors/".to_owned(),
            FeedScope::Product(id) => format!("products/{id}/changes/"),
        }
    }
}

/// The first parts of paths that belong to Candor. A page or static file can't lie there.
pub const OWN_FOLDERS: [&str; 9] = [
    "processing",
    "annexes",
    "subprocessors",
    "changes",
    "products",
    "subscribe",
    "search",
    "schemas",
    "assets",
];

impl Route {
    /// The path from the site's root, without a slash at its beginning: empty for the overview, with a
    /// slash at its end for a page.
    pub fn path(&self) -> String {
        match self {
            Route::Overview => String::new(),
            Route::Processing => "processing/".to_owned(),
            Route::Document(kind, id) => [kind.folder(), "/", id.as_str(), "/"].concat(),
            Route::Version(kind, id, change) => {
                let (id, change) = (id.as_str(), change.as_str());
                [kind.folder(), "/", id, "/versions/", change, "/"].concat()
            }
            Route::Comparison(kind, id, change) => {
                let (id, change) = (id.as_str(), change.as_str());
                [kind.folder(), "/", id, "/versions/", change, "/compare/"].concat()
            }
            Route::Register => "subprocessors/".to_owned(),
            Route::Subprocessor(id) => ["subprocessors/", id.as_str(), "/"].concat(),
            Route::RegisterPeriods => "subprocessors/as-of/".to_owned(),
            Route::RegisterAsOf(date) => format!("subprocessors/as-of/{date}/"),
            Route::Changes => "changes/".to_owned(),
            Route::Change(id) => format!("changes/{id}/"),
            Route::Product(id) => format!("products/{id}/"),
            Route::Page(path) => format!("{path}/"),
            Route::Subscribe => "subscribe/".to_owned(),
            Route::Search => "search/".to_owned(),
            Route::NotFound => "404.html".to_owned(),
            Route::Feed(scope, format) => format!("{}{}", scope.folder(), format.file_name()),
            Route::ChangesData => "changes.json".to_owned(),
            Route::FeedArchive(scope, format, number) => {
                format!("{}archive/{number}/{}", scope.folder(), format.file_name())
            }
            Route::RegisterData(scope, format) => {
                format!("{}subprocessors.{}", scope.folder(), format.ending())
            }
            Route::Schema(schema) => format!("schemas/{}", schema.file_name()),
            Route::SearchPart(number) => format!("search/words-{number}.js"),
            Route::Sitemap => "sitemap.xml".to_owned(),
            Route::Robots => "robots.txt".to_owned(),
            Route::SecurityTxt => ".well-known/security.txt".to_owned(),
            Route::Redirect(path) => path.trim_start_matches('/').to_owned(),
            Route::Static(path) => path.clone(),
            Route::ThemeAsset(name) => format!("assets/{name}"),
        }
    }

    /// Where the route's bytes lie in the output folder.
    pub fn file(&self) -> String {
        let path = self.path();
        if path.is_empty() || path.ends_with('/') {
            path + "index.html"
        } else {
            path
        }
    }

    /// Whether it is a page for people, with the site's frame around it.
    pub fn is_page(&self) -> bool {
        match self {
            Route::Overview
            | Route::Processing
            | Route::Document(..)
            | Route::Version(..)
            | Route::Comparison(..)
            | Route::Register
            | Route::Subprocessor(_)
            | Route::RegisterPeriods
            | Route::RegisterAsOf(_)
            | Route::Changes
            | Route::Change(_)
            | Route::Product(_)
            | Route::Page(_)
            | Route::Subscribe
            | Route::Search
            | Route::NotFound => true,
            Route::Feed(..)
            | Route::ChangesData
            | Route::FeedArchive(..)
            | Route::RegisterData(..)
            | Route::Schema(_)
            | Route::SearchPart(_)
            | Route::Sitemap
            | Route::Robots
            | Route::SecurityTxt
            | Route::Redirect(_)
            | Route::Static(_)
            | Route::ThemeAsset(_) => false,
        }
    }

    /// Whether it lies in one of [`OWN_FOLDERS`].
    pub(super) fn is_in_own_folder(&self) -> bool {
        match self {
            Route::Processing
            | Route::Document(..)
            | Route::Version(..)
            | Route::Comparison(..)
            | Route::Register
            | Route::Subprocessor(_)
            | Route::RegisterPeriods
            | Route::RegisterAsOf(_)
            | Route::Changes
            | Route::Change(_)
            | Route::Product(_)
            | Route::Subscribe
            | Route::Search
            | Route::Feed(..)
            | Route::FeedArchive(..)
            | Route::RegisterData(RegisterScope::AsOf(_) | RegisterScope::Product(_), _)
            | Route::Schema(_)
            | Route::SearchPart(_)
            | Route::ThemeAsset(_) => true,
            Route::Overview
            | Route::Page(_)
            | Route::NotFound
            | Route::RegisterData(RegisterScope::Current, _)
            | Route::ChangesData
            | Route::Sitemap
            | Route::Robots
            | Route::SecurityTxt
            | Route::Redirect(_)
            | Route::Static(_) => false,
        }
    }

    /// Whether the search looks through this page. Versions, comparisons and past registers say again
    /// what a page in force says, and would bury it; that page leads to them.
    pub fn is_searched(&self) -> bool {
        let repeats = matches!(
            self,
            Route::Version(..)
                | Route::Comparison(..)
                | Route::RegisterAsOf(_)
                | Route::Search
                | Route::NotFound
        );
        self.is_page() && !repeats
    }

    /// The link from the page with a path to this route: relative, so that the site works at a domain's
    /// root as in a folder.
    pub fn link_from(&self, from: &str, index_links: IndexLinks) -> String {
        let to = match index_links {
            IndexLinks::File => self.file(),
            IndexLinks::Folder => self.path(),
        };
        relative(from, &to)
    }
}

impl fmt::Display for Route {
    /// The path as an address on the site: `/processing/`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.path())
    }
}

/// The relative address from one path to another, both from the root.
fn relative(from: &str, to: &str) -> String {
    let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
    let (from, to_folder) = (&from[..folder(from)], folder(to));
    let same = from.bytes().zip(to[..to_folder].bytes());
    let same = same.take_while(|(a, b)| a == b).count();
    let shared = folder(&from[..same]);
    let up = from[shared..].bytes().filter(|&byte| byte == b'/').count();
    let mut link = String::with_capacity(up * 3 + to.len() - shared);
    for _ in 0..up {
        link.push_str("../");
    }
    link.push_str(&to[shared..]);
    if link.is_empty() {
        return "./".to_owned();
    }
    // A first part with a colon would be read as a scheme.
    if link
        .split('/')
        .next()
        .is_some_and(|part| part.contains(':'))
    {
        link.insert_str(0, "./");
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_the_page() {
        for (from, to, link) in [
            ("", "", "./"),
            ("", "changes/", "changes/"),
            ("changes/", "", "../"),
            (
                "processing/support/",
                "subprocessors/google/",
                "../../subprocessors/google/",
            ),
            ("changes/a/", "changes/b/", "../b/"),
            ("changes/a/", "changes/a/", "./"),
            ("changes/a/", "changes/rss.xml", "../rss.xml"),
            ("404.html", "assets/x.css", "assets/x.css"),
        ] {
            assert_eq!(relative(from, to), link, "{from} → {to}");
        }
    }
}
