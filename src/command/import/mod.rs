//! `candor import`: what a company has already, as the files of a project.
//!
//! [`list`] takes the entries of the register out of files, [`history`] the past of a list out of a git
//! repository, [`documents`] processing descriptions out of exported texts. Each reports what it would
//! write and what it leaves out; [`finish`] then writes, where that was asked for, and only what leaves
//! the project sound.

mod documents;
mod history;
mod list;
mod register;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::load::{self, Understood};
use super::{Console, Day, Outcome};
use crate::diagnostic::{Diagnostic, nearest};
use crate::import::read::{LARGEST, Remark, Unreadable};
use crate::read::{self, ReadError};
use crate::replay::ChangeKind;
use crate::replay::record::Before;
use crate::source::{FileEdit, SourceId, SourcePath, Sources};
use crate::write;

pub use crate::import::{Meaning, Settled};

/// What `candor import` is asked for.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub root: PathBuf,
    pub day: Day,
    pub what: What,
    /// The headings that whoever imports has settled.
    pub settled: Settled,
    pub writing: Writing,
}

/// Where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// Lists of sub-processors.
    Lists(Vec<PathBuf>),
    /// The history of a list: the folder of a clone, and a path in it.
    History { repository: PathBuf, path: String },
    /// Exported texts.
    Documents(Vec<PathBuf>),
}

/// Whether the report is all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writing {
    Report,
    Write,
}

/// What `--map` says: `Vertragspartner=entity`. A heading may hold equals signs itself, a field doesn't.
///
/// # Errors
/// Where it names no field, with those that there are.
pub fn settlement(text: &str) -> Result<(String, Meaning), String> {
    let Some((heading, word)) = text.rsplit_once('=') else {
        return Err("expected the column's heading and a field, such as \"Firma=name\"".to_owned());
    };
    let word = word.trim();
    if let Some(meaning) = Meaning::named(word, heading) {
        return Ok((heading.to_owned(), meaning));
    }
    let meant = nearest(word, Meaning::words()).map(|near| format!("; did you mean `{near}`?"));
    let known: Vec<String> = Meaning::words().map(|word| format!("`{word}`")).collect();
    Err(format!(
        "there is no field `{word}`{}\n  known are {}",
        meant.unwrap_or_default(),
        known.join(", ")
    ))
}

/// Imports, or says what an import would do.
pub fn run(options: &ImportOptions, console: &mut Console<'_>) -> Outcome {
    match &options.what {
        What::Lists(files) => list::run(files, options, console),
        What::History { repository, path } => history::run(repository, path, options, console),
        What::Documents(files) => documents::run(files, options, console),
    }
}

/// A project without errors that something is imported into.
struct Project {
    sources: Sources,
    understood: Understood,
}

impl Project {
    fn before(&self) -> Before<'_> {
        self.understood.before(&self.sources)
    }
}

fn project(options: &ImportOptions, console: &mut Console<'_>) -> Result<Project, Outcome> {
    let loaded = load::load(&options.root, None, console)?;
    let consequence = "Nothing is imported while there are errors.";
    let (understood, sources) = loaded.sound(consequence, console)?;
    Ok(Project {
        sources,
        understood,
    })
}

/// Takes a file that is to be imported in, under its name.
fn open(
    file: &Path,
    sources: &mut Sources,
    console: &mut Console<'_>,
) -> Result<SourceId, Outcome> {
    let bytes = read::file_of_at_most(file, LARGEST).map_err(|error| {
        console.failure(&error.to_string());
        match error {
            ReadError::TooLarge { .. } => Outcome::WrongUsage,
            ReadError::NoProject { .. } | ReadError::Io { .. } => Outcome::SystemFailure,
        }
    })?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // Two files of one name are told apart by their folders.
    let whole = file.to_string_lossy();
    let path = match sources.get(&name) {
        None => &name,
        Some(_) => &whole,
    };
    Ok(sources.insert(path, bytes))
}

/// Says why a file can't be read, where, and what to do.
fn unreadable(file: &SourcePath, error: &Unreadable, console: &mut Console<'_>) {
    let line = error.line.map(|line| format!(":{line}"));
    console.failure(&format!(
        "{file}{}: {error}\n  {}",
        line.unwrap_or_default(),
        error.help
    ));
}

/// Refuses a settled heading that no column has: it would silently settle nothing.
fn all_met<'h>(
    settled: &Settled,
    headings: impl Iterator<Item = &'h str>,
    console: &mut Console<'_>,
) -> Result<(), Outcome> {
    let headings: BTreeSet<&str> = headings.filter(|heading| !heading.is_empty()).collect();
    let unmet = settled.unmet(headings.iter().copied());
    let Some(first) = unmet.first() else {
        return Ok(());
    };
    let known: Vec<String> = headings
        .iter()
        .map(|heading| format!("“{heading}”"))
        .collect();
    let known = match known.as_slice() {
        [] => String::new(),
        known => format!("\n  the columns are {}", known.join(", ")),
    };
    console.failure(&format!("--map: no column is headed “{first}”{known}"));
    Err(Outcome::WrongUsage)
}

/// Makes the edits where that was asked for. With those that are `judged`, the project must be sound.
fn finish(
    project: &Project,
    edits: Vec<FileEdit>,
    judged: &[FileEdit],
    options: &ImportOptions,
    console: &mut Console<'_>,
) -> Outcome {
    let after = load::understand(project.before().with(judged), None);
    if after.problems.iter().any(Diagnostic::is_error) {
        console.problems(after.problems, &after.sources);
        console.remark("Nothing is imported: with these files the project would have errors.");
        return Outcome::SourceErrors;
    }
    if edits.is_empty() {
        console.remark("There is nothing to write.");
        return Outcome::Done;
    }
    if options.writing == Writing::Report {
        console.remark("Nothing is written yet. If this is right, run it again with --write.");
        return Outcome::Done;
    }
    let count = edits.len();
    if let Err(error) = write::apply(&options.root, &edits) {
        console.failure(&error.to_string());
        return error.blame().into();
    }
    match count {
        1 => console.result("Wrote 1 file"),
        n => console.result(&format!("Wrote {n} files")),
    }
    next(project, console);
    Outcome::Done
}

/// What to do with what was written.
fn next(project: &Project, console: &mut Console<'_>) {
    let mut changes = project.understood.history.changes().iter();
    let baseline = changes.find(|change| change.kind == ChangeKind::Baseline);
    let after = match baseline {
        None => "it as the beginning of the log: candor record".to_owned(),
        Some(baseline) if project.understood.history.has_only_baseline() => format!(
            "it: candor record, or, while nothing is published yet, candor record --again {}",
            baseline.id
        ),
        Some(_) => "what the working files say now: candor record".to_owned(),
    };
    console.remark(&format!(
        "  next: read it (candor status), complete what candor check asks for, and record {after}"
    ));
}

/// A remark with the place that it is about.
fn in_file(file: &SourcePath, remark: &Remark) -> String {
    match remark.line {
        Some(line) => format!("{file}:{line}: {}", remark.text),
        None => format!("{file}: {}", remark.text),
    }
}
