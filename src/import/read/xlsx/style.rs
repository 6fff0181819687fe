//! How a workbook shows its values: as numbers, shares, days; in bold, struck through.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::xml::{Malformed, Node, nodes};

/// The styles that cells name by their number.
#[derive(Default)]
pub(super) struct Styles(Vec<Style>);

#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) shown: Shown,
    pub(super) bold: bool,
    pub(super) struck: bool,
}

/// As what a number is shown.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Shown {
    #[default]
    AsItIs,
    /// With so many decimals, and its thousands set apart.
    Decimals {
        decimals: usize,
        grouped: bool,
    },
    Percent {
        decimals: usize,
    },
    Day,
    DayAndTime,
    Time,
}

/// From which day a workbook counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Epoch {
    Year1900,
    Year1904,
}

impl Styles {
    pub(super) fn read(text: &str) -> Result<Styles, Malformed> {
        let mut formats: Vec<(usize, Shown)> = Vec::new();
        let mut fonts: Vec<(bool, bool)> = Vec::new();
        let mut styles = Vec::new();
        let (mut in_fonts, mut in_cells) = (false, false);
        let mut nodes = nodes(text);
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "fonts" => in_fonts = true,
                    "cellXfs" => in_cells = true,
                    "font" if in_fonts => fonts.push((false, false)),
                    "b" if in_fonts => {
                        if let Some((bold, _)) = fonts.last_mut() {
                            *bold = element.is_on();
                        }
                    }
                    "strike" if in_fonts => {
                        if let Some((_, struck)) = fonts.last_mut() {
                            *struck = element.is_on();
                        }
                    }
                    "numFmt" => {
                        let code = element.attribute("formatCode").unwrap_or_default();
                        formats.extend(element.number("numFmtId").map(|id| (id, shown(&code))));
                    }
                    "xf" if in_cells => {
                        let format = element.number("numFmtId").unwrap_or(0);
                        let own = formats.iter().find(|(id, _)| *id == format);
                        let font = fonts.get(element.number("fontId").unwrap_or(0));
                        let (bold, struck) = font.copied().unwrap_or_default();
                        styles.push(Style {
                            shown: own.map_or_else(|| built_in(format), |(_, shown)| *shown),
                            bold,
                            struck,
                        });
                    }
                    _ => {}
                },
                Node::Close(name) => match name.as_str() {
                    "fonts" => in_fonts = false,
                    "cellXfs" => in_cells = false,
                    _ => {}
                },
                Node::Text(_) => {}
            }
        }
        Ok(Styles(styles))
    }

    pub(super) fn get(&self, index: Option<usize>) -> Style {
        let style = index.and_then(|index| self.0.get(index));
        style.copied().unwrap_or_default()
    }
}

/// The formats that every workbook has without saying so.
fn built_in(id: usize) -> Shown {
    let decimals = |decimals, grouped| Shown::Decimals { decimals, grouped };
    match id {
        1 => decimals(0, false),
        2 => decimals(2, false),
        3 | 37 | 38 => decimals(0, true),
        4 | 39 | 40 => decimals(2, true),
        9 => Shown::Percent { decimals: 0 },
        10 => Shown::Percent { decimals: 2 },
        14..=17 | 27..=31 | 34..=36 | 50..=58 => Shown::Day,
        18..=21 | 32 | 33 | 45..=47 => Shown::Time,
        22 => Shown::DayAndTime,
        _ => Shown::AsItIs,
    }
}

/// What a format's code shows, by its first part, which is for positive numbers.
fn shown(code: &str) -> Shown {
    let code = without_literals(code);
    let code = code.split(';').next().unwrap_or_default().to_lowercase();
    if code.contains("general") {
        return Shown::AsItIs;
    }
    let has = |letters: &[char]| code.contains(letters);
    match (has(&['y', 'd']), has(&['h', 's'])) {
        (true, true) => return Shown::DayAndTime,
        (true, false) => return Shown::Day,
        (false, true) => return Shown::Time,
        // Months alone: "mmm".
        (false, false) if has(&['m']) => return Shown::Day,
        (false, false) => {}
    }
    let decimals = code.split_once('.').map_or(0, |(_, rest)| {
        let digits = rest.chars().take_while(|c| matches!(c, '0' | '#' | '?'));
        digits.count()
    });
    if code.contains('%') {
        Shown::Percent { decimals }
    } else if code.contains(['0', '#']) && !code.contains(['e', '/']) {
        Shown::Decimals {
            decimals,
            grouped: code.contains("#,#") || code.contains("0,0"),
        }
    } else {
        Shown::AsItIs
    }
}

