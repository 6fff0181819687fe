//! What others put into the output folder: a `CNAME`, a `.git`. It is carried over to the new folder
//! before the exchange, so it is never missing, and only what is Candor's own is deleted afterwards.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::disk::{self as fs, DirEntry, File, FileType, Metadata};
use super::error::at;
use super::marker::{self, Listed};
use super::mode;
use super::publish::same_bytes;
use super::{Refusal, WriteError};

/// What was carried over, and which file it was at that time.
#[derive(Default, Debug)]
pub(super) struct Carried(BTreeMap<PathBuf, Identity>);

/// Carries over what stands in `old` and isn't in its list.
pub(super) fn carry(old: &Path, new: &Path, listed: &Listed) -> Result<Carried, WriteError> {
    let mut carrying = Carrying {
        old,
        new,
        listed,
        volume: volume(&fs::symlink_metadata(old).map_err(at(old))?),
        carried: Carried::default(),
        folders: Vec::new(),
    };
    for found in carrying.find(Path::new(""))? {
        match found {
            Foreign::Folder(path, metadata) => carrying.make_folder(&path, &metadata)?,
            Foreign::File(path, kind) => carrying.file(&path, kind)?,
        }
    }
    // A folder that nobody may write to gets its mode when it is filled; the inner ones come later.
    for (place, permissions) in carrying.folders.into_iter().rev() {
        fs::set_permissions(&place, permissions).map_err(at(&place))?;
    }
    Ok(carrying.carried)
}

struct Carrying<'a> {
    old: &'a Path,
    new: &'a Path,
    listed: &'a Listed,
    volume: u64,
    carried: Carried,
    folders: Vec<(PathBuf, fs::Permissions)>,
}

/// What isn't Candor's, and where.
enum Foreign {
    Folder(PathBuf, Metadata),
    File(PathBuf, FileType),
}

impl Carrying<'_> {
    /// All below a folder that isn't Candor's, a folder before what is in it.
    fn find(&self, folder: &Path) -> Result<Vec<Foreign>, WriteError> {
        let place = self.old.join(folder);
        let entries = fs::read_dir(&place).and_then(Iterator::collect);
        let entries: Vec<DirEntry> = entries.map_err(at(&place))?;
        let found: Vec<Vec<Foreign>> = entries
            .par_iter()
            .map(|entry| self.find_at(folder.join(entry.file_name()), entry))
            .collect::<Result<_, WriteError>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    fn find_at(&self, path: PathBuf, entry: &DirEntry) -> Result<Vec<Foreign>, WriteError> {
        if is_marker(&path) {
            return Ok(Vec::new());
        }
        let kind = entry.file_type().map_err(at(&entry.path()))?;
        if !kind.is_dir() {
            let own = is_listed(self.listed, &path);
            return Ok(if own {
                Vec::new()
            } else {
                vec![Foreign::File(path, kind)]
            });
        }
        let metadata = entry.metadata().map_err(at(&entry.path()))?;
        // What is mounted here can't be moved with the folder, and must not be deleted with it.
        if volume(&metadata) != self.volume {
            return Err(self.cannot_carry(&path));
        }
        let below = self.find(&path)?;
        if holds_listed(self.listed, &path) {
            return Ok(below);
        }
        let mut found = vec![Foreign::Folder(path, metadata)];
        found.extend(below);
        Ok(found)
    }

    /// Makes a folder of somebody else's, unless the new site has one there.
    fn make_folder(&mut self, path: &Path, metadata: &Metadata) -> Result<(), WriteError> {
        let place = self.new.join(path);
        if !self.make_folders(path, &place)? {
            return Ok(());
        }
        self.folders.push((place, metadata.permissions()));
        Ok(())
    }

    /// Tells whether there was anything to make.
    fn make_folders(&self, path: &Path, folder: &Path) -> Result<bool, WriteError> {
        match mode::make_folders(folder) {
            Ok(_) if !folder.is_dir() => Err(self.in_the_way(path)),
            Ok(made) => Ok(!made.is_empty()),
            Err(cause) if is_taken(&cause) => Err(self.in_the_way(path)),
            Err(cause) => Err(at(folder)(cause)),
        }
    }

    fn file(&mut self, path: &Path, kind: FileType) -> Result<(), WriteError> {
        let (from, to) = (self.old.join(path), self.new.join(path));
        let identity = identity(&fs::symlink_metadata(&from).map_err(at(&from))?);
        if fs::symlink_metadata(&to).is_ok() {
            // The same file is now the site's own, perhaps since somebody moved it to the sources.
            let same = kind.is_file() && fs::read(&from).is_ok_and(|bytes| same_bytes(&to, &bytes));
            if !same {
                return Err(self.in_the_way(path));
            }
            self.carried.0.insert(path.to_owned(), identity);
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            self.make_folders(path, folder)?;
        }
        if kind.is_symlink() {
            let target = fs::read_link(&from).map_err(at(&from))?;
            symlink(&target, &to).map_err(|_| self.cannot_carry(path))?;
        } else if kind.is_file() {
            match fs::hard_link(&from, &to) {
                Ok(()) => {}
                Err(cause) if cause.kind() == ErrorKind::CrossesDevices => {
                    return Err(self.cannot_carry(path));
                }
                // The volume knows no second name for a file.
                Err(_) => copy(&from, &to).map_err(at(&from))?,
            }
        } else {
            return Err(self.cannot_carry(path));
        }
        self.carried.0.insert(path.to_owned(), identity);
        Ok(())
    }

    fn in_the_way(&self, path: &Path) -> WriteError {
        Refusal::InTheWay {
            output: self.old.to_owned(),
            path: path.display().to_string(),
        }
        .into()
    }

    fn cannot_carry(&self, path: &Path) -> WriteError {
        Refusal::CannotCarry {
            path: self.old.join(path),
        }
        .into()
    }
}

