mod bounds;

use super::*;
use crate::bundled;
use crate::content::Prose;
use crate::source::{Place, SourceId, Sources, Span};

const COLUMNS: [&str; 2] = ["Purpose of processing", "Categories of processing"];

fn found(name: &str, text: &str) -> Descriptions {
    let mut sources = Sources::new();
    let id = sources.insert(name, text.as_bytes());
    let columns = COLUMNS.map(str::to_owned);
    read(sources.source(id), &columns).unwrap_or_else(|error| panic!("{error}"))
}

/// Everything that was found, as text.
fn shown(found: &Descriptions) -> String {
    let mut text = String::new();
    for group in &found.groups {
        text += &format!(
            "== {}/ {} ({})\n{}",
            group.folder, group.title, group.order, group.introduction
        );
    }
    for description in &found.descriptions {
        let Description {
            folder,
            id,
            title,
            order,
            body,
        } = description;
        text += &format!("-- {folder}/{id}: {title} ({order})\n{body}");
    }
    for remark in &found.remarks {
        text += &format!("! {}\n", remark.text);
    }
    text
}

fn check(name: &str, text: &str, expected: &str) {
    let shown = shown(&found(name, text));
    assert!(
        shown == expected,
        "--- found\n{shown}--- expected\n{expected}"
    );
}

/// Three ways to write one table, with lists in its cells.
const HTML: &str = "<h1>Annex 1</h1><h2>All apps</h2><p>Whatever you use.</p>\
    <table><tr><th>Process</th><th>Purpose</th><th>Categories</th></tr>\
    <tr><td>Helping users</td><td><p>We answer <em>questions</em> &amp; mend faults.</p></td>\
    <td><p>We may ask for:</p><ul><li>archives<ul><li>of the wiki</li></ul></li><li>logs</li></ul>\
    <p>By <a href=\"https://desk.example/a-long-way-to-it\">the desk</a>, never by H<sub>2</sub>O.</p></td></tr>\
    <tr><td>Counting errors</td><td>Fewer <strong>errors</strong></td><td><ol><li>browser</li><li>system</li></ol></td></tr></table>\
    <h2>Cloud</h2><table><tr><th>Process</th><th>Purpose</th><th>Categories</th></tr>\
    <tr><td>Operation</td><td>It must run</td><td>All that you store</td></tr></table>";

const PANDOC: &str = "\
# Annex 1

## All apps

Whatever you use.

+-----------------+----------------------+----------------------+
| Process         | Purpose              | Categories           |
+=================+======================+======================+
| Helping users   | We answer            | We may ask for:      |
|                 | *questions* & mend   |                      |
|                 | faults.              | -   archives         |
|                 |                      |     -   of the wiki  |
|                 |                      | -   logs             |
|                 |                      |                      |
|                 |                      | By [the              |
|                 |                      | desk](https://desk.e |
|                 |                      | xample/a-long-way-to |
|                 |                      | -it), never by       |
|                 |                      | H~2~O.               |
+-----------------+----------------------+----------------------+
| Counting errors | Fewer **errors**     | 1.  browser          |
|                 |                      | 2.  system           |
+-----------------+----------------------+----------------------+

## Cloud {#cloud .unnumbered}

  Process     Purpose       Categories
  ----------- ------------- --------------------
  Operation   It must run   All that you store
";

const EXPECTED: &str = "\
== all-apps/ All apps (1)
Whatever you use.
== cloud/ Cloud (2)
-- all-apps/helping-users: Helping users (1)
## Purpose of processing

We answer *questions* & mend faults.

## Categories of processing

We may ask for:

- archives
  - of the wiki
- logs

