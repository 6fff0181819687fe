//! What only a disk can have: links, pipes, names that aren't text. The program itself is run.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::sound;

/// A way of breaking a project's folder, and what is said of it.
type Breaking = (&'static str, fn(&Path), &'static str);

const BREAKINGS: [Breaking; 14] = [
    (
        "candor.toml is a folder",
        |root| {
            fs::remove_file(root.join("candor.toml")).expect("a file");
            fs::create_dir(root.join("candor.toml")).expect("a folder");
        },
        "`candor.toml` is a folder, and should be a file",
    ),
    (
        "candor.toml leads nowhere",
        |root| {
            fs::remove_file(root.join("candor.toml")).expect("a file");
            link("elsewhere.toml", &root.join("candor.toml"));
        },
        "the link `candor.toml` leads nowhere",
    ),
    (
        "content is a file",
        |root| {
            fs::remove_dir_all(root.join("content")).expect("a folder");
            fs::write(root.join("content"), "x").expect("a file");
        },
        "`content` is a file, and should be a folder",
    ),
    (
        "a page is a link out of the project",
        |root| link("/etc/hostname", &root.join("content/host.md")),
        "the link `content/host.md` leads out of the project",
    ),
    (
        "a folder is a link out of the project",
        |root| link("/etc", &root.join("content/static/etc")),
        "the link `content/static/etc` leads out of the project",
    ),
    (
        "a file is a link out of the project by many steps",
        |root| {
            link(
                "../../../../../../../../etc/hostname",
                &root.join("content/static/host.txt"),
            );
        },
        "the link `content/static/host.txt` leads",
    ),
    (
        "a link leads to a secret of the project",
        |root| {
            fs::write(root.join(".env"), "SECRET=1").expect("a file");
            link("../../.env", &root.join("content/static/env.txt"));
        },
        "the link `content/static/env.txt` leads to a hidden file or folder",
    ),
    (
        "a link leads to the history of the project",
        |root| {
            fs::create_dir(root.join(".git")).expect("a folder");
            link("../../.git", &root.join("content/static/git"));
        },
        "the link `content/static/git` leads to a hidden file or folder",
    ),
    (
        "a theme's template is a link out of the project",
        |root| {
            link(
                "/etc/hostname",
                &root.join("themes/own/templates/base.html"),
            );
        },
        "the link `themes/own/templates/base.html` leads out of the project",
    ),
    (
        "a link leads to the folder in which it lies",
        |root| link("..", &root.join("content/static/again")),
        "the link `content/static/again` leads to a folder in which it lies",
    ),
    (
        "a link leads nowhere",
        |root| link("gone.md", &root.join("content/here.md")),
        "the link `content/here.md` leads nowhere",
    ),
    (
        "a name has a backslash",
        |root| fs::write(root.join("content/static/a\\b.txt"), "x").expect("a file"),
        "holds a backslash or a control character",
    ),
    (
        "a name isn't text",
        |root| {
            let name = OsStr::from_bytes(b"content/static/caf\xe9.txt");
            // Some systems allow no such name: then another mistake of the kind stands for it.
            if fs::write(root.join(name), "x").is_err() {
                fs::write(root.join("content/static/a\u{1}b.txt"), "x").expect("a file");
            }
        },
        "the name `content/static/",
    ),
    (
        "a page is a pipe",
        |root| {
            let made = Command::new("mkfifo")
                .arg(root.join("content/pipe.md"))
                .status();
            assert!(made.is_ok_and(|status| status.success()));
        },
        "`content/pipe.md` is neither a file nor a folder",
    ),
];

fn link(target: &str, place: &Path) {
    symlink(target, place).expect("a link");
}

#[test]
fn what_is_wrong_on_the_disk_is_said() {
    for (name, break_it, said) in BREAKINGS {
        let disk = sound().on_disk();
        break_it(&disk.root());
        for command in ["check", "build"] {
            let run = disk.candor(&[command, "--root", "."]).ends_with(1);
            assert!(run.err.contains(said), "{name}: {}", run.err);
            assert!(run.err.contains("help"), "{name}: {}", run.err);
            assert!(!run.err.contains("panicked"), "{name}: {}", run.err);
        }
        assert!(!disk.root().join("public").exists(), "{name}");
    }
}
