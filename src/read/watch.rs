//! What was touched on the disk since the project was read.
//!
//! [`Watch`] takes a project's root and says which sources may have changed, a whole save at a time
//! ([`settle`]): a preview then reads those again. It never says what changed in them, nor that anything
//! did: whoever hears of a path compares its bytes. Where the system can't watch ([`eyes`]), it looks at
//! the files again and again instead, and says so once.
//!
//! How long it has been quiet is measured by a clock that only runs forward; what is read, and what comes
//! of it, doesn't depend on it.

mod eyes;
mod settle;
mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::RecommendedWatcher;

use super::stamp::{Identity, Stamp};
use super::{FOLDERS, is_source, walk};
use crate::source::SourcePath;
use eyes::Heard;
use settle::{Batch, HOLD, LONGEST, Sight, Sign, Verdict};

pub use why::WhyPolling;

/// Which sources may have changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Touched {
    /// Those that lie, lay or might lie at these paths, relative to the root.
    Paths(BTreeSet<SourcePath>),
    /// Any.
    Everything,
}

impl Touched {
    #[must_use]
    pub fn and(self, other: Touched) -> Touched {
        match (self, other) {
            (Touched::Paths(mut paths), Touched::Paths(others)) => {
                paths.extend(others);
                Touched::Paths(paths)
            }
            _ => Touched::Everything,
        }
    }
}

/// What a [`Watch`] has to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    Touched(Touched),
    /// From now on the files are looked at again and again; said once.
    Polling(WhyPolling),
    /// [`Stopper::stop`] was called.
    Ended,
}

/// A project that is watched.
pub struct Watch {
    root: PathBuf,
    link_targets: Vec<PathBuf>,
    /// Where `git` says that it is at work, if the project lies in one of its folders.
    lock: Option<PathBuf>,
    signals: Receiver<Signal>,
    to_here: Sender<Signal>,
    eyes: Eyes,
    batch: Batch,
    /// When something was last heard, and when the first of what is in the batch.
    last: Instant,
    first: Instant,
    /// When it was last looked whether the places are those that are watched.
    looked: Instant,
    /// What is to be said before anything else.
    first_news: Option<WhyPolling>,
}

enum Eyes {
    /// It watches as long as it lives; the places are what they were when it began.
    System(
        #[expect(dead_code, reason = "it is alive")] RecommendedWatcher,
        Places,
    ),
    /// The files as they were last seen.
    Polling(Poll),
}

type Places = Vec<Option<Identity>>;

/// Ends a [`Watch`] from another thread.
#[derive(Clone, Debug)]
pub struct Stopper(Sender<Signal>);

#[derive(Debug)]
enum Signal {
    Heard(Instant, Heard),
    /// The system won't say any more.
    Blind(WhyPolling),
    Stop,
}

/// How often the places that are watched are looked at, for one that was replaced from further above.
const HEARTBEAT: Duration = Duration::from_secs(1);

impl Watch {
    /// Begins to watch. `link_targets` are the real places that links in the project lead to, as `read` says
    /// them.
    ///
    /// # Errors
    /// Where there is no such folder.
    pub fn start(root: &Path, link_targets: &[PathBuf]) -> io::Result<Watch> {
        let root = std::path::absolute(root)?;
        fs::read_dir(&root)?;
        let (to_here, signals) = channel();
        let now = Instant::now();
        let (eyes, first_news) = match eyes::watch(&root, link_targets, &to_here) {
            Ok(watcher) => (Eyes::System(watcher, places(&root, link_targets)), None),
            Err(why) => (Eyes::Polling(Poll::begin(&root)), Some(why)),
        };
        let lock = root
            .ancestors()
            .map(|folder| folder.join(".git"))
            .find(|git| git.is_dir())
            .map(|git| git.join("index.lock"));
        Ok(Watch {
            link_targets: link_targets.to_vec(),
            lock,
            signals,
            to_here,
            eyes,
            batch: Batch::default(),
            last: now,
            first: now,
            looked: now,
            first_news,
            root,
        })
    }

    /// Waits for the next save.
    pub fn wait(&mut self) -> News {
        if let Some(why) = self.first_news.take() {
            return News::Polling(why);
        }
        match &self.eyes {
            Eyes::System(..) => self.listen(None).unwrap_or(News::Ended),
            Eyes::Polling(_) => self.poll(None).unwrap_or(News::Ended),
        }
    }

    /// Waits until it has been quiet for a while; what was touched before that, if anything was.
    pub fn wait_for_quiet(&mut self) -> Option<Touched> {
        let news = match &self.eyes {
            // From now on, since what was read may be half of a save that is only heard of afterwards.
            Eyes::System(..) => self.listen(Some(Instant::now() + HOLD)),
            Eyes::Polling(_) => self.poll(Some(1)),
        };
        match news? {
            News::Touched(touched) => Some(touched),
            // Said when it is waited for.
            News::Ended => {
                self.stopper().stop();
                None
            }
            News::Polling(why) => {
                self.first_news = Some(why);
                None
            }
        }
    }

