//! How the system describes a file, by which it is known again.
//!
//! It doesn't know what is in it.

use std::fmt;
use std::path::Path;

use super::disk::{self as fs, Metadata};

/// How the system describes a file. Whoever writes into one, or puts another in its place, makes one of these another,
/// unless it is within the same tick of the system's clock as the last change before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct FileState {
    pub(super) inode: u64,
    pub(super) length: u64,
    pub(super) modified: Moment,
    pub(super) changed: Moment,
}

impl FileState {
    /// Of what lies at a place now; of a link, not of what it leads to.
    pub(super) fn at(place: &Path) -> Option<FileState> {
        FileState::of(&fs::symlink_metadata(place).ok()?)
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems tell less")]
    pub(super) fn of(metadata: &Metadata) -> Option<FileState> {
        use std::os::unix::fs::MetadataExt;
        Some(FileState {
            inode: metadata.ino(),
            length: metadata.len(),
            modified: Moment(metadata.mtime(), metadata.mtime_nsec()),
            changed: Moment(metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    /// Without a number of its own and the time of its last change, a file can't be known again.
    #[cfg(not(unix))]
    pub(super) fn of(_metadata: &Metadata) -> Option<FileState> {
        None
    }

    pub(super) fn seen(self) -> Seen {
        Seen {
            inode: self.inode,
            length: self.length,
            modified: self.modified,
        }
    }
}

/// Seconds, and billionths of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Moment(i64, i64);

impl Moment {
    pub(super) fn read(text: &str) -> Option<Moment> {
        let (seconds, rest) = text.split_once('.')?;
        Some(Moment(seconds.parse().ok()?, rest.parse().ok()?))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Moment(seconds, rest) = self;
        write!(f, "{seconds}.{rest}")
    }
}

/// What a second name doesn't change of how the system describes a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seen {
    inode: u64,
    length: u64,
    modified: Moment,
}

impl Seen {
    pub(super) fn of(metadata: &Metadata) -> Option<Seen> {
        FileState::of(metadata).map(FileState::seen)
    }
}
