//! All or nothing: what is published, what stays as it was, what a killed run leaves.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use rayon::prelude::*;

use super::{SITE, Thing, guard, project, publish, put, site, texts, tree};
use crate::write::{Staging, Twins, WriteError, marker, recover, swap};

#[test]
fn a_site_is_replaced_as_a_whole_and_unchanged_files_keep_their_times() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for (path, _) in SITE {
        let file = File::options()
            .append(true)
            .open(output.join(path))
            .unwrap();
        file.set_modified(long_ago).unwrap();
    }
    let next = [
        ("index.html", "home"),
        ("changes/index.html", "LOG"),
        ("new.html", "new"),
    ];
    let published = publish(root, &output, &next).unwrap();
    assert_eq!(
        (published.written, published.unchanged, published.removed),
        (2, 1, 2)
    );
    assert_eq!(texts(&output), site(&next));
    let modified = |path: &str| fs::metadata(output.join(path)).unwrap().modified().unwrap();
    assert_eq!(modified("index.html"), long_ago);
    assert_ne!(modified("changes/index.html"), long_ago);
}

#[test]
fn the_same_site_has_the_same_tree() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let files = |output: &Path| -> BTreeMap<String, Thing> {
        let is_file = |thing: &Thing| matches!(thing, Thing::File { .. });
        tree(output)
            .into_iter()
            .filter(|(path, thing)| path != ".candor" && is_file(thing))
            .collect()
    };
    publish(root, &output, SITE).unwrap();
    let (first, marker) = (files(&output), fs::read(output.join(".candor")).unwrap());
    let mut reversed = SITE.to_vec();
    reversed.reverse();
    publish(root, &output, &reversed).unwrap();
    assert_eq!(files(&output), first);
    assert_eq!(fs::read(output.join(".candor")).unwrap(), marker);
}

#[test]
fn where_nothing_is_new_nothing_is_touched() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    put(&output, "CNAME", "theirs");
    let before = tree(&output);
    let published = publish(root, &output, SITE).unwrap();
    assert_eq!(
        (published.written, published.unchanged, published.removed),
        (0, SITE.len(), 0)
    );
    assert_eq!(tree(&output), before);
    assert!(!root.join(".public.candor-new").exists());

    // A site without any files is a site.
    publish(root, &root.join("nothing"), &[]).unwrap();
    assert_eq!(tree(&root.join("nothing")).len(), 2);
}

#[test]
fn the_marker_lists_what_was_written_and_nothing_of_the_machine() {
    let folder = project();
    let output = folder.path().join("public");
    publish(folder.path(), &output, SITE).unwrap();
    assert_eq!(
        fs::read_to_string(output.join(".candor")).unwrap(),
        "Candor wrote the files listed here and replaces them at every build; what isn't listed is kept.\n\
         .well-known/security.txt\n\
         changes/2026-01-05/index.html\n\
         changes/index.html\n\
         index.html\n"
    );
}

#[test]
fn a_page_that_somebody_edited_in_place_is_put_right() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    put(&output, "index.html", "hime");
    fs::remove_file(output.join("changes/index.html")).unwrap();
    publish(root, &output, SITE).unwrap();
    assert_eq!(texts(&output), site(SITE));
}

#[test]
fn dropped_before_the_swap_nothing_has_changed() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    put(&output, "CNAME", "theirs");
    let before = tree(&output);
    let staging = Staging::open(&output, &guard(root), Twins::None).unwrap();
    staging.put("index.html", None, b"home").unwrap();
    staging.put("other.html", None, b"new").unwrap();
    assert_eq!(tree(&output), before);
    drop(staging);
    assert_eq!(tree(&output), before);
    let mut names: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["candor.toml", "content", "public", "themes"]);
}

#[test]
fn a_site_that_lacks_a_file_is_never_published() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    let before = tree(&output);
    let staging = Staging::open(&output, &guard(root), Twins::None).unwrap();
    staging.put("new.html", None, b"new").unwrap();
    staging.put("../bad", None, b"").unwrap_err();
    let error = staging.swap_in().unwrap_err();
    assert!(error.to_string().contains("left as it is"), "{error}");
    assert_eq!(tree(&output), before);
}

#[test]
fn many_threads_put_at_once() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let build = || {
        let staging = Staging::open(&output, &guard(root), Twins::None).unwrap();
        (0..2000)
            .into_par_iter()
            .try_for_each(|n| {
                staging.put(
                    &format!("p/{}/{n}/index.html", n % 7),
                    None,
                    n.to_string().as_bytes(),
                )
            })
            .unwrap();
        staging.swap_in().unwrap()
    };
    let first = build();
    assert_eq!((first.written, first.unchanged), (2000, 0));
    let second = build();
    assert_eq!(
        (second.written, second.unchanged, second.removed),
        (0, 2000, 0)
    );
    assert_eq!(texts(&output).len(), 2000);
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    let half = root.join(".public.candor-new");
    let leftovers: [&[(&str, &str)]; 3] = [
        &[],
        &[(".candor-half", "Candor wr")],
        &[
            (".candor", &marker::text(&marker::Listed::new())),
            ("half/page.html", "<ht"),
        ],
    ];
    for leftover in leftovers {
        fs::create_dir(&half).unwrap();
        for (path, text) in leftover {
            put(&half, path, text);
        }
        put(root, ".public.candor-lock", "");
        publish(root, &output, SITE).unwrap();
        assert_eq!(texts(&output), site(SITE));
        assert!(!half.exists());
        assert!(!root.join(".public.candor-lock").exists());
    }
}

