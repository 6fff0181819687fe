//! XML as feeds and the sitemap need it: elements, attributes and texts, in the order in which they are
//! written.
//!
//! What stands in it is well-formed whatever anyone typed: [`Characters`] is the one way for a text in,
//! and leaves out what XML 1.0 forbids. It knows no format.

use std::borrow::Cow;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::content::text::legible;

/// A document under construction.
pub(super) struct Document(quick_xml::Writer<Vec<u8>>);

/// A name and its value.
pub(super) type Pair<'a> = (&'a str, &'a str);

impl Document {
    /// A document of one root element, whose content `write` adds.
    pub(super) fn with_root(
        name: &str,
        attributes: &[Pair<'_>],
        write: impl FnOnce(&mut Document),
    ) -> String {
        let mut document = Document(quick_xml::Writer::new_with_indent(Vec::new(), b' ', 1));
        document.put(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        document.parent(name, attributes, write);
        // Everything in it came from texts.
        let mut text = String::from_utf8(document.0.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }

    /// An element with others in it.
    pub(super) fn parent(
        &mut self,
        name: &str,
        attributes: &[Pair<'_>],
        write: impl FnOnce(&mut Document),
    ) {
        self.put(Event::Start(start(name, attributes)));
        write(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text in it.
    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.element_with(name, &[], text);
    }

    pub(super) fn element_with(&mut self, name: &str, attributes: &[Pair<'_>], text: &str) {
        let text = Characters::of(text);
        self.put(Event::Start(start(name, attributes)));
        self.put(Event::Text(BytesText::from_escaped(&*text.0)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Pair<'_>]) {
        self.put(Event::Empty(start(name, attributes)));
    }

    fn put(&mut self, event: Event<'_>) {
        // Writing to memory can't fail.
        let _ = self.0.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &[Pair<'_>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        let value = Characters::of(value);
        start.push_attribute(Attribute {
            key: QName(name),
            value: Cow::Borrowed(&*value.0),
        });
    }
    start
}

/// Text as it stands in an XML document: without what XML 1.0 forbids even as a reference, and with
/// everything escaped that a parser would take for markup or normalise.
struct Characters<'a>(Cow<'a, str>);

impl Characters<'_> {
    fn of(text: &str) -> Characters<'_> {
        let text = legible(text);
        if !text.contains(['&', '<', '>', '"', '\r']) {
            return Characters(text);
        }
        let mut escaped = String::with_capacity(text.len() + text.len() / 8);
        for c in text.chars() {
            match c {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                // A parser makes a line feed of it otherwise.
                '\r' => escaped.push_str("&#13;"),
                c => escaped.push(c),
            }
        }
        Characters(Cow::Owned(escaped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_without_what_xml_forbids() {
        let text = Document::with_root("a", &[("b", "1 < \"2\" & 3\u{7}")], |document| {
            document.element("c", "x\u{b}y ]]> \u{fffe}<![CDATA[ &#11; \r\n🔒");
            document.empty("d", &[]);
        });
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <a b=\"1 &lt; &quot;2&quot; &amp; 3\">\n \
             <c>x y ]]&gt; &lt;![CDATA[ &amp;#11; &#13;\n🔒</c>\n \
             <d/>\n\
             </a>\n"
        );
    }
}
