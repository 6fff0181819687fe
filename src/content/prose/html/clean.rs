//! Tags and text → a balanced tree: the second lock.
//!
//! `ammonia` reads what `token` wrote as a browser would, so the tree is the one that a browser makes
//! of it: a paragraph ends where a block begins, a cell has its row. Its output has one spelling, so
//! reading it back needs no judgement.

use std::sync::LazyLock;

use super::allowed::{ANYWHERE, ELEMENTS, OF_ELEMENT, is_block, is_void};
use super::token::Token;
use crate::content::prose::target::SCHEMES;
use crate::content::text::legible;

/// Which tag of the run an element comes from. No text can bring this attribute along: `token` lets
/// known ones pass only.
const SOURCE: &str = "data-source";
/// Stands for what Markdown made between two tags.
const PART: &str = "data-part";

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(ELEMENTS.iter().map(|&(name, _)| name).collect())
        .generic_attributes(ANYWHERE.into_iter().chain([SOURCE, PART]).collect())
        .tag_attributes(
            OF_ELEMENT
                .iter()
                .map(|&(name, attributes)| (name, attributes.iter().copied().collect()))
                .collect(),
        )
        .url_schemes(SCHEMES.into_iter().collect())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None);
    cleaner
});

/// What stands in a run, in its order.
pub(super) enum Piece<'a> {
    /// A tag with its number among the tags of the text.
    Token(&'a Token, usize),
    /// What Markdown made, with its number among the parts of the run.
    Part(usize, PartKind),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PartKind {
    Inlines,
    Blocks,
}

/// An element, a text or a part as it came out.
pub(super) enum Cleaned {
    Element {
        name: &'static str,
        attributes: Vec<(&'static str, String)>,
        /// The number of the tag it comes from; implied elements (`tbody`) have none.
        source: Option<usize>,
        content: Vec<Cleaned>,
    },
    Text(String),
    Part(usize, PartKind),
}

pub(super) fn clean<'a>(pieces: impl Iterator<Item = Piece<'a>>) -> Vec<Cleaned> {
    let mut html = String::new();
    for piece in pieces {
        write(&piece, &mut html);
    }
    read(&CLEANER.clean(&html).to_string())
}

fn write(piece: &Piece<'_>, html: &mut String) {
    match piece {
        Piece::Token(Token::Text(text), _) => html.push_str(text),
        Piece::Token(Token::Close { name }, _) => html.push_str(&format!("</{name}>")),
        Piece::Token(Token::Open(tag), number) => {
            html.push_str(&format!("<{} {SOURCE}=\"{number}\"", tag.name));
            for (name, value) in &tag.attributes {
                let value = value.replace('"', "&quot;").replace('<', "&lt;");
                html.push_str(&format!(" {name}=\"{value}\""));
            }
            html.push('>');
        }
        Piece::Part(number, PartKind::Blocks) => {
            html.push_str(&format!("<div {PART}=\"{number}\"></div>"));
        }
        Piece::Part(number, PartKind::Inlines) => {
            html.push_str(&format!("<span {PART}=\"{number}\"></span>"));
        }
    }
}

struct Level {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    source: Option<usize>,
    part: Option<usize>,
    /// Within `pre` white space is content.
    preformatted: bool,
    content: Vec<Cleaned>,
}

impl Level {
    fn new(name: &'static str) -> Level {
        Level {
            preformatted: name == "pre",
            name,
            attributes: Vec::new(),
            source: None,
            part: None,
            content: Vec::new(),
        }
    }

    fn close(self) -> Cleaned {
        match self.part {
            Some(number) if self.name == "div" => Cleaned::Part(number, PartKind::Blocks),
            Some(number) => Cleaned::Part(number, PartKind::Inlines),
            None => Cleaned::Element {
                name: self.name,
                attributes: self.attributes,
                source: self.source,
                content: if self.preformatted {
                    self.content
                } else {
                    tidy(self.content, self.name)
                },
            },
        }
    }
}

/// Reads what the cleaner wrote: every tag closed, every value in double quotes, five entities.
fn read(html: &str) -> Vec<Cleaned> {
    let mut open = vec![Level::new("")];
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            add(&mut open, Cleaned::Text(decode(&rest[..end])));
            rest = &rest[end..];
            continue;
        };
        let end = tag_end(tag);
        let (inside, after) = (&tag[..end], tag.get(end + 1..).unwrap_or_default());
        rest = after;
        if inside.starts_with('/') {
            if open.len() > 1
                && let Some(level) = open.pop()
            {
                add(&mut open, level.close());
            }
        } else if let Some(level) = opened(inside) {
            if is_void(level.name) {
                add(&mut open, level.close());
            } else {
                let preformatted = open.last().is_some_and(|parent| parent.preformatted);
                open.push(Level {
                    preformatted: level.preformatted || preformatted,
                    ..level
                });
            }
        }
    }
    while open.len() > 1
        && let Some(level) = open.pop()
    {
        add(&mut open, level.close());
    }
    let content = open.pop().map(|level| level.content).unwrap_or_default();
    tidy(content, "")
}

