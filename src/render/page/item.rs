//! Items in views: how one stands, its periods, its history, a sub-processor with all that it says.

use std::sync::Arc;

use crate::assemble::Route;
use crate::compare::fields::{self, EngagementAmendment};
use crate::compare::{Step, Verb};
use crate::content::field::Value;
use crate::content::{
    DataCategory, Document, DocumentKind, Engagement, Field, ItemId, Location, ProductId, Prose,
    Subprocessor, SubprocessorId, TransferMechanism,
};
use crate::parse::REGISTER;
use crate::render::context::{Context, Text};
use crate::render::prose::{Ids, escape};
use crate::render::view::item as view;
use crate::render::view::{Html, Link, Term};
use crate::replay::{History, ItemStatus, Version};
use crate::source::SourcePath;

use super::change::summary;

pub(super) fn verb(verb: Verb) -> view::Verb {
    match verb {
        Verb::Added => view::Verb::Added,
        Verb::Amended => view::Verb::Amended,
        Verb::Removed => view::Verb::Removed,
    }
}

pub(super) fn kind(kind: DocumentKind) -> view::ItemKind {
    match kind {
        DocumentKind::Processing => view::ItemKind::Processing,
        DocumentKind::Annex => view::ItemKind::Annex,
    }
}

/// How an item stands, and what is announced for it, the next to take effect first.
pub(super) fn standing<T>(
    context: &Context<'_>,
    history: &History,
    versions: &[Version<T>],
) -> (view::ItemStatus, Vec<view::Pending>) {
    let standing = history.item_standing(versions, context.site.as_of());
    let status = match standing.status {
        ItemStatus::InForce => view::ItemStatus::InForce,
        ItemStatus::Announced => view::ItemStatus::Announced,
        ItemStatus::Changing => view::ItemStatus::Changing,
        ItemStatus::Ending => view::ItemStatus::Ending,
        ItemStatus::Former => view::ItemStatus::Former,
        ItemStatus::Withdrawn => view::ItemStatus::Withdrawn,
    };
    let pending = standing
        .coming
        .into_iter()
        .map(|version| view::Pending {
            verb: verb(version.step.verb()),
            effective: version.effective().to_string(),
            deadline: version.change.objection_deadline().map(|d| d.to_string()),
            change: context.link(
                &version.change.title,
                &Route::Change(version.change.id.clone()),
            ),
        })
        .collect();
    (status, pending)
}

/// The times in which a sub-processor was, is or will be used.
pub(super) fn periods(history: &History, versions: &[Version<Subprocessor>]) -> Vec<view::Period> {
    let since = versions
        .iter()
        .find_map(|version| version.after().and_then(|after| after.since));
    history
        .periods(versions)
        .into_iter()
        .enumerate()
        .map(|(index, period)| view::Period {
            from: Some(
                since
                    .filter(|_| index == 0)
                    .unwrap_or(period.from)
                    .to_string(),
            ),
            until: period.ended.map(|(day, _)| day.day_before().to_string()),
        })
        .collect()
}

/// Where a version of a text stands, and where it is compared.
pub(super) struct VersionRoutes {
    pub(super) text: Route,
    pub(super) comparison: Route,
}

/// What a step amended: fields, and the engagements that came or went.
#[derive(Default)]
pub(super) struct Differences {
    fields: Vec<Field>,
    engagements: Vec<view::EngagementLine>,
}

/// An item's history, newest first.
pub(super) fn history<T>(
    context: &Context<'_>,
    versions: &[Version<T>],
    routes: impl Fn(&Version<T>) -> Option<VersionRoutes>,
    differences: impl Fn(&Step<Arc<T>>) -> Differences,
) -> Vec<view::HistoryEntry> {
    versions
        .iter()
        .rev()
        .map(|version| {
            let routes = routes(version);
            let compared = routes
                .as_ref()
                .filter(|routes| context.site.has(&routes.comparison));
            let differences = differences(&version.step);
            view::HistoryEntry {
                verb: verb(version.step.verb()),
                change: summary(context, context.site.history(), &version.change),
                version: routes.as_ref().map(|routes| context.href(&routes.text)),
                compare: compared.map(|routes| context.href(&routes.comparison)),
                fields: differences
                    .fields
                    .into_iter()
                    .map(|field| context.site.language().field(field))
                    .collect(),
                engagements: differences.engagements,
            }
        })
        .collect()
}

