//! Whose folder is it: what is refused, and that refusing changes nothing.

use std::fs;
use std::path::Path;

use super::{SITE, guard, project, publish, put, site, texts, tree};
use crate::write::{Blame, Guard, Refusal, Staging, Twins, WriteError};

/// Refused with this blame, all of these words, and without a trace.
fn refused(root: &Path, output: &Path, blame: Blame, words: &[&str]) {
    let before = tree(root);
    let error = publish(root, output, SITE).unwrap_err();
    assert!(
        matches!(error, WriteError::Refused(_)),
        "{}: {error}",
        output.display()
    );
    assert_eq!(error.blame(), blame, "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "{word} isn't in: {error}");
    }
    assert_eq!(tree(root), before, "{}", output.display());
}

#[test]
fn what_is_or_holds_or_lies_in_the_sources() {
    let folder = project();
    let root = folder.path();
    let own = "name a folder of its own";
    let read = "is read as sources";
    let cases = [
        (".", own),
        ("", own),
        ("..", own),
        ("content/..", own),
        ("./content/../", own),
        ("gone/..", own),
        ("content", own),
        ("content/", own),
        ("content/out", read),
        ("content/static", read),
        ("content/a/b/c", read),
        ("public/../content/out", read),
        ("themes", own),
        ("themes/acme/out", read),
    ];
    for (output, words) in cases {
        refused(root, &root.join(output), Blame::Option, &[words]);
    }
}

#[test]
fn the_root_of_the_disk_and_the_home_folder() {
    let folder = project();
    let home = tempfile::tempdir().unwrap();
    let guard = Guard {
        kept: vec![folder.path().to_owned(), home.path().join("user")],
        sources: Vec::new(),
    };
    fs::create_dir(home.path().join("user")).unwrap();
    for output in [Path::new("/"), &home.path().join("user"), home.path()] {
        let error = Staging::open(output, &guard, Twins::None).unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(Refusal::HoldsOther { .. })),
            "{error}"
        );
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    assert!(Staging::open(&home.path().join("user/public"), &guard, Twins::None).is_ok());
}

#[test]
fn a_folder_with_a_foreign_file_and_an_ordinary_file() {
    let folder = project();
    let root = folder.path();
    put(root, "mine/notes.txt", "kept");
    put(root, "a-file", "kept");
    let state = ["notes.txt", "mine", "must be empty or written by Candor"];
    refused(root, &root.join("mine"), Blame::Disk, &state);
    refused(
        root,
        &root.join("a-file"),
        Blame::Option,
        &["a-file is a file"],
    );
    refused(
        root,
        &root.join("a-file/public"),
        Blame::Option,
        &["a-file is a file"],
    );
    refused(
        root,
        &root.join("candor.toml"),
        Blame::Option,
        &["candor.toml is a file"],
    );
}

#[test]
fn a_marker_that_isnt_candors_proves_nothing() {
    let folder = project();
    let root = folder.path();
    put(root, "mine/.candor", "something else\n");
    put(root, "mine/notes.txt", "kept");
    refused(root, &root.join("mine"), Blame::Disk, &[".candor"]);
    put(root, "folder/.candor/x", "a folder called so");
    refused(root, &root.join("folder"), Blame::Disk, &[".candor"]);
}

#[test]
fn the_hidden_names_are_not_taken_from_others() {
    let folder = project();
    let root = folder.path();
    for name in [
        ".public.candor-new/x",
        ".public.candor-old/x",
        ".public.candor-lock",
    ] {
        put(root, name, "somebody's");
        let first = name.split('/').next().unwrap();
        // To be certain that it isn't another build's, the lock is taken: the folder around has a new time.
        let before = texts(root);
        let error = publish(root, &root.join("public"), SITE).unwrap_err();
        assert_eq!(error.blame(), Blame::Disk, "{error}");
        assert!(error.to_string().contains(first), "{error}");
        assert_eq!(texts(root), before);
        let place = root.join(first);
        fs::remove_dir_all(&place)
            .or_else(|_| fs::remove_file(&place))
            .unwrap();
    }
}

#[test]
fn a_missing_folder_with_its_parents_and_an_empty_one_are_filled() {
    let folder = project();
    let root = folder.path();
    fs::create_dir(root.join("empty")).unwrap();
    for output in ["public", "some/where/deep", "empty"] {
        let output = root.join(output);
        let published = publish(root, &output, SITE).unwrap();
        assert_eq!((published.written, published.unchanged), (SITE.len(), 0));
        assert_eq!(texts(&output), site(SITE));
    }
    let names: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 6, "{names:?}");
}

