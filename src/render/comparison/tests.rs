mod stops;
mod words;

use std::collections::BTreeSet;

use proptest::prelude::*;
use scraper::{ElementRef, Html, Node as DomNode, Selector};

use super::*;
use crate::compare::prose::compare;
use crate::content::prose::LinkKind;
use crate::render::prose::tests::{WORDS as PROSE_WORDS, attacks, check_balanced, parse, tree};
use crate::render::prose::{Ids, ResolvedLink};

pub(in crate::render) use words::with_options;

fn as_written(target: &str, _: LinkKind) -> ResolvedLink {
    ResolvedLink::To(target.to_owned())
}

fn page(old: &str, new: &str) -> String {
    written(old, new, Layout::Inline, Styling::Sheet)
}

fn written(old: &str, new: &str, layout: Layout, styling: Styling) -> String {
    let (old, new) = (tree(old), tree(new));
    let prose = |ids| ProseOptions {
        styling,
        resolve: &as_written,
        ids,
        top_heading: 2,
        words: PROSE_WORDS,
    };
    let sides = (prose(Ids::Scoped("old")), prose(Ids::Own));
    with_options(sides, layout, |options| {
        html((&old, &new), &compare(&old, &new), options)
    })
}

/// What one side says, without white space: text and the words of images, without what the other side
/// has and what the page adds.
fn side(html: &str, left_out: &[&str]) -> String {
    fn collect(element: ElementRef<'_>, left_out: &[&str], text: &mut String) {
        for child in element.children() {
            match child.value() {
                DomNode::Text(part) => text.extend(part.chars().filter(|c| !c.is_whitespace())),
                DomNode::Element(node) => {
                    let added = node
                        .has_class("change-label", scraper::CaseSensitivity::CaseSensitive)
                        || node
                            .has_class("visually-hidden", scraper::CaseSensitivity::CaseSensitive)
                        || node
                            .has_class("unchanged-rows", scraper::CaseSensitivity::CaseSensitive)
                        || node.has_class("retargeted", scraper::CaseSensitivity::CaseSensitive)
                        || node.has_class("stop", scraper::CaseSensitivity::CaseSensitive)
                        || node.attr("role").is_some_and(|role| role == "img")
                        || matches!(node.name(), "sup" | "section")
                        || (node.name() == "summary"
                            && element
                                .value()
                                .has_class("unchanged", scraper::CaseSensitivity::CaseSensitive));
                    let gone = left_out.iter().any(|what| {
                        node.name() == *what
                            || node.has_class(what, scraper::CaseSensitivity::CaseSensitive)
                    });
                    if added || gone {
                        continue;
                    }
                    if node.name() == "img" {
                        let alt = node.attr("alt").unwrap_or_default();
                        text.extend(alt.chars().filter(|c| !c.is_whitespace()));
                    }
                    if let Some(child) = ElementRef::wrap(child) {
                        collect(child, left_out, text);
                    }
                }
                _ => {}
            }
        }
    }
    let mut text = String::new();
    collect(
        Html::parse_fragment(html).root_element(),
        left_out,
        &mut text,
    );
    text
}

