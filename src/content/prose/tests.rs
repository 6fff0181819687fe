use super::*;
use crate::diagnostic::Checked;
use crate::source::{Sources, Span};

fn checked(text: &str) -> Checked<Prose> {
    let mut sources = Sources::new();
    let id = sources.insert("a.md", text.as_bytes());
    Prose::parse(text, Place(Span::new(id, 0..text.len())))
}

fn prose(text: &str) -> Prose {
    checked(text).value
}

fn messages(text: &str) -> Vec<String> {
    let problems = checked(text).problems;
    problems
        .into_iter()
        .map(|problem| problem.message)
        .collect()
}

#[test]
fn texts_that_say_the_same_are_equal() {
    for (one, other) in [
        ("a\nb", "a b"),
        ("a\r\nb\r\n", "a\nb"),
        ("\u{feff}a", "a"),
        ("*a* __b__", "_a_ **b**"),
        ("- a\n- b", "* a\n\n* b"),
        ("1. a\n2. b", "1) a\n1) b"),
        ("Title\n=====", "# Title"),
        ("    code", "```\ncode\n```"),
        ("[a](b)", "[a][c]\n\n[c]: b"),
        (
            "<https://a.example>",
            "[https://a.example](https://a.example)",
        ),
        ("|a|\n|-|\n|b|", "| a |\n| --- |\n| b |"),
        ("a[^1]\n\n[^1]: b", "a[^note]\n\n[^note]: b"),
        ("a  \nb", "a\\\nb"),
        ("a<br>b", "a\\\nb"),
        ("<strong>a</strong> <em>b</em>", "**a** *b*"),
        ("<p>a <b>b</b>\nc</p>", "<p>\n  a <b >b</b> c\n</p>\n"),
        ("&auml; &#228;", "ä ä"),
        ("a <!-- for the next writer --> b", "a b"),
        ("a <!-- c -->", "a"),
        ("***", "---"),
    ] {
        assert_eq!(prose(one), prose(other), "{one:?} and {other:?}");
    }
}

#[test]
fn texts_that_say_something_else_differ() {
    for (one, other) in [
        ("a", "b"),
        ("*a*", "**a**"),
        ("# a", "## a"),
        ("- a", "1. a"),
        ("- [ ] a", "- [x] a"),
        ("[a](b)", "[a](c)"),
        (
            "a[^1] b[^1]\n\n[^1]: c",
            "a[^1] b[^2]\n\n[^1]: c\n\n[^2]: c",
        ),
        ("<a id=\"b\"></a>", "<a id=\"c\"></a>"),
        ("\"a\"", "“a”"),
    ] {
        assert_ne!(prose(one), prose(other), "{one:?} and {other:?}");
    }
}

#[test]
fn anchors_follow_the_words_and_explicit_ones_win() {
    let text = "## Data\n## Data\n### Data 1\n## ::\n## ::\n## Данные и *сроки*\n## 削除\n## Main\n\
        ## Fu\u{308}r `uns`\n## Site map\n## A:b\n## Fixed {#data-1}\n<a id=\"old-name\"></a> x";
    let expected = [
        "data",
        "data-2",
        "data-1-2",
        "section",
        "section-2",
        "данные-и-сроки",
        "削除",
        "main",
        "für-uns",
        "section-site-map",
        "a-b",
        "data-1",
        "old-name",
    ];
    let anchors =
        |text: &str| -> Vec<String> { prose(text).anchors().map(str::to_owned).collect() };
    assert_eq!(anchors(text), expected);
    let longer = format!("{text}\n\n## Data\n\n## ::");
    assert_eq!(anchors(&longer)[..expected.len()], expected);
    assert_eq!(anchors(&longer)[expected.len()..], ["data-3", "section-3"]);
}

#[test]
fn an_id_that_cant_be_had_is_told_and_its_heading_gets_another() {
    let text = "## A {#x}\n## B {#x}\n## C {#site-c}\n## D {#d:d}\n<b id=\"x\">e</b>";
    let anchors: Vec<_> = prose(text).anchors().map(str::to_owned).collect();
    assert_eq!(anchors, ["x", "b", "c", "d"]);
    assert_eq!(messages(text).len(), 4);
}

