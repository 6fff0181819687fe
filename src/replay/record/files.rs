//! The texts of a change's folder: entries and documents as their writer typed them.

use std::collections::BTreeSet;

use crate::compare::{Amendment, Verb};
use crate::content::{Content, ItemId};
use crate::parse::print::{self, ChangeFile, RemovedItem};
use crate::parse::{REGISTER, edit};
use crate::source::FileEdit;

use super::Before;

/// The items that a change takes away.
pub(in crate::replay) fn removed(amendments: &[Amendment]) -> Vec<RemovedItem> {
    amendments
        .iter()
        .filter(|amendment| amendment.verb() == Verb::Removed)
        .map(|amendment| match amendment {
            Amendment::Subprocessor(step) => RemovedItem::Subprocessor(step.latest().id.clone()),
            Amendment::Document(step) => {
                let document = step.latest();
                RemovedItem::Document(document.kind, document.id.clone())
            }
        })
        .collect()
}

/// What makes the folder hold the change and nothing else: `change.toml`, and of the items that are
/// `written` those that there are after it.
pub(super) fn folder(
    before: Before<'_>,
    folder: &str,
    change: &ChangeFile,
    written: &BTreeSet<ItemId>,
    after: &Content,
) -> Vec<FileEdit> {
    let mut files: Vec<(String, Vec<u8>)> = vec![(
        format!("{folder}/change.toml"),
        print::change(change).into_bytes(),
    )];
    if let Some(register) = register(before, written, after) {
        files.push((
            format!("{folder}/subprocessors.toml"),
            register.into_bytes(),
        ));
    }
    for item in written {
        let ItemId::Document(id) = item else {
            continue;
        };
        let place = before.project.layout.documents.get(id);
        let (Some(place), true) = (place, after.documents.contains_key(id)) else {
            continue;
        };
        let source = before.sources.get(place.path.as_str());
        let below = place.path.below("content");
        if let (Some((_, source)), Some(below)) = (source, below) {
            files.push((format!("{folder}/{below}"), source.bytes.to_vec()));
        }
    }
    let kept: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let former = before.sources.below(folder).filter_map(|(_, source)| {
        let path = source.path.as_str();
        (!kept.contains(path)).then(|| FileEdit::take_away(before.sources, path))?
    });
    let mut edits: Vec<FileEdit> = former.collect();
    let put = files.into_iter();
    edits.extend(put.filter_map(|(path, bytes)| FileEdit::put(before.sources, &path, bytes)));
    edits
}

/// The entries of the change's register, in the order of the working one and with their comments.
fn register(before: Before<'_>, written: &BTreeSet<ItemId>, after: &Content) -> Option<String> {
    let (_, source) = before.sources.get(REGISTER)?;
    let register = source.text().ok()?;
    let newline = if register.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let entries: Vec<String> = before
        .project
        .layout
        .subprocessors
        .iter()
        .filter(|id| written.contains(&ItemId::Subprocessor((*id).clone())))
        .filter_map(|id| {
            let entry = after.subprocessors.get(id)?;
            let typed = edit::entry_text(register, id);
            let typed = typed.unwrap_or_else(|| print::subprocessor(entry));
            Some(typed.trim_matches(['\r', '\n']).to_owned())
        })
        .collect();
    let between = format!("{newline}{newline}");
    (!entries.is_empty()).then(|| format!("{}{newline}", entries.join(&between)))
}
