//! Every parser, fed at random: any bytes, sound files after slips of the hand, any log that is said to
//! be published, any two texts side by side, any answer of `git`. Nothing panics, every problem lies in its file, and what
//! comes out is in proportion to what goes in.
//!
//! `PROPTEST_CASES` says how many are tried; `test.sh` tries more than a plain `cargo test`, and
//! `fuzz/` goes on for as long as one likes.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "how many cases are tried is said by the environment, and a test stops where something is missing"
)]

mod support;

use std::sync::LazyLock;

use candor::command::load::{self, Understood};
use candor::compare::prose;
use candor::content::id::slug;
use candor::content::{ChangeId, Date, Digest, DocumentId, Prose, SubprocessorId};
use candor::diagnostic::show::{self, Color};
use candor::diagnostic::{self, Diagnostic};
use candor::parse;
use candor::parse::config::BaseUrl;
use candor::read::git::{self, Object};
use candor::replay::{PublishedLog, difference, gate};
use candor::source::{Place, SourceId, Sources, Span};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::{DAY, Project, cases, day};

fn sound() -> Project {
    Project::new(include_str!("broken/sound.txt"))
}

/// Where each kind of file lies.
const PATHS: [&str; 9] = [
    "candor.toml",
    "content/index.md",
    "content/subprocessors.toml",
    "content/processing/apps/support.md",
    "content/processing/apps/index.md",
    "content/changes/first-list/change.toml",
    "content/changes/first-list/subprocessors.toml",
    "content/changes/first-list/annexes/security.md",
    "themes/own/strings/en.toml",
];

/// What a file of ours is made of, and what never should be in one.
const PIECES: [&str; 48] = [
    "",
    "\"",
    "'",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    " ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{b}",
    "ß",
    "\u{feff}",
    "\u{202e}",
    "\u{10ffff}",
    "#",
    "\"\"\"",
    "\\",
    "\\u00e9",
    "+++\n",
    ",",
    ":",
    "- ",
    "> ",
    "| ",
    "|-|\n",
    "```",
    "<!--",
    "<p ",
    "</p>",
    "](",
    "subprocessor:",
    "../",
    "2026-11-23",
    "0",
    "9999999999999999999",
    "true",
    "{{ ",
    " }}",
    "{% ",
    "{#a}",
];

/// What `git` answers with.
const GIT: [&str; 16] = [
    "\0",
    "\n",
    " ",
    "\u{1}",
    ":",
    "100644 ",
    "000000 ",
    "120000 ",
    "0123456789abcdef0123456789abcdef01234567 ",
    "R096\0",
    "M\0",
    "D\0",
    "a.md\0",
    "blob 5\nabcde\n",
    "blob 18446744073709551615\n",
    "missing\n",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(select(PIECES.to_vec()), 0..60).prop_map(|pieces| pieces.concat()),
        ".{0,200}",
        prop::collection::vec(
            prop_oneof![
                select(PIECES.to_vec()).prop_map(str::to_owned),
                "[a-z_]{1,12}",
                "[A-Za-z ]{1,30}",
            ],
            0..60,
        )
        .prop_map(|pieces| pieces.concat()),
    ]
}

/// A slip: at a place, so many characters go and this comes.
type Slip = (Index, usize, &'static str);

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let slip = (any::<Index>(), 0usize..6, select(PIECES.to_vec()));
    prop::collection::vec(slip, 1..5)
}

fn slipped(text: &str, slips: &[Slip]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (at, gone, put) in slips {
        let at = at.index(text.len() + 1);
        let end = (at + gone).min(text.len());
        text.splice(at..end, put.chars());
    }
    text.into_iter().collect()
}

