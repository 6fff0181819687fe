//! A list with its changed items.

use std::fmt::Write as _;

use super::{Mark, Page, Side, Unchanged, spoken};
use crate::compare::prose::{BlockChange, Change, ItemChange, Segment, Within, part_segments};
use crate::content::prose::{Block, ListItem, Spacing, block_anchors};
use crate::render::prose::{Styling, escape};

/// An item with the number that it has in its own text.
type Numbered<'c, 'i> = (Option<u64>, &'c ItemChange<'i>);

impl Page<'_> {
    /// A fold can't stand between two items, so the list is parted there; `start` is that of both
    /// sides' lists.
    pub(super) fn items(
        &mut self,
        start: (Option<u64>, Option<u64>),
        spacing: Spacing,
        items: &[ItemChange<'_>],
    ) {
        let items = numbered(start, items);
        for segment in part_segments(&items, |(_, item)| item.is_same()) {
            match segment {
                Segment::Shown(items) => self.part_of_a_list(spacing, items),
                Segment::Folded(items) => {
                    self.folded((Unchanged::Items, items.len()), |page| {
                        page.part_of_a_list(spacing, items);
                    });
                }
            }
        }
    }

    fn part_of_a_list(&mut self, spacing: Spacing, items: &[Numbered<'_, '_>]) {
        let first = items.first().and_then(|(number, _)| *number);
        let name = if first.is_some() { "ol" } else { "ul" };
        let _ = write!(self.out, "<{name}");
        if let Some(first) = first.filter(|&first| first != 1) {
            let _ = write!(self.out, " start=\"{first}\"");
        }
        self.out.push_str(">\n");
        let mut expected = first;
        for &(number, item) in items {
            self.out.push_str("<li");
            if let Some(class) = class(item) {
                let class = self.class(class);
                self.out.push_str(&class);
            }
            if let Some(number) = number.filter(|_| number != expected) {
                let _ = write!(self.out, " value=\"{number}\"");
            }
            expected = number.map(|number| number.saturating_add(1));
            self.out.push('>');
            self.item(spacing, item);
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{name}>");
    }

    fn item(&mut self, spacing: Spacing, item: &ItemChange<'_>) {
        match item {
            Change::Same { old, new } => {
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
                self.task(old.task, new.task);
                self.item_blocks(spacing, within);
            }
        }
    }

    fn marked_item(&mut self, mark: Mark, spacing: Spacing, item: &ListItem) {
        let word = self.word(mark);
        match self.new.options.styling {
            Styling::Sheet => self.out.push_str(&spoken(Styling::Sheet, word).0),
            Styling::None => {
                let _ = write!(self.out, "<strong>{}:</strong> ", escape(word));
            }
        }
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
                self.in_mark(mark, |page| {
                    page.write(mark.side(), |writer| writer.task(task));
                });
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
}

fn class(item: &ItemChange<'_>) -> Option<&'static str> {
    match item {
        Change::Added(_) => Some(Mark::Added.class()),
        Change::Removed(_) => Some(Mark::Removed.class()),
        Change::MovedHere { .. } => Some(Mark::MovedHere.class()),
        Change::MovedAway { .. } => Some(Mark::MovedAway.class()),
        Change::Same { .. } | Change::Amended { .. } => None,
    }
}

/// Each item with its number: what is gone has the one that it had.
fn numbered<'c, 'i>(
    (old, new): (Option<u64>, Option<u64>),
    items: &'c [ItemChange<'i>],
) -> Vec<Numbered<'c, 'i>> {
    let Some(new) = new else {
        return items.iter().map(|item| (None, item)).collect();
    };
    let (mut old, mut new) = (old.unwrap_or(1), new);
    let number = |item: &'c ItemChange<'i>| {
        let number = if item.after().is_some() { new } else { old };
        new = new.saturating_add(u64::from(item.after().is_some()));
        old = old.saturating_add(u64::from(item.before().is_some()));
        (Some(number), item)
    };
    items.iter().map(number).collect()
}
