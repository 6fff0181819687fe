//! The contract with themers: docs/templates.md says every key that a template gets, and nothing else.
//!
//! The page is made of the structs in `src/render/view`, so it can't leave one out.
//! `BLESS=1 cargo test --test theme` writes it anew; read it before you commit it.

use std::collections::BTreeMap;
use std::fmt::Write;

const HEAD: &str = "# What each template gets

This page is for whoever writes a theme; [theming.md](theming.md) says how. It is made from the program's own source,
and a test holds the two together.

A template gets `site`, `frame` and `page`. What can be absent is `none` then, an absent list is empty; both are false in an
`if`. A *text* is escaped where it is written, *HTML* is safe already. A day is a text such as `2026-12-24`.
";

/// A struct or an enum of the views.
struct Shape {
    name: String,
    comment: String,
    module: String,
    members: Members,
}

enum Members {
    /// Key, type, comment.
    Fields(Vec<(String, String, String)>),
    /// Word, comment.
    Words(Vec<(String, String)>),
}

/// Every shape, in the order of the files.
fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for module in [
        "mod", "page", "register", "item", "document", "change", "search",
    ] {
        let path = format!("src/render/view/{module}.rs");
        let text = std::fs::read_to_string(path).unwrap();
        let mut comment = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(said) = line.strip_prefix("/// ") {
                push_words(&mut comment, said);
            } else if let Some(name) = declared(line, "pub struct ") {
                let members = Members::Fields(fields(&mut lines));
                shapes.push(Shape {
                    name,
                    comment: std::mem::take(&mut comment),
                    module: module.to_owned(),
                    members,
                });
            } else if let Some(name) = declared(line, "pub enum ") {
                let members = Members::Words(words(&mut lines));
                shapes.push(Shape {
                    name,
                    comment: std::mem::take(&mut comment),
                    module: module.to_owned(),
                    members,
                });
            } else if !line.starts_with('#') {
                comment.clear();
            }
        }
    }
    shapes
}

fn declared(line: &str, kind: &str) -> Option<String> {
    Some(line.strip_prefix(kind)?.strip_suffix(" {")?.to_owned())
}

fn push_words(comment: &mut String, said: &str) {
    if !comment.is_empty() {
        comment.push(' ');
    }
    comment.push_str(said);
}

fn fields<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<(String, String, String)> {
    let mut fields = Vec::new();
    let mut comment = String::new();
    for line in lines.take_while(|line| *line != "}") {
        let line = line.trim();
        if let Some(said) = line.strip_prefix("/// ") {
            push_words(&mut comment, said);
        } else if let Some(field) = line.strip_prefix("pub ") {
            let (key, kind) = field.trim_end_matches(',').split_once(": ").unwrap();
            fields.push((
                key.to_owned(),
                kind.to_owned(),
                std::mem::take(&mut comment),
            ));
        }
    }
    fields
}

fn words<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let mut comment = String::new();
    for line in lines.take_while(|line| *line != "}") {
        let line = line.trim();
        if let Some(said) = line.strip_prefix("/// ") {
            push_words(&mut comment, said);
        } else if let Some(variant) = line.strip_suffix(',') {
            words.push((kebab_case(variant), std::mem::take(&mut comment)));
        }
    }
    words
}

