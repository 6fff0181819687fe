//! A comparison of two texts → HTML.
//!
//! What was added stands in `ins`, what was removed in `del`, and each is also said in words: a label
//! above a block, words for a screen reader within a line. So no mark hangs on a colour. `ins` and
//! `del` never stand around an item, a row or a cell, only within. Runs of unchanged blocks are folded.
//!
//! It writes both texts with the writer of `prose`, each with its own resolver of links and its own
//! scope of ids: a link in the old text leads to the old text, whose anchors stand on the page even
//! where it says the same as the new one.

mod notes;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;
use std::fmt::Write as _;

use super::prose::{ProseOptions, Writer, escape};
use crate::compare::prose::{
    BlockChange, Change, Comparison, Fate, ItemChange, LineChange, NodeChange, Segment, Within,
    Words, segments,
};
use crate::content::Prose;
use crate::content::prose::{Block, Element, ListItem, Spacing, block_anchors};

/// How a comparison is written. The two sides' ids must be in different scopes.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonOptions<'a> {
    pub old: ProseOptions<'a>,
    pub new: ProseOptions<'a>,
    pub words: ComparisonWords<'a>,
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
    pub unchanged: &'a dyn Fn(usize) -> String,
    /// "link leads to …, before to …"; `None` where there was or is no link.
    pub retargeted: &'a dyn Fn(Option<&str>, Option<&str>) -> String,
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
    (old, new): (&Prose, &Prose),
    comparison: &Comparison<'_>,
    options: &ComparisonOptions<'_>,
) -> String {
    let mut page = Page {
        old: Writer::new(old, options.old),
        new: Writer::new(new, options.new),
        words: options.words,
        out: String::new(),
    };
    page.blocks(&comparison.blocks);
    page.notes((old, new), &comparison.notes);
    page.out
}

