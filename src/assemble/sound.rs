//! Texts whose links all lead somewhere, remembered from one site to the next.
//!
//! Whether a link leads somewhere follows from the link and from what there is to be named. While the
//! latter stays, a text that was found sound is sound; only a link to a place within another text, or to
//! a page by its address, asks for more, and its text is looked at each time.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::lint::Text;
use super::site::Site;
use crate::content::{DocumentId, ItemId, Prose, SubprocessorId};
use crate::diagnostic::Diagnostic;
use crate::replay::History;
use crate::source::SourcePath;

/// The texts that were found sound, and what there was to be named.
#[derive(Default, Debug)]
pub(super) struct Sound {
    names: Names,
    /// By their identities, in order. They are kept, so that no other text can have the same.
    texts: Vec<(usize, Prose)>,
}

/// What there is to be named.
#[derive(PartialEq, Eq, Default, Debug)]
struct Names {
    subprocessors: Vec<SubprocessorId>,
    /// What isn't missed in the register while it can't be read.
    unreadable: (bool, BTreeSet<ItemId>),
    published_subprocessors: Vec<SubprocessorId>,
    documents: Vec<(SourcePath, DocumentId)>,
    published_documents: Vec<DocumentId>,
    files: Vec<String>,
}

impl Sound {
    /// What is wrong with the texts, in their order.
    pub(super) fn check(
        &mut self,
        texts: &[Text<'_>],
        site: &Site,
        whole: &History,
    ) -> Vec<Diagnostic> {
        let names = Names::of(site);
        if names != self.names {
            self.names = names;
            self.texts.clear();
        }
        let unknown: Vec<&Text<'_>> = texts.iter().filter(|text| !self.has(text)).collect();
        let problems: Vec<Vec<Diagnostic>> = unknown
            .par_iter()
            .map(|text| text.problems(site, whole))
            .collect();
        let found = unknown.iter().zip(&problems);
        let newly_sound: BTreeSet<usize> = found
            .filter(|(text, problems)| problems.is_empty() && needs_names_alone(text))
            .map(|(text, _)| text.body.identity())
            .collect();
        let sound = texts
            .iter()
            .filter(|text| self.has(text) || newly_sound.contains(&text.body.identity()));
        let mut sound: Vec<(usize, Prose)> = sound
            .map(|text| (text.body.identity(), text.body.clone()))
            .collect();
        sound.sort_unstable_by_key(|(identity, _)| *identity);
        self.texts = sound;
        problems.into_iter().flatten().collect()
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    fn has(&self, text: &Text<'_>) -> bool {
        let identity = text.body.identity();
        let known = &self.texts;
        text.tracked
            && known
                .binary_search_by_key(&identity, |(other, _)| *other)
                .is_ok()
    }
}

/// Whether nothing but [`Names`] says where the text's links lead. A text that isn't tracked is also held
/// to what is announced on the day.
fn needs_names_alone(text: &Text<'_>) -> bool {
    text.tracked
        && text.body.links().iter().all(|link| {
            let target = link.target.as_str();
            !target.starts_with('/') && (target.starts_with('#') || !target.contains('#'))
        })
}

impl Names {
    fn of(site: &Site) -> Names {
        let project = site.project();
        let unreadable = &project.unreadable;
        let history = site.history();
        Names {
            subprocessors: project.working.subprocessors.keys().cloned().collect(),
            unreadable: (unreadable.register, unreadable.items.clone()),
            published_subprocessors: history.subprocessors().map(|(id, _)| id.clone()).collect(),
            documents: project.layout.paths.clone(),
            published_documents: history.documents().map(|(id, _)| id.clone()).collect(),
            files: site.other_files().map(str::to_owned).collect(),
        }
    }
}
