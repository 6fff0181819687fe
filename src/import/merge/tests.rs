use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::content::{Area, DataCategory, Location, Prose, SubprocessorId, TransferMechanism};
use crate::parse::edit::amend_entry;
use crate::parse::{self, print};
use crate::source::{Place, Sources, Span};

fn place() -> Place {
    let mut sources = Sources::new();
    Place(Span::new(sources.insert("list.csv", Vec::new()), 0..0))
}

/// An entry that says no more than its purpose.
pub(in crate::import) fn entry(id: &str, purpose: &str) -> Subprocessor {
    Subprocessor {
        id: SubprocessorId::new(id).unwrap(),
        name: id.to_owned(),
        entity: None,
        affiliate: false,
        category: None,
        description: None,
        address: None,
        contact: None,
        website: None,
        dpa: None,
        subprocessors_url: None,
        since: None,
        extra: Default::default(),
        engagements: vec![engaged(purpose)],
        place: place(),
    }
}

fn engaged(purpose: &str) -> Engagement {
    Engagement {
        id: Engagement::default_id(purpose),
        purpose: purpose.to_owned(),
        condition: None,
        data: Vec::new(),
        data_subjects: Vec::new(),
        locations: Vec::new(),
        transfer: Vec::new(),
        products: Vec::new(),
    }
}

/// The entry that a register has.
fn parsed(register: &str) -> Subprocessor {
    let files = [
        (
            "candor.toml",
            "[site]\nid = \"44eb5085-44d7-468e-ab76-6e2949b97ad9\"\ntitle = \"T\"\n\
             base_url = \"https://trust.example/\"\ntime_zone = \"UTC\"\n",
        ),
        ("content/subprocessors.toml", register),
    ];
    let sources: Sources = files.into_iter().collect();
    let mut problems = Vec::new();
    let project = parse::parse(&sources).take(&mut problems);
    assert_eq!(problems, [], "{register}");
    let working = project.unwrap().working;
    let entry = working.subprocessors.values().next().unwrap();
    Subprocessor {
        place: place(),
        ..Subprocessor::clone(entry)
    }
}

/// What a register becomes when a list says this of its only entry.
fn amended(register: &str, said: &Subprocessor) -> String {
    let was = parsed(register);
    let is = merged(&was, said);
    let amended = amend_entry(register, &was, &is).unwrap();
    assert_eq!(
        parsed(&amended),
        Subprocessor {
            place: place(),
            ..is
        },
        "{amended}"
    );
    amended
}

const REGISTER: &str = r#"# Our register.

# Asked by Sales.
[[subprocessor]]
id = "acme"
name = "Acme"            # as in the contract
purpose = "Hosting"      # since the move
locations = [
    "DE",  # Frankfurt
    "IE",
]
website = 'https://acme.example/'

[subprocessor.extra]
owner = "Team" # ours
# end of Acme

# --- nothing below ---
"#;

#[test]
fn what_stays_the_same_stays_as_it_was_typed() {
    let mut said = entry("acme", "Hosting");
    said.name = "Acme".to_owned();
    said.extra.insert("owner".to_owned(), "Team".to_owned());
    assert_eq!(amended(REGISTER, &said), REGISTER);
    let dos = REGISTER.replace('\n', "\r\n");
    assert_eq!(amended(&dos, &said), dos);
}

#[test]
fn what_differs_is_written_in_its_place() {
    let mut said = entry("acme", "Web hosting");
    said.name = "Acme Cloud".to_owned();
    said.entity = Some("Acme Ltd".to_owned());
    said.engagements[0].data = vec![DataCategory {
        category: "contact details".to_owned(),
        note: None,
    }];
    said.extra.insert("owner".to_owned(), "Ops".to_owned());
    said.extra.insert("tier".to_owned(), "1".to_owned());
    let expected = r#"# Our register.

# Asked by Sales.
[[subprocessor]]
id = "acme"
name = "Acme Cloud"            # as in the contract
entity = "Acme Ltd"
purpose = "Web hosting"      # since the move
data = ["contact details"]
locations = [
    "DE",  # Frankfurt
    "IE",
]
website = 'https://acme.example/'

[subprocessor.extra]
owner = "Ops" # ours
tier = "1"
# end of Acme

# --- nothing below ---
"#;
    assert_eq!(amended(REGISTER, &said), expected);
    let dos = REGISTER.replace('\n', "\r\n");
    assert_eq!(amended(&dos, &said), expected.replace('\n', "\r\n"));
}

