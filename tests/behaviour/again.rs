//! A build that begins with what the last one left: nothing in it is stale, and what can't have changed isn't
//! written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use candor::command::build::{self, Beginning, BuildOptions, Siblings};
use candor::command::check::DraftPolicy;
use candor::command::live::Live;
use candor::command::{Console, Day, Outcome, Talk};
use candor::diagnostic::show::Color;
use candor::parse::config::BaseUrl;
use candor::render::Rendering;
use proptest::prelude::*;

use crate::support::deeds::deeds;
use crate::support::{DAY, OnDisk, Project, cases, day, tree};

/// However small the site is.
fn again_from_any() -> Beginning {
    Beginning::Again {
        files: 0,
        program: String::new(),
    }
}

/// Builds into a folder beside the project's files; gives how it ended and what it said.
fn build(
    disk: &OnDisk,
    output: &str,
    beginning: Beginning,
    base_url: Option<&str>,
) -> (Outcome, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = build::run(
        &BuildOptions {
            root: disk.root(),
            output: disk.root().join(output),
            base_url: base_url.map(|url| BaseUrl::parse(url).unwrap()),
            day: Day {
                now: "2026-11-25T10:00:00Z".parse().unwrap(),
                as_of: Some(day(DAY)),
            },
            draft: DraftPolicy::Show,
            published: Live::Nothing,
            siblings: Siblings::None,
            beginning,
            home: None,
        },
        &mut Console {
            out: &mut out,
            err: &mut err,
            color: Color::Plain,
            talk: Talk::Usual,
        },
    );
    (
        outcome,
        String::from_utf8(out).unwrap() + &String::from_utf8(err).unwrap(),
    )
}

/// A page's fingerprint and its bytes.
type Made = ([u8; 16], Vec<u8>);

/// Every page that has a fingerprint.
fn fingerprints(project: &Project) -> BTreeMap<String, Made> {
    let loaded = project.load();
    let Some(understood) = loaded.understood else {
        return BTreeMap::new();
    };
    let theme = understood.theme().value;
    let site = if understood.draft.is_empty() {
        understood.site(day(DAY)).value
    } else {
        understood.site_with_draft(day(DAY)).value
    };
    let rendering = Rendering::of(&site, &theme);
    let mut pages = BTreeMap::new();
    for route in candor::render::routes(&site, &theme) {
        let Some(Ok(unwritten)) = rendering.prepare(&route) else {
            continue;
        };
        if let Some(fingerprint) = unwritten.fingerprint()
            && let Ok(bytes) = unwritten.write()
        {
            pages.insert(route.file(), (fingerprint.bytes(), bytes.into_owned()));
        }
    }
    pages
}

/// The pages that an edit gives other bytes, and those that it gives another fingerprint.
fn touched(before: &Project, after: &Project) -> [Vec<String>; 2] {
    let (before, after) = (fingerprints(before), fingerprints(after));
    let differing = |differs: fn(&Made, &Made) -> bool| {
        let both = after
            .iter()
            .filter_map(|(path, new)| Some((path, before.get(path)?, new)));
        both.filter(|(_, old, new)| differs(old, new))
            .map(|(path, ..)| path.clone())
            .collect()
    };
    [
        differing(|old, new| old.1 != new.1),
        differing(|old, new| old.0 != new.0),
    ]
}

const RECORDED: &str = "content/changes/2026-01-05-first-list/processing/support.md";

#[test]
fn an_edit_is_seen_by_the_pages_that_show_it_and_by_few_others() {
    let base = Project::base();
    let config = |from: &str, to: &str| base.clone().edit("candor.toml", from, to);
    let many = [
        config("[site]", "[theme]\naccent = \"#123456\"\n\n[site]"),
        config("[site]\n", "[site]\nlanguage = \"de\"\n"),
        config(
            "https://trust.heronsgate.example/",
            "https://elsewhere.example/",
        ),
        base.clone()
            .with("-- themes/default/templates/footer.html --\nOther words below.\n"),
        base.clone()
            .with("-- themes/default/assets/site.css --\n/* other */\n"),
    ];
    for project in many {
        let [bytes, prints] = touched(&base, &project);
        assert!(
            bytes.iter().all(|path| prints.contains(path)),
            "{bytes:?} but {prints:?}"
        );
        assert!(prints.len() > 10, "{prints:?}");
    }
    // Of a text that nobody else quotes: its own pages, and what tells of it.
    let edited = base
        .clone()
        .edit(RECORDED, "read the log files", "look at the log files");
    let edited = edited.edit(
        "content/processing/support.md",
        "read the log files",
        "look at the log files",
    );
    let [bytes, prints] = touched(&base, &edited);
    assert!(
        bytes.contains(&"processing/support/index.html".to_owned()),
        "{bytes:?}"
    );
    assert!(
        bytes.iter().all(|path| prints.contains(path)),
        "{bytes:?} but {prints:?}"
    );
    assert!(
        !prints.contains(&"subprocessors/index.html".to_owned()),
        "{prints:?}"
    );
    assert!(
        !prints.contains(&"subscribe/index.html".to_owned()),
        "{prints:?}"
    );
}

