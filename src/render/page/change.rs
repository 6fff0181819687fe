//! Changes in views: in a list, by year, and one told with before and after.

use crate::assemble::Route;
use crate::compare::Amendment;
use crate::parse::overlay::Redacted;
use crate::render::context::Context;
use crate::render::prose::escape;
use crate::render::view::change as view;
use crate::render::view::item::{ItemKind, Verb};
use crate::render::view::{Html, Link};
use crate::replay::digest::address;
use crate::replay::{Change, ChangeKind, History, Record, Replacement, Standing, Told};

use super::amendment::{amendments, remarks};
use super::item;

/// A change in a list.
pub(super) fn summary(
    context: &Context<'_>,
    history: &History,
    change: &Change,
) -> view::ChangeSummary {
    let lines = match change.kind {
        ChangeKind::Baseline => Vec::new(),
        ChangeKind::Change | ChangeKind::Historical { .. } => {
            change.amendments.iter().map(|a| line(context, a)).collect()
        }
    };
    view::ChangeSummary {
        id: change.id.to_string(),
        title: change.title.clone(),
        href: context.href(&Route::Change(change.id.clone())),
        kind: match change.kind {
            ChangeKind::Baseline => view::ChangeKind::Baseline,
            ChangeKind::Change => view::ChangeKind::Change,
            ChangeKind::Historical { .. } => view::ChangeKind::Historical,
        },
        status: match history.standing(change, context.site.as_of()) {
            Standing::Announced => view::ChangeStatus::Announced,
            Standing::InForce | Standing::Historical => view::ChangeStatus::InForce,
            Standing::Replaced {
                how: Replacement::Withdrawn,
                ..
            } => view::ChangeStatus::Withdrawn,
            Standing::Replaced { .. } => view::ChangeStatus::Replaced,
        },
        notice: match change.told {
            Told::WithNotice { .. } => view::Notice::WithNotice,
            Told::AtOnce => view::Notice::Told,
            Told::Editorial => view::Notice::Editorial,
        },
        announced: change.announced.to_string(),
        effective: change.effective.to_string(),
        deadline: change.objection_deadline().map(|date| date.to_string()),
        deadline_after_effect: change
            .objection_deadline()
            .is_some_and(|deadline| deadline >= change.effective),
        lines,
    }
}

fn line(context: &Context<'_>, amendment: &Amendment) -> view::ChangeLine {
    view::ChangeLine {
        verb: item::verb(amendment.verb()),
        kind: item_kind(amendment),
        name: amendment.name().to_owned(),
        href: Some(context.href(&item_route(amendment))),
        remarks: remarks(context, amendment),
    }
}

/// What a change did to the items that concern the reader, an item a line, with what an analyst looks for
/// first: "Amended Google (New country: Ireland)". The first record did everything, and says nothing.
pub(in crate::render) fn amended_items(
    context: &Context<'_>,
    change: &Change,
    concerns: impl Fn(&Amendment) -> bool,
) -> Vec<String> {
    if change.kind == ChangeKind::Baseline {
        return Vec::new();
    }
    let amendments = change.amendments.iter().filter(|a| concerns(a));
    amendments
        .map(|amendment| {
            let verb = match item::verb(amendment.verb()) {
                Verb::Added => "verb.added",
                Verb::Amended => "verb.amended",
                Verb::Removed => "verb.removed",
            };
            let line = format!("{} {}", context.say(verb), amendment.name());
            match remarks(context, amendment).as_slice() {
                [] => line,
                remarks => format!("{line} ({})", remarks.join("; ")),
            }
        })
        .collect()
}

pub(super) fn item_kind(amendment: &Amendment) -> ItemKind {
    match amendment {
        Amendment::Subprocessor(_) => ItemKind::Subprocessor,
        Amendment::Document(step) => item::kind(step.latest().kind),
    }
}

pub(super) fn item_route(amendment: &Amendment) -> Route {
    match amendment {
        Amendment::Subprocessor(step) => Route::Subprocessor(step.latest().id.clone()),
        Amendment::Document(step) => Route::Document(step.latest().kind, step.latest().id.clone()),
    }
}

/// The changes of a history by the year of their announcement, newest first.
pub(super) fn years(context: &Context<'_>, history: &History) -> Vec<view::Year> {
    let mut years: Vec<view::Year> = Vec::new();
    for change in history.changes().iter().rev() {
        let year = change.announced.year().to_string();
        let summary = summary(context, history, change);
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.changes.push(summary),
            None => years.push(view::Year {
                year,
                changes: vec![summary],
            }),
        }
    }
    years
}

