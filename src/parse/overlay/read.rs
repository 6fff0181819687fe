//! The files of a change's folder → [`Overlay`].

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{ChangeKind, Located, Overlay, Redacted, Redaction, Wish};
use crate::content::prose::KeptOutlines;
use crate::content::{
    ChangeId, Content, Date, Digest, Document, DocumentId, ItemId, SubprocessorId,
};
use crate::diagnostic::{Checked, Diagnostic};
use crate::parse::document::DocumentFile;
use crate::parse::scalar::bad_id;
use crate::parse::table::{self, Table, Tense, Value};
use crate::parse::tree::{Part, part};
use crate::parse::{document, register};
use crate::source::{SourceId, SourcePath, Span};

/// One file of a change's folder.
#[derive(Clone, Copy, Debug)]
pub struct OverlayFile<'a> {
    pub source: SourceId,
    pub path: &'a SourcePath,
    /// The path below the change's folder.
    pub below: &'a str,
    pub text: &'a str,
}

/// Reads the folder of the change `folder`; of texts whose outlines were kept no tree is made. `None` where it
/// has errors.
pub fn parse(
    folder: &str,
    files: &[OverlayFile<'_>],
    outlines: &KeptOutlines,
) -> Checked<Option<Overlay>> {
    let Some(first) = files.first() else {
        return Checked::clean(None);
    };
    let mut problems = Vec::new();
    let top = first_line(first);
    let id = match ChangeId::new(folder) {
        Ok(id) => Some(id),
        Err(error) => {
            let problem = bad_id(top, folder, &error, "the name of a change's folder");
            problems.push(problem.help("rename the folder"));
            None
        }
    };
    let change = match files.iter().find(|file| file.below == "change.toml") {
        Some(file) => {
            let span = table::whole(file.source, file.text);
            table::read(file.text, span, Tense::Past, |_, root| change(root)).take(&mut problems)
        }
        None => {
            problems.push(without_change(folder, top));
            None
        }
    };
    let content = content(files, outlines, &mut problems);
    let sound = !problems.iter().any(Diagnostic::is_error);
    let overlay = match (id, change) {
        (Some(id), Some(change)) if sound => Some(change.of(id, content)),
        _ => None,
    };
    Checked {
        value: overlay,
        problems,
    }
}

/// What `change.toml` says.
struct Change {
    kind: ChangeKind,
    announced: Located<Date>,
    order: u32,
    effective: Located<Date>,
    title: String,
    reason: Option<String>,
    removed: Vec<Located<ItemId>>,
    replaces: Option<Located<ChangeId>>,
    corrects: Option<Located<ChangeId>>,
    short_notice: Option<String>,
    object_by: Option<Located<Date>>,
    wish: Wish,
    redaction: Option<Redaction>,
    span: Span,
}

impl Change {
    fn of(self, id: ChangeId, content: Content) -> Overlay {
        Overlay {
            id,
            kind: self.kind,
            announced: self.announced,
            order: self.order,
            effective: self.effective,
            title: self.title,
            reason: self.reason,
            removed: self.removed,
            replaces: self.replaces,
            corrects: self.corrects,
            short_notice: self.short_notice,
            object_by: self.object_by,
            wish: self.wish,
            redaction: self.redaction,
            content,
            span: self.span,
        }
    }
}

/// The three kinds, before the source of a historical one is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Baseline,
    Change,
    Historical,
}

const KINDS: [(&str, Kind); 3] = [
    ("change", Kind::Change),
    ("baseline", Kind::Baseline),
    ("historical", Kind::Historical),
];

fn change(mut root: Table<'_>) -> Option<Change> {
    let toml = root.toml;
    let kind = match root.value("kind") {
        Some(value) => value.one_of(&KINDS, "kind of change"),
        None => Some(Kind::Change),
    };
    let announced = root.date("announced");
    if !root.has("announced") {
        root.missing("announced", "announced = 2026-11-23");
    }
    let order = root.value("order").map(|value| value.number(0, 9999));
    let effective = effective(&mut root, kind, announced);
    let title = root.required_text("title", "Acme replaces Example");
    let reason = root.text("reason");
    let removed = root.value("removed").map(|value| removed(&value));
    let replaces = change_id(&mut root, "replaces");
    let corrects = change_id(&mut root, "corrects");
    let short_notice = root.text("short_notice");
    let object_by = root.date("object_by");
    let source = source(&mut root, kind);
    let wish = wish(&mut root);
    let redaction = redaction(&mut root);
    root.finish();

    let kind = match kind? {
        Kind::Baseline => ChangeKind::Baseline,
        Kind::Change => ChangeKind::Change,
        Kind::Historical => ChangeKind::Historical { source: source? },
    };
    Some(Change {
        kind,
        announced: announced?,
        order: order
            .flatten()
            .and_then(|order| u32::try_from(order).ok())
            .unwrap_or(0),
        effective: effective?,
        title: title?.value,
        reason: reason.map(|text| text.value),
        removed: removed.unwrap_or_default(),
        replaces,
        corrects,
        short_notice: short_notice.map(|text| text.value),
        object_by,
        wish,
        redaction,
        span: toml.at(0..toml.text.len()),
    })
}