/// The text without its notes and its raw headings, as `side` sees it.
fn says(text: &str) -> String {
    parse(text)
        .plain_text()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

fn check(old: &str, new: &str) {
    check_page(old, new, &page(old, new), ("newer", "older"));
    let columns = written(old, new, Layout::Columns, Styling::Sheet);
    check_page(old, new, &columns, ("newer", "older"));
    let plain = written(old, new, Layout::Inline, Styling::None);
    check_balanced(&plain);
    assert!(!plain.contains(" class="), "{plain}");
}

/// Each column alone, too, says what its text says.
fn check_page(old: &str, new: &str, html: &str, (newer, older): (&str, &str)) {
    check_balanced(html);
    attacks::check_harmless(html);
    let dom = Html::parse_fragment(html);
    let mut ids = BTreeSet::new();
    for element in dom.select(&Selector::parse("[id]").unwrap()) {
        let id = element.attr("id").unwrap().to_owned();
        assert!(ids.insert(id.clone()), "{id} stands twice in {html}");
    }
    for link in dom.select(&Selector::parse("a[href^='#']").unwrap()) {
        let target = &link.attr("href").unwrap()[1..];
        let known = ids.contains(target) || !parse(new).anchors().any(|anchor| anchor == target);
        assert!(
            known && (!target.starts_with("old:") || ids.contains(target)),
            "#{target} in {html}"
        );
    }
    for mark in dom.select(&Selector::parse("ins, del").unwrap()) {
        for child in mark.child_elements() {
            assert!(
                !matches!(
                    child.value().name(),
                    "li" | "tr" | "td" | "th" | "tbody" | "thead" | "dt" | "dd"
                ),
                "a mark around <{}> in {html}",
                child.value().name()
            );
        }
    }
    assert_eq!(
        side(html, &["ins", "moved-here", newer]),
        says(old),
        "the old text in {html}"
    );
    assert_eq!(
        side(html, &["del", "moved-away", older]),
        says(new),
        "the new text in {html}"
    );
}

#[test]
fn words_are_marked_within_their_line() {
    for (old, new, expected) in [
        (
            "(SharePoint, see)",
            "(Google Drive, see)",
            "<p>(<del><span class=\"visually-hidden\">Removed: </span>SharePoint</del><ins><span class=\"visually-hidden\">Added: </span>Google Drive</ins>, see)</p>\n",
        ),
        (
            "See [Annex 2](a.md) now",
            "See [Annex 3](a.md) now",
            "<p>See <a href=\"a.md\">Annex <del><span class=\"visually-hidden\">Removed: </span>2</del><ins><span class=\"visually-hidden\">Added: </span>3</ins></a> now</p>\n",
        ),
        (
            "kept a while",
            "kept **a while**",
            "<p>kept <span class=\"reformatted\"><span class=\"visually-hidden\">Formatting changed: </span><strong>a while</strong></span></p>\n",
        ),
        (
            "see [x](a.md) y",
            "see [x](b.md) y",
            "<p>see <a href=\"b.md\">x</a> <span class=\"retargeted\">(link leads to b.md, before to a.md)</span> y</p>\n",
        ),
        (
            "a b",
            "a **c** d b",
            "<p>a <ins><span class=\"visually-hidden\">Added: </span><strong>c</strong> d</ins> b</p>\n",
        ),
    ] {
        assert_eq!(page(old, new), expected, "{old} → {new}");
        check(old, new);
    }
}

#[test]
fn blocks_have_labels_and_items_and_rows_stay_valid() {
    assert_eq!(
        page("One.\n\nTwo is here.", "One."),
        "<p>One.</p>\n<div class=\"change removed\">\n<p class=\"change-label\">Removed</p>\n<del>\n<p>Two is here.</p>\n</del>\n</div>\n"
    );
    assert_eq!(
        page("- a\n- b", "- a\n- b\n- c"),
        "<ul>\n<li>a</li>\n<li>b</li>\n<li class=\"added\"><span class=\"visually-hidden\">Added: </span><ins>c</ins></li>\n</ul>\n"
    );
    let rows = page(
        "| a | b |\n|---|---|\n| c | d |",
        "| a | b |\n|---|---|\n| c | d |\n| e | f |",
    );
    assert!(rows.contains("<tr class=\"added\"><td><ins><span class=\"visually-hidden\">Added: </span>e</ins></td>"), "{rows}");
    let folded = page("1\n\n2\n\n3\n\n4", "1\n\n2\n\n3\n\n4\n\n5 new");
    assert!(
        folded.starts_with(
            "<details class=\"unchanged\">\n<summary>3 unchanged paragraphs</summary>\n<p>1</p>"
        ),
        "{folded}"
    );
}

#[test]
fn long_runs_are_folded_below_their_headings() {
    let text = |rows: &str| {
        format!(
            "## One\n\n{}\n\n## Two\n\nShort.\n\n## Three\n\n| a | b |\n|---|---|\n{rows}",
            "A long paragraph that nobody has to read again. ".repeat(5)
        )
    };
    let rows: Vec<String> = (0..40).map(|n| format!("| row {n} | x{n} |\n")).collect();
    let old = text(&rows.concat());
    let new = text(&rows.concat().replace("x20", "y20"));
    let html = page(&old, &new);
    for expected in [
        "<h2 id=\"one\">One</h2>\n<details class=\"unchanged\">\n<summary>1 unchanged paragraphs</summary>\n<p>A long",
        "</details>\n<span id=\"old:two\"></span><h2 id=\"two\">Two</h2>\n<p>Short.</p>\n<span id=\"old:three\"></span><h2 id=\"three\">Three</h2>\n",
        "<tbody class=\"unchanged-rows\">\n<tr><td colspan=\"2\"><label><input type=\"checkbox\" aria-label=\"Show 19 unchanged rows\"> 19 unchanged rows</label></td></tr>\n</tbody>\n<tbody class=\"folded\">\n<tr><td>row 0</td>",
        "</tbody>\n<tbody>\n<tr><td>row 19</td><td>x19</td></tr>\n<tr><td>row 20</td><td><del>",
        "<tr><td>row 21</td><td>x21</td></tr>\n</tbody>\n<tbody class=\"unchanged-rows\">\n",
    ] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    check(&old, &new);
    let plain = written(&old, &new, Layout::Inline, Styling::None);
    assert!(
        plain.contains("<h2 id=\"one\">One</h2>\n<p>… 1 unchanged paragraphs</p>\n"),
        "{plain}"
    );
    assert!(
        plain.contains("<tr><td colspan=\"2\">… 18 unchanged rows</td></tr>"),
        "{plain}"
    );
    assert!(!plain.contains("row 3<"), "{plain}");
}

#[test]
fn a_list_is_parted_by_a_fold_and_keeps_its_numbers() {
    let items = |from: usize, to: usize| -> String {
        (from..=to).map(|n| format!("1. clause {n}\n")).collect()
    };
    let (old, new) = (
        items(1, 9),
        items(1, 6) + "1. quite another\n" + &items(8, 9),
    );
    let html = page(&old, &new);
    assert_eq!(
        html,
        "<details class=\"unchanged\">\n<summary>5 unchanged items</summary>\n<ol>\n\
         <li>clause 1</li>\n<li>clause 2</li>\n<li>clause 3</li>\n<li>clause 4</li>\n<li>clause 5</li>\n\
         </ol>\n</details>\n<ol start=\"6\">\n<li>clause 6</li>\n\
         <li class=\"removed\"><span class=\"visually-hidden\">Removed: </span><del>clause 7</del></li>\n\
         <li class=\"added\" value=\"7\"><span class=\"visually-hidden\">Added: </span><ins>quite another</ins></li>\n\
         <li>clause 8</li>\n<li>clause 9</li>\n</ol>\n"
    );
    let columns = written(&old, &items(1, 6), Layout::Columns, Styling::Sheet);
    let (older, newer) = columns.split_once("<div class=\"newer\">").unwrap();
    assert!(older.contains("<li class=\"removed\"><"), "{older}");
    assert!(newer.contains("<li class=\"removed\"><"), "{newer}");
    let columns = written(
        &old,
        &(items(1, 6) + &items(8, 9)),
        Layout::Columns,
        Styling::Sheet,
    );
    let (older, newer) = columns.split_once("<div class=\"newer\">").unwrap();
    assert!(older.contains("</li>\n<li>clause 8</li>\n"), "{older}");
    assert!(newer.contains("<li value=\"7\">clause 8</li>\n"), "{newer}");
    check(&old, &new);
}

#[test]
fn columns_hold_the_older_side_hidden_and_without_ids() {
    let html = written(
        "## A\n\nKept in (SharePoint) for a while.[^n]\n\nGone for good.\n\n[^n]: Note.",
        "## A\n\nKept in (Drive) for a while.[^n]\n\n[^n]: Note.",
        Layout::Columns,
        Styling::Sheet,
    );
    assert!(html.starts_with("<span id=\"old:a\"></span><h2 id=\"a\">A</h2>\n<div class=\"pair\">\n<div class=\"older\" hidden=\"\">\n<p>Kept in ("), "{html}");
    assert_eq!(html.matches("<h2").count(), 1, "{html}");
    assert_eq!(html.matches(" hidden=").count(), 1, "{html}");
    assert!(
        html.contains("</div>\n<div class=\"pair\">\n<div class=\"change removed\">"),
        "{html}"
    );
}

/// Case 12: a comparison shows one text twice.
#[test]
fn every_link_leads_into_its_own_text() {
    let old = "## Data\nFirst.[^a] Again.[^a]\n## Data\n## ::\n## Данные\n<a id=\"old-name\"></a> [back](#data), [second](#old-name), [d](#data-2)\n\n[^a]: A note with a [link](#data).";
    let new = "## Data\nFirst.[^a] Anew.[^b]\n## Dates\n## ::\n## Данные\n<a id=\"old-name\"></a> [back](#data), [second](#old-name)\n\n[^a]: A note with a [link](#data).\n\n[^b]: New.";
    check(old, new);
    check(new, old);
    check(old, "");
    check("", new);
    let html = page(old, new);
    for id in [
        "data",
        "old:data",
        "old:data-2",
        "old-name",
        "old:old-name",
        "fn:1",
        "old:fn:1",
        "fn:2",
    ] {
        assert!(
            html.contains(&format!(" id=\"{}\"", escape(id))),
            "{id} in {html}"
        );
    }
}

const REAL: &str = "Customers are concerned.\n\n## Purpose {#why}\n\nHelp users of the *Controller's* organisation, see \
[below](#what).\n\n## What\n\n- Archives with <b id=\"x\">log files</b>\n- Templates\n  - of pages\n\n- [ ] Browser logs[^logs]\n\n\
Data goes through the tool (SharePoint, see [Annex 3](a.md)).\n\n| Name | Purpose | Data |\n|---|---|--:|\n| Sentry | Errors | contact |\n\
| Google | Mail[^logs] | contact |\n\n> Not without authorisation.\n\n```\nretention = 30\n```\n\n\
<details id=\"more\"><summary>More</summary>\n\nKept **in Frankfurt** until 2026-11-23.\n\n</details>\n\n![Flow](flow.png)\n\n\
[^logs]: Thirty days, [policy](#why).\n";

#[test]
fn plain_texts_are_compared_word_by_word() {
    for (old, new, before, after) in [
        ("Hosting", "Hosting", "Hosting", "Hosting"),
        (
            "Mail & chat in <EU>",
            "Mail & files in <EU>",
            "Mail &amp; <del>{-}chat</del> in &lt;EU&gt;",
            "Mail &amp; <ins>{+}files</ins> in &lt;EU&gt;",
        ),
        (
            "tool, or",
            "tool (big), or",
            "tool, or",
            "tool <ins>{+}(big)</ins>, or",
        ),
        (
            "*not Markdown*",
            "*not Markdown*",
            "*not Markdown*",
            "*not Markdown*",
        ),
        ("", "New", "", "<ins>{+}New</ins>"),
    ] {
        let changes = crate::compare::prose::compare_texts(old, new);
        for (styling, open, close, end) in [
            (
                Styling::Sheet,
                "<span class=\"visually-hidden\">",
                "</span>",
                "",
            ),
            (Styling::None, "[", "", "]"),
        ] {
            let spoken = |text: &str| {
                text.replace("{-}", &format!("{open}Removed: {close}"))
                    .replace("{+}", &format!("{open}Added: {close}"))
                    .replace("</del>", &format!("{end}</del>"))
                    .replace("</ins>", &format!("{end}</ins>"))
            };
            let expected = Sides {
                before: spoken(before),
                after: spoken(after),
            };
            assert_eq!(text_sides(&changes, styling, "Added", "Removed"), expected);
        }
    }
}

#[test]
fn depth_is_no_danger() {
    for unit in [">", "- ", "<div>", "*a **b ", "<table><tr><td>", "<b>x "] {
        let deep = |word: &str| format!("{}{word}", unit.repeat(3_000));
        let html = page(&deep("old words here"), &deep("new words here"));
        assert!(html.contains("<ins>") && html.contains("<del>"), "{unit}");
    }
}

pub(in crate::render) fn variant() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        ("users", "people"),
        ("SharePoint", "Google Drive"),
        ("- Templates", "- Forms"),
        ("## What", "### What {#which}"),
        ("log files", "logs"),
        ("[Annex 3](a.md)", "[Annex 3](b.md)"),
        ("[Annex 3]", "[Annex 2]"),
        ("30", "60"),
        ("contact", "**contact**"),
        ("- [ ]", "- [x]"),
        ("| Google", "| Mailchimp"),
        (
            "| Name | Purpose | Data |\n|---|---|--:|",
            "| Name | Data | Purpose |\n|---|:-:|---|",
        ),
        ("Thirty", "Ninety"),
        ("[^logs]", ""),
        ("Kept", "*Kept* [here](#more)"),
        ("\n\n", "\n\nNew text.[^n]\n\n[^n]: N.\n\n"),
        ("flow.png", "f.png"),
        ("<b id=\"x\">", "<b id=\"y\">"),
        ("*Controller's*", "Controller's"),
        ("> Not", "> *Not*"),
        ("until", "<span id=\"z\">until</span>"),
        (
            "  - of pages",
            "  - of pages\n  - of spaces\n\n  More of it.",
        ),
    ]);
    let cut = (0..900usize, 0..200usize);
    (prop::collection::vec(word, 0..5), prop::option::of(cut)).prop_map(|(words, cut)| {
        let mut text = REAL.to_owned();
        for (from, to) in words {
            text = text.replacen(from, to, 1);
        }
        if let Some((start, length)) = cut {
            let start = text.floor_char_boundary(start.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, "");
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_two_variants_give_a_valid_page(old in variant(), new in variant()) {
        check(&old, &new);
    }
}

#[test]
fn side_by_side_no_blank_is_left_before_a_comma() {
    let columns = |old, new| written(old, new, Layout::Columns, Styling::Sheet);
    let came = columns(
        "We store names, always.",
        "We store names and mail addresses, always.",
    );
    assert!(
        came.contains("names<span class=\"added\"> </span><ins>"),
        "{came}"
    );
    let went = columns(
        "We store names and mail addresses, always.",
        "We store names, always.",
    );
    assert!(
        went.contains("names<span class=\"removed\"> </span><del>"),
        "{went}"
    );
    let plain = written(
        "One, two.",
        "One or so, two.",
        Layout::Inline,
        Styling::None,
    );
    assert!(!plain.contains("<span"), "{plain}");
}