#[test]
fn a_failed_build_leaves_no_folders_on_the_way() {
    let folder = project();
    let root = folder.path();
    let names = |root: &Path| tree(root).into_keys().collect::<Vec<_>>();
    let before = names(root);
    let staging = Staging::open(&root.join("some/where/deep"), &guard(root), Twins::None).unwrap();
    staging.put("a/b/c.html", None, b"x").unwrap();
    drop(staging);
    assert_eq!(names(root), before);
}

#[test]
fn what_others_put_there_is_kept() {
    let folder = project();
    let root = folder.path();
    let output = root.join("public");
    publish(root, &output, SITE).unwrap();
    put(&output, "CNAME", "trust.example");
    put(&output, ".git/objects/ab/cd", "blob");
    put(&output, ".git/HEAD", "ref");
    // A page that goes, in a folder that has to stay for somebody else's file.
    put(&output, "changes/2026-01-05/notes.txt", "mine");
    fs::create_dir(output.join(".git/refs")).unwrap();

    let published = publish(
        root,
        &output,
        &[("index.html", "home"), ("new/index.html", "n")],
    )
    .unwrap();
    assert_eq!(
        (published.written, published.unchanged, published.removed),
        (1, 1, 3)
    );
    assert_eq!(published.left_behind, None);
    let expected = [
        ("index.html", "home"),
        ("new/index.html", "n"),
        ("CNAME", "trust.example"),
        (".git/objects/ab/cd", "blob"),
        (".git/HEAD", "ref"),
        ("changes/2026-01-05/notes.txt", "mine"),
    ];
    assert_eq!(texts(&output), site(&expected));
    assert!(output.join(".git/refs").is_dir());
    assert!(!root.join(".public.candor-new").exists());

    // And once more, from a folder that is made of what was carried over.
    publish(root, &output, SITE).unwrap();
    let mut expected = site(&expected[2..]);
    expected.extend(site(SITE));
    assert_eq!(texts(&output), expected);
}

#[test]
fn what_others_put_where_the_site_has_a_file_is_refused() {
    let folder = project();
    let root = folder.path();
    let output = root.join("public");
    publish(root, &output, SITE).unwrap();
    put(&output, "CNAME", "theirs");
    put(&output, "feed/notes.txt", "theirs");
    let before = tree(&output);
    for taken in ["CNAME", "CNAME/index.html", "feed"] {
        let error = publish(root, &output, &[(taken, "ours")]).unwrap_err();
        let name = taken.split('/').next().unwrap();
        assert!(error.to_string().contains(name), "{error}");
        assert_eq!(error.blame(), Blame::Disk);
        assert_eq!(tree(&output), before);
        assert!(!root.join(".public.candor-new").exists());
    }
    // The same bytes are no quarrel: the file has moved to the sources.
    publish(root, &output, &[("CNAME", "theirs")]).unwrap();
    assert_eq!(texts(&output)["CNAME"], "theirs");
    publish(root, &output, &[]).unwrap();
    assert_eq!(texts(&output), site(&[("feed/notes.txt", "theirs")]));
}

#[test]
fn paths_that_no_site_can_have_are_refused() {
    let folder = project();
    let staging = Staging::open(
        &folder.path().join("public"),
        &guard(folder.path()),
        Twins::None,
    )
    .unwrap();
    for path in [
        "/etc/passwd",
        "../x",
        "a/../../x",
        "",
        "a//b",
        "a\\b",
        "a\0b",
        ".candor",
    ] {
        let error = staging.put(path, None, b"").unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(Refusal::BadPath { .. })),
            "{path:?}"
        );
    }
    staging.put("a/b", None, b"").unwrap();
    for path in ["a/b", "a", "a/b/c"] {
        let error = staging.put(path, None, b"").unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(Refusal::Twice { .. })),
            "{path:?}: {error}"
        );
    }
}

