//! New and amended sources, for `record`, `init` and `import`: all or nothing.
//!
//! Everything is written beside its place first, under a hidden name that `read` takes for litter, and
//! waits until the disk has it in safety. Only then do renames put it in place, new files first and
//! removals last, so that even a kill between two of them loses nothing. A folder that doesn't exist yet
//! comes whole, by a single rename: a change is either recorded or not. If any step fails, those before
//! it are undone from second names of the old files, made beforehand, so that undoing needs no space.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir, TempPath};

use super::disk::{self as fs, File};
use super::error::at;
use super::guard::resolve;
use super::{Refusal, WriteError, path};
use crate::source::FileEdit;

/// Makes all edits, or none.
///
/// # Errors
/// When a file to create exists, one to replace or remove isn't what it was, a path leads out of the
/// project, or the system refuses. The project is as it was then.
pub fn apply(root: &Path, edits: &[FileEdit]) -> Result<(), WriteError> {
    let mut paths = BTreeSet::new();
    for edit in edits {
        path::check(edit.path())?;
        if !paths.insert(edit.path()) {
            return Err(Refusal::Twice {
                path: edit.path().to_owned(),
            }
            .into());
        }
    }
    let steps = stage(&resolve(root)?, edits)?;
    let folders: BTreeSet<PathBuf> = steps.iter().filter_map(Step::folder).collect();
    let mut done = Vec::new();
    for step in steps {
        match step.take() {
            Ok(undo) => done.push(undo),
            Err(error) => {
                for undo in done.into_iter().rev() {
                    undo.run();
                }
                return Err(error);
            }
        }
    }
    // Has the disk keep the new names, too.
    for folder in &folders {
        sync_folder(folder);
    }
    Ok(())
}

/// Which of these paths are taken already, by whatever it is; what `init` would have overwritten.
pub fn in_the_way<'a>(root: &Path, paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    paths
        .into_iter()
        .filter(|path| match fs::symlink_metadata(root.join(path)) {
            Ok(_) => true,
            // Not a folder: a file stands where one of its folders would.
            Err(cause) => cause.kind() != ErrorKind::NotFound,
        })
        .map(str::to_owned)
        .collect()
}

/// Writes everything beside its place, and gives the steps that put it there.
fn stage(root: &Path, edits: &[FileEdit]) -> Result<Vec<Step>, WriteError> {
    let mut folders: BTreeMap<PathBuf, Vec<(PathBuf, &[u8])>> = BTreeMap::new();
    let (mut creations, mut replacements, mut removals) = (Vec::new(), Vec::new(), Vec::new());
    for edit in edits {
        let path = edit.path();
        match edit {
            FileEdit::Create { bytes, .. } => {
                let place = named_place(root, path)?;
                if fs::symlink_metadata(&place).is_ok() {
                    return Err(exists(path));
                }
                match missing_folder(&place) {
                    Some((folder, inside)) => {
                        folders.entry(folder).or_default().push((inside, bytes));
                    }
                    None => creations.push(create(path, place, bytes)?),
                }
            }
            FileEdit::Replace {
                bytes, expected, ..
            } => {
                // A link to a file stays a link: what it leads to is replaced.
                let place = inside(root, path, resolve(&root.join(path))?)?;
                replacements.push(replace(path, place, bytes, expected)?);
            }
            FileEdit::Remove { expected, .. } => {
                removals.push(remove(path, named_place(root, path)?, expected)?);
            }
        }
    }
    let mut steps = Vec::new();
    for (place, files) in folders {
        steps.push(create_folder(place, &files)?);
    }
    steps.extend(creations);
    steps.extend(replacements);
    steps.extend(removals);
    Ok(steps)
}

/// Where a name stands: links in its folders are followed, the name itself isn't.
fn named_place(root: &Path, path: &str) -> Result<PathBuf, WriteError> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = resolve(&root.join(folder))?;
    if fs::symlink_metadata(&folder).is_ok_and(|found| !found.is_dir()) {
        return Err(Refusal::NotAFolder { path: folder }.into());
    }
    inside(root, path, folder.join(name))
}

fn inside(root: &Path, path: &str, place: PathBuf) -> Result<PathBuf, WriteError> {
    if place.starts_with(root) {
        return Ok(place);
    }
    Err(Refusal::LeavesProject {
        path: path.to_owned(),
    }
    .into())
}

/// The outermost folder on the way to a file that doesn't exist, and the rest of the way.
fn missing_folder(place: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = place
        .ancestors()
        .skip(1)
        .take_while(|folder| fs::symlink_metadata(folder).is_err())
        .last()?;
    let inside = place.strip_prefix(folder).ok()?;
    Some((folder.to_owned(), inside.to_owned()))
}

/// Something that lies beside its place, ready to be put there.
enum Step {
    Folder {
        place: PathBuf,
        staged: TempDir,
    },
    Create {
        path: String,
        place: PathBuf,
        staged: NamedTempFile,
    },
    Replace {
        path: String,
        place: PathBuf,
        expected: Vec<u8>,
        staged: NamedTempFile,
        backup: TempPath,
    },
    Remove {
        path: String,
        place: PathBuf,
        expected: Vec<u8>,
        backup: TempPath,
    },
}

/// How to take a step back.
enum Undo {
    DeleteFolder(PathBuf),
    Delete(PathBuf),
    PutBack(TempPath, PathBuf),
}

