//! Documents in views: one text with its history, one version of it, and the table of processings.

use std::collections::BTreeMap;

use crate::assemble::Route;
use crate::assemble::site::kind_of;
use crate::content::{Date, Document, DocumentId, DocumentKind, SubprocessorId};
use crate::parse::Group;
use crate::render::context::{Context, Text};
use crate::render::prose::Ids;
use crate::render::view::document as view;
use crate::render::view::{Heading, Html, Link, Term};
use crate::replay::{History, Version};

use super::change::summary;
use super::item;

/// `/processing/<id>/` and `/annexes/<id>/`.
pub(super) fn page(
    context: &Context<'_>,
    kind: DocumentKind,
    id: &DocumentId,
) -> Option<view::DocumentPage> {
    let history = context.site.history();
    let versions = history.document(id);
    let shown = context.site.shown_document(id)?;
    let document = shown.after()?;
    let (status, pending) = item::standing(context, history, versions);
    let home = Route::Document(kind, id.clone());
    Some(view::DocumentPage {
        text: text(context, document, &home),
        status,
        pending,
        from: history.counts(shown).then(|| shown.effective().to_string()),
        subprocessors: document
            .body
            .named_subprocessors()
            .iter()
            .filter_map(|id| named_subprocessor_of(context, id))
            .collect(),
        history: item::history(
            context,
            versions,
            |version| {
                version.after()?;
                let change = &version.change.id;
                Some(item::VersionRoutes {
                    text: Route::Version(kind, id.clone(), change.clone()),
                    comparison: Route::Comparison(kind, id.clone(), change.clone()),
                })
            },
            item::amended_document,
        ),
    })
}

fn version_route(
    kind: DocumentKind,
    id: &DocumentId,
    version: &Version<Document>,
) -> Option<Route> {
    version.after()?;
    Some(Route::Version(kind, id.clone(), version.change.id.clone()))
}

fn text(context: &Context<'_>, document: &Document, home: &Route) -> view::Text {
    view::Text {
        id: document.id.to_string(),
        kind: item::kind(document.kind),
        title: document.title.clone(),
        role: document.role.map(|role| Term {
            key: role.as_str().to_owned(),
            label: context.site.language().role(role),
        }),
        data: item::data(&document.data),
        products: item::products(context, &document.products),
        extra: item::extra(&document.extra),
        contents: contents(&document.body),
        body: context.prose(
            Text {
                prose: &document.body,
                path: &document.path,
                home,
            },
            Ids::Own,
        ),
    }
}

/// The headings of a text, a `#` in it being a `##` of its page.
pub(super) fn contents(body: &crate::content::Prose) -> Vec<Heading> {
    body.headings()
        .map(|heading| Heading {
            level: heading.level.max(2),
            anchor: heading.anchor.to_owned(),
            label: heading.text.to_owned(),
        })
        .collect()
}

fn named_subprocessor_of(
    context: &Context<'_>,
    id: &SubprocessorId,
) -> Option<view::NamedSubprocessor> {
    let history = context.site.history();
    let entry = context.site.shown_subprocessor(id)?.after()?;
    Some(view::NamedSubprocessor {
        name: entry.name.clone(),
        href: context.href(&Route::Subprocessor(id.clone())),
        status: item::standing(context, history, history.subprocessor(id)).0,
        purposes: item::purposes(&entry.engagements),
    })
}

/// The first and the last day on which a version was, is or will be in force; no first day where another
/// change stood in for the one that made it.
pub(super) fn in_force_between(
    history: &History,
    version: &Version<Document>,
) -> (Option<Date>, Option<Date>) {
    if !history.counts(version) {
        return (None, None);
    }
    let id = &version.step.latest().id;
    let mut later = history
        .document(id)
        .iter()
        .skip_while(|other| other.change.id != version.change.id)
        .skip(1);
    let next = later.find(|other| history.counts(other));
    (
        Some(version.effective()),
        next.map(|next| next.effective().day_before()),
    )
}

/// `…/versions/<change-id>/`.
pub(super) fn version(
    context: &Context<'_>,
    route: &Route,
    kind: DocumentKind,
    id: &DocumentId,
    change: &crate::content::ChangeId,
) -> Option<view::VersionPage> {
    let history = context.site.history();
    let versions = history.document(id);
    let index = versions.iter().position(|v| v.change.id == *change)?;
    let version = &versions[index];
    let document = version.after()?;
    let (from, until) = in_force_between(history, version);
    let as_of = context.site.as_of();
    let status = match (from, until) {
        (None, _) => view::VersionStatus::NeverInForce,
        (Some(from), _) if from > as_of => view::VersionStatus::Announced,
        (_, Some(until)) if until < as_of => view::VersionStatus::Past,
        (Some(_), _) => view::VersionStatus::InForce,
    };
    let neighbour = |version: Option<&Version<Document>>| {
        let version = version?;
        let route = version_route(kind, id, version)?;
        Some(context.link(&version.change.title, &route))
    };
    Some(view::VersionPage {
        text: text(context, document, route),
        status,
        change: summary(context, history, &version.change),
        from: from.map(|day| day.to_string()),
        until: until.map(|day| day.to_string()),
        document: context.link(&document.title, &Route::Document(kind, id.clone())),
        compare: {
            let compare = Route::Comparison(kind, id.clone(), change.clone());
            let known = context.site.has(&compare);
            known.then(|| context.href(&compare))
        },
        earlier: neighbour(versions[..index].last()),
        later: neighbour(versions.get(index + 1)),
    })
}

