//! `subprocessors.jsonld`: the register in the terms of the W3C's Data Privacy Vocabulary 2
//! (<https://w3id.org/dpv>), so that programs can read who processes what without knowing Candor.
//!
//! Each sub-processor is a `dpv:DataSubProcessor`, each engagement a `dpv:Process`. What the company
//! words itself (purposes, data, data subjects) stays in its words: no term is guessed.

use serde_json::{Value, json};

use super::json::pretty;
use super::{Register, address};
use crate::assemble::{Route, Site};
use crate::content::{Area, Engagement, Location, Subprocessor, TransferMechanism};

pub(super) fn write(register: &Register<'_>) -> String {
    let site = register.site;
    let config = &site.config().site;
    let publisher = address(site, &Route::Overview);
    let name = config.company.as_ref().unwrap_or(&config.title);
    let mut graph = vec![json!({
        "@id": publisher,
        "@type": "dpv:DataProcessor",
        "dpv:hasName": name,
    })];
    for entry in &register.entries {
        graph.push(party(site, entry));
        let processes = entry.engagements.iter();
        graph.extend(processes.map(|engagement| process(site, entry, engagement, &publisher)));
    }
    pretty(&json!({
        "@context": {
            "dpv": "https://w3id.org/dpv#",
            "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
            "loc": "https://w3id.org/dpv/loc#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "@language": site.language().tag(),
        },
        "@graph": graph,
    }))
}

fn party(site: &Site, entry: &Subprocessor) -> Value {
    let mut party = json!({
        "@id": page_of(site, entry),
        "@type": "dpv:DataSubProcessor",
        "rdfs:label": entry.name,
        "dpv:hasName": entry.entity.as_ref().unwrap_or(&entry.name),
    });
    if let Some(address) = &entry.address {
        party["dpv:hasAddress"] = json!(address);
    }
    if let Some(contact) = &entry.contact {
        party["dpv:hasContact"] = json!(contact);
    }
    if let Some(website) = &entry.website {
        party["rdfs:seeAlso"] = json!({ "@id": website.as_str() });
    }
    party
}

fn process(site: &Site, entry: &Subprocessor, engagement: &Engagement, publisher: &str) -> Value {
    let page = page_of(site, entry);
    let mut process = json!({
        "@id": format!("{page}#{}", engagement.id),
        "@type": "dpv:Process",
        "rdfs:label": engagement.purpose,
        "dpv:hasPurpose": labelled("dpv:Purpose", &engagement.purpose),
        "dpv:hasDataProcessor": [{ "@id": publisher }, { "@id": page }],
    });
    let mut put = |property: &str, values: Vec<Value>| {
        if !values.is_empty() {
            process[property] = Value::Array(values);
        }
    };
    let data = engagement.data.iter();
    let data = data.map(|data| match &data.note {
        Some(note) => format!("{} ({note})", data.category),
        None => data.category.clone(),
    });
    put(
        "dpv:hasPersonalData",
        data.map(|data| labelled("dpv:PersonalData", &data))
            .collect(),
    );
    let subjects = engagement.data_subjects.iter();
    put(
        "dpv:hasDataSubject",
        subjects
            .map(|who| labelled("dpv:DataSubject", who))
            .collect(),
    );
    let locations = engagement.locations.iter();
    put(
        "dpv:hasLocation",
        locations.map(|place| location(site, place)).collect(),
    );
    let grounds: Vec<Value> = engagement
        .transfer
        .iter()
        .filter_map(|&mechanism| ground(site, mechanism))
        .collect();
    if !grounds.is_empty() {
        let transfer = json!({ "@type": "dpv:Transfer", "dpv:hasLegalBasis": grounds });
        put("dpv:hasProcessing", vec![transfer]);
    }
    process
}

fn page_of(site: &Site, entry: &Subprocessor) -> String {
    address(site, &Route::Subprocessor(entry.id.clone()))
}

fn labelled(class: &str, label: &str) -> Value {
    json!({ "@type": class, "rdfs:label": label })
}

fn location(site: &Site, location: &Location) -> Value {
    let area = match location.area {
        Area::Country(_) | Area::Eu | Area::Eea => Some(format!("loc:{}", location.area.as_str())),
        Area::Worldwide | Area::CustomerRegion => None,
    };
    match area {
        Some(area) if location.city.is_none() && location.region.is_none() => {
            json!({ "@id": area })
        }
        area => {
            let mut place = labelled("dpv:Location", &site.language().location(location));
            if let (Some(area), Area::Country(_)) = (area, location.area) {
                place["dpv:hasCountry"] = json!({ "@id": area });
            }
            place
        }
    }
}

/// The ground of a transfer, where the vocabulary has a term for it; else in words.
fn ground(site: &Site, mechanism: TransferMechanism) -> Option<Value> {
    let term = match mechanism {
        TransferMechanism::Adequacy | TransferMechanism::Dpf => "eu-gdpr:A45-3",
        TransferMechanism::Scc => "eu-gdpr:A46-2-c",
        TransferMechanism::Bcr => "eu-gdpr:A46-2-b",
        TransferMechanism::UkIdta | TransferMechanism::Derogation => {
            let label = site.language().transfer(mechanism);
            return Some(labelled("dpv:LegalBasis", &label));
        }
        TransferMechanism::None => return None,
    };
    Some(json!({ "@id": term }))
}
