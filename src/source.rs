//! The sources: every file of a project as a value, places inside them, and edits to them.
//!
//! [`Sources`] maps a path, relative to the project's root and always written with `/`, to the bytes
//! that stood there. `read` makes one from a folder, a test makes one from pairs; nothing after that
//! can tell the difference, because nothing after that knows what a disk is.
//!
//! This module deliberately doesn't know what a file means, nor whether it is UTF-8: that is for
//! `parse` to say, with the place of the first bad byte.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::str::Utf8Error;
use std::sync::Arc;

/// A file's path relative to the project's root, with `/` between its parts on every system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    pub fn new(path: &str) -> SourcePath {
        SourcePath(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the last `/`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file's name without its ending: `support` of `content/processing/support.md`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folder, without a slash at its end; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The rest of the path below `folder`, where it lies there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// Paths sort as their texts do, so a map of paths can be asked by text.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// Which file of one [`Sources`] value a [`Span`] lies in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourceId(u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(source: SourceId, range: Range<usize>) -> Span {
        // A file of 4 GiB is refused by `read`, so a position always fits; saturating keeps even a
        // hand-made range from wrapping round to a wrong place.
        let at = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Span {
            source,
            start: at(range.start),
            end: at(range.end.max(range.start)),
        }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A part of this span, by positions relative to its start.
    pub fn within(self, range: Range<usize>) -> Span {
        let start = self.start as usize;
        Span::new(self.source, start + range.start..start + range.end)
    }
}

/// Where a value was written. Two values that say the same are equal wherever they stand, so a
/// `Place` equals every other and a type that holds one can still derive `PartialEq`.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub Span);

impl PartialEq for Place {
    fn eq(&self, _: &Place) -> bool {
        true
    }
}

impl Eq for Place {}

/// One file: its path and its bytes.
#[derive(Clone)]
pub struct Source {
    pub path: SourcePath,
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.path, self.bytes.len())
    }
}

impl Source {
    /// The file as text.
    ///
    /// # Errors
    /// With the position of the first byte that isn't UTF-8.
    pub fn text(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.bytes)
    }
}

/// A line and a column, both from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// How many files are copied where one of them becomes another.
const PART: usize = 256;

/// All files of a project, by path. A clone shares them until one of the two is changed, and then all but
/// a small part.
#[derive(Clone, Default, Debug)]
pub struct Sources {
    /// By their ids, in parts of [`PART`] files each but the last.
    parts: Vec<Arc<Vec<Source>>>,
    by_path: Arc<BTreeMap<SourcePath, SourceId>>,
    /// What was taken out, so that a file that comes back has its former id.
    gone: BTreeMap<SourcePath, SourceId>,
}

