//! A change's folder: what it says, before anything knows what it did.

use crate::content::{ChangeId, Content, Date, ItemId};
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
    pub kind: OverlayKind,
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
    /// The new and amended items, each complete.
    pub content: Content,
    /// Of the whole `change.toml`.
    pub span: Span,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OverlayKind {
    Baseline,
    Change,
    /// With its source.
    Historical(String),
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

mod read;
#[cfg(test)]
mod tests;

pub use read::{OverlayFile, parse};
