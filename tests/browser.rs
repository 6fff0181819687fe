//! Sites in a real browser: the sample, a preview of a draft, a German site, and the sample in another theme;
//! held to axe's rules, to the policy of docs/publishing.md, to the Nu HTML checker and to Lighthouse. And the
//! preview as a writer uses it. And, since Node is there, the workflows for GitHub as their linter sees them.
//!
//! It needs Chromium, Node, and what `npm ci --prefix tests/browser` installs; the checker needs Java as well.
//! `test.sh` sees to that. What takes long, or needs more, is ignored unless it is asked for.

#![cfg(feature = "browser")]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops where something is missing, and says what it looked at"
)]

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::{OnDisk, Project, run};

/// While a change is announced, so that there is everything to be seen.
const DAY: &str = "2026-09-20";
/// What `tests/browser/host.mjs` puts its own address in place of.
const ADDRESS: &str = "http://host.invalid/";

/// A built site, and the folder in which it lies.
struct Site {
    folder: PathBuf,
    _disk: OnDisk,
}

fn build(project: &Project, name: &str, arguments: &[&str]) -> Site {
    let disk = project.on_disk();
    let mut all = vec!["build", "--output", name, "--base-url", ADDRESS];
    all.extend(arguments);
    disk.candor(&all).succeeds();
    Site {
        folder: disk.root().join(name),
        _disk: disk,
    }
}

fn folder_links(project: Project) -> Project {
    project.edit("candor.toml", "index_links = true", "index_links = false")
}

fn sample() -> Site {
    build(
        &folder_links(Project::sample()),
        "sample",
        &["--as-of", DAY],
    )
}

/// The sample with something that isn't recorded.
fn draft() -> Site {
    let register = "content/subprocessors.toml";
    let text = Project::sample().text(register);
    let (_, first) = text.split_once("name = \"").unwrap();
    let (name, _) = first.split_once('"').unwrap();
    let project = Project::sample().edit(
        register,
        &format!("name = \"{name}\""),
        &format!("name = \"{name} Cloud\""),
    );
    build(
        &folder_links(project),
        "draft",
        &["--draft", "--as-of", DAY],
    )
}

fn german() -> Project {
    Project::new(include_str!("languages/german.txt"))
}

/// The French one as if it were written from the right.
fn from_the_right() -> Project {
    let words = include_str!("languages/fr.toml");
    let turned = words.replace("direction = \"ltr\"", "direction = \"rtl\"");
    assert_ne!(turned, words);
    french().with_bytes("themes/maison/strings/fr.toml", turned)
}

fn french() -> Project {
    german()
        .edit("candor.toml", "language = \"de\"", "language = \"fr\"")
        .edit(
            "candor.toml",
            "[products]",
            "[theme]\nname = \"maison\"\n\n[products]",
        )
        .with_bytes(
            "themes/maison/strings/fr.toml",
            include_str!("languages/fr.toml"),
        )
}

/// The sample in the look of a ledger.
fn ledger() -> Site {
    let mut project =
        Project::sample().edit("candor.toml", "[theme]\n", "[theme]\nname = \"ledger\"\n");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/theme/ledger");
    for file in walkdir::WalkDir::new(&folder) {
        let file = file.unwrap();
        if file.file_type().is_file() {
            let path = file.path().strip_prefix(&folder).unwrap().to_str().unwrap();
            let bytes = std::fs::read(file.path()).unwrap();
            project = project.with_bytes(&format!("themes/ledger/{path}"), bytes);
        }
    }
    build(&folder_links(project), "ledger", &["--as-of", DAY])
}

fn sites() -> Vec<Site> {
    vec![
        sample(),
        draft(),
        build(&german(), "german", &["--as-of", "2026-11-24"]),
        build(&from_the_right(), "right", &["--as-of", "2026-11-24"]),
        ledger(),
    ]
}

/// Runs a script of `tests/browser`, which has to find nothing.
fn node(script: &str, arguments: impl IntoIterator<Item = PathBuf>) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/browser")
        .join(script);
    let mut node = Command::new("node");
    node.arg(script).args(arguments);
    let done = run(node);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    println!("{}", done.out);
}

#[test]
fn every_page_is_sound_in_a_browser() {
    let sites = sites();
    node("look.mjs", sites.iter().map(|site| site.folder.clone()));
}

#[test]
fn a_reader_finds_entries_and_pages() {
    let (sample, german) = (
        sample(),
        build(&german(), "german", &["--as-of", "2026-11-24"]),
    );
    node("find.mjs", [sample.folder.clone(), german.folder.clone()]);
}

#[test]
#[ignore = "it needs Java"]
fn every_page_keeps_to_the_standards() {
    let mut sites = sites();
    sites.push(build(&french(), "french", &["--as-of", "2026-11-24"]));
    node("markup.mjs", sites.iter().map(|site| site.folder.clone()));
}

#[test]
#[ignore = "it loads each page several times, which takes minutes"]
fn lighthouse_finds_nothing_to_mend() {
    let sample = sample();
    let paths = [
        "/",
        "/subprocessors/",
        "/changes/2026-09-14-google-drive-replaces-sharepoint/",
        "/processing/support/versions/2026-09-14-google-drive-replaces-sharepoint/compare/",
    ];
    let paths = paths.map(PathBuf::from);
    node(
        "lighthouse.mjs",
        [sample.folder.clone()].into_iter().chain(paths),
    );
}

#[test]
fn the_workflows_for_github_have_no_lint() {
    let disk = Project::base().on_disk();
    disk.candor(&["init", "--ci", "github"]).succeeds();
    node("workflows.mjs", [disk.root()]);
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
