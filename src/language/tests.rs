use proptest::prelude::*;

use super::*;
use crate::content::{Area, LocationRole, TransferMechanism};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

fn shipped(tag: &str) -> Language {
    let checked = Language::new(tag, None);
    assert_eq!(checked.problems, []);
    checked.value.unwrap()
}

/// The language of a project whose own catalogue says `text`, and what is wrong with it.
fn with_own(tag: &str, text: &str) -> (Option<Language>, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let id = sources.insert("themes/acme/strings/own.toml", text.as_bytes());
    let checked = Language::new(tag, Some((id, text)));
    (checked.value, checked.problems)
}

/// The text that a problem underlines.
fn underlined<'a>(text: &'a str, problem: &Diagnostic) -> &'a str {
    &text[problem.span.range()]
}

fn country(code: &str) -> Area {
    Area::Country(CountryCode::new(code).unwrap())
}

/// Pages are rendered in parallel, all by the one language.
#[test]
fn a_language_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    assert_eq!(shared(shipped("de")).tag(), "de");
}

#[test]
fn what_is_bundled_is_faultless() {
    for tag in Language::shipped() {
        let path = format!("strings/{tag}.toml");
        let text = bundled::words(tag).unwrap();
        // As a project's own file over itself it goes through every check.
        assert_eq!(with_own(tag, text).1, [], "{path}");
    }
}

#[test]
fn the_shipped_languages_have_the_same_keys() {
    let english = english();
    for tag in Language::shipped() {
        let catalogue = bundled_catalogue(tag).unwrap();
        let paths: Vec<_> = catalogue.keys().collect();
        assert_eq!(paths, english.keys().collect::<Vec<_>>(), "{tag}");
    }
}

#[test]
fn no_key_of_the_words_stands_in_another_section_too() {
    let catalogue = english();
    let twice: Vec<&str> = catalogue
        .keys()
        .filter_map(|path| path.strip_prefix("words."))
        .filter(|key| catalogue.contains_key(*key))
        .collect();
    assert_eq!(twice, [""; 0]);
}

#[test]
fn there_are_words_for_every_value_that_a_register_can_hold() {
    for tag in Language::shipped() {
        let language = shipped(tag);
        let mut said = Vec::new();
        said.extend(TransferMechanism::ALL.map(|t| language.transfer(t)));
        said.extend(Role::ALL.map(|role| language.role(role)));
        said.extend(Area::WORDS.map(|(_, area)| language.area(area)));
        said.extend(
            LocationRole::ALL.map(|r| language.say(&format!("places.{}", r.as_str()), &[])),
        );
        let fields = [
            &Field::OF_VENDOR[..],
            &Field::OF_ENGAGEMENT,
            &Field::OF_DOCUMENT,
        ];
        said.extend(fields.concat().into_iter().map(|f| language.field(f)));
        for words in said {
            assert!(
                !words.is_empty() && !words.starts_with('['),
                "{tag}: {words}"
            );
        }
    }
}

#[test]
fn a_date_is_written_out() {
    for (tag, date, expected) in [
        ("en", "2026-12-24", "24 December 2026"),
        ("en", "2026-03-02", "2 March 2026"),
        ("de", "2026-12-24", "24. Dezember 2026"),
        ("de", "2026-01-01", "1. Januar 2026"),
    ] {
        let date = Date::parse(date).unwrap();
        assert_eq!(shipped(tag).date(date), expected);
    }
}

#[test]
fn a_country_bears_its_everyday_name() {
    for (tag, code, expected) in [
        ("en", "GB", "United Kingdom"),
        ("en", "US", "United States"),
        ("en", "CZ", "Czechia"),
        ("de", "GB", "Vereinigtes Königreich"),
        ("de", "DE", "Deutschland"),
        ("de-AT", "US", "Vereinigte Staaten"),
    ] {
        assert_eq!(shipped(tag).area(country(code)), expected, "{tag} {code}");
    }
}

#[test]
fn every_country_has_a_name_in_the_shipped_languages() {
    let letters = || (b'A'..=b'Z').map(char::from);
    let codes: Vec<CountryCode> = letters()
        .flat_map(|first| letters().map(move |second| format!("{first}{second}")))
        .filter_map(|code| CountryCode::new(&code))
        .collect();
    assert_eq!(codes.len(), 249);
    for code in codes {
        for tag in Language::shipped() {
            assert!(!shipped(tag).country(code).is_empty(), "{tag} {code}");
        }
    }
}

#[test]
fn a_language_without_country_names_takes_the_english_ones() {
    for (tag, expected) in [
        ("fr", "Allemagne"),
        ("zh", "德国"),
        ("zh-TW", "德國"),
        ("gsw", "Germany"),
    ] {
        assert_eq!(
            place::country_name(CountryCode::new("DE").unwrap(), tag),
            expected
        );
    }
}

