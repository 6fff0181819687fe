//! Headings above a list.

use super::name::without_number;
use super::words::{has_phrase, words};

/// What a heading above a list says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::import) enum Section {
    /// No more than that this is the list.
    Plain,
    /// What sets the list apart: a category or a product.
    Named(String),
    Affiliates,
    Former,
    Revisions,
}

/// Words that say no more than that this is the list.
const PLAIN: &[&str] = &[
    "sub",
    "subprocessor",
    "subprocessors",
    "subprocessing",
    "processor",
    "processors",
    "processing",
    "third",
    "party",
    "parties",
    "list",
    "lists",
    "of",
    "our",
    "current",
    "currently",
    "the",
    "and",
    "or",
    "a",
    "an",
    "by",
    "for",
    "in",
    "to",
    "with",
    "we",
    "us",
    "use",
    "used",
    "vendor",
    "vendors",
    "provider",
    "providers",
    "service",
    "services",
    "company",
    "companies",
    "supplier",
    "suppliers",
    "authorised",
    "authorized",
    "approved",
    "engaged",
    "existing",
    "active",
    "external",
    "data",
    "personal",
    "gdpr",
    "register",
    "overview",
    "table",
    "full",
    "all",
    "other",
    "name",
    "names",
    "names",
    "who",
    "are",
    "subcontractor",
    "subcontractors",
    "contractors",
    "as",
    "at",
    "date",
    "sheet",
    "sheet1",
    "export",
    "results",
    "result",
    "items",
    "rows",
    "entries",
    "content",
    "page",
    "trust",
    "center",
    "centre",
    "privacy",
    "legal",
    "information",
    "updated",
    "last",
    "verzeichnis",
    "der",
    "die",
    "das",
    "des",
    "den",
    "dem",
    "unterauftragsverarbeiter",
    "unterauftragsverarbeitern",
    "unterauftragnehmer",
    "unterauftragsverarbeitung",
    "unterauftragsverhaltnisse",
    "subunternehmer",
    "subunternehmen",
    "auftragsverarbeiter",
    "auftragnehmer",
    "dienstleister",
    "subdienstleister",
    "drittanbieter",
    "liste",
    "ubersicht",
    "aktuelle",
    "aktueller",
    "aktuellen",
    "derzeit",
    "derzeitige",
    "eingesetzte",
    "eingesetzten",
    "eingesetzter",
    "genehmigte",
    "genehmigten",
    "genehmigter",
    "zugelassene",
    "weitere",
    "weiterer",
    "weiteren",
    "unsere",
    "unserer",
    "und",
    "von",
    "zu",
    "tabelle",
    "tabelle1",
    "dritte",
    "externe",
    "sous",
    "traitant",
    "traitants",
    "ulterieur",
    "ulterieurs",
    "autorise",
    "autorises",
    "actuel",
    "actuels",
    "actuelle",
    "les",
    "le",
    "la",
    "l",
    "nos",
    "du",
    "de",
    "d",
    "et",
    "prestataires",
    "fournisseurs",
    "tiers",
    "feuil1",
    "registre",
    "tableau",
    "en",
    "stand",
    "version",
];

/// What numbers a part of a contract.
const NUMBERING: &[&str] = &[
    "annex",
    "appendix",
    "schedule",
    "exhibit",
    "attachment",
    "section",
    "article",
    "art",
    "part",
    "clause",
    "anlage",
    "anhang",
    "abschnitt",
    "ziffer",
    "teil",
    "annexe",
    "chapitre",
    "partie",
    "no",
    "nr",
];

const MENTIONS: &[&str] = &[
    "subprocessor",
    "sub processor",
    "subcontractor",
    "sub contractor",
    "unterauftrag",
    "subunternehm",
    "subdienstleist",
    "auftragsverarbeiter",
    "dienstleister",
    "sous traitant",
    "vendor",
    "supplier",
    "provider",
    "third part",
    "drittanbieter",
    "prestataire",
    "fournisseur",
    "affiliate",
    "subsidiar",
    "group compan",
    "following compan",
    "konzern",
    "verbundene",
    "filiale",
];

const AFFILIATES: &[&str] = &[
    "affiliate",
    "affiliated",
    "subsidiar",
    "group compan",
    "group entit",
    "group member",
    "intra group",
    "intragroup",
    "verbundene",
    "verbundenen",
    "tochter",
    "konzern",
    "filiale",
    "affilie",
    "affiliee",
    "societes du groupe",
    "entites du groupe",
    "entreprises du groupe",
    "unternehmensgruppe",
];

