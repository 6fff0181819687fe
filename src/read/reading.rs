//! A project that is read again and again.
//!
//! [`Reading`] keeps what it read, so that after an edit only what was touched is read again, and the
//! bytes of all other files stay the same value. It gives what [`super::read`] would give, whatever it
//! was told: a touched path is only where it looks first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::stamp::Stamp;
use super::walk::{self, File, Loaded, is_gone};
use super::watch::Touched;
use super::{CONFIG, ReadError, SkipReason, Skipped};
use crate::source::{Source, SourcePath, Sources, Span};

/// A project as it was last read.
#[derive(Debug)]
pub struct Reading {
    root: PathBuf,
    /// With whatever else was laid under the files of the disk.
    pub sources: Sources,
    /// As in [`super::ReadOutcome`].
    pub skipped: Vec<Skipped>,
    /// The real places of the folders and files that links lead to, for [`super::watch::Watch`].
    pub link_targets: Vec<PathBuf>,
    /// The files of the disk.
    files: BTreeMap<SourcePath, Known>,
    /// Whether something that was touched couldn't be read, so that paths alone no longer tell.
    behind: bool,
}

/// Whether a project is another than it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Since {
    Same,
    Changed,
}

/// What is known of a file on the disk.
#[derive(Clone, Copy, Debug)]
struct Known {
    stamp: Stamp,
    /// When this stamp was seen first, and when the file was last read with it.
    seen: Instant,
    read: Instant,
}

/// For how long a file can be written to without another stamp: as long as a tick of the coarsest clock
/// that a file system has, and then some.
pub(super) const TICK: Duration = Duration::from_secs(3);

/// How many files that are gone are kept for messages before all are counted anew.
const MOST_GONE: usize = 1_000;

impl Known {
    /// Whether a file with this stamp still holds the bytes that were read.
    fn holds(&self, stamp: &Stamp) -> bool {
        self.stamp == *stamp && self.read.duration_since(self.seen) >= TICK
    }
}

