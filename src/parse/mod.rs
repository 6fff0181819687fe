//! Sources → [`Project`]: from text to values that are valid.
//!
//! One submodule a file format: [`config`] for `candor.toml`, [`register`] for `subprocessors.toml`,
//! [`document`] for Markdown with front matter, [`overlay`] for a change's folder. [`mod@print`] is the way
//! back, [`edit`] changes one entry of a register's text. Every problem becomes a diagnostic; what
//! can't be read is left out of the values and named in [`Project::unreadable`], so that nothing
//! mistakes it for removed.
//!
//! The past is parsed, never linted: an overlay's values must be valid, but what a writer could only
//! mend by rewriting what was told is no problem there.
//!
//! It doesn't know what happened when (`replay`), nor pages and addresses (`assemble`).

pub mod config;
pub mod document;
pub mod edit;
mod field;
mod front_matter;
mod gather;
mod memory;
pub mod overlay;
pub mod print;
pub mod register;
mod scalar;
mod syntax;
mod table;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content::{Content, DocumentId, ItemId, Prose, SubprocessorId};
use crate::diagnostic::{Checked, sort};
use crate::language::Language;
use crate::source::{Source, SourceId, SourcePath, Sources};
use gather::Gathered;
use memory::Unread;

pub use config::Config;
pub use memory::Memory;
pub use overlay::{Located, Overlay};
pub(crate) use scalar::web_address;
pub use table::Tense;

/// The folder of the recorded changes.
pub const CHANGES: &str = "content/changes";

/// The register as it should be.
pub const REGISTER: &str = "content/subprocessors.toml";

/// A project as its files say it.
#[derive(Clone, Debug)]
pub struct Project {
    /// `candor.toml`.
    pub source: SourceId,
    pub config: Config,
    pub language: Arc<Language>,
    /// The working files' register and documents.
    pub working: Content,
    /// What of the working files couldn't be read.
    pub unreadable: Unreadable,
    pub layout: Layout,
    /// Every Markdown file that isn't tracked.
    pub pages: Vec<Arc<Page>>,
    /// In no order: `replay` sorts them.
    pub overlays: Vec<Arc<Overlay>>,
    /// The files below `content/static/`, by their path below it.
    pub assets: Vec<Arc<Asset>>,
    /// The files of the project's theme and of `default`, which fills its gaps.
    pub theme: Vec<ThemeFile>,
}

/// What is there but can't be read, so that it isn't taken for removed.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Items of the working files, by their ids.
    pub items: BTreeSet<ItemId>,
    /// Whether the register isn't a list of entries as a whole, so that some may have gone unnoticed.
    pub register: bool,
    /// Entries of the register whose id couldn't be made out.
    pub entries: usize,
    /// Documents whose id couldn't be made out.
    pub documents: usize,
    /// Folders of recorded changes: while there are any, nobody knows what is recorded.
    pub changes: usize,
    /// The texts of documents that are left out, where they could be told from their front matter.
    pub texts: Vec<(SourcePath, Prose)>,
}

/// How the working files arrange what they hold: of no concern to the history.
#[derive(Clone, Default, Debug)]
pub struct Layout {
    /// In the order of `subprocessors.toml`.
    pub subprocessors: Vec<SubprocessorId>,
    pub documents: BTreeMap<DocumentId, Arc<DocumentPlace>>,
    /// The ids of the same documents by the paths of their files, in order.
    pub paths: Arc<Vec<(SourcePath, DocumentId)>>,
    /// The groups of processing descriptions, by folder below `content/processing/`.
    pub groups: BTreeMap<String, Arc<Group>>,
}

impl Layout {
    /// The document whose file lies at a path below the project's root.
    pub fn document_at(&self, path: &str) -> Option<&DocumentId> {
        let key = |(known, _): &(SourcePath, DocumentId)| known.as_str().cmp(path);
        let index = self.paths.binary_search_by(key).ok()?;
        self.paths.get(index).map(|(_, id)| id)
    }
}

