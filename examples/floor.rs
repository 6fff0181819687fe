//! The floor of a build: reads every file of a project and parses its Markdown, and nothing else. What a
//! generator takes beyond that, and beyond writing its site, is its own.
//!
//! ```text
//! cargo run --release --example floor -- /tmp/large
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it reads files, and says how much it found"
)]

use std::error::Error;
use std::fs;

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a project's folder")?;
    let files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .collect::<Result<_, _>>()?;
    let events = files
        .par_iter()
        .filter(|file| file.file_type().is_file())
        .map(|file| {
            let bytes = fs::read(file.path())?;
            let text = String::from_utf8_lossy(&bytes);
            if file.path().extension().is_none_or(|e| e != "md") {
                return Ok(0);
            }
            let dialect = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
            Ok(Parser::new_ext(&text, dialect).count())
        })
        .sum::<Result<usize, std::io::Error>>()?;
    println!("{events} events");
    Ok(())
}
