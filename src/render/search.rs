//! What the search looks through: the words of every page, as scripts beside it.
//!
//! A reader's browser does the searching, so that it works on any host and nobody learns what was looked
//! for. It takes the words from files of so many pages each, only once somebody searches. They are
//! scripts and not JSON because a browser lets no page read a file that lies beside it on a disk.
//!
//! Nothing is folded or cut here: the snippet that a reader sees comes from the same text. Which pages are
//! looked through is for [`Route::is_searched`](crate::assemble::Route::is_searched) to say.

use std::num::NonZeroU32;

use serde::Serialize;

use super::context::{Context, Standpoint};
use super::page::{amended_items, title};
use super::text::AsWritten;
use super::theme::Theme;
use crate::assemble::{Route, Site};
use crate::content::prose::{Block, block_text, inline_text};
use crate::content::{DocumentKind, Engagement, Location, Prose, Subprocessor};
use crate::replay::{Change, ChangeKind, ItemStatus, Version};

/// A part of what the search looks through that isn't written yet.
#[derive(Hash)]
pub(super) struct Unwritten(Vec<Page>);

#[derive(Hash)]
struct Page {
    /// As seen from the search.
    href: String,
    title: String,
    /// What it is, if that needs words.
    kind: String,
    words: Words,
}

/// What a page says.
#[derive(Default, Hash)]
struct Words {
    own: Vec<Section>,
    /// Comes last, by its headings.
    text: Option<AsWritten>,
}

/// A page as an array, since names would be repeated for each: address, title, kind and sections.
#[derive(Serialize)]
struct Written<'a>(&'a str, &'a str, &'a str, Vec<Section>);

/// An anchor, a heading and a text, each of which may be empty.
#[derive(Clone, Hash, Serialize)]
struct Section(String, String, String);

/// One part of what the search looks through.
pub(super) fn part(site: &Site, theme: &Theme, number: NonZeroU32) -> Unwritten {
    let path = Route::Search.path();
    let context = &Context {
        site,
        theme,
        standpoint: Standpoint::Page(&path),
    };
    let pages = site.searched(number).into_iter().map(|route| {
        let (kind, words) = words(context, route);
        Page {
            href: context.href(route),
            title: title(context, route),
            kind: kind.join(" · "),
            words,
        }
    });
    Unwritten(pages.collect())
}

impl Unwritten {
    pub(super) fn write(&self) -> String {
        let pages: Vec<String> = self.0.iter().map(Page::write).collect();
        format!(
            "(self.candorPages ??= []).push(\n{}\n);\n",
            pages.join(",\n")
        )
    }
}

impl Page {
    fn write(&self) -> String {
        let sections = self.words.sections();
        let page = Written(&self.href, &self.title, &self.kind, sections);
        // Texts and lists alone: nothing that JSON couldn't say.
        serde_json::to_string(&page).unwrap_or_default()
    }
}

impl Words {
    fn own(own: Vec<Section>) -> Words {
        Words { own, text: None }
    }

    /// What a page says before its first heading.
    fn lead(text: String) -> Words {
        Words::own(vec![Section::of(text)])
    }

    fn text(prose: Option<&Prose>) -> Words {
        Words {
            own: Vec::new(),
            text: prose.cloned().map(AsWritten),
        }
    }

    fn sections(&self) -> Vec<Section> {
        let text = self.text.iter().flat_map(|AsWritten(text)| sections(text));
        let all = self.own.iter().cloned().chain(text);
        all.filter(|section| !section.is_empty()).collect()
    }
}

/// What a page is, if that needs words, and what it says.
fn words(context: &Context<'_>, route: &Route) -> (Vec<String>, Words) {
    let site = context.site;
    let lead = |key: &str| Words::lead(context.say(key));
    let page = |page: Option<&crate::parse::Page>| Words::text(page.map(|page| &page.body));
    match route {
        Route::Overview => {
            let description = site.config().site.description.clone();
            let own = vec![Section::of(description.unwrap_or_default())];
            let words = Words {
                own,
                ..page(site.overview())
            };
            (Vec::new(), words)
        }
        Route::Processing => (Vec::new(), Words::own(groups(site))),
        Route::Document(kind, id) => {
            let versions = site.history().document(id);
            let shown = site.shown_document(id).and_then(Version::after);
            let name = match kind {
                DocumentKind::Processing => "item.processing",
                DocumentKind::Annex => "item.annex",
            };
            (
                kind_and_status(context, name, versions),
                Words::text(shown.map(|document| &document.body)),
            )
        }
        Route::Register => (Vec::new(), page(site.register_introduction())),
        Route::Subprocessor(id) => {
            let versions = site.history().subprocessor(id);
            let shown = site.shown_subprocessor(id).and_then(Version::after);
            (
                kind_and_status(context, "item.subprocessor", versions),
                shown.map_or_else(Words::default, |entry| Words::lead(facts(context, entry))),
            )
        }
        Route::RegisterPeriods => (Vec::new(), lead("as-of.lead")),
        Route::Changes => (Vec::new(), lead("changes.lead")),
        Route::Change(id) => match site.history().change(id) {
            Some(change) => (
                change_kind(context, change),
                Words::own(change_words(context, change)),
            ),
            None => (Vec::new(), Words::default()),
        },
        Route::Page(path) => (Vec::new(), page(site.page(path))),
        Route::Subscribe => (Vec::new(), lead("subscribe.what-is-a-feed")),
        // A product's page shows what stands on others; its name is enough.
        _ => (Vec::new(), Words::default()),
    }
}