#[test]
fn a_page_is_another_when_a_place_that_it_links_to_comes_or_goes() {
    let linking = "-- content/processing/support.md --\n+++\ntitle = \"Customer support\"\n+++\n\
                   See [fees](billing.md#fees) and [Postlark](subprocessor:postlark).\n";
    let project = |heading: &str| {
        let billing = format!(
            "-- content/processing/billing.md --\n+++\ntitle = \"Billing\"\n+++\n## {heading}\n\nTen euros.\n"
        );
        Project::base().with(linking).with(&billing)
    };
    let support = "processing/support/index.html".to_owned();
    let [bytes, prints] = touched(&project("Fees"), &project("Prices"));
    assert!(
        bytes.contains(&support) && prints.contains(&support),
        "{bytes:?} but {prints:?}"
    );
    // The words of the page are others in neither case.
    let named = |id: &str| {
        project("Fees").edit(
            "candor.toml",
            "[site]\n",
            &format!("[redirects]\n\"/{id}/\" = \"/processing/support/\"\n\n[site]\n"),
        )
    };
    let [bytes, prints] = touched(&named("old"), &named("older"));
    assert!(
        !bytes.contains(&support) && !prints.contains(&support),
        "{bytes:?} but {prints:?}"
    );
}

#[test]
fn a_page_whose_bytes_are_left_out_is_written_again_where_somebody_touched_it() {
    let disk = Project::base().on_disk();
    let (first, _) = build(&disk, "public", again_from_any(), None);
    assert_eq!(first, Outcome::Done);
    let before = tree(&disk.root().join("public"));
    fs::write(disk.root().join("public/index.html"), "mine").unwrap();
    let (again, said) = build(&disk, "public", again_from_any(), None);
    assert_eq!(again, Outcome::Done);
    assert!(said.contains("1 new or changed"), "{said}");
    assert_eq!(tree(&disk.root().join("public")), before);
    assert!(disk.root().join(".public.candor-twin").exists());
    // Another address is another site, whatever stands in the sources.
    build(
        &disk,
        "public",
        again_from_any(),
        Some("https://elsewhere.example/"),
    );
    build(
        &disk,
        "fresh",
        Beginning::Fresh,
        Some("https://elsewhere.example/"),
    );
    same(&disk.root());
}

/// What a build said but for its folder and its counts.
fn problems(said: &str) -> Vec<&str> {
    let is_own = |line: &&str| !line.contains(" files in ") && !line.contains(" new or changed, ");
    said.lines().filter(is_own).collect()
}

#[test]
fn what_lies_where_the_next_build_would_begin_is_told_and_stays() {
    let disk = Project::base().on_disk();
    let place = disk.root().join(".public.candor-twin");
    fs::write(&place, "mine").unwrap();
    for _ in 0..2 {
        let (outcome, said) = build(&disk, "public", again_from_any(), None);
        assert_eq!(outcome, Outcome::Done);
        assert!(
            said.contains(&format!("move {} away", place.display())),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&place).unwrap(), "mine");
    }
}

/// What lies beside an output may be published with it.
#[test]
fn nothing_that_is_not_announced_yet_is_kept_for_the_next_build() {
    let text =
        |words: &str| format!("+++\ntitle = \"Customer support\"\n+++\n## {words}\n\nFor you.\n");
    let told = |id: &str, announced: &str, words: &str| {
        let dates = format!("announced = {announced}\neffective = 2027-06-01\ntitle = \"One\"");
        Project::base().record(id, &dates, &[("processing/support.md", &text(words))])
    };
    let kept = |project: Project| {
        let disk = project.on_disk();
        let (outcome, said) = build(&disk, "public", again_from_any(), None);
        assert_eq!(outcome, Outcome::Done, "{said}");
        let kept = disk.root().join(".public.candor-twin/.candor-kept");
        // Texts stand in it as they are.
        String::from_utf8_lossy(&fs::read(kept).unwrap()).into_owned()
    };
    let words = "Walrus";
    assert!(kept(told("2026-11-20-one", "2026-11-20", words)).contains(words));
    assert!(!kept(told("2026-12-20-one", "2026-12-20", words)).contains(words));
}

fn same(root: &Path) {
    let [again, fresh] = ["public", "fresh"].map(|folder| tree(&root.join(folder)));
    let paths = again.keys().chain(fresh.keys());
    let other: Vec<&String> = paths
        .filter(|path| again.get(*path) != fresh.get(*path))
        .collect();
    assert!(other.is_empty(), "stale: {other:?}");
}

proptest! {
    #![proptest_config(cases(16))]

    /// Whatever is edited in between, a build that begins with a twin writes what a fresh one writes.
    #[test]
    fn nothing_that_is_left_out_is_stale(
        edits in prop::collection::vec((prop::sample::select(deeds()), prop::bool::weighted(0.6)), 1..10),
    ) {
        let disk = Project::base().on_disk();
        for (number, ((path, deed), look)) in edits.into_iter().enumerate() {
            match deed.text(number) {
                Some(text) => disk.write(&path, text.as_bytes()),
                None => { let _ = fs::remove_file(disk.root().join(&path)); }
            }
            if look {
                let (again, said) = build(&disk, "public", again_from_any(), None);
                let (fresh, said_fresh) = build(&disk, "fresh", Beginning::Fresh, None);
                prop_assert_eq!(again, fresh, "{}", said);
                prop_assert_eq!(problems(&said), problems(&said_fresh));
                if fresh == Outcome::Done {
                    same(&disk.root());
                }
            }
        }
    }

    /// Pages with one fingerprint have the same bytes, whatever else was edited.
    #[test]
    fn what_follows_from_the_same_is_the_same(
        edits in prop::collection::vec(prop::sample::select(deeds()), 1..12),
    ) {
        let mut project = Project::base();
        let mut known = BTreeMap::new();
        for (number, (path, deed)) in edits.into_iter().enumerate() {
            // Two edits of a file may say the same.
            match deed.text(number % 3) {
                Some(text) => project = project.with_bytes(&path, text),
                None => { project.files.remove(&path); }
            }
            for (path, (fingerprint, bytes)) in fingerprints(&project) {
                let first = known.entry(fingerprint).or_insert_with(|| bytes.clone());
                prop_assert!(*first == bytes, "{} is stale", path);
            }
        }
    }
}
