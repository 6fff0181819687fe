//! `candor import FILE…`: lists that a company has already, brought into its register.

mod report;

use std::path::{Path, PathBuf};

use super::register::Register;
use super::{ImportOptions, all_met, finish, in_file, open, project, unreadable};
use crate::command::{Console, Outcome};
use crate::import::{self, Imported, Settled};

pub(super) fn run(
    files: &[PathBuf],
    options: &ImportOptions,
    console: &mut Console<'_>,
) -> Outcome {
    let project = match project(options, console) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let mut lists = Vec::new();
    for file in files {
        match read(file, &options.settled, console) {
            Ok(list) => lists.push(list),
            Err(outcome) => return outcome,
        }
    }
    let readings = lists.iter().flat_map(|list| &list.readings);
    let headings = readings.flat_map(|reading| reading.columns.iter().map(|(heading, _)| heading));
    if let Err(outcome) = all_met(&options.settled, headings.map(String::as_str), console) {
        return outcome;
    }
    let mut register = Register::of(&project);
    let mut told = Vec::new();
    for list in &lists {
        let entries = list.entries.iter();
        let fates = register.take(entries.map(|entry| &entry.subprocessor));
        report::list(list, &fates, console);
        told.push((list, fates));
    }
    report::summary(&told, &register, &project, console);
    let edits = register.edit().into_iter().collect();
    let judged: Vec<_> = register.completed().into_iter().collect();
    finish(&project, edits, &judged, options, console)
}

fn read(file: &Path, settled: &Settled, console: &mut Console<'_>) -> Result<Imported, Outcome> {
    let (sources, id) = open(file, console)?;
    let imported = import::list(sources.source(id), settled).map_err(|error| {
        unreadable(file, &error, console);
        Outcome::WrongUsage
    })?;
    for remark in &imported.remarks {
        console.remark(&in_file(file, remark));
    }
    if imported.entries.is_empty() {
        report::left_out(&imported, console);
        console.failure(&format!(
            "{}: no list of sub-processors was found in it\n  a text of processing descriptions is imported with --documents",
            file.display()
        ));
        return Err(Outcome::WrongUsage);
    }
    Ok(imported)
}
