//! Days, where they can be read in only one way.

use super::words::words;
use crate::content::Date;

/// The beginnings of months' names in English, German and French, without marks.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "jan", "janv"],
    &[
        "february", "februar", "fevrier", "feb", "febr", "fevr", "fev",
    ],
    &["march", "marz", "mars", "mar", "mrz"],
    &["april", "avril", "apr", "avr"],
    &["may", "mai"],
    &["june", "juni", "juin", "jun"],
    &["july", "juli", "juillet", "jul", "juil"],
    &["august", "aout", "aug"],
    &["september", "septembre", "sept", "sep"],
    &["october", "oktober", "octobre", "oct", "okt"],
    &["november", "novembre", "nov"],
    &["december", "dezember", "decembre", "dec", "dez"],
];

/// Words that may stand before a day.
const BEFORE: [&str; 9] = [
    "since", "from", "seit", "ab", "am", "depuis", "le", "on", "the",
];

/// The day that a text names, unless it could be another one as well.
pub(in crate::import) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.strip_suffix("T00:00:00Z").unwrap_or(text);
    let text = text.strip_suffix("T00:00:00.000Z").unwrap_or(text);
    let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
    let bare = BEFORE.iter().fold(text, |text, word| {
        let start = text.get(..word.len()).unwrap_or_default();
        let rest = text.get(word.len()..).unwrap_or_default();
        match start.eq_ignore_ascii_case(word) && rest.starts_with(' ') {
            true => rest.trim_start(),
            false => text,
        }
    });
    Date::parse(bare)
        .or_else(|| in_digits(bare))
        .or_else(|| in_words(bare))
}

/// `01.03.2021`, `15/09/2022`, `2021/03/01`.
fn in_digits(text: &str) -> Option<Date> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let [a, b, c] = parts[..] else {
        return None;
    };
    if !matches!(separator, '.' | '/' | '-') {
        return None;
    }
    if a.len() == 4 {
        return day(a, b, c);
    }
    if c.len() != 4 {
        return None;
    }
    // Dots stand between day, month and year only; other signs in the American order too.
    let (day_first, month_first) = (day(c, b, a), day(c, a, b));
    match separator {
        '.' => day_first,
        _ => match (day_first, month_first) {
            (Some(day), None) | (None, Some(day)) => Some(day),
            (Some(day), Some(other)) => (day == other).then_some(day),
            (None, None) => None,
        },
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let is_number = |text: &str, most| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    Date::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// "13 May 2026", "May 13, 2026", "1. März 2021", "1er mars 2021".
fn in_words(text: &str) -> Option<Date> {
    let words = words(text);
    let [a, b, year] = &words[..] else {
        return None;
    };
    let month = |word: &str| {
        let at = MONTHS.iter().position(|names| names.contains(&word));
        at.map(|at| (at + 1).to_string())
    };
    let (month, number) = match (month(a), month(b)) {
        (Some(month), None) => (month, b),
        (None, Some(month)) => (month, a),
        _ => return None,
    };
    let endings = ["st", "nd", "rd", "th", "er"];
    let bare = endings
        .iter()
        .find_map(|ending| number.strip_suffix(ending));
    (year.len() == 4).then(|| day(year, &month, bare.unwrap_or(number)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_could_be_another_is_none() {
        for (text, expected) in [
            ("2019-06-01", Some("2019-06-01")),
            ("2019-06-01T00:00:00Z", Some("2019-06-01")),
            ("01.03.2021", Some("2021-03-01")),
            ("1.3.2021", Some("2021-03-01")),
            ("seit 01.03.2021", Some("2021-03-01")),
            ("15/09/2022", Some("2022-09-15")),
            ("09/15/2022", Some("2022-09-15")),
            ("03/03/2021", Some("2021-03-03")),
            ("2021/03/01", Some("2021-03-01")),
            ("13 May 2026", Some("2026-05-13")),
            ("Sept. 15, 2022", Some("2022-09-15")),
            ("1. März 2021", Some("2021-03-01")),
            ("1er mars 2021", Some("2021-03-01")),
            ("since January 2nd, 2020", Some("2020-01-02")),
            ("01/03/2021", None),
            ("01-03-2021", None),
            ("01.03.21", None),
            ("March 2021", None),
            ("2021", None),
            ("31.02.2021", None),
            ("2019-06-01T10:30:00Z", None),
            ("Q1 2021", None),
            ("", None),
        ] {
            let found = date(text).map(|day| day.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
