//! One walk through the project: what lies there, and what of it is a source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::stamp::Stamp;
use super::{CONFIG, FOLDERS, ReadError, ReadOutcome, SkipReason, Skipped, is_litter};
use crate::source::{Sources, Span};

/// What one walk saw.
pub(super) struct Walk {
    pub found: Found,
    /// A path that was listed and then wasn't there.
    pub vanished: Option<String>,
}

#[derive(Default)]
pub(super) struct Found {
    pub files: Vec<(String, File)>,
    pub skipped: BTreeMap<String, SkipReason>,
    pub linked_folders: Vec<PathBuf>,
    /// The real places of the files that links to files lead to.
    pub linked_files: Vec<PathBuf>,
}

/// A file as it was read.
pub(super) struct File {
    pub bytes: Arc<[u8]>,
    /// As it was before the first byte was read.
    pub stamp: Stamp,
}

impl Found {
    pub(super) fn into_outcome(self) -> ReadOutcome {
        let mut sources = Sources::new();
        for (path, file) in self.files {
            sources.insert(&path, file.bytes);
        }
        let skipped = self.skipped.into_iter();
        let skipped = skipped
            .map(|(path, reason)| {
                let span = Span::new(sources.reserve(&path), 0..0);
                Skipped { span, path, reason }
            })
            .collect();
        ReadOutcome {
            sources,
            skipped,
            linked_folders: self.linked_folders,
        }
    }
}

/// The bytes of all files, each once: most working files say, byte for byte, what was recorded of them last.
#[derive(Default)]
struct Contents(Mutex<BTreeSet<Arc<[u8]>>>);

impl Contents {
    /// The known ones with these bytes, or those that are made now.
    fn once(&self, bytes: &[u8], make: impl FnOnce() -> Arc<[u8]>) -> Arc<[u8]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.get(bytes) {
            return Arc::clone(same);
        }
        let made = make();
        known.insert(Arc::clone(&made));
        made
    }
}

/// A file that was listed, before it is read.
struct Listed {
    /// Relative to the root, with `/`.
    path: String,
    place: PathBuf,
}

/// Walks the project and reads what `known` doesn't know by its stamp.
pub(super) fn walk(
    root: &Path,
    known: impl Fn(&str, &Path) -> Option<File> + Sync,
) -> Result<Walk, ReadError> {
    let real_root = fs::canonicalize(root).map_err(|cause| failed(root, cause))?;
    let mut listing = Listing {
        root,
        real_root,
        found: Found::default(),
        files: Vec::new(),
        vanished: None,
    };
    listing.list_config()?;
    for folder in FOLDERS {
        listing.list_folder(folder)?;
    }
    let Listing {
        mut found,
        files,
        mut vanished,
        ..
    } = listing;

    // Many small files: waiting for one needn't keep the next from being fetched.
    let contents = Contents::default();
    let loaded: Vec<(Listed, Loaded)> = files
        .into_par_iter()
        .map_init(Vec::new, |buffer, listed| {
            let once = |bytes: &[u8]| contents.once(bytes, || bytes.into());
            let loaded = match known(&listed.path, &listed.place) {
                Some(mut file) => {
                    file.bytes = contents.once(&file.bytes, || Arc::clone(&file.bytes));
                    Loaded::File(file)
                }
                None => load(&listed.place, buffer, once)
                    .map_err(|cause| failed(&listed.place, cause))?,
            };
            Ok((listed, loaded))
        })
        .collect::<Result<_, ReadError>>()?;
    for (listed, loaded) in loaded {
        match loaded {
            Loaded::File(file) => found.files.push((listed.path, file)),
            Loaded::TooLarge => {
                found.skipped.insert(listed.path, SkipReason::TooLarge);
            }
            Loaded::Vanished => vanished = vanished.or(Some(listed.path)),
        }
    }
    Ok(Walk { found, vanished })
}

struct Listing<'a> {
    root: &'a Path,
    real_root: PathBuf,
    found: Found,
    files: Vec<Listed>,
    vanished: Option<String>,
}

/// What a path turned out to be.
enum Kind {
    File,
    Folder,
}