#[test]
fn characters_that_no_output_can_hold_are_in_no_part_of_the_tree() {
    let text = "# a\u{b}b\n\u{2}c\u{c}d `e\u{1}` &#11;f [g](h\u{7}i \"j\u{1b}\") ![k\u{b}l](m) <b title=\"n\u{b}o\">p\u{0}q</b>\n\n\
        ```r\u{1}\ns\u{c}t\n```\n\n<div>u\u{b}v&#12;</div>\n\n[^w\u{b}]: x\n\ny[^w\u{b}]";
    let parsed = prose(text);
    let tree = format!("{:?}", parsed.tree());
    for code in 0..32u32 {
        let c = char::from_u32(code).unwrap();
        if crate::content::text::is_forbidden(c) {
            assert!(
                !tree.contains(&format!("\\u{{{code:x}}}")),
                "U+{code:04X} in {tree}"
            );
        }
    }
    assert!(tree.contains("a b") && tree.contains("c d"), "{tree}");
    assert_eq!(parsed.text(), text);
}

#[test]
fn a_span_points_into_the_file_as_it_is() {
    let before = "+++\r\ntitle = \"ä\"\r\n+++\r\n";
    let body = "\u{feff}a\r\nb\r\n\r\n> [ü](x.md)\r\n> <a href=\"y.md\">z</a>\r\n\r\n<div>\r\n<img\r\nsrc=\"w.png\"></div>\r\n";
    let file = format!("{before}{body}");
    let mut sources = Sources::new();
    let id = sources.insert("a.md", file.as_bytes());
    let place = Place(Span::new(id, before.len()..file.len()));
    let parsed = Prose::parse(body, place).value;
    let links: Vec<_> = parsed.links().collect();
    let links: Vec<_> = links
        .iter()
        .map(|link| (link.target.as_str(), &file[link.span.range()]))
        .collect();
    assert!(links.contains(&("x.md", "[ü](x.md)")), "{links:?}");
    assert!(links.contains(&("y.md", "<a href=\"y.md\">")), "{links:?}");
    assert!(
        links.contains(&("w.png", "<img\r\nsrc=\"w.png\">")),
        "{links:?}"
    );
}

#[test]
fn a_text_that_isnt_as_long_as_its_place_points_at_all_of_it() {
    let mut sources = Sources::new();
    let id = sources.insert("a.toml", "description = \"[a][b]\\n\"".as_bytes());
    let place = Place(Span::new(id, 14..24));
    let problems = Prose::parse("[a][b]\n", place).problems;
    assert_eq!(problems[0].span, place.0);
}

#[test]
fn brackets_that_are_no_reference_are_no_problem() {
    assert!(messages("a [b] c [x] d - [ ] e").is_empty());
    assert_eq!(messages("[a][b] and [c][]").len(), 2);
    assert_eq!(messages("a[^1]\n\n[^1]: b\n\n[^2]: c").len(), 1);
}

#[test]
fn notes_are_numbered_by_their_first_reference() {
    let parsed =
        prose("a[^z] b[^y]\n\n[^y]: second, see[^x]\n\n[^x]: third\n\n[^z]: first\n\n[^w]: none");
    let notes = parsed.tree().footnotes.iter();
    let notes: Vec<_> = notes.map(|n| block_text(&n.blocks)).collect();
    assert_eq!(notes, ["first", "second, see", "third"]);
}

#[test]
fn braces_and_brackets_are_marks_only_where_they_stand_as_such() {
    let text = "## A {#a-1}\n## B \\{#b-1}\n## C `{#c-1}`\n## D {2026}\n## E {#e-1 .x}\n## F {#f-1} ##\nG {#g-1}\n---\n## {#h-1}";
    let parsed = prose(text);
    let headings: Vec<_> = parsed.headings().collect();
    let expected = [
        ("a-1", "A"),
        ("b-b-1", "B {#b-1}"),
        ("c-c-1", "C {#c-1}"),
        ("d-2026", "D {2026}"),
        ("e-1", "E"),
        ("f-1", "F"),
        ("g-1", "G"),
        ("h-1", ""),
    ];
    for (heading, expected) in headings.iter().zip(expected) {
        assert_eq!((heading.anchor, heading.text), expected);
    }
    assert_eq!(headings.len(), expected.len());
    let tasks = prose("- [ ] a\n- [x] b\n- \\[ ] c\n- [x]d\n- [X] e\n- [ ]\n- # [ ] f");
    let tree = tasks.tree();
    let [Block::List(list)] = tree.blocks.as_slice() else {
        panic!("{tasks:?}")
    };
    let states: Vec<_> = list.items.iter().map(|item| item.task).collect();
    assert_eq!(
        states,
        [
            Some(false),
            Some(true),
            None,
            None,
            Some(true),
            Some(false),
            None
        ]
    );
}

