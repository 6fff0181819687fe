//! The announcement: what the company sends itself about changes that are new, in one mail or chat
//! message.
//!
//! [`announcement`] takes the changes and makes one [`Announcement`] of them; each format is a function of
//! that. What is said of a change, and in which words, is the feeds' ([`content`](super::feed::content)),
//! so a mail and an item of the same change agree. The formats for plain text read the finished HTML
//! ([`outline`]), which keeps them from saying it a second way.
//!
//! It doesn't know to whom anything is sent, what is live, or which day it is.

mod eml;
mod html;
mod json;
mod outline;
mod slack;
mod text;

use std::sync::Arc;

use super::context::{Context, Standpoint};
use super::feed::content::{Content, Fact, record_line};
use super::feed::{guid, page_of};
use super::page::{feed_title, link_to, object_to};
use super::theme::Theme;
use super::view::Link;
use crate::assemble::{FeedScope, Route, Site};
use crate::language::Language;
use crate::replay::{Change, Record};

/// In which form an announcement is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The body of a plain mail.
    Text,
    /// A fragment for the body of any other mail.
    Html,
    /// A whole message that opens in a mail program as a draft.
    Eml,
    /// For an incoming webhook of Slack.
    Slack,
    /// For programs.
    Json,
}

/// Everything that there is to say about some changes.
#[derive(Debug)]
pub struct Announcement<'a> {
    language: &'a Language,
    /// The site, with its overview's address.
    site: Link,
    product: Option<Product>,
    subject: String,
    /// Who announces how many changes.
    lead: String,
    /// In the order of the log.
    changes: Vec<Announced>,
    /// The whole log, and how to hear of changes by oneself.
    log: Link,
    subscribe: Link,
    head: Option<Head>,
}

#[derive(Debug)]
struct Product {
    id: String,
    name: String,
}

/// One change.
#[derive(Debug)]
struct Announced {
    id: String,
    /// The same as in the feeds.
    guid: String,
    title: String,
    address: String,
    announced: String,
    effective: String,
    deadline: Option<String>,
    object_to: Option<Link>,
    content: Content,
    record: Option<Record>,
}

/// The newest record of the log, in words too.
#[derive(Debug)]
struct Head {
    line: String,
    record: Record,
}

/// What to say about these changes, as they concern all customers or those of one product.
pub fn announcement<'a>(
    site: &'a Site,
    theme: &Theme,
    scope: &FeedScope,
    changes: &[&Arc<Change>],
) -> Announcement<'a> {
    let context = &Context {
        site,
        theme,
        standpoint: Standpoint::Anywhere,
    };
    let config = &site.config().site;
    let language = site.language();
    let product = match scope {
        FeedScope::Everything | FeedScope::Register => None,
        FeedScope::Product(id) => site.product(id).map(|view| Product {
            id: id.to_string(),
            name: view.product.name.clone(),
        }),
    };
    let who = config.company.as_ref().unwrap_or(&config.title);
    let count = changes.len();
    let lead = match &product {
        None => language.count("message.lead", count, &[("who", who)]),
        Some(Product { name, .. }) => {
            let words = [("who", who.as_str()), ("product", name)];
            language.count("message.lead-product", count, &words)
        }
    };
    let about = product.as_ref().map_or(&config.title, |p| &p.name);
    let what = match changes {
        [only] => only.title.clone(),
        _ => language.count("message.changes", count, &[]),
    };
    let subject = language.say("message.subject", &[("about", about), ("what", &what)]);
    Announcement {
        language,
        site: context.link(&config.title, &Route::Overview),
        product,
        subject: on_one_line(&subject),
        lead,
        changes: changes
            .iter()
            .map(|change| announced(context, scope, change))
            .collect(),
        log: context.link(feed_title(context, scope), &page_of(scope)),
        subscribe: context.link(context.say("base.subscribe"), &Route::Subscribe),
        head: site.log().head().map(|record| Head {
            line: language.say("message.head", &[("record", &record_line(context, record))]),
            record: record.clone(),
        }),
    }
}

fn announced(context: &Context<'_>, scope: &FeedScope, change: &Change) -> Announced {
    let site = context.site;
    let context = &Context {
        standpoint: Standpoint::Item(change),
        ..*context
    };
    let mut content = Content::of(context, scope, change);
    // An item of a feed never says so, since it was there first. A message is written when both are known.
    if let Some(by) = site.history().replaced_by(&change.id) {
        let label = context.say("change.replaced-by");
        content.facts.push(Fact::link(label, link_to(context, by)));
    }
    let deadline = change.objection_deadline();
    Announced {
        id: change.id.to_string(),
        guid: guid(site, change),
        title: change.title.clone(),
        address: context.address(&Route::Change(change.id.clone())),
        announced: change.announced.to_string(),
        effective: change.effective.to_string(),
        deadline: deadline.map(|day| day.to_string()),
        object_to: deadline
            .and(site.config().notice.object_to.as_ref())
            .map(|to| {
                let to = object_to(to);
                Link {
                    label: to.label,
                    href: to.href,
                }
            }),
        content,
        record: site.log().record(&change.id).cloned(),
    }
}

impl Announcement<'_> {
    /// The subject of the mail.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// What is sent; it ends with the end of a line.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self),
            Format::Html => html::write(self),
            Format::Eml => eml::write(self),
            Format::Slack => slack::write(self),
            Format::Json => json::write(self),
        }
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}
