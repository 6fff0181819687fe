//! Any bytes as one of the files of a sound project: the first byte says which, and whether the project
//! then goes all the way to its pages. All problems lie in their files, and every face of them can be
//! shown.

#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use candor::command::{check, load};
use candor::content::Date;
use candor::diagnostic::show::{self, Color};
use candor::source::Sources;
use libfuzzer_sys::fuzz_target;

/// What may be any bytes. No template is among them, since a template is a program and may run for hours.
const PATHS: [&str; 11] = [
    "candor.toml",
    "content/index.md",
    "content/subprocessors.toml",
    "content/processing/apps/support.md",
    "content/processing/apps/index.md",
    "content/changes/first-list/change.toml",
    "content/changes/first-list/subprocessors.toml",
    "content/changes/first-list/annexes/security.md",
    "content/static/logo.svg",
    "themes/default/strings/en.toml",
    "themes/own/strings/en.toml",
];

/// The flag in the first byte with which pages are made.
const PAGES: u8 = 0x80;

/// The files of the project that `tests/broken` breaks.
static SOUND: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let files = include_str!("../../tests/broken/sound.txt")
        .split("-- ")
        .skip(1);
    files.filter_map(|file| file.split_once(" --\n")).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let mut sources: Sources = SOUND.iter().map(|(path, text)| (*path, *text)).collect();
    sources.insert(PATHS[usize::from(which & !PAGES) % PATHS.len()], bytes);
    let mut loaded = load::understand(sources, None);
    if let Some(understood) = loaded.understood.as_ref().filter(|_| which & PAGES != 0) {
        let day = Date::parse("2026-11-24").expect("a day");
        let found = check::problems(understood, &loaded.sources, None, day, &loaded.problems);
        loaded.problems.extend(found);
    }
    for problem in &loaded.problems {
        let source = loaded.sources.source(problem.span.source);
        assert!(source.bytes.get(problem.span.range()).is_some());
    }
    show::terminal(&loaded.problems, &loaded.sources, Color::Styled);
    show::github(&loaded.problems, &loaded.sources);
    show::json(&loaded.problems, &loaded.sources);
});
