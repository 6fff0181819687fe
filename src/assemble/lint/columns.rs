//! Whether the sections that `[processing] columns` names are there: a heading that is spelt otherwise
//! would leave its text out of the table of processings, and nobody would notice.

use std::collections::BTreeSet;

use crate::content::prose::HeadingEntry;
use crate::content::{Document, DocumentKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::{Located, Project};
use crate::source::Span;

/// Warns of sections of a processing description that nearly are a column which it lacks. Follows from the
/// description and the columns alone.
pub(super) fn misspelt(document: &Document, columns: &[Located<String>]) -> Vec<Diagnostic> {
    let lacks = |column: &str| !has(document, column);
    if document.kind != DocumentKind::Processing || !columns.iter().any(|c| lacks(&c.value)) {
        return Vec::new();
    }
    let meant = sections(document).filter_map(|heading| {
        let column = meant(heading.text, columns).filter(|column| lacks(column))?;
        Some(no_column(document, &heading, column))
    });
    meant.collect()
}

/// Warns of columns that no description has, nor a section that is nearly one.
pub(super) fn empty(project: &Project) -> Vec<Diagnostic> {
    let columns = project.config.columns.as_slice();
    let documents = project.working.documents.values();
    let mut described = documents
        .filter(|d| d.kind == DocumentKind::Processing)
        .peekable();
    // A description that can't be read may be the one that has the section.
    if described.peek().is_none() || !project.unreadable.texts.is_empty() {
        return Vec::new();
    }
    let is_empty = |column: &&Located<String>| !described.clone().any(|d| has(d, &column.value));
    let empty: Vec<&Located<String>> = columns.iter().filter(is_empty).collect();
    if empty.is_empty() {
        return Vec::new();
    }
    // Many descriptions share their headings.
    let headings = described.flat_map(|document| sections(document));
    let headings: BTreeSet<&str> = headings.map(|heading| heading.text).collect();
    let misspelt: BTreeSet<&str> = headings.iter().filter_map(|h| meant(h, columns)).collect();
    let empty = empty.into_iter();
    let empty = empty.filter(|column| !misspelt.contains(column.value.as_str()));
    empty
        .map(|column| without_text(column, &headings))
        .collect()
}

fn sections(document: &Document) -> impl Iterator<Item = HeadingEntry<'_>> {
    let headings = document.body.headings();
    headings.filter(|heading| heading.level == 2)
}

fn has(document: &Document, column: &str) -> bool {
    let column = column.trim();
    sections(document).any(|section| section.text.trim() == column)
}

/// The column that a heading may mean, where it isn't one as it stands.
fn meant<'a>(heading: &str, columns: &'a [Located<String>]) -> Option<&'a str> {
    let names = || columns.iter().map(|column| column.value.as_str());
    if names().any(|name| name.trim() == heading.trim()) {
        return None;
    }
    nearest(heading, names()).or_else(|| {
        let heading = heading.to_lowercase();
        names().find(|name| name.to_lowercase() == heading)
    })
}

fn no_column(document: &Document, heading: &HeadingEntry<'_>, column: &str) -> Diagnostic {
    let message = format!(
        "“{}” is no column of the table of processings, so its text isn't in the table",
        heading.text
    );
    Diagnostic::warning(place(document, heading), message)
        .label(format!("did you mean `## {column}`?"))
        .note("`[processing] columns` in candor.toml says which sections are columns")
}

fn without_text(column: &Located<String>, headings: &BTreeSet<&str>) -> Diagnostic {
    let name = column.value.as_str();
    let problem = Diagnostic::warning(
        column.span,
        format!("no processing description has a section “{name}”, so this column is empty"),
    );
    problem.label(match nearest(name, headings.iter().map(AsRef::as_ref)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("expected a line `## {name}` in one"),
    })
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
