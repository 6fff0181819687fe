//! The register in views: as it stands, one sub-processor, as it stood, and as one product has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assemble::site::{ProductView, Use, kind_of};
use crate::assemble::{DataFormat, RegisterScope, Route};
use crate::compare;
use crate::content::id::slug;
use crate::content::{Content, Date, Subprocessor, SubprocessorId};
use crate::parse::config::GroupBy;
use crate::render::context::{Context, Text};
use crate::render::prose::Ids;
use crate::render::view::change::Amendment;
use crate::render::view::item::Subprocessor as Entry;
use crate::render::view::register as view;
use crate::render::view::{Download, Html, Link, Term};
use crate::replay::{Change, History, ItemStatus, Version};

use super::amendment::amendments;
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
    grouped(
        context,
        history,
        entries,
        in_force.subprocessors.len(),
        from,
    )
}

fn grouped(
    context: &Context<'_>,
    history: &History,
    mut entries: Vec<Arc<Subprocessor>>,
    in_force: usize,
    from: Option<Date>,
) -> view::Register {
    entries.sort_by_cached_key(|entry| context.site.register_order(&entry.id));
    let entries: Vec<Entry> = entries
        .iter()
        .map(|entry| item::subprocessor(context, history, entry))
        .collect();
    let shows_transfer = entries
        .iter()
        .any(|entry| entry.engagements.iter().any(|e| !e.transfer.is_empty()));
    view::Register {
        controls: controls(context, &entries),
        groups: match context.site.config().register.group_by {
            GroupBy::Nothing => vec![view::RegisterGroup {
                anchor: "group-1".to_owned(),
                title: None,
                entries,
            }],
            GroupBy::Category => by_category(entries),
        },
        in_force,
        from: from.map(|date| date.to_string()),
        shows_transfer,
    }
}

/// From how many entries on a reader is offered to see a part of them.
const MANY: usize = 4;

/// What the entries can be picked by: only what would leave some of them out.
fn controls(context: &Context<'_>, entries: &[Entry]) -> Option<view::RegisterControls> {
    if entries.len() < MANY {
        return None;
    }
    let engagements = || entries.iter().flat_map(|entry| &entry.engagements);
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
    let categories = entries.iter().filter_map(|entry| entry.category.clone());
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

/// The groups in the order in which the register first names them; what has no category comes last.
fn by_category(entries: Vec<Entry>) -> Vec<view::RegisterGroup> {
    let mut groups: Vec<view::RegisterGroup> = Vec::new();
    let mut ungrouped: Vec<Entry> = Vec::new();
    for entry in entries {
        let Some(category) = entry.category.clone() else {
            ungrouped.push(entry);
            continue;
        };
        match groups
            .iter_mut()
            .find(|g| g.title.as_ref() == Some(&category))
        {
            Some(group) => group.entries.push(entry),
            None => groups.push(view::RegisterGroup {
                anchor: format!("group-{}", groups.len() + 1),
                title: Some(category),
                entries: vec![entry],
            }),
        }
    }
    if !ungrouped.is_empty() {
        groups.push(view::RegisterGroup {
            anchor: format!("group-{}", groups.len() + 1),
            title: None,
            entries: ungrouped,
        });
    }
    groups
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
fn downloads(context: &Context<'_>, scope: &RegisterScope) -> Vec<Download> {
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

/// `/subprocessors/as-of/`.
pub(super) fn periods(context: &Context<'_>) -> view::AsOfIndexPage {
    let days = context.site.register_days();
    view::AsOfIndexPage {
        periods: days
            .iter()
            .enumerate()
            .rev()
            .map(|(index, &day)| period(context, day, days.get(index + 1).copied()))
            .collect(),
    }
}

fn period(context: &Context<'_>, from: Date, next: Option<Date>) -> view::RegisterPeriod {
    let history = context.site.history();
    let made_by: Vec<&Arc<Change>> = history
        .changes()
        .iter()
        .filter(|change| change.effective == from && history.replaced_by(&change.id).is_none())
        .filter(|change| change.touches_register())
        .collect();
    let status = match next {
        None => view::PeriodStatus::Current,
        Some(_) if made_by.iter().any(|change| change.is_historical()) => {
            view::PeriodStatus::Historical
        }
        Some(_) => view::PeriodStatus::Past,
    };
    view::RegisterPeriod {
        href: context.href(&Route::RegisterAsOf(from)),
        status,
        from: from.to_string(),
        until: next.map(|day| day.day_before().to_string()),
        count: history.register_on(from).len(),
        changes: made_by
            .into_iter()
            .map(|change| summary(context, history, change))
            .collect(),
    }
}

/// `/subprocessors/as-of/<date>/`.
pub(super) fn as_of(context: &Context<'_>, day: Date) -> view::AsOfPage {
    let history = context.site.history();
    let days = context.site.register_days();
    let index = days.iter().position(|&other| other == day);
    let neighbour = |offset: isize| {
        let date = *days.get(index?.checked_add_signed(offset)?)?;
        Some(context.link(context.date(date), &Route::RegisterAsOf(date)))
    };
    let next = index.and_then(|index| days.get(index + 1)).copied();
    let then = only_register(history.register_on(day));
    let before = match index.and_then(|index| days.get(index.checked_sub(1)?)) {
        Some(&before) => only_register(history.register_on(before)),
        None => Content::default(),
    };
    let today = only_register(context.site.in_force().subprocessors.clone());
    let first = index == Some(0);
    view::AsOfPage {
        period: period(context, day, next),
        register: as_it_stood(context, &then, day),
        since_before: if first {
            Vec::new()
        } else {
            amendments(context, &compare::amendments(&before, &then), None)
        },
        until_today: until_today(context, &then, &today),
        earlier: neighbour(-1),
        later: neighbour(1),
        index: context.href(&Route::RegisterPeriods),
        downloads: downloads(context, &RegisterScope::AsOf(day)),
    }
}

/// What differs from that state to today's. What differed from the state before as well stands on the page
/// already, so the anchors here are others.
fn until_today(context: &Context<'_>, then: &Content, today: &Content) -> Vec<Amendment> {
    let mut amendments = amendments(context, &compare::amendments(then, today), None);
    for amendment in &mut amendments {
        amendment.anchor = format!("today-{}", amendment.anchor);
    }
    amendments
}

/// The register exactly as it stood: nothing of what was announced or came later.
fn as_it_stood(context: &Context<'_>, then: &Content, day: Date) -> view::Register {
    let entries: Vec<Arc<Subprocessor>> = then.subprocessors.values().cloned().collect();
    let count = entries.len();
    let mut register = grouped(context, context.site.history(), entries, count, Some(day));
    for entry in register
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.entries)
    {
        entry.status = crate::render::view::item::ItemStatus::InForce;
        entry.pending = Vec::new();
    }
    register
}

fn only_register(subprocessors: BTreeMap<SubprocessorId, Arc<Subprocessor>>) -> Content {
    Content {
        subprocessors,
        ..Content::default()
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
