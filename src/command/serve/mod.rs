//! `candor serve`: the site with the draft drawn in, and what customers will be told, while one writes.
//!
//! 1. [`workbench`] keeps the project as it stands on the disk and makes an [`edition`] of it after every
//!    save: immutable, with everything that a page can ask.
//! 2. [`shelf`] holds the edition that is shown. It is swapped whole; only then do the streams of
//!    [`events`] tell the browsers.
//! 3. [`pages`] answers with the bytes that `build` would write, and one insertion ([`insertion`]): the
//!    preview's script, which draws the bar. [`bar`] answers what the bar asks, and [`desk`] records.
//! 4. [`gate`] lets in only who came through the preview's own address, [`connection`] keeps slow and
//!    broken clients from holding it.
//!
//! It never writes anything into the project but what the bar's form asks for, through the same code as
//! `candor record`.

mod address;
mod bar;
mod connection;
mod desk;
pub mod edition;
mod entity;
mod events;
mod gate;
mod insertion;
mod journal;
mod pages;
mod server;
mod shelf;
pub mod workbench;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use jiff::Timestamp;

use super::{Console, Day, Outcome};
use crate::content::Date;
use crate::read::watch::{News, Watch};
use edition::Days;
use journal::{Journal, Said};
use server::Server;
use shelf::Shelf;
use workbench::Workbench;

pub use address::Port;

/// What `candor serve` is asked for.
#[derive(Clone)]
pub struct ServeOptions {
    pub root: PathBuf,
    pub port: Port,
    /// The day that is shown first.
    pub as_of: Option<Date>,
    /// What time it is. A preview runs for days, so it asks again and again.
    pub clock: fn() -> Timestamp,
    /// What nobody can guess, for this run alone.
    pub secret: [u8; 32],
    /// Opens an address in the browser, where that is wanted.
    pub browser: Option<fn(&str) -> io::Result<()>>,
}

impl fmt::Debug for ServeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServeOptions")
            .field("root", &self.root)
            .field("port", &self.port)
            .field("as_of", &self.as_of)
            .finish_non_exhaustive()
    }
}

impl ServeOptions {
    /// The day it is, and the one that `--as-of` says.
    fn day(&self) -> Day {
        Day {
            now: (self.clock)(),
            as_of: self.as_of,
        }
    }
}

/// Shows the project until it is interrupted.
pub fn run(options: &ServeOptions, console: &mut Console<'_>) -> Outcome {
    let listener = match address::listen(options.port) {
        Ok(listener) => listener,
        Err(refusal) => {
            console.failure(&refusal.to_string());
            return refusal.outcome();
        }
    };
    let days = {
        let options = options.clone();
        Box::new(move |project: &_| Days {
            shown: options.day().of(project),
            today: options.day().today(project),
        })
    };
    let workbench = match Workbench::open(&options.root, days) {
        Ok(workbench) => workbench,
        Err(error) => {
            console.failure(&error.to_string());
            return Outcome::SystemFailure;
        }
    };
    let watch = match Watch::start(&options.root, workbench.link_targets()) {
        Ok(watch) => watch,
        Err(cause) => {
            let root = options.root.display();
            console.failure(&format!("can't watch {root}: {cause}"));
            return Outcome::SystemFailure;
        }
    };
    let shelf = Arc::new(Shelf::new(workbench.edition()));
    let server = Server::new(options.clone(), listener.port, Arc::clone(&shelf));
    let address = server.address();
    console.result(&format!("Preview: {address}"));
    let mut journal = Journal::default();
    if let Some(taken) = listener.taken {
        console.remark(&format!(
            "  port {taken} is taken, so it is {}",
            listener.port
        ));
    }
    console.remark("  it follows your edits, and ends with Ctrl-C");
    journal.problems(&shelf.edition(), console);

    let (say, hear) = channel();
    let stopper = watch.stopper();
    let clock = options.clock;
    let said = say.clone();
    let following = thread::spawn(move || follow(workbench, watch, &shelf, clock, &said));
    let lost = say.clone();
    thread::spawn(move || {
        // A page that no longer follows the files is worse than none.
        if following.join().is_err() {
            let why = "Candor made a mistake while it followed your edits; start it again";
            let _ = lost.send(Said::Ended(Err(io::Error::other(why))));
        }
    });
    thread::spawn(move || {
        let ended = server.run(listener.socket);
        let _ = say.send(Said::Ended(ended));
    });
    if let Some(open) = options.browser
        && let Err(cause) = open(&address)
    {
        console.remark(&format!("  no browser could be opened: {cause}"));
    }
    // Both threads speak until the server ends, so there is always somebody to hear.
    let mut outcome = Outcome::SystemFailure;
    for said in hear {
        if let Some(ended) = journal.write(said, console) {
            outcome = ended;
            break;
        }
    }
    stopper.stop();
    outcome
}

/// Makes an edition of every save and shows it.
fn follow(
    mut workbench: Workbench,
    mut watch: Watch,
    shelf: &Shelf,
    clock: fn() -> Timestamp,
    say: &Sender<Said>,
) {
    loop {
        let mut former = None;
        let said = match watch.wait() {
            News::Ended => return,
            News::Polling(why) => Said::Polling(why),
            News::Touched(touched) => {
                let before = clock();
                let Some((edition, touched)) = workbench.follow(touched, &mut watch) else {
                    continue;
                };
                // A large edition takes its time to go, so it goes once everything is said.
                former = Some(shelf.edition());
                let paths = shelf.swap(Arc::clone(&edition), &touched);
                Said::Edition {
                    edition,
                    paths,
                    took: clock().duration_since(before),
                }
            }
        };
        if say.send(said).is_err() {
            return;
        }
        drop(former);
    }
}
