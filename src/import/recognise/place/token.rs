//! A cell of places as words, brackets and marks.

use std::ops::Range;

use crate::import::recognise::country::{self, Named};
use crate::import::recognise::words::{folded, words};

/// A part of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Token {
    Word {
        range: Range<usize>,
        folded: String,
    },
    Open,
    Close,
    /// A comma, semicolon, slash, plus sign, dash or colon.
    Mark(char),
}

/// Words between places.
const BETWEEN: [&str; 7] = ["and", "or", "und", "oder", "et", "ou", "sowie"];

/// Words in front of a country's name.
const ARTICLES: [&str; 9] = ["the", "la", "le", "les", "l", "die", "der", "den", "dem"];

/// Capitalised words in brackets that say what is done at a place, or by whom, and name no city.
const NO_CITY: [&str; 36] = [
    "cloud",
    "edge",
    "global",
    "aws",
    "amazon",
    "azure",
    "gcp",
    "google",
    "microsoft",
    "ovh",
    "cdn",
    "hq",
    "headquarters",
    "hosting",
    "support",
    "backup",
    "backups",
    "primary",
    "secondary",
    "main",
    "access",
    "storage",
    "failover",
    "remote",
    "office",
    "server",
    "servers",
    "data",
    "center",
    "centre",
    "hauptsitz",
    "rechenzentrum",
    "siege",
    "sitz",
    "default",
    "europe",
];

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_alphanumeric() {
            let mut end = start + c.len_utf8();
            while let Some(&(at, c)) = chars.peek() {
                let next = text
                    .get(at + c.len_utf8()..)
                    .and_then(|rest| rest.chars().next());
                let joins = matches!(c, '.' | '-' | '\'' | '’' | '_')
                    && next.is_some_and(char::is_alphanumeric);
                if !c.is_alphanumeric() && !joins && !is_combining(c) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            let folded = folded(text.get(start..end).unwrap_or_default());
            tokens.push(Token::Word {
                range: start..end,
                folded,
            });
            continue;
        }
        match c {
            '(' | '[' => tokens.push(Token::Open),
            ')' | ']' => tokens.push(Token::Close),
            ',' | ';' | '/' | '+' | '&' | '|' | ':' => tokens.push(Token::Mark(c)),
            '-' | '–' | '—' => tokens.push(Token::Mark('-')),
            '•' | '·' | '\n' => tokens.push(Token::Mark(';')),
            _ => {}
        }
    }
    tokens
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Where the bracket that opens at a place closes.
pub(super) fn closing(tokens: &[Token], open: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().take(end).skip(open) {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Word { .. } | Token::Mark(_) => {}
        }
        if depth == 0 {
            return at;
        }
    }
    end
}

/// The folded words that stand side by side from a place on, at most so many.
pub(super) fn words_from(tokens: &[Token], at: usize, end: usize, most: usize) -> Vec<&str> {
    let from = tokens.get(at..end.min(tokens.len())).unwrap_or_default();
    let words = from.iter().take(most).map_while(|token| match token {
        Token::Word { folded, .. } => Some(folded.as_str()),
        Token::Open | Token::Close | Token::Mark(_) => None,
    });
    words.collect()
}

pub(super) fn without_article(name: &str) -> &str {
    match name.split_once(' ') {
        Some((article, rest)) if ARTICLES.contains(&article) => rest,
        _ => name,
    }
}

pub(super) fn is_between(word: &str) -> bool {
    BETWEEN.contains(&word)
}

/// Whether a word stands between marks, brackets and ends on both sides.
pub(super) fn is_alone(tokens: &[Token], at: usize, range: &Range<usize>) -> bool {
    let is_end = |token: Option<&Token>| match token {
        None | Some(Token::Open | Token::Close | Token::Mark(_)) => true,
        Some(Token::Word { folded, .. }) => is_between(folded),
    };
    let before = at.checked_sub(1).filter(|before| range.contains(before));
    let before = before.and_then(|before| tokens.get(before));
    let after = Some(at + 1).filter(|after| range.contains(after));
    is_end(before) && is_end(after.and_then(|after| tokens.get(after)))
}

/// Whether a word follows, behind a comma, a word that is no place.
pub(super) fn follows_name(tokens: &[Token], at: usize, range: &Range<usize>) -> bool {
    let before = |steps: usize| {
        let place = at
            .checked_sub(steps)
            .filter(|place| range.contains(place))?;
        tokens.get(place)
    };
    let word = match before(1) {
        Some(Token::Mark(',')) => before(2),
        other => other,
    };
    match word {
        Some(Token::Word { folded, .. }) => {
            !is_between(folded) && folded.len() > 2 && country::named(folded).is_none()
        }
        _ => false,
    }
}

