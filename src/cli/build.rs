//! The arguments of `candor build`, and which program it is.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::{date, live};
use crate::command::Day;
use crate::command::build::{Beginning, BuildOptions, LARGE, Siblings};
use crate::command::check::DraftPolicy;
use crate::content::Date;
use crate::parse::config::{BaseUrl, BaseUrlError};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The folder that the site is published to. Default: public, in the project's folder
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will be reached, instead of what candor.toml says
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// The day for which the site is built; a day to come makes a preview. Default: today, in the site's time zone
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// The changes.json that is live, which must stay true; `none` while nothing is published
    #[arg(long, value_name = "FILE|none", conflicts_with = "draft")]
    published: Option<String>,
    /// Show the draft as if it were announced today: with a banner, without feeds
    #[arg(long)]
    draft: bool,
    /// Write a .gz and a .br beside every text, for servers that send them as they are
    #[arg(long)]
    precompress: bool,
    /// Make every page anew, and leave nothing beside the output for the next build
    #[arg(long)]
    fresh: bool,
}

impl Arguments {
    pub(super) fn options(self, root: PathBuf, now: Timestamp) -> BuildOptions {
        BuildOptions {
            output: self.output.unwrap_or_else(|| root.join("public")),
            root,
            base_url: self.base_url,
            day: Day {
                now,
                as_of: self.as_of,
            },
            draft: match self.draft {
                true => DraftPolicy::Show,
                false => DraftPolicy::Refuse,
            },
            published: live(self.published),
            siblings: match self.precompress {
                true => Siblings::Compressed,
                false => Siblings::None,
            },
            beginning: match program() {
                Some(program) if !self.fresh => Beginning::Again {
                    files: LARGE,
                    program,
                },
                _ => Beginning::Fresh,
            },
            home: std::env::home_dir(),
        }
    }
}

/// Which program this is, by its sources and its file's size and time. Where packages are built so that all
/// files have one time, the sources tell.
fn program() -> Option<String> {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    let (sources, length, time) = (env!("CANDOR_SOURCES"), file.len(), file.modified().ok()?);
    Some(format!("{sources} {length} {time:?}"))
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(|error| match error {
        BaseUrlError::NoScheme { suggestion } => {
            format!("it has no scheme; did you mean {suggestion}?")
        }
        BaseUrlError::NotAllowed(part) => format!("{part} isn't allowed in a base address"),
    })
}
