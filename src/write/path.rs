//! Which relative paths may be written.

use super::{Refusal, WriteError};

/// Refuses a path that could lead out of its folder, or that isn't one path on every system.
pub(super) fn check(path: &str) -> Result<(), WriteError> {
    let bad_character = |c: char| c == '\\' || c.is_control();
    let bad_part = |part: &str| matches!(part, "" | "." | "..");
    // `C:x` is absolute on one system; a colon further on is a name like any other.
    let drive = path.as_bytes().get(1) == Some(&b':') && path.len() > 1;
    if path.contains(bad_character) || path.split('/').any(bad_part) || drive {
        return Err(Refusal::BadPath {
            path: path.to_owned(),
        }
        .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn takes_relative_paths_and_nothing_else() {
        let good = [
            "a",
            "a/b.html",
            ".well-known/security.txt",
            "für/x y.html",
            "a..b",
            "aa:b",
        ];
        let bad = [
            "", "/", "/a", "a/", "a//b", "..", "a/../b", "../a", "./a", "a/.", "a\\b", "a\0b",
            "a\nb", "C:/x", "C:x",
        ];
        for path in good {
            assert!(check(path).is_ok(), "{path:?}");
        }
        for path in bad {
            assert!(check(path).is_err(), "{path:?}");
        }
    }
}
