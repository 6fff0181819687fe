//! What Candor published, read back exactly: what a `subprocessors.csv` or `subprocessors.json` says is
//! what the entry said.
//!
//! Each is known by what it says of itself, and no rule about foreign lists touches its values.

mod csv;
mod json;

use super::read::Unreadable;
use crate::content::{LocationRole, Subprocessor, TransferMechanism};

/// Entries with the lines that each begins in.
pub(super) type Entries = Vec<(usize, Subprocessor)>;

/// Reads a value, or says below which name it stands.
type Read<T> = Result<T, &'static str>;

/// The entries of a text; `None` where Candor didn't write it.
///
/// # Errors
/// Where a value was changed so that it says nothing any more.
pub(super) fn read(text: &str) -> Result<Option<Entries>, Unreadable> {
    match csv::read(text)? {
        Some(entries) => Ok(Some(entries)),
        None => json::read(text),
    }
}

fn ground(text: &str) -> Option<TransferMechanism> {
    let mut grounds = TransferMechanism::ALL.into_iter();
    grounds.find(|ground| ground.as_str() == text)
}

fn role(text: &str) -> Option<LocationRole> {
    let mut roles = LocationRole::ALL.into_iter();
    roles.find(|role| role.as_str() == text)
}