impl Reading {
    /// Reads a project for the first time.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn open(root: &Path) -> Result<Reading, ReadError> {
        let mut reading = Reading {
            root: root.to_owned(),
            sources: Sources::new(),
            skipped: Vec::new(),
            link_targets: Vec::new(),
            files: BTreeMap::new(),
            behind: true,
        };
        reading.everything()?;
        Ok(reading)
    }

    /// Reads again what was touched.
    ///
    /// # Errors
    /// As [`super::read`]; then all is as it was.
    pub fn again(&mut self, touched: &Touched) -> Result<Since, ReadError> {
        let paths = match touched {
            Touched::Paths(paths) if !self.behind => paths,
            Touched::Paths(_) | Touched::Everything => return self.everything(),
        };
        let mut looks = Vec::new();
        for path in paths {
            match self.look(path) {
                Some(look) => looks.push((path, look)),
                // Only the walk can tell what becomes of it.
                None => return self.everything(),
            }
        }
        let mut since = Since::Same;
        for (path, look) in looks {
            let changed = match look {
                Look::Nothing => false,
                Look::File(file) => self.put(path.as_str(), file),
                Look::Gone => self.take(path.as_str()),
            };
            if changed {
                since = Since::Changed;
            }
        }
        Ok(since)
    }

    /// How many files are known.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What lies at a path; `None` where that alone doesn't tell.
    fn look(&self, path: &SourcePath) -> Option<Look> {
        let place = self.root.join(path.as_str());
        let is_known = self.files.contains_key(path.as_str());
        if self.skipped.iter().any(|s| s.path == path.as_str()) {
            return None;
        }
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_file() && (is_known || self.has_been_in(path)) => {
                match walk::load(&place, &mut Vec::new(), |bytes| bytes.into()) {
                    Ok(Loaded::File(file)) => Some(Look::File(file)),
                    Ok(Loaded::Vanished) if is_known && path.as_str() != CONFIG => Some(Look::Gone),
                    Ok(Loaded::Vanished | Loaded::TooLarge) | Err(_) => None,
                }
            }
            Err(cause) if is_gone(&cause) => {
                if path.as_str() == CONFIG || self.has_been_below(path.as_str()) {
                    None
                } else if is_known {
                    Some(Look::Gone)
                } else {
                    Some(Look::Nothing)
                }
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// Whether the folder of a path was walked, so that a new file in it has a name that can be taken and
    /// no link above it that can't.
    fn has_been_in(&self, path: &SourcePath) -> bool {
        !path
            .as_str()
            .contains(|c: char| c == '\\' || c.is_control())
            && !path.folder().is_empty()
            && self.has_been_below(path.folder())
    }

    fn has_been_below(&self, folder: &str) -> bool {
        let first = SourcePath::new(&format!("{folder}/"));
        let mut below = self.files.range(first..);
        let below_is_known = below
            .next()
            .is_some_and(|(path, _)| path.below(folder).is_some());
        let mut skipped = self.skipped.iter();
        below_is_known || skipped.any(|s| SourcePath::new(&s.path).below(folder).is_some())
    }

    fn everything(&mut self) -> Result<Since, ReadError> {
        self.behind = true;
        let found = super::find(&self.root, |path, place| {
            let known = self.files.get(path)?;
            let stamp = Stamp::of(&fs::metadata(place).ok()?);
            let (_, source) = self.sources.get(path)?;
            known.holds(&stamp).then(|| File {
                bytes: Arc::clone(&source.bytes),
                stamp,
            })
        })?;
        let mut since = Since::Same;
        let mut gone = self.files.clone();
        for (path, file) in found.files {
            gone.remove(path.as_str());
            if self.put(&path, file) {
                since = Since::Changed;
            }
        }
        for path in gone.keys() {
            self.take(path.as_str());
            since = Since::Changed;
        }
        if self.skip(found.skipped) {
            since = Since::Changed;
        }
        self.link_targets = found.linked_folders;
        self.link_targets.extend(found.linked_files);
        if self.sources.removed() > MOST_GONE {
            self.count_anew();
        }
        self.behind = false;
        Ok(since)
    }

    /// Takes a file in; whether it holds other bytes than before.
    fn put(&mut self, path: &str, file: File) -> bool {
        let now = Instant::now();
        let known = self.files.get_mut(path);
        let is_new = known.is_none();
        match known {
            Some(known) if known.stamp == file.stamp => known.read = now,
            known => {
                let read = Known {
                    stamp: file.stamp,
                    seen: now,
                    read: now,
                };
                match known {
                    Some(known) => *known = read,
                    None => {
                        self.files.insert(SourcePath::new(path), read);
                    }
                }
            }
        }
        // A file may come to lie over one that was laid under and says the same.
        let same = self
            .sources
            .get(path)
            .is_some_and(|(_, source)| source.bytes == file.bytes);
        if !same {
            self.sources.insert(path, file.bytes);
        }
        !same || is_new
    }

    fn take(&mut self, path: &str) -> bool {
        self.sources.remove(path);
        self.files.remove(path).is_some()
    }

    /// Names what can't be taken; whether that is another than before.
    fn skip(&mut self, found: BTreeMap<String, SkipReason>) -> bool {
        let mut skipped = Vec::new();
        for (path, reason) in found {
            let span = Span::new(self.sources.reserve(&path), 0..0);
            skipped.push(Skipped { span, path, reason });
        }
        let changed = skipped != self.skipped;
        self.skipped = skipped;
        changed
    }

    /// Gives each file another id, and forgets those that are gone.
    fn count_anew(&mut self) {
        let files: Vec<Source> = self.sources.iter().map(|(_, file)| file.clone()).collect();
        let mut sources = Sources::new();
        for file in files {
            sources.insert(file.path.as_str(), file.bytes);
        }
        self.sources = sources;
        let skipped = std::mem::take(&mut self.skipped);
        self.skip(skipped.into_iter().map(|s| (s.path, s.reason)).collect());
    }
}

/// What one path turned out to be.
enum Look {
    Nothing,
    File(File),
    Gone,
}