#[test]
fn two_builds_at_once() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let first = Staging::open(&output, &guard(root), Twins::None).unwrap();
    let error = Staging::open(&output, &guard(root), Twins::None).unwrap_err();
    assert!(
        matches!(error, WriteError::Refused(Refusal::Busy { .. })),
        "{error}"
    );
    assert_eq!(error.blame(), Blame::Disk);
    // For a moment a build's folder bears no marker: before it is made, and while an old site goes.
    let staged = root.join(".public.candor-new");
    first.put("page.html", None, b"page").unwrap();
    fs::rename(staged.join(".candor"), root.join("marker")).unwrap();
    let error = Staging::open(&output, &guard(root), Twins::None).unwrap_err();
    assert!(
        matches!(error, WriteError::Refused(Refusal::Busy { .. })),
        "{error}"
    );
    fs::rename(root.join("marker"), staged.join(".candor")).unwrap();
    // Another output beside it is no concern of the first.
    publish(root, &root.join("preview"), SITE).unwrap();
    first.put("index.html", None, b"first").unwrap();
    first.swap_in().unwrap();
    assert_eq!(
        texts(&output),
        site(&[("index.html", "first"), ("page.html", "page")])
    );
    publish(root, &output, SITE).unwrap();
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::refused;
    use crate::write::tests::{SITE, project, publish, put, site, texts};
    use crate::write::{Blame, Guard, Refusal, Staging, Twins, WriteError};

    #[test]
    fn a_link_to_an_allowed_folder_stays_a_link() {
        let folder = project();
        let (root, elsewhere) = (folder.path(), tempfile::tempdir().unwrap());
        let cases = [("to-empty", "empty"), ("to-missing", "not/yet")];
        fs::create_dir(elsewhere.path().join("empty")).unwrap();
        for (link, target) in cases {
            let (link, target) = (root.join(link), elsewhere.path().join(target));
            symlink(&target, &link).unwrap();
            for round in [SITE, &SITE[..2]] {
                publish(root, &link, round).unwrap();
                assert_eq!(fs::read_link(&link).unwrap(), target);
                assert_eq!(texts(&target), site(round));
            }
        }
    }

    #[test]
    fn a_link_to_the_project_is_recognised() {
        let folder = project();
        let root = folder.path();
        symlink(root, root.join("self")).unwrap();
        symlink("content", root.join("to-content")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        put(root, "mine/notes.txt", "kept");
        symlink("mine", root.join("to-mine")).unwrap();
        let own = "name a folder of its own";
        refused(root, &root.join("self"), Blame::Option, &[own]);
        refused(root, &root.join("self/self/."), Blame::Option, &[own]);
        refused(root, &root.join("to-content"), Blame::Option, &[own]);
        refused(
            root,
            &root.join("to-content/out"),
            Blame::Option,
            &["is read as sources"],
        );
        refused(
            root,
            &root.join("loop"),
            Blame::Option,
            &["leads back to itself"],
        );
        refused(root, &root.join("to-mine"), Blame::Disk, &["notes.txt"]);
    }

    #[test]
    fn foreign_links_are_kept_as_links() {
        let folder = project();
        let (root, output) = (folder.path(), folder.path().join("public"));
        publish(root, &output, SITE).unwrap();
        symlink("nowhere", output.join("latest")).unwrap();
        symlink(root, output.join("project")).unwrap();
        publish(root, &output, SITE).unwrap();
        assert_eq!(
            fs::read_link(output.join("latest")).unwrap().to_str(),
            Some("nowhere")
        );
        assert_eq!(fs::read_link(output.join("project")).unwrap(), root);
        assert!(root.join("content/index.md").exists());
    }

    #[test]
    fn a_foreign_socket_is_refused() {
        let folder = project();
        let (root, output) = (folder.path(), folder.path().join("public"));
        publish(root, &output, SITE).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(output.join("socket")).unwrap();
        let error = publish(root, &output, &SITE[..1]).unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(Refusal::CannotCarry { .. })),
            "{error}"
        );
        assert!(output.join("socket").exists());
        fs::remove_file(output.join("socket")).unwrap();
        assert_eq!(texts(&output), site(SITE));
    }

    #[test]
    fn a_guard_is_not_fooled_by_its_own_links() {
        let folder = project();
        let root = folder.path();
        let link = root.join("shared-link");
        fs::create_dir(root.join("shared")).unwrap();
        symlink("shared", &link).unwrap();
        let guard = Guard {
            kept: Vec::new(),
            sources: vec![link],
        };
        let error = Staging::open(&root.join("shared/out"), &guard, Twins::None).unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(Refusal::InsideSources { .. })),
            "{error}"
        );
    }
}
