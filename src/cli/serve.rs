//! The arguments of `candor serve`, and what it takes from the world: the clock, chance, a browser.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::date;
use crate::command::serve::{Port, ServeOptions};
use crate::content::Date;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The port on this machine. Default: 2800, or the next that is free
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// The day that is shown first. Default: today, in the site's time zone
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

impl Arguments {
    /// # Errors
    /// Where the system has no chance to give.
    pub(super) fn options(self, root: PathBuf) -> Result<ServeOptions, String> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)
            .map_err(|cause| format!("the system gives no random numbers: {cause}"))?;
        Ok(ServeOptions {
            root,
            port: self.port.map_or(Port::Usual, Port::Asked),
            as_of: self.as_of,
            clock: Timestamp::now,
            secret,
            browser: self.open.then_some(|address| open::that_detached(address)),
        })
    }
}
