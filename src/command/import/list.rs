//! `candor import FILE…`: lists that a company has already, brought into its register.

mod report;

use std::path::PathBuf;

use super::register::Register;
use super::{ImportOptions, all_met, finish, in_file, open, project, unreadable};
use crate::command::{Console, Outcome};
use crate::import::{self, Unread};
use crate::source::{FileEdit, Source, Sources};

pub(super) fn run(
    files: &[PathBuf],
    options: &ImportOptions,
    console: &mut Console<'_>,
) -> Outcome {
    let project = match project(options, console) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let mut sources = Sources::new();
    for file in files {
        if let Err(outcome) = open(file, &mut sources, console) {
            return outcome;
        }
    }
    let lists: Vec<&Source> = sources.iter().map(|(_, source)| source).collect();
    let imported = match import::list(&lists, &options.settled) {
        Ok(imported) => imported,
        Err(Unread(unread)) => {
            for (path, why) in unread {
                unreadable(&path, &why, console);
            }
            return Outcome::WrongUsage;
        }
    };
    for (path, remark) in &imported.remarks {
        console.remark(&in_file(path, remark));
    }
    if imported.entries.is_empty() {
        report::left_out(&imported, console);
        console.failure(&format!(
            "no list of sub-processors was found in {}\n  a table is known by its headings, such as “Vendor” and “Purpose”, and bullets by the heading above them, such as “Sub-processors”\n  processing descriptions are imported with --documents",
            names(files)
        ));
        return Outcome::WrongUsage;
    }
    let readings = imported.readings.iter();
    let headings = readings.flat_map(|reading| reading.columns.iter().map(|(heading, _)| heading));
    if let Err(outcome) = all_met(&options.settled, headings.map(String::as_str), console) {
        return outcome;
    }
    let mut register = Register::of(&project);
    let fates = register.take(&imported.entries);
    report::show(&imported, &fates, &register, &project, console);
    let edits = register.edit().into_iter().collect();
    let judged: Vec<FileEdit> = register.completed().into_iter().collect();
    finish(&project, edits, &judged, options, console)
}

fn names(files: &[PathBuf]) -> String {
    let names = files.iter().map(|file| file.display().to_string());
    names.collect::<Vec<String>>().join(", ")
}
