//! `subprocessors.json` and its schema. Keys are only ever added.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use schemars::generate::Contract;
use serde::Serialize;

use super::rows::{self, Row};
use super::{Register, address};
use crate::assemble::{Route, Schema};
use crate::content;
use crate::render::once::Same;
use crate::render::schema;

/// The sub-processors that are in force.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Sub-processors")]
struct Document<'a> {
    /// The address of this schema.
    #[serde(rename = "$schema")]
    schema: String,
    publisher: Publisher,
    /// The product whose register it is; absent in the register of all products.
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<Product>,
    /// The day from which the register stands as shown; absent while it is empty and always was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    from: Option<String>,
    /// In the order in which the publisher lists them.
    #[schemars(with = "Vec<Subprocessor>")]
    subprocessors: Vec<&'a Row>,
}

/// Who publishes the register.
#[derive(Serialize, JsonSchema)]
struct Publisher {
    /// What the site is called.
    title: String,
    /// The company's legal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    /// The site's address.
    #[schemars(extend("format" = "uri"))]
    url: String,
}

/// A product of the publisher's.
#[derive(Serialize, JsonSchema)]
struct Product {
    id: String,
    name: String,
}

/// A third party or affiliate that processes personal data on the publisher's behalf.
#[derive(Serialize, JsonSchema)]
pub(super) struct Subprocessor {
    /// Never given to another one.
    pub(super) id: String,
    pub(super) name: String,
    /// Its page, with its history.
    #[schemars(extend("format" = "uri"))]
    url: String,
    /// The legal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<String>,
    /// Whether it belongs to the publisher's own group.
    affiliate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    website: Option<String>,
    /// Its data processing agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    dpa: Option<String>,
    /// Its own list of sub-processors.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    subprocessors_url: Option<String>,
    /// Since when it was used before the log began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    since: Option<String>,
    /// The publisher's own facts, by their names.
    extra: BTreeMap<String, String>,
    /// What it is used for: one or more.
    #[schemars(length(min = 1))]
    engagements: Vec<Engagement>,
}

/// One thing that a sub-processor is used for.
#[derive(Serialize, JsonSchema)]
struct Engagement {
    /// Unique within the sub-processor.
    engagement_id: String,
    purpose: String,
    /// When alone it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// The categories of personal data.
    data: Vec<Data>,
    /// The categories of data subjects.
    data_subjects: Vec<String>,
    locations: Vec<Location>,
    /// On what ground data may leave the EEA.
    transfer: Vec<Transfer>,
    /// The ids of the products that it is a part of; empty: all of them.
    products: Vec<String>,
}

/// A category of personal data, as the publisher words it.
#[derive(Serialize, JsonSchema)]
struct Data {
    category: String,
    /// What limits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A place of processing.
#[derive(Serialize, JsonSchema)]
struct Location {
    /// ISO 3166-1 alpha-2, or "EU", "EEA", "worldwide", "customer-region".
    #[schemars(regex(pattern = r"^([A-Z]{2}|EEA|worldwide|customer-region)$"))]
    country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    /// A cloud provider's name for the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// What is done there.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<LocationRole>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum LocationRole {
    Hosting,
    Access,
    Support,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
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

pub(super) fn write(register: &Register<'_>) -> String {
    let site = register.site;
    let config = &site.config().site;
    let entries = register.entries.iter();
    let rows: Vec<Arc<[Row]>> = entries
        .map(|entry| {
            let made = &register.rows.json;
            made.get(Same::of(entry), || {
                let page = Route::Subprocessor(entry.id.clone());
                [rows::row(&subprocessor(entry, address(site, &page)))].into()
            })
        })
        .collect();
    rows::write(&Document {
        schema: address(site, &Route::Schema(Schema::Subprocessors)),
        publisher: Publisher {
            title: config.title.clone(),
            company: config.company.clone(),
            url: config.base_url.as_str().to_owned(),
        },
        product: register.product.map(|product| Product {
            id: product.id.to_string(),
            name: product.name.clone(),
        }),
        from: register.from.map(|day| day.to_string()),
        subprocessors: rows.iter().flat_map(|rows| rows.iter()).collect(),
    })
}

/// The schema of what [`write`] writes, for the address at which it lies.
pub(in crate::render::machine) fn schema(id: &str) -> String {
    schema::of::<Document<'_>>(Contract::Serialize, Some(id))
}

/// An entry is taken apart, so that the compiler asks for a new field here too.
pub(super) fn subprocessor(entry: &content::Subprocessor, url: String) -> Subprocessor {
    let content::Subprocessor {
        id,
        name,
        entity,
        affiliate,
        category,
        description,
        address,
        contact,
        website,
        dpa,
        subprocessors_url,
        since,
        extra,
        engagements,
        place: _,
    } = entry.clone();
    Subprocessor {
        id: id.to_string(),
        name,
        url,
        entity,
        affiliate,
        category,
        description: description.map(|prose| prose.text().to_owned()),
        address,
        contact,
        website: website.map(String::from),
        dpa: dpa.map(String::from),
        subprocessors_url: subprocessors_url.map(String::from),
        since: since.map(|day| day.to_string()),
        extra,
        engagements: engagements.into_iter().map(engagement).collect(),
    }
}

fn engagement(engagement: content::Engagement) -> Engagement {
    let content::Engagement {
        id,
        purpose,
        condition,
        data,
        data_subjects,
        locations,
        transfer,
        products,
    } = engagement;
    let data = data.into_iter();
    Engagement {
        engagement_id: id.to_string(),
        purpose,
        condition,
        data: data
            .map(|content::DataCategory { category, note }| Data { category, note })
            .collect(),
        data_subjects,
        locations: locations.iter().map(location).collect(),
        transfer: transfer.into_iter().map(ground).collect(),
        products: products.iter().map(ToString::to_string).collect(),
    }
}

fn location(location: &content::Location) -> Location {
    use content::LocationRole as Role;
    Location {
        country: location.area.as_str().to_owned(),
        city: location.city.clone(),
        region: location.region.clone(),
        role: location.role.map(|role| match role {
            Role::Hosting => LocationRole::Hosting,
            Role::Access => LocationRole::Access,
            Role::Support => LocationRole::Support,
        }),
    }
}

fn ground(transfer: content::TransferMechanism) -> Transfer {
    use content::TransferMechanism as Ground;
    match transfer {
        Ground::Adequacy => Transfer::Adequacy,
        Ground::Dpf => Transfer::Dpf,
        Ground::Scc => Transfer::Scc,
        Ground::UkIdta => Transfer::UkIdta,
        Ground::Bcr => Transfer::Bcr,
        Ground::Derogation => Transfer::Derogation,
        Ground::None => Transfer::None,
    }
}
