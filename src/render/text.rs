//! A text as it stands on a page, with all that its HTML follows from.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::context::{Context, Text};
use super::prose::{self, Ids, ProseOptions, ProseWords, ResolvedLink, Styling};
use crate::assemble::Route;
use crate::content::Prose;
use crate::language::Language;

/// A text with its links, ids and headings as they are on a page.
#[derive(Clone, Hash, Debug)]
pub(super) struct PlacedText {
    written: AsWritten,
    /// Where each of its targets leads.
    targets: BTreeMap<String, ResolvedLink>,
    /// The page that shows the whole text with its ids.
    home: Option<String>,
    ids: PageIds,
    styling: Styling,
    top_heading: u8,
    words: Words,
}

/// A text, known by how it was written: its tree follows from that alone.
#[derive(Clone, Debug)]
pub(super) struct AsWritten(pub(super) Prose);

impl Hash for AsWritten {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.digest().hash(state);
    }
}

/// [`Ids`], owned.
#[derive(Clone, Hash, Debug)]
enum PageIds {
    Own,
    Scoped(String),
    None,
}

/// The words of the site's language. The theme's fingerprint has them all, and is a part of each page's.
#[derive(Clone, Debug)]
struct Words(Arc<Language>);

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.tag().hash(state);
    }
}

impl PlacedText {
    pub(super) fn new(
        context: &Context<'_>,
        text: Text<'_>,
        ids: Ids<'_>,
        top_heading: u8,
    ) -> PlacedText {
        let mut targets = BTreeMap::new();
        for target in text.prose.targets() {
            if !targets.contains_key(target) {
                targets.insert(target.to_owned(), context.resolve(target, text));
            }
        }
        PlacedText {
            written: AsWritten(text.prose.clone()),
            targets,
            home: match text.home {
                // An entry's description stands there without ids.
                Route::Subprocessor(_) => None,
                home => Some(context.href(home)),
            },
            ids: match ids {
                Ids::Own => PageIds::Own,
                Ids::Scoped(scope) => PageIds::Scoped(scope.to_owned()),
                Ids::None => PageIds::None,
            },
            styling: context.styling(),
            top_heading,
            words: Words(Arc::clone(&context.site.project().language)),
        }
    }

    /// The whole text with its notes.
    pub(super) fn html(&self) -> String {
        self.with_options(|options| prose::html(self.prose().tree(), options))
    }

    /// What stands below a heading of the text; nothing where there is no such heading.
    pub(super) fn section_html(&self, title: &str) -> String {
        let text = self.prose().tree();
        let blocks = text.section(title).unwrap_or_default();
        self.with_options(|options| prose::blocks_html(text, blocks, options))
    }

    pub(super) fn with_options<T>(&self, write: impl FnOnce(&ProseOptions<'_>) -> T) -> T {
        let Words(language) = &self.words;
        let resolve = |target: &str, _| self.resolve(target);
        write(&ProseOptions {
            resolve: &resolve,
            ids: match &self.ids {
                PageIds::Own => Ids::Own,
                PageIds::Scoped(scope) => Ids::Scoped(scope),
                PageIds::None => Ids::None,
            },
            styling: self.styling,
            top_heading: self.top_heading,
            words: words(language),
        })
    }

    pub(super) fn prose(&self) -> &Prose {
        &self.written.0
    }

    pub(super) fn words(&self) -> &Language {
        &self.words.0
    }

    fn resolve(&self, target: &str) -> ResolvedLink {
        if let Some(found) = self.targets.get(target) {
            return found.clone();
        }
        // What else is asked for are the marks of notes, which no link of the text's names.
        let note = target.strip_prefix('#');
        let note = note.filter(|note| prose::is_note(self.prose(), note));
        match (&self.home, note) {
            (Some(home), Some(note)) => ResolvedLink::To(format!("{home}#{note}")),
            _ => ResolvedLink::Text,
        }
    }
}

/// The words that stand beside a text's own.
pub(super) fn words(language: &Language) -> ProseWords<'_> {
    ProseWords {
        notes: language.word("prose.notes"),
        back: language.word("prose.back"),
        done: language.word("prose.done"),
        open: language.word("prose.open"),
        table: language.word("prose.table"),
    }
}
