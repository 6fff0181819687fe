//! Cells that say nothing.

use crate::import::table::one_line;

/// What people write where there is nothing to say, in small letters.
const NOTHING: [&str; 26] = [
    "n/a",
    "n.a",
    "n. a",
    "none",
    "null",
    "k. a",
    "k.a",
    "tbd",
    "tbc",
    "to be determined",
    "to be confirmed",
    "not applicable",
    "entfällt",
    "entfaellt",
    "keine",
    "keiner",
    "keines",
    "keine angabe",
    "keine angaben",
    "nicht zutreffend",
    "nicht anwendbar",
    "s.o",
    "s. o",
    "sans objet",
    "aucun",
    "aucune",
];

/// Whether a text leaves its field absent: blank, a dash, "N/A", or wholly in square brackets.
pub(in crate::import) fn says_nothing(text: &str) -> bool {
    let text = one_line(text);
    if text
        .chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−'))
    {
        return true;
    }
    if let Some(inner) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return !inner.contains(['[', ']']);
    }
    let bare = text.strip_suffix('.').unwrap_or(&text).to_lowercase();
    NOTHING.contains(&bare.as_str())
}

/// Whether a part of a cell says nothing. Only a whole cell in square brackets does.
pub(in crate::import) fn part_says_nothing(text: &str) -> bool {
    says_nothing(text) && !text.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_a_closed_list() {
        for nothing in [
            "",
            " \u{a0}",
            "-",
            "–",
            "—",
            "--",
            "N/A",
            "n/a",
            "None",
            "none.",
            "null",
            "k. A.",
            "k.A.",
            "TBD",
            "[to be confirmed]",
            "s.o.",
            "entfällt",
            "Aucun",
        ] {
            assert!(says_nothing(nothing), "{nothing}");
        }
        for something in [
            "No",
            "nine",
            "N",
            "[a] and [b]",
            "0",
            "None of it leaves the EU",
            "NA",
        ] {
            assert!(!says_nothing(something), "{something}");
        }
    }
}
