//! What is wrong with the site as a whole: links that lead nowhere, addresses given twice, files in the
//! way of pages.
//!
//! Only the working files are held to it. The past is parsed, never linted: what an old text names and
//! is gone becomes plain text, because nobody could mend it without rewriting what was told.

use std::collections::BTreeMap;

use super::links::{Broken, Destination, leads_to_file, named_subprocessor};
use super::route::{OWN_FOLDERS, Route};
use super::site::{Site, page_path};
use crate::content::prose::Link;
use crate::content::{Content, DocumentId, ItemId, Prose};
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::Page;
use crate::replay::History;
use crate::source::{SourcePath, Span};

/// Checks the working files against the site. `whole` is the history with what isn't announced yet.
pub(super) fn check(site: &Site, whole: &History) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let working = &site.project().working;
    let register = SourcePath::new("content/subprocessors.toml");
    for document in working.documents.values() {
        let text = Text {
            body: &document.body,
            path: &document.path,
            tracked: true,
        };
        text.check(site, whole, &mut problems);
    }
    for subprocessor in working.subprocessors.values() {
        if let Some(description) = &subprocessor.description {
            let text = Text {
                body: description,
                path: &register,
                tracked: true,
            };
            text.check(site, whole, &mut problems);
        }
    }
    for (path, body) in &site.project().unreadable.texts {
        let text = Text {
            body,
            path,
            tracked: true,
        };
        text.check(site, whole, &mut problems);
    }
    for page in &site.project().pages {
        let text = Text {
            body: &page.body,
            path: &page.path,
            tracked: false,
        };
        text.check(site, whole, &mut problems);
    }
    for (folder, group) in &site.project().layout.groups {
        let text = Text {
            body: &group.introduction,
            path: &SourcePath::new(&format!("content/processing/{folder}/index.md")),
            tracked: false,
        };
        text.check(site, whole, &mut problems);
    }
    addresses(site, &mut problems);
    security_expiry(site, &mut problems);
    problems
}

/// How many days before `security.txt` expires the writer is reminded.
const REMINDER: i32 = 30;

/// RFC 9116 wants contacts that are looked after: after its `Expires` nobody may rely on the file. It is
/// a warning, so that a site that built yesterday builds today.
fn security_expiry(site: &Site, problems: &mut Vec<Diagnostic>) {
    let Some(security) = &site.config().security else {
        return;
    };
    let left = site.as_of().days_until(security.expires.value);
    let message = match left {
        REMINDER.. => return,
        0.. => format!("security.txt expires in {left} days"),
        _ => "security.txt has expired".to_owned(),
    };
    problems.push(
        Diagnostic::warning(security.expires.span, message)
            .help("check that the contacts still hold, then give a day up to a year ahead"),
    );
}

/// A text of the working files.
struct Text<'a> {
    body: &'a Prose,
    path: &'a SourcePath,
    /// Whether it is published by a change, and so only together with what it names.
    tracked: bool,
}

