//! The twin beside a site: what it saves, and that whatever becomes of it, the site is what was put.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::{SITE, guard, key, project, publish, publish_with, put, site, texts};
use crate::write::{Key, Staging, Twins, kept};

const TWIN: Twins = Twins::From(0);

fn names(root: &Path) -> Vec<String> {
    let names = fs::read_dir(root).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".public"))
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn only_what_is_new_is_made() {
    use std::os::unix::fs::MetadataExt;
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let inode = |path: &str| fs::metadata(root.join(path)).unwrap().ino();
    publish_with(root, &output, SITE, TWIN).unwrap();
    let (first, second) = (inode("public"), inode(".public.candor-twin"));
    let page = inode("public/changes/index.html");
    let mut next = SITE.to_vec();
    next[0].1 = "home, but another";
    let published = publish_with(root, &output, &next, TWIN).unwrap();
    assert_eq!((published.written, published.unchanged), (1, 3));
    assert_eq!(texts(&output), site(&next));
    // The two folders have changed places, and the files that stay are the same in both.
    assert_eq!(inode("public"), second);
    assert_eq!(inode(".public.candor-twin"), first);
    for twin in ["public", ".public.candor-twin"] {
        assert_eq!(inode(&format!("{twin}/changes/index.html")), page);
    }
    assert_eq!(
        inode("public/index.html"),
        inode(".public.candor-twin/index.html")
    );
    assert_eq!(names(root), [".public.candor-twin"]);
}

#[test]
fn a_small_site_has_no_twin_and_a_fresh_build_takes_it_away() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish_with(root, &output, SITE, Twins::From(SITE.len() + 1)).unwrap();
    assert!(names(root).is_empty());
    publish_with(root, &output, SITE, Twins::From(SITE.len())).unwrap();
    assert_eq!(names(root), [".public.candor-twin"]);
    publish(root, &output, SITE).unwrap();
    assert!(names(root).is_empty());
    assert_eq!(texts(&output), site(SITE));
}

#[test]
fn what_was_kept_lies_with_the_twin_until_a_build_that_keeps_nothing() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    assert_eq!(kept(&output), None);
    for text in ["home", "another", "another"] {
        let mut site = SITE.to_vec();
        site[0].1 = text;
        publish_with(root, &output, &site, TWIN).unwrap();
        assert_eq!(kept(&output).as_deref(), Some(&b"kept"[..]));
        assert_eq!(texts(&output), super::site(&site));
    }
    // Another one isn't what was left, nor is one without a note.
    let place = |name: &str| root.join(".public.candor-twin").join(name);
    for name in [".candor-kept", ".candor-left"] {
        let was = fs::read(place(name)).unwrap();
        fs::remove_file(place(name)).unwrap();
        assert_eq!(kept(&output), None);
        fs::write(place(name), was).unwrap();
        assert_eq!(kept(&output).is_some(), name == ".candor-left");
        publish_with(root, &output, SITE, TWIN).unwrap();
        assert_eq!(kept(&output).as_deref(), Some(&b"kept"[..]));
    }
    let refused = Staging::open(&output, &guard(root), TWIN).unwrap();
    refused.put(".candor-kept", None, b"").unwrap_err();
    drop(refused);
    assert_eq!(names(root), [".public.candor-twin"]);
    assert_eq!(kept(&output), None);
    publish_with(root, &output, SITE, TWIN).unwrap();
    publish(root, &output, SITE).unwrap();
    assert_eq!(kept(&output), None);
}

#[test]
fn what_was_made_for_a_key_and_not_touched_since_is_kept() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let keeps = |path: &str, key: Key| {
        let staging = Staging::open(&output, &guard(root), TWIN).unwrap();
        staging.put_as_left(path, key).unwrap()
    };
    publish_with(root, &output, SITE, TWIN).unwrap();
    assert!(keeps("index.html", key("home")));
    assert!(!keeps("index.html", key("other")));
    assert!(!keeps("missing.html", key("home")));
    // Each of these was dropped without a site, and left the twin as it was.
    assert!(keeps("changes/index.html", key("log")));
    // As long as before, and with its old time.
    let page = output.join("index.html");
    let modified = fs::metadata(&page).unwrap().modified().unwrap();
    fs::remove_file(&page).unwrap();
    put(&output, "index.html", "home");
    fs::File::options()
        .append(true)
        .open(&page)
        .unwrap()
        .set_modified(modified)
        .unwrap();
    // And still not after a build that was dropped.
    assert!(!keeps("index.html", key("home")));
    assert!(!keeps("index.html", key("home")));
    assert!(keeps("changes/index.html", key("log")));
}

