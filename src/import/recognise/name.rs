//! Names of vendors.

use super::words::words;

/// Legal forms as they stand at the end of a name, in folded words; longer ones first.
const FORMS: &[&str] = &[
    "public limited company",
    "private limited company",
    "unlimited company",
    "private limited",
    "ug haftungsbeschrankt",
    "gmbh co kg",
    "gmbh and co kg",
    "gmbh und co kg",
    "pty ltd",
    "pte ltd",
    "pvt ltd",
    "co ltd",
    "sp z o o",
    "s a r l",
    "s a s",
    "s r l",
    "s p a",
    "l l c",
    "d o o",
    "s r o",
    "b v",
    "n v",
    "s a",
    "a s",
    "a g",
    "s e",
    "incorporated",
    "corporation",
    "limited",
    "gmbh",
    "company",
    "gesellschaft mit beschrankter haftung",
    "aktiengesellschaft",
    "inc",
    "llc",
    "ltd",
    "corp",
    "plc",
    "pbc",
    "ulc",
    "llp",
    "sarl",
    "sas",
    "sasu",
    "srl",
    "spa",
    "mbh",
    "ohg",
    "kgaa",
    "kft",
    "doo",
    "sro",
    "oyj",
    "aps",
    "bvba",
    "ag",
    "kg",
    "se",
    "sa",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "co",
    "lp",
    "ug",
    "eg",
    "ev",
    "sl",
    "kk",
    "slu",
    "lda",
    "zrt",
    "dac",
];

/// Marks of footnotes, as they stand at the end of a name.
const MARKS: &[char] = &[
    '*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰',
];

/// A name without the marks of footnotes at its end.
pub(in crate::import) fn unmarked(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let bare = name.trim_end_matches(MARKS).trim_end();
        let bare = match bare
            .strip_suffix(']')
            .and_then(|rest| rest.rsplit_once('['))
        {
            Some((before, mark)) if is_mark(mark) => before.trim_end(),
            _ => bare,
        };
        if bare == name || bare.is_empty() {
            return name;
        }
        name = bare;
    }
}

/// "1. Infrastructure" and "2.1 Infrastructure" without the number.
pub(in crate::import) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ')';
    let rest = text.trim_start_matches(is_number);
    let number = text.get(..text.len() - rest.len()).unwrap_or_default();
    let is_numbered =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.contains(['.', ')']);
    match is_numbered && rest.starts_with(char::is_whitespace) {
        true => rest.trim_start(),
        false => text,
    }
}

fn is_mark(mark: &str) -> bool {
    !mark.is_empty() && mark.len() < 3 && mark.chars().all(|c| c.is_ascii_alphanumeric())
}

/// What two spellings of one name have in common.
pub(in crate::import) fn key(name: &str) -> String {
    name.to_lowercase()
}

/// A name without the legal forms at its end, by which alone two names may differ.
pub(in crate::import) fn without_form(name: &str) -> String {
    let words = words(name);
    let mut rest = words.as_slice();
    'forms: loop {
        for form in FORMS {
            let length = form.split(' ').count();
            if rest.len() > length {
                let (before, end) = rest.split_at(rest.len() - length);
                if end.iter().map(String::as_str).eq(form.split(' ')) {
                    rest = before;
                    continue 'forms;
                }
            }
        }
        return rest.join(" ");
    }
}

/// Whether a text says that something is no longer in use.
pub(in crate::import) fn is_gone(text: &str) -> bool {
    const GONE: &[&str] = &[
        "inactive",
        "removed",
        "former",
        "formerly used",
        "terminated",
        "deprecated",
        "retired",
        "offboarded",
        "discontinued",
        "ended",
        "archived",
        "deleted",
        "no longer used",
        "no longer in use",
        "not in use",
        "not active",
        "inaktiv",
        "entfernt",
        "beendet",
        "ehemalig",
        "nicht mehr genutzt",
        "nicht mehr im einsatz",
        "nicht mehr aktiv",
        "gekundigt",
        "inactif",
        "inactive depuis",
        "supprime",
        "retire",
        "resilie",
        "plus utilise",
        "ancien",
    ];
    const DAY: &[&str] = &[
        "on", "as", "since", "in", "am", "seit", "le", "depuis", "en", "from",
    ];
    let words = words(text);
    let text = words.join(" ");
    GONE.iter().any(|gone| {
        let Some(rest) = text.strip_prefix(gone) else {
            return false;
        };
        let next = rest
            .strip_prefix(' ')
            .and_then(|rest| rest.split(' ').next());
        let is_dated =
            |word: &str| DAY.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit());
        rest.is_empty() || next.is_some_and(is_dated)
    })
}