#[test]
fn a_location_says_what_is_known_of_it() {
    let city = Some("Frankfurt".to_owned());
    let region = Some("eu-central-1".to_owned());
    let hosting = Some(LocationRole::Hosting);
    for (area, city, region, role, expected) in [
        (country("DE"), &None, &None, None, "Germany"),
        (country("DE"), &city, &None, None, "Germany (Frankfurt)"),
        (
            country("DE"),
            &city,
            &region,
            None,
            "Germany (Frankfurt, eu-central-1)",
        ),
        (
            country("DE"),
            &city,
            &region,
            hosting,
            "Germany (Frankfurt, eu-central-1; hosting)",
        ),
        (country("DE"), &None, &None, hosting, "Germany (hosting)"),
        (
            Area::Eu,
            &None,
            &region,
            None,
            "European Union (eu-central-1)",
        ),
        (
            Area::Worldwide,
            &None,
            &None,
            Some(LocationRole::Access),
            "Worldwide (access)",
        ),
    ] {
        let location = Location {
            area,
            city: city.clone(),
            region: region.clone(),
            role,
        };
        assert_eq!(shipped("en").location(&location), expected);
    }
}

#[test]
fn a_list_ends_with_and() {
    let parts = |n: usize| {
        ["a", "b", "c"][..n]
            .iter()
            .map(|&s| s.to_owned())
            .collect::<Vec<_>>()
    };
    for (n, english, german) in [
        (0, "", ""),
        (1, "a", "a"),
        (2, "a and b", "a und b"),
        (3, "a, b and c", "a, b und c"),
    ] {
        assert_eq!(shipped("en").list(&parts(n)), english);
        assert_eq!(shipped("de").list(&parts(n)), german);
    }
}

#[test]
fn a_key_without_words_stands_in_brackets() {
    let english = shipped("en");
    assert_eq!(english.say("no.such", &[]), "[no.such]");
    assert_eq!(english.count("no.such", 2, &[]), "[no.such]");
    assert!(!english.has("no.such"));
    assert!(english.has("field.purpose"));
    assert!(english.keys().all(|key| english.has(key)));
}

#[test]
fn a_tag_is_written_as_the_standard_writes_it() {
    for (tag, expected) in [
        ("EN", Some("en")),
        ("de-at", Some("de-AT")),
        ("fr", None),
        ("", None),
        ("e n", None),
        ("english language", None),
    ] {
        let language = Language::new(tag, None).value;
        assert_eq!(language.as_ref().map(Language::tag), expected, "{tag}");
    }
}

#[test]
fn own_words_lie_over_the_bundled_ones() {
    let (language, problems) = with_own("en", "[field]\npurpose = \"What for\"");
    let language = language.unwrap();
    assert_eq!(problems, []);
    assert_eq!(language.field(Field::Purpose), "What for");
    assert_eq!(
        language.field(Field::Data),
        shipped("en").field(Field::Data)
    );
}

#[test]
fn a_slip_in_own_words_is_shown_at_its_place() {
    for (text, severity, at, message, label) in [
        (
            "[field]\npurpse = \"What for\"",
            Severity::Warning,
            "purpse",
            "no page uses the words `field.purpse`",
            "did you mean `field.purpose`?",
        ),
        (
            "[field]\npurpose = 7",
            Severity::Error,
            "7",
            "`field.purpose` must be a text",
            "expected words between quotation marks",
        ),
        (
            "[field]\npurpose = \"For {company}\"",
            Severity::Warning,
            "\"For {company}\"",
            "nothing is put in for `{company}` in `field.purpose`",
            "this text has no placeholders",
        ),
        (
            "[dates]\nday = \"{day}/{mnth}/{year}\"",
            Severity::Error,
            "\"{day}/{mnth}/{year}\"",
            "the pattern of a date is incomplete",
            "`{month}` is missing",
        ),
        (
            "[dates]\nmonths = [\"Jan\", \"Feb\"]",
            Severity::Error,
            "[\"Jan\", \"Feb\"]",
            "`dates.months` must name the twelve months",
            "expected 12 texts from January on, found 2",
        ),
        (
            "direction = \"left\"",
            Severity::Error,
            "\"left\"",
            "`left` is no direction of writing",
            "expected \"ltr\" (left to right) or \"rtl\" (right to left)",
        ),
        (
            "[plurals]\ndays = \"days\"",
            Severity::Error,
            "\"days\"",
            "`plurals.days` must give the forms for one and for many",
            "expected a table, such as { one = \"one day\", other = \"{n} days\" }",
        ),
        (
            "[plurals.days]\none = \"a day\"",
            Severity::Error,
            "days",
            "`plurals.days` has no form `other`",
            "every language needs `other`: it serves all numbers without a form of their own",
        ),
        (
            "[plurals.days]\nonne = \"a day\"\nother = \"days\"",
            Severity::Error,
            "onne",
            "`onne` is no plural form",
            "did you mean `one`?",
        ),
    ] {
        let (language, problems) = with_own("en", text);
        let [problem] = problems.as_slice() else {
            panic!("{text}: {problems:#?}");
        };
        assert_eq!(problem.severity, severity, "{text}");
        assert_eq!(underlined(text, problem), at);
        assert_eq!(problem.message, message);
        assert_eq!(problem.label, label);
        assert!(language.is_some(), "the other problems must still be found");
    }
}

