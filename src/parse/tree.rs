//! Which file is what, by its path alone: the one map of a project's folders.

use crate::content::DocumentKind;
use crate::source::SourcePath;

/// What a file of the content tree is. Paths are below `content/`, or below a change's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Register,
    Document(DocumentKind),
    /// The `index.md` of a folder below `processing/`; empty for the folder itself.
    Group(String),
    Page,
    /// Below `static/`, by its path there.
    Asset(String),
    /// Below `changes/`: the change's folder.
    Change(String),
    /// Can't stand where it does; why, and what to do.
    Misplaced(&'static str, &'static str),
    /// Nothing that Candor would publish.
    Other,
}

/// What the file at `path`, below `content/`, is.
pub(super) fn part(path: &str) -> Part {
    if let Some(asset) = path.strip_prefix("static/") {
        return Part::Asset(asset.to_owned());
    }
    if let Some(rest) = path.strip_prefix("changes/") {
        return match rest.split_once('/') {
            Some((folder, _)) => Part::Change(folder.to_owned()),
            None => Part::Other,
        };
    }
    if path == "subprocessors.toml" {
        return Part::Register;
    }
    if !path.ends_with(".md") {
        return Part::Other;
    }
    let path = SourcePath::new(path);
    if names_language(path.stem()) {
        return Part::Misplaced(
            "this file's name is reserved for another language",
            "a site has one language; rename the file so that no two letters stand between dots",
        );
    }
    let is_index = path.file_name() == "index.md";
    if path.below("processing").is_some() {
        let folder = SourcePath::new(path.folder());
        return match (is_index, folder.below("processing")) {
            (true, group) => Part::Group(group.unwrap_or_default().to_owned()),
            (false, _) => Part::Document(DocumentKind::Processing),
        };
    }
    match path.below("annexes") {
        None => Part::Page,
        Some(_) if is_index => Part::Misplaced(
            "the annexes have no page that introduces them",
            "write it in content/index.md, or in an annex with a name of its own",
        ),
        Some(below) if below.contains('/') => Part::Misplaced(
            "annexes lie side by side, without folders",
            "move the file to content/annexes/",
        ),
        Some(_) => Part::Document(DocumentKind::Annex),
    }
}

/// The folder of a processing description below `processing/`; empty: none.
pub(super) fn group_of(path: &SourcePath, kind: DocumentKind) -> String {
    let root = format!("content/{}", kind.folder());
    let folder = SourcePath::new(path.folder());
    folder.below(&root).unwrap_or_default().to_owned()
}

/// Where a file of a change's folder would lie in the content tree: relative links start there.
pub(super) fn content_path(path: &SourcePath) -> SourcePath {
    let below_change = path
        .below(super::CHANGES)
        .and_then(|below| below.split_once('/'));
    match below_change {
        Some((_, below)) => SourcePath::new(&format!("content/{below}")),
        None => path.clone(),
    }
}

/// `support.de`: what stands before `.md` ends with a language.
fn names_language(stem: &str) -> bool {
    stem.rsplit_once('.')
        .is_some_and(|(_, tag)| tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_a_file_is() {
        let group = |name: &str| Part::Group(name.to_owned());
        for (path, expected) in [
            ("subprocessors.toml", Part::Register),
            ("subprocessors.md", Part::Page),
            ("index.md", Part::Page),
            ("legal/dpa.md", Part::Page),
            ("processing/index.md", group("")),
            ("processing/apps/index.md", group("apps")),
            ("processing/apps/x/index.md", group("apps/x")),
            ("processing/a.md", Part::Document(DocumentKind::Processing)),
            (
                "processing/apps/a.md",
                Part::Document(DocumentKind::Processing),
            ),
            ("annexes/security.md", Part::Document(DocumentKind::Annex)),
            ("static/a/logo.svg", Part::Asset("a/logo.svg".into())),
            ("static/notes.md", Part::Asset("notes.md".into())),
            (
                "changes/2026-01-01-a/x/y.md",
                Part::Change("2026-01-01-a".into()),
            ),
            ("changes/README.md", Part::Other),
            ("logo.svg", Part::Other),
            ("processing/logo.svg", Part::Other),
        ] {
            assert_eq!(part(path), expected, "{path}");
        }
        for path in [
            "a.de.md",
            "processing/a.fr.md",
            "annexes/index.md",
            "annexes/x/a.md",
        ] {
            assert!(matches!(part(path), Part::Misplaced(..)), "{path}");
        }
    }
}
