//! The way back: entries, documents and `change.toml` as the text that a writer would have typed.
//!
//! What is printed reads as what was given: `parse(print(x)) == x`. Keys come in the order of the table
//! of fields, an only engagement is written flat, and Markdown stands between three quotation marks.
//! Absent values leave no line. It writes no file and knows no folder.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::overlay::{ChangeKind, Redaction, Wish};
use crate::content::field::Value;
use crate::content::{
    Area, ChangeId, DataCategory, Date, Document, DocumentId, DocumentKind, Engagement, Field,
    Location, Subprocessor, SubprocessorId,
};

/// A line that is longer gets its list written one item a line.
const LINE: usize = 100;

/// What a `change.toml` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeFile {
    pub kind: ChangeKind,
    pub announced: Date,
    /// 0 is the default and leaves no line.
    pub order: u32,
    pub effective: Date,
    pub object_by: Option<Date>,
    pub title: String,
    pub reason: Option<String>,
    pub removed: Vec<RemovedItem>,
    pub replaces: Option<ChangeId>,
    pub corrects: Option<ChangeId>,
    pub short_notice: Option<String>,
    pub wish: Wish,
    pub redaction: Option<Redaction>,
}

/// An item as `removed` names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RemovedItem {
    Subprocessor(SubprocessorId),
    Document(DocumentKind, DocumentId),
}

/// A complete `[[subprocessor]]` entry.
pub fn subprocessor(entry: &Subprocessor) -> String {
    let mut text = String::from("[[subprocessor]]\n");
    text.push_str(&vendor(entry));
    match &entry.engagements[..] {
        [only] if only.id == Engagement::default_id(&only.purpose) => facts(&mut text, only),
        all => {
            for engagement in all {
                text.push_str("\n[[subprocessor.engagement]]\n");
                text.push_str(&self::engagement(engagement));
            }
        }
    }
    extra(&mut text, "[subprocessor.extra]", &entry.extra);
    text
}

/// The lines of an entry that say who the vendor is, without the company's own fields.
pub(super) fn vendor(entry: &Subprocessor) -> String {
    let mut text = String::new();
    line(&mut text, "id", &quoted(entry.id.as_str()));
    for field in Field::OF_VENDOR {
        if field != Field::Extra
            && let Some(value) = entry.value(field)
        {
            fact(&mut text, field.key(), value);
        }
    }
    text
}

/// The lines of one engagement among several.
pub(super) fn engagement(engagement: &Engagement) -> String {
    let mut text = String::new();
    if engagement.id != Engagement::default_id(&engagement.purpose) {
        line(&mut text, "id", &quoted(engagement.id.as_str()));
    }
    facts(&mut text, engagement);
    text
}

/// A document: its front matter, then its text as it was written. The id stands in no line: it is the
/// name of the file, `<id>.md`, and the kind is the folder.
pub fn document(document: &Document) -> String {
    let mut text = String::from("+++\n");
    for field in Field::OF_DOCUMENT {
        match document.value(field) {
            None | Some(Value::Prose(_) | Value::Extra(_)) => {}
            Some(value) => fact(&mut text, field.key(), value),
        }
    }
    extra(&mut text, "[extra]", &document.extra);
    text.push_str("+++\n");
    text.push_str(document.body.text());
    text
}

/// The front matter of a page with a place among others.
pub fn front_matter(title: &str, order: usize) -> String {
    format!("+++\ntitle = {}\norder = {order}\n+++\n", quoted(title))
}

/// A `change.toml`.
pub fn change(change: &ChangeFile) -> String {
    let mut text = String::new();
    let kind = match change.kind {
        ChangeKind::Baseline => "baseline",
        ChangeKind::Change => "change",
        ChangeKind::Historical { .. } => "historical",
    };
    line(&mut text, "kind", &quoted(kind));
    if let ChangeKind::Historical { source } = &change.kind {
        line(&mut text, "source", &quoted(source));
    }
    line(&mut text, "announced", &change.announced.to_string());
    if change.order != 0 {
        line(&mut text, "order", &change.order.to_string());
    }
    line(&mut text, "effective", &change.effective.to_string());
    if let Some(object_by) = change.object_by {
        line(&mut text, "object_by", &object_by.to_string());
    }
    line(&mut text, "title", &quoted(&change.title));
    if let Some(reason) = &change.reason {
        line(&mut text, "reason", &paragraphs(reason));
    }
    if !change.removed.is_empty() {
        list(&mut text, "removed", change.removed.iter().map(removed));
    }
    for (key, id) in [
        ("replaces", &change.replaces),
        ("corrects", &change.corrects),
    ] {
        if let Some(id) = id {
            line(&mut text, key, &quoted(id.as_str()));
        }
    }
    if let Some(why) = &change.short_notice {
        line(&mut text, "short_notice", &paragraphs(why));
    }
    match change.wish {
        Wish::ByRule => {}
        Wish::Editorial => line(&mut text, "editorial", "true"),
        Wish::Tell => line(&mut text, "tell", "true"),
    }
    if let Some(redaction) = &change.redaction {
        text.push_str(&self::redaction(redaction));
    }
    text
}

