use super::*;
use crate::diagnostic::show;
use crate::parse;
use crate::replay;
use crate::replay::digest::FORMAT;
use crate::replay::published::{Head, PublishedChange, PublishedSite, PublishedTelling};
use crate::source::Sources;

const SITE: &str = "44eb5085-44d7-468e-ab76-6e2949b97ad9";

/// The sources of a project with these changes, each a folder's name and its `change.toml`; each adds one
/// sub-processor of its own name.
fn sources(changes: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::new();
    let config = format!(
        "[site]\nid = \"{SITE}\"\ntitle = \"T\"\nbase_url = \"https://trust.example/\"\n\
         language = \"en\"\ntime_zone = \"Europe/Berlin\"\n\n[notice]\ndays = 30\n"
    );
    sources.insert("candor.toml", config.as_bytes());
    for (id, change) in changes {
        let folder = format!("content/changes/{id}");
        let title = format!("{change}title = \"{id}\"\n");
        sources.insert(&format!("{folder}/change.toml"), title.as_bytes());
        let entry =
            format!("[[subprocessor]]\nid = \"{id}\"\nname = \"{id}\"\npurpose = \"Mail\"\n");
        sources.insert(&format!("{folder}/subprocessors.toml"), entry.as_bytes());
    }
    sources
}

