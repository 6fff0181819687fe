//! The history of a hand-kept list, imported: a script makes a repository, keeps its own account of what
//! it did, and the imported changes must equal that account.
//!
//! And what a stranger may put there instead: repositories and files that mean no good.
//!
//! What needs the `git` program says so and passes where there is none.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test may stop where something is missing, and these work on real folders"
)]

mod bounds;
mod history;
mod keeper;
mod repository;
mod strangers;
#[path = "../support/mod.rs"]
mod support;

use repository::Repository;
use support::{OnDisk, Project};

const CONFIG: &str = "\
-- candor.toml --
[site]
id = \"44eb5085-44d7-468e-ab76-6e2949b97ad9\"
title = \"Trust\"
base_url = \"https://trust.example/\"
time_zone = \"Europe/Berlin\"
";

/// A project that has a configuration and nothing else.
fn empty_project() -> OnDisk {
    Project::new(CONFIG).on_disk()
}

/// A repository, where there is a `git` to make it.
fn repository() -> Option<Repository> {
    let made = Repository::new();
    if made.is_none() {
        eprintln!("skipped: there is no program git here");
    }
    made
}
