//! What is new, and for whom.

use candor::assemble::FeedScope;
use candor::assemble::feed::FeedLog;
use candor::content::ProductId;
use candor::render::message::Format;

use crate::support::{Built, DAY, Project};
use crate::{everything, published, sent};

const CHANGE: &str = "2026-11-23-postlark-adds-ireland";

fn new_ids(now: &Built, scope: &FeedScope, before: Option<&Built>) -> Vec<String> {
    let before = before.map(published);
    let log = FeedLog::of(&now.site, scope);
    let news = log.new_since(&now.site, before.as_ref());
    news.iter().map(|change| change.id.to_string()).collect()
}

#[test]
fn new_is_what_is_announced_by_the_day_and_not_in_the_published_log() {
    let project = Project::base();
    let ids = |day, before: Option<&str>| {
        let before = before.map(|day| project.built(day));
        new_ids(&project.built(day), &FeedScope::Everything, before.as_ref())
    };
    assert_eq!(ids(DAY, None), ["2026-01-05-first-list", CHANGE]);
    assert_eq!(ids(DAY, Some("2026-11-22")), [CHANGE]);
    assert_eq!(ids("2026-11-22", Some("2026-11-22")), [""; 0]);
    assert_eq!(ids(DAY, Some(DAY)), [""; 0]);
}

#[test]
fn an_editorial_change_is_not_announced() {
    let document = Project::base()
        .text("content/processing/support.md")
        .replace("log files", "logs");
    let project = Project::base().record(
        "2026-11-24-wording",
        "announced = 2026-11-24\neffective = 2026-11-24\ntitle = \"Wording\"\neditorial = true",
        &[("processing/support.md", &document)],
    );
    let before = Project::base().built(DAY);
    let now = project.built(DAY);
    assert!(now.site.history().changes().len() > 2);
    assert_eq!(
        new_ids(&now, &FeedScope::Everything, Some(&before)),
        [""; 0]
    );
}

/// Stackhaven is used for the server edition alone, Postlark for the cloud.
fn two_products() -> Project {
    let products = "\n[products]\ncloud = \"Heronsgate Cloud\"\nserver = \"Heronsgate Server\"\n";
    let mut project = Project::base();
    let config = project.text("candor.toml") + products;
    project = project.with_bytes("candor.toml", config);
    for path in [
        "content/subprocessors.toml",
        "content/changes/2026-01-05-first-list/subprocessors.toml",
        "content/changes/2026-11-23-postlark-adds-ireland/subprocessors.toml",
    ] {
        let text = project
            .text(path)
            .replace(
                "purpose = \"Hosting\"",
                "purpose = \"Hosting\"\nproducts = [\"server\"]",
            )
            .replace(
                "purpose = \"Mail to users\"",
                "purpose = \"Mail to users\"\nproducts = [\"cloud\"]",
            );
        project = project.with_bytes(path, text);
    }
    project
}

#[test]
fn a_products_customers_hear_of_their_product_alone() {
    let project = two_products();
    let (before, now) = (project.built("2026-11-22"), project.built(DAY));
    let scope = |id: &str| FeedScope::Product(ProductId::new(id).unwrap());
    assert_eq!(
        new_ids(&now, &scope("server"), Some(&before)),
        [""; 0],
        "Postlark isn't used for it"
    );
    assert_eq!(new_ids(&now, &scope("cloud"), Some(&before)), [CHANGE]);
    let text = sent(&now, &scope("cloud"), None, Format::Text);
    assert!(
        text.starts_with("Heronsgate Trust Center announces 2 changes that concern Heronsgate"),
        "{text}"
    );
    let log = "Changes for Heronsgate Cloud:\n<https://trust.heronsgate.example/products/cloud/>";
    assert!(text.contains(log), "{text}");
    assert!(text.contains("Added: Postlark\n"));
    assert!(!text.contains("Stackhaven"), "{text}");
}

#[test]
fn what_was_replaced_before_anyone_heard_of_it_says_so() {
    let working = Project::base()
        .text("content/subprocessors.toml")
        .replace(", \"IE\"", ", \"NL\"");
    let entry = working.rsplit_once("[[subprocessor]]").unwrap().1;
    let project = Project::base()
        .record(
            "2026-11-24-the-netherlands",
            &format!("announced = 2026-11-24\neffective = 2026-12-25\ntitle = \"Postlark adds a location in the Netherlands\"\nreplaces = \"{CHANGE}\""),
            &[],
        )
        .with_bytes(
            "content/changes/2026-11-24-the-netherlands/subprocessors.toml",
            format!("[[subprocessor]]{entry}"),
        )
        .with_bytes("content/subprocessors.toml", working.clone());
    let before = published(&project.built("2026-11-22"));
    let now = project.built(DAY);
    let text = sent(&now, &FeedScope::Everything, Some(&before), Format::Text);
    let (first, second) = text
        .split_once("\nPostlark adds a location in the Netherlands\n=")
        .unwrap();
    assert!(
        first.contains("- In its place: Postlark adds a location in the Netherlands"),
        "{text}"
    );
    assert!(
        second.contains("- Replaces the announced change Postlark adds a location in Ireland"),
        "{text}"
    );
}

#[test]
fn every_format_has_the_head_of_the_chain_and_each_records_digest() {
    let now = Project::base().built(DAY);
    let log = now.site.log();
    for format in [Format::Text, Format::Html, Format::Slack, Format::Json] {
        let said = everything(&now, format);
        for record in log.records() {
            assert!(said.contains(&record.digest.to_string()), "{format:?}");
        }
        let head = log.head().unwrap().digest.to_string();
        assert!(said.matches(&head).count() >= 2, "{format:?}");
    }
}
