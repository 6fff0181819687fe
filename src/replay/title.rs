//! The title of a change that nobody gave one: what it does, in the site's language.
//!
//! "Google Drive replaces SharePoint", "Mixpanel: location and transfer amended". The words stand in
//! the catalogues, below `made.`.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compare::fields::{self, EngagementAmendment};
use crate::compare::{Amendment, Step, Verb};
use crate::content::{Engagement, Field, Subprocessor};
use crate::language::Language;

use super::change::Change;

/// What a title is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Occasion<'a> {
    Baseline,
    Change,
    Withdraws(&'a Change),
    Postpones(&'a Change),
}

/// How many items or fields a title names.
const NAMED: usize = 3;

/// The title of a change that makes these amendments.
pub(super) fn derived(
    language: &Language,
    occasion: Occasion<'_>,
    amendments: &[Amendment],
) -> String {
    match occasion {
        Occasion::Baseline => language.say("made.baseline", &[]),
        Occasion::Withdraws(change) => again(language, "made.withdrawn", &change.title),
        Occasion::Postpones(change) => again(language, "made.postponed", &change.title),
        Occasion::Change => made(language, amendments),
    }
}

/// "Postponed: …", once however often it is postponed.
fn again(language: &Language, key: &str, title: &str) -> String {
    let mark = language.say(key, &[("title", "")]);
    if !mark.trim().is_empty() && title.starts_with(mark.trim()) {
        return title.to_owned();
    }
    language.say(key, &[("title", title)])
}

fn made(language: &Language, amendments: &[Amendment]) -> String {
    let register: Vec<&Amendment> = amendments
        .iter()
        .filter(|amendment| matches!(amendment, Amendment::Subprocessor(_)))
        .collect();
    // The texts that follow a vendor's coming or going needn't be named beside it.
    let (concerned, several) = if register.is_empty() {
        (amendments.iter().collect(), "texts")
    } else {
        (register, "subprocessors")
    };
    if let Some(title) = replacement(language, &concerned) {
        return title;
    }
    match concerned.as_slice() {
        [] => language.say("made.nothing", &[]),
        [only] => one(language, only),
        all => many(language, all, several),
    }
}

/// "Google Drive replaces SharePoint": one company or engagement comes, one goes, and they are for the
/// same.
fn replacement(language: &Language, concerned: &[&Amendment]) -> Option<String> {
    let mut come: Vec<(&Arc<Subprocessor>, Vec<&Engagement>)> = Vec::new();
    let mut gone: Vec<(&Arc<Subprocessor>, Vec<&Engagement>)> = Vec::new();
    for amendment in concerned {
        let Amendment::Subprocessor(step) = amendment else {
            return None;
        };
        match step {
            Step::Added { after } => come.push((after, after.engagements.iter().collect())),
            Step::Removed { before } => gone.push((before, before.engagements.iter().collect())),
            Step::Amended { before, after } => {
                let comparison = fields::subprocessor(before, after);
                let (mut added, mut removed) = (Vec::new(), Vec::new());
                for engagement in &comparison.engagements {
                    match engagement {
                        EngagementAmendment::Added(engagement) => added.push(*engagement),
                        EngagementAmendment::Removed(engagement) => removed.push(*engagement),
                        EngagementAmendment::Amended { .. } => return None,
                    }
                }
                match (added.is_empty(), removed.is_empty()) {
                    (false, true) => come.push((after, added)),
                    (true, false) => gone.push((before, removed)),
                    // Facts of the vendor alone, or one engagement in place of another.
                    (true, true) | (false, false) => return None,
                }
            }
        }
    }
    let ([(new, came)], [(old, went)]) = (come.as_slice(), gone.as_slice()) else {
        return None;
    };
    let same_category = new.category.is_some() && new.category == old.category;
    let same_purpose = came
        .iter()
        .any(|came| went.iter().any(|went| alike(&came.purpose, &went.purpose)));
    (same_category || same_purpose).then(|| {
        language.say(
            "made.replaces",
            &[("new", new.name.as_str()), ("old", old.name.as_str())],
        )
    })
}

/// Whether two purposes share half of their words; short words say little.
fn alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| word.chars().count() > 3);
        words.map(str::to_lowercase).collect()
    };
    if one.trim().eq_ignore_ascii_case(other.trim()) {
        return true;
    }
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared > 0 && shared * 2 >= one.len().min(other.len())
}

fn one(language: &Language, amendment: &Amendment) -> String {
    let name = amendment.name();
    match amendment {
        Amendment::Subprocessor(Step::Amended { before, after }) => {
            let comparison = fields::subprocessor(before, after);
            match (
                comparison.vendor.as_slice(),
                comparison.engagements.as_slice(),
            ) {
                ([], [EngagementAmendment::Added(engagement)]) => {
                    return engaged(language, "made.engagement-added", name, engagement);
                }
                ([], [EngagementAmendment::Removed(engagement)]) => {
                    return engaged(language, "made.engagement-removed", name, engagement);
                }
                _ => {}
            }
            let names = (before.name.as_str(), name);
            amended(language, names, comparison.fields().into_iter())
        }
        Amendment::Document(Step::Amended { before, after }) => {
            let fields = fields::document(before, after);
            let fields = fields.iter().map(|amended| amended.field);
            amended(language, (&before.title, name), fields)
        }
        Amendment::Subprocessor(_) | Amendment::Document(_) => {
            let key = format!("made.{}", amendment.verb().as_str());
            language.say(&key, &[("name", name)])
        }
    }
}

fn engaged(language: &Language, key: &str, name: &str, engagement: &Engagement) -> String {
    language.say(key, &[("name", name), ("purpose", &engagement.purpose)])
}

/// "Mixpanel: location amended", "Sentry is now called Sentry Cloud: location amended".
fn amended(
    language: &Language,
    (old, new): (&str, &str),
    fields: impl Iterator<Item = Field>,
) -> String {
    let mut words: Vec<String> = Vec::new();
    for field in fields.filter(|field| !matches!(field, Field::Name | Field::Title)) {
        let word = language.say(&format!("made.field.{}", field.key()), &[]);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let renamed = (old != new).then(|| language.say("made.renamed", &[("old", old), ("new", new)]));
    match renamed {
        Some(renamed) if words.is_empty() => return renamed,
        None if words.len() > NAMED => return language.say("made.amended", &[("name", new)]),
        Some(_) | None => {}
    }
    let fields = language.list(&shortened(language, words));
    let name = renamed.as_deref().unwrap_or(new);
    language.say("made.fields", &[("name", name), ("fields", &fields)])
}

/// The first of the words, and that there are others.
fn shortened(language: &Language, mut words: Vec<String>) -> Vec<String> {
    if words.len() > NAMED {
        words.truncate(NAMED);
        words.push(language.say("made.others", &[]));
    }
    words
}

/// "Mailchimp and Sentry added", "5 sub-processors amended: A, B, C and others".
fn many(language: &Language, amendments: &[&Amendment], what: &str) -> String {
    let verbs: BTreeSet<Verb> = amendments.iter().map(|a| a.verb()).collect();
    let verb = match (verbs.first(), verbs.len()) {
        (Some(verb), 1) => verb.as_str(),
        _ => "changed",
    };
    let names = amendments
        .iter()
        .map(|amendment| amendment.name().to_owned());
    let names = language.list(&shortened(language, names.collect()));
    let key = format!("made.{what}-{verb}");
    language.count(&key, amendments.len(), &[("names", &names)])
}

#[cfg(test)]
mod tests;
