//! `candor import --git`: the past of a list that was kept by hand, as historical changes.

use std::path::Path;
use std::sync::Arc;

use super::register::{PATH, Register, with_purposes};
use super::{ImportOptions, Project, all_met, finish, project};
use crate::command::{Console, Day, Outcome};
use crate::compare::{self, Amendment, Verb};
use crate::content::{Content, Date, Subprocessor};
use crate::import::{self, Entry, Settled};
use crate::read::git::{self, FileState, GitError, Object, ObjectId, Revision};
use crate::replay::ChangeKind;
use crate::replay::reconstruct::{self, Fate, PastState, Reconstruction, Step};
use crate::source::{FileEdit, Sources};

/// How many characters of a commit's id tell it from all others.
const SHORT: usize = 10;

pub(super) fn run(
    repository: &Path,
    path: &str,
    options: &ImportOptions,
    console: &mut Console<'_>,
) -> Outcome {
    let project = match project(options, console) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let versions = match versions(repository, path, &options.settled) {
        Ok(versions) => versions,
        Err(error) => {
            console.failure(&error.to_string());
            return match error {
                GitError::NotInstalled | GitError::NotRun { .. } | GitError::Broken => {
                    Outcome::SystemFailure
                }
                GitError::Refused { .. }
                | GitError::Shallow { .. }
                | GitError::NoSuchFile { .. } => Outcome::WrongUsage,
            };
        }
    };
    let lists = versions
        .iter()
        .filter_map(|version| version.list.as_ref().ok());
    let headings = lists.flat_map(|list| &list.headings).map(String::as_str);
    if let Err(outcome) = all_met(&options.settled, headings, console) {
        return outcome;
    }
    let past = Past::of(&versions, &git::name(repository), &project);
    let end = project.beginning(options.day);
    let made = reconstruct::reconstruct(project.before(), &past.states, end);
    report(&past, &made, end, console);
    if past.states.is_empty() {
        console.failure(&format!(
            "no version of {path} could be read as a list, so there is no past to import"
        ));
        return Outcome::WrongUsage;
    }
    let register = register(&project, &made, &past, console);
    let with = |register: Option<FileEdit>| made.edits.iter().cloned().chain(register).collect();
    let edits: Vec<FileEdit> = with(register.as_ref().and_then(Register::edit));
    let judged: Vec<FileEdit> = with(register.as_ref().and_then(Register::completed));
    finish(&project, edits, &judged, options, console)
}

/// A revision and what the list said after it.
struct Version {
    revision: Revision,
    list: Result<List, String>,
}

struct List {
    entries: Vec<Entry>,
    /// Those of its columns.
    headings: Vec<String>,
}

/// The versions of the file, oldest first. Each is read as it comes, so that one is held at a time.
fn versions(repository: &Path, path: &str, settled: &Settled) -> Result<Vec<Version>, GitError> {
    let revisions = git::revisions(repository, path)?;
    let held = |revision: &Revision| match &revision.state {
        FileState::Held(object) => Some(object.clone()),
        FileState::Deleted | FileState::NoFile => None,
    };
    let objects: Vec<ObjectId> = revisions.iter().filter_map(held).collect();
    let paths: Vec<&str> = revisions
        .iter()
        .filter(|revision| held(revision).is_some())
        .map(|revision| revision.path.as_str())
        .collect();
    let mut lists = Vec::new();
    let largest = u64::try_from(import::read::LARGEST).unwrap_or(u64::MAX);
    let mut paths = paths.into_iter();
    git::contents(repository, &objects, largest, |object| {
        let path = paths.next().unwrap_or_default();
        lists.push(list(object, path, settled));
    })?;
    let mut lists = lists.into_iter();
    let versions = revisions.into_iter().map(|revision| {
        let list = match &revision.state {
            FileState::Held(_) => lists
                .next()
                .unwrap_or_else(|| Err("git didn't hand it out".to_owned())),
            FileState::Deleted => Err("the file was deleted".to_owned()),
            FileState::NoFile => Err("a link stood there, not a file".to_owned()),
        };
        Version { revision, list }
    });
    Ok(versions.collect())
}

