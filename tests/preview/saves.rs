//! Saves as editors do them, and all that editors do besides.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::support::Project;
use crate::watched::{Watched, page};

const PATH: &str = "content/processing/support.md";
const PAGE: &str = "/processing/support/";

/// What the edited word is.
const WORD: &str = "agents";

fn edited(text: &str, word: &str) -> String {
    text.replacen(WORD, word, 1)
}

/// The pauses are the editor's, not the test's: whatever the machine makes of them must be right.
fn pause() {
    thread::sleep(Duration::from_millis(30));
}

/// A save: the project, the file's text with the edit, and a number for names.
type Save = fn(&Watched, &str, usize);

fn beside_and_over(watched: &Watched, text: &str, number: usize) {
    let beside = watched.place(&format!("content/processing/support.md.{number}.tmp"));
    fs::write(&beside, text).unwrap();
    fs::rename(&beside, watched.place(PATH)).unwrap();
}

fn away_and_anew(watched: &Watched, text: &str, _: usize) {
    let backup = watched.place("content/processing/support.md~");
    fs::rename(watched.place(PATH), &backup).unwrap();
    fs::write(watched.place(PATH), text).unwrap();
    fs::remove_file(&backup).unwrap();
}

fn cut_and_filled(watched: &Watched, text: &str, _: usize) {
    let (first, rest) = text.split_at(text.len() / 2);
    let mut file = File::create(watched.place(PATH)).unwrap();
    pause();
    file.write_all(first.as_bytes()).unwrap();
    pause();
    file.write_all(rest.as_bytes()).unwrap();
}

fn cut_and_filled_by_others(watched: &Watched, text: &str, _: usize) {
    // In the middle of the front matter, so that a half of it can't be read.
    let (first, rest) = text.split_at(9);
    let place = watched.place(PATH);
    fs::write(&place, "").unwrap();
    pause();
    let append = || OpenOptions::new().append(true).open(&place).unwrap();
    append().write_all(first.as_bytes()).unwrap();
    pause();
    append().write_all(rest.as_bytes()).unwrap();
}

fn thrice(watched: &Watched, text: &str, number: usize) {
    for round in 0..3 {
        let last = format!("{text}\nSave {number}, round {round}.\n");
        watched.write(PATH, &last);
        pause();
    }
}

fn folder_away_and_back(watched: &Watched, text: &str, number: usize) {
    let folder = watched.place("content/processing");
    let away = watched.place(&format!("away-{number}"));
    fs::rename(&folder, &away).unwrap();
    fs::write(away.join("support.md"), text).unwrap();
    fs::rename(&away, &folder).unwrap();
}

fn folder_deleted_and_made_anew(watched: &Watched, text: &str, _: usize) {
    let folder = watched.place("content/processing");
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("support.md"), text).unwrap();
}

#[test]
fn a_save_is_one_edition_however_an_editor_saves() {
    let saves: [(&str, Save); 7] = [
        ("beside, then over it", beside_and_over),
        ("away, then anew", away_and_anew),
        ("cut, then filled", cut_and_filled),
        ("cut, then filled by others", cut_and_filled_by_others),
        ("three times", thrice),
        ("the folder away and back", folder_away_and_back),
        ("the folder anew", folder_deleted_and_made_anew),
    ];
    let mut watched = Watched::new(&Project::base());
    let original = watched.text(PATH);
    for round in 0..3 {
        for (number, (name, save)) in saves.iter().enumerate() {
            let word = format!("helpers-{round}-{number}");
            save(&watched, &edited(&original, &word), number);
            let came = watched.until(PAGE, &word);
            // A machine that stops between two writes may make two of them; half a text none does.
            assert!(came <= 3, "{name}: {came} editions");
        }
    }
    // The last save of three is the one that stays.
    thrice(&watched, &original, 9);
    watched.until(PAGE, "Save 9, round 2.");
}

#[test]
fn every_source_is_followed() {
    let style = "themes/default/assets/site.css";
    let project = Project::base().with_bytes(style, "body { color: black }\n");
    let mut watched = Watched::new(&project);
    let config = watched.text("candor.toml");
    watched.write(
        "candor.toml",
        &config.replacen("Heronsgate", "Otterburn", 1),
    );
    watched.until(PAGE, "Otterburn");
    let register = watched.text("content/subprocessors.toml");
    let renamed = register.replacen("\"Stackhaven\"", "\"Stackhaven North\"", 1);
    watched.write("content/subprocessors.toml", &renamed);
    watched.until("/subprocessors/", "Stackhaven North");
    // A template and a page that weren't there.
    fs::create_dir_all(watched.place("themes/default/templates")).unwrap();
    watched.write(
        "themes/default/templates/page.html",
        "<!doctype html><html><p>ours</p></html>",
    );
    watched.write(
        "content/contact.md",
        "+++\ntitle = \"Contact\"\n+++\nWrite.\n",
    );
    watched.until_page("/contact/", "ours");
    // Taken away, the bundled one is there again.
    fs::remove_file(watched.place("themes/default/templates/page.html")).unwrap();
    watched.until("/contact/", "Otterburn");
}