/// What says that something was taken out of a change: the last lines of its `change.toml`.
pub fn redaction(redaction: &Redaction) -> String {
    let mut text = String::new();
    line(&mut text, "redacted", &paragraphs(&redaction.why));
    text.push_str("\n[digests]\n");
    for (what, digest) in &redaction.digests {
        line(&mut text, &key(&what.key()), &quoted(&digest.to_string()));
    }
    text
}

fn removed(item: &RemovedItem) -> String {
    match item {
        RemovedItem::Subprocessor(id) => quoted(id.as_str()),
        RemovedItem::Document(kind, id) => quoted(&format!("{}/{id}", kind.folder())),
    }
}

fn facts(text: &mut String, engagement: &Engagement) {
    for field in Field::OF_ENGAGEMENT {
        match engagement.value(field) {
            // What is imported may give no purpose: the line is left out then, and `parse` asks for it.
            None | Some(Value::Text("")) => {}
            Some(value) => fact(text, field.key(), value),
        }
    }
}

fn fact(text: &mut String, key: &str, value: Value<'_>) {
    match value {
        Value::Text(value) => line(text, key, &quoted(value)),
        Value::Prose(prose) => line(text, key, &paragraphs(prose.text())),
        Value::Flag(flag) => line(text, key, &flag.to_string()),
        Value::Date(date) => line(text, key, &date.to_string()),
        Value::Url(url) => line(text, key, &quoted(url.as_str())),
        Value::Role(role) => line(text, key, &quoted(role.as_str())),
        Value::Texts(texts) => list(text, key, texts.iter().map(|text| quoted(text))),
        Value::Data(data) => list(text, key, data.iter().map(category)),
        Value::Locations(locations) => list(text, key, locations.iter().map(location)),
        Value::Transfer(grounds) => list(text, key, grounds.iter().map(|g| quoted(g.as_str()))),
        Value::Products(products) => list(text, key, products.iter().map(|p| quoted(p.as_str()))),
        // Tables of their own, which stand at the end.
        Value::Extra(_) => {}
    }
}

fn category(data: &DataCategory) -> String {
    match &data.note {
        None => quoted(&data.category),
        Some(note) => format!(
            "{{ category = {}, note = {} }}",
            quoted(&data.category),
            quoted(note)
        ),
    }
}

fn location(location: &Location) -> String {
    let Location {
        area,
        city,
        region,
        role,
    } = location;
    let area = quoted(Area::as_str(area));
    let mut parts = vec![format!("country = {area}")];
    parts.extend(city.as_ref().map(|city| format!("city = {}", quoted(city))));
    parts.extend(
        region
            .as_ref()
            .map(|region| format!("region = {}", quoted(region))),
    );
    parts.extend(role.map(|role| format!("role = {}", quoted(role.as_str()))));
    match parts.len() {
        1 => area,
        _ => format!("{{ {} }}", parts.join(", ")),
    }
}

fn extra(text: &mut String, head: &str, extra: &BTreeMap<String, String>) {
    if extra.is_empty() {
        return;
    }
    text.push('\n');
    text.push_str(head);
    text.push('\n');
    for (key, value) in extra {
        line(text, &self::key(key), &quoted(value));
    }
}

/// A key, in quotation marks where it needs them.
fn key(key: &str) -> String {
    let is_bare = key
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_bare { key.to_owned() } else { quoted(key) }
}

fn line(text: &mut String, key: &str, value: &str) {
    text.push_str(key);
    text.push_str(" = ");
    text.push_str(value);
    text.push('\n');
}

fn list(text: &mut String, key: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    let short = format!("[{}]", items.join(", "));
    if key.len() + 3 + short.chars().count() <= LINE || items.len() < 2 {
        line(text, key, &short);
    } else {
        line(text, key, &format!("[\n    {},\n]", items.join(",\n    ")));
    }
}

/// A text on one line.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        escape(&mut quoted, c);
    }
    quoted.push('"');
    quoted
}

/// A text that may have several lines: those stand as they are, between three quotation marks.
fn paragraphs(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    let is_plain = |text: &str| !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t');
    if text.contains('\\') && is_plain(text) && !text.contains("'''") {
        // Between single quotes a backslash is plain, so Markdown's own escapes stay legible.
        return format!("'''\n{text}\n'''");
    }
    let mut quoted = String::from("\"\"\"\n");
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' | '\t' => quoted.push(c),
            '"' if quotes % 3 != 0 => quoted.push(c),
            c => escape(&mut quoted, c),
        }
    }
    quoted.push_str("\n\"\"\"");
    quoted
}

fn escape(text: &mut String, c: char) {
    match c {
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        // Writing to a text never fails.
        c if c.is_control() => drop(write!(text, "\\u{:04X}", u32::from(c))),
        c => text.push(c),
    }
}

#[cfg(test)]
mod tests;
