//! Lists of every shape, imported: what they say, where it came from, and what became of the rest.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the cases are read from the disk"
)]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod engagements;
mod hostile;
mod kinds;
mod laws;
mod lists;
mod own;
mod report;
mod sheets;
mod values;
