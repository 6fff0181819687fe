//! Changes of one day, recorded one after the other and published each time: every log is the beginning
//! of the next, the order of the feeds is that of the log, and what was told stays the same bytes.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is published lies on the disk, and what fails here is to fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.ok(&["init", "site", "--example"]);
        desk
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// Records the draft and publishes it after what is live.
    fn publish(&self, title: &str, live: &str, output: &str) {
        self.ok(&["record", "--root", "site", "--title", title]);
        let live = format!("{live}/changes.json");
        self.ok(&[
            "build",
            "--root",
            "site",
            "--published",
            &live,
            "--output",
            output,
        ]);
    }

    fn json(&self, file: &str) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path(file)).unwrap()).unwrap()
    }

    /// The item of a title in the RSS feed, as it is written.
    fn item(&self, output: &str, title: &str) -> String {
        let feed = fs::read_to_string(self.path(output).join("changes/rss.xml")).unwrap();
        let mut items = feed.split("<item>").skip(1);
        let item = items.find(|item| item.contains(&format!("<title>{title}</title>")));
        let item = item.unwrap_or_else(|| panic!("{output} has no {title}"));
        item.split("</item>").next().unwrap().to_owned()
    }
}

fn feed(path: &Path) -> feed_rs::model::Feed {
    feed_rs::parser::parse(&*fs::read(path).unwrap()).unwrap()
}

