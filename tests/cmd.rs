//! The commands as a person at a terminal meets them. Each transcript in `tests/cmd/` runs in a folder
//! of its own; `sed` stands for the writer's editor.

#![cfg(target_os = "linux")]

use std::path::Path;

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .register_bin("sed", Path::new("/bin/sed"))
        .register_bin("cat", Path::new("/bin/cat"))
        .case("tests/cmd/*.md");
}