#[test]
fn a_link_to_a_folder_is_followed_to_its_real_place() {
    let mut watched = Watched::new(&Project::base());
    let original = watched.text(PATH);
    let real = watched.place("texts");
    fs::rename(watched.place("content/processing"), &real).unwrap();
    link(&real, &watched.place("content/processing"));
    watched.write("content/index.md", "+++\ntitle = \"Linked\"\n+++\nSeen.\n");
    watched.until("/", "Linked");
    for number in 0..3 {
        let word = format!("linked-{number}");
        fs::write(real.join("support.md"), edited(&original, &word)).unwrap();
        watched.until(PAGE, &word);
    }
    // A link to a file, likewise.
    let file = watched.place("elsewhere.md");
    fs::write(&file, "+++\ntitle = \"Elsewhere\"\n+++\nFirst words.\n").unwrap();
    link(&file, &watched.place("content/elsewhere.md"));
    watched.until_page("/elsewhere/", "First words");
    fs::write(&file, "+++\ntitle = \"Elsewhere\"\n+++\nOther words.\n").unwrap();
    watched.until("/elsewhere/", "Other words");
    let beside = watched.place("elsewhere.new");
    fs::write(&beside, "+++\ntitle = \"Elsewhere\"\n+++\nLast words.\n").unwrap();
    fs::rename(&beside, &file).unwrap();
    watched.until("/elsewhere/", "Last words");
}

