//! When a save is whole.
//!
//! Editors save in many ways: they cut a file to nothing and fill it, move it away and make it anew, write
//! it in pieces. [`Batch`] gathers what is heard until what lies there can be read. A file that was
//! rewritten and closed is taken almost at once; whatever is empty, gone, still open, one of several or
//! written in pieces waits until nothing more is heard for a while, and longest of all a file that was cut
//! and isn't closed yet.
//!
//! It reads neither clock nor disk: how long it has been quiet and what lies at a path it is told.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Touched;
use crate::source::SourcePath;

/// How long it must be quiet before anything is taken: what one save does comes faster.
const BREATH: Duration = Duration::from_millis(2);

/// How long it must be quiet before what doesn't look like a whole save is taken as it is.
pub(super) const HOLD: Duration = Duration::from_millis(100);

/// How long anything waits where it never gets quiet.
pub(super) const LONGEST: Duration = Duration::from_secs(5);

/// With more touched paths than this a walk through all of them costs no more.
const MOST_PATHS: usize = 500;

/// What was heard of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    /// Made, and maybe still open.
    Created,
    /// Written to or cut, and maybe still open.
    Written,
    /// Closed by who wrote to it.
    Closed,
    /// Moved there as it is.
    Placed,
    Gone,
    /// Something else about it, such as who may read it.
    Altered,
}

/// What lies at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sight {
    Nothing,
    Empty,
    Full,
    /// A folder, a link, or something below a link: one path doesn't tell what becomes of it.
    Other,
}

/// Whether a batch can be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Take(Touched),
    /// To be asked again after this time, or when more was heard.
    Wait(Duration),
}

/// What was heard since something was last taken.
#[derive(Default, Debug)]
pub(super) struct Batch {
    paths: BTreeMap<SourcePath, Mark>,
    /// Whether anything may have been touched.
    everything: bool,
}

/// What was heard of one path.
#[derive(Clone, Copy, Default, Debug)]
struct Mark {
    /// Whether it wasn't there before.
    new: bool,
    open: bool,
    /// How often it was closed after it was written to.
    closed: u32,
    /// Whether it was seen empty and closed, so that somebody must come back to fill it.
    cut: bool,
}

impl Batch {
    pub(super) fn note(&mut self, path: SourcePath, sign: Sign) {
        if self.everything {
            return;
        }
        let is_first = !self.paths.contains_key(path.as_str());
        let mark = self.paths.entry(path).or_default();
        mark.new |= is_first && sign == Sign::Created;
        match sign {
            Sign::Created | Sign::Written => mark.open = true,
            Sign::Closed => {
                mark.open = false;
                mark.closed += 1;
            }
            Sign::Placed => {
                *mark = Mark {
                    new: mark.new,
                    ..Mark::default()
                };
            }
            Sign::Gone => {
                mark.open = false;
                mark.closed = 0;
            }
            Sign::Altered => {}
        }
        if self.paths.len() > MOST_PATHS {
            self.note_everything();
        }
    }

    pub(super) fn note_everything(&mut self) {
        self.everything = true;
        self.paths.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.everything && self.paths.is_empty()
    }

    /// Whether what was heard can be taken, when nothing was heard for `quiet` and the first of it is `age`
    /// old. Taken, the batch is empty again.
    pub(super) fn verdict(
        &mut self,
        quiet: Duration,
        age: Duration,
        look: impl Fn(&SourcePath) -> Sight,
    ) -> Verdict {
        if age < LONGEST {
            if quiet < BREATH {
                return Verdict::Wait(BREATH - quiet);
            }
            // Looked at even when it has been quiet for long, for the folders among them.
            let patience = self.patience(look);
            if quiet < patience {
                return Verdict::Wait((patience - quiet).min(LONGEST - age));
            }
        }
        let batch = std::mem::take(self);
        Verdict::Take(if batch.everything {
            Touched::Everything
        } else {
            Touched::Paths(batch.paths.into_keys().collect())
        })
    }