/// What one version of the list says.
fn list(object: Object, path: &str, settled: &Settled) -> Result<List, String> {
    let bytes = match object {
        Object::Bytes(bytes) => bytes,
        Object::TooLarge { bytes } => {
            return Err(format!(
                "it has {} MB, and a list has at most {}",
                bytes >> 20,
                import::read::LARGEST >> 20
            ));
        }
        Object::Missing => return Err("the clone doesn't hold it".to_owned()),
    };
    let mut sources = Sources::new();
    let id = sources.insert(path, bytes);
    let imported =
        import::list(&[sources.source(id)], settled).map_err(|error| error.to_string())?;
    if imported.entries.is_empty() {
        return Err("no list was found in it".to_owned());
    }
    let readings = imported.readings.into_iter();
    let columns = readings.flat_map(|reading| reading.columns);
    Ok(List {
        entries: imported.entries,
        headings: columns.map(|(heading, _)| heading).collect(),
    })
}

/// The states that could be read, and those that couldn't.
struct Past<'a> {
    states: Vec<PastState>,
    /// The versions that `states` were made of.
    versions: Vec<&'a Version>,
    unread: Vec<(&'a Revision, &'a str)>,
    /// The states in which entries have no purpose.
    unstated: usize,
}

impl<'a> Past<'a> {
    fn of(versions: &'a [Version], repository: &str, project: &Project) -> Past<'a> {
        let language = &project.understood.project.language;
        let mut past = Past {
            states: Vec::new(),
            versions: Vec::new(),
            unread: Vec::new(),
            unstated: 0,
        };
        for version in versions {
            let revision = &version.revision;
            match &version.list {
                Err(why) => past.unread.push((revision, why)),
                Ok(list) => {
                    let mut engaged = list
                        .entries
                        .iter()
                        .flat_map(|entry| &entry.subprocessor.engagements);
                    past.unstated += usize::from(engaged.any(|e| e.purpose.is_empty()));
                    past.versions.push(version);
                    past.states.push(PastState {
                        revision: revision.commit.clone(),
                        source: format!(
                            "Git repository {repository}, {}, commit {}",
                            revision.path, revision.commit
                        ),
                        day: day(revision, project),
                        entries: list
                            .entries
                            .iter()
                            .map(|entry| with_purposes(&entry.subprocessor, language))
                            .collect(),
                    });
                }
            }
        }
        past
    }
}

/// The civil day of a commit where the company is: when it was written, or when it was put in place where
/// a wrong clock has that earlier.
fn day(revision: &Revision, project: &Project) -> Date {
    let zone = project.understood.project.config.site.time_zone.clone();
    let second = revision.authored.min(revision.committed);
    let instant = jiff::Timestamp::from_second(second).unwrap_or_default();
    Date::from(zone.to_datetime(instant).date())
}

/// Says what becomes of each version.
fn report(past: &Past<'_>, made: &Reconstruction, end: Date, console: &mut Console<'_>) {
    let (mut changes, mut known, mut same, mut late) = (0, 0, 0, 0);
    for (version, Step { day, fate }) in past.versions.iter().zip(&made.steps) {
        let commit = short(&version.revision);
        match fate {
            Fate::Change { title, counts, .. } => {
                changes += 1;
                console.result(&format!(
                    "{day} {commit} {title} ({} added, {} amended, {} removed)",
                    counts.added, counts.amended, counts.removed
                ));
            }
            Fate::Known { .. } => known += 1,
            Fate::Same => same += 1,
            Fate::TooLate { .. } => late += 1,
        }
    }
    for (revision, why) in &past.unread {
        console.remark(&format!(
            "left out: the version of {} ({}): {why}",
            short(revision),
            revision.path
        ));
    }
    for kept in &made.kept {
        console.remark(&format!(
            "{}: “{}” and “{}” are one company, so it keeps the id `{}`",
            kept.day, kept.former_name, kept.name, kept.id
        ));
    }
    for like in &made.resemblances {
        console.remark(&format!(
            "{}: `{}` came as `{}` went with nearly the same content; nothing in the list says that it is the same company, so it is another one",
            like.day, like.new, like.former
        ));
    }
    if past.unstated > 0 {
        console.remark(&format!("{} version(s) give no purpose for some entries; their changes say that it isn't stated", past.unstated));
    }
    let set_right = past
        .states
        .iter()
        .zip(&made.steps)
        .filter(|(state, step)| state.day != step.day)
        .count();
    if set_right > 0 {
        console.remark(&format!("{set_right} commit(s) bear an earlier day than the commit before them, and count from that one's day"));
    }
    if late > 0 {
        console.remark(&format!("{late} commit(s) from {end} on changed an entry, when the log had begun; what they say is no past"));
    }
    console.result(&format!(
        "{} versions: {changes} become historical changes, {known} were imported before, {same} say what the version before them says, {} can't be read",
        past.versions.len() + past.unread.len(),
        past.unread.len()
    ));
}

fn short(revision: &Revision) -> &str {
    revision.commit.get(..SHORT).unwrap_or(&revision.commit)
}

/// What makes the last state the register, where the project has none. A register that is there stays.
fn register<'a>(
    project: &'a Project,
    made: &Reconstruction,
    past: &Past<'_>,
    console: &mut Console<'_>,
) -> Option<Register<'a>> {
    let working = &project.understood.project.working;
    if !working.subprocessors.is_empty() {
        differences(working, made, console);
        return None;
    }
    let last = past.versions.last();
    let last = last.and_then(|version| version.list.as_ref().ok());
    let stated = last.map(|list| list.entries.as_slice()).unwrap_or_default();
    // What the source doesn't state is asked for here: the register is what stands today.
    let entries = made.tip.iter().zip(stated).map(|(entry, stated)| Entry {
        subprocessor: Arc::new(Subprocessor {
            engagements: stated.subprocessor.engagements.clone(),
            ..Subprocessor::clone(entry)
        }),
        ..stated.clone()
    });
    let entries: Vec<Entry> = entries.collect();
    let mut register = Register::of(project);
    register.take(&entries);
    console.result(&format!(
        "{PATH}: the {} entries of the last version",
        entries.len()
    ));
    Some(register)
}

