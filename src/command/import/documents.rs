//! `candor import --documents`: processing descriptions out of what a wiki or word processor exports.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{ImportOptions, Project, finish, in_file, open, project, unreadable};
use crate::command::{Console, Outcome};
use crate::content::DocumentId;
use crate::import::document::{self, Description, Descriptions, Group};
use crate::parse::print;
use crate::source::{FileEdit, Sources};

pub(super) fn run(
    files: &[PathBuf],
    options: &ImportOptions,
    console: &mut Console<'_>,
) -> Outcome {
    let project = match project(options, console) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let columns = project.understood.project.config.columns.iter();
    let columns: Vec<String> = columns.map(|column| column.value.clone()).collect();
    let mut edits = Vec::new();
    for file in files {
        let mut sources = Sources::new();
        let source = match open(file, &mut sources, console) {
            Ok(id) => sources.source(id),
            Err(outcome) => return outcome,
        };
        let found = match document::read(source, &columns) {
            Ok(found) => found,
            Err(error) => {
                unreadable(&source.path, &error, console);
                return Outcome::WrongUsage;
            }
        };
        for remark in &found.remarks {
            console.remark(&in_file(&source.path, remark));
        }
        if found.descriptions.is_empty() {
            console.failure(&format!(
                "{}: no processing description was found in it",
                file.display()
            ));
            return Outcome::WrongUsage;
        }
        let found = after_what_is_there(found, &project);
        for group in &found.groups {
            add(&project, index(group), &mut edits, console);
        }
        for description in &found.descriptions {
            if let Some(path) = known(&project, description) {
                console.remark(&format!(
                    "left out: “{}”, since {path} has its id `{}`",
                    description.title, description.id
                ));
                continue;
            }
            add(&project, text(description), &mut edits, console);
            unlinked(&project, description, console);
        }
    }
    finish(&project, edits.clone(), &edits, options, console)
}

/// The same descriptions and groups, placed after those that the project has in the same folder.
fn after_what_is_there(mut found: Descriptions, project: &Project) -> Descriptions {
    let layout = &project.understood.project.layout;
    let is_new = |folder: &str| found.groups.iter().any(|group| group.folder == folder);
    let groups = layout.groups.iter().filter(|(folder, _)| !is_new(folder));
    let last_group = last(groups.map(|(_, group)| group.order));
    let ids: BTreeSet<DocumentId> = found.descriptions.iter().map(|d| d.id.clone()).collect();
    for group in &mut found.groups {
        group.order += last_group;
    }
    for description in &mut found.descriptions {
        let others = layout.documents.iter().filter(|(id, place)| {
            place.group == description.folder
                && place.path.below("content/processing").is_some()
                && !ids.contains(*id)
        });
        description.order += last(others.map(|(_, place)| place.order));
    }
    found
}

fn last(orders: impl Iterator<Item = Option<i64>>) -> usize {
    let last = orders.flatten().max().unwrap_or(0);
    usize::try_from(last).unwrap_or(0)
}

/// Puts a new file among the edits. A file that is there stays.
fn add(
    project: &Project,
    (path, text): (String, String),
    edits: &mut Vec<FileEdit>,
    console: &mut Console<'_>,
) {
    let there = project.sources.get(&path);
    if there.is_some_and(|(_, source)| source.bytes[..] == *text.as_bytes()) {
        console.result(&format!("{path} is there already, word for word"));
    } else if there.is_some() || edits.iter().any(|edit| edit.path() == path) {
        console.remark(&format!(
            "left out: {path}, since there is another file of this name"
        ));
    } else {
        console.result(&format!("{path}: new"));
        edits.push(FileEdit::Create {
            path,
            bytes: text.into_bytes(),
        });
    }
}

fn index(group: &Group) -> (String, String) {
    let path = match group.folder.as_str() {
        "" => "content/processing/index.md".to_owned(),
        folder => format!("content/processing/{folder}/index.md"),
    };
    let front = print::front_matter(&group.title, group.order);
    (path, with_body(front, &group.introduction))
}

fn text(description: &Description) -> (String, String) {
    let Description {
        id,
        folder,
        title,
        order,
        body,
    } = description;
    let folder = match folder.as_str() {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let path = format!("content/processing/{folder}{id}.md");
    (path, with_body(print::front_matter(title, *order), body))
}

fn with_body(front: String, body: &str) -> String {
    match body {
        "" => front,
        body => format!("{front}\n{body}"),
    }
}

/// Where the project has a document of this id in another place.
fn known(project: &Project, description: &Description) -> Option<String> {
    let place = project
        .understood
        .project
        .layout
        .documents
        .get(&description.id)?;
    let (path, _) = text(description);
    (place.path.as_str() != path).then(|| place.path.to_string())
}

/// Says which companies of the register a text names without a link to them.
fn unlinked(project: &Project, description: &Description, console: &mut Console<'_>) {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let text = words(&description.body);
    let register = project.understood.project.working.subprocessors.values();
    let named: BTreeSet<String> = register
        .filter(|entry| {
            !description
                .body
                .contains(&format!("(subprocessor:{})", entry.id))
        })
        .filter(|entry| {
            let name = words(&entry.name);
            !name.is_empty() && text.windows(name.len()).any(|window| window == name)
        })
        .map(|entry| format!("[{}](subprocessor:{})", entry.name, entry.id))
        .collect();
    if !named.is_empty() {
        let named: Vec<String> = named.into_iter().collect();
        console.remark(&format!(
            "“{}” names companies of the register; written so, their pages list it: {}",
            description.title,
            named.join(", ")
        ));
    }
}
