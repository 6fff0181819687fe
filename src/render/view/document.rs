//! Documents: one text, its versions, two of them compared, and the table of processings.

use serde::Serialize;

use super::change::{ChangeSummary, Comparison, FieldChange};
use super::item::{DataItem, Fact, HistoryEntry, ItemKind, ItemStatus, Pending};
use super::{Heading, Html, Link, Term, View};
use crate::render::later::Later;

/// What a document says at one moment.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Text {
    pub id: String,
    /// `"processing"` or `"annex"`.
    pub kind: ItemKind,
    pub title: String,
    /// Keys `processor`, `controller`, `joint`.
    pub role: Option<Term>,
    pub data: Vec<DataItem>,
    /// Empty: all products.
    pub products: Vec<Link>,
    pub extra: Vec<Fact>,
    pub contents: Vec<Heading>,
    pub body: Html,
}

/// `/processing/<id>/` and `/annexes/<id>/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DocumentPage {
    /// The text in force; where it is only announced, the announced one; where it is gone, the last.
    pub text: Text,
    pub status: ItemStatus,
    pub pending: Vec<Pending>,
    /// The first day of the text shown; absent where it lies before all records.
    pub from: Option<String>,
    /// The sub-processors that the text names.
    pub subprocessors: Vec<NamedSubprocessor>,
    /// Newest first.
    pub history: Vec<HistoryEntry>,
}

impl View for DocumentPage {
    const TEMPLATE: &'static str = "document.html";
}

/// A sub-processor that a text names.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NamedSubprocessor {
    pub name: String,
    pub href: String,
    pub status: ItemStatus,
    pub purposes: Vec<String>,
}

/// How a version stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersionStatus {
    /// In force from a later day.
    Announced,
    InForce,
    /// Was in force until a day.
    Past,
    /// Never came into force: replaced or withdrawn before.
    NeverInForce,
}

/// `…/versions/<change-id>/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct VersionPage {
    pub text: Text,
    pub status: VersionStatus,
    /// The change that made this version.
    pub change: ChangeSummary,
    pub from: Option<String>,
    /// The last day, inclusive.
    pub until: Option<String>,
    /// The document's own page.
    pub document: Link,
    /// This version against the one before and against today's.
    pub compare: Option<String>,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
}

impl View for VersionPage {
    const TEMPLATE: &'static str = "version.html";
}

/// `…/versions/<change-id>/compare/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ComparePage {
    /// The document's own page.
    pub document: Link,
    pub kind: ItemKind,
    /// The change that made the version compared.
    pub change: ChangeSummary,
    /// That version.
    pub version: String,
    /// Against the one before; then, where another is in force by now, against today's.
    pub comparisons: Vec<VersionComparison>,
    /// The comparison page of the version before.
    pub earlier: Option<Link>,
    /// The comparison page of the version after.
    pub later: Option<Link>,
}

impl View for ComparePage {
    const TEMPLATE: &'static str = "compare.html";
}

/// With which version the page's own is compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// The older text is the version before.
    Before,
    /// The newer text is the one in force today.
    Today,
}

/// One comparison of two versions.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct VersionComparison {
    pub against: Against,
    pub before: VersionLink,
    pub after: VersionLink,
    /// The facts of the front matter that differ.
    pub fields: Vec<FieldChange>,
    pub comparison: Later<Comparison>,
}

/// A version by name and time.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct VersionLink {
    pub href: String,
    /// The title of the change that made it.
    pub change: String,
    pub from: Option<String>,
    pub until: Option<String>,
}

/// `/processing/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ProcessingPage {
    pub groups: Vec<ProcessingGroup>,
    /// The annexes, in their order.
    pub annexes: Vec<DocumentLink>,
}

impl View for ProcessingPage {
    const TEMPLATE: &'static str = "processing.html";
}

/// A folder of processing descriptions.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ProcessingGroup {
    /// Unique on the page.
    pub anchor: String,
    /// Absent for the descriptions that lie in no folder.
    pub title: Option<String>,
    pub introduction: Option<Html>,
    /// The heads of the columns after the first; `[processing] columns`.
    pub columns: Vec<String>,
    pub rows: Vec<ProcessingRow>,
}

/// One processing description in the table.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ProcessingRow {
    pub title: String,
    pub href: String,
    pub status: ItemStatus,
    pub pending: Vec<Pending>,
    /// One for each column; `none` where the description has no such section.
    pub cells: Vec<Option<Html>>,
    /// The sub-processors that the text names.
    pub subprocessors: Vec<Link>,
}

/// A document in a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DocumentLink {
    pub title: String,
    pub href: String,
    pub status: ItemStatus,
    pub pending: Vec<Pending>,
}
