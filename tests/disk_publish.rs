//! Publishing under bad conditions: killed at any moment, polled all the time, on a full disk, under a
//! harsh umask, without permission.
//!
//! Some of it needs a process of its own. The test binary starts itself again for that, with the name of
//! a part to play ([`PLAY`]) in the environment.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the disk is what is tested here, a child is told its part by the environment, and what fails here is to fail loudly"
)]

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use candor::write::{Blame, Guard, Staging, Twins, WriteError};

const PLAY: &str = "CANDOR_TEST_PLAY";
const FILES: usize = 25;

/// A site in which every file says which edition it belongs to, with a twin.
fn publish(output: &Path, edition: usize) -> Result<(), WriteError> {
    let staging = Staging::open(output, &Guard::default(), Twins::From(0))?;
    for file in 0..FILES {
        let text = format!("edition {edition}").repeat(50);
        staging.put(&format!("pages/{file}/index.html"), None, text.as_bytes())?;
        staging.put(
            &format!("same/{file}.txt"),
            None,
            b"the same in every edition",
        )?;
    }
    staging.swap_in()?;
    Ok(())
}

/// The edition of a whole site; a mixture, a missing file and a half-written one are failures.
fn edition(output: &Path) -> usize {
    let read = |file| fs::read_to_string(output.join(format!("pages/{file}/index.html"))).unwrap();
    let first = read(0);
    for file in 0..FILES {
        assert_eq!(read(file), first, "two editions in one folder");
        let same = fs::read_to_string(output.join(format!("same/{file}.txt"))).unwrap();
        assert_eq!(same, "the same in every edition");
    }
    let number = first.strip_prefix("edition ").unwrap();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(first, format!("edition {digits}").repeat(50));
    digits.parse().unwrap()
}