/// The parts of a bracket between marks. A dash or colon parts nothing.
pub(super) fn pieces(tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let is_mark = |token: &Token| matches!(token, Token::Mark(mark) if !matches!(mark, '-' | ':'));
    split(tokens, range, is_mark)
}

/// The parts of a piece between "and", "or" and the like.
pub(super) fn parts(tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    split(tokens, range, |token| match token {
        Token::Word { folded, .. } => is_between(folded),
        Token::Open | Token::Close | Token::Mark(_) => false,
    })
}

/// The parts between separators that stand in no bracket of their own.
fn split(
    tokens: &[Token],
    range: Range<usize>,
    separates: impl Fn(&Token) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let mut depth = 0_usize;
    for at in range.clone() {
        match tokens.get(at) {
            Some(Token::Open) => depth += 1,
            Some(Token::Close) => depth = depth.saturating_sub(1),
            Some(token) if depth == 0 && separates(token) => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(start..range.end);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Where the words of some tokens stand in the text.
pub(super) fn span(tokens: &[Token], range: &Range<usize>) -> Option<Range<usize>> {
    let within = tokens.get(range.clone())?;
    let mut words = within.iter().filter_map(|token| match token {
        Token::Word { range, .. } => Some(range),
        Token::Open | Token::Close | Token::Mark(_) => None,
    });
    let first = words.next()?;
    let last = words.next_back().unwrap_or(first);
    Some(first.start..last.end)
}

/// A detail that names a region in words, or by a number.
pub(super) fn is_region(text: &str) -> bool {
    let words = words(text);
    let names = |word: &String| matches!(word.as_str(), "region" | "zone");
    text.contains(|c: char| c.is_ascii_digit()) || words.iter().any(names)
}

/// A detail that is a city: all of its words begin with a capital letter, and none is a place or says
/// something else.
pub(super) fn is_city(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.all(|word| {
        let plain = folded(word);
        let is_place = matches!(country::named(&plain), Some(Named::Place(_)))
            || country::code(word.trim_matches(|c: char| !c.is_alphanumeric())).is_some();
        let begins = word.chars().find(|c| c.is_alphabetic());
        begins.is_some_and(char::is_uppercase) && !is_place && !NO_CITY.contains(&plain.as_str())
    })
}

/// How many words from a place on say only that the customer's region or choice decides.
pub(super) fn customers_choice(tokens: &[Token], at: usize, end: usize) -> Option<usize> {
    const CUSTOMER: [&str; 14] = [
        "customer",
        "customers",
        "client",
        "clients",
        "kunde",
        "kunden",
        "you",
        "your",
        "user",
        "tenant",
        "auftraggeber",
        "auftraggebers",
        "utilisateur",
        "vous",
    ];
    const DECIDES: [&str; 27] = [
        "region",
        "regions",
        "choice",
        "chosen",
        "choose",
        "chooses",
        "select",
        "selects",
        "selected",
        "selection",
        "depending",
        "determined",
        "configured",
        "configuration",
        "setting",
        "settings",
        "specified",
        "wahl",
        "gewahlt",
        "gewahlte",
        "gewahlten",
        "auswahl",
        "choix",
        "choisie",
        "choisi",
        "choisit",
        "selon",
    ];
    const BESIDE: [&str; 52] = [
        "s",
        "the",
        "a",
        "as",
        "by",
        "of",
        "on",
        "in",
        "per",
        "or",
        "and",
        "location",
        "locations",
        "data",
        "center",
        "centre",
        "hosting",
        "is",
        "are",
        "for",
        "at",
        "based",
        "which",
        "where",
        "to",
        "same",
        "country",
        "depends",
        "upon",
        "each",
        "any",
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "vom",
        "von",
        "nach",
        "je",
        "abhangig",
        "durch",
        "par",
        "le",
        "la",
        "les",
        "du",
        "de",
        "l",
        "d",
        "hebergement",
    ];
    let words = words_from(tokens, at, end, 16);
    let cut = words.iter().position(|word| is_between(word));
    [words.len(), cut.unwrap_or(words.len())]
        .into_iter()
        .find(|length| {
            let within = words.get(..*length).unwrap_or_default().iter();
            let all: Vec<&str> = within.flat_map(|word| word.split(' ')).collect();
            all.iter().any(|word| CUSTOMER.contains(word))
                && all.iter().any(|word| DECIDES.contains(word))
                && all.iter().all(|word| {
                    CUSTOMER.contains(word) || DECIDES.contains(word) || BESIDE.contains(word)
                })
        })
}