fn add(open: &mut [Level], cleaned: Cleaned) {
    if let Some(level) = open.last_mut() {
        level.content.push(cleaned);
    }
}

/// The position of the `>` that ends a tag: outside of quotes.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    tag.bytes()
        .position(|byte| {
            quoted ^= byte == b'"';
            byte == b'>' && !quoted
        })
        .unwrap_or(tag.len())
}

fn opened(inside: &str) -> Option<Level> {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let (name, _) = super::allowed::element(name)?;
    let mut level = Level::new(name);
    while let Some((key, value)) = rest.split_once("=\"") {
        let (value, after) = value.split_once('"').unwrap_or((value, ""));
        rest = after;
        match key.trim() {
            SOURCE => level.source = value.parse().ok(),
            PART => level.part = value.parse().ok(),
            key => {
                if let Some(key) = super::allowed::attribute(name, key) {
                    level.attributes.push((key, decode(value)));
                }
            }
        }
    }
    Some(level)
}

fn decode(text: &str) -> String {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&");
    legible(&text).into_owned()
}

/// Joins texts, makes each run of white space one blank, and leaves out the white space that only
/// lays out the source.
fn tidy(content: Vec<Cleaned>, within: &str) -> Vec<Cleaned> {
    let mut tidied: Vec<Cleaned> = Vec::with_capacity(content.len());
    for cleaned in content {
        match (cleaned, tidied.last_mut()) {
            (Cleaned::Text(text), Some(Cleaned::Text(before))) => before.push_str(&text),
            (cleaned, _) => tidied.push(cleaned),
        }
    }
    let edges: Vec<bool> = tidied.iter().map(is_edge).collect();
    let at_edge =
        |index: Option<usize>| index.is_none_or(|index| edges.get(index).copied().unwrap_or(true));
    let inside_inline = !within.is_empty() && !is_block(within);
    let mut kept = Vec::with_capacity(tidied.len());
    for (index, cleaned) in tidied.into_iter().enumerate() {
        let Cleaned::Text(text) = cleaned else {
            kept.push(cleaned);
            continue;
        };
        let mut text = crate::content::prose::parse::single_spaced(&text);
        if !inside_inline {
            if at_edge(index.checked_sub(1)) {
                text = text.trim_start_matches(' ').to_owned();
            }
            if at_edge(Some(index + 1)) {
                text = text.trim_end_matches(' ').to_owned();
            }
        }
        if !text.is_empty() {
            kept.push(Cleaned::Text(text));
        }
    }
    kept
}

fn is_edge(cleaned: &Cleaned) -> bool {
    match cleaned {
        Cleaned::Element { name, .. } => is_block(name),
        Cleaned::Part(_, kind) => *kind == PartKind::Blocks,
        Cleaned::Text(_) => false,
    }
}