/// Deletes an old site after the exchange: what is listed, and what was carried over. What somebody put
/// or replaced there in the meantime moves to the new site. Tells whether the folder is gone.
pub(super) fn retire(old: &Path, new: &Path, listed: &Listed, carried: &Carried) -> bool {
    let retiring = Retiring {
        old,
        new,
        listed,
        carried,
        own: Own::Deleted,
        failed: AtomicBool::new(false),
    };
    retiring.folder(Path::new(""));
    // The marker goes last, so that a run which is killed here leaves what the next one may clear. It
    // goes even if something couldn't be moved: then the next run must not clear it.
    fs::remove_file(old.join(marker::NAME)).ok();
    fs::remove_dir(old).is_ok()
}

/// The same, but what is listed stays. Tells whether nothing else is left.
pub(super) fn strip(old: &Path, new: &Path, listed: &Listed, carried: &Carried) -> bool {
    let retiring = Retiring {
        old,
        new,
        listed,
        carried,
        own: Own::Kept,
        failed: AtomicBool::new(false),
    };
    retiring.folder(Path::new(""));
    !retiring.failed.load(Ordering::Relaxed)
}

/// What becomes of the files that Candor wrote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    Deleted,
    Kept,
}

struct Retiring<'a> {
    old: &'a Path,
    new: &'a Path,
    listed: &'a Listed,
    carried: &'a Carried,
    own: Own,
    failed: AtomicBool,
}

