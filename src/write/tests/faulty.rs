//! A disk that fails at a chosen call. Until it is told to, it is the one of the standard library.
//!
//! What is told holds for the whole process, so whoever tells it runs in a process of its own.

pub(in crate::write) use std::fs::*;

use std::io::{self, Read, Write};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// What happens at the chosen call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// The disk is full from then on: what takes room fails, half written.
    Full,
    /// This one call isn't allowed.
    Denied,
    /// This one call fails for a reason that nobody has thought of.
    Broken,
    /// The process ends at once, in the midst of a write.
    Killed,
}

/// Whether the disk can exchange two folders in one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exchange {
    Known,
    Unknown,
}

#[derive(Clone, Copy)]
struct Plan {
    at: usize,
    fault: Fault,
    exchange: Exchange,
    calls: usize,
    happened: bool,
}

static PLAN: Mutex<Option<Plan>> = Mutex::new(None);

/// From now on the `at`th call fails.
pub(super) fn arm(at: usize, fault: Fault, exchange: Exchange) {
    *PLAN.lock().unwrap_or_else(PoisonError::into_inner) = Some(Plan {
        at,
        fault,
        exchange,
        calls: 0,
        happened: false,
    });
}

/// From now on nothing fails. Tells whether anything did.
pub(super) fn disarm() -> bool {
    let plan = PLAN.lock().unwrap_or_else(PoisonError::into_inner).take();
    plan.is_some_and(|plan| plan.happened)
}

/// Whether a call takes room on the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Room {
    Taken,
    None,
}

/// Counts a call, and gives what happens to it.
fn fault(room: Room) -> Option<Fault> {
    let mut plan = PLAN.lock().unwrap_or_else(PoisonError::into_inner);
    let plan = plan.as_mut()?;
    plan.calls += 1;
    let happens = match plan.fault {
        Fault::Full => plan.calls >= plan.at && room == Room::Taken,
        Fault::Denied | Fault::Broken | Fault::Killed => plan.calls == plan.at,
    };
    plan.happened |= happens;
    happens.then_some(plan.fault)
}

fn call(room: Room) -> io::Result<()> {
    match fault(room) {
        None => Ok(()),
        Some(fault) => Err(happened(fault)),
    }
}

fn happened(fault: Fault) -> io::Error {
    match fault {
        Fault::Full => io::ErrorKind::StorageFull.into(),
        Fault::Denied => io::ErrorKind::PermissionDenied.into(),
        Fault::Broken => io::Error::other("the disk is broken"),
        // Nothing is dropped, so nothing is tidied.
        Fault::Killed => std::process::exit(KILLED),
    }
}

/// How a process ends that was killed here.
pub(super) const KILLED: i32 = 137;

macro_rules! calls {
    ($($name:ident($($argument:ident: $bound:path),+ $(; $more:ident: $type:ty)?) -> $result:ty, $room:expr;)+) => {
        $(
            pub(in crate::write) fn $name($($argument: impl $bound),+ $(, $more: $type)?) -> io::Result<$result> {
                call($room)?;
                std::fs::$name($($argument),+ $(, $more)?)
            }
        )+
    };
}

calls! {
    copy(from: AsRef<Path>, to: AsRef<Path>) -> u64, Room::Taken;
    create_dir(path: AsRef<Path>) -> (), Room::Taken;
    create_dir_all(path: AsRef<Path>) -> (), Room::Taken;
    hard_link(from: AsRef<Path>, to: AsRef<Path>) -> (), Room::Taken;
    metadata(path: AsRef<Path>) -> Metadata, Room::None;
    read(path: AsRef<Path>) -> Vec<u8>, Room::None;
    read_dir(path: AsRef<Path>) -> ReadDir, Room::None;
    read_link(path: AsRef<Path>) -> PathBuf, Room::None;
    remove_dir(path: AsRef<Path>) -> (), Room::None;
    remove_dir_all(path: AsRef<Path>) -> (), Room::None;
    remove_file(path: AsRef<Path>) -> (), Room::None;
    rename(from: AsRef<Path>, to: AsRef<Path>) -> (), Room::None;
    set_permissions(path: AsRef<Path>; permissions: Permissions) -> (), Room::None;
    symlink_metadata(path: AsRef<Path>) -> Metadata, Room::None;
}

