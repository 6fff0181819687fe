//! Raw HTML in a Markdown text → elements that are balanced and clean.
//!
//! Markdown hands raw HTML over tag by tag, with words or whole paragraphs between a tag and the one
//! that closes it. So the pieces of a container are first balanced ([`balance`]): tags that belong
//! together form a run, together with what stands between them. Each run then goes through two locks,
//! [`token`] and [`clean`], and becomes elements of the same tree as all else.
//!
//! Nesting and the number of tags are bounded by counts, so no text can make it slow.

mod allowed;
mod balance;
mod clean;
mod token;

use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use allowed::{Level, is_block};
pub(super) use token::Token;

use super::parse::Findings;
use super::target::{Target, judge};
use super::{Attribute, Block, Element, Inline, Link, LinkKind, Node};
use crate::source::Span;
use clean::{Cleaned, PartKind};
use token::{Tag, What};

/// The most tags of one text; a longer text isn't written by hand.
const MOST_TAGS: usize = 20_000;

/// What stands in a container: what Markdown made, or raw HTML.
pub(super) enum Piece<T> {
    Made(T),
    Raw(Vec<Token>),
}

/// Reads raw HTML; `locate` says where a part of it was written.
pub(super) fn read(
    html: &str,
    within: Level,
    locate: &dyn Fn(Range<usize>) -> Span,
    findings: &mut Findings<'_>,
) -> Vec<Token> {
    let (mut tokens, left_out) = token::tokens(html, within, locate);
    for left_out in left_out {
        findings.warn_and_advise(
            left_out.span,
            &message(&left_out.what),
            advice(&left_out.what),
        );
    }
    tokens.retain(|token| match token {
        Token::Text(_) => true,
        Token::Close { .. } => findings.tags <= MOST_TAGS,
        Token::Open(tag) => {
            findings.tags += 1;
            if findings.tags == MOST_TAGS + 1 {
                findings.warn_at(
                    tag.span,
                    &format!(
                        "the text has more than {MOST_TAGS} HTML tags: the others are left out"
                    ),
                );
            }
            findings.tags <= MOST_TAGS
        }
    });
    tokens
}

fn message(what: &What) -> String {
    match what {
        What::Element(name) => format!("`<{name}>` isn't allowed in a text, so it is left out"),
        What::BlockInParagraph(name) => format!(
            "`<{name}>` can't stand in the middle of a paragraph, so it is left out; begin a new line with it, after an empty one"
        ),
        What::Attribute { element, name } => {
            format!("`{name}` isn't allowed on `<{element}>`, so it is left out")
        }
        What::Instruction => {
            "an instruction for programs isn't shown, so it is left out".to_owned()
        }
        What::Unfinished => {
            "this tag has no `>` at its end, so it is shown as it is written".to_owned()
        }
        What::OpenComment => {
            "the comment that begins here is never closed, so all that follows is hidden".to_owned()
        }
    }
}

fn advice(what: &What) -> &'static str {
    match what {
        What::Element(_) | What::Attribute { .. } | What::Instruction => {
            "say it in Markdown, or take it out: only what is known to be harmless gets into a page"
        }
        What::BlockInParagraph(_) => "or say it in Markdown",
        What::Unfinished => "put a `>` at its end, or write `&lt;` for a plain `<`",
        What::OpenComment => "write `-->` where the comment ends",
    }
}

/// The content of a container of words.
pub(super) fn inlines(pieces: Vec<Piece<Inline>>, findings: &mut Findings<'_>) -> Vec<Inline> {
    let pieces = match all_made(pieces) {
        Ok(made) => return super::parse::merged(made),
        Err(pieces) => pieces,
    };
    let mut inlines = Vec::with_capacity(pieces.len());
    for run in balance::runs(pieces, Level::Inline, findings) {
        match run {
            balance::Run::Made(made) => inlines.push(made),
            balance::Run::Raw(pieces) => {
                for node in nodes(pieces, PartKind::Inlines, joined, findings) {
                    if let Node::Inlines(content) = node {
                        inlines.extend(content);
                    }
                }
            }
        }
    }
    super::parse::merged(inlines)
}

/// What Markdown made, where there is no raw HTML among it.
fn all_made<T>(pieces: Vec<Piece<T>>) -> Result<Vec<T>, Vec<Piece<T>>> {
    let is_raw = |piece: &Piece<T>| matches!(piece, Piece::Raw(_));
    if pieces.iter().any(is_raw) {
        return Err(pieces);
    }
    let mut all = Vec::with_capacity(pieces.len());
    all.extend(pieces.into_iter().filter_map(|piece| match piece {
        Piece::Made(made) => Some(made),
        Piece::Raw(_) => None,
    }));
    Ok(all)
}

fn joined(inlines: Vec<Inline>) -> Node {
    Node::Inlines(super::parse::merged(inlines))
}

