use std::collections::BTreeSet;

use proptest::prelude::*;
use scraper::{Html, Node as DomNode, Selector};

use super::*;
use crate::content::prose::Prose;
use crate::source::{Place, Sources, Span};

pub(in crate::render) mod attacks;

pub(in crate::render) fn parse(text: &str) -> Prose {
    let mut sources = Sources::new();
    let id = sources.insert("a.md", text.as_bytes());
    Prose::parse(text, Place(Span::new(id, 0..text.len()))).value
}

pub(in crate::render) fn tree(text: &str) -> Tree {
    parse(text).tree().clone()
}

pub(in crate::render) const WORDS: ProseWords<'static> = ProseWords {
    notes: "Notes",
    back: "Back to the text",
    done: "done",
    open: "open",
    table: "Table",
};

fn as_written(target: &str, _: LinkKind) -> ResolvedLink {
    ResolvedLink::To(target.to_owned())
}

fn options(ids: Ids<'_>) -> ProseOptions<'_> {
    ProseOptions {
        resolve: &as_written,
        ids,
        styling: Styling::Sheet,
        top_heading: 2,
        words: WORDS,
    }
}

fn page(text: &str) -> String {
    html(&tree(text), &options(Ids::Own))
}

/// The HTML as a browser's parser writes it back.
pub(in crate::render) fn reparsed(html: &str) -> String {
    let fragment = Html::parse_fragment(html);
    let whole = fragment.html();
    whole
        .strip_prefix("<html>")
        .and_then(|rest| rest.strip_suffix("</html>"))
        .unwrap_or(&whole)
        .to_owned()
}

/// One spelling of entities and one order of attributes, so that only the structure can differ.
pub(in crate::render) fn normal(html: &str) -> String {
    let mut normal = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        normal.push_str(&rest[..start]);
        let mut quoted = false;
        let end = rest[start..]
            .find(|c| {
                quoted ^= c == '"';
                c == '>' && !quoted
            })
            .map_or(rest.len(), |end| start + end);
        let mut parts: Vec<&str> = rest[start..end].split("\" ").collect();
        let first = parts[0].split_once(' ');
        let name = first.map_or(parts[0], |(name, _)| name);
        parts[0] = first.map_or("", |(_, attribute)| attribute);
        let mut parts: Vec<_> = parts
            .iter()
            .map(|part| part.trim_end_matches('"'))
            .collect();
        parts.sort_unstable();
        normal.push_str(&format!("{name} {}", parts.join("\" ")));
        rest = &rest[end..];
    }
    normal.push_str(rest);
    normal
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace('\u{a0}', "&nbsp;")
}

pub(in crate::render) fn check_balanced(html: &str) {
    // A browser leaves out a line end right behind `<pre>`.
    let expected = normal(html).replace("<pre >\n", "<pre >");
    assert_eq!(
        expected,
        normal(&reparsed(html)),
        "a browser reads it differently"
    );
}

#[test]
fn every_block_and_every_mark_has_its_element() {
    for (text, expected) in [
        (
            "# A\n## B\n### C",
            "<h2 id=\"a\">A</h2>\n<h2 id=\"b\">B</h2>\n<h3 id=\"c\">C</h3>\n",
        ),
        (
            "a *b* **c** ~~d~~ `<e>`",
            "<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>&lt;e&gt;</code></p>\n",
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            "- a\n\n- b",
            "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n",
        ),
        (
            "3. a\n   - b",
            "<ol start=\"3\">\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n",
        ),
        (
            "- [x] a",
            "<ul>\n<li><span role=\"img\" aria-label=\"done\">☑</span> a</li>\n</ul>\n",
        ),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        (
            "```rust\na < b\n```",
            "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>\n",
        ),
        ("---", "<hr>\n"),
        ("a\\\nb", "<p>a<br>\nb</p>\n"),
        (
            "[a](b.md \"t\")",
            "<p><a href=\"b.md\" title=\"t\">a</a></p>\n",
        ),
        (
            "![a *b*](c.png)",
            "<p><img src=\"c.png\" alt=\"a b\"></p>\n",
        ),
        (
            "\"a\" -- 'b'...",
            "<p>&quot;a&quot; -- &#39;b&#39;...</p>\n",
        ),
        (
            "a <sub>b</sub> <kbd>c</kbd>",
            "<p>a <sub>b</sub> <kbd>c</kbd></p>\n",
        ),
        (
            "<a href=\"../faq.md\">Q</a> <img src=\"f.png\" alt=\"F\">",
            "<p><a href=\"../faq.md\">Q</a> <img src=\"f.png\" alt=\"F\"></p>\n",
        ),
    ] {
        assert_eq!(page(text), expected, "{text}");
    }
}

