//! `candor build`: the site into a folder.

mod siblings;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::check::{self, DraftPolicy};
use super::live::Live;
use super::load::{self, Understood};
use super::{Console, Day, Outcome};
use crate::assemble::{Route, Site, Stage, days_to_come};
use crate::compare::Amendment;
use crate::content::prose::KeptOutlines;
use crate::content::{Date, Prose};
use crate::diagnostic::Diagnostic;
use crate::parse::config::BaseUrl;
use crate::render::{self, Fingerprint, Prepared, Rendering, Theme};
use crate::source::Sources;
use crate::write::{self, Guard, Key, Staging, Swapped, Twins, WriteError};

/// What `candor build` is asked for.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    pub root: PathBuf,
    pub output: PathBuf,
    pub base_url: Option<BaseUrl>,
    pub day: Day,
    pub draft: DraftPolicy,
    pub published: Live,
    pub siblings: Siblings,
    pub beginning: Beginning,
    /// The user's home folder, which no output may replace.
    pub home: Option<PathBuf>,
}

/// With what a build begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Beginning {
    /// With nothing, and nothing is left for the next one.
    Fresh,
    /// With what the last one left, and a site of so many files or more leaves it again.
    Again {
        files: usize,
        /// Which program this is, told from every other: what another one has made is made anew.
        program: String,
    },
}

impl Beginning {
    /// What the last build into this folder kept of the texts that it read.
    fn kept(&self, output: &Path) -> KeptOutlines {
        match self {
            Beginning::Fresh => None,
            Beginning::Again { program, .. } => {
                write::kept(output).map(|kept| KeptOutlines::read(kept, program))
            }
        }
        .unwrap_or_default()
    }
}

/// From how many files on a site is left with a twin. A smaller one is made anew before anybody looks up.
pub const LARGE: usize = 1_000;

/// Whether files get compressed siblings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Siblings {
    None,
    /// `.gz` and `.br`, beside every text that they make shorter.
    Compressed,
}

/// Builds the site.
pub fn run(options: &BuildOptions, console: &mut Console<'_>) -> Outcome {
    let ready = match Ready::of(options, console) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let outcome = ready.publish(options, console);
    // The program is about to end, and the system takes back at once what would be given back in a
    // million pieces.
    std::mem::forget(ready);
    outcome
}

/// A site with which nothing is wrong. What can still go wrong lies in templates and on the disk.
struct Ready {
    /// Without the texts, which are understood and were in memory twice.
    sources: Sources,
    understood: Understood,
    site: Site,
    theme: Theme,
    guard: Guard,
    as_of: Date,
    today: Date,
}

impl Ready {
    /// Reads the project and says what is wrong with it.
    fn of(options: &BuildOptions, console: &mut Console<'_>) -> Result<Ready, Outcome> {
        let live = options.published.read(console)?;
        let base_url = options.base_url.as_ref();
        let remember = || load::Memory::of(options.beginning.kept(&options.output));
        let loaded = load::load_with(&options.root, base_url, remember, console)?;
        let guard = load::guard(
            &options.root,
            options.home.as_deref(),
            &loaded.linked_folders,
        );
        let (understood, sources, mut problems) = loaded.or_tell(console)?;
        let as_of = options.day.of(&understood.project);
        let today = options.day.today(&understood.project);
        // What isn't announced yet can only be shown as a proposal.
        let (stage, policy) = match options.draft {
            DraftPolicy::Refuse if as_of <= today => (Stage::Published, DraftPolicy::Refuse),
            DraftPolicy::Refuse | DraftPolicy::Show => (Stage::Draft, DraftPolicy::Show),
        };
        // A preview of a later day is held to what could be published today.
        let unpublishable = check::unpublishable(
            live.as_ref(),
            &understood,
            &sources,
            as_of.min(today),
            policy,
            &problems,
        );
        problems.extend(unpublishable);
        let mut examined = check::examine(&understood, as_of, stage);
        if options.siblings == Siblings::Compressed {
            let impostors = siblings::impostors(
                &examined.site,
                &render::routes(&examined.site, &examined.theme),
            );
            examined.problems.extend(impostors);
        }
        let (site, theme) = examined.or_tell(problems, &sources, console)?;
        Ok(Ready {
            sources: sources.without_bytes(|path| path.as_str().ends_with(".md")),
            understood,
            site,
            theme,
            guard,
            as_of,
            today,
        })
    }

    fn publish(&self, options: &BuildOptions, console: &mut Console<'_>) -> Outcome {
        match publish(&self.site, &self.theme, options, &self.guard) {
            Ok(published) => {
                self.report(&options.output, &published, console);
                if options.published == Live::Unsaid && self.site.stage() == Stage::Published {
                    console.remark("  nothing protected the published log: give --published the changes.json that is live, or `none` the first time");
                }
                Outcome::Done
            }
            Err(Failure::Sources(problems)) => {
                console.problems(problems, &self.sources);
                Outcome::SourceErrors
            }
            Err(Failure::Write(error)) => {
                console.failure(&error.to_string());
                error.blame().into()
            }
        }
    }

