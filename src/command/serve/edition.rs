//! One state of the project, ready to be served: it never changes, and is swapped whole.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::assemble::{Site, Stage};
use crate::command::load::{Loaded, Memory, Understood};
use crate::content::Date;
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::parse::config::BaseUrl;
use crate::render::Theme;
use crate::source::Sources;

/// The project as it stood after one save.
#[derive(Debug)]
pub struct Edition {
    /// From 1; each edition has a greater one than the edition before.
    pub number: u64,
    pub sources: Sources,
    /// What can be shown of it: nothing where its configuration can't be read.
    pub preview: Option<Arc<Preview>>,
    /// Why the folder couldn't be read again; the sources are then those of before.
    pub obstacle: Option<String>,
    /// All that is wrong on the edition's own day, sorted and once each.
    problems: Vec<Diagnostic>,
    /// Whether nothing is wrong with the single files and the log.
    is_recordable: bool,
    /// The last edition without an error, where this one has some.
    last_good: Option<Arc<Edition>>,
}

/// The site of an edition, on whichever day it is asked for.
#[derive(Debug)]
pub struct Preview {
    pub understood: Understood,
    pub theme: Arc<Theme>,
    pub days: Days,
    /// The site of the edition's own day.
    site: Arc<Checked<Site>>,
    /// The sites of other days that were asked for last, the newest at the end.
    others: Mutex<VecDeque<(Date, Arc<Checked<Site>>)>>,
}

/// How many sites of other days an edition keeps. Who leafs through a year makes them anew.
const OTHER_DAYS: usize = 8;

/// The days that matter to an edition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    /// The day of which the site is shown unless another one is asked for.
    pub shown: Date,
    /// The day on which the edition was made.
    pub today: Date,
}

/// What an edition is made of.
pub(super) struct Parts {
    pub(super) number: u64,
    pub(super) loaded: Loaded,
    pub(super) obstacle: Option<String>,
}

/// An edition of which there is something to show.
#[derive(Clone, Debug)]
pub struct Shown {
    pub edition: Arc<Edition>,
    pub preview: Arc<Preview>,
}

impl Edition {
    /// Puts an edition together, with the site of its day.
    pub(super) fn new(
        parts: Parts,
        days: impl FnOnce(&Understood) -> Days,
        before: Option<&Arc<Edition>>,
        memory: &mut Memory,
    ) -> Edition {
        let Loaded {
            sources,
            mut problems,
            understood,
            ..
        } = parts.loaded;
        let is_recordable = !problems.iter().any(Diagnostic::is_error);
        let preview = understood.map(|understood| {
            let days = days(&understood);
            Preview::new(understood, days, memory).take(&mut problems)
        });
        diagnostic::sort(&mut problems, &sources);
        let mut edition = Edition {
            number: parts.number,
            sources,
            preview: preview.map(Arc::new),
            obstacle: parts.obstacle,
            problems,
            is_recordable,
            last_good: None,
        };
        if !edition.is_sound() {
            edition.last_good = before.and_then(|before| match &before.last_good {
                None if before.is_sound() => Some(Arc::clone(before)),
                earlier => earlier.clone(),
            });
        }
        edition
    }

    /// All that is wrong, on the edition's own day, sorted and once each.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether nothing is wrong that would keep the site from being built.
    pub fn is_sound(&self) -> bool {
        self.obstacle.is_none()
            && self.preview.is_some()
            && !self.problems.iter().any(Diagnostic::is_error)
    }

    /// The project where its draft can be looked at and recorded, as `status` and `record` have it: what is
    /// wrong with the site alone may be mended by the very change that is recorded.
    pub(super) fn recordable(&self) -> Option<&Understood> {
        let preview = self.preview.as_ref()?;
        (self.obstacle.is_none() && self.is_recordable).then_some(&preview.understood)
    }

    /// Whether it is made of the very same files as another edition, and nothing else is wrong.
    pub(super) fn says_the_same_as(&self, other: &Edition) -> bool {
        self.obstacle == other.obstacle
            && self.problems == other.problems
            && self.sources == other.sources
    }

    /// Whether something is wrong that isn't in another edition. Where in its file it stands doesn't
    /// matter: the writer may have put a line above it.
    pub(super) fn has_worse_than(&self, other: &Edition) -> bool {
        let known: BTreeSet<(String, String, String)> = other.problem_names().collect();
        (self.obstacle.is_some() && self.obstacle != other.obstacle)
            || self.problem_names().any(|name| !known.contains(&name))
    }

    fn problem_names(&self) -> impl Iterator<Item = (String, String, String)> {
        self.problems.iter().map(|problem| {
            let path = &self.sources.source(problem.span.source).path;
            let (message, label) = (problem.message.clone(), problem.label.clone());
            (path.to_string(), message, label)
        })
    }

    /// What is shown: this edition, or the last good one while this has errors. `None` where there never was
    /// one and of this nothing can be shown.
    pub fn shown(self: &Arc<Edition>) -> Option<Shown> {
        let edition = self.last_good.as_ref().unwrap_or(self);
        Some(Shown {
            edition: Arc::clone(edition),
            preview: Arc::clone(edition.preview.as_ref()?),
        })
    }
}

impl Preview {
    fn new(understood: Understood, days: Days, memory: &mut Memory) -> Checked<Preview> {
        let mut problems = Vec::new();
        let theme = memory.theme(&understood).take(&mut problems);
        let stage = stage(&understood, days.shown, days.today);
        let site = understood.site_again(days.shown, stage, memory);
        problems.extend_from_slice(&site.problems);
        Checked {
            value: Preview {
                understood,
                theme,
                days,
                site: Arc::new(site),
                others: Mutex::default(),
            },
            problems,
        }
    }

    /// Where the site will be reached.
    pub(super) fn base_url(&self) -> &BaseUrl {
        &self.understood.project.config.site.base_url
    }

    /// The site on a day with the draft drawn in, and what is wrong with it. Put together once, as long as
    /// few other days are asked for in between.
    pub fn site(&self, day: Date) -> Arc<Checked<Site>> {
        if self.days.shown == day {
            return Arc::clone(&self.site);
        }
        // Whoever waits for another day waits for one that is being made; the edition's own needs nobody.
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let known = others.iter().position(|(other, _)| *other == day);
        let kept = known.and_then(|place| others.remove(place));
        let (_, site) = kept.unwrap_or_else(|| {
            let stage = stage(&self.understood, day, self.days.today);
            let memory = &mut Memory::default();
            (
                day,
                Arc::new(self.understood.site_again(day, stage, memory)),
            )
        });
        others.push_back((day, Arc::clone(&site)));
        if others.len() > OTHER_DAYS {
            others.pop_front();
        }
        site
    }

    /// How many sites are kept, the edition's own included.
    pub fn sites(&self) -> usize {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        1 + others.len()
    }
}

/// What `build` would publish on the day; where it wouldn't, since something isn't recorded or the day
/// hasn't come yet, what `build --draft` shows.
fn stage(understood: &Understood, day: Date, today: Date) -> Stage {
    if understood.draft.is_empty() && day <= today {
        Stage::Published
    } else {
        Stage::Draft
    }
}
