use proptest::prelude::*;

use super::*;
use crate::content::Prose;
use crate::content::prose::block_text;
use crate::source::{Place, Sources, Span};

fn parse(text: &str) -> Tree {
    let mut sources = Sources::new();
    let id = sources.insert("a.md", text.as_bytes());
    Prose::parse(text, Place(Span::new(id, 0..text.len())))
        .value
        .tree()
        .clone()
}

/// What a comparison promises, for any two texts.
fn check_law(old_text: &str, new_text: &str) {
    let (old, new) = (parse(old_text), parse(new_text));
    let comparison = compare(&old, &new);
    let notes = |text: &Tree| -> Vec<Vec<Block>> {
        let notes = text.footnotes.iter();
        notes.map(|note| normal(&note.blocks)).collect()
    };
    assert_eq!(comparison.old_text(), normal(&old.blocks), "the old text");
    assert_eq!(comparison.new_text(), normal(&new.blocks), "the new text");
    assert_eq!(comparison.old_notes(), notes(&old), "the old notes");
    assert_eq!(comparison.new_notes(), notes(&new), "the new notes");
    assert_eq!(
        comparison.is_same(),
        comparison.summary().is_empty(),
        "{}",
        comparison.readable()
    );
    if comparison.is_same() {
        assert_eq!(
            normal(&old.blocks),
            normal(&new.blocks),
            "nothing is kept quiet"
        );
    }
    if old == new {
        assert!(comparison.is_same(), "{}", comparison.readable());
    }
    for text in [&old, &new] {
        let normal_form = normal(&text.blocks);
        assert_eq!(
            normal(&normal_form),
            normal_form,
            "the normal form is its own"
        );
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        assert_eq!(
            words(&block_text(&normal_form)),
            words(&block_text(&text.blocks))
        );
    }
    let again = compare(&old, &old);
    assert!(again.is_same(), "{}", again.readable());
}

const REAL: &str = "Customers of all apps are concerned.\n\n\
## Purpose of processing\n\nHelp users from the *Controller's* organisation to resolve usage problems, and thus \
contribute to the value of the app.\n\n\
## Categories of processing\n\nUsage problems are reported via the mechanism of [Annex 2](../annexes/reporting.md).\n\
Reporters might be asked to provide\n\n\
- Confluence support archives with log files\n- Templates for exporting\n  - of pages\n  - of spaces\n\
- Logs from the reporter's browser console[^logs]\n\n\
Data is provided through the support tool, or we offer a transfer service (SharePoint, see Annex 3).\n\n\
| Sub-processor | Purpose | Data |\n|---|---|--:|\n| Sentry | Error logging | contact details |\n\
| Google | Customer communication | contact details |\n| Mixpanel | Usage analysis | `anonymised` |\n\n\
> The processor shall not engage another processor without authorisation.\n\n\
1. Download\n2. Analyse within 24,5 % of the time\n\n\
```\nretention = 30\n```\n\n\
<details><summary>More</summary>\n\nKept **in Frankfurt** until 2026-11-23.\n\n</details>\n\n\
[^logs]: Kept for thirty days, see [policy](policy.md).\n";

/// One edit of a text: by line, or by word within it.
#[derive(Clone, Debug)]
enum Edit {
    RemoveLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Insert(usize, &'static str),
    ReplaceWord(usize, &'static str),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..80usize;
    prop_oneof![
        at.clone().prop_map(Edit::RemoveLine),
        at.clone().prop_map(Edit::RepeatLine),
        (at.clone(), at.clone()).prop_map(|(a, b)| Edit::SwapLines(a, b)),
        (at, prop::sample::select(INSERTIONS)).prop_map(|(at, text)| Edit::Insert(at, text)),
        (0..200usize, prop::sample::select(WORDS))
            .prop_map(|(at, word)| Edit::ReplaceWord(at, word)),
    ]
}

const INSERTIONS: &[&str] = &[
    "",
    "A new paragraph stands here.",
    "## A heading",
    "- An item",
    "| Hubspot | Newsletters | contact details |",
    "> A quote",
    "<div>raw <b>html</b></div>",
    "Note.[^new]\n\n[^new]: New.",
    "---",
    "```\ncode\n```",
    "1. one",
];

const WORDS: &[&str] = &[
    "word",
    "**bold**",
    "*soft*",
    "`code`",
    "[link](a.md)",
    "[link](b.md)",
    "![image](c.png)",
    "[^logs]",
    "",
    "—",
    "20 %",
    "<b id=\"x\">raw</b>",
    "~~gone~~",
    "**",
    "<br>",
    "|",
];

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for edit in edits {
        let count = lines.len();
        match *edit {
            Edit::RemoveLine(at) if count > 1 => {
                lines.remove(at % count);
            }
            Edit::RemoveLine(_) => {}
            Edit::RepeatLine(at) => lines.insert(at % count, lines[at % count].clone()),
            Edit::SwapLines(a, b) => lines.swap(a % count, b % count),
            Edit::Insert(at, text) => lines.insert(at % count, text.to_owned()),
            Edit::ReplaceWord(at, word) => {
                let line = &mut lines[at % count];
                let mut words: Vec<&str> = line.split(' ').collect();
                let place = at % words.len();
                words[place] = word;
                *line = words.join(" ");
            }
        }
    }
    lines.join("\n")
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "word",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "`",
        "[a](b)",
        "[",
        "](c)",
        "- ",
        "1. ",
        "> ",
        "## ",
        "| a | b |\n|---|---|\n| c | d |\n",
        "| e | f |\n",
        "[^n]",
        "\n\n[^n]: ",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<a id=x>",
        "</a>",
        "![i](j)",
        "---\n",
        "```\n",
        "  ",
        "\\\n",
        "- [ ] ",
        "- [x] ",
        "é",
        "削除",
        "€ 1,5",
        "<table><tr><td>",
        "</table>",
        "<span>",
        "</span>",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_law_holds_for_any_two_texts(old in any_text(), new in any_text()) {
        check_law(&old, &new);
    }

    #[test]
    fn the_law_holds_for_edits_of_a_real_text(edits in prop::collection::vec(edit(), 0..8)) {
        check_law(REAL, &edited(REAL, &edits));
    }

    #[test]
    fn the_law_holds_for_edits_of_any_text(text in any_text(), edits in prop::collection::vec(edit(), 0..4)) {
        check_law(&text, &edited(&text, &edits));
    }
}

#[test]
fn folds_hide_unchanged_blocks_only_and_none_twice() {
    let old = parse(REAL);
    let text = REAL.replace("SharePoint", "Google Drive");
    let new = parse(&text);
    let comparison = compare(&old, &new);
    let parts: Vec<_> = segments(&comparison.blocks);
    let mut seen = 0;
    for part in &parts {
        match part {
            Segment::Shown(blocks) => seen += blocks.len(),
            Segment::Folded(blocks) => {
                assert!(blocks.len() >= 2 && blocks.iter().all(Change::is_same));
                seen += blocks.len();
            }
        }
    }
    assert_eq!(seen, comparison.blocks.len());
    assert_eq!(
        comparison.summary().count(Part::Paragraph, Action::Amended),
        1
    );
    assert_eq!(comparison.summary().iter().count(), 1);
}