/// Every place that a problem names lies in its file, between characters; and every face of it can be
/// shown.
fn is_well_placed(problems: &[Diagnostic], sources: &Sources) -> Result<(), TestCaseError> {
    for problem in problems {
        let places = problem.context.iter().map(|context| context.span);
        for span in places.chain([problem.span]) {
            let bytes = &sources.source(span.source).bytes;
            prop_assert!(bytes.get(span.range()).is_some(), "{problem:?}");
            if let Ok(text) = std::str::from_utf8(bytes) {
                prop_assert!(text.get(span.range()).is_some(), "{problem:?}");
            }
        }
        prop_assert!(!problem.message.contains('\n'), "{problem:?}");
    }
    show::terminal(problems, sources, Color::Styled);
    show::json(problems, sources);
    show::github(problems, sources);
    Ok(())
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_bytes_are_a_project(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            text().prop_map(String::into_bytes),
            text().prop_map(|text| format!("+++\ntitle = \"A\"\n{text}\n+++\n{text}").into_bytes()),
        ],
        at in any::<Index>(),
    ) {
        let path = PATHS[at.index(PATHS.len())];
        let project = sound().with_bytes(path, bytes);
        let sources = project.sources();
        let checked = parse::parse(&sources);
        is_well_placed(&checked.problems, &sources)?;
    }

    #[test]
    fn any_published_log_is_read_or_refused(slips in slips(), other in text()) {
        let (log, understood) = &*PUBLISHED;
        let _ = PublishedLog::parse(other.as_bytes());
        let Ok(read) = PublishedLog::parse(slipped(log, &slips).as_bytes()) else {
            return Ok(());
        };
        read.flaws();
        let refused = gate::check(&read, &understood.project, &understood.history, day(DAY));
        for problem in refused {
            prop_assert!(!problem.help.is_empty(), "{problem:?}");
        }
        let sound = PublishedLog::parse(log.as_bytes()).expect("a log");
        difference::differences(sound.records(), read.records());
    }

    #[test]
    fn any_answer_of_git_is_read_or_refused(
        pieces in prop::collection::vec(
            prop_oneof![
                select(GIT.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>(), 0..8),
            ],
            0..40,
        ),
    ) {
        let answer = pieces.concat();
        for revision in git::log(&answer) {
            prop_assert!(!revision.commit.contains('\0') && !revision.path.contains('\0'));
        }
        if let Ok(Object::Bytes(held)) = git::object(&mut &*answer, 8) {
            prop_assert!(held.len() <= 8);
        }
    }

    #[test]
    fn any_two_texts_are_compared_within_bounds(old in text(), new in text(), slips in slips()) {
        let place = Place(Span::new(somewhere(), 0..0));
        let [one, other, third] = [&old, &new, &slipped(&old, &slips)].map(|text| Prose::parse(text, place).value.tree().clone());
        for (one, other) in [(&one, &other), (&one, &third), (&third, &other), (&one, &one)] {
            let comparison = prose::compare(one, other);
            prop_assert_eq!(comparison.is_same(), prose::compare(other, one).is_same());
        }
        prop_assert!(prose::compare(&one, &one).is_same());
        prop_assert!(prose::compare_texts(&old, &old).is_same());
        prose::compare_texts(&old, &new);
    }

    #[test]
    fn any_text_is_an_id_an_address_or_a_day_or_isnt(text in prop_oneof![text(), "[a-z0-9-]{0,130}", "https?://[a-z./:@?#%-]{0,30}"]) {
        for id in [SubprocessorId::new(&text).ok().map(|id| id.to_string()), DocumentId::new(&text).ok().map(|id| id.to_string()), ChangeId::new(&text).ok().map(|id| id.to_string())].into_iter().flatten() {
            prop_assert_eq!(&id, &text);
            prop_assert!(!id.contains(['/', '.', '\\', ' ', '<', '"']));
        }
        let made = slug(&text);
        prop_assert!(made.is_empty() || SubprocessorId::new(&made).is_ok() || SubprocessorId::RESERVED.contains(&made.as_str()), "{}", made);
        if let Some(date) = Date::parse(&text) {
            prop_assert_eq!(date.to_string(), text.clone());
        }
        if let Some(digest) = Digest::parse(&text) {
            prop_assert_eq!(digest.to_string(), text.clone());
        }
        if let Ok(base) = BaseUrl::parse(&text) {
            let joined = base.join("changes/");
            prop_assert!(joined.starts_with("http") && joined.ends_with("/changes/"), "{}", joined);
        }
    }
}

proptest! {
    // Each of these goes all the way to the pages.
    #![proptest_config(cases(32))]

    #[test]
    fn a_slip_of_the_hand_is_said_where_it_is(slips in slips(), at in any::<Index>()) {
        let project = sound();
        let at = at.index(project.files.len());
        let (path, bytes) = project.files.iter().nth(at).expect("a file");
        let (path, text) = (path.clone(), String::from_utf8_lossy(bytes).into_owned());
        let project = project.with_bytes(&path, slipped(&text, &slips));
        let (problems, sources) = project.problems(DAY);
        is_well_placed(&problems, &sources)?;
    }

    #[test]
    fn any_text_is_a_template_or_isnt(text in text()) {
        let template = format!("{{% extends \"base.html\" %}}{{% block content %}}{text}{{% endblock content %}}");
        let project = sound().with_bytes("themes/own/templates/404.html", template);
        let mut loaded = load::understand(project.sources(), None);
        if let Some(understood) = &loaded.understood {
            loaded.problems.extend(understood.theme().problems);
        }
        diagnostic::sort(&mut loaded.problems, &loaded.sources);
        is_well_placed(&loaded.problems, &loaded.sources)?;
    }
}

/// What the sound project publishes, and the project.
static PUBLISHED: LazyLock<(String, Understood)> = LazyLock::new(|| {
    let log = sound().built(DAY).file("changes.json");
    (log, sound().understood())
});

/// A place that nobody looks at.
fn somewhere() -> SourceId {
    Sources::new().insert("a.md", *b"")
}