#[test]
fn a_file_that_is_no_toml_is_shown_once() {
    let text = "[field\npurpose = \"x\nname = 'y";
    let (_, problems) = with_own("en", text);
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .message
            .starts_with("this file of words can't be read")
    );
}

#[test]
fn a_language_of_the_projects_own_must_be_complete() {
    let (language, problems) = with_own("fr", "name = \"Français\"\n[lists]\nlast = \" et \"");
    let [problem] = problems.as_slice() else {
        panic!("{problems:#?}");
    };
    assert!(problem.is_error());
    let notes = problem.notes.join("\n");
    assert!(
        notes.contains("below `[lists]`:\nseparator = \", \""),
        "{notes}"
    );
    assert!(notes.contains("purpose = \"Purpose\""), "{notes}");
    assert!(!notes.contains("last = "), "{notes}");
    assert_eq!(language.unwrap().name(), "Français");
}

#[test]
fn the_report_of_missing_words_can_be_pasted() {
    let (_, problems) = with_own("fr", "");
    let mut file = String::new();
    for note in &problems[0].notes {
        let (place, lines) = note.split_once('\n').unwrap();
        let header = place.split('`').nth(1).unwrap_or_default();
        file.push_str(&format!("{header}\n{lines}\n"));
    }
    let (language, problems) = with_own("fr", &file);
    assert_eq!(problems, []);
    assert_eq!(
        language.unwrap().keys().count(),
        shipped("en").keys().count()
    );
}

#[test]
fn the_form_follows_the_languages_own_rules() {
    let forms = "[plurals.days]\none = \"{n} dzień\"\nfew = \"{n} dni\"\nmany = \"{n} dni (many)\"\nother = \"{n} dnia\"";
    let polish: LanguageIdentifier = "pl".parse().unwrap();
    let words = catalogue::read(forms).catalogue;
    let language = Language::of("pl".into(), words, Plurals::of(&polish));
    for (n, expected) in [
        (1, "1 dzień"),
        (2, "2 dni"),
        (5, "5 dni (many)"),
        (22, "22 dni"),
    ] {
        assert_eq!(language.count("days", n, &[]), expected);
    }
    let english: LanguageIdentifier = "en".parse().unwrap();
    let words = catalogue::read(forms).catalogue;
    let language = Language::of("en".into(), words, Plurals::of(&english));
    assert_eq!(language.count("days", 0, &[]), "0 dnia");
}

#[test]
fn the_ways_of_writing_a_key_are_the_same() {
    let ways = [
        "[words]\noverview.title = \"x\"",
        "[words]\n\"overview.title\" = \"x\"",
        "[words.overview]\ntitle = \"x\"",
        "words.overview.title = \"x\"",
    ];
    for text in ways {
        let paths: Vec<String> = catalogue::read(text).catalogue.into_keys().collect();
        assert_eq!(paths, ["words.overview.title"], "{text}");
    }
}

#[test]
fn only_what_is_given_is_put_in() {
    for (text, expected) in [
        ("{name} joins", "<Acme> joins"),
        ("{name}{name}", "<Acme><Acme>"),
        ("{other} {name}", "{other} <Acme>"),
        ("{ {name} }", "{ <Acme> }"),
        ("{{name}}", "{<Acme>}"),
        ("{name", "{name"),
        ("{}", "{}"),
        ("", ""),
    ] {
        assert_eq!(template::fill(text, &[("name", "<Acme>")]), expected);
    }
    // What is put in is text, even where it looks like a placeholder.
    let arguments = [("a", "{b}"), ("b", "x")];
    assert_eq!(template::fill("{a}{b}", &arguments), "{b}x");
}

proptest! {
    #[test]
    fn a_text_without_arguments_stays_as_it_is(text in "[{}a-c ü]*") {
        prop_assert_eq!(template::fill(&text, &[]), text);
    }

    #[test]
    fn no_own_file_makes_it_panic(text in "\\PC*", tag in "[a-z]{2,3}(-[A-Z]{2})?") {
        let (_, problems) = with_own(&tag, &text);
        for problem in problems {
            prop_assert!(problem.span.end as usize <= text.len());
        }
    }
}
