//! Past registers in views: the index of periods, and the page as it stood from a day.
//!
//! There are as many of these pages as days, each with as many rows as entries. But an entry is the same
//! on most of them, and so is what differs from it to today: each is written once, and a page puts
//! together what is written ([`Written`]).

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::assemble::{RegisterScope, Route};
use crate::compare::{self, Amendment, Step};
use crate::content::{Content, Date, Subprocessor, SubprocessorId};
use crate::diagnostic::Diagnostic;
use crate::render::context::{Context, Standpoint};
use crate::render::fingerprint::Fingerprint;
use crate::render::later::Later;
use crate::render::once::{Once, Same};
use crate::render::view::Html;
use crate::render::view::item::{ItemStatus, Subprocessor as Entry};
use crate::render::view::register as view;
use crate::replay::Change;

use super::amendment::{amended, amendments};
use super::change::summary;
use super::{item, register};

/// What is written of entries so far.
#[derive(Default)]
pub(in crate::render) struct Written {
    entries: Once<Same<Subprocessor>, Arc<Entry>>,
    /// By whether the register shows transfer mechanisms.
    rows: Once<(Same<Subprocessor>, bool), Fragment>,
    amendments: Once<Pair, Result<Option<Line>, Failure>>,
}

/// What stood of an entry then, and what stands today.
type Pair = [Option<Same<Subprocessor>>; 2];

type Fragment = Result<Line, Failure>;

/// What is written of an entry, known among the others without being read.
#[derive(Clone)]
struct Line {
    html: Arc<Html>,
    fingerprint: Fingerprint,
}

impl Line {
    fn new(html: Html) -> Line {
        Line {
            fingerprint: Fingerprint::of(&html),
            html: Arc::new(html),
        }
    }
}

impl Hash for Line {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// How a component of the theme fails.
type Failure = Box<Diagnostic>;

/// A register as it stood.
type Entries = BTreeMap<SubprocessorId, Arc<Subprocessor>>;

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
///
/// # Errors
/// Where a component of the theme fails.
pub(super) fn as_of(
    context: &Context<'_>,
    written: &Written,
    day: Date,
) -> Result<view::AsOfPage, Box<Diagnostic>> {
    let history = context.site.history();
    let days = context.site.register_days();
    let index = days.iter().position(|&other| other == day);
    let neighbour = |offset: isize| {
        let date = *days.get(index?.checked_add_signed(offset)?)?;
        Some(context.link(context.date(date), &Route::RegisterAsOf(date)))
    };
    let next = index.and_then(|index| days.get(index + 1)).copied();
    let then = history.register_on(day);
    let before = index.and_then(|index| days.get(index.checked_sub(1)?));
    let today = &context.site.in_force().subprocessors;
    // It stands beside the days, so that a link from it holds on the page of each of them.
    let beside = Context {
        standpoint: Standpoint::Page("subprocessors/as-of/day/"),
        ..*context
    };
    Ok(view::AsOfPage {
        period: period(context, day, next),
        since_before: before.map_or_else(Vec::new, |&before| {
            let [before, then] = [history.register_on(before), then.clone()].map(only_register);
            amendments(context, &compare::amendments(&before, &then), None)
        }),
        until_today: written.until_today(&beside, &then, today)?,
        register: written.register(&beside, then)?,
        earlier: neighbour(-1),
        later: neighbour(1),
        index: context.href(&Route::RegisterPeriods),
        downloads: register::downloads(context, &RegisterScope::AsOf(day)),
    })
}

fn only_register(subprocessors: Entries) -> Content {
    Content {
        subprocessors,
        ..Content::default()
    }
}

impl Written {
    /// The register exactly as it stood: nothing of what was announced or came later.
    fn register(
        &self,
        context: &Context<'_>,
        then: Entries,
    ) -> Result<view::PastRegister, Box<Diagnostic>> {
        let entries = then.into_values().collect();
        let entries: Vec<(Arc<Subprocessor>, Arc<Entry>)> = register::in_order(context, entries)
            .into_iter()
            .map(|entry| {
                let shown = self.entry(context, &entry);
                (entry, shown)
            })
            .collect();
        let shown = entries.iter().map(|(_, shown)| &**shown);
        let shows_transfer = register::shows_transfer(shown.clone());
        let controls = register::controls(context, shown);
        let groups = register::groups(context, entries, |(_, shown)| shown.category.as_deref());
        let groups = groups.into_iter().map(|group| {
            let rows = group.entries.iter();
            let rows = rows.map(|(entry, shown)| self.row(context, entry, shown, shows_transfer));
            Ok(view::PastGroup {
                anchor: group.anchor,
                title: group.title,
                rows: a_line_each(rows.collect::<Result<_, _>>()?),
            })
        });
        Ok(view::PastRegister {
            groups: groups.collect::<Result<_, Box<Diagnostic>>>()?,
            shows_transfer,
            controls,
        })
    }

    fn entry(&self, context: &Context<'_>, entry: &Arc<Subprocessor>) -> Arc<Entry> {
        self.entries.get(Same::of(entry), || {
            let shown = item::subprocessor(context, context.site.history(), entry);
            Arc::new(Entry {
                status: ItemStatus::InForce,
                pending: Vec::new(),
                ..shown
            })
        })
    }

    fn row(
        &self,
        context: &Context<'_>,
        entry: &Arc<Subprocessor>,
        shown: &Entry,
        shows_transfer: bool,
    ) -> Fragment {
        self.rows.get((Same::of(entry), shows_transfer), || {
            let mut arguments = tera::Context::new();
            arguments.insert("entry", shown);
            arguments.insert("shows_transfer", &shows_transfer);
            let row = context.theme.component("register_entry", &arguments)?;
            Ok(Line::new(row))
        })
    }

    /// What differs from that state to today's.
    fn until_today(
        &self,
        context: &Context<'_>,
        then: &Entries,
        today: &Entries,
    ) -> Result<Option<Html>, Box<Diagnostic>> {
        let ids: BTreeSet<&SubprocessorId> = then.keys().chain(today.keys()).collect();
        let amendments = ids.into_iter().filter_map(|id| {
            let states = [then.get(id), today.get(id)];
            self.amendment(context, states).transpose()
        });
        let lines: Vec<Line> = amendments.collect::<Result<_, _>>()?;
        let is_empty = lines.iter().all(|line| line.html.as_str().is_empty());
        Ok((!is_empty).then(|| a_line_each(lines)))
    }

    /// What became of an entry; `None` where it says the same.
    fn amendment(
        &self,
        context: &Context<'_>,
        [before, after]: [Option<&Arc<Subprocessor>>; 2],
    ) -> Result<Option<Line>, Box<Diagnostic>> {
        if let (Some(before), Some(after)) = (before, after)
            && Arc::ptr_eq(before, after)
        {
            return Ok(None);
        }
        let states = [before, after].map(|state| state.map(Same::of));
        self.amendments.get(states, || {
            let Some(step) = Step::between(before.cloned(), after.cloned()) else {
                return Ok(None);
            };
            let mut shown = amended(context, &Amendment::Subprocessor(step), None);
            // What differed from the state before as well stands on the page already.
            shown.anchor = format!("today-{}", shown.anchor);
            let mut arguments = tera::Context::new();
            arguments.insert("amendment", &shown);
            let written = context.theme.component("amendment", &arguments)?;
            Ok(Some(Line::new(written)))
        })
    }
}

/// Lines below one another.
fn a_line_each(lines: Vec<Line>) -> Html {
    Html::later(Later::of(lines, |lines| {
        let mut text = String::new();
        for line in lines {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line.html.as_str());
        }
        text
    }))
}