/// A sub-processor with everything that its entry says. The entry is taken apart, so that the compiler
/// asks for a new field here too.
pub(super) fn subprocessor(
    context: &Context<'_>,
    history: &History,
    entry: &Subprocessor,
) -> view::Subprocessor {
    let Subprocessor {
        id,
        name,
        entity,
        affiliate,
        category,
        description: prose,
        address,
        contact,
        website,
        dpa,
        subprocessors_url,
        since,
        extra: own,
        engagements,
        place: _,
    } = entry;
    let (status, pending) = standing(context, history, history.subprocessor(id));
    let home = Route::Subprocessor(id.clone());
    view::Subprocessor {
        id: id.to_string(),
        name: name.clone(),
        href: context.href(&home),
        status,
        pending,
        entity: entity.clone(),
        affiliate: *affiliate,
        category: category.clone(),
        description: prose
            .as_ref()
            .map(|prose| description(context, prose, &home)),
        address: address.clone(),
        contact: contact.as_deref().map(linked),
        website: website.as_ref().map(ToString::to_string),
        dpa: dpa.as_ref().map(ToString::to_string),
        subprocessors_url: subprocessors_url.as_ref().map(ToString::to_string),
        since: since.map(|date| date.to_string()),
        extra: extra(own),
        engagements: engagements
            .iter()
            .map(|one| engagement(context, one))
            .collect(),
    }
}

fn engagement(context: &Context<'_>, engagement: &Engagement) -> view::Engagement {
    let Engagement {
        id,
        purpose,
        condition,
        data: categories,
        data_subjects,
        locations: places,
        transfer: grounds,
        products: ids,
    } = engagement;
    view::Engagement {
        id: id.to_string(),
        purpose: purpose.clone(),
        condition: condition.clone(),
        data: data(categories),
        data_subjects: data_subjects.clone(),
        locations: locations(context, places),
        areas: areas(context, places),
        transfer: transfer(context, grounds),
        products: products(context, ids),
        product_ids: ids.iter().map(ToString::to_string).collect(),
    }
}

fn description(context: &Context<'_>, prose: &Prose, home: &Route) -> Html {
    let text = Text {
        prose,
        path: &register_path(),
        home,
    };
    // Entries stand beside one another on the register's page, where two texts could have the same
    // heading.
    context.prose(text, Ids::None)
}

pub(super) fn register_path() -> SourcePath {
    SourcePath::new(REGISTER)
}

/// A plain text whose mail and web addresses are links.
pub(super) fn linked(text: &str) -> Html {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim();
        let trimmed = bare.trim_end_matches(['.', ',', ';', ')']);
        let href = if trimmed.starts_with("https://") || trimmed.starts_with("http://") {
            trimmed.to_owned()
        } else if trimmed.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !trimmed.contains(['/', ':', '?', '&'])
        }) {
            format!("mailto:{trimmed}")
        } else {
            return escape(word);
        };
        let rest = &word[word.find(trimmed).unwrap_or_default() + trimmed.len()..];
        format!(
            r#"<a href="{}">{}</a>{}"#,
            escape(&href),
            escape(trimmed),
            escape(rest)
        )
    });
    Html::new(words.collect())
}

pub(super) fn data(data: &[DataCategory]) -> Vec<view::DataItem> {
    data.iter()
        .map(|data| view::DataItem {
            category: data.category.clone(),
            note: data.note.clone(),
        })
        .collect()
}

fn locations(context: &Context<'_>, locations: &[Location]) -> Vec<Term> {
    locations
        .iter()
        .map(|location| Term {
            key: location.area.as_str().to_owned(),
            label: context.site.language().location(location),
        })
        .collect()
}

