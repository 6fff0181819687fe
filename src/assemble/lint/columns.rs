//! Whether the sections that `[processing] columns` names are there: a heading that is spelt otherwise
//! would leave its text out of the table of processings, and nobody would notice.

use std::collections::BTreeSet;

use crate::content::prose::HeadingEntry;
use crate::content::{Document, DocumentKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::Project;
use crate::source::Span;

/// Warns of columns that no description has, and of sections that nearly are one.
pub(super) fn check(project: &Project) -> Vec<Diagnostic> {
    let documents = project.working.documents.values();
    let described: Vec<&Document> = documents
        .map(AsRef::as_ref)
        .filter(|document| document.kind == DocumentKind::Processing)
        .collect();
    let misspelt = described
        .iter()
        .flat_map(|document| misspelt(document, project));
    let (meant, mut problems): (BTreeSet<&str>, Vec<Diagnostic>) = misspelt.unzip();
    // A description that can't be read may be the one that has the section.
    if !described.is_empty() && project.unreadable.texts.is_empty() {
        problems.extend(without_text(&described, project, &meant));
    }
    problems
}

/// Sections of a description that are nearly a column which it lacks, with that column.
fn misspelt<'a>(
    document: &'a Document,
    project: &'a Project,
) -> impl Iterator<Item = (&'a str, Diagnostic)> {
    let columns = || project.config.columns.iter().map(|c| c.value.as_str());
    let lacking: Vec<&str> = columns()
        .filter(|column| document.body.section(column).is_none())
        .collect();
    sections(document).filter_map(move |heading| {
        if columns().any(|column| column.trim() == heading.text.trim()) {
            return None;
        }
        let column = nearest(&heading.text, lacking.iter().copied()).or_else(|| {
            let same = |column: &&str| column.to_lowercase() == heading.text.to_lowercase();
            lacking.iter().copied().find(same)
        })?;
        let message = format!(
            "“{}” is no column of the table of processings, so its text isn't in the table",
            heading.text
        );
        let problem = Diagnostic::warning(place(document, &heading), message)
            .label(format!("did you mean `## {column}`?"))
            .note("`[processing] columns` in candor.toml says which sections are columns");
        Some((column, problem))
    })
}

/// Columns that are empty in every row, though no heading is meant for them.
fn without_text(
    described: &[&Document],
    project: &Project,
    meant: &BTreeSet<&str>,
) -> impl Iterator<Item = Diagnostic> {
    project.config.columns.iter().filter_map(|column| {
        let has_it = |document: &&Document| document.body.section(&column.value).is_some();
        if meant.contains(column.value.as_str()) || described.iter().any(has_it) {
            return None;
        }
        let headings: Vec<String> = described
            .iter()
            .flat_map(|document| sections(document).map(|heading| heading.text))
            .collect();
        let problem = Diagnostic::warning(
            column.span,
            format!(
                "no processing description has a section “{}”, so this column is empty",
                column.value
            ),
        );
        Some(
            match nearest(&column.value, headings.iter().map(String::as_str)) {
                Some(near) => problem.label(format!("did you mean \"{near}\"?")),
                None => problem.label(format!("expected a line `## {}` in one", column.value)),
            },
        )
    })
}

fn sections(document: &Document) -> impl Iterator<Item = HeadingEntry<'_>> {
    let headings = document.body.headings();
    headings.filter(|heading| heading.level == 2)
}

/// The line of a heading, or the top of the file where the text isn't in it byte for byte.
fn place(document: &Document, heading: &HeadingEntry<'_>) -> Span {
    let (text, whole) = (document.body.text(), document.body.place().0);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        if whole.range().len() == text.len()
            && written.starts_with("##")
            && written.ends_with(heading.text.trim())
        {
            return whole.within(start..start + written.len());
        }
        start += line.len();
    }
    document.place.0.within(0..0)
}
