//! From the write of a file to the edition that holds it: `cargo bench --bench preview`.
//!
//! For each size of project fifty edits of each kind, one after the other, on a real disk: the median of
//! the time from just before the write to the moment at which the new edition, with the site of its day,
//! can be served; and the processor's time for one edit.
//!
//! What a browser sees is measured elsewhere: here stands the part that grows with the project.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark writes files, reads the clock, and stops where something is missing"
)]

mod corpus;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use candor::command::serve::edition::{Days, Edition};
use candor::command::serve::workbench::Workbench;
use candor::content::Date;
use candor::read::watch::{News, Watch};
use corpus::{Size, as_of, corpus};

/// How many edits of each kind; the table shows their median.
const EDITS: usize = 50;

const SIZES: [usize; 2] = [1_000, 10_000];

/// An edit: its name, the file, and its text with the edit of a number in it.
type Edit = (&'static str, &'static str, fn(&str, usize) -> String);

const KINDS: [Edit; 4] = [
    (
        "a document",
        "content/processing/group-7/text-7.md",
        |text, number| text.replacen("Edition", &format!("Edit {number}, edition"), 1),
    ),
    (
        "the register",
        "content/subprocessors.toml",
        |text, number| text.replacen("Does what", &format!("Does, {number} times, what"), 1),
    ),
    (
        "a template",
        "themes/default/templates/overview.html",
        |text, number| {
            text.replacen(
                "{% block content %}",
                &format!("{{% block content %}}<p>{number}</p>"),
                1,
            )
        },
    ),
    ("candor.toml", "candor.toml", |text, number| {
        text.replacen("A large", &format!("A {number} times large"), 1)
    }),
];

fn main() {
    println!(
        "{:>9}  {:<14} {:>9} {:>9} {:>9}",
        "documents", "edit of", "median", "worst", "processor"
    );
    for documents in SIZES {
        measure(Size {
            documents,
            subprocessors: 200,
            changes: 200,
        });
    }
}

fn measure(size: Size) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (path, text) in corpus(size) {
        put(&root.join(path), text.as_bytes());
    }
    for (path, bytes) in candor::bundled::theme() {
        put(&root.join(path), bytes);
    }
    let day = Date::parse(&as_of(size)).expect("a day");
    let days = Days {
        shown: day,
        today: day,
    };
    let mut bench = Workbench::open(root, Box::new(move |_| days)).expect("a project");
    let mut watch = Watch::start(root, bench.link_targets()).expect("a watch");
    assert!(bench.edition().is_sound(), "the corpus has no problems");
    for (name, path, edit) in KINDS {
        let path = root.join(path);
        let original = fs::read_to_string(&path).expect("a text");
        let mut times: Vec<Duration> = Vec::new();
        let before = processor();
        for number in 0..EDITS {
            let text = edit(&original, number);
            // The preview lets the former edition go after it has told of the new one.
            let former = bench.edition();
            let begun = Instant::now();
            fs::write(&path, &text).expect("a write");
            let edition = next(&mut bench, &mut watch);
            times.push(begun.elapsed());
            drop(former);
            assert!(edition.is_sound(), "{:?}", edition.problems());
        }
        let spent = processor().saturating_sub(before) / u32::try_from(EDITS).unwrap_or(1);
        times.sort();
        println!(
            "{:>9}  {name:<14} {:>9} {:>9} {:>9}",
            size.documents,
            shown(times[EDITS / 2]),
            shown(times[EDITS - 1]),
            shown(spent),
        );
        fs::write(&path, &original).expect("a write");
        next(&mut bench, &mut watch);
    }
}

fn next(bench: &mut Workbench, watch: &mut Watch) -> std::sync::Arc<Edition> {
    loop {
        match watch.wait() {
            News::Touched(touched) => {
                if let Some((edition, _)) = bench.follow(touched, watch) {
                    return edition;
                }
            }
            News::Polling(why) => println!("{why}"),
            News::Ended => panic!("nobody ended it"),
        }
    }
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// What all threads of this process have used of the processor; nothing where the system doesn't say.
fn processor() -> Duration {
    // In hundredths of a second, the 14th and 15th values (proc_pid_stat(5)).
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let values = stat.rsplit(')').next().unwrap_or_default();
    let ticks = values.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
