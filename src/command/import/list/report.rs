//! What an import says of a list: as what each column was read, what becomes of each entry, and what is
//! left to do.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::command::import::Project;
use crate::command::import::register::{Fate, PATH, Register};
use crate::command::{Console, status};
use crate::compare::{Amendment, Step};
use crate::content::Field;
use crate::import::{Entry, Imported, Kept, KeptWhy, LeftOutWhy, Meaning, Origin, lacking};
use crate::parse::print;

/// A list, column by column and entry by entry.
pub(super) fn show(
    imported: &Imported,
    fates: &[Fate],
    register: &Register<'_>,
    project: &Project,
    console: &mut Console<'_>,
) {
    let mut text = String::new();
    // Writing to a text never fails.
    let _ = columns(&mut text, imported);
    console.result(text.trim_end());
    for (entry, fate) in imported.entries.iter().zip(fates) {
        let mut text = String::new();
        let _ = one(&mut text, entry, fate);
        console.result(text.trim_end_matches('\n'));
    }
    left_out(imported, console);
    counted(fates, console);
    to_do(imported, fates, register, project, console);
}

fn columns(text: &mut String, imported: &Imported) -> std::fmt::Result {
    let mut own = None;
    // A section row begins another table with the same columns.
    for alike in imported.readings.chunk_by(|a, b| a.columns == b.columns) {
        let mut origins: Vec<Origin> = alike.iter().map(|reading| reading.origin.clone()).collect();
        origins.dedup();
        writeln!(text, "{}, read as", places(&origins))?;
        let columns = alike.first().map(|reading| reading.columns.iter());
        for (index, (heading, meaning)) in columns.into_iter().flatten().enumerate() {
            let heading = match heading.as_str() {
                "" => format!("column {}", index + 1),
                heading => heading.to_owned(),
            };
            match meaning {
                Meaning::Id => writeln!(text, "  {heading}: id")?,
                Meaning::Field(field) => writeln!(text, "  {heading}: {}", field.key())?,
                Meaning::Status => writeln!(text, "  {heading}: whether it is in use")?,
                Meaning::Optional => writeln!(text, "  {heading}: whether it is optional")?,
                Meaning::Skipped => writeln!(text, "  {heading}: left out, as you say")?,
                Meaning::Extra(key) => {
                    writeln!(
                        text,
                        "  {heading}: extra.{key}, since no field is called so"
                    )?;
                    own = own.or(Some(heading));
                }
            }
        }
    }
    if let Some(heading) = own {
        writeln!(
            text,
            "What stands in `extra` is published. If such a column has a field, say which: --map \"{heading}=FIELD\"; if it is nobody's business, --map \"{heading}=skip\""
        )?;
    }
    Ok(())
}

fn one(text: &mut String, entry: &Entry, fate: &Fate) -> std::fmt::Result {
    let is = fate.entry();
    match fate {
        Fate::Told(step) => {
            let amendment = Amendment::Subprocessor(step.clone());
            text.push_str(&status::amendment_text(&amendment));
        }
        Fate::Same(_) => writeln!(
            text,
            "\n  {} (`{}`) is in the register, as it is",
            is.name, is.id
        )?,
        Fate::OutOfReach(_) => writeln!(
            text,
            "\n  {} (`{}`) stays as it is: only an entry under [[subprocessor]] is amended",
            is.name, is.id
        )?,
    }
    writeln!(text, "    read from {}", places(&entry.origins))?;
    for (key, kept) in &entry.kept {
        writeln!(text, "    extra.{key}: {}", why_kept(kept))?;
    }
    let lacks = lacking(is);
    if !lacks.is_empty() {
        let lacks: Vec<&str> = lacks.into_iter().map(Field::key).collect();
        writeln!(
            text,
            "    lacks for Article 28 and Annex III: {}",
            lacks.join(", ")
        )?;
    }
    Ok(())
}

