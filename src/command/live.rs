//! What is live: the published log that `--published` names, and that `verify` reads twice.

use std::path::{Path, PathBuf};

use super::{Console, Outcome};
use crate::read;
use crate::replay::PublishedLog;

/// What `--published` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Live {
    /// Nothing: the option isn't given.
    Unsaid,
    /// `none`: nothing is published yet.
    Nothing,
    /// The `changes.json` that is live.
    File(PathBuf),
}

impl Live {
    /// What the option's value means.
    pub fn parse(text: &str) -> Live {
        match text {
            "none" => Live::Nothing,
            path => Live::File(PathBuf::from(path)),
        }
    }

    /// The published log, where there is one.
    ///
    /// # Errors
    /// With how the command ends; what is wrong is said.
    pub(super) fn read(&self, console: &mut Console<'_>) -> Result<Option<PublishedLog>, Outcome> {
        match self {
            Live::Unsaid | Live::Nothing => Ok(None),
            Live::File(path) => match published(path, console) {
                Ok(published) => Ok(Some(published)),
                Err(outcome) => {
                    console.remark("  give --published the file that is live: the site's address, then changes.json");
                    console.remark("  the first time, when nothing is live yet: --published none");
                    Err(outcome)
                }
            },
        }
    }
}

/// The log in a file.
///
/// # Errors
/// With how the command ends; what is wrong is said.
pub(super) fn published(path: &Path, console: &mut Console<'_>) -> Result<PublishedLog, Outcome> {
    let bytes = match read::file(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            console.failure(&error.to_string());
            return Err(Outcome::SystemFailure);
        }
    };
    PublishedLog::parse(&bytes).map_err(|error| {
        console.failure(&format!("{} is no changes.json: {error}", path.display()));
        Outcome::WrongUsage
    })
}
