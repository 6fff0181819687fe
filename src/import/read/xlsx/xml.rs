//! A workbook's XML as a flat run of elements and texts.
//!
//! It goes from one to the next and keeps none, so neither depth nor breadth costs anything. Entities
//! that a document declares itself are refused: no workbook has any, and they can be made to explode.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// What comes next. Names are without their prefix.
pub(super) enum Node<'a> {
    Open(Element<'a>),
    Text(Cow<'a, str>),
    Close(String),
}

pub(super) struct Element<'a>(BytesStart<'a>);

/// The text isn't the XML that it should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Malformed;

pub(super) struct Nodes<'a>(Reader<&'a [u8]>);

pub(super) fn nodes(text: &str) -> Nodes<'_> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    Nodes(reader)
}

impl<'a> Nodes<'a> {
    /// The next node; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, Malformed> {
        loop {
            return Ok(Some(match self.0.read_event().map_err(|_| Malformed)? {
                Event::Start(element) | Event::Empty(element) => Node::Open(Element(element)),
                Event::End(end) => Node::Close(end.local_name().as_ref().to_owned()),
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|_| Malformed)?;
                    Node::Text(match character {
                        Some(character) => character.to_string().into(),
                        None => resolve_predefined_entity(&reference.xml10_content())
                            .ok_or(Malformed)?
                            .into(),
                    })
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
                Event::DocType(_) => return Err(Malformed),
                Event::Eof => return Ok(None),
            }));
        }
    }
}

impl Element<'_> {
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        unescape(&found.value).ok().map(Cow::into_owned)
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether a flag is set: `hidden="1"`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| is_true(&value))
    }

    /// Whether an element that is a flag itself is on: `<strike/>`, but not `<strike val="0"/>`.
    pub(super) fn is_on(&self) -> bool {
        self.attribute("val").is_none_or(|value| is_true(&value))
    }
}

fn is_true(value: &str) -> bool {
    !matches!(value.trim(), "0" | "false" | "off")
}
