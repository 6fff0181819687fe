//! A draft in plain words, for messages: what was amended, field by field, and what to do about it.

use crate::compare::fields::{self, FieldAmendment};
use crate::compare::{Amendment, Verb};
use crate::content::field::Value;
use crate::content::{Date, DocumentKind, ItemId};
use crate::diagnostic::Diagnostic;
use crate::parse::overlay::Wish;
use crate::replay::record::{Decision, Recording, Relation, Renames, record};
use crate::replay::rename::{self, Suspicion};
use crate::replay::{Change, ChangeKind};
use crate::source::{FileEdit, Sources, Span};

use super::load::Understood;

/// How many amendments a message lists.
const LISTED: usize = 12;

/// Why nothing can be published while there is a draft, and what can be done.
pub(super) fn draft(understood: &Understood, sources: &Sources, today: Date) -> Option<Diagnostic> {
    let amendments = &understood.draft.amendments;
    let first = amendments.first()?;
    let message = match amendments.as_slice() {
        [only] => format!("{} {}, and no change says so", only.name(), is(only.verb())),
        all => format!(
            "{} amendments of the working files are in no recorded change",
            all.len()
        ),
    };
    let mut problem = Diagnostic::error(place(first), message).label("not recorded");
    for amendment in amendments.iter().take(LISTED) {
        let what = lines(amendment);
        let which = match (amendments.len(), what.is_empty()) {
            (1, true) => continue,
            (1, false) => what.join("; "),
            (_, true) => format!("{} {}", amendment.name(), is(amendment.verb())),
            (_, false) => format!(
                "{} {}: {}",
                amendment.name(),
                is(amendment.verb()),
                what.join("; ")
            ),
        };
        problem = problem.note(which);
    }
    if amendments.len() > LISTED {
        let more = amendments.len() - LISTED;
        problem = problem.note(format!("and {more} more; `candor status` shows all"));
    }
    let begun = begun(understood, today);
    problem = match begun {
        Some(Begun::Empty(change)) => problem.help(format!(
            "record it into the change that says nothing yet: candor record --again {}",
            change.id
        )),
        None | Some(Begun::Young(_)) => {
            problem.help("record it, so that customers are told: candor record")
        }
    };
    if let Some(Begun::Young(change)) = begun {
        problem = problem.help(format!(
            "or make it a part of `{}`, unless that is published already: candor record --again {}",
            change.id, change.id
        ));
    }
    if begun.is_none() && understood.history.has_only_baseline() {
        problem = problem.help(
            "or, while nothing is published yet, make it a part of the first record: candor record --again",
        );
    }
    for slip in slips(amendments, sources) {
        problem = problem.help(slip);
    }
    if let Some(by_hand) = by_hand(understood, sources, today, begun) {
        problem = problem.help(by_hand);
    }
    Some(problem.help("or only look at it: candor build --draft --output preview"))
}

/// How to take back what may not be meant: an id that was rewritten, an item that was deleted.
fn slips(amendments: &[Amendment], sources: &Sources) -> Vec<String> {
    let renames = rename::suspected(amendments);
    let deleted = amendments.iter().find(|amendment| {
        amendment.verb() == Verb::Removed
            && !renames
                .iter()
                .any(|rename| rename.former == amendment.item())
    });
    let deleted = deleted.map(|amendment| {
        format!(
            "or, if {} was deleted by mistake, put it back as it stands in {}",
            amendment.name(),
            sources.source(place(amendment).source).path
        )
    });
    let kept = |rename: &Suspicion| {
        format!(
            "or, if `{}` is `{}` still, give it that id again: an id never changes",
            rename.new, rename.former
        )
    };
    renames.iter().map(kept).chain(deleted).collect()
}

/// A change that the draft may belong to.
#[derive(Clone, Copy)]
enum Begun<'a> {
    /// Its folder was made by hand and holds no item yet.
    Empty(&'a Change),
    /// The newest, announced today or later: perhaps half of what was meant.
    Young(&'a Change),
}

impl<'a> Begun<'a> {
    fn change(self) -> &'a Change {
        match self {
            Begun::Empty(change) | Begun::Young(change) => change,
        }
    }
}

