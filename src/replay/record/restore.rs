//! The working files as they were before a change that is withdrawn.
//!
//! An item is put back only while it still says what the change said: whatever was written since then
//! isn't lost by a withdrawal.

use std::sync::Arc;

use crate::compare::{Amendment, SaysTheSame, Step};
use crate::content::{Content, Document, ItemId, Subprocessor};
use crate::parse::{REGISTER, edit, print};
use crate::replay::change::Change;
use crate::source::{FileEdit, SourcePath};

use super::{Before, Refusal};

/// What puts the items of `withdrawn` back to what `base` says of them.
pub(super) fn edits(
    before: Before<'_>,
    withdrawn: &Change,
    base: &Content,
) -> Result<Vec<FileEdit>, Refusal> {
    let register = before.sources.get(REGISTER);
    let mut register = register
        .map_or("", |(_, source)| source.text().unwrap_or_default())
        .to_owned();
    let mut edits = Vec::new();
    for amendment in &withdrawn.amendments {
        let item = amendment.item();
        match amendment {
            Amendment::Subprocessor(step) => {
                let id = &step.latest().id;
                let now = before.project.working.subprocessors.get(id);
                let former = base.subprocessors.get(id);
                match what_to_do(step, now, former) {
                    ToDo::Nothing => {}
                    ToDo::Ask => return Err(written_since(withdrawn, &item)),
                    ToDo::PutBack(former) => {
                        register = edit::put_entry(&register, &entry_text(before, former), id);
                    }
                    ToDo::TakeAway => register = edit::drop_entry(&register, id),
                }
            }
            Amendment::Document(step) => {
                let id = &step.latest().id;
                let now = before.project.working.documents.get(id);
                let former = base.documents.get(id);
                match what_to_do(step, now, former) {
                    ToDo::Nothing => {}
                    ToDo::Ask => return Err(written_since(withdrawn, &item)),
                    ToDo::PutBack(former) => edits.extend(put_document_back(before, former)?),
                    ToDo::TakeAway => {
                        let place = before.project.layout.documents.get(id);
                        let path = place.map(|place| place.path.as_str());
                        edits.extend(
                            path.and_then(|path| FileEdit::take_away(before.sources, path)),
                        );
                    }
                }
            }
        }
    }
    let was = before
        .sources
        .get(REGISTER)
        .map(|(_, source)| &source.bytes[..]);
    if was.unwrap_or_default() != register.as_bytes() {
        edits.extend(FileEdit::put(
            before.sources,
            REGISTER,
            register.into_bytes(),
        ));
    }
    Ok(edits)
}

enum ToDo<'a, T> {
    Nothing,
    PutBack(&'a Arc<T>),
    TakeAway,
    /// The working files say neither what the change said nor what was before it.
    Ask,
}

fn what_to_do<'a, T: SaysTheSame>(
    step: &Step<Arc<T>>,
    now: Option<&Arc<T>>,
    former: Option<&'a Arc<T>>,
) -> ToDo<'a, T> {
    let same = |one: Option<&Arc<T>>, other: Option<&Arc<T>>| match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.says_the_same(other),
        (Some(_), None) | (None, Some(_)) => false,
    };
    if same(now, former) {
        return ToDo::Nothing;
    }
    if !same(now, step.after()) {
        return ToDo::Ask;
    }
    match former {
        Some(former) => ToDo::PutBack(former),
        None => ToDo::TakeAway,
    }
}

fn written_since(withdrawn: &Change, item: &ItemId) -> Refusal {
    Refusal::new(format!(
        "the working files say something else of `{item}` by now than `{}` does, so it can't be put back without losing that",
        withdrawn.id
    ))
    .way(format!(
        "write in the working files what shall hold of `{item}`, and record that in place of it: candor record --replaces {}",
        withdrawn.id
    ))
}

/// The entry as it was typed where it was recorded.
fn entry_text(before: Before<'_>, entry: &Subprocessor) -> String {
    let recorded = before.sources.source(entry.place.0.source).text().ok();
    recorded
        .and_then(|register| edit::entry_text(register, &entry.id))
        .unwrap_or_else(|| print::subprocessor(entry))
}

fn put_document_back(before: Before<'_>, former: &Document) -> Result<Vec<FileEdit>, Refusal> {
    let recorded = before.sources.source(former.place.0.source).bytes.to_vec();
    let place = before.project.layout.documents.get(&former.id);
    let Some(now) = place.map(|place| &place.path) else {
        return put_where_it_was(before, former, recorded);
    };
    // It may have moved since. Its new name will do if its id goes by no name, or by this one.
    let id = former.id.as_str();
    let goes_by_name = former.path.stem() == id;
    if !goes_by_name || now.stem() == id {
        let edit = FileEdit::put(before.sources, now.as_str(), recorded);
        return Ok(edit.into_iter().collect());
    }
    let mut edits = put_where_it_was(before, former, recorded)?;
    edits.extend(FileEdit::take_away(before.sources, now.as_str()));
    Ok(edits)
}

fn put_where_it_was(
    before: Before<'_>,
    former: &Document,
    recorded: Vec<u8>,
) -> Result<Vec<FileEdit>, Refusal> {
    let path: &SourcePath = &former.path;
    if before.sources.get(path.as_str()).is_some() {
        return Err(Refusal::new(format!(
            "`{}` can't be put back at {path}: another document lies there",
            former.id
        ))
        .way("move that one, and record again"));
    }
    let edit = FileEdit::put(before.sources, path.as_str(), recorded);
    Ok(edit.into_iter().collect())
}