/// Writes the comparison of two plain texts, such as a purpose or an address.
pub fn text_html(changes: &Words, words: &ComparisonWords<'_>) -> String {
    let mut html = String::new();
    for passage in changes.passages() {
        let text = escape(&passage.text());
        let marked = match passage.fate {
            Fate::Added => Some(("ins", words.added)),
            Fate::Removed => Some(("del", words.removed)),
            Fate::Reformatted => Some(("span", words.reformatted)),
            Fate::Same | Fate::Retargeted(..) => None,
        };
        let _ = match marked {
            None => write!(html, "{text}"),
            Some((element, word)) => write!(
                html,
                "<{element}><span class=\"visually-hidden\">{}: </span>{text}</{element}>",
                escape(word)
            ),
        };
        if passage.spaced {
            html.push(' ');
        }
    }
    html
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

    /// A label that everyone sees, above a block.
    fn label(&mut self, word: &str) {
        let _ = writeln!(self.out, "<p class=\"change-label\">{}</p>", escape(word));
    }

    /// Words within a line for whoever can't see the mark.
    fn spoken(&mut self, word: &str) {
        let _ = write!(
            self.out,
            "<span class=\"visually-hidden\">{}: </span>",
            escape(word)
        );
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

    fn blocks(&mut self, changes: &[BlockChange<'_>]) {
        for segment in segments(changes) {
            match segment {
                Segment::Shown(changes) => changes.iter().for_each(|change| self.block(change)),
                Segment::Folded(changes) => {
                    let summary = (self.words.unchanged)(changes.len());
                    let _ = writeln!(
                        self.out,
                        "<details class=\"unchanged\">\n<summary>{}</summary>",
                        escape(&summary)
                    );
                    changes.iter().for_each(|change| self.block(change));
                    self.out.push_str("</details>\n");
                }
            }
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
        let _ = writeln!(self.out, "<div class=\"change {}\">", mark.class());
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
            (_, Block::Heading { .. } | Block::Paragraph(_), Within::Words(words)) => {
                let reformatted = form(old) != form(new);
                if reformatted {
                    self.out.push_str("<div class=\"change reformatted\">\n");
                    self.label(self.words.reformatted);
                }
                let anchors = block_anchors(std::slice::from_ref(old));
                self.with_old_anchors(&anchors, |page| page.words_block(new, words));
                if reformatted {
                    self.out.push_str("</div>\n");
                }
            }
            (
                Block::List { start: before, .. },
                Block::List { start, spacing, .. },
                Within::Items(items),
            ) => {
                if before != start {
                    self.label(self.words.reformatted);
                }
                self.items(*start, spacing.0, items);
            }
            (Block::Table(old), Block::Table(new), Within::Table(changes)) => {
                self.table(old, new, changes);
            }
            (_, _, Within::Quote(changes)) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(changes);
                self.out.push_str("</blockquote>\n");
            }
            (
                Block::Code { language, .. },
                Block::Code {
                    language: new_language,
                    ..
                },
                Within::Lines(lines),
            ) => {
                if language != new_language {
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

    fn items(&mut self, start: Option<u64>, spacing: Spacing, items: &[ItemChange<'_>]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        let _ = write!(self.out, "<{name}");
        if let Some(start) = start.filter(|&start| start != 1) {
            let _ = write!(self.out, " start=\"{start}\"");
        }
        self.out.push_str(">\n");
        for item in items {
            match item {
                Change::Same { old, new } => {
                    self.out.push_str("<li>");
                    self.with_old_anchors(&block_anchors(&old.blocks), |page| {
                        page.write(Side::New, |writer| {
                            writer.task(new.task);
                            writer.item(spacing, &new.blocks);
                        });
                    });
                }
                Change::Added(item) => self.marked_item(Mark::Added, spacing, item),
                Change::Removed(item) => self.marked_item(Mark::Removed, spacing, item),
                Change::MovedHere { new, .. } => self.marked_item(Mark::MovedHere, spacing, new),
                Change::MovedAway { old, .. } => self.marked_item(Mark::MovedAway, spacing, old),
                Change::Amended { old, new, within } => {
                    self.out.push_str("<li>");
                    self.task(old.task, new.task);
                    self.item_blocks(spacing, within);
                }
            }
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{name}>");
    }

    fn marked_item(&mut self, mark: Mark, spacing: Spacing, item: &ListItem) {
        let _ = write!(self.out, "<li class=\"{}\">", mark.class());
        self.spoken(self.word(mark));
        let element = match mark.element() {
            "span" => "div",
            element => element,
        };
        let _ = write!(self.out, "<{element}>");
        self.write(mark.side(), |writer| {
            writer.task(item.task);
            writer.item(spacing, &item.blocks);
        });
        let _ = write!(self.out, "</{element}>");
    }

    fn task(&mut self, old: Option<bool>, new: Option<bool>) {
        if old == new {
            self.write(Side::New, |writer| writer.task(new));
            return;
        }
        for (mark, task) in [(Mark::Removed, old), (Mark::Added, new)] {
            if task.is_some() {
                let _ = write!(self.out, "<{}>", mark.element());
                self.spoken(self.word(mark));
                self.write(mark.side(), |writer| writer.task(task));
                let _ = write!(self.out, "</{}>", mark.element());
            }
        }
    }

    /// The words of a tight item stand without a paragraph, as they do elsewhere.
    fn item_blocks(&mut self, spacing: Spacing, changes: &[BlockChange<'_>]) {
        for change in changes {
            match change {
                Change::Same {
                    old,
                    new: Block::Paragraph(content),
                } if spacing == Spacing::Tight => {
                    let anchors = block_anchors(std::slice::from_ref(*old));
                    self.with_old_anchors(&anchors, |page| {
                        page.write(Side::New, |writer| writer.inlines(content));
                    });
                    self.out.push('\n');
                }
                Change::Amended {
                    old: old @ Block::Paragraph(_),
                    new: Block::Paragraph(_),
                    within: Within::Words(words),
                } if spacing == Spacing::Tight => {
                    let anchors = block_anchors(std::slice::from_ref(*old));
                    self.with_old_anchors(&anchors, |page| page.changed_words(words));
                    self.out.push('\n');
                }
                change => self.block(change),
            }
        }
    }

    fn lines(&mut self, lines: &[LineChange<'_>]) {
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
                    let _ = write!(self.out, "<{}>", mark.element());
                    self.spoken(self.word(mark));
                    self.out.push_str(&escape(line));
                    let _ = write!(self.out, "</{}>", mark.element());
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
        Block::Heading {
            level, explicit_id, ..
        } => Some((*level, explicit_id.as_deref())),
        _ => None,
    }
}
