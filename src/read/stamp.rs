//! What tells that a file was written to, without reading it.

use std::fs::Metadata;
use std::time::SystemTime;

/// A file's length, its times and which file it is.
///
/// Who sets the time of writing back doesn't deceive it, where the system keeps a time that nobody can
/// set. Two writes within one tick of the system's clock may do so: see [`super::Reading`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    length: u64,
    written: Option<SystemTime>,
    changed: Option<(i64, i64)>,
    identity: Identity,
}

/// Which file or folder it is, whatever it holds; the same for all where the system doesn't say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Identity(Option<(u64, u64)>);

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Stamp {
        #[cfg(unix)]
        let (changed, identity) = {
            use std::os::unix::fs::MetadataExt as _;
            (
                Some((metadata.ctime(), metadata.ctime_nsec())),
                Some((metadata.dev(), metadata.ino())),
            )
        };
        #[cfg(not(unix))]
        let (changed, identity) = (None, None);
        Stamp {
            length: metadata.len(),
            written: metadata.modified().ok(),
            changed,
            identity: Identity(identity),
        }
    }

    pub(super) fn identity(self) -> Identity {
        self.identity
    }
}