#[cfg(unix)]
fn link(to: &std::path::Path, at: &std::path::Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

#[cfg(windows)]
fn link(to: &std::path::Path, at: &std::path::Path) {
    if to.is_dir() {
        std::os::windows::fs::symlink_dir(to, at).unwrap();
    } else {
        std::os::windows::fs::symlink_file(to, at).unwrap();
    }
}

#[test]
fn litter_times_reads_and_neighbours_do_nothing() {
    let mut watched = Watched::new(&Project::base());
    let folder = watched.place("content/processing");
    let litter = [
        "4913",
        ".support.md.swp",
        "#support.md#",
        "support.md~",
        "support.md.bck",
        ".DS_Store",
        "Thumbs.db",
    ];
    for name in litter {
        fs::write(folder.join(name), "litter").unwrap();
    }
    #[cfg(unix)]
    link(&folder.join("nowhere"), &folder.join(".#support.md"));
    watched.expect_nothing(1);
    for name in litter {
        fs::remove_file(folder.join(name)).unwrap();
    }
    watched.expect_nothing(2);
    let file = File::options()
        .write(true)
        .open(watched.place(PATH))
        .unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    drop(file);
    for _ in 0..100 {
        watched.text(PATH);
    }
    watched.expect_nothing(3);
    // The same bytes, written again.
    let text = watched.text(PATH);
    watched.write(PATH, &text);
    for line in 0..200 {
        watched.write("notes.log", &format!("line {line}\n"));
    }
    watched.expect_nothing(4);
}

#[test]
fn ten_thousand_events_end_in_the_last_state() {
    let mut watched = Watched::new(&Project::base());
    let original = watched.text(PATH);
    for number in 0..2_500 {
        // Each is four events and more: made, cut, written, closed, moved.
        let text = edited(&original, &format!("burst-{number}-"));
        if number % 2 == 0 {
            watched.write(PATH, &text);
        } else {
            beside_and_over(&watched, &text, number);
        }
    }
    watched.until(PAGE, "burst-2499-");
    watched.expect_nothing(1);
}

#[test]
fn a_folder_with_many_files_comes_and_goes_as_a_whole() {
    let mut watched = Watched::new(&Project::base());
    let beside = watched.place("beside");
    fs::create_dir(&beside).unwrap();
    for number in 0..600 {
        let text = format!("+++\ntitle = \"Note {number}\"\n+++\nWords.\n");
        fs::write(beside.join(format!("note-{number}.md")), text).unwrap();
    }
    fs::rename(&beside, watched.place("content/notes")).unwrap();
    watched.until_page("/notes/note-599/", "Note 599");
    page(&watched.edition, "/notes/note-0/");
    fs::remove_dir_all(watched.place("content/notes")).unwrap();
    while watched
        .edition
        .sources
        .below("content/notes")
        .next()
        .is_some()
    {
        watched.next("the folder gone");
    }
}

#[test]
fn another_branch_is_checked_out() {
    let disk = Project::base().on_disk();
    let root = disk.root();
    let git = |arguments: &[&str]| {
        let ran = Command::new("git")
            .args([
                "-c",
                "user.name=Writer",
                "-c",
                "user.email=writer@heronsgate.example",
            ])
            .args([
                "-c",
                "init.defaultBranch=trunk",
                "-c",
                "core.hooksPath=/dev/null",
            ])
            .args(arguments)
            .current_dir(&root)
            .output();
        ran.is_ok_and(|ran| ran.status.success())
    };
    if !git(&["init", "--quiet"]) {
        println!("left out: git isn't installed");
        return;
    }
    let mut watched = Watched::on(disk);
    let index = "content/index.md";
    let original = watched.text(index);
    let register = watched.text("content/subprocessors.toml");
    assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", "one"]));
    assert!(git(&["checkout", "--quiet", "-b", "other"]));
    // The page names what only the register of the same branch has.
    let more = "\n[[subprocessor]]\nid = \"quill\"\nname = \"Quill\"\npurpose = \"Letters\"\n";
    watched.write("content/subprocessors.toml", &(register + more));
    watched.until("/subprocessors/", "Quill");
    let words = "Letters go out through";
    watched.write(
        index,
        &format!("{original}\n{words} [Quill](subprocessor:quill).\n"),
    );
    watched.until("/", words);
    assert!(git(&["commit", "--quiet", "-am", "two"]));
    for round in 0..5 {
        assert!(git(&["checkout", "--quiet", "trunk"]));
        while page(&watched.edition, "/").contains(words) {
            watched.next(&format!("trunk, round {round}"));
            assert_eq!(watched.edition.problems(), [], "half a checkout");
        }
        assert!(git(&["checkout", "--quiet", "other"]));
        watched.until("/", words);
    }
}

#[test]
fn a_problem_is_shown_and_heals() {
    let mut watched = Watched::new(&Project::base());
    let original = watched.text(PATH);
    let bad = original.replacen("title", "titel", 1).replacen(
        "subprocessor:postlark",
        "subprocessor:postlerk",
        1,
    );
    watched.write(PATH, &bad);
    watched.next("the problems");
    let messages = |watched: &Watched| -> Vec<String> {
        let problems = watched.edition.problems().iter();
        problems.map(|problem| problem.message.clone()).collect()
    };
    let both = messages(&watched).join("\n");
    assert!(
        both.contains("titel") && both.contains("postlerk"),
        "{both}"
    );
    // The last good page stays.
    let shown = watched.edition.shown().expect("pages").edition;
    assert!(page(&shown, PAGE).contains(WORD));
    watched.write(PATH, &bad.replacen("titel", "title", 1));
    watched.next("one problem less");
    let one = messages(&watched).join("\n");
    assert!(!one.contains("titel") && one.contains("postlerk"), "{one}");
    watched.write(PATH, &original);
    watched.next("no problem");
    assert_eq!(messages(&watched), Vec::<String>::new());
}

#[test]
fn the_whole_project_is_replaced() {
    let mut watched = Watched::new(&Project::base());
    let root = watched.place("");
    let away = root.parent().unwrap().join("away");
    fs::rename(&root, &away).unwrap();
    copy(&away, &root);
    let text = watched.text(PATH);
    watched.write(PATH, &edited(&text, "replaced"));
    while !page(&watched.edition.shown().unwrap().edition, PAGE).contains("replaced") {
        watched.next("the other project");
    }
    for number in 0..2 {
        let word = format!("replaced-{number}");
        watched.write(PATH, &edited(&text, &word));
        while !page(&watched.edition.shown().unwrap().edition, PAGE).contains(&word) {
            watched.next("an edit in the other project");
        }
    }
    assert_eq!(watched.edition.problems(), []);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

#[test]
fn vim_saves() {
    let mut watched = Watched::new(&Project::base());
    let ways = [
        "set backupcopy=no",
        "set backupcopy=yes",
        "set nowritebackup",
        "set backup",
    ];
    for (number, way) in ways.into_iter().enumerate() {
        let word = format!("vim-{number}-");
        let before = if number == 0 {
            WORD.to_owned()
        } else {
            format!("vim-{}-", number - 1)
        };
        let ran = Command::new("vim")
            .args(["-N", "-u", "NONE", "-i", "NONE", "-e", "-s"])
            .args(["-c", way, "-c", &format!("%s/{before}/{word}/"), "-c", "wq"])
            .arg(watched.place(PATH))
            .status();
        if ran.is_err() {
            println!("left out: vim isn't installed");
            return;
        }
        assert!(watched.text(PATH).contains(&word), "vim did {way}");
        watched.until(PAGE, &word);
    }
    let bench = watched.end();
    assert!(bench.edition().is_sound());
}
