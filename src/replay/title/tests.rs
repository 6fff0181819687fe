use super::{Occasion, derived};
use crate::compare::Amendment;
use crate::content::{Content, DocumentKind, Field};
use crate::language::Language;
use crate::parse::{Tense, document, register};
use crate::source::{SourcePath, Sources};

fn language(tag: &str) -> Language {
    Language::new(tag, None).value.unwrap()
}

fn entry(id: &str, purpose: &str, place: &str) -> String {
    format!(
        "[[subprocessor]]\nid = \"{id}\"\nname = \"{}\"\npurpose = \"{purpose}\"\nlocations = [\"{place}\"]\n",
        id.to_uppercase()
    )
}

fn amendments(before: &[String], after: &[String]) -> Vec<Amendment> {
    let read = |entries: &[String]| -> Content {
        let text = entries.concat();
        let mut sources = Sources::new();
        let id = sources.insert("content/subprocessors.toml", text.as_bytes());
        let read = register::parse(id, &text, Tense::Past);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let entries = read.value.entries.into_iter();
        Content {
            subprocessors: entries.map(|entry| (entry.id.clone(), entry)).collect(),
            ..Content::default()
        }
    };
    crate::compare::amendments(&read(before), &read(after))
}

#[test]
fn a_title_says_what_a_change_does() {
    let drive = entry("drive", "Transfer of large files", "DE");
    let share = entry("share", "Transfer of support files", "DE");
    let mail = entry("mail", "Mail", "DE");
    let two = format!(
        "[[subprocessor]]\nid = \"mail\"\nname = \"MAIL\"\n[[subprocessor.engagement]]\npurpose = \"Mail\"\nlocations = [\"DE\"]\n[[subprocessor.engagement]]\npurpose = \"{}\"\n",
        "Transfer of large files"
    );
    let with = |line: &str| format!("{mail}{line}\n");
    let cases: &[(&[&String], &[&String], &str, &str)] = &[
        (
            &[&mail],
            &[&mail, &drive],
            "DRIVE added",
            "DRIVE kommt hinzu",
        ),
        (
            &[&mail, &drive],
            &[&mail],
            "DRIVE removed",
            "DRIVE entfällt",
        ),
        (
            &[&share],
            &[&drive],
            "DRIVE replaces SHARE",
            "DRIVE ersetzt SHARE",
        ),
        (
            &[&share, &mail],
            &[&two],
            "MAIL replaces SHARE",
            "MAIL ersetzt SHARE",
        ),
        (
            &[&mail],
            &[&entry("mail", "Mail", "FR")],
            "MAIL: location amended",
            "MAIL: Ort geändert",
        ),
        (
            &[&mail],
            &[&with("transfer = [\"scc\"]\ndata = [\"Names\"]").replace("DE", "FR")],
            "MAIL: data, location and transfer amended",
            "MAIL: Daten, Ort und Übermittlung geändert",
        ),
        (
            &[&mail],
            &[&mail.replace("\"MAIL\"", "\"Post\"")],
            "MAIL is now called Post",
            "MAIL heißt jetzt Post",
        ),
        (
            &[&mail],
            &[&entry("mail", "Mail", "FR").replace("\"MAIL\"", "\"Post\"")],
            "MAIL is now called Post: location amended",
            "MAIL heißt jetzt Post: Ort geändert",
        ),
        (
            &[&mail],
            &[
                &with("transfer = [\"scc\"]\ndata = [\"Names\"]\ncondition = \"On request\"")
                    .replace("DE", "FR")
                    .replace("\"MAIL\"", "\"Post\""),
            ],
            "MAIL is now called Post: condition, data, location and others amended",
            "MAIL heißt jetzt Post: Bedingung, Daten, Ort und weitere geändert",
        ),
        (
            &[&mail],
            &[&two],
            "MAIL: Transfer of large files added",
            "MAIL: Transfer of large files kommt hinzu",
        ),
        (
            &[],
            &[&mail, &drive],
            "2 sub-processors added: DRIVE and MAIL",
            "2 Unterauftragsverarbeiter kommen hinzu: DRIVE und MAIL",
        ),
        (
            &[
                &mail,
                &entry("a", "A", "DE"),
                &entry("b", "B", "DE"),
                &entry("c", "C", "DE"),
            ],
            &[
                &entry("a", "A", "FR"),
                &entry("b", "B", "FR"),
                &entry("c", "C", "FR"),
            ],
            "4 changes of sub-processors: A, B, C and others",
            "4 Änderungen bei Unterauftragsverarbeitern: A, B, C und weitere",
        ),
        (
            &[&share],
            &[&entry("drive", "Hosting", "DE")],
            "2 changes of sub-processors: DRIVE and SHARE",
            "2 Änderungen bei Unterauftragsverarbeitern: DRIVE und SHARE",
        ),
    ];
    for (before, after, english, german) in cases {
        let owned = |entries: &[&String]| entries.iter().map(|e| (*e).clone()).collect::<Vec<_>>();
        let amendments = amendments(&owned(before), &owned(after));
        let title = |tag| derived(&language(tag), Occasion::Change, &amendments);
        assert_eq!(title("en"), *english);
        assert_eq!(title("de"), *german);
    }
}

#[test]
fn a_document_is_called_by_its_title() {
    let read = |text: &str| -> Content {
        let mut sources = Sources::new();
        let path = SourcePath::new("content/processing/support.md");
        let id = sources.insert(path.as_str(), text.as_bytes());
        let kind = DocumentKind::Processing;
        let read = document::parse(id, &path, kind, text, Tense::Past, &|_, _| None);
        let document = read.value.document.unwrap();
        Content {
            documents: [(document.id.clone(), document)].into(),
            ..Content::default()
        }
    };
    let support = "+++\ntitle = \"Customer support\"\n+++\n\nWe help.\n";
    let before = read(support);
    for (after, expected) in [
        (
            support.replace("We help", "We do help"),
            "Customer support: text amended",
        ),
        (
            support.replace("Customer support", "Help"),
            "Customer support is now called Help",
        ),
        (
            support
                .replace("Customer support", "Help")
                .replace("We help", "We do help"),
            "Customer support is now called Help: text amended",
        ),
    ] {
        let amendments = crate::compare::amendments(&before, &read(&after));
        let title = derived(&language("en"), Occasion::Change, &amendments);
        assert_eq!(title, expected);
    }
    let amendments = crate::compare::amendments(&Content::default(), &before);
    let title = derived(&language("en"), Occasion::Change, &amendments);
    assert_eq!(title, "Customer support added");
}

#[test]
fn every_field_has_its_word() {
    for tag in Language::shipped() {
        let language = language(tag);
        let fields = Field::OF_VENDOR.iter().chain(&Field::OF_ENGAGEMENT);
        for field in fields.chain(&Field::OF_DOCUMENT) {
            let key = format!("made.field.{}", field.key());
            assert!(language.has(&key), "{tag}: {key}");
        }
    }
}
