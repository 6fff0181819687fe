//! The file by which Candor knows its own folder, and which files in it are its own.
//!
//! One fixed sentence, then every path that Candor wrote, sorted, one a line: nothing of the time or the
//! machine, so the same site has the same marker. Without the list nobody could tell the page of a
//! deleted source, which must go, from a `CNAME`, which must stay.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::WriteError;
use super::disk::{self as fs, File};
use super::error::at;
use super::mode::{self, Mode};

/// The marker's name in the output folder.
pub(super) const NAME: &str = ".candor";

/// The marker while it is being written.
pub(super) const HALF: &str = ".candor-half";

/// What a twin has and a site never has: the note of what was left, and what is kept for the next build.
pub(super) const NOTE: &str = ".candor-left";
pub(super) const KEPT: &str = ".candor-kept";

/// Keeps a twin out of a version control system. A site may have one of its own.
pub(super) const IGNORED: &str = ".gitignore";
pub(super) const IGNORES_ALL: &[u8] = b"*\n";

const SENTENCE: &str = "Candor wrote the files listed here and replaces them at every build; \
                        what isn't listed is kept.";

/// The paths that Candor wrote into a folder.
pub(super) type Listed = BTreeSet<String>;

/// The marker's bytes for these files.
pub(super) fn text(listed: &Listed) -> String {
    let mut text = String::from(SENTENCE);
    text.push('\n');
    for path in listed {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// The list in a folder's marker, or nothing where the folder bears none.
pub(super) fn read(folder: &Path) -> Result<Option<Listed>, WriteError> {
    let place = folder.join(NAME);
    // A link to somebody else's marker proves nothing about this folder, and a pipe might have no end.
    if fs::symlink_metadata(&place).is_ok_and(|metadata| !metadata.is_file()) {
        return Ok(None);
    }
    let text = match fs::read(&place) {
        Ok(bytes) => String::from_utf8(bytes).unwrap_or_default(),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {
            return Ok(None);
        }
        Err(cause) => return Err(at(&place)(cause)),
    };
    // A version control system may have turned the ends of lines into other ones; `lines` takes both.
    let mut lines = text.lines();
    if lines.next() != Some(SENTENCE) {
        return Ok(None);
    }
    Ok(Some(lines.map(str::to_owned).collect()))
}

/// Puts the marker into a folder in one step: a folder of Candor's is never without one, and never has
/// half of one, so a run that was killed can always be cleared.
pub(super) fn write(folder: &Path, listed: &Listed) -> Result<(), WriteError> {
    let (half, whole) = (folder.join(HALF), folder.join(NAME));
    let file = File::create(&half).map_err(at(&half))?;
    mode::set(&file, Mode::File).map_err(at(&half))?;
    (&file)
        .write_all(text(listed).as_bytes())
        .map_err(at(&half))?;
    fs::rename(&half, &whole).map_err(at(&whole))
}
