//! The register: as it stands, one sub-processor, as it stood, and as one product has it.

use serde::Serialize;

use super::change::{Amendment, ChangeSummary, Year};
use super::item::{HistoryEntry, ItemKind, Period, Subprocessor};
use super::page::FeedOffer;
use super::{Download, Html, Link, Term, View};

/// The register at one moment.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Register {
    /// By category, or one group without a title.
    pub groups: Vec<RegisterGroup>,
    /// How many are in force.
    pub in_force: usize,
    /// The day from which the register stands as shown; absent while it is empty and always was.
    pub from: Option<String>,
    /// Whether an entry states a transfer mechanism, so that the column is worth its width.
    pub shows_transfer: bool,
    /// By what the entries can be picked; absent where they are so few that one sees them all.
    pub controls: Option<RegisterControls>,
}

/// What a reader can choose from to see a part of the register. An empty list: there is no choice.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RegisterControls {
    pub products: Vec<Term>,
    /// Countries and areas.
    pub places: Vec<Term>,
    pub categories: Vec<String>,
}

/// The entries of one category.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RegisterGroup {
    /// Unique on the page.
    pub anchor: String,
    /// Absent where the register isn't grouped.
    pub title: Option<String>,
    /// In the order of the register; those not in force yet stand among them.
    pub entries: Vec<Subprocessor>,
}

/// The register as it stood on a day that has come.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PastRegister {
    /// By category, or one group without a title.
    pub groups: Vec<PastGroup>,
    /// Whether an entry stated a transfer mechanism, so that the column is worth its width.
    pub shows_transfer: bool,
    /// By what the entries can be picked; absent where they are so few that one sees them all.
    pub controls: Option<RegisterControls>,
}

/// The entries of one category, as they stood.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PastGroup {
    /// Unique on the page.
    pub anchor: String,
    /// Absent where the register isn't grouped.
    pub title: Option<String>,
    /// The entries in the order of the register, each as the component `register_entry` writes it.
    pub rows: Html,
}

/// A sub-processor that is no longer used.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Former {
    pub name: String,
    pub href: String,
    pub purposes: Vec<String>,
    /// Oldest first.
    pub periods: Vec<Period>,
}

/// `/subprocessors/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RegisterPage {
    pub introduction: Option<Html>,
    pub register: Register,
    /// Announced changes that touch the register.
    pub coming: Vec<ChangeSummary>,
    pub former: Vec<Former>,
    /// The register of one product alone.
    pub products: Vec<Link>,
    /// The index of periods.
    pub as_of: String,
    pub downloads: Vec<Download>,
    pub feeds: Vec<FeedOffer>,
}

impl View for RegisterPage {
    const TEMPLATE: &'static str = "register.html";
}

/// `/subprocessors/<id>/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SubprocessorPage {
    /// As it is in force; where it is only announced, as announced; where it is gone, as it last was.
    pub subprocessor: Subprocessor,
    /// Oldest first; more than one where it went and came back.
    pub periods: Vec<Period>,
    /// The texts in force that name it.
    pub uses: Vec<Use>,
    /// Newest first.
    pub history: Vec<HistoryEntry>,
}

impl View for SubprocessorPage {
    const TEMPLATE: &'static str = "subprocessor.html";
}

/// A text that names a sub-processor.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Use {
    pub title: String,
    pub href: String,
    /// Absent for a page that isn't tracked.
    pub kind: Option<ItemKind>,
}

/// `/subprocessors/as-of/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct AsOfIndexPage {
    /// Newest first; announced ones before the one that stands today.
    pub periods: Vec<RegisterPeriod>,
}

impl View for AsOfIndexPage {
    const TEMPLATE: &'static str = "as-of-index.html";
}

/// A time in which the register stood unchanged.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RegisterPeriod {
    pub href: String,
    pub status: PeriodStatus,
    pub from: String,
    /// The last day, inclusive; absent while no end is known.
    pub until: Option<String>,
    /// How many sub-processors it has.
    pub count: usize,
    /// The changes that took effect on its first day.
    pub changes: Vec<ChangeSummary>,
}

/// How a period stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodStatus {
    /// Begins on a later day.
    Announced,
    Current,
    Past,
    /// Past, and put together from a named source later.
    Historical,
}

/// `/subprocessors/as-of/<date>/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct AsOfPage {
    pub period: RegisterPeriod,
    pub register: PastRegister,
    /// What differs from the period before to this one.
    pub since_before: Vec<Amendment>,
    /// What differs from this period to the register that stands today, each as the component `amendment`
    /// writes it; absent where it is today's.
    pub until_today: Option<Html>,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
    /// The index of periods.
    pub index: String,
    pub downloads: Vec<Download>,
}

impl View for AsOfPage {
    const TEMPLATE: &'static str = "as-of.html";
}

/// `/products/<id>/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ProductPage {
    pub id: String,
    pub name: String,
    pub register: Register,
    pub coming: Vec<ChangeSummary>,
    pub former: Vec<Former>,
    /// The changes that touch the product, by year, newest first.
    pub years: Vec<Year>,
    /// The texts about the product.
    pub documents: Vec<super::document::DocumentLink>,
    pub downloads: Vec<Download>,
    pub feeds: Vec<FeedOffer>,
}

impl View for ProductPage {
    const TEMPLATE: &'static str = "product.html";
}