By [the desk](https://desk.example/a-long-way-to-it), never by H<sub>2</sub>O.
-- all-apps/counting-errors: Counting errors (2)
## Purpose of processing

Fewer **errors**

## Categories of processing

1. browser
2. system
-- cloud/operation: Operation (1)
## Purpose of processing

It must run

## Categories of processing

All that you store
";

#[test]
fn a_table_of_processings_is_a_description_a_row_however_it_is_written() {
    check("annex.html", HTML, EXPECTED);
    check("annex.md", PANDOC, EXPECTED);
    check("annex.md", HTML, EXPECTED);
}

#[test]
fn a_multiline_table_and_a_pipe_table_are_read_too() {
    let expected = "\
-- /support: Support (1)
## Purpose of processing

Help “everybody”

## Categories of processing

Names, and what else is sent
-- /errors: Errors (2)
## Categories of processing

Traces
";
    let multiline = "\
  ------------------------------------------
  Process      Purpose        Categories
                              of processing
  ------------ -------------- --------------
  Support      Help           Names, and
               \"everybody\"    what else is
                              sent

  Errors                      Traces
  ------------------------------------------
";
    check("a.md", multiline, expected);
    let pipe = "| Process | Purpose | Categories |\n|---|---|---|\n\
                | Support | Help “everybody” | Names, and what else is sent |\n| Errors | | Traces |\n";
    check("a.md", pipe, expected);
}

#[test]
fn the_samples_own_descriptions_come_back_from_a_table() {
    let sources: Sources = bundled::sample()
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
        .fold(Sources::new(), |mut sources, (path, text)| {
            sources.insert(&path, text.into_bytes());
            sources
        });
    let mut rows = String::new();
    let mut expected = Vec::new();
    for (_, source) in sources.below("content/processing") {
        let text = source.text().unwrap();
        let (front, body) = text
            .strip_prefix("+++\n")
            .unwrap()
            .split_once("\n+++\n")
            .unwrap();
        if source.path.file_name() == "index.md" {
            continue;
        }
        let title = front
            .lines()
            .find_map(|line| line.strip_prefix("title = "))
            .unwrap()
            .trim_matches('"');
        // A link to a file of the project means nothing in a table elsewhere.
        let body = body.replace(
            "(../../annexes/reporting-and-security.md#how-customers-report-problems)",
            "(https://trust.example/annex-2)",
        );
        let mut cells = Vec::new();
        for column in COLUMNS {
            let cell = body.split_once(&format!("## {column}\n")).unwrap().1;
            let cell = cell.split("\n## ").next().unwrap();
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(cell));
            cells.push(format!("<td>{html}</td>"));
        }
        rows += &format!("<tr><td>{title}</td>{}</tr>", cells.concat());
        expected.push((title.to_owned(), body.trim().to_owned()));
    }
    let table = format!(
        "<table><tr><th>Process</th><th>{}</th><th>{}</th></tr>{rows}</table>",
        COLUMNS[0], COLUMNS[1]
    );
    let found = found("annex-1.html", &table);
    assert_eq!(found.remarks, []);
    assert!(expected.len() > 5, "the sample has descriptions");
    assert_eq!(found.descriptions.len(), expected.len());
    for (description, (title, body)) in found.descriptions.iter().zip(&expected) {
        assert_eq!(description.title, *title);
        assert_eq!(
            prose(&description.body).tree(),
            prose(body).tree(),
            "{title}"
        );
    }
}

fn prose(text: &str) -> Prose {
    let mut sources = Sources::new();
    let id: SourceId = sources.insert("a.md", text.as_bytes());
    let place = Place(Span::new(id, 0..text.len()));
    let parsed = Prose::parse(text, place);
    assert_eq!(parsed.problems, []);
    parsed.value
}

#[test]
fn sections_make_a_description_of_each_part() {
    let text = "\
---
title: \"Annex 1\"
author: The team
---

# Processings

What follows is ours.

## Support

Words in front.

### Purpose of processing

Help.

#### In detail

All of it.

### Categories of processing:

Names[^1].

[^1]: And numbers.

## Errors

**Purpose**

Mend.
";
    let expected = "\
-- /support: Support (1)
Words in front.

## Purpose of processing

Help.

### In detail

All of it.

## Categories of processing

Names[^1].

[^1]: And numbers.
-- /errors: Errors (2)
## Purpose of processing

Mend.
! left out: “author: The team” of the front matter
! left out, since it stands in no description: “What follows is ours.” (below “Processings”)
";
    check("annex.md", text, expected);
}

#[test]
fn a_text_without_such_sections_is_one_description() {
    let text = "# Backups\n\n### How\n\nNightly.\n\n### How long\n\nA month.\n";
    let expected = "\
-- /backups: Backups (1)
## How

Nightly.

## How long

A month.
! “Backups” has no section named “Purpose of processing” or “Categories of processing”, so the table of processings shows nothing beside its title: name its sections so
";
    check("x.md", text, expected);
}

