//! The records: each change of the log in one canonical form, each bound to the one before it.
//!
//! A record's digest is the SHA-256 of its canonical form: JSON by RFC 8785 of what was recorded alone,
//! with the digest of the record before it and the version of the form. Texts go in by their own
//! digests, so that a text can be taken out later and its record still be checked. What follows from a
//! change (deadlines, who is told, what replaced it) stays outside, so no later release of the program
//! changes an old digest. Historical changes have no record.
//!
//! The form only grows: a key that is absent leaves no trace, so a new optional key changes no digest
//! that exists. It knows no file that is published (`published`) and doesn't judge (`gate`).

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::change::Change;
use super::history::History;
use crate::compare::{Amendment, Verb};
use crate::content::field::Value;
use crate::content::{ChangeId, Digest, Document, Engagement, Field, Location, Subprocessor};
use crate::parse::overlay::ChangeKind;
use crate::parse::overlay::{Redacted, Wish};

/// The version of the canonical form, which is a part of every record.
pub const FORMAT: &str = "candor/1";

/// The records of a history, oldest first. The beginning of a log shares them.
#[derive(Clone, Debug)]
pub struct Log {
    /// Of the longest log that begins like this one.
    all: Arc<[Record]>,
    places: Arc<BTreeMap<String, usize>>,
    length: usize,
}

/// A change in the chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// From 1, in the order of the log.
    pub number: usize,
    /// SHA-256 of the canonical form of this record, which holds the digest of the one before it.
    pub digest: Digest,
    /// The digest of the record before it; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// What was recorded, all of which goes into the digest.
    pub recorded: Recorded,
    /// What was taken out of it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Taken>,
}

/// What was recorded of a change. Absent is what its writer left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The name of its folder, which is its address for ever.
    pub id: String,
    pub kind: RecordedKind,
    /// The day on which customers are told: 2026-11-23.
    pub announced: String,
    /// Its place among the changes of one day.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order: u32,
    /// The day from which it is in force.
    pub effective: String,
    /// The last day to object, where it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_by: Option<String>,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why the notice is shorter than promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_notice: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<RecordedWish>,
    /// The id of the announced change that it stands in for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The id of the change that it puts right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// By the addresses of the items.
    pub amendments: Vec<RecordedAmendment>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordedKind {
    /// The first: everything that was in force when the log began.
    Baseline,
    Change,
}

/// What the writer asked for where the rule leaves a choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordedWish {
    Editorial,
    Tell,
}

/// One thing that a change did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedAmendment {
    /// The item's address below the site's: `subprocessors/mailchimp`, `processing/support`.
    pub item: String,
    pub verb: RecordedVerb,
    /// SHA-256 of what the item says from then on, as it was written; absent where it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Digest>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordedVerb {
    Added,
    Amended,
    Removed,
}

/// What was taken out of a change after it was published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Taken {
    pub why: String,
    /// The digests of what stood there: by `title`, `reason`, `short_notice`, or the item's address.
    pub digests: BTreeMap<String, Digest>,
}

impl Log {
    /// The records of what a history knows.
    pub fn of(history: &History) -> Log {
        let mut records: Vec<Record> = Vec::new();
        let changes = history.changes().iter();
        for change in changes.filter(|change| change.is_in_chain()) {
            let recorded = recorded(change);
            let redacted = change.redaction.as_ref().map(|redaction| Taken {
                why: redaction.why.clone(),
                digests: redaction
                    .digests
                    .iter()
                    .map(|(text, digest)| (text.key(), *digest))
                    .collect(),
            });
            let previous = records.last().map(|head| head.digest);
            records.push(Record {
                number: records.len() + 1,
                digest: recorded.digest(redacted.as_ref(), previous),
                previous,
                recorded,
                redacted,
            });
        }
        let places = records.iter().enumerate();
        let places = places.map(|(place, record)| (record.recorded.id.clone(), place));
        Log {
            places: Arc::new(places.collect()),
            length: records.len(),
            all: records.into(),
        }
    }

