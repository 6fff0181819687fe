//! Where a page stands: what turns routes into links, texts into HTML and keys into words.

use std::sync::Arc;

use super::later::Later;
use super::prose::{self, Ids, ResolvedLink, Styling};
use super::text::PlacedText;
use super::theme::Theme;
use super::view::{Html, Link};
use crate::assemble::links::Destination;
use crate::assemble::{Route, Site};
use crate::content::{Date, Prose};
use crate::replay::Change;
use crate::source::SourcePath;

/// From where links are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standpoint<'a> {
    /// On the page with this path, so that links are relative.
    Page(&'a str),
    /// On a page that has no fixed place, or in a list. Links are absolute.
    Anywhere,
    /// In what subscribers were sent when a change was told. Links are absolute, and lead where they led
    /// then: nothing that is told later makes an item say something else.
    Item(&'a Change),
}

/// All that a page needs to be filled.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) standpoint: Standpoint<'a>,
}

/// A text and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) prose: &'a Prose,
    /// Where its file lies in the content tree: relative links start here.
    pub(super) path: &'a SourcePath,
    /// The page that shows the whole text, for what leads to a place in it from elsewhere.
    pub(super) home: &'a Route,
}

/// The level of a text's highest heading below the page's title.
const BELOW_TITLE: u8 = 2;

impl<'a> Context<'a> {
    pub(super) fn href(&self, route: &Route) -> String {
        match self.standpoint {
            Standpoint::Page(from) => route.link_from(from, self.site.config().site.index_links),
            Standpoint::Anywhere | Standpoint::Item(_) => self.address(route),
        }
    }

    /// The route's absolute address.
    pub(super) fn address(&self, route: &Route) -> String {
        self.site.config().site.base_url.join(&route.path())
    }

    pub(super) fn link(&self, label: impl Into<String>, route: &Route) -> Link {
        Link {
            label: label.into(),
            href: self.href(route),
        }
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.site.language().say(key, &[])
    }

    pub(super) fn date(&self, date: Date) -> String {
        self.site.language().date(date)
    }

    /// What subscribers were sent has no stylesheet.
    pub(super) fn styling(&self) -> Styling {
        match self.standpoint {
            Standpoint::Item(_) => Styling::None,
            Standpoint::Page(_) | Standpoint::Anywhere => Styling::Sheet,
        }
    }

    /// A whole text with its notes.
    pub(super) fn prose(&self, text: Text<'_>, ids: Ids<'_>) -> Html {
        let placed = PlacedText::new(self, text, ids, BELOW_TITLE);
        Html::later(Later::of(placed, PlacedText::html))
    }

    /// Sections of a text that stands elsewhere, by their titles; `None` where the text has none of that title.
    pub(super) fn sections<'t>(
        &self,
        text: Text<'_>,
        titles: impl Iterator<Item = &'t str>,
    ) -> Vec<Option<Html>> {
        let placed = Arc::new(PlacedText::new(self, text, Ids::None, BELOW_TITLE));
        let section = |title: &str| {
            text.prose.has_section(title).then(|| {
                let section = (Arc::clone(&placed), title.to_owned());
                Html::later(Later::of(section, |(placed, title)| {
                    placed.section_html(title)
                }))
            })
        };
        titles.map(section).collect()
    }

    /// Where a target leads from a text on this page.
    pub(super) fn resolve(&self, target: &str, text: Text<'_>) -> ResolvedLink {
        match self.site.destination(target, text.path) {
            Destination::Away(address) => ResolvedLink::To(address),
            Destination::Here(fragment) if has_place(text, &fragment) => {
                ResolvedLink::To(format!("{}#{fragment}", self.href(text.home)))
            }
            Destination::Here(_) => ResolvedLink::Text,
            Destination::Route { route, fragment } => match self.standpoint {
                Standpoint::Item(change) => self.as_told(change, &route, fragment),
                Standpoint::Page(_) | Standpoint::Anywhere => {
                    let fragment = fragment.filter(|f| self.has_anchor(&route, f));
                    ResolvedLink::To(with_fragment(self.href(&route), fragment))
                }
            },
            Destination::Nowhere => ResolvedLink::Text,
        }
    }

    /// Where a link in an item leads. What a later change added doesn't exist for it; a place within a
    /// document is one of the version that customers then knew, whose page never changes. Pages that
    /// aren't tracked have no versions: the link stays as it is.
    fn as_told(&self, change: &Change, route: &Route, fragment: Option<String>) -> ResolvedLink {
        let history = self.site.history();
        let told = |other: &Change| history.position(&other.id) <= history.position(&change.id);
        match route {
            Route::Subprocessor(id)
                if !history.subprocessor(id).iter().any(|v| told(&v.change)) =>
            {
                ResolvedLink::Text
            }
            Route::Document(kind, id) => {
                let versions = history.document(id).iter().rev();
                let mut known = versions.filter(|version| told(&version.change));
                let Some((version, body)) = known.find_map(|v| Some((v, &v.after()?.body))) else {
                    return ResolvedLink::Text;
                };
                match fragment.filter(|f| body.anchors().any(|anchor| anchor == f)) {
                    Some(fragment) => {
                        let id = id.clone();
                        let version = Route::Version(*kind, id, version.change.id.clone());
                        ResolvedLink::To(with_fragment(self.href(&version), Some(fragment)))
                    }
                    None => ResolvedLink::To(self.href(route)),
                }
            }
            _ => ResolvedLink::To(with_fragment(self.href(route), fragment)),
        }
    }

    /// Whether the text that a page shows has this place. A page of another kind isn't asked.
    fn has_anchor(&self, route: &Route, fragment: &str) -> bool {
        let body = match route {
            Route::Document(_, id) => {
                let version = self.site.shown_document(id);
                version.and_then(|v| v.after()).map(|d| &d.body)
            }
            Route::Page(path) => self.site.page(path).map(|page| &page.body),
            _ => return true,
        };
        body.is_some_and(|body| body.anchors().any(|anchor| anchor == fragment))
    }
}

fn with_fragment(mut href: String, fragment: Option<String>) -> String {
    if let Some(fragment) = fragment {
        href.push('#');
        href.push_str(&fragment);
    }
    href
}

/// Whether the page that shows a text has this place in it.
fn has_place(text: Text<'_>, fragment: &str) -> bool {
    match text.home {
        // An entry's description stands there without ids.
        Route::Subprocessor(_) => false,
        _ => text.prose.anchors().any(|a| a == fragment) || prose::is_note(text.prose, fragment),
    }
}
