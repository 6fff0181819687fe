//! Every call of the system, failing in turn, and a kill at every one: what is then on the disk is the
//! old site or the new one, whole; and sources are written all or not at all.
//!
//! What fails is told to the whole process (`faulty`), so each test starts itself again alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::faulty::{self, Exchange, Fault, KILLED};
use super::{Swapped, project, publish_with, put, texts};
use crate::source::FileEdit;
use crate::write::{Twins, WriteError, apply, recover};

/// Set where a test runs alone: the folder to work in, and the call to be killed at.
const ALONE: &str = "CANDOR_TEST_ALONE";
const EXCHANGES: [Exchange; 2] = [Exchange::Known, Exchange::Unknown];

const OLD: &[(&str, &str)] = &[
    (
        "index.html",
        "the old overview, which is long enough for two halves",
    ),
    ("changes/index.html", "the same in both"),
    ("gone/index.html", "gone"),
];
const NEW: &[(&str, &str)] = &[
    (
        "index.html",
        "the new overview, which is long enough for two halves",
    ),
    ("changes/index.html", "the same in both"),
    ("new/page/index.html", "new"),
];
/// What somebody else put into the output.
const THEIRS: &[(&str, &str)] = &[("CNAME", "trust.example"), ("theirs/note.txt", "theirs")];

/// Without a twin beside the site, and with one.
const TWINS: [Twins; 2] = [Twins::None, Twins::From(0)];

/// A project with the old site in `public`.
struct Scene(tempfile::TempDir, Twins);

impl Scene {
    fn new(twins: Twins) -> Scene {
        let scene = Scene(project(), twins);
        scene.publish(OLD).unwrap();
        for (path, text) in THEIRS {
            put(&scene.output(), path, text);
        }
        scene
    }

    fn output(&self) -> PathBuf {
        self.0.path().join("public")
    }

    fn publish(&self, site: &[(&str, &str)]) -> Result<Swapped, WriteError> {
        publish_with(self.0.path(), &self.output(), site, self.1)
    }

    /// Whether the output is a whole site, with what isn't Candor's.
    fn holds(&self, site: &[(&str, &str)]) -> bool {
        let whole = site.iter().chain(THEIRS);
        let whole: BTreeMap<String, String> = whole
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        texts(&self.output()) == whole
    }

    /// The next build does all that this one left undone, and nothing but a twin is left beside the output.
    fn is_mended(&self) {
        self.publish(NEW).unwrap();
        assert!(self.holds(NEW), "{:?}", texts(&self.output()));
        let names = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names.retain(|name| self.1 == Twins::None || name != ".public.candor-twin");
        assert_eq!(names, ["candor.toml", "content", "public", "themes"]);
    }
}

#[test]
fn whichever_call_fails_the_site_is_the_old_or_the_new_one() {
    if !is_alone("whichever_call_fails_the_site_is_the_old_or_the_new_one") {
        return;
    }
    // What is a full disk to one way of exchanging two folders is so to the other.
    let faults = [Fault::Denied, Fault::Full, Fault::Broken];
    let ways = EXCHANGES.into_iter().zip([&faults[..], &faults[..1]]);
    for ((exchange, faults), twins) in ways.flat_map(|way| TWINS.map(|twins| (way, twins))) {
        for &fault in faults {
            let mut at = 1;
            loop {
                let scene = Scene::new(twins);
                faulty::arm(at, fault, exchange);
                let outcome = scene.publish(NEW);
                if !faulty::disarm() {
                    break;
                }
                let case = format!(
                    "{fault:?} at call {at}, exchange {exchange:?}, {twins:?}: {outcome:?}"
                );
                let published = outcome.ok();
                let expected = if published.is_some() { NEW } else { OLD };
                assert!(
                    scene.holds(expected),
                    "{case}: {:?}",
                    texts(&scene.output())
                );
                // An old site that couldn't be deleted is named, and is the user's to delete; an empty
                // folder of it goes by itself.
                if let Some(left) = published.and_then(|published| published.left_behind)
                    && left.exists()
                {
                    fs::remove_dir_all(left).unwrap();
                }
                scene.is_mended();
                at += 1;
            }
            assert!(at > 20, "{fault:?}: only {at} calls");
        }
    }
}

