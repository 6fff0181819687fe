//! HTML, whatever program wrote it → a text with its form.
//!
//! What Markdown can't hold or a published page shouldn't (pictures, links into a wiki, forms) is named
//! in a remark with the heading or row that it stood in.

mod table;
pub(super) mod wiki;

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Node};

use super::text::{Block, Done, Inline, plain, text_of};
use crate::import::read::{LINE, Remark};

/// What comes with the blocks.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) remarks: Vec<Remark>,
    /// What was said of losses.
    said: BTreeSet<String>,
    /// The line that the walk is at, where the file's own lines are known.
    line: Option<usize>,
    /// The heading or row that the walk is at.
    place: String,
    /// How many cells tables have had.
    cells: usize,
}

/// The text of a page.
pub(super) fn blocks(document: &Html, walk: &mut Walk) -> Vec<Block> {
    flowing(document.root_element(), walk)
}

impl Walk {
    /// Names something that isn't carried over.
    fn lost(&mut self, what: &str) {
        let text = match self.place.as_str() {
            "" => format!("left out: {what}"),
            place => format!("in “{place}”, left out: {what}"),
        };
        if self.said.insert(text.clone()) {
            self.remarks.push(Remark {
                line: self.line,
                text,
            });
        }
    }

    /// Notes the line of an element that bears one.
    fn enter(&mut self, element: ElementRef<'_>) {
        if let Some(line) = element.attr(LINE) {
            self.line = line.trim().parse().ok();
        }
    }

    fn at(&mut self, place: &str) {
        self.place = shortened(place);
    }
}

/// A text that is as long as a remark may quote.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}

/// Blocks, and the paragraph that is being written.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    line: Vec<Inline>,
}

impl Flow {
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        let says_something = !text_of(&line).is_empty()
            || line.iter().any(|inline| matches!(inline, Inline::Note(_)));
        if says_something {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    fn push(&mut self, block: Block) {
        self.end();
        self.blocks.push(block);
    }

    fn extend(&mut self, blocks: Vec<Block>) {
        self.end();
        self.blocks.extend(blocks);
    }
}

fn flowing(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Block> {
    let mut flow = Flow::default();
    flow_into(element, walk, &mut flow);
    flow.end();
    flow.blocks
}

fn flow_into(parent: ElementRef<'_>, walk: &mut Walk, flow: &mut Flow) {
    for child in parent.children() {
        match child.value() {
            Node::Text(text) => flow.line.push(Inline::Text(text.to_string())),
            Node::Element(_) => {
                if let Some(element) = ElementRef::wrap(child) {
                    place(element, walk, flow);
                }
            }
            _ => {}
        }
    }
}

/// Puts an element where it belongs: in the paragraph, or as a block after it.
fn place(element: ElementRef<'_>, walk: &mut Walk, flow: &mut Flow) {
    let name = element.value().name();
    walk.enter(element);
    if name.contains(':') {
        return wiki::place(element, walk, flow);
    }
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.bytes().last().map_or(1, |digit| digit - b'0');
            let content = words(element, walk);
            let text = text_of(&content);
            if !text.is_empty() {
                walk.at(&text);
                flow.push(Block::Heading { level, content });
            }
        }
        "ul" | "ol" | "menu" => {
            let list = list(element, walk);
            flow.push(list);
        }
        "blockquote" => {
            let quoted = flowing(element, walk);
            flow.push(Block::Quote(quoted));
        }
        "pre" => flow.push(code_block(element)),
        "table" => flow.extend(table::read(element, walk)),
        "hr" => flow.push(Block::Rule),
        "dt" | "summary" | "figcaption" | "caption" => {
            let content = words(element, walk);
            flow.push(Block::Paragraph(vec![Inline::Strong(content)]));
        }
        "nav" | "form" | "button" | "select" | "video" | "audio" | "object" | "canvas" => {
            let text = plain(&flowing(element, &mut Walk::default()));
            if !text.is_empty() || !matches!(name, "nav" | "form" | "button" | "select") {
                walk.lost(&format!("<{name}> {}", shortened(&text)));
            }
        }
        "div"
            if element
                .value()
                .classes()
                .any(|class| class == "footnote-definition") =>
        {
            let label = element.value().id().unwrap_or_default().to_owned();
            let content = flowing(element, walk);
            flow.push(Block::Note { label, content });
        }
        "br" => flow.line.push(Inline::Break),
        _ if is_inline(name) => flow.line.extend(inline(element, walk)),
        _ => {
            flow.end();
            flow_into(element, walk, flow);
            flow.end();
        }
    }
}

fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 36] = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "q", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
        "picture",
    ];
    INLINE.contains(&name)
}

