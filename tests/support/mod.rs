//! What the integration tests share: a whole project in one string, and the calls that take it to pages.
//!
//! [`Project`] is a value, made of text: `-- content/subprocessors.toml --` begins a file. In memory it
//! goes through the same calls as in the program; [`Project::on_disk`] writes it into a folder of its
//! own and runs the program there. [`check_diagnostics`] takes the errors written below the text that
//! they are about.

#![allow(
    dead_code,
    unused_imports,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test takes what it needs, works on real folders where it must, and stops where something is missing"
)]

mod annotated;
mod base;
pub(crate) mod deeds;
mod disk;
pub(crate) mod html;

use std::collections::BTreeMap;
use std::sync::Arc;

use candor::assemble::{Route, Site};
use candor::command::check;
use candor::command::load::{self, Loaded, Understood};
use candor::content::Date;
use candor::diagnostic::show::{self, Color};
use candor::diagnostic::{self, Diagnostic};
use candor::parse::config::BaseUrl;
use candor::render::{self, Theme};
use candor::source::Sources;
use proptest::prelude::ProptestConfig;

pub(crate) use annotated::{check_diagnostics, check_diagnostics_as_of};
pub(crate) use disk::{OnDisk, Run, Tree, run, tree};

/// The day for which sites are built unless a test says otherwise.
pub(crate) const DAY: &str = "2026-11-24";

/// How often a law is tried: as often as `PROPTEST_CASES` says, or a few times.
pub(crate) fn cases(few: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => asked,
        None => ProptestConfig {
            cases: few,
            ..asked
        },
    }
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// The files of a project.
#[derive(Clone, Debug, Default)]
pub(crate) struct Project {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Project {
    /// From text in which `-- path --` begins each file.
    pub(crate) fn new(text: &str) -> Project {
        Project::default().with(text)
    }

    /// A small trust center: two sub-processors, one description, a baseline and one announced change.
    pub(crate) fn base() -> Project {
        Project::new(base::BASE)
    }

    /// The sample that the program carries.
    pub(crate) fn sample() -> Project {
        let files = candor::bundled::sample();
        Project {
            files: files.into_iter().map(|(p, b)| (p, b.to_vec())).collect(),
        }
    }

    /// With these files, in place of those of the same path.
    pub(crate) fn with(mut self, text: &str) -> Project {
        for (path, text) in sections(text) {
            self.files.insert(path, text.into_bytes());
        }
        self
    }

    pub(crate) fn with_bytes(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Project {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }

    /// The base project with these entries as well, in the register and in the first record of it.
    pub(crate) fn base_and_entries(more: &str) -> Project {
        let mut project = Project::base();
        for path in [
            "content/subprocessors.toml",
            "content/changes/2026-01-05-first-list/subprocessors.toml",
        ] {
            let text = project.text(path) + more;
            project = project.with_bytes(path, text);
        }
        project
    }

    pub(crate) fn without(mut self, path: &str) -> Project {
        assert!(self.files.remove(path).is_some(), "no file {path}");
        self
    }

    /// With one text of a file in place of another, which must be there.
    pub(crate) fn edit(mut self, path: &str, from: &str, to: &str) -> Project {
        let text = self.text(path);
        assert!(text.contains(from), "{path} doesn't say {from:?}");
        let edited = text.replace(from, to);
        self.files.insert(path.to_owned(), edited.into_bytes());
        self
    }

    /// With a change recorded: the files stand in its folder and, but for `change.toml` and the
    /// register, in the working files too.
    pub(crate) fn record(mut self, id: &str, change: &str, documents: &[(&str, &str)]) -> Project {
        let folder = format!("content/changes/{id}");
        let change = format!("kind = \"change\"\n{change}\n");
        self.files
            .insert(format!("{folder}/change.toml"), change.into_bytes());
        for (path, text) in documents {
            self.files
                .insert(format!("{folder}/{path}"), text.as_bytes().to_vec());
            self.files
                .insert(format!("content/{path}"), text.as_bytes().to_vec());
        }
        self
    }

    pub(crate) fn text(&self, path: &str) -> String {
        let bytes = self.files.get(path);
        let bytes = bytes.unwrap_or_else(|| panic!("no file {path}"));
        String::from_utf8(bytes.clone()).expect("text")
    }

    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        for (path, bytes) in &self.files {
            sources.insert(path, bytes.clone());
        }
        sources
    }

    pub(crate) fn load(&self) -> Loaded {
        load::understand(self.sources(), None)
    }