/// The content of a container of blocks.
pub(super) fn blocks(pieces: Vec<Piece<Block>>, findings: &mut Findings<'_>) -> Vec<Block> {
    let pieces = match all_made(pieces) {
        Ok(made) => return made,
        Err(pieces) => pieces,
    };
    let mut blocks = Vec::with_capacity(pieces.len());
    for run in balance::runs(pieces, Level::Block, findings) {
        match run {
            balance::Run::Made(made) => blocks.push(made),
            balance::Run::Raw(pieces) => {
                for node in nodes(pieces, PartKind::Blocks, Node::Blocks, findings) {
                    match node {
                        Node::Blocks(made) => blocks.extend(made),
                        Node::Inlines(content) => {
                            let content = super::parse::trimmed(super::parse::merged(content));
                            if !content.is_empty() {
                                blocks.push(Block::Paragraph(content));
                            }
                        }
                    }
                }
            }
        }
    }
    blocks
}

/// Cleans a run and puts what Markdown made back where it stood.
fn nodes<T>(
    pieces: Vec<Piece<T>>,
    kind: PartKind,
    wrap: fn(Vec<T>) -> Node,
    findings: &mut Findings<'_>,
) -> Vec<Node> {
    let mut parts: Vec<Vec<T>> = Vec::new();
    let mut sequence: Vec<Result<Token, usize>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Raw(tokens) => sequence.extend(tokens.into_iter().map(Ok)),
            Piece::Made(made) => match (sequence.last(), parts.last_mut()) {
                (Some(Err(_)), Some(part)) => part.push(made),
                _ => {
                    sequence.push(Err(parts.len()));
                    parts.push(vec![made]);
                }
            },
        }
    }
    let cleaned = clean::clean(sequence.iter().enumerate().map(|(at, step)| match step {
        Ok(token) => clean::Piece::Token(token, at),
        Err(part) => clean::Piece::Part(*part, kind),
    }));
    let mut builder = Builder {
        tags: &sequence,
        parts: parts.into_iter().map(|part| Some(wrap(part))).collect(),
        named: BTreeSet::new(),
        findings,
    };
    let mut nodes = builder.nodes(cleaned, "");
    // Nothing that Markdown made is lost, even if the cleaner found no place for it.
    for part in builder.parts.into_iter().flatten() {
        push(&mut nodes, part);
    }
    nodes
}

struct Builder<'a, 'f> {
    tags: &'a [Result<Token, usize>],
    parts: Vec<Option<Node>>,
    /// The tags whose id is given: a browser's rules can make two elements of one tag.
    named: BTreeSet<usize>,
    findings: &'a mut Findings<'f>,
}

impl Builder<'_, '_> {
    fn nodes(&mut self, cleaned: Vec<Cleaned>, within: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        for part in cleaned {
            match part {
                Cleaned::Text(text) => push(&mut nodes, Node::Inlines(vec![Inline::Text(text)])),
                Cleaned::Part(number, _) => {
                    if let Some(part) = self.parts.get_mut(number).and_then(Option::take) {
                        push(&mut nodes, part);
                    }
                }
                Cleaned::Element {
                    name,
                    attributes,
                    source,
                    content,
                } => {
                    let content = self.nodes(content, name);
                    let name = if is_stray(name, within) {
                        "section"
                    } else {
                        name
                    };
                    for node in self.element(name, attributes, source, content) {
                        push(&mut nodes, node);
                    }
                }
            }
        }
        nodes
    }

