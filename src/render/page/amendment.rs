//! Amendments in views: what a change did to each item, with before and after.

use std::borrow::Cow;
use std::sync::Arc;

use crate::assemble::Route;
use crate::compare::fields::{EngagementDetails, FieldAmendment};
use crate::compare::prose::compare_texts;
use crate::compare::{self, Amendment, Step, Verb};
use crate::content::field::Value;
use crate::content::prose::{Block, Inline, inline_text};
use crate::content::{Area, DataCategory, Document, DocumentKind, Engagement, Field, ItemId};
use crate::render::comparison::{Layout, text_sides};
use crate::render::context::{Context, Standpoint, Text};
use crate::render::later::Later;
use crate::render::prose::Ids;
use crate::render::view::Html;
use crate::render::view::change as view;
use crate::replay::Change;

use super::change::{item_kind, item_route};
use super::compare::{Placed, Side, texts};
use super::item;

/// Amendments with before and after. `made_by` is the change whose versions their texts have.
pub(super) fn amendments(
    context: &Context<'_>,
    amendments: &[Amendment],
    made_by: Option<&Change>,
) -> Vec<view::Amendment> {
    amendments
        .iter()
        .map(|amendment| amended(context, amendment, made_by))
        .collect()
}

/// One amendment with before and after.
pub(in crate::render) fn amended(
    context: &Context<'_>,
    amendment: &Amendment,
    made_by: Option<&Change>,
) -> view::Amendment {
    let item = amendment.item();
    let details = compare::fields::details(amendment);
    let engagements = details.engagements.iter();
    let mut shown = view::Amendment {
        anchor: match &item {
            ItemId::Subprocessor(id) => format!("subprocessor-{id}"),
            ItemId::Document(id) => format!("document-{id}"),
        },
        verb: item::verb(amendment.verb()),
        kind: item_kind(amendment),
        name: amendment.name().to_owned(),
        href: Some(context.href(&item_route(amendment))),
        remarks: remarks(context, amendment),
        fields: fields(context, &item, &details.fields),
        engagements: engagements.map(|e| engagement(context, &item, e)).collect(),
        comparison: None,
        version: None,
        compare: None,
    };
    if let Amendment::Document(step) = amendment {
        if let Step::Amended { before, after } = step {
            shown.comparison = text_comparison(context, before, after, made_by);
        }
        if let (Some(change), Some(after)) = (made_by, step.after()) {
            let compare = Route::Comparison(after.kind, after.id.clone(), change.id.clone());
            shown.compare = context.site.has(&compare).then(|| context.href(&compare));
            let route = Route::Version(after.kind, after.id.clone(), change.id.clone());
            shown.version = context.site.has(&route).then(|| context.href(&route));
        }
    }
    shown
}

/// An engagement among several. What names it needn't be said again where all of it came or went.
fn engagement(
    context: &Context<'_>,
    item: &ItemId,
    details: &EngagementDetails<'_>,
) -> view::EngagementChange {
    let told = details
        .fields
        .iter()
        .filter(|amended| details.verb == Verb::Amended || amended.field != Field::Purpose);
    view::EngagementChange {
        verb: item::verb(details.verb),
        purpose: details.purpose.to_owned(),
        fields: told
            .filter_map(|amended| differing(context, item, amended))
            .collect(),
    }
}

/// Fields with both sides. A document's text isn't among them: it is shown as a whole.
pub(super) fn fields(
    context: &Context<'_>,
    item: &ItemId,
    amended: &[FieldAmendment<'_>],
) -> Vec<view::FieldChange> {
    amended
        .iter()
        .filter(|amended| amended.field != Field::Body)
        .filter_map(|amended| differing(context, item, amended))
        .collect()
}

/// A document's text against the one before, where the texts differ.
fn text_comparison(
    context: &Context<'_>,
    before: &Arc<Document>,
    after: &Arc<Document>,
    made_by: Option<&Change>,
) -> Option<Later<view::Comparison>> {
    if before.body == after.body {
        return None;
    }
    let home_of = |change: Option<&Change>, document: &Document| match change {
        Some(change) => Route::Version(document.kind, document.id.clone(), change.id.clone()),
        None => Route::Document(document.kind, document.id.clone()),
    };
    let versions = context.site.history().document(&before.id);
    let made_before = versions
        .iter()
        .find(|v| v.after().is_some_and(|state| Arc::ptr_eq(state, before)))
        .map(|version| version.change.as_ref());
    let (old_scope, new_scope) = (
        format!("before-{}", before.id),
        format!("after-{}", after.id),
    );
    let (old_ids, new_ids) = match context.standpoint {
        Standpoint::Page(_) => (Ids::Scoped(&old_scope), Ids::Scoped(&new_scope)),
        // Many items stand in one feed, so none has ids.
        Standpoint::Item(_) | Standpoint::Anywhere => (Ids::None, Ids::None),
    };
    Some(texts(
        context,
        Side {
            document: before,
            home: &home_of(made_before, before),
        },
        Side {
            document: after,
            home: &home_of(made_by, after),
        },
        Placed {
            old: old_ids,
            new: new_ids,
            layout: Layout::Inline,
            top_heading: 4,
        },
    ))
}

/// A field with the members that came, went and stayed; `None` where both sides are absent.
fn differing(
    context: &Context<'_>,
    item: &ItemId,
    &FieldAmendment {
        field,
        before,
        after,
    }: &FieldAmendment<'_>,
) -> Option<view::FieldChange> {
    let verb = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => Verb::Added,
        (Some(_), None) => Verb::Removed,
        (Some(_), Some(_)) => Verb::Amended,
    };
    let values = match (
        before.and_then(plain),
        after.and_then(plain),
        context.standpoint,
    ) {
        // A subscriber reads each value whole, wherever the item is shown.
        (_, _, Standpoint::Item(_)) => None,
        (Some(before), Some(after), _) => worded(context, &before, &after),
        _ => None,
    };
    let values = values.unwrap_or_else(|| {
        let members = |value: Option<Value<'_>>| {
            value.map_or_else(Vec::new, |value| item::members(context, item, value))
        };
        marked(&members(before), &members(after))
    });
    Some(view::FieldChange {
        key: field.key().to_owned(),
        label: context.site.language().field(field),
        verb: item::verb(verb),
        values,
    })
}

