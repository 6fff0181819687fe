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

/// Waits until the disk has all of the file's volume in safety.
#[cfg(all(not(test), target_os = "linux"))]
pub(super) fn settle(file: &File) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(file)?)
}