/// Publishes until it is killed, where this is the child of a test.
fn was_child() -> bool {
    let Some((root, at, exchange, twins)) = part() else {
        return false;
    };
    faulty::arm(at, Fault::Killed, exchange);
    publish_with(&root, &root.join("public"), NEW, twins).unwrap();
    true
}

#[test]
fn killed_at_any_call_the_site_is_the_old_or_the_new_one() {
    const NAME: &str = "killed_at_any_call_the_site_is_the_old_or_the_new_one";
    if was_child() {
        return;
    }
    for (exchange, twins) in EXCHANGES
        .into_iter()
        .flat_map(|e| TWINS.map(|twins| (e, twins)))
    {
        let mut seen = [0, 0];
        // Every call where it matters most; every third where much is the same.
        let stride = match exchange {
            Exchange::Known => 1,
            Exchange::Unknown => 3,
        };
        for at in (1..).step_by(stride) {
            let scene = Scene::new(twins);
            let ended = child(NAME, scene.0.path(), at, exchange, twins);
            if ended == Some(0) {
                assert!(scene.holds(NEW));
                break;
            }
            assert_eq!(ended, Some(KILLED), "call {at}");
            if exchange == Exchange::Unknown {
                // Between two renames there is a moment without a site; the old one is put back.
                recover(&scene.output()).unwrap();
            }
            let is = [OLD, NEW].map(|site| scene.holds(site));
            assert!(is[0] || is[1], "call {at}: {:?}", texts(&scene.output()));
            seen[usize::from(is[1])] += 1;
            scene.is_mended();
        }
        assert!(
            seen[0] > 5 && seen[1] > 5,
            "{seen:?} of the old and the new"
        );
    }
}

#[test]
fn killed_at_any_call_and_the_output_deleted_nothing_of_a_twins_is_published() {
    const NAME: &str = "killed_at_any_call_and_the_output_deleted_nothing_of_a_twins_is_published";
    if was_child() {
        return;
    }
    for at in (1..).step_by(2) {
        let scene = Scene::new(Twins::From(0));
        let ended = child(NAME, scene.0.path(), at, Exchange::Unknown, scene.1);
        fs::remove_dir_all(scene.output()).ok();
        scene.publish(NEW).unwrap();
        let mut found = texts(&scene.output());
        // Where the old site was still there, so is what lay in it.
        found.retain(|path, _| THEIRS.iter().all(|(theirs, _)| theirs != path));
        let new = NEW.iter();
        let new = new.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        assert_eq!(found, new.collect(), "call {at}");
        if ended == Some(0) {
            assert!(at > 20);
            break;
        }
    }
}

/// The sources that are edited, before and after.
fn sources() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let of = |files: &[(&str, &str)]| {
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    };
    let before = of(&[
        ("candor.toml", "title"),
        ("content/index.md", "Hello"),
        ("content/old.md", "Old"),
        ("themes/acme/base.html", "<html>"),
    ]);
    let after = of(&[
        ("candor.toml", "another title"),
        ("content/changes/2026-11-23-a/change.toml", "announced"),
        ("content/changes/2026-11-23-a/support/x.md", "text"),
        ("content/index.md", "Hello"),
        ("content/page.md", "A page"),
        ("themes/acme/base.html", "<html>"),
    ]);
    (before, after)
}

fn edit(root: &Path) -> Result<(), WriteError> {
    let create = |path: &str, text: &str| FileEdit::Create {
        path: path.to_owned(),
        bytes: text.into(),
    };
    let edits = [
        create("content/changes/2026-11-23-a/change.toml", "announced"),
        create("content/changes/2026-11-23-a/support/x.md", "text"),
        create("content/page.md", "A page"),
        FileEdit::Replace {
            path: "candor.toml".to_owned(),
            bytes: b"another title".to_vec(),
            expected: b"title".to_vec(),
        },
        FileEdit::Remove {
            path: "content/old.md".to_owned(),
            expected: b"Old".to_vec(),
        },
    ];
    apply(root, &edits)
}

