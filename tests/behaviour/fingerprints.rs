//! What a page follows from is known before it is written: pages with one fingerprint have the same bytes.
//! Of a project whose texts have versions and are compared, on any day.

use std::collections::BTreeMap;

use candor::render::{self, Fingerprint, Rendering};
use proptest::prelude::*;

use crate::support::deeds::{Deed, deeds};
use crate::support::{DAY, Project, cases, day};

/// What a file follows from, where that is known, and its bytes or why there are none.
type Made = (Option<Fingerprint>, Result<Vec<u8>, String>);

/// Every file of a project's site, whatever is wrong with it; none where there is no project.
fn made(project: &Project, as_of: &str) -> BTreeMap<String, Made> {
    let Some(understood) = project.load().understood else {
        return BTreeMap::new();
    };
    let (site, theme) = (understood.site(day(as_of)).value, understood.theme().value);
    let rendering = Rendering::of(&site, &theme);
    let made = render::routes(&site, &theme).into_iter().map(|route| {
        let unwritten = rendering.prepare(&route).expect("a file at each route");
        let (fingerprint, bytes) = match unwritten {
            Ok(unwritten) => (unwritten.fingerprint(), unwritten.write()),
            Err(problem) => (None, Err(problem)),
        };
        let bytes = bytes.map(|bytes| bytes.into_owned());
        (
            route.file(),
            (fingerprint, bytes.map_err(|problem| problem.message)),
        )
    });
    made.collect()
}

/// The files that two sites have, by what differs.
#[derive(Default)]
struct Compared {
    /// With one fingerprint.
    same: Vec<String>,
    /// With another fingerprint.
    other: Vec<String>,
    /// With one fingerprint and other bytes: there must be none.
    wrong: Vec<String>,
    /// With other bytes.
    written: Vec<String>,
}

fn compared(one: &BTreeMap<String, Made>, other: &BTreeMap<String, Made>) -> Compared {
    let mut compared = Compared::default();
    for (file, (from, bytes)) in one {
        let Some((other_from, other_bytes)) = other.get(file) else {
            continue;
        };
        if bytes != other_bytes {
            compared.written.push(file.clone());
        }
        if from.is_some() && from == other_from {
            compared.same.push(file.clone());
            if bytes != other_bytes {
                compared.wrong.push(file.clone());
            }
        } else if from.is_some() {
            compared.other.push(file.clone());
        }
    }
    compared
}

const SUPPORT: &str = "processing/support.md";
const CONTACT: &str = "content/contact.md";

/// The base project with a text that was amended, whose links lead to another page and to places on it.
fn project() -> Project {
    let text = |who: &str| {
        format!(
            "+++\ntitle = \"Customer support\"\n+++\n## How\n\n{who} read [what you write](../contact.md#letters), \
             see [how](#how) and [Postlark](subprocessor:postlark).[^n]\n\n- [x] Asked\n\n| a | b |\n|---|---|\n| c | d |\n\n[^n]: In [letters](../contact.md).\n"
        )
    };
    Project::base()
        .with(&format!(
            "-- {CONTACT} --\n+++\ntitle = \"Contact\"\n+++\n## Letters\n\nWrite to us.\n"
        ))
        .record(
            "2026-06-01-support-reads",
            "announced = 2026-06-01\neffective = 2026-07-10\ntitle = \"Support reads\"",
            &[(SUPPORT, &text("Our agents"))],
        )
        .record(
            "2026-08-01-others-read",
            "announced = 2026-08-01\neffective = 2026-09-10\ntitle = \"Others read\"",
            &[(SUPPORT, &text("Our helpers"))],
        )
}

/// Where a text stands, alone and against others.
const SHOW_THE_TEXT: [&str; 4] = [
    "processing/support/index.html",
    "processing/support/versions/2026-08-01-others-read/index.html",
    "processing/support/versions/2026-08-01-others-read/compare/index.html",
    "changes/2026-08-01-others-read/index.html",
];

/// What differs after an edit. These files must.
#[track_caller]
fn check(before: &Project, after: &Project, must: &[&str]) -> Compared {
    let compared = compared(&made(before, DAY), &made(after, DAY));
    assert_eq!(compared.wrong, Vec::<String>::new());
    for file in must.iter().map(|file| (*file).to_owned()) {
        assert!(
            compared.written.contains(&file),
            "{file} has the same bytes"
        );
        assert!(
            compared.other.contains(&file),
            "{file} follows from the same"
        );
    }
    compared
}

/// What differs after an edit of which every page tells, but not what the search looks through.
#[track_caller]
fn check_all(before: &Project, after: &Project) {
    let mut compared = check(before, after, &SHOW_THE_TEXT);
    compared
        .same
        .retain(|file| !file.starts_with("search/words"));
    assert_eq!(compared.same, Vec::<String>::new());
}

#[test]
fn the_same_project_has_the_same_fingerprints() {
    for project in [project(), Project::sample()] {
        let compared = check(&project, &project, &[]);
        assert_eq!(compared.other, Vec::<String>::new());
        assert!(compared.same.len() > 20);
    }
}

#[test]
fn a_page_that_nobody_links_to_concerns_nobody_else() {
    let before = Project::sample();
    let index = before.text("content/index.md");
    let after = before
        .clone()
        .with_bytes("content/index.md", index + "\nMore.\n");
    let its_own = ["index.html", "search/words-1.js"];
    let compared = check(&before, &after, &its_own);
    assert_eq!(compared.other, its_own);
}