const FORMER: &[&str] = &[
    "former",
    "previous",
    "past",
    "removed",
    "no longer",
    "discontinued",
    "retired",
    "inactive",
    "deprecated",
    "archived",
    "ehemalig",
    "fruhere",
    "nicht mehr",
    "entfernt",
    "inaktiv",
    "ancien",
    "anciens",
    "anterieur",
    "supprime",
];

const REVISIONS: &[&str] = &[
    "revision",
    "version history",
    "change log",
    "changelog",
    "change history",
    "history",
    "changes",
    "document control",
    "anderungshistorie",
    "anderungsverlauf",
    "anderungen",
    "historie",
    "versionen",
    "historique",
    "journal des modifications",
    "modifications",
    "release notes",
];

/// Reads a heading. `title` has the words of the page's title, which say whose list it is.
pub(in crate::import) fn section(heading: &str, title: &[String]) -> Section {
    let all = words(heading);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| has_phrase(&all, phrase));
    let mixed = has(&[
        "third part",
        "drittanbieter",
        "tiers",
        "non affiliate",
        "unaffiliated",
    ]);
    if has(FORMER) {
        Section::Former
    } else if has(REVISIONS) {
        Section::Revisions
    } else if has(AFFILIATES) && !mixed {
        Section::Affiliates
    } else if is_plain(&all, title) || (has(AFFILIATES) && mixed) {
        Section::Plain
    } else {
        Section::Named(without_number(heading.trim().trim_end_matches(':')).to_owned())
    }
}

/// Whether a heading or sentence speaks of sub-processors.
pub(in crate::import) fn mentions(text: &str) -> bool {
    let words = words(text);
    MENTIONS.iter().any(|phrase| has_phrase(&words, phrase))
}

/// Whether a heading is that of a list, and what stands in front or behind is whose: "Acme
/// sub-processors". That can be told only where there is no other list.
pub(in crate::import) fn names_the_list(heading: &str) -> bool {
    mentions(heading)
}

/// Whether the paragraph above a list says that it is no longer in use.
pub(in crate::import) fn ends_the_list(lead_in: &str) -> bool {
    let all = words(lead_in);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| has_phrase(&all, phrase));
    lead_in.trim_end().ends_with(':')
        && has(&[
            "no longer",
            "former",
            "previously",
            "were removed",
            "have been removed",
            "nicht mehr",
            "ehemalig",
            "fruher",
            "ne sont plus",
            "n utilisons plus",
            "anciens",
        ])
}

fn is_plain(all: &[String], title: &[String]) -> bool {
    all.iter().enumerate().all(|(at, word)| {
        let follows_numbering = at
            .checked_sub(1)
            .and_then(|before| all.get(before))
            .is_some_and(|before| NUMBERING.contains(&before.as_str()));
        PLAIN.contains(&word.as_str())
            || NUMBERING.contains(&word.as_str())
            || title.contains(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || is_roman(word)
            || (follows_numbering && word.chars().count() == 1)
    })
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, expected: Section) {
        let title = words("Meridian Boards subprocessors");
        assert_eq!(section(heading, &title), expected, "{heading}");
    }

    #[test]
    fn a_heading_names_a_category_unless_it_only_names_the_list() {
        for plain in [
            "Third Party Subprocessors",
            "Current list",
            "Current sub-processors",
            "Annex III: List of sub-processors",
            "Anlage 2 – Verzeichnis der Unterauftragsverarbeiter",
            "Article 5 — Sous-traitants ultérieurs autorisés",
            "Sub-processors",
            "Meridian Boards sub-processors",
            "Third parties and affiliates",
            "Schedule B – Approved vendors",
            "4.1 Our sub-processors",
        ] {
            check(plain, Section::Plain);
        }
        for named in [
            "Infrastructure",
            "Tracebench Cloud: EU",
            "Infrastructure sub-processors",
        ] {
            check(named, Section::Named(named.to_owned()));
        }
        check("2.1 Support:", Section::Named("Support".to_owned()));
        check("24/7 support", Section::Named("24/7 support".to_owned()));
        check("Meridian Subsidiaries", Section::Affiliates);
        check("Affiliates", Section::Affiliates);
        check("Verbundene Unternehmen", Section::Affiliates);
        check("Group companies", Section::Affiliates);
        check("Former sub-processors", Section::Former);
        check("Ehemalige Unterauftragsverarbeiter", Section::Former);
        check("Anciens sous-traitants", Section::Former);
        check("Revision history", Section::Revisions);
        check("Änderungshistorie", Section::Revisions);
    }

    #[test]
    fn a_lead_in_can_end_a_list() {
        assert!(ends_the_list("These companies are no longer used:"));
        assert!(!ends_the_list("We no longer sell data."));
        assert!(!ends_the_list("We use these companies:"));
    }
}