/// What an item is, and how it stands where that isn't what one expects.
fn kind_and_status<T>(context: &Context<'_>, kind: &str, versions: &[Version<T>]) -> Vec<String> {
    let site = context.site;
    let status = match site.history().item_standing(versions, site.as_of()).status {
        ItemStatus::InForce | ItemStatus::Changing | ItemStatus::Ending => None,
        ItemStatus::Announced => Some("status.announced"),
        ItemStatus::Former => Some("status.former"),
        ItemStatus::Withdrawn => Some("status.withdrawn"),
    };
    let keys = [Some(kind), status];
    keys.into_iter()
        .flatten()
        .map(|key| context.say(key))
        .collect()
}

/// The groups of the table of processings, whose introductions stand nowhere else.
fn groups(site: &Site) -> Vec<Section> {
    let groups = site.project().layout.groups.values();
    groups
        .map(|group| {
            let text = group.introduction.plain_text();
            Section(String::new(), group.title.clone(), text)
        })
        .collect()
}

fn change_kind(context: &Context<'_>, change: &Change) -> Vec<String> {
    let kind = match change.kind {
        ChangeKind::Baseline => "kind.baseline",
        ChangeKind::Change => "kind.change",
        ChangeKind::Historical { .. } => "kind.historical",
    };
    vec![context.say(kind), context.date(change.effective)]
}

fn change_words(context: &Context<'_>, change: &Change) -> Vec<Section> {
    let reason = change.reason.clone().unwrap_or_default();
    let items = amended_items(context, change, |_| true).join(" · ");
    vec![Section::of(reason), Section::of(items)]
}

/// An entry's facts as one text.
fn facts(context: &Context<'_>, entry: &Subprocessor) -> String {
    let vendor = [
        &entry.entity,
        &entry.category,
        &entry.address,
        &entry.contact,
    ];
    let vendor = vendor.into_iter().flatten().cloned();
    let description = entry.description.iter().map(Prose::plain_text);
    let engagements = entry.engagements.iter().flat_map(|e| engaged(context, e));
    let own = entry
        .extra
        .iter()
        .map(|(key, value)| format!("{key}: {value}"));
    let facts = vendor.chain(description).chain(engagements).chain(own);
    facts.collect::<Vec<_>>().join(" · ")
}

fn engaged(context: &Context<'_>, engagement: &Engagement) -> Vec<String> {
    let language = context.site.language();
    let place = |place: &Location| language.location(place);
    let mut facts = vec![engagement.purpose.clone()];
    facts.extend(engagement.condition.clone());
    facts.extend(engagement.data.iter().map(|data| match &data.note {
        Some(note) => format!("{} ({note})", data.category),
        None => data.category.clone(),
    }));
    facts.extend(engagement.data_subjects.iter().cloned());
    facts.extend(engagement.locations.iter().map(place));
    facts.extend(
        engagement
            .transfer
            .iter()
            .map(|&ground| language.transfer(ground)),
    );
    facts
}

/// A text by its headings. Its notes belong to the last one.
fn sections(prose: &Prose) -> Vec<Section> {
    let mut sections = Vec::new();
    let text = prose.tree();
    let mut rest = text.blocks.as_slice();
    let (mut anchor, mut heading) = (String::new(), String::new());
    loop {
        let is_heading = |block: &Block| matches!(block, Block::Heading(_));
        let end = rest.iter().position(is_heading).unwrap_or(rest.len());
        let (below, next) = rest.split_at(end);
        sections.push(Section(anchor, heading, block_text(below)));
        let Some((Block::Heading(at), below)) = next.split_first() else {
            break;
        };
        (anchor, heading) = (at.anchor.0.clone(), inline_text(&at.content));
        rest = below;
    }
    let notes = text.footnotes.iter();
    let notes = notes.map(|note| block_text(&note.blocks));
    if let Some(Section(.., last)) = sections.last_mut() {
        for note in notes {
            last.push('\n');
            last.push_str(&note);
        }
    }
    sections
}

impl Section {
    /// What a page says before its first heading.
    fn of(text: String) -> Section {
        Section(String::new(), String::new(), text)
    }

    fn is_empty(&self) -> bool {
        self.1.is_empty() && self.2.is_empty()
    }
}
