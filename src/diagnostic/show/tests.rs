//! What a person meets is written out whole; what nobody should meet is tried at random.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{Color, github, html, json, summary, terminal};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};

const REGISTER: &str = "content/subprocessors.toml";

fn span(sources: &Sources, path: &str, text: &str) -> Span {
    let (id, source) = sources.get(path).unwrap();
    let start = source.text().unwrap().find(text).unwrap();
    Span::new(id, start..start + text.len())
}

/// A problem with everything that one can have.
fn example() -> (Sources, Vec<Diagnostic>) {
    let sources: Sources = [
        (
            REGISTER,
            "[[subprocessor]]\nid = \"wolkenlager\"\nadress = \"Für <Köln>\"\n\n[[subprocessor]]\nid = \"wolkenlager\"\n",
        ),
        ("content/processing/support.md", "Mail goes out, 100%: fine.\n"),
    ]
    .into_iter()
    .collect();
    let (id, _) = sources.get(REGISTER).unwrap();
    let problems = vec![
        Diagnostic::error(span(&sources, REGISTER, "adress"), "unknown key `adress`")
            .label("did you mean `address`?")
            .note("the keys of a sub-processor are fixed")
            .help("a field of your own goes below `extra`:\n[subprocessor.extra]\nadress = \"…\""),
        Diagnostic::error(Span::new(id, 77..90), "the id `wolkenlager` is taken")
            .label("used again")
            .context(
                span(&sources, REGISTER, "\"wolkenlager\""),
                "first used here",
            )
            .context(
                span(&sources, "content/processing/support.md", "Mail"),
                "and named here",
            ),
        Diagnostic::warning(
            span(&sources, "content/processing/support.md", "100%: fine."),
            "too good, to be true",
        ),
    ];
    (sources, problems)
}

#[test]
fn in_a_terminal() {
    let (sources, problems) = example();
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
    let styled = terminal(&problems, &sources, Color::Styled);
    assert!(styled.contains("\u{1b}["), "{styled}");
}

#[test]
fn as_annotations() {
    let (sources, problems) = example();
    assert_snapshot!(github(&problems, &sources), @"");
}

#[test]
fn as_json() {
    let (sources, problems) = example();
    assert_snapshot!(json(&problems[1..], &sources), @"");
    assert_eq!(json(&[], &sources), "[]\n");
}

#[test]
fn in_a_browser() {
    let (sources, problems) = example();
    assert_snapshot!(html(&problems, &sources), @"");
}

#[test]
fn the_closing_line() {
    let (_, problems) = example();
    assert_eq!(summary(&problems).as_deref(), Some("2 errors, 1 warning"));
    assert_eq!(summary(&problems[..1]).as_deref(), Some("1 error"));
    assert_eq!(summary(&[]), None);
}

fn one(bytes: &[u8], at: std::ops::Range<usize>) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let id = sources.insert("content/a.md", bytes);
    let problem = Diagnostic::error(Span::new(id, at), "wrong").label("here");
    (sources, vec![problem])
}

#[test]
fn what_isnt_utf8_is_shown_with_the_right_place() {
    let (sources, problems) = one(b"one\r\nCaf\xe9 in K\xf6ln\r\nthree", 14..15);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let (sources, problems) = one("\u{feff}key = 1".as_bytes(), 3..6);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
}

#[test]
fn the_end_of_a_file_and_an_empty_file() {
    let (sources, problems) = one(b"title = \"x\"\n", 12..12);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
    let (sources, problems) = one(b"", 0..0);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
}

#[test]
fn a_span_of_several_lines_and_one_of_too_many() {
    let (sources, problems) = one(b"a\nbb\ncc\ndd\ne\n", 2..10);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
    let (sources, problems) = one("line\n".repeat(500).as_bytes(), 5..2000);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @"");
}

#[test]
fn controls_are_visible_everywhere() {
    let hostile = "a\u{1b}[2Jb\u{9b}c\u{202e}d\u{7}";
    let (sources, mut problems) = one(hostile.as_bytes(), 0..1);
    problems[0].message = hostile.to_owned();
    problems[0].label = hostile.to_owned();
    problems[0].notes = vec![hostile.to_owned()];
    problems[0].help = vec![hostile.to_owned()];
    for shown in [
        terminal(&problems, &sources, Color::Plain),
        html(&problems, &sources),
    ] {
        assert!(shown.contains("a␛[2Jb\u{fffd}c\u{fffd}d␇"), "{shown}");
        let obeyed = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!shown.contains(obeyed), "{shown:?}");
    }
}

#[test]
fn a_huge_line_is_cut() {
    let mut line = "Wort für Wort ".repeat(250_000);
    line.insert_str(1_750_003, "HERE");
    let at = line.find("HERE").unwrap();
    let (sources, problems) = one(line.as_bytes(), at..at + 4);
    for shown in [
        terminal(&problems, &sources, Color::Plain),
        html(&problems, &sources),
    ] {
        assert!(shown.contains("HERE"), "{shown}");
        assert!(shown.len() < 2000, "{}", shown.len());
    }
    assert!(terminal(&problems, &sources, Color::Plain).contains("content/a.md:1:"));
    // And when the whole line is meant, its beginning is shown.
    let (sources, problems) = one(line.as_bytes(), 0..line.len());
    for shown in [
        terminal(&problems, &sources, Color::Plain),
        html(&problems, &sources),
        json(&problems, &sources),
        github(&problems, &sources),
    ] {
        assert!(shown.len() < 3000, "{}", shown.len());
    }
}

/// Every face of every range in a text.
fn shown(bytes: &[u8], ranges: &[(usize, usize)]) -> Vec<String> {
    let mut sources = Sources::new();
    let id: SourceId = sources.insert("a.md", bytes);
    let mut problem = Diagnostic::error(Span::new(id, 0..0), "wrong");
    for (index, &(start, end)) in ranges.iter().enumerate() {
        let mut span = Span::new(id, start..start);
        // Not even a range that `Span::new` would have put right.
        span.end = u32::try_from(end).unwrap();
        if index == 0 {
            problem.span = span;
        } else {
            problem = problem.context(span, "context");
        }
    }
    let problems = [problem];
    vec![
        terminal(&problems, &sources, Color::Plain),
        github(&problems, &sources),
        json(&problems, &sources),
        html(&problems, &sources),
    ]
}

proptest! {
    #[test]
    fn any_range_in_any_text_can_be_shown(
        text in "[a-c \\né€😀\\r\\t\u{feff}\u{200d}\u{301}]{0,40}",
        ranges in prop::collection::vec((0usize..200, 0usize..200), 1..4),
    ) {
        for face in shown(text.as_bytes(), &ranges) {
            prop_assert!(face.contains("a.md"));
        }
    }

    #[test]
    fn any_range_in_any_bytes_can_be_shown(
        bytes in prop::collection::vec(any::<u8>(), 0..60),
        ranges in prop::collection::vec((0usize..80, 0usize..80), 1..4),
    ) {
        for face in shown(&bytes, &ranges) {
            prop_assert!(face.contains("a.md"));
        }
    }

    #[test]
    fn an_annotation_is_one_line_whatever_stands_in_it(message in "\\PC*|[%:,\\r\\n]{0,8}", label in "[%:,\\r\\na]{0,8}") {
        let (sources, mut problems) = one(b"abc", 0..1);
        problems[0].message = message;
        problems[0].label = label;
        let shown = github(&problems, &sources);
        prop_assert_eq!(shown.lines().count(), 1);
        prop_assert!(!shown.trim_end_matches('\n').contains('\r'));
    }
}
