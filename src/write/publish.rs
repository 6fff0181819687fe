//! Staged beside the output, then swapped in as a whole.
//!
//! 1. [`Staging::open`] looks whose folder the output is, locks it against other builds, clears what a
//!    killed one left, and makes a hidden folder beside it, on the same volume.
//! 2. [`Staging::put`] writes a file there, from as many threads as there are. One that the old site has
//!    with the same bytes is only noted.
//! 3. [`Staging::swap_in`] gives the new site a hard link to each of those, so their times stay and their
//!    bytes aren't written again. The old site can't suffer, since nobody ever writes into a published
//!    file, and deleting it only takes one of two names away. A reflink would be a new file with a new
//!    time, and few volumes can make one. What isn't Candor's is carried over; then the two folders are
//!    exchanged. Where nothing is new, nothing is touched.
//!
//! Dropped before that, the hidden folder goes and nothing else has changed.
//!
//! Nothing here waits for the disk to have everything in safety. Ten thousand waits would take minutes,
//! and what they would save from a power cut can be built again: the next build compares bytes, not
//! times, and so replaces a file that the cut has damaged. [`super::apply`], which writes what can't be
//! built again, does wait.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use super::disk::{self as fs, File, OpenOptions};
use super::error::at;
use super::foreign::{self, Carried};
use super::guard::{self, Guard, State};
use super::lock::{self, Certainty, Lock};
use super::marker::{self, Listed};
use super::mode::{self, Mode};
use super::{Refusal, WriteError, path, swap};

/// A site that is being written, beside the folder that it will replace.
#[derive(Debug)]
pub struct Staging {
    /// The output's real place.
    output: PathBuf,
    staged: PathBuf,
    retired: PathBuf,
    /// What the old site has, for comparing.
    old: Listed,
    listed: Mutex<Listed>,
    folders: Mutex<BTreeSet<String>>,
    written: AtomicUsize,
    /// What the old site has with the same bytes.
    unchanged: Mutex<Vec<String>>,
    /// Whether a file couldn't be put, so that this can't become a whole site any more.
    incomplete: AtomicBool,
    // These two are dropped in this order: the lock lies in the outermost new folder.
    lock: Option<Lock>,
    parents: NewFolders,
}

/// What publishing did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that kept their bytes and their time.
    pub unchanged: usize,
    /// Files of the old site that the new one doesn't have.
    pub removed: usize,
    /// The old site, if it couldn't be deleted. The new one is in its place all the same.
    pub left_behind: Option<PathBuf>,
}

impl Staging {
    /// Begins a site.
    ///
    /// # Errors
    /// When the output isn't a folder that Candor may replace, or the system refuses. Nothing has changed then.
    pub fn open(output: &Path, guard: &Guard) -> Result<Staging, WriteError> {
        let place = guard.admit(output)?;
        let names = Names::of(&place);
        // What can't be replaced is refused before anything is touched. A missing output may be one
        // that a killed run left under another name, so it is looked at again below.
        guard::inspect(&place)?;
        refuse_mount_point(&place, &names.parent)?;
        let parents = NewFolders::make(&names.parent)?;
        // What lies under the hidden names may be half of what another build is making or clearing. Only
        // under the lock is it known to be nobody's, and so whether it is Candor's at all.
        let lock = lock::acquire(&names.lock, names.busy(&place))?;
        restore(&place, &names)?;
        clear(&names.retired, &lock, &place, &names)?;
        clear(&names.staged, &lock, &place, &names)?;
        let old = match guard::inspect(&place)? {
            State::Ours(listed) => listed,
            State::Missing | State::Empty => Listed::new(),
        };
        mode::make_folder(&names.staged).map_err(at(&names.staged))?;
        let staging = Staging {
            output: place,
            staged: names.staged,
            retired: names.retired,
            old,
            listed: Mutex::default(),
            folders: Mutex::default(),
            written: AtomicUsize::new(0),
            unchanged: Mutex::default(),
            incomplete: AtomicBool::new(false),
            lock: Some(lock),
            parents,
        };
        marker::write(&staging.staged, &Listed::new())?;
        Ok(staging)
    }

