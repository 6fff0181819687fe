//! From a folder to a project with its history: the way in that all commands share.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Console, Outcome};
use crate::assemble::{self, Site, Stage};
use crate::bundled;
use crate::compare::Known;
use crate::content::Date;
use crate::content::prose::KeptOutlines;
use crate::diagnostic::{Checked, Diagnostic};
use crate::parse::config::BaseUrl;
use crate::parse::{self, Project};
use crate::read::{self, Skipped};
use crate::render::Theme;
use crate::replay::record::Before;
use crate::replay::{self, Draft, History};
use crate::source::Sources;
use crate::write::Guard;

/// A project as far as it can be understood, and all that is wrong with it.
pub struct Loaded {
    pub sources: Sources,
    pub problems: Vec<Diagnostic>,
    pub understood: Option<Understood>,
    /// The real places of the folders that links in the project lead to.
    pub linked_folders: Vec<PathBuf>,
}

/// A project with its history.
#[derive(Clone, Debug)]
pub struct Understood {
    pub project: Arc<Project>,
    pub history: History,
    pub draft: Draft,
}

impl fmt::Debug for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded")
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

/// Reads a project from its root.
///
/// # Errors
/// Where the system refuses: how the command ends. Why is said.
pub fn load(
    root: &Path,
    base_url: Option<&BaseUrl>,
    console: &mut Console<'_>,
) -> Result<Loaded, Outcome> {
    load_with(root, base_url, Memory::default, console)
}

/// As [`load`], with what is known of the project already: `remember` looks it up while the files are read.
///
/// # Errors
/// As [`load`].
pub fn load_with(
    root: &Path,
    base_url: Option<&BaseUrl>,
    remember: impl FnOnce() -> Memory + Send,
    console: &mut Console<'_>,
) -> Result<Loaded, Outcome> {
    let (read, mut memory) = rayon::join(|| read::read(root), remember);
    let read = read.map_err(|error| {
        console.failure(&error.to_string());
        Outcome::SystemFailure
    })?;
    let mut loaded = understand_again(read.sources, base_url, &mut memory);
    loaded.linked_folders = read.linked_folders;
    loaded.problems.extend(not_taken(&read.skipped));
    Ok(loaded)
}

/// What lies in a project and couldn't be read, as problems.
pub fn not_taken(skipped: &[Skipped]) -> impl Iterator<Item = Diagnostic> {
    let skipped = skipped.iter();
    skipped.map(|skipped| Diagnostic::error(skipped.span, skipped.message()).help(skipped.help()))
}

/// Understands a project's files: parse, then replay.
pub fn understand(sources: Sources, base_url: Option<&BaseUrl>) -> Loaded {
    understand_again(sources, base_url, &mut Memory::default())
}

/// What was understood the last time. It only saves work: what comes of the files is the same with an
/// empty one, so a preview, which keeps it, can't differ from a build.
#[derive(Default, Debug)]
pub struct Memory {
    parsed: parse::Memory,
    replayed: replay::Memory,
    compared: Known,
    theme: Option<Checked<Arc<Theme>>>,
    assembled: assemble::Memory,
}

impl Memory {
    /// The memory of a process that knows only what another one kept.
    pub fn of(outlines: KeptOutlines) -> Memory {
        Memory {
            parsed: parse::Memory::of(outlines),
            ..Memory::default()
        }
    }

    /// The project's theme.
    pub fn theme(&mut self, understood: &Understood) -> Checked<Arc<Theme>> {
        let last = self.theme.take();
        let last = last.filter(|last| last.value.is_of(&understood.project));
        let theme = last.unwrap_or_else(|| understood.theme().map(Arc::new));
        self.theme.insert(theme).clone()
    }

    /// How many results it holds.
    pub fn len(&self) -> usize {
        self.parsed.len() + self.compared.len() + self.assembled.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Understands a project's files, and of those that are as they were only what follows from others.
pub fn understand_again(
    mut sources: Sources,
    base_url: Option<&BaseUrl>,
    memory: &mut Memory,
) -> Loaded {
    bundled::lay_under(&mut sources);
    let mut problems = Vec::new();
    let project = parse::parse_again(&sources, &mut memory.parsed).take(&mut problems);
    let understood = project.map(|mut project| {
        if let Some(base_url) = base_url {
            project.config.site.base_url = base_url.clone();
        }
        let history = replay::replay_again(&project, &mut memory.replayed).take(&mut problems);
        let draft = Draft::of_again(&project, &history, &mut memory.compared);
        Understood {
            project: Arc::new(project),
            history,
            draft,
        }
    });
    Loaded {
        sources,
        problems,
        understood,
        linked_folders: Vec::new(),
    }
}

impl Loaded {
    /// What was understood, with the files and what is wrong all the same. Where nothing was, why is said.
    ///
    /// # Errors
    /// How the command ends then.
    pub fn or_tell(
        self,
        console: &mut Console<'_>,
    ) -> Result<(Understood, Sources, Vec<Diagnostic>), Outcome> {
        match self.understood {
            Some(understood) => Ok((understood, self.sources, self.problems)),
            None => {
                console.problems(self.problems, &self.sources);
                Err(Outcome::SourceErrors)
            }
        }
    }

    /// What was understood of a project in whose files and log there is no error. Otherwise all that is wrong is said, and what
    /// follows from it; a warning alone isn't worth a word here.
    ///
    /// # Errors
    /// How the command ends then.
    pub fn sound(
        self,
        consequence: &str,
        console: &mut Console<'_>,
    ) -> Result<(Understood, Sources), Outcome> {
        let sound = !self.problems.iter().any(Diagnostic::is_error);
        match self.understood {
            Some(understood) if sound => Ok((understood, self.sources)),
            _ => {
                console.problems(self.problems, &self.sources);
                console.remark(consequence);
                Err(Outcome::SourceErrors)
            }
        }
    }
}

impl Understood {
    /// What a record starts from.
    pub fn before<'a>(&'a self, sources: &'a Sources) -> Before<'a> {
        Before {
            sources,
            project: &self.project,
            history: &self.history,
        }
    }

    /// The site as it stands on a day.
    pub fn site(&self, as_of: Date) -> Checked<Site> {
        self.site_again(as_of, Stage::Published, &mut Memory::default())
    }

    /// The site with the draft drawn in, as if it were announced on that day.
    pub fn site_with_draft(&self, as_of: Date) -> Checked<Site> {
        self.site_again(as_of, Stage::Draft, &mut Memory::default())
    }

    /// The site as it stands on a day, or with the draft drawn in.
    pub fn site_again(&self, as_of: Date, stage: Stage, memory: &mut Memory) -> Checked<Site> {
        let assembled = &mut memory.assembled;
        match stage {
            Stage::Published => {
                assemble::assemble(&self.project, &self.history, as_of, stage, assembled)
            }
            Stage::Draft => {
                let history = self.draft.drawn_into(&self.project, &self.history, as_of);
                assemble::assemble(&self.project, &history, as_of, stage, assembled)
            }
        }
    }

    pub fn theme(&self) -> Checked<Theme> {
        Theme::new(&self.project)
    }
}

/// What no output may touch: the project, the user's home, and where sources are read.
pub fn guard(root: &Path, home: Option<&Path>, linked_folders: &[PathBuf]) -> Guard {
    let mut kept = vec![root.to_owned()];
    kept.extend(home.map(Path::to_owned));
    let folders = read::FOLDERS.iter().map(|folder| root.join(folder));
    Guard {
        kept,
        sources: folders.chain(linked_folders.iter().cloned()).collect(),
    }
}
