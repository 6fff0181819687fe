//! A third language: one file in a theme of the project's own, and no line of code.

use crate::support::Project;
use crate::{DAY, project, words};

const WORDS: &str = "themes/maison/strings/fr.toml";

/// The same project, in French.
fn french(words: &str) -> Project {
    project()
        .edit("candor.toml", "language = \"de\"", "language = \"fr\"")
        .edit(
            "candor.toml",
            "[products]",
            "[theme]\nname = \"maison\"\n\n[products]",
        )
        .with_bytes(WORDS, words)
}

/// The file, with the lines that Candor asks for where it has learnt more words since: what a translator
/// pastes.
fn completed(words: &str) -> String {
    let (problems, _) = french(words).problems(DAY);
    let mut words = words.to_owned();
    for note in problems.iter().flat_map(|problem| &problem.notes) {
        let (place, lines) = note.split_once('\n').unwrap();
        let section = place.split('`').nth(1).unwrap();
        words = words.replace(
            &format!("\n{section}\n"),
            &format!("\n{section}\n{lines}\n"),
        );
    }
    words
}

fn complete() -> Project {
    french(&completed(include_str!("fr.toml")))
}

#[test]
fn one_file_is_all_that_a_third_language_needs() {
    assert_eq!(complete().shown_problems(DAY), "");
    let built = complete().built(DAY);
    let register = words(&built.page("/subprocessors/"));
    for wanted in [
        "Sous-traitants ultérieurs",
        "2 sous-traitants ultérieurs",
        "États-Unis",
        "Irlande",
        "Allemagne (Leipzig; hébergement)",
        "Clauses contractuelles types",
        "En vigueur à partir du 18 décembre 2026",
    ] {
        assert!(register.contains(wanted), "{wanted}: {register}");
    }
    assert!(built.page("/").contains("<html lang=\"fr\""));
    let feed = built.file("changes/rss.xml");
    for wanted in [
        "<language>fr</language>",
        "Nouveau pays : Finlande",
        "18 décembre 2026",
    ] {
        assert!(feed.contains(wanted), "{wanted}: {feed}");
    }
    let calendar = built.file("changes/calendar.ics").replace("\r\n ", "");
    assert!(
        calendar.contains("Dernier jour pour s’opposer"),
        "{calendar}"
    );
}

#[test]
fn its_plurals_are_those_of_the_language() {
    // French counts nothing as one; English and German don't.
    let built = complete().built(DAY);
    let language = built.site.language();
    for (n, said) in [
        (0, "0 sous-traitant ultérieur"),
        (1, "1 sous-traitant ultérieur"),
        (2, "2 sous-traitants ultérieurs"),
        (1_000_000, "1000000 de sous-traitants ultérieurs"),
    ] {
        assert_eq!(language.count("register.count", n, &[]), said);
    }
}

#[test]
fn what_it_lacks_is_listed_so_that_it_can_be_pasted() {
    let words = include_str!("fr.toml");
    let shortened = words
        .replace("\"nav.changes\" = \"Modifications\"\n", "")
        .replace(
            "dpf = \"Cadre de protection des données UE–États-Unis\"\n",
            "",
        );
    let (problems, _) = french(&completed(words)).problems(DAY);
    assert!(problems.is_empty());
    let shown = french(&shortened).shown_problems(DAY);
    for wanted in [
        "the language `fr` isn't complete",
        "nav.changes = \"Changes\"",
        "below `[transfer]`",
    ] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    assert_eq!(french(&completed(&shortened)).shown_problems(DAY), "");
}
