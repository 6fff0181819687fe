//! The announcement for an incoming webhook of Slack, in Block Kit.
//!
//! Slack refuses a message whole if one part is too long, so every limit is kept here: what doesn't fit is
//! left out at the end of its change, and the message says so. A document's text is on the site; here
//! stands what became of it.

use serde::Serialize;

use super::outline::{Block as Outlined, Kind, Marks, Span, outline};
use super::{Announced, Announcement, on_one_line};
use crate::content::text::legible;
use crate::render::feed::content::ToldAmendment;
use crate::render::view::Link;

/// How many blocks a message may have.
const BLOCKS: usize = 50;
/// The longest text of a block, and of a header.
const TEXT: usize = 3000;
const HEADER: usize = 150;

/// The message.
pub(super) fn write(announcement: &Announcement<'_>) -> String {
    let mut blocks = vec![
        Block::Header {
            text: Text::plain(&announcement.subject),
        },
        Block::section(escaped(&announcement.lead, TEXT)),
    ];
    let closing = closing(announcement);
    // The last place is for saying that something is left out.
    let room = BLOCKS - blocks.len() - closing.len() - 1;
    let (told, fit) = fitting(&announcement.changes, room);
    blocks.extend(told);
    if fit == Fit::LeftOut {
        let words = announcement.language.say("message.rest", &[]);
        let log = &announcement.log;
        let link = linked(&log.label, &log.href);
        blocks.push(Block::section(format!(
            "{} {link}",
            escaped(&words, HEADER)
        )));
    }
    blocks.extend(closing);
    let message = Message {
        text: escaped(&announcement.subject, TEXT),
        blocks,
    };
    // Plain structs of texts always have a text.
    let mut text = serde_json::to_string_pretty(&message).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Message {
    /// What a notification shows.
    text: String,
    blocks: Vec<Block>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Block {
    Header { text: Text },
    Section { text: Text },
    Context { elements: [Text; 1] },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Text {
    #[serde(rename = "plain_text")]
    Plain { text: String },
    /// With links of our own alone: no name or channel in it calls anyone.
    Mrkdwn { text: String, verbatim: bool },
}

impl Text {
    fn plain(text: &str) -> Text {
        Text::Plain {
            text: clipped(&legible(text), HEADER, str::to_owned),
        }
    }

    fn marked(text: String) -> Text {
        Text::Mrkdwn {
            text,
            verbatim: true,
        }
    }
}

impl Block {
    fn section(text: String) -> Block {
        Block::Section {
            text: Text::marked(text),
        }
    }

    fn context(text: String) -> Block {
        Block::Context {
            elements: [Text::marked(text)],
        }
    }
}

/// Whether everything stands in the message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    LeftOut,
}

/// As many blocks as there is room for. Each change's dates come before any change's details: a deadline
/// weighs more.
fn fitting(changes: &[Announced], room: usize) -> (Vec<Block>, Fit) {
    let heads: Vec<Vec<String>> = changes.iter().map(|c| packed(head(c))).collect();
    let mut spare = room.saturating_sub(heads.iter().map(Vec::len).sum());
    let mut blocks = Vec::new();
    let mut fit = Fit::Whole;
    for (change, head) in changes.iter().zip(heads) {
        if blocks.len() + head.len() > room {
            return (blocks, Fit::LeftOut);
        }
        blocks.extend(head.into_iter().map(Block::section));
        let mut details = packed(details(change));
        if details.len() > spare {
            details.truncate(spare);
            fit = Fit::LeftOut;
        }
        spare -= details.len();
        blocks.extend(details.into_iter().map(Block::section));
    }
    (blocks, fit)
}

/// What it is, the dates, and why.
fn head(change: &Announced) -> Vec<String> {
    let content = &change.content;
    let mut lines = vec![format!("*{}*", linked(&change.title, &change.address))];
    for fact in &content.facts {
        let value = match &fact.href {
            Some(href) => linked(&fact.value, href),
            None => format!("*{}*", escaped(&fact.value, HEADER)),
        };
        lines.push(format!("{} {value}", escaped(&fact.label, HEADER)));
        lines.extend(outline(fact.details.as_str(), Marks::Bare).iter().map(line));
    }
    lines.extend(content.reason.iter().map(|reason| escaped(reason, TEXT)));
    lines.extend(content.short_notice.iter().map(|remark| {
        let text = format!("{} {}", remark.label, remark.text);
        escaped(&text, TEXT)
    }));
    lines.extend(content.record.iter().map(|record| escaped(record, TEXT)));
    lines
}

/// What it did, line by line.
fn details(change: &Announced) -> Vec<String> {
    let amendments = change.content.amendments.iter();
    amendments.flat_map(amendment).collect()
}

fn amendment(amendment: &ToldAmendment) -> Vec<String> {
    let heading = outline(amendment.heading.as_str(), Marks::Bare);
    let mut lines: Vec<String> = heading
        .iter()
        .map(|block| format!("*{}*", line(block)))
        .collect();
    lines.extend(
        outline(amendment.facts.as_str(), Marks::Bare)
            .iter()
            .map(line),
    );
    let comparisons = amendment.view.comparison.iter();
    let summary = comparisons.flat_map(|comparison| &comparison.get().summary);
    lines.extend(summary.map(|line| format!("• {}", escaped(&line.words, TEXT - 2))));
    lines
}

/// The log, how to subscribe, and the newest record.
fn closing(announcement: &Announcement<'_>) -> Vec<Block> {
    let links = [&announcement.log, &announcement.subscribe]
        .map(|Link { label, href }| linked(label, href));
    let head = announcement.head.iter();
    let head = head.map(|head| Block::context(escaped(&head.line, TEXT)));
    std::iter::once(Block::context(links.join(" · ")))
        .chain(head)
        .collect()
}

/// Lines in as few texts as hold them.
fn packed(lines: Vec<String>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in lines {
        match texts.last_mut() {
            Some(text) if length(text) + 1 + length(&line) <= TEXT => {
                text.push('\n');
                text.push_str(&line);
            }
            _ => texts.push(line),
        }
    }
    texts
}

/// A block on one line; without its links where it is too long.
fn line(block: &Outlined) -> String {
    let bullet = match block.kind {
        Kind::Item(_) => "• ",
        Kind::Heading | Kind::Paragraph | Kind::Continuation | Kind::Line => "",
    };
    let spans = block.spans.iter().map(|span| match span {
        Span::Text(text) => escaped(text, usize::MAX),
        Span::Link { label, href } => linked(label, href),
    });
    let line = format!("{bullet}{}", on_one_line(&spans.collect::<String>()));
    // Two places are left for asterisks around it.
    if length(&line) + 2 <= TEXT {
        return line;
    }
    format!("{bullet}{}", escaped(&block.plain(), TEXT - 4))
}

/// A link by Slack's rules; the words alone where the address can't stand in one.
fn linked(label: &str, href: &str) -> String {
    let label = on_one_line(&escaped(label, 500));
    let href = escaped(&href.replace('|', "%7C"), usize::MAX);
    if length(&href) > 2000 {
        return label;
    }
    format!("<{href}|{label}>")
}

/// The text with what Slack takes for control characters as entities, cut where it would be longer.
fn escaped(text: &str, limit: usize) -> String {
    clipped(&legible(text), limit, |part| match part {
        "&" => "&amp;".to_owned(),
        "<" => "&lt;".to_owned(),
        ">" => "&gt;".to_owned(),
        part => part.to_owned(),
    })
}

/// The text, each character as `write` writes it, with an ellipsis where it would be longer than `limit`.
fn clipped(text: &str, limit: usize, write: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut used = 0;
    // Where to go back to if there turns out to be no room for the ellipsis.
    let mut cut = 0;
    for c in text.chars() {
        let written = write(c.encode_utf8(&mut [0; 4]));
        used += length(&written);
        if used > limit {
            out.truncate(cut);
            out.push('…');
            return out;
        }
        out += &written;
        if used < limit {
            cut = out.len();
        }
    }
    out
}

/// As a program in JavaScript counts, which never counts less than Slack does.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