/// Issues 921, 963 and 1115 of the parser.
#[test]
fn texts_that_make_the_parser_panic_with_its_own_marks_are_read() {
    for text in [
        "- [ ] \\\n  ---\n",
        "- [x]\t\t\n\\\n-",
        "- [ ] a\n  -",
        "[^1]:\n    *\n      + > deeply\n        > [^2]\n        > {.class}\n        > ---------\n\n[^2]: x",
    ] {
        assert!(!prose(text).text().is_empty());
    }
}

#[test]
fn plain_text_and_excerpt_keep_the_words() {
    let parsed = prose(
        "# A\n\nb *c* `d`\n- e\n- f\n\n| g | h |\n|---|---|\n| i | j |\n\n<div>k <p>l</p></div>\n\n> m[^1]\n\n[^1]: n",
    );
    assert_eq!(parsed.plain_text(), "A\nb c d\ne\nf\ng\th\ni\tj\nk\nl\nm");
    let long = [
        "word ".repeat(60),
        "ä".repeat(300),
        format!("a {}\n\n{}", "b".repeat(158), "c".repeat(300)),
        format!("# a\n\n- {}\n- d e", "b ".repeat(78)),
    ];
    for text in long.iter().map(|text| prose(text)).chain([parsed]) {
        for max in 0..=LONGEST_EXCERPT {
            let whole = plain::excerpt(&text.plain_text(), max);
            assert_eq!(text.excerpt(max), whole, "{max}");
        }
    }
    assert_eq!(prose("one two three").excerpt(8), "one two…");
    assert_eq!(prose("one two").excerpt(7), "one two");
    assert_eq!(prose("Donaudampfschifffahrt").excerpt(6), "Donau…");
    assert!(prose("<!-- nothing -->\n").is_empty());
    assert!(prose("[a]: b\n").is_empty());
}

#[test]
fn depth_is_bounded_and_nothing_is_lost() {
    for text in [
        format!("{} word", ">".repeat(10_000)),
        format!("{}word", "- ".repeat(10_000)),
        format!("{}word", "1. ".repeat(10_000)),
        format!("{}word{}", "*a **b ".repeat(3_000), "** *".repeat(3_000)),
        format!("{}word", "<div>".repeat(10_000)),
        format!("x {}word", "<b>".repeat(10_000)),
        format!("{}word", "<table><tr><td>".repeat(3_000)),
        format!("{}word", "<p><b>".repeat(3_000)),
        (0..2_000)
            .map(|depth| format!("{}- word\n", "  ".repeat(depth)))
            .collect(),
        format!("{}word{}", "[".repeat(20_000), "](x)".repeat(20_000)),
    ] {
        let parsed = prose(&text);
        let copy = parsed.clone();
        assert!(parsed.plain_text().contains("word"), "{}", &text[..20]);
        assert_eq!(parsed, copy);
        drop(copy);
    }
}

/// Each of these units makes some parser slow when it stands many times on one line.
#[test]
fn a_long_line_of_hostile_units_is_read_whole() {
    let times = 20_000;
    for (unit, said) in [
        ("word ", "word "),
        ("<b>x</b> ", "x "),
        ("<a ", "<a "),
        ("![", "!["),
        ("&amp;", "&"),
        ("</", "</"),
        ("[a](b) ", "a "),
        ("[a][b] ", "[a][b] "),
        ("<p>x\n\n", "x\n"),
        ("# a\n", "a\n"),
        ("<a href='javascript:x'>y</a> ", "y "),
        ("<p title='", "<p title='"),
    ] {
        let text = prose(&unit.repeat(times)).plain_text();
        assert_eq!(text.len(), said.repeat(times).trim_end().len(), "{unit}");
    }
    for (unit, kept) in [("<script>", 0), ("<!-- ", 0), ("*a* ", times)] {
        let text = prose(&unit.repeat(times)).plain_text();
        assert_eq!(text.matches('a').count(), kept, "{unit}");
    }
}

