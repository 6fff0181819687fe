//! `candor schema`: JSON Schema of the files that a writer edits, for editors that complete and check.

/// Of `candor.toml`.
pub fn config() -> String {
    String::new()
}

/// Of `content/subprocessors.toml`.
pub fn subprocessors() -> String {
    String::new()
}
