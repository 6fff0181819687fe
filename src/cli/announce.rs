//! The arguments of `candor announce`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::date;
use crate::command::Day;
use crate::command::announce::AnnounceOptions;
use crate::command::live::Live;
use crate::content::Date;
use crate::render::message;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The changes.json that was live before; `none` for everything
    #[arg(long, value_name = "FILE|none")]
    published: String,
    /// Only what concerns one product
    #[arg(long, value_name = "ID")]
    product: Option<String>,
    /// The day on which it is sent. Default: today, in the site's time zone
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// In which form
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// The body of a plain mail
    Text,
    /// A fragment for the body of a mail
    Html,
    /// A mail that opens in a mail program as a draft
    Eml,
    /// For an incoming webhook of Slack
    Slack,
    /// For programs
    Json,
}

impl Arguments {
    pub(super) fn options(self, root: PathBuf, now: Timestamp) -> AnnounceOptions {
        AnnounceOptions {
            root,
            day: Day {
                now,
                as_of: self.as_of,
            },
            published: Live::parse(&self.published),
            product: self.product,
            format: match self.format {
                Format::Text => message::Format::Text,
                Format::Html => message::Format::Html,
                Format::Eml => message::Format::Eml,
                Format::Slack => message::Format::Slack,
                Format::Json => message::Format::Json,
            },
        }
    }
}
