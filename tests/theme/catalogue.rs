//! The words: every language says the same things, and the templates ask for nothing else. And the
//! colours: what is read has the contrast that docs/design.md states.

use std::collections::{BTreeMap, BTreeSet};

use candor::content::{Field, Role, TransferMechanism};
use candor::language::Language;

use crate::harness::{Catalogue, catalogue, stylesheet, templates};

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn every_language_has_the_same_keys_with_the_same_places_to_fill() {
    let english = catalogue("en");
    let german = catalogue("de");
    let words = |c: &Catalogue| -> BTreeMap<String, BTreeSet<String>> {
        let words = c.words.iter().map(|(key, text)| (key.clone(), text));
        let plurals = c.plurals.iter().flat_map(|(key, forms)| {
            forms
                .iter()
                .map(move |(form, text)| (format!("{key}/{form}"), text))
        });
        words
            .chain(plurals)
            .map(|(key, text)| {
                let names = placeholders(text).into_iter().map(str::to_owned);
                (key, names.collect())
            })
            .collect()
    };
    assert_eq!(words(&english), words(&german));
    for catalogue in [&english, &german] {
        for (key, text) in &catalogue.words {
            assert!(!text.trim().is_empty(), "{key} says nothing");
        }
    }
}

/// Every key that a text names as a literal behind one of these, with whether it is only a beginning.
fn asked_for<'a>(text: &'a str, functions: &[&str]) -> Vec<(&'a str, Asked)> {
    let mut keys = Vec::new();
    for function in functions {
        for (at, _) in text.match_indices(function) {
            let before = text[..at].chars().next_back();
            if before.is_some_and(char::is_alphanumeric) {
                continue;
            }
            let rest = &text[at + function.len()..];
            let (key, after) = rest.split_once('"').unwrap();
            // A key that is put together from a view's value is tried by rendering.
            let asked = if after.starts_with(" ~") {
                Asked::Beginning
            } else {
                Asked::Whole
            };
            keys.push((key, asked));
        }
    }
    keys
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Whole,
    Beginning,
}

#[test]
fn templates_and_program_ask_only_for_keys_that_exist() {
    let language = Language::new("en", None).value.unwrap();
    let check = |name: &str, text: &str, functions: &[&str]| {
        let asked = asked_for(text, functions);
        for (key, asked) in &asked {
            let exists = match asked {
                Asked::Beginning => language.keys().any(|known| known.starts_with(key)),
                Asked::Whole => language.has(key),
            };
            assert!(exists, "{name} asks for {key}");
        }
        asked.len()
    };
    for (name, template) in templates() {
        check(&name, template, &["t(key=\"", "count(key=\""]);
    }
    let mut asked = 0;
    for file in walkdir::WalkDir::new("src/render") {
        let file = file.unwrap();
        if file.path().extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(file.path()).unwrap();
            let name = file.path().display().to_string();
            asked += check(&name, &text, &["say(\"", "count(\"", "named(\""]);
        }
    }
    assert!(asked > 20, "only {asked} keys were found in the program");
}

#[test]
fn every_field_and_term_has_a_name() {
    let language = Language::new("de", None).value.unwrap();
    let fields = Field::OF_VENDOR
        .iter()
        .chain(&Field::OF_ENGAGEMENT)
        .chain(&Field::OF_DOCUMENT)
        .map(|field| format!("field.{}", field.key()));
    let transfers = TransferMechanism::ALL.map(|term| format!("transfer.{}", term.as_str()));
    let roles = Role::ALL.map(|role| format!("role.{}", role.as_str()));
    for key in fields.chain(transfers).chain(roles) {
        assert!(language.has(&key), "{key}");
    }
}

type Palette = BTreeMap<String, [f64; 3]>;

