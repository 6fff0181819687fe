//! Confluence's storage format: HTML with elements of its own for macros, links, tasks and layouts.

use std::borrow::Cow;

use scraper::{ElementRef, Node};

use super::{Flow, Walk, flow_into, flowing, shortened, words};
use crate::import::document::text::{Block, Done, Inline};

/// Whether a text is in this format.
pub(in crate::import::document) fn is_storage(text: &str) -> bool {
    ["<ac:", "<ri:"].iter().any(|mark| text.contains(mark))
}

/// The same text as HTML reads it: its own elements closed, character data written out.
pub(in crate::import::document) fn as_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        html.push_str(before);
        if let Some(data) = tag.strip_prefix("<![CDATA[") {
            let (data, after) = data.split_once("]]>").unwrap_or((data, ""));
            html.push_str(&data.replace('&', "&amp;").replace('<', "&lt;"));
            rest = after;
            continue;
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (whole, after) = tag.split_at(end);
        let name = whole
            .trim_start_matches('<')
            .split([' ', '\n', '\t', '\r', '/', '>'])
            .next();
        let name = name.unwrap_or_default();
        match whole.strip_suffix("/>") {
            Some(open) if name.contains(':') => html.push_str(&format!("{open}></{name}>")),
            _ => html.push_str(whole),
        }
        rest = after;
    }
    html.push_str(rest);
    html
}

pub(super) fn place(element: ElementRef<'_>, walk: &mut Walk, flow: &mut Flow) {
    match element.value().name() {
        "ac:structured-macro" | "ac:macro" => place_macro(element, walk, flow),
        "ac:task-list" => {
            let tasks = elements(element).filter(|child| child.value().name() == "ac:task");
            let items = tasks.map(|task| self::task(task, walk)).collect();
            flow.push(Block::List { first: None, items });
        }
        "ac:layout" | "ac:layout-section" | "ac:layout-cell" | "ac:rich-text-body"
        | "ac:adf-extension" => {
            flow.end();
            flow_into(element, walk, flow);
            flow.end();
        }
        _ => flow.line.extend(words_of(element, walk)),
    }
}

/// An element of this format within a paragraph.
pub(super) fn words_of(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Inline> {
    match element.value().name() {
        "ac:structured-macro" | "ac:macro" => {
            let mut flow = Flow::default();
            place_macro(element, walk, &mut flow);
            let mut words = flow.line;
            for block in flow.blocks {
                if let Block::Paragraph(content) = block {
                    words.extend(content);
                }
            }
            words
        }
        "ac:link" => link(element, walk),
        "ac:image" => {
            let named = elements(element).find_map(|inner| {
                let name = inner.attr("ri:filename").or(inner.attr("ri:value"));
                name.map(shortened)
            });
            walk.lost(&format!("the picture {}", named.unwrap_or_default()));
            Vec::new()
        }
        "ac:emoticon" => {
            let sign = element
                .attr("ac:emoji-fallback")
                .filter(|sign| !sign.starts_with(':'));
            match sign {
                Some(sign) => vec![Inline::Text(sign.to_owned())],
                None => {
                    let name = element.attr("ac:name").unwrap_or("emoticon");
                    walk.lost(&format!("the sign ({name})"));
                    Vec::new()
                }
            }
        }
        "ac:placeholder" => {
            walk.lost("a placeholder for whoever fills in the page");
            Vec::new()
        }
        "ac:parameter" | "ac:task-id" | "ac:task-uuid" => Vec::new(),
        name if name.starts_with("ri:") => Vec::new(),
        _ => words(element, walk),
    }
}

fn place_macro(element: ElementRef<'_>, walk: &mut Walk, flow: &mut Flow) {
    let name = element.attr("ac:name").unwrap_or_default();
    let title = parameter(element, "title").filter(|title| !title.trim().is_empty());
    let body = elements(element).find(|inner| inner.value().name() == "ac:rich-text-body");
    match (name, body) {
        // A list of contents, or an anchor for it: the published page has its own.
        ("toc" | "toc-zone" | "anchor", None) => {}
        ("status", _) => flow.line.extend(title.map(Inline::Text)),
        ("code" | "noformat", _) => {
            let text = elements(element).find(|inner| inner.value().name() == "ac:plain-text-body");
            flow.push(Block::Code {
                language: parameter(element, "language").unwrap_or_default(),
                text: text
                    .map(|text| text.text().collect::<String>())
                    .unwrap_or_default(),
            });
        }
        ("info" | "note" | "warning" | "tip" | "panel", Some(body)) => {
            let mut quoted = strong(title);
            quoted.extend(flowing(body, walk));
            flow.push(Block::Quote(quoted));
        }
        (_, Some(body)) => {
            flow.extend(strong(title));
            flow.extend(flowing(body, walk));
        }
        (name, None) => walk.lost(&format!("what the macro “{name}” shows")),
    }
}

fn strong(title: Option<String>) -> Vec<Block> {
    let title =
        title.map(|title| Block::Paragraph(vec![Inline::Strong(vec![Inline::Text(title)])]));
    title.into_iter().collect()
}

fn link(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Inline> {
    let body = elements(element).find(|inner| {
        matches!(
            inner.value().name(),
            "ac:link-body" | "ac:plain-text-link-body"
        )
    });
    let target = elements(element).find(|inner| inner.value().name().starts_with("ri:"));
    let titled = target.and_then(|target| {
        target
            .attr("ri:content-title")
            .or(target.attr("ri:filename"))
    });
    let content = match body {
        Some(body) => words(body, walk),
        None => titled
            .map(|title| Inline::Text(title.to_owned()))
            .into_iter()
            .collect(),
    };
    let what = match target.map(|target| target.value().name()) {
        Some("ri:user") => Cow::Borrowed("the mention of a person"),
        Some("ri:attachment") => Cow::Owned(format!(
            "the link to the file {}",
            titled.unwrap_or_default()
        )),
        _ => match titled.or(element.attr("ac:anchor")) {
            Some(title) => Cow::Owned(format!(
                "the target of a link (the page “{}”)",
                shortened(title)
            )),
            None => Cow::Borrowed("the target of a link"),
        },
    };
    walk.lost(&what);
    content
}

fn task(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Block> {
    let text = |name: &str| elements(element).find(|inner| inner.value().name() == name);
    let done = text("ac:task-status")
        .is_some_and(|status| status.text().collect::<String>().trim() == "complete");
    let mut content = text("ac:task-body")
        .map(|body| flowing(body, walk))
        .unwrap_or_default();
    let done = Inline::Task(if done { Done::Yes } else { Done::No });
    match content.first_mut() {
        Some(Block::Paragraph(words)) => words.insert(0, done),
        _ => content.insert(0, Block::Paragraph(vec![done])),
    }
    content
}

fn parameter(element: ElementRef<'_>, name: &str) -> Option<String> {
    let mut parameters = elements(element).filter(|inner| inner.value().name() == "ac:parameter");
    let found = parameters.find(|inner| inner.attr("ac:name") == Some(name))?;
    Some(found.text().collect())
}

fn elements<'a>(element: ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    element
        .children()
        .filter(|child| matches!(child.value(), Node::Element(_)))
        .filter_map(ElementRef::wrap)
}
