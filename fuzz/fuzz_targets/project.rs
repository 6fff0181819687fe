//! Any bytes as one of the files of a project: the first byte says which. All problems lie in their
//! files, and every face of them can be shown.

#![no_main]

use candor::command::load;
use candor::diagnostic::show::{self, Color};
use candor::source::Sources;
use libfuzzer_sys::fuzz_target;

const CONFIG: &[u8] = b"[site]\nid = \"6a3c1d9e-5a47-4f0b-9d34-2f2d6f0a7c11\"\ntitle = \"Trust\"\nbase_url = \"https://trust.example/\"\n";

const PATHS: [&str; 8] = [
    "candor.toml",
    "content/index.md",
    "content/subprocessors.toml",
    "content/processing/support.md",
    "content/changes/first/change.toml",
    "content/changes/first/subprocessors.toml",
    "content/changes/first/annexes/security.md",
    "themes/default/strings/en.toml",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let mut sources = Sources::new();
    sources.insert("candor.toml", CONFIG);
    sources.insert(PATHS[usize::from(*which) % PATHS.len()], bytes);
    let loaded = load::understand(sources, None);
    for problem in &loaded.problems {
        let source = loaded.sources.source(problem.span.source);
        assert!(source.bytes.get(problem.span.range()).is_some());
    }
    show::terminal(&loaded.problems, &loaded.sources, Color::Styled);
    show::github(&loaded.problems, &loaded.sources);
    show::json(&loaded.problems, &loaded.sources);
});