/// As serde writes a variant's name.
fn kebab_case(name: &str) -> String {
    let mut word = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            word.push('-');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

/// A type, for people who don't write Rust.
fn said(kind: &str) -> String {
    let inner = |outer: &str| kind.strip_prefix(outer)?.strip_suffix('>');
    if let Some(inner) = inner("Option<") {
        return format!("{}, or absent", said(inner));
    }
    // When it is made makes no difference to whoever sees it.
    if let Some(inner) = inner("Later<") {
        return said(inner);
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list: {}", said(inner));
    }
    if kind.starts_with("BTreeMap<String, String") {
        return "texts by name".to_owned();
    }
    match kind.rsplit("::").next().unwrap() {
        "String" => "text".to_owned(),
        "Html" => "HTML".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u32" | "u8" => "number".to_owned(),
        shape => format!("[{shape}](#{})", shape.to_lowercase()),
    }
}

/// Which template shows a struct, by its `TEMPLATE`.
fn templates_of_views() -> BTreeMap<String, String> {
    let mut templates = BTreeMap::new();
    for module in ["page", "register", "document", "change", "search"] {
        let text = std::fs::read_to_string(format!("src/render/view/{module}.rs")).unwrap();
        for part in text.split("impl View for ").skip(1) {
            let (name, rest) = part.split_once(" {").unwrap();
            templates.insert(name.to_owned(), rest.split('"').nth(1).unwrap().to_owned());
        }
    }
    templates
}

/// A comment of the source, in a cell of a table or a paragraph of its own.
fn plain(comment: &str) -> String {
    comment
        .replace("[`Site`]", "`site`")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace("`&lt;", "`<")
}

fn section(page: &mut String, title: &str, shape: &Shape) {
    write!(page, "\n{title}\n").unwrap();
    if !shape.comment.is_empty() {
        write!(page, "\n{}\n", plain(&shape.comment)).unwrap();
    }
    match &shape.members {
        Members::Fields(fields) => {
            page.push_str("\n| key | what it is | |\n| --- | --- | --- |\n");
            for (key, kind, comment) in fields {
                writeln!(page, "| `{key}` | {} | {} |", said(kind), plain(comment)).unwrap();
            }
        }
        Members::Words(words) => {
            page.push_str("\n| word | |\n| --- | --- |\n");
            for (word, comment) in words {
                writeln!(page, "| `{word}` | {} |", plain(comment)).unwrap();
            }
        }
    }
}

fn page() -> String {
    let shapes = shapes();
    let templates = templates_of_views();
    let mut page = HEAD.to_owned();
    for (name, key) in [("Site", "site"), ("Frame", "frame")] {
        let shape = shapes.iter().find(|shape| shape.name == name).unwrap();
        section(&mut page, &format!("## `{key}`"), shape);
    }
    page.push_str("\n## `page`, by template\n");
    for shape in &shapes {
        if let Some(template) = templates.get(&shape.name) {
            section(&mut page, &format!("### `{template}`"), shape);
        }
    }
    page.push_str("\n## What these are made of\n");
    let mut parts: Vec<&Shape> = shapes
        .iter()
        .filter(|shape| !templates.contains_key(&shape.name))
        .filter(|shape| {
            !(shape.module == "mod" && ["Site", "Frame", "Html"].contains(&shape.name.as_str()))
        })
        .collect();
    parts.sort_by_key(|shape| &shape.name);
    for shape in parts {
        section(&mut page, &format!("### {}", shape.name), shape);
    }
    page
}

#[test]
fn every_key_that_a_template_gets_is_documented() {
    let path = "docs/templates.md";
    let page = page();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(
        written == page,
        "{path} isn't what src/render/view says: BLESS=1 cargo test --test theme writes it anew"
    );
    assert!(templates_of_views().len() >= 17);
    // A word that leads nowhere would be a type of which nothing is said.
    for target in written.split("](#").skip(1) {
        let (target, _) = target.split_once(')').unwrap();
        let heading = |line: &str| line.trim_start_matches('#').trim().to_lowercase() == target;
        assert!(written.lines().any(heading), "#{target}");
    }
}

#[test]
fn what_a_page_is_given_is_what_is_documented() {
    let written = std::fs::read_to_string("docs/templates.md").unwrap();
    let given = serde_json::to_value(crate::fixture::register_page()).unwrap();
    let (_, section) = written.split_once("### `register.html`").unwrap();
    let section = section.split("\n### ").next().unwrap();
    for key in given.as_object().unwrap().keys() {
        assert!(section.contains(&format!("| `{key}` |")), "{key}");
    }
}
