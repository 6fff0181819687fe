//! Any bytes as two copies of a published log, parted by a zero byte: each is held to the sample project as
//! the `changes.json` that is live, and `candor verify` compares the two.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use candor::bundled;
use candor::command::load::{self, Understood};
use candor::command::verify::{self, VerifyOptions};
use candor::command::{Console, Talk};
use candor::content::Date;
use candor::diagnostic::show::Color;
use candor::replay::{PublishedLog, gate};
use candor::source::Sources;
use libfuzzer_sys::fuzz_target;

static SAMPLE: LazyLock<(Understood, Date)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    for (path, bytes) in bundled::sample() {
        sources.insert(&path, bytes);
    }
    let sample = load::understand(sources, None);
    let day = Date::parse("2026-11-20");
    (sample.understood.expect("a project"), day.expect("a day"))
});

/// The two files that are verified, in a folder of this process's own.
static FILES: LazyLock<[PathBuf; 2]> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("candor-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    ["old.json", "new.json"].map(|name| folder.join(name))
});

fuzz_target!(|bytes: &[u8]| {
    let mut copies = bytes.splitn(2, |&byte| byte == 0);
    let old = copies.next().unwrap_or_default();
    let new = copies.next().unwrap_or(old);
    let [old, new] = [old, new].map(|bytes| (bytes, PublishedLog::parse(bytes)));
    let (understood, day) = &*SAMPLE;
    for (_, published) in [&old, &new] {
        if let Ok(published) = published {
            for problem in gate::check(published, &understood.project, &understood.history, *day) {
                assert!(!problem.help.is_empty(), "{problem:?}");
            }
        }
    }
    if old.1.is_ok() && new.1.is_ok() {
        for (file, (bytes, _)) in FILES.iter().zip([old, new]) {
            fs::write(file, bytes).expect("a file");
        }
        let [old, new] = FILES.clone();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console {
            out: &mut out,
            err: &mut err,
            color: Color::Plain,
            talk: Talk::Usual,
        };
        verify::run(&VerifyOptions { old, new }, &mut console);
        assert!(!out.is_empty());
    }
});
