//! From a page's elements to its blocks.

use scraper::{ElementRef, Html, Node};

use super::guard::LINE;
use super::notes::Notes;
use super::{SOFT_BREAK, grid};
use crate::import::read::block::{Block, Item, Run, Weight};
use crate::import::table::{Cell, Piece, one_line};

/// Elements that stand in a line of text.
const INLINE: [&str; 38] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "button", "input", "svg",
];

/// Elements whose words are no part of the list.
const IGNORED: [&str; 5] = ["head", "nav", "select", "button", "img"];

/// The blocks of a page.
pub(super) fn blocks(document: &Html) -> Vec<Block> {
    let notes = Notes::of(document);
    let mut walk = Walk {
        notes: &notes,
        blocks: Vec::new(),
        pending: Vec::new(),
        line: 1,
    };
    walk.children(document.root_element());
    walk.end_paragraph();
    walk.blocks
}

pub(super) struct Walk<'n> {
    notes: &'n Notes,
    blocks: Vec<Block>,
    /// Words that stand in no paragraph of their own.
    pending: Vec<Run>,
    /// The last line that was marked.
    line: usize,
}

impl Walk<'_> {
    fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                push(text, &Style::default(), &mut self.pending);
            } else if let Some(inner) = ElementRef::wrap(child) {
                self.element(inner);
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if IGNORED.contains(&name) {
            return;
        }
        if INLINE.contains(&name) && !holds_blocks(element) {
            if let Some(line) = own_line(element) {
                self.line = line;
            }
            collect(element, self.notes, &Style::default(), &mut self.pending);
            return;
        }
        self.end_paragraph();
        let line = line_of(element).unwrap_or(self.line);
        self.line = line;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                let level = name.strip_prefix('h').and_then(|level| level.parse().ok());
                let runs = content(element, self.notes);
                self.blocks.push(Block::Heading {
                    level: level.unwrap_or(6),
                    text: text_of(&runs),
                    runs,
                    line,
                });
            }
            "ul" | "ol" | "menu" => {
                let items = items(element, self.notes, line);
                self.blocks.push(Block::List { items, line });
            }
            "dl" => self.blocks.push(Block::Definitions {
                pairs: pairs(element, self.notes),
                line,
            }),
            "table" => {
                let tables = grid::tables(element, self.notes, line);
                self.blocks.push(Block::Tables(tables));
            }
            _ => {
                self.children(element);
                self.end_paragraph();
            }
        }
    }

    fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.pending);
        let says = |run: &Run| !matches!(&run.piece, Piece::Text(text) if text.trim().is_empty());
        if runs.iter().any(says) {
            self.blocks.push(Block::Paragraph { runs });
        }
    }
}

fn holds_blocks(element: ElementRef<'_>) -> bool {
    let mut below = element.descendants().filter_map(ElementRef::wrap);
    below.any(|inner| {
        matches!(
            inner.value().name(),
            "table" | "ul" | "ol" | "dl" | "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        )
    })
}

fn own_line(element: ElementRef<'_>) -> Option<usize> {
    let written = element.attr(LINE)?;
    let end = written.find(|c: char| !c.is_ascii_digit());
    written.get(..end.unwrap_or(written.len()))?.parse().ok()
}

/// The line of an element, by its own mark or the first one within it.
pub(super) fn line_of(element: ElementRef<'_>) -> Option<usize> {
    own_line(element).or_else(|| {
        let within = element.descendants().skip(1).filter_map(ElementRef::wrap);
        within.take(20).find_map(own_line)
    })
}

pub(super) fn text_of(runs: &[Run]) -> String {
    one_line(&runs.iter().map(Run::text).collect::<String>())
}

/// A cell of a table.
pub(super) fn cell(element: ElementRef<'_>, notes: &Notes) -> Cell {
    crate::import::read::block::cell(content(element, notes))
}

/// The words of an element, with the note of a mark at their end.
fn content(element: ElementRef<'_>, notes: &Notes) -> Vec<Run> {
    let mut runs = Vec::new();
    collect_children(element, notes, &Style::default(), &mut runs);
    trim_breaks(&mut runs);
    with_note(runs, notes)
}

fn with_note(mut runs: Vec<Run>, notes: &Notes) -> Vec<Run> {
    let last = runs.iter_mut().rfind(|run| !run.text().trim().is_empty());
    let mut found = None;
    if let Some(run) = last
        && let Piece::Text(text) | Piece::Link { text, .. } = &mut run.piece
    {
        let (bare, note) = notes.at_end(text);
        if let Some(note) = note {
            found = Some(note.to_owned());
            *text = bare.to_owned();
        }
    }
    runs.extend(found.map(|note| Run {
        piece: Piece::Note(note),
        weight: Weight::Plain,
    }));
    runs
}

fn trim_breaks(runs: &mut Vec<Run>) {
    let is_blank = |run: &Run| match &run.piece {
        Piece::Break => true,
        Piece::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    while runs.last().is_some_and(is_blank) {
        runs.pop();
    }
    let first = runs.iter().position(|run| !is_blank(run)).unwrap_or(0);
    runs.drain(..first);
}

/// How the words below an element stand out.
#[derive(Clone, Default)]
struct Style<'a> {
    is_strong: bool,
    is_struck: bool,
    target: Option<&'a str>,
}

fn collect_children(
    element: ElementRef<'_>,
    notes: &Notes,
    style: &Style<'_>,
    runs: &mut Vec<Run>,
) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            push(text, style, runs);
        } else if let Some(inner) = ElementRef::wrap(child) {
            collect(inner, notes, style, runs);
        }
    }
}

