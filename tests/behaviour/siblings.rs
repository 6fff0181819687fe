//! `build --precompress`: siblings are a part of the site, and nothing else changes.

use crate::support::{DAY, Project, Tree, tree};

const BUILD: [&str; 3] = ["build", "--as-of", DAY];

fn without_siblings(site: &Tree) -> Tree {
    let is_sibling = |path: &str| path.ends_with(".gz") || path.ends_with(".br");
    let kept = site
        .iter()
        .filter(|(path, _)| !is_sibling(path) && *path != ".candor");
    kept.map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

#[test]
fn siblings_stand_beside_the_same_site_are_the_same_at_every_build_and_go_again() {
    let disk = Project::sample().on_disk();
    let plain = disk.build();
    let mut precompress = BUILD.to_vec();
    precompress.push("--precompress");
    disk.candor(&precompress).succeeds();
    let site = tree(&disk.root().join("public"));
    assert_eq!(without_siblings(&site), without_siblings(&plain));
    for path in [
        "index.html",
        "changes/rss.xml",
        "subprocessors.csv",
        "subprocessors.json",
    ] {
        for ending in ["gz", "br"] {
            let sibling = format!("{path}.{ending}");
            assert!(site[&sibling].len() < site[path].len(), "{sibling}");
        }
    }
    let marked = String::from_utf8(site[".candor"].clone()).unwrap();
    assert!(
        marked.contains("index.html.br\n"),
        "they are Candor's own: {marked}"
    );
    disk.candor(&precompress)
        .succeeds()
        .says(&["0 new or changed"]);
    disk.candor(&[&precompress[..], &["--output", "again"]].concat())
        .succeeds();
    assert_eq!(tree(&disk.root().join("again")), site);
    assert_eq!(disk.build(), plain, "without the option they go");
}

#[test]
fn a_file_that_would_be_taken_for_a_sibling_is_refused() {
    let project = Project::base().with_bytes("content/static/robots.txt.gz", "not what it seems");
    let disk = project.on_disk();
    disk.build();
    disk.candor(&[&BUILD[..], &["--precompress"]].concat())
        .ends_with(1)
        .says(&[
            "content/static/robots.txt.gz",
            "would take this file for `robots.txt`",
        ]);
}
