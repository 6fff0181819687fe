//! From a project's root folder to [`Sources`].
//!
//! [`read`] takes `candor.toml` and everything below `content/` and `themes/`, leaves out what editors
//! and file managers drop there ([`is_source`]), and gives the rest as a value. It follows links to
//! files and folders, but never out of the project: when CI builds a pull request, a link is a
//! stranger's way to have `/home/runner/.ssh/id_ed25519` or `.git/config` published. What it can't take
//! it names as [`Skipped`], with a span, so that it reaches the writer as every other problem does.
//!
//! It deliberately doesn't know what a file means, nor whether it is UTF-8.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where sources come from the disk"
)]

pub mod git;
mod reading;
mod skipped;
mod stamp;
#[cfg(test)]
mod tests;
mod walk;
pub mod watch;

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::Sources;

pub use reading::{Reading, Since};
pub use skipped::{SkipReason, Skipped};

/// The file that makes a folder a project.
pub const CONFIG: &str = "candor.toml";

/// The folders that hold sources.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// A project as it stood on the disk.
#[derive(Debug)]
pub struct ReadOutcome {
    pub sources: Sources,
    /// What lies there and couldn't be taken. Each is an error for the writer: without it a page would
    /// be missing from the site, and nobody would know.
    pub skipped: Vec<Skipped>,
    /// The real places of the folders that links inside `content` and `themes` lead to: they are read as
    /// sources too, so nothing may be published into them.
    pub linked_folders: Vec<PathBuf>,
}

/// Reads a project.
///
/// A file may vanish between listing and reading, since editors save by renaming. The folder is then
/// listed once more; what is still missing was taken away.
///
/// # Errors
/// When there is no project, or the system refuses to hand out a folder or a file.
pub fn read(root: &Path) -> Result<ReadOutcome, ReadError> {
    Ok(find(root, |_, _| None)?.into_outcome())
}

/// What lies in a project, where `known` knows some files as they still are.
fn find(
    root: &Path,
    known: impl Fn(&str, &Path) -> Option<walk::File> + Sync,
) -> Result<walk::Found, ReadError> {
    match walk::walk(root, &known)? {
        walk::Walk {
            vanished: None,
            found,
        } => Ok(found),
        _ => match walk::walk(root, &known)? {
            walk::Walk {
                vanished: Some(path),
                ..
            } if path == CONFIG => Err(ReadError::NoProject {
                root: root.to_owned(),
            }),
            walk::Walk { found, .. } => Ok(found),
        },
    }
}

/// One file that is no part of a project, such as the log that is live.
///
/// # Errors
/// Where the system refuses.
pub fn file(path: &Path) -> Result<Vec<u8>, ReadError> {
    std::fs::read(path).map_err(|cause| ReadError::Io {
        path: path.to_owned(),
        cause,
    })
}

/// One file's bytes, if there are no more than `most`. It is never read further than that.
///
/// # Errors
/// Where it has more, or the system refuses.
pub fn file_of_at_most(path: &Path, most: usize) -> Result<Vec<u8>, ReadError> {
    let io = |cause| ReadError::Io {
        path: path.to_owned(),
        cause,
    };
    let file = File::open(path).map_err(io)?;
    let mut bytes = Vec::new();
    let beyond = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    file.take(beyond).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() > most {
        let path = path.to_owned();
        return Err(ReadError::TooLarge { path, most });
    }
    Ok(bytes)
}

/// The nearest folder from `start` upward that holds a `candor.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    let root = start
        .ancestors()
        .find(|folder| folder.join(CONFIG).is_file())?;
    Some(root.to_owned())
}

/// Whether `read` takes a file that lies at this path, relative to the root: no when it is editor litter or lies
/// outside the places where sources live. A preview asks this before it looks at a touched path.
pub fn is_source(path: &str) -> bool {
    if path == CONFIG {
        return true;
    }
    let within = FOLDERS.iter().any(|folder| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    within && !is_litter(path)
}

/// What editors and file managers leave behind, anywhere in a path.
fn is_litter(path: &str) -> bool {
    let mut parent = "";
    let mut start = 0;
    for name in path.split('/') {
        // `content/static/.well-known` is what a site must have; every other hidden name is litter.
        let published = name == ".well-known" && parent == "content/static";
        if !published && is_litter_name(name) {
            return true;
        }
        start += name.len();
        parent = path.get(..start).unwrap_or_default();
        start += 1;
    }
    false
}

fn is_litter_name(name: &str) -> bool {
    let hidden = name.starts_with('.');
    // Vim makes a file of this name to see whether it may write to the folder.
    let probe = name == "4913";
    let backup = ["~", ".bck", ".bak", ".swp"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let autosave = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    let desktop = ["thumbs.db", "desktop.ini"]
        .iter()
        .any(|litter| name.eq_ignore_ascii_case(litter));
    hidden || probe || backup || autosave || desktop
}

/// Why a project couldn't be read at all.
#[derive(Debug)]
pub enum ReadError {
    /// No `candor.toml` in the folder.
    NoProject { root: PathBuf },
    /// More bytes than are read.
    TooLarge { path: PathBuf, most: usize },
    /// The system refused.
    Io { path: PathBuf, cause: io::Error },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NoProject { root } => write!(
                f,
                "there is no {CONFIG} in {}: name the project's folder with --root, or begin one with `candor init`",
                root.display()
            ),
            ReadError::TooLarge { path, most } => write!(
                f,
                "{} has more than {} MB, and no list or text does: cut what is to be imported out of it",
                path.display(),
                most >> 20
            ),
            ReadError::Io { path, cause } => {
                write!(f, "can't read {}: ", path.display())?;
                match cause.kind() {
                    io::ErrorKind::PermissionDenied => {
                        write!(f, "you have no permission to; allow your user to read it")
                    }
                    io::ErrorKind::NotFound => write!(f, "it doesn't exist"),
                    io::ErrorKind::NotADirectory => write!(f, "it isn't a folder"),
                    io::ErrorKind::IsADirectory => {
                        write!(f, "it is a folder, and should be a file")
                    }
                    _ => write!(f, "{cause}"),
                }
            }
        }
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            ReadError::NoProject { .. } | ReadError::TooLarge { .. } => None,
            ReadError::Io { cause, .. } => Some(cause),
        }
    }
}
