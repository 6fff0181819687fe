//! `candor announce`: what is sent about what is new, in memory for what it says and with the program for
//! when it speaks.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where what it needs is missing"
)]

#[path = "../support/mod.rs"]
mod support;

mod any_text;
mod news;
mod program;
mod slack;
mod words;

use candor::assemble::FeedScope;
use candor::assemble::feed::FeedLog;
use candor::render::message::{self, Format};
use candor::replay::PublishedLog;

use crate::support::Built;

/// The log as it was published.
pub(crate) fn published(built: &Built) -> PublishedLog {
    PublishedLog::parse(built.file("changes.json").as_bytes()).unwrap()
}

/// What is sent about what isn't in the published log.
pub(crate) fn sent(
    built: &Built,
    scope: &FeedScope,
    published: Option<&PublishedLog>,
    format: Format,
) -> String {
    let news = FeedLog::of(&built.site, scope).new_since(&built.site, published);
    message::announcement(&built.site, &built.theme, scope, &news).write(format)
}

/// What is sent about everything that customers were ever told.
pub(crate) fn everything(built: &Built, format: Format) -> String {
    sent(built, &FeedScope::Everything, None, format)
}

/// A text as a basic TOML string.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || !c.is_ascii() => {
                quoted.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