    /// Watches the places, too, that links lead to by now.
    pub fn follow_links(&mut self, link_targets: &[PathBuf]) {
        if self.link_targets != link_targets {
            self.link_targets = link_targets.to_vec();
            self.watch_anew();
        }
    }

    /// What ends the watch at once, also while [`Watch::wait`] waits.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.to_here.clone())
    }

    /// Listens until something can be taken, or nothing was heard until `end`.
    fn listen(&mut self, end: Option<Instant>) -> Option<News> {
        loop {
            let patience = if self.batch.is_empty() {
                self.look_whether_replaced();
                let rest = end.map(|end| end.saturating_duration_since(Instant::now()));
                if rest == Some(Duration::ZERO) && !self.hear_waiting() {
                    return None;
                }
                rest.unwrap_or(HEARTBEAT)
            } else {
                match self.verdict(end) {
                    Verdict::Wait(time) => time,
                    Verdict::Take(touched) => {
                        if touched == Touched::Everything {
                            self.watch_anew();
                        }
                        return Some(News::Touched(touched));
                    }
                }
            };
            match self.signals.recv_timeout(patience) {
                Ok(signal) => {
                    if let Some(news) = self.hear(signal) {
                        return Some(news);
                    }
                    self.hear_waiting();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Some(News::Ended),
            }
        }
    }

    /// Whether what was heard can be taken. Who listens only until `end` has seen half a save, and takes
    /// nothing while more of it comes.
    fn verdict(&mut self, end: Option<Instant>) -> Verdict {
        let now = Instant::now();
        let quiet = now.saturating_duration_since(self.last);
        let age = now.saturating_duration_since(self.first);
        // While `git` brings files of another branch, none of them is a save of its own.
        let is_busy = self.lock.as_ref().is_some_and(|lock| lock.exists());
        let is_half = end.is_some() && age < LONGEST;
        if (is_busy || is_half) && quiet < HOLD {
            return Verdict::Wait(HOLD - quiet);
        }
        let (root, link_targets) = (&self.root, &self.link_targets);
        self.batch
            .verdict(quiet, age, |path| sight(root, link_targets, path))
    }

    /// Hears what came meanwhile; whether anything did that matters.
    fn hear_waiting(&mut self) -> bool {
        // What ends or blinds is left for its turn: it isn't to be lost here.
        while let Ok(signal) = self.signals.try_recv() {
            match signal {
                Signal::Heard(when, heard) => self.note(when, heard),
                other => {
                    let _ = self.to_here.send(other);
                    return true;
                }
            }
        }
        !self.batch.is_empty()
    }

    fn hear(&mut self, signal: Signal) -> Option<News> {
        match signal {
            Signal::Stop => Some(News::Ended),
            Signal::Blind(why) => {
                self.eyes = Eyes::Polling(Poll::begin(&self.root));
                self.batch = Batch::default();
                // Whatever wasn't heard since is found by looking.
                self.first_news = None;
                Some(News::Polling(why))
            }
            Signal::Heard(when, heard) => {
                self.note(when, heard);
                None
            }
        }
    }

    /// Notes what was heard. What is no source changes nothing, not even how long it has been quiet.
    fn note(&mut self, when: Instant, heard: Heard) {
        let was_empty = self.batch.is_empty();
        match heard {
            Heard::Anything => self.batch.note_everything(),
            Heard::At(place, sign) => match self.meaning(&place, sign) {
                Meaning::Source(path) => self.batch.note(path, sign),
                Meaning::Anything => self.batch.note_everything(),
                Meaning::Nothing => return,
            },
        }
        if was_empty {
            self.first = when;
        }
        self.last = self.last.max(when);
    }

    fn meaning(&self, place: &Path, sign: Sign) -> Meaning {
        let below = place.strip_prefix(&self.root).ok();
        match below.map(|below| walk::slashed(below).0) {
            // The root itself: that it is gone, or its times.
            Some(path) if path.is_empty() && sign == Sign::Gone => Meaning::Anything,
            Some(path) if is_source(&path) => Meaning::Source(SourcePath::new(&path)),
            _ if self
                .link_targets
                .iter()
                .any(|target| place.starts_with(target)) =>
            {
                Meaning::Anything
            }
            _ => Meaning::Nothing,
        }
    }

    /// Folders came or went: what is watched is settled anew.
    fn watch_anew(&mut self) {
        if let Eyes::System(..) = self.eyes {
            match eyes::watch(&self.root, &self.link_targets, &self.to_here) {
                Ok(watcher) => {
                    self.eyes = Eyes::System(watcher, places(&self.root, &self.link_targets));
                }
                // It is gone for now; the heartbeat finds it when it is back.
                Err(_) if !self.root.is_dir() => {}
                Err(why) => {
                    let _ = self.to_here.send(Signal::Blind(why));
                }
            }
        }
    }

    /// Looks from time to time whether a folder was replaced where nobody watches.
    fn look_whether_replaced(&mut self) {
        let now = Instant::now();
        if now.saturating_duration_since(self.looked) < HEARTBEAT {
            return;
        }
        self.looked = now;
        if let Eyes::System(_, watched) = &self.eyes
            && *watched != places(&self.root, &self.link_targets)
            && self.root.is_dir()
        {
            self.note(now, Heard::Anything);
        }
    }

    /// Looks at the files until they are others than they were and then stay so, at most `rounds` times.
    fn poll(&mut self, rounds: Option<u32>) -> Option<News> {
        let mut left = rounds;
        loop {
            if left == Some(0) {
                return None;
            }
            left = left.map(|left| left - 1);
            let Eyes::Polling(poll) = &mut self.eyes else {
                return None;
            };
            match self.signals.recv_timeout(poll.pause) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => {
                    return Some(News::Ended);
                }
                Ok(Signal::Heard(..) | Signal::Blind(_)) | Err(RecvTimeoutError::Timeout) => {}
            }
            if poll.look(&self.root) {
                return Some(News::Touched(Touched::Everything));
            }
        }
    }
}

