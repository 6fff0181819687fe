//! What an item says: the change as its page tells it, in HTML that any reader can show.
//!
//! Before and after are told apart by `<del>` and `<ins>` and by words, since a reader drops every
//! style. There is no `id`, no class and no script; each address is absolute.

use crate::assemble::FeedScope;
use crate::compare::{Amendment, Step};
use crate::render::context::Context;
use crate::render::page::{amendments, paragraphs, remarks, replaces, text_of};
use crate::render::prose::escape;
use crate::render::view::change as view;
use crate::render::view::change::{FieldChange, Mark};
use crate::render::view::item::Verb;
use crate::replay::{Change, ChangeKind};

/// An item's content.
pub(super) fn html(context: &Context<'_>, scope: &FeedScope, change: &Change) -> String {
    let mut out = String::new();
    out += &facts(context, change);
    if let Some(reason) = &change.reason {
        out += &paragraphs(reason).0;
    }
    if let Some(why) = &change.short_notice {
        let label = escape(&context.say("change.short-notice"));
        out += &format!("<p><strong>{label}</strong> {}</p>", escape(why));
    }
    let concerned: Vec<Amendment> = change
        .amendments
        .iter()
        .filter(|amendment| {
            *scope != FeedScope::Register || matches!(amendment, Amendment::Subprocessor(_))
        })
        .cloned()
        .collect();
    let shown = amendments(context, &concerned, Some(change));
    for (amendment, view) in concerned.iter().zip(&shown) {
        out += &one(context, change, amendment, view);
    }
    out += &record(context, change);
    out
}

/// The record's digest: kept in the subscriber's own mailbox, it proves later what was told.
fn record(context: &Context<'_>, change: &Change) -> String {
    let Some(record) = context.site.log().record(&change.id) else {
        return String::new();
    };
    let (number, digest) = (record.number.to_string(), record.digest.to_string());
    let values = [("number", number.as_str()), ("digest", digest.as_str())];
    let line = context.site.language().say("feed.record", &values);
    format!("<p><small>{}</small></p>", escape(&line))
}

/// The dates, where to object, and the changes that this one stands in for or mends.
fn facts(context: &Context<'_>, change: &Change) -> String {
    let language = context.site.language();
    let mut lines: Vec<String> = Vec::new();
    let mut line = |key: &str, value: String| {
        lines.push(format!("<li>{} {value}</li>", escape(&context.say(key))));
    };
    let strong = |text: &str| format!("<strong>{}</strong>", escape(text));
    line("feed.announced", strong(&language.date(change.announced)));
    line("feed.effective", strong(&language.date(change.effective)));
    if let Some(deadline) = change.objection_deadline() {
        line("feed.deadline", strong(&language.date(deadline)));
        if let Some(to) = &context.site.config().notice.object_to {
            let to = crate::render::page::object_to(to);
            let link = format!(
                r#"<a href="{}">{}</a>"#,
                escape(&to.href),
                escape(&to.label)
            );
            line("change.object-at", link);
        }
    }
    let history = context.site.history();
    let mut other = |key: &str, id: &crate::content::ChangeId| {
        if let Some(change) = history.change(id) {
            let link = crate::render::page::link_to(context, change);
            let link = format!(
                r#"<a href="{}">{}</a>"#,
                escape(&link.href),
                escape(&link.label)
            );
            lines.push(format!("<li>{} {link}</li>", escape(&context.say(key))));
        }
    };
    if let Some(corrects) = &change.corrects {
        other("change.corrects", corrects);
    }
    if let Some(replaces) = replaces(context, change) {
        lines.push(replaced(context, &replaces));
    }
    format!("<ul>{}</ul>", lines.concat())
}

