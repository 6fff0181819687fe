//! Which lines of a text came and went: enough to know an edit again, in a terminal or a comment.

use similar::{Algorithm, ChangeTag, TextDiff};

use crate::compare::Verb;

/// How many lines are shown.
const SHOWN: usize = 16;

/// The lines that differ.
pub(super) struct Lines {
    pub(super) lines: Vec<(Verb, String)>,
    /// How many more there are.
    pub(super) more: usize,
}

/// The lines that `after` lacks or has anew against `before`, in their order.
pub(super) fn differing(before: &str, after: &str) -> Lines {
    let comparison = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_lines(before, after);
    let mut all: Vec<(Verb, String)> = comparison
        .iter_all_changes()
        .filter_map(|change| {
            let verb = match change.tag() {
                ChangeTag::Equal => return None,
                ChangeTag::Insert => Verb::Added,
                ChangeTag::Delete => Verb::Removed,
            };
            let line = change.value().trim_end();
            (!line.is_empty()).then(|| (verb, line.to_owned()))
        })
        .collect();
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    Lines { lines: all, more }
}
