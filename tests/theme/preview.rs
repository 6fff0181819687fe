//! The pages of the fixture as files, to be looked at:
//! `cargo test --test theme preview -- --ignored --nocapture`.

use std::path::Path;

use crate::harness::{all_pages, stylesheet};

#[test]
#[ignore = "writes files for the eye; nothing is checked"]
#[expect(
    clippy::disallowed_methods,
    reason = "a preview is written to be opened"
)]
fn preview() {
    for language in ["en", "de"] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("theme-{language}"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("site.css"), stylesheet()).unwrap();
        for (name, html) in all_pages(language) {
            std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
        }
        println!("{}", folder.display());
    }
}
