//! Grounds on which data may leave the EEA, by their usual names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::words::{folded, words};
use crate::content::TransferMechanism::{
    self, Adequacy, Bcr, Derogation, Dpf, None as NoTransfer, Scc, UkIdta,
};

/// The names in English, German and French; longer ones go before shorter ones.
const NAMES: [(&str, TransferMechanism); 106] = [
    ("SCC", Scc),
    ("SCCs", Scc),
    ("standard contractual clauses", Scc),
    ("standard contractual clause", Scc),
    ("standard contract clauses", Scc),
    ("standard data protection clauses", Scc),
    ("model clauses", Scc),
    ("model contract clauses", Scc),
    ("Standardvertragsklauseln", Scc),
    ("Standardvertragsklausel", Scc),
    ("Standard-Vertragsklauseln", Scc),
    ("Standarddatenschutzklauseln", Scc),
    ("SVK", Scc),
    ("clauses contractuelles types", Scc),
    ("clauses contractuelles type", Scc),
    ("clause contractuelle type", Scc),
    ("CCT", Scc),
    ("DPF", Dpf),
    ("data privacy framework", Dpf),
    ("EU-US data privacy framework", Dpf),
    ("EU-U.S. data privacy framework", Dpf),
    ("EU-US-DPF", Dpf),
    ("EU-U.S. DPF", Dpf),
    ("EU/US data privacy framework", Dpf),
    ("Swiss-US data privacy framework", Dpf),
    ("Swiss-U.S. data privacy framework", Dpf),
    ("Swiss-US DPF", Dpf),
    ("Swiss-U.S. DPF", Dpf),
    ("UK extension", Dpf),
    ("UK extension to the EU-US data privacy framework", Dpf),
    ("UK extension to the EU-U.S. data privacy framework", Dpf),
    ("UK extension to the EU-US DPF", Dpf),
    ("UK extension to the EU-U.S. DPF", Dpf),
    ("data privacy framework certified", Dpf),
    ("DPF certified", Dpf),
    ("DPF certification", Dpf),
    ("DPF-Zertifizierung", Dpf),
    ("DPF-zertifiziert", Dpf),
    ("Datenschutzrahmen", Dpf),
    ("EU-US-Datenschutzrahmen", Dpf),
    ("EU-USA-Datenschutzrahmen", Dpf),
    ("Datenschutzrahmen EU-USA", Dpf),
    ("EU-U.S.-Datenschutzrahmen", Dpf),
    ("cadre de protection des données", Dpf),
    ("cadre de protection des données UE-États-Unis", Dpf),
    ("cadre de protection des données UE-USA", Dpf),
    ("cadre de protection des données UE-US", Dpf),
    (
        "cadre de protection des données personnelles UE-États-Unis",
        Dpf,
    ),
    ("cadre de confidentialité des données UE-États-Unis", Dpf),
    ("cadre de confidentialité des données", Dpf),
    ("adequacy", Adequacy),
    ("adequacy decision", Adequacy),
    ("adequacy decisions", Adequacy),
    ("EU adequacy decision", Adequacy),
    ("Angemessenheitsbeschluss", Adequacy),
    ("Angemessenheitsbeschlüsse", Adequacy),
    ("Angemessenheitsentscheidung", Adequacy),
    ("Angemessenheit", Adequacy),
    ("adéquation", Adequacy),
    ("décision d'adéquation", Adequacy),
    ("décisions d'adéquation", Adequacy),
    ("IDTA", UkIdta),
    ("UK IDTA", UkIdta),
    ("international data transfer agreement", UkIdta),
    ("UK international data transfer agreement", UkIdta),
    ("international data transfer addendum", UkIdta),
    ("UK international data transfer addendum", UkIdta),
    ("UK addendum", UkIdta),
    ("UK transfer addendum", UkIdta),
    ("BCR", Bcr),
    ("BCRs", Bcr),
    ("binding corporate rules", Bcr),
    ("verbindliche interne Datenschutzvorschriften", Bcr),
    ("règles d'entreprise contraignantes", Bcr),
    ("derogation", Derogation),
    ("derogations", Derogation),
    ("no transfer", NoTransfer),
    ("no transfers", NoTransfer),
    ("no data transfer", NoTransfer),
    ("no international transfer", NoTransfer),
    ("no international transfers", NoTransfer),
    ("no third-country transfer", NoTransfer),
    ("no third country transfers", NoTransfer),
    ("no transfer to third countries", NoTransfer),
    ("no transfer to a third country", NoTransfer),
    ("no transfer outside the EU", NoTransfer),
    ("no transfer outside the EEA", NoTransfer),
    ("none required", NoTransfer),
    ("none needed", NoTransfer),
    ("none necessary", NoTransfer),
    ("not required", NoTransfer),
    ("no transfer mechanism required", NoTransfer),
    ("keine Übermittlung", NoTransfer),
    ("keine Drittlandübermittlung", NoTransfer),
    ("keine Übermittlung in Drittländer", NoTransfer),
    ("keine Übermittlung in ein Drittland", NoTransfer),
    ("kein Transfer", NoTransfer),
    ("kein Drittlandtransfer", NoTransfer),
    ("nicht erforderlich", NoTransfer),
    ("keine erforderlich", NoTransfer),
    ("aucun transfert", NoTransfer),
    ("pas de transfert", NoTransfer),
    ("aucun transfert hors UE", NoTransfer),
    ("aucun transfert hors de l'UE", NoTransfer),
    ("non requis", NoTransfer),
    ("non requise", NoTransfer),
];

