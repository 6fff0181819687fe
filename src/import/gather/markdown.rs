//! Words as a Markdown text that says just these words.

use crate::content::Prose;
use crate::source::{Place, Sources, Span};

/// A place in no file: what is imported stands nowhere yet.
pub(in crate::import) fn nowhere() -> Place {
    let mut sources = Sources::new();
    let source = sources.insert("", Vec::new());
    Place(Span::new(source, 0..0))
}

/// A text of one line, marked up so that nothing in it is taken for markup.
pub(super) fn prose(text: &str) -> Prose {
    let parse = |text: &str| Prose::parse(text, nowhere()).value;
    let as_it_is = parse(text);
    if as_it_is.plain_text() == text && as_it_is.links().next().is_none() {
        return as_it_is;
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    parse(&escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_says_itself() {
        for text in [
            "Sees addresses and headers, never bodies.",
            "# of users",
            "a *b* and <i>c</i> [d](e)",
            "1. first",
            "- dash",
            "a_b_c & d &amp; e",
            "+ plus",
            "a | b \\ c `d`",
            "[^1] a [b]: c",
            "> quoted",
            "***",
        ] {
            assert_eq!(prose(text).plain_text(), text);
        }
    }
}
