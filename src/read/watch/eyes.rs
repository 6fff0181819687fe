//! How the system is asked what happens on the disk.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Instant;

use notify::event::{
    AccessKind, AccessMode, CreateKind, Event, EventKind, Flag, ModifyKind, RemoveKind, RenameMode,
};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::settle::Sign;
use super::{Signal, WhyPolling};
use crate::read::FOLDERS;

/// What is heard, and of which place.
#[derive(Debug)]
pub(super) enum Heard {
    At(PathBuf, Sign),
    /// Something that one path doesn't tell: folders, or more than the system could remember.
    Anything,
}

/// Watches the root itself, the folders that hold sources with all that lies in them, and those that links
/// lead to.
pub(super) fn watch(
    root: &Path,
    link_targets: &[PathBuf],
    signals: &Sender<Signal>,
) -> Result<RecommendedWatcher, WhyPolling> {
    if sends_no_events(root) {
        return Err(WhyPolling::Drive);
    }
    let signals = signals.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let now = Instant::now();
        let heard = match event {
            Ok(event) => heard(&event),
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                // Nobody hears it any longer once the watch has ended.
                let _ = signals.send(Signal::Blind(WhyPolling::Folders));
                return;
            }
            Err(_) => vec![Heard::Anything],
        };
        for heard in heard {
            let _ = signals.send(Signal::Heard(now, heard));
        }
    })
    .map_err(|error| why(&error))?;
    watcher
        .watch(root, RecursiveMode::NonRecursive)
        .map_err(|error| why(&error))?;
    let folders = FOLDERS.iter().map(|folder| root.join(folder));
    for folder in folders.chain(link_targets.iter().cloned()) {
        match watcher.watch(&folder, RecursiveMode::Recursive) {
            Ok(()) => {}
            // It isn't there, or went away while it was looked at; its coming is heard from above.
            Err(error) if !folder.is_dir() || is_missing(&error) => {}
            Err(error) => return Err(why(&error)),
        }
    }
    Ok(watcher)
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(cause) => cause.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn why(error: &notify::Error) -> WhyPolling {
    match &error.kind {
        ErrorKind::MaxFilesWatch => WhyPolling::Folders,
        // The system's "too many open files" says nothing of what runs out here.
        #[cfg(target_os = "linux")]
        ErrorKind::Io(cause)
            if cause.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) =>
        {
            WhyPolling::Watchers
        }
        _ => WhyPolling::Refused(error.to_string()),
    }
}

/// What an event says; nothing where it says that something was only looked at.
fn heard(event: &Event) -> Vec<Heard> {
    if event.attrs.flag() == Some(Flag::Rescan) {
        return vec![Heard::Anything];
    }
    let sign = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Sign::Closed,
        EventKind::Access(_) => return Vec::new(),
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => {
            return vec![Heard::Anything];
        }
        EventKind::Create(_) => Sign::Created,
        EventKind::Remove(_) => Sign::Gone,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Sign::Gone,
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Sign::Placed,
        // Said a second time, of both at once.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if cfg!(target_os = "linux") => {
            return Vec::new();
        }
        EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_)) => Sign::Altered,
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => Sign::Written,
    };
    let paths = event.paths.iter();
    paths.map(|path| Heard::At(path.clone(), sign)).collect()
}

/// Whether the project lies on a drive that others write to without this system's hearing of it.
#[cfg(target_os = "linux")]
fn sends_no_events(root: &Path) -> bool {
    // From statfs(2): NFS, SMB in three spellings, the shares of virtual machines and of WSL, AFS, Ceph, and
    // whatever a program mounts, such as a folder of another machine.
    const REMOTE: [u64; 9] = [
        0x6969,
        0x517b,
        0xfe53_4d42,
        0xff53_4d42,
        0x0102_1997,
        0x786f_4256,
        0x5346_414f,
        0x00c3_6400,
        0x6573_5546,
    ];
    rustix::fs::statfs(root).is_ok_and(|drive| {
        let kind = u64::try_from(drive.f_type).unwrap_or_default();
        REMOTE.contains(&(kind & 0xffff_ffff))
    })
}

#[cfg(not(target_os = "linux"))]
fn sends_no_events(_: &Path) -> bool {
    false
}
