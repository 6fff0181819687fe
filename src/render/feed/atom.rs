//! A feed as Atom (RFC 4287).

use jiff::Timestamp;

use super::{Feed, FeedItem};
use crate::assemble::FeedFormat;
use crate::render::xml::Document;

/// The text of an Atom feed.
pub(super) fn write(feed: &Feed) -> String {
    let attributes = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
        ("xml:lang", feed.language.as_str()),
    ];
    Document::with_root("feed", &attributes, |atom| {
        atom.element("id", &feed.id);
        atom.element("title", &feed.title);
        atom.element("subtitle", &feed.description);
        // Atom asks for an instant even of a feed in which nothing was ever published.
        let updated = feed.updated.unwrap_or(Timestamp::UNIX_EPOCH);
        atom.element("updated", &updated.to_string());
        atom.parent("author", &[], |author| author.element("name", &feed.author));
        let mut link = |relation: &str, address: &str, media_type: &str| {
            let attributes = [("rel", relation), ("href", address), ("type", media_type)];
            atom.empty("link", &attributes);
        };
        let own = FeedFormat::Atom.media_type();
        link("self", &feed.address, own);
        link("alternate", &feed.link, "text/html");
        for (relation, address) in feed.document.links() {
            link(relation, address, own);
        }
        if feed.document.is_archive() {
            atom.empty("fh:archive", &[]);
        }
        for item in &feed.items {
            atom.parent("entry", &[], |entry| write_item(entry, item));
        }
    })
}

fn write_item(entry: &mut Document, item: &FeedItem) {
    entry.element("id", &item.guid);
    entry.element("title", &item.title);
    let link = [
        ("rel", "alternate"),
        ("href", item.link.as_str()),
        ("type", "text/html"),
    ];
    entry.empty("link", &link);
    // An item is never updated: what is to be said anew is a new item.
    entry.element("published", &item.published.to_string());
    entry.element("updated", &item.published.to_string());
    for category in &item.categories {
        entry.empty("category", &[("term", category)]);
    }
    entry.element_with("content", &[("type", "html")], item.content.as_str());
}