#[test]
fn columns_are_aligned_by_class_and_a_table_has_the_name_of_its_heading() {
    let html = page("## Data\n\n| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |");
    assert_eq!(
        html,
        "<h2 id=\"data\">Data</h2>\n\
         <div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Data\">\n\
         <table>\n<thead>\n<tr><th scope=\"col\" class=\"align-left\">a</th>\
         <th scope=\"col\" class=\"align-center\">b</th><th scope=\"col\" class=\"align-right\">c</th></tr>\n</thead>\n\
         <tbody>\n<tr><td class=\"align-left\">1</td><td class=\"align-center\">2</td>\
         <td class=\"align-right\">3</td></tr>\n</tbody>\n</table>\n</div>\n"
    );
}

#[test]
fn a_note_that_is_used_twice_has_two_ways_back() {
    let html = page("One.[^n] Two.[^n]\n\n[^n]: Thirty days.");
    assert_eq!(
        html,
        "<p>One.<sup id=\"fnref:1\"><a href=\"#fn:1\" role=\"doc-noteref\">1</a></sup> \
         Two.<sup id=\"fnref:1:2\"><a href=\"#fn:1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section role=\"doc-endnotes\" aria-label=\"Notes\">\n<hr>\n<ol>\n<li id=\"fn:1\">\n\
         <p>Thirty days. <a href=\"#fnref:1\" aria-label=\"Back to the text\">↩</a> \
         <a href=\"#fnref:1:2\" aria-label=\"Back to the text (2)\">↩<sup>2</sup></a></p>\n\
         </li>\n</ol>\n</section>\n"
    );
}

const HARD: &str = "## Data\nFirst.[^a] Again.[^a]\n## Data\n### Data 1\n## ::\n## ::\n\
    ## Данные и *сроки*\n## 削除\n## Main\n## History\n## Site map\n## Old data\n## Fixed {#data-1}\n\
    <a id=\"old-name\"></a> [back](#data), [second](#old-name), [third](#削除), [fourth](#%E5%89%8A%E9%99%A4)\n\n\
    <details id=\"more\"><summary>More</summary>\n\n[up](#more)\n\n</details>\n\n\
    [^a]: A note with a [link](#data).\n";

#[test]
fn a_text_that_stands_twice_has_no_id_twice_and_links_stay_in_their_text() {
    let prose = tree(HARD);
    let both = html(&prose, &options(Ids::Own)) + &html(&prose, &options(Ids::Scoped("old")));
    let dom = Html::parse_fragment(&both);
    let mut ids = BTreeSet::new();
    for element in dom.select(&Selector::parse("[id]").unwrap()) {
        let id = element.attr("id").unwrap();
        assert!(
            !id.is_empty() && !id.contains(char::is_whitespace),
            "{id:?}"
        );
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
    }
    for link in dom.select(&Selector::parse("a[href^='#']").unwrap()) {
        let target = &link.attr("href").unwrap()[1..];
        assert!(ids.contains(target), "{target} isn't on the page");
    }
    for id in prose.anchors() {
        assert!(
            ids.contains(id) && ids.contains(&format!("old:{id}")),
            "{id}"
        );
        assert!(!id.starts_with("site-"), "{id}");
    }
    let old = html(&prose, &options(Ids::Scoped("old")));
    for link in Html::parse_fragment(&old).select(&Selector::parse("a[href^='#']").unwrap()) {
        assert!(link.attr("href").unwrap().starts_with("#old:"));
    }
    check_balanced(&both);
}

#[test]
fn without_ids_what_leads_into_the_text_goes_through_the_resolver() {
    let resolve =
        |target: &str, _: LinkKind| ResolvedLink::To(format!("https://x.example/p/{target}"));
    let html = html(
        &tree(HARD),
        &ProseOptions {
            resolve: &resolve,
            ..options(Ids::None)
        },
    );
    let dom = Html::parse_fragment(&html);
    assert_eq!(dom.select(&Selector::parse("[id]").unwrap()).count(), 0);
    let links: Vec<_> = dom
        .select(&Selector::parse("a").unwrap())
        .map(|link| link.attr("href").unwrap().to_owned())
        .collect();
    for expected in [
        "#fn:1",
        "#fnref:1",
        "#fnref:1:2",
        "#data",
        "#old-name",
        "#削除",
    ] {
        assert!(
            links.contains(&format!("https://x.example/p/{expected}")),
            "{expected}"
        );
    }
    assert!(
        links
            .iter()
            .all(|link| link.starts_with("https://x.example/p/"))
    );
}

