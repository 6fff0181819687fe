//! The lines around a place, as text that may be shown: small, valid, and with nothing hidden in it.

use std::ops::Range;

/// Whole lines are shown up to this many bytes a line, and this many in all.
const LONG_LINE: usize = 400;
const LONG_EXCERPT: usize = 16 * 1024;

/// What is left of a longer line before and after the place's beginning.
const BEFORE: usize = 60;
const AFTER: usize = 180;

/// A few lines of a file, or a part of one.
pub(super) struct Excerpt {
    /// Line ends are `\n`; there is none at the end. Never empty, since there must be something to mark.
    pub text: String,
    /// Where the place lies in `text`, on character boundaries.
    pub mark: Range<usize>,
    /// The number of the first line in the file.
    pub first_line: usize,
}

impl Excerpt {
    /// The whole lines in which all these places lie, and where in the text each of them is. Nothing if
    /// that would be too much. The places may be anything: past the end, inside a
    /// character, reversed.
    pub(super) fn whole(
        bytes: &[u8],
        places: &[Range<usize>],
    ) -> Option<(Excerpt, Vec<Range<usize>>)> {
        let places: Vec<Range<usize>> = places.iter().map(|place| settle(bytes, place)).collect();
        let start = places.iter().map(|place| place.start).min()?;
        let last = places.iter().map(last_byte).max()?;
        let lines = line_start(bytes, start)..line_end(bytes, last);
        let shown = bytes.get(lines.clone())?;
        let is_long = |line: &[u8]| line.len() > LONG_LINE;
        if shown.len() > LONG_EXCERPT || shown.split(|&byte| byte == b'\n').any(is_long) {
            return None;
        }
        let text = legible(shown, lines.start);
        let marks: Vec<Range<usize>> = places
            .iter()
            .map(|place| {
                let inside = |at: usize| at.clamp(lines.start, lines.end);
                let piece = |range: Range<usize>| {
                    legible(bytes.get(range.clone()).unwrap_or_default(), range.start).len()
                };
                let (start, end) = (inside(place.start), inside(place.end));
                let before = piece(lines.start..start);
                on_characters(&text, before..before + piece(start..end))
            })
            .collect();
        let excerpt = Excerpt {
            mark: marks.first().cloned().unwrap_or_default(),
            first_line: line_number(bytes, lines.start),
            text,
        };
        Some((excerpt.or_blank(), marks))
    }

    /// One place on the line where it begins, of which only a part is shown if it is long.
    pub(super) fn around(bytes: &[u8], place: Range<usize>) -> Excerpt {
        if let Some((excerpt, _)) = Excerpt::whole(bytes, std::slice::from_ref(&place)) {
            return excerpt;
        }
        let place = settle(bytes, &place);
        let line = line_start(bytes, place.start)..line_end(bytes, place.start);
        let end = place.end.min(line.end);
        let (from, to) = if line.len() > LONG_LINE {
            // What a long place is about is seen at its beginning.
            let from = place.start.saturating_sub(BEFORE).max(line.start);
            let to = (place.start + AFTER).min(line.end);
            (
                ceil(bytes, from).min(place.start),
                floor(bytes, to).max(place.start),
            )
        } else {
            (line.start, line.end)
        };
        let end = end.min(to);
        let piece = |range: Range<usize>| {
            legible(bytes.get(range.clone()).unwrap_or_default(), range.start)
        };
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let before = format!("{}{}", cut(from > line.start), piece(from..place.start));
        let marked = piece(place.start..end);
        let after = format!("{}{}", piece(end..to), cut(to < line.end));
        let mark = before.len()..before.len() + marked.len();
        let text = format!("{before}{marked}{after}");
        Excerpt {
            mark: on_characters(&text, mark),
            first_line: line_number(bytes, line.start),
            text,
        }
        .or_blank()
    }

    fn or_blank(mut self) -> Excerpt {
        if self.text.is_empty() {
            self.text.push(' ');
        }
        self
    }
}

/// Puts a place inside the file, the right way round, and on the boundaries of characters.
fn settle(bytes: &[u8], place: &Range<usize>) -> Range<usize> {
    let start = floor(bytes, place.start.min(bytes.len()));
    let end = ceil(bytes, place.end.min(bytes.len()));
    start..end.max(start)
}

/// The last byte of a place: a line's end may be a part of it without making it one of two lines.
fn last_byte(place: &Range<usize>) -> usize {
    place.end.saturating_sub(1).max(place.start)
}

fn on_characters(text: &str, mark: Range<usize>) -> Range<usize> {
    text.floor_char_boundary(mark.start)..text.ceil_char_boundary(mark.end)
}

/// A piece of a file as text: bytes that aren't UTF-8 and controls are replaced, line ends are `\n`.
fn legible(bytes: &[u8], position: usize) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let text = text.strip_suffix('\r').unwrap_or(&text);
    match (position, text.strip_prefix('\u{feff}')) {
        // The byte order mark is invisible in every editor.
        (0, Some(rest)) => visible(rest),
        _ => visible(text),
    }
}

/// Text with nothing in it that a terminal obeys or that hides: control characters become their
/// pictures, and what turns the direction of writing becomes a replacement character.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            _ => c,
        })
        .collect()
}

fn line_start(bytes: &[u8], position: usize) -> usize {
    let before = bytes.get(..position).unwrap_or(bytes);
    before
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1)
}

/// The next line end, or the end of the file.
fn line_end(bytes: &[u8], position: usize) -> usize {
    let rest = bytes.get(position..).unwrap_or_default();
    rest.iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| position + at)
}

fn line_number(bytes: &[u8], line_start: usize) -> usize {
    let before = bytes.get(..line_start).unwrap_or(bytes);
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// The start of the character in which a position lies.
fn floor(bytes: &[u8], position: usize) -> usize {
    (position.saturating_sub(3)..=position)
        .rev()
        .find(|&at| !is_inside(bytes, at))
        .unwrap_or(position)
}

/// The end of the character in which a position lies.
fn ceil(bytes: &[u8], position: usize) -> usize {
    (position..=position + 3)
        .find(|&at| !is_inside(bytes, at))
        .unwrap_or(position)
}

fn is_inside(bytes: &[u8], position: usize) -> bool {
    bytes
        .get(position)
        .is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000)
}
