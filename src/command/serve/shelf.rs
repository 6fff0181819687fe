//! The edition that is shown, and what became other with each swap.
//!
//! A browser that was away is told what it missed; one that still holds the page of a moment ago finds
//! that page's stylesheet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use super::edition::Edition;
use crate::read::watch::Touched;
use crate::source::Sources;

/// How many swaps are remembered. Who missed more is told that everything is another.
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
    swaps: VecDeque<(u64, Difference)>,
    former: VecDeque<(String, Arc<[u8]>)>,
}

/// What is another than it was.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub(super) struct Difference {
    /// The theme's stylesheet.
    pub(super) style: bool,
    /// What pages say, or how they are made.
    pub(super) page: bool,
    pub(super) problems: bool,
}

impl Difference {
    const EVERYTHING: Difference = Difference {
        style: true,
        page: true,
        problems: true,
    };

    fn and(self, other: Difference) -> Difference {
        Difference {
            style: self.style || other.style,
            page: self.page || other.page,
            problems: self.problems || other.problems,
        }
    }
}

impl Shelf {
    pub(super) fn new(edition: Arc<Edition>) -> Shelf {
        let (changed, _) = watch::channel(edition.number);
        Shelf {
            held: Mutex::new(Held {
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
        let difference = difference(&before, &edition, &paths);
        held.swaps.push_back((edition.number, difference));
        if held.swaps.len() > REMEMBERED {
            held.swaps.pop_front();
        }
        keep_former_assets(&mut held.former, &before, &edition);
        drop(held);
        // Nobody listens while no browser is open.
        self.changed.send_replace(edition.number);
        paths
    }

    /// The edition that is shown, and what is another since one that the browser knows.
    pub(super) fn since(&self, known: Option<u64>) -> (u64, Difference) {
        let held = self.held();
        let number = held.edition.number;
        let Some(known) = known.filter(|&known| known <= number) else {
            return (number, Difference::EVERYTHING);
        };
        let missed = held.swaps.iter().filter(|(swap, _)| *swap > known);
        let oldest = held.swaps.front().map_or(number, |(swap, _)| *swap);
        if known < number && known + 1 < oldest {
            return (number, Difference::EVERYTHING);
        }
        let difference = missed.fold(Difference::default(), |all, (_, one)| all.and(*one));
        (number, difference)
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

fn difference(before: &Arc<Edition>, after: &Arc<Edition>, paths: &[String]) -> Difference {
    let problems = before.problems() != after.problems() || before.obstacle != after.obstacle;
    let shown = [before.shown(), after.shown()];
    let (style, page) = match shown {
        [Some(before), Some(after)] if Arc::ptr_eq(&before, &after) => (false, false),
        // What was shown until now is the edition before: only these files are others.
        [Some(shown), Some(_)] if Arc::ptr_eq(&shown, before) => {
            let style = paths.iter().any(|path| is_style(path));
            (style, !paths.iter().all(|path| is_style(path)))
        }
        _ => (true, true),
    };
    Difference {
        style,
        page,
        problems,
    }
}

fn is_style(path: &str) -> bool {
    path.starts_with("themes/") && path.ends_with(".css")
}

fn keep_former_assets(
    former: &mut VecDeque<(String, Arc<[u8]>)>,
    before: &Arc<Edition>,
    after: &Arc<Edition>,
) {
    let theme = |edition: &Arc<Edition>| edition.shown().and_then(|shown| shown.theme.clone());
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
