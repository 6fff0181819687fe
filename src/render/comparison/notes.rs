//! The notes of both texts in one list.

use std::fmt::Write as _;

use super::{Mark, Page, Side, Unchanged};
use crate::compare::prose::{Change, NoteChange, Segment, part_segments};
use crate::content::prose::{Footnote, Tree, block_anchors};
use crate::render::prose::{escape, note_id};

/// A note with its numbers in the old and in the new text, and as it is written.
type Written<'n, 'a> = ((Option<usize>, Option<usize>), &'n NoteChange<'a>, String);

impl Page<'_> {
    /// Notes stand at the end, each with a way back to each of its marks. A note has marks in other
    /// notes as well, so all texts are written before any way back.
    pub(super) fn notes(&mut self, (old, new): (&Tree, &Tree), notes: &[NoteChange<'_>]) {
        if notes.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.out);
        let mut written: Vec<Written<'_, '_>> = Vec::new();
        for note in notes {
            // A note's place in the list follows its mark, so moving is nothing of its own.
            if matches!(note, Change::MovedAway { .. }) {
                continue;
            }
            let numbers = numbers((old, new), note);
            self.note(note);
            written.push((numbers, note, std::mem::take(&mut self.out)));
        }
        self.out = before;
        let label = escape(self.new.options.words.notes);
        let _ = writeln!(self.out, "<section aria-label=\"{label}\">\n<hr>");
        let is_same = |(_, note, _): &Written<'_, '_>| {
            matches!(note, Change::Same { .. } | Change::MovedHere { .. })
        };
        for segment in part_segments(&written, is_same) {
            match segment {
                Segment::Shown(notes) => self.written_notes(notes),
                Segment::Folded(notes) => {
                    self.folded((Unchanged::Notes, notes.len()), |page| {
                        page.written_notes(notes);
                    });
                }
            }
        }
        self.out.push_str("</section>\n");
    }

    fn written_notes(&mut self, notes: &[Written<'_, '_>]) {
        self.out.push_str("<ol>\n");
        for ((old_number, new_number), note, text) in notes {
            let (old_number, new_number) = (*old_number, *new_number);
            self.out.push_str("<li");
            let class = match note {
                Change::Added(_) => self.class("added"),
                Change::Removed(_) => self.class("removed"),
                _ => String::new(),
            };
            self.out.push_str(&class);
            if let Some(number) = new_number.or(old_number) {
                let _ = write!(self.out, " value=\"{number}\"");
            }
            match (old_number, new_number) {
                (_, Some(number)) => self.write(Side::New, |writer| writer.id(&note_id(number))),
                (Some(number), None) => {
                    self.write(Side::Old, |writer| writer.id(&note_id(number)));
                }
                (None, None) => {}
            }
            self.out.push_str(">\n");
            if let (Some(number), Some(_)) = (old_number, new_number) {
                self.old_anchor(&note_id(number));
            }
            self.out.push_str(text);
            if let Some(number) = new_number {
                self.write(Side::New, |writer| writer.ways_back(number));
            }
            if let Some(number) = old_number {
                self.write(Side::Old, |writer| writer.ways_back(number));
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n");
    }

    fn note(&mut self, note: &NoteChange<'_>) {
        match note {
            Change::Same { old, new } | Change::MovedHere { old, new } => {
                self.with_old_anchors(&block_anchors(&old.blocks), |page| {
                    page.write(Side::New, |writer| writer.blocks(&new.blocks));
                });
            }
            Change::Amended { within, .. } => self.blocks(within),
            Change::Added(note) => note
                .blocks
                .iter()
                .for_each(|block| self.marked(Mark::Added, block)),
            Change::Removed(note) | Change::MovedAway { old: note, .. } => note
                .blocks
                .iter()
                .for_each(|block| self.marked(Mark::Removed, block)),
        }
    }
}

/// The numbers that a note has in the old and in the new text.
fn numbers((old, new): (&Tree, &Tree), note: &NoteChange<'_>) -> (Option<usize>, Option<usize>) {
    let number = |notes: &[Footnote], note: &Footnote| {
        notes
            .iter()
            .position(|known| std::ptr::eq(known, note))
            .map(|at| at + 1)
    };
    match note {
        Change::Same {
            old: before,
            new: after,
        }
        | Change::MovedHere {
            old: before,
            new: after,
        }
        | Change::MovedAway {
            old: before,
            new: after,
        }
        | Change::Amended {
            old: before,
            new: after,
            ..
        } => (
            number(&old.footnotes, before),
            number(&new.footnotes, after),
        ),
        Change::Added(note) => (None, number(&new.footnotes, note)),
        Change::Removed(note) => (number(&old.footnotes, note), None),
    }
}