#[test]
fn a_wikis_storage_format_is_read_with_what_it_cannot_carry_said() {
    let text = "\
<ac:structured-macro ac:name=\"toc\" ac:schema-version=\"1\"/>\
<ac:layout><ac:layout-section ac:type=\"single\"><ac:layout-cell>\
<h1>Support</h1><h2>Purpose of processing</h2>\
<p>See <ac:link><ri:page ri:content-title=\"Annex 2\"/><ac:plain-text-link-body><![CDATA[the <annex>]]></ac:plain-text-link-body></ac:link> \
and <ac:link><ri:user ri:account-id=\"5\"/></ac:link> <ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"colour\">Green</ac:parameter><ac:parameter ac:name=\"title\">live</ac:parameter></ac:structured-macro>.\
<ac:inline-comment-marker ac:ref=\"x\"> Marked.</ac:inline-comment-marker></p>\
<ac:structured-macro ac:name=\"info\"><ac:parameter ac:name=\"title\">Mind</ac:parameter><ac:rich-text-body><p>the gap</p></ac:rich-text-body></ac:structured-macro>\
<ac:structured-macro ac:name=\"code\"><ac:parameter ac:name=\"language\">sh</ac:parameter><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body></ac:structured-macro>\
<h2>Categories of processing</h2>\
<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>names</ac:task-body></ac:task>\
<ac:task><ac:task-status>incomplete</ac:task-status><ac:task-body><span>mails</span></ac:task-body></ac:task></ac:task-list>\
<ac:image ac:width=\"5\"><ri:attachment ri:filename=\"flow.png\"/></ac:image>\
<ac:structured-macro ac:name=\"jira\"><ac:parameter ac:name=\"key\">X-1</ac:parameter></ac:structured-macro>\
<ac:structured-macro ac:name=\"expand\"><ac:parameter ac:name=\"title\">More</ac:parameter><ac:rich-text-body><p>All.</p></ac:rich-text-body></ac:structured-macro>\
</ac:layout-cell></ac:layout-section></ac:layout>";
    let expected = "\
-- /support: Support (1)
## Purpose of processing

See the \\<annex> and live. Marked.

> **Mind**
>
> the gap

```sh
a < b
```

## Categories of processing

- [x] names
- [ ] mails

**More**

All.
! in “Purpose of processing”, left out: the target of a link (the page “Annex 2”)
! in “Purpose of processing”, left out: the mention of a person
! in “Categories of processing”, left out: the picture flow.png
! in “Categories of processing”, left out: what the macro “jira” shows
";
    check("page.xml", text, expected);
}

#[test]
fn a_loss_is_said_with_its_line() {
    let text = "<h1>Support</h1>\n<h2>Purpose</h2>\n<table><tr><th>a</th><th>b</th></tr>\n\
                <tr><td>c</td>\n<td><img src=\"d.png\"></td></tr></table>\n<ul>\n<li>\n<a href=\"e.html\">e</a></li></ul>";
    let remarks = found("a.html", text).remarks;
    let lines: Vec<(Option<usize>, &str)> =
        remarks.iter().map(|r| (r.line, r.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            (Some(5), "in “c”, left out: the picture d.png"),
            (
                Some(7),
                "in “c”, left out: the target of the link “e” (e.html)"
            ),
        ]
    );
}

#[test]
fn rows_that_reach_over_a_table_are_groups_and_cells_that_reach_down_go_on() {
    let text = "\
<table><tr><th>Activity</th><th>Purpose</th><th>Categories</th></tr>\
<tr><td colspan=\"3\"><h3>Cloud</h3><p>Runs with us.</p></td></tr>\
<tr><td rowspan=\"2\">Operation</td><td>Run</td><td>Settings</td></tr>\
<tr><td>Mend</td><td>Logs</td></tr></table><p>Last changed in May.</p>";
    let expected = "\
== cloud/ Cloud (1)
Runs with us.
-- cloud/operation: Operation (1)
## Purpose of processing

Run

Mend

## Categories of processing

Settings

Logs
! left out, since it stands in no description: “Last changed in May.”
";
    check("a.html", text, expected);
}

#[test]
fn pandocs_marks_are_taken_off() {
    let text = "\
# Support

::: {.warning}
## Purpose of processing {#purpose .unnumbered}

We [really]{.underline} help[]{#bookmark}, don\\'t we? [gone]{.deletion author=\"A\"}[It
works]{.insertion
author=\"A\"} `<br/>`{=html} see [us](https://a.example){.external} -- {left as it is}.

``` {.toml .numberLines}
a = \"b\"
```
:::

![A flow](media/image1.png){width=\"3in\"}

| Street 1
| Town
";
    let expected = "\
-- /support: Support (1)
## Purpose of processing

We really help, don't we? It works\\
see [us](https://a.example) – {left as it is}.

```toml
a = \"b\"
```

Street 1\\
Town
! left out: words that were deleted, “gone”
! in “Purpose of processing”, left out: the picture media/image1.png (A flow)
";
    check("a.md", text, expected);
}

#[test]
fn what_markdown_would_take_for_marks_stays_what_it_is() {
    for text in [
        "1. is no list",
        "- nor this",
        "# or that",
        "a * b *c* _d_ e_f_g `h` [i](j) ![k](l) <m> &amp; \\n ~~o~~ {#p}",
        "| p | q |",
        "> quoted",
        "[^1]: no note",
        "***",
        "===",
        "+ plus",
    ] {
        let html = text.replace('&', "&amp;").replace('<', "&lt;");
        let found = found(
            "a.html",
            &format!("<h1>T</h1><h2>Purpose</h2><p>x</p><p>{html}</p>"),
        );
        let body = &found.descriptions[0].body;
        let plain = prose(body).plain_text();
        assert_eq!(plain, format!("Purpose of processing\nx\n{text}"), "{body}");
    }
}
