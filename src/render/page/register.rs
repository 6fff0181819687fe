//! The register in views: as it stands, one sub-processor, and as one product has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assemble::site::{ProductView, Use, kind_of};
use crate::assemble::{DataFormat, RegisterScope, Route};
use crate::content::id::slug;
use crate::content::{Content, Subprocessor, SubprocessorId};
use crate::parse::config::GroupBy;
use crate::render::context::{Context, Text};
use crate::render::prose::Ids;
use crate::render::view::item::Subprocessor as Entry;
use crate::render::view::register as view;
use crate::render::view::{Download, Html, Link, Term};
use crate::replay::{History, ItemStatus, Version};

use super::change::{summary, years};
use super::item;
use super::plain::{Offer, feeds};

/// The register of a history as it stands today, with what is announced among its entries.
fn current(context: &Context<'_>, history: &History, in_force: &Content) -> view::Register {
    let as_of = context.site.as_of();
    let entries: Vec<Arc<Subprocessor>> = history
        .subprocessors()
        .map(|(_, versions)| history.item_standing(versions, as_of))
        .filter(|standing| standing.status.is_listed())
        .filter_map(|standing| standing.shown()?.after().cloned())
        .collect();
    let from = history.register_days(as_of).last().copied();
    let entries: Vec<Entry> = in_order(context, entries)
        .iter()
        .map(|entry| item::subprocessor(context, history, entry))
        .collect();
    view::Register {
        controls: controls(context, entries.iter()),
        shows_transfer: shows_transfer(entries.iter()),
        groups: groups(context, entries, |entry| entry.category.as_deref())
            .into_iter()
            .map(|group| view::RegisterGroup {
                anchor: group.anchor,
                title: group.title,
                entries: group.entries,
            })
            .collect(),
        in_force: in_force.subprocessors.len(),
        from: from.map(|date| date.to_string()),
    }
}

/// The entries in the order of the register.
pub(super) fn in_order(
    context: &Context<'_>,
    mut entries: Vec<Arc<Subprocessor>>,
) -> Vec<Arc<Subprocessor>> {
    entries.sort_by_cached_key(|entry| context.site.register_order(&entry.id));
    entries
}

/// Whether an entry states a transfer mechanism.
pub(super) fn shows_transfer<'a>(mut entries: impl Iterator<Item = &'a Entry>) -> bool {
    entries.any(|entry| entry.engagements.iter().any(|e| !e.transfer.is_empty()))
}

/// From how many entries on a reader is offered to see a part of them.
const MANY: usize = 4;

/// What the entries can be picked by: only what would leave some of them out.
pub(super) fn controls<'a>(
    context: &Context<'_>,
    entries: impl ExactSizeIterator<Item = &'a Entry> + Clone,
) -> Option<view::RegisterControls> {
    if entries.len() < MANY {
        return None;
    }
    let engagements = || entries.clone().flat_map(|entry| &entry.engagements);
    let named = engagements().flat_map(|e| e.product_ids.iter().zip(&e.products));
    let mut products: BTreeMap<String, String> = named
        .map(|(id, link)| (id.clone(), link.label.clone()))
        .collect();
    // What isn't named anywhere has the entries that are for all products, and not those of others.
    if !products.is_empty() {
        let all = context.site.products().iter().map(|view| &view.product);
        products.extend(all.map(|product| (product.id.to_string(), product.name.clone())));
    }
    let places = engagements().flat_map(|e| &e.areas);
    let places = places.map(|area| (area.key.clone(), area.label.clone()));
    let categories = entries.clone().filter_map(|entry| entry.category.clone());
    let categories: BTreeSet<String> = categories.collect();
    Some(view::RegisterControls {
        products: by_label(products),
        places: by_label(places.collect()),
        categories: categories.into_iter().collect(),
    })
}

fn by_label(labels: BTreeMap<String, String>) -> Vec<Term> {
    let terms = labels.into_iter().map(|(key, label)| Term { key, label });
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_by_cached_key(|term| (slug(&term.label), term.label.clone()));
    terms
}

/// Entries of one category, whatever stands for an entry.
pub(super) struct Group<T> {
    pub(super) anchor: String,
    pub(super) title: Option<String>,
    pub(super) entries: Vec<T>,
}

/// The groups in the order in which the register first names them; what has no category comes last.
pub(super) fn groups<T>(
    context: &Context<'_>,
    entries: Vec<T>,
    category: impl Fn(&T) -> Option<&str>,
) -> Vec<Group<T>> {
    let mut groups: Vec<(Option<String>, Vec<T>)> = Vec::new();
    let mut ungrouped: Vec<T> = Vec::new();
    match context.site.config().register.group_by {
        GroupBy::Nothing => groups.push((None, entries)),
        GroupBy::Category => {
            for entry in entries {
                let Some(category) = category(&entry) else {
                    ungrouped.push(entry);
                    continue;
                };
                let mut known = groups.iter_mut();
                match known.find(|(title, _)| title.as_deref() == Some(category)) {
                    Some((_, group)) => group.push(entry),
                    None => groups.push((Some(category.to_owned()), vec![entry])),
                }
            }
        }
    }
    if !ungrouped.is_empty() {
        groups.push((None, ungrouped));
    }
    let groups = groups.into_iter().enumerate();
    groups
        .map(|(index, (title, entries))| Group {
            anchor: format!("group-{}", index + 1),
            title,
            entries,
        })
        .collect()
}