fn published(sources: &Sources, as_of: Date) -> PublishedLog {
    let project = parse::parse(sources).value.unwrap();
    let history = replay::replay(&project).value;
    let log = Log::of(&history.known_on(as_of));
    PublishedLog {
        schema: String::new(),
        format: FORMAT.to_owned(),
        site: PublishedSite {
            id: SITE.to_owned(),
            title: "T".to_owned(),
            url: "https://trust.example/".to_owned(),
        },
        head: log.head().map(|head| Head {
            number: head.number,
            digest: head.digest,
        }),
        changes: log
            .records()
            .iter()
            .map(|record| PublishedChange {
                record: record.clone(),
                url: String::new(),
                told: PublishedTelling::AtOnce,
                deadline: None,
                replaced_by: None,
                corrected_by: Vec::new(),
                items: Vec::new(),
            })
            .collect(),
    }
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// What the gate says of some sources, as a person reads it.
fn said(published: &PublishedLog, sources: &Sources, as_of: &str) -> String {
    let project = parse::parse(sources);
    assert_eq!(project.problems, [], "the sources are sound");
    let project = project.value.unwrap();
    let history = replay::replay(&project);
    assert_eq!(history.problems, [], "the log is sound");
    let problems = check(published, &project, &history.value, day(as_of));
    show::terminal(&problems, sources, show::Color::Plain)
}

const BASE: (&str, &str) = ("base", "kind = \"baseline\"\nannounced = 2026-01-01\n");
const ZULU: (&str, &str) = ("zulu", "announced = 2026-03-01\neffective = 2026-04-10\n");
const ALPHA: (&str, &str) = ("alpha", "announced = 2026-03-01\neffective = 2026-04-10\n");
const LATER: (&str, &str) = ("later", "announced = 2026-05-01\neffective = 2026-06-10\n");

#[test]
fn what_only_adds_passes() {
    let before = sources(&[BASE, ZULU]);
    let live = published(&before, day("2026-03-01"));
    for (as_of, changes) in [
        ("2026-03-01", vec![BASE, ZULU]),
        ("2026-04-30", vec![BASE, ZULU, LATER]),
        ("2026-05-01", vec![BASE, ZULU, LATER]),
        // Announced ten days ago and not published; there are still thirty whole days.
        ("2026-05-10", vec![BASE, ZULU, LATER]),
        (
            "2026-03-01",
            vec![
                BASE,
                ZULU,
                (
                    "alpha",
                    "announced = 2026-03-01\norder = 1\neffective = 2026-04-10\n",
                ),
            ],
        ),
    ] {
        assert_eq!(said(&live, &sources(&changes), as_of), "", "{as_of}");
    }
}

/// What is refused: the changes there are now, and what the message must say.
#[test]
fn what_tells_otherwise_is_refused() {
    let live = published(&sources(&[BASE, ZULU, LATER]), day("2026-05-01"));
    let moved = ("later", "announced = 2026-05-01\neffective = 2026-06-11\n");
    for (case, changes, words) in [
        (
            "altered",
            vec![BASE, ZULU, moved],
            &[
                "`later` is published, and says something else now",
                "effective was `2026-06-10` and is `2026-06-11`",
                "candor record --replaces later",
            ][..],
        ),
        (
            "altered long ago",
            vec![
                BASE,
                ("zulu", "announced = 2026-03-01\neffective = 2026-04-11\n"),
                LATER,
            ],
            &[
                "effective was `2026-04-10`",
                "candor record --corrects zulu",
            ],
        ),
        (
            "dropped, the last",
            vec![BASE, ZULU],
            &[
                "`later` is published, and its folder is gone",
                "git checkout",
                "candor record --withdraw later",
            ],
        ),
        (
            "dropped, in the middle",
            vec![BASE, LATER],
            &["`zulu` is published, and its folder is gone"],
        ),
        (
            "inserted on another's day",
            vec![BASE, ZULU, ALPHA, LATER],
            &[
                "`alpha` would come before `zulu`, which is published already",
                "order",
                "announced = 2026-05-02",
                "candor record --again alpha",
            ],
        ),
        (
            "back-dated",
            vec![
                BASE,
                ZULU,
                ("new", "announced = 2026-04-01\neffective = 2026-05-20\n"),
                LATER,
            ],
            &[
                "`new` would come before `later`",
                "announced = 2026-05-02\n",
                "effective = 2026-06-02\n",
            ],
        ),
        (
            "told later",
            vec![
                BASE,
                ZULU,
                ("later", "announced = 2026-05-03\neffective = 2026-06-10\n"),
            ],
            &[
                "`later` is published, and says something else now",
                "announced was `2026-05-01` and is `2026-05-03`",
            ],
        ),
    ] {
        let said = said(&live, &sources(&changes), "2026-05-02");
        for word in words {
            // Lines to paste are indented in the terminal.
            let plain: String = said.lines().map(|l| format!("{}\n", l.trim())).collect();
            assert!(plain.contains(word), "{case}: “{word}” isn't in\n{said}");
        }
    }
}

#[test]
fn two_changes_of_one_day_are_settled_by_order() {
    let live = published(&sources(&[BASE, ZULU]), day("2026-03-01"));
    let said = said(&live, &sources(&[BASE, ZULU, ALPHA]), "2026-03-01");
    assert!(said.contains("`alpha` would come before `zulu`"), "{said}");
    assert!(said.contains("order = 1"), "{said}");
    assert!(!said.contains("announced = 2026-03-02"), "{said}");
    // Two at once get two places.
    let charlie = ("charlie", ALPHA.1);
    let said = self::said(&live, &sources(&[BASE, ZULU, ALPHA, charlie]), "2026-03-01");
    assert!(
        said.contains("order = 1") && said.contains("order = 2"),
        "{said}"
    );
}

#[test]
fn a_renamed_folder_is_named_by_both_names() {
    let live = published(&sources(&[BASE, ZULU]), day("2026-03-01"));
    let mut renamed = Sources::new();
    for (_, file) in sources(&[BASE, ZULU]).iter() {
        let path = file.path.as_str().replace("changes/zulu", "changes/yankee");
        renamed.insert(&path, file.bytes.clone());
    }
    let said = said(&live, &renamed, "2026-03-01");
    assert!(
        said.contains("`zulu` is published, and is called `yankee` now"),
        "{said}"
    );
    assert!(
        said.contains("git mv content/changes/yankee content/changes/zulu"),
        "{said}"
    );
    assert_eq!(said.matches("error:").count(), 1, "{said}");
}

#[test]
fn a_late_merge_eats_no_notice() {
    let live = published(&sources(&[BASE, ZULU]), day("2026-03-01"));
    for (as_of, effective, rest, refused) in [
        ("2026-05-10", "2026-06-10", "", None),
        (
            "2026-05-11",
            "2026-06-10",
            "",
            Some("29 days before it takes effect, and are promised 30"),
        ),
        ("2026-06-08", "2026-06-10", "", Some("one day before")),
        ("2026-06-10", "2026-06-10", "", Some("no whole day before")),
        (
            "2026-06-10",
            "2026-06-10",
            "short_notice = \"Outage\"\n",
            None,
        ),
    ] {
        let change = format!("announced = 2026-05-01\neffective = {effective}\n{rest}");
        let said = said(&live, &sources(&[BASE, ZULU, ("later", &change)]), as_of);
        match refused {
            None => assert_eq!(said, "", "{as_of}"),
            Some(words) => {
                assert!(said.contains(words), "{as_of}: {said}");
                assert!(said.contains("candor record --again later"), "{said}");
                assert!(said.contains(&format!("announced = {as_of}")), "{said}");
            }
        }
    }
    // Once it is live, the days may pass.
    let both = sources(&[BASE, ZULU, LATER]);
    let live = published(&both, day("2026-05-01"));
    assert_eq!(said(&live, &both, "2026-06-09"), "");
    assert_eq!(said(&live, &both, "2030-01-01"), "");
}

#[test]
fn what_was_withdrawn_before_anyone_heard_of_it_needs_no_notice() {
    let live = published(&sources(&[BASE]), day("2026-03-01"));
    let mut both = sources(&[
        BASE,
        ("early", "announced = 2026-03-01\neffective = 2026-04-10\n"),
    ]);
    let withdrawal =
        b"announced = 2026-03-20\neffective = 2026-04-10\ntitle = \"Not\"\nreplaces = \"early\"\n";
    both.insert("content/changes/not/change.toml", &withdrawal[..]);
    assert_eq!(said(&live, &both, "2026-03-25"), "");
}

#[test]
fn what_took_effect_before_anyone_heard_otherwise_is_not_replaced() {
    let live = published(&sources(&[BASE, ZULU]), day("2026-03-01"));
    let mut both = sources(&[BASE, ZULU]);
    let withdrawal =
        b"announced = 2026-04-01\neffective = 2026-04-10\ntitle = \"Not\"\nreplaces = \"zulu\"\n";
    both.insert("content/changes/not/change.toml", &withdrawal[..]);
    assert_eq!(said(&live, &both, "2026-04-09"), "");
    let words = said(&live, &both, "2026-04-10");
    assert!(
        words.contains("`not` would stand in for `zulu`, which is in force since 2026-04-10"),
        "{words}"
    );
    assert!(words.contains("corrects = \"zulu\""), "{words}");
}

#[test]
fn a_site_of_an_earlier_day_is_told_so() {
    let both = sources(&[BASE, ZULU, LATER]);
    let live = published(&both, day("2026-05-01"));
    let said = said(&live, &both, "2026-04-01");
    assert!(
        said.contains("`later` is published, and the site is made for a day before it"),
        "{said}"
    );
    assert!(said.contains("make it for 2026-05-01"), "{said}");
}

#[test]
fn another_site_and_a_log_that_does_not_hold_are_refused_as_a_whole() {
    let here = sources(&[BASE, ZULU]);
    let live = published(&here, day("2026-03-01"));
    let mut other = live.clone();
    other.site.id = "00000000-0000-0000-0000-000000000000".to_owned();
    let words = said(&other, &sources(&[BASE]), "2026-03-01");
    assert!(
        words.contains("another site's") && words.contains("00000000"),
        "{words}"
    );
    assert_eq!(words.matches("error:").count(), 1);
    let mut forged = live;
    forged.changes[1].record.recorded.title = "Forged".to_owned();
    let words = said(&forged, &here, "2026-03-01");
    assert!(
        words.contains("`zulu` doesn't say what its digest was made of"),
        "{words}"
    );
}

#[test]
fn following_the_message_takes_a_text_out() {
    let live = published(&sources(&[BASE, ZULU]), day("2026-03-01"));
    let entry = b"[[subprocessor]]\nid = \"zulu\"\nname = \"Taken out\"\npurpose = \"Mail\"\n";
    let mut edited = sources(&[BASE, ZULU]);
    edited.insert("content/changes/zulu/subprocessors.toml", &entry[..]);
    let told = said(&live, &edited, "2026-03-01");
    assert!(
        told.contains("what it says of subprocessors/zulu is another"),
        "{told}"
    );
    let lines: Vec<&str> = told
        .lines()
        .skip_while(|line| !line.contains("redacted = "))
        .take_while(|line| !line.contains("error"))
        .map(str::trim)
        .collect();
    let change = format!("{}title = \"zulu\"\n{}\n", ZULU.1, lines.join("\n"));
    edited.insert("content/changes/zulu/change.toml", change.as_bytes());
    assert_eq!(said(&live, &edited, "2026-03-01"), "");
}

#[test]
fn a_day_that_is_moved_offers_no_redaction() {
    let live = published(&sources(&[BASE, ZULU]), day("2026-03-01"));
    let moved = ("zulu", "announced = 2026-03-01\neffective = 2026-04-11\n");
    let told = said(&live, &sources(&[BASE, moved]), "2026-03-01");
    assert!(!told.contains("redacted"), "{told}");
}