/// The day from which it is in force. A baseline states what is in force already, and what is known of
/// older days is one day alone, so both can leave it out.
fn effective(
    root: &mut Table<'_>,
    kind: Option<Kind>,
    announced: Option<Located<Date>>,
) -> Option<Located<Date>> {
    let Some(value) = root.value("effective") else {
        if kind == Some(Kind::Change) {
            root.missing("effective", "effective = 2026-12-24");
            return None;
        }
        return announced;
    };
    let effective = value.date()?;
    if let Some(announced) = announced
        && kind == Some(Kind::Baseline)
        && announced.value != effective.value
    {
        root.toml.report(
            Diagnostic::error(
                effective.span,
                "a baseline is in force on the day on which it is announced",
            )
            .label(format!("write {}, or leave the line out", announced.value))
            .context(announced.span, "announced on this day"),
        );
    }
    Some(effective)
}

fn source(root: &mut Table<'_>, kind: Option<Kind>) -> Option<String> {
    if kind == Some(Kind::Historical) {
        let source = root.required_text("source", "Web archive, 12 March 2024");
        return source.map(|text| text.value);
    }
    if let Some(value) = root.value("source")
        && kind.is_some()
    {
        root.toml.report(
            Diagnostic::error(
                value.key_span(),
                "only a historical change names its source",
            )
            .label("leave it out, or add: kind = \"historical\""),
        );
    }
    None
}

fn wish(root: &mut Table<'_>) -> Wish {
    let editorial = root.flag("editorial");
    let tell = root.flag("tell");
    match (editorial, tell) {
        (true, true) => {
            if let (Some(editorial), Some(tell)) = (root.value("editorial"), root.value("tell")) {
                root.toml.report(
                    Diagnostic::error(
                        tell.key_span(),
                        "a change can't be both told and editorial, which is not told",
                    )
                    .label("leave out one of the two")
                    .context(editorial.key_span(), "the other one"),
                );
            }
            Wish::ByRule
        }
        (true, false) => Wish::Editorial,
        (false, true) => Wish::Tell,
        (false, false) => Wish::ByRule,
    }
}

/// `redacted = "why"`, with the digests of what was taken out below `[digests]`.
fn redaction(root: &mut Table<'_>) -> Option<Redaction> {
    let why = root.text("redacted");
    let Some(table) = root.table("digests") else {
        if let Some(why) = why {
            root.toml.report(
                Diagnostic::error(why.span, "it isn't said what was taken out")
                    .label("the digests of what stood there are missing")
                    .note(
                        "they keep the chain of records whole; the published changes.json has them",
                    )
                    .help(
                        "take the text out, then run `candor check --published changes.json` with \
                         the published file: it shows the lines to add",
                    ),
            );
        }
        return None;
    };
    let span = table.span();
    let entries = table.all().into_iter();
    let digests: BTreeMap<Redacted, Digest> = entries.filter_map(|value| kept(&value)).collect();
    let Some(why) = why else {
        root.toml.report(
            Diagnostic::error(span, "it isn't said why something was taken out")
                .label("the digests of what stood there")
                .help("add the line, above [digests]\nredacted = \"By order of …\""),
        );
        return None;
    };
    Some(Redaction {
        why: why.value,
        digests,
    })
}

/// One digest that was kept.
fn kept(value: &Value<'_>) -> Option<(Redacted, Digest)> {
    let Some(text) = Redacted::parse(value.key) else {
        value.toml.report(
            Diagnostic::error(
                value.key_span(),
                format!("`{}` names nothing that can be taken out", value.key),
            )
            .label("expected a text of the change or the address of an item")
            .note(
                "\"title\", \"reason\" and \"short_notice\" can be taken out, and items by their \
                 address: \"subprocessors/mailchimp\", \"processing/support\", \"annexes/security\"",
            ),
        );
        return None;
    };
    let written = value.text()?;
    let Some(digest) = Digest::parse(&written.value) else {
        value.error(
            "this is no digest",
            "expected 64 digits, 0 to 9 and a to f, as the published changes.json has them",
        );
        return None;
    };
    Some((text, digest))
}

fn change_id(root: &mut Table<'_>, key: &'static str) -> Option<Located<ChangeId>> {
    let value = root.value(key)?;
    value.id(
        ChangeId::new,
        "a change's id, which is the name of its folder",
    )
}

fn removed(value: &Value<'_>) -> Vec<Located<ItemId>> {
    let items = value.list().unwrap_or_default();
    items.iter().filter_map(removed_item).collect()
}