    /// Writes one file of the site. The path is relative, with `/` between its parts.
    ///
    /// # Errors
    /// When the path isn't one that a site can have, was put before, or the system refuses.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        self.try_put(path, bytes)
            .inspect_err(|_| self.incomplete.store(true, Ordering::Relaxed))
    }

    fn try_put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        path::check(path)?;
        if path == marker::NAME || path == marker::HALF {
            return Err(Refusal::BadPath {
                path: path.to_owned(),
            }
            .into());
        }
        if !held(&self.listed).insert(path.to_owned()) {
            return Err(twice(path));
        }
        if self.is_in_old(path, bytes) {
            held(&self.unchanged).push(path.to_owned());
            return Ok(());
        }
        self.write(path, bytes, None)
            .map_err(|cause| self.failed(path, cause))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Puts the site in the output's place.
    ///
    /// # Errors
    /// When a file couldn't be put, something foreign in the output can't be kept, or the system refuses.
    /// The output is as it was then.
    pub fn swap_in(mut self) -> Result<Published, WriteError> {
        if self.incomplete.load(Ordering::Relaxed) {
            return Err(Refusal::Incomplete {
                output: self.output.clone(),
            }
            .into());
        }
        let listed = std::mem::take(&mut *held(&self.listed));
        let unchanged = std::mem::take(&mut *held(&self.unchanged));
        let mut published = Published {
            written: self.written.load(Ordering::Relaxed),
            unchanged: unchanged.len(),
            removed: self.old.difference(&listed).count(),
            left_behind: None,
        };
        // Rendering took its time; somebody may have put something there.
        let state = guard::inspect(&self.output)?;
        if published.written + published.removed == 0
            && matches!(&state, State::Ours(old) if *old == listed)
            && self.may_stay(&listed)
        {
            return Ok(published);
        }
        unchanged
            .par_iter()
            .try_for_each(|path| self.keep(path).map_err(|cause| self.failed(path, cause)))?;
        let (old, carried) = match state {
            State::Ours(old) => {
                let carried = foreign::carry(&self.output, &self.staged, &old)?;
                (old, carried)
            }
            State::Missing | State::Empty => (Listed::new(), Carried::default()),
        };
        marker::write(&self.staged, &listed)?;
        let retired = swap::swap(&self.staged, &self.output, &self.retired)?;
        self.parents.keep();
        published.left_behind =
            retired.filter(|retired| !foreign::retire(retired, &self.output, &old, &carried));
        Ok(published)
    }

    /// Whether the old site has a file of Candor's with these bytes at this path.
    fn is_in_old(&self, path: &str, bytes: &[u8]) -> bool {
        let old = self.output.join(path);
        self.old.contains(path)
            && fs::symlink_metadata(&old).is_ok_and(|metadata| metadata.is_file())
            && same_bytes(&old, bytes)
    }

    /// Whether an old site with the right bytes has the right modes as well.
    fn may_stay(&self, listed: &Listed) -> bool {
        let is = |path: &Path, wanted| {
            fs::symlink_metadata(path).is_ok_and(|metadata| mode::is(&metadata, wanted))
        };
        let folders: BTreeSet<&Path> = listed
            .iter()
            .flat_map(|path| Path::new(path).ancestors().skip(1))
            .collect();
        is(&self.output, Mode::Folder)
            && is(&self.output.join(marker::NAME), Mode::File)
            && folders
                .iter()
                .all(|path| is(&self.output.join(path), Mode::Folder))
            && listed
                .iter()
                .all(|path| is(&self.output.join(path), Mode::File))
    }

    /// Gives the new site a file of the old one.
    fn keep(&self, path: &str) -> io::Result<()> {
        let old = self.output.join(path);
        let metadata = fs::symlink_metadata(&old)?;
        if mode::is(&metadata, Mode::File) {
            self.make_folder_of(path)?;
            match fs::hard_link(&old, self.staged.join(path)) {
                Ok(()) => return Ok(()),
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists => return Err(cause),
                // The volume or its owner doesn't allow a second name: a copy with the same time does.
                Err(_) => {}
            }
        }
        self.write(path, &fs::read(&old)?, metadata.modified().ok())
    }

    /// Writes a file that isn't there yet and that everybody may read.
    fn write(&self, path: &str, bytes: &[u8], modified: Option<SystemTime>) -> io::Result<()> {
        self.make_folder_of(path)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(self.staged.join(path))?;
        mode::set(&file, Mode::File)?;
        file.write_all(bytes)?;
        match modified {
            Some(modified) => file.set_modified(modified),
            None => Ok(()),
        }
    }

    /// A message names the file where the reader will look for it, not where it is prepared.
    fn failed(&self, path: &str, cause: io::Error) -> WriteError {
        match cause.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
                twice(path)
            }
            _ => at(&self.output.join(path))(cause),
        }
    }

    fn make_folder_of(&self, path: &str) -> io::Result<()> {
        match path.rsplit_once('/') {
            Some((folder, _)) => self.make_folders(folder),
            None => Ok(()),
        }
    }

    fn make_folders(&self, folder: &str) -> io::Result<()> {
        if held(&self.folders).contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folders(parent)?;
        }
        let place = self.staged.join(folder);
        match mode::make_folder(&place) {
            Ok(()) => {}
            // Another thread was quicker.
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists && place.is_dir() => {}
            Err(cause) => return Err(cause),
        }
        held(&self.folders).insert(folder.to_owned());
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After the exchange the name is free again, or belongs to an old site that couldn't be deleted
        // and has lost its marker.
        if let Ok(true) = is_clearable(&self.staged) {
            foreign::remove(&self.staged).ok();
        }
        self.lock.take();
    }
}

