//! A site's language: its words, plurals, dates and country names.
//!
//! One language a site, complete. The words stand in `strings/<language>.toml` of a theme; the same
//! catalogue serves Rust and the templates. [`Language::new`] lays a project's own file over the
//! bundled one, key by key, and says what is wrong with it ([`catalogue`] reads and checks the file).
//! [`plural`] chooses between a word's forms, [`place`] knows how countries are called, [`template`]
//! puts values into `{placeholders}`.
//!
//! Everything here is plain text: escaping is for whoever writes HTML or XML. It doesn't know which
//! keys a page needs; a key that nobody wrote comes out as it is instead of stopping a build.

mod catalogue;
mod place;
mod plural;
mod template;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use icu_locale_core::LanguageIdentifier;

use crate::bundled;
use crate::content::{Area, CountryCode, Date, Field, Location, Role, TransferMechanism};
use crate::diagnostic::Checked;
use crate::source::SourceId;

use catalogue::{Catalogue, Words};
use plural::Plurals;

/// A language with all its words.
#[derive(Clone, Debug)]
pub struct Language {
    /// Well-formed, in BCP 47's own letter case.
    tag: String,
    direction: Direction,
    months: Vec<String>,
    /// Every text by its key; those of `[words]` without the section's name.
    texts: BTreeMap<String, String>,
    /// The forms of every key below `[plurals]`.
    forms: BTreeMap<String, plural::Forms>,
    plurals: Plurals,
}

impl Hash for Language {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Language {
            tag,
            direction,
            months,
            texts,
            forms,
            // They follow from the tag.
            plurals: _,
        } = self;
        (tag, direction, months, texts, forms).hash(state);
    }
}

/// In which direction a language is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

