//! What lies beside an output, while it is built and between two builds: the hidden names, and the folders
//! on the way to it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk as fs;
use super::error::at;
use super::lock::{self, Certainty, Lock};
use super::marker::Listed;
use super::{Refusal, WriteError, foreign, guard, marker, mode};

/// The hidden names beside an output. They are fixed, since the lock lets only one build use them.
pub(super) struct Names {
    pub(super) parent: PathBuf,
    pub(super) staged: PathBuf,
    pub(super) retired: PathBuf,
    pub(super) twin: PathBuf,
    pub(super) lock: PathBuf,
}

impl Names {
    pub(super) fn of(output: &Path) -> Names {
        let parent = output.parent().unwrap_or(output);
        let beside = |ending: &str| {
            let mut name = std::ffi::OsString::from(".");
            name.push(output.file_name().unwrap_or_default());
            name.push(ending);
            parent.join(name)
        };
        Names {
            parent: parent.to_owned(),
            staged: beside(".candor-new"),
            retired: beside(".candor-old"),
            twin: beside(".candor-twin"),
            lock: beside(".candor-lock"),
        }
    }

    /// Refuses to use a name under which something lies that isn't Candor's.
    pub(super) fn refuse_taken(&self) -> Result<(), WriteError> {
        for name in [&self.staged, &self.retired] {
            if !is_missing(name) && !is_clearable(name)? {
                return Err(Refusal::NameTaken { path: name.clone() }.into());
            }
        }
        Ok(())
    }

    pub(super) fn busy(&self, output: &Path) -> Refusal {
        Refusal::Busy {
            output: output.to_owned(),
            staged: self.staged.clone(),
        }
    }
}

/// Folders on the way to the output that didn't exist. They go again, unless the site comes.
#[derive(Default, Debug)]
pub(super) struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    pub(super) fn make(folder: &Path) -> Result<NewFolders, WriteError> {
        let mut made = NewFolders::default();
        let missing: Vec<&Path> = folder.ancestors().take_while(|f| is_missing(f)).collect();
        for folder in missing.into_iter().rev() {
            match mode::make_folder(folder) {
                Ok(()) => made.0.push(folder.to_owned()),
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(at(folder)(cause)),
            }
        }
        Ok(made)
    }

    pub(super) fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Fails, as it should, where somebody else has put something.
            fs::remove_dir(folder).ok();
        }
    }
}

/// Puts an old site back that a killed build left under another name, where the system can't exchange
/// two folders in one step. [`super::Staging::open`] does this by itself.
///
/// # Errors
/// When the system refuses, or a build is running.
pub fn recover(output: &Path) -> Result<(), WriteError> {
    let place = guard::resolve(output)?;
    let names = Names::of(&place);
    if !is_missing(&place) || is_missing(&names.retired) {
        return Ok(());
    }
    let _lock = lock::acquire(&names.lock, names.busy(&place))?;
    restore(&place, &names)
}

pub(super) fn restore(output: &Path, names: &Names) -> Result<(), WriteError> {
    if is_missing(output) && !is_missing(&names.retired) && is_clearable(&names.retired)? {
        fs::rename(&names.retired, output).map_err(at(output))?;
    }
    Ok(())
}

/// Takes out of a site what made it a twin: it may have been on its way to become one when a build was killed, or
/// somebody put a twin in its place.
pub(super) fn unmake_twin(output: &Path, listed: &Listed) {
    let remove = |name: &str| fs::remove_file(output.join(name)).is_ok();
    let was_one = [marker::NOTE, marker::KEPT].map(remove).contains(&true);
    let ignored = output.join(marker::IGNORED);
    // A build may have been killed while it wrote it.
    let is_own = || fs::read(&ignored).is_ok_and(|bytes| marker::IGNORES_ALL.starts_with(&bytes));
    if was_one && !listed.contains(marker::IGNORED) && is_own() {
        fs::remove_file(&ignored).ok();
    }
}

/// Deletes what a killed build left, if it is certain that it was one.
pub(super) fn clear(
    leftover: &Path,
    lock: &Lock,
    output: &Path,
    names: &Names,
) -> Result<(), WriteError> {
    if is_missing(leftover) {
        return Ok(());
    }
    if lock.certainty == Certainty::Unknown {
        return Err(names.busy(output).into());
    }
    names.refuse_taken()?;
    foreign::remove(leftover).map_err(at(leftover))
}

/// A folder on which a volume is mounted can't be renamed. The system would say so, but only after the
/// site was staged.
pub(super) fn refuse_mount_point(output: &Path, parent: &Path) -> Result<(), WriteError> {
    let volume = |path| fs::symlink_metadata(path).map(|metadata| foreign::volume(&metadata));
    match (volume(output), volume(parent)) {
        (Ok(own), Ok(around)) if own != around => Err(Refusal::CannotMove {
            output: output.to_owned(),
        }
        .into()),
        _ => Ok(()),
    }
}

/// Whether a folder is one that Candor made: it bears the marker, or was left before it could.
pub(super) fn is_clearable(folder: &Path) -> Result<bool, WriteError> {
    if !fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(false);
    }
    if marker::read(folder)?.is_some() {
        return Ok(true);
    }
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // The build to which it belonged has ended since.
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(true),
        Err(cause) => return Err(at(folder)(cause)),
    };
    Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == marker::HALF)))
}

pub(super) fn is_missing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|cause| cause.kind() == ErrorKind::NotFound)
}