impl Listing<'_> {
    fn list_config(&mut self) -> Result<(), ReadError> {
        let place = self.root.join(CONFIG);
        let metadata = match fs::metadata(&place) {
            Ok(metadata) => metadata,
            Err(cause) => return self.explain(CONFIG.to_owned(), &place, cause),
        };
        let verdict = if place.is_symlink() {
            self.judge_link(&place)?
        } else {
            None
        };
        match verdict {
            Some(reason) => self.skip(CONFIG.to_owned(), reason),
            None if metadata.is_dir() => self.skip(CONFIG.to_owned(), SkipReason::FolderForFile),
            None if !metadata.is_file() => self.skip(CONFIG.to_owned(), SkipReason::NotAFile),
            None => {
                if place.is_symlink() {
                    self.note_target(&place);
                }
                self.files.push(Listed {
                    path: CONFIG.to_owned(),
                    place,
                });
            }
        }
        Ok(())
    }

    fn list_folder(&mut self, folder: &str) -> Result<(), ReadError> {
        let start = self.root.join(folder);
        if fs::symlink_metadata(&start).is_err_and(|cause| cause.kind() == ErrorKind::NotFound) {
            return Ok(());
        }
        let mut linked: Vec<PathBuf> = Vec::new();
        let mut walk = WalkDir::new(&start)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Err(error) => self.explain_walk(error)?,
                Ok(entry) => {
                    let is_folder = entry.file_type().is_dir();
                    let taken = self.take(&entry, &mut linked)?;
                    if is_folder && !matches!(taken, Some(Kind::Folder)) {
                        walk.skip_current_dir();
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes one entry of the walk, or says why not.
    fn take(
        &mut self,
        entry: &DirEntry,
        linked: &mut Vec<PathBuf>,
    ) -> Result<Option<Kind>, ReadError> {
        let (path, legible) = self.relative(entry.path());
        if is_litter(&path) {
            return Ok(None);
        }
        let kind = entry.file_type();
        let mut verdict = match legible {
            Legible::Yes => None,
            Legible::No => Some(SkipReason::NameNotUtf8),
        };
        if path.contains(|c: char| c == '\\' || c.is_control()) {
            verdict = verdict.or(Some(SkipReason::NameUnusable));
        }
        if verdict.is_none() && entry.path_is_symlink() {
            verdict = self.judge_link(entry.path())?;
            let below_link = linked.iter().any(|link| entry.path().starts_with(link));
            if verdict.is_none() && kind.is_dir() && below_link {
                verdict = Some(SkipReason::LinkBelowLink);
            }
            if verdict.is_none() && kind.is_dir() {
                linked.push(entry.path().to_owned());
                // It was there a moment ago; if it is gone by now, nothing can be published into it.
                self.found
                    .linked_folders
                    .extend(fs::canonicalize(entry.path()).ok());
            }
        }
        if verdict.is_none() && !kind.is_dir() && entry.depth() == 0 {
            verdict = Some(SkipReason::FileForFolder);
        }
        if verdict.is_none() && !kind.is_dir() && !kind.is_file() {
            verdict = Some(SkipReason::NotAFile);
        }
        if let Some(reason) = verdict {
            self.skip(path, reason);
            return Ok(None);
        }
        if kind.is_dir() {
            return Ok(Some(Kind::Folder));
        }
        if entry.path_is_symlink() {
            self.note_target(entry.path());
        }
        self.files.push(Listed {
            path,
            place: entry.path().to_owned(),
        });
        Ok(Some(Kind::File))
    }

    /// Notes where a file really lies that is reached by a link of its own.
    fn note_target(&mut self, link: &Path) {
        let target = fs::canonicalize(link);
        self.found.linked_files.extend(target.ok());
    }

    /// Whether a link may be followed. Its target exists.
    fn judge_link(&mut self, link: &Path) -> Result<Option<SkipReason>, ReadError> {
        let real = |path: &Path| fs::canonicalize(path).map_err(|cause| failed(path, cause));
        let (target, folder) = match (real(link), link.parent().map(real)) {
            (Ok(target), Some(Ok(folder))) => (target, folder),
            (Err(ReadError::Io { cause, .. }), _) if is_gone(&cause) => {
                return Ok(Some(SkipReason::Dangling));
            }
            (Err(error), _) | (_, Some(Err(error))) => return Err(error),
            (Ok(_), None) => return Ok(Some(SkipReason::LeavesProject)),
        };
        let Ok(inside) = target.strip_prefix(&self.real_root) else {
            return Ok(Some(SkipReason::LeavesProject));
        };
        if folder.starts_with(&target) {
            return Ok(Some(SkipReason::Loop));
        }
        let (inside, _) = slashed(inside);
        Ok(is_litter(&inside).then_some(SkipReason::LeadsToHidden))
    }

    fn explain_walk(&mut self, error: walkdir::Error) -> Result<(), ReadError> {
        let place = error.path().unwrap_or(self.root).to_owned();
        let (path, _) = self.relative(&place);
        if is_litter(&path) {
            return Ok(());
        }
        if error.loop_ancestor().is_some() {
            self.skip(path, SkipReason::Loop);
            return Ok(());
        }
        let cause = error
            .into_io_error()
            .unwrap_or_else(|| io::Error::other("it couldn't be listed"));
        self.explain(path, &place, cause)
    }

    /// Tells a link that leads nowhere from a file that vanished and from a failure.
    fn explain(&mut self, path: String, place: &Path, cause: io::Error) -> Result<(), ReadError> {
        let is_link = place.is_symlink();
        if is_link && is_loop(&cause) {
            self.skip(path, SkipReason::Loop);
        } else if is_link && is_gone(&cause) {
            self.skip(path, SkipReason::Dangling);
        } else if is_gone(&cause) {
            self.vanished.get_or_insert(path);
        } else {
            return Err(failed(place, cause));
        }
        Ok(())
    }

    fn skip(&mut self, path: String, reason: SkipReason) {
        self.found.skipped.insert(path, reason);
    }

    fn relative(&self, place: &Path) -> (String, Legible) {
        slashed(place.strip_prefix(self.root).unwrap_or(place))
    }
}

#[derive(Clone, Copy)]
pub(super) enum Legible {
    Yes,
    No,
}

/// A relative path with `/` between its parts, and whether every part was UTF-8.
pub(super) fn slashed(path: &Path) -> (String, Legible) {
    let mut legible = Legible::Yes;
    let mut parts = Vec::new();
    for part in path {
        if part.to_str().is_none() {
            legible = Legible::No;
        }
        parts.push(part.to_string_lossy());
    }
    (parts.join("/"), legible)
}

pub(super) enum Loaded {
    File(File),
    TooLarge,
    Vanished,
}

/// Positions in a file are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64;

/// Reads a file by way of a buffer, which may serve for the next one as well.
pub(super) fn load(
    place: &Path,
    buffer: &mut Vec<u8>,
    keep: impl FnOnce(&[u8]) -> Arc<[u8]>,
) -> io::Result<Loaded> {
    let file = match fs::File::open(place) {
        Ok(file) => file,
        Err(cause) if is_gone(&cause) => return Ok(Loaded::Vanished),
        Err(cause) => return Err(cause),
    };
    let metadata = file.metadata()?;
    let stamp = Stamp::of(&metadata);
    let length = metadata.len();
    if length > LARGEST {
        return Ok(Loaded::TooLarge);
    }
    buffer.clear();
    buffer.reserve(usize::try_from(length).unwrap_or_default());
    // It may grow while it is read.
    file.take(LARGEST + 1).read_to_end(buffer)?;
    if buffer.len() as u64 > LARGEST {
        return Ok(Loaded::TooLarge);
    }
    Ok(Loaded::File(File {
        bytes: keep(buffer),
        stamp,
    }))
}

/// A folder that was replaced by a file while it was walked is as gone as a deleted one.
pub(super) fn is_gone(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The system's own limit on links that lead to links. Its kind has no stable name yet.
fn is_loop(cause: &io::Error) -> bool {
    #[cfg(unix)]
    let is_loop = cause.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    let is_loop = {
        let _ = cause;
        false
    };
    is_loop
}

fn failed(path: &Path, cause: io::Error) -> ReadError {
    ReadError::Io {
        path: path.to_owned(),
        cause,
    }
}
