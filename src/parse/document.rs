//! Markdown files: tracked documents, pages, and the pages that introduce a group of documents.
//!
//! Each has front matter between `+++` and a text below it. Which of the three a file is, its path says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::front_matter;
use super::scalar::{bad_id, forbidden_in_file};
use super::syntax;
use super::table::{self, Table, Tense};
use super::tree::content_path;
use super::{Group, Located, Page, field};
use crate::content::{
    DataCategory, Document, DocumentId, DocumentKind, Field, ProductId, Prose, Role,
};
use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{Place, SourceId, SourcePath, Span};

/// A tracked document as one file says it.
#[derive(Clone, Debug)]
pub struct DocumentFile {
    /// The text of a file with errors stays, so that its links can be checked in the same run.
    pub document: Result<Arc<Document>, Option<Prose>>,
    /// The id, also of a document with errors.
    pub id: Option<DocumentId>,
    /// Where the id stands, or the top of the file where its name gives the id.
    pub id_span: Span,
    pub order: Option<i64>,
}

/// How far `order` can reach.
const MOST: i64 = 1_000_000;

/// Gives the text that stands at a place where it is known, so that it needn't be parsed.
pub type Recall<'a> = &'a dyn Fn(&str, Place) -> Option<Prose>;

/// Reads a processing description or an annex; `recall` is asked for its text first.
pub fn parse(
    source: SourceId,
    path: &SourcePath,
    kind: DocumentKind,
    text: &str,
    tense: Tense<'_>,
    recall: Recall<'_>,
) -> Checked<DocumentFile> {
    let what = match kind {
        DocumentKind::Processing => "a processing description",
        DocumentKind::Annex => "an annex",
    };
    let file = read(source, path, text, (tense, recall), what, |root| {
        let title = root.required_text("title", &words(path.stem()));
        let id = root.value("id");
        let given = id.is_some();
        let id = id.and_then(|value| value.id(DocumentId::new, "a document's id"));
        let order = order(root);
        let products = root.value("products").map(|v| field::products(&v));
        let data = root.value("data").map(|v| field::data(&v));
        let roles = Role::ALL.map(|role| (role.as_str(), role));
        let role = root.value("role").and_then(|v| v.one_of(&roles, "role"));
        let own = root.table("extra");
        let extra = own.map(|own| field::extra(&own, "[extra]", &known_keys()));
        Fields {
            title: title.map(|title| title.value),
            id: given.then_some(id),
            order,
            products: products.unwrap_or_default(),
            data: data.unwrap_or_default(),
            role,
            extra: extra.unwrap_or_default(),
        }
    });
    let mut problems = file.problems;
    let top = Span::new(source, 0..first_line(text));
    let (given, order) = match &file.value {
        Some((fields, _)) => (fields.id.clone(), fields.order),
        None => (None, None),
    };
    let (id, id_span) = match given {
        Some(Some(id)) => (Some(id.value), id.span),
        Some(None) => (None, top),
        None => (by_name(path, top, &mut problems), top),
    };
    let sound = !problems.iter().any(Diagnostic::is_error);
    let document = match (file.value, id.clone()) {
        (Some((fields, body)), Some(id)) if sound => match fields.title {
            Some(title) => Ok(Arc::new(Document {
                id,
                kind,
                title,
                products: fields.products,
                data: fields.data,
                role: fields.role,
                extra: fields.extra,
                body,
                path: content_path(path),
                place: Place(table::whole(source, text)),
            })),
            None => Err(Some(body)),
        },
        (read, _) => Err(read.map(|(_, body)| body)),
    };
    Checked {
        value: DocumentFile {
            document,
            id,
            id_span,
            order,
        },
        problems,
    }
}

struct Fields {
    title: Option<String>,
    /// As given: `Some(None)` is one that is no id.
    id: Option<Option<Located<DocumentId>>>,
    order: Option<i64>,
    products: Vec<ProductId>,
    data: Vec<DataCategory>,
    role: Option<Role>,
    extra: BTreeMap<String, String>,
}

/// The id that a document has by its file's name.
fn by_name(path: &SourcePath, top: Span, problems: &mut Vec<Diagnostic>) -> Option<DocumentId> {
    match DocumentId::new(path.stem()) {
        Ok(id) => Some(id),
        Err(error) => {
            let problem = bad_id(top, path.stem(), &error, "a document's id");
            problems.push(
                problem.help(
                    "rename the file, or give another id in its front matter: id = \"the-id\"",
                ),
            );
            None
        }
    }
}

