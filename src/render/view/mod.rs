//! What a template may see: one struct a page, the contract with themers.
//!
//! A template gets three values: `site` ([`Site`], the same for every page), `frame` ([`Frame`], where
//! this page stands among the others) and `page` (the page's own struct, a [`View`]). Nothing else, and
//! nothing that a template would have to look up.
//!
//! What holds for all of it:
//! - A date is a text, `2026-12-24`; `date(value=…)` words it.
//! - An `href` is ready to be written: relative to the page it stands on, or absolute where the page
//!   has no fixed place (`404.html`) or the address is to be copied (feeds).
//! - [`Html`] is a fragment, escaped and safe; every other text is plain and is escaped by
//!   the template.
//! - An absent value is `none`, an absent list is empty; both are false in an `if`.
//! - What can be one of a few things is an enum here and its kebab-case name in a template:
//!   `"in-force"`, `"with-notice"`.
//!
//! The functions that the default theme relies on, registered beside these values:
//! - `t(key="area.word", name=value, …)`: the words for a key, each `{name}` replaced. The words and
//!   plain arguments are escaped, an argument that is safe already stays; the result is safe.
//! - `count(key="…", n=3, …)`: the same in the plural form for `n`, which replaces `{n}` too.
//! - `date(value="2026-12-24")`: the day in the site's language, plain text.
//!
//! Templates are named `<theme>/<file>`, and `<theme>/` then `default/` are the prefixes that a bare name
//! is looked up with; so a theme's `change.html` can extend `default/change.html`.
//!
//! An unknown key, a missing argument and a bad date are errors. These views don't know history,
//! configuration or routes: whoever fills them does.

pub mod change;
pub mod document;
pub mod item;
pub mod page;
pub mod register;
pub mod search;

use std::collections::BTreeMap;
use std::hash::Hash;

use super::fingerprint::Fingerprint;
use super::later::Later;
use super::once::Once;

use serde::{Serialize, Serializer};

/// A page's own values, and which template shows them.
pub trait View: Serialize + Hash {
    /// The template's name below `templates/`.
    const TEMPLATE: &'static str;
}

/// A fragment of HTML. It stays safe inside a struct, so that no template needs `| safe`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Html(Fragment);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Fragment {
    Written(String),
    /// A text's, which is most of what a page costs: it is written when the page is.
    Later(Later<String>),
}

impl Html {
    pub fn new(html: String) -> Html {
        Html(Fragment::Written(html))
    }

    pub(super) fn later(html: Later<String>) -> Html {
        Html(Fragment::Later(html))
    }

    /// The same, written only once among all that follow from the same.
    pub(super) fn written_once(self, known: &Once<Fingerprint, Later<String>>) -> Html {
        match self.0 {
            Fragment::Later(html) => Html::later(known.get(html.fingerprint(), || html)),
            written => Html(written),
        }
    }

    pub fn as_str(&self) -> &str {
        match &self.0 {
            Fragment::Written(html) => html,
            Fragment::Later(html) => html.get(),
        }
    }
}

impl Default for Html {
    fn default() -> Html {
        Html::new(String::new())
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(self.as_str()).serialize(serializer)
    }
}

/// Something with a name and a page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Link {
    pub label: String,
    pub href: String,
}

/// A term of a fixed vocabulary: its key in the sources and its name in the site's language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Term {
    /// `"scc"`, `"processor"`, `"DE"`.
    pub key: String,
    pub label: String,
}

/// What is the same on every page. Built once, then shared.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Site {
    /// `[site] title`.
    pub title: String,
    /// The company that publishes, by its legal name.
    pub company: Option<String>,
    pub description: Option<String>,
    /// BCP 47, for `lang`: `"en"`.
    pub language: String,
    /// `"ltr"` or `"rtl"`.
    pub direction: String,
    /// `#rrggbb`, the company's own colour. The stylesheet has it already, as `--accent`.
    pub accent: Option<String>,
    /// Absolute, ends with a slash.
    pub base_url: String,
    /// Days of notice that customers get (`[notice] days`).
    pub notice_days: u32,
    /// Where a customer objects.
    pub object_to: Option<ObjectTo>,
    /// Whether this is a preview with the draft laid over it: show a banner.
    pub draft: bool,
}

/// Where a customer objects to a change.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ObjectTo {
    /// The mail address or the page's address, as people read it.
    pub label: String,
    /// `mailto:…` or `https://…`.
    pub href: String,
}

/// Where a page stands among the others.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Frame {
    /// The name of the page's template without `.html`: `"register"`. For a class on `<body>`.
    pub kind: String,
    /// The page's own title, for `<title>` and as the heading.
    pub title: String,
    /// For `<meta name="description">`.
    pub description: Option<String>,
    /// The absolute address of this page; absent on a page that has no fixed place.
    pub canonical: Option<String>,
    /// Whether search engines are asked to leave the page out.
    pub noindex: bool,
    /// To the site's root: `""`, `"../"`, `"../../"`, or the base address on `404.html`.
    pub root: String,
    /// The overview.
    pub home: String,
    pub stylesheet: String,
    /// The theme's script for every page, `assets/site.js`; the default theme has none.
    pub script: Option<String>,
    /// Every file of the theme's `assets/` by its path there: `"find.js"`.
    pub assets: BTreeMap<String, String>,
    pub logo: Option<String>,
    pub navigation: Vec<NavigationEntry>,
    /// The way from the overview to this page's parent; empty on the overview.
    pub crumbs: Vec<Link>,
    /// Feeds, for `<link rel="alternate">`.
    pub alternates: Vec<Alternate>,
    /// Links at the foot of the page: untracked pages, machine-readable files.
    pub footer: Vec<Link>,
    /// The page that tells how to subscribe.
    pub subscribe: String,
}

/// One entry of the main navigation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NavigationEntry {
    pub label: String,
    pub href: String,
    pub current: Current,
}

/// Whether a navigation entry leads to where the reader is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Current {
    /// To this very page: `aria-current="page"`.
    Page,
    /// To the part of the site that this page belongs to: `aria-current="true"`.
    Section,
    No,
}

/// The same content in another format.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Alternate {
    /// `"application/rss+xml"`.
    pub media_type: String,
    pub title: String,
    pub href: String,
}

/// A file to download beside a page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Download {
    /// `"csv"`, `"json"`.
    pub format: String,
    pub href: String,
}

/// A heading of a text, for its list of contents.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The `id` that it bears in the text.
    pub anchor: String,
    pub label: String,
}
