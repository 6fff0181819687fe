//! A change's folder: what it says, before anything knows what it did.

use std::collections::BTreeMap;

use crate::content::{
    ChangeId, Content, Date, Digest, DocumentId, DocumentKind, ItemId, SubprocessorId,
};
use crate::source::Span;

/// A value and where it was written.
#[derive(Clone, Copy, Debug)]
pub struct Located<T> {
    pub value: T,
    pub span: Span,
}

/// What a folder under `content/changes/` says.
#[derive(Clone, Debug)]
pub struct Overlay {
    pub id: ChangeId,
    pub kind: ChangeKind,
    pub announced: Located<Date>,
    /// Among the changes that are announced on one day; absent is 0.
    pub order: u32,
    pub effective: Located<Date>,
    pub title: String,
    pub reason: Option<String>,
    pub removed: Vec<Located<ItemId>>,
    pub replaces: Option<Located<ChangeId>>,
    pub corrects: Option<Located<ChangeId>>,
    pub short_notice: Option<String>,
    /// The last day to object, as recorded; absent: by `[notice]`.
    pub object_by: Option<Located<Date>>,
    pub wish: Wish,
    pub redaction: Option<Redaction>,
    /// The new and amended items, each complete.
    pub content: Content,
    /// Of the whole `change.toml`.
    pub span: Span,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChangeKind {
    /// The first: everything that was in force when the log began.
    Baseline,
    Change,
    /// From before the baseline, reconstructed from the source that is named.
    Historical {
        source: String,
    },
}

/// What the writer asked for where the rule leaves a choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    ByRule,
    /// `editorial = true`: not told.
    Editorial,
    /// `tell = true`: told although the rule doesn't ask for it.
    Tell,
}

/// What was taken out of a change after it was published, and why. The digests of what stood there
/// stay, so the chain of records still holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Redaction {
    pub why: String,
    pub digests: BTreeMap<Redacted, Digest>,
}

/// A text that can be taken out of a published change.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Redacted {
    Title,
    Reason,
    ShortNotice,
    Subprocessor(SubprocessorId),
    Document(DocumentKind, DocumentId),
}

impl Redacted {
    /// The text that a key below `[digests]` names: `reason`, `subprocessors/mailchimp`.
    pub fn parse(key: &str) -> Option<Redacted> {
        match key.split_once('/') {
            None => [Redacted::Title, Redacted::Reason, Redacted::ShortNotice]
                .into_iter()
                .find(|text| text.key() == key),
            Some(("subprocessors", id)) => SubprocessorId::new(id).ok().map(Redacted::Subprocessor),
            Some((folder, id)) => {
                let kind = [DocumentKind::Processing, DocumentKind::Annex]
                    .into_iter()
                    .find(|kind| kind.folder() == folder)?;
                let id = DocumentId::new(id).ok()?;
                Some(Redacted::Document(kind, id))
            }
        }
    }

    /// The key below `[digests]`, which for an item is its address.
    pub fn key(&self) -> String {
        match self {
            Redacted::Title => "title".to_owned(),
            Redacted::Reason => "reason".to_owned(),
            Redacted::ShortNotice => "short_notice".to_owned(),
            Redacted::Subprocessor(id) => format!("subprocessors/{id}"),
            Redacted::Document(kind, id) => format!("{}/{id}", kind.folder()),
        }
    }
}

mod read;
#[cfg(test)]
mod tests;

pub use read::{OverlayFile, parse};