/// `/changes/`.
pub(super) fn log(context: &Context<'_>) -> view::ChangesPage {
    view::ChangesPage {
        years: years(context, context.site.history()),
        feeds: super::plain::feeds(context, &[super::plain::Offer::Everything]),
        record: context.site.log().head().map(record),
        data: context
            .site
            .has(&Route::ChangesData)
            .then(|| context.link("changes.json", &Route::ChangesData)),
    }
}

fn record(record: &Record) -> view::Record {
    view::Record {
        number: record.number,
        digest: record.digest.to_string(),
    }
}

/// `/changes/<id>/`.
pub(super) fn page(context: &Context<'_>, change: &Change) -> view::ChangePage {
    let history = context.site.history();
    let to = |id| {
        let change: &Change = history.change(id)?;
        Some(link_to(context, change))
    };
    let position = history.position(&change.id);
    let neighbour = |offset: isize| {
        let index = position?.checked_add_signed(offset)?;
        history.changes().get(index).map(|c| link_to(context, c))
    };
    view::ChangePage {
        change: summary(context, history, change),
        reason: change.reason.as_deref().map(paragraphs),
        short_notice: change.short_notice.clone(),
        source: match &change.kind {
            ChangeKind::Historical { source } => Some(super::item::linked(source)),
            ChangeKind::Baseline | ChangeKind::Change => None,
        },
        amendments: amendments(context, &change.amendments, Some(change)),
        replaces: replaces(context, history, change, |_| true),
        replaced_by: history.replaced_by(&change.id).map(|c| link_to(context, c)),
        corrects: change.corrects.as_ref().and_then(to),
        corrected_by: history
            .corrected_by(&change.id)
            .map(|correction| link_to(context, correction))
            .collect(),
        record: context.site.log().record(&change.id).map(record),
        redacted: change.redaction.as_ref().map(|redaction| view::Redacted {
            why: redaction.why.clone(),
            what: redaction
                .digests
                .keys()
                .map(|text| taken_out(context, change, text))
                .collect(),
        }),
        earlier: neighbour(-1),
        later: neighbour(1),
    }
}

/// What was taken out, in words.
fn taken_out(context: &Context<'_>, change: &Change, text: &Redacted) -> String {
    match text {
        Redacted::Title => context.say("change.redacted-title"),
        Redacted::Reason => context.say("change.redacted-reason"),
        Redacted::ShortNotice => context.say("change.redacted-short-notice"),
        Redacted::Subprocessor(_) | Redacted::Document(..) => {
            let key = text.key();
            let mut amendments = change.amendments.iter();
            let amendment = amendments.find(|amendment| address(amendment) == key);
            amendment.map_or(key, |amendment| amendment.name().to_owned())
        }
    }
}

/// The change that this one stands in for, and what becomes of it, as a history has it; of what won't
/// take place, what `concerns` the reader.
pub(in crate::render) fn replaces(
    context: &Context<'_>,
    history: &History,
    change: &Change,
    concerns: impl Fn(&Amendment) -> bool,
) -> Option<view::Replaces> {
    let replaces = change.replaces.as_ref()?;
    let replaced = history.change(&replaces.id)?;
    Some(view::Replaces {
        how: match replaces.how {
            Replacement::Withdrawn => view::Replacing::Withdraws,
            Replacement::Postponed => view::Replacing::Postpones,
            Replacement::Corrected => view::Replacing::Replaces,
        },
        change: link_to(context, replaced),
        lines: match replaces.how {
            Replacement::Withdrawn => {
                let amendments = replaced.amendments.iter().filter(|a| concerns(a));
                amendments.map(|a| line(context, a)).collect()
            }
            Replacement::Postponed | Replacement::Corrected => Vec::new(),
        },
    })
}

pub(in crate::render) fn link_to(context: &Context<'_>, change: &Change) -> Link {
    context.link(&change.title, &Route::Change(change.id.clone()))
}

/// A plain text as paragraphs: a blank line begins a new one.
pub(in crate::render) fn paragraphs(text: &str) -> Html {
    let paragraphs = text.split("\n\n").map(str::trim);
    let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
    Html::new(
        paragraphs
            .map(|paragraph| format!("<p>{}</p>", escape(paragraph)))
            .collect(),
    )
}