#[test]
fn what_is_written_into_a_page_while_the_site_is_built_is_mended_by_the_next_build() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish_with(root, &output, SITE, TWIN).unwrap();
    let staging = Staging::open(&output, &guard(root), TWIN).unwrap();
    for (path, text) in SITE {
        staging.put(path, Some(key(text)), text.as_bytes()).unwrap();
    }
    staging.put("new.html", None, b"new").unwrap();
    let modified = std::time::SystemTime::now() + std::time::Duration::from_secs(1);
    fs::write(output.join("index.html"), "HOME").unwrap();
    let page = fs::File::options()
        .append(true)
        .open(output.join("index.html"));
    page.unwrap().set_modified(modified).unwrap();
    staging.swap_in().unwrap();
    publish_with(root, &output, SITE, TWIN).unwrap();
    assert_eq!(texts(&output), site(SITE));
}

#[test]
fn a_page_and_a_folder_of_one_name_are_refused_in_either_order() {
    for first in [true, false] {
        let folder = project();
        let (root, output) = (folder.path(), folder.path().join("public"));
        publish_with(root, &output, &[("a/b.html", "below"), ("c", "c")], TWIN).unwrap();
        let before = texts(&output);
        let staging = Staging::open(&output, &guard(root), TWIN).unwrap();
        let page = || staging.put("a", None, b"page").is_ok();
        let below = || {
            let left = staging.put_as_left("a/b.html", key("below"));
            left.is_ok_and(|left| left) || staging.put("a/b.html", None, b"below").is_ok()
        };
        if first {
            let _ = (page(), below());
        } else {
            let _ = (below(), page());
        }
        staging.swap_in().unwrap_err();
        assert_eq!(texts(&output), before);
    }
}

#[test]
fn a_page_written_over_in_place_is_made_again() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish_with(root, &output, SITE, TWIN).unwrap();
    // The twin's file is the same, so it can't be taken either.
    fs::write(output.join("index.html"), "HOME").unwrap();
    let published = publish_with(root, &output, SITE, TWIN).unwrap();
    assert_eq!((published.written, published.unchanged), (1, 3));
    assert_eq!(texts(&output), site(SITE));
}

#[test]
fn nothing_that_somebody_put_into_a_twin_is_published() {
    let deeds: [fn(&Path); 6] = [
        |twin| put(twin, "extra.html", "not ours"),
        |twin| put(twin, "changes/extra/x.html", "not ours"),
        |twin| fs::remove_dir_all(twin.join("changes")).unwrap(),
        |twin| put(twin, ".candor-left", "nonsense"),
        |twin| {
            fs::remove_file(twin.join("index.html")).unwrap();
            put(twin, "index.html", "other");
        },
        #[cfg(unix)]
        |twin| {
            fs::rename(twin.join("changes"), twin.with_extension("away")).unwrap();
            std::os::unix::fs::symlink(twin.with_extension("away"), twin.join("changes")).unwrap();
        },
        #[cfg(not(unix))]
        |_| {},
    ];
    for deed in deeds {
        let folder = project();
        let (root, output) = (folder.path(), folder.path().join("public"));
        publish_with(root, &output, SITE, TWIN).unwrap();
        deed(&root.join(".public.candor-twin"));
        let mut next = SITE.to_vec();
        next[1].1 = "log, and more of it";
        publish_with(root, &output, &next, TWIN).unwrap();
        assert_eq!(texts(&output), site(&next));
        // And the twin that is left then is sound.
        publish_with(root, &output, SITE, TWIN).unwrap();
        assert_eq!(texts(&output), site(SITE));
    }
}

