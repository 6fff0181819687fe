//! What a column holds, by its heading in English, German or French.

mod rules;

use super::words::{has_phrase, heading_words};
use crate::content::Field;
use rules::{AFTER_NAMES, BEFORE_NAMES, BESIDE, LIKELY, POSSIBLE, Rules, SURE};

/// What a heading says of its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::import) enum Sense {
    Id,
    Name(Certainty),
    /// The name on the first line, the address below.
    NameAndAddress,
    Field(Field),
    /// What the vendor does, in a word that may mean something else beside a plainer one.
    Service,
    /// Where to reach the vendor: an address, with mail addresses among its lines.
    ContactDetails,
    /// Whether the row is in use, in words.
    Status,
    /// Whether the row is in use: yes or no.
    InUse,
    /// Whether the row is out of use: yes or no, or the day from which it is.
    Gone,
    Optional,
    /// No field has this heading.
    Own,
}

/// How surely a heading is that of the names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::import) enum Certainty {
    /// "Sub-processor", "Vendor".
    Sure,
    /// "Name", "Company": other lists have such columns too.
    Likely,
    /// "Tool", "Service".
    Possible,
}

/// What a heading says of its column. The first rule that fits decides.
pub(in crate::import) fn sense(heading: &str) -> Sense {
    let words = heading_words(heading);
    let found = |rules: Rules| rules.iter().find(|(_, phrases)| fits(&words, phrases));
    if let Some((sense, _)) = found(BEFORE_NAMES) {
        return *sense;
    }
    if let Some(certainty) = name(&words) {
        return Sense::Name(certainty);
    }
    found(AFTER_NAMES).map_or(Sense::Own, |(sense, _)| *sense)
}

/// Whether a heading has one of some phrases, as [`rules`] spells them.
fn fits(words: &[String], phrases: &str) -> bool {
    phrases
        .split(", ")
        .any(|phrase| match phrase.split_at_checked(1) {
            Some(("=", whole)) => words.iter().map(String::as_str).eq(whole.split(' ')),
            Some(("*", ending)) => words.iter().any(|word| word.ends_with(ending)),
            _ => has_phrase(words, phrase),
        })
}

/// How surely words are the heading of names: all of them must be such words.
fn name(words: &[String]) -> Option<Certainty> {
    let class = |word: &String| {
        let is_in = |class: &str| class.split(' ').any(|other| other == word);
        match () {
            () if is_in(SURE) => Some(Some(Certainty::Sure)),
            () if is_in(LIKELY) => Some(Some(Certainty::Likely)),
            () if is_in(POSSIBLE) => Some(Some(Certainty::Possible)),
            () if is_in(BESIDE) => Some(None),
            () => None,
        }
    };
    let classes: Option<Vec<Option<Certainty>>> = words.iter().map(class).collect();
    // `name` is what data files call it, whatever else they have.
    match words {
        [only] if only == "name" => Some(Certainty::Likely),
        _ => {
            let classes: Vec<Certainty> = classes?.into_iter().flatten().collect();
            // "Product name" is as sure as "Product".
            let by_rank = [Certainty::Sure, Certainty::Possible, Certainty::Likely];
            by_rank.into_iter().find(|rank| classes.contains(rank))
        }
    }
}

#[cfg(test)]
mod tests;
