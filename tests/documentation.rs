//! Every command that the documentation shows is run as it stands there.
//!
//! Each line that begins with `$` in a block of `console` is run in a folder in which the reader would be
//! at that point. A new command that none of the [`Situation`]s fits fails until somebody thinks of one.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test works on real folders and stops where something is missing"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use candor::content::Date;
use support::{OnDisk, Project, day, run};

/// The day on which the reader of the documentation sits, for the days that its commands name.
const THERE: &str = "2026-11-24";

/// The change that the documentation speaks of.
const CHANGE: &str = "content/changes/2026-11-23-posthorn-adds-ireland";

/// Where the reader is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Situation {
    /// In an empty folder.
    Beginning,
    /// In a project in which everything is recorded.
    Settled,
    /// In such a project whose log is live, and was fetched.
    Live,
    /// Something is edited and not recorded.
    Edited,
    /// With what is to be imported beside the project's files.
    Importing,
    /// Something is announced and not in force yet.
    Announced,
    /// What was announced is in force, and now corrected in the files.
    Corrected,
}

fn situation(command: &str) -> Option<Situation> {
    let has = |word: &str| command.contains(word);
    Some(match command.split_whitespace().nth(1)? {
        "init" => Situation::Beginning,
        "import" => Situation::Importing,
        "record" if has("--withdraw") || has("--replaces") => Situation::Announced,
        "record" if has("--corrects") => Situation::Corrected,
        "record" | "status" => Situation::Edited,
        "build" if has("--draft") => Situation::Edited,
        "verify" => Situation::Live,
        "build" | "check" if has("--published") && !has("--published none") => Situation::Live,
        "build" | "check" | "schema" | "completions" | "man" => Situation::Settled,
        _ => return None,
    })
}

/// Not run here: this test is run by the one, the next only moves the reader, the third asks a host, the
/// fourth goes on until it is interrupted (`tests/serve`), and the last needs `git` (`tests/past`).
const NOT_RUN: [&str; 5] = [
    "./test.sh",
    "cd trust",
    "curl",
    "candor serve",
    "candor import --git",
];

#[test]
fn every_command_that_is_shown_works() {
    let mut shown = 0;
    // What is announced has to be published first: `tests/announce` runs that page's commands.
    for page in pages()
        .into_iter()
        .filter(|page| page != "docs/announcing.md")
    {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        for command in commands(&text) {
            shown += 1;
            if NOT_RUN.iter().any(|word| command.starts_with(word)) {
                continue;
            }
            let situation = situation(&command)
                .unwrap_or_else(|| panic!("{page}: in what situation is `{command}` run?"));
            let disk = prepared(situation);
            let done = run(shell(&disk, &shifted(&command)));
            assert_eq!(
                done.code,
                Some(0),
                "{page}: $ {command}\n{}{}",
                done.out,
                done.err
            );
        }
    }
    assert!(shown > 20, "{shown} commands were found");
}

#[test]
fn every_link_between_the_pages_leads_to_a_file() {
    for page in pages() {
        let path = root().join(&page);
        let text = fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1) {
            let target = target.split([')', '#']).next().unwrap();
            let away = target.contains(':') || target.is_empty();
            // Examples of links stand between backquotes and lead to files of the reader's.
            let is_example = text.contains(&format!("]({target})`")) || target.starts_with("../");
            if !away && !is_example && !target.starts_with('/') {
                let file = path.parent().unwrap().join(target);
                assert!(file.exists(), "{page}: {target}");
            }
        }
    }
}

/// A difference is shown in a block of `diff` with the file's path behind it. What it doesn't add has to
/// stand in that file as it is shown.
#[test]
fn every_difference_that_is_shown_still_fits() {
    let mut shown = 0;
    for page in pages() {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        for block in text.split("\n```diff ").skip(1) {
            let block = block.split("\n```").next().unwrap();
            let (path, lines) = block.split_once('\n').unwrap();
            let file = fs::read_to_string(root().join(path)).unwrap();
            let stands = lines.lines().filter(|line| !line.starts_with('+'));
            let stands: Vec<&str> = stands.map(|line| line.get(1..).unwrap_or("")).collect();
            let stands = stands.join("\n");
            assert!(file.contains(&stands), "{page}: {path} has no\n{stands}");
            shown += 1;
        }
    }
    assert!(shown > 5, "{shown} differences were found");
}