fn begun(understood: &Understood, today: Date) -> Option<Begun<'_>> {
    let history = &understood.history;
    let ordinary = || {
        let newest = history.changes().iter().rev().map(|change| &**change);
        newest.filter(|change| {
            change.kind == ChangeKind::Change && history.replaced_by(&change.id).is_none()
        })
    };
    let empty = ordinary().find(|change| change.amendments.is_empty() && change.replaces.is_none());
    let young = || ordinary().next().filter(|change| change.announced >= today);
    empty
        .map(Begun::Empty)
        .or_else(|| young().map(Begun::Young))
}

/// How to record without the command: exactly what the command would write.
fn by_hand(
    understood: &Understood,
    sources: &Sources,
    today: Date,
    begun: Option<Begun<'_>>,
) -> Option<String> {
    let relation = begun.map_or(Relation::Alone, |begun| {
        Relation::Again(Some(begun.change().id.clone()))
    });
    let decision = Decision {
        relation,
        renames: Renames::Declared,
        ..plainly(today)
    };
    let recording = record(understood.before(sources), &decision).ok()?;
    let mut text = String::new();
    let mut copies = Vec::new();
    for edit in &recording.edits {
        let (FileEdit::Create { path, bytes } | FileEdit::Replace { path, bytes, .. }) = edit
        else {
            continue;
        };
        let below = path.strip_prefix(&recording.folder).unwrap_or(path);
        match below {
            "/change.toml" => {
                let lines = String::from_utf8_lossy(bytes);
                text = format!(
                    "or by hand: let {path} hold these lines, and review them\n{}\n",
                    lines.trim_end()
                );
            }
            "/subprocessors.toml" => copies.push(format!(
                "{path}: from content/subprocessors.toml the whole entries of {}",
                entries(&recording)
            )),
            below => copies.push(format!("{path}: all of content{below}")),
        }
    }
    if copies.is_empty() {
        return (!text.is_empty()).then_some(text.trim_end().to_owned());
    }
    let lead = if text.is_empty() {
        "or by hand: copy into these files"
    } else {
        "and copy into these files"
    };
    Some(format!("{text}{lead}\n{}", copies.join("\n")))
}

fn entries(recording: &Recording) -> String {
    let ids = recording.change.amendments.iter().filter_map(|amendment| {
        let id = amendment.item();
        let is_entry = matches!(id, ItemId::Subprocessor(_)) && amendment.verb() != Verb::Removed;
        is_entry.then(|| format!("`{id}`"))
    });
    ids.collect::<Vec<String>>().join(", ")
}

/// The decision that leaves everything open.
pub(super) fn plainly(today: Date) -> Decision {
    Decision {
        today,
        announced: None,
        effective: None,
        title: None,
        reason: None,
        wish: Wish::ByRule,
        short_notice: None,
        relation: Relation::Alone,
        renames: Renames::Ask,
    }
}

pub(super) fn is(verb: Verb) -> &'static str {
    match verb {
        Verb::Added => "is new",
        Verb::Amended => "is amended",
        Verb::Removed => "is removed",
    }
}

/// What kind of thing an item is.
pub(super) fn kind(amendment: &Amendment) -> &'static str {
    match amendment {
        Amendment::Subprocessor(_) => "sub-processor",
        Amendment::Document(step) => match step.latest().kind {
            DocumentKind::Processing => "processing description",
            DocumentKind::Annex => "annex",
        },
    }
}

fn place(amendment: &Amendment) -> Span {
    match amendment {
        Amendment::Subprocessor(step) => step.latest().place.0,
        Amendment::Document(step) => {
            let whole = step.latest().place.0;
            whole.within(0..0)
        }
    }
}

