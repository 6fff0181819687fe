//! Whose folder is it, and all or nothing: the whole program (cases 10 and 11). What the writer does in
//! bad weather is tried in `tests/disk_publish.rs` and beside it.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use crate::support::{DAY, OnDisk, Project, Tree, run, tree};

fn build(disk: &OnDisk, output: &str) -> crate::support::Run {
    disk.candor(&["build", "--as-of", DAY, "--output", output])
}

#[test]
fn a_new_an_empty_and_a_former_output_are_filled() {
    let disk = Project::base()
        .with("-- content/old.md --\n+++\ntitle = \"Old\"\n+++\n")
        .on_disk();
    build(&disk, "a/b/out").succeeds();
    fs::create_dir(disk.beside("empty")).unwrap();
    build(&disk, "../empty").succeeds();
    assert_eq!(
        tree(&disk.root().join("a/b/out")),
        tree(&disk.beside("empty"))
    );
    assert!(disk.root().join("a/b/out/old/index.html").exists());
    fs::remove_file(disk.root().join("content/old.md")).unwrap();
    build(&disk, "a/b/out").succeeds();
    assert!(
        !disk.root().join("a/b/out/old").exists(),
        "pages of deleted sources are gone"
    );
}

#[test]
fn what_is_not_ours_is_refused_and_nothing_changes() {
    let disk = Project::base().on_disk();
    disk.write("notes/notes.txt", b"mine");
    disk.write("file", b"mine");
    fs::create_dir_all(disk.beside("home")).unwrap();
    symlink(disk.root().join("content"), disk.root().join("link")).unwrap();
    let before = tree(&disk.root());
    let home = disk.beside("home").display().to_string();
    for (output, code, says) in [
        ("notes", 3, "notes.txt"),
        ("file", 2, "file"),
        (".", 2, "a folder of its own"),
        ("..", 2, ""),
        ("content", 2, "content"),
        ("content/out", 2, "content"),
        ("content/static", 2, "content"),
        ("./content/../content/", 2, "content"),
        ("themes", 2, "themes"),
        ("link", 2, ""),
        ("/", 2, ""),
        (home.as_str(), 2, ""),
    ] {
        let refused = build(&disk, output);
        assert_eq!(refused.code, Some(code), "{output}: {}", refused.err);
        assert!(refused.err.contains(says), "{output}: {}", refused.err);
        assert_eq!(refused.out, "", "{output}");
        assert_eq!(
            refused.err.matches("error").count(),
            1,
            "{output}: {}",
            refused.err
        );
        assert_eq!(tree(&disk.root()), before, "{output}");
    }
}

#[test]
fn what_others_put_beside_the_pages_stays() {
    let disk = Project::base().on_disk();
    disk.build();
    disk.write("public/CNAME", b"trust.heronsgate.example\n");
    disk.write("public/.git/HEAD", b"ref: refs/heads/pages\n");
    let site = disk.build();
    assert_eq!(site["CNAME"], b"trust.heronsgate.example\n");
    assert_eq!(site[".git/HEAD"], b"ref: refs/heads/pages\n");
}

#[test]
fn a_link_to_an_output_stays_a_link() {
    let disk = Project::base().on_disk();
    fs::create_dir(disk.beside("real")).unwrap();
    symlink("../real", disk.root().join("public")).unwrap();
    disk.build();
    assert_eq!(
        fs::read_link(disk.root().join("public")).unwrap(),
        Path::new("../real")
    );
    assert!(disk.beside("real").join("index.html").exists());
}

#[test]
fn init_overwrites_nothing() {
    let disk = Project::base().on_disk();
    let before = tree(&disk.root());
    let refused = disk.candor(&["init", "."]).says(&["candor.toml"]);
    assert!(matches!(refused.code, Some(2 | 3)), "{refused:?}");
    assert_eq!(tree(&disk.root()), before);
    disk.candor(&["init", "../fresh"]).succeeds();
    disk.candor(&["init", "../sample", "--example"]).succeeds();
    for fresh in ["../fresh", "../sample"] {
        disk.candor(&["--root", fresh, "check"]).succeeds();
        disk.candor(&["--root", fresh, "build"]).succeeds();
        assert!(
            disk.root()
                .join(fresh)
                .join("public/changes/rss.xml")
                .exists()
        );
    }
}

/// A project, built, and then something that keeps it from being built again.
fn after_a_failure(spoil: impl FnOnce(&OnDisk), code: i32, says: &[&str]) {
    let disk = Project::base().on_disk();
    let before = disk.build();
    spoil(&disk);
    let neighbours = |tree: Tree| -> Vec<String> {
        tree.into_keys()
            .filter(|path| !path.starts_with("public/"))
            .collect()
    };
    let around = neighbours(tree(&disk.root()));
    let failed = disk
        .candor(&["build", "--as-of", DAY])
        .ends_with(code)
        .says(says);
    assert_eq!(failed.out, "");
    assert_eq!(tree(&disk.root().join("public")), before);
    assert_eq!(
        neighbours(tree(&disk.root())),
        around,
        "nothing stays behind"
    );
}

