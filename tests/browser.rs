//! The sample in a real browser: every page, wide and narrow, with axe's rules of accessibility.
//!
//! It needs Chromium, Node, and what `npm ci --prefix tests/browser` installs; `test.sh` sees to that.

#![cfg(feature = "browser")]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

mod support;

use std::path::Path;
use std::process::Command;

use support::{Project, run};

#[test]
fn every_page_of_the_sample_is_sound_in_a_browser() {
    let sample = Project::sample()
        // A page that isn't at the place it is made for can't find its stylesheet there.
        .on_disk();
    // While a change is announced, so that there is everything to be seen.
    sample
        .candor(&["build", "--as-of", "2026-09-20", "--output", "site"])
        .succeeds();
    // Its links are absolute on purpose, so it has no stylesheet when opened from a disk.
    std::fs::remove_file(sample.root().join("site/404.html")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/look.mjs");
    let mut look = Command::new("node");
    look.arg(script).arg(sample.root().join("site"));
    let looked = run(look);
    assert_eq!(looked.code, Some(0), "{}{}", looked.out, looked.err);
    println!("{}", looked.out);
}
