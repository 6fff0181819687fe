//! Two plain texts, such as a purpose or an address, each with its own marks.

use super::spoken;
use crate::compare::prose::{Word, WordChange, WordContent, Words};
use crate::render::prose::{Styling, escape};

/// What each side says, with what the other side doesn't say marked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sides {
    pub before: String,
    pub after: String,
}

/// Writes both sides of a comparison of two plain texts. `added` and `removed` are the marks' words.
pub fn text_sides(changes: &Words, styling: Styling, added: &str, removed: &str) -> Sides {
    Sides {
        before: side(
            changes,
            ("del", spoken(styling, removed)),
            |change| match change {
                WordChange::Removed(word) => Some((word, Marked::Yes)),
                WordChange::Added(_) => None,
                WordChange::Same { old, .. }
                | WordChange::Reformatted { old, .. }
                | WordChange::Retargeted { old, .. } => Some((old, Marked::No)),
            },
        ),
        after: side(
            changes,
            ("ins", spoken(styling, added)),
            |change| match change {
                WordChange::Added(word) => Some((word, Marked::Yes)),
                WordChange::Removed(_) => None,
                WordChange::Same { new, .. }
                | WordChange::Reformatted { new, .. }
                | WordChange::Retargeted { new, .. } => Some((new, Marked::No)),
            },
        ),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marked {
    Yes,
    No,
}

fn side(
    changes: &Words,
    (element, (open, close)): (&str, (String, &str)),
    of: impl Fn(&WordChange) -> Option<(&Word, Marked)>,
) -> String {
    let words: Vec<_> = changes.0.iter().filter_map(of).collect();
    let mut html = String::new();
    for run in words.chunk_by(|a, b| a.1 == b.1) {
        let mut text = String::new();
        for (word, _) in run {
            if let WordContent::Text(said) = &word.content {
                text.push_str(said);
            }
            text.push_str(&word.space);
        }
        let said = text.trim_end();
        let space = &text[said.len()..];
        let said = escape(said);
        html += &match run.first() {
            Some((_, Marked::Yes)) => {
                format!("<{element}>{open}{said}{close}</{element}>{space}")
            }
            _ => format!("{said}{space}"),
        };
    }
    html.truncate(html.trim_end().len());
    html
}
