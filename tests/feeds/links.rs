//! Case 04: links inside feed items.

use std::collections::BTreeSet;

use scraper::Html;

use crate::read::{Item, same_items};
use crate::support::{Built, DAY, Project, html};

const BASE: &str = "https://www.heronsgate.example/legal/trust/";

const SUPPORT: &str = "+++
title = \"Customer support\"
+++
See [what we measure](../security.md#access-control), [the list](/subprocessors/), [below](#where-logs-go) and
[our mail provider](subprocessor:postlark). ![Diagram](../static/flow.png) Logs are kept for a while.[^k]

<a href=\"../faq.md\" class=\"big\">Questions</a> <img src=\"../static/flow.png\" alt=\"Flow\">

| a | b |
|:--|--:|
| 1 | 2 |

## Where logs go

To one region.[^k]

```toml
a = 1
```

[^k]: Thirty days.
";

/// The base with a document amended, and one added whose text says the same.
fn project() -> Project {
    let page = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\n+++\n{text}\n");
    Project::base()
        .record(
            "2026-11-24-new-wording",
            "announced = 2026-11-24\neffective = 2026-11-24\ntitle = \"New wording\"",
            &[
                ("processing/support.md", SUPPORT),
                (
                    "processing/training.md",
                    &SUPPORT.replace("support", "training"),
                ),
            ],
        )
        .with_bytes(
            "content/security.md",
            page("Security", "## Access control\n\nBy key."),
        )
        .with_bytes("content/faq.md", page("Questions", "None yet."))
        .with_bytes("content/static/flow.png", b"an image".as_slice())
}

fn item(built: &Built) -> Item {
    let items = same_items(built, "changes/");
    items
        .into_iter()
        .find(|item| item.title == "New wording")
        .unwrap()
}

#[test]
fn every_address_leads_to_a_file_and_a_place_in_it() {
    let built = project().built_at(DAY, BASE);
    let texts = built.texts();
    let files = built.files();
    let item = item(&built);
    let content = Html::parse_fragment(item.content.as_str());
    let mut addresses: BTreeSet<String> = BTreeSet::new();
    addresses.extend(html::attributes(&content, "[href]", "href"));
    addresses.extend(html::attributes(&content, "[src]", "src"));
    for address in &addresses {
        let below = address
            .strip_prefix(BASE)
            .unwrap_or_else(|| unreachable!("{address}"));
        assert!(
            !below.contains(".md") && !below.contains("subprocessor:"),
            "{address}"
        );
        let (path, fragment) = below.split_once('#').unwrap_or((below, ""));
        let file = match path {
            path if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
            path => path.to_owned(),
        };
        assert!(files.contains_key(&file), "{address}");
        if !fragment.is_empty() {
            let page = html::parse(&texts[&file]);
            let ids = html::attributes(&page, "[id]", "id");
            assert!(ids.iter().any(|id| id == fragment), "{address}: {ids:?}");
        }
    }
    let versions = |document| format!("processing/{document}/versions/2026-11-24-new-wording/");
    let mut expected: Vec<String> = [
        "security/#access-control",
        "subprocessors/",
        "faq/",
        "flow.png",
        "subprocessors/postlark/",
    ]
    .map(str::to_owned)
    .into();
    for document in ["support", "training"] {
        for place in ["#where-logs-go", "#fn:1", "#fnref:1", "#fnref:1:2"] {
            expected.push(versions(document) + place);
        }
    }
    for expected in expected {
        assert!(
            addresses.contains(&format!("{BASE}{expected}")),
            "{expected}: {addresses:#?}"
        );
    }
}

#[test]
fn an_item_needs_no_style_and_has_no_ids() {
    for item in same_items(&project().built_at(DAY, BASE), "changes/") {
        let content = Html::parse_fragment(item.content.as_str());
        for forbidden in ["[id]", "[class]", "[style]", "script", "style"] {
            assert!(
                html::all(&content, forbidden).is_empty(),
                "{forbidden}: {}",
                item.content.as_str()
            );
        }
    }
    let amended = item(&project().built_at(DAY, BASE));
    let content = Html::parse_fragment(amended.content.as_str());
    let removed = html::words(&content, "del").join(" ");
    assert!(
        removed.contains("Our agents read"),
        "{}",
        amended.content.as_str()
    );
}

#[test]
fn on_pages_the_same_links_are_relative() {
    let built = project().built_at(DAY, BASE);
    let page = html::parse(&built.page("/processing/support/"));
    let links = html::attributes(&page, "main a[href], main img", "href");
    for expected in [
        "../../security/#access-control",
        "../../subprocessors/postlark/",
        "../../faq/",
        "#where-logs-go",
    ] {
        assert!(
            links.iter().any(|href| href == expected),
            "{expected}: {links:?}"
        );
    }
}
