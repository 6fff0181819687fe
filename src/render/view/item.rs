//! What registers, documents and changes are made of: facts, states and periods of one item.

use serde::Serialize;

use super::{Html, Link, Term};

/// Which kind of thing the history is kept of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    Subprocessor,
    Processing,
    Annex,
}

/// How an item stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemStatus {
    /// In force, and nothing else is announced.
    InForce,
    /// Not in force yet: announced, from a later day.
    Announced,
    /// In force, and an amendment of it is announced.
    Changing,
    /// In force, and its end is announced.
    Ending,
    /// No longer in force.
    Former,
    /// Announced, and withdrawn before it took effect.
    Withdrawn,
}

/// What was done to an item, an engagement or a field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    Added,
    Amended,
    Removed,
}

/// What is announced for an item and not in force yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Pending {
    pub verb: Verb,
    pub effective: String,
    /// The last day on which a customer can object; absent where nothing needs notice.
    pub deadline: Option<String>,
    pub change: Link,
}

/// A time in which something was in force.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Period {
    /// The first day; absent where it lies before all records.
    pub from: Option<String>,
    /// The last day, inclusive; absent while it lasts.
    pub until: Option<String>,
}

/// One line of an item's history, newest first.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct HistoryEntry {
    pub verb: Verb,
    pub change: super::change::ChangeSummary,
    /// The text that the change made; for a document that wasn't removed.
    pub version: Option<String>,
    /// That text against the one before.
    pub compare: Option<String>,
    /// The fields that were amended, by their names in the site's language; empty for an addition or
    /// a removal.
    pub fields: Vec<String>,
    /// The engagements that came or went where the sub-processor stayed.
    pub engagements: Vec<EngagementLine>,
}

/// An engagement that came or went.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EngagementLine {
    pub verb: Verb,
    pub purpose: String,
}

/// A category of personal data, and what limits it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DataItem {
    pub category: String,
    /// "anonymised", "after opt-in".
    pub note: Option<String>,
}

/// A field under its label, with its values in the order of the sources.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Fact {
    /// The key in the sources: `"purpose"`; for a company's own field, the key under `extra`.
    pub key: String,
    /// The name in the site's language; for a company's own field, its key as written.
    pub label: String,
    /// One for a field that holds one value.
    pub values: Vec<Html>,
}

/// One sub-processor with everything that its entry says.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Subprocessor {
    pub id: String,
    pub name: String,
    /// Its own page.
    pub href: String,
    pub status: ItemStatus,
    /// In the order in which they take effect.
    pub pending: Vec<Pending>,
    /// The legal name.
    pub entity: Option<String>,
    /// Whether it belongs to the company's own group.
    pub affiliate: bool,
    pub category: Option<String>,
    pub description: Option<Html>,
    /// May hold line breaks.
    pub address: Option<String>,
    /// Mail and web addresses in it are links already.
    pub contact: Option<Html>,
    pub website: Option<String>,
    pub dpa: Option<String>,
    pub subprocessors_url: Option<String>,
    /// Since when it was used, where that lies before the log.
    pub since: Option<String>,
    /// The company's own fields.
    pub extra: Vec<Fact>,
    /// One or more.
    pub engagements: Vec<Engagement>,
}

/// What a sub-processor is engaged for: one purpose, with what belongs to it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Engagement {
    pub id: String,
    pub purpose: String,
    /// When alone it applies: "only while AI features are on".
    pub condition: Option<String>,
    pub data: Vec<DataItem>,
    pub data_subjects: Vec<String>,
    /// Label: "Frankfurt, Germany (hosting)". Key: the country's code or the area's word.
    pub locations: Vec<Term>,
    /// The countries and areas of these, each once, by their bare names.
    pub areas: Vec<Term>,
    /// Why personal data may go there: keys `adequacy`, `dpf`, `scc`, `uk-idta`, `bcr`, `derogation`,
    /// `none`.
    pub transfer: Vec<Term>,
    /// Empty: all products.
    pub products: Vec<Link>,
    /// The ids of these products, for a script that picks by them.
    pub product_ids: Vec<String>,
}
