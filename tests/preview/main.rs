//! What the preview makes of a project that is being worked on: saves as editors do them, on a real disk,
//! and any edits at all, in memory of what came before.
//!
//! No test waits for a time: each waits until something is so, and fails where it never gets so.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test works on real folders, and stops where something is missing"
)]

#[path = "../support/mod.rs"]
mod support;

mod saves;
mod stale;
mod steady;
mod watched;
