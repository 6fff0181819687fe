//! What the search looks through: every page once, in its reader's words; and the page that lists them all.

use crate::support::html::{attributes, parse, words};
use crate::support::{Built, Project};

const DAY: &str = "2026-09-20";

/// A page as a reader's browser gets it.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) sections: Vec<Section>,
}

#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) anchor: String,
    pub(crate) heading: String,
    pub(crate) text: String,
}

/// Every page that the search of a site looks through, in the order of its parts.
pub(crate) fn pages(built: &Built) -> Vec<Page> {
    let parts = attributes(&parse(&built.page("/search/")), "#_search", "data-parts");
    let parts = parts.iter().flat_map(|parts| parts.split(' '));
    parts
        .flat_map(|part| read(&built.file(&format!("search/{part}"))))
        .collect()
}

fn read(script: &str) -> Vec<Page> {
    let pages = script
        .strip_prefix("(self.candorPages ??= []).push(\n")
        .and_then(|rest| rest.strip_suffix("\n);\n"))
        .unwrap();
    type Read = (String, String, String, Vec<(String, String, String)>);
    let pages: Vec<Read> = serde_json::from_str(&format!("[{pages}]")).unwrap();
    let section = |(anchor, heading, text)| Section {
        anchor,
        heading,
        text,
    };
    let page = |(address, title, kind, sections): Read| Page {
        address,
        title,
        kind,
        sections: sections.into_iter().map(section).collect(),
    };
    pages.into_iter().map(page).collect()
}

fn titled<'a>(pages: &'a [Page], title: &str) -> &'a Page {
    let found: Vec<&Page> = pages.iter().filter(|page| page.title == title).collect();
    assert_eq!(found.len(), 1, "{title} among {pages:#?}");
    found[0]
}

#[test]
fn a_page_is_found_by_all_that_it_says() {
    let built = Project::sample().built(DAY);
    let pages = pages(&built);

    let google = titled(&pages, "Google");
    assert_eq!(google.kind, "Sub-processor");
    let facts = &google.sections[0].text;
    for fact in [
        "Google Cloud EMEA Limited",
        "Communication",
        "Dublin",
        "Contact details",
        "United States",
    ] {
        assert!(facts.contains(fact), "{fact}: {facts}");
    }

    let support = titled(&pages, "Customer support");
    let headings: Vec<&str> = support
        .sections
        .iter()
        .map(|s| s.heading.as_str())
        .collect();
    assert_eq!(
        headings,
        ["Purpose of processing", "Categories of processing"]
    );
    assert_eq!(support.sections[1].anchor, "categories-of-processing");
    assert!(
        support.sections[1]
            .text
            .contains("a support archive of Confluence")
    );

    let change = titled(&pages, "Google Drive replaces SharePoint");
    assert_eq!(change.kind, "Change · 17 October 2026");
    assert!(
        change.sections[1]
            .text
            .contains("Removed Microsoft (SharePoint)")
    );
}

#[test]
fn what_repeats_a_page_is_left_out() {
    let built = Project::sample().built(DAY);
    let addresses: Vec<String> = pages(&built).into_iter().map(|page| page.address).collect();
    for address in &addresses {
        assert!(!address.contains("/versions/"), "{address}");
        assert!(!address.contains("/as-of/20"), "{address}");
    }
    let listed = attributes(&parse(&built.page("/search/")), ".index a", "href");
    let sorted = |mut addresses: Vec<String>| {
        addresses.sort();
        addresses
    };
    assert_eq!(
        sorted(addresses),
        sorted(listed),
        "what is listed is what is found"
    );
}

#[test]
fn what_is_gone_says_so_and_what_is_not_announced_is_not_there() {
    let sample = Project::sample();
    let later = pages(&sample.built("2026-11-24"));
    let gone = titled(&later, "Microsoft (SharePoint)");
    assert_eq!(gone.kind, "Sub-processor · No longer in force");
    let earlier = sample.built("2026-09-13");
    let script = earlier.file("search/words-1.js");
    assert!(!script.contains("Google Drive"), "{script}");
}

#[test]
fn a_large_site_has_its_words_in_several_files() {
    let mut project = Project::base();
    for number in 0..450 {
        let page = format!("+++\ntitle = \"Page {number}\"\n+++\nNumber {number}.\n");
        project = project.with_bytes(&format!("content/page-{number}.md"), page);
    }
    let built = project.built("2026-11-24");
    let files = built.files();
    let parts = files
        .keys()
        .filter(|path| path.starts_with("search/words-"));
    assert_eq!(parts.count(), 3);
    let found = pages(&built);
    let numbered = found.iter().filter(|page| page.title.starts_with("Page "));
    assert_eq!(numbered.count(), 450);
}

#[test]
fn newer_changes_stand_before_older_ones_and_names_from_a_to_z() {
    let built = Project::sample().built(DAY);
    let page = parse(&built.page("/search/"));
    let of = |kind: &str| words(&page, &format!("section[aria-labelledby=_{kind}] li"));
    assert_eq!(
        of("change"),
        ["Google Drive replaces SharePoint", "First list"]
    );
    let names = of("subprocessor");
    assert_eq!(
        names.first().map(String::as_str),
        Some("Amazon Web Services")
    );
    assert!(
        names.is_sorted_by_key(|name| name.to_lowercase()),
        "{names:?}"
    );
    let changes: Vec<String> = pages(&built)
        .into_iter()
        .filter(|page| page.kind.contains("2026"))
        .map(|page| page.title)
        .collect();
    assert_eq!(changes, of("change"));
}
