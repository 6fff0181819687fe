//! Real folders on a real disk, looked at before and after: names, bytes, modes and times.

mod edits;
#[cfg(unix)]
mod faults;
pub(super) mod faulty;
#[cfg(unix)]
mod mounted;
mod swapped;
mod twins;
mod whose;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::{Guard, Key, Staging, Swapped, Twins, WriteError};

/// A project in a temporary folder: `candor.toml`, `content/index.md`, `themes/`.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "candor.toml", "title");
    put(folder.path(), "content/index.md", "Hello");
    put(folder.path(), "themes/acme/base.html", "<html>");
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn guard(root: &Path) -> Guard {
    Guard {
        kept: vec![root.to_owned()],
        sources: vec![root.join("content"), root.join("themes")],
    }
}

const SITE: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("changes/index.html", "log"),
    ("changes/2026-01-05/index.html", "first"),
    (".well-known/security.txt", "contact"),
];

fn publish(root: &Path, output: &Path, site: &[(&str, &str)]) -> Result<Swapped, WriteError> {
    publish_with(root, output, site, Twins::None)
}

/// Publishes a site whose files follow from their own text.
fn publish_with(
    root: &Path,
    output: &Path,
    site: &[(&str, &str)],
    twins: Twins,
) -> Result<Swapped, WriteError> {
    let staging = Staging::open(output, &guard(root), twins)?;
    for (path, text) in site {
        let key = key(text);
        if !staging.put_as_left(path, key)? {
            staging.put(path, Some(key), text.as_bytes())?;
        }
    }
    staging.swap_in_keeping(&|| Some(b"kept".to_vec()))
}

fn key(text: &str) -> Key {
    let mut key = [0; 16];
    for (place, byte) in text.bytes().enumerate() {
        key[place % 16] ^= byte.rotate_left(u32::try_from(place / 16 % 8).unwrap());
    }
    Key(key)
}

/// A thing on the disk, as exactly as a test wants to know it.
#[derive(PartialEq, Eq, Debug)]
enum Thing {
    File {
        bytes: Vec<u8>,
        modified: SystemTime,
        mode: u32,
    },
    Folder {
        modified: SystemTime,
        mode: u32,
    },
    Link(std::path::PathBuf),
}

/// Everything below a folder.
fn tree(root: &Path) -> BTreeMap<String, Thing> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let metadata = entry.metadata().unwrap();
            let (modified, mode) = (metadata.modified().unwrap(), mode(&metadata));
            let thing = if metadata.is_symlink() {
                Thing::Link(fs::read_link(entry.path()).unwrap())
            } else if metadata.is_dir() {
                Thing::Folder { modified, mode }
            } else {
                let bytes = fs::read(entry.path()).unwrap();
                Thing::File {
                    bytes,
                    modified,
                    mode,
                }
            };
            let path = entry.path().strip_prefix(root).unwrap();
            (path.to_str().unwrap().to_owned(), thing)
        })
        .collect()
}

/// The files below a folder with their text, without the marker.
fn texts(root: &Path) -> BTreeMap<String, String> {
    tree(root)
        .into_iter()
        .filter(|(path, _)| path != ".candor")
        .filter_map(|(path, thing)| match thing {
            Thing::File { bytes, .. } => Some((path, String::from_utf8(bytes).unwrap())),
            _ => None,
        })
        .collect()
}

fn site(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(_metadata: &fs::Metadata) -> u32 {
    0
}
