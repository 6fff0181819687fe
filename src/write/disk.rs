//! The calls by which this module reaches the disk: those of the standard library.
//!
//! In this module's own tests each of them can fail, or be the last one before a kill
//! (`tests/faulty.rs`), so that what is then on the disk can be looked at, step by step.

#[cfg(not(test))]
pub(super) use std::fs::*;

#[cfg(all(
    not(test),
    any(
        target_os = "linux",
        target_os = "android",
        target_os = "macos",
        target_os = "ios"
    )
))]
pub(super) use rustix::fs::renameat_with;

#[cfg(test)]
pub(super) use super::tests::faulty::*;

/// Waits until the disk has all of a folder's volume in safety; on systems other than Linux, until it was
/// told to.
#[cfg(not(test))]
pub(super) fn settle(folder: &std::path::Path) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(all(unix, not(target_os = "linux")))]
    rustix::fs::sync();
    let _ = folder;
    Ok(())
}
