//! The lines around a span, as text that may be shown: small, valid, and with nothing hidden in it.

use std::ops::Range;

use crate::source::Span;

/// A span of more lines than this is shown by its first line.
const MOST_LINES: usize = 12;

/// What is left of a long line on either side of the span, in bytes.
const BEFORE: usize = 60;
const AFTER: usize = 180;

/// A line up to this many bytes is shown whole.
const LONG: usize = 400;

/// A few lines of a file.
pub(super) struct Excerpt {
    /// Line ends are `\n`; there is none at the end.
    pub text: String,
    /// Where the span lies in `text`; on character boundaries.
    pub mark: Range<usize>,
    /// The number of the first line in the file.
    pub first_line: usize,
    /// Which bytes of the file these are, if they are whole lines.
    whole: Option<Lines>,
}

struct Lines {
    bytes: Vec<u8>,
    start: usize,
}

impl Excerpt {
    /// The lines in which a span lies. It may be anything: past the end, inside a character.
    pub(super) fn around(bytes: &[u8], span: Span) -> Excerpt {
        let span = span.range();
        let start = floor(bytes, span.start.min(bytes.len()));
        let mut end = ceil(bytes, span.end.clamp(start, bytes.len()));
        let line_start = rfind(bytes, start).map_or(0, |at| at + 1);
        let in_span = bytes.get(start..end).unwrap_or_default();
        // The line's end may be a part of the span without making it one of two lines.
        let inner = in_span.strip_suffix(b"\n").unwrap_or(in_span);
        if inner.iter().filter(|&&byte| byte == b'\n').count() >= MOST_LINES {
            end = find(bytes, start);
        }
        let line_end = find(bytes, end.saturating_sub(1).max(start));
        let end = end.min(line_end);
        let first_line = bytes
            .iter()
            .take(line_start)
            .filter(|&&b| b == b'\n')
            .count()
            + 1;

        let shown = if line_end - line_start <= LONG {
            line_start..line_end
        } else {
            let from = ceil(bytes, start.saturating_sub(BEFORE).max(line_start));
            // What a long span is about is seen at its beginning.
            let to = floor(bytes, (start + AFTER).min(line_end));
            from..to.max(from)
        };
        let end = end.min(shown.end);
        let piece = |range: Range<usize>| bytes.get(range).unwrap_or_default();
        let mut text = String::new();
        if shown.start > line_start {
            text.push('…');
        }
        text.push_str(&legible(piece(shown.start..start), shown.start));
        let mark_start = text.len();
        text.push_str(&legible(piece(start..end), start));
        let mark_end = text.len();
        text.push_str(&legible(piece(end..shown.end), end));
        if shown.end < line_end {
            text.push('…');
        }
        let whole = (shown == (line_start..line_end)).then(|| Lines {
            bytes: piece(shown).to_owned(),
            start: line_start,
        });
        Excerpt {
            mark: text.floor_char_boundary(mark_start)..text.ceil_char_boundary(mark_end),
            text,
            first_line,
            whole,
        }
    }

    /// Nothing to show: the file is empty, or isn't one.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where another span lies in this text, if it lies there: `first` is the span that this was made for.
    pub(super) fn place_near(&self, first: Span, span: Span) -> Option<Range<usize>> {
        let lines = self.whole.as_ref()?;
        if span.source != first.source {
            return None;
        }
        let range = span.range();
        let start = range.start.checked_sub(lines.start)?;
        let end = range.end.checked_sub(lines.start)?;
        if start > end || end > lines.bytes.len() {
            return None;
        }
        let start = floor(&lines.bytes, start);
        let end = ceil(&lines.bytes, end);
        let before = legible(lines.bytes.get(..start)?, lines.start);
        let inside = legible(lines.bytes.get(start..end)?, lines.start + start);
        let mark = before.len()..before.len() + inside.len();
        Some(self.text.floor_char_boundary(mark.start)..self.text.ceil_char_boundary(mark.end))
    }
}

/// A piece of a file as text: bytes that aren't UTF-8 and controls are replaced, line ends are `\n`.
fn legible(bytes: &[u8], position: usize) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let text = text.strip_suffix('\r').unwrap_or(&text);
    // The byte order mark is invisible in every editor.
    let mark = if position == 0 { '\u{feff}' } else { '\0' };
    visible(text.strip_prefix(mark).unwrap_or(text))
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

/// The last line end before a position.
fn rfind(bytes: &[u8], before: usize) -> Option<usize> {
    bytes.get(..before)?.iter().rposition(|&byte| byte == b'\n')
}

/// The first line end from a position on, or the end of the file.
fn find(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| from + at)
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
