//! The pages around them: overview, subscribing, untracked pages, redirects, 404.

use serde::Serialize;

use super::change::ChangeSummary;
use super::document::DocumentLink;
use super::{Heading, Html, Link, View};

/// `/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct OverviewPage {
    /// The prose of `content/index.md`.
    pub body: Option<Html>,
    pub subprocessors: Part,
    pub processings: Part,
    pub annexes: Vec<DocumentLink>,
    /// Announced and not in force yet, the next to take effect first.
    pub coming: Vec<ChangeSummary>,
    /// The newest that are in force, a handful, newest first.
    pub recent: Vec<ChangeSummary>,
    /// The change log.
    pub changes: String,
    pub products: Vec<Link>,
    /// Pages that aren't tracked.
    pub pages: Vec<Link>,
}

impl View for OverviewPage {
    const TEMPLATE: &'static str = "overview.html";
}

/// One part of the site and how much stands in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Part {
    pub href: String,
    /// How many are in force.
    pub count: usize,
    /// Since when it stands as it does; absent while it is empty and always was.
    pub from: Option<String>,
}

/// Any page that isn't tracked.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct UntrackedPage {
    pub title: String,
    pub contents: Vec<Heading>,
    pub body: Html,
}

impl View for UntrackedPage {
    const TEMPLATE: &'static str = "page.html";
}

/// `/subscribe/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SubscribePage {
    /// Every change; those of the register; then one for each product.
    pub feeds: Vec<FeedOffer>,
    /// Where to sign up for mail, if the company sends any.
    pub mail: Option<String>,
}

impl View for SubscribePage {
    const TEMPLATE: &'static str = "subscribe.html";
}

/// One selection of changes that can be subscribed to, in each of its formats.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct FeedOffer {
    pub scope: FeedScope,
    /// What it holds: "All changes", "Changes for Cloud".
    pub title: String,
    pub formats: Vec<FeedAddress>,
}

/// Which changes a feed holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedScope {
    All,
    Register,
    Product,
}

/// A feed in one format.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct FeedAddress {
    pub format: FeedFormat,
    /// Absolute, to be copied.
    pub url: String,
    /// Relative, to be followed.
    pub href: String,
    /// Opens the program that subscribes to it: `webcal:` for a calendar.
    pub open: Option<String>,
}

/// The format of a feed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedFormat {
    Rss,
    Atom,
    Json,
    /// Dates to come, for a calendar.
    Calendar,
}

/// An address that has moved.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RedirectPage {
    /// Where it leads.
    pub to: Link,
}

impl View for RedirectPage {
    const TEMPLATE: &'static str = "redirect.html";
}

/// `/404.html`. Its links are absolute, because it is shown at any address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NotFoundPage {
    /// Where to go instead: the main parts of the site.
    pub links: Vec<Link>,
}

impl View for NotFoundPage {
    const TEMPLATE: &'static str = "404.html";
}
