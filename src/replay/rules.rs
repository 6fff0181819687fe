//! What must be told, and when: what an amendment asks for, by the table of [`Field`]s and what goes beyond one
//! field, and the counting of days. Nothing else.
//!
//! Art. 28(2) GDPR gives customers the right to object to an intended change. It names no number of
//! days; the notice is the company's own promise, counted as Regulation 1182/71 Art. 3(1) counts: the
//! day of the announcement doesn't count.

use crate::compare::fields::{self, EngagementAmendment, FieldAmendment};
use crate::compare::{Amendment, Step};
use crate::content::field::Value;
use crate::content::{Date, Field, Telling};
use crate::parse::config::{DocumentNotice, NoticeConfig};
use crate::parse::overlay::Wish;

use super::change::{Change, Told};
use crate::parse::overlay::ChangeKind;

/// The company's terms of notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeTerms {
    pub days: u32,
    pub slack: u32,
    pub objection_days: Option<u32>,
    pub since: Option<Date>,
    pub documents: DocumentNotice,
}

impl From<&NoticeConfig> for NoticeTerms {
    fn from(config: &NoticeConfig) -> NoticeTerms {
        NoticeTerms {
            days: config.days,
            slack: config.slack,
            objection_days: config.objection_days,
            since: config.since,
            documents: config.documents,
        }
    }
}

impl NoticeTerms {
    /// How many days customers are promised before a change that needs notice is in force: those of the
    /// notice, or those in which they can object where these are more.
    pub fn promised_days(&self) -> u32 {
        self.days.max(self.objection_days.unwrap_or(0))
    }

    /// The first day on which a change that needs notice can be in force.
    pub fn earliest_effective(&self, announced: Date) -> Date {
        announced.plus(self.promised_days().saturating_add(1))
    }

    /// The last day, inclusive, on which a customer can object.
    ///
    /// Where a short notice has eaten the days before the change takes effect, the whole time to object
    /// still runs, past the effective day.
    pub fn objection_deadline(&self, announced: Date, effective: Date) -> Date {
        match self.objection_days {
            Some(days) => announced.plus(days),
            None => effective.day_before().max(announced.plus(self.days)),
        }
    }

    /// The last day to object that `record` writes: some days later than promised, so that a review
    /// doesn't eat them, but never into the time when the change is in force.
    pub fn recorded_deadline(&self, announced: Date, effective: Date) -> Date {
        let promised = self.objection_deadline(announced, effective);
        let with_slack = self.objection_deadline(announced.plus(self.slack), effective);
        with_slack.min(effective.day_before()).max(promised)
    }

    /// Whether a change is measured by these terms: it was announced while they hold, and isn't shorter
    /// for a reason that the site shows.
    pub fn bind(&self, change: &Change) -> bool {
        let hold = self.since.is_none_or(|since| change.announced >= since);
        hold && change.short_notice.is_none()
    }

    /// What customers who first hear of a change on a day lack of what they are promised.
    pub fn shortfall(&self, change: &Change, heard: Date) -> Option<Shortfall> {
        let Told::WithNotice { objection_deadline } = change.told else {
            return None;
        };
        let earliest = self.earliest_effective(heard);
        let deadline = self.objection_deadline(heard, change.effective);
        if !self.bind(change) {
            None
        } else if change.effective < earliest {
            Some(Shortfall::Notice { earliest })
        } else if objection_deadline < deadline {
            Some(Shortfall::Objection {
                until: objection_deadline,
                deadline,
            })
        } else {
            None
        }
    }
}

/// Which of the company's promises is too short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shortfall {
    /// The change is in force before the earliest day that the notice allows.
    Notice { earliest: Date },
    /// The time to object ends on `until`, before the promised last day.
    Objection { until: Date, deadline: Date },
}

/// Who hears of a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hearing {
    Nobody,
    AtOnce,
    InAdvance,
}

