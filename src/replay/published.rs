//! `changes.json`: the log as it is published, for programs and for the gate.
//!
//! [`PublishedLog`] is both ways: `render` writes one, `gate` and `verify` read what is live. Reading
//! refuses what is no `changes.json` in words that say what the file is instead; whether the digests in
//! it hold is another question, which [`PublishedLog::flaws`] answers. Beside the records it tells what
//! follows from them, for programs that don't want to derive it anew; none of that is in any digest.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::digest::{FORMAT, Record};
use crate::content::Digest;

/// A whole `changes.json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, serde::Deserialize, JsonSchema)]
#[schemars(title = "The change log of a trust center, with its chain of records")]
pub struct PublishedLog {
    /// The address of this schema.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of the canonical form: `candor/1`.
    pub format: String,
    pub site: PublishedSite,
    /// The newest record, which stands for all of them; absent while nothing is announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    /// Oldest first.
    pub changes: Vec<PublishedChange>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, serde::Deserialize, JsonSchema)]
pub struct PublishedSite {
    /// Given once; it outlives names and addresses.
    pub id: String,
    pub title: String,
    pub url: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, serde::Deserialize, JsonSchema)]
pub struct Head {
    pub number: usize,
    pub digest: Digest,
}

/// A record, and what follows from it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, serde::Deserialize, JsonSchema)]
pub struct PublishedChange {
    #[serde(flatten)]
    pub record: Record,
    /// The change's page.
    pub url: String,
    /// Who heard of it.
    pub told: PublishedTelling,
    /// The last day, inclusive, on which a customer can object; absent where nothing needs notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// The id of the change that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// The ids of the changes that put it right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_by: Vec<String>,
    /// The items that it amended, by address, as `recorded` lists them.
    pub items: Vec<PublishedItem>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedTelling {
    /// Customers were told in advance and could object.
    WithNotice,
    /// Customers were told.
    AtOnce,
    /// In the log, in no feed.
    Editorial,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, serde::Deserialize, JsonSchema)]
pub struct PublishedItem {
    pub item: String,
    pub name: String,
    pub url: String,
}

/// Why a file is no `changes.json`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PublishedLogError {
    Empty,
    /// HTML or XML.
    WebPage,
    NotText,
    NotJson {
        line: usize,
        column: usize,
    },
    /// JSON of another kind.
    Other,
    /// Of a later version of the form.
    Newer(String),
    /// A `changes.json` with a part that can't be.
    Damaged(String),
}

/// What doesn't hold within one file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Flaw {
    /// A record has another number than its place.
    Number { id: String, number: usize },
    /// A record's content isn't what its digest was made of.
    Forged { id: String },
    /// A record names another predecessor than the one that stands before it.
    Unlinked { id: String },
    /// Two records have the same id.
    Twice { id: String },
    /// The head isn't the last record.
    Head,
}

impl PublishedLog {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it is no `changes.json`.
    pub fn parse(bytes: &[u8]) -> Result<PublishedLog, PublishedLogError> {
        let text = std::str::from_utf8(bytes).map_err(|_| PublishedLogError::NotText)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(PublishedLogError::Empty);
        }
        if text.starts_with('<') {
            return Err(PublishedLogError::WebPage);
        }
        let json: serde_json::Value =
            serde_json::from_str(text).map_err(|error| PublishedLogError::NotJson {
                line: error.line(),
                column: error.column(),
            })?;
        match json.get("format").and_then(|format| format.as_str()) {
            Some(FORMAT) => {}
            Some(other) if other.starts_with("candor/") => {
                return Err(PublishedLogError::Newer(other.to_owned()));
            }
            _ => return Err(PublishedLogError::Other),
        }
        // From the text, since a value knows no lines.
        serde_json::from_str(text).map_err(|error| PublishedLogError::Damaged(error.to_string()))
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        // Plain structs of texts and numbers always have a text.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The JSON Schema of the file.
    pub fn schema() -> String {
        let schema = schemars::schema_for!(PublishedLog);
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        text
    }

    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record> + Clone {
        self.changes.iter().map(|change| &change.record)
    }

    /// What doesn't hold within the file: every digest is made anew from what stands beside it.
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut ids = BTreeSet::new();
        let mut last: Option<&Record> = None;
        for (index, record) in self.records().enumerate() {
            let id = || record.recorded.id.clone();
            if !ids.insert(&record.recorded.id) {
                flaws.push(Flaw::Twice { id: id() });
            }
            if record.number != index + 1 {
                flaws.push(Flaw::Number {
                    id: id(),
                    number: record.number,
                });
            }
            if record.previous != last.map(|last| last.digest) {
                flaws.push(Flaw::Unlinked { id: id() });
            }
            let redacted = record.redacted.as_ref();
            if record.digest != record.recorded.digest(redacted, record.previous) {
                flaws.push(Flaw::Forged { id: id() });
            }
            last = Some(record);
        }
        let head = last.map(|last| Head {
            number: last.number,
            digest: last.digest,
        });
        if self.head != head {
            flaws.push(Flaw::Head);
        }
        flaws
    }
}

impl fmt::Display for PublishedLogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishedLogError::Empty => f.write_str("the file is empty"),
            PublishedLogError::WebPage => f.write_str(
                "the file is a web page or XML; a server sends such a page for an address that it doesn't know",
            ),
            PublishedLogError::NotText => f.write_str("the file is no text in UTF-8"),
            PublishedLogError::NotJson { line, column } => {
                write!(f, "the file is no JSON from line {line}, column {column} on")
            }
            PublishedLogError::Other => f.write_str("the file is JSON, and of another kind"),
            PublishedLogError::Newer(format) => write!(
                f,
                "the file has the form {format}, and this version of Candor knows {FORMAT} alone: update it"
            ),
            PublishedLogError::Damaged(why) => write!(f, "the file is damaged: {why}"),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::Number { id, number } => {
                write!(
                    f,
                    "`{id}` calls itself record {number}, which isn't its place"
                )
            }
            Flaw::Forged { id } => write!(
                f,
                "`{id}` doesn't say what its digest was made of: it was edited after it was published"
            ),
            Flaw::Unlinked { id } => write!(
                f,
                "`{id}` follows another record than the one that stands before it"
            ),
            Flaw::Twice { id } => write!(f, "`{id}` stands in it twice"),
            Flaw::Head => f.write_str("its head isn't its last record"),
        }
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Digest::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("`{text}` is no digest of 64 digits")))
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "SHA-256 in hexadecimal digits",
            "pattern": "^[0-9a-f]{64}$",
        })
    }
}