    /// How long it must be quiet before what was heard is taken: no longer where it is one whole save.
    fn patience(&mut self, look: impl Fn(&SourcePath) -> Sight) -> Duration {
        let mut remaining = 0;
        let mut whole = true;
        let mut emptied = false;
        let mut other = self.everything;
        for (path, mark) in &mut self.paths {
            // Other systems don't say when a file is closed.
            let says = cfg!(target_os = "linux");
            let is_open = mark.open && says;
            match look(path) {
                // Made for the time of the save, as some editors do.
                Sight::Nothing if mark.new => continue,
                Sight::Nothing => whole = false,
                Sight::Empty => {
                    mark.cut |= !mark.open;
                    // Who cut it is about to fill it, and may have to wait for a busy disk; also before
                    // the system says that anybody cut it.
                    emptied |= says && (mark.open || mark.closed == 0);
                    whole = false;
                }
                Sight::Full => {}
                Sight::Other => other = true,
            }
            remaining += 1;
            let in_pieces = mark.cut || mark.closed > 1;
            whole &= !in_pieces && !is_open;
        }
        if other {
            self.note_everything();
        }
        match whole && !other && remaining < 2 {
            true => BREATH,
            false if emptied => LONGEST,
            false => HOLD,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_millis(5);

    /// What comes of signs, one look after each `|`, at files that lie there as said.
    fn verdicts(story: &[&[(&str, Sign)]], sights: &[(&str, Sight)]) -> Verdict {
        let mut batch = Batch::default();
        let look = |path: &SourcePath| {
            let found = sights.iter().find(|(name, _)| *name == path.as_str());
            found.map_or(Sight::Nothing, |(_, sight)| *sight)
        };
        let mut verdict = Verdict::Wait(QUIET);
        for signs in story {
            for (path, sign) in *signs {
                batch.note(SourcePath::new(path), *sign);
            }
            verdict = batch.verdict(QUIET, QUIET, look);
        }
        verdict
    }

    fn taken(paths: &[&str]) -> Verdict {
        let paths = paths.iter().map(|path| SourcePath::new(path));
        Verdict::Take(Touched::Paths(paths.collect()))
    }

    #[test]
    fn a_whole_save_is_taken_at_once() {
        use Sign::{Closed, Created, Gone, Placed, Written};
        let full = [("a.md", Sight::Full)];
        let cut_and_filled = [("a.md", Written), ("a.md", Written), ("a.md", Closed)];
        assert_eq!(verdicts(&[&cut_and_filled], &full), taken(&["a.md"]));
        let beside_and_over = [
            ("a.tmp", Created),
            ("a.tmp", Written),
            ("a.tmp", Closed),
            ("a.tmp", Gone),
            ("a.md", Placed),
        ];
        assert_eq!(
            verdicts(&[&beside_and_over], &full),
            taken(&["a.md", "a.tmp"])
        );
        let away_and_anew = [
            ("a.md", Gone),
            ("a.md", Created),
            ("a.md", Written),
            ("a.md", Closed),
        ];
        assert_eq!(verdicts(&[&away_and_anew], &full), taken(&["a.md"]));
    }

    #[test]
    fn what_isnt_whole_waits() {
        use Sign::{Closed, Created, Gone, Placed, Written};
        let wait = Verdict::Wait(HOLD - QUIET);
        let full = ("a.md", Sight::Full);
        type Story<'a> = (&'a [&'a [(&'a str, Sign)]], &'a [(&'a str, Sight)]);
        let stories: [Story<'_>; 6] = [
            // Gone, empty, and written in pieces.
            (&[&[("a.md", Gone)]], &[]),
            (
                &[&[("a.md", Written), ("a.md", Closed)]],
                &[("a.md", Sight::Empty)],
            ),
            (
                &[&[
                    ("a.md", Written),
                    ("a.md", Closed),
                    ("a.md", Written),
                    ("a.md", Closed),
                ]],
                &[full],
            ),
            // Several at a time, as a checkout brings them; and whatever is no file.
            (
                &[&[("a.md", Placed), ("b.md", Placed)]],
                &[full, ("b.md", Sight::Full)],
            ),
            (&[&[("a", Created)]], &[("a", Sight::Other)]),
            (&[&[("a.md", Placed)]], &[("a.md", Sight::Other)]),
        ];
        for (story, sights) in stories {
            assert_eq!(verdicts(story, sights), wait, "{story:?}");
        }
        if cfg!(target_os = "linux") {
            assert_eq!(verdicts(&[&[("a.md", Written)]], &[full]), wait);
            // Cut by somebody who hasn't closed it yet.
            let long = Verdict::Wait(LONGEST - QUIET);
            let empty = [("a.md", Sight::Empty)];
            assert_eq!(verdicts(&[&[("a.md", Written)]], &empty), long);
        }
    }

    #[test]
    fn what_was_seen_empty_waits_even_when_it_is_filled_once() {
        let mut batch = Batch::default();
        let path = SourcePath::new("a.md");
        let mut step = |signs: &[Sign], sight: Sight, quiet: Duration| {
            for sign in signs {
                batch.note(path.clone(), *sign);
            }
            batch.verdict(quiet, quiet, |_| sight)
        };
        let save = [Sign::Written, Sign::Closed];
        let wait = Verdict::Wait(HOLD - QUIET);
        assert_eq!(step(&save, Sight::Empty, QUIET), wait);
        assert_eq!(step(&save, Sight::Full, QUIET), wait);
        assert_eq!(step(&save, Sight::Full, QUIET), wait);
        assert_eq!(step(&[], Sight::Full, HOLD), taken(&["a.md"]));
        // The next save is a new one.
        assert_eq!(step(&save, Sight::Full, QUIET), taken(&["a.md"]));
    }

    #[test]
    fn nothing_waits_for_ever() {
        let mut batch = Batch::default();
        batch.note(SourcePath::new("a.md"), Sign::Written);
        let verdict = batch.verdict(Duration::ZERO, LONGEST, |_| Sight::Empty);
        assert_eq!(verdict, taken(&["a.md"]));
        assert!(batch.is_empty());
    }

    #[test]
    fn many_paths_are_everything() {
        let mut batch = Batch::default();
        for number in 0..10_000 {
            batch.note(SourcePath::new(&format!("{number}.md")), Sign::Placed);
        }
        assert_eq!(batch.paths.len(), 0);
        let verdict = batch.verdict(HOLD, HOLD, |_| Sight::Full);
        assert_eq!(verdict, Verdict::Take(Touched::Everything));
    }
}
