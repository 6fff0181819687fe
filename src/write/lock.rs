//! One build at a time for one output.
//!
//! The system itself lets go of the lock when a process dies, however it dies. So whoever holds it knows
//! that what a build left behind belongs to nobody.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk::{self as fs, File, OpenOptions, TryLockError};
use super::error::at;
use super::{Refusal, WriteError};

/// Holds until dropped; the file goes with it.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
    pub certainty: Certainty,
}

/// Whether the lock means anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Certainty {
    Alone,
    /// The volume knows no locks, as some network drives don't.
    Unknown,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still held: whoever opened it before finds that it isn't there any more.
        fs::remove_file(&self.path).ok();
    }
}

/// Takes the lock, or says at once that another build has it.
pub(super) fn acquire(path: &Path, busy: Refusal) -> Result<Lock, WriteError> {
    // Each round is lost only to another build that ended in that very moment.
    for _ in 0..100 {
        // Looked at before it is opened: somebody else's file isn't even to get a new time.
        if fs::symlink_metadata(path).is_ok_and(|found| found.len() > 0 || !found.is_file()) {
            return Err(Refusal::NameTaken {
                path: path.to_owned(),
            }
            .into());
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(at(path))?;
        let certainty = match file.try_lock() {
            Ok(()) => Certainty::Alone,
            Err(TryLockError::WouldBlock) => return Err(busy.into()),
            Err(TryLockError::Error(cause)) if cause.kind() == ErrorKind::Unsupported => {
                Certainty::Unknown
            }
            Err(TryLockError::Error(cause)) => return Err(at(path)(cause)),
        };
        if is_at(&file, path).map_err(at(path))? {
            return Ok(Lock {
                path: path.to_owned(),
                _file: file,
                certainty,
            });
        }
    }
    Err(busy.into())
}

/// Whether the open file is the one that now bears the name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (ours.dev(), ours.ino())),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(cause),
    }
}

/// Elsewhere a name stays taken as long as its file is open.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    path.try_exists()
}