/// A code without what stands in quotation marks, in brackets or after a backslash.
fn without_literals(code: &str) -> String {
    let mut kept = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => drop(characters.by_ref().find(|c| *c == '"')),
            // Colours, conditions and languages; but `[h]` counts hours.
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if matches!(inside.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    kept.push('h');
                }
            }
            '\\' | '_' | '*' => drop(characters.next()),
            other => kept.push(other),
        }
    }
    kept
}

/// A number as its cell shows it; days as `2026-11-23`.
pub(super) fn number(text: &str, shown: Shown, epoch: Epoch) -> String {
    let text = text.trim();
    let Ok(value) = text.parse::<f64>() else {
        return text.to_owned();
    };
    let said = match shown {
        Shown::AsItIs => None,
        Shown::Decimals { decimals, grouped } => {
            let number = format!("{value:.*}", decimals.min(30));
            Some(if grouped { in_groups(&number) } else { number })
        }
        Shown::Percent { decimals } => Some(format!("{:.*}%", decimals.min(30), value * 100.0)),
        Shown::Day => day(value, epoch).map(|day| day.to_string()),
        Shown::DayAndTime => day(value, epoch).map(|day| match time(value) {
            // A day that a program wrote as a moment.
            time if time == "00:00" => day.to_string(),
            time => format!("{day} {time}"),
        }),
        Shown::Time => Some(time(value)),
    };
    said.unwrap_or_else(|| general(value, text))
}

/// A number with the fifteen digits that spreadsheets count with.
fn general(value: f64, text: &str) -> String {
    if value.abs() >= 1e15 || (value != 0.0 && value.abs() < 1e-9) {
        return text.to_owned();
    }
    let rounded = format!("{value:.14e}").parse::<f64>();
    rounded.unwrap_or(value).to_string()
}

fn in_groups(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut grouped = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

fn day(value: f64, epoch: Epoch) -> Option<Date> {
    /// The 31st of December 9999.
    const LAST: f64 = 2_958_466.0;
    if !(0.0..LAST).contains(&value) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is small and not negative"
    )]
    let days = value as i64;
    let (first, days) = match epoch {
        Epoch::Year1904 => (date(1904, 1, 1), days),
        // It takes 1900 for a leap year, as the program did that it was made to replace.
        Epoch::Year1900 if days < 60 => (date(1899, 12, 31), days),
        Epoch::Year1900 => (date(1899, 12, 30), days),
    };
    first.checked_add(days.days()).ok()
}

fn time(value: f64) -> String {
    const MINUTES: f64 = 24.0 * 60.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a part of a day"
    )]
    let minutes = (value.rem_euclid(1.0) * MINUTES).round() as u32 % (24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_its_cell_shows_it() {
        let cases = [
            ("0.30000000000000004", "General", "0.3"),
            ("42", "General", "42"),
            ("1234567.5", "#,##0.00", "1,234,567.50"),
            ("-1234", "#,##0", "-1,234"),
            ("0.25", "0%", "25%"),
            ("46349", "yyyy\\-mm\\-dd", "2026-11-23"),
            ("46349.5", "[$-407]dd.mm.yyyy hh:mm", "2026-11-23 12:00"),
            ("46349", "dd.mm.yy hh:mm", "2026-11-23"),
            ("46349", "mmm yy", "2026-11-23"),
            ("0.75", "hh:mm", "18:00"),
            ("60", "d/m/y", "1900-02-28"),
            ("59", "d/m/y", "1900-02-28"),
            ("1", "d/m/y", "1900-01-01"),
            ("3", "0 \"days\"", "3"),
            ("-1", "d/m/y", "-1"),
            ("1e300", "General", "1e300"),
            ("many", "0.00", "many"),
        ];
        for (value, code, expected) in cases {
            let said = number(value, shown(code), Epoch::Year1900);
            assert_eq!(said, expected, "{value} as {code}");
        }
        assert_eq!(number("0", Shown::Day, Epoch::Year1904), "1904-01-01");
    }
}
