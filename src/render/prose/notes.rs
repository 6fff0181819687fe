//! Notes and their marks: each mark leads to its note, and each note back to every one of its marks.

use std::fmt::Write as _;

use super::{Ids, ResolvedLink, Writer};
use crate::content::Prose;

impl Writer<'_> {
    pub(super) fn reference(&mut self, number: usize) {
        let count = self.references.entry(number).or_insert(0);
        *count += 1;
        let id = reference_id(number, *count);
        self.out.push_str("<sup");
        self.id(&id);
        self.out.push('>');
        match self.own_href(&note_id(number)) {
            ResolvedLink::To(href) if !self.in_link => {
                self.out.push_str("<a");
                self.attribute("href", &href);
                if self.options.ids != Ids::None {
                    self.attribute("role", "doc-noteref");
                }
                let _ = write!(self.out, ">{number}</a>");
            }
            _ => {
                let _ = write!(self.out, "{number}");
            }
        }
        self.out.push_str("</sup>");
    }

    /// The notes, each with as many ways back as it has marks. A note's own marks for other notes
    /// count as well, so all texts are written before any way back.
    pub(super) fn notes(&mut self) {
        if self.text.footnotes.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.out);
        let mut texts = Vec::new();
        for note in &self.text.footnotes {
            self.blocks(&note.blocks);
            texts.push(std::mem::take(&mut self.out));
        }
        self.out = before;
        self.out.push_str("<section");
        if self.options.ids != Ids::None {
            self.attribute("role", "doc-endnotes");
        }
        self.attribute("aria-label", self.options.words.notes);
        self.out.push_str(">\n<hr>\n<ol>\n");
        for (index, text) in texts.iter().enumerate() {
            let number = index + 1;
            self.out.push_str("<li");
            self.id(&note_id(number));
            self.out.push_str(">\n");
            // The ways back stand at the end of the last paragraph, where the note ends in one.
            let (text, end) = match text.strip_suffix("</p>\n") {
                Some(text) => (text, "</p>\n"),
                None => (text.as_str(), ""),
            };
            self.out.push_str(text);
            self.ways_back(number);
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    pub(in crate::render) fn ways_back(&mut self, number: usize) {
        let count = self.references.get(&number).copied().unwrap_or(0);
        for nth in 1..=count {
            if let ResolvedLink::To(href) = self.own_href(&reference_id(number, nth)) {
                self.out.push_str(" <a");
                self.attribute("href", &href);
                let label = match nth {
                    1 => self.options.words.back.to_owned(),
                    nth => format!("{} ({nth})", self.options.words.back),
                };
                self.attribute("aria-label", &label);
                self.out.push_str(">↩");
                if nth > 1 {
                    let _ = write!(self.out, "<sup>{nth}</sup>");
                }
                self.out.push_str("</a>");
            }
        }
    }
}

/// The id of a note. With its colon it is none that a heading can have.
pub(in crate::render) fn note_id(number: usize) -> String {
    format!("fn:{number}")
}

/// The id of a note's mark: the first, or one of the others.
fn reference_id(number: usize, nth: usize) -> String {
    match nth {
        1 => format!("fnref:{number}"),
        nth => format!("fnref:{number}:{nth}"),
    }
}

/// Whether an id is that of a note of this text, or of one of its marks.
pub(in crate::render) fn is_note(prose: &Prose, id: &str) -> bool {
    let numbers = id.strip_prefix("fn:").or_else(|| id.strip_prefix("fnref:"));
    let number = numbers.and_then(|numbers| numbers.split(':').next()?.parse::<usize>().ok());
    number.is_some_and(|number| (1..=prose.note_count()).contains(&number))
}
