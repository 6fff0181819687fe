//! Moving the site keeps every item (case 01).

use std::collections::{BTreeMap, BTreeSet};

use crate::support::html::{attributes, parse};
use crate::support::{Built, DAY, Project};

const ROOT: &str = "https://trust.heronsgate.example/";
const FOLDER: &str = "https://www.heronsgate.example/legal/trust";
const LOCAL: &str = "http://127.0.0.1:8123/preview/";
const FEEDS: [&str; 2] = ["changes/rss.xml", "subprocessors/rss.xml"];

#[test]
fn an_items_identity_survives_a_move_and_another_title() {
    let base = Project::base();
    let renamed = Project::base().edit(
        "candor.toml",
        "Heronsgate Trust Center",
        "Heronsgate Privacy",
    );
    for feed in FEEDS {
        let guids = guids(&base.built_at(DAY, ROOT), feed);
        let different: BTreeSet<&String> = guids.iter().collect();
        assert_eq!((guids.len(), different.len()), (2, 2));
        assert!(guids.iter().all(|guid| guid.starts_with("urn:uuid:")));
        for moved in [
            base.built_at(DAY, FOLDER),
            base.built_at(DAY, LOCAL),
            renamed.built(DAY),
        ] {
            assert_eq!(self::guids(&moved, feed), guids);
        }
        let xml = base.built(DAY).file(feed);
        assert_eq!(xml.matches("isPermaLink=\"false\"").count(), 2);
    }
}

#[test]
fn every_address_in_a_folder_names_the_folder_once() {
    let built = Project::base().built_at(DAY, FOLDER);
    let base = format!("{FOLDER}/");
    for (path, text) in built.texts() {
        assert!(!text.contains("legal/trust/legal"), "{path}");
        assert!(!text.contains("heronsgate.example//"), "{path}");
        let absolute = text.matches("https://www.heronsgate.example").count();
        assert_eq!(
            absolute,
            text.matches(&base).count(),
            "{path}: an address without the folder"
        );
        assert!(!text.contains(ROOT), "{path} names another address");
    }
    let not_found = parse(&built.file("404.html"));
    for link in attributes(&not_found, "a", "href") {
        let is_here = link.starts_with('#');
        assert!(
            is_here || link.starts_with(&base),
            "404.html links to {link}"
        );
    }
}

#[test]
fn a_changes_address_is_the_same_wherever_it_stands() {
    for base in [ROOT.to_owned(), format!("{FOLDER}/")] {
        let built = Project::base().built_at(DAY, &base);
        let sitemap = built.file("sitemap.xml");
        for feed in FEEDS {
            let xml = built.file(feed);
            assert!(
                xml.contains(&format!("href=\"{base}{feed}\"")),
                "{feed} names itself"
            );
            let feed = feed_rs::parser::parse(xml.as_bytes()).unwrap();
            assert_eq!(feed.entries.len(), 2);
            for entry in feed.entries {
                let link = &entry.links[0].href;
                let path = link.strip_prefix(&base).unwrap();
                assert!(
                    path.starts_with("changes/") && path.ends_with('/'),
                    "{link}"
                );
                let page = parse(&built.page(path));
                assert_eq!(
                    attributes(&page, "link[rel=canonical]", "href"),
                    std::slice::from_ref(link)
                );
                assert!(sitemap.contains(&format!("<loc>{link}</loc>")), "{link}");
            }
        }
    }
}

#[test]
fn pages_are_the_same_wherever_the_site_lies() {
    let pages = |base: &str| -> BTreeMap<String, String> {
        let built = Project::base().built_at(DAY, base);
        let texts = built.texts().into_iter();
        texts
            .filter(|(path, _)| path.ends_with(".html"))
            .filter(|(path, _)| !["404.html", "subscribe/index.html"].contains(&path.as_str()))
            .map(|(path, text)| (path, without_absolute_links(&text)))
            .collect()
    };
    let (one, other) = (pages(ROOT), pages(FOLDER));
    assert!(one.len() > 8);
    for (path, text) in &one {
        assert_eq!(other.get(path), Some(text), "{path}");
    }
}

/// A page without the links of its head that are absolute on purpose.
fn without_absolute_links(page: &str) -> String {
    let lines = page
        .lines()
        .filter(|line| !line.contains("rel=\"canonical\"") && !line.contains("rel=\"alternate\""));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_is_no_base_address_is_refused() {
    for (address, says) in [
        (
            "trust.heronsgate.example",
            "did you mean https://trust.heronsgate.example/?",
        ),
        ("//trust.heronsgate.example/", "scheme"),
        ("ftp://trust.heronsgate.example/", "ftp"),
        ("https:///x", "host"),
        ("https://h/?a=b", "?a=b"),
        ("https://h/#x", "#x"),
    ] {
        let project = Project::base();
        let disk = project.on_disk();
        let option = disk.candor(&["build", "--as-of", DAY, "--base-url", address]);
        assert_eq!(option.code, Some(2), "{address}: {}", option.err);
        assert!(option.err.contains(says), "{address}: {}", option.err);
        disk.write(
            "candor.toml",
            project
                .edit("candor.toml", ROOT, address)
                .text("candor.toml")
                .as_bytes(),
        );
        let file = disk.candor(&["build", "--as-of", DAY]).ends_with(1);
        assert!(file.err.contains("candor.toml:4:"), "{}", file.err);
    }
}

fn guids(built: &Built, feed: &str) -> Vec<String> {
    let xml = built.file(feed);
    let feed = feed_rs::parser::parse(xml.as_bytes()).unwrap();
    feed.entries.into_iter().map(|entry| entry.id).collect()
}