/// Who hears of a change, by its kind, what it amends and what the writer wished where the rule leaves
/// a choice.
pub fn who_hears(
    kind: &ChangeKind,
    amendments: &[Amendment],
    documents: DocumentNotice,
    wish: Wish,
    replaces: bool,
) -> Hearing {
    match kind {
        ChangeKind::Baseline => return Hearing::AtOnce,
        ChangeKind::Historical { .. } => return Hearing::Nobody,
        ChangeKind::Change => {}
    }
    // Calling a document's amendment editorial takes back the notice that it would else need; what is
    // told of sub-processors no wish can take back.
    let strictest = amendments
        .iter()
        .map(|amendment| match (amendment, wish) {
            (Amendment::Document(_), Wish::Editorial) => Telling::OnRequest,
            _ => telling_of(amendment, documents),
        })
        .max()
        .unwrap_or(Telling::OnRequest);
    match strictest {
        Telling::WithNotice => Hearing::InAdvance,
        Telling::Always | Telling::UnlessEditorial => Hearing::AtOnce,
        // Whoever heard of a replaced change must hear that it won't come.
        Telling::OnRequest if replaces || wish == Wish::Tell => Hearing::AtOnce,
        Telling::OnRequest => Hearing::Nobody,
    }
}

/// What one amendment asks for.
pub fn telling_of(amendment: &Amendment, documents: DocumentNotice) -> Telling {
    match amendment {
        Amendment::Subprocessor(Step::Added { .. }) => Telling::WithNotice,
        Amendment::Subprocessor(Step::Removed { .. }) => Telling::Always,
        Amendment::Subprocessor(Step::Amended { before, after }) => {
            let comparison = fields::subprocessor(before, after);
            let vendor = comparison
                .vendor
                .iter()
                .map(|amendment| amendment.field.telling_of_subprocessor());
            let engagements = comparison.engagements.iter().map(telling_of_engagement);
            vendor
                .chain(engagements)
                .max()
                .unwrap_or(Telling::OnRequest)
        }
        Amendment::Document(_) => match documents {
            DocumentNotice::WithNotice => Telling::WithNotice,
            DocumentNotice::Told => Telling::UnlessEditorial,
        },
    }
}

/// What of an amendment customers must hear of in advance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cause {
    /// That it was made at all.
    Item,
    /// An engagement that came, by its purpose.
    Engagement(String),
    Field(Field),
}

/// Why an amendment needs notice; empty where it doesn't.
pub fn causes_of_notice(amendment: &Amendment, documents: DocumentNotice) -> Vec<Cause> {
    if telling_of(amendment, documents) != Telling::WithNotice {
        return Vec::new();
    }
    let Amendment::Subprocessor(Step::Amended { before, after }) = amendment else {
        return vec![Cause::Item];
    };
    let comparison = fields::subprocessor(before, after);
    let vendor = comparison
        .vendor
        .iter()
        .filter(|amended| amended.field.telling_of_subprocessor() == Telling::WithNotice);
    let mut causes: Vec<Cause> = vendor.map(|amended| Cause::Field(amended.field)).collect();
    for engagement in &comparison.engagements {
        match engagement {
            EngagementAmendment::Added(e) => causes.push(Cause::Engagement(e.purpose.clone())),
            EngagementAmendment::Removed(_) => {}
            EngagementAmendment::Amended { fields, .. } => causes.extend(
                fields
                    .iter()
                    .filter(|amended| telling_of_field(amended) == Telling::WithNotice)
                    .map(|amended| Cause::Field(amended.field)),
            ),
        }
    }
    let mut unique = Vec::new();
    for cause in causes {
        if !unique.contains(&cause) {
            unique.push(cause);
        }
    }
    unique
}

fn telling_of_engagement(amendment: &EngagementAmendment<'_>) -> Telling {
    match amendment {
        EngagementAmendment::Added(_) => Telling::WithNotice,
        EngagementAmendment::Removed(_) => Telling::Always,
        EngagementAmendment::Amended { fields, .. } => fields
            .iter()
            .map(telling_of_field)
            .max()
            .unwrap_or(Telling::OnRequest),
    }
}

/// What an amended field of a sub-processor asks for: one more product needs notice, one fewer is
/// only told; every other field goes by the table of fields.
pub fn telling_of_field(amendment: &FieldAmendment<'_>) -> Telling {
    if amendment.field != Field::Products {
        return amendment.field.telling_of_subprocessor();
    }
    let products = |value| match value {
        Some(Value::Products(products)) => products,
        // Absent means all of them.
        _ => &[],
    };
    let before = products(amendment.before);
    let after = products(amendment.after);
    let narrower_or_same =
        before.is_empty() || (!after.is_empty() && after.iter().all(|p| before.contains(p)));
    if narrower_or_same {
        Telling::Always
    } else {
        Telling::WithNotice
    }
}
