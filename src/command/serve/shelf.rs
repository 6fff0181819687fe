//! The edition that is shown, and what became other with each swap.
//!
//! A browser that was away is told what it missed; one that still holds the page of a moment ago finds
//! that page's stylesheet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::edition::Edition;
use crate::read::watch::Touched;
use crate::source::Sources;

/// How many swaps are remembered. Who missed more is told that pages are others.
const REMEMBERED: usize = 256;

/// How many former files of themes are kept for pages that were loaded just before a swap.
const FORMER: usize = 32;

/// The edition that is shown.
#[derive(Debug)]
pub(super) struct Shelf {
    held: Mutex<Held>,
    changed: watch::Sender<u64>,
}

#[derive(Debug)]
struct Held {
    edition: Arc<Edition>,
    /// The last swaps, oldest first, each with the number of the edition that it brought.
    swaps: VecDeque<(u64, Pages)>,
    /// The newest edition whose swap isn't remembered. Numbers are left out where nobody saw an edition, so it
    /// doesn't follow from the swaps.
    forgotten: u64,
    former: VecDeque<(String, Arc<[u8]>)>,
}

/// Whether pages are others than they were.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pages {
    Same,
    Other,
}

impl Shelf {
    pub(super) fn new(edition: Arc<Edition>) -> Shelf {
        let (changed, _) = watch::channel(edition.number);
        Shelf {
            held: Mutex::new(Held {
                forgotten: edition.number,
                edition,
                swaps: VecDeque::new(),
                former: VecDeque::new(),
            }),
            changed,
        }
    }

    pub(super) fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.held().edition)
    }

    /// Shows another edition, then tells whoever waits. Gives the paths that differ.
    pub(super) fn swap(&self, edition: Arc<Edition>, touched: &Touched) -> Vec<String> {
        let mut held = self.held();
        let before = std::mem::replace(&mut held.edition, Arc::clone(&edition));
        let paths = differing(&before.sources, &edition.sources, touched);
        let pages = pages(&before, &edition, &paths);
        held.swaps.push_back((edition.number, pages));
        if held.swaps.len() > REMEMBERED
            && let Some((number, _)) = held.swaps.pop_front()
        {
            held.forgotten = number;
        }
        keep_former_assets(&mut held.former, &before, &edition);
        drop(held);
        // Nobody listens while no browser is open.
        self.changed.send_replace(edition.number);
        paths
    }

    /// The edition that is shown, and whether pages are others since one that the browser knows.
    pub(super) fn since(&self, known: Option<u64>) -> (u64, Pages) {
        let held = self.held();
        let number = held.edition.number;
        let pages = match known {
            Some(known) if (held.forgotten..=number).contains(&known) => {
                let mut missed = held.swaps.iter().filter(|(swap, _)| *swap > known);
                match missed.any(|(_, pages)| *pages == Pages::Other) {
                    true => Pages::Other,
                    false => Pages::Same,
                }
            }
            _ => Pages::Other,
        };
        (number, pages)
    }

    /// A file of a theme that was shown a moment ago.
    pub(super) fn former_asset(&self, name: &str) -> Option<Arc<[u8]>> {
        let held = self.held();
        let found = held.former.iter().rev().find(|(former, _)| former == name);
        found.map(|(_, bytes)| Arc::clone(bytes))
    }

    /// Resolves each time another edition is shown.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The paths of files that differ.
fn differing(before: &Sources, after: &Sources, touched: &Touched) -> Vec<String> {
    let differs = |path: &str| {
        let bytes = |sources: &Sources| sources.get(path).map(|(_, file)| Arc::clone(&file.bytes));
        match (bytes(before), bytes(after)) {
            (Some(one), Some(other)) => !Arc::ptr_eq(&one, &other) && one != other,
            (one, other) => one.is_some() != other.is_some(),
        }
    };
    let paths: std::collections::BTreeSet<&str> = match touched {
        // A touched folder stands for what lies in it.
        Touched::Paths(paths)
            if paths
                .iter()
                .all(|path| is_file(path.as_str(), before, after)) =>
        {
            paths.iter().map(|path| path.as_str()).collect()
        }
        Touched::Paths(_) | Touched::Everything => before
            .iter()
            .chain(after.iter())
            .map(|(_, file)| file.path.as_str())
            .collect(),
    };
    paths
        .into_iter()
        .filter(|path| differs(path))
        .map(str::to_owned)
        .collect()
}