#[cfg(any(
    target_os = "linux",
    target_os = "android",
    target_os = "macos",
    target_os = "ios"
))]
pub(in crate::write) fn renameat_with(
    from_folder: rustix::fd::BorrowedFd<'_>,
    from: &Path,
    to_folder: rustix::fd::BorrowedFd<'_>,
    to: &Path,
    flags: rustix::fs::RenameFlags,
) -> rustix::io::Result<()> {
    use rustix::io::Errno;
    let plan = *PLAN.lock().unwrap_or_else(PoisonError::into_inner);
    if plan.is_some_and(|plan| plan.exchange == Exchange::Unknown) {
        return Err(Errno::NOSYS);
    }
    call(Room::None).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => Errno::ACCESS,
        _ => Errno::IO,
    })?;
    rustix::fs::renameat_with(from_folder, from, to_folder, to, flags)
}

/// What has left the program is safe from all that happens here.
pub(in crate::write) fn settle(_folder: &Path) -> io::Result<()> {
    call(Room::Taken)
}

/// An open file of this disk.
#[derive(Debug)]
pub(in crate::write) struct File(std::fs::File);

impl File {
    pub(in crate::write) fn open(path: impl AsRef<Path>) -> io::Result<File> {
        call(Room::None)?;
        std::fs::File::open(path).map(File)
    }

    pub(in crate::write) fn create(path: impl AsRef<Path>) -> io::Result<File> {
        call(Room::Taken)?;
        std::fs::File::create(path).map(File)
    }

    pub(in crate::write) fn create_new(path: impl AsRef<Path>) -> io::Result<File> {
        call(Room::Taken)?;
        std::fs::File::create_new(path).map(File)
    }

    pub(in crate::write) fn options() -> OpenOptions {
        OpenOptions::new()
    }

    pub(in crate::write) fn metadata(&self) -> io::Result<Metadata> {
        call(Room::None)?;
        self.0.metadata()
    }

    pub(in crate::write) fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        call(Room::None)?;
        self.0.set_permissions(permissions)
    }

    pub(in crate::write) fn set_modified(&self, modified: SystemTime) -> io::Result<()> {
        call(Room::None)?;
        self.0.set_modified(modified)
    }

    pub(in crate::write) fn sync_all(&self) -> io::Result<()> {
        call(Room::Taken)?;
        self.0.sync_all()
    }
}

/// For what never fails, or fails as nothing else does: locks.
impl Deref for File {
    type Target = std::fs::File;

    fn deref(&self) -> &std::fs::File {
        &self.0
    }
}

impl Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        call(Room::None)?;
        self.0.read(buffer)
    }
}

impl Write for &File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match fault(Room::Taken) {
            None => (&self.0).write(bytes),
            Some(fault) => {
                let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
                (&self.0).write_all(half)?;
                Err(happened(fault))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.0).flush()
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self).flush()
    }
}

/// How a file of this disk is opened.
#[derive(Clone, Debug)]
pub(in crate::write) struct OpenOptions {
    options: std::fs::OpenOptions,
    room: Room,
}

impl OpenOptions {
    pub(in crate::write) fn new() -> OpenOptions {
        OpenOptions {
            options: std::fs::OpenOptions::new(),
            room: Room::None,
        }
    }

    pub(in crate::write) fn write(&mut self, yes: bool) -> &mut OpenOptions {
        self.options.write(yes);
        self
    }

    pub(in crate::write) fn append(&mut self, yes: bool) -> &mut OpenOptions {
        self.options.append(yes);
        self
    }

    pub(in crate::write) fn truncate(&mut self, yes: bool) -> &mut OpenOptions {
        self.options.truncate(yes);
        self
    }

    pub(in crate::write) fn create(&mut self, yes: bool) -> &mut OpenOptions {
        self.options.create(yes);
        self.room = Room::Taken;
        self
    }

    pub(in crate::write) fn create_new(&mut self, yes: bool) -> &mut OpenOptions {
        self.options.create_new(yes);
        self.room = Room::Taken;
        self
    }

    pub(in crate::write) fn open(&self, path: impl AsRef<Path>) -> io::Result<File> {
        call(self.room)?;
        self.options.open(path).map(File)
    }
}
