//! The arguments of `candor check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::{date, live};
use crate::command::Day;
use crate::command::check::{self, CheckOptions};
use crate::content::Date;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The day for which the site is checked. Default: today, in the site's time zone
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// The changes.json that is live, which must stay true; `none` while nothing is published
    #[arg(long, value_name = "FILE|none")]
    published: Option<String>,
    /// How problems are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// As annotations of a pull request on GitHub
    Github,
}

impl Arguments {
    pub(super) fn options(self, root: PathBuf, now: Timestamp) -> CheckOptions {
        CheckOptions {
            root,
            day: Day {
                now,
                as_of: self.as_of,
            },
            published: live(self.published),
            format: match self.format {
                Format::Human => check::Format::Human,
                Format::Json => check::Format::Json,
                Format::Github => check::Format::Github,
            },
        }
    }
}