/// What an event is about.
enum Meaning {
    Source(SourcePath),
    Anything,
    Nothing,
}

/// The files as they were seen.
struct Poll {
    files: Seen,
    /// Whether they were others than before when they were last seen.
    moving: bool,
    /// When to read everything once more, for what a coarse clock hides.
    once_more: Option<Instant>,
    pause: Duration,
}

/// The stamps of all files; `None` where they can't be listed.
type Seen = Option<BTreeMap<String, Stamp>>;

/// How long nobody looks at the least.
const PAUSE: Duration = Duration::from_millis(200);

impl Poll {
    fn begin(root: &Path) -> Poll {
        Poll {
            files: seen(root),
            // What happened before it was first looked at is found by reading.
            moving: true,
            once_more: None,
            pause: PAUSE,
        }
    }

    /// Looks; whether there is something to be read that stays as it is.
    fn look(&mut self, root: &Path) -> bool {
        let begun = Instant::now();
        let files = seen(root);
        // Looking takes no more than a tenth of the time.
        self.pause = PAUSE.max(begun.elapsed() * 9);
        if files != self.files {
            self.files = files;
            self.moving = true;
            return false;
        }
        if std::mem::take(&mut self.moving) {
            self.once_more = Some(begun + super::reading::TICK);
            return true;
        }
        let is_due = self.once_more.is_some_and(|when| when <= begun);
        if is_due {
            self.once_more = None;
        }
        is_due
    }
}

fn seen(root: &Path) -> Seen {
    let nothing: Arc<[u8]> = Arc::default();
    let found = super::find(root, |_, place| {
        Some(walk::File {
            bytes: Arc::clone(&nothing),
            stamp: Stamp::of(&fs::metadata(place).ok()?),
        })
    });
    let files = found.ok()?.files.into_iter();
    Some(files.map(|(path, file)| (path, file.stamp)).collect())
}

/// What lies at a path.
fn sight(root: &Path, link_targets: &[PathBuf], path: &SourcePath) -> Sight {
    let place = root.join(path.as_str());
    let is_below_link = || {
        let real = place
            .parent()
            .and_then(|folder| fs::canonicalize(folder).ok());
        real.is_some_and(|real| link_targets.iter().any(|target| real.starts_with(target)))
    };
    match fs::symlink_metadata(&place) {
        Err(_) => Sight::Nothing,
        Ok(metadata) if !metadata.is_file() => Sight::Other,
        Ok(_) if !link_targets.is_empty() && is_below_link() => Sight::Other,
        Ok(metadata) if metadata.len() == 0 => Sight::Empty,
        Ok(_) => Sight::Full,
    }
}

/// What the places that are watched are by now: their folders' own identity.
fn places(root: &Path, link_targets: &[PathBuf]) -> Places {
    let folders = FOLDERS.iter().map(|folder| root.join(folder));
    [root.to_owned()]
        .into_iter()
        .chain(folders)
        .chain(link_targets.iter().cloned())
        .map(|place| Some(Stamp::of(&fs::metadata(place).ok()?).identity()))
        .collect()
}

impl Stopper {
    pub fn stop(&self) {
        // Where nobody waits any longer there is nothing to end.
        let _ = self.0.send(Signal::Stop);
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}