/// The colours of the stylesheet: in the light, and in the dark where they differ.
fn palettes() -> (Palette, Palette) {
    let sheet = stylesheet();
    let colours = |block: &str| -> Palette {
        block
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
            .map(|(name, value)| {
                let digits = value.trim_end_matches(';');
                let digits = match digits.len() {
                    3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
                    _ => digits.to_owned(),
                };
                let part =
                    |at: usize| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap());
                (name.to_owned(), [part(0), part(2), part(4)])
            })
            .collect()
    };
    let (light, rest) = sheet
        .split_once("@media (prefers-color-scheme: dark)")
        .unwrap();
    let (dark, _) = rest.split_once("/* Ground */").unwrap();
    let light = colours(light);
    let mut both = light.clone();
    both.extend(colours(dark));
    (light, both)
}

/// WCAG 2.2's contrast ratio.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Björn Ottosson's OKLab, in which `color-mix` mixes.
mod oklab {
    fn linear(part: f64) -> f64 {
        let part = part / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    }

    fn gamma(part: f64) -> f64 {
        let part = part.clamp(0.0, 1.0);
        let part = if part <= 0.003_130_8 {
            part * 12.92
        } else {
            1.055 * part.powf(1.0 / 2.4) - 0.055
        };
        part * 255.0
    }

    fn from(colour: [f64; 3]) -> [f64; 3] {
        let [r, g, b] = colour.map(linear);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    /// So much of one colour, the rest of the other.
    pub(super) fn mix(one: [f64; 3], share: f64, other: [f64; 3]) -> [f64; 3] {
        let (one, other) = (from(one), from(other));
        let [l, a, b] = [0, 1, 2].map(|i| one[i] * share + other[i] * (1.0 - share));
        let l_ = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m_ = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s_ = (l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            gamma(4.076_741_662_1 * l_ - 3.307_711_591_3 * m_ + 0.230_969_929_2 * s_),
            gamma(-1.268_438_004_6 * l_ + 2.609_757_401_1 * m_ - 0.341_319_396_5 * s_),
            gamma(-0.004_196_086_3 * l_ - 0.703_418_614_7 * m_ + 1.707_614_701_0 * s_),
        ]
    }
}

#[test]
fn an_underline_is_seen_whatever_the_companys_colour() {
    let share = stylesheet()
        .split_once("--tint: color-mix(in oklab, var(--accent) ")
        .and_then(|(_, rest)| rest.split_once("%, var(--ink))"))
        .map(|(share, _)| share.parse::<f64>().unwrap() / 100.0)
        .unwrap();
    let (light, dark) = palettes();
    let parts = || (0..=255).step_by(17).map(f64::from);
    for (mode, palette) in [("light", light), ("dark", dark)] {
        for r in parts() {
            for g in parts() {
                for b in parts() {
                    let tint = oklab::mix([r, g, b], share, palette["ink"]);
                    let ratio = contrast(tint, palette["paper"]);
                    assert!(ratio >= 3.0, "{mode}: {r} {g} {b} gives {ratio:.2}");
                }
            }
        }
    }
}

#[test]
fn what_is_read_can_be_read_in_the_light_and_in_the_dark() {
    let (light, dark) = palettes();
    for (mode, palette) in [("light", light), ("dark", dark)] {
        for (ink, ground, least) in [
            ("ink", "paper", 12.0),
            ("ink", "sunk", 12.0),
            ("soft", "paper", 6.0),
            ("soft", "sunk", 6.0),
            ("added", "paper", 6.0),
            ("added", "added-ground", 6.0),
            ("removed", "paper", 6.0),
            ("removed", "removed-ground", 6.0),
            ("coming", "paper", 6.0),
            ("coming", "coming-ground", 6.0),
            ("ink", "coming-ground", 12.0),
            ("soft", "coming-ground", 4.5),
            ("removed", "coming-ground", 4.5),
            ("added", "coming-ground", 4.5),
            ("edge", "paper", 3.0),
        ] {
            let ratio = contrast(palette[ink], palette[ground]);
            assert!(ratio >= least, "{mode}: {ink} on {ground} is {ratio:.2}");
        }
    }
}
