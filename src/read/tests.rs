//! Projects on a real disk, with everything that people and editors leave in them.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{ReadError, ReadOutcome, SkipReason, find_root, is_source, read};

fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "candor.toml", "");
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn paths(outcome: &ReadOutcome) -> Vec<&str> {
    outcome
        .sources
        .iter()
        .map(|(_, s)| s.path.as_str())
        .collect()
}

fn reasons(outcome: &ReadOutcome) -> Vec<(&str, SkipReason)> {
    outcome
        .skipped
        .iter()
        .map(|s| (s.path.as_str(), s.reason))
        .collect()
}

#[test]
fn takes_the_configuration_the_content_and_the_themes() {
    let folder = project(&[
        ("content/index.md", "Hello"),
        ("content/processing/x.md/index.md", "a folder called x.md"),
        ("themes/acme/base.html", "<html>"),
        ("notes.log", "no source"),
        ("public/index.html", "no source"),
    ]);
    let outcome = read(folder.path()).unwrap();
    assert_eq!(
        paths(&outcome),
        [
            "candor.toml",
            "content/index.md",
            "content/processing/x.md/index.md",
            "themes/acme/base.html"
        ]
    );
    let (_, index) = outcome.sources.get("content/index.md").unwrap();
    assert_eq!(&*index.bytes, b"Hello");
    assert_eq!(reasons(&outcome), []);
}

#[test]
fn litter_is_no_source() {
    let litter = [
        "4913",
        ".support.md.swp",
        "#support.md#",
        "support.md~",
        "support.md.bck",
        "x.bak",
        "a.swp",
        ".DS_Store",
        "Thumbs.db",
        "Desktop.ini",
        ".hidden/page.md",
    ];
    let folder = project(&[("content/processing/support.md", "kept")]);
    for name in litter {
        put(folder.path(), &format!("content/processing/{name}"), "");
        assert!(!is_source(&format!("content/processing/{name}")), "{name}");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        "nowhere",
        folder.path().join("content/processing/.#support.md"),
    )
    .unwrap();
    let outcome = read(folder.path()).unwrap();
    assert_eq!(
        paths(&outcome),
        ["candor.toml", "content/processing/support.md"]
    );
    assert_eq!(reasons(&outcome), []);
}

#[test]
fn well_known_is_published_and_only_where_it_belongs() {
    let folder = project(&[
        ("content/static/.well-known/change-password", ""),
        ("content/static/sub/.well-known/x", ""),
        ("content/static/.well-known/.DS_Store", ""),
        ("content/.well-known/x", ""),
    ]);
    let outcome = read(folder.path()).unwrap();
    assert_eq!(
        paths(&outcome),
        ["candor.toml", "content/static/.well-known/change-password"]
    );
}

#[test]
fn says_which_paths_are_sources() {
    let cases = [
        ("candor.toml", true),
        ("content", true),
        ("content/a.md", true),
        ("content/static/.well-known/security.txt", true),
        ("themes/default/base.html", true),
        ("contents/a.md", false),
        ("notes.log", false),
        ("sub/candor.toml", false),
        ("content/a.md~", false),
        ("content/4913/a.md", false),
        ("content/#", true),
        ("content/x4913", true),
    ];
    for (path, expected) in cases {
        assert_eq!(is_source(path), expected, "{path}");
    }
}

#[test]
fn without_a_configuration_there_is_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let error = read(folder.path()).unwrap_err();
    assert!(matches!(error, ReadError::NoProject { .. }));
    assert!(error.to_string().contains("candor init"), "{error}");

    let error = read(&folder.path().join("gone")).unwrap_err();
    assert!(
        error.to_string().ends_with("gone: it doesn't exist"),
        "{error}"
    );
}

