//! The items that were made so far. An item stands in three formats, in a feed and on a page of its
//! archive, and most of the work on it is the comparison of two texts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::FeedItem;
use crate::assemble::FeedScope;
use crate::content::ChangeId;
use crate::replay::Change;

/// The items of one site in one theme.
#[derive(Default, Debug)]
pub(in crate::render) struct Made(Mutex<Items>);

type Items = BTreeMap<(FeedScope, ChangeId), Arc<OnceLock<Arc<FeedItem>>>>;

impl Made {
    /// The item of a change as the feeds of a scope have it. Whoever asks first makes it, and who asks
    /// meanwhile waits for that one alone.
    pub(super) fn item(
        &self,
        scope: &FeedScope,
        change: &Change,
        make: impl FnOnce() -> FeedItem,
    ) -> Arc<FeedItem> {
        let key = (scope.clone(), change.id.clone());
        let place = {
            let mut items = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(items.entry(key).or_default())
        };
        Arc::clone(place.get_or_init(|| Arc::new(make())))
    }
}
