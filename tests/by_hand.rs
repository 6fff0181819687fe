//! A change recorded without `candor record`, by somebody who has only a web editor: she makes one file
//! at a time and does what the errors say, nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop where something is missing, and this one tries the disk"
)]

use std::fs;
use std::path::Path;

use candor::command::build::{self, Beginning, BuildOptions, Siblings};
use candor::command::check::DraftPolicy;
use candor::command::live::Live;
use candor::command::{Console, Day, Outcome, Talk};
use candor::diagnostic::show::Color;
use candor::source::FileEdit;
use candor::write;

const REGISTER: &str = "content/subprocessors.toml";
const SUPPORT: &str = "content/processing/all-apps/support.md";

/// The sample, with an edit of an entry, of a text, and an entry taken out.
fn project(root: &Path) {
    let edits: Vec<FileEdit> = candor::bundled::sample()
        .into_iter()
        .map(|(path, bytes)| FileEdit::Create {
            path,
            bytes: bytes.to_vec(),
        })
        .collect();
    write::apply(root, &edits).unwrap();
    let register = fs::read_to_string(root.join(REGISTER)).unwrap();
    let register = register.replace(
        "locations = [\"US\"]\ntransfer = [\"scc\"]",
        "locations = [\"IE\"]",
    );
    let register = register.replace(&entry(&register, "hubspot"), "");
    fs::write(root.join(REGISTER), register).unwrap();
    let support = fs::read_to_string(root.join(SUPPORT)).unwrap();
    fs::write(root.join(SUPPORT), support + "\nWe answer within a day.\n").unwrap();
}

/// What a build on 25 November 2026 says.
fn build(root: &Path) -> (Outcome, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let options = BuildOptions {
        published: Live::Nothing,
        root: root.to_owned(),
        output: root.join("public"),
        base_url: None,
        day: Day {
            now: "2026-11-25T10:00:00Z".parse().unwrap(),
            as_of: None,
        },
        draft: DraftPolicy::Refuse,
        siblings: Siblings::None,
        beginning: Beginning::Fresh,
        home: None,
    };
    let outcome = build::run(
        &options,
        &mut Console {
            out: &mut out,
            err: &mut err,
            color: Color::Plain,
            talk: Talk::Usual,
        },
    );
    (outcome, String::from_utf8(err).unwrap())
}

/// The lines of the message that hang below the one with `head`, without their indent.
fn below<'a>(message: &'a str, head: &str) -> Option<Vec<&'a str>> {
    let mut lines = message.lines().skip_while(|line| !line.contains(head));
    lines.next()?;
    let hanging = lines.take_while(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("= ")
    });
    Some(hanging.map(str::trim).collect())
}

/// The whole entry of a sub-processor, as a person would mark and copy it.
fn entry(register: &str, id: &str) -> String {
    let head = format!("[[subprocessor]]\nid = \"{id}\"");
    let start = register.find(&head).unwrap();
    let rest = &register[start..];
    let end = rest[1..]
        .find("[[subprocessor]]")
        .map_or(rest.len(), |at| at + 1);
    rest[..end].trim_end().to_owned() + "\n"
}

/// Makes the first file that the message asks for and that isn't there yet.
fn make_one_file(root: &Path, message: &str) {
    let file = |path: &str| root.join(path);
    let make = |path: &str, text: &str| {
        fs::create_dir_all(file(path).parent().unwrap()).unwrap();
        fs::write(file(path), text).unwrap();
    };
    let lines: Vec<&str> = message.lines().map(str::trim).collect();
    let head = lines.iter().find(|line| line.contains("hold these lines"));
    if let Some(path) = head.map(|head| between(head, "let ", " hold these lines"))
        && !file(path).exists()
    {
        let below = below(message, "hold these lines").unwrap();
        let toml: Vec<&str> = below
            .into_iter()
            .take_while(|line| !line.starts_with("and copy"))
            .collect();
        return make(path, &(toml.join("\n") + "\n"));
    }
    for line in lines
        .iter()
        .filter(|line| line.starts_with("content/changes/"))
    {
        let (path, what) = line.split_once(": ").unwrap();
        if file(path).exists() {
            continue;
        }
        if let Some(original) = what.strip_prefix("all of ") {
            return make(path, &fs::read_to_string(file(original)).unwrap());
        }
        let register = fs::read_to_string(file(REGISTER)).unwrap();
        let ids = what.split('`').skip(1).step_by(2);
        let entries: Vec<String> = ids.map(|id| entry(&register, id)).collect();
        return make(path, &entries.join("\n"));
    }
    panic!("nothing to do is said in\n{message}");
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap().1;
    rest.split_once(after).unwrap().0
}

#[test]
fn following_the_errors_file_by_file_reaches_a_site() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    project(root);
    let mut files = 0;
    loop {
        let (outcome, message) = build(root);
        if outcome == Outcome::Done {
            break;
        }
        assert_eq!(outcome, Outcome::SourceErrors, "{message}");
        assert!(files < 4, "it doesn't come to an end:\n{message}");
        make_one_file(root, &message);
        files += 1;
    }
    assert_eq!(files, 3, "change.toml, an entry and a text");
    let changes = fs::read_dir(root.join("content/changes")).unwrap();
    assert_eq!(
        changes.count(),
        3,
        "one change beside the two of the sample"
    );
}

#[test]
fn beginning_with_the_entry_reaches_a_site_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    project(root);
    // Only the entry is amended this time.
    let register = fs::read_to_string(root.join(REGISTER)).unwrap();
    let sample = candor::bundled::sample();
    let (_, bytes) = sample.iter().find(|(path, _)| path == REGISTER).unwrap();
    let hubspot = entry(std::str::from_utf8(bytes).unwrap(), "hubspot");
    fs::write(
        root.join(REGISTER),
        format!("{}\n\n{hubspot}", register.trim_end()),
    )
    .unwrap();
    let support = fs::read_to_string(root.join(SUPPORT)).unwrap();
    let support = support.replace("\nWe answer within a day.\n", "");
    fs::write(root.join(SUPPORT), support).unwrap();

    let change = root.join("content/changes/2026-11-25-logrocket-in-ireland");
    fs::create_dir(&change).unwrap();
    fs::write(
        change.join("subprocessors.toml"),
        entry(&register, "logrocket"),
    )
    .unwrap();
    let (outcome, message) = build(root);
    assert_eq!(outcome, Outcome::SourceErrors);
    let lines = below(&message, "change.toml with these lines")
        .unwrap()
        .join("\n");
    fs::write(change.join("change.toml"), lines + "\n").unwrap();
    let (outcome, message) = build(root);
    assert_eq!(outcome, Outcome::Done, "{message}");
    let page = root.join("public/changes/2026-11-25-logrocket-in-ireland/index.html");
    assert!(
        fs::read_to_string(page)
            .unwrap()
            .contains("logrocket in ireland")
    );
}
