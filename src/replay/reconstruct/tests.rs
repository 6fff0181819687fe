use super::*;
use crate::bundled;
use crate::parse::{Project, Tense};
use crate::replay::History;
use crate::source::Sources;

const CONFIG: &str = "[site]\nid = \"44eb5085-44d7-468e-ab76-6e2949b97ad9\"\ntitle = \"T\"\n\
                      base_url = \"https://trust.example/\"\n";

/// A project that can be added to.
struct Desk {
    sources: Sources,
    project: Project,
    history: History,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Desk {
        let config = [("candor.toml", CONFIG)].into_iter();
        Desk::of(config.chain(files.iter().copied()).collect())
    }

    fn of(mut sources: Sources) -> Desk {
        bundled::lay_under(&mut sources);
        let parsed = parse::parse(&sources);
        assert_eq!(parsed.problems, []);
        let project = parsed.value.unwrap();
        let replayed = super::super::replay(&project);
        assert_eq!(replayed.problems, []);
        Desk {
            sources,
            history: replayed.value,
            project,
        }
    }

    fn reconstruct(&self, states: &[PastState]) -> Reconstruction {
        let before = Before {
            sources: &self.sources,
            project: &self.project,
            history: &self.history,
        };
        reconstruct(before, states, day("2026-01-05"))
    }

