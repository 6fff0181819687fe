//! Elements of raw HTML, already clean, as HTML again: links go through the resolver and ids into the
//! scope as those of Markdown do.

use std::fmt::Write as _;

use super::{ResolvedLink, Writer, push_escaped};
use crate::content::prose::{Element, LinkKind, Node};

impl Writer<'_> {
    pub(super) fn element(&mut self, element: &Element) {
        match element.name {
            "img" => self.image(element),
            "br" | "hr" | "wbr" => {
                let _ = write!(self.out, "<{}", element.name);
                self.attributes(element, None);
                self.out.push('>');
            }
            "a" => self.anchor_element(element),
            name => {
                let name = self.name(name);
                let _ = write!(self.out, "<{name}");
                self.attributes(element, None);
                self.out.push('>');
                let start = self.out.len();
                self.nodes(&element.content);
                // A browser leaves out a line end right behind this tag.
                if name == "pre" && self.out[start..].starts_with('\n') {
                    self.out.insert(start, '\n');
                }
                let _ = write!(self.out, "</{name}>");
            }
        }
    }

    fn image(&mut self, element: &Element) {
        let src = element.attribute("src").unwrap_or_default();
        match self.href(src, LinkKind::Image) {
            ResolvedLink::To(src) => {
                self.out.push_str("<img");
                self.attributes(element, Some(&src));
                // An image without words is decoration to a screen reader.
                if element.attribute("alt").is_none() {
                    self.attribute("alt", "");
                }
                self.out.push('>');
            }
            ResolvedLink::Text => {
                push_escaped(&mut self.out, element.attribute("alt").unwrap_or_default());
            }
        }
    }

    fn anchor_element(&mut self, element: &Element) {
        let href = match element.attribute("href") {
            Some(target) if !self.in_link => match self.href(target, LinkKind::Link) {
                ResolvedLink::To(href) => Some(href),
                ResolvedLink::Text => None,
            },
            _ => None,
        };
        let named = element
            .attribute("id")
            .is_some_and(|id| self.page_id(id).is_some());
        if href.is_none() && !named {
            self.nodes(&element.content);
            return;
        }
        let name = if href.is_some() { "a" } else { "span" };
        let was_in_link = self.in_link;
        self.in_link |= href.is_some();
        let _ = write!(self.out, "<{name}");
        self.attributes(element, href.as_deref());
        self.out.push('>');
        self.nodes(&element.content);
        let _ = write!(self.out, "</{name}>");
        self.in_link = was_in_link;
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Inlines(inlines) => self.inlines(inlines),
                Node::Blocks(blocks) => self.blocks(blocks),
            }
        }
    }

    pub(in crate::render) fn attributes(&mut self, element: &Element, lead: Option<&str>) {
        for attribute in &element.attributes {
            match attribute.name {
                "href" | "src" => {
                    if let Some(lead) = lead {
                        self.attribute(attribute.name, lead);
                    }
                }
                "id" => self.id(&attribute.value),
                other => self.attribute(other, &attribute.value),
            }
        }
    }

    /// A heading's level follows the page, as that of a Markdown heading does.
    pub(in crate::render) fn name(&self, name: &'static str) -> String {
        match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            Some(level) => format!("h{}", self.level(level)),
            None => name.to_owned(),
        }
    }
}
