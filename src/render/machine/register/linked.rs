//! `subprocessors.jsonld`: the register in the terms of the W3C's Data Privacy Vocabulary 2
//! (<https://w3id.org/dpv>), so that programs can read who processes what without knowing Candor.
//!
//! Each sub-processor is a `dpv:DataSubProcessor`, each engagement a `dpv:Process`. What the company
//! words itself (purposes, data, data subjects) stays in its words: no term is guessed.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::rows::{self, Row};
use super::{Register, address};
use crate::assemble::{Route, Site};
use crate::content::{Area, Engagement, Location, Subprocessor, TransferMechanism};
use crate::render::once::Same;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: Context<'a>,
    #[serde(rename = "@graph")]
    graph: Vec<&'a Row>,
}

/// What the prefixes of terms stand for.
#[derive(Serialize)]
struct Context<'a> {
    #[serde(rename = "@language")]
    language: &'a str,
    dpv: &'static str,
    #[serde(rename = "eu-gdpr")]
    eu_gdpr: &'static str,
    loc: &'static str,
    rdfs: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Publisher {
        #[serde(rename = "@id")]
        id: &'a str,
        #[serde(rename = "@type")]
        class: &'static str,
        #[serde(rename = "dpv:hasName")]
        name: &'a str,
    },
    Party(Party<'a>),
    Process(Process<'a>),
}

#[derive(Serialize)]
struct Party<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(rename = "dpv:hasAddress", skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(rename = "dpv:hasContact", skip_serializing_if = "Option::is_none")]
    contact: Option<&'a str>,
    #[serde(rename = "dpv:hasName")]
    name: &'a str,
    #[serde(rename = "rdfs:label")]
    label: &'a str,
    #[serde(rename = "rdfs:seeAlso", skip_serializing_if = "Option::is_none")]
    website: Option<Id<'a>>,
}

#[derive(Serialize)]
struct Process<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(rename = "dpv:hasDataProcessor")]
    processors: [Id<'a>; 2],
    #[serde(rename = "dpv:hasDataSubject", skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<Labelled<'a>>,
    #[serde(rename = "dpv:hasLocation", skip_serializing_if = "Vec::is_empty")]
    locations: Vec<LocationNode>,
    #[serde(rename = "dpv:hasPersonalData", skip_serializing_if = "Vec::is_empty")]
    data: Vec<Labelled<'a>>,
    #[serde(rename = "dpv:hasProcessing", skip_serializing_if = "Option::is_none")]
    transfer: Option<[Transfer<'a>; 1]>,
    #[serde(rename = "dpv:hasPurpose")]
    purpose: Labelled<'a>,
    #[serde(rename = "rdfs:label")]
    label: &'a str,
}

#[derive(Serialize)]
struct Transfer<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(rename = "dpv:hasLegalBasis")]
    grounds: Vec<Ground<'a>>,
}

/// The ground of a transfer, where the vocabulary has a term for it; else in words.
#[derive(Serialize)]
#[serde(untagged)]
enum Ground<'a> {
    Term(Id<'a>),
    Words(Labelled<'a>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum LocationNode {
    Term(Id<'static>),
    Words {
        #[serde(rename = "@type")]
        class: &'static str,
        #[serde(rename = "dpv:hasCountry", skip_serializing_if = "Option::is_none")]
        country: Option<Id<'static>>,
        #[serde(rename = "rdfs:label")]
        label: String,
    },
}

#[derive(Serialize)]
struct Id<'a> {
    #[serde(rename = "@id")]
    id: Cow<'a, str>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(rename = "rdfs:label")]
    label: Cow<'a, str>,
}

pub(super) fn write(register: &Register<'_>) -> String {
    let site = register.site;
    let config = &site.config().site;
    let publisher = address(site, &Route::Overview);
    let own = rows::row(&Node::Publisher {
        id: &publisher,
        class: "dpv:DataProcessor",
        name: config.company.as_ref().unwrap_or(&config.title),
    });
    let entries = register.entries.iter();
    let rows: Vec<Arc<[Row]>> = entries
        .map(|entry| {
            let made = &register.rows.linked;
            made.get(Same::of(entry), || entry_rows(site, entry, &publisher))
        })
        .collect();
    let mut graph = vec![&own];
    graph.extend(rows.iter().flat_map(|rows| rows.iter()));
    rows::write(&Document {
        context: Context {
            language: site.language().tag(),
            dpv: "https://w3id.org/dpv#",
            eu_gdpr: "https://w3id.org/dpv/legal/eu/gdpr#",
            loc: "https://w3id.org/dpv/loc#",
            rdfs: "http://www.w3.org/2000/01/rdf-schema#",
        },
        graph,
    })
}

/// The nodes of one entry: itself, and each of its engagements.
fn entry_rows(site: &Site, entry: &Subprocessor, publisher: &str) -> Arc<[Row]> {
    let page = address(site, &Route::Subprocessor(entry.id.clone()));
    let itself = Node::Party(party(page.clone(), entry));
    let engagements = entry.engagements.iter();
    let processes = engagements.map(|one| Node::Process(process(site, &page, one, publisher)));
    let nodes = [itself].into_iter().chain(processes);
    nodes.map(|node| rows::row(&node)).collect()
}

fn party(page: String, entry: &Subprocessor) -> Party<'_> {
    Party {
        id: page,
        class: "dpv:DataSubProcessor",
        address: entry.address.as_deref(),
        contact: entry.contact.as_deref(),
        name: entry.entity.as_ref().unwrap_or(&entry.name),
        label: &entry.name,
        website: entry.website.as_ref().map(|url| Id::of(url.as_str())),
    }
}

