//! The announcement for programs: a mail service with templates of its own, a chat that isn't Slack.
//!
//! Keys are only ever added.

use serde::Serialize;

use super::outline::{Marks, outline};
use super::{Announced, Announcement, html, text};
use crate::content::text::legible;
use crate::render::feed::content::ToldAmendment;
use crate::render::view::Link;
use crate::render::view::item::{ItemKind, Verb};
use crate::replay;

/// The text of the file.
pub(super) fn write(announcement: &Announcement<'_>) -> String {
    let document = Document {
        language: announcement.language.tag(),
        site: &announcement.site,
        product: announcement.product.as_ref().map(|product| Product {
            id: &product.id,
            name: &product.name,
        }),
        subject: &announcement.subject,
        lead: &announcement.lead,
        changes: announcement.changes.iter().map(Change::from).collect(),
        log: &announcement.log,
        subscribe: &announcement.subscribe,
        head: announcement.head.as_ref().map(|h| Record::from(&h.record)),
        text: text::write(announcement),
        html: html::write(announcement),
    };
    // Plain structs of texts and numbers always have a text.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    /// BCP 47.
    language: &'a str,
    site: &'a Link,
    /// Absent where it concerns all customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<Product<'a>>,
    subject: &'a str,
    lead: &'a str,
    changes: Vec<Change<'a>>,
    log: &'a Link,
    subscribe: &'a Link,
    /// The newest record, which stands for the whole log.
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<Record>,
    /// The bodies of a mail.
    text: String,
    html: String,
}

#[derive(Serialize)]
struct Product<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Record {
    number: usize,
    digest: String,
}

#[derive(Serialize)]
struct Change<'a> {
    id: &'a str,
    guid: &'a str,
    title: &'a str,
    href: &'a str,
    announced: &'a str,
    effective: &'a str,
    /// The last day, inclusive, on which a customer can object, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_to: Option<&'a Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_notice: Option<&'a str>,
    amendments: Vec<Amendment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

#[derive(Serialize)]
struct Amendment<'a> {
    verb: Verb,
    kind: ItemKind,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<&'a str>,
    /// What differs, in words: "Places of processing: Added: Ireland".
    lines: Vec<String>,
}

impl<'a> From<&'a Announced> for Change<'a> {
    fn from(change: &'a Announced) -> Change<'a> {
        let content = &change.content;
        Change {
            id: &change.id,
            guid: &change.guid,
            title: &change.title,
            href: &change.address,
            announced: &change.announced,
            effective: &change.effective,
            deadline: change.deadline.as_deref(),
            object_to: change.object_to.as_ref(),
            reason: content.reason.as_deref(),
            short_notice: content
                .short_notice
                .as_ref()
                .map(|remark| remark.text.as_str()),
            amendments: content.amendments.iter().map(Amendment::from).collect(),
            record: change.record.as_ref().map(Record::from),
        }
    }
}

impl<'a> From<&'a ToldAmendment> for Amendment<'a> {
    fn from(amendment: &'a ToldAmendment) -> Amendment<'a> {
        let view = &amendment.view;
        let facts = outline(amendment.facts.as_str(), Marks::Bare);
        let facts = facts
            .iter()
            .map(|block| legible(&block.plain()).into_owned());
        let summary = view
            .comparison
            .iter()
            .flat_map(|comparison| &comparison.get().summary);
        Amendment {
            verb: view.verb,
            kind: view.kind,
            name: &view.name,
            href: view.href.as_deref(),
            lines: facts
                .chain(summary.map(|line| line.words.clone()))
                .collect(),
        }
    }
}

impl From<&replay::Record> for Record {
    fn from(record: &replay::Record) -> Record {
        Record {
            number: record.number,
            digest: record.digest.to_string(),
        }
    }
}
