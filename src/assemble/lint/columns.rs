//! Whether the sections that `[processing] columns` names are there: a heading that is spelt otherwise
//! would leave its text out of the table of processings, and nobody would notice.

use std::collections::BTreeSet;

use crate::content::prose::HeadingEntry;
use crate::content::{Document, DocumentKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::{Located, Project};
use crate::source::Span;

/// A processing description with its sections, which are looked up for every column.
struct Described<'a> {
    document: &'a Document,
    sections: Vec<HeadingEntry<'a>>,
}

impl<'a> Described<'a> {
    fn of(document: &'a Document) -> Described<'a> {
        let headings = document.body.headings();
        Described {
            document,
            sections: headings.filter(|heading| heading.level == 2).collect(),
        }
    }

    fn has(&self, column: &str) -> bool {
        let column = column.trim();
        self.sections.iter().any(|s| s.text.trim() == column)
    }
}

/// Warns of columns that no description has, and of sections that nearly are one.
pub(super) fn check(project: &Project) -> Vec<Diagnostic> {
    let columns = project.config.columns.as_slice();
    if columns.is_empty() {
        return Vec::new();
    }
    let documents = project.working.documents.values().map(AsRef::as_ref);
    let described: Vec<Described<'_>> = documents
        .filter(|document| document.kind == DocumentKind::Processing)
        .map(Described::of)
        .collect();
    let misspelt = described.iter().flat_map(|one| misspelt(one, columns));
    let (meant, mut problems): (BTreeSet<&str>, Vec<Diagnostic>) = misspelt.unzip();
    // A description that can't be read may be the one that has the section.
    if !described.is_empty() && project.unreadable.texts.is_empty() {
        let meant = |column: &Located<String>| meant.contains(column.value.as_str());
        let columns = columns.iter().filter(|column| !meant(column));
        problems.extend(columns.filter_map(|column| without_text(column, &described)));
    }
    problems
}

/// Sections of a description that are nearly a column which it lacks, with that column.
fn misspelt<'a>(
    described: &Described<'_>,
    columns: &'a [Located<String>],
) -> Vec<(&'a str, Diagnostic)> {
    let names = || columns.iter().map(|column| column.value.as_str());
    let lacking: Vec<&str> = names().filter(|name| !described.has(name)).collect();
    let others = described
        .sections
        .iter()
        .filter(|heading| names().all(|name| name.trim() != heading.text.trim()));
    let near = others.filter_map(|heading| {
        let column = nearest(&heading.text, lacking.iter().copied()).or_else(|| {
            let same = |column: &&str| column.to_lowercase() == heading.text.to_lowercase();
            lacking.iter().copied().find(same)
        })?;
        let message = format!(
            "“{}” is no column of the table of processings, so its text isn't in the table",
            heading.text
        );
        let problem = Diagnostic::warning(place(described.document, heading), message)
            .label(format!("did you mean `## {column}`?"))
            .note("`[processing] columns` in candor.toml says which sections are columns");
        Some((column, problem))
    });
    near.collect()
}

/// A column that is empty in every row, though no heading is meant for it.
fn without_text(column: &Located<String>, described: &[Described<'_>]) -> Option<Diagnostic> {
    let name = column.value.as_str();
    if described.iter().any(|one| one.has(name)) {
        return None;
    }
    let problem = Diagnostic::warning(
        column.span,
        format!("no processing description has a section “{name}”, so this column is empty"),
    );
    let sections = described.iter().flat_map(|one| &one.sections);
    let label = match nearest(name, sections.map(|heading| heading.text.as_str())) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("expected a line `## {name}` in one"),
    };
    Some(problem.label(label))
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
