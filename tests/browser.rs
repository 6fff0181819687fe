//! The sample in a real browser: every page, wide and narrow, with axe's rules of accessibility; and the
//! preview as a writer uses it.
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

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

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

#[test]
fn the_preview_follows_its_writer() {
    // The folder of the theme is there, as it is for whoever works on one.
    let theme = candor::bundled::theme();
    let sheet = theme
        .iter()
        .find(|(path, _)| path.ends_with("assets/site.css"));
    let (path, bytes) = sheet.expect("a stylesheet");
    let sample = Project::sample().with_bytes(path, *bytes).on_disk();
    let mut serve = sample.command(&["serve", "--port", "0", "--quiet"]);
    let mut preview = serve.stdout(Stdio::piped()).spawn().expect("the program");
    let mut first = String::new();
    let mut out = BufReader::new(preview.stdout.take().expect("its output"));
    out.read_line(&mut first).expect("a line");
    let address = first.trim().strip_prefix("Preview: ").expect("an address");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/preview.mjs");
    let mut look = Command::new("node");
    look.arg(script).arg(address).arg(sample.root());
    let looked = run(look);
    preview.kill().expect("it runs");
    preview.wait().expect("it ends");
    assert_eq!(looked.code, Some(0), "{}{}", looked.out, looked.err);
    println!("{}", looked.out);
}
