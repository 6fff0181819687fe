//! Laws of time and order, held for projects made at random: registers, changes and dates.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use candor::assemble::days_to_come;
use candor::command::load::{self, Understood};
use candor::compare::Amendment;
use candor::content::{Content, Date, ProductId};
use candor::replay::{PublishedLog, gate};
use candor::source::Sources;
use proptest::prelude::*;
use support::{Project, cases, day};

const CONFIG: &str = r#"[site]
id = "2d0e4c0a-0c1f-4f0e-8a1b-7a3c5b9d1e21"
title = "Laws"
base_url = "https://trust.laws.example/"

[products]
cloud = "For Cloud"
server = "For Server"
"#;

const IDS: [&str; 3] = ["alder", "birch", "cedar"];

/// An entry of the register at some time, by what can differ.
#[derive(Clone, PartialEq, Debug)]
struct Entry {
    word: u8,
    products: u8,
}

impl Entry {
    fn print(&self, id: &str) -> String {
        let products = match self.products {
            0 => "",
            1 => "products = [\"cloud\"]\n",
            2 => "products = [\"server\"]\n",
            _ => "products = [\"cloud\", \"server\"]\n",
        };
        format!(
            "[[subprocessor]]\nid = \"{id}\"\nname = \"{id}\"\npurpose = \"purpose-{}\"\n{products}\n",
            self.word
        )
    }
}

/// One step of the log.
#[derive(Clone, Debug)]
enum Step {
    Put {
        item: usize,
        entry: Entry,
    },
    Remove {
        item: usize,
    },
    Document {
        item: usize,
        word: u8,
    },
    /// Withdraws the change before, where it can still be.
    Withdraw,
}

/// A log: after how many days each change is announced, after how many it takes effect, what it does.
#[derive(Clone, Debug)]
struct Log(Vec<(u8, u8, Step)>);

fn entry() -> impl Strategy<Value = Entry> {
    (0..4u8, 0..4u8).prop_map(|(word, products)| Entry { word, products })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3usize, entry()).prop_map(|(item, entry)| Step::Put { item, entry }),
        1 => (0..3usize).prop_map(|item| Step::Remove { item }),
        2 => (0..2usize, 0..4u8).prop_map(|(item, word)| Step::Document { item, word }),
        1 => Just(Step::Withdraw),
    ]
}

fn log() -> impl Strategy<Value = Log> {
    prop::collection::vec((0..20u8, 0..60u8, step()), 0..7).prop_map(Log)
}

/// What the log has come to, while its files are written.
#[derive(Default)]
struct Writing {
    files: BTreeMap<String, String>,
    entries: BTreeMap<usize, Entry>,
    documents: BTreeMap<usize, u8>,
    /// The latest effective day of each item, so that nothing overtakes.
    latest: BTreeMap<(char, usize), Date>,
}

impl Log {
    /// The project that holds this log and no draft, and the days that stand in it.
    fn project(&self) -> Project {
        let mut writing = Writing::default();
        let mut announced = day("2026-01-05");
        writing.entries.insert(
            0,
            Entry {
                word: 0,
                products: 0,
            },
        );
        let folder = "content/changes/2026-01-05-first";
        writing.put(
            &format!("{folder}/change.toml"),
            "kind = \"baseline\"\nannounced = 2026-01-05\ntitle = \"First\"\n",
        );
        let first = writing.entries[&0].print(IDS[0]);
        writing.put(&format!("{folder}/subprocessors.toml"), &first);
        let mut before: Option<Before> = None;
        for (number, (pause, notice, step)) in self.0.iter().enumerate() {
            announced = announced.plus(u32::from(*pause));
            let id = format!("{announced}-step-{number}");
            before = writing.step(&id, number, announced, u32::from(*notice), step, before);
        }
        writing.finish()
    }
}

