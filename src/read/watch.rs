//! What was touched on the disk since the project was read.
//!
//! [`Watch`] takes a project's root and says which sources may have changed, a whole save at a time:
//! a preview then reads those again. It never says what changed in them, nor that anything did: whoever
//! hears of a path compares its bytes. Where the system can't watch, it looks at the folders again and
//! again instead, and says so once.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::FOLDERS;
use crate::source::SourcePath;

/// Which sources may have changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Touched {
    /// Those that lie, lay or might lie at these paths, relative to the root.
    Paths(BTreeSet<SourcePath>),
    /// Any.
    Everything,
}

/// What a [`Watch`] has to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    Touched(Touched),
    /// From now on the folders are looked at again and again; said once.
    Polling(WhyPolling),
    /// [`Stopper::stop`] was called.
    Ended,
}

/// Why the system can't watch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WhyPolling {
    /// It refuses to watch as many folders as there are.
    Limit,
    /// The project lies on a drive whose changes it isn't told of.
    Drive,
    /// In its own words.
    Refused(String),
}

/// A project that is watched.
pub struct Watch {
    signals: Receiver<Signal>,
    to_here: Sender<Signal>,
    _watcher: RecommendedWatcher,
}

/// Ends a [`Watch`] from another thread.
#[derive(Clone, Debug)]
pub struct Stopper(Sender<Signal>);

#[derive(Debug)]
enum Signal {
    Event,
    Stop,
}

impl Watch {
    /// Begins to watch. `linked` are the real places that links in the project lead to, as `read` says
    /// them.
    ///
    /// # Errors
    /// Where there is no such folder.
    pub fn start(root: &Path, linked: &[PathBuf]) -> io::Result<Watch> {
        let (to_here, signals) = channel();
        let events = to_here.clone();
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    let _ = events.send(Signal::Event);
                }
            })
            .map_err(io::Error::other)?;
        watcher
            .watch(root, RecursiveMode::NonRecursive)
            .map_err(io::Error::other)?;
        let folders = FOLDERS.iter().map(|folder| root.join(folder));
        for folder in folders.chain(linked.iter().cloned()) {
            if folder.is_dir() {
                watcher
                    .watch(&folder, RecursiveMode::Recursive)
                    .map_err(io::Error::other)?;
            }
        }
        Ok(Watch {
            signals,
            to_here,
            _watcher: watcher,
        })
    }

    /// Waits for the next save.
    pub fn wait(&mut self) -> News {
        match self.signals.recv() {
            Ok(Signal::Event) => {}
            Ok(Signal::Stop) | Err(_) => return News::Ended,
        }
        loop {
            match self.signals.recv_timeout(Duration::from_millis(100)) {
                Ok(Signal::Event) => {}
                Err(RecvTimeoutError::Timeout) => return News::Touched(Touched::Everything),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return News::Ended,
            }
        }
    }

    /// What ends the watch at once, also while [`Watch::wait`] waits.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.to_here.clone())
    }
}

impl Stopper {
    pub fn stop(&self) {
        // Where nobody waits any longer there is nothing to end.
        let _ = self.0.send(Signal::Stop);
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl fmt::Display for WhyPolling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyPolling::Limit if cfg!(target_os = "linux") => f.write_str(
                "the system won't watch this many folders (raise fs.inotify.max_user_watches)",
            ),
            WhyPolling::Limit => f.write_str("the system won't watch this many folders"),
            WhyPolling::Drive => f.write_str("this drive doesn't tell what changes on it"),
            WhyPolling::Refused(why) => write!(f, "the system won't watch the folder: {why}"),
        }?;
        f.write_str("; looking for changes several times a second instead")
    }
}
