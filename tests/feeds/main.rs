//! What subscribers and programs get: feeds, calendars and the register as data, read back by parsers
//! that didn't write them.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where what it needs is missing"
)]

#[path = "../support/mod.rs"]
mod support;

mod address;
mod any_text;
mod archive;
mod calendar;
mod history;
mod immutable;
mod links;
mod read;
mod table;