#[test]
fn without_an_exchange_the_old_site_comes_back() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    let before = tree(&output);
    // Killed between the two renames.
    fs::rename(&output, root.join(".public.candor-old")).unwrap();
    recover(&output).unwrap();
    assert_eq!(tree(&output), before);
    assert!(!root.join(".public.candor-old").exists());

    fs::rename(&output, root.join(".public.candor-old")).unwrap();
    drop(Staging::open(&output, &guard(root), Twins::None).unwrap());
    assert_eq!(tree(&output), before);

    // Killed before the old one was deleted.
    put(
        &root.join(".public.candor-old"),
        ".candor",
        &marker::text(&marker::Listed::new()),
    );
    recover(&output).unwrap();
    publish(root, &output, SITE).unwrap();
    assert!(!root.join(".public.candor-old").exists());
}

#[test]
fn two_renames_put_the_old_one_back_when_the_second_fails() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    put(&at("public"), "index.html", "old");
    let error = swap::two_renames(&at("missing"), &at("public"), &at("old")).unwrap_err();
    assert!(matches!(error, WriteError::Io { .. }));
    assert_eq!(texts(&at("public")), site(&[("index.html", "old")]));

    put(&at("new"), "index.html", "new");
    swap::two_renames(&at("new"), &at("public"), &at("old")).unwrap();
    assert_eq!(texts(&at("public")), site(&[("index.html", "new")]));
    assert_eq!(texts(&at("old")), site(&[("index.html", "old")]));
}

#[test]
fn a_foreign_file_that_is_replaced_during_the_swap_is_not_lost() {
    use crate::write::foreign::{carry, retire};
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    let listed: marker::Listed = ["index.html".to_owned()].into();
    put(&old, "index.html", "ours");
    put(&old, ".git/index", "one");
    put(&old, ".git/HEAD", "ref");
    put(&new, "index.html", "ours, new");
    let carried = carry(&old, &new, &listed).unwrap();
    // `git` saves by renaming, and makes a new file, both in the old folder.
    put(&old, ".git/index.lock", "two");
    fs::rename(old.join(".git/index.lock"), old.join(".git/index")).unwrap();
    put(&old, ".git/ORIG_HEAD", "late");
    // And a file that the new folder got already isn't set back.
    put(&new, ".git/HEAD.lock", "newer");
    fs::rename(new.join(".git/HEAD.lock"), new.join(".git/HEAD")).unwrap();

    assert!(retire(&old, &new, &listed, &carried));
    assert!(!old.exists());
    let expected = [
        ("index.html", "ours, new"),
        (".git/index", "two"),
        (".git/HEAD", "newer"),
        (".git/ORIG_HEAD", "late"),
    ];
    assert_eq!(texts(&new), site(&expected));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever sites follow one another, the folder holds the last one and what others put there.
    #[test]
    fn the_folder_holds_the_last_site_and_what_is_foreign(
        sites in prop::collection::vec(prop::collection::btree_map("[ab]/[cd]/[ef]", "[xy]{0,2}", 0..6), 1..5),
    ) {
        let folder = project();
        let (root, output) = (folder.path(), folder.path().join("public"));
        for (round, files) in sites.iter().enumerate() {
            let pairs: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            publish(root, &output, &pairs).unwrap();
            put(&output, &format!("a/foreign-{round}"), "kept");
            let mut expected = files.clone();
            expected.extend((0..=round).map(|n| (format!("a/foreign-{n}"), "kept".to_owned())));
            prop_assert_eq!(texts(&output), expected);
        }
    }
}

#[cfg(unix)]
#[test]
fn everybody_may_read_whatever_stood_there_before() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let set = |path: &str, mode| {
        fs::set_permissions(output.join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    publish(root, &output, SITE).unwrap();
    set("index.html", 0o600);
    set("changes/index.html", 0o777);
    set("changes", 0o700);
    set("", 0o700);
    publish(root, &output, SITE).unwrap();
    for (path, thing) in tree(&output) {
        match thing {
            Thing::File { mode, .. } => assert_eq!(mode, 0o644, "{path}"),
            Thing::Folder { mode, .. } => assert_eq!(mode, 0o755, "{path}"),
            Thing::Link(_) => unreachable!(),
        }
    }
}
