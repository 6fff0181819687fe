//! Builds anew when a bundled file comes or goes; a change inside one is seen without this. And tells the
//! program which sources it was built from: what another program has made isn't what this one would make.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where the program's own sources are read"
)]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
    println!("cargo::rerun-if-changed=content");
    let mut digest = DefaultHasher::new();
    for sources in ["src", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={sources}");
        add(Path::new(sources), &mut digest);
    }
    println!("cargo::rustc-env=CANDOR_SOURCES={:016x}", digest.finish());
}

/// Adds every file at a path, in the order of their names.
fn add(path: &Path, digest: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, digest));
    } else if let Ok(bytes) = fs::read(path) {
        (path, bytes).hash(digest);
    }
}