    /// The first records, which are the same in every log that goes on from them.
    pub(super) fn beginning(&self, length: usize) -> Log {
        Log {
            length: length.min(self.length),
            ..self.clone()
        }
    }

    pub fn records(&self) -> &[Record] {
        &self.all[..self.length]
    }

    /// The newest record, whose digest stands for all of them.
    pub fn head(&self) -> Option<&Record> {
        self.records().last()
    }

    pub fn record(&self, id: &ChangeId) -> Option<&Record> {
        self.records().get(*self.places.get(id.as_str())?)
    }
}

impl Recorded {
    /// The digest of a record with this content.
    pub fn digest(&self, redacted: Option<&Taken>, previous: Option<Digest>) -> Digest {
        let mut form = self.form(redacted);
        form.insert("format".to_owned(), FORMAT.into());
        if let Some(previous) = previous {
            form.insert("previous".to_owned(), previous.to_string().into());
        }
        digest_of(&Json::Object(form))
    }

    /// What goes into the digest of the change itself, by key: the texts by their digests. Two changes
    /// with the same form say the same.
    pub(super) fn form(&self, redacted: Option<&Taken>) -> Map<String, Json> {
        let Recorded {
            id,
            kind,
            announced,
            order,
            effective,
            object_by,
            title,
            reason,
            short_notice,
            wish,
            replaces,
            corrects,
            amendments,
        } = self;
        let mut form = Map::new();
        let mut put = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                form.insert(key.to_owned(), value);
            }
        };
        let text = |key: &str, text: Option<&String>| {
            let kept = redacted.and_then(|taken| taken.digests.get(key)).copied();
            let digest = kept.or_else(|| text.map(|text| digest_of_text(text)));
            digest.map(|digest| digest.to_string().into())
        };
        put("id", Some(id.as_str().into()));
        put("kind", Some(json!(kind)));
        put("announced", Some(announced.as_str().into()));
        put("order", (*order != 0).then(|| (*order).into()));
        put("effective", Some(effective.as_str().into()));
        put("object_by", object_by.as_deref().map(Json::from));
        put("title", text("title", Some(title)));
        put("reason", text("reason", reason.as_ref()));
        put("short_notice", text("short_notice", short_notice.as_ref()));
        put("wish", wish.map(|wish| json!(wish)));
        put("replaces", replaces.as_deref().map(Json::from));
        put("corrects", corrects.as_deref().map(Json::from));
        put("amendments", Some(json!(amendments)));
        form
    }
}

/// The digest of a text, whatever the system on which it was written ends lines with.
pub(super) fn digest_of_text(text: &str) -> Digest {
    Digest::of(plain(text).as_bytes())
}

fn digest_of(json: &Json) -> Digest {
    // Texts and small integers alone go in, and those always have a canonical form.
    let bytes = serde_json_canonicalizer::to_vec(json).unwrap_or_default();
    Digest::of(&bytes)
}

fn plain(text: &str) -> String {
    // Hardly any text has one, and looking for one byte is quicker than for two.
    if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    }
}

fn recorded(change: &Change) -> Recorded {
    let kept = |item: &str| {
        let digests = &change.redaction.as_ref()?.digests;
        digests.get(&Redacted::parse(item)?).copied()
    };
    // The first record has every text, and each has a digest of its own.
    let mut amendments: Vec<RecordedAmendment> = change
        .amendments
        .par_iter()
        .map(|amendment| {
            let item = address(amendment);
            let after = match amendment {
                Amendment::Subprocessor(step) => step.after().map(|entry| subprocessor(entry)),
                Amendment::Document(step) => step.after().map(|text| document(text)),
            };
            RecordedAmendment {
                verb: match amendment.verb() {
                    Verb::Added => RecordedVerb::Added,
                    Verb::Amended => RecordedVerb::Amended,
                    Verb::Removed => RecordedVerb::Removed,
                },
                after: after.map(|after| kept(&item).unwrap_or_else(|| digest_of(&after))),
                item,
            }
        })
        .collect();
    amendments.sort_by(|a, b| a.item.cmp(&b.item));
    Recorded {
        id: change.id.to_string(),
        kind: match change.kind {
            ChangeKind::Baseline => RecordedKind::Baseline,
            ChangeKind::Change | ChangeKind::Historical { .. } => RecordedKind::Change,
        },
        announced: change.announced.to_string(),
        order: change.order,
        effective: change.effective.to_string(),
        object_by: change.object_by.map(|date| date.to_string()),
        title: change.title.clone(),
        reason: change.reason.clone(),
        short_notice: change.short_notice.clone(),
        wish: match change.wish {
            Wish::ByRule => None,
            Wish::Editorial => Some(RecordedWish::Editorial),
            Wish::Tell => Some(RecordedWish::Tell),
        },
        replaces: change.replaces.as_ref().map(|r| r.id.to_string()),
        corrects: change.corrects.as_ref().map(ToString::to_string),
        amendments,
    }
}