    fn element(
        &mut self,
        name: &'static str,
        written: Vec<(&'static str, String)>,
        source: Option<usize>,
        content: Vec<Node>,
    ) -> Vec<Node> {
        let tag = source.and_then(|at| match self.tags.get(at)? {
            Ok(Token::Open(tag)) => Some((at, tag)),
            _ => None,
        });
        let mut element = Element {
            name,
            attributes: Vec::new(),
            content,
        };
        for (key, value) in written {
            let value = match key {
                "id" => tag.and_then(|(at, tag)| self.id(value, at, tag)),
                "href" => tag.and_then(|(_, tag)| self.lead(value, LinkKind::Link, tag, &element)),
                "src" => tag.and_then(|(_, tag)| self.lead(value, LinkKind::Image, tag, &element)),
                _ => Some(value),
            };
            element
                .attributes
                .extend(value.map(|value| Attribute { name: key, value }));
        }
        if let Some((_, tag)) = tag {
            self.report_lost_target(tag, &element);
        }
        simplest(element)
    }

    fn id(&mut self, id: String, at: usize, tag: &Tag) -> Option<String> {
        let id = id.trim().to_owned();
        if !self.named.insert(at) {
            return None;
        }
        self.findings.claim(&id, tag.span).then_some(id)
    }

    fn lead(
        &mut self,
        written: String,
        kind: LinkKind,
        tag: &Tag,
        element: &Element,
    ) -> Option<String> {
        let Target::Allowed(target) = judge(&written, kind) else {
            return None;
        };
        // A link in a link would be two links side by side to a browser, so the inner one stays.
        if kind == LinkKind::Link && element.content.iter().any(has_link) {
            return None;
        }
        self.findings.links.push(Link {
            target: target.clone(),
            span: tag.span,
            kind,
        });
        Some(target)
    }

    fn report_lost_target(&mut self, tag: &Tag, element: &Element) {
        let lost = ["href", "src"].into_iter().find(|key| {
            tag.attributes.iter().any(|(name, _)| name == key) && element.attribute(key).is_none()
        });
        if let Some(key) = lost {
            let message = format!("this `{key}` can't be used, so the text stands without it");
            self.findings.warn_of_target(tag.span, &message);
        }
    }
}

/// Whether an item stands outside of its list: to a browser it would end whatever item it stands in.
fn is_stray(name: &str, within: &str) -> bool {
    match name {
        "li" => !matches!(within, "ol" | "ul"),
        "dt" | "dd" => within != "dl",
        _ => false,
    }
}

/// The element as the tree has it where Markdown can say the same.
fn simplest(mut element: Element) -> Vec<Node> {
    // What leads nowhere is only a place to lead to; as a link it could hold no other.
    if element.name == "a" && element.attribute("href").is_none() {
        element.name = "span";
    }
    let plain = element.attributes.is_empty();
    let inline = |inline: Inline| vec![Node::Inlines(vec![inline])];
    let block = |block: Block| vec![Node::Blocks(vec![block])];
    match element.name {
        "img" if element.attribute("src").is_none() => {
            let alt = element.attribute("alt").unwrap_or_default().to_owned();
            return inline(Inline::Text(alt));
        }
        "br" if plain => return inline(Inline::HardBreak),
        "hr" if plain => return block(Block::Rule),
        "span" if plain => return element.content,
        // To a browser a heading ends where another block's heading begins.
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if element.content.iter().any(has_blocks) => {
            element.name = "section";
        }
        "wbr" => return inline(Inline::Html(Box::new(element))),
        "p" if element.content.is_empty() && plain => return Vec::new(),
        "p" | "em" | "strong" | "s" if plain && element.content.len() == 1 => {
            match (element.name, element.content.pop()) {
                ("p", Some(Node::Inlines(content))) => return block(Block::Paragraph(content)),
                ("em", Some(Node::Inlines(content))) => return inline(Inline::Emphasis(content)),
                ("strong", Some(Node::Inlines(content))) => return inline(Inline::Strong(content)),
                ("s", Some(Node::Inlines(content))) => {
                    return inline(Inline::Strikethrough(content));
                }
                (_, content) => element.content.extend(content),
            }
        }
        name if plain && element.content.is_empty() && !is_block(name) => return Vec::new(),
        _ => {}
    }
    if is_block(element.name) || element.content.iter().any(has_blocks) {
        block(Block::Html(Box::new(element)))
    } else {
        inline(Inline::Html(Box::new(element)))
    }
}

fn has_blocks(node: &Node) -> bool {
    matches!(node, Node::Blocks(_))
}

fn has_link(node: &Node) -> bool {
    fn in_inline(inline: &Inline) -> bool {
        match inline {
            Inline::Link(_) | Inline::FootnoteReference(_) => true,
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => content.iter().any(in_inline),
            Inline::Html(element) => in_element(element),
            Inline::Text(_) | Inline::Code(_) | Inline::Image(_) | Inline::HardBreak => false,
        }
    }
    fn in_block(block: &Block) -> bool {
        match block {
            Block::Heading(heading) => heading.content.iter().any(in_inline),
            Block::Paragraph(content) => content.iter().any(in_inline),
            Block::List(list) => {
                let mut blocks = list.items.iter().flat_map(|item| &item.blocks);
                blocks.any(in_block)
            }
            Block::Table(table) => std::iter::once(&table.head)
                .chain(&table.rows)
                .flatten()
                .flatten()
                .any(in_inline),
            Block::Quote(blocks) => blocks.iter().any(in_block),
            Block::Code(_) | Block::Rule => false,
            Block::Html(element) => in_element(element),
        }
    }
    fn in_element(element: &Element) -> bool {
        element.name == "a" && element.attribute("href").is_some()
            || element.content.iter().any(has_link)
    }
    match node {
        Node::Inlines(inlines) => inlines.iter().any(in_inline),
        Node::Blocks(blocks) => blocks.iter().any(in_block),
    }
}

/// Adds a node; words join the words before them.
fn push(nodes: &mut Vec<Node>, node: Node) {
    match (nodes.last_mut(), node) {
        (Some(Node::Inlines(before)), Node::Inlines(mut content)) => {
            if let (Some(Inline::Text(text)), Some(Inline::Text(_))) =
                (before.last_mut(), content.first())
                && let Inline::Text(more) = content.remove(0)
            {
                text.push_str(&more);
            }
            before.extend(content);
        }
        (Some(Node::Blocks(before)), Node::Blocks(content)) => before.extend(content),
        (_, node) => nodes.push(node),
    }
}
