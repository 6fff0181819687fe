//! YAML, in which every value is the text that was written: `NO` is Norway and `1.10` a version.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Spanned};

use super::value::{self, Record, Value};
use super::{DEEPEST, Unreadable};
use crate::import::table::Table;

/// The tables of a file.
pub(super) fn read(text: &str) -> Result<Vec<Table>, Unreadable> {
    values(text).map(value::of_file)
}

/// The tables of what stands above a text, which may say anything.
pub(super) fn read_front_matter(text: &str) -> Vec<Table> {
    let values = values(text).unwrap_or_default();
    values.iter().flat_map(value::tables).collect()
}

fn values(text: &str) -> Result<Vec<Value>, Unreadable> {
    let budget = serde_saphyr::budget! {
        max_depth: DEEPEST / 3,
        max_nodes: 200_000,
        max_aliases: 1_000,
    };
    let options = serde_saphyr::options! {
        budget: budget,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
    };
    let documents: Vec<Spanned<Node>> = serde_saphyr::from_multiple_with_options(text, options)
        .map_err(|error| Unreadable {
            message: format!("this is no YAML that can be read: {}", reason(&error)),
            line: error
                .location()
                .and_then(|location| usize::try_from(location.line()).ok()),
            help: "mend the file there, or export it once more".to_owned(),
        })?;
    Ok(documents
        .iter()
        .map(|document| document.value_in(text))
        .collect())
}

/// What is wrong, without the place, which is told by itself.
fn reason(error: &serde_saphyr::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    // The parser has a bound of its own, which it tells in other words.
    let bounds = ["budget breached", "recursion limit"];
    if bounds.iter().any(|bound| first.contains(bound)) {
        return "it has more values and aliases, or has them deeper within one another, than a list needs"
            .to_owned();
    }
    let first = first.strip_prefix("error: ").unwrap_or(first);
    match first.split_once(": ") {
        Some((place, reason)) if place.starts_with("line ") => reason.to_owned(),
        _ => first.to_owned(),
    }
}

/// A value, of which scalars that aren't texts are only known by their place.
enum Node {
    Other,
    Text(String),
    List(Vec<Spanned<Node>>),
    Record(Vec<(String, Spanned<Node>)>),
}

trait InText {
    fn value_in(&self, text: &str) -> Value;
}

impl InText for Spanned<Node> {
    fn value_in(&self, text: &str) -> Value {
        match &self.value {
            Node::Text(text) => Value::Text(text.clone()),
            Node::List(items) => {
                Value::List(items.iter().map(|item| item.value_in(text)).collect())
            }
            Node::Record(members) => Value::Record(Record {
                members: members
                    .iter()
                    .map(|(key, value)| (key.clone(), value.value_in(text)))
                    .collect(),
                line: usize::try_from(self.defined.line()).unwrap_or(1),
            }),
            Node::Other => match written(self, text) {
                "" | "~" | "null" | "Null" | "NULL" => Value::Null,
                written => Value::Text(written.to_owned()),
            },
        }
    }
}

/// A scalar as it was written.
fn written<'t>(node: &Spanned<Node>, text: &'t str) -> &'t str {
    let span = node.defined.span();
    let range = span.byte_offset().zip(span.byte_len());
    let range = range.and_then(|(start, length)| {
        let start = usize::try_from(start).ok()?;
        Some(start..start.checked_add(usize::try_from(length).ok()?)?)
    });
    let found = range.and_then(|range| text.get(range));
    found.unwrap_or_default().trim()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Node, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut record = Vec::new();
        while let Some(key) = members.next_key::<String>()? {
            record.push((key, members.next_value()?));
        }
        Ok(Node::Record(record))
    }
}