    /// The project with the changes written down.
    fn with(self, made: &Reconstruction) -> Desk {
        let mut sources = self.sources;
        for edit in &made.edits {
            let FileEdit::Create { path, bytes } = edit else {
                panic!("nothing is replaced");
            };
            assert!(sources.get(path).is_none(), "{path} is new");
            sources.insert(path, bytes.as_slice());
        }
        Desk::of(sources)
    }
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A state of entries like `Acme | Hosting | https://acme.example/`.
fn state(revision: &str, on: &str, entries: &[&str]) -> PastState {
    let mut text = String::new();
    for entry in entries {
        let mut parts = entry.split(" | ");
        let name = parts.next().unwrap();
        let id = crate::content::id::slug(name);
        let purpose = parts.next().unwrap_or("Hosting");
        text += &format!(
            "[[subprocessor]]\nid = \"{id}\"\nname = \"{name}\"\npurpose = \"{purpose}\"\n"
        );
        if let Some(website) = parts.next() {
            text += &format!("website = \"{website}\"\n");
        }
    }
    let mut sources = Sources::new();
    let source = sources.insert("list", text.as_bytes());
    let register = parse::register::parse(source, &text, Tense::Past);
    assert_eq!(register.problems, []);
    let entries = register.value.entries.iter();
    PastState {
        revision: revision.to_owned(),
        source: format!("list.md, commit {revision}"),
        day: day(on),
        entries: entries.map(|entry| Subprocessor::clone(entry)).collect(),
    }
}

/// What became of each state, in a line.
fn fates(made: &Reconstruction) -> Vec<String> {
    let fates = made.steps.iter().map(|step| match &step.fate {
        Fate::Same => format!("{} same", step.day),
        Fate::Known { id } => format!("known {id}"),
        Fate::TooLate { .. } => format!("{} too late", step.day),
        Fate::Change { id, title, counts } => {
            let Counts {
                added,
                amended,
                removed,
            } = counts;
            format!("{id} | {title} | +{added} ~{amended} -{removed}")
        }
    });
    fates.collect()
}

#[test]
fn each_state_that_says_something_else_becomes_a_change() {
    let states = [
        state("a1", "2024-03-01", &["Acme"]),
        state("a2", "2024-04-01", &["Acme"]),
        state("a3", "2024-05-01", &["Beta | Mail", "Acme"]),
        state("a4", "2024-05-01", &["Beta | Mail", "Acme | Storage"]),
        state("a5", "2024-06-01", &["Beta | Mail"]),
        state("a6", "2026-01-05", &["Beta | Post"]),
    ];
    let desk = Desk::new(&[]);
    let made = desk.reconstruct(&states);
    assert_eq!(
        fates(&made),
        [
            "2024-03-01-acme-added | Acme added | +1 ~0 -0",
            "2024-04-01 same",
            "2024-05-01-beta-added | Beta added | +1 ~0 -0",
            "2024-05-01-acme-purpose-amended | Acme: purpose amended | +0 ~1 -0",
            "2024-06-01-acme-removed | Acme removed | +0 ~0 -1",
            "2026-01-05 too late",
        ]
    );
    assert_eq!(made.tip[0].engagements[0].purpose, "Post");

    let desk = desk.with(&made);
    let changes = desk.history.changes().iter();
    let told: Vec<String> = changes
        .map(|change| format!("{} {} {:?}", change.announced, change.order, change.kind))
        .collect();
    assert_eq!(
        told[2],
        "2024-05-01 1 Historical { source: \"list.md, commit a4\" }"
    );
    assert_eq!(told.len(), 4);
    assert!(desk.project.working.subprocessors.is_empty());

    let again = desk.reconstruct(&states);
    assert_eq!(again.edits, []);
    assert_eq!(fates(&again)[3], "known 2024-05-01-acme-purpose-amended");
}

#[test]
fn a_later_run_adds_only_what_is_new() {
    let mut states = vec![
        state("a1", "2024-03-01", &["Acme"]),
        state("a2", "2024-03-01", &["Acme | Storage"]),
    ];
    let desk = Desk::new(&[]);
    let made = desk.reconstruct(&states);
    let desk = desk.with(&made);
    states.push(state("a3", "2024-03-01", &["Acme | Backup"]));
    let made = desk.reconstruct(&states);
    assert_eq!(made.edits.len(), 2);
    let desk = desk.with(&made);
    let orders: Vec<u32> = desk.history.changes().iter().map(|c| c.order).collect();
    assert_eq!(orders, [0, 1, 2]);
}

#[test]
fn a_day_never_lies_before_that_of_the_state_before() {
    let made = Desk::new(&[]).reconstruct(&[
        state("a1", "2024-03-09", &["Acme"]),
        state("a2", "2024-03-01", &["Beta | Mail"]),
    ]);
    let days: Vec<Date> = made.steps.iter().map(|step| step.day).collect();
    assert_eq!(days, [day("2024-03-09"), day("2024-03-09")]);
}

#[test]
fn a_company_keeps_its_id_where_the_list_shows_that_it_is_the_same() {
    let site = "https://acme.example/";
    let made = Desk::new(&[]).reconstruct(&[
        state("a1", "2024-03-01", &[&format!("Acme | Hosting | {site}")]),
        state(
            "a2",
            "2024-04-01",
            &[&format!("Acme by Beta | Hosting | {site}")],
        ),
    ]);
    assert_eq!(
        fates(&made)[1],
        "2024-04-01-acme-is-now-called-acme-by-beta | Acme is now called Acme by Beta | +0 ~1 -0"
    );
    assert_eq!(made.kept[0].former_name, "Acme");
    assert_eq!(made.tip[0].id.as_str(), "acme");
}

#[test]
fn a_like_company_is_another_one_and_is_said() {
    let made = Desk::new(&[]).reconstruct(&[
        state("a1", "2024-03-01", &["Acme | Hosting"]),
        state("a2", "2024-04-01", &["Beta | Hosting"]),
    ]);
    assert_eq!(
        fates(&made)[1],
        "2024-04-01-beta-replaces-acme | Beta replaces Acme | +1 ~0 -1"
    );
    let told: Vec<_> = made
        .resemblances
        .iter()
        .map(|r| (r.former.as_str(), r.new.as_str()))
        .collect();
    assert_eq!(told, [("acme", "beta")]);
}

#[test]
fn an_id_comes_back_with_its_company_and_is_given_to_no_other() {
    let made = Desk::new(&[]).reconstruct(&[
        state("a1", "2024-03-01", &["Acme | Hosting", "Beta | Mail"]),
        state("a2", "2024-04-01", &["Beta | Mail"]),
        state("a3", "2024-05-01", &["Beta | Mail", "ACME | Tickets"]),
    ]);
    assert_eq!(made.tip[1].id.as_str(), "acme");
    assert_eq!(made.tip[1].name, "ACME");
}

#[test]
fn namesakes_keep_apart_in_any_order() {
    let two = |revision, on, entities: [&str; 2]| {
        let mut state = state(revision, on, &["Acme", "Acme 2"]);
        for (entry, entity) in state.entries.iter_mut().zip(entities) {
            entry.name = "Acme".to_owned();
            entry.entity = Some(entity.to_owned());
        }
        state
    };
    let made = Desk::new(&[]).reconstruct(&[
        two("a1", "2024-03-01", ["Acme GmbH", "Acme Inc."]),
        two("a2", "2024-04-01", ["Acme Inc.", "Acme GmbH"]),
    ]);
    let ids: Vec<&str> = made.tip.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["acme-2", "acme"]);
    assert_eq!(fates(&made)[1], "2024-04-01 same");
}

#[test]
fn a_project_that_knows_the_company_gives_its_id() {
    let register =
        "[[subprocessor]]\nid = \"aws\"\nname = \"Amazon Web Services\"\npurpose = \"Hosting\"\n";
    let desk = Desk::new(&[("content/subprocessors.toml", register)]);
    let made = desk.reconstruct(&[state("a1", "2024-03-01", &["Amazon Web Services"])]);
    assert_eq!(made.tip[0].id.as_str(), "aws");
}