#[test]
fn a_text_that_stands_twice_points_into_each_place() {
    let body = "a [b](c.md)\n";
    let (one, other) = (format!("x{body}"), format!("longer {body}"));
    let mut sources = Sources::new();
    let mut place = |name: &str, file: &str| {
        let id = sources.insert(name, file.as_bytes());
        Place(Span::new(id, file.len() - body.len()..file.len()))
    };
    let (first, second) = (place("a.md", &one), place("b.md", &other));
    let parsed = Prose::parse(body, first).value;
    let again = parsed.again(body, second).expect("the same text");
    let link = again.links().next().expect("a link");
    assert_eq!(&other[link.span.range()], "[b](c.md)");
    assert_eq!(link.span.source, second.0.source);
    assert!(
        parsed.again("a [b](d.md)\n", second).is_none(),
        "another text"
    );
    let warned = Prose::parse("a [b][]\n", first).value;
    assert!(
        warned.again("a [b][]\n", second).is_none(),
        "a warning for each"
    );
    let crossed = Prose::parse("a\r\n", first).value;
    assert!(crossed.again("a\n", second).is_none(), "other bytes");
}

/// What is known of a text without its tree.
fn outline(prose: &Prose) -> String {
    let headings: Vec<_> = prose.headings().collect();
    let links: Vec<_> = prose.links().collect();
    let anchors: Vec<_> = prose.anchors().collect();
    let known = (headings, links, anchors, prose.named_subprocessors());
    let rest = (
        prose.note_count(),
        prose.excerpt(LONGEST_EXCERPT),
        prose.is_empty(),
    );
    format!("{known:?}{rest:?}")
}

const MANY: [&str; 7] = [
    "",
    "a",
    "# A\n\n[b](../c.md#d) [e](subprocessor:postlark)[^n] ![f](g.png)\n\n## h {#i}\n\n> # j\n\n[^n]: k\n",
    "## Same\n\n## Same\n\n## \n",
    "<div id=\"x\"><a href=\"y.md\">z</a></div>\n",
    "## Zweck \u{fc}ber \"alles\"\\\n\n|a|\n|-|\n|b|\n",
    "[a](subprocessor:one) [b](subprocessor:one) [c](subprocessor:two)",
];

#[test]
fn a_text_whose_outline_was_kept_is_the_text_that_was_read() {
    let texts = MANY.map(prose);
    let kept = KeptOutlines::read(KeptOutlines::write(&texts, "1"), "1");
    for text in &texts {
        // It stands elsewhere now.
        let id = Sources::new().insert("b.md", format!("xy{}", text.text()).into_bytes());
        let place = Place(Span::new(id, 2..2 + text.text().len()));
        let known = kept.recall(text.text(), place).unwrap();
        let again = Prose::parse(text.text(), place).value;
        assert_eq!(outline(&known), outline(&again));
        assert_eq!(known.tree(), again.tree());
        assert_eq!(
            (known.text(), known.digest()),
            (again.text(), again.digest())
        );
        assert_eq!(known.again(text.text(), place).as_ref(), Some(&again));
    }
    assert!(kept.recall("another", texts[0].place()).is_none());
}

#[test]
fn a_text_of_which_there_is_something_to_say_is_not_kept() {
    for text in ["[a][b]", "a\r\nb", "\u{feff}a", "<marquee>a"] {
        let kept = KeptOutlines::read(KeptOutlines::write([&prose(text)], "1"), "1");
        let place = prose(text).place();
        assert!(kept.recall(text, place).is_none(), "{text:?}");
        assert!(kept.recall(prose(text).text(), place).is_none(), "{text:?}");
    }
}

#[test]
fn of_what_is_not_whole_or_of_another_program_nothing_is_known() {
    let text = prose(MANY[2]);
    let kept = KeptOutlines::write([&text], "1");
    let knows = |kept: Vec<u8>, program| {
        let kept = KeptOutlines::read(kept, program);
        kept.recall(text.text(), text.place()).is_some()
    };
    assert!(knows(kept.clone(), "1"));
    for program in ["", "2", "11", "1\n"] {
        assert!(!knows(kept.clone(), program), "{program:?}");
    }
    for at in 0..kept.len() {
        assert!(!knows(kept[..at].to_vec(), "1"), "cut at {at}");
        let mut other = kept.clone();
        other[at] ^= 1;
        assert!(!knows(other, "1"), "another byte at {at}");
    }
}

#[test]
fn a_section_is_where_the_outline_says() {
    let text = prose("# One\n\n## Two\n\na\n\n### Three\n\n##  Four `five` \n\n> ## Six\n");
    for title in ["One", "Two", "Three", "Four five", "Six", " Two ", ""] {
        assert_eq!(
            text.has_section(title),
            text.tree().section(title).is_some(),
            "{title}"
        );
    }
}
