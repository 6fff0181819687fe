//! What may stand in `content/subprocessors.toml`.

#![expect(dead_code, reason = "the types are looked at, never made")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{Address, Day, Slug};

/// Every third party and affiliate that processes your customers' personal data on your behalf.
#[derive(JsonSchema)]
#[schemars(title = "content/subprocessors.toml", deny_unknown_fields)]
pub(super) struct Register {
    /// One entry for each company. The order of the entries is the order of the list.
    subprocessor: Option<Vec<Subprocessor>>,
}

/// One company. The facts of what you use it for stand in the entry itself; if you use it for several
/// purposes, in `[[subprocessor.engagement]]` tables instead.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("oneOf" = [{ "required": ["purpose"] }, { "required": ["engagement"] }])
)]
struct Subprocessor {
    /// Becomes the address of its page and belongs to this company for ever.
    #[schemars(extend("not" = { "enum": crate::content::SubprocessorId::RESERVED }))]
    id: Slug,
    /// The name by which it is known.
    #[schemars(length(min = 1))]
    name: String,
    /// Its legal name. A new one needs notice.
    entity: Option<String>,
    /// Whether it belongs to your own group of companies. Default: false.
    affiliate: Option<bool>,
    /// Under which the register shows it.
    category: Option<String>,
    /// What it is, in Markdown.
    description: Option<String>,
    /// Its postal address. Annex III of the standard contractual clauses asks for it.
    address: Option<String>,
    /// Whom to ask about data protection. Annex III of the standard contractual clauses asks for it.
    contact: Option<String>,
    /// Its website.
    website: Option<Address>,
    /// Its data processing agreement.
    dpa: Option<Address>,
    /// Its own list of sub-processors.
    subprocessors_url: Option<Address>,
    /// Since when you have used it, if that was before your log began.
    since: Option<Day>,
    /// Fields of your own, all of them texts. Type them last: this table takes every line that follows.
    extra: Option<BTreeMap<String, String>>,
    #[schemars(flatten)]
    facts: Facts,
    /// What you use it for, one table for each purpose.
    #[schemars(length(min = 1))]
    engagement: Option<Vec<Engagement>>,
}

/// One purpose that you use the company for.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("required" = ["purpose"]))]
struct Engagement {
    /// What tells it from the entry's other engagements. Default: made from the purpose.
    id: Option<Slug>,
    #[schemars(flatten)]
    facts: Facts,
}

#[derive(JsonSchema)]
struct Facts {
    /// What you use it for.
    #[schemars(length(min = 1))]
    purpose: Option<String>,
    /// When alone it applies: "Only while AI features are on".
    condition: Option<String>,
    /// The categories of personal data that it processes.
    data: Option<Vec<Data>>,
    /// Whose data it processes.
    data_subjects: Option<Vec<String>>,
    /// Where it processes them.
    locations: Option<Vec<Location>>,
    /// On what ground data may leave the European Economic Area.
    transfer: Option<Vec<Transfer>>,
    /// The ids of the products that it is a part of, as in candor.toml. Absent: all of them.
    products: Option<Vec<Slug>>,
}

/// A category of personal data, in your own words.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Data {
    Category(#[schemars(length(min = 1))] String),
    WithNote(DataWithNote),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DataWithNote {
    #[schemars(length(min = 1))]
    category: String,
    /// What limits it: "anonymised".
    note: Option<String>,
}

/// A place of processing.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Location {
    /// The two letters of a country, or "EU", "EEA", "worldwide", "customer-region".
    Area(#[schemars(regex(pattern = AREA))] String),
    Place(Place),
}

const AREA: &str = r"^\s*([A-Z]{2}|EEA|worldwide|customer-region)\s*$";

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Place {
    /// The two letters of a country, or "EU", "EEA", "worldwide", "customer-region".
    #[schemars(regex(pattern = AREA))]
    country: String,
    /// "Frankfurt am Main".
    city: Option<String>,
    /// A cloud provider's name for the place: "eu-central-1".
    region: Option<String>,
    /// What is done there.
    role: Option<Role>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Role {
    Hosting,
    Access,
    Support,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Transfer {
    /// An adequacy decision, Art. 45 GDPR.
    Adequacy,
    /// The EU-U.S. Data Privacy Framework.
    Dpf,
    /// Standard contractual clauses, Art. 46(2)(c) GDPR.
    Scc,
    /// The United Kingdom's International Data Transfer Agreement or Addendum.
    UkIdta,
    /// Binding corporate rules, Art. 47 GDPR.
    Bcr,
    /// A derogation for specific situations, Art. 49 GDPR.
    Derogation,
    /// No transfer takes place.
    None,
}
