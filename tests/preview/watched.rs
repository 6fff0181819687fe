//! A project on the disk with a watch and a workbench over it, as `candor serve` has them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use candor::command::serve::edition::{Days, Edition};
use candor::command::serve::workbench::Workbench;
use candor::read::watch::{News, Stopper, Watch};
use candor::render;

use crate::support::{DAY, OnDisk, Project, day};

/// Longer than any machine takes: who waits this long waits for what never comes.
const NEVER: Duration = Duration::from_secs(60);

/// A project that is watched.
pub(crate) struct Watched {
    disk: OnDisk,
    editions: Receiver<Arc<Edition>>,
    pub(crate) edition: Arc<Edition>,
    stopper: Stopper,
    thread: Option<JoinHandle<Workbench>>,
}

impl Watched {
    pub(crate) fn new(project: &Project) -> Watched {
        Watched::on(project.on_disk())
    }

    pub(crate) fn on(disk: OnDisk) -> Watched {
        let days = Days {
            shown: day(DAY),
            today: day(DAY),
        };
        let root = disk.root();
        let mut bench = Workbench::open(&root, Box::new(move |_| days)).expect("a project");
        let mut watch = Watch::start(&root, bench.link_targets()).expect("a watch");
        let edition = bench.edition();
        let stopper = watch.stopper();
        let (send, editions) = channel();
        let thread = thread::spawn(move || {
            loop {
                match watch.wait() {
                    News::Ended => return bench,
                    // What is seen by looking has to be the same.
                    News::Polling(_) => {}
                    News::Touched(touched) => {
                        if let Some((edition, _)) = bench.follow(touched, &mut watch) {
                            let _ = send.send(edition);
                        }
                    }
                }
            }
        });
        Watched {
            disk,
            editions,
            edition,
            stopper,
            thread: Some(thread),
        }
    }

    pub(crate) fn place(&self, path: &str) -> PathBuf {
        self.disk.root().join(path)
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.place(path)).expect("a text")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.place(path), text).expect("a write");
    }

    /// Takes every edition that comes until one has the words on its page; how many came. Not one of
    /// them may have a problem, or lack the page.
    pub(crate) fn until(&mut self, path: &str, words: &str) -> usize {
        let mut came = 0;
        while !page(&self.edition, path).contains(words) {
            self.next(&format!("{words:?} on {path}"));
            came += 1;
            assert_eq!(self.edition.problems(), [], "a problem for a moment");
            assert!(page(&self.edition, path).contains("</html>"));
        }
        came
    }

    /// The same for a page that isn't there yet.
    pub(crate) fn until_page(&mut self, path: &str, words: &str) {
        let there = |watched: &Watched| {
            let preview = watched.edition.preview.as_ref().expect("a site");
            let site = preview.site(preview.days.shown);
            site.value.route_at(path).is_some()
        };
        while !there(self) {
            self.next(path);
        }
        self.until(path, words);
    }

    /// Takes the next edition.
    pub(crate) fn next(&mut self, what: &str) {
        match self.editions.recv_timeout(NEVER) {
            Ok(edition) => {
                assert!(edition.number > self.edition.number);
                self.edition = edition;
            }
            Err(RecvTimeoutError::Timeout) => panic!("never came: {what}"),
            Err(RecvTimeoutError::Disconnected) => panic!("the watch ended before {what}"),
        }
    }

    /// Shows that nothing came of what was done before: a save after it is the first that does anything.
    pub(crate) fn expect_nothing(&mut self, number: usize) {
        let former = page(&self.edition, "/");
        let path = "content/index.md";
        let text = self.text(path);
        let words = format!("Nothing came before number {number}.");
        self.write(path, &format!("{text}\n{words}\n"));
        assert!(!former.contains(&words));
        assert_eq!(self.until("/", &words), 1, "something came of it");
    }

    /// Ends the watch and gives what it worked on.
    pub(crate) fn end(mut self) -> Workbench {
        self.stopper.stop();
        let thread = self.thread.take().expect("it runs");
        thread.join().expect("it ended well")
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

/// The page of an edition at a path of the site.
pub(crate) fn page(edition: &Edition, path: &str) -> String {
    let preview = edition.preview.as_ref().expect("a site");
    let (site, theme) = (preview.site(preview.days.shown), &preview.theme);
    let route = site.value.route_at(path);
    let route = route.unwrap_or_else(|| panic!("no page {path}"));
    let bytes = render::render(&site.value, theme, &route).expect("a page");
    String::from_utf8(bytes.expect("a sound page").to_vec()).expect("text")
}
