//! Whose folder is it: which outputs are refused whatever is in them.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::disk as fs;
use super::error::at;
use super::marker::{self, Listed};
use super::{Refusal, WriteError};

/// Folders that an output must leave alone. Relative paths count from the working folder. Paths that don't exist guard
/// nothing but their spelling.
#[derive(Clone, Default, Debug)]
pub struct Guard {
    /// The output must neither be nor hold one of these, and may lie inside: the project's root, the
    /// user's home. The root of the disk is always among them.
    pub kept: Vec<PathBuf>,
    /// The output must neither be, hold, nor lie inside one of these: `content`, `themes`, and what
    /// links in them lead to.
    pub sources: Vec<PathBuf>,
}

/// What stands at the output's real place.
#[derive(Debug)]
pub(super) enum State {
    Missing,
    Empty,
    /// Written by Candor: these files.
    Ours(Listed),
}

impl Guard {
    /// Gives the output's real place, every link resolved, or refuses it.
    pub(super) fn admit(&self, output: &Path) -> Result<PathBuf, WriteError> {
        let real = resolve(output)?;
        if real.parent().is_none() {
            return Err(holds(output, &real));
        }
        for kept in self.kept.iter().chain(&self.sources) {
            if lies_in(&resolve(kept)?, &real)? {
                return Err(holds(output, kept));
            }
        }
        for sources in &self.sources {
            if lies_in(&real, &resolve(sources)?)? {
                return Err(Refusal::InsideSources {
                    output: output.to_owned(),
                    sources: sources.clone(),
                }
                .into());
            }
        }
        Ok(real)
    }
}

fn holds(output: &Path, held: &Path) -> WriteError {
    Refusal::HoldsOther {
        output: output.to_owned(),
        held: held.to_owned(),
    }
    .into()
}

/// What stands there, or a refusal to touch it.
pub(super) fn inspect(output: &Path) -> Result<State, WriteError> {
    match fs::symlink_metadata(output) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(not_a_folder(output)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(State::Missing),
        Err(cause) => return Err(at(output)(cause)),
    }
    if let Some(listed) = marker::read(output)? {
        return Ok(State::Ours(listed));
    }
    let mut names: Vec<OsString> = fs::read_dir(output)
        .and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect())
        .map_err(at(output))?;
    names.sort();
    match names.first() {
        None => Ok(State::Empty),
        Some(found) => Err(Refusal::NotOurs {
            output: output.to_owned(),
            found: found.to_string_lossy().into_owned(),
        }
        .into()),
    }
}

fn not_a_folder(path: &Path) -> WriteError {
    Refusal::NotAFolder {
        path: path.to_owned(),
    }
    .into()
}

/// The real place of a path, with every link resolved, also where its end doesn't exist yet.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, WriteError> {
    let absolute = std::path::absolute(path).map_err(at(path))?;
    // As many links as Linux follows before it gives up.
    let mut hops = 40;
    let mut real = PathBuf::new();
    let mut rest: Vec<OsString> = Vec::new();
    push_reversed(&mut rest, &absolute);
    while let Some(part) = rest.pop() {
        if part == ".." {
            // `real` holds no link, so its parent is the parent.
            real.pop();
            continue;
        }
        let next = real.join(&part);
        match fs::symlink_metadata(&next) {
            Ok(metadata) if metadata.is_symlink() => {
                if hops == 0 {
                    return Err(Refusal::EndlessLink {
                        path: path.to_owned(),
                    }
                    .into());
                }
                hops -= 1;
                // A target that is absolute starts again from the root, since it begins with one.
                push_reversed(&mut rest, &fs::read_link(&next).map_err(at(&next))?);
            }
            Ok(metadata) if !metadata.is_dir() && !rest.is_empty() => {
                return Err(not_a_folder(&next));
            }
            Ok(_) => real = next,
            Err(cause) if cause.kind() == ErrorKind::NotFound => real = next,
            Err(cause) => return Err(at(&next)(cause)),
        }
    }
    Ok(real)
}

/// Puts the parts of a path on a stack, the first on top.
fn push_reversed(stack: &mut Vec<OsString>, path: &Path) {
    let parts = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_owned());
    let parts: Vec<OsString> = parts.collect();
    stack.extend(parts.into_iter().rev());
}

/// Whether a place is a folder or lies inside it. Both are resolved.
///
/// Places are compared by what the system says they are, not by their spelling: a disk may not tell
/// upper from lower case, and one folder may be mounted in two places.
fn lies_in(place: &Path, folder: &Path) -> Result<bool, WriteError> {
    if place.starts_with(folder) {
        return Ok(true);
    }
    let Some(wanted) = identity(folder).map_err(at(folder))? else {
        return Ok(false);
    };
    for ancestor in place.ancestors() {
        if identity(ancestor).map_err(at(ancestor))?.as_ref() == Some(&wanted) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What makes a folder the same as another one, where it exists.
#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Option<(u64, u64)>> {
    use std::os::unix::fs::MetadataExt;
    existing(fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino())))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Option<PathBuf>> {
    // The canonical path bears the case in which the folder was created.
    existing(fs::canonicalize(path))
}

fn existing<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(cause)
            if matches!(
                cause.kind(),
                ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied
            ) =>
        {
            Ok(None)
        }
        Err(cause) => Err(cause),
    }
}