impl Sources {
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Puts a file in, in place of one that had the same path.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Arc<[u8]>>) -> SourceId {
        let path = SourcePath::new(path);
        let source = Source {
            path: path.clone(),
            bytes: bytes.into(),
        };
        if let Some(&id) = self.by_path.get(&path) {
            self.put(id, source);
            return id;
        }
        let id = self.gone.remove(&path).unwrap_or_else(|| {
            let full = self.parts.len().saturating_sub(1) * PART;
            let next = full + self.parts.last().map_or(0, |part| part.len());
            SourceId(u32::try_from(next).unwrap_or(u32::MAX))
        });
        self.put(id, source);
        Arc::make_mut(&mut self.by_path).insert(path, id);
        id
    }

    /// Puts a file where its id says: in the place of another one, or behind the last.
    fn put(&mut self, id: SourceId, source: Source) {
        let (part, place) = (id.0 as usize / PART, id.0 as usize % PART);
        if part == self.parts.len() {
            self.parts.push(Arc::default());
        }
        let part = Arc::make_mut(&mut self.parts[part]);
        match part.get_mut(place) {
            Some(known) => *known = source,
            None => part.push(source),
        }
    }

    /// Takes a file out. Spans into it stay valid: its last bytes are kept for messages.
    pub fn remove(&mut self, path: &str) {
        if !self.by_path.contains_key(path) {
            return;
        }
        if let Some((path, id)) = Arc::make_mut(&mut self.by_path).remove_entry(path) {
            self.gone.insert(path, id);
        }
    }

    /// A place to point at for a path at which there is no file to take; the file's own where there is one, since a
    /// replaced character might make the paths equal.
    pub fn reserve(&mut self, path: &str) -> SourceId {
        if let Some((id, _)) = self.get(path) {
            return id;
        }
        let id = self.insert(path, Vec::new());
        self.remove(path);
        id
    }

    /// The same files, some of them without their bytes: for whoever has nothing more to say of those.
    #[must_use]
    pub fn without_bytes(mut self, of: impl Fn(&SourcePath) -> bool) -> Sources {
        for part in &mut self.parts {
            for source in Arc::make_mut(part) {
                if of(&source.path) {
                    source.bytes = Arc::default();
                }
            }
        }
        self
    }

    /// The same files once edits are made.
    #[must_use]
    pub fn with(&self, edits: &[FileEdit]) -> Sources {
        let mut sources = self.clone();
        for edit in edits {
            match edit {
                FileEdit::Create { path, bytes } | FileEdit::Replace { path, bytes, .. } => {
                    sources.insert(path, bytes.as_slice());
                }
                FileEdit::Remove { path, .. } => sources.remove(path),
            }
        }
        sources
    }

    /// How many files were taken out and are still kept for messages.
    pub fn removed(&self) -> usize {
        self.gone.len()
    }

    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    pub fn get(&self, path: &str) -> Option<(SourceId, &Source)> {
        let id = *self.by_path.get(path)?;
        Some((id, self.source(id)))
    }

    pub fn source(&self, id: SourceId) -> &Source {
        &self.parts[id.0 as usize / PART][id.0 as usize % PART]
    }

    /// Every file, sorted by path: never in the order in which a folder happened to list them.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.by_path.values().map(|&id| (id, self.source(id)))
    }

    /// The files below a folder, sorted by path.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (SourceId, &Source)> {
        let first = SourcePath::new(&format!("{folder}/"));
        let folder = folder.to_owned();
        self.by_path
            .range(first..)
            .take_while(move |(path, _)| path.below(&folder).is_some())
            .map(|(_, &id)| (id, self.source(id)))
    }

    /// The line and column at which a span begins. Bytes that aren't UTF-8 count as one character.
    pub fn position(&self, span: Span) -> Position {
        let bytes = &self.source(span.source).bytes;
        let before = &bytes[..(span.start as usize).min(bytes.len())];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let line_start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        let text = String::from_utf8_lossy(&before[line_start..]);
        // The byte order mark is invisible in every editor, so it isn't a column.
        let column = text.trim_start_matches('\u{feff}').chars().count() + 1;
        Position { line, column }
    }
}

/// Two projects are the same when the same bytes lie at the same paths.
impl PartialEq for Sources {
    fn eq(&self, other: &Sources) -> bool {
        let same = |one: &Source, other: &Source| {
            one.path == other.path
                && (Arc::ptr_eq(&one.bytes, &other.bytes) || one.bytes == other.bytes)
        };
        // Of two that come from one another most parts are one and the same.
        if Arc::ptr_eq(&self.by_path, &other.by_path) {
            let parts = self.parts.iter().zip(&other.parts);
            let mut others = parts.filter(|(one, other)| !Arc::ptr_eq(one, other));
            return others.all(|(one, other)| {
                // What was taken out of both may differ.
                one.iter()
                    .zip(other.iter())
                    .all(|(one, other)| same(one, other) || !self.by_path.contains_key(&one.path))
            });
        }
        let both = self.iter().zip(other.iter());
        self.len() == other.len()
            && both
                .into_iter()
                .all(|((_, one), (_, other))| same(one, other))
    }
}