#[test]
fn whichever_call_fails_sources_are_written_all_or_not_at_all() {
    if !is_alone("whichever_call_fails_sources_are_written_all_or_not_at_all") {
        return;
    }
    let (before, after) = sources();
    for fault in [Fault::Full, Fault::Denied, Fault::Broken] {
        let mut at = 1;
        loop {
            let folder = project();
            put(folder.path(), "content/old.md", "Old");
            faulty::arm(at, fault, Exchange::Known);
            let outcome = edit(folder.path());
            if !faulty::disarm() {
                break;
            }
            let expected = if outcome.is_ok() { &after } else { &before };
            let case = format!("{fault:?} at call {at}: {outcome:?}");
            assert_eq!(&texts(folder.path()), expected, "{case}");
            at += 1;
        }
        assert!(at > 5, "{fault:?}: only {at} calls");
    }
}

#[test]
fn killed_at_any_call_no_source_is_lost() {
    const NAME: &str = "killed_at_any_call_no_source_is_lost";
    if let Some((root, at, exchange, _)) = part() {
        faulty::arm(at, Fault::Killed, exchange);
        edit(&root).unwrap();
        return;
    }
    let (before, after) = sources();
    for at in 1.. {
        let folder = project();
        put(folder.path(), "content/old.md", "Old");
        let ended = child(NAME, folder.path(), at, Exchange::Known, Twins::None);
        // What is prepared under a hidden name is litter, which nobody reads.
        let mut found = texts(folder.path());
        found.retain(|path, _| !path.contains("/.candor-") && !path.starts_with(".candor-"));
        if ended == Some(0) {
            assert_eq!(found, after);
            break;
        }
        assert_eq!(ended, Some(KILLED), "call {at}");
        for (path, text) in &found {
            let known = [before.get(path), after.get(path)];
            assert!(known.contains(&Some(text)), "call {at}: {path}");
        }
        let is_gone = |path: &str| !found.contains_key(path);
        for path in before.keys().filter(|path| is_gone(path)) {
            assert_eq!(
                found, after,
                "call {at}: {path} went before all else was there"
            );
        }
        let of_change = |files: &BTreeMap<String, String>| {
            let paths = files.keys().filter(|path| path.contains("/changes/"));
            paths.count()
        };
        let whole = of_change(&after);
        assert!([0, whole].contains(&of_change(&found)), "call {at}");
    }
}

/// Whether this is the process in which a test may let calls fail; if not, one is started and waited for.
fn is_alone(test: &str) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let done = again(test).env(ALONE, "").output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&said));
    false
}

/// What a child was told: where, at which call it is killed, on what disk, and what it leaves there.
fn part() -> Option<(PathBuf, usize, Exchange, Twins)> {
    let told = std::env::var(ALONE).ok()?;
    let mut told = told.splitn(4, ' ');
    let at = told.next()?.parse().ok()?;
    let exchange = match told.next()? {
        "exchange" => Exchange::Known,
        _ => Exchange::Unknown,
    };
    let twins = match told.next()? {
        "alone" => Twins::None,
        _ => Twins::From(0),
    };
    Some((PathBuf::from(told.next()?), at, exchange, twins))
}

/// Plays the part in another process, and gives how that ended.
fn child(test: &str, root: &Path, at: usize, exchange: Exchange, twins: Twins) -> Option<i32> {
    let exchange = match exchange {
        Exchange::Known => "exchange",
        Exchange::Unknown => "renames",
    };
    let twins = match twins {
        Twins::None => "alone",
        Twins::From(_) => "twin",
    };
    let told = format!("{at} {exchange} {twins} {}", root.display());
    let done = again(test).env(ALONE, told).output().unwrap();
    done.status.code()
}

fn again(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let name = format!("write::tests::faults::{test}");
    command
        .args(["--exact", &name, "--nocapture", "--test-threads=1"])
        // One thread at a time, so that the calls come in one order.
        .env("RAYON_NUM_THREADS", "1");
    command
}