/// The sub-processors that were in force once and are no more.
fn former(context: &Context<'_>, history: &History) -> Vec<view::Former> {
    let as_of = context.site.as_of();
    history
        .subprocessors()
        .filter(|(_, versions)| history.item_standing(versions, as_of).status == ItemStatus::Former)
        .filter_map(|(id, versions)| {
            let counting = versions.iter().rev().filter(|v| history.counts(v));
            let last = counting.filter_map(Version::after).next()?;
            Some(view::Former {
                name: last.name.clone(),
                href: context.href(&Route::Subprocessor(id.clone())),
                purposes: item::purposes(&last.engagements),
                periods: item::periods(history, versions),
            })
        })
        .collect()
}

/// The announced changes of a history that touch the register.
fn coming(
    context: &Context<'_>,
    history: &History,
) -> Vec<crate::render::view::change::ChangeSummary> {
    history
        .coming(context.site.as_of())
        .into_iter()
        .filter(|change| history.concerns_register(change))
        .map(|change| summary(context, history, change))
        .collect()
}

/// `/subprocessors/`.
pub(super) fn page(context: &Context<'_>) -> view::RegisterPage {
    let site = context.site;
    view::RegisterPage {
        introduction: introduction(context),
        register: current(context, site.history(), site.in_force()),
        coming: coming(context, site.history()),
        former: former(context, site.history()),
        products: product_links(context),
        as_of: context.href(&Route::RegisterPeriods),
        downloads: downloads(context, &RegisterScope::Current),
        feeds: feeds(context, &[Offer::Register]),
    }
}

/// The register as files. Linked data is for programs, which find it by the page's head.
pub(super) fn downloads(context: &Context<'_>, scope: &RegisterScope) -> Vec<Download> {
    [DataFormat::Csv, DataFormat::Json]
        .into_iter()
        .map(|format| Download {
            format: format.ending().to_owned(),
            href: context.href(&Route::RegisterData(scope.clone(), format)),
        })
        .collect()
}

pub(super) fn product_links(context: &Context<'_>) -> Vec<Link> {
    let products = context.site.products().iter();
    products
        .map(|view| {
            let route = Route::Product(view.product.id.clone());
            context.link(&view.product.name, &route)
        })
        .collect()
}

fn introduction(context: &Context<'_>) -> Option<Html> {
    let page = context.site.register_introduction()?;
    let text = Text {
        prose: &page.body,
        path: &page.path,
        home: &Route::Register,
    };
    Some(context.prose(text, Ids::Own))
}

/// `/subprocessors/<id>/`.
pub(super) fn subprocessor(
    context: &Context<'_>,
    id: &SubprocessorId,
) -> Option<view::SubprocessorPage> {
    let history = context.site.history();
    let versions = history.subprocessor(id);
    let entry = context.site.shown_subprocessor(id)?.after()?;
    Some(view::SubprocessorPage {
        subprocessor: item::subprocessor(context, history, entry),
        periods: item::periods(history, versions),
        uses: context
            .site
            .uses(id)
            .iter()
            .filter_map(|u| used_in(context, u))
            .collect(),
        history: item::history(context, versions, |_| None, item::amended_subprocessor),
    })
}

fn used_in(context: &Context<'_>, used: &Use) -> Option<view::Use> {
    match used {
        Use::Document(id) => {
            let document = context.site.in_force().documents.get(id)?;
            let kind = kind_of(context.site.history().document(id))?;
            Some(view::Use {
                title: document.title.clone(),
                href: context.href(&Route::Document(kind, id.clone())),
                kind: Some(item::kind(kind)),
            })
        }
        Use::Page(path) => Some(view::Use {
            title: context.site.page(path)?.title.clone(),
            href: context.href(&Route::Page(path.clone())),
            kind: None,
        }),
    }
}

/// `/products/<id>/`.
pub(super) fn product(context: &Context<'_>, product: &ProductView) -> view::ProductPage {
    view::ProductPage {
        id: product.product.id.to_string(),
        name: product.product.name.clone(),
        register: current(context, product.history(), product.in_force()),
        coming: product
            .history()
            .coming(context.site.as_of())
            .into_iter()
            .map(|change| summary(context, product.history(), change))
            .collect(),
        former: former(context, product.history()),
        years: years(context, product.history()),
        documents: super::document::links(context, product.history()),
        downloads: downloads(context, &RegisterScope::Product(product.product.id.clone())),
        feeds: feeds(context, &[Offer::Product(&product.product)]),
    }
}