/// The words of an element, whatever stands in it.
fn words(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Inline> {
    let mut words = Vec::new();
    for child in element.children() {
        match child.value() {
            Node::Text(text) => words.push(Inline::Text(text.to_string())),
            Node::Element(_) => {
                if let Some(child) = ElementRef::wrap(child) {
                    words.extend(inline(child, walk));
                }
            }
            _ => {}
        }
    }
    words
}

fn inline(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Inline> {
    let name = element.value().name();
    if name.contains(':') {
        return wiki::words_of(element, walk);
    }
    let content = |walk: &mut Walk| words(element, walk);
    vec![match name {
        "b" | "strong" => Inline::Strong(content(walk)),
        "i" | "em" | "cite" | "dfn" | "var" => Inline::Emphasis(content(walk)),
        "s" | "strike" | "del" => Inline::Struck(content(walk)),
        "code" | "tt" | "kbd" | "samp" => Inline::Code(element.text().collect()),
        "sup" => return raised(element, walk),
        "sub" => Inline::Raised("sub", content(walk)),
        "a" => return link(element, walk),
        "img" => {
            let source = element.attr("src").unwrap_or_default();
            let shown = element.attr("alt").filter(|shown| !shown.is_empty());
            let shown = shown.map(|shown| format!(" ({})", shortened(shown)));
            walk.lost(&format!(
                "the picture {}{}",
                shortened(source),
                shown.unwrap_or_default()
            ));
            return Vec::new();
        }
        "input" => match (element.attr("type"), element.attr("checked")) {
            (Some("checkbox"), Some(_)) => Inline::Task(Done::Yes),
            (Some("checkbox"), None) => Inline::Task(Done::No),
            _ => return Vec::new(),
        },
        "q" => {
            let mut quoted = vec![Inline::Text("“".to_owned())];
            quoted.extend(content(walk));
            quoted.push(Inline::Text("”".to_owned()));
            return quoted;
        }
        "br" => Inline::Break,
        "wbr" => return Vec::new(),
        // What stands here as a block was a line of its own.
        name if !is_inline(name) => {
            let mut apart = vec![Inline::Text(" ".to_owned())];
            apart.extend(content(walk));
            apart.push(Inline::Text(" ".to_owned()));
            return apart;
        }
        _ => return content(walk),
    }]
}

/// A raised text, or the mark of a footnote.
fn raised(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Inline> {
    let has = |class: &str| element.value().classes().any(|own| own == class);
    if has("footnote-definition-label") {
        return Vec::new();
    }
    if has("footnote-reference") {
        let mut links = element.children().filter_map(ElementRef::wrap);
        let label = links.find_map(|link| link.attr("href")?.strip_prefix('#'));
        return label
            .map(|label| Inline::Note(label.to_owned()))
            .into_iter()
            .collect();
    }
    vec![Inline::Raised("sup", words(element, walk))]
}

/// A link out of the page stays one; one into the place it comes from leads nowhere now.
fn link(element: ElementRef<'_>, walk: &mut Walk) -> Vec<Inline> {
    let content = words(element, walk);
    let Some(target) = element.attr("href").map(str::trim) else {
        return content;
    };
    if is_carried(target) {
        let target = target.to_owned();
        return vec![Inline::Link { content, target }];
    }
    let text = text_of(&content);
    if !text.is_empty() {
        walk.lost(&format!(
            "the target of the link “{}” ({})",
            shortened(&text),
            shortened(target)
        ));
    }
    content
}

/// Whether an address means the same wherever it stands.
fn is_carried(target: &str) -> bool {
    let scheme = target
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    let known = ["http", "https", "mailto", "tel", "subprocessor"];
    scheme.is_some_and(|scheme| known.contains(&scheme.as_str()))
}

fn list(element: ElementRef<'_>, walk: &mut Walk) -> Block {
    let first = (element.value().name() == "ol").then(|| {
        let start = element
            .attr("start")
            .and_then(|start| start.trim().parse().ok());
        start.unwrap_or(1)
    });
    let mut items: Vec<Vec<Block>> = Vec::new();
    for child in element.children().filter_map(ElementRef::wrap) {
        match child.value().name() {
            // Some programs put an inner list beside the item that it belongs to.
            "ul" | "ol" => {
                let inner = list(child, walk);
                match items.last_mut() {
                    Some(item) => item.push(inner),
                    None => items.push(vec![inner]),
                }
            }
            _ => {
                walk.enter(child);
                items.push(flowing(child, walk));
            }
        }
    }
    items.retain(|item| !item.is_empty());
    Block::List { first, items }
}

fn code_block(element: ElementRef<'_>) -> Block {
    let inner = element.children().filter_map(ElementRef::wrap).next();
    let mut classes = element
        .value()
        .classes()
        .chain(inner.iter().flat_map(|inner| inner.value().classes()));
    let language = classes.find_map(|class| class.strip_prefix("language-"));
    let text: String = element.text().collect();
    Block::Code {
        language: language.unwrap_or_default().to_owned(),
        text: text.trim_matches('\n').to_owned(),
    }
}