#[test]
fn a_recorded_text_concerns_few_others() {
    let before = Project::sample();
    let path = "processing/all-apps/support.md";
    let text = before.text(&format!("content/{path}")) + "\nWe also say this.\n";
    let after = before.clone().record(
        "2026-11-20-more",
        "announced = 2026-11-20\neffective = 2026-12-24\ntitle = \"More\"",
        &[(path, &text)],
    );
    let compared = check(&before, &after, &["changes/index.html", "changes/rss.xml"]);
    assert!(compared.same.len() > compared.other.len());
    let mut needless = compared.other;
    needless.retain(|file| !compared.written.contains(file));
    assert_eq!(needless, Vec::<String>::new());
}

/// The project with these lines of `[theme]`.
fn themed(lines: &str) -> Project {
    let config = project().text("candor.toml");
    project().with_bytes("candor.toml", format!("{config}\n[theme]\n{lines}\n"))
}

/// The project with a theme of its own that says this in other words.
fn worded(words: &str) -> Project {
    let file = format!("-- themes/own/strings/en.toml --\n[words]\n{words}\n");
    themed("name = \"own\"").with(&file)
}

#[test]
fn words_files_templates_and_colours_of_the_theme_concern_every_page() {
    check_all(&worded(""), &worded(r#""nav.overview" = "Home""#));
    let months = ["\"Month\""; 12].join(", ");
    let file = format!("-- themes/own/strings/en.toml --\n[dates]\nmonths = [{months}]\n");
    check_all(&worded(""), &themed("name = \"own\"").with(&file));
    let colour = |colour: &str| themed(&format!("accent = \"{colour}\""));
    check_all(&project(), &colour("#123456"));
    check_all(&colour("#123456"), &colour("#123457"));
    let style =
        |css: &str| project().with(&format!("-- themes/default/assets/site.css --\n{css}\n"));
    check_all(
        &style("body { color: black }"),
        &style("body { color: navy }"),
    );
    let path = "themes/default/templates/base.html";
    let theme = candor::bundled::theme();
    let base = theme.iter().find(|(name, _)| name == path);
    let base = String::from_utf8(base.expect("a template").1.to_vec()).expect("text");
    let own = base.replacen("<body", "<body data-own", 1);
    check_all(&project(), &project().with_bytes(path, own));
}

#[test]
fn words_that_stand_in_texts_concern_where_they_stand() {
    for words in [r#""prose.notes" = "Remarks""#, r#""prose.done" = "Yes:""#] {
        check(&worded(""), &worded(words), &SHOW_THE_TEXT[..2]);
    }
    let words = r#""comparison.added" = "New here""#;
    let compared = [SHOW_THE_TEXT[2], SHOW_THE_TEXT[3], "changes/rss.xml"];
    check(&worded(""), &worded(words), &compared);
}

#[test]
fn the_address_title_and_rules_of_the_site_concern_every_page() {
    let config = |from: &str, to: &str| project().edit("candor.toml", from, to);
    check_all(
        &project(),
        &config("trust.heronsgate.example", "trust.otterburn.example"),
    );
    check_all(&project(), &config("Heronsgate", "Otterburn"));
    let after = config("days = 30", "days = 31");
    check(&project(), &after, &["subscribe/index.html"]);
}

#[test]
fn where_links_lead_concerns_each_text_with_such_a_link() {
    let gone = project().without(CONTACT);
    check(&project(), &gone, &SHOW_THE_TEXT);
    check(&gone, &project(), &SHOW_THE_TEXT);
    // The link leads to the page, and no more to the place on it.
    let renamed = project().edit(CONTACT, "## Letters", "## Mail");
    check(&project(), &renamed, &SHOW_THE_TEXT);
    let config = project().text("candor.toml");
    let plain = config.replacen("[site]\n", "[site]\nindex_links = true\n", 1);
    let plain = project().with_bytes("candor.toml", plain);
    check(&project(), &plain, &SHOW_THE_TEXT);
}

#[test]
fn a_day_concerns_the_pages_that_tell_of_it() {
    for (one, other) in [
        ("2026-11-22", "2026-11-23"),
        ("2026-12-23", "2026-12-24"),
        ("2026-07-09", "2026-07-10"),
    ] {
        let compared = compared(&made(&project(), one), &made(&project(), other));
        assert_eq!(compared.wrong, Vec::<String>::new());
        assert!(!compared.other.is_empty() && !compared.same.is_empty());
    }
}

/// The project after some deeds. A number in a text is that of the deed.
fn after(mut project: Project, done: &[(String, Deed)], first: usize) -> Project {
    for (number, (path, deed)) in done.iter().enumerate() {
        match deed.text(first + number) {
            Some(text) => project = project.with_bytes(path, text),
            None => {
                project.files.remove(path);
            }
        }
    }
    project
}

fn some_deeds(most: usize) -> impl Strategy<Value = Vec<(String, Deed)>> {
    prop::collection::vec(prop::sample::select(deeds()), 1..most)
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn with_one_fingerprint_pages_have_the_same_bytes(
        base in prop::sample::select(vec![Project::base(), project()]),
        before in some_deeds(5),
        more in some_deeds(3),
        days in prop::sample::select(vec![(DAY, DAY), (DAY, "2026-12-24"), ("2026-11-22", DAY)]),
    ) {
        let one = after(base, &before, 0);
        let other = after(one.clone(), &more, before.len());
        let compared = compared(&made(&one, days.0), &made(&other, days.1));
        prop_assert_eq!(compared.wrong, Vec::<String>::new());
    }
}