    /// Everything that `check` finds, in its order.
    pub(crate) fn problems(&self, as_of: &str) -> (Vec<Diagnostic>, Sources) {
        let loaded = self.load();
        let mut problems = loaded.problems;
        if let Some(understood) = &loaded.understood {
            let found = check::problems(understood, &loaded.sources, None, day(as_of), &problems);
            problems.extend(found);
        }
        diagnostic::sort(&mut problems, &loaded.sources);
        (problems, loaded.sources)
    }

    /// The problems as a person would see them; empty where there is none.
    pub(crate) fn shown_problems(&self, as_of: &str) -> String {
        let (problems, sources) = self.problems(as_of);
        show::terminal(&problems, &sources, Color::Plain)
    }

    /// The project, which has to be without errors.
    pub(crate) fn understood(&self) -> Understood {
        let loaded = self.load();
        let errors: Vec<Diagnostic> = loaded
            .problems
            .into_iter()
            .filter(Diagnostic::is_error)
            .collect();
        let shown = show::terminal(&errors, &loaded.sources, Color::Plain);
        assert!(errors.is_empty(), "the project has errors:\n{shown}");
        loaded.understood.expect("a project")
    }

    /// The site of a day.
    pub(crate) fn built(&self, as_of: &str) -> Built {
        let (problems, sources) = self.problems(as_of);
        let errors: Vec<Diagnostic> = problems.into_iter().filter(Diagnostic::is_error).collect();
        let shown = show::terminal(&errors, &sources, Color::Plain);
        assert!(errors.is_empty(), "the project has errors:\n{shown}");
        self.built_unchecked(as_of, None)
    }

    /// The site at another address.
    pub(crate) fn built_at(&self, as_of: &str, base_url: &str) -> Built {
        let base_url = BaseUrl::parse(base_url).expect("a base address");
        self.built_unchecked(as_of, Some(&base_url))
    }

    fn built_unchecked(&self, as_of: &str, base_url: Option<&BaseUrl>) -> Built {
        let loaded = load::understand(self.sources(), base_url);
        let understood = loaded.understood.expect("a project");
        Built {
            site: understood.site(day(as_of)).value,
            theme: understood.theme().value,
        }
    }

    /// Writes the project into a new folder.
    pub(crate) fn on_disk(&self) -> OnDisk {
        OnDisk::new(self)
    }
}

/// A site with its theme, ready to be rendered.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) site: Site,
    pub(crate) theme: Theme,
}

impl Built {
    pub(crate) fn routes(&self) -> Vec<Route> {
        render::routes(&self.site, &self.theme)
    }

    pub(crate) fn bytes(&self, route: &Route) -> Option<Arc<[u8]>> {
        let rendered = render::render(&self.site, &self.theme, route)?;
        Some(rendered.unwrap_or_else(|problem| panic!("{route}: {problem:?}")))
    }

    /// The file at a path of the output folder.
    pub(crate) fn file(&self, path: &str) -> String {
        let routes = self.routes();
        let route = routes.iter().find(|route| route.file() == path);
        let route = route.unwrap_or_else(|| panic!("no file {path}; there are {routes:?}"));
        let bytes = self.bytes(route).unwrap_or_else(|| panic!("no {route}"));
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    /// The page at a path of the site: `/processing/support/`.
    pub(crate) fn page(&self, path: &str) -> String {
        let path = path.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') {
            return self.file(&format!("{path}index.html"));
        }
        self.file(path)
    }

    /// Everything that would be published, by its path in the output folder.
    pub(crate) fn files(&self) -> BTreeMap<String, Arc<[u8]>> {
        let mut files = BTreeMap::new();
        for route in self.routes() {
            let bytes = self.bytes(&route).unwrap_or_else(|| panic!("no {route}"));
            let before = files.insert(route.file(), bytes);
            assert!(before.is_none(), "{} is written twice", route.file());
        }
        files
    }

    /// What is text among it, by path.
    pub(crate) fn texts(&self) -> BTreeMap<String, String> {
        let texts = self.files().into_iter().filter_map(|(path, bytes)| {
            let text = std::str::from_utf8(&bytes).ok()?;
            Some((path, text.to_owned()))
        });
        texts.collect()
    }
}

/// The files of a text in which `-- path --` begins each.
pub(crate) fn sections(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let header = trimmed
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        match header {
            Some(path) => files.push((path.to_owned(), String::new())),
            None => match files.last_mut() {
                Some((_, text)) => text.push_str(line),
                None => assert!(trimmed.is_empty(), "text before the first `-- path --`"),
            },
        }
    }
    files
}