    /// What was done, and what comes next.
    fn report(&self, output: &Path, published: &Swapped, console: &mut Console<'_>) {
        let total = published.written + published.unchanged;
        let what = match self.site.stage() {
            Stage::Published => "Published",
            Stage::Draft => "Built a preview with the draft:",
        };
        console.result(&format!("{what} {total} files in {}", output.display()));
        console.remark(&format!(
            "  {} new or changed, {} as before, {} removed",
            published.written, published.unchanged, published.removed
        ));
        if let Some(place) = &published.left_behind {
            console.warning(&format!(
                "the former site couldn't be deleted: delete it, or the next build stops there; it lies in {}",
                place.display()
            ));
        }
        if let Some(place) = &published.no_room_for_twin {
            console.warning(&format!(
                "the next build will make every page anew, since something that isn't Candor's lies where this one would leave its copy: move {} away",
                place.display()
            ));
        }
        if self.site.stage() == Stage::Draft {
            console.remark("  this is a preview: it has a banner, no feeds, and asks search engines to leave it out");
            if self.as_of > self.today {
                console.remark(&format!(
                    "  because {} hasn't come yet: what stands there by then can't be published today",
                    self.as_of
                ));
            }
            return;
        }
        match days_to_come(&self.understood.history, self.as_of).first() {
            Some(day) => console.remark(&format!(
                "  the site next changes by itself on {day}: build it again on that day"
            )),
            None => console.remark(
                "  nothing is due: the site stays as it is until the next change is recorded",
            ),
        }
    }
}

/// Why a site wasn't published.
enum Failure {
    Sources(Vec<Diagnostic>),
    Write(WriteError),
}

/// Renders every route in parallel into a staged folder and swaps it in.
fn publish(
    site: &Site,
    theme: &Theme,
    options: &BuildOptions,
    guard: &Guard,
) -> Result<Swapped, Failure> {
    let mut routes = render::routes(site, theme);
    // What tells of everything at once takes longest, and is begun first.
    routes.sort_by_key(|route| !tells_of_everything(route));
    let twins = match options.beginning {
        Beginning::Fresh => Twins::None,
        Beginning::Again { files, .. } => Twins::From(files),
    };
    let staging = Staging::open(&options.output, guard, twins).map_err(Failure::Write)?;
    let rendering = Rendering::of(site, theme);
    let failures: Vec<Failure> = routes
        .par_iter()
        .filter_map(|route| {
            let prepared = rendering.prepare(route)?;
            let put = prepared
                .map_err(|problem| Failure::Sources(vec![*problem]))
                .and_then(|prepared| put(&staging, route, prepared, options));
            put.err()
        })
        .collect();
    let mut problems = Vec::new();
    for failure in failures {
        match failure {
            Failure::Sources(found) => problems.extend(found),
            Failure::Write(error) => return Err(Failure::Write(error)),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Sources(check::once_a_place(problems)));
    }
    let keep = || match &options.beginning {
        Beginning::Fresh => None,
        Beginning::Again { program, .. } => {
            Some(KeptOutlines::write(announced_texts(site), program))
        }
    };
    staging.swap_in_keeping(&keep).map_err(Failure::Write)
}

/// The texts of the site's history: with what lies beside the output nothing may be published that isn't on the site.
fn announced_texts(site: &Site) -> impl Iterator<Item = &Prose> {
    let changes = site.history().changes().iter();
    let amendments = changes.flat_map(|change| &change.amendments);
    amendments.filter_map(|amendment| match amendment {
        Amendment::Document(step) => Some(&step.after()?.body),
        Amendment::Subprocessor(_) => None,
    })
}

fn tells_of_everything(route: &Route) -> bool {
    matches!(
        route,
        Route::Processing
            | Route::Changes
            | Route::ChangesData
            | Route::Feed(..)
            | Route::FeedArchive(..)
            | Route::SearchPart(_)
            | Route::Sitemap
    )
}

/// Puts a file, and its siblings where they are wanted. Where they aren't, one that would be the same again isn't
/// written.
fn put(
    staging: &Staging,
    route: &Route,
    prepared: Prepared<'_>,
    options: &BuildOptions,
) -> Result<(), Failure> {
    let file = route.file();
    let key = match &options.beginning {
        Beginning::Fresh => None,
        Beginning::Again { program, .. } => prepared
            .fingerprint()
            .map(|from| Key(Fingerprint::of(&(from, program)).bytes())),
    };
    if options.siblings == Siblings::None
        && let Some(key) = key
        && staging.put_as_left(&file, key).map_err(Failure::Write)?
    {
        return Ok(());
    }
    let bytes = prepared.write();
    let bytes = bytes.map_err(|problem| Failure::Sources(vec![*problem]))?;
    staging.put(&file, key, &bytes).map_err(Failure::Write)?;
    let siblings = match options.siblings {
        Siblings::None => Vec::new(),
        Siblings::Compressed => siblings::siblings(route, &bytes),
    };
    siblings.iter().try_for_each(|(encoding, sibling)| {
        let file = format!("{file}{}", encoding.ending());
        staging.put(&file, None, sibling).map_err(Failure::Write)
    })
}