/// Whether a status says only that something is in use.
pub(in crate::import) fn is_in_use(text: &str) -> bool {
    const IN_USE: &[&str] = &[
        "active",
        "in use",
        "current",
        "currently in use",
        "live",
        "in production",
        "enabled",
        "aktiv",
        "in nutzung",
        "im einsatz",
        "in verwendung",
        "actif",
        "active actif",
        "en service",
        "en cours",
        "utilise",
    ];
    IN_USE.contains(&words(text).join(" ").as_str())
}

/// What "yes" and "no" are, and "x" or a tick in a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::import) enum Answer {
    Yes,
    No,
}

/// A text that begins with an answer: the answer, and what follows it as written.
pub(in crate::import) fn answer(text: &str) -> Option<(Answer, &str)> {
    const YES: &[&str] = &["yes", "ja", "oui", "true", "x", "✓", "✔", "✅", "y"];
    const NO: &[&str] = &["no", "nein", "non", "false", "✗", "✘", "❌", "n"];
    let text = text.trim();
    let is_end =
        |c: char| !c.is_alphanumeric() && !matches!(c, '✓' | '✔' | '✅' | '✗' | '✘' | '❌');
    let end = text.find(is_end).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let word = word.to_lowercase();
    let answer = match () {
        () if YES.contains(&word.as_str()) => Answer::Yes,
        () if NO.contains(&word.as_str()) => Answer::No,
        () => return None,
    };
    Some((answer, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_footnotes_go() {
        for (name, expected) in [
            ("Acme*", "Acme"),
            ("Acme ¹", "Acme"),
            ("Acme[2]", "Acme"),
            ("Acme†‡", "Acme"),
            ("Acme [a]*", "Acme"),
            ("Acme [Europe]", "Acme [Europe]"),
            ("*", "*"),
            ("Acme+", "Acme+"),
        ] {
            assert_eq!(unmarked(name), expected);
        }
    }

    #[test]
    fn legal_forms_at_the_end_alone_go() {
        for (a, b) in [
            ("Zendesk, Inc.", "Zendesk"),
            ("Hetzner Online GmbH", "Hetzner Online"),
            ("Elasticsearch B.V.", "Elasticsearch"),
            ("Meridian Pty Ltd", "Meridian Inc."),
            ("Müller GmbH & Co. KG", "Müller"),
        ] {
            assert_eq!(without_form(a), without_form(b), "{a} {b}");
        }
        assert_ne!(without_form("Acme Cloud"), without_form("Acme"));
        assert_eq!(without_form("Inc."), "inc");
    }

    #[test]
    fn what_is_gone_says_so() {
        for gone in [
            "inactive",
            "Removed",
            "removed on 2024-01-01",
            "Nicht mehr genutzt",
            "supprimé",
        ] {
            assert!(is_gone(gone), "{gone}");
        }
        for other in [
            "active",
            "removes spam",
            "under-review",
            "former Twitter",
            "",
        ] {
            assert!(!is_gone(other), "{other}");
        }
    }

    #[test]
    fn an_answer_is_a_word_of_its_own() {
        assert_eq!(
            answer("Yes, only with X"),
            Some((Answer::Yes, ", only with X"))
        );
        assert_eq!(answer("Nein"), Some((Answer::No, "")));
        assert_eq!(answer("✓"), Some((Answer::Yes, "")));
        assert_eq!(answer("Nordic"), None);
        assert_eq!(answer("Yesterday"), None);
    }
}
