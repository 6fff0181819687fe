//! Every link and anchor leads somewhere: at a domain's root, in a folder, and opened from a disk.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::search;
use crate::support::html::{attributes, parse};
use crate::support::{Built, Project};

/// A day on which the sample has everything: what is past, in force and announced.
const DAY: &str = "2026-09-20";

#[test]
fn in_the_sample_every_link_leads_somewhere() {
    let sample = Project::sample().edit("candor.toml", "index_links = true", "");
    for base_url in [
        "https://trust.tidewren.example/",
        "https://www.tidewren.example/legal/trust",
        "http://127.0.0.1:8123/preview/",
    ] {
        check_links(&sample.built_at(DAY, base_url), FolderLinks::Served);
    }
}

#[test]
fn in_the_sample_every_link_names_a_file_where_nobody_serves_folders() {
    let sample = Project::sample();
    check_links(&sample.built(DAY), FolderLinks::None);
}

#[test]
fn in_the_base_project_every_link_leads_somewhere_on_any_day() {
    for day in [
        "2025-01-01",
        "2026-01-05",
        "2026-11-24",
        "2026-12-24",
        "2031-01-01",
    ] {
        check_links(&Project::base().built(day), FolderLinks::Served);
    }
}

/// Whether whoever shows the site finds a folder's `index.html`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FolderLinks {
    Served,
    None,
}

fn check_links(built: &Built, folders: FolderLinks) {
    let base = built.site.config().site.base_url.as_str().to_owned();
    let base = Url::parse(&base).unwrap();
    let files: BTreeSet<String> = built.files().into_keys().collect();
    let pages: BTreeMap<String, scraper::Html> = built
        .texts()
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path, parse(&text)))
        .collect();
    let mut followed = 0;
    let mut broken = Vec::new();
    for (file, page) in &pages {
        let place = base.join(file.trim_end_matches("index.html")).unwrap();
        for (selector, name) in [
            ("a", "href"),
            ("link", "href"),
            ("img", "src"),
            ("script", "src"),
            ("form", "action"),
        ] {
            for link in attributes(page, selector, name) {
                followed += 1;
                if let Some(problem) = problem(&link, &place, &base, &files, &pages, folders) {
                    broken.push(format!("{file}: {link} {problem}"));
                }
            }
        }
        for refresh in attributes(page, "meta[http-equiv=refresh]", "content") {
            let (_, to) = refresh.split_once("url=").unwrap();
            if let Some(problem) = problem(to, &place, &base, &files, &pages, folders) {
                broken.push(format!("{file}: {to} {problem}"));
            }
        }
    }
    let place = base.join("search/").unwrap();
    for found in search::pages(built) {
        let anchors = found.sections.iter().filter(|s| !s.anchor.is_empty());
        let places = anchors.map(|section| format!("{}#{}", found.address, section.anchor));
        for link in std::iter::once(found.address.clone()).chain(places) {
            if let Some(problem) = problem(&link, &place, &base, &files, &pages, folders) {
                broken.push(format!("the search: {link} {problem}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(followed > 50, "{followed} links were found");
}

/// What is wrong with a link, if anything is.
fn problem(
    link: &str,
    place: &Url,
    base: &Url,
    files: &BTreeSet<String>,
    pages: &BTreeMap<String, scraper::Html>,
    folders: FolderLinks,
) -> Option<String> {
    if link.starts_with('/') {
        return Some("isn't relative".to_owned());
    }
    let url = place.join(link).ok()?;
    let Some(path) = url.as_str().strip_prefix(base.as_str()) else {
        let known = ["https", "http", "mailto", "tel", "webcal"].contains(&url.scheme());
        let away = link.starts_with(url.scheme());
        return (!known || !away).then(|| "leads out of the site".to_owned());
    };
    let (path, fragment) = match path.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (path, None),
    };
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let is_absolute = link.starts_with("http");
    let file = if path.is_empty() || path.ends_with('/') {
        // A link to a heading of its own page names no file.
        if folders == FolderLinks::None && !is_absolute && !link.starts_with('#') {
            return Some("names a folder".to_owned());
        }
        format!("{path}index.html")
    } else {
        path.into_owned()
    };
    if !files.contains(&file) {
        return Some(format!("leads to {file}, which isn't there"));
    }
    let fragment = fragment.filter(|fragment| !fragment.is_empty())?;
    let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    let page = pages.get(&file)?;
    let ids = attributes(page, "[id]", "id");
    (!ids.iter().any(|id| *id == fragment)).then(|| format!("has no anchor in {file}"))
}