fn is_file(path: &str, before: &Sources, after: &Sources) -> bool {
    before.get(path).is_some() || after.get(path).is_some()
}

fn pages(before: &Arc<Edition>, after: &Arc<Edition>, paths: &[String]) -> Pages {
    match [before.shown(), after.shown()] {
        [Some(before), Some(after)] if Arc::ptr_eq(&before.edition, &after.edition) => Pages::Same,
        // What was shown until now is the edition before: only these files are others.
        [Some(shown), Some(_)] if Arc::ptr_eq(&shown.edition, before) && paths.is_empty() => {
            Pages::Same
        }
        _ => Pages::Other,
    }
}

fn keep_former_assets(
    former: &mut VecDeque<(String, Arc<[u8]>)>,
    before: &Arc<Edition>,
    after: &Arc<Edition>,
) {
    let theme = |edition: &Arc<Edition>| Some(Arc::clone(&edition.shown()?.preview.theme));
    let (Some(before), Some(after)) = (theme(before), theme(after)) else {
        return;
    };
    if Arc::ptr_eq(&before, &after) {
        return;
    }
    for asset in before.assets() {
        let stays = after.assets().any(|other| other.name == asset.name);
        let kept = former.iter().any(|(name, _)| *name == asset.name);
        if !stays && !kept {
            former.push_back((asset.name.clone(), Arc::clone(&asset.bytes)));
        }
    }
    while former.len() > FORMER {
        former.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::load::Memory;
    use crate::command::rehearsal::{Desk, date};
    use crate::command::serve::edition::{Days, Parts};

    /// The desk's files as the edition of that number.
    fn edition(desk: &Desk, number: u64) -> Arc<Edition> {
        let parts = Parts {
            number,
            loaded: desk.loaded(),
            obstacle: None,
        };
        let day = date("2026-12-01");
        let days = |_: &_| Days {
            shown: day,
            today: day,
        };
        Arc::new(Edition::new(parts, days, None, &mut Memory::default()))
    }

    #[test]
    fn editions_that_nobody_saw_are_none_that_were_missed() {
        let mut desk = Desk::new();
        let shelf = Shelf::new(edition(&desk, 1));
        assert_eq!(shelf.since(Some(1)), (1, Pages::Same));
        // The second was half a save.
        shelf.swap(edition(&desk, 3), &Touched::Everything);
        assert_eq!(shelf.since(Some(1)), (3, Pages::Same));
        desk.write("content/contact.md", "+++\ntitle = \"Contact\"\n+++\n");
        shelf.swap(edition(&desk, 6), &Touched::Everything);
        assert_eq!(shelf.since(Some(3)), (6, Pages::Other));
        assert_eq!(shelf.since(Some(6)), (6, Pages::Same));
        for unknown in [None, Some(0), Some(7)] {
            assert_eq!(shelf.since(unknown), (6, Pages::Other), "{unknown:?}");
        }
    }

    #[test]
    fn who_missed_more_than_is_remembered_has_other_pages() {
        let desk = Desk::new();
        let shelf = Shelf::new(edition(&desk, 1));
        let last = 2 + REMEMBERED as u64;
        for number in 2..=last {
            shelf.swap(edition(&desk, number), &Touched::Everything);
        }
        assert_eq!(shelf.since(Some(2)), (last, Pages::Same));
        assert_eq!(shelf.since(Some(1)), (last, Pages::Other));
    }
}