fn areas(context: &Context<'_>, locations: &[Location]) -> Vec<Term> {
    let mut areas: Vec<Term> = Vec::new();
    for location in locations {
        let area = Term {
            key: location.area.as_str().to_owned(),
            label: context.site.language().area(location.area),
        };
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    areas
}

fn transfer(context: &Context<'_>, transfer: &[TransferMechanism]) -> Vec<Term> {
    transfer
        .iter()
        .map(|&mechanism| Term {
            key: mechanism.as_str().to_owned(),
            label: context.site.language().transfer(mechanism),
        })
        .collect()
}

/// Links to products. One that is no longer declared keeps its id as its name.
pub(super) fn products(context: &Context<'_>, products: &[ProductId]) -> Vec<Link> {
    products
        .iter()
        .map(|id| match context.site.product(id) {
            Some(view) => context.link(&view.product.name, &Route::Product(id.clone())),
            None => Link {
                label: id.to_string(),
                href: context.href(&Route::Register),
            },
        })
        .collect()
}

pub(super) fn extra(extra: &std::collections::BTreeMap<String, String>) -> Vec<view::Fact> {
    extra
        .iter()
        .map(|(key, value)| view::Fact {
            key: key.clone(),
            label: key.clone(),
            values: vec![Html::new(escape(value))],
        })
        .collect()
}

/// The members of a field's value, each as a finished fragment.
pub(in crate::render) fn members(
    context: &Context<'_>,
    item: &ItemId,
    value: Value<'_>,
) -> Vec<Html> {
    let language = context.site.language();
    let one = |text: &str| vec![Html::new(escape(text))];
    match value {
        Value::Text(text) => one(text),
        Value::Flag(set) => one(&context.say(if set { "value.yes" } else { "value.no" })),
        Value::Date(date) => one(&language.date(date)),
        Value::Url(url) => {
            let url = escape(url.as_str());
            vec![Html::new(format!(r#"<a href="{url}">{url}</a>"#))]
        }
        Value::Role(role) => one(&language.role(role)),
        Value::Prose(prose) => {
            let path = register_path();
            let home = home_of(item);
            let text = Text {
                prose,
                path: &path,
                home: &home,
            };
            vec![context.prose(text, Ids::None)]
        }
        Value::Texts(texts) => texts.iter().map(|text| Html::new(escape(text))).collect(),
        Value::Data(data) => data
            .iter()
            .map(|data| match &data.note {
                Some(note) => Html::new(escape(&format!("{} ({note})", data.category))),
                None => Html::new(escape(&data.category)),
            })
            .collect(),
        Value::Locations(locations) => locations
            .iter()
            .map(|location| Html::new(escape(&language.location(location))))
            .collect(),
        Value::Transfer(transfer) => transfer
            .iter()
            .map(|&mechanism| Html::new(escape(&language.transfer(mechanism))))
            .collect(),
        Value::Products(ids) => ids
            .iter()
            .map(|id| {
                let view = context.site.product(id);
                Html::new(escape(view.map_or(id.as_str(), |view| &view.product.name)))
            })
            .collect(),
        Value::Extra(extra) => extra
            .iter()
            .map(|(key, value)| Html::new(escape(&format!("{key}: {value}"))))
            .collect(),
    }
}

fn home_of(item: &ItemId) -> Route {
    match item {
        ItemId::Subprocessor(id) => Route::Subprocessor(id.clone()),
        ItemId::Document(_) => Route::Processing,
    }
}

/// What a step amended of a sub-processor.
pub(super) fn amended_subprocessor(step: &Step<Arc<Subprocessor>>) -> Differences {
    let Step::Amended { before, after } = step else {
        return Differences::default();
    };
    let comparison = fields::subprocessor(before, after);
    let line = |verb, engagement: &Engagement| view::EngagementLine {
        verb,
        purpose: engagement.purpose.clone(),
    };
    let mut fields: Vec<Field> = comparison.vendor.iter().map(|f| f.field).collect();
    let mut engagements = Vec::new();
    for amendment in &comparison.engagements {
        match amendment {
            EngagementAmendment::Amended { fields: within, .. } => {
                fields.extend(within.iter().map(|f| f.field));
            }
            EngagementAmendment::Added(one) => engagements.push(line(view::Verb::Added, one)),
            EngagementAmendment::Removed(one) => engagements.push(line(view::Verb::Removed, one)),
        }
    }
    Differences {
        fields: unique(fields.into_iter()),
        engagements,
    }
}

/// What a step amended of a document.
pub(super) fn amended_document(step: &Step<Arc<Document>>) -> Differences {
    let Step::Amended { before, after } = step else {
        return Differences::default();
    };
    let fields = fields::document(before, after);
    Differences {
        fields: unique(fields.iter().map(|amendment| amendment.field)),
        engagements: Vec::new(),
    }
}

fn unique(fields: impl Iterator<Item = Field>) -> Vec<Field> {
    let mut unique = Vec::new();
    for field in fields {
        if !unique.contains(&field) {
            unique.push(field);
        }
    }
    unique
}

/// What a sub-processor is engaged for, each purpose once.
pub(super) fn purposes(engagements: &[Engagement]) -> Vec<String> {
    let mut purposes: Vec<String> = Vec::new();
    for engagement in engagements {
        if !purposes.contains(&engagement.purpose) {
            purposes.push(engagement.purpose.clone());
        }
    }
    purposes
}

/// The route of a sub-processor's page.
pub(super) fn subprocessor_link(context: &Context<'_>, id: &SubprocessorId) -> Option<Link> {
    let version = context.site.shown_subprocessor(id)?;
    let name = &version.step.latest().name;
    Some(context.link(name, &Route::Subprocessor(id.clone())))
}
