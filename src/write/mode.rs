//! Who may read what is published: everybody, whatever the user's umask and the modes of the sources.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::disk::{self as fs, File, Metadata};

/// The two modes that a published thing can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// 0644
    File,
    /// 0755
    Folder,
}

/// Makes one folder that everybody may read.
pub(super) fn make_folder(place: &Path) -> io::Result<()> {
    fs::create_dir(place)?;
    // By its name, since a harsh umask may keep even its owner from opening it.
    #[cfg(unix)]
    fs::set_permissions(place, Mode::Folder.permissions())?;
    Ok(())
}

/// Makes a folder and what is missing on the way to it, and tells which are new, outermost first. Others
/// may be making them too.
pub(super) fn make_folders(place: &Path) -> io::Result<Vec<&Path>> {
    let is_missing = |folder: &&Path| {
        fs::symlink_metadata(folder).is_err_and(|cause| cause.kind() == ErrorKind::NotFound)
    };
    let mut missing: Vec<&Path> = place.ancestors().take_while(is_missing).collect();
    missing.reverse();
    let mut made = Vec::new();
    for folder in missing {
        match make_folder(folder) {
            Ok(()) => made.push(folder),
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(made)
}

#[cfg(unix)]
impl Mode {
    fn permissions(self) -> fs::Permissions {
        use std::os::unix::fs::PermissionsExt;
        fs::Permissions::from_mode(self.bits())
    }

    fn bits(self) -> u32 {
        match self {
            Mode::File => 0o644,
            Mode::Folder => 0o755,
        }
    }
}

/// Sets the mode of an open file.
#[cfg(unix)]
pub(super) fn set(file: &File, mode: Mode) -> io::Result<()> {
    file.set_permissions(mode.permissions())
}

#[cfg(unix)]
pub(super) fn is(metadata: &Metadata, mode: Mode) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o7777 == mode.bits()
}

/// Where there are no modes, every file has the right one.
#[cfg(not(unix))]
pub(super) fn set(_file: &File, _mode: Mode) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn is(_metadata: &Metadata, _mode: Mode) -> bool {
    true
}