/// What the change before did, for one that withdraws it.
struct Before {
    id: String,
    effective: Date,
    entries: BTreeMap<usize, Entry>,
    documents: BTreeMap<usize, u8>,
}

impl Writing {
    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
    }

    fn step(
        &mut self,
        id: &str,
        order: usize,
        announced: Date,
        notice: u32,
        step: &Step,
        before: Option<Before>,
    ) -> Option<Before> {
        let folder = format!("content/changes/{id}");
        let key = match step {
            Step::Put { item, .. } | Step::Remove { item } => ('s', *item),
            Step::Document { item, .. } => ('d', *item),
            Step::Withdraw => ('-', 0),
        };
        let mut effective = announced.plus(notice);
        if let Some(latest) = self.latest.get(&key) {
            effective = effective.max(*latest);
        }
        let mut lines = String::new();
        let state = (self.entries.clone(), self.documents.clone());
        match step {
            Step::Put { item, entry } => {
                let entry = Entry {
                    word: word_of(order, entry.word),
                    ..*entry
                };
                self.entries.insert(*item, entry.clone());
                self.put(
                    &format!("{folder}/subprocessors.toml"),
                    &entry.print(IDS[*item]),
                );
            }
            Step::Remove { item } => {
                if self.entries.remove(item).is_none() {
                    return before;
                }
                lines = format!("removed = [\"{}\"]\n", IDS[*item]);
            }
            Step::Document { item, word } => {
                let word = word_of(order, *word);
                self.documents.insert(*item, word);
                let text = document(*item, word);
                self.put(&format!("{folder}/processing/text-{item}.md"), &text);
            }
            Step::Withdraw => {
                let withdrawn = before.filter(|before| before.effective > announced)?;
                lines = format!("replaces = \"{}\"\n", withdrawn.id);
                self.entries = withdrawn.entries;
                self.documents = withdrawn.documents;
            }
        }
        self.latest.insert(key, effective);
        self.put(
            &format!("{folder}/change.toml"),
            &format!(
                "kind = \"change\"\nannounced = {announced}\norder = {order}\neffective = {effective}\ntitle = \"title-{order}\"\nreason = \"reason-{order}\"\nshort_notice = \"the law is about time\"\n{lines}"
            ),
        );
        let is_new = !matches!(step, Step::Withdraw);
        is_new.then(|| Before {
            id: id.to_owned(),
            effective,
            entries: state.0,
            documents: state.1,
        })
    }

    fn finish(mut self) -> Project {
        let register: String = self
            .entries
            .iter()
            .map(|(item, entry)| entry.print(IDS[*item]))
            .collect();
        self.put("content/subprocessors.toml", &register);
        for (item, word) in self.documents.clone() {
            self.put(
                &format!("content/processing/text-{item}.md"),
                &document(item, word),
            );
        }
        self.put(
            "content/index.md",
            "+++\ntitle = \"Laws\"\n+++\nAll is well.\n",
        );
        self.put("candor.toml", CONFIG);
        let files = self.files.into_iter();
        Project {
            files: files
                .map(|(path, text)| (path, text.into_bytes()))
                .collect(),
        }
    }
}

/// A word that no other step of the log has.
fn word_of(step: usize, word: u8) -> u8 {
    u8::try_from(step).unwrap() * 4 + 10 + word
}

fn document(item: usize, word: u8) -> String {
    format!(
        "+++\ntitle = \"Text {item}\"\n+++\nThis is word-{item}-{word}, with [alder](/subprocessors/).\n"
    )
}

/// Every day from the first on which the site changes by itself.
fn days(understood: &Understood) -> Vec<Date> {
    days_to_come(&understood.history, day("2026-01-04"))
}

fn outputs(project: &Project, on: Date) -> BTreeMap<String, String> {
    project.built(&on.to_string()).texts()
}

/// The `changes.json` of a day, as a subscriber keeps it.
fn published(project: &Project, on: Date) -> PublishedLog {
    let file = project.built(&on.to_string()).file("changes.json");
    PublishedLog::parse(file.as_bytes()).unwrap()
}

