//! What an item says: the change as its page tells it, in HTML that any reader can show.
//!
//! Before and after are told apart by `<del>` and `<ins>` and by words, since a reader drops every
//! style. There is no `id`, no class and no script; each address is absolute.

use crate::assemble::FeedScope;
use crate::compare::{Amendment, Step};
use crate::render::context::Context;
use crate::render::later::Later;
use crate::render::page::{amended, link_to, paragraphs, remarks, replaces, text_of};
use crate::render::prose::escape;
use crate::render::view::change as view;
use crate::render::view::change::{FieldChange, Mark};
use crate::render::view::item::Verb;
use crate::render::view::{Html, Link};
use crate::replay::{Change, ChangeKind, History, Record};

/// What there is to say of a change, in parts that an item joins to one text.
#[derive(Hash, Debug)]
pub(in crate::render) struct Content {
    pub(in crate::render) facts: Vec<Fact>,
    pub(in crate::render) reason: Option<String>,
    pub(in crate::render) short_notice: Option<Remark>,
    pub(in crate::render) amendments: Vec<ToldAmendment>,
    pub(in crate::render) record: Option<String>,
}

/// A day, an address or another change, and what it is to this one.
#[derive(Hash, Debug)]
pub(in crate::render) struct Fact {
    pub(in crate::render) label: String,
    pub(in crate::render) value: String,
    pub(in crate::render) href: Option<String>,
    /// What there is to add below it.
    pub(in crate::render) details: Html,
}

/// A text with what it is.
#[derive(Hash, Debug)]
pub(in crate::render) struct Remark {
    pub(in crate::render) label: String,
    pub(in crate::render) text: String,
}

/// One thing that a change did.
#[derive(Hash, Debug)]
pub(in crate::render) struct ToldAmendment {
    /// The verb and the item's name.
    pub(in crate::render) heading: Html,
    /// What differs, fact by fact.
    pub(in crate::render) facts: Html,
    /// A document's text.
    pub(in crate::render) text: Html,
    pub(in crate::render) view: view::Amendment,
}

impl Content {
    pub(in crate::render) fn of(
        context: &Context<'_>,
        scope: &FeedScope,
        change: &Change,
    ) -> Content {
        let amendments = change.amendments.iter();
        let concerned = amendments.filter(|amendment| concerns(scope, amendment));
        Content {
            facts: facts(context, scope, change),
            reason: change.reason.clone(),
            short_notice: change.short_notice.as_ref().map(|why| Remark {
                label: context.say("change.short-notice"),
                text: why.clone(),
            }),
            amendments: concerned
                .map(|amendment| {
                    let view = amended(context, amendment, Some(change));
                    one(context, change, amendment, view)
                })
                .collect(),
            record: context
                .site
                .log()
                .record(&change.id)
                .map(|record| record_line(context, record)),
        }
    }

    /// All of it, as HTML that needs no stylesheet.
    pub(in crate::render) fn html(&self) -> String {
        let facts = self.facts.iter().map(Fact::html);
        let mut out = format!("<ul>{}</ul>", facts.collect::<String>());
        if let Some(reason) = &self.reason {
            out += paragraphs(reason).as_str();
        }
        if let Some(Remark { label, text }) = &self.short_notice {
            let (label, text) = (escape(label), escape(text));
            out += &format!("<p><strong>{label}</strong> {text}</p>");
        }
        for ToldAmendment {
            heading,
            facts,
            text,
            ..
        } in &self.amendments
        {
            let parts = [heading, facts, text].map(Html::as_str);
            let [heading, facts, text] = parts;
            out += &format!("<h3>{heading}</h3>{facts}{text}");
        }
        if let Some(record) = &self.record {
            out += &format!("<p><small>{}</small></p>", escape(record));
        }
        out
    }
}

impl Fact {
    fn of(label: String, value: String) -> Fact {
        Fact {
            label,
            value,
            href: None,
            details: Html::default(),
        }
    }

    pub(in crate::render) fn link(label: String, link: Link) -> Fact {
        Fact {
            label,
            value: link.label,
            href: Some(link.href),
            details: Html::default(),
        }
    }

    fn html(&self) -> String {
        let (label, value) = (escape(&self.label), escape(&self.value));
        let value = match &self.href {
            Some(href) => format!(r#"<a href="{}">{value}</a>"#, escape(href)),
            None => format!("<strong>{value}</strong>"),
        };
        format!("<li>{label} {value}{}</li>", self.details.as_str())
    }
}

/// A record's digest: kept in the subscriber's own mailbox, it proves later what was told.
pub(in crate::render) fn record_line(context: &Context<'_>, record: &Record) -> String {
    let (number, digest) = (record.number.to_string(), record.digest.to_string());
    let values = [("number", number.as_str()), ("digest", digest.as_str())];
    context.site.language().say("feed.record", &values)
}

/// Whether an amendment is for the readers of a feed.
pub(super) fn concerns(scope: &FeedScope, amendment: &Amendment) -> bool {
    *scope != FeedScope::Register || matches!(amendment, Amendment::Subprocessor(_))
}

/// The history that a feed tells.
fn history_of<'a>(context: &Context<'a>, scope: &FeedScope) -> &'a History {
    let product = match scope {
        FeedScope::Product(id) => context.site.product(id),
        FeedScope::Everything | FeedScope::Register => None,
    };
    product.map_or(context.site.history(), |view| view.history())
}

