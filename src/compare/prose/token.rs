//! Text → the units that are compared: a word with the white space after it.
//!
//! Words go by Unicode (UAX #29), so languages without spaces are compared sign by sign. What people
//! read as one is one: a date, an amount with its currency, a compound with hyphens, an address.

use unicode_segmentation::UnicodeSegmentation;

/// A unit of text and the white space after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) space: &'a str,
}

/// Splits a text. White space at its beginning comes as a token without text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let segments: Vec<(usize, &str)> = text.split_word_bound_indices().collect();
    let mut tokens = Vec::with_capacity(segments.len() / 2 + 1);
    let mut at = 0;
    while at < segments.len() {
        let end = unit_end(&segments, at);
        let spaces = segments[end..]
            .iter()
            .take_while(|(_, segment)| is_space(segment))
            .count();
        let position = |index: usize| segments.get(index).map_or(text.len(), |(at, _)| *at);
        tokens.push(Token {
            text: &text[position(at)..position(end)],
            space: &text[position(end)..position(end + spaces)],
        });
        at = end + spaces;
    }
    tokens
}

/// The index after the unit that begins at `at`; `at` itself where white space stands there.
fn unit_end(segments: &[(usize, &str)], at: usize) -> usize {
    let segment = |index: usize| segments.get(index).map_or("", |(_, segment)| *segment);
    if is_space(segment(at)) {
        return at;
    }
    if let Some(end) = address_end(segments, at) {
        return end;
    }
    let mut end = at;
    if is_currency(segment(at)) {
        // "€ 1.000", "€1.000"
        let number = if is_blank(segment(at + 1)) {
            at + 2
        } else {
            at + 1
        };
        if !is_number(segment(number)) {
            return at + 1;
        }
        end = number;
    }
    let joined = |before: &str, mark: &str, after: &str| match mark {
        "-" | "‐" | "‑" => is_word(before) && is_word(after),
        "/" | ":" | "." | "," | "–" | "−" => is_number(before) && is_number(after),
        _ => false,
    };
    while joined(segment(end), segment(end + 1), segment(end + 2)) {
        end += 2;
    }
    if is_number(segment(end)) {
        // "24 %", "24%", "10 €"
        let unit = if is_blank(segment(end + 1)) {
            end + 2
        } else {
            end + 1
        };
        if is_currency(segment(unit)) || is_unit(segment(unit)) {
            // "5 € 10": the sign belongs to what stands before it.
            end = unit;
        }
    }
    end + 1
}

/// The index after an e-mail or web address.
fn address_end(segments: &[(usize, &str)], at: usize) -> Option<usize> {
    /// Enough for any address that people write; a text without spaces is no address.
    const LONGEST: usize = 64;
    if !segments
        .get(at)
        .is_some_and(|(_, segment)| is_word(segment))
    {
        return None;
    }
    let length = segments[at..]
        .iter()
        .take(LONGEST)
        .take_while(|(_, segment)| !is_space(segment) && !matches!(*segment, "(" | ")" | "<" | ">"))
        .count();
    let part = &segments[at..at + length];
    let signs = |sign: &str| part.iter().any(|(_, segment)| *segment == sign);
    let web = part.len() > 3 && part[1].1 == ":" && part[2].1 == "/" && part[3].1 == "/";
    if !web && !signs("@") {
        return None;
    }
    let last = part.iter().rposition(|(_, segment)| is_word(segment))?;
    // The full stop after an address ends the sentence; a slash belongs to the address.
    let end = last + 1 + usize::from(part.get(last + 1).is_some_and(|(_, s)| *s == "/"));
    Some(at + end)
}

fn is_space(segment: &str) -> bool {
    segment.chars().all(char::is_whitespace) && !segment.is_empty()
}

/// White space that doesn't part an amount from its unit.
fn is_blank(segment: &str) -> bool {
    matches!(segment, " " | "\u{a0}" | "\u{202f}")
}

fn is_word(segment: &str) -> bool {
    segment.starts_with(char::is_alphanumeric)
}

fn is_number(segment: &str) -> bool {
    segment.starts_with(|c: char| c.is_ascii_digit())
}

fn is_currency(segment: &str) -> bool {
    matches!(
        segment,
        "€" | "$" | "£" | "¥" | "EUR" | "USD" | "GBP" | "CHF"
    )
}

fn is_unit(segment: &str) -> bool {
    matches!(segment, "%" | "‰" | "°")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_read_as_one_is_one() {
        for (text, expected) in [
            ("a b", "a|b"),
            ("Fee: 24,5 % of it", "Fee|:|24,5 %|of|it"),
            (
                "€ 1.000,00, CHF 20 or 20 €.",
                "€ 1.000,00|,|CHF 20|or|20 €|.",
            ),
            (
                "on 2026-11-23, 24/12/2026 10:30",
                "on|2026-11-23|,|24/12/2026|10:30",
            ),
            ("sub-processor's opt-in", "sub-processor's|opt-in"),
            ("(SharePoint, see Annex 3)", "(|SharePoint|,|see|Annex|3|)"),
            (
                "mail a.b@c.example. See https://a.example/b/?c=d.",
                "mail|a.b@c.example|.|See|https://a.example/b/?c=d|.",
            ),
            ("“a” – b…", "“|a|”|–|b|…"),
            ("削除しました", "削|除|し|ま|し|た"),
            ("Art. 28(2)", "Art|.|28|(|2|)"),
            ("$ and %", "$|and|%"),
            (" a", "|a"),
        ] {
            let tokens = tokens(text);
            let texts: Vec<_> = tokens.iter().map(|token| token.text).collect();
            assert_eq!(texts.join("|"), expected, "{text}");
            let whole: String = tokens.iter().flat_map(|t| [t.text, t.space]).collect();
            assert_eq!(whole, text);
        }
    }
}
