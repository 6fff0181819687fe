//! The feeds: each told change once, as a [`FeedItem`], and each format a function of it.
//!
//! An item says what a change did, with before and after, and nothing that a later day could make
//! otherwise: once published it never changes, so a reader never shows it as updated. Its GUID comes
//! from the site's id and the change's, so that moving or renaming the site announces nothing anew.

mod atom;
mod calendar;
pub(in crate::render) mod content;
mod json;
mod made;
mod rss;

use std::num::NonZeroU32;
use std::sync::Arc;

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::context::{Context, Standpoint};
use super::fingerprint::Fingerprint;
use super::later::Later;
use super::theme::Theme;
use super::view::Html;
use crate::assemble::feed::{FeedLog, PageState};
use crate::assemble::{FeedFormat, FeedScope, Route, Site};
use crate::replay::Change;

pub(super) use made::Made;

/// A told change, as every feed format has it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct FeedItem {
    /// `urn:uuid:` and UUIDv5 of the site's id and the change's.
    pub guid: String,
    pub title: String,
    /// The absolute address of the change's page.
    pub link: String,
    /// On the announced day, in the site's time zone; each later than the one before it.
    pub published: Timestamp,
    /// It needs no stylesheet.
    pub content: Html,
    pub categories: Vec<String>,
}

/// A feed, or a page of its archive: what its items have in common.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Feed {
    /// `urn:uuid:` and UUIDv5 of the site's id and what the feed is about; the same in every format,
    /// on every page of the archive and wherever the site lies.
    pub id: String,
    pub title: String,
    pub description: String,
    /// Who publishes it.
    pub author: String,
    /// The page that the feed is about.
    pub link: String,
    /// Where this document lies.
    pub address: String,
    pub language: String,
    pub document: FeedDocument,
    /// When the newest item was published; for a page that waits for its first, that of the page before.
    pub updated: Option<Timestamp>,
    /// Newest first.
    pub items: Vec<Arc<FeedItem>>,
}

/// Where a document stands among those that make up a whole feed (RFC 5005), by their addresses.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum FeedDocument {
    /// What subscribers ask for: the newest items, and where the older ones are.
    Subscription { archive: Option<String> },
    Archive {
        state: PageState,
        earlier: Option<String>,
        later: Option<String>,
        current: String,
    },
}

impl FeedDocument {
    /// The other documents of the feed, by their relation to this one.
    fn links(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let links = match self {
            FeedDocument::Subscription { archive } => {
                [("prev-archive", archive.as_deref()), ("", None), ("", None)]
            }
            FeedDocument::Archive {
                earlier,
                later,
                current,
                ..
            } => [
                ("prev-archive", earlier.as_deref()),
                ("next-archive", later.as_deref()),
                ("current", Some(current.as_str())),
            ],
        };
        links
            .into_iter()
            .filter_map(|(relation, address)| Some((relation, address?)))
    }

    /// Whether nothing on this document changes any more.
    fn is_archive(&self) -> bool {
        matches!(
            self,
            FeedDocument::Archive {
                state: PageState::Full,
                ..
            }
        )
    }
}

/// A feed that isn't written yet.
#[derive(Hash)]
pub(super) struct Unwritten {
    feed: Feed,
    format: Syndication,
    /// What holds for all texts in it.
    theme: Fingerprint,
}

/// The formats that hold items.
#[derive(Clone, Copy, Hash)]
enum Syndication {
    Rss,
    Atom,
    Json,
}

impl Syndication {
    fn of(format: FeedFormat) -> Option<Syndication> {
        match format {
            FeedFormat::Rss => Some(Syndication::Rss),
            FeedFormat::Atom => Some(Syndication::Atom),
            FeedFormat::Json => Some(Syndication::Json),
            FeedFormat::Calendar => None,
        }
    }
}

impl Unwritten {
    pub(super) fn write(&self) -> String {
        match self.format {
            Syndication::Rss => rss::write(&self.feed),
            Syndication::Atom => atom::write(&self.feed),
            Syndication::Json => json::write(&self.feed),
        }
    }
}

/// The calendar of a scope.
pub(super) fn calendar(site: &Site, theme: &Theme, scope: &FeedScope) -> String {
    let log = FeedLog::of(site, scope);
    calendar::write(&anywhere(site, theme), scope, &log.all())
}

/// A feed; `None` for a calendar, which holds no items. The items come from those that were made already.
pub(super) fn feed(
    site: &Site,
    theme: &Theme,
    made: &Made,
    scope: &FeedScope,
    format: FeedFormat,
) -> Option<Unwritten> {
    let syndication = Syndication::of(format)?;
    let log = FeedLog::of(site, scope);
    let context = anywhere(site, theme);
    let address = |page| archive_address(&context, scope, format, page);
    let document = FeedDocument::Subscription {
        archive: log.newest_archive().map(address),
    };
    let own = Route::Feed(scope.clone(), format);
    Some(Unwritten {
        feed: of_changes(&context, made, scope, &own, document, &log.newest()),
        format: syndication,
        theme: theme.fingerprint(),
    })
}

