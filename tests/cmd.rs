//! The commands as a person at a terminal meets them. Each transcript in `tests/cmd/` runs in a folder
//! of its own; `sed` stands for the writer's editor, and `cp` for a branch and a merge.
//!
//! The days in them lie far off, so that what they say never changes: a build is for a day that has passed.

#![cfg(target_os = "linux")]

use std::path::Path;

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .register_bin("sed", Path::new("/bin/sed"))
        .register_bin("cat", Path::new("/bin/cat"))
        .register_bin("cp", Path::new("/bin/cp"))
        .register_bin("grep", Path::new("/bin/grep"))
        .register_bin("mkdir", Path::new("/bin/mkdir"))
        .register_bin("mv", Path::new("/bin/mv"))
        .register_bin("rm", Path::new("/bin/rm"))
        .case("tests/cmd/*.md");
}
