//! One log against a later one: what isn't merely added at its end.
//!
//! The gate asks it of what is live and what would be published, `verify` of two files. It compares what
//! the records say, not their digests: a digest tells only that something differs in a record or
//! somewhere before it. Two logs whose digests hold and that differ in nothing here are one the
//! beginning of the other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::digest::{Record, RecordedAmendment, RecordedVerb};
use crate::content::Digest;

/// Something that isn't merely an addition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// A change says something else than before.
    Altered { id: String, parts: Vec<Part> },
    /// A change is gone.
    Dropped { id: String },
    /// A change has another id, which is its address.
    Renamed { from: String, to: String },
    /// A new change stands before one that was there.
    Inserted { id: String, before: String },
    /// Two changes stand in the other order.
    Reordered { first: String, second: String },
}

/// What of a change is another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// A day, an order, a kind … by its key.
    Fact {
        key: String,
        was: Option<String>,
        is: Option<String>,
    },
    /// The title, the reason, or why the notice is short; with the digest of what it was.
    Text {
        key: String,
        was: Option<Digest>,
        is: Option<Digest>,
    },
    /// What an amended item says, as it was written.
    Item { address: String, was: Digest },
    /// What is done to an item.
    Verb {
        address: String,
        was: RecordedVerb,
        is: RecordedVerb,
    },
    /// An amendment is gone.
    ItemGone { address: String },
    /// An amendment is new.
    ItemNew { address: String },
}

/// What a later log doesn't merely add, in the order of the earlier one; additions before its end last.
pub fn differences<'a>(
    old: impl Iterator<Item = &'a Record>,
    new: impl Iterator<Item = &'a Record>,
) -> Vec<Difference> {
    let old: Vec<&Record> = old.collect();
    let new: Vec<&Record> = new.collect();
    let old_ids: BTreeSet<&str> = old.iter().map(|record| id(record)).collect();
    let places: BTreeMap<&str, usize> = new.iter().enumerate().map(|(n, r)| (id(r), n)).collect();
    let mut differences = Vec::new();
    // Where the records that stand in both, or were renamed, are in the new log.
    let mut kept: Vec<(usize, &str)> = Vec::new();
    for record in &old {
        if let Some(&place) = places.get(id(record)) {
            kept.push((place, id(record)));
            let parts = parts(record, new[place]);
            if !parts.is_empty() {
                let id = id(record).to_owned();
                differences.push(Difference::Altered { id, parts });
            }
            continue;
        }
        let renamed = (0..new.len()).find(|&place| {
            !old_ids.contains(id(new[place]))
                && kept.iter().all(|&(taken, _)| taken != place)
                && differ_in_id_alone(record, new[place])
        });
        differences.push(match renamed {
            Some(place) => {
                kept.push((place, id(new[place])));
                Difference::Renamed {
                    from: id(record).to_owned(),
                    to: id(new[place]).to_owned(),
                }
            }
            None => Difference::Dropped {
                id: id(record).to_owned(),
            },
        });
    }
    for pair in kept.windows(2) {
        if let &[(first_place, first), (second_place, second)] = pair
            && second_place < first_place
        {
            differences.push(Difference::Reordered {
                first: first.to_owned(),
                second: second.to_owned(),
            });
        }
    }
    let taken: BTreeMap<usize, &str> = kept.into_iter().collect();
    for (place, record) in new.iter().enumerate() {
        if taken.contains_key(&place) {
            continue;
        }
        if let Some((_, before)) = taken.range(place..).next() {
            differences.push(Difference::Inserted {
                id: id(record).to_owned(),
                before: (*before).to_owned(),
            });
        }
    }
    differences
}

fn id(record: &Record) -> &str {
    &record.recorded.id
}

fn form(record: &Record) -> Map<String, Json> {
    record.recorded.form(record.redacted.as_ref())
}

fn differ_in_id_alone(old: &Record, new: &Record) -> bool {
    let without_id = |record| {
        let mut form = form(record);
        form.remove("id");
        form
    };
    without_id(old) == without_id(new)
}

/// What of one change is another.
fn parts(old: &Record, new: &Record) -> Vec<Part> {
    let (was, is) = (form(old), form(new));
    let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let mut parts = Vec::new();
    for key in keys {
        let (was, is) = (was.get(key), is.get(key));
        if was == is {
            continue;
        }
        match key.as_str() {
            "amendments" => {
                amendments(
                    &old.recorded.amendments,
                    &new.recorded.amendments,
                    &mut parts,
                );
            }
            "title" | "reason" | "short_notice" => parts.push(Part::Text {
                key: key.clone(),
                was: was.and_then(Json::as_str).and_then(Digest::parse),
                is: is.and_then(Json::as_str).and_then(Digest::parse),
            }),
            _ => parts.push(Part::Fact {
                key: key.clone(),
                was: was.map(shown),
                is: is.map(shown),
            }),
        }
    }
    parts
}

fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn amendments(old: &[RecordedAmendment], new: &[RecordedAmendment], parts: &mut Vec<Part>) {
    let begun = parts.len();
    let after: BTreeMap<&str, &RecordedAmendment> =
        new.iter().map(|a| (a.item.as_str(), a)).collect();
    let before: BTreeSet<&str> = old.iter().map(|a| a.item.as_str()).collect();
    for was in old {
        let address = was.item.clone();
        match after.get(was.item.as_str()) {
            None => parts.push(Part::ItemGone { address }),
            Some(is) if is.verb != was.verb => parts.push(Part::Verb {
                address,
                was: was.verb,
                is: is.verb,
            }),
            Some(is) if is.after != was.after => parts.push(match was.after {
                Some(was) => Part::Item { address, was },
                None => Part::ItemNew { address },
            }),
            Some(_) => {}
        }
    }
    for is in new {
        if !before.contains(is.item.as_str()) {
            let address = is.item.clone();
            parts.push(Part::ItemNew { address });
        }
    }
    if parts.len() == begun {
        // The same amendments in another order, or one of them twice.
        parts.push(Part::Fact {
            key: "amendments".to_owned(),
            was: Some(listed(old)),
            is: Some(listed(new)),
        });
    }
}

fn listed(amendments: &[RecordedAmendment]) -> String {
    let items: Vec<&str> = amendments.iter().map(|a| a.item.as_str()).collect();
    items.join(", ")
}

impl Part {
    /// What is another, in words; `old` and `new` are the two records of the change.
    pub fn words(&self, old: &Record, new: &Record) -> String {
        let or_nothing = |text: &Option<String>| match text {
            Some(text) => format!("`{text}`"),
            None => "absent".to_owned(),
        };
        match self {
            Part::Fact { key, was, is } => {
                format!("{key} was {} and is {}", or_nothing(was), or_nothing(is))
            }
            Part::Text { key, .. } => {
                let name = name_of_text(key);
                let (was, is) = (text(old, key), text(new, key));
                let from = where_they_part(was.unwrap_or_default(), is.unwrap_or_default());
                let said = |record: &Record, text: Option<&str>| match text {
                    _ if is_redacted(record, key) => "taken out".to_owned(),
                    Some(text) => format!("“{}”", excerpt(text, from)),
                    None => "absent".to_owned(),
                };
                format!("{name} was {} and is {}", said(old, was), said(new, is))
            }
            Part::Item { address, .. } => format!("what it says of {address} is another"),
            Part::Verb { address, was, is } => format!(
                "{address} was {} by it and is {} now",
                verb(*was),
                verb(*is)
            ),
            Part::ItemGone { address } => format!("it no longer says anything of {address}"),
            Part::ItemNew { address } => format!("what it says of {address} is new"),
        }
    }
}

/// What the texts of a change are called.
pub fn name_of_text(key: &str) -> &str {
    match key {
        "title" => "the title",
        "reason" => "the reason",
        "short_notice" => "why the notice is short",
        other => other,
    }
}

/// How many characters of a text a message shows, and how many of them before the first that differs.
const SHOWN: usize = 80;
const BEFORE: usize = 30;

/// The first character in which two texts differ.
fn where_they_part(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    pairs.take_while(|(a, b)| a == b).count()
}

/// The part of a text around a character; the whole of a short one.
fn excerpt(text: &str, around: usize) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return text.to_owned();
    }
    let from = around.saturating_sub(BEFORE).min(length - SHOWN);
    let part: String = text.chars().skip(from).take(SHOWN).collect();
    let begun = if from > 0 { "… " } else { "" };
    let goes_on = if from + SHOWN < length { " …" } else { "" };
    format!("{begun}{}{goes_on}", part.trim())
}

fn is_redacted(record: &Record, key: &str) -> bool {
    let redacted = record.redacted.as_ref();
    redacted.is_some_and(|taken| taken.digests.contains_key(key))
}

fn text<'a>(record: &'a Record, key: &str) -> Option<&'a str> {
    let recorded = &record.recorded;
    match key {
        "title" => Some(&recorded.title),
        "reason" => recorded.reason.as_deref(),
        "short_notice" => recorded.short_notice.as_deref(),
        _ => None,
    }
}

fn verb(verb: RecordedVerb) -> &'static str {
    match verb {
        RecordedVerb::Added => "added",
        RecordedVerb::Amended => "amended",
        RecordedVerb::Removed => "removed",
    }
}