/// A page of a feed's archive; `None` where there is no such page.
pub(super) fn archive(
    site: &Site,
    theme: &Theme,
    made: &Made,
    scope: &FeedScope,
    format: FeedFormat,
    number: NonZeroU32,
) -> Option<Unwritten> {
    let syndication = Syndication::of(format)?;
    let context = anywhere(site, theme);
    let log = FeedLog::of(site, scope);
    let page = log.page(number)?;
    let address = |page| archive_address(&context, scope, format, page);
    let document = FeedDocument::Archive {
        state: page.state,
        earlier: page.earlier.map(address),
        later: page.later.map(address),
        current: context.address(&Route::Feed(scope.clone(), format)),
    };
    let own = Route::FeedArchive(scope.clone(), format, number);
    let mut feed = of_changes(&context, made, scope, &own, document, &page.changes);
    if feed.updated.is_none() {
        let before = page.earlier.and_then(|earlier| log.page(earlier));
        let newest = before.and_then(|before| before.changes.first().copied());
        feed.updated = newest.map(|change| published(site, change));
    }
    Some(Unwritten {
        feed,
        format: syndication,
        theme: theme.fingerprint(),
    })
}

/// One change as the feeds of a scope have it.
pub fn item_of(site: &Site, theme: &Theme, scope: &FeedScope, change: &Change) -> FeedItem {
    item(&anywhere(site, theme), &Made::default(), scope, change)
}

fn anywhere<'a>(site: &'a Site, theme: &'a Theme) -> Context<'a> {
    Context {
        site,
        theme,
        standpoint: Standpoint::Anywhere,
    }
}

fn archive_address(
    context: &Context<'_>,
    scope: &FeedScope,
    format: FeedFormat,
    page: NonZeroU32,
) -> String {
    context.address(&Route::FeedArchive(scope.clone(), format, page))
}

fn of_changes(
    context: &Context<'_>,
    made: &Made,
    scope: &FeedScope,
    own: &Route,
    document: FeedDocument,
    changes: &[&Arc<Change>],
) -> Feed {
    let site = &context.site.config().site;
    let title = super::page::feed_title(context, scope);
    Feed {
        id: identity(context.site, &format!("feed:{}", scope.folder())),
        description: site.description.clone().unwrap_or_else(|| title.clone()),
        title: format!("{} – {title}", site.title),
        author: site.company.clone().unwrap_or_else(|| site.title.clone()),
        link: context.address(&page_of(scope)),
        address: context.address(own),
        language: context.site.language().tag().to_owned(),
        document,
        updated: changes
            .first()
            .map(|change| published(context.site, change)),
        items: changes
            .iter()
            .map(|change| {
                let key = (scope.clone(), change.id.clone());
                let item = || Arc::new(item(context, made, scope, change));
                made.items.get(key, item)
            })
            .collect(),
    }
}

/// The page that tells people the same as a feed does.
pub(super) fn page_of(scope: &FeedScope) -> Route {
    match scope {
        FeedScope::Everything => Route::Changes,
        FeedScope::Register => Route::Register,
        FeedScope::Product(id) => Route::Product(id.clone()),
    }
}

fn item(context: &Context<'_>, made: &Made, scope: &FeedScope, change: &Change) -> FeedItem {
    let context = &Context {
        standpoint: Standpoint::Item(change),
        ..*context
    };
    let mut content = content::Content::of(context, scope, change);
    for told in &mut content.amendments {
        told.text = std::mem::take(&mut told.text).written_once(&made.texts);
    }
    FeedItem {
        guid: guid(context.site, change),
        title: change.title.clone(),
        link: context.address(&Route::Change(change.id.clone())),
        published: published(context.site, change),
        content: Html::later(Later::of(content, content::Content::html)),
        categories: content::categories(context, change),
    }
}

/// The same for a change whatever the site's address or title.
pub fn guid(site: &Site, change: &Change) -> String {
    identity(site, change.id.as_str())
}

/// What nothing else in the world is called. A change's id has no colon, so other names take one.
fn identity(site: &Site, name: &str) -> String {
    let id = Uuid::new_v5(&site.config().site.id, name.as_bytes());
    format!("urn:uuid:{id}")
}

/// Noon of the announced day, and a second later for each change of the day before it: chat programs
/// drop an item whose date isn't later than the last one's.
pub fn published(site: &Site, change: &Change) -> Timestamp {
    let noon = change.announced.civil().to_datetime(Time::midnight());
    let noon = noon.saturating_add(12.hours().seconds(i64::from(change.of_day.min(43_000))));
    let zone = &site.config().site.time_zone;
    zone.to_timestamp(noon).unwrap_or(Timestamp::UNIX_EPOCH)
}