impl Undo {
    fn run(self) {
        // There is nobody left to tell of a failure here but the one who is told of the first failure.
        match self {
            Undo::DeleteFolder(place) => drop(fs::remove_dir_all(place)),
            Undo::Delete(place) => drop(fs::remove_file(place)),
            Undo::PutBack(backup, place) => drop(backup.persist(place)),
        }
    }
}

fn create_folder(place: PathBuf, files: &[(PathBuf, &[u8])]) -> Result<Step, WriteError> {
    let parent = place.parent().unwrap_or(&place);
    let staged = hidden(0o777).tempdir_in(parent).map_err(at(parent))?;
    let mut folders = BTreeSet::from([staged.path().to_owned()]);
    for (inside, bytes) in files {
        let file = staged.path().join(inside);
        let write = || -> io::Result<()> {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = File::create_new(&file)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(at(&place.join(inside)))?;
        let below = |folder: &&Path| folder.starts_with(staged.path());
        folders.extend(
            file.ancestors()
                .skip(1)
                .take_while(below)
                .map(Path::to_owned),
        );
    }
    for folder in &folders {
        sync_folder(folder);
    }
    Ok(Step::Folder { place, staged })
}

fn create(path: &str, place: PathBuf, bytes: &[u8]) -> Result<Step, WriteError> {
    let staged = stage_file(&place, bytes)?;
    Ok(Step::Create {
        path: path.to_owned(),
        place,
        staged,
    })
}

fn replace(path: &str, place: PathBuf, bytes: &[u8], expected: &[u8]) -> Result<Step, WriteError> {
    let backup = back_up(path, &place)?;
    let staged = stage_file(&place, bytes)?;
    let permissions = fs::metadata(&place).map_err(at(&place))?.permissions();
    staged
        .as_file()
        .set_permissions(permissions)
        .map_err(at(&place))?;
    Ok(Step::Replace {
        path: path.to_owned(),
        place,
        expected: expected.to_owned(),
        staged,
        backup,
    })
}

fn remove(path: &str, place: PathBuf, expected: &[u8]) -> Result<Step, WriteError> {
    let backup = back_up(path, &place)?;
    Ok(Step::Remove {
        path: path.to_owned(),
        place,
        expected: expected.to_owned(),
        backup,
    })
}

impl Step {
    /// Puts the thing in its place, and gives the way back.
    fn take(self) -> Result<Undo, WriteError> {
        match self {
            Step::Folder { place, staged } => {
                fs::rename(staged.path(), &place).map_err(at(&place))?;
                // It has another name now, so there is nothing left to delete.
                let _ = staged.keep();
                Ok(Undo::DeleteFolder(place))
            }
            Step::Create {
                path,
                place,
                staged,
            } => match staged.persist_noclobber(&place) {
                Ok(_) => Ok(Undo::Delete(place)),
                Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(exists(&path)),
                Err(error) => Err(at(&place)(error.error)),
            },
            Step::Replace {
                path,
                place,
                expected,
                staged,
                backup,
            } => {
                require(&path, &place, &expected)?;
                staged.persist(&place).map_err(|e| at(&place)(e.error))?;
                Ok(Undo::PutBack(backup, place))
            }
            Step::Remove {
                path,
                place,
                expected,
                backup,
            } => {
                require(&path, &place, &expected)?;
                fs::remove_file(&place).map_err(at(&place))?;
                Ok(Undo::PutBack(backup, place))
            }
        }
    }

    /// The folder in which something gets, changes or loses its name.
    fn folder(&self) -> Option<PathBuf> {
        let (Step::Folder { place, .. }
        | Step::Create { place, .. }
        | Step::Replace { place, .. }
        | Step::Remove { place, .. }) = self;
        place.parent().map(Path::to_owned)
    }
}

fn exists(path: &str) -> WriteError {
    Refusal::Exists {
        path: path.to_owned(),
    }
    .into()
}

fn require(path: &str, place: &Path, expected: &[u8]) -> Result<(), WriteError> {
    match fs::read(place) {
        Ok(bytes) if bytes == expected => Ok(()),
        Ok(_) => Err(changed(path)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Err(changed(path)),
        Err(cause) => Err(at(place)(cause)),
    }
}

fn changed(path: &str) -> WriteError {
    Refusal::ChangedSince {
        path: path.to_owned(),
    }
    .into()
}

/// A file beside its place that holds the bytes for it.
fn stage_file(place: &Path, bytes: &[u8]) -> Result<NamedTempFile, WriteError> {
    let folder = place.parent().unwrap_or(place);
    let write = || -> io::Result<NamedTempFile> {
        let mut staged = hidden(0o666).tempfile_in(folder)?;
        staged.write_all(bytes)?;
        staged.as_file().sync_all()?;
        Ok(staged)
    };
    write().map_err(at(place))
}

/// A second name for a file, from which it can be put back; a copy where there are no second names.
fn back_up(path: &str, place: &Path) -> Result<TempPath, WriteError> {
    let folder = place.parent().unwrap_or(place);
    let linked = hidden(0o666).make_in(folder, |backup| match fs::hard_link(place, backup) {
        Err(cause) if !matches!(cause.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
            fs::copy(place, backup).map(|_| ())
        }
        outcome => outcome,
    });
    match linked {
        Ok(backup) => Ok(backup.into_temp_path()),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Err(changed(path)),
        Err(cause) => Err(at(place)(cause)),
    }
}

/// Hidden names, and the mode that the user's umask makes of this one.
fn hidden(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".candor-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder
}

/// Where a folder can't be waited for, there is nothing to do about it.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
}
