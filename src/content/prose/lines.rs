//! A text with `\n` line ends, and the way back from a position in it to the file as it is.

use std::ops::Range;

use crate::source::{Place, Span};

/// A text as the parser wants it. The file may hold `\r\n` and a byte order mark.
pub(super) struct Lines {
    pub(super) text: String,
    place: Place,
    /// Where bytes were left out: the position in `text`, and how many were left out up to there.
    left_out: Vec<(usize, usize)>,
    /// Whether a position in the text is a position in the file. A text from a TOML string with
    /// escapes isn't as long as its place, so only the whole place can be pointed at.
    exact: bool,
}

impl Lines {
    pub(super) fn new(written: &str, place: Place) -> Lines {
        let mut lines = Lines {
            text: String::with_capacity(written.len()),
            place,
            left_out: Vec::new(),
            exact: place.0.range().len() == written.len(),
        };
        let mut removed = 0;
        let body = written.strip_prefix('\u{feff}').unwrap_or(written);
        if body.len() < written.len() {
            removed = written.len() - body.len();
            lines.left_out.push((0, removed));
        }
        let mut rest = body;
        while let Some(at) = rest.find('\r') {
            lines.text.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if rest.starts_with('\n') {
                removed += 1;
                lines.left_out.push((lines.text.len(), removed));
            } else {
                // A carriage return alone ends a line as well.
                lines.text.push('\n');
            }
        }
        lines.text.push_str(rest);
        lines
    }

    /// Whether a position in the text is one in its place.
    pub(super) fn is_exact(&self) -> bool {
        self.exact
    }

    /// The span in the file of a range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        if !self.exact {
            return self.place.0;
        }
        let start = self.position(range.start);
        // After the last byte of the range, not before the next one: a `\r` may stand between.
        let end = match range.end.checked_sub(1) {
            Some(last) if last >= range.start => self.position(last) + 1,
            _ => start,
        };
        self.place.0.within(start..end)
    }

    fn position(&self, at: usize) -> usize {
        let next = self.left_out.partition_point(|&(from, _)| from <= at);
        let removed = next
            .checked_sub(1)
            .map_or(0, |index| self.left_out[index].1);
        at + removed
    }
}
