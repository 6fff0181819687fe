//! How countries are called.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use keshvar::{Country, CountryIterator};

use crate::content::CountryCode;

/// A country's name in the language `tag`, without its region where only that is known; else its
/// English name.
pub(super) fn country_name(code: CountryCode, tag: &str) -> &'static str {
    let Some(country) = COUNTRIES.get(&code) else {
        return "";
    };
    // The translations are the names in daily use; the standard's own short names are the long
    // official ones ("United Kingdom of Great Britain and Northern Ireland").
    let names = country.translations();
    let regional = tag.replace('-', "_");
    let language = tag.split('-').next().unwrap_or(tag);
    let any_region = format!("{language}_");
    names
        .get(regional.as_str())
        .or_else(|| names.get(language))
        // Chinese is there by region only; the least key is the same in every run.
        .or_else(|| {
            let keys = names.keys().filter(|key| key.starts_with(&any_region));
            keys.min().and_then(|key| names.get(key))
        })
        .or_else(|| names.get("en"))
        .copied()
        .unwrap_or_else(|| country.iso_short_name())
}

/// Every country, once: making one builds a table of 131 translations.
static COUNTRIES: LazyLock<BTreeMap<CountryCode, Country>> = LazyLock::new(|| {
    CountryIterator::new()
        .filter_map(|country| {
            let code = CountryCode::new(&country.alpha2().to_string())?;
            Some((code, country))
        })
        .collect()
});