/// `mailchimp` is a sub-processor; `processing/support` and `annexes/security` are documents.
fn removed_item(value: &Value<'_>) -> Option<Located<ItemId>> {
    let text = value.text()?;
    let found = match text.value.split_once('/') {
        None => SubprocessorId::new(&text.value)
            .ok()
            .map(ItemId::Subprocessor),
        Some(("processing" | "annexes", id)) => DocumentId::new(id).ok().map(ItemId::Document),
        Some(_) => None,
    };
    if found.is_none() {
        let label = match text.value.rsplit_once('/') {
            Some((folders, id)) if DocumentId::new(id.trim_end_matches(".md")).is_ok() => {
                let id = id.trim_end_matches(".md");
                let kind = match folders.split('/').next() {
                    Some("annexes") => "annexes",
                    _ => "processing",
                };
                format!("did you mean \"{kind}/{id}\"?")
            }
            _ => "expected an id".to_owned(),
        };
        value.toml.report(
            Diagnostic::error(
                text.span,
                format!("\"{}\" names nothing to remove", text.value),
            )
            .label(label)
            .note(
                "a sub-processor is named by its id (\"mailchimp\"), a document by its kind and \
                     its id (\"processing/support\", \"annexes/security\")",
            ),
        );
    }
    found.map(|value| Located {
        value,
        span: text.span,
    })
}

/// The items that the folder holds.
fn content(
    files: &[OverlayFile<'_>],
    outlines: &KeptOutlines,
    problems: &mut Vec<Diagnostic>,
) -> Content {
    let mut content = Content::default();
    let mut places: BTreeMap<DocumentId, Span> = BTreeMap::new();
    let files = files.iter().filter(|file| file.below != "change.toml");
    let files: Vec<(&OverlayFile<'_>, Part)> = files.map(|file| (file, part(file.below))).collect();
    // The first record holds every document there is, so they are read side by side.
    let read = files.par_iter().map(|(file, part)| match part {
        Part::Document(kind) => Some(document::parse(
            file.source,
            file.path,
            *kind,
            file.text,
            Tense::Past,
            &|written, place| outlines.recall(written, place),
        )),
        _ => None,
    });
    let read: Vec<Option<Checked<DocumentFile>>> = read.collect();
    for ((file, part), read) in files.into_iter().zip(read) {
        match part {
            Part::Register => {
                let register = register::parse(file.source, file.text, Tense::Past).take(problems);
                let entries = register.entries.into_iter();
                content.subprocessors = entries.map(|entry| (entry.id.clone(), entry)).collect();
            }
            Part::Document(_) => {
                let Some(read) = read.map(|read| read.take(problems)) else {
                    continue;
                };
                if let Ok(document) = read.document {
                    add(document, read.id_span, &mut content, &mut places, problems);
                }
            }
            Part::Misplaced(message, help) => {
                problems.push(Diagnostic::error(first_line(file), message).help(help));
            }
            Part::Group(_) | Part::Page | Part::Asset(_) | Part::Change(_) | Part::Other => {
                problems.push(meaningless(file));
            }
        }
    }
    content
}

fn add(
    document: Arc<Document>,
    span: Span,
    content: &mut Content,
    places: &mut BTreeMap<DocumentId, Span>,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some(&earlier) = places.get(&document.id) {
        problems.push(
            Diagnostic::error(span, format!("the id \"{}\" is already used", document.id))
                .label("two documents of this change have it")
                .context(earlier, "first used here"),
        );
        return;
    }
    places.insert(document.id.clone(), span);
    content.documents.insert(document.id.clone(), document);
}

fn meaningless(file: &OverlayFile<'_>) -> Diagnostic {
    Diagnostic::error(
        first_line(file),
        format!("`{}` means nothing in a change's folder", file.below),
    )
    .label("not an item that has a history")
    .note(
        "a change's folder holds change.toml, subprocessors.toml, and documents below processing/ \
         and annexes/",
    )
    .help("move the file out of the change's folder")
}

fn without_change(folder: &str, top: Span) -> Diagnostic {
    let day = folder.get(..10).and_then(Date::parse);
    let announced = day.or_else(|| Date::from_ymd(2026, 11, 23));
    let (announced, effective) = announced
        .map(|day| (day.to_string(), day.plus(31).to_string()))
        .unwrap_or_default();
    let title = if day.is_some() {
        folder.get(11..).unwrap_or_default()
    } else {
        folder
    };
    let title = title.replace('-', " ").replace(['"', '\\'], "");
    Diagnostic::error(top, format!("the change `{folder}` has no change.toml"))
        .label("this file belongs to it")
        .help(format!(
            "make content/changes/{folder}/change.toml with these lines, and set the days:\n\
             announced = {announced}\neffective = {effective}\ntitle = \"{title}\""
        ))
        .help("or delete the folder and let `candor record` make it")
}

fn first_line(file: &OverlayFile<'_>) -> Span {
    Span::new(file.source, 0..file.text.lines().next().map_or(0, str::len))
}
