//! A site in another language: the German one has no English in it, and a third language is one file.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where what it needs is missing"
)]

#[path = "../support/mod.rs"]
mod support;

mod french;
mod german;

use scraper::{Html, Node};

/// The day on which the sites are looked at: one change is announced, the others are in force.
const DAY: &str = "2026-11-24";

fn project() -> support::Project {
    support::Project::new(include_str!("german.txt"))
}

/// What people read of a page, with what only screen readers say.
fn words(html: &str) -> String {
    let page = Html::parse_document(html);
    let mut text = String::new();
    for node in page.tree.nodes() {
        match node.value() {
            Node::Text(said) => text.push_str(said),
            Node::Element(element) => {
                for name in ["aria-label", "title", "alt", "content", "data-label"] {
                    if let Some(value) = element.attr(name) {
                        text.push_str(value);
                        text.push(' ');
                    }
                }
                text.push(' ');
            }
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
