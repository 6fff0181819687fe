//! For programs: JSON of a stable shape. Keys may be added; none is renamed or given another meaning.

use serde::Serialize;

use super::{Prospect, Report};
use crate::command::wording::{self, Detail};
use crate::compare::Amendment;
use crate::content::{DocumentKind, Telling};
use crate::replay::record::{Recording, Refusal};
use crate::replay::rename::Suspicion;
use crate::replay::rules::{Cause, causes_of_notice, telling_of};
use crate::replay::{Change, ChangeKind, NoticeTerms, Told};

#[derive(Serialize)]
struct Status {
    /// Whether the working files say something that no change does.
    draft: bool,
    amendments: Vec<Item>,
    /// Absent where there is nothing to record or it can't be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    prospect: Option<Prospective>,
    /// Why it can't be recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<Refused>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    renames: Vec<Rename>,
    coming: Vec<Coming>,
}

#[derive(Serialize)]
struct Item {
    kind: &'static str,
    id: String,
    name: String,
    verb: &'static str,
    telling: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notice_because: Vec<String>,
    fields: Vec<Amended>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    engagements: Vec<Engaged>,
}

#[derive(Serialize)]
struct Amended {
    field: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    engagement: Option<String>,
    /// Absent: nothing stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Engaged {
    purpose: String,
    verb: &'static str,
}

/// The change that `candor record` would make.
#[derive(Serialize)]
struct Prospective {
    folder: String,
    kind: &'static str,
    title: String,
    told: &'static str,
    announced: String,
    earliest_effective: String,
    effective: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_by: Option<String>,
    /// The change whose effective day it waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<String>,
}

#[derive(Serialize)]
struct Refused {
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ways: Vec<String>,
}

#[derive(Serialize)]
struct Rename {
    former: String,
    new: String,
}

#[derive(Serialize)]
struct Coming {
    id: String,
    title: String,
    told: &'static str,
    announced: String,
    /// Whether the day of its announcement is still to come.
    embargoed: bool,
    effective: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_by: Option<String>,
}

pub(super) fn show(report: &Report<'_>) -> String {
    let status = Status {
        draft: !report.amendments.is_empty(),
        amendments: report
            .amendments
            .iter()
            .map(|amendment| item(amendment, report.terms))
            .collect(),
        prospect: match &report.prospect {
            Prospect::Change(recording) => Some(prospective(recording)),
            Prospect::Nothing | Prospect::Refused(_) => None,
        },
        refused: match &report.prospect {
            Prospect::Refused(refusal) => refused(refusal),
            Prospect::Nothing | Prospect::Change(_) => Vec::new(),
        },
        renames: report.renames.iter().map(rename).collect(),
        coming: report
            .coming
            .iter()
            .map(|change| Coming {
                id: change.id.to_string(),
                title: change.title.clone(),
                told: told(change),
                announced: change.announced.to_string(),
                embargoed: change.announced > report.announced,
                effective: change.effective.to_string(),
                object_by: change.objection_deadline().map(|day| day.to_string()),
            })
            .collect(),
    };
    // Texts, truth values and lists always are JSON.
    serde_json::to_string_pretty(&status).unwrap_or_default()
}

fn item(amendment: &Amendment, terms: &NoticeTerms) -> Item {
    let mut fields = Vec::new();
    let mut engagements = Vec::new();
    for detail in wording::details(amendment) {
        match detail {
            Detail::Engagement { verb, purpose } => engagements.push(Engaged {
                purpose: purpose.to_owned(),
                verb: verb.as_str(),
            }),
            Detail::Field {
                engagement,
                amended,
            } => fields.push(Amended {
                field: amended.field.key(),
                engagement: engagement.map(str::to_owned),
                before: amended.before.map(wording::members),
                after: amended.after.map(wording::members),
            }),
        }
    }
    Item {
        kind: match amendment {
            Amendment::Subprocessor(_) => "subprocessor",
            Amendment::Document(step) => match step.latest().kind {
                DocumentKind::Processing => "processing",
                DocumentKind::Annex => "annex",
            },
        },
        id: amendment.item().to_string(),
        name: amendment.name().to_owned(),
        verb: amendment.verb().as_str(),
        telling: match telling_of(amendment, terms.documents) {
            Telling::OnRequest => "on-request",
            Telling::UnlessEditorial => "unless-editorial",
            Telling::Always => "always",
            Telling::WithNotice => "with-notice",
        },
        notice_because: causes_of_notice(amendment, terms.documents)
            .into_iter()
            .map(|cause| match cause {
                Cause::Item => amendment.verb().as_str().to_owned(),
                Cause::Engagement(purpose) => purpose,
                Cause::Field(field) => field.key().to_owned(),
            })
            .collect(),
        fields,
        engagements,
    }
}

fn told(change: &Change) -> &'static str {
    match change.told {
        Told::WithNotice { .. } => "with-notice",
        Told::AtOnce => "at-once",
        Told::Editorial => "in-the-log",
    }
}

fn prospective(recording: &Recording) -> Prospective {
    let change = &recording.change;
    let day = recording.earliest.day();
    let pending = recording.earliest.pending.as_ref();
    Prospective {
        folder: recording.folder.clone(),
        kind: match change.kind {
            ChangeKind::Baseline => "baseline",
            ChangeKind::Change => "change",
            ChangeKind::Historical { .. } => "historical",
        },
        title: change.title.clone(),
        told: told(change),
        announced: change.announced.to_string(),
        earliest_effective: day.to_string(),
        effective: change.effective.to_string(),
        object_by: change.objection_deadline().map(|day| day.to_string()),
        waits_for: pending
            .filter(|pending| pending.effective == day)
            .map(|pending| pending.id.to_string()),
    }
}

fn refused(refusal: &Refusal) -> Vec<Refused> {
    match refusal {
        Refusal::Decision { message, ways } => vec![Refused {
            message: message.clone(),
            ways: ways.clone(),
        }],
        Refusal::Renamed(_) => Vec::new(),
        Refusal::Unlawful { problems, .. } => problems
            .iter()
            .map(|problem| Refused {
                message: problem.message.clone(),
                ways: problem.help.clone(),
            })
            .collect(),
    }
}

fn rename(suspicion: &Suspicion) -> Rename {
    Rename {
        former: suspicion.former.to_string(),
        new: suspicion.new.to_string(),
    }
}
