//! HTML before it is parsed: what can't be read is taken out, what would take too long is refused, and
//! each row, item and heading is marked with its line, which the parser forgets.

use std::fmt::Write;

use crate::import::read::{DEEPEST, Unreadable};

/// The attribute that bears the line.
pub(in crate::import) const LINE: &str = "data-candor-line";

/// Elements whose line is of use.
const MARKED: [&str; 13] = [
    "tr", "td", "th", "li", "p", "dt", "summary", "h1", "h2", "h3", "h4", "h5", "h6",
];

/// Elements whose content is no text of the page.
const DROPPED: [&str; 12] = [
    "script", "style", "svg", "template", "noscript", "iframe", "textarea", "title", "noembed",
    "noframes", "xmp", "math",
];

/// Elements that have no end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that end where the next one begins.
const OPEN_ENDED: [&str; 8] = ["li", "p", "tr", "td", "th", "dt", "dd", "option"];

/// Elements beyond which none of those is ended.
const BARRIERS: [&str; 6] = ["ul", "ol", "dl", "table", "div", "section"];

/// Elements that the parser opens anew in each paragraph until they are closed.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// How many elements a page may have.
const MOST: usize = 300_000;

/// The text with the lines of its rows, items and headings written beside them.
pub(in crate::import::read) fn mark_lines(html: &str, first: usize) -> String {
    let mut marked = String::with_capacity(html.len());
    let mut line = first;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        line += before.matches('\n').count();
        marked.push_str(before);
        let name = name(tag.get(1..).unwrap_or_default());
        let end = 1 + name.len();
        marked.push_str(tag.get(..end).unwrap_or_default());
        if MARKED.contains(&name.to_ascii_lowercase().as_str()) {
            // Writing to a text never fails; without quotes it does no harm within an attribute.
            let _ = write!(marked, " {LINE}={line} ");
        }
        rest = tag.get(end..).unwrap_or_default();
    }
    marked.push_str(rest);
    marked
}

/// The text without scripts, comments and the like.
///
/// # Errors
/// Where it has more elements, or has them deeper within one another, than any page.
pub(in crate::import::read) fn guard(html: &str) -> Result<String, Unreadable> {
    let mut kept = String::with_capacity(html.len());
    let mut open: Vec<String> = Vec::new();
    let mut elements = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        kept.push_str(before);
        if tag.starts_with("<!--") {
            rest = after(tag, "-->");
            continue;
        }
        let inner = tag.get(1..).unwrap_or_default();
        let closes = inner.starts_with('/');
        let name = name(inner.trim_start_matches('/')).to_ascii_lowercase();
        if name == "plaintext" {
            break;
        }
        if !closes && DROPPED.contains(&name.as_str()) {
            let end = closing(inner, &name);
            rest = after(end, ">");
            kept.push(' ');
            continue;
        }
        if closes {
            if let Some(opened) = open.iter().rposition(|other| *other == name) {
                open.truncate(opened);
            }
        } else if !name.is_empty() && !VOID.contains(&name.as_str()) {
            opens(&mut open, name);
        }
        let formatting = open
            .iter()
            .filter(|name| FORMATTING.contains(&name.as_str()));
        elements += 1 + formatting.count();
        if open.len() > DEEPEST || elements > MOST {
            return Err(Unreadable {
                message: "the page has more elements, or has them deeper within one another, than a list needs"
                    .to_owned(),
                line: None,
                help: "copy the list into a file of its own, and import that".to_owned(),
            });
        }
        kept.push('<');
        rest = inner;
    }
    kept.push_str(rest);
    Ok(kept)
}

fn opens(open: &mut Vec<String>, name: String) {
    if OPEN_ENDED.contains(&name.as_str()) {
        let barrier = open
            .iter()
            .rposition(|other| BARRIERS.contains(&other.as_str()));
        let same = open.iter().rposition(|other| *other == name);
        if let Some(same) = same
            && barrier.is_none_or(|barrier| barrier < same)
        {
            open.truncate(same);
        }
    }
    open.push(name);
}

/// The name at the beginning of a tag.
fn name(tag: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = tag.find(|c| !is_part(c)).unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

/// What stands behind the next occurrence of a text; nothing where there is none.
fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// The closing tag of an element whose content is no text.
fn closing<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let start = rest.get(..name.len()).unwrap_or_default();
        if start.eq_ignore_ascii_case(name) {
            return rest;
        }
    }
    ""
}
