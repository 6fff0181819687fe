//! The moment of publishing: the staged folder takes the output's place.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk as fs;
use super::error::at;
use super::{Refusal, WriteError};

/// Puts the staged folder in the output's place, and gives the place where the old one now lies, if
/// there was one.
pub(super) fn swap(
    staged: &Path,
    output: &Path,
    retired: &Path,
) -> Result<Option<PathBuf>, WriteError> {
    if fs::symlink_metadata(output).is_err_and(|cause| cause.kind() == ErrorKind::NotFound) {
        fs::rename(staged, output).map_err(at(output))?;
        return Ok(None);
    }
    match exchange(staged, output) {
        Ok(()) => Ok(Some(staged.to_owned())),
        Err(Exchange::Unsupported) => {
            two_renames(staged, output, retired)?;
            Ok(Some(retired.to_owned()))
        }
        Err(Exchange::Failed(cause)) => Err(refusal(output, cause)),
    }
}

/// Where two folders can't be exchanged, the output is missing for a moment. A build that is killed in
/// that moment leaves the old site under the name `retired`, whence the next one takes it back.
pub(super) fn two_renames(staged: &Path, output: &Path, retired: &Path) -> Result<(), WriteError> {
    fs::rename(output, retired).map_err(|cause| refusal(output, cause))?;
    if let Err(cause) = fs::rename(staged, output) {
        fs::rename(retired, output).map_err(at(retired))?;
        return Err(refusal(output, cause));
    }
    Ok(())
}

fn refusal(output: &Path, cause: io::Error) -> WriteError {
    match cause.kind() {
        ErrorKind::CrossesDevices | ErrorKind::ResourceBusy => Refusal::CannotMove {
            output: output.to_owned(),
        }
        .into(),
        _ => at(output)(cause),
    }
}

/// Why two folders weren't exchanged.
#[derive(Debug)]
enum Exchange {
    /// Neither this system nor this volume can.
    Unsupported,
    Failed(io::Error),
}

#[cfg(any(
    target_os = "linux",
    target_os = "android",
    target_os = "macos",
    target_os = "ios"
))]
fn exchange(staged: &Path, output: &Path) -> Result<(), Exchange> {
    use rustix::fs::{CWD, RenameFlags};
    use rustix::io::Errno;
    match fs::renameat_with(CWD, staged, CWD, output, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(Exchange::Unsupported),
        Err(errno) => Err(Exchange::Failed(errno.into())),
    }
}

#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    target_os = "macos",
    target_os = "ios"
)))]
fn exchange(_staged: &Path, _output: &Path) -> Result<(), Exchange> {
    Err(Exchange::Unsupported)
}