impl Text<'_> {
    fn check(&self, site: &Site, whole: &History, problems: &mut Vec<Diagnostic>) {
        for link in self.body.links() {
            if let Some(problem) = self.link(link, site, whole) {
                problems.push(problem);
            }
        }
    }

    fn link(&self, link: &Link, site: &Site, whole: &History) -> Option<Diagnostic> {
        let working = &site.project().working;
        if link.target.starts_with("subprocessor:") {
            return self.named(link, working, site, whole);
        }
        match site.links().destination(&link.target, self.path) {
            Ok(Destination::Here(fragment)) => {
                let has = fragment.is_empty() || self.body.anchors().any(|a| a == fragment);
                (!has).then(|| no_such_anchor(link, &fragment, self.body.anchors()))
            }
            Ok(Destination::Route { route, fragment }) => {
                let fragment = fragment?;
                let body = body_of(site, &route)?;
                let has = body.anchors().any(|anchor| anchor == fragment);
                (!has).then(|| no_such_anchor(link, &fragment, body.anchors()))
            }
            Ok(Destination::Away(_) | Destination::Nowhere) => None,
            Err(broken) => {
                let Some(id) = working_document(&link.target, self.path, site) else {
                    return Some(broken_link(link, broken));
                };
                // A document that has no page yet. A tracked text comes with the change that brings it.
                if self.tracked {
                    return None;
                }
                Some(match whole.document(id).first() {
                    Some(version) => embargoed(link.span, &version.change.announced.to_string()),
                    None => not_recorded(link.span, id.as_str(), "document"),
                })
            }
        }
    }

    /// A link to a sub-processor must name one of the working register.
    fn named(
        &self,
        link: &Link,
        working: &Content,
        site: &Site,
        whole: &History,
    ) -> Option<Diagnostic> {
        let name = link.target.trim_start_matches("subprocessor:");
        let id =
            named_subprocessor(&link.target).filter(|id| working.subprocessors.contains_key(id));
        let Some(id) = id else {
            let unreadable = &site.project().unreadable;
            let item = named_subprocessor(&link.target).map(ItemId::Subprocessor);
            if unreadable.register || item.is_some_and(|item| unreadable.items.contains(&item)) {
                return None;
            }
            let ids = working.subprocessors.keys().map(|id| id.as_str());
            let near = nearest(name, ids).map(str::to_owned);
            return Some(broken_link(link, Broken::NoSuchSubprocessor { near }));
        };
        if self.tracked || site.history().subprocessor(&id).last().is_some() {
            return None;
        }
        let first = whole.subprocessor(&id).first();
        Some(match first {
            Some(version) => embargoed(link.span, &version.change.announced.to_string()),
            None => not_recorded(link.span, id.as_str(), "sub-processor"),
        })
    }
}

fn body_of<'a>(site: &'a Site, route: &Route) -> Option<&'a Prose> {
    let project = site.project();
    match route {
        Route::Document(_, id) => project.working.documents.get(id).map(|d| &d.body),
        Route::Page(path) => site.page(path).map(|page| &page.body),
        _ => None,
    }
}

/// The document of the working files that a link names, whether it has a page or not.
fn working_document<'a>(target: &str, from: &SourcePath, site: &'a Site) -> Option<&'a DocumentId> {
    let mut documents = site.project().layout.documents.iter();
    let named = documents.find(|(_, place)| leads_to_file(target, from, place.path.as_str()))?;
    Some(named.0)
}

fn not_recorded(span: Span, id: &str, what: &str) -> Diagnostic {
    Diagnostic::error(span, format!("`{id}` isn't recorded yet"))
        .label("this page would name it before customers are told")
        .help(format!(
            "record the new {what} first, or leave it out for now"
        ))
}

fn embargoed(span: Span, when: &str) -> Diagnostic {
    Diagnostic::error(span, "this names what isn't announced yet")
        .label(format!("announced on {when}"))
        .note("a page that isn't tracked is published at once, with all it says")
        .help("leave it out until then, or say it in a document that the same change records")
}

fn broken_link(link: &Link, broken: Broken) -> Diagnostic {
    let target = &link.target;
    match broken {
        Broken::NoSuchSubprocessor { near } => {
            let name = target.trim_start_matches("subprocessor:");
            let problem = Diagnostic::error(
                link.span,
                format!("there is no sub-processor `{name}` in the register"),
            );
            match near {
                Some(near) => problem.label(format!("did you mean `subprocessor:{near}`?")),
                None => problem.label("not in content/subprocessors.toml"),
            }
            .help("add it to content/subprocessors.toml; a third party that isn't a sub-processor is plain text")
        }
        Broken::NoSuchFile { near } => {
            let problem =
                Diagnostic::error(link.span, format!("this link leads nowhere: `{target}`"));
            match near {
                Some(near) => problem.label(format!("did you mean `{near}`?")),
                None => problem.label("no such file"),
            }
            .help("a link to a page names its .md file, from this file's folder; one to a file below content/static/ likewise")
        }
        Broken::NoSuchPath { near } => {
            let problem =
                Diagnostic::error(link.span, format!("this link leads nowhere: `{target}`"));
            match near {
                Some(near) => problem.label(format!("did you mean `{near}`?")),
                None => problem.label("the site has no such page"),
            }
        }
        Broken::Outside => Diagnostic::error(
            link.span,
            format!("this link leads out of content/: `{target}`"),
        )
        .label("only what lies below content/ is published"),
    }
}

