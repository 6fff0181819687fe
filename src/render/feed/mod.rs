//! The feeds: each told change once, as a [`FeedItem`], and each format a function of it.
//!
//! An item says what a change did, with before and after, and nothing that a later day could make
//! otherwise: once published it never changes, so a reader never shows it as updated. Its GUID comes
//! from the site's id and the change's, so that moving or renaming the site announces nothing anew.

mod content;
mod rss;

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::context::{Context, Standpoint};
use super::theme::Theme;
use crate::assemble::site::told_changes;
use crate::assemble::{FeedFormat, FeedScope, Route, Site};
use crate::replay::Change;

/// How many items a feed holds, the newest first.
pub const NEWEST: usize = 50;

/// A told change, as every feed format has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedItem {
    /// `urn:uuid:` and UUIDv5 of the site's id and the change's.
    pub guid: String,
    pub title: String,
    /// The absolute address of the change's page.
    pub link: String,
    /// On the announced day, in the site's time zone; each later than the one before it.
    pub published: Timestamp,
    /// Finished HTML that needs no stylesheet.
    pub content: String,
    pub categories: Vec<String>,
}

/// A feed: what its items have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Feed {
    pub title: String,
    pub description: String,
    /// The page that the feed is about.
    pub link: String,
    /// Where the feed itself lies.
    pub address: String,
    pub language: String,
    /// Newest first.
    pub items: Vec<FeedItem>,
}

/// A feed's text.
pub(super) fn feed(site: &Site, theme: &Theme, scope: &FeedScope, format: FeedFormat) -> String {
    let context = Context {
        site,
        theme,
        standpoint: Standpoint::Anywhere,
    };
    let feed = of_scope(&context, scope, format);
    match format {
        FeedFormat::Rss => rss::write(&feed),
    }
}

fn of_scope(context: &Context<'_>, scope: &FeedScope, format: FeedFormat) -> Feed {
    let config = context.site.config();
    let page = match scope {
        FeedScope::Everything => Route::Changes,
        FeedScope::Register => Route::Register,
        FeedScope::Product(id) => Route::Product(id.clone()),
    };
    let title = super::page::feed_title(context, scope);
    Feed {
        title: format!("{} – {title}", config.site.title),
        description: config.site.description.clone().unwrap_or(title),
        link: context.address(&page),
        address: context.address(&Route::Feed(scope.clone(), format)),
        language: context.site.language().tag().to_owned(),
        items: told_changes(context.site, scope)
            .into_iter()
            .take(NEWEST)
            .map(|change| item(context, scope, change))
            .collect(),
    }
}

fn item(context: &Context<'_>, scope: &FeedScope, change: &Change) -> FeedItem {
    FeedItem {
        guid: guid(context.site, change),
        title: change.title.clone(),
        link: context.address(&Route::Change(change.id.clone())),
        published: published(context.site, change),
        content: content::html(context, scope, change),
        categories: content::categories(context, change),
    }
}

/// The same for a change whatever the site's address or title.
pub fn guid(site: &Site, change: &Change) -> String {
    let id = Uuid::new_v5(&site.config().site.id, change.id.as_str().as_bytes());
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