/// Puts an old site back that a killed build left under another name, where the system can't exchange
/// two folders in one step. [`Staging::open`] does this by itself.
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

fn restore(output: &Path, names: &Names) -> Result<(), WriteError> {
    if is_missing(output) && !is_missing(&names.retired) && is_clearable(&names.retired)? {
        fs::rename(&names.retired, output).map_err(at(output))?;
    }
    Ok(())
}

/// Deletes what a killed build left, if it is certain that it was one.
fn clear(leftover: &Path, lock: &Lock, output: &Path, names: &Names) -> Result<(), WriteError> {
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
fn refuse_mount_point(output: &Path, parent: &Path) -> Result<(), WriteError> {
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
fn is_clearable(folder: &Path) -> Result<bool, WriteError> {
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

fn is_missing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|cause| cause.kind() == ErrorKind::NotFound)
}

/// The hidden names beside an output. They are fixed, since the lock lets only one build use them.
struct Names {
    parent: PathBuf,
    staged: PathBuf,
    retired: PathBuf,
    lock: PathBuf,
}

impl Names {
    fn of(output: &Path) -> Names {
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
            lock: beside(".candor-lock"),
        }
    }

    /// Refuses to use a name under which something lies that isn't Candor's.
    fn refuse_taken(&self) -> Result<(), WriteError> {
        for name in [&self.staged, &self.retired] {
            if !is_missing(name) && !is_clearable(name)? {
                return Err(Refusal::NameTaken { path: name.clone() }.into());
            }
        }
        Ok(())
    }

    fn busy(&self, output: &Path) -> Refusal {
        Refusal::Busy {
            output: output.to_owned(),
            staged: self.staged.clone(),
        }
    }
}

/// Folders on the way to the output that didn't exist. They go again, unless the site comes.
#[derive(Default, Debug)]
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    fn make(folder: &Path) -> Result<NewFolders, WriteError> {
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

    fn keep(&mut self) {
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

fn twice(path: &str) -> WriteError {
    Refusal::Twice {
        path: path.to_owned(),
    }
    .into()
}

/// A thread that panicked while it held one of these sets can't have left half an entry.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a file has exactly these bytes. One that can't be read hasn't.
pub(super) fn same_bytes(place: &Path, bytes: &[u8]) -> bool {
    let compare = || -> io::Result<bool> {
        let mut file = File::open(place)?;
        if file.metadata()?.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let mut rest = bytes;
        let mut buffer = vec![0; rest.len().clamp(1, 1 << 16)];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                return Ok(rest.is_empty());
            }
            let (Some(expected), Some(found)) = (rest.get(..count), buffer.get(..count)) else {
                return Ok(false);
            };
            if expected != found {
                return Ok(false);
            }
            rest = rest.get(count..).unwrap_or_default();
        }
    };
    compare().unwrap_or(false)
}