#[test]
fn changes_of_one_day_stand_in_the_order_in_which_they_were_recorded() {
    let desk = Desk::new();
    let register = "site/content/subprocessors.toml";
    desk.ok(&[
        "build",
        "--root",
        "site",
        "--published",
        "none",
        "--output",
        "start",
    ]);
    desk.edit(register, "name = \"HubSpot\"", "name = \"HubSpot Two\"");
    desk.publish("Zulu moves", "start", "a");
    desk.edit(register, "name = \"Google\"", "name = \"Google Two\"");
    desk.publish("Alpha joins", "a", "b");
    desk.edit(
        "site/content/processing/all-apps/support.md",
        "\n## ",
        "\nReworded.\n\n## ",
    );
    desk.publish("Mike is reworded", "b", "c");

    for (old, new, words) in [
        ("start", "a", "record 3 is new"),
        ("a", "b", "record 4 is new"),
        ("b", "c", "record 5 is new"),
        ("a", "c", "records 4 to 5 are new"),
        ("c", "c", "Nothing was added"),
    ] {
        let files = [old, new].map(|output| format!("{output}/changes.json"));
        let said = desk.ok(&["verify", &files[0], &files[1]]);
        assert!(said.contains(words), "{said}");
    }
    let backwards = desk.run(&["verify", "c/changes.json", "a/changes.json"]);
    assert_eq!(backwards.status.code(), Some(1));

    let records = |output: &str| desk.json(&format!("{output}/changes.json"))["changes"].clone();
    let (a, b, c) = (records("a"), records("b"), records("c"));
    let digests = |log: &serde_json::Value| -> Vec<String> {
        let changes = log.as_array().unwrap().iter();
        changes
            .map(|change| change["digest"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(digests(&a), digests(&c)[..3]);
    assert_eq!(digests(&b), digests(&c)[..4]);

    for file in ["rss.xml", "atom.xml", "feed.json"] {
        let feed = feed(&desk.path("c/changes").join(file));
        let titles = feed
            .entries
            .iter()
            .map(|entry| entry.title.as_ref().unwrap());
        let titles: Vec<&str> = titles.map(|title| title.content.as_str()).collect();
        assert_eq!(
            titles[..3],
            ["Mike is reworded", "Alpha joins", "Zulu moves"],
            "{file}"
        );
        let dates: Vec<_> = feed
            .entries
            .iter()
            .map(|entry| entry.published.unwrap())
            .collect();
        assert!(
            dates.windows(2).all(|pair| pair[0] > pair[1]),
            "{file}: {dates:?}"
        );
    }
    let zulu = desk.item("a", "Zulu moves");
    assert!(
        zulu.contains(&format!("Record 3, SHA-256 {}", digests(&a)[2])),
        "{zulu}"
    );
    assert_eq!(zulu, desk.item("b", "Zulu moves"));
    assert_eq!(zulu, desk.item("c", "Zulu moves"));
    assert_eq!(desk.item("b", "Alpha joins"), desk.item("c", "Alpha joins"));
    let page = fs::read_to_string(desk.path("c/changes/index.html")).unwrap();
    assert!(page.contains(&digests(&c)[4]), "the log shows its head");
    let at = |title: &str| page.find(title).unwrap();
    assert!(at("Mike is reworded") < at("Alpha joins") && at("Alpha joins") < at("Zulu moves"));
}

#[test]
fn a_log_that_was_reverted_is_refused_and_comes_back() {
    let desk = Desk::new();
    desk.ok(&[
        "build",
        "--root",
        "site",
        "--published",
        "none",
        "--output",
        "live",
    ]);
    let changes = desk.path("site/content/changes");
    let folder = "2026-09-14-google-drive-replaces-sharepoint";
    fs::rename(changes.join(folder), desk.path("aside")).unwrap();
    let check = [
        "check",
        "--root",
        "site",
        "--published",
        "live/changes.json",
    ];
    let build = [
        "build",
        "--root",
        "site",
        "--published",
        "live/changes.json",
        "--output",
        "live",
    ];
    let before = fs::read(desk.path("live/changes.json")).unwrap();
    for command in [&check[..], &build[..]] {
        let refused = desk.run(command);
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(
            said.contains("its folder is gone") && said.contains("git checkout"),
            "{said}"
        );
        // What must come back isn't to be recorded a second time.
        assert!(!said.contains("no change says so"), "{said}");
    }
    assert_eq!(fs::read(desk.path("live/changes.json")).unwrap(), before);
    fs::rename(desk.path("aside"), changes.join(folder)).unwrap();
    desk.ok(&check);
    desk.ok(&build);
    assert_eq!(fs::read(desk.path("live/changes.json")).unwrap(), before);
}

#[test]
fn a_file_that_is_no_log_is_named_for_what_it_is() {
    let desk = Desk::new();
    for (text, code, words) in [
        ("", 2, "the file is empty"),
        ("<!doctype html>\n<title>404</title>", 2, "a web page"),
        (
            "{\"version\": \"https://jsonfeed.org/version/1.1\"}",
            2,
            "of another kind",
        ),
        ("{\"format\": \"candor/9\"}", 2, "update it"),
        (
            "{\"format\": \"candor/1\", \"changes\": [",
            2,
            "no JSON from line 1",
        ),
        ("{\"format\": \"candor/1\"}", 2, "damaged"),
    ] {
        fs::write(desk.path("live.json"), text).unwrap();
        let refused = desk.run(&["check", "--root", "site", "--published", "live.json"]);
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(code), "{text}: {said}");
        assert!(
            said.contains(words) && said.contains("--published none"),
            "{text}: {said}"
        );
    }
    let absent = desk.run(&["check", "--root", "site", "--published", "absent.json"]);
    assert_eq!(absent.status.code(), Some(3));
}

#[test]
fn a_build_without_the_published_log_says_so_once() {
    let desk = Desk::new();
    let words = "nothing protected the published log";
    let said = |arguments: &[&str]| {
        let output =
            desk.run(&[&["build", "--root", "site", "--output", "live"], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(said(&[]).matches(words).count(), 1);
    assert!(!said(&["--quiet"]).contains(words));
    assert!(!said(&["--published", "none"]).contains(words));
    assert!(!said(&["--draft"]).contains(words));
    assert!(
        !desk.path("live/changes.json").exists(),
        "a preview has no log"
    );
    let both = desk.run(&["build", "--root", "site", "--draft", "--published", "none"]);
    assert_eq!(both.status.code(), Some(2));
}