#[test]
fn finds_the_nearest_project_upward() {
    let folder = project(&[("content/a/b.md", ""), ("inner/candor.toml", "")]);
    put(folder.path(), "inner/deep/x", "");
    let root = folder.path().to_owned();
    assert_eq!(find_root(&root.join("content/a")), Some(root.clone()));
    assert_eq!(
        find_root(&root.join("inner/deep")),
        Some(root.join("inner"))
    );
    assert_eq!(find_root(&root), Some(root.clone()));
}

#[test]
fn a_folder_and_a_file_in_each_others_place_are_named() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "candor.toml/x", "");
    put(folder.path(), "content", "a file");
    let outcome = read(folder.path()).unwrap();
    assert_eq!(
        reasons(&outcome),
        [
            ("candor.toml", SkipReason::FolderForFile),
            ("content", SkipReason::FileForFolder)
        ]
    );
}

#[test]
fn a_file_of_four_gibibytes_is_named_and_not_loaded() {
    let folder = project(&[]);
    put(folder.path(), "content/static/film.mp4", "");
    let film = fs::File::options()
        .write(true)
        .open(folder.path().join("content/static/film.mp4"))
        .unwrap();
    if let Err(cause) = film.set_len(1 << 32) {
        println!("skipped: this file system can't hold a file with a hole ({cause})");
        return;
    }
    let outcome = read(folder.path()).unwrap();
    assert_eq!(
        reasons(&outcome),
        [("content/static/film.mp4", SkipReason::TooLarge)]
    );
}

#[test]
fn what_was_skipped_has_a_place_and_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "candor.toml/x", "");
    let outcome = read(folder.path()).unwrap();
    let skipped = &outcome.skipped[0];
    assert_eq!(
        outcome.sources.source(skipped.span.source).path.as_str(),
        "candor.toml"
    );
    assert!(outcome.sources.get("candor.toml").is_none());
}

