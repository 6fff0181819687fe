//! Which changes a feed holds, and on which of its pages.
//!
//! A feed's own document holds the newest [`LENGTH`] changes. Older ones stand on archive pages (RFC
//! 5005), counted from the oldest, so a page is written once: when it is full, its successor exists
//! already, if only as an empty page, and nothing on it ever changes again.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::Arc;

use super::route::{FeedFormat, FeedScope, Route};
use super::site::Site;
use crate::content::Digest;
use crate::replay::{Change, History, PublishedLog};

/// How many items a feed holds, and how many each page of its archive.
pub const LENGTH: usize = 50;

/// What a feed and its archive hold.
#[derive(Clone, Debug)]
pub struct FeedLog<'a> {
    /// Every change of the feed, oldest first.
    changes: Vec<&'a Arc<Change>>,
}

/// One page of an archive.
#[derive(Clone, Debug)]
pub struct ArchivePage<'a> {
    /// Newest first.
    pub changes: Vec<&'a Arc<Change>>,
    pub state: PageState,
    /// The page with the changes before, and the one with those after.
    pub earlier: Option<NonZeroU32>,
    pub later: Option<NonZeroU32>,
}

/// Whether changes can still be added to a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PageState {
    Filling,
    Full,
}

impl<'a> FeedLog<'a> {
    /// The changes that customers are told in this scope.
    pub fn of(site: &'a Site, scope: &FeedScope) -> FeedLog<'a> {
        let history = match scope {
            FeedScope::Everything | FeedScope::Register => Some(site.history()),
            FeedScope::Product(id) => site.product(id).map(super::site::ProductView::history),
        };
        let concerned = |history: &'a History| {
            history
                .changes()
                .iter()
                .filter(|change| change.is_told())
                .filter(|change| *scope != FeedScope::Register || history.concerns_register(change))
                .collect()
        };
        FeedLog {
            changes: history.map_or_else(Vec::new, concerned),
        }
    }

    /// Every change, newest first.
    pub fn all(&self) -> Vec<&'a Arc<Change>> {
        self.changes.iter().rev().copied().collect()
    }

    /// The changes whose records aren't in a published log, oldest first: all, where nothing is published.
    pub fn new_since(&self, site: &Site, published: Option<&PublishedLog>) -> Vec<&'a Arc<Change>> {
        let known: BTreeSet<Digest> = published
            .into_iter()
            .flat_map(PublishedLog::records)
            .map(|record| record.digest)
            .collect();
        let is_new = |change: &&&Arc<Change>| {
            let record = site.log().record(&change.id);
            record.is_some_and(|record| !known.contains(&record.digest))
        };
        self.changes.iter().filter(is_new).copied().collect()
    }

    /// The changes that the feed itself holds, newest first.
    pub fn newest(&self) -> Vec<&'a Arc<Change>> {
        self.changes.iter().rev().take(LENGTH).copied().collect()
    }

    /// The newest page that holds a change which the feed itself doesn't.
    pub fn newest_archive(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(number(self.changes.len().saturating_sub(1) / LENGTH))
    }

    /// The archive's pages; none as long as the feed itself holds everything.
    pub fn pages(&self) -> impl Iterator<Item = NonZeroU32> + use<> {
        let count = match self.newest_archive() {
            Some(_) => number(self.changes.len() / LENGTH + 1),
            None => 0,
        };
        (1..=count).filter_map(NonZeroU32::new)
    }

    pub fn page(&self, page: NonZeroU32) -> Option<ArchivePage<'a>> {
        let last = self.pages().last()?;
        if page > last {
            return None;
        }
        let start = (page.get() as usize - 1) * LENGTH;
        let end = self.changes.len().min(start + LENGTH);
        let state = if end - start == LENGTH {
            PageState::Full
        } else {
            PageState::Filling
        };
        Some(ArchivePage {
            changes: self.changes[start..end].iter().rev().copied().collect(),
            state,
            earlier: NonZeroU32::new(page.get() - 1),
            later: page.checked_add(1).filter(|_| state == PageState::Full),
        })
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The feeds' routes, with their archives.
pub(super) fn routes(site: &Site) -> Vec<Route> {
    let products = site.products().iter();
    let scopes = [FeedScope::Everything, FeedScope::Register]
        .into_iter()
        .chain(products.map(|view| FeedScope::Product(view.product.id.clone())));
    let mut routes = Vec::new();
    for scope in scopes {
        routes.extend(FeedFormat::ALL.map(|format| Route::Feed(scope.clone(), format)));
        for page in FeedLog::of(site, &scope).pages() {
            let archive = |format| Route::FeedArchive(scope.clone(), format, page);
            routes.extend(FeedFormat::WITH_ARCHIVES.map(archive));
        }
    }
    routes
}
