//! Writes a large project into a new folder, so that the program itself can be measured:
//!
//! ```text
//! cargo run --example corpus -- /tmp/large 1000        # documents; then sub-processors and changes
//! /usr/bin/time -v target/release/candor build --root /tmp/large --as-of 2016-12-25
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it writes files, and says so"
)]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::error::Error;
use std::fs;
use std::path::Path;

use corpus::Size;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a new folder")?;
    let mut count = |usual| arguments.next().map_or(Ok(usual), |number| number.parse());
    let size = Size {
        documents: count(1_000)?,
        subprocessors: count(200)?,
        changes: count(200)?,
    };
    fs::create_dir(&folder)?;
    let files = corpus::corpus(size);
    for (path, text) in &files {
        let path = Path::new(&folder).join(path);
        fs::create_dir_all(path.parent().ok_or("a file lies in a folder")?)?;
        fs::write(path, text)?;
    }
    println!(
        "wrote {} files; build it with --as-of {}",
        files.len(),
        corpus::as_of(size)
    );
    Ok(())
}
