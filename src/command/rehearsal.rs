//! A project in memory that can be edited and recorded, as a writer at her desk would.

use std::collections::BTreeMap;

use crate::command::load::{Loaded, understand};
use crate::command::wording;
use crate::content::{ChangeId, Date};
use crate::diagnostic::{Diagnostic, show};
use crate::replay::record::{Decision, Recording, Refusal, Relation, record};
use crate::replay::rename::Suspicion;
use crate::source::{FileEdit, Sources};

const CONFIG: &str = r#"
[site]
id = "44eb5085-44d7-468e-ab76-6e2949b97ad9"
title = "Trust"
base_url = "https://trust.example/"
language = "en"
time_zone = "Europe/Berlin"

[notice]
days = 30
slack = 2
"#;

pub(super) const REGISTER: &str = r#"# Our register.

# Mail goes out here.
[[subprocessor]]
id = "mailchimp"
name = "Mailchimp"
category = "Mail"
website = "https://mailchimp.com/"
purpose = "Newsletters" # and nothing else
data = ["Contact details"]
locations = ["US"]

[[subprocessor]]
id = "sentry"
name = "Sentry"
category = "Diagnostics"
website = "https://sentry.io/"
purpose = "Error logging"
data = ["Contact details"]
locations = ["DE"]
"#;

pub(super) const SUPPORT: &str =
    "+++\ntitle = \"Customer support\"\norder = 3\n+++\n\nWe help.\n\n- by mail\n- by phone\n";

#[derive(Clone)]
pub(super) struct Desk {
    pub(super) files: BTreeMap<String, String>,
}

pub(super) fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(super) fn id(text: &str) -> ChangeId {
    ChangeId::new(text).unwrap()
}

/// The decision to record the draft on a day.
pub(super) fn on(day: &str) -> Decision {
    wording::plainly(date(day))
}

pub(super) fn relating(day: &str, relation: Relation) -> Decision {
    Decision {
        relation,
        ..on(day)
    }
}

impl Desk {
    /// A project whose baseline is recorded.
    pub(super) fn new() -> Desk {
        let mut desk = Desk::unrecorded();
        desk.record(&on("2026-01-05")).unwrap();
        desk
    }

    pub(super) fn unrecorded() -> Desk {
        let files = [
            ("candor.toml", CONFIG),
            ("content/subprocessors.toml", REGISTER),
            ("content/processing/apps/support.md", SUPPORT),
        ];
        Desk {
            files: files
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .into(),
        }
    }

    pub(super) fn read(&self, path: &str) -> &str {
        let known = || self.files.keys().cloned().collect::<Vec<_>>().join(", ");
        let found = self.files.get(path);
        found.unwrap_or_else(|| panic!("no file {path} among {}", known()))
    }

    pub(super) fn write(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
    }

    /// Replaces a part of the working register, which must be there.
    pub(super) fn edit(&mut self, from: &str, to: &str) {
        self.edit_in("content/subprocessors.toml", from, to);
    }

    pub(super) fn edit_in(&mut self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from} isn't in {path}:\n{text}");
        let text = text.replacen(from, to, 1);
        self.write(path, &text);
    }

    /// Cuts the last entry off the working register.
    pub(super) fn drop_sentry(&mut self) {
        let register = self.read("content/subprocessors.toml");
        let end = register
            .find("\n[[subprocessor]]\nid = \"sentry\"")
            .unwrap();
        let register = register[..end].to_owned();
        self.write("content/subprocessors.toml", &register);
    }

    pub(super) fn loaded(&self) -> Loaded {
        let pairs = self.files.iter();
        let sources: Sources = pairs
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let loaded = understand(sources, None);
        let problems = loaded.problems.iter().filter(|problem| problem.is_error());
        let problems: Vec<Diagnostic> = problems.cloned().collect();
        let shown = show::terminal(&problems, &loaded.sources, show::Color::Plain);
        assert!(problems.is_empty(), "{shown}");
        loaded
    }

    /// The ids of the items of which the working files say what no change does.
    pub(super) fn draft(&self) -> Vec<String> {
        let understood = self.loaded().understood.unwrap();
        let amendments = understood.draft.amendments.iter();
        amendments.map(|a| a.item().to_string()).collect()
    }

    /// Records and makes the edits; a refusal comes as a person reads it.
    pub(super) fn record(&mut self, decision: &Decision) -> Result<Recording, String> {
        let loaded = self.loaded();
        let understood = loaded.understood.unwrap();
        let recording = record(understood.before(&loaded.sources), decision)
            .map_err(|refusal| worded(refusal, &loaded.sources))?;
        for edit in &recording.edits {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            match edit {
                FileEdit::Create { path, bytes } => {
                    assert!(!self.files.contains_key(path), "{path} is there already");
                    self.files.insert(path.clone(), text(bytes));
                }
                FileEdit::Replace {
                    path,
                    bytes,
                    expected,
                } => {
                    assert_eq!(self.read(path).as_bytes(), expected);
                    self.files.insert(path.clone(), text(bytes));
                }
                FileEdit::Remove { path, expected } => {
                    assert_eq!(self.read(path).as_bytes(), expected);
                    self.files.remove(path);
                }
            }
        }
        Ok(recording)
    }

    /// The id of the newest change.
    pub(super) fn newest(&self) -> ChangeId {
        let understood = self.loaded().understood.unwrap();
        understood.history.changes().last().unwrap().id.clone()
    }

    pub(super) fn change_file(&self, id: &str) -> &str {
        self.read(&format!("content/changes/{id}/change.toml"))
    }

    /// Everything but the recorded changes.
    pub(super) fn working(&self) -> BTreeMap<String, String> {
        let mut files = self.files.clone();
        files.retain(|path, _| !path.starts_with("content/changes/"));
        files
    }
}

fn worded(refusal: Refusal, sources: &Sources) -> String {
    match refusal {
        Refusal::Decision { message, ways } => format!("{message}\n{}", ways.join("\n")),
        Refusal::Renamed(suspicions) => {
            let questions: Vec<Diagnostic> = suspicions.iter().map(Suspicion::question).collect();
            show::terminal(&questions, sources, show::Color::Plain)
        }
        Refusal::Unlawful { problems, sources } => {
            show::terminal(&problems, &sources, show::Color::Plain)
        }
    }
}