impl Retiring<'_> {
    /// Where all is to go, failures are seen in the end too, when the folder can't be deleted.
    fn folder(&self, folder: &Path) {
        let Ok(entries) = fs::read_dir(self.old.join(folder)) else {
            self.failed.store(true, Ordering::Relaxed);
            return;
        };
        // Deleting ten thousand files is most of the time that publishing takes.
        let entries: Vec<DirEntry> = entries.flatten().collect();
        entries
            .par_iter()
            .for_each(|entry| self.entry(folder, entry));
    }

    fn entry(&self, folder: &Path, entry: &DirEntry) {
        let path = folder.join(entry.file_name());
        if is_marker(&path) {
            return;
        }
        let done = match entry.file_type() {
            Ok(kind) if kind.is_dir() => self.inner_folder(&path, entry),
            Ok(_) => self.file(&path, entry),
            Err(_) => false,
        };
        if !done {
            self.failed.store(true, Ordering::Relaxed);
        }
    }

    fn inner_folder(&self, path: &Path, entry: &DirEntry) -> bool {
        if self.own == Own::Kept && holds_listed(self.listed, path) {
            self.folder(path);
            return true;
        }
        allow_deleting(&entry.path(), || self.folder(path));
        fs::remove_dir(entry.path()).is_ok()
    }

    fn file(&self, path: &Path, entry: &DirEntry) -> bool {
        let own = is_listed(self.listed, path);
        if own && self.own == Own::Kept {
            return true;
        }
        if own || self.was_carried(path) {
            return fs::remove_file(entry.path()).is_ok();
        }
        self.bring(path)
    }

    fn was_carried(&self, path: &Path) -> bool {
        fs::symlink_metadata(self.old.join(path))
            .is_ok_and(|metadata| self.carried.0.get(path) == Some(&identity(&metadata)))
    }

    fn bring(&self, path: &Path) -> bool {
        let to = self.new.join(path);
        if let Some(folder) = to.parent() {
            mode::make_folders(folder).ok();
        }
        fs::rename(self.old.join(path), to).is_ok()
    }
}

/// Deletes a staged folder, or one that a killed run left. It never follows a link.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    let mut marker = None;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == marker::NAME {
            marker = Some(entry.path());
        } else if entry.file_type()?.is_dir() {
            allow_deleting(&entry.path(), || remove(&entry.path()))?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    if let Some(marker) = marker {
        fs::remove_file(marker)?;
    }
    fs::remove_dir(folder)
}

/// Does something with a folder that may have been carried over with a mode that forbids deleting in it.
fn allow_deleting<T>(folder: &Path, deed: impl FnOnce() -> T) -> T {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let forbidden = |metadata: &Metadata| metadata.permissions().mode() & 0o300 != 0o300;
        if fs::symlink_metadata(folder).is_ok_and(|metadata| forbidden(&metadata)) {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).ok();
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
    deed()
}

fn is_marker(path: &Path) -> bool {
    path == Path::new(marker::NAME) || path == Path::new(marker::HALF)
}

fn is_listed(listed: &Listed, path: &Path) -> bool {
    slashed(path).is_some_and(|path| listed.contains(&path))
}

/// Whether a folder holds anything listed, and so is Candor's.
pub(super) fn holds_listed(listed: &Listed, folder: &Path) -> bool {
    slashed(folder).is_some_and(|folder| {
        let first = format!("{folder}/");
        listed
            .range(first.clone()..)
            .next()
            .is_some_and(|path| path.starts_with(&first))
    })
}

/// Candor writes only names that are UTF-8, so another name is never in the list.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// The ways in which a system says that a file is where a folder should be.
fn is_taken(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory
    )
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let modified = fs::metadata(from)?.modified()?;
    fs::copy(from, to)?;
    File::options()
        .append(true)
        .open(to)?
        .set_modified(modified)
}

#[cfg(unix)]
type Identity = u64;

/// Saving by renaming gives a file another number.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    metadata.ino()
}

/// Which volume a thing lies on.
#[cfg(unix)]
pub(super) fn volume(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    metadata.dev()
}

#[cfg(unix)]
fn symlink(target: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

#[cfg(not(unix))]
type Identity = (u64, Option<std::time::SystemTime>);

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    (metadata.len(), metadata.modified().ok())
}

#[cfg(not(unix))]
pub(super) fn volume(_metadata: &Metadata) -> u64 {
    0
}

/// Where making a link needs a privilege, a foreign one is refused rather than lost.
#[cfg(not(unix))]
fn symlink(_target: &Path, _place: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
