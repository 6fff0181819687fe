//! Which words limit an engagement: "only while AI features are on".

use super::words::words;

/// Words that make a condition wherever they stand.
const ANYWHERE: [&str; 13] = [
    "only",
    "optional",
    "optionally",
    "opt in",
    "unless",
    "except",
    "nur",
    "ausser",
    "seulement",
    "uniquement",
    "sauf",
    "option",
    "facultatif",
];

/// Words that make a condition where it begins with them.
const AT_THE_BEGINNING: [&str; 14] = [
    "if", "when", "while", "where", "not in", "wenn", "falls", "sofern", "soweit", "nicht in",
    "si", "lorsque", "quand", "pas dans",
];

/// Whether a text is a condition.
pub(in crate::import) fn is_condition(text: &str) -> bool {
    let words = words(text);
    let is_at = |at: usize, phrase: &str| {
        let mut words = words.iter().skip(at);
        phrase
            .split(' ')
            .all(|word| words.next().is_some_and(|other| other == word))
    };
    AT_THE_BEGINNING.iter().any(|phrase| is_at(0, phrase))
        || (0..words.len()).any(|at| ANYWHERE.iter().any(|phrase| is_at(at, phrase)))
}

/// A text without the bracket at its end, and what stands in that bracket. `None` where it has none.
pub(in crate::import) fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let closed = text.strip_suffix(')')?;
    let mut depth = 1_usize;
    for (at, c) in closed.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let before = closed.get(..at)?.trim_end();
            let inner = closed.get(at + 1..)?.trim();
            return (!before.is_empty() && !inner.is_empty()).then_some((before, inner));
        }
    }
    None
}

/// A condition as it is written down: without the full stop at its end.
pub(in crate::import) fn without_stop(text: &str) -> &str {
    let text = text.trim();
    match text.strip_suffix('.') {
        Some(bare) if !bare.ends_with('.') => bare.trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_known_by_its_words() {
        for condition in [
            "Only with AI features",
            "customers can opt-in",
            "option",
            "Optional",
            "If SMS is used",
            "not in the EU plan",
            "außer im Tarif Basis",
            "nur auf Wunsch",
            "Lorsque le module est actif",
            "sauf demande contraire",
        ] {
            assert!(is_condition(condition), "{condition}");
        }
        for other in [
            "last four digits",
            "commonly used",
            "e.g. DDOS",
            "data is stored where you are",
            "options for hosting",
            "Akenes SA",
            "",
        ] {
            assert!(!is_condition(other), "{other}");
        }
    }

    #[test]
    fn the_last_bracket_is_the_one_that_ends_the_text() {
        assert_eq!(last_bracket("Mail (option)"), Some(("Mail", "option")));
        assert_eq!(last_bracket("a (b) c"), None);
        assert_eq!(last_bracket("a (b (c))"), Some(("a", "b (c)")));
        assert_eq!(last_bracket("(a)"), None);
        assert_eq!(last_bracket("a)"), None);
    }
}
