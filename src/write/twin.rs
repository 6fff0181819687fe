//! The twin of a published site: the same files under second names, in a hidden folder beside the output.
//!
//! The next build begins with it, changes in it what is to change, and exchanges the two; so of ten
//! thousand folders it makes only the new ones. A note in the twin says of each published file what it
//! follows from and how the system described it when it was left. While both are the same, the file would
//! be made with the same bytes again, and needn't be.
//!
//! A twin only saves work. Where any of its files isn't as it was left, it is cleared, and the site is built as if
//! there had been none. What is kept with it for the next build is judged by itself, before there is a site. It
//! knows paths, keys and states, and not what is in a file.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::{self as fs, File, Metadata};
use super::foreign;
use super::marker::{self, IGNORED, KEPT, Listed, NOTE};
use super::mode::{self, Mode};
use super::names::{Names, is_clearable, is_missing};
use super::state::{FileState, Moment, Seen};

/// What a file follows from, as a digest that its maker works out: files with one key have the same bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key(pub [u8; 16]);

/// Whether a site is left with a twin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Twins {
    /// None is used, and none is left.
    None,
    /// A site of this many files or more is.
    From(usize),
}

/// Makes what the next build is to know, where there will be a twin to keep it with.
pub type Keep<'a> = &'a dyn Fn() -> Option<Vec<u8>>;

const SENTENCE: &str =
    "Candor begins its next build with this copy of the site; it may be deleted.";

/// A published file as it was left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Left {
    key: Option<Key>,
    state: FileState,
}

/// What is known of a published file.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// It is as it was left the last time, and the twin shares it.
    AsLeft(Left),
    /// It was made for this key, and the system described it so when its bytes were known.
    Made(Key, Seen),
}

/// The twin of the old site, which is becoming the new one.
#[derive(Debug)]
pub(super) struct Twin(BTreeMap<String, Left>);

impl Twin {
    /// What of a site is as it was left; of the rest nothing is known.
    pub(super) fn still(&self, output: &Path) -> BTreeMap<String, Known> {
        let files = self.0.par_iter();
        let files =
            files.filter(|(path, left)| FileState::at(&output.join(path)) == Some(left.state));
        files
            .map(|(path, left)| (path.clone(), Known::AsLeft(left.clone())))
            .collect()
    }

    /// What was left of a published file, described so by the system, where it was made for this key and
    /// is still what was left.
    pub(super) fn left_for(&self, path: &str, key: Key, published: &Metadata) -> Option<Known> {
        let left = self.0.get(path)?;
        let is_it = left.key == Some(key) && FileState::of(published) == Some(left.state);
        is_it.then(|| Known::AsLeft(left.clone()))
    }

    /// Whether a published file and the twin's are one file.
    pub(super) fn shares(&self, path: &str, published: &Metadata) -> bool {
        let state = FileState::of(published);
        state.is_some_and(|state| {
            let left = self.0.get(path);
            left.is_some_and(|left| left.state.inode == state.inode)
        })
    }
}

/// What the last build kept for the next one; nothing where there is no twin, or this file of it isn't as it was left.
pub fn kept(output: &Path) -> Option<Vec<u8>> {
    let twin = Names::of(&fs::canonicalize(output).ok()?).twin;
    let left = note(&twin)?.remove(KEPT)?;
    let place = twin.join(KEPT);
    let is_left = || FileState::at(&place) == Some(left.state);
    let kept = is_left().then(|| fs::read(&place).ok())??;
    // Somebody may have put another in its place meanwhile.
    is_left().then_some(kept)
}

/// Takes the twin of a site as the folder in which the next one is staged.
pub(super) fn take(twin: &Path, staged: &Path, old: &Listed) -> Option<Twin> {
    let taken = read(twin, old)
        .filter(|taken| is_as_left(twin, taken))
        .filter(|_| {
            // Without its note, nobody takes for whole what is now being changed.
            let without = |name: &str| fs::remove_file(twin.join(name)).is_ok();
            without(NOTE)
                && (is_missing(&twin.join(KEPT)) || without(KEPT))
                && (old.contains(IGNORED) || without(IGNORED))
                && fs::rename(twin, staged).is_ok()
        });
    if taken.is_none() {
        clear(twin);
    }
    taken
}

/// Deletes a twin, whole or not, and whatever somebody put into it. A folder without the marker stays.
pub(super) fn clear(twin: &Path) {
    if let Ok(true) = is_clearable(twin) {
        foreign::remove(twin).ok();
    }
}