/// The most words that a name has.
pub(super) const LONGEST: usize = 10;

/// Words that a name may have in front without meaning another ground.
const IN_FRONT: [&str; 2] = ["eu", "ue"];

/// Words between the names.
const BETWEEN: [&str; 14] = [
    "and", "or", "und", "oder", "et", "ou", "sowie", "plus", "the", "les", "le", "la", "der", "die",
];

/// The ground with a name, given in folded words.
pub(super) fn named(folded: &str) -> Option<TransferMechanism> {
    let bare = || {
        let (first, rest) = folded.split_once(' ')?;
        IN_FRONT.contains(&first).then_some(rest)
    };
    let found = BY_NAME.get(folded).or_else(|| BY_NAME.get(bare()?));
    found.copied()
}

/// The grounds that a text names, in its order, and whether it says nothing else.
pub(in crate::import) fn transfer(text: &str) -> (Vec<TransferMechanism>, Rest) {
    let words = words(text);
    let mut found = Vec::new();
    let mut rest = Rest::Nothing;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let may_begin = FIRST.contains(word.as_str());
        let lengths = (1..=LONGEST).rev().filter(|_| may_begin);
        let longest = lengths.filter_map(|length| {
            let name = words.get(at..at + length)?.join(" ");
            Some((length, named(&name)?))
        });
        match longest.into_iter().next() {
            Some((length, ground)) => {
                if !found.contains(&ground) {
                    found.push(ground);
                }
                at += length;
            }
            None => {
                if !BETWEEN.contains(&word.as_str()) {
                    rest = Rest::Words;
                }
                at += 1;
            }
        }
    }
    (found, rest)
}

/// Whether there is more in a text than was read out of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::import) enum Rest {
    Nothing,
    Words,
}

/// The words with which names begin, so that a long text is looked through quickly.
static FIRST: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let first = BY_NAME.keys().filter_map(|name| name.split(' ').next());
    first.chain(IN_FRONT).collect()
});

static BY_NAME: LazyLock<BTreeMap<String, TransferMechanism>> = LazyLock::new(|| {
    let names = NAMES.iter();
    names
        .map(|(name, ground)| (folded(name), *ground))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[TransferMechanism], rest: Rest) {
        assert_eq!(transfer(text), (expected.to_vec(), rest), "{text}");
    }

    #[test]
    fn grounds_are_read_in_the_order_of_the_text() {
        use Rest::{Nothing, Words};
        check("SCCs; DPF", &[Scc, Dpf], Nothing);
        check("Standard Contractual Clauses (SCCs)", &[Scc], Nothing);
        check(
            "Standard Contractual Clauses and the EU-US Data Privacy Framework",
            &[Scc, Dpf],
            Nothing,
        );
        check("EU-U.S. DPF, UK Addendum", &[Dpf, UkIdta], Nothing);
        check("Standardvertragsklauseln, DPF", &[Scc, Dpf], Nothing);
        check("EU-Standardvertragsklauseln", &[Scc], Nothing);
        check("Angemessenheitsbeschluss", &[Adequacy], Nothing);
        check("Clauses contractuelles types", &[Scc], Nothing);
        check(
            "Cadre de protection des données UE-États-Unis",
            &[Dpf],
            Nothing,
        );
        check("décision d’adéquation + BCR", &[Adequacy, Bcr], Nothing);
        check("none required", &[NoTransfer], Nothing);
        check("No transfer.", &[NoTransfer], Nothing);
        check("Keine Drittlandübermittlung", &[NoTransfer], Nothing);
        check("SCCs (Module 3)", &[Scc], Words);
        check("see our addendum", &[], Words);
        check("Privacy Shield", &[], Words);
        check("", &[], Nothing);
    }

    #[test]
    fn no_name_is_longer_than_what_is_looked_at() {
        for name in BY_NAME.keys() {
            assert!(name.split(' ').count() <= LONGEST, "{name}");
        }
    }
}
