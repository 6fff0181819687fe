//! Nothing is stale: after any edits a workbench has what a build of the same files has.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use candor::command::load;
use candor::command::serve::edition::{Days, Edition};
use candor::command::serve::workbench::Workbench;
use candor::diagnostic;
use candor::diagnostic::show::{self, Color};
use candor::read;
use candor::read::watch::Touched;
use candor::render;
use candor::source::SourcePath;
use proptest::prelude::*;

use crate::support::deeds::{Deed, deeds};
use crate::support::{DAY, Project, cases, day};

/// Everything that can be seen of an edition: the problems as they are shown, and every file.
type Seen = (String, BTreeMap<String, Result<Arc<[u8]>, String>>);

fn seen(edition: &Edition) -> Seen {
    let problems = show::terminal(edition.problems(), &edition.sources, Color::Plain);
    let mut files = BTreeMap::new();
    if let Some(preview) = &edition.preview {
        let (site, theme) = (preview.site(preview.days.shown), &preview.theme);
        for route in render::routes(&site.value, theme) {
            let bytes = render::render(&site.value, theme, &route);
            let bytes = bytes.map(|bytes| bytes.map_err(|problem| problem.message));
            files.insert(route.file(), bytes.unwrap_or_else(|| Ok(Arc::default())));
        }
    }
    (problems, files)
}

/// The same of a build that knows nothing from before.
fn built(root: &Path) -> Seen {
    let read = read::read(root).expect("a project");
    let loaded = load::understand(read.sources, None);
    let mut problems = loaded.problems;
    problems.extend(load::not_taken(&read.skipped));
    let mut files = BTreeMap::new();
    if let Some(understood) = &loaded.understood {
        let theme = understood.theme().take(&mut problems);
        let site = if understood.draft.is_empty() {
            understood.site(day(DAY))
        } else {
            understood.site_with_draft(day(DAY))
        };
        let site = site.take(&mut problems);
        for route in render::routes(&site, &theme) {
            let bytes = render::render(&site, &theme, &route);
            let bytes = bytes.map(|bytes| bytes.map_err(|problem| problem.message));
            files.insert(route.file(), bytes.unwrap_or_else(|| Ok(Arc::default())));
        }
    }
    diagnostic::sort(&mut problems, &loaded.sources);
    let problems = show::terminal(&problems, &loaded.sources, Color::Plain);
    (problems, files)
}

/// How a workbench is told.
#[derive(Clone, Copy, Debug)]
enum Telling {
    ThePath,
    /// As after a checkout.
    Anything,
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_workbench_has_what_a_build_has(
        edits in prop::collection::vec(
            (prop::sample::select(deeds()), prop::bool::weighted(0.8), prop::bool::weighted(0.5)),
            1..12,
        ),
    ) {
        let disk = Project::base().on_disk();
        let root = disk.root();
        let days = Days { shown: day(DAY), today: day(DAY) };
        let mut bench = Workbench::open(&root, Box::new(move |_| days)).expect("a project");
        for (number, ((path, deed), by_path, look)) in edits.into_iter().enumerate() {
            let place = root.join(&path);
            match deed {
                Deed::Write(_) => disk.write(&path, deed.text(number).unwrap_or_default().as_bytes()),
                Deed::Delete => { let _ = fs::remove_file(&place); }
            }
            let telling = if by_path { Telling::ThePath } else { Telling::Anything };
            bench.touch(&match telling {
                Telling::ThePath => Touched::Paths([SourcePath::new(&path)].into()),
                Telling::Anything => Touched::Everything,
            });
            let edition = bench.edition();
            // Without a configuration there is nothing to build.
            if !root.join("candor.toml").exists() {
                prop_assert!(edition.obstacle.is_some());
                disk.write("candor.toml", Project::base().text("candor.toml").as_bytes());
                bench.touch(&Touched::Paths([SourcePath::new("candor.toml")].into()));
            }
            // Not after each, so that several are taken in between.
            if look {
                let edition = bench.edition();
                prop_assert_eq!(&edition.obstacle, &None);
                prop_assert_eq!(seen(&edition), built(&root));
            }
        }
        let edition = bench.edition();
        prop_assert_eq!(seen(&edition), built(&root));
    }
}
