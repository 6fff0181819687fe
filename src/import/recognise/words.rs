//! Words, so that neither case nor marks on letters nor hyphens tell two spellings apart.

use crate::content::id::slug;

/// The words of a text in small letters and without marks: "Sous-traitants ultérieurs" is "sous",
/// "traitants", "ulterieurs".
pub(in crate::import) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(|word| {
            let plain = slug(word);
            // Letters of other scripts have no slug.
            match plain.is_empty() || plain.contains('-') {
                true => word.to_lowercase(),
                false => plain,
            }
        })
        .collect()
}

/// The words with one blank between them.
pub(in crate::import) fn folded(text: &str) -> String {
    words(text).join(" ")
}

/// The words of a heading or key: `dataProcessed` has two, "GitHub link" too.
pub(in crate::import) fn heading_words(heading: &str) -> Vec<String> {
    words(&uncamelled(heading))
}

/// A heading as a key: `contractUrl` is `contract_url`, "Their privacy policy" `their_privacy_policy`.
/// Empty where nothing of it can stand in a key.
pub(in crate::import) fn snake_case(heading: &str) -> String {
    slug(&uncamelled(heading)).replace('-', "_")
}

/// A key with blanks between its words. A heading of several words has them already.
fn uncamelled(heading: &str) -> String {
    let heading = heading.trim();
    if heading.contains(char::is_whitespace) {
        return heading.to_owned();
    }
    let chars: Vec<char> = heading.chars().collect();
    let mut parted = String::with_capacity(heading.len() + 4);
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let is_lower = |c: Option<&char>| c.is_some_and(|c| c.is_lowercase());
        let is_upper = |c: Option<&char>| c.is_some_and(|c| c.is_uppercase());
        let is_digit = before.is_some_and(char::is_ascii_digit);
        // The s of "SCCs" begins no word.
        let is_plural = chars.get(at + 1) == Some(&'s') && !is_lower(chars.get(at + 2));
        let ends_capitals = is_upper(before) && is_lower(chars.get(at + 1)) && !is_plural;
        let begins = is_lower(before) || is_digit || ends_capitals;
        if c.is_uppercase() && begins {
            parted.push(' ');
        }
        parted.push(*c);
    }
    parted
}

/// Whether some words stand side by side among others. The last may go on: "process" is in
/// "data processing".
pub(in crate::import) fn has_phrase(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|window| {
        let mut pairs = window.iter().zip(&phrase).rev();
        pairs
            .next()
            .is_some_and(|(word, stem)| word.starts_with(stem))
            && pairs.all(|(word, other)| word == other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_one_key_however_it_is_spelt() {
        for (heading, key) in [
            ("contractUrl", "contract_url"),
            ("Their privacy policy", "their_privacy_policy"),
            ("DPAUrl", "dpa_url"),
            ("GitHub link", "github_link"),
            ("Prüfung (jährlich)", "prufung_jahrlich"),
            ("review_date", "review_date"),
            ("ISO27001", "iso27001"),
            ("SCCs", "sccs"),
            ("linkedDPAsOf", "linked_dpas_of"),
            ("#", ""),
        ] {
            assert_eq!(snake_case(heading), key, "{heading}");
        }
    }

    #[test]
    fn words_are_told_apart_by_anything_but_letters_and_digits() {
        assert_eq!(folded("États-Unis d’Amérique"), "etats unis d amerique");
        assert_eq!(folded("Großbritannien"), "grossbritannien");
        assert_eq!(folded("日本 (Tokyo)"), "日本 tokyo");
    }
}
