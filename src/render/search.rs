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
use super::theme::Theme;
use crate::assemble::{Route, Site};
use crate::content::prose::{Block, block_text, inline_text};
use crate::content::{DocumentKind, Engagement, Location, Prose, Subprocessor};
use crate::replay::{Change, ChangeKind, ItemStatus, Version};

/// A page as an array, since names would be repeated for each: its address as seen from the search, its
/// title, what it is in words, and its sections.
#[derive(Serialize)]
struct Page(String, String, String, Vec<Section>);

/// An anchor, a heading and a text, each of which may be empty.
#[derive(Serialize)]
struct Section(String, String, String);

/// One part of what the search looks through.
pub(super) fn part(site: &Site, theme: &Theme, number: NonZeroU32) -> String {
    let path = Route::Search.path();
    let context = &Context {
        site,
        theme,
        standpoint: Standpoint::Page(&path),
    };
    let pages = site.searched(number).into_iter().map(|route| {
        let (kind, sections) = words(context, route);
        let page = Page(
            context.href(route),
            title(context, route),
            kind.join(" · "),
            sections.into_iter().filter(|s| !s.is_empty()).collect(),
        );
        // Texts and lists alone: nothing that JSON couldn't say.
        serde_json::to_string(&page).unwrap_or_default()
    });
    let pages: Vec<String> = pages.collect();
    format!(
        "(self.candorPages ??= []).push(\n{}\n);\n",
        pages.join(",\n")
    )
}

/// What a page is, if that needs words, and what it says.
fn words(context: &Context<'_>, route: &Route) -> (Vec<String>, Vec<Section>) {
    let site = context.site;
    let lead = |key: &str| vec![Section::of(context.say(key))];
    let page =
        |page: Option<&crate::parse::Page>| page.map_or_else(Vec::new, |p| sections(&p.body));
    match route {
        Route::Overview => {
            let description = site.config().site.description.clone();
            let mut all = vec![Section::of(description.unwrap_or_default())];
            all.extend(page(site.overview()));
            (Vec::new(), all)
        }
        Route::Processing => (Vec::new(), groups(site)),
        Route::Document(kind, id) => {
            let versions = site.history().document(id);
            let shown = site.shown_document(id).and_then(Version::after);
            let name = match kind {
                DocumentKind::Processing => "item.processing",
                DocumentKind::Annex => "item.annex",
            };
            (
                kind_and_status(context, name, versions),
                shown.map_or_else(Vec::new, |document| sections(&document.body)),
            )
        }
        Route::Register => (Vec::new(), page(site.register_introduction())),
        Route::Subprocessor(id) => {
            let versions = site.history().subprocessor(id);
            let shown = site.shown_subprocessor(id).and_then(Version::after);
            (
                kind_and_status(context, "item.subprocessor", versions),
                shown.map_or_else(Vec::new, |entry| vec![Section::of(facts(context, entry))]),
            )
        }
        Route::RegisterPeriods => (Vec::new(), lead("as-of.lead")),
        Route::Changes => (Vec::new(), lead("changes.lead")),
        Route::Change(id) => site.history().change(id).map_or_else(
            || (Vec::new(), Vec::new()),
            |change| (change_kind(context, change), change_words(context, change)),
        ),
        Route::Page(path) => (Vec::new(), page(site.page(path))),
        Route::Subscribe => (Vec::new(), lead("subscribe.what-is-a-feed")),
        // A product's page shows what stands on others; its name is enough.
        _ => (Vec::new(), Vec::new()),
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
    let mut rest = prose.blocks();
    let (mut anchor, mut heading) = (String::new(), String::new());
    loop {
        let is_heading = |block: &Block| matches!(block, Block::Heading(_));
        let end = rest.iter().position(is_heading).unwrap_or(rest.len());
        let (text, next) = rest.split_at(end);
        sections.push(Section(anchor, heading, block_text(text)));
        let Some((Block::Heading(at), below)) = next.split_first() else {
            break;
        };
        (anchor, heading) = (at.anchor.0.clone(), inline_text(&at.content));
        rest = below;
    }
    let notes = prose
        .footnotes()
        .iter()
        .map(|note| block_text(&note.blocks));
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
