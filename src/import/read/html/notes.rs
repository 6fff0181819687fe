//! Footnotes: what a mark on a cell stands for.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

use crate::import::table::one_line;

/// The notes of a page, by the place that a mark leads to and by the mark itself.
#[derive(Default)]
pub(super) struct Notes {
    by_place: BTreeMap<String, String>,
    by_mark: BTreeMap<String, String>,
}

/// The characters of marks, as they stand at the end of a word.
const MARKS: [char; 16] = [
    '*', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰', '‖', '¶',
];

/// The longest mark.
const MARK: usize = 4;

impl Notes {
    pub(super) fn of(document: &Html) -> Notes {
        let mut notes = Notes::default();
        // Both are constant and valid.
        let (Ok(marks), Ok(paragraphs)) = (
            Selector::parse("sup a[href^='#'], sup[id], a[role='doc-noteref']"),
            Selector::parse("p, small, li, tfoot td"),
        ) else {
            return notes;
        };
        let mut places: Vec<String> = Vec::new();
        for mark in document.select(&marks) {
            places.extend(mark.attr("href").and_then(place).map(str::to_owned));
        }
        if !places.is_empty()
            && let Ok(all) = Selector::parse("[id]")
        {
            for element in document.select(&all) {
                let id = element.attr("id").unwrap_or_default();
                if places.iter().any(|place| place == id) {
                    let text = note_text(element);
                    notes.by_place.entry(id.to_owned()).or_insert(text);
                }
            }
        }
        for paragraph in document.select(&paragraphs) {
            let text = one_line(&paragraph.text().collect::<String>());
            let sup = paragraph.children().filter_map(ElementRef::wrap).next();
            let raised = sup.filter(|sup| sup.value().name() == "sup").map(|sup| {
                let mark = one_line(&sup.text().collect::<String>());
                (mark.chars().count(), mark)
            });
            let end = text.find(|c| !MARKS.contains(&c)).unwrap_or(0);
            let (mark, rest) = match raised {
                Some((length, mark)) if text.starts_with(&mark) && (1..=MARK).contains(&length) => {
                    let rest = text.get(mark.len()..).unwrap_or_default().to_owned();
                    (mark, rest)
                }
                _ => {
                    let (mark, rest) = text.split_at(end);
                    (mark.to_owned(), rest.to_owned())
                }
            };
            let rest = rest.trim();
            if !mark.is_empty() && !rest.is_empty() {
                notes.by_mark.entry(mark).or_insert(rest.to_owned());
            }
        }
        notes
    }

    /// The note behind a raised mark. `None` where it is no mark.
    pub(super) fn raised(&self, element: ElementRef<'_>) -> Option<Option<&str>> {
        let mark = one_line(&element.text().collect::<String>());
        if mark.chars().count() > MARK {
            return None;
        }
        let link = element
            .descendants()
            .filter_map(ElementRef::wrap)
            .find_map(|inner| inner.attr("href").and_then(place));
        let by_place = link.and_then(|link| self.by_place.get(link));
        let bare = mark.trim_matches(['[', ']', '(', ')']);
        let found = by_place
            .or_else(|| self.by_mark.get(&mark))
            .or_else(|| self.by_mark.get(bare));
        let is_mark = found.is_some()
            || bare
                .chars()
                .all(|c| c.is_ascii_digit() || MARKS.contains(&c));
        is_mark.then(|| found.map(String::as_str))
    }

    /// A text without the mark at its end, and the mark's note.
    pub(super) fn at_end<'t>(&self, text: &'t str) -> (&'t str, Option<&str>) {
        let bare = text.trim_end().trim_end_matches(MARKS);
        let mark = text.trim_end().get(bare.len()..).unwrap_or_default();
        match self.by_mark.get(mark) {
            Some(note) if !bare.trim().is_empty() => (bare, Some(note)),
            _ => (text, None),
        }
    }
}

fn place(href: &str) -> Option<&str> {
    href.strip_prefix('#').filter(|place| !place.is_empty())
}

/// A note without its own mark and its way back.
fn note_text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    let mark = element
        .children()
        .filter_map(ElementRef::wrap)
        .find(|inner| inner.value().name() == "sup")
        .map(|sup| sup.text().collect::<String>());
    let text = one_line(&text);
    let text = mark
        .and_then(|mark| text.strip_prefix(mark.trim()).map(str::to_owned))
        .unwrap_or(text);
    text.trim()
        .trim_end_matches(['↩', '↩', '\u{fe0e}', '↑', '^'])
        .trim()
        .to_owned()
}
