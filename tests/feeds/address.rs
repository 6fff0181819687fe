//! Case 01: moving the site keeps every item.

use std::collections::BTreeSet;

use crate::read::{FILES, events, parsed, same_items};
use crate::support::{Built, DAY, Project, html};

const BASES: [&str; 3] = [
    "https://trust.heronsgate.example/",
    "https://www.heronsgate.example/legal/trust",
    "http://127.0.0.1:8123/preview/",
];

const FOLDERS: [&str; 3] = ["changes/", "subprocessors/", "products/app/changes/"];

fn project() -> Project {
    let config = "candor.toml";
    Project::base().edit(
        config,
        "[notice]",
        "[products]\napp = \"The app\"\n\n[notice]",
    )
}

/// Every identity that a subscriber's program keeps.
fn identities(built: &Built) -> Vec<String> {
    let mut identities = Vec::new();
    for folder in FOLDERS {
        let items = same_items(built, folder);
        let own: BTreeSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(own.len(), items.len(), "{folder}");
        identities.extend(items.into_iter().map(|item| item.id));
        identities.push(parsed(&built.file(&format!("{folder}atom.xml"))).id);
        let events = events(&built.file(&format!("{folder}calendar.ics")));
        let uids: BTreeSet<String> = events.iter().map(|event| event["UID"].clone()).collect();
        assert_eq!(uids.len(), events.len(), "{folder}");
        identities.extend(uids);
    }
    identities
}

#[test]
fn items_keep_their_identity_wherever_the_site_lies() {
    let first = identities(&project().built_at(DAY, BASES[0]));
    assert!(first[0].starts_with("urn:uuid:"));
    for base in BASES {
        assert_eq!(identities(&project().built_at(DAY, base)), first, "{base}");
    }
    let renamed = project().edit(
        "candor.toml",
        "title = \"Heronsgate Trust Center\"",
        "title = \"Heronsgate Privacy\"",
    );
    assert_eq!(identities(&renamed.built_at(DAY, BASES[0])), first);
    let rss = project().built_at(DAY, BASES[0]).file("changes/rss.xml");
    assert_eq!(
        rss.matches("<guid isPermaLink=\"false\">urn:uuid:").count(),
        2
    );
}

#[test]
fn every_address_in_a_subfolder_names_it_once() {
    let base = "https://www.heronsgate.example/legal/trust/";
    let built = project().built_at(DAY, BASES[1]);
    for (path, text) in built.texts() {
        // A calendar's lines are folded.
        let text = text.replace("\r\n ", "");
        assert!(!text.contains("legal/trust/legal"), "{path}");
        assert!(!text.contains("heronsgate.example//"), "{path}");
        assert!(!text.contains(BASES[0]), "{path} names another address");
        let absolute = text.matches("https://www.heronsgate.example").count();
        assert_eq!(absolute, text.matches(base).count(), "{path}");
    }
    let not_found = html::parse(&built.file("404.html"));
    for link in html::attributes(&not_found, "a", "href") {
        let is_whole = link.starts_with('#') || link.starts_with(base);
        assert!(is_whole, "404.html links to {link}");
    }
}

#[test]
fn a_feed_says_where_it_lies_and_its_items_have_pages() {
    for base in BASES {
        let built = project().built_at(DAY, base);
        let texts = built.texts();
        let base = built.site.config().site.base_url.as_str();
        for folder in FOLDERS {
            for file in FILES {
                let path = format!("{folder}{file}");
                let own = format!("{base}{path}");
                let said = match file {
                    "rss.xml" | "atom.xml" => format!("rel=\"self\" href=\"{own}\""),
                    _ => format!("\"feed_url\": \"{own}\""),
                };
                assert!(texts[&path].contains(&said), "{path}");
            }
            for item in same_items(&built, folder) {
                let page = item.link.strip_prefix(base).unwrap();
                assert!(page.starts_with("changes/") && page.ends_with('/'));
                let page = &texts[&format!("{page}index.html")];
                let page = html::parse(page);
                let canonical = html::attributes(&page, "link[rel=canonical]", "href");
                assert_eq!(canonical.join(" "), item.link);
                assert!(texts["sitemap.xml"].contains(&format!("<loc>{}</loc>", item.link)));
            }
        }
    }
}

#[test]
fn what_pages_offer_exists() {
    let built = project().built_at(DAY, BASES[1]);
    let files = built.files();
    let base = built.site.config().site.base_url.as_str();
    let mut seen = BTreeSet::new();
    for (path, text) in built.texts() {
        if !path.ends_with(".html") {
            continue;
        }
        let page = html::parse(&text);
        let folder = format!("{base}{path}");
        let folder = url::Url::parse(&folder).unwrap();
        let offered = [
            html::attributes(&page, "link[rel=alternate]", "href"),
            html::attributes(&page, ".offer dt a", "href"),
        ];
        for href in offered.concat() {
            let to = folder.join(&href).unwrap().to_string();
            let file = to.strip_prefix(base).unwrap().to_owned();
            assert!(files.contains_key(&file), "{path} offers {file}");
            seen.insert(file);
        }
    }
    for expected in ["calendar.ics", "atom.xml", "feed.json", "rss.xml"] {
        assert!(seen.contains(&format!("products/app/changes/{expected}")));
        assert!(seen.contains(&format!("subprocessors/{expected}")));
    }
    for expected in ["subprocessors.jsonld", "products/app/subprocessors.csv"] {
        assert!(seen.contains(expected), "{expected}");
    }
}

/// Only what has to be absolute differs between two addresses of one site.
#[test]
fn pages_are_the_same_at_every_address() {
    let pages = |base| {
        let texts = project().built_at(DAY, base).texts().into_iter();
        let pages = texts.filter(|(path, _)| path.ends_with("index.html"));
        let pages = pages.filter(|(path, _)| path != "subscribe/index.html");
        let without_head = |text: &str| {
            let lines = text
                .lines()
                .filter(|line| !line.starts_with("<link rel=\"canonical\""));
            lines.collect::<Vec<_>>().join("\n")
        };
        pages
            .map(|(path, text)| (path, without_head(&text)))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let (one, other) = (pages(BASES[0]), pages(BASES[1]));
    assert!(one.len() > 10);
    for (path, text) in &one {
        assert_eq!(&other[path], text, "{path}");
    }
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
        let config = project.edit("candor.toml", BASES[0], address);
        disk.write("candor.toml", config.text("candor.toml").as_bytes());
        let file = disk.candor(&["build", "--as-of", DAY]).ends_with(1);
        assert!(file.err.contains("candor.toml:4:"), "{}", file.err);
    }
}