/// Where a document stands among the others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DocumentPlace {
    pub path: SourcePath,
    /// The folder below its kind's folder; empty: none.
    pub group: String,
    /// `order` of the front matter; without one, after those that have one.
    pub order: Option<i64>,
}

/// A folder below `content/processing/`, by its `index.md`.
#[derive(Clone, Debug)]
pub struct Group {
    /// Of its `index.md`, below the project's root.
    pub path: SourcePath,
    pub title: String,
    pub order: Option<i64>,
    pub introduction: Prose,
}

/// A Markdown file that isn't tracked.
#[derive(Clone, Debug)]
pub struct Page {
    /// Below the project's root: `content/security.md`.
    pub path: SourcePath,
    pub title: String,
    pub order: Option<i64>,
    pub body: Prose,
    pub source: SourceId,
}

#[derive(Clone, Debug)]
pub struct Asset {
    /// Below `content/static/`.
    pub path: String,
    pub source: SourceId,
    pub bytes: Arc<[u8]>,
}

#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Below the project's root: `themes/acme/templates/page.html`.
    pub path: String,
    pub source: SourceId,
    pub bytes: Arc<[u8]>,
}

/// Reads every file of a project.
///
/// `None` where there is no configuration to go by; the problems say why. The files are read side by
/// side, and each one's result is as if it depended on its own bytes and the declared products alone.
pub fn parse(sources: &Sources) -> Checked<Option<Project>> {
    parse_again(sources, &mut Memory::default())
}

/// Reads those files of a project that the memory doesn't have as they are, and takes the others from it.
pub fn parse_again(sources: &Sources, memory: &mut Memory) -> Checked<Option<Project>> {
    let mut problems = Vec::new();
    let config = gather::configuration(sources, &mut problems);
    let products = config.as_ref().and_then(|file| file.products.as_deref());
    let tense = Tense::Present { products };

    memory.hold_for(products);
    let outlines = std::mem::take(&mut memory.outlines);
    let (changes, working): (Vec<_>, Vec<_>) = sources
        .below("content")
        .partition(|(_, source)| change_of(source).is_some());
    let changes: Vec<Unread<'_>> = changes
        .chunk_by(|(_, one), (_, other)| change_of(one) == change_of(other))
        .collect();
    memory::recall(&mut memory.folders, &changes, |files| {
        let folder = files.first().and_then(|(_, file)| change_of(file));
        let folder = folder.unwrap_or_default();
        gather::change_folder(folder, files, &outlines).map(|read| read.map(Arc::new))
    });
    // A text that stands as it was recorded is taken from there. To look for such pays where all files are read.
    let folders = if memory.files.is_empty() {
        memory.folders.as_slice()
    } else {
        &[]
    };
    let overlays = folders.iter();
    let overlays = overlays.filter_map(|kept| kept.made.value.as_deref());
    let recorded = gather::recorded(overlays);
    let working: Vec<Unread<'_>> = working.chunks(1).collect();
    memory::recall(&mut memory.files, &working, |files| {
        gather::files(files, tense, &recorded)
    });

    let mut gathered = Gathered::default();
    for kept in &memory.files {
        problems.extend_from_slice(&kept.made.problems);
        gathered.add(&kept.made.value);
    }
    gathered.arrange(&mut problems);
    for kept in &memory.folders {
        problems.extend_from_slice(&kept.made.problems);
        match &kept.made.value {
            Some(overlay) => gathered.overlays.push(Arc::clone(overlay)),
            None => gathered.unreadable.changes += 1,
        }
    }
    let project = config.and_then(|file| {
        let language = gather::look_around(&file, sources, memory, &mut problems);
        Some(gathered.project(file.source, file.config?, language?, sources))
    });
    sort(&mut problems, sources);
    Checked {
        value: project,
        problems,
    }
}

/// The change in whose folder a file lies.
fn change_of(source: &Source) -> Option<&str> {
    let (folder, _) = source.path.below(CHANGES)?.split_once('/')?;
    Some(folder)
}

#[cfg(test)]
mod tests;
