//! Four hundred ways of breaking a project. Each is said, with its place and what to do, and none makes
//! the program panic.
//!
//! `sound.txt` is a project without a fault. The other files hold cases: a name, and what is done to the
//! project for it, a line for each file. `⇒` puts one text in the place of another, `+` adds to the
//! end, `=` gives the file its whole text, and `-` takes the file away; `\n` is the end of a line, `\xff`
//! a byte, `\u{7}` a character. What doesn't begin with `candor.toml` or `themes/` lies below `content/`.
//!
//! All that is said stands in `snapshots/`, to be read as a writer would read it.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test works on real folders where it must, and a case that can't be read is a mistake of its own"
)]

#[path = "../support/mod.rs"]
mod support;

mod case;
#[cfg(unix)]
mod disk;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use candor::command::check;
use candor::command::load;
use candor::diagnostic::{self, Diagnostic, Severity};
use candor::replay::PublishedLog;
use candor::source::Sources;
use rayon::prelude::*;

use case::{Case, cases};
use support::{DAY, Project, day};

const CONFIG: &str = include_str!("config.txt");
const REGISTER: &str = include_str!("register.txt");
const TEXTS: &str = include_str!("texts.txt");
const LOG: &str = include_str!("log.txt");
const THEMES: &str = include_str!("themes.txt");
/// These are held to the log that the sound project has published.
const PUBLISHED: &str = include_str!("published.txt");

#[test]
fn the_project_that_is_broken_was_sound() {
    let sound = sound();
    assert_eq!(sound.shown_problems(DAY), "");
    assert!(problems(&sound, Some(&published())).0.is_empty());
}

#[test]
fn there_are_more_than_four_hundred_and_no_two_are_one() {
    let mut names = BTreeSet::new();
    let mut projects = BTreeSet::new();
    for text in [CONFIG, REGISTER, TEXTS, LOG, THEMES, PUBLISHED] {
        // The same slip in two files is two.
        let mut here = BTreeSet::new();
        for case in cases(text) {
            assert!(here.insert(case.name.to_owned()), "{} twice", case.name);
            let files = case.applied(sound()).files;
            let against = text == PUBLISHED;
            assert!(projects.insert((against, files)), "{}", case.name);
        }
        names.extend(here);
    }
    assert!(projects.len() > 400, "{} ways", projects.len());
}

#[test]
fn what_is_wrong_in_the_configuration_is_said() {
    insta::assert_snapshot!("config", said(CONFIG, None));
}

#[test]
fn what_is_wrong_in_the_register_is_said() {
    insta::assert_snapshot!("register", said(REGISTER, None));
}

#[test]
fn what_is_wrong_in_the_texts_is_said() {
    insta::assert_snapshot!("texts", said(TEXTS, None));
}

#[test]
fn what_is_wrong_in_the_log_is_said() {
    insta::assert_snapshot!("log", said(LOG, None));
}

#[test]
fn what_is_wrong_in_a_theme_is_said() {
    insta::assert_snapshot!("themes", said(THEMES, None));
}

#[test]
fn what_would_unsay_the_published_log_is_said() {
    insta::assert_snapshot!("published", said(PUBLISHED, Some(&published())));
}

fn sound() -> Project {
    Project::new(include_str!("sound.txt"))
}

/// What the sound project publishes.
fn published() -> PublishedLog {
    let log = sound().built(DAY).file("changes.json");
    PublishedLog::parse(log.as_bytes()).expect("a log")
}

/// What is said of each case.
fn said(text: &str, published: Option<&PublishedLog>) -> String {
    let cases = cases(text);
    let said = cases.par_iter().map(|case| said_of(case, published));
    let (said, failures): (Vec<String>, Vec<Vec<String>>) = said.unzip();
    let failures = failures.concat();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    said.join("\n")
}

/// What is said of a case, and what isn't and should be.
fn said_of(case: &Case<'_>, published: Option<&PublishedLog>) -> (String, Vec<String>) {
    let name = case.name;
    let project = case.applied(sound());
    let found = catch_unwind(AssertUnwindSafe(|| problems(&project, published)));
    let Ok((problems, sources)) = found else {
        return (String::new(), vec![format!("{name}: it panics")]);
    };
    let mut failures = Vec::new();
    if problems.is_empty() {
        failures.push(format!("{name}: nothing is said of it"));
    }
    let without_advice = problems
        .iter()
        .filter(|problem| problem.label.is_empty() && problem.help.is_empty())
        .map(|problem| format!("{name}: not a word about what to do: {}", problem.message));
    failures.extend(without_advice);
    let lines = problems.iter().map(|problem| line(problem, &sources));
    let lines: Vec<String> = lines.collect();
    (format!("## {name}\n{}\n", lines.join("\n")), failures)
}

/// One problem in one line: where, how bad, what, what stands beside it, and the first that can be done.
fn line(problem: &Diagnostic, sources: &Sources) -> String {
    let at = sources.position(problem.span);
    let path = &sources.source(problem.span.source).path;
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut line = format!(
        "{path}:{}:{} {severity}: {}",
        at.line,
        at.column,
        uncounted(&problem.message)
    );
    if !problem.label.is_empty() {
        line.push_str(&format!(" | {}", problem.label));
    }
    if let Some(help) = problem.help.first() {
        line.push_str(&format!(" → {}", help.replace('\n', " ⏎ ")));
    }
    line
}

/// A message without how many texts a language lacks, since that grows with each that a page gets.
fn uncounted(message: &str) -> String {
    match message.split_once("it lacks ") {
        Some((before, count)) => {
            let after = count.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}it lacks …{after}")
        }
        None => message.to_owned(),
    }
}

/// As `check` finds them.
fn problems(project: &Project, published: Option<&PublishedLog>) -> (Vec<Diagnostic>, Sources) {
    let loaded = load::understand(project.sources(), None);
    let mut problems = loaded.problems;
    if let Some(understood) = &loaded.understood {
        let (sources, today) = (&loaded.sources, day(DAY));
        let found = check::problems(understood, sources, published, today, &problems);
        problems.extend(found);
    }
    diagnostic::sort(&mut problems, &loaded.sources);
    (problems, loaded.sources)
}