/// What becomes of the change that this one stands in for; where it is withdrawn, of what.
fn replaced(context: &Context<'_>, replaces: &view::Replaces) -> String {
    let key = match replaces.how {
        view::Replacing::Withdraws => "change.withdraws",
        view::Replacing::Postpones => "change.postpones",
        view::Replacing::Replaces => "change.replaces",
    };
    let not_coming = replaces.lines.iter().map(|line| {
        let name = match &line.href {
            Some(href) => format!(r#"<a href="{}">{}</a>"#, escape(href), escape(&line.name)),
            None => escape(&line.name),
        };
        format!("<li>{}: {name}</li>", escape(&verb(context, line.verb)))
    });
    let not_coming: String = not_coming.collect();
    let list = if not_coming.is_empty() {
        String::new()
    } else {
        format!(
            "<p>{}</p><ul>{not_coming}</ul>",
            escape(&context.say("change.not-coming"))
        )
    };
    format!(
        r#"<li>{} <a href="{}">{}</a>{list}</li>"#,
        escape(&context.say(key)),
        escape(&replaces.change.href),
        escape(&replaces.change.label)
    )
}

fn one(
    context: &Context<'_>,
    change: &Change,
    amendment: &Amendment,
    view: &view::Amendment,
) -> String {
    let verb = escape(&verb(context, view.verb));
    let name = escape(&view.name);
    let heading = match &view.href {
        Some(href) => format!(r#"<h3>{verb}: <a href="{}">{name}</a></h3>"#, escape(href)),
        None => format!("<h3>{verb}: {name}</h3>"),
    };
    let mut out = heading;
    if change.kind == ChangeKind::Baseline {
        // The first item tells what there is; each entry has its page.
        return out;
    }
    for remark in &view.remarks {
        out += &format!("<p><strong>{}</strong></p>", escape(remark));
    }
    // Of a text that is gone there is nothing more to say.
    let is_gone = matches!(amendment, Amendment::Document(Step::Removed { .. }));
    if !is_gone {
        out += &fields(context, &view.fields);
    }
    for engagement in &view.engagements {
        let verb = match engagement.verb {
            Verb::Added => "verb.added",
            Verb::Amended => "verb.amended",
            Verb::Removed => "verb.removed",
        };
        out += &format!(
            "<h4>{}: {}</h4>{}",
            escape(&context.say(verb)),
            escape(&engagement.purpose),
            fields(context, &engagement.fields)
        );
    }
    if let Amendment::Document(step) = amendment {
        out += &text(context, change, step, view);
    }
    out
}

/// A document's text against the one before, or as the change left it, and where that version stands.
fn text(
    context: &Context<'_>,
    change: &Change,
    step: &Step<std::sync::Arc<crate::content::Document>>,
    view: &view::Amendment,
) -> String {
    let Some(after) = step.after() else {
        return String::new();
    };
    let mut out = String::new();
    if let Some(version) = &view.version {
        out += &format!(
            r#"<p><a href="{}">{}</a></p>"#,
            escape(version),
            escape(&context.say("history.version"))
        );
    }
    out += &match &view.comparison {
        Some(comparison) => comparison.html.0.clone(),
        None => text_of(context, after.kind, after, change).0,
    };
    out
}

fn fields(context: &Context<'_>, fields: &[FieldChange]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let rows = fields.iter().map(|field| {
        format!(
            "<li>{}: {}</li>",
            escape(&field.label),
            values(context, field)
        )
    });
    format!("<ul>{}</ul>", rows.collect::<String>())
}

fn values(context: &Context<'_>, field: &FieldChange) -> String {
    let marked = |mark: Mark| {
        let values = field.values.iter().filter(|value| value.mark == mark);
        let values: Vec<&str> = values.map(|value| value.value.0.as_str()).collect();
        values.join(", ")
    };
    let (removed, kept, added) = (
        marked(Mark::Removed),
        marked(Mark::Kept),
        marked(Mark::Added),
    );
    let mut parts = Vec::new();
    if field.values.iter().any(|value| value.within) {
        for (key, side) in [("change.before", removed), ("change.after", added)] {
            parts.push(format!("{}: {side}", escape(&context.say(key))));
        }
        return parts.join("; ");
    }
    if field.verb != Verb::Amended {
        // The whole item or engagement came or went, and its heading says so.
        parts.extend([removed, kept, added].into_iter().filter(|p| !p.is_empty()));
        return parts.join(", ");
    }
    if !removed.is_empty() {
        let label = escape(&context.say("mark.removed"));
        parts.push(format!("{label} <del>{removed}</del>"));
    }
    if !added.is_empty() {
        let label = escape(&context.say("mark.added"));
        parts.push(format!("{label} <ins>{added}</ins>"));
    }
    if !kept.is_empty() {
        let label = escape(&context.say("mark.kept"));
        parts.push(format!("{label} {kept}"));
    }
    parts.join("; ")
}

fn verb(context: &Context<'_>, verb: Verb) -> String {
    context.say(match verb {
        Verb::Added => "verb.added",
        Verb::Amended => "verb.amended",
        Verb::Removed => "verb.removed",
    })
}

/// What a subscriber can filter by: the verbs, the products, and a country or kind of data that is new.
pub(super) fn categories(context: &Context<'_>, change: &Change) -> Vec<String> {
    let mut categories: Vec<String> = Vec::new();
    let mut add = |category: String| {
        if !categories.contains(&category) {
            categories.push(category);
        }
    };
    if change.kind == ChangeKind::Baseline {
        add(context.say("kind.baseline"));
        return categories;
    }
    for amendment in &change.amendments {
        add(verb(
            context,
            match amendment.verb() {
                crate::compare::Verb::Added => Verb::Added,
                crate::compare::Verb::Amended => Verb::Amended,
                crate::compare::Verb::Removed => Verb::Removed,
            },
        ));
        for remark in remarks(context, amendment) {
            add(remark);
        }
    }
    for view in context.site.products() {
        if view.history.change(&change.id).is_some() {
            add(view.product.name.clone());
        }
    }
    categories
}