/// Reads a Markdown file that isn't tracked. With errors it is a page all the same, so that nobody who
/// links to it is told that there is none.
pub fn page(source: SourceId, path: &SourcePath, text: &str) -> Checked<Page> {
    let file = untracked(source, path, text, "a page");
    file.map(|(title, order, body)| Page {
        path: path.clone(),
        title,
        order,
        body,
        source,
    })
}

/// Reads the `index.md` of a folder of processing descriptions.
pub fn group(source: SourceId, path: &SourcePath, text: &str) -> Checked<Group> {
    let file = untracked(source, path, text, "the page of a group");
    file.map(|(title, order, introduction)| Group {
        path: path.clone(),
        title,
        order,
        introduction,
    })
}

fn titled(root: &mut Table<'_>, path: &SourcePath) -> Option<String> {
    let title = root.required_text("title", &likely_title(path));
    title.map(|title| title.value)
}

fn order(root: &mut Table<'_>) -> Option<i64> {
    root.value("order")?.number(-MOST, MOST)
}

/// Splits a file, walks its front matter and reads its text.
fn read<T>(
    source: SourceId,
    path: &SourcePath,
    text: &str,
    (tense, recall): (Tense<'_>, Recall<'_>),
    what: &str,
    walk: impl FnOnce(&mut Table<'_>) -> T,
) -> Checked<Option<(T, Prose)>> {
    let parts = front_matter::split(source, text, what, &likely_title(path));
    let Some(parts) = parts.value else {
        return Checked {
            value: None,
            problems: parts.problems,
        };
    };
    let matter = Span::new(source, parts.matter.clone());
    let mut checked = table::read(&text[parts.matter], matter, tense, |_, mut root| {
        let value = walk(&mut root);
        root.finish();
        value
    });
    let place = Span::new(source, parts.body.clone());
    let written = &text[parts.body.clone()];
    let body = match recall(written, Place(place)) {
        Some(body) => Checked::clean(body),
        None => Prose::parse(written, Place(place)),
    };
    if let Tense::Present { .. } = tense {
        checked.problems.extend(forbidden_in_file(written, place));
        checked.problems.extend(unsettled(written, place));
        checked.problems.extend(body.problems);
    }
    Checked {
        value: Some((checked.value, body.value)),
        problems: checked.problems,
    }
}

/// The marks that git leaves where two versions of a text didn't fit together. To Markdown they are
/// words, and would be published.
fn unsettled(text: &str, place: Span) -> Option<Diagnostic> {
    let mut at = 0;
    let mark = text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        syntax::is_mark_of_git(line).then(|| start..start + line.trim_end().len())
    })?;
    let fault = Diagnostic::error(place.within(mark), syntax::UNSETTLED)
        .label("git's mark of where they differ")
        .help(syntax::SETTLE);
    Some(fault)
}

/// A file's title, order and text; in place of what has errors stands what is likely.
fn untracked(
    source: SourceId,
    path: &SourcePath,
    text: &str,
    what: &str,
) -> Checked<(String, Option<i64>, Prose)> {
    let tense = Tense::Present { products: None };
    let file = read(source, path, text, (tense, &|_, _| None), what, |root| {
        (titled(root, path), order(root))
    });
    file.map(|read| {
        let ((title, order), body) = read.unwrap_or_else(|| {
            let nothing = Prose::parse("", Place(Span::new(source, 0..0)));
            ((None, None), nothing.value)
        });
        (title.unwrap_or_else(|| likely_title(path)), order, body)
    })
}

fn known_keys() -> Vec<&'static str> {
    let fields = Field::OF_DOCUMENT
        .iter()
        .filter(|&&field| field != Field::Body);
    ["id", "order"]
        .into_iter()
        .chain(fields.map(|field| field.key()))
        .collect()
}

/// A title to begin with, from the name of the file or, for an `index.md`, of its folder.
fn likely_title(path: &SourcePath) -> String {
    match path.stem() {
        "index" => words(path.folder().rsplit('/').next().unwrap_or_default()),
        stem => words(stem),
    }
}

fn words(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => words,
    }
}

fn first_line(text: &str) -> usize {
    text.lines().next().map_or(0, str::len)
}

#[cfg(test)]
mod tests;