#[test]
fn a_second_purpose_makes_tables_of_both_and_keeps_their_comments() {
    let mut said = entry("acme", "Hosting");
    said.name = "Acme".to_owned();
    said.engagements.push(engaged("Mail"));
    let expected = r#"# Our register.

# Asked by Sales.
[[subprocessor]]
id = "acme"
name = "Acme"            # as in the contract
website = 'https://acme.example/'

[subprocessor.extra]
owner = "Team" # ours

[[subprocessor.engagement]]
purpose = "Hosting"      # since the move
locations = [
    "DE",  # Frankfurt
    "IE",
]

[[subprocessor.engagement]]
purpose = "Mail"
# end of Acme

# --- nothing below ---
"#;
    assert_eq!(amended(REGISTER, &said), expected);
}

#[test]
fn what_a_list_is_silent_about_stays() {
    let was = parsed(REGISTER);
    let said = entry("acme", "");
    let is = merged(&was, &said);
    assert_eq!(
        is,
        Subprocessor {
            name: "acme".to_owned(),
            ..was.clone()
        }
    );

    let mut two = was.clone();
    two.engagements.push(engaged("Mail"));
    let is = merged(&two, &entry("acme", "Mail"));
    assert_eq!(is.engagements, two.engagements);
    let is = merged(&two, &entry("acme", "Storage"));
    let purposes: Vec<&str> = is.engagements.iter().map(|e| e.purpose.as_str()).collect();
    assert_eq!(purposes, ["Hosting", "Mail", "Storage"]);
}

fn word() -> impl Strategy<Value = String> {
    select(vec![
        "Acme",
        "a \"quoted\" one",
        "Zürich; #1",
        "x = 1",
        "[[subprocessor]]",
    ])
    .prop_map(str::to_owned)
}

fn engagements() -> impl Strategy<Value = Vec<Engagement>> {
    let one = |purpose: &'static str| {
        let lists = (
            prop::option::of(word()),
            subsequence(vec!["DE", "US", "EU"], 0..=3),
            subsequence(TransferMechanism::ALL.to_vec(), 0..=2),
            prop::collection::vec(word(), 0..2),
        );
        lists.prop_map(
            move |(condition, places, transfer, data_subjects)| Engagement {
                condition,
                locations: places
                    .into_iter()
                    .map(|place| Location::from(Area::parse(place).unwrap()))
                    .collect(),
                transfer,
                data_subjects,
                ..engaged(purpose)
            },
        )
    };
    let purposes = subsequence(vec!["Hosting", "Mail", "Support of users"], 1..=3);
    purposes.prop_flat_map(move |purposes| purposes.into_iter().map(one).collect::<Vec<_>>())
}

fn any_entry() -> impl Strategy<Value = Subprocessor> {
    let texts = prop::collection::vec(prop::option::of(word()), 5);
    let extra = prop::collection::btree_map(select(vec!["owner", "a tier"]), word(), 0..3);
    (texts, extra, engagements(), any::<bool>()).prop_map(
        |(texts, extra, engagements, affiliate)| {
            let mut texts = texts.into_iter();
            let mut text = || texts.next().flatten();
            Subprocessor {
                name: text().unwrap_or_else(|| "Acme".to_owned()),
                entity: text(),
                category: text(),
                address: text(),
                description: text().map(|text| Prose::parse(&text, place()).value),
                affiliate,
                extra: extra
                    .into_iter()
                    .map(|(key, text)| (key.to_owned(), text))
                    .collect(),
                engagements,
                ..entry("acme", "Hosting")
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_amended_entry_reads_as_both_together(was in any_entry(), said in any_entry()) {
        let register = format!("# above\n{}# below\n", print::subprocessor(&was));
        amended(&register, &said);
    }
}
