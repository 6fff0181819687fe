//! Names of countries and areas, as lists have them in English, German and French.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::words::folded;
use crate::content::{Area, CountryCode};

/// The languages whose names of countries are known.
const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

/// Usual names beside those in the tables of countries.
const USUAL: [(&str, &str); 69] = [
    ("U.S.", "US"),
    ("U.S.A.", "US"),
    ("USA", "US"),
    ("United States of America", "US"),
    ("Vereinigte Staaten von Amerika", "US"),
    ("Vereinigten Staaten", "US"),
    ("Vereinigten Staaten von Amerika", "US"),
    ("États-Unis d'Amérique", "US"),
    ("Etats Unis", "US"),
    ("U.K.", "GB"),
    ("Great Britain", "GB"),
    ("Britain", "GB"),
    ("England", "GB"),
    ("Scotland", "GB"),
    ("Wales", "GB"),
    ("Northern Ireland", "GB"),
    ("Großbritannien", "GB"),
    (
        "Vereinigtes Königreich von Großbritannien und Nordirland",
        "GB",
    ),
    ("Vereinigten Königreich", "GB"),
    ("Grande-Bretagne", "GB"),
    ("Royaume Uni", "GB"),
    ("Holland", "NL"),
    ("The Netherlands", "NL"),
    ("Niederlanden", "NL"),
    ("Hollande", "NL"),
    ("Republic of Ireland", "IE"),
    ("Republik Irland", "IE"),
    ("Czech Republic", "CZ"),
    ("Czechia", "CZ"),
    ("Tschechische Republik", "CZ"),
    ("Tschechien", "CZ"),
    ("République tchèque", "CZ"),
    ("Tchéquie", "CZ"),
    ("Slovak Republic", "SK"),
    ("Slowakische Republik", "SK"),
    ("South Korea", "KR"),
    ("Republic of Korea", "KR"),
    ("Korea", "KR"),
    ("Südkorea", "KR"),
    ("Corée du Sud", "KR"),
    ("Russia", "RU"),
    ("Russian Federation", "RU"),
    ("Russland", "RU"),
    ("Russie", "RU"),
    ("Vietnam", "VN"),
    ("Viet Nam", "VN"),
    ("Taiwan", "TW"),
    ("Hong Kong", "HK"),
    ("Hongkong", "HK"),
    ("Macao", "MO"),
    ("Macau", "MO"),
    ("UAE", "AE"),
    ("U.A.E.", "AE"),
    ("VAE", "AE"),
    ("Emirates", "AE"),
    ("Turkey", "TR"),
    ("Türkiye", "TR"),
    ("Türkei", "TR"),
    ("Turquie", "TR"),
    ("Moldova", "MD"),
    ("Macedonia", "MK"),
    ("Bosnia", "BA"),
    ("Ivory Coast", "CI"),
    ("Cape Verde", "CV"),
    ("People's Republic of China", "CN"),
    ("Mainland China", "CN"),
    ("Federal Republic of Germany", "DE"),
    ("Bundesrepublik Deutschland", "DE"),
    ("Kingdom of Denmark", "DK"),
];

/// Areas that are no country.
const AREAS: [(&str, Area); 27] = [
    ("European Union", Area::Eu),
    ("Europäische Union", Area::Eu),
    ("Europäischen Union", Area::Eu),
    ("Union européenne", Area::Eu),
    ("E.U.", Area::Eu),
    ("EU", Area::Eu),
    ("UE", Area::Eu),
    ("U.E.", Area::Eu),
    ("European Economic Area", Area::Eea),
    ("Europäischer Wirtschaftsraum", Area::Eea),
    ("Europäischen Wirtschaftsraum", Area::Eea),
    ("Espace économique européen", Area::Eea),
    ("EEA", Area::Eea),
    ("E.E.A.", Area::Eea),
    ("EWR", Area::Eea),
    ("EEE", Area::Eea),
    ("Global", Area::Worldwide),
    ("Globally", Area::Worldwide),
    ("Worldwide", Area::Worldwide),
    ("World-wide", Area::Worldwide),
    ("Weltweit", Area::Worldwide),
    ("Mondial", Area::Worldwide),
    ("Mondiale", Area::Worldwide),
    ("Dans le monde entier", Area::Worldwide),
    ("Monde entier", Area::Worldwide),
    ("Customer region", Area::CustomerRegion),
    ("Customer's region", Area::CustomerRegion),
];

/// Names in which a country's name stands and which mean another place.
const OTHERS: [&str; 8] = [
    "new mexico",
    "new jersey",
    "new england",
    "new south wales",
    "south wales",
    "gulf of mexico",
    "baja california",
    "lake chad",
];

/// The most words that a name has.
pub(super) const LONGEST: usize = 8;

