//! The search, and every page by its name.

use serde::Serialize;

use super::{Link, View};

/// `/search/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SearchPage {
    /// Every page but those that repeat another: a reader without a script finds hers here.
    pub groups: Vec<PageGroup>,
    /// What the search looks through: scripts, in their order.
    pub parts: Vec<String>,
}

impl View for SearchPage {
    const TEMPLATE: &'static str = "search.html";
}

/// Pages of one kind.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PageGroup {
    pub kind: PageKind,
    /// Never empty. From A to Z; changes with the newest first.
    pub pages: Vec<Link>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// Any that is none of the others.
    Page,
    Document,
    Subprocessor,
    Change,
}