/// One thing that differs within an item.
#[derive(Debug)]
pub(super) enum Detail<'a> {
    Field {
        /// The purpose, where the entry has several engagements.
        engagement: Option<&'a str>,
        amended: FieldAmendment<'a>,
    },
    /// An engagement came or went, and its entry stays.
    Engagement { verb: Verb, purpose: &'a str },
}

/// What differs, field by field; of what came or went, every field.
pub(super) fn details(amendment: &Amendment) -> Vec<Detail<'_>> {
    let fields::Details {
        fields,
        engagements,
    } = fields::details(amendment);
    let field = |engagement| {
        move |amended| Detail::Field {
            engagement,
            amended,
        }
    };
    let mut details: Vec<Detail<'_>> = fields.into_iter().map(field(None)).collect();
    for engagement in engagements {
        let (verb, purpose) = (engagement.verb, engagement.purpose);
        if amendment.verb() == Verb::Amended && verb != Verb::Amended {
            details.push(Detail::Engagement { verb, purpose });
        } else {
            let fields = engagement.fields.into_iter();
            details.extend(fields.map(field(Some(purpose))));
        }
    }
    details
}

/// What differs of an amended item, a line each.
pub(super) fn lines(amendment: &Amendment) -> Vec<String> {
    if amendment.verb() != Verb::Amended {
        return Vec::new();
    }
    details(amendment).iter().map(line).collect()
}

fn line(detail: &Detail<'_>) -> String {
    match detail {
        Detail::Engagement { verb, purpose } => {
            format!("engagement {}: {purpose}", verb.as_str())
        }
        Detail::Field {
            engagement,
            amended:
                FieldAmendment {
                    field,
                    before,
                    after,
                },
        } => {
            let key = field.key();
            let line = match (before, after) {
                (Some(Value::Prose(_)), Some(_)) => format!("{key}: the text is another"),
                (None, Some(Value::Prose(_))) => format!("{key}: a text is new"),
                (Some(Value::Prose(_)), None) => format!("{key}: the text is gone"),
                (before, after) => {
                    format!("{key}: from {} to {}", said(*before), said(*after))
                }
            };
            match engagement {
                Some(purpose) => format!("{purpose}: {line}"),
                None => line,
            }
        }
    }
}

fn said(value: Option<Value<'_>>) -> String {
    value.map_or_else(|| "nothing".to_owned(), value_text)
}

/// A value in the spelling of the sources.
pub(super) fn value_text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => format!("“{text}”"),
        Value::Prose(prose) => format!("“{}”", prose.excerpt(60)),
        value => members(value).join(", "),
    }
}

/// What a value is made of, in the spelling of the sources.
pub(super) fn members(value: Value<'_>) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.to_owned()],
        Value::Prose(prose) => vec![prose.text().to_owned()],
        Value::Flag(set) => vec![if set { "true" } else { "false" }.to_owned()],
        Value::Date(date) => vec![date.to_string()],
        Value::Url(url) => vec![url.to_string()],
        Value::Role(role) => vec![role.as_str().to_owned()],
        Value::Texts(texts) => texts.to_vec(),
        Value::Data(data) => data
            .iter()
            .map(|data| match &data.note {
                Some(note) => format!("{} ({note})", data.category),
                None => data.category.clone(),
            })
            .collect(),
        Value::Locations(locations) => locations
            .iter()
            .map(|location| {
                let details = [location.city.as_deref(), location.region.as_deref()];
                let mut details: Vec<&str> = details.into_iter().flatten().collect();
                details.extend(location.role.map(|role| role.as_str()));
                let area = location.area.as_str();
                if details.is_empty() {
                    area.to_owned()
                } else {
                    format!("{area} ({})", details.join(", "))
                }
            })
            .collect(),
        Value::Transfer(transfer) => transfer.iter().map(|t| t.as_str().to_owned()).collect(),
        Value::Products(products) => products.iter().map(ToString::to_string).collect(),
        Value::Extra(extra) => extra
            .iter()
            .map(|(key, value)| format!("{key} = “{value}”"))
            .collect(),
    }
}
