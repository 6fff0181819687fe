//! Somebody who keeps a list by hand for years, and what she did, in her own words.

use std::collections::BTreeMap;

use super::repository::{Mark, Repository, Touch};

/// The first instant: 9 January 2016, 22:30 UTC, which is half an hour before midnight in Berlin.
const START: i64 = 1_452_378_600;
const DAY: i64 = 86_400;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) website: String,
}

/// What happened on a day: of each company by its id, what it is for from then on, or that it went.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Event {
    pub(crate) day: String,
    pub(crate) items: BTreeMap<String, Option<(String, String)>>,
}

pub(crate) struct Keeper {
    pub(crate) repository: Repository,
    pub(crate) list: Vec<Entry>,
    pub(crate) account: Vec<Event>,
    pub(crate) path: String,
    /// How many commits touched the list on the way that was published.
    pub(crate) versions: usize,
    pub(crate) broken: usize,
    head: Option<Mark>,
    instant: i64,
    made: usize,
    spaced: bool,
    chance: u64,
}

impl Keeper {
    pub(crate) fn new(repository: Repository) -> Keeper {
        Keeper {
            repository,
            list: Vec::new(),
            account: Vec::new(),
            path: "legal/list.md".to_owned(),
            versions: 0,
            broken: 0,
            head: None,
            instant: START,
            made: 0,
            spaced: false,
            chance: 7,
        }
    }

    /// Commits until `commits` are made: the first three entries, then whatever comes up.
    pub(crate) fn keep(&mut self, commits: usize) {
        for _ in 0..3 {
            self.add();
        }
        self.publish();
        for made in 1..commits {
            // Several commits fall on one day, at times.
            if !self.one_in(4) {
                self.instant += DAY * (1 + self.up_to(9) as i64);
            } else {
                self.instant += 60;
            }
            match made {
                20 => self.rename("legal/sub-processors.md"),
                40 => self.break_once(),
                60 => self.rename("trust/sub-processors.md"),
                _ => self.something(),
            }
        }
        self.repository.written();
    }

    fn something(&mut self) {
        match self.up_to(12) {
            0..=2 => {
                self.add();
                self.publish();
            }
            3..=5 => {
                self.amend();
                self.publish();
            }
            6 if self.list.len() > 4 => {
                self.remove();
                self.publish();
            }
            7 => {
                self.spaced = !self.spaced;
                self.publish();
            }
            8 => {
                self.list.reverse();
                self.publish();
            }
            9 => self.merge(),
            10 => {
                self.add();
                self.amend();
                self.publish();
            }
            // Something else in the same repository.
            _ => self.commit_other(),
        }
    }

    fn add(&mut self) {
        self.made += 1;
        let number = self.made;
        self.list.push(Entry {
            name: format!("Vendor {number} Größe"),
            purpose: format!("Purpose {number}"),
            website: format!("https://vendor-{number}.example/"),
        });
    }

    fn amend(&mut self) {
        let at = self.up_to(self.list.len());
        let kind = self.up_to(3);
        let word = self.instant;
        let entry = &mut self.list[at];
        match kind {
            0 => entry.website = format!("https://moved-{word}.example/"),
            _ => entry.purpose = format!("Purpose, now {word}"),
        }
    }

    fn remove(&mut self) {
        let at = self.up_to(self.list.len());
        self.list.remove(at);
    }

    fn publish(&mut self) {
        let text = self.text();
        let path = self.path.clone();
        self.commit(&[Touch::Write(&path, text.as_bytes())]);
        self.tell();
    }

    fn rename(&mut self, path: &str) {
        let from = std::mem::replace(&mut self.path, path.to_owned());
        self.commit(&[Touch::Rename(&from, path)]);
        self.versions += 1;
    }

    fn break_once(&mut self) {
        let path = self.path.clone();
        self.commit(&[Touch::Write(&path, b"We are moving this list.\n")]);
        self.versions += 1;
        self.broken += 1;
    }

