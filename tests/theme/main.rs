//! The default theme from outside: every page with values as `render` fills them in, in each language
//! that ships, and a project's theme laid over it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where what it needs is missing, and reads the program's own text"
)]

#[path = "../support/mod.rs"]
mod support;

mod catalogue;
mod contract;
mod fixture;
mod harness;
mod ledger;
mod overriding;
mod pages;