/// `/processing/`.
pub(super) fn table(context: &Context<'_>) -> view::ProcessingPage {
    let mut groups: BTreeMap<String, Vec<view::ProcessingRow>> = BTreeMap::new();
    for (id, document) in in_order(context, context.site.history(), DocumentKind::Processing) {
        let row = row(context, &id, &document);
        groups
            .entry(group_of(context, &document))
            .or_default()
            .push(row);
    }
    let layout = &context.site.project().layout.groups;
    for folder in layout.keys() {
        groups.entry(folder.clone()).or_default();
    }
    let order = |folder: &String| {
        let order = layout.get(folder).and_then(|group| group.order);
        (order.is_none(), order, folder.clone())
    };
    let mut groups: Vec<(String, Vec<view::ProcessingRow>)> = groups.into_iter().collect();
    groups.sort_by_key(|(folder, _)| (!folder.is_empty(), order(folder)));
    let columns = context.site.config().columns.iter();
    let columns: Vec<String> = columns.map(|column| column.value.clone()).collect();
    view::ProcessingPage {
        groups: groups
            .into_iter()
            .enumerate()
            .map(|(index, (folder, rows))| view::ProcessingGroup {
                anchor: format!("group-{}", index + 1),
                title: layout
                    .get(&folder)
                    .map(|group| group.title.clone())
                    .or_else(|| (!folder.is_empty()).then(|| folder.clone())),
                introduction: layout
                    .get(&folder)
                    .and_then(|group| introduction(context, group)),
                columns: columns.clone(),
                rows,
            })
            .collect(),
        annexes: links_of(context, context.site.history(), DocumentKind::Annex),
    }
}

fn introduction(context: &Context<'_>, group: &Group) -> Option<Html> {
    if group.introduction.is_empty() {
        return None;
    }
    Some(context.prose(
        Text {
            prose: &group.introduction,
            path: &group.path,
            home: &Route::Processing,
        },
        Ids::None,
    ))
}

/// The folder in which a description's file lies now, or lay when it was recorded.
fn group_of(context: &Context<'_>, document: &Document) -> String {
    match context.site.project().layout.documents.get(&document.id) {
        Some(place) => place.group.clone(),
        None => document
            .path
            .below("content/processing")
            .and_then(|path| path.rsplit_once('/'))
            .map_or_else(String::new, |(folder, _)| folder.to_owned()),
    }
}

fn row(context: &Context<'_>, id: &DocumentId, document: &Document) -> view::ProcessingRow {
    let history = context.site.history();
    let home = Route::Document(document.kind, id.clone());
    let text = Text {
        prose: &document.body,
        path: &document.path,
        home: &home,
    };
    let (status, pending) = item::standing(context, history, history.document(id));
    let columns = context.site.config().columns.iter();
    view::ProcessingRow {
        title: document.title.clone(),
        href: context.href(&home),
        status,
        pending,
        cells: context.sections(text, columns.map(|column| column.value.as_str())),
        subprocessors: document
            .body
            .named_subprocessors()
            .iter()
            .filter_map(|id| item::subprocessor_link(context, id))
            .collect(),
    }
}

/// The documents of one kind that are in force or announced, as their pages show them, in the order of
/// the project.
fn in_order(
    context: &Context<'_>,
    history: &History,
    kind: DocumentKind,
) -> Vec<(DocumentId, std::sync::Arc<Document>)> {
    let site = context.site;
    let mut documents: Vec<_> = history
        .documents()
        .filter(|(_, versions)| kind_of(versions) == Some(kind))
        .filter_map(|(id, versions)| {
            let standing = history.item_standing(versions, site.as_of());
            let listed = standing.shown().filter(|_| standing.status.is_listed());
            let document = listed?.after()?;
            Some((id.clone(), std::sync::Arc::clone(document)))
        })
        .collect();
    documents.sort_by_key(|(id, document)| {
        let order = site
            .project()
            .layout
            .documents
            .get(id)
            .and_then(|p| p.order);
        (order.is_none(), order, document.title.clone(), id.clone())
    });
    documents
}

/// Links to the documents of both kinds, as a history has them.
pub(super) fn links(context: &Context<'_>, history: &History) -> Vec<view::DocumentLink> {
    let mut all = links_of(context, history, DocumentKind::Processing);
    all.extend(links_of(context, history, DocumentKind::Annex));
    all
}

/// Links to the documents of one kind that are in force or announced.
pub(super) fn links_of(
    context: &Context<'_>,
    history: &History,
    kind: DocumentKind,
) -> Vec<view::DocumentLink> {
    in_order(context, history, kind)
        .into_iter()
        .map(|(id, document)| {
            let (status, pending) = item::standing(context, history, history.document(&id));
            view::DocumentLink {
                title: document.title.clone(),
                href: context.href(&Route::Document(kind, id)),
                status,
                pending,
            }
        })
        .collect()
}

/// The way from a list to a document's page.
pub(super) fn link(context: &Context<'_>, kind: DocumentKind, id: &DocumentId) -> Option<Link> {
    let document = context.site.shown_document(id)?.after()?;
    Some(context.link(&document.title, &Route::Document(kind, id.clone())))
}
