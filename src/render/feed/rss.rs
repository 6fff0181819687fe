//! A feed as RSS 2.0, by the specification of the RSS Advisory Board.

use jiff::fmt::rfc2822::DateTimePrinter;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Feed;
use crate::content::text::legible;

type Out = Writer<Vec<u8>>;

/// The text of an RSS feed.
pub(super) fn write(feed: &Feed) -> String {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    put(
        &mut out,
        Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)),
    );
    let root = BytesStart::new("rss").with_attributes([
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ]);
    put(&mut out, Event::Start(root));
    put(&mut out, Event::Start(BytesStart::new("channel")));
    element(&mut out, "title", &feed.title);
    element(&mut out, "link", &feed.link);
    element(&mut out, "description", &feed.description);
    element(&mut out, "language", &feed.language);
    let own = BytesStart::new("atom:link").with_attributes([
        ("href", feed.address.as_str()),
        ("rel", "self"),
        ("type", "application/rss+xml"),
    ]);
    put(&mut out, Event::Empty(own));
    if let Some(newest) = feed.items.first() {
        element(&mut out, "lastBuildDate", &date(newest.published));
    }
    for item in &feed.items {
        put(&mut out, Event::Start(BytesStart::new("item")));
        element(&mut out, "title", &item.title);
        element(&mut out, "link", &item.link);
        let guid = BytesStart::new("guid").with_attributes([("isPermaLink", "false")]);
        put(&mut out, Event::Start(guid));
        put(&mut out, Event::Text(BytesText::new(&item.guid)));
        put(&mut out, Event::End(BytesEnd::new("guid")));
        element(&mut out, "pubDate", &date(item.published));
        for category in &item.categories {
            element(&mut out, "category", category);
        }
        element(&mut out, "description", &item.content);
        put(&mut out, Event::End(BytesEnd::new("item")));
    }
    put(&mut out, Event::End(BytesEnd::new("channel")));
    put(&mut out, Event::End(BytesEnd::new("rss")));
    let mut text = String::from_utf8(out.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn element(out: &mut Out, name: &str, text: &str) {
    put(out, Event::Start(BytesStart::new(name)));
    put(out, Event::Text(BytesText::new(&legible(text))));
    put(out, Event::End(BytesEnd::new(name)));
}

fn put(out: &mut Out, event: Event<'_>) {
    // Writing to memory can't fail.
    let _ = out.write_event(event);
}

/// RFC 822 as RSS asks for it, in GMT: what every reader understands.
fn date(instant: jiff::Timestamp) -> String {
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&instant)
        .unwrap_or_default()
}