/// Abbreviations of two letters that are words, initials or an American state's as well. They are
/// countries only where they stand alone.
const ALSO_WORDS: [&str; 22] = [
    "AL", "AM", "AS", "AT", "AZ", "BE", "CO", "DO", "ES", "GA", "ID", "IN", "IS", "IT", "LA", "MA",
    "ME", "MY", "NO", "PA", "SO", "TO",
];

/// Abbreviations of American states that are countries' codes too.
const STATES: [&str; 25] = [
    "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD", "ME", "MN",
    "MO", "MS", "MT", "NC", "NE", "PA", "SC", "SD", "VA",
];

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    Place(Area),
    /// A place that is none in a register, such as New Mexico.
    Other,
}

/// The place with a name, given in folded words.
pub(super) fn named(folded: &str) -> Option<Named> {
    match NAMES.get(folded) {
        Some(area) => Some(Named::Place(*area)),
        None => OTHERS.contains(&folded).then_some(Named::Other),
    }
}

/// The country with a code, as it is written: two or three capital letters.
pub(super) fn code(written: &str) -> Option<Area> {
    match written {
        "UK" => CountryCode::new("GB").map(Area::Country),
        _ if written.len() == 2 => CountryCode::new(written).map(Area::Country),
        _ => {
            let mut countries = COUNTRIES.iter();
            let found = countries.find(|country| country.long_code == written)?;
            Some(Area::Country(found.code))
        }
    }
}

/// Whether a code can be read only where it stands alone.
pub(super) fn is_also_a_word(code: &str) -> bool {
    ALSO_WORDS.contains(&code)
}

/// Whether a code may stand for an American state behind the name of a city.
pub(super) fn is_state(code: &str) -> bool {
    STATES.contains(&code)
}

/// What is known of a country beside its code.
struct Known {
    code: CountryCode,
    long_code: String,
    names: Vec<&'static str>,
}

/// Every country, once: making one builds a table of 131 translations.
static COUNTRIES: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let countries = keshvar::CountryIterator::new().filter_map(|country| {
        let translated = LANGUAGES.into_iter().filter_map(|language| {
            let name = country.translations().get(language)?;
            Some(*name)
        });
        Some(Known {
            code: CountryCode::new(&country.alpha2().to_string())?,
            long_code: country.alpha3().to_string().to_uppercase(),
            names: translated.chain([country.iso_short_name()]).collect(),
        })
    });
    countries.collect()
});

static NAMES: LazyLock<BTreeMap<String, Area>> = LazyLock::new(|| {
    let mut names: BTreeMap<String, Area> = BTreeMap::new();
    for (name, area) in AREAS {
        names.insert(folded(name), area);
    }
    for (name, code) in USUAL {
        if let Some(code) = CountryCode::new(code) {
            names.insert(folded(name), Area::Country(code));
        }
    }
    for country in COUNTRIES.iter() {
        for name in &country.names {
            let bare = folded(name.split(" (").next().unwrap_or(name));
            // Two letters are a code, which is read by its case.
            if bare.len() > 2 {
                names.entry(bare).or_insert(Area::Country(country.code));
            }
        }
    }
    names
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_has_its_names_in_three_languages() {
        for (name, expected) in [
            ("Germany", "DE"),
            ("Deutschland", "DE"),
            ("Allemagne", "DE"),
            ("United States", "US"),
            ("Vereinigte Staaten", "US"),
            ("États-Unis", "US"),
            ("United Kingdom", "GB"),
            ("Royaume-Uni", "GB"),
            ("Vereinigtes Königreich", "GB"),
            ("The Netherlands", "NL"),
            ("Niederlande", "NL"),
            ("Pays-Bas", "NL"),
            ("Bosnia and Herzegovina", "BA"),
            ("Côte d’Ivoire", "CI"),
            ("Österreich", "AT"),
            ("Autriche", "AT"),
            ("Schweiz", "CH"),
            ("Suisse", "CH"),
            ("India", "IN"),
            ("Inde", "IN"),
            ("Philippines", "PH"),
            ("Singapur", "SG"),
            ("Espace économique européen", "EEA"),
            ("UE", "EU"),
            ("weltweit", "worldwide"),
        ] {
            let found = named(&folded(name));
            let Some(Named::Place(area)) = found else {
                panic!("{name}: {found:?}")
            };
            assert_eq!(area.as_str(), expected, "{name}");
        }
        assert_eq!(named("new mexico"), Some(Named::Other));
        assert_eq!(named("frankfurt"), None);
        assert_eq!(named("europe"), None);
    }

    #[test]
    fn codes_are_capital_letters() {
        let as_text = |code: &str| super::code(code).map(|area| area.as_str().to_owned());
        assert_eq!(as_text("DE").as_deref(), Some("DE"));
        assert_eq!(as_text("UK").as_deref(), Some("GB"));
        assert_eq!(as_text("DEU").as_deref(), Some("DE"));
        assert_eq!(as_text("de"), None);
        assert_eq!(as_text("AWS"), None);
    }
}
