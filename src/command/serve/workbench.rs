//! The project under the writer's hands: kept in memory, brought up to date by what was touched.
//!
//! There is one way from files to a site, [`load::understand_again`], and `build` goes it too: the bench
//! only remembers what came of files that are as they were.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::edition::{Days, Edition, Parts};
use crate::bundled;
use crate::command::load::{self, Memory, Understood};
use crate::parse::Project;
use crate::read::watch::{Touched, Watch};
use crate::read::{ReadError, Reading, Since};

/// Which day a project is shown on, and which day it is; asked anew for each edition.
pub type DayOf = Box<dyn Fn(&Project) -> Days + Send>;

/// The project under the writer's hands.
pub struct Workbench {
    days: DayOf,
    reading: Reading,
    /// Why the project couldn't be read the last time.
    obstacle: Option<String>,
    memory: Memory,
    edition: Arc<Edition>,
    /// How many editions were made, those included that nobody saw.
    made: u64,
}

/// How often an edition with new problems waits for what may mend them.
const PATIENCE: usize = 5;

impl Workbench {
    /// Reads the project and makes the first edition.
    ///
    /// # Errors
    /// When there is no project, or the system refuses to hand out a folder or a file.
    pub fn open(root: &Path, days: DayOf) -> Result<Workbench, ReadError> {
        let mut reading = Reading::open(root)?;
        let mut memory = Memory::default();
        let parts = parts(&mut reading, &mut memory, None, 1);
        let of = |understood: &Understood| days(&understood.project);
        let edition = Edition::new(parts, of, None, &mut memory);
        Ok(Workbench {
            days,
            reading,
            obstacle: None,
            memory,
            edition: Arc::new(edition),
            made: 1,
        })
    }

    /// The newest edition.
    pub fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.edition)
    }

    /// The real places that links in the project lead to, for [`Watch::start`].
    pub fn link_targets(&self) -> &[PathBuf] {
        &self.reading.link_targets
    }

    /// Brings the project up to date with what was touched, and says what was touched in the end. `None`
    /// where nothing changed: the same bytes lie in the same places.
    ///
    /// What brings new problems may be half a save, so it waits until nothing more comes.
    pub fn follow(
        &mut self,
        touched: Touched,
        watch: &mut Watch,
    ) -> Option<(Arc<Edition>, Touched)> {
        let mut all = touched;
        let mut newest = self.make(&all)?;
        watch.follow_links(self.link_targets());
        for _ in 0..PATIENCE {
            if !newest.has_worse_than(&self.edition) {
                break;
            }
            let Some(more) = watch.wait_for_quiet() else {
                break;
            };
            if let Some(newer) = self.make(&more) {
                newest = newer;
                watch.follow_links(self.link_targets());
            }
            all = all.and(more);
        }
        if newest.says_the_same_as(&self.edition) {
            return None;
        }
        self.edition = newest;
        Some((self.edition(), all))
    }

    /// Brings the project up to date with what was touched, whatever comes of it.
    pub fn touch(&mut self, touched: &Touched) -> Option<Arc<Edition>> {
        self.edition = self.make(touched)?;
        Some(self.edition())
    }

    /// How many results are kept from edition to edition.
    pub fn remembered(&self) -> usize {
        self.memory.len() + self.reading.len() + self.reading.sources.removed()
    }

    fn make(&mut self, touched: &Touched) -> Option<Arc<Edition>> {
        let (since, obstacle) = match self.reading.again(touched) {
            Ok(since) => (since, None),
            Err(error) => (Since::Same, Some(error.to_string())),
        };
        if since == Since::Same && obstacle == self.obstacle {
            return None;
        }
        self.obstacle.clone_from(&obstacle);
        self.made += 1;
        let parts = parts(&mut self.reading, &mut self.memory, obstacle, self.made);
        let days = |understood: &Understood| (self.days)(&understood.project);
        let before = Some(&self.edition);
        Some(Arc::new(Edition::new(
            parts,
            days,
            before,
            &mut self.memory,
        )))
    }
}

impl fmt::Debug for Workbench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workbench")
            .field("edition", &self.edition.number)
            .finish_non_exhaustive()
    }
}

fn parts(
    reading: &mut Reading,
    memory: &mut Memory,
    obstacle: Option<String>,
    number: u64,
) -> Parts {
    // Here, so that the bundled files keep their places among the sources from edition to edition.
    bundled::lay_under(&mut reading.sources);
    let mut loaded = load::understand_again(reading.sources.clone(), None, memory);
    loaded.problems.extend(load::not_taken(&reading.skipped));
    Parts {
        number,
        loaded,
        obstacle,
    }
}
