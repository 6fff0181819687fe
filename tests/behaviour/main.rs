//! What people meet, from outside: whole projects in, pages, feeds and messages out.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test works on real folders where it must, and stops where something is missing"
)]

#[path = "../support/mod.rs"]
mod support;

mod again;
mod anchors;
mod diagnostics;
mod fingerprints;
mod identity;
mod links;
mod order;
mod output;
mod search;
mod siblings;