/// Everything that answers on a day.
fn addresses(project: &Project, on: Date) -> BTreeSet<String> {
    let routes = project.built(&on.to_string()).routes();
    routes.iter().map(|route| route.file()).collect()
}

/// The project, once someone has found out what held before its baseline.
fn with_a_past(project: &Project, entry: &Entry, text: Option<u8>) -> Project {
    let folder = "content/changes/2020-02-03-past";
    let project = project
        .clone()
        .with_bytes(
            &format!("{folder}/change.toml"),
            "kind = \"historical\"\nannounced = 2020-02-03\ntitle = \"Past\"\nsource = \"A contract\"\n",
        )
        .with_bytes(&format!("{folder}/subprocessors.toml"), entry.print(IDS[0]));
    match text {
        Some(word) => {
            project.with_bytes(&format!("{folder}/processing/text-0.md"), document(0, word))
        }
        None => project,
    }
}

/// A content as one product has it.
fn filtered_for(content: &Content, product: &ProductId) -> Content {
    let subprocessors = content.subprocessors.values();
    let documents = content.documents.values();
    Content {
        subprocessors: subprocessors
            .filter_map(|entry| entry.for_product(product))
            .map(|entry| (entry.id.clone(), entry))
            .collect(),
        documents: documents
            .filter_map(|document| document.for_product(product))
            .map(|document| (document.id.clone(), document))
            .collect(),
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_log_made_at_random_has_no_errors_and_no_draft(log in log()) {
        let project = log.project();
        prop_assert_eq!(project.shown_problems("2026-06-01"), "");
        prop_assert!(project.understood().draft.is_empty());
    }

    #[test]
    fn the_log_never_depends_on_the_order_in_which_files_are_listed(
        (log, order) in log().prop_flat_map(|log| {
            let paths: Vec<String> = log.project().files.into_keys().collect();
            (Just(log), Just(paths).prop_shuffle())
        })
    ) {
        let project = log.project();
        let mut sources = Sources::new();
        for path in &order {
            sources.insert(path, project.files[path].clone());
        }
        let shuffled = load::understand(sources, None).understood.unwrap();
        let sorted = project.understood();
        let ids = |understood: &Understood| -> Vec<String> {
            let changes = understood.history.changes().iter();
            changes.map(|change| format!("{} {:?} {:?}", change.id, change.told, change.of_day)).collect()
        };
        prop_assert_eq!(ids(&shuffled), ids(&sorted));
        for on in days(&sorted) {
            prop_assert_eq!(shuffled.history.in_force(on), sorted.history.in_force(on));
        }
        prop_assert_eq!(shuffled.history.tip(), sorted.history.tip());
    }

    #[test]
    fn a_products_view_is_a_filter_on_the_history(log in log()) {
        let understood = log.project().understood();
        for product in ["cloud", "server"] {
            let product = ProductId::new(product).unwrap();
            let filtered = understood.history.for_product(&product);
            for on in days(&understood) {
                let then_filtered = filtered_for(&understood.history.in_force(on), &product);
                prop_assert_eq!(filtered.in_force(on), then_filtered, "on {}", on);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn between_two_dates_of_the_sources_nothing_changes(log in log()) {
        let project = log.project();
        let days = days(&project.understood());
        for pair in days.windows(2) {
            let last = pair[1].day_before();
            if last > pair[0] {
                prop_assert_eq!(outputs(&project, pair[0]), outputs(&project, last));
            }
        }
        let last = *days.last().unwrap();
        prop_assert_eq!(outputs(&project, last), outputs(&project, last.plus(2000)));
    }

    #[test]
    fn what_is_published_stays_and_the_gate_lets_the_rest_through(log in log()) {
        let project = log.project();
        let understood = project.understood();
        let mut days = days(&understood);
        days.push(days.last().unwrap().plus(2000));
        let mut before = published(&project, days[0]);
        for on in days {
            let after = published(&project, on);
            let kept = after.records().take(before.changes.len());
            prop_assert!(kept.eq(before.records()), "on {}", on);
            let refused = gate::check(&before, &understood.project, &understood.history, on);
            prop_assert_eq!(refused, vec![], "on {}", on);
            before = after;
        }
        prop_assert_eq!(before.changes.len(), understood.history.changes().len());
    }

    #[test]
    fn what_answered_once_answers_on_every_later_day(log in log()) {
        let project = log.project();
        let mut days = days(&project.understood());
        days.push(days.last().unwrap().plus(2000));
        let mut before = BTreeSet::new();
        for on in days {
            let after = addresses(&project, on);
            let gone: Vec<&String> = before.difference(&after).collect();
            prop_assert!(gone.is_empty(), "on {}: {:?}", on, gone);
            before = after;
        }
    }

    #[test]
    fn a_past_that_is_found_later_takes_no_address_and_no_record(
        log in log(),
        past in prop_oneof![
            Just(Entry { word: 0, products: 0 }),
            entry(),
        ],
        text in prop::option::of(0..4u8),
    ) {
        let project = log.project();
        let grown = with_a_past(&project, &past, text);
        for on in days(&project.understood()) {
            let (before, after) = (addresses(&project, on), addresses(&grown, on));
            let gone: Vec<&String> = before.difference(&after).collect();
            prop_assert!(gone.is_empty(), "on {}: {:?}", on, gone);
            let records = |project| -> Vec<_> {
                published(project, on).records().cloned().collect()
            };
            prop_assert_eq!(records(&project), records(&grown), "on {}", on);
        }
    }

    #[test]
    fn what_builds_on_one_day_builds_on_every_later_day(log in log(), first in 0..200u32) {
        let project = log.project();
        let first = day("2026-01-05").plus(first);
        let errors = |on: Date| {
            let (problems, _) = project.problems(&on.to_string());
            problems.into_iter().filter(|p| p.is_error()).count()
        };
        if errors(first) == 0 {
            for on in days_to_come(&project.understood().history, first) {
                prop_assert_eq!(errors(on), 0, "on {}", on);
            }
            prop_assert_eq!(errors(first.plus(4000)), 0);
        }
    }

    #[test]
    fn before_its_announcement_no_byte_of_a_change_is_published(log in log()) {
        let project = log.project();
        let understood = project.understood();
        for change in understood.history.changes() {
            if change.id.as_str().ends_with("-first") {
                continue;
            }
            let outputs = outputs(&project, change.announced.day_before());
            let number = change.title.strip_prefix("title-").unwrap();
            let mut secrets = vec![
                change.id.as_str().to_owned(),
                format!("title-{number}"),
                format!("reason-{number}"),
            ];
            for amendment in &change.amendments {
                match amendment {
                    _ if change.replaces.is_some() => {}
                    Amendment::Subprocessor(step) => {
                        secrets.extend(step.after().map(|after| after.engagements[0].purpose.clone()));
                    }
                    Amendment::Document(step) => {
                        let text = step.after().map(|after| after.body.text().to_owned());
                        let word = text.and_then(|text| Some(text.split([' ', ',']).nth(2)?.to_owned()));
                        secrets.extend(word);
                    }
                }
            }
            prop_assert!(secrets.len() >= 3);
            for (path, text) in &outputs {
                for secret in &secrets {
                    // A longer number begins with a shorter one.
                    let found = text.match_indices(secret.as_str()).any(|(at, _)| {
                        let next = text[at + secret.len()..].chars().next();
                        !next.is_some_and(|c| c.is_ascii_digit())
                    });
                    prop_assert!(!found, "{} is in {}", secret, path);
                    prop_assert!(!path.contains(secret.as_str()), "{path}");
                }
            }
        }
    }
}
