//! Sources: all edits or none.

use std::fs;

use super::{Thing, project, put, site, texts, tree};
use crate::source::FileEdit;
use crate::write::{Refusal, WriteError, apply, in_the_way};

fn create(path: &str, text: &str) -> FileEdit {
    FileEdit::Create {
        path: path.to_owned(),
        bytes: text.into(),
    }
}

fn replace(path: &str, expected: &str, text: &str) -> FileEdit {
    FileEdit::Replace {
        path: path.to_owned(),
        bytes: text.into(),
        expected: expected.into(),
    }
}

fn remove(path: &str, expected: &str) -> FileEdit {
    FileEdit::Remove {
        path: path.to_owned(),
        expected: expected.into(),
    }
}

#[test]
fn every_edit_is_made() {
    let folder = project();
    let root = folder.path();
    put(root, "content/old.md", "old");
    apply(
        root,
        &[
            create("content/changes/2026-11-23-x/change.toml", "kind"),
            create("content/changes/2026-11-23-x/processing/a/b.md", "text"),
            create("content/new.md", "new"),
            replace("candor.toml", "title", "another title"),
            remove("content/old.md", "old"),
        ],
    )
    .unwrap();
    let expected = [
        ("candor.toml", "another title"),
        ("content/index.md", "Hello"),
        ("content/new.md", "new"),
        ("content/changes/2026-11-23-x/change.toml", "kind"),
        ("content/changes/2026-11-23-x/processing/a/b.md", "text"),
        ("themes/acme/base.html", "<html>"),
    ];
    assert_eq!(texts(root), site(&expected));
}

#[test]
fn a_project_that_doesnt_exist_yet_is_made_whole() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("some/where");
    apply(
        &root,
        &[create("candor.toml", "t"), create("content/index.md", "i")],
    )
    .unwrap();
    assert_eq!(
        texts(&root),
        site(&[("candor.toml", "t"), ("content/index.md", "i")])
    );
}

#[test]
fn one_refusal_and_nothing_is_done() {
    type Expected = fn(&Refusal) -> bool;
    let cases: &[(FileEdit, Expected)] = &[
        (create("content/index.md", "x"), |r| {
            matches!(r, Refusal::Exists { .. })
        }),
        (create("content", "x"), |r| {
            matches!(r, Refusal::Exists { .. })
        }),
        (create("candor.toml/x", "x"), |r| {
            matches!(r, Refusal::NotAFolder { .. })
        }),
        (create("../outside", "x"), |r| {
            matches!(r, Refusal::BadPath { .. })
        }),
        (create("content/a.md", "x"), |r| {
            matches!(r, Refusal::Twice { .. })
        }),
        (replace("content/index.md", "Hallo", "x"), |r| {
            matches!(r, Refusal::ChangedSince { .. })
        }),
        (replace("content/gone.md", "x", "y"), |r| {
            matches!(r, Refusal::ChangedSince { .. })
        }),
        (remove("content/index.md", "Hallo"), |r| {
            matches!(r, Refusal::ChangedSince { .. })
        }),
        (remove("content/gone.md", ""), |r| {
            matches!(r, Refusal::ChangedSince { .. })
        }),
    ];
    for (bad, expected) in cases {
        let folder = project();
        let root = folder.path();
        put(root, "content/keep.md", "kept");
        // Folders have other times afterwards, since things came and went in them.
        let files = || {
            let mut tree = tree(root);
            tree.retain(|_, thing| matches!(thing, Thing::File { .. }));
            tree
        };
        let before = files();
        let edits = [
            create("content/changes/x/change.toml", "x"),
            create("content/a.md", "x"),
            replace("candor.toml", "title", "x"),
            remove("content/keep.md", "kept"),
            bad.clone(),
        ];
        let error = apply(root, &edits).unwrap_err();
        let WriteError::Refused(refusal) = &error else {
            panic!("{bad:?}: {error}");
        };
        assert!(expected(refusal), "{bad:?}: {error}");
        assert_eq!(files(), before, "{bad:?}");
        assert!(!root.join("content/changes").exists(), "{bad:?}");
    }
}

#[test]
fn lists_what_would_be_overwritten() {
    let folder = project();
    let wanted = [
        "candor.toml",
        "content/index.md",
        "content/new.md",
        "candor.toml/x",
        "fresh/a",
    ];
    assert_eq!(
        in_the_way(folder.path(), wanted),
        ["candor.toml", "content/index.md", "candor.toml/x"]
    );
    assert_eq!(in_the_way(&folder.path().join("gone"), wanted), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_mode_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = project();
    let root = folder.path();
    put(root, "shared/a.md", "a");
    fs::set_permissions(root.join("shared/a.md"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../shared/a.md", root.join("content/a.md")).unwrap();
    apply(root, &[replace("content/a.md", "a", "b")]).unwrap();
    assert_eq!(fs::read_to_string(root.join("shared/a.md")).unwrap(), "b");
    let link = fs::read_link(root.join("content/a.md")).unwrap();
    assert_eq!(link.to_str(), Some("../shared/a.md"));
    let mode = fs::metadata(root.join("shared/a.md"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_out_of_the_project() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = (project(), tempfile::tempdir().unwrap());
    put(outside.path(), "a.md", "a");
    symlink(outside.path(), folder.path().join("content/changes")).unwrap();
    for edit in [
        create("content/changes/x/change.toml", "x"),
        replace("content/changes/a.md", "a", "b"),
        remove("content/changes/a.md", "a"),
    ] {
        let error = apply(folder.path(), &[edit]).unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(Refusal::LeavesProject { .. })),
            "{error}"
        );
    }
    assert_eq!(texts(outside.path()), site(&[("a.md", "a")]));
}