fn no_such_anchor<'a>(
    link: &Link,
    fragment: &str,
    anchors: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let problem = Diagnostic::error(
        link.span,
        format!("the text it leads to has no heading `#{fragment}`"),
    );
    match nearest(fragment, anchors) {
        Some(near) => problem.label(format!("did you mean `#{near}`?")),
        None => problem.label("no such heading"),
    }
}

/// No address twice, and no file in the way of a page.
fn addresses(site: &Site, problems: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, &Route> = BTreeMap::new();
    let mut given: BTreeMap<String, &Page> = BTreeMap::new();
    let own = |path: &str| {
        let first = path.split('/').next().unwrap_or_default();
        OWN_FOLDERS.contains(&first)
    };
    for route in site.routes() {
        if !matches!(
            route,
            Route::Page(_) | Route::Static(_) | Route::Redirect(_)
        ) {
            taken.insert(route.file().to_lowercase(), route);
        }
    }
    for page in &site.project().pages {
        let Some(path) = page_path(&page.path) else {
            continue;
        };
        let route = Route::Page(path.clone());
        let span = Span::new(page.source, 0..0);
        if own(&path) || taken.contains_key(&route.file().to_lowercase()) {
            problems.push(
                Diagnostic::error(span, format!("the address {route} is a page of Candor's"))
                    .help("give the file another name"),
            );
        } else if let Some(twin) = given.insert(path.to_lowercase(), page) {
            problems.push(
                Diagnostic::error(span, format!("the address {route} is given twice"))
                    .context(Span::new(twin.source, 0..0), "the first")
                    .help("give one of the two files another name"),
            );
        }
    }
    for route in site.routes() {
        if matches!(route, Route::Page(_)) {
            taken.insert(route.file().to_lowercase(), route);
        }
    }
    for (from, to) in &site.config().redirects {
        let file = Route::Redirect(from.clone()).file().to_lowercase();
        if let Some(route) = taken.get(&file) {
            problems.push(
                Diagnostic::error(to.span, format!("`{from}` is a page of this site"))
                    .label(format!("{route} stays where it is"))
                    .help("take this line out of [redirects]"),
            );
        }
        if let Err(broken) = site.links().destination(&to.value, &SourcePath::new("")) {
            let problem =
                Diagnostic::error(to.span, format!("the site has no page `{}`", to.value));
            problems.push(match broken {
                Broken::NoSuchPath { near: Some(near) } => {
                    problem.label(format!("did you mean `{near}`?"))
                }
                _ => problem.label("name a page of this site"),
            });
        }
    }
    for asset in &site.project().assets {
        let file = asset.path.to_lowercase();
        let folder = format!("{file}/");
        let inside = taken.range(folder.clone()..).next();
        let inside = inside.filter(|(path, _)| path.starts_with(&folder));
        let page = taken.get(&file).or(inside.map(|(_, route)| route));
        let problem = match page {
            Some(route) => format!("this file would stand in the way of the page {route}"),
            None if own(&file) => format!("the folder of `{}` is Candor's own", asset.path),
            None => continue,
        };
        problems.push(
            Diagnostic::error(Span::new(asset.source, 0..0), problem).help(
                "give it another name, or put it into a folder of its own below content/static/",
            ),
        );
    }
}