const THEME: &str = "[theme]\nname = \"own\"\n";

fn with_theme(disk: &OnDisk, file: &str, text: &str) {
    let config = Project::base().text("candor.toml");
    disk.write("candor.toml", format!("{config}{THEME}").as_bytes());
    disk.write(&format!("themes/own/templates/{file}"), text.as_bytes());
}

#[test]
fn a_template_with_an_unknown_filter_publishes_nothing() {
    after_a_failure(
        |disk| with_theme(disk, "page.html", "<p>\n{{ page.title | sparkle }}</p>\n"),
        1,
        &["themes/own/templates/page.html:2:", "sparkle"],
    );
}

#[test]
fn a_template_that_fails_for_one_page_publishes_nothing() {
    // The value is there on the page of one document only.
    let template = "{% extends \"default/document.html\" %}\n\
        {% block content %}{% include \"part.html\" %}{% endblock %}\n";
    after_a_failure(
        |disk| {
            with_theme(disk, "document.html", template);
            disk.write(
                "themes/own/templates/part.html",
                b"<p>ours</p>\n<p>{{ page.nothing.at_all }}</p>\n",
            );
        },
        1,
        &["part.html:2:", "/processing/support/", "document.html"],
    );
}

#[test]
fn a_broken_link_publishes_nothing() {
    after_a_failure(
        |disk| {
            disk.write(
                "content/contact.md",
                b"+++\ntitle = \"Contact\"\n+++\n[x](gone.md)\n",
            )
        },
        1,
        &["content/contact.md:4:", "gone.md"],
    );
}

#[test]
fn a_draft_publishes_nothing_and_can_be_looked_at() {
    let text = Project::base()
        .edit("content/subprocessors.toml", "[\"DE\"]", "[\"DE\", \"FR\"]")
        .text("content/subprocessors.toml");
    after_a_failure(
        |disk| disk.write("content/subprocessors.toml", text.as_bytes()),
        1,
        &[
            "content/subprocessors.toml:1:",
            "Stackhaven",
            "locations: from DE to DE, FR",
            "candor record",
            "build --draft",
        ],
    );
    let disk = Project::base().on_disk();
    disk.write("content/subprocessors.toml", text.as_bytes());
    disk.candor(&["build", "--as-of", DAY, "--draft", "--output", "preview"])
        .succeeds();
    let preview = tree(&disk.root().join("preview"));
    for (path, bytes) in &preview {
        assert!(
            !path.ends_with("rss.xml") && path != "changes.json",
            "{path}"
        );
        if path.ends_with(".html") {
            let page = String::from_utf8_lossy(bytes);
            assert!(page.contains("noindex"), "{path}");
            assert!(page.contains("class=\"draft"), "{path} has no banner");
        }
    }
    assert!(preview.len() > 20);
}

#[test]
fn a_file_that_cannot_be_read_publishes_nothing() {
    let logo = "content/static/logo.png";
    let probe = Project::base().with_bytes("probe", "").on_disk();
    let probe = probe.root().join("probe");
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&probe).is_err() {
        after_a_failure(
            |disk| {
                disk.write(logo, b"a picture");
                let path = disk.root().join(logo);
                fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
            },
            3,
            &[logo],
        );
    }
    // Whoever may read everything can't read what isn't there either.
    after_a_failure(
        |disk| {
            fs::create_dir_all(disk.root().join("content/static")).unwrap();
            symlink("nowhere", disk.root().join(logo)).unwrap();
        },
        1,
        &[logo],
    );
}

#[test]
fn sources_that_only_their_owner_reads_are_published_for_everybody() {
    let disk = Project::base().on_disk();
    disk.write("content/static/files/secret.txt", b"for all");
    disk.write("content/static/tool.sh", b"#!/bin/sh\n");
    let at = |path: &str| disk.root().join("content/static").join(path);
    let mode =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&at("files/secret.txt"), 0o400);
    mode(&at("tool.sh"), 0o777);
    mode(&at("files"), 0o500);
    for _ in 0..2 {
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", "umask 0077; exec \"$0\" build --as-of 2026-11-24"])
            .arg(env!("CARGO_BIN_EXE_candor"))
            .current_dir(disk.root());
        run(command).succeeds();
        for (path, expected) in [
            ("public/files/secret.txt", 0o644),
            ("public/tool.sh", 0o644),
            ("public/index.html", 0o644),
            ("public/files", 0o755),
            ("public", 0o755),
        ] {
            let found = fs::metadata(disk.root().join(path))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(found & 0o777, expected, "{path}");
        }
    }
    // So that the test's folder can be deleted.
    mode(&at("files"), 0o700);
}

#[test]
fn success_is_quiet_on_the_channel_of_errors_when_asked() {
    let disk = Project::base().on_disk();
    let built = disk
        .candor(&["build", "--as-of", DAY, "--quiet"])
        .succeeds();
    assert_eq!(built.err, "");
    let loud = disk.candor(&["build", "--as-of", DAY]).succeeds();
    for word in ["error", "warning"] {
        assert!(!loud.err.contains(word), "{}", loud.err);
    }
}