/// The dates, where to object, and the changes that this one stands in for or mends.
fn facts(context: &Context<'_>, scope: &FeedScope, change: &Change) -> Vec<Fact> {
    let day = |key: &str, day| Fact::of(context.say(key), context.date(day));
    let mut facts = vec![
        day("feed.announced", change.announced),
        day("feed.effective", change.effective),
    ];
    if let Some(deadline) = change.objection_deadline() {
        facts.push(day("feed.deadline", deadline));
        if let Some(to) = &context.site.config().notice.object_to {
            let to = crate::render::page::object_to(to);
            let link = Link {
                label: to.label,
                href: to.href,
            };
            facts.push(Fact::link(context.say("change.object-at"), link));
        }
    }
    let history = context.site.history();
    let mut other = |key: &str, id: &crate::content::ChangeId| {
        if let Some(change) = history.change(id) {
            facts.push(Fact::link(context.say(key), link_to(context, change)));
        }
    };
    if let Some(corrects) = &change.corrects {
        other("change.corrects", corrects);
    }
    if let Some(replaces) = replaces(context, history_of(context, scope), change, |amendment| {
        concerns(scope, amendment)
    }) {
        facts.push(replaced(context, replaces));
    }
    facts
}

/// What becomes of the change that this one stands in for; where it is withdrawn, of what.
fn replaced(context: &Context<'_>, replaces: view::Replaces) -> Fact {
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
    let mut fact = Fact::link(context.say(key), replaces.change);
    if !not_coming.is_empty() {
        let label = escape(&context.say("change.not-coming"));
        fact.details = Html::new(format!("<p>{label}</p><ul>{not_coming}</ul>"));
    }
    fact
}

fn one(
    context: &Context<'_>,
    change: &Change,
    amendment: &Amendment,
    view: view::Amendment,
) -> ToldAmendment {
    let verb = escape(&verb(context, view.verb));
    let name = escape(&view.name);
    let heading = match &view.href {
        Some(href) => format!(r#"{verb}: <a href="{}">{name}</a>"#, escape(href)),
        None => format!("{verb}: {name}"),
    };
    let mut facts = String::new();
    let mut text = Html::default();
    // The first item tells what there is; each entry has its page.
    if change.kind != ChangeKind::Baseline {
        for remark in &view.remarks {
            facts += &format!("<p><strong>{}</strong></p>", escape(remark));
        }
        // Of a text that is gone there is nothing more to say.
        if !matches!(amendment, Amendment::Document(Step::Removed { .. })) {
            facts += &fields(context, &view.fields);
        }
        for engagement in &view.engagements {
            facts += &format!(
                "<h4>{}: {}</h4>{}",
                escape(&self::verb(context, engagement.verb)),
                escape(&engagement.purpose),
                fields(context, &engagement.fields)
            );
        }
        if let Amendment::Document(step) = amendment {
            text = self::text(context, change, step, &view);
        }
    }
    ToldAmendment {
        heading: Html::new(heading),
        facts: Html::new(facts),
        text,
        view,
    }
}

/// A document's text against the one before, or as the change left it, and where that version stands.
fn text(
    context: &Context<'_>,
    change: &Change,
    step: &Step<std::sync::Arc<crate::content::Document>>,
    view: &view::Amendment,
) -> Html {
    let Some(after) = step.after() else {
        return Html::default();
    };
    let version = view.version.as_ref().map_or_else(String::new, |version| {
        format!(
            r#"<p><a href="{}">{}</a></p>"#,
            escape(version),
            escape(&context.say("history.version"))
        )
    });
    Html::later(match &view.comparison {
        Some(comparison) => Later::of((version, comparison.clone()), |(version, comparison)| {
            format!("{version}{}", comparison.get().html.as_str())
        }),
        None => {
            let text = text_of(context, after.kind, after, change);
            Later::of((version, text), |(version, text)| {
                format!("{version}{}", text.as_str())
            })
        }
    })
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
        let values: Vec<&str> = values.map(|value| value.value.as_str()).collect();
        values.join(", ")
    };
    let (removed, kept, added) = (
        marked(Mark::Removed),
        marked(Mark::Kept),
        marked(Mark::Added),
    );
    let mut parts = Vec::new();
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
        if view.history().change(&change.id).is_some() {
            add(view.product.name.clone());
        }
    }
    categories
}
