//! What the binary carries: the default theme and the sample project.

use include_dir::{Dir, DirEntry, include_dir};

use crate::source::Sources;

/// `themes/default`.
static THEME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The sample project's `content/`.
static SAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The sample project's `candor.toml`.
static SAMPLE_CONFIG: &str = include_str!("../candor.toml");

/// A bundled file: its path below the project's root, and its bytes.
pub type File = (String, &'static [u8]);

/// The words that the default theme has for a language, as TOML.
pub fn words(language: &str) -> Option<&'static str> {
    let file = THEME.get_file(format!("strings/{language}.toml"))?;
    file.contents_utf8()
}

/// The sample project, in the order of its paths.
pub fn sample() -> Vec<File> {
    let mut files = vec![("candor.toml".to_owned(), SAMPLE_CONFIG.as_bytes())];
    collect(&SAMPLE, "content", &mut files);
    files.sort();
    files
}

/// The default theme, in the order of its paths.
pub fn theme() -> Vec<File> {
    let mut files = Vec::new();
    collect(&THEME, "themes/default", &mut files);
    files.sort();
    files
}

/// Lays the default theme under a project's files: one of its files counts where the project has none
/// at that path.
pub fn lay_under(sources: &mut Sources) {
    for (path, bytes) in theme() {
        if sources.get(&path).is_none() {
            sources.insert(&path, bytes);
        }
    }
}

fn collect(folder: &Dir<'static>, below: &str, files: &mut Vec<File>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, below, files),
            DirEntry::File(file) => {
                // The names of bundled files are ours, and so are UTF-8.
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.push((format!("{below}/{path}"), file.contents()));
            }
        }
    }
}