/// What a value says, where it is a text of one paragraph without links or emphasis.
fn plain(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Prose(prose) => match prose.tree().blocks.as_slice() {
            [Block::Paragraph(content)]
                if content
                    .iter()
                    .all(|inline| matches!(inline, Inline::Text(_))) =>
            {
                Some(Cow::Owned(inline_text(content)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Two texts that share some of their words, each with what the other doesn't say marked.
fn worded(context: &Context<'_>, before: &str, after: &str) -> Option<Vec<view::ValueChange>> {
    let words = compare_texts(before, after);
    if words.is_rewritten() || !words.shares_words() {
        return None;
    }
    let [added, removed] = ["added", "removed"].map(|mark| {
        context
            .site
            .language()
            .say(&format!("comparison.{mark}"), &[])
    });
    let sides = text_sides(&words, context.styling(), &added, &removed);
    let value = |mark, html| view::ValueChange {
        mark,
        within: true,
        value: Html::new(html),
    };
    Some(vec![
        value(view::Mark::Removed, sides.before),
        value(view::Mark::Added, sides.after),
    ])
}

/// The members that came, went and stayed.
fn marked(before: &[Html], after: &[Html]) -> Vec<view::ValueChange> {
    let is_among = |members: &[Html], one: &Html| {
        let mut members = members.iter();
        members.any(|member| member.as_str() == one.as_str())
    };
    let value = |mark, value: &Html| view::ValueChange {
        mark,
        within: false,
        value: value.clone(),
    };
    let removed = before
        .iter()
        .filter(|member| !is_among(after, member))
        .map(|member| value(view::Mark::Removed, member));
    let others = after.iter().map(|member| {
        let mark = if is_among(before, member) {
            view::Mark::Kept
        } else {
            view::Mark::Added
        };
        value(mark, member)
    });
    removed.chain(others).collect()
}

/// What an analyst looks for first: a country or a kind of data that the vendor didn't have before.
pub(in crate::render) fn remarks(context: &Context<'_>, amendment: &Amendment) -> Vec<String> {
    let Amendment::Subprocessor(step) = amendment else {
        return Vec::new();
    };
    let Some(after) = step.after() else {
        return Vec::new();
    };
    let known = |had: &dyn Fn(&Engagement) -> bool| {
        step.before()
            .is_some_and(|before| before.engagements.iter().any(had))
    };
    let mut remarks: Vec<String> = Vec::new();
    let mut remark = |key: &str, name: &str, value: &str| {
        let remark = context.site.language().say(key, &[(name, value)]);
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    };
    for engagement in &after.engagements {
        for location in &engagement.locations {
            if let Area::Country(country) = location.area
                && !known(&|e| e.locations.iter().any(|l| l.area == location.area))
            {
                let country = context.site.language().country(country);
                remark("change.new-country", "country", country);
            }
        }
        for DataCategory { category, .. } in &engagement.data {
            if !known(&|e| e.data.iter().any(|data| data.category == *category)) {
                remark("change.new-data", "data", category);
            }
        }
    }
    remarks
}

/// The whole text of a document as a step left it, for readers that see one item alone.
pub(in crate::render) fn text_of(
    context: &Context<'_>,
    kind: DocumentKind,
    document: &Document,
    change: &Change,
) -> Html {
    let home = Route::Version(kind, document.id.clone(), change.id.clone());
    context.prose(
        Text {
            prose: &document.body,
            path: &document.path,
            home: &home,
        },
        Ids::None,
    )
}