/// Says where the register that is there and the last state differ.
fn differences(working: &Content, made: &Reconstruction, console: &mut Console<'_>) {
    let last = Content {
        subprocessors: made
            .tip
            .iter()
            .map(|entry| (entry.id.clone(), Arc::clone(entry)))
            .collect(),
        documents: working.documents.clone(),
    };
    let amendments = compare::amendments(&last, working);
    if amendments.is_empty() {
        console.result(&format!("{PATH} says what the last version says"));
        return;
    }
    let named = |verb: Verb| -> Vec<String> {
        let of = amendments
            .iter()
            .filter(|amendment| amendment.verb() == verb);
        of.map(|amendment| format!("`{}`", Amendment::item(amendment)))
            .collect()
    };
    console.remark(&format!(
        "{PATH} stays as it is; it and the last version differ:"
    ));
    for (verb, what) in [
        (Verb::Added, "only the register has"),
        (Verb::Amended, "both have, and say other things of"),
        (Verb::Removed, "only the last version has"),
    ] {
        let items = named(verb);
        if !items.is_empty() {
            console.remark(&format!("  {what} {}", items.join(", ")));
        }
    }
}

impl Project {
    /// The first day that is no longer past: that of the baseline, or today while there is none.
    fn beginning(&self, day: Day) -> Date {
        let mut changes = self.understood.history.changes().iter();
        let baseline = changes.find(|change| change.kind == ChangeKind::Baseline);
        baseline.map_or_else(
            || day.today(&self.understood.project),
            |change| change.announced,
        )
    }
}