/// The address of an amended item below the site's, without slashes at the ends.
pub fn address(amendment: &Amendment) -> String {
    match amendment {
        Amendment::Subprocessor(step) => format!("subprocessors/{}", step.latest().id),
        Amendment::Document(step) => {
            let document = step.latest();
            format!("{}/{}", document.kind.folder(), document.id)
        }
    }
}

/// An entry as it was written: every fact that it states, under the key of the sources.
fn subprocessor(entry: &Subprocessor) -> Json {
    let mut facts = facts(&Field::OF_VENDOR, |field| entry.value(field));
    let engagements = entry.engagements.iter().map(|engagement| {
        let mut facts = self::facts(&Field::OF_ENGAGEMENT, |field| engagement.value(field));
        // An id that follows from the purpose isn't written.
        if engagement.id != Engagement::default_id(&engagement.purpose) {
            facts.insert("id".to_owned(), engagement.id.as_str().into());
        }
        Json::Object(facts)
    });
    facts.insert("id".to_owned(), entry.id.as_str().into());
    facts.insert("engagements".to_owned(), engagements.collect());
    Json::Object(facts)
}

/// A document as it was written.
fn document(document: &Document) -> Json {
    let mut facts = facts(&Field::OF_DOCUMENT, |field| document.value(field));
    facts.insert("id".to_owned(), document.id.as_str().into());
    Json::Object(facts)
}

fn facts<'a>(fields: &[Field], value: impl Fn(Field) -> Option<Value<'a>>) -> Map<String, Json> {
    fields
        .iter()
        .filter_map(|&field| Some((field.key().to_owned(), fact(value(field)?))))
        .collect()
}

fn fact(value: Value<'_>) -> Json {
    match value {
        Value::Text(text) => plain(text).into(),
        Value::Prose(prose) => plain(prose.text()).into(),
        Value::Flag(flag) => flag.into(),
        Value::Date(date) => date.to_string().into(),
        Value::Url(url) => url.as_str().into(),
        Value::Texts(texts) => texts.iter().map(|text| plain(text)).collect(),
        Value::Data(data) => data
            .iter()
            .map(|data| {
                let note = data.note.as_deref();
                object(&[("category", Some(&data.category)), ("note", note)])
            })
            .collect(),
        Value::Locations(locations) => locations.iter().map(location).collect(),
        Value::Transfer(grounds) => grounds.iter().map(|ground| ground.as_str()).collect(),
        Value::Products(products) => products.iter().map(|product| product.as_str()).collect(),
        Value::Role(role) => role.as_str().into(),
        Value::Extra(extra) => {
            let extra = extra.iter();
            Json::Object(
                extra
                    .map(|(key, text)| (plain(key), plain(text).into()))
                    .collect(),
            )
        }
    }
}

fn location(location: &Location) -> Json {
    object(&[
        ("country", Some(location.area.as_str())),
        ("city", location.city.as_deref()),
        ("region", location.region.as_deref()),
        ("role", location.role.map(|role| role.as_str())),
    ])
}

fn object(values: &[(&str, Option<&str>)]) -> Json {
    let present = values
        .iter()
        .filter_map(|&(key, text)| Some((key.to_owned(), plain(text?).into())));
    Json::Object(present.collect())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests;