#[test]
fn a_twin_that_somebody_made_the_output_is_a_site_again() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish_with(root, &output, SITE, TWIN).unwrap();
    fs::remove_dir_all(&output).unwrap();
    fs::rename(root.join(".public.candor-twin"), &output).unwrap();
    assert!(output.join(".gitignore").exists() && output.join(".candor-kept").exists());
    publish_with(root, &output, SITE, TWIN).unwrap();
    assert_eq!(texts(&output), site(SITE));
    // What somebody else has there isn't a twin's.
    put(&output, ".gitignore", "mine");
    publish_with(root, &output, SITE, TWIN).unwrap();
    assert_eq!(texts(&output)[".gitignore"], "mine");
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_read() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    for name in [".candor-kept", ".candor-left"] {
        publish_with(root, &output, SITE, TWIN).unwrap();
        let place = root.join(".public.candor-twin").join(name);
        fs::remove_file(&place).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &place).unwrap();
        assert_eq!(kept(&output), None);
        publish_with(root, &output, SITE, TWIN).unwrap();
        assert_eq!(texts(&output), site(SITE));
    }
}

#[test]
fn a_folder_of_that_name_that_is_not_candors_stays() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    put(root, ".public.candor-twin/mine.txt", "mine");
    for text in ["home", "other"] {
        let published = publish_with(root, &output, &[("index.html", text)], TWIN).unwrap();
        let in_the_way = root.join(".public.candor-twin");
        assert_eq!(published.no_room_for_twin, Some(in_the_way));
        assert_eq!(texts(&output), site(&[("index.html", text)]));
    }
    let kept = texts(&root.join(".public.candor-twin"));
    assert_eq!(kept, site(&[("mine.txt", "mine")]));
}

#[test]
fn what_is_foreign_stands_in_the_site_alone() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish_with(root, &output, SITE, TWIN).unwrap();
    put(&output, "CNAME", "trust.example");
    put(&output, "theirs/note.txt", "theirs");
    for text in ["one", "two", "two"] {
        let mut next = SITE.to_vec();
        next[0].1 = text;
        publish_with(root, &output, &next, TWIN).unwrap();
        let mut expected = site(&next);
        expected.insert("CNAME".to_owned(), "trust.example".to_owned());
        expected.insert("theirs/note.txt".to_owned(), "theirs".to_owned());
        assert_eq!(texts(&output), expected);
        let twin = texts(&root.join(".public.candor-twin"));
        assert!(!twin.contains_key("CNAME") && !root.join(".public.candor-twin/theirs").exists());
    }
}

#[test]
fn a_page_becomes_a_folder_and_a_page_again() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let sites: [&[(&str, &str)]; 4] = [
        &[("a", "page"), ("b/c/d", "deep"), ("e", "e")],
        &[("a/b", "below"), ("b", "page"), ("e", "e")],
        &[("a", "page"), ("b/c", "less deep"), ("e", "e")],
        // A file of the site's with the name by which a twin is kept out of a repository.
        &[(".gitignore", "own"), ("b", "page"), ("e", "e")],
    ];
    for files in sites.iter().chain(sites.iter().rev()) {
        publish_with(root, &output, files, TWIN).unwrap();
        assert_eq!(texts(&output), site(files));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever sites follow one another, with a twin the folder is what it is without one.
    #[test]
    fn with_a_twin_the_folder_is_what_it_is_without(
        sites in prop::collection::vec(
            (prop::collection::btree_map("[ab](/[cd](/[ef])?)?", "[xy]{0,2}", 0..6), any::<bool>()),
            1..6,
        ),
    ) {
        let folder = project();
        let (root, output) = (folder.path(), folder.path().join("public"));
        let mut foreign = BTreeMap::new();
        for (round, (files, touched)) in sites.iter().enumerate() {
            let is_folder = |path: &str| files.keys().any(|other| other.starts_with(&format!("{path}/")));
            let files: BTreeMap<String, String> =
                files.iter().filter(|(path, _)| !is_folder(path)).map(|(p, t)| (p.clone(), t.clone())).collect();
            let pairs: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            publish_with(root, &output, &pairs, TWIN).unwrap();
            let mut expected = files.clone();
            expected.extend(foreign.clone());
            prop_assert_eq!(texts(&output), expected);
            if *touched {
                let path = format!("z/foreign-{round}");
                put(&output, &path, "kept");
                foreign.insert(path, "kept".to_owned());
                if let Some(page) = files.keys().next() {
                    fs::write(output.join(page), "by hand").unwrap();
                }
            }
        }
    }
}
