//! The forms of a word and the choice between them, by the language's rules in CLDR.

use std::collections::BTreeMap;

use icu_locale_core::LanguageIdentifier;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// The forms that a catalogue gives for one key.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Forms {
    pub(super) by_category: BTreeMap<PluralCategory, String>,
    /// The form for every number without a form of its own.
    pub(super) other: String,
}

impl Forms {
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.by_category
            .values()
            .chain(std::iter::once(&self.other))
            .map(String::as_str)
    }
}

/// How a language counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plurals {
    language: PluralRulesPreferences,
}

impl Plurals {
    pub(super) fn of(language: &LanguageIdentifier) -> Plurals {
        Plurals {
            language: language.into(),
        }
    }

    /// The categories that the language has, in the order in which grammars name them.
    pub(super) fn categories(&self) -> Vec<PluralCategory> {
        let rules = self.rules();
        let has = |category: &PluralCategory| match &rules {
            Some(rules) => rules.categories().any(|known| known == *category),
            None => *category == PluralCategory::Other,
        };
        CATEGORIES.into_iter().filter(has).collect()
    }

    pub(super) fn choose<'a>(&self, forms: &'a Forms, n: usize) -> &'a str {
        self.rules()
            .and_then(|rules| forms.by_category.get(&rules.category_for(n)))
            .unwrap_or(&forms.other)
    }

    /// Looked up each time, which costs next to nothing: a `PluralRules` can't be shared between the
    /// threads that render, and a language must be. Absent only if the compiled data had nothing at
    /// all; then every number takes `other`.
    fn rules(self) -> Option<PluralRules> {
        PluralRules::try_new_cardinal(self.language).ok()
    }
}

pub(super) const CATEGORIES: [PluralCategory; 6] = [
    PluralCategory::Zero,
    PluralCategory::One,
    PluralCategory::Two,
    PluralCategory::Few,
    PluralCategory::Many,
    PluralCategory::Other,
];

/// The key of a category's form in a catalogue.
pub(super) fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

pub(super) fn category_named(name: &str) -> Option<PluralCategory> {
    CATEGORIES
        .into_iter()
        .find(|&category| category_name(category) == name)
}