fn collect(element: ElementRef<'_>, notes: &Notes, style: &Style<'_>, runs: &mut Vec<Run>) {
    let mut below = style.clone();
    let name = element.value().name();
    match name {
        "br" => {
            plain(Piece::Break, runs);
            return;
        }
        "wbr" if element.attr(SOFT_BREAK).is_some() => {
            plain(Piece::Text("\n".to_owned()), runs);
            return;
        }
        "img" => {
            let alt = element.attr("alt").unwrap_or_default();
            push(alt, style, runs);
            return;
        }
        "sup" => {
            if let Some(note) = notes.raised(element) {
                if let Some(note) = note {
                    plain(Piece::Note(note.to_owned()), runs);
                }
                return;
            }
        }
        "b" | "strong" | "th" => below.is_strong = true,
        "s" | "del" | "strike" => below.is_struck = true,
        "a" => below.target = element.attr("href").or(style.target),
        "select" | "button" => return,
        "li" => plain(Piece::Item, runs),
        _ if !INLINE.contains(&name) => plain(Piece::Break, runs),
        _ => {}
    }
    collect_children(element, notes, &below, runs);
    if !INLINE.contains(&name) && name != "li" {
        plain(Piece::Break, runs);
    }
}

fn plain(piece: Piece, runs: &mut Vec<Run>) {
    runs.push(Run {
        piece,
        weight: Weight::Plain,
    });
}

fn push(text: &str, style: &Style<'_>, runs: &mut Vec<Run>) {
    // A line's end in the source of a page is a blank.
    let text: String = text
        .chars()
        .map(|c| {
            if matches!(c, '\n' | '\r' | '\t') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let weight = match style.is_strong {
        true => Weight::Strong,
        false => Weight::Plain,
    };
    let piece = match style {
        Style {
            is_struck: true, ..
        } => Piece::Struck(text),
        Style {
            target: Some(target),
            ..
        } if !text.trim().is_empty() => match runs.last_mut() {
            Some(Run {
                piece:
                    Piece::Link {
                        text: before,
                        target: same,
                    },
                ..
            }) if same == target => {
                before.push_str(&text);
                return;
            }
            _ => Piece::Link {
                text,
                target: (*target).to_owned(),
            },
        },
        _ => match runs.last_mut() {
            Some(Run {
                piece: Piece::Text(before),
                weight: same,
            }) if *same == weight => {
                before.push_str(&text);
                return;
            }
            _ => Piece::Text(text),
        },
    };
    runs.push(Run { piece, weight });
}

fn items(list: ElementRef<'_>, notes: &Notes, line: usize) -> Vec<Item> {
    let elements = list.children().filter_map(ElementRef::wrap);
    let elements = elements.filter(|element| element.value().name() == "li");
    let mut before = line;
    elements
        .map(|element| {
            before = line_of(element).unwrap_or(before);
            item(element, notes, before)
        })
        .collect()
}

fn item(element: ElementRef<'_>, notes: &Notes, line: usize) -> Item {
    let (mut runs, mut nested) = (Vec::new(), Vec::new());
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            push(text, &Style::default(), &mut runs);
        } else if let Some(inner) = ElementRef::wrap(child) {
            match inner.value().name() {
                "ul" | "ol" => nested.extend(items(inner, notes, line)),
                _ => collect(inner, notes, &Style::default(), &mut runs),
            }
        }
    }
    trim_breaks(&mut runs);
    Item {
        runs: with_note(runs, notes),
        nested,
        line,
    }
}

/// Terms with what is said of them; the groups that a page makes of them don't count.
fn pairs(list: ElementRef<'_>, notes: &Notes) -> Vec<(Vec<Run>, Vec<Run>)> {
    let mut pairs: Vec<(Vec<Run>, Vec<Run>)> = Vec::new();
    for element in list.descendants().filter_map(ElementRef::wrap) {
        match element.value().name() {
            "dt" => pairs.push((content(element, notes), Vec::new())),
            "dd" => {
                if let Some((_, said)) = pairs.last_mut() {
                    if !said.is_empty() {
                        plain(Piece::Break, said);
                    }
                    said.extend(content(element, notes));
                }
            }
            _ => {}
        }
    }
    pairs
}