/// The pages of the documentation, by path.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let mut pages: Vec<String> = docs
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    pages.push("README.md".to_owned());
    pages.sort();
    pages
}

/// The commands of a page, without what is said behind them.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut is_console = false;
    for line in page.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| is_console) {
            let command = command.split("  #").next().unwrap_or_default();
            let command = command.replace("cargo run --release --", "candor");
            commands.push(command.trim_end().to_owned());
        }
    }
    commands
}

/// The command with its days as far from today as they are from the reader's.
fn shifted(command: &str) -> String {
    let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
    for at in 1..words.len() {
        if ["--announce", "--effective"].contains(&words[at - 1].as_str()) {
            let days = day(THERE).days_until(day(&words[at]));
            words[at] = today().plus(u32::try_from(days).unwrap()).to_string();
        }
    }
    words.join(" ")
}

fn today() -> Date {
    Date::from(
        jiff::tz::TimeZone::UTC
            .to_datetime(jiff::Timestamp::now())
            .date(),
    )
}

/// A shell in the reader's folder that finds the program as its reader would.
fn shell(disk: &OnDisk, command: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_candor"));
    let path = std::env::var("PATH").unwrap();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(disk.root())
        .env("HOME", disk.beside("home"))
        .env(
            "PATH",
            format!("{}:{path}", program.parent().unwrap().display()),
        );
    shell
}

const REGISTER: &str = r#"
[[subprocessor]]
id = "posthorn"
name = "Posthorn Mail"
purpose = "Transactional mail"
"#;

const VENDORS: &str = "Name,Used for,Contract no.\nFjordhost,Hosting,4711\n";
const ANNEX: &str = "<h1>Support</h1><h2>Purpose of processing</h2><p>We help.</p>";

fn prepared(situation: Situation) -> OnDisk {
    let first = format!("{REGISTER}locations = [\"US\"]\n");
    let second = format!("{REGISTER}locations = [\"US\", \"IE\"]\n");
    let third = format!("{REGISTER}locations = [\"IE\"]\n");
    let settled = Project::new(
        "-- candor.toml --\n[site]\nid = \"0f8e4c1e-3b52-4a53-9d4e-5f0f6f3f1c55\"\ntitle = \"Trust\"\nbase_url = \"https://trust.example.com/\"\n\
         -- content/index.md --\n+++\ntitle = \"Trust\"\n+++\nWelcome.\n\
         -- content/changes/2020-01-06-first-list/change.toml --\nkind = \"baseline\"\nannounced = 2020-01-06\ntitle = \"First list\"\n",
    )
    .with_bytes("content/changes/2020-01-06-first-list/subprocessors.toml", first.clone())
    .with_bytes("content/subprocessors.toml", first.clone());
    let change = |announced: Date| {
        format!(
            "kind = \"change\"\nannounced = {announced}\neffective = {}\ntitle = \"Posthorn adds Ireland\"\n",
            announced.plus(31)
        )
    };
    let recorded = |announced: Date| {
        settled
            .clone()
            .with_bytes(&format!("{CHANGE}/change.toml"), change(announced))
            .with_bytes(&format!("{CHANGE}/subprocessors.toml"), second.clone())
            .with_bytes("content/subprocessors.toml", second.clone())
    };
    let project = match situation {
        Situation::Beginning => Project::default(),
        Situation::Settled | Situation::Live => settled,
        Situation::Importing => settled
            .with_bytes("annex-1.html", ANNEX)
            .with_bytes("vendors.csv", VENDORS),
        Situation::Edited => settled.with_bytes("content/subprocessors.toml", second),
        Situation::Announced => recorded(today()),
        Situation::Corrected => {
            recorded(day("2021-03-01")).with_bytes("content/subprocessors.toml", third)
        }
    };
    let disk = project.on_disk();
    if situation == Situation::Live {
        let built = run(shell(&disk, "candor build --quiet"));
        assert_eq!(built.code, Some(0), "{}", built.err);
        let log = fs::read(disk.root().join("public/changes.json")).unwrap();
        for name in [
            "published.json",
            "last-year.json",
            "changes.json",
            "live.json",
        ] {
            fs::write(disk.root().join(name), &log).unwrap();
        }
    }
    disk
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