/// Plays a part in a process of its own: `test` is started there again.
fn start(test: &str, output: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(PLAY, output)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The output that a child was told to publish to.
fn part() -> Option<PathBuf> {
    std::env::var_os(PLAY).map(PathBuf::from)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn killed_at_any_moment_the_site_is_the_old_or_the_new_one() {
    if let Some(output) = part() {
        println!("ready");
        for edition in 1.. {
            publish(&output, edition).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    fs::write(output.join("CNAME"), "theirs").unwrap();
    let mut progress = 0;
    for round in 0..30 {
        let mut child = start(
            "killed_at_any_moment_the_site_is_the_old_or_the_new_one",
            &output,
        );
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("ready")));
        // Any moment will do, so it doesn't matter that the scheduler has a say in it.
        std::thread::sleep(std::time::Duration::from_millis(5 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        progress = progress.max(edition(&output));
        assert_eq!(fs::read_to_string(output.join("CNAME")).unwrap(), "theirs");
        // Every other time the next killed build finds the leftovers, else a build that ends does.
        if round % 2 == 0 {
            publish(&output, 0).unwrap();
            assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
            assert_eq!(edition(&output), 0);
        }
    }
    assert!(
        progress > 0,
        "no build ever got through, so nothing was tried"
    );
}

#[test]
fn the_site_is_never_missing_during_a_hundred_builds() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    let done = AtomicBool::new(false);
    let polls = std::thread::scope(|scope| {
        let poll = scope.spawn(|| {
            let mut polls = 0;
            while !done.load(Ordering::Relaxed) {
                // The name itself is there at every moment. A path through it may have been looked up
                // in the old folder just before that goes; the next look finds the new one.
                fs::metadata(&output).unwrap();
                let page = || fs::read(output.join("pages/0/index.html"));
                page().or_else(|_| page()).unwrap();
                polls += 1;
            }
            polls
        });
        for edition in 1..=100 {
            publish(&output, edition).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        poll.join().unwrap()
    });
    if !cfg!(any(target_os = "linux", target_os = "macos")) {
        println!("this system can't exchange two folders in one step");
    }
    assert!(polls > 100, "{polls}");
    assert_eq!(edition(&output), 100);
    assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
}

#[test]
fn of_two_processes_one_wins_and_the_other_says_so() {
    if let Some(output) = part() {
        for edition in 1..=20 {
            match publish(&output, edition) {
                Ok(()) => println!("published"),
                Err(error) if error.to_string().contains("another build") => println!("busy"),
                Err(error) => println!("failed: {error}"),
            }
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    let test = "of_two_processes_one_wins_and_the_other_says_so";
    let children = [
        start(test, &output),
        start(test, &output),
        start(test, &output),
    ];
    let (mut published, mut other) = (0, Vec::new());
    for child in children {
        let text = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        published += text.matches("published").count();
        other.extend(
            text.lines()
                .filter(|l| l.starts_with("failed: "))
                .map(str::to_owned),
        );
    }
    assert!(published > 0);
    assert_eq!(other, [""; 0]);
    assert!(edition(&output) <= 20);
    assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
}

#[test]
fn modes_are_the_same_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    if let Some(output) = part() {
        publish(&output, 1).unwrap();
        fs::create_dir_all(output.join("theirs/empty")).unwrap();
        fs::write(output.join("pages/0/theirs.txt"), "theirs").unwrap();
        let staging = Staging::open(&output, &Guard::default(), Twins::None).unwrap();
        staging.put("other/place/index.html", None, b"x").unwrap();
        staging.swap_in().unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for umask in ["0000", "0022", "0077"] {
        let output = folder.path().join(umask).join("public");
        fs::create_dir(output.parent().unwrap()).unwrap();
        let me = std::env::current_exe().unwrap();
        let status = Command::new("sh")
            .args([
                "-c",
                r#"umask "$1" && exec "$2" --exact modes_are_the_same_whatever_the_umask"#,
                "sh",
                umask,
            ])
            .arg(me)
            .env(PLAY, &output)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{umask}");
        for entry in walk(&output) {
            let theirs = entry.components().any(|part| part.as_os_str() == "theirs");
            let metadata = fs::symlink_metadata(&entry).unwrap();
            let expected = if metadata.is_dir() { 0o755 } else { 0o644 };
            let mode = metadata.permissions().mode() & 0o7777;
            if !theirs && entry.file_name().is_some_and(|name| name != "theirs.txt") {
                assert_eq!(mode, expected, "{umask} {}", entry.display());
            }
        }
        assert!(output.join("pages/0/theirs.txt").exists());
        assert!(output.join("theirs/empty").is_dir());
    }
}

/// A folder and everything below it.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for name in names(folder) {
        let place = folder.join(name);
        if fs::symlink_metadata(&place).unwrap().is_dir() {
            found.extend(walk(&place));
        } else {
            found.push(place);
        }
    }
    found
}

/// A volume of one megabyte, where this machine lets us mount one.
struct Small(PathBuf);

impl Small {
    fn mount(place: &Path) -> Option<Small> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(place)
            .stderr(Stdio::null())
            .status();
        if mount.is_ok_and(|status| status.success()) {
            return Some(Small(place.to_owned()));
        }
        println!("skipped: can't mount a small volume here");
        None
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

#[test]
fn on_a_full_disk_the_old_site_stays() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_small) = Small::mount(folder.path()) else {
        return;
    };
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    let staging = Staging::open(&output, &Guard::default(), Twins::From(0)).unwrap();
    let error = (0..40)
        .try_for_each(|file| staging.put(&format!("large/{file}"), None, &[b'x'; 64 * 1024]))
        .unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert!(error.to_string().contains("public/large/"), "{error}");
    assert_eq!(error.blame(), Blame::Disk);
    drop(staging);
    assert_eq!(edition(&output), 0);
    assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
    publish(&output, 1).unwrap();
    assert_eq!(edition(&output), 1);
}

#[test]
fn edits_on_a_full_disk_change_nothing() {
    use candor::source::FileEdit;
    use candor::write::apply;
    let folder = tempfile::tempdir().unwrap();
    let Some(_small) = Small::mount(folder.path()) else {
        return;
    };
    fs::write(folder.path().join("candor.toml"), "title").unwrap();
    let create = |path: &str, bytes| FileEdit::Create {
        path: path.into(),
        bytes,
    };
    let edits = [
        create("content/a.md", b"a".to_vec()),
        FileEdit::Replace {
            path: "candor.toml".into(),
            bytes: b"x".to_vec(),
            expected: b"title".to_vec(),
        },
        create("content/b.bin", vec![b'x'; 2 << 20]),
    ];
    let error = apply(folder.path(), &edits).unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert_eq!(names(folder.path()), ["candor.toml"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("candor.toml")).unwrap(),
        "title"
    );
}

/// Runs everywhere: a name that is too long fails in the middle of a build as a full disk does.
#[test]
fn when_the_system_refuses_a_file_the_old_site_stays() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    let staging = Staging::open(&output, &Guard::default(), Twins::From(0)).unwrap();
    staging.put("first.html", None, b"x").unwrap();
    let long = "n".repeat(300);
    let error = staging
        .put(&format!("pages/{long}"), None, b"x")
        .unwrap_err();
    assert!(
        matches!(&error, WriteError::Io { cause, .. } if cause.kind() == ErrorKind::InvalidFilename),
        "{error}"
    );
    drop(staging);
    assert_eq!(edition(&output), 0);
    assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
}

#[test]
fn without_permission_nothing_changes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    let allow =
        |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    if fs::write(folder.path().join("probe"), "").is_ok() {
        allow(0o755);
        println!("skipped: this user may write everywhere");
        return;
    }
    let error = publish(&output, 1).unwrap_err();
    allow(0o755);
    assert!(error.to_string().contains("no permission"), "{error}");
    assert_eq!(edition(&output), 0);
    assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
}

#[test]
fn a_foreign_folder_that_nobody_may_write_to_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    publish(&output, 0).unwrap();
    fs::create_dir(output.join("theirs")).unwrap();
    fs::write(output.join("theirs/x.txt"), "x").unwrap();
    fs::set_permissions(output.join("theirs"), fs::Permissions::from_mode(0o500)).unwrap();
    for edition in 1..=3 {
        publish(&output, edition).unwrap();
    }
    let mode = fs::metadata(output.join("theirs"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o500);
    assert_eq!(
        fs::read_to_string(output.join("theirs/x.txt")).unwrap(),
        "x"
    );
    assert_eq!(names(folder.path()), [".public.candor-twin", "public"]);
    fs::set_permissions(output.join("theirs"), fs::Permissions::from_mode(0o700)).unwrap();
}
