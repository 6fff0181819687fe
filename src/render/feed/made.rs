//! The items that were made so far. An item stands in three formats, in a feed and on a page of its
//! archive, and most of the work on it is the comparison of two texts.

use std::sync::Arc;

use super::FeedItem;
use crate::assemble::FeedScope;
use crate::content::ChangeId;
use crate::render::fingerprint::Fingerprint;
use crate::render::later::Later;
use crate::render::once::Once;

/// The items of one site in one theme.
#[derive(Default)]
pub(in crate::render) struct Made {
    /// As the feeds of a scope have them.
    pub(super) items: Once<(FeedScope, ChangeId), Arc<FeedItem>>,
    /// What the scopes tell alike of a document's text.
    pub(super) texts: Once<Fingerprint, Later<String>>,
}
