//! A site's language: its words, plurals, dates and country names.
//!
//! One language a site, complete. The words stand in `strings/<language>.toml` of a theme; the same
//! catalogue serves Rust and the templates.

use crate::content::{Date, Location};
use crate::diagnostic::Checked;
use crate::source::SourceId;

/// A language with all its words.
#[derive(Clone, Debug)]
pub struct Language {
    tag: String,
}

impl Language {
    /// The languages that Candor ships.
    pub fn shipped() -> Vec<&'static str> {
        vec!["en", "de"]
    }

    /// The language `tag`, the project's own words (`themes/<name>/strings/<tag>.toml`) over the
    /// bundled ones. `None` where neither has it.
    pub fn new(tag: &str, own: Option<(SourceId, &str)>) -> Checked<Option<Language>> {
        let known = Language::shipped().contains(&tag) || own.is_some();
        Checked::clean(known.then(|| Language {
            tag: tag.to_owned(),
        }))
    }

    /// BCP 47, for `lang` attributes: "en".
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The words for `key` with `{name}` replaced by each argument.
    pub fn say(&self, _key: &str, _arguments: &[(&str, &str)]) -> String {
        todo!()
    }

    /// As `say`, in the plural form for `n`, which also replaces `{n}`.
    pub fn count(&self, _key: &str, _n: usize, _arguments: &[(&str, &str)]) -> String {
        todo!()
    }

    /// "24 December 2026".
    pub fn date(&self, _date: Date) -> String {
        todo!()
    }

    /// "Germany", "the European Union" …, with city, region and role where given.
    pub fn location(&self, _location: &Location) -> String {
        todo!()
    }

    /// "a, b and c".
    pub fn list(&self, _parts: &[String]) -> String {
        todo!()
    }
}