    /// Two commits on a branch, one of which undoes a part of the other, and a merge some days later.
    fn merge(&mut self) {
        let base = self.head;
        self.add();
        let path = self.path.clone();
        let half = self.text();
        let instant = (self.instant, self.instant);
        let parents: Vec<Mark> = base.into_iter().collect();
        let first = self.repository.commit(
            "side",
            instant,
            &parents,
            &[Touch::Write(&path, half.as_bytes())],
        );
        self.amend();
        let whole = self.text();
        let second = self.repository.commit(
            "side",
            (self.instant + 60, self.instant + 60),
            &[first],
            &[Touch::Write(&path, whole.as_bytes())],
        );
        self.instant += 2 * DAY;
        self.commit_other();
        self.instant += DAY;
        let parents: Vec<Mark> = self.head.into_iter().chain([second]).collect();
        let instant = (self.instant, self.instant);
        self.head = Some(self.repository.commit(
            "main",
            instant,
            &parents,
            &[Touch::Write(&path, whole.as_bytes())],
        ));
        self.tell();
    }

    fn commit_other(&mut self) {
        let text = format!("{}\n", self.instant);
        self.commit(&[Touch::Write("README.md", text.as_bytes())]);
    }

    fn commit(&mut self, touches: &[Touch<'_>]) {
        let parents: Vec<Mark> = self.head.into_iter().collect();
        // It is put in place a while after it was written.
        let instant = (self.instant, self.instant + 3 * 3600);
        self.head = Some(self.repository.commit("main", instant, &parents, touches));
    }

    /// Writes down what the list says now, against what she wrote down before.
    fn tell(&mut self) {
        self.versions += 1;
        let mut before: BTreeMap<String, (String, String)> = BTreeMap::new();
        for event in &self.account {
            for (id, facts) in &event.items {
                match facts {
                    Some(facts) => before.insert(id.clone(), facts.clone()),
                    None => before.remove(id),
                };
            }
        }
        let after: BTreeMap<String, (String, String)> = self
            .list
            .iter()
            .map(|entry| {
                (
                    id(&entry.name),
                    (entry.purpose.clone(), entry.website.clone()),
                )
            })
            .collect();
        let mut items = BTreeMap::new();
        for (id, facts) in &after {
            if before.get(id) != Some(facts) {
                items.insert(id.clone(), Some(facts.clone()));
            }
        }
        for id in before.keys().filter(|id| !after.contains_key(*id)) {
            items.insert(id.clone(), None);
        }
        if !items.is_empty() {
            let day = in_berlin(self.instant);
            self.account.push(Event { day, items });
        }
    }

    fn text(&self) -> String {
        let mut text = String::from("# Our list\n\nWe keep it by hand.\n\n");
        let row = |cells: [&str; 3]| match self.spaced {
            true => format!("| {:<30} | {:<30} | {} |\n", cells[0], cells[1], cells[2]),
            false => format!("|{}|{}|{}|\n", cells[0], cells[1], cells[2]),
        };
        text += &row(["Name", "Purpose", "Website"]);
        text += "|---|---|---|\n";
        for entry in &self.list {
            text += &row([&entry.name, &entry.purpose, &entry.website]);
        }
        if self.spaced {
            text += "\nLast looked at by us.\n";
        }
        text
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.up_to(times) == 0
    }

    /// A number below `end`, the same ones at every run.
    fn up_to(&mut self, end: usize) -> usize {
        self.chance = self
            .chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.chance >> 33) as usize % end
    }
}

pub(crate) fn id(name: &str) -> String {
    name.to_lowercase()
        .replace('ö', "o")
        .replace('ß', "ss")
        .replace(' ', "-")
}

fn in_berlin(instant: i64) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    zone.to_datetime(jiff::Timestamp::from_second(instant).unwrap())
        .date()
        .to_string()
}