/// Makes a folder with Candor's marker the twin of a published site. Of what it `has`, it keeps what the
/// site shares with it; what is `known` of the site's files goes into the note.
///
/// # Errors
/// When the system refuses, or the volume is none for a twin. The folder is nobody's twin then.
pub(super) fn leave(
    folder: &Path,
    twin: &Path,
    (output, listed): (&Path, &Listed),
    has: &Listed,
    (known, keep): (&BTreeMap<String, Known>, Keep<'_>),
) -> io::Result<()> {
    refuse_volume(folder)?;
    for path in has.difference(listed) {
        // What stays all the same is found when the twin is taken.
        remove(folder, path).ok();
    }
    let files: Vec<(&String, Option<&Known>)> =
        listed.iter().map(|path| (path, known.get(path))).collect();
    let others = files
        .par_iter()
        .filter(|(_, known)| !matches!(known, Some(Known::AsLeft(_))));
    let new: Vec<bool> = others
        .map(|(path, _)| share(&output.join(path), folder, path))
        .collect::<io::Result<_>>()?;
    if new.contains(&true) {
        // The note speaks of times and sizes, which say nothing of bytes that a power cut has taken.
        fs::settle(folder)?;
    }
    let left: Vec<Left> = files
        .par_iter()
        .map(|(path, known)| {
            let key = match known {
                Some(Known::AsLeft(left)) => return Ok(left.clone()),
                Some(Known::Made(key, seen)) => Some((key, seen)),
                None => None,
            };
            let metadata = fs::symlink_metadata(output.join(path))?;
            let state = FileState::of(&metadata).ok_or(ErrorKind::Unsupported)?;
            // Somebody may have written into it since its bytes were known.
            let key = key.filter(|(_, seen)| **seen == state.seen());
            Ok(Left {
                key: key.map(|(key, _)| *key),
                state,
            })
        })
        .collect::<io::Result<_>>()?;
    let lines = files.par_iter().zip(&left);
    let mut lines: Vec<String> = lines.map(|((path, _), left)| left.line(path)).collect();
    if let Some(kept) = keep() {
        let place = folder.join(KEPT);
        write(&place, &kept)?;
        let state = FileState::of(&fs::symlink_metadata(&place)?).ok_or(ErrorKind::Unsupported)?;
        lines.push(Left { key: None, state }.line(KEPT));
    }
    if !listed.contains(IGNORED) {
        write(&folder.join(IGNORED), marker::IGNORES_ALL)?;
    }
    let note = format!("{SENTENCE}\n{}", lines.concat());
    write(&folder.join(NOTE), note.as_bytes())?;
    fs::rename(folder, twin)
}

/// Refuses a volume that tells too little of a file, and one on which upper and lower case are one: there a
/// name can't get another case while the old one is there.
fn refuse_volume(folder: &Path) -> io::Result<()> {
    let marker = fs::symlink_metadata(folder.join(marker::NAME))?;
    let folds = fs::symlink_metadata(folder.join(marker::NAME.to_uppercase())).is_ok();
    if folds || FileState::of(&marker).is_none() {
        return Err(ErrorKind::Unsupported.into());
    }
    Ok(())
}

/// Makes an empty folder with the marker by which it can be cleared, for [`leave`] to fill.
pub(super) fn begin(folder: &Path) -> io::Result<()> {
    mode::make_folder(folder)?;
    marker::write(folder, &Listed::new()).map_err(io::Error::other)
}

/// Removes a file and the folders that it leaves empty.
pub(super) fn remove(folder: &Path, path: &str) -> io::Result<()> {
    remove_file(&folder.join(path))?;
    let above = Path::new(path).ancestors().skip(1);
    for above in above.take_while(|above| !above.as_os_str().is_empty()) {
        if fs::remove_dir(folder.join(above)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Removes a file. Somebody may already have done so, and have made a folder there.
pub(super) fn remove_file(place: &Path) -> io::Result<()> {
    let is_gone = |cause: &io::Error| {
        matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
            || fs::symlink_metadata(place).is_ok_and(|found| found.is_dir())
    };
    match fs::remove_file(place) {
        Err(cause) if !is_gone(&cause) => Err(cause),
        _ => Ok(()),
    }
}

/// Gives a published file its second name. Tells whether it was new.
fn share(published: &Path, folder: &Path, path: &str) -> io::Result<bool> {
    let second = folder.join(path);
    let inode = |place: &Path| -> io::Result<Option<u64>> {
        let metadata = fs::symlink_metadata(place)?;
        Ok(FileState::of(&metadata).map(|state| state.inode))
    };
    match inode(&second) {
        Ok(Some(found)) if Some(found) == inode(published)? => return Ok(false),
        Ok(_) => fs::remove_file(&second)?,
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            if let Some(above) = second.parent() {
                mode::make_folders(above)?;
            }
        }
        Err(cause) => return Err(cause),
    }
    fs::hard_link(published, &second)?;
    Ok(true)
}

/// Writes a file that isn't there: another one might be the published one's second name.
fn write(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = File::create_new(place)?;
    mode::set(&file, Mode::File)?;
    (&file).write_all(bytes)
}

/// What the note says, where it is of this very site.
fn read(twin: &Path, old: &Listed) -> Option<Twin> {
    let mut files = note(twin)?;
    files.remove(KEPT);
    let is_of_it = files.len() == old.len() && files.keys().eq(old);
    is_of_it.then_some(Twin(files))
}

/// What a twin's note says of each file.
fn note(twin: &Path) -> Option<BTreeMap<String, Left>> {
    let is_folder = fs::symlink_metadata(twin).is_ok_and(|metadata| metadata.is_dir());
    let place = twin.join(NOTE);
    // A pipe or a link that somebody put there might have no end.
    let is_file = fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_file());
    let note = (is_folder && is_file).then(|| fs::read(&place).ok())??;
    let note = String::from_utf8(note).ok()?;
    let mut lines = note.lines();
    if lines.next() != Some(SENTENCE) {
        return None;
    }
    lines.map(Left::read).collect()
}

/// Whether a twin's files are those that were left, and nothing else.
fn is_as_left(twin: &Path, taken: &Twin) -> bool {
    let files = files(twin, PathBuf::new());
    files.is_some_and(|mut files| {
        files.retain(|(path, _)| path != IGNORED || taken.0.contains_key(IGNORED));
        files.sort_unstable();
        let left = taken.0.iter();
        files.len() == taken.0.len()
            && files
                .iter()
                .zip(left)
                .all(|((path, inode), (own, left))| path == own && *inode == left.state.inode)
    })
}

/// Every file below a folder with its number, but for Candor's own; `None` where anything else is there.
fn files(root: &Path, folder: PathBuf) -> Option<Vec<(String, u64)>> {
    let place = root.join(&folder);
    if !fs::symlink_metadata(&place).is_ok_and(|metadata| mode::is(&metadata, Mode::Folder)) {
        return None;
    }
    let is_top = folder.as_os_str().is_empty();
    let mut found = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(&place).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok()?;
        if is_top && matches!(name.as_str(), marker::NAME | NOTE | KEPT) {
            continue;
        }
        let kind = entry.file_type().ok()?;
        let path = folder.join(name);
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() {
            found.push((path.into_os_string().into_string().ok()?, inode(&entry)?));
        } else {
            return None;
        }
    }
    let below: Vec<Vec<(String, u64)>> = folders
        .into_par_iter()
        .map(|folder| files(root, folder))
        .collect::<Option<_>>()?;
    found.extend(below.into_iter().flatten());
    Some(found)
}

impl Left {
    fn line(&self, path: &str) -> String {
        let key = self.key.map_or_else(
            || "-".to_owned(),
            |Key(key)| format!("{:032x}", u128::from_be_bytes(key)),
        );
        let FileState {
            inode,
            length,
            modified,
            changed,
        } = self.state;
        format!("{key} {inode} {length} {modified} {changed} {path}\n")
    }

    fn read(line: &str) -> Option<(String, Left)> {
        let mut parts = line.splitn(6, ' ');
        let key = match parts.next()? {
            "-" => None,
            digits => Some(Key(u128::from_str_radix(digits, 16).ok()?.to_be_bytes())),
        };
        let state = FileState {
            inode: parts.next()?.parse().ok()?,
            length: parts.next()?.parse().ok()?,
            modified: Moment::read(parts.next()?)?,
            changed: Moment::read(parts.next()?)?,
        };
        Some((parts.next()?.to_owned(), Left { key, state }))
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems tell less")]
fn inode(entry: &fs::DirEntry) -> Option<u64> {
    use std::os::unix::fs::DirEntryExt;
    Some(entry.ino())
}

#[cfg(not(unix))]
fn inode(_entry: &fs::DirEntry) -> Option<u64> {
    None
}
