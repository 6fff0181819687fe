//! A comparison of two texts → HTML.
//!
//! What was added stands in `ins`, what was removed in `del`, and each is also said in words: a label
//! above a block, words for a screen reader within a line. So no mark hangs on a colour. `ins` and
//! `del` never stand around an item, a row or a cell, only within. Runs of unchanged parts are folded.
//! Where no stylesheet will be, as in a feed, every word is there for all to see, and a fold is only
//! named.
//!
//! It writes both texts with the writer of `prose`, each with its own resolver of links and its own
//! scope of ids: a link in the old text leads to the old text, whose anchors stand on the page even
//! where it says the same as the new one.

mod fold;
mod list;
mod notes;
mod stops;
mod table;
#[cfg(test)]
pub(in crate::render) mod tests;
mod text;
mod words;

use std::fmt;
use std::fmt::Write as _;

use super::prose::{ProseOptions, Styling, Writer, escape};
use crate::compare::prose::{
    BlockChange, Change, Comparison, LineChange, NodeChange, Segment, Within, part_segments,
};
use crate::content::prose::{Block, Element, Tree, block_anchors};

use stops::Stops;

pub use fold::Unchanged;
pub use text::{Sides, text_sides};

/// How a comparison is written. The two sides' ids must be in different scopes.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonOptions<'a> {
    pub old: ProseOptions<'a>,
    pub new: ProseOptions<'a>,
    pub layout: Layout,
    pub words: ComparisonWords<'a>,
}

/// What a reader can choose from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Layout {
    /// One text with its marks.
    Inline,
    /// The same, and hidden beside each part what an older column shows of it, so that a stylesheet can
    /// set old and new side by side.
    Columns,
}

/// The words that a reader sees or hears beside the texts' own.
#[derive(Clone, Copy)]
pub struct ComparisonWords<'a> {
    /// "Added"
    pub added: &'a str,
    /// "Removed"
    pub removed: &'a str,
    /// "Formatting changed"
    pub reformatted: &'a str,
    /// "Moved here"
    pub moved_here: &'a str,
    /// "Moved away"
    pub moved_away: &'a str,
    /// "12 unchanged paragraphs"
    pub unchanged: &'a dyn Fn(Unchanged, usize) -> String,
    /// "Show 12 unchanged rows", from what `unchanged` says.
    pub show: &'a dyn Fn(&str) -> String,
    /// "link leads to …, before to …"; `None` where there was or is no link.
    pub retargeted: &'a dyn Fn(Option<&str>, Option<&str>) -> String,
    /// "Change 2 of 5"
    pub stop: &'a dyn Fn(usize, usize) -> String,
    /// "To the first change"
    pub to_first: &'a str,
    /// "Previous change"
    pub to_previous: &'a str,
    /// "Next change"
    pub to_next: &'a str,
}

impl fmt::Debug for ComparisonWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComparisonWords")
            .field("added", &self.added)
            .field("removed", &self.removed)
            .finish_non_exhaustive()
    }
}

/// Writes the comparison of two texts.
pub fn html(
    (old, new): (&Tree, &Tree),
    comparison: &Comparison<'_>,
    options: &ComparisonOptions<'_>,
) -> String {
    let mut page = Page {
        old: Writer::new(old, options.old),
        new: Writer::new(new, options.new),
        words: options.words,
        stops: Stops::of(comparison, &options.new),
        numbers: Side::New,
        out: String::new(),
    };
    match options.layout {
        Layout::Inline => page.all_blocks(&comparison.blocks, Page::block),
        Layout::Columns => page.columns((old, new), &comparison.blocks),
    }
    page.stop_at_notes(&comparison.notes);
    page.notes((old, new), &comparison.notes);
    page.out
}

/// What is done to a whole part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Added,
    Removed,
    MovedHere,
    MovedAway,
}

