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
    let second = {
        let (id, source) = sources.get(REGISTER).unwrap();
        let start = source.text().unwrap().rfind("\"wolken").unwrap();
        Span::new(id, start..start + 13)
    };
    let problems = vec![
        Diagnostic::error(span(&sources, REGISTER, "adress"), "unknown key `adress`")
            .label("did you mean `address`?")
            .note("the keys of a sub-processor are fixed")
            .help("a field of your own goes below `extra`:\n[subprocessor.extra]\nadress = \"…\""),
        Diagnostic::error(second, "the id `wolkenlager` is taken")
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
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r#"
    error: unknown key `adress`
     --> content/subprocessors.toml:3:1
      |
    3 | adress = "Für <Köln>"
      | ^^^^^^ did you mean `address`?
      |
      = note: the keys of a sub-processor are fixed
      = help: a field of your own goes below `extra`:
              [subprocessor.extra]
              adress = "…"

    error: the id `wolkenlager` is taken
     --> content/subprocessors.toml:6:6
      |
    2 | id = "wolkenlager"
      |      ------------- first used here
    ...
    6 | id = "wolkenlager"
      |      ^^^^^^^^^^^^^ used again
      |
     ::: content/processing/support.md:1:1
      |
    1 | Mail goes out, 100%: fine.
      | ---- and named here

    warning: too good, to be true
     --> content/processing/support.md:1:16
      |
    1 | Mail goes out, 100%: fine.
      |                ^^^^^^^^^^^
    "#);
    let styled = terminal(&problems, &sources, Color::Styled);
    assert!(styled.contains("\u{1b}["), "{styled}");
}

#[test]
fn as_annotations() {
    let (sources, problems) = example();
    assert_snapshot!(github(&problems, &sources), @r#"
    ::error file=content/subprocessors.toml,line=3,endLine=3,col=1,endColumn=7,title=unknown key `adress`::did you mean `address`?%0Anote: the keys of a sub-processor are fixed%0Ahelp: a field of your own goes below `extra`:%0A[subprocessor.extra]%0Aadress = "…"
    ::error file=content/subprocessors.toml,line=6,endLine=6,col=6,endColumn=19,title=the id `wolkenlager` is taken::used again%0Acontent/subprocessors.toml:2:6: first used here%0Acontent/processing/support.md:1:1: and named here
    ::warning file=content/processing/support.md,line=1,endLine=1,col=16,endColumn=27,title=too good%2C to be true::too good, to be true
    "#);
}

#[test]
fn as_json() {
    let (sources, problems) = example();
    assert_snapshot!(json(&problems[1..], &sources), @r#"
    [
      {
        "severity": "error",
        "message": "the id `wolkenlager` is taken",
        "label": "used again",
        "file": "content/subprocessors.toml",
        "line": 6,
        "column": 6,
        "end_line": 6,
        "end_column": 19,
        "text": "\"wolkenlager\"",
        "notes": [],
        "help": [],
        "context": [
          {
            "label": "first used here",
            "file": "content/subprocessors.toml",
            "line": 2,
            "column": 6,
            "end_line": 2,
            "end_column": 19,
            "text": "\"wolkenlager\""
          },
          {
            "label": "and named here",
            "file": "content/processing/support.md",
            "line": 1,
            "column": 1,
            "end_line": 1,
            "end_column": 5,
            "text": "Mail"
          }
        ]
      },
      {
        "severity": "warning",
        "message": "too good, to be true",
        "label": "",
        "file": "content/processing/support.md",
        "line": 1,
        "column": 16,
        "end_line": 1,
        "end_column": 27,
        "text": "100%: fine.",
        "notes": [],
        "help": [],
        "context": []
      }
    ]
    "#);
    assert_eq!(json(&[], &sources), "[]\n");
}

#[test]
fn in_a_browser() {
    let (sources, problems) = example();
    assert_snapshot!(html(&problems, &sources), @r#"
    <article class="problem problem-error">
    <h2><span class="problem-severity">error</span> unknown key `adress`</h2>
    <p class="problem-place">content/subprocessors.toml:3:1</p>
    <pre class="problem-text"><code><mark>adress</mark> = &quot;Für &lt;Köln&gt;&quot;</code></pre>
    <p class="problem-label">did you mean `address`?</p>
    <p class="problem-note">note: the keys of a sub-processor are fixed</p>
    <p class="problem-help">help: a field of your own goes below `extra`:</p>
    <pre class="problem-lines">[subprocessor.extra]
    adress = &quot;…&quot;</pre>
    </article>
    <article class="problem problem-error">
    <h2><span class="problem-severity">error</span> the id `wolkenlager` is taken</h2>
    <p class="problem-place">content/subprocessors.toml:6:6</p>
    <pre class="problem-text"><code>id = <mark>&quot;wolkenlager&quot;</mark></code></pre>
    <p class="problem-label">used again</p>
    <p class="problem-place">content/subprocessors.toml:2:6</p>
    <pre class="problem-text"><code>id = <mark>&quot;wolkenlager&quot;</mark></code></pre>
    <p class="problem-label">first used here</p>
    <p class="problem-place">content/processing/support.md:1:1</p>
    <pre class="problem-text"><code><mark>Mail</mark> goes out, 100%: fine.</code></pre>
    <p class="problem-label">and named here</p>
    </article>
    <article class="problem problem-warning">
    <h2><span class="problem-severity">warning</span> too good, to be true</h2>
    <p class="problem-place">content/processing/support.md:1:16</p>
    <pre class="problem-text"><code>Mail goes out, <mark>100%: fine.</mark></code></pre>
    </article>
    "#);
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
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
     --> content/a.md:2:10
      |
    2 | Caf� in K�ln
      |          ^ here
    ");
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let (sources, problems) = one("\u{feff}key = 1".as_bytes(), 3..6);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
     --> content/a.md:1:1
      |
    1 | key = 1
      | ^^^ here
    ");
}

#[test]
fn the_end_of_a_file_and_an_empty_file() {
    let (sources, problems) = one(b"title = \"x\"\n", 12..12);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
     --> content/a.md:2:1
      |
    2 |  
      | ^ here
    ");
    let (sources, mut problems) = one(b"", 0..0);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
     --> content/a.md:1:1
      |
    1 |  
      | ^ here
    ");
    problems[0].label.clear();
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
    --> content/a.md
    ");
}

#[test]
fn a_span_of_several_lines_and_one_of_too_many() {
    let (sources, problems) = one(b"a\nbb\ncc\ndd\ne\n", 2..10);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
     --> content/a.md:2:1
      |
    2 | / bb
    3 | | cc
    4 | | dd
      | |__^ here
    ");
    let (sources, problems) = one("line\n".repeat(500).as_bytes(), 5..2000);
    assert_snapshot!(terminal(&problems, &sources, Color::Plain), @r"
    error: wrong
       --> content/a.md:2:1
        |
      2 | / line
      3 | | line
      4 | | line
      5 | | line
    ...   |
    399 | | line
    400 | | line
        | |____^ here
    ");
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
