//! `candor serve` from outside: what a browser, a stranger's page and a broken client get of it.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test works on real folders and sockets, and stops where something is missing"
)]

#[path = "../support/mod.rs"]
mod support;

mod client;
mod command;
mod events;
mod form;
mod gate;
mod heads;
mod pages;
mod patience;
