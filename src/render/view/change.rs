//! Changes: the log by year, and one change told with before and after.

use serde::Serialize;

use super::item::{ItemKind, Verb};
use super::page::FeedOffer;
use super::{Html, Link, View};
use crate::render::later::Later;

/// Which kind of change it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The first record: everything, in force the day it was announced.
    Baseline,
    Change,
    /// From before the baseline, put together later from a named source.
    Historical,
}

/// How a change stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeStatus {
    /// Announced, in force from a later day.
    Announced,
    InForce,
    /// Another change stood in for it before it came into force.
    Replaced,
    /// Taken back before it came into force.
    Withdrawn,
}

/// How much a change weighs for customers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// Customers are told in advance and can object.
    WithNotice,
    /// Customers are told.
    Told,
    /// Wording only: in the log, in no feed.
    Editorial,
}

/// A change in a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChangeSummary {
    pub id: String,
    pub title: String,
    pub href: String,
    pub kind: ChangeKind,
    pub status: ChangeStatus,
    pub notice: Notice,
    pub announced: String,
    pub effective: String,
    /// The last day, inclusive, on which a customer can object; absent where nothing needs notice.
    pub deadline: Option<String>,
    /// Whether that day lies on or after the day on which it takes effect, as after a short notice.
    pub deadline_after_effect: bool,
    /// What it did, one line each; empty for a baseline, whose items would fill the page.
    pub lines: Vec<ChangeLine>,
}

/// One thing that a change did, in a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChangeLine {
    pub verb: Verb,
    pub kind: ItemKind,
    pub name: String,
    /// The item's own page; absent where it has none.
    pub href: Option<String>,
    /// What an analyst looks for first, worded: "New country: United States".
    pub remarks: Vec<String>,
}

/// The changes that were announced in one year, newest first.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Year {
    pub year: String,
    pub changes: Vec<ChangeSummary>,
}

/// `/changes/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChangesPage {
    /// Newest first.
    pub years: Vec<Year>,
    pub feeds: Vec<FeedOffer>,
    /// The newest record, which stands for all of them, and the file that lists them.
    pub record: Option<Record>,
    /// `/changes.json`; absent in a preview.
    pub data: Option<Link>,
}

impl View for ChangesPage {
    const TEMPLATE: &'static str = "changes.html";
}

/// `/changes/<id>/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChangePage {
    pub change: ChangeSummary,
    pub reason: Option<Html>,
    /// Why it takes effect before the whole notice has run.
    pub short_notice: Option<String>,
    /// From what a historical change was put together.
    pub source: Option<Html>,
    pub amendments: Vec<Amendment>,
    /// The announced change that this one stands in for.
    pub replaces: Option<Replaces>,
    /// The change that stands in for this one.
    pub replaced_by: Option<Link>,
    /// The change in force that this one puts right.
    pub corrects: Option<Link>,
    pub corrected_by: Vec<Link>,
    /// Its place in the chain of records; absent for a historical change.
    pub record: Option<Record>,
    /// What was taken out of it after it was published.
    pub redacted: Option<Redacted>,
    /// The change before it in the log.
    pub earlier: Option<Link>,
    /// The change after it in the log.
    pub later: Option<Link>,
}

/// What became of an announced change by the one that stands in for it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Replaces {
    pub how: Replacing,
    pub change: Link,
    /// What won't take place, where it is withdrawn.
    pub lines: Vec<ChangeLine>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Replacing {
    /// Nothing of it takes place.
    Withdraws,
    /// The same takes place on a later day.
    Postpones,
    /// Something else takes place.
    Replaces,
}

impl View for ChangePage {
    const TEMPLATE: &'static str = "change.html";
}

/// A change's place in the chain of records.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Record {
    pub number: usize,
    /// SHA-256, in hexadecimal digits.
    pub digest: String,
}

/// What was taken out of a change after it was published, and why.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Redacted {
    pub why: String,
    /// In words: the reason, an item's name.
    pub what: Vec<String>,
}

/// One thing that a change did, with before and after.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Amendment {
    /// For links to this amendment, unique on the page.
    pub anchor: String,
    pub verb: Verb,
    pub kind: ItemKind,
    pub name: String,
    /// The item's own page; absent where it has none.
    pub href: Option<String>,
    /// What an analyst looks for first, worded: "new country: United States".
    pub remarks: Vec<String>,
    /// The facts that differ, or all of them where the item was added or removed.
    pub fields: Vec<FieldChange>,
    /// The engagements of a sub-processor that differ. Where a vendor has one and keeps it, its fields
    /// stand in `fields`.
    pub engagements: Vec<EngagementChange>,
    /// The text of a document, old against new.
    pub comparison: Option<Later<Comparison>>,
    /// A document's text as this change made it.
    pub version: Option<String>,
    /// The page that shows the comparison alone.
    pub compare: Option<String>,
}

/// One field, before and after.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct FieldChange {
    pub key: String,
    pub label: String,
    pub verb: Verb,
    pub values: Vec<ValueChange>,
}

/// One value of a field and whether it came, went or stayed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ValueChange {
    pub mark: Mark,
    /// Whether the value has marks of its own, for the words that the other side doesn't say. Then it
    /// isn't marked as a whole.
    pub within: bool,
    pub value: Html,
}

/// Whether a value came, went or stayed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Added,
    Removed,
    Kept,
}

/// One engagement of a sub-processor that differs.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EngagementChange {
    pub verb: Verb,
    pub purpose: String,
    pub fields: Vec<FieldChange>,
}

/// Two texts, one against the other.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Comparison {
    /// "2 paragraphs amended"; empty where both texts say the same.
    pub summary: Vec<SummaryLine>,
    /// `ins` and `del`, `.change` with `.change-label` around whole blocks, `.reformatted`,
    /// `details.unchanged`, and `.unchanged-rows` before the rows that it hides (`.folded`). On the page of
    /// a comparison each block stands in a `.pair`, with `.older`, hidden, and `.newer`.
    pub html: Html,
}

/// One line of a comparison's summary.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SummaryLine {
    pub mark: TextMark,
    pub words: String,
}

/// What became of a part of a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextMark {
    Added,
    Removed,
    Amended,
    Moved,
    /// The same words in another form.
    Formatting,
}
