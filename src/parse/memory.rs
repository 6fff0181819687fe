//! What was read of each file, so that a preview reads again only those whose bytes are others.
//!
//! A file's parser is a pure function of the file's place among the sources, its bytes and the declared
//! products. So what it made holds as long as these do, and a build, which begins with an empty
//! [`Memory`], or with outlines that the last one kept, reads the same as a preview that has run all day.

use std::sync::Arc;

use rayon::prelude::*;

use super::config::Product;
use super::gather::File;
use super::overlay::Overlay;
use crate::content::prose::KeptOutlines;
use crate::diagnostic::Checked;
use crate::language::Language;
use crate::source::{Source, SourceId};

/// What the last run read.
#[derive(Default, Debug)]
pub struct Memory {
    /// The outlines of recorded texts that another process has kept. They serve the first run.
    pub(super) outlines: KeptOutlines,
    products: Option<Vec<Product>>,
    /// The working files, by path.
    pub(super) files: Vec<Kept<Checked<File>>>,
    /// The changes' folders, by name.
    pub(super) folders: Vec<Kept<Checked<Option<Arc<Overlay>>>>>,
    language: Option<KeptLanguage>,
}

/// What was made of some files.
#[derive(Debug)]
pub(super) struct Kept<T> {
    pub(super) of: Vec<(SourceId, Source)>,
    pub(super) made: Arc<T>,
}

/// The words of a language, of which the project may have some of its own.
#[derive(Debug)]
struct KeptLanguage {
    tag: String,
    own: Own,
    made: Arc<Checked<Option<Arc<Language>>>>,
}

/// The file with the project's own words, where it has one.
type Own = Option<(SourceId, Source)>;

impl Memory {
    /// The memory of a process that knows only what another one kept.
    pub fn of(outlines: KeptOutlines) -> Memory {
        Memory {
            outlines,
            ..Memory::default()
        }
    }

    /// Forgets what was read with other products declared.
    pub(super) fn hold_for(&mut self, products: Option<&[Product]>) {
        if self.products.as_deref() != products {
            self.products = products.map(<[Product]>::to_vec);
            self.files.clear();
        }
    }

    /// The words of a language, read unless they are known.
    pub(super) fn language(
        &mut self,
        tag: &str,
        own: Own,
        read: impl FnOnce(Option<&(SourceId, Source)>) -> Checked<Option<Arc<Language>>>,
    ) -> Arc<Checked<Option<Arc<Language>>>> {
        let known = self.language.take().filter(|kept| {
            kept.tag == tag
                && match (&kept.own, &own) {
                    (None, None) => true,
                    (Some((id, kept)), Some((own_id, own))) => id == own_id && is_same(kept, own),
                    _ => false,
                }
        });
        let kept = known.unwrap_or_else(|| KeptLanguage {
            tag: tag.to_owned(),
            made: Arc::new(read(own.as_ref())),
            own,
        });
        let made = Arc::clone(&kept.made);
        self.language = Some(kept);
        made
    }

    /// How many results it holds.
    pub fn len(&self) -> usize {
        self.files.len() + self.folders.len() + usize::from(self.language.is_some())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A file, or the files of a folder, to be read together.
pub(super) type Unread<'s> = &'s [(SourceId, &'s Source)];

/// Reads each of `unread` unless `kept` has it already, both in the order of their paths. What isn't
/// asked for any longer is forgotten.
pub(super) fn recall<T: Send + Sync>(
    kept: &mut Vec<Kept<T>>,
    unread: &[Unread<'_>],
    read: impl Fn(Unread<'_>) -> T + Sync,
) {
    let mut before = std::mem::take(kept).into_iter().peekable();
    let known: Vec<Option<Kept<T>>> = unread
        .iter()
        .map(|files| {
            before.next_if(|kept| is_of(&kept.of, files)).or_else(|| {
                while before.next_if(|kept| precedes(&kept.of, files)).is_some() {}
                before.next_if(|kept| is_of(&kept.of, files))
            })
        })
        .collect();
    let missing: Vec<Unread<'_>> = unread
        .iter()
        .zip(&known)
        .filter(|(_, known)| known.is_none())
        .map(|(files, _)| *files)
        .collect();
    // Collecting keeps the order, whichever is done first.
    let made: Vec<Kept<T>> = missing
        .into_par_iter()
        .map(|files| Kept {
            of: files
                .iter()
                .map(|&(id, source)| (id, source.clone()))
                .collect(),
            made: Arc::new(read(files)),
        })
        .collect();
    let mut made = made.into_iter();
    let all = known.into_iter();
    kept.extend(all.filter_map(|known| known.or_else(|| made.next())));
}

/// Whether what was kept comes before these files, and so isn't asked for any longer.
fn precedes(kept: &[(SourceId, Source)], files: Unread<'_>) -> bool {
    match (kept.first(), files.first()) {
        (Some((_, kept)), Some((_, file))) => kept.path < file.path,
        _ => false,
    }
}

fn is_of(kept: &[(SourceId, Source)], files: Unread<'_>) -> bool {
    kept.len() == files.len()
        && kept
            .iter()
            .zip(files)
            .all(|((id, kept), (file_id, file))| id == file_id && is_same(kept, file))
}

/// Whether two files are one and the same. Other bytes that say the same count as others, which only
/// makes them be read again.
pub(super) fn is_same(one: &Source, other: &Source) -> bool {
    Arc::ptr_eq(&one.bytes, &other.bytes) && one.path == other.path
}