#[test]
fn reading_while_an_editor_renames_never_fails() {
    let folder = project(&[("content/a.md", "one"), ("content/keep.md", "kept")]);
    let root = folder.path().to_owned();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..300 {
                let text = format!("round {round}");
                fs::write(root.join("content/a.md.new"), text).unwrap();
                fs::rename(root.join("content/a.md"), root.join("content/a.md~")).unwrap();
                fs::rename(root.join("content/a.md.new"), root.join("content/a.md")).unwrap();
                fs::remove_file(root.join("content/a.md~")).unwrap();
            }
        });
        for _ in 0..100 {
            let outcome = read(&root).unwrap();
            assert!(outcome.sources.get("content/keep.md").is_some());
            assert_eq!(reasons(&outcome), []);
        }
    });
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{paths, project, put, read, reasons};
    use crate::read::{ReadError, SkipReason};

    #[test]
    fn links_inside_the_project_are_followed() {
        let folder = project(&[("shared/a.md", "A"), ("one.md", "1")]);
        fs::create_dir(folder.path().join("content")).unwrap();
        symlink("../shared", folder.path().join("content/processing")).unwrap();
        symlink("../one.md", folder.path().join("content/one.md")).unwrap();
        let outcome = read(folder.path()).unwrap();
        assert_eq!(
            paths(&outcome),
            ["candor.toml", "content/one.md", "content/processing/a.md"]
        );
        assert_eq!(reasons(&outcome), []);
        assert_eq!(
            outcome.linked_folders,
            [fs::canonicalize(folder.path().join("shared")).unwrap()]
        );
    }

    #[test]
    fn links_that_leak_lead_nowhere_or_in_circles_are_named() {
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), "id_ed25519", "secret");
        let folder = project(&[
            ("content/index.md", ""),
            (".git/config", "token"),
            (".env", "token"),
            ("shared/x.md", ""),
            ("far/y.md", ""),
        ]);
        let root = folder.path();
        let at = |name: &str| root.join("content").join(name);
        symlink(outside.path(), at("a-folder-outside")).unwrap();
        symlink(outside.path().join("id_ed25519"), at("b-file-outside.md")).unwrap();
        symlink("../.git/config", at("c-git.md")).unwrap();
        symlink("../.git", at("d-git")).unwrap();
        symlink("../.env", at("e-env.md")).unwrap();
        symlink("gone.md", at("f-dangling.md")).unwrap();
        symlink("g-self.md", at("g-self.md")).unwrap();
        symlink(".", at("h-here")).unwrap();
        symlink("..", at("i-root")).unwrap();
        symlink("../shared", at("j-shared")).unwrap();
        symlink("../far", root.join("shared/far")).unwrap();
        let outcome = read(root).unwrap();
        assert_eq!(
            reasons(&outcome),
            [
                ("content/a-folder-outside", SkipReason::LeavesProject),
                ("content/b-file-outside.md", SkipReason::LeavesProject),
                ("content/c-git.md", SkipReason::LeadsToHidden),
                ("content/d-git", SkipReason::LeadsToHidden),
                ("content/e-env.md", SkipReason::LeadsToHidden),
                ("content/f-dangling.md", SkipReason::Dangling),
                ("content/g-self.md", SkipReason::Loop),
                ("content/h-here", SkipReason::Loop),
                ("content/i-root", SkipReason::Loop),
                ("content/j-shared/far", SkipReason::LinkBelowLink),
            ]
        );
        assert_eq!(
            paths(&outcome),
            ["candor.toml", "content/index.md", "content/j-shared/x.md"]
        );
        for skipped in &outcome.skipped {
            assert!(skipped.message().contains(&skipped.path), "{skipped}");
        }
    }

    #[test]
    fn a_configuration_outside_the_project_is_not_read() {
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), "passwd", "root:x:0");
        let folder = tempfile::tempdir().unwrap();
        symlink(
            outside.path().join("passwd"),
            folder.path().join("candor.toml"),
        )
        .unwrap();
        let outcome = read(folder.path()).unwrap();
        assert_eq!(paths(&outcome), [""; 0]);
        assert_eq!(
            reasons(&outcome),
            [("candor.toml", SkipReason::LeavesProject)]
        );
    }

    #[test]
    fn the_root_may_be_a_link_itself() {
        let folder = project(&[("content/a.md", "")]);
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("project");
        symlink(folder.path(), &link).unwrap();
        symlink("a.md", folder.path().join("content/b.md")).unwrap();
        let outcome = read(&link).unwrap();
        assert_eq!(
            paths(&outcome),
            ["candor.toml", "content/a.md", "content/b.md"]
        );
    }

    #[test]
    fn names_that_no_address_can_hold_are_named() {
        let folder = project(&[("content/a\\b.md", ""), ("content/line\nbreak.md", "")]);
        let bad = folder
            .path()
            .join("content")
            .join(OsStr::from_bytes(b"caf\xe9.md"));
        if let Err(cause) = fs::write(&bad, "") {
            println!("skipped: this file system takes only UTF-8 names ({cause})");
            return;
        }
        let outcome = read(folder.path()).unwrap();
        assert_eq!(
            reasons(&outcome),
            [
                ("content/a\\b.md", SkipReason::NameUnusable),
                ("content/caf\u{fffd}.md", SkipReason::NameNotUtf8),
                ("content/line\nbreak.md", SkipReason::NameUnusable),
            ]
        );
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = project(&[("content/a.md", "")]);
        let socket = folder.path().join("content/socket.md");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let outcome = read(folder.path()).unwrap();
        assert_eq!(
            reasons(&outcome),
            [("content/socket.md", SkipReason::NotAFile)]
        );
    }

    #[test]
    fn what_may_not_be_read_is_a_failure_that_names_it() {
        let folder = project(&[("content/static/logo.png", "")]);
        let logo = folder.path().join("content/static/logo.png");
        fs::set_permissions(&logo, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(&logo).is_ok() {
            println!("skipped: this user may read everything");
            return;
        }
        let error = read(folder.path()).unwrap_err();
        assert!(
            matches!(&error, ReadError::Io { path, .. } if *path == logo),
            "{error}"
        );
        assert!(error.to_string().contains("no permission"), "{error}");
    }
}
