//! One entry of the register: a vendor and what it is engaged for.

use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;

use super::id::slug;
use super::{Date, EngagementId, Location, ProductId, Prose, SubprocessorId};
use crate::source::Place;

/// On what ground personal data may leave the EEA (GDPR Chapter V).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TransferMechanism {
    /// An adequacy decision, Art. 45.
    Adequacy,
    /// The EU-U.S. Data Privacy Framework, Art. 45.
    Dpf,
    /// Standard contractual clauses, Art. 46(2)(c).
    Scc,
    /// The United Kingdom's International Data Transfer Agreement or Addendum.
    UkIdta,
    /// Binding corporate rules, Art. 47.
    Bcr,
    /// A derogation for specific situations, Art. 49.
    Derogation,
    /// No transfer takes place.
    None,
}

impl TransferMechanism {
    pub const ALL: [TransferMechanism; 7] = [
        TransferMechanism::Adequacy,
        TransferMechanism::Dpf,
        TransferMechanism::Scc,
        TransferMechanism::UkIdta,
        TransferMechanism::Bcr,
        TransferMechanism::Derogation,
        TransferMechanism::None,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            TransferMechanism::Adequacy => "adequacy",
            TransferMechanism::Dpf => "dpf",
            TransferMechanism::Scc => "scc",
            TransferMechanism::UkIdta => "uk-idta",
            TransferMechanism::Bcr => "bcr",
            TransferMechanism::Derogation => "derogation",
            TransferMechanism::None => "none",
        }
    }
}

/// A category of personal data, as the company words it, and what limits it ("anonymised").
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DataCategory {
    pub category: String,
    pub note: Option<String>,
}

/// What a vendor is engaged for: one purpose, with what belongs to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Engagement {
    pub id: EngagementId,
    pub purpose: String,
    /// When alone it applies: "only while AI features are on".
    pub condition: Option<String>,
    pub data: Vec<DataCategory>,
    pub data_subjects: Vec<String>,
    pub locations: Vec<Location>,
    pub transfer: Vec<TransferMechanism>,
    /// The products it is a part of; empty: all of them.
    pub products: Vec<ProductId>,
}

impl Engagement {
    /// The id that an engagement has unless its entry gives one.
    pub fn default_id(purpose: &str) -> EngagementId {
        EngagementId::new(&slug(purpose))
            // A purpose in letters that have no slug ("削除") still needs a name within its entry.
            .or_else(|_| EngagementId::new("engagement"))
            .unwrap_or_else(|_| unreachable!("a slug is an engagement's id"))
    }

    pub fn applies_to(&self, product: &ProductId) -> bool {
        self.products.is_empty() || self.products.contains(product)
    }
}

/// A third party or affiliate that processes personal data on the processor's behalf.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subprocessor {
    pub id: SubprocessorId,
    pub name: String,
    /// The legal name.
    pub entity: Option<String>,
    /// Whether it belongs to the company's own group.
    pub affiliate: bool,
    pub category: Option<String>,
    pub description: Option<Prose>,
    /// SCC Annex III asks for it.
    pub address: Option<String>,
    /// SCC Annex III asks for it.
    pub contact: Option<String>,
    pub website: Option<Url>,
    pub dpa: Option<Url>,
    pub subprocessors_url: Option<Url>,
    /// Since when it was used before the log began.
    pub since: Option<Date>,
    /// The company's own fields, by their key.
    pub extra: BTreeMap<String, String>,
    /// One or more, in the order of the entry.
    pub engagements: Vec<Engagement>,
    pub place: Place,
}

impl Subprocessor {
    /// What of this entry a product's view shows: the engagements that apply to it, without the list
    /// of products. `None` where none applies.
    pub fn for_product(self: &Arc<Subprocessor>, product: &ProductId) -> Option<Arc<Subprocessor>> {
        let engagements = self.engagements.iter();
        if engagements.clone().all(|e| e.products.is_empty()) {
            return Some(Arc::clone(self));
        }
        let engagements: Vec<Engagement> = engagements
            .filter(|engagement| engagement.applies_to(product))
            .map(|engagement| Engagement {
                products: Vec::new(),
                ..engagement.clone()
            })
            .collect();
        (!engagements.is_empty()).then(|| {
            Arc::new(Subprocessor {
                engagements,
                ..Subprocessor::clone(self)
            })
        })
    }
}