impl Mark {
    fn class(self) -> &'static str {
        match self {
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::MovedHere => "moved-here",
            Mark::MovedAway => "moved-away",
        }
    }

    /// What moved is neither new nor gone, but it stands on the page twice.
    fn element(self) -> &'static str {
        match self {
            Mark::Added => "ins",
            Mark::Removed | Mark::MovedAway => "del",
            Mark::MovedHere => "span",
        }
    }

    fn side(self) -> Side {
        match self {
            Mark::Added | Mark::MovedHere => Side::New,
            Mark::Removed | Mark::MovedAway => Side::Old,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

struct Page<'a> {
    old: Writer<'a>,
    new: Writer<'a>,
    words: ComparisonWords<'a>,
    stops: Stops,
    /// Whose numbers the items have that both texts have.
    numbers: Side,
    out: String,
}

impl<'a> Page<'a> {
    /// Writes with one side's resolver and ids.
    fn write(&mut self, side: Side, write: impl FnOnce(&mut Writer<'a>)) {
        let writer = match side {
            Side::Old => &mut self.old,
            Side::New => &mut self.new,
        };
        write(writer);
        self.out.push_str(&std::mem::take(&mut writer.out));
    }

    fn word(&self, mark: Mark) -> &'a str {
        match mark {
            Mark::Added => self.words.added,
            Mark::Removed => self.words.removed,
            Mark::MovedHere => self.words.moved_here,
            Mark::MovedAway => self.words.moved_away,
        }
    }

    /// A class attribute, where a stylesheet will be.
    fn class(&self, class: &str) -> String {
        match self.new.options.styling {
            Styling::Sheet => format!(" class=\"{class}\""),
            Styling::None => String::new(),
        }
    }

    /// A label that everyone sees, above a block.
    fn label(&mut self, word: &str) {
        let word = escape(word);
        let _ = match self.new.options.styling {
            Styling::Sheet => writeln!(self.out, "<p class=\"change-label\">{word}</p>"),
            Styling::None => writeln!(self.out, "<p><strong>{word}:</strong></p>"),
        };
    }

    /// Words of a line in the element of their mark, and what is done to them for whoever can't see it.
    fn in_mark(&mut self, mark: Mark, write: impl FnOnce(&mut Self)) {
        let styling = self.new.options.styling;
        if styling == Styling::None && self.out.ends_with("]</del>") {
            self.out.push(' ');
        }
        let (open, close) = spoken(styling, self.word(mark));
        let element = mark.element();
        let _ = write!(self.out, "<{element}>{open}");
        write(self);
        let _ = write!(self.out, "{close}</{element}>");
    }

    /// Writes a part as the new text has it, with the anchors of the old one before it: those that the
    /// part itself doesn't bring along in what was removed.
    fn with_old_anchors(&mut self, old: &[&str], write: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.out);
        write(self);
        let part = std::mem::replace(&mut self.out, before);
        for anchor in old {
            self.old_anchor(anchor);
        }
        self.out.push_str(&part);
    }

    fn old_anchor(&mut self, anchor: &str) {
        if let Some(id) = self.old.page_id(anchor)
            && self.old.written.insert(id.clone())
        {
            let _ = write!(self.out, "<span id=\"{}\"></span>", escape(&id));
        }
    }

    fn block(&mut self, change: &BlockChange<'_>) {
        match change {
            Change::Same { old, new } => {
                let anchors = block_anchors(std::slice::from_ref(*old));
                self.with_old_anchors(&anchors, |page| {
                    page.write(Side::New, |writer| writer.block(new));
                });
            }
            Change::Added(block) => self.marked(Mark::Added, block),
            Change::Removed(block) => self.marked(Mark::Removed, block),
            Change::MovedHere { new, .. } => self.marked(Mark::MovedHere, new),
            Change::MovedAway { old, .. } => self.marked(Mark::MovedAway, old),
            Change::Amended { old, new, within } => self.amended(old, new, within),
        }
    }

    /// A whole block that came, went or moved.
    fn marked(&mut self, mark: Mark, block: &Block) {
        let class = self.class(&format!("change {}", mark.class()));
        let _ = writeln!(self.out, "<div{class}>");
        self.label(self.word(mark));
        let element = match mark.element() {
            "span" => "div",
            element => element,
        };
        let _ = writeln!(self.out, "<{element}>");
        self.write(mark.side(), |writer| writer.block(block));
        let _ = writeln!(self.out, "</{element}>\n</div>");
    }

    fn amended(&mut self, old: &Block, new: &Block, within: &Within<'_>) {
        match (old, new, within) {
            (_, Block::Heading(_) | Block::Paragraph(_), Within::Words(words)) => {
                let reformatted = form(old) != form(new);
                if reformatted {
                    let class = self.class("change reformatted");
                    let _ = writeln!(self.out, "<div{class}>");
                    self.label(self.words.reformatted);
                }
                let anchors = block_anchors(std::slice::from_ref(old));
                self.with_old_anchors(&anchors, |page| page.words_block(new, words));
                if reformatted {
                    self.out.push_str("</div>\n");
                }
            }
            (Block::List(old), Block::List(new), Within::Items(items)) => {
                if old.start != new.start {
                    self.label(self.words.reformatted);
                }
                self.items((old.start, new.start), new.spacing.0, items);
            }
            (Block::Table(old), Block::Table(new), Within::Table(changes)) => {
                self.table(old, new, changes);
            }
            (_, _, Within::Quote(changes)) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(changes);
                self.out.push_str("</blockquote>\n");
            }
            (Block::Code(old), Block::Code(new), Within::Lines(lines)) => {
                if old.language != new.language {
                    self.label(self.words.reformatted);
                }
                self.lines(lines);
            }
            (_, Block::Html(element), Within::Html(changes)) => self.element(element, changes),
            _ => {
                self.marked(Mark::Removed, old);
                self.marked(Mark::Added, new);
            }
        }
    }

    fn lines(&mut self, lines: &[LineChange<'_>]) {
        for segment in part_segments(lines, |line| matches!(line, LineChange::Same(_))) {
            match segment {
                Segment::Shown(lines) => self.code(lines),
                Segment::Folded(lines) => {
                    self.folded((Unchanged::Lines, lines.len()), |page| page.code(lines));
                }
            }
        }
    }

    fn code(&mut self, lines: &[LineChange<'_>]) {
        self.out.push_str("<pre><code>");
        for line in lines {
            let (mark, line) = match *line {
                LineChange::Same(line) => (None, line),
                LineChange::Added(line) => (Some(Mark::Added), line),
                LineChange::Removed(line) => (Some(Mark::Removed), line),
            };
            match mark {
                None => self.out.push_str(&escape(line)),
                Some(mark) => {
                    self.in_mark(mark, |page| page.out.push_str(&escape(line)));
                }
            }
            self.out.push('\n');
        }
        self.out.push_str("</code></pre>\n");
    }

    fn element(&mut self, element: &Element, changes: &[NodeChange<'_>]) {
        let name = self.new.name(element.name);
        let id = element.attribute("id");
        // Nothing may stand before the summary of `details`.
        if let (Some(id), "details") = (id, element.name) {
            self.old_anchor(id);
        }
        let _ = write!(self.out, "<{name}");
        self.write(Side::New, |writer| writer.attributes(element, None));
        self.out.push('>');
        if let Some(id) = id {
            self.old_anchor(id);
        }
        for change in changes {
            match change {
                NodeChange::Words(words) => {
                    let anchors = words.old_anchors();
                    self.with_old_anchors(&anchors, |page| page.changed_words(words));
                }
                NodeChange::Blocks(changes) => self.blocks(changes),
            }
        }
        let _ = writeln!(self.out, "</{name}>");
    }
}

/// What tells a heading from a paragraph, and one heading's level and id from another's.
fn form(block: &Block) -> Option<(u8, Option<&str>)> {
    match block {
        Block::Heading(heading) => Some((heading.level, heading.explicit_id.as_deref())),
        _ => None,
    }
}

/// What stands before and behind words for whoever can't see their mark. Where no stylesheet is, this is
/// everyone; the brackets stay where a reader drops all markup.
fn spoken(styling: Styling, word: &str) -> (String, &'static str) {
    let word = escape(word);
    match styling {
        Styling::Sheet => (
            format!("<span class=\"visually-hidden\">{word}: </span>"),
            "",
        ),
        Styling::None => (format!("[{word}: "), "]"),
    }
}
