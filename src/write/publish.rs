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
//! Where the last build left a [`twin`](super::Twins), the hidden folder is that one, so only what is new
//! is made in it; [`Staging::put_as_left`] takes a file that needn't even be made. The old site becomes the
//! next twin.
//!
//! Dropped before that, the hidden folder goes, or is the old site's twin again (without what was kept with it), and
//! nothing else has changed.
//!
//! Nothing here waits for the disk to have each file in safety. Ten thousand waits would take minutes,
//! and what they would save from a power cut can be built again: the next build compares bytes, not
//! times, and so replaces a file that the cut has damaged. (A twin, by which bytes needn't be compared, is
//! left only when the disk has all of it.) [`super::apply`], which writes what can't be built again, does
//! wait.

mod next;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use super::disk::{self as fs, File, Metadata, OpenOptions};
use super::error::at;
use super::foreign::{self, Carried};
use super::guard::{self, Guard, State};
use super::lock::{self, Certainty, Lock};
use super::marker::{self, Listed};
use super::mode::{self, Mode};
use super::names::{self, Names, NewFolders};
use super::state::Seen;
use super::twin::{self, Keep, Key, Known, Twin, Twins};
use super::{Refusal, WriteError, path, swap};

/// A site that is being written, beside the folder that it will replace.
#[derive(Debug)]
pub struct Staging {
    /// The output's real place.
    output: PathBuf,
    staged: PathBuf,
    retired: PathBuf,
    twins: Twins,
    /// Where a twin lies between two builds.
    twin_place: PathBuf,
    /// What `staged` was before. It has the paths of the old site.
    twin: Option<Twin>,
    /// What the old site has, for comparing.
    old: Listed,
    listed: Mutex<Listed>,
    /// What is known of its files.
    known: Mutex<BTreeMap<String, Known>>,
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
pub struct Swapped {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that kept their bytes and their time.
    pub unchanged: usize,
    /// Files of the old site that the new one doesn't have.
    pub removed: usize,
    /// The old site, if it couldn't be deleted. The new one is in its place all the same.
    pub left_behind: Option<PathBuf>,
    /// What isn't Candor's and lies where a twin would be left.
    pub no_room_for_twin: Option<PathBuf>,
}

impl Staging {
    /// Begins a site.
    ///
    /// # Errors
    /// When the output isn't a folder that Candor may replace, or the system refuses. Nothing has changed then.
    pub fn open(output: &Path, guard: &Guard, twins: Twins) -> Result<Staging, WriteError> {
        let place = guard.admit(output)?;
        let names = Names::of(&place);
        // What can't be replaced is refused before anything is touched. A missing output may be one
        // that a killed run left under another name, so it is looked at again below.
        guard::inspect(&place)?;
        names::refuse_mount_point(&place, &names.parent)?;
        let parents = NewFolders::make(&names.parent)?;
        // What lies under the hidden names may be half of what another build is making or clearing. Only
        // under the lock is it known to be nobody's, and so whether it is Candor's at all.
        let lock = lock::acquire(&names.lock, names.busy(&place))?;
        names::restore(&place, &names)?;
        names::clear(&names.retired, &lock, &place, &names)?;
        names::clear(&names.staged, &lock, &place, &names)?;
        let old = match guard::inspect(&place)? {
            State::Ours(listed) => {
                names::unmake_twin(&place, &listed);
                listed
            }
            State::Missing | State::Empty => Listed::new(),
        };
        let twins = match lock.certainty {
            Certainty::Alone => twins,
            Certainty::Unknown => Twins::None,
        };
        let twin = match twins {
            Twins::From(_) => twin::take(&names.twin, &names.staged, &old),
            Twins::None => {
                twin::clear(&names.twin);
                None
            }
        };
        if twin.is_none() {
            mode::make_folder(&names.staged).map_err(at(&names.staged))?;
        }
        let staging = Staging {
            output: place,
            staged: names.staged,
            retired: names.retired,
            twins,
            twin_place: names.twin,
            twin,
            old,
            listed: Mutex::default(),
            known: Mutex::default(),
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

    /// Puts the old site's file as it is, where it was made for this very key and nobody has touched it
    /// since. Tells whether that is so; if not, nothing was put.
    ///
    /// # Errors
    /// When the path was put before.
    pub fn put_as_left(&self, path: &str, key: Key) -> Result<bool, WriteError> {
        let Some(twin) = &self.twin else {
            return Ok(false);
        };
        let metadata = fs::symlink_metadata(self.output.join(path)).ok();
        let Some(known) = metadata.and_then(|metadata| twin.left_for(path, key, &metadata)) else {
            return Ok(false);
        };
        self.list(path)
            .inspect_err(|_| self.incomplete.store(true, Ordering::Relaxed))?;
        held(&self.known).insert(path.to_owned(), known);
        Ok(true)
    }

    /// Writes one file of the site. The path is relative, with `/` between its parts. The key says what
    /// the bytes follow from, where that is known.
    ///
    /// # Errors
    /// When the path isn't one that a site can have, was put before, or the system refuses.
    pub fn put(&self, path: &str, key: Option<Key>, bytes: &[u8]) -> Result<(), WriteError> {
        self.try_put(path, key, bytes)
            .inspect_err(|_| self.incomplete.store(true, Ordering::Relaxed))
    }

    fn try_put(&self, path: &str, key: Option<Key>, bytes: &[u8]) -> Result<(), WriteError> {
        path::check(path)?;
        if [marker::NAME, marker::HALF, marker::NOTE, marker::KEPT].contains(&path) {
            return Err(Refusal::BadPath {
                path: path.to_owned(),
            }
            .into());
        }
        self.list(path)?;
        let seen = match self.in_old(path, bytes) {
            Some(metadata) => {
                held(&self.unchanged).push(path.to_owned());
                Seen::of(&metadata)
            }
            None => {
                let metadata = self
                    .write(path, bytes, None)
                    .map_err(|cause| self.failed(path, cause))?;
                self.written.fetch_add(1, Ordering::Relaxed);
                Seen::of(&metadata)
            }
        };
        if let (Some(key), Some(seen)) = (key, seen) {
            held(&self.known).insert(path.to_owned(), Known::Made(key, seen));
        }
        Ok(())
    }

    fn list(&self, path: &str) -> Result<(), WriteError> {
        if held(&self.listed).insert(path.to_owned()) {
            return Ok(());
        }
        Err(twice(path))
    }

    /// Puts the site in the output's place.
    ///
    /// # Errors
    /// When a file couldn't be put, something foreign in the output can't be kept, or the system refuses.
    /// The output is as it was then.
    pub fn swap_in(self) -> Result<Swapped, WriteError> {
        self.swap_in_keeping(&|| None)
    }

    /// Puts the site in the output's place. Where it leaves a twin, something is kept with it for the next build
    /// to ask for ([`kept`](super::kept)).
    ///
    /// # Errors
    /// As [`Staging::swap_in`].
    pub fn swap_in_keeping(mut self, keep: Keep<'_>) -> Result<Swapped, WriteError> {
        if self.incomplete.load(Ordering::Relaxed) {
            return Err(Refusal::Incomplete {
                output: self.output.clone(),
            }
            .into());
        }
        let listed = held(&self.listed).clone();
        let is_folder_too = |path: &&String| foreign::holds_listed(&listed, Path::new(path));
        if let Some(path) = listed.par_iter().find_first(is_folder_too) {
            return Err(twice(path));
        }
        let unchanged = std::mem::take(&mut *held(&self.unchanged));
        let is_as_left = |known: &&Known| matches!(known, Known::AsLeft(_));
        let as_left = held(&self.known).values().filter(is_as_left).count();
        let mut published = Swapped {
            written: self.written.load(Ordering::Relaxed),
            unchanged: unchanged.len() + as_left,
            removed: self.old.difference(&listed).count(),
            left_behind: None,
            no_room_for_twin: self.no_room_for_twin(&listed),
        };
        // Rendering took its time; somebody may have put something there.
        let state = guard::inspect(&self.output)?;
        if published.written + published.removed == 0
            && matches!(&state, State::Ours(old) if *old == listed)
            && self.may_stay(&listed)
        {
            self.leave_as_it_is(&listed, keep);
            return Ok(published);
        }
        unchanged.par_iter().try_for_each(|path| {
            self.keep_old(path)
                .map_err(|cause| self.failed(path, cause))
        })?;
        if self.twin.is_some() {
            for path in self.old.difference(&listed) {
                twin::remove(&self.staged, path).map_err(|cause| self.failed(path, cause))?;
            }
        }
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
        self.twin = None;
        published.left_behind = match retired {
            Some(retired) if self.has_twin(&listed) => {
                self.turn_into_twin(&retired, &listed, (&old, &carried), keep)
            }
            Some(retired) => {
                let gone = foreign::retire(&retired, &self.output, &old, &carried);
                (!gone).then_some(retired)
            }
            None => {
                self.leave_new_twin(&listed, keep);
                None
            }
        };
        Ok(published)
    }

    /// The old site's file at this path, described before it was looked into, where it is Candor's and
    /// has these bytes.
    fn in_old(&self, path: &str, bytes: &[u8]) -> Option<Metadata> {
        let old = self.output.join(path);
        let listed = self.old.contains(path);
        let metadata = listed.then(|| fs::symlink_metadata(&old).ok())??;
        (metadata.is_file() && same_bytes(&old, bytes)).then_some(metadata)
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
    fn keep_old(&self, path: &str) -> io::Result<()> {
        let old = self.output.join(path);
        let metadata = fs::symlink_metadata(&old)?;
        if mode::is(&metadata, Mode::File) {
            if let Some(twin) = &self.twin
                && twin.shares(path, &metadata)
            {
                return Ok(());
            }
            self.make_way(path)?;
            self.make_folder_of(path)?;
            match fs::hard_link(&old, self.staged.join(path)) {
                Ok(()) => return Ok(()),
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists => return Err(cause),
                // The volume or its owner doesn't allow a second name: a copy with the same time does.
                Err(_) => {}
            }
        }
        self.write(path, &fs::read(&old)?, metadata.modified().ok())?;
        Ok(())
    }

    /// Writes a file that isn't there yet and that everybody may read.
    fn write(
        &self,
        path: &str,
        bytes: &[u8],
        modified: Option<SystemTime>,
    ) -> io::Result<Metadata> {
        self.make_way(path)?;
        self.make_folder_of(path)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(self.staged.join(path))?;
        mode::set(&file, Mode::File)?;
        file.write_all(bytes)?;
        if let Some(modified) = modified {
            file.set_modified(modified)?;
        }
        file.metadata()
    }

    /// Removes what the twin has where this file or a folder of its is to be. Nobody writes into a file of
    /// the twin's, since it is the old site's as well.
    fn make_way(&self, path: &str) -> io::Result<()> {
        if self.twin.is_none() {
            return Ok(());
        }
        let is_new = |path: &str| held(&self.listed).contains(path);
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        for folder in above.filter(|folder| self.old.contains(*folder) && !is_new(folder)) {
            twin::remove_file(&self.staged.join(folder))?;
        }
        let holds = |listed: &Listed| foreign::holds_listed(listed, Path::new(path));
        if holds(&self.old) && !holds(&held(&self.listed)) {
            foreign::remove(&self.staged.join(path))?;
        }
        if self.old.contains(path) {
            twin::remove_file(&self.staged.join(path))?;
        }
        Ok(())
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
        if let Some(twin) = self.twin.take() {
            self.leave_as_it_was(&twin);
        }
        // After the exchange the name is free again, or belongs to an old site that couldn't be deleted
        // and has lost its marker.
        if let Ok(true) = names::is_clearable(&self.staged) {
            foreign::remove(&self.staged).ok();
        }
        self.lock.take();
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