fn process<'a>(
    site: &Site,
    page: &str,
    engagement: &'a Engagement,
    publisher: &'a str,
) -> Process<'a> {
    let data = engagement.data.iter().map(|data| match &data.note {
        Some(note) => Cow::Owned(format!("{} ({note})", data.category)),
        None => Cow::Borrowed(data.category.as_str()),
    });
    let subjects = engagement.data_subjects.iter();
    let locations = engagement.locations.iter();
    let grounds = engagement.transfer.iter();
    let grounds: Vec<Ground<'_>> = grounds
        .filter_map(|&ground| self::ground(site, ground))
        .collect();
    Process {
        id: format!("{page}#{}", engagement.id),
        class: "dpv:Process",
        processors: [Id::of(publisher), Id::of(page.to_owned())],
        subjects: subjects
            .map(|who| labelled("dpv:DataSubject", who.as_str()))
            .collect(),
        locations: locations.map(|place| location(site, place)).collect(),
        data: data
            .map(|data| labelled("dpv:PersonalData", data))
            .collect(),
        transfer: (!grounds.is_empty()).then_some([Transfer {
            class: "dpv:Transfer",
            grounds,
        }]),
        purpose: labelled("dpv:Purpose", engagement.purpose.as_str()),
        label: &engagement.purpose,
    }
}

impl<'a> Id<'a> {
    fn of(id: impl Into<Cow<'a, str>>) -> Id<'a> {
        Id { id: id.into() }
    }
}

fn labelled<'a>(class: &'static str, label: impl Into<Cow<'a, str>>) -> Labelled<'a> {
    Labelled {
        class,
        label: label.into(),
    }
}

fn location(site: &Site, location: &Location) -> LocationNode {
    let area = match location.area {
        Area::Country(_) | Area::Eu | Area::Eea => Some(format!("loc:{}", location.area.as_str())),
        Area::Worldwide | Area::CustomerRegion => None,
    };
    match area {
        Some(area) if location.city.is_none() && location.region.is_none() => {
            LocationNode::Term(Id::of(area))
        }
        area => LocationNode::Words {
            class: "dpv:Location",
            country: match location.area {
                Area::Country(_) => area.map(Id::of),
                Area::Eu | Area::Eea | Area::Worldwide | Area::CustomerRegion => None,
            },
            label: site.language().location(location),
        },
    }
}

fn ground(site: &Site, mechanism: TransferMechanism) -> Option<Ground<'static>> {
    let term = match mechanism {
        TransferMechanism::Adequacy | TransferMechanism::Dpf => "eu-gdpr:A45-3",
        TransferMechanism::Scc => "eu-gdpr:A46-2-c",
        TransferMechanism::Bcr => "eu-gdpr:A46-2-b",
        TransferMechanism::UkIdta | TransferMechanism::Derogation => {
            let words = labelled("dpv:LegalBasis", site.language().transfer(mechanism));
            return Some(Ground::Words(words));
        }
        TransferMechanism::None => return None,
    };
    Some(Ground::Term(Id::of(term)))
}
