//! The project under the writer's hands: kept in memory, brought up to date by what was touched.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::edition::{Days, Edition, Parts};
use crate::command::load::{self, Loaded};
use crate::diagnostic::Diagnostic;
use crate::parse::Project;
use crate::parse::config::BaseUrl;
use crate::read::watch::{News, Touched, Watch, WhyPolling};
use crate::read::{self, ReadError};

/// Which day a project is shown on, and which day it is; asked anew for each edition.
pub type DayOf = Box<dyn Fn(&Project) -> Days + Send>;

/// The project under the writer's hands.
pub struct Workbench {
    root: PathBuf,
    base_url: Option<BaseUrl>,
    day: DayOf,
    linked: Vec<PathBuf>,
    edition: Arc<Edition>,
}

/// What came of waiting for the next save.
#[derive(Debug)]
pub enum Followed {
    /// Something changed.
    Edition(Arc<Edition>),
    /// To be told to the writer, once.
    Polling(WhyPolling),
    /// The watch was stopped.
    Ended,
}

impl Workbench {
    /// Reads the project and makes the first edition.
    ///
    /// # Errors
    /// When there is no project, or the system refuses to hand out a folder or a file.
    pub fn open(
        root: &Path,
        base_url: Option<BaseUrl>,
        day: DayOf,
    ) -> Result<Workbench, ReadError> {
        let loaded = load(root, base_url.as_ref())?;
        let linked = loaded.linked.clone();
        let parts = Parts {
            number: 1,
            loaded,
            obstacle: None,
        };
        let edition = Edition::new(parts, |understood| day(&understood.project), None);
        Ok(Workbench {
            root: root.to_owned(),
            base_url,
            day,
            linked,
            edition: Arc::new(edition),
        })
    }

    /// The newest edition.
    pub fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.edition)
    }

    /// The real places that links in the project lead to, for [`Watch::start`].
    pub fn linked(&self) -> &[PathBuf] {
        &self.linked
    }

    /// Waits until a save changes something, and makes a new edition of it.
    pub fn follow(&mut self, watch: &mut Watch) -> Followed {
        loop {
            match watch.wait() {
                News::Ended => return Followed::Ended,
                News::Polling(why) => return Followed::Polling(why),
                News::Touched(touched) => {
                    if let Some(edition) = self.touch(&touched) {
                        return Followed::Edition(edition);
                    }
                }
            }
        }
    }

    /// Brings the project up to date with what was touched. `None` where nothing changed: the same bytes
    /// lie in the same places.
    pub fn touch(&mut self, _touched: &Touched) -> Option<Arc<Edition>> {
        let (loaded, obstacle) = match load(&self.root, self.base_url.as_ref()) {
            Ok(loaded) => (loaded, None),
            Err(error) => {
                let sources = self.edition.sources.clone();
                let loaded = load::understand(sources, self.base_url.as_ref());
                (loaded, Some(error.to_string()))
            }
        };
        let files = |sources: &crate::source::Sources| -> Vec<(String, Arc<[u8]>)> {
            let files = sources.iter();
            files
                .map(|(_, source)| (source.path.to_string(), Arc::clone(&source.bytes)))
                .collect()
        };
        if obstacle == self.edition.obstacle
            && files(&loaded.sources) == files(&self.edition.sources)
        {
            return None;
        }
        self.linked.clone_from(&loaded.linked);
        let parts = Parts {
            number: self.edition.number + 1,
            loaded,
            obstacle,
        };
        let day = |understood: &load::Understood| (self.day)(&understood.project);
        self.edition = Arc::new(Edition::new(parts, day, Some(&self.edition)));
        Some(self.edition())
    }
}

impl fmt::Debug for Workbench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workbench")
            .field("root", &self.root)
            .field("edition", &self.edition.number)
            .finish_non_exhaustive()
    }
}

fn load(root: &Path, base_url: Option<&BaseUrl>) -> Result<Loaded, ReadError> {
    let read = read::read(root)?;
    let mut loaded = load::understand(read.sources, base_url);
    loaded.linked = read.linked;
    loaded.problems.extend(
        read.skipped
            .iter()
            .map(|skipped| Diagnostic::error(skipped.span, skipped.message()).help(skipped.help())),
    );
    Ok(loaded)
}