impl Language {
    /// The languages that Candor ships.
    pub fn shipped() -> Vec<&'static str> {
        vec!["en", "de"]
    }

    /// The language `tag`, the project's own words (`themes/<name>/strings/<tag>.toml`) over the
    /// bundled ones. `None` where neither has it.
    ///
    /// A regional tag ("de-AT") stands on the words of its language. A language that isn't bundled
    /// needs every key; a missing one is an error, and the English words take its place in the value.
    pub fn new(tag: &str, own: Option<(SourceId, &str)>) -> Checked<Option<Language>> {
        let Ok(identifier) = tag.parse::<LanguageIdentifier>() else {
            return Checked::clean(None);
        };
        let bundled = bundled_catalogue(identifier.language.as_str());
        if bundled.is_none() && own.is_none() {
            return Checked::clean(None);
        }
        let plurals = Plurals::of(&identifier);
        let laid = catalogue::lay(bundled, own, &english(), &plurals, tag);
        Checked {
            value: Some(Language::of(identifier.to_string(), laid.value, plurals)),
            problems: laid.problems,
        }
    }

    /// BCP 47, for `lang` attributes: "en".
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What the language calls itself: "English".
    pub fn name(&self) -> &str {
        self.texts.get("name").map_or(&self.tag, String::as_str)
    }

    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The words for `key` with `{name}` replaced by each argument. A placeholder without an argument
    /// stays as it is; a key without words gives the key in brackets.
    pub fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.texts.get(key).map_or_else(
            || format!("[{key}]"),
            |text| template::fill(text, arguments),
        )
    }

    /// The words for `key`, into which nothing is to be filled; a key without words gives itself.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// As `say`, in the plural form for `n`, which also replaces `{n}`.
    pub fn count(&self, key: &str, n: usize, arguments: &[(&str, &str)]) -> String {
        let Some(forms) = self.forms.get(key) else {
            return format!("[{key}]");
        };
        let n_text = n.to_string();
        let arguments: Vec<(&str, &str)> = std::iter::once(("n", n_text.as_str()))
            .chain(arguments.iter().copied())
            .collect();
        template::fill(self.plurals.choose(forms, n), &arguments)
    }

    /// Whether there are words for `key`, of one form or of several.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key) || self.forms.contains_key(key)
    }

    /// Every key that has words: first those for [`say`](Language::say), then those for
    /// [`count`](Language::count), each sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts
            .keys()
            .chain(self.forms.keys())
            .map(String::as_str)
    }

    /// "24 December 2026".
    pub fn date(&self, date: Date) -> String {
        let civil = date.civil();
        let month = usize::try_from(civil.month())
            .ok()
            .and_then(|number| self.months.get(number.checked_sub(1)?))
            .map_or("", String::as_str);
        self.say(
            "dates.day",
            &[
                ("day", &civil.day().to_string()),
                ("month", month),
                ("year", &civil.year().to_string()),
            ],
        )
    }

    /// "Germany", "United Kingdom": the name in daily use. English where the language has none.
    pub fn country(&self, code: CountryCode) -> &'static str {
        place::country_name(code, &self.tag)
    }

    /// "Germany", "European Union", "Worldwide".
    pub fn area(&self, area: Area) -> String {
        match area {
            Area::Country(code) => self.country(code).to_owned(),
            Area::Eu | Area::Eea | Area::Worldwide | Area::CustomerRegion => {
                self.say(&format!("places.{}", area.as_str()), &[])
            }
        }
    }

    /// "Germany", or with what else is known: "Germany (Frankfurt, eu-central-1; hosting)".
    pub fn location(&self, location: &Location) -> String {
        let area = self.area(location.area);
        let site: Vec<&str> = [&location.city, &location.region]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let role = location
            .role
            .map(|role| self.say(&format!("places.{}", role.as_str()), &[]));
        let details: Vec<String> = (!site.is_empty())
            .then(|| site.join(", "))
            .into_iter()
            .chain(role)
            .collect();
        if details.is_empty() {
            area
        } else {
            format!("{area} ({})", details.join("; "))
        }
    }

    /// "a, b and c".
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let first = first.join(&self.say("lists.separator", &[]));
                format!("{first}{}{last}", self.say("lists.last", &[]))
            }
        }
    }

    /// "Standard contractual clauses".
    pub fn transfer(&self, mechanism: TransferMechanism) -> String {
        self.say(&format!("transfer.{}", mechanism.as_str()), &[])
    }

    /// "Processor".
    pub fn role(&self, role: Role) -> String {
        self.say(&format!("role.{}", role.as_str()), &[])
    }

    /// What a field is called beside its value: "Data subjects".
    pub fn field(&self, field: Field) -> String {
        self.say(&format!("field.{}", field.key()), &[])
    }

    fn of(tag: String, words: Catalogue, plurals: Plurals) -> Language {
        let mut language = Language {
            tag,
            direction: Direction::LeftToRight,
            months: Vec::new(),
            texts: BTreeMap::new(),
            forms: BTreeMap::new(),
            plurals,
        };
        for (path, entry) in words {
            match entry.words {
                Words::Text(text) if path == "direction" => {
                    if text == Direction::RightToLeft.as_str() {
                        language.direction = Direction::RightToLeft;
                    }
                }
                Words::Text(text) => {
                    language.texts.insert(key(&path, "words."), text);
                }
                Words::Months(months) => language.months = months,
                Words::Forms(forms) => {
                    language.forms.insert(key(&path, "plurals."), forms);
                }
            }
        }
        language
    }
}

/// A path in a catalogue as a key of `say` or `count`.
fn key(path: &str, section: &str) -> String {
    path.strip_prefix(section).unwrap_or(path).to_owned()
}

fn bundled_catalogue(language: &str) -> Option<Catalogue> {
    // A test holds that nothing is wrong with a bundled file.
    Some(catalogue::read(bundled::words(language)?).catalogue)
}

/// The catalogue whose keys every other one must have.
fn english() -> Catalogue {
    bundled_catalogue("en").unwrap_or_default()
}
