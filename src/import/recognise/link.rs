//! Addresses of pages, and what they lead to.

use url::Url;

use super::words::{has_phrase, words};
use crate::content::Field;
use crate::parse::web_address;

/// An address as the source has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::import) struct Address {
    pub(in crate::import) url: Url,
    /// With `https://` in front of a bare host, else as written.
    pub(in crate::import) written: String,
}

/// The address that a text is.
pub(in crate::import) fn address(text: &str) -> Option<Address> {
    let text = text.trim().trim_matches(['<', '>']);
    match web_address(text) {
        Ok(url) => Some(Address {
            url,
            written: text.to_owned(),
        }),
        Err(guess) => {
            let written = guess.filter(|_| is_bare(text))?;
            let url = web_address(&written).ok()?;
            Some(Address { url, written })
        }
    }
}

/// Whether a text begins with the name of a host, such as `fastly.com/privacy`.
fn is_bare(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let is_label =
        |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let top = labels.last().copied().unwrap_or_default();
    labels.len() > 1
        && labels.iter().all(is_label)
        && top.len() > 1
        && top.chars().all(char::is_alphabetic)
}

/// The field that an address belongs to by what its path says.
pub(in crate::import) fn field_of(url: &Url) -> Option<Field> {
    let words = words(url.path());
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| has_phrase(&words, phrase));
    if words.iter().any(|word| word == "dpa") || has(&["data processing", "dataprocessing"]) {
        return Some(Field::Dpa);
    }
    has(&["sub processor", "subprocessor"]).then_some(Field::SubprocessorsUrl)
}

/// Whether the words of a link say no more than that it leads somewhere, or where.
pub(in crate::import) fn is_label(text: &str, address: &str, known: &[&str]) -> bool {
    const EMPTY: &[&str] = &[
        "link", "links", "here", "hier", "ici", "view", "see", "more", "read", "website", "site",
        "web", "page", "url", "open", "details", "learn", "voir", "mehr", "plus", "the", "our",
        "their", "and", "of", "s",
    ];
    let mut known_words = words(address);
    for text in known {
        known_words.extend(words(text));
    }
    let words = words(text);
    let is_known = |word: &String| EMPTY.contains(&word.as_str()) || known_words.contains(word);
    words.iter().all(is_known)
}

/// The mail addresses in a text, and the text without them.
pub(in crate::import) fn without_mail(text: &str) -> (Vec<String>, String) {
    let mut mails = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
        match is_mail(bare) {
            true => mails.push(bare.to_owned()),
            false => rest.push(word),
        }
    }
    let rest = rest.join(" ");
    if mails.is_empty() {
        return (mails, rest);
    }
    // What only introduced the address is left alone.
    let label = words(&rest).join(" ");
    let is_label = matches!(
        label.as_str(),
        "" | "mail" | "email" | "e mail" | "contact" | "kontakt" | "courriel" | "privacy" | "dpo"
    );
    let rest = match is_label {
        true => String::new(),
        false => rest,
    };
    (mails, rest)
}

/// Whether a word is a mail address.
pub(in crate::import) fn is_mail(word: &str) -> bool {
    let Some((local, host)) = word.split_once('@') else {
        return false;
    };
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    !local.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && local.chars().all(is_fine)
        && host.chars().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_host_is_an_address() {
        for (text, expected) in [
            ("fastly.com", Some("https://fastly.com")),
            (
                "www.example.org/privacy?x=1",
                Some("https://www.example.org/privacy?x=1"),
            ),
            ("https://a.example/b", Some("https://a.example/b")),
            ("<https://a.example>", Some("https://a.example")),
            ("http://a.example", Some("http://a.example")),
            ("on request", None),
            ("4.1", None),
            ("e.g.", None),
            ("privacy@example.org", None),
            ("../page.md", None),
            ("mailto:a@example.org", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            let found = address(text).map(|address| address.written);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_path_tells_what_an_address_leads_to() {
        for (text, expected) in [
            ("https://a.example/legal/dpa", Some(Field::Dpa)),
            (
                "https://a.example/data-processing-addendum/",
                Some(Field::Dpa),
            ),
            (
                "https://a.example/legal/subprocessors",
                Some(Field::SubprocessorsUrl),
            ),
            (
                "https://a.example/sub-processors.html",
                Some(Field::SubprocessorsUrl),
            ),
            ("https://dpa.example/terms", None),
            ("https://a.example/agreements-and-terms/", None),
            ("https://a.example/dpapers", None),
        ] {
            let url = Url::parse(text).unwrap();
            assert_eq!(field_of(&url), expected, "{text}");
        }
    }

    #[test]
    fn mail_addresses_are_taken_out() {
        let check = |text: &str, mails: &[&str], rest: &str| {
            let (found, left) = without_mail(text);
            assert_eq!(
                (found, left.as_str()),
                (mails.iter().map(|&m| m.to_owned()).collect(), rest)
            );
        };
        check("E-Mail: a@b.example", &["a@b.example"], "");
        check("Ms Doe <a@b.example>", &["a@b.example"], "Ms Doe");
        check("USA", &[], "USA");
        check("@home", &[], "@home");
    }
}
