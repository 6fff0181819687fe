//! `candor check`: everything that is wrong, and nothing is written.

use std::path::PathBuf;

use rayon::prelude::*;

use super::live::Live;
use super::load::{self, Loaded, Understood};
use super::{Console, Day, Outcome, wording};
use crate::assemble::{Site, Stage, days_to_come};
use crate::content::Date;
use crate::diagnostic::{self, Diagnostic, show};
use crate::render::{self, Rendering, Theme};
use crate::replay::{PublishedLog, gate};
use crate::source::Sources;

/// What `candor check` is asked for.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    pub root: PathBuf,
    pub day: Day,
    pub published: Live,
    pub format: Format,
}

/// How problems are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Human,
    Json,
    /// Annotations of a pull request.
    Github,
}

/// What becomes of a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DraftPolicy {
    /// Nothing is published while there is one.
    Refuse,
    /// It is drawn in, with a banner on every page.
    Show,
}

/// A site with its theme, and what is wrong with them.
pub(super) struct Examined {
    pub(super) site: Site,
    pub(super) theme: Theme,
    pub(super) problems: Vec<Diagnostic>,
}

impl Examined {
    /// The site and its theme, where there is no error. All problems are said, with those that are known already.
    ///
    /// # Errors
    /// How the command ends where there is one.
    pub(super) fn or_tell(
        self,
        mut problems: Vec<Diagnostic>,
        sources: &Sources,
        console: &mut Console<'_>,
    ) -> Result<(Site, Theme), Outcome> {
        problems.extend(self.problems);
        let failed = problems.iter().any(Diagnostic::is_error);
        if !problems.is_empty() {
            console.problems(problems, sources);
        }
        if failed {
            return Err(Outcome::SourceErrors);
        }
        Ok((self.site, self.theme))
    }
}

/// Looks at a project as `build` would.
pub fn run(options: &CheckOptions, console: &mut Console<'_>) -> Outcome {
    let published = match options.published.read(console) {
        Ok(published) => published,
        Err(outcome) => return outcome,
    };
    let loaded = match load::load(&options.root, None, console) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let Loaded {
        sources,
        mut problems,
        understood,
        ..
    } = loaded;
    if let Some(understood) = &understood {
        let as_of = options.day.of(&understood.project);
        let found = self::problems(understood, &sources, published.as_ref(), as_of, &problems);
        problems.extend(found);
    }
    diagnostic::sort(&mut problems, &sources);
    let failed = problems.iter().any(Diagnostic::is_error);
    match options.format {
        Format::Human if problems.is_empty() => console.remark("No problems."),
        Format::Human => console.problems(problems, &sources),
        Format::Json => console.result(show::json(&problems, &sources).trim_end()),
        Format::Github if problems.is_empty() => {}
        Format::Github => console.result(show::github(&problems, &sources).trim_end()),
    }
    if failed {
        Outcome::SourceErrors
    } else {
        Outcome::Done
    }
}

/// All that only the whole project shows: a draft, a log that tells otherwise than the published one,
/// links that lead nowhere, templates that fail. `known` is what is wrong with the single files.
pub fn problems(
    understood: &Understood,
    sources: &Sources,
    published: Option<&PublishedLog>,
    as_of: Date,
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut problems = unpublishable(
        published,
        understood,
        sources,
        as_of,
        DraftPolicy::Refuse,
        known,
    );
    let examined = examine(understood, as_of, Stage::Published);
    let sound = !examined.problems.iter().any(Diagnostic::is_error);
    problems.extend(examined.problems);
    if sound {
        problems.extend(try_every_page(&examined.site, &examined.theme));
    }
    problems
}

/// Puts the site together, today and on every later day on which it changes, so that a site that builds
/// today builds on each of them.
pub(super) fn examine(understood: &Understood, as_of: Date, stage: Stage) -> Examined {
    let mut problems = Vec::new();
    let site = match stage {
        Stage::Published => understood.site(as_of),
        Stage::Draft => understood.site_with_draft(as_of),
    };
    let site = site.take(&mut problems);
    if stage == Stage::Published {
        for day in days_to_come(&understood.history, as_of) {
            let later = understood.site(day);
            problems.extend(later.problems.into_iter().filter(Diagnostic::is_error));
        }
    }
    let theme = understood.theme().take(&mut problems);
    Examined {
        site,
        theme,
        problems,
    }
}

/// Why what is recorded can't be published on a day: what the gate refuses, or else that there is a
/// draft.
///
/// A change's folder with an error is no change taken back, so the gate waits until the sources are
/// sound. And a folder that is gone makes a draft of what it said, which must not be recorded a second
/// time: so the draft waits for the gate.
pub(super) fn unpublishable(
    published: Option<&PublishedLog>,
    understood: &Understood,
    sources: &Sources,
    day: Date,
    draft: DraftPolicy,
    problems: &[Diagnostic],
) -> Vec<Diagnostic> {
    let Understood {
        project, history, ..
    } = understood;
    if let Some(published) = published
        && !problems.iter().any(Diagnostic::is_error)
    {
        let refused = gate::check(published, project, history, day);
        if !refused.is_empty() {
            return refused;
        }
    }
    match draft {
        DraftPolicy::Refuse => wording::draft(understood, sources, day)
            .into_iter()
            .collect(),
        DraftPolicy::Show => Vec::new(),
    }
}

/// Renders every page, for what only a rendered page shows: a template that fails.
fn try_every_page(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let rendering = Rendering::of(site, theme);
    let problems: Vec<Diagnostic> = render::routes(site, theme)
        .par_iter()
        .filter_map(|route| rendering.render(route)?.err().map(|problem| *problem))
        .collect();
    once_a_place(problems)
}

/// A template that fails for a thousand pages fails once, with the first of them named.
pub(super) fn once_a_place(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        let known = kept
            .iter()
            .any(|k| k.span == problem.span && k.label == problem.label);
        if !known {
            kept.push(problem);
        }
    }
    kept
}