/// `list.csv:2, 7`, each file once.
fn places(origins: &[Origin]) -> String {
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for origin in origins {
        let lines = files.entry(origin.file.as_str()).or_default();
        lines.push(origin.line.to_string());
    }
    let files = files
        .into_iter()
        .map(|(file, lines)| format!("{file}:{}", lines.join(", ")));
    files.collect::<Vec<String>>().join("; ")
}

fn why_kept(kept: &Kept) -> String {
    let heading = &kept.heading;
    match kept.why {
        KeptWhy::NoField => format!("no field is called “{heading}”"),
        KeptWhy::DoesNotFit(field) => {
            format!(
                "“{heading}” can't be read as {}, or not all of it",
                field.key()
            )
        }
        KeptWhy::Second(field) => format!("another value of {} came before", field.key()),
        KeptWhy::OpaqueId => "an id of this form makes no address".to_owned(),
        KeptWhy::AlsoNamed => "the same company under another name".to_owned(),
        KeptWhy::Note => "a footnote".to_owned(),
    }
}

/// Says what of the source no entry says.
pub(super) fn left_out(imported: &Imported, console: &mut Console<'_>) {
    for left in &imported.left_out {
        let why = match &left.why {
            LeftOutWhy::StruckThrough => "it is struck through".to_owned(),
            LeftOutWhy::WordsStruckThrough => "these words are struck through".to_owned(),
            LeftOutWhy::Inactive(status) => format!("its status is “{status}”"),
            LeftOutWhy::Former(heading) => {
                format!("it stands under “{heading}”, and what is over is no part of the register")
            }
            LeftOutWhy::Revisions => "it tells how the list was revised".to_owned(),
            LeftOutWhy::Cookies => {
                "it lists cookies; if it is a list of sub-processors, say so: --map \"HEADING=name\""
                    .to_owned()
            }
            LeftOutWhy::Placeholder => "it names nobody".to_owned(),
            LeftOutWhy::NoName => {
                "no column of it names a sub-processor; if one does, say which: --map \"HEADING=name\""
                    .to_owned()
            }
        };
        let Origin { file, line } = &left.origin;
        console.remark(&format!("left out: {file}:{line}, “{}”: {why}", left.what));
    }
}

fn counted(fates: &[Fate], console: &mut Console<'_>) {
    let count = |is: fn(&Fate) -> bool| fates.iter().filter(|fate| is(fate)).count();
    console.result(&format!(
        "\nThe list has {}: {} new, {} amended, {} as in the register",
        match fates.len() {
            1 => "1 entry".to_owned(),
            n => format!("{n} entries"),
        },
        count(|fate| matches!(fate, Fate::Told(Step::Added { .. }))),
        count(|fate| matches!(fate, Fate::Told(Step::Amended { .. }))),
        count(|fate| matches!(fate, Fate::Same(_) | Fate::OutOfReach(_))),
    ));
}

/// What only a person can do.
fn to_do(
    imported: &Imported,
    fates: &[Fate],
    register: &Register<'_>,
    project: &Project,
    console: &mut Console<'_>,
) {
    let unlisted: Vec<String> = register.unlisted().map(|id| format!("`{id}`")).collect();
    if !unlisted.is_empty() {
        console.remark(&format!(
            "It doesn't name {}: what stays in {PATH} goes on, so take out what is over",
            unlisted.join(", ")
        ));
    }
    let unstated = |fate: &&Fate| lacking(fate.entry()).contains(&Field::Purpose);
    match fates.iter().filter(unstated).count() {
        0 => {}
        1 => console.remark("One entry has no purpose, and must have one: write it in"),
        n => console.remark(&format!(
            "{n} entries have no purpose, and must have one: write it in"
        )),
    }
    let declared = &project.understood.project.config.products;
    let undeclared = imported.products.iter();
    let undeclared: Vec<String> = undeclared
        .filter(|product| declared.iter().all(|known| known.id != product.id))
        .map(|product| format!("{} = {}\n", product.id, print::quoted(&product.name)))
        .collect();
    if !undeclared.is_empty() {
        console.remark(&format!(
            "It is divided by products, which candor.toml must declare:\n\n[products]\n{}",
            undeclared.concat()
        ));
    }
}