#[test]
fn a_target_that_is_gone_becomes_plain_text() {
    let gone = |_: &str, _: LinkKind| ResolvedLink::Text;
    let html = html(
        &tree(
            "[a *b*](subprocessor:x) ![c](d.png) <a href=\"e.md\">f</a> <img src=\"g\" alt=\"h\">",
        ),
        &ProseOptions {
            resolve: &gone,
            ..options(Ids::Own)
        },
    );
    assert_eq!(html, "<p>a <em>b</em> c f h</p>\n");
}

#[test]
fn a_section_can_stand_alone() {
    let prose = tree(
        "## Purpose of processing\n\nHelp *users*.[^1]\n\n### Part\n\nMore.\n\n## Other\n\nx\n\n[^1]: Note.",
    );
    let section = prose.section("Purpose of processing").unwrap();
    let html = blocks_html(&prose, section, &options(Ids::None));
    assert_eq!(
        html,
        "<p>Help <em>users</em>.<sup><a href=\"#fn:1\">1</a></sup></p>\n<h3>Part</h3>\n<p>More.</p>\n"
    );
    assert_eq!(prose.section("Purpose"), None);
}

#[test]
fn headings_keep_their_distance_to_the_title_above() {
    let prose = tree("# A\n## B\n### C\n###### D\n\n<h3>E</h3>");
    let html = html(
        &prose,
        &ProseOptions {
            top_heading: 4,
            ..options(Ids::None)
        },
    );
    assert_eq!(
        html,
        "<h4>A</h4>\n<h4>B</h4>\n<h5>C</h5>\n<h6>D</h6>\n<h5>E</h5>\n"
    );
}

#[test]
fn markdown_between_html_tags_stays_between_them() {
    let html =
        page("<details open>\n<summary>Logs</summary>\n\n- a **b**\n\n<p>c\n\n</details>\n\nd");
    assert_eq!(
        html,
        "<details open=\"\"><summary>Logs</summary>\n<ul>\n<li>a <strong>b</strong></li>\n</ul>\n<p>c</p>\n</details>\n<p>d</p>\n"
    );
    check_balanced(&html);
}

/// Texts that are likely to be markup: pieces of Markdown and HTML in any order.
pub(in crate::render) fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "- [ ] ",
        "- [x]\t",
        "\\\n",
        "  ---\n",
        "===\n",
        "\t",
        "\n[a]: b\n",
        "{#x}",
        "{.x}",
        "[a][]",
        "\r\n",
        "é",
        "&#11;",
        "| :-: |\n",
        "+ ",
        "9. ",
        "\n   ",
        "a",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "~~",
        "`",
        "[",
        "](b)",
        "](#a)",
        "![",
        "- ",
        "1. ",
        "> ",
        "## ",
        "# a {#a}",
        "|",
        "|-|-|\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "[^n]",
        "\n\n[^n]: ",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<a href=\"x\">",
        "<a id=a>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<details>",
        "<summary>",
        "</details>",
        "<pre>",
        "</pre>",
        "<h2>",
        "</h2>",
        "<em>",
        "</em>",
        "<img src=x>",
        "<br>",
        "<script>",
        "</script>",
        "<style>",
        "<!--",
        "-->",
        "&lt;",
        "&amp;",
        "<",
        ">",
        "\"",
        "'",
        "\\",
        "```\n",
        "    ",
        "\u{b}",
        "\0",
        "<svg>",
        "<math>",
        "<code>",
        "</code>",
        "<blockquote>",
        "</blockquote>",
        "<span title='a'>",
        "</span>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_gives_balanced_html(text in prop_oneof![pieces(), any::<String>()]) {
        let html = page(&text);
        check_balanced(&html);
        prop_assert!(!html.contains(crate::content::text::is_forbidden));
        attacks::check_harmless(&html);
    }

    #[test]
    fn any_text_has_no_id_twice(text in pieces()) {
        let html = page(&text);
        let mut ids = BTreeSet::new();
        for element in Html::parse_fragment(&html).select(&Selector::parse("[id]").unwrap()) {
            prop_assert!(ids.insert(element.attr("id").unwrap().to_owned()), "{}", html);
        }
    }
}
