//! The arguments of `candor init`, and the identity of a new site.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::command::init::{Beginning, CodeHost, InitOptions};
use crate::content::Date;
use crate::read;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Where to begin it
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write the sample project instead: an invented company with two recorded states
    #[arg(long)]
    example: bool,
    /// Write the workflows of a code host too; in a project that is there already, these alone
    #[arg(long, value_enum, value_name = "HOST")]
    ci: Option<Host>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Host {
    Github,
    Gitlab,
}

impl Arguments {
    pub(super) fn options(self, now: Timestamp) -> InitOptions {
        let is_begun = || self.dir.join(read::CONFIG).exists();
        InitOptions {
            what: match self.example {
                true => Some(Beginning::Example),
                false if self.ci.is_some() && is_begun() => None,
                false => Some(Beginning::Skeleton),
            },
            folder: self.dir,
            host: self.ci.map(|host| match host {
                Host::Github => CodeHost::Github,
                Host::Gitlab => CodeHost::Gitlab,
            }),
            today: Date::from(TimeZone::UTC.to_datetime(now).date()),
            site_id: new_site_id(now),
        }
    }
}

/// An id that no other site has: the instant and the place where it is made, hashed. It only has to
/// differ, so no source of randomness is asked.
fn new_site_id(now: Timestamp) -> Uuid {
    let here = std::env::current_dir().unwrap_or_default();
    let seed = format!(
        "{} {} {}",
        now.as_nanosecond(),
        std::process::id(),
        here.display()
    );
    Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes())
}
