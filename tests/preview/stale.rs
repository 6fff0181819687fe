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

use crate::support::{DAY, Project, day};

/// What an edit does to a file.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Write(&'static str),
    Delete,
}

const DOCUMENT: &str = "content/processing/support.md";
const SECOND: &str = "content/processing/apps/billing.md";
const REGISTER: &str = "content/subprocessors.toml";
const RECORDED: &str = "content/changes/2026-11-23-postlark-adds-ireland";

/// Files and what becomes of them. A number in a text is another one each time.
fn deeds() -> Vec<(String, Deed)> {
    use Deed::{Delete, Write};
    let text = |path: &str, deeds: &[Deed]| -> Vec<(String, Deed)> {
        deeds.iter().map(|&deed| (path.to_owned(), deed)).collect()
    };
    let mut all = Vec::new();
    all.extend(text(
        DOCUMENT,
        &[
            Write("+++\ntitle = \"Customer support\"\n+++\nOur agents read the log files that users send. Answers go out through [Postlark](subprocessor:postlark).\n"),
            Write("+++\ntitle = \"Customer support\"\n+++\nEdit N goes through [Postlark](subprocessor:postlark), see [billing](apps/billing.md#fees) and [the log](/changes/).\n"),
            Write("+++\ntitel = \"Customer support\"\n+++\nA mistake, and [none](subprocessor:nobody).\n"),
            Write("+++\ntitle = \"Support\"\nid = \"billing\"\nproducts = [\"cloud\"]\n+++\nTwo with one id?\n"),
            Delete,
        ],
    ));
    all.extend(text(
        SECOND,
        &[
            Write("+++\ntitle = \"Billing\"\n+++\n## Fees\n\nN euros, by [Stackhaven](subprocessor:stackhaven). See [support](../support.md).\n"),
            Write("+++\ntitle = \"Billing\"\nproducts = [\"server\"]\n+++\n## Other\n\nNo fees. See [contact](../../contact.md).\n"),
            Delete,
        ],
    ));
    all.extend(text(
        REGISTER,
        &[
            Write("[[subprocessor]]\nid = \"stackhaven\"\nname = \"Stackhaven\"\npurpose = \"Hosting\"\nlocations = [\"DE\"]\n\n[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\n"),
            Write("[[subprocessor]]\nid = \"stackhaven\"\nname = \"Stackhaven N\"\npurpose = \"Hosting\"\nlocations = [\"DE\"]\ndescription = \"See [support](processing/support.md).\"\n\n[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\nproducts = [\"cloud\"]\n"),
            Write("[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail N\"\n"),
            Write("[[subprocessor]\n"),
            Delete,
        ],
    ));
    let config = "[site]\nid = \"6a3c1d9e-5a47-4f0b-9d34-2f2d6f0a7c11\"\ntitle = \"Trust N\"\nbase_url = \"https://trust.heronsgate.example/\"\ntime_zone = \"Europe/Berlin\"\n";
    let configs: [&'static str; 4] = [
        "\n[notice]\ndays = 30\n",
        "language = \"de\"\n\n[notice]\ndays = 30\n\n[products]\ncloud = \"Cloud\"\nserver = \"Server\"\n",
        "\n[notice]\ndays = 40\n\n[theme]\naccent = \"#123456\"\n\n[redirects]\n\"/old/\" = \"/processing/support/\"\n",
        "\n[notice]\ndayz = 3\n",
    ];
    for more in configs {
        let text: &'static str = Box::leak(format!("{config}{more}").into_boxed_str());
        all.push(("candor.toml".to_owned(), Write(text)));
    }
    all.extend(text("candor.toml", &[Delete]));
    let change: [Deed; 3] = [
        Write(
            "kind = \"change\"\nannounced = 2026-11-23\neffective = 2026-12-24\ntitle = \"Postlark adds a location in Ireland\"\nreason = \"Closer to our customers\"\n",
        ),
        Write(
            "kind = \"change\"\nannounced = 2026-11-20\neffective = 2026-12-28\ntitle = \"Other title N\"\n",
        ),
        Delete,
    ];
    all.extend(text(&format!("{RECORDED}/change.toml"), &change));
    let entry: [Deed; 2] = [
        Write(
            "[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark\"\npurpose = \"Mail to users\"\nlocations = [\"US\", \"IE\"]\n",
        ),
        Write(
            "[[subprocessor]]\nid = \"postlark\"\nname = \"Postlark N\"\npurpose = \"Mail to users\"\nlocations = [\"FR\"]\n",
        ),
    ];
    all.extend(text(&format!("{RECORDED}/subprocessors.toml"), &entry));
    let page: [Deed; 3] = [
        Write(
            "+++\ntitle = \"Contact N\"\n+++\nWrite to us about [support](processing/support.md#top).\n",
        ),
        Write("+++\ntitle = \"Contact\"\n+++\nWrite to [Postlark](subprocessor:postlark).\n"),
        Delete,
    ];
    all.extend(text("content/contact.md", &page));
    all.extend(text("content/processing/index.md", &page));
    all.extend(text("content/static/processing", &[Write("N"), Delete]));
    all.extend(text("content/odd.txt", &[Write("N"), Delete]));
    all.extend(text(
        "themes/default/templates/page.html",
        &[
            Write("<!doctype html><html><p>{{ frame.title }} N</p></html>"),
            Write("{% if %}"),
            Delete,
        ],
    ));
    all.extend(text(
        "themes/default/strings/en.toml",
        &[Write("nonsense = N\n"), Delete],
    ));
    all.extend(text(
        "themes/default/assets/site.css",
        &[Write("/* N */"), Delete],
    ));
    all
}

/// Everything that can be seen of an edition: the problems as they are shown, and every file.
type Seen = (String, BTreeMap<String, Result<Arc<[u8]>, String>>);

fn seen(edition: &Edition) -> Seen {
    let problems = show::terminal(edition.problems(), &edition.sources, Color::Plain);
    let mut files = BTreeMap::new();
    if let (Some(day), Some(theme)) = (edition.day, &edition.theme)
        && let Some(site) = edition.site(day)
    {
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
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

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
        let mut bench = Workbench::open(&root, None, Box::new(move |_| days)).expect("a project");
        for (number, ((path, deed), by_path, look)) in edits.into_iter().enumerate() {
            let place = root.join(&path);
            match deed {
                Deed::Write(text) => disk.write(&path, text.replace('N', &number.to_string()).as_bytes()),
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
