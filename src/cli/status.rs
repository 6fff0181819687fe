//! The arguments of `candor status`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::date;
use crate::command::Day;
use crate::command::status::{self, StatusOptions};
use crate::content::Date;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The day on which it would be announced. Default: today, in the site's time zone
    #[arg(long, value_name = "DATE", value_parser = date)]
    announce: Option<Date>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// For people
    Human,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
}

impl Arguments {
    pub(super) fn options(self, root: PathBuf, now: Timestamp) -> StatusOptions {
        StatusOptions {
            root,
            day: Day {
                now,
                as_of: self.announce,
            },
            format: match self.format {
                Format::Human => status::Format::Human,
                Format::Markdown => status::Format::Markdown,
                Format::Json => status::Format::Json,
            },
        }
    }
}
