//! A feed as RSS 2.0, by the specification of the RSS Advisory Board.

use jiff::fmt::rfc2822::DateTimePrinter;

use super::{Feed, FeedItem};
use crate::assemble::FeedFormat;
use crate::render::xml::Document;

/// The text of an RSS feed.
pub(super) fn write(feed: &Feed) -> String {
    let namespaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
    ];
    Document::with_root("rss", &namespaces, |rss| {
        rss.parent("channel", &[], |channel| {
            channel.element("title", &feed.title);
            channel.element("link", &feed.link);
            channel.element("description", &feed.description);
            channel.element("language", &feed.language);
            links(channel, feed);
            if let Some(updated) = feed.updated {
                channel.element("lastBuildDate", &date(updated));
            }
            for item in &feed.items {
                channel.parent("item", &[], |element| write_item(element, item));
            }
        });
    })
}

/// RFC 5005 has its links in Atom's namespace for RSS too.
fn links(channel: &mut Document, feed: &Feed) {
    let mut link = |relation: &str, address: &str| {
        let media_type = FeedFormat::Rss.media_type();
        let attributes = [("rel", relation), ("href", address), ("type", media_type)];
        channel.empty("atom:link", &attributes);
    };
    link("self", &feed.address);
    for (relation, address) in feed.document.links() {
        link(relation, address);
    }
    if feed.document.is_archive() {
        channel.empty("fh:archive", &[]);
    }
}

fn write_item(element: &mut Document, item: &FeedItem) {
    element.element("title", &item.title);
    element.element("link", &item.link);
    element.element_with("guid", &[("isPermaLink", "false")], &item.guid);
    element.element("pubDate", &date(item.published));
    for category in &item.categories {
        element.element("category", category);
    }
    element.element("description", item.content.as_str());
}

/// RFC 822 as RSS asks for it, in GMT: what every reader understands.
fn date(instant: jiff::Timestamp) -> String {
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&instant)
        .unwrap_or_default()
}