impl Eq for Sources {}

impl<'a> FromIterator<(&'a str, &'a str)> for Sources {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Sources {
        let mut sources = Sources::new();
        for (path, text) in pairs {
            sources.insert(path, text.as_bytes());
        }
        sources
    }
}

/// One thing to do to a project's files. Paths are relative to its root, with `/` between their parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileEdit {
    /// A new file; what stands there is never overwritten.
    Create { path: String, bytes: Vec<u8> },
    /// Other bytes for a file that still has the ones which were read.
    Replace {
        path: String,
        bytes: Vec<u8>,
        expected: Vec<u8>,
    },
    /// A file to delete that still has the bytes which were read.
    Remove { path: String, expected: Vec<u8> },
}

impl FileEdit {
    pub fn path(&self) -> &str {
        match self {
            FileEdit::Create { path, .. }
            | FileEdit::Replace { path, .. }
            | FileEdit::Remove { path, .. } => path,
        }
    }

    /// What makes a file hold these bytes; `None` where it does.
    pub fn put(sources: &Sources, path: &str, bytes: Vec<u8>) -> Option<FileEdit> {
        let path = path.to_owned();
        match sources.get(&path) {
            None => Some(FileEdit::Create { path, bytes }),
            Some((_, source)) if source.bytes[..] == bytes[..] => None,
            Some((_, source)) => Some(FileEdit::Replace {
                path,
                bytes,
                expected: source.bytes.to_vec(),
            }),
        }
    }

    /// What makes a file be gone; `None` where there is none.
    pub fn take_away(sources: &Sources, path: &str) -> Option<FileEdit> {
        let (_, source) = sources.get(path)?;
        Some(FileEdit::Remove {
            path: path.to_owned(),
            expected: source.bytes.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_and_not_the_byte_order_mark() {
        let mut sources = Sources::new();
        let id = sources.insert("a.md", "\u{feff}für x\ny".as_bytes());
        let x = Span::new(id, 8..9);
        assert_eq!(sources.position(x), Position { line: 1, column: 5 });
    }

    #[test]
    fn a_file_that_comes_back_has_its_former_id() {
        let mut sources = Sources::new();
        let id = sources.insert("a.md", "a".as_bytes());
        sources.insert("b.md", "b".as_bytes());
        sources.remove("a.md");
        assert!(sources.get("a.md").is_none());
        assert_eq!(sources.removed(), 1);
        assert_eq!(sources.insert("a.md", "new".as_bytes()), id);
        assert_eq!(sources.removed(), 0);
        assert_eq!(&*sources.source(id).bytes, b"new");
    }

    #[test]
    fn one_file_is_another_among_many() {
        let mut sources = Sources::new();
        for number in 0..3 * PART {
            sources.insert(&format!("{number}.md"), "a".as_bytes());
        }
        let before = sources.clone();
        assert_eq!(sources, before);
        for path in ["0.md", "255.md", "256.md", "767.md"] {
            let id = sources.insert(path, "b".as_bytes());
            assert_eq!(&*sources.source(id).bytes, b"b", "{path}");
            assert_eq!(&*before.source(id).bytes, b"a", "{path}");
            assert_ne!(sources, before, "{path}");
            sources.insert(path, "a".as_bytes());
            assert_eq!(sources, before, "{path}");
        }
        sources.insert("new.md", "c".as_bytes());
        assert_ne!(sources, before);
        sources.remove("new.md");
        assert_eq!(sources, before);
        assert_eq!(sources.len(), 3 * PART);
    }

    #[test]
    fn below_lists_a_folder_and_not_its_namesakes() {
        let sources: Sources = [("a/x", ""), ("a-b/y", ""), ("a/b/z", ""), ("ab", "")]
            .into_iter()
            .collect();
        let paths: Vec<_> = sources.below("a").map(|(_, s)| s.path.as_str()).collect();
        assert_eq!(paths, ["a/b/z", "a/x"]);
    }
}
