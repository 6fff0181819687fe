//! What is wrong with the site as a whole: links that lead nowhere, addresses given twice, files in the
//! way of pages.
//!
//! Only the working files are held to it. The past is parsed, never linted: what an old text names and
//! is gone becomes plain text, because nobody could mend it without rewriting what was told.

mod columns;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::links::{Broken, Destination, named_file};
use super::route::{OWN_FOLDERS, Route};
use super::site::{Site, page_path};
use super::sound::Sound;
use crate::content::prose::Link;
use crate::content::{Content, Document, ItemId, Prose};
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::{Page, REGISTER};
use crate::replay::History;
use crate::source::{SourcePath, Span};

/// Checks the working files against the site. `whole` is the history with what isn't announced yet.
pub(super) fn check(site: &Site, whole: &History, sound: &mut Sound) -> Vec<Diagnostic> {
    let project = site.project();
    let register = SourcePath::new(REGISTER);
    let tracked = |body, path| Text {
        body,
        path,
        document: None,
        tracked: true,
    };
    let documents = project.working.documents.values();
    let documents = documents.map(|document| Text {
        document: Some(document.as_ref()),
        ..tracked(&document.body, &document.path)
    });
    let mut texts: Vec<Text<'_>> = documents.collect();
    let entries = project.working.subprocessors.values();
    let descriptions = entries.filter_map(|entry| entry.description.as_ref());
    texts.extend(descriptions.map(|description| tracked(description, &register)));
    let unreadable = project.unreadable.texts.iter();
    texts.extend(unreadable.map(|(path, body)| tracked(body, path)));
    let untracked = |body, path| Text {
        tracked: false,
        ..tracked(body, path)
    };
    let pages = project.pages.iter();
    texts.extend(pages.map(|page| untracked(&page.body, &page.path)));
    let groups = project.layout.groups.values();
    texts.extend(groups.map(|group| untracked(&group.introduction, &group.path)));

    let mut problems = sound.check(&texts, site, whole);
    problems.extend(columns::empty(project));
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
pub(super) struct Text<'a> {
    pub(super) body: &'a Prose,
    path: &'a SourcePath,
    /// The document whose text it is.
    document: Option<&'a Document>,
    /// Whether it is published by a change, and so only together with what it names.
    pub(super) tracked: bool,
}

impl Text<'_> {
    pub(super) fn problems(&self, site: &Site, whole: &History) -> Vec<Diagnostic> {
        let links = self.body.links();
        let links = links.filter_map(|link| self.link(&link, site, whole));
        let columns = &site.config().columns;
        let sections = self
            .document
            .map(|document| columns::misspelt(document, columns));
        links.chain(sections.into_iter().flatten()).collect()
    }

    fn link(&self, link: &Link, site: &Site, whole: &History) -> Option<Diagnostic> {
        let working = &site.project().working;
        if link.target.starts_with("subprocessor:") {
            return self.named(link, working, site, whole);
        }
        match site.leads(&link.target, self.path) {
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
                let file = named_file(&link.target, self.path);
                let layout = &site.project().layout;
                let Some(id) = file.and_then(|file| layout.document_at(&file)) else {
                    return Some(broken_link(link, broken));
                };
                // A document that has no page yet. A tracked text comes with the change that brings it.
                if self.tracked {
                    return None;
                }
                match whole.document(id).first() {
                    Some(version) => {
                        let announced = version.change.announced.to_string();
                        Some(embargoed(link.span, &announced))
                    }
                    None => not_recorded(site, link.span, id.as_str(), "document"),
                }
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
        let id = link
            .named_subprocessor()
            .filter(|id| working.subprocessors.contains_key(id));
        let Some(id) = id else {
            let unreadable = &site.project().unreadable;
            let item = link.named_subprocessor().map(ItemId::Subprocessor);
            if unreadable.register
                || unreadable.entries > 0
                || item.is_some_and(|item| unreadable.items.contains(&item))
            {
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
        match first {
            Some(version) => Some(embargoed(link.span, &version.change.announced.to_string())),
            None => not_recorded(site, link.span, id.as_str(), "sub-processor"),
        }
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

/// Nothing where a change's folder can't be read, since that one may record it.
fn not_recorded(site: &Site, span: Span, id: &str, what: &str) -> Option<Diagnostic> {
    if site.project().unreadable.changes > 0 {
        return None;
    }
    let problem = Diagnostic::error(span, format!("`{id}` isn't recorded yet"))
        .label("this page would name it before customers are told")
        .help(format!(
            "record the new {what} first, or leave it out for now"
        ));
    Some(problem)
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
    let mut given: BTreeMap<String, &Page> = BTreeMap::new();
    let taken = Taken::of(site);
    let own = |path: &str| is_own(first_part(path));
    for page in &site.project().pages {
        let Some(path) = page_path(&page.path) else {
            continue;
        };
        let route = Route::Page(path.clone());
        let span = Span::new(page.source, 0..0);
        // Two pages with one address are told below.
        let taken = taken.by(&route.file().to_lowercase());
        if own(&path) || taken.is_some_and(|route| !matches!(route, Route::Page(_))) {
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
    for (from, to) in &site.config().redirects {
        let file = Route::Redirect(from.clone()).file().to_lowercase();
        if let Some(route) = taken.by(&file) {
            problems.push(
                Diagnostic::error(to.span, format!("`{from}` is a page of this site"))
                    .label(format!("{route} stays where it is"))
                    .help("take this line out of [redirects]"),
            );
        }
        if let Err(broken) = site.leads(&to.value, &SourcePath::new("")) {
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
    let routes = site.routes().iter();
    let redirects = files(routes.filter(|route| matches!(route, Route::Redirect(_))));
    for asset in &site.project().assets {
        let file = asset.path.to_lowercase();
        let redirect = at_or_within(&redirects, &file);
        let problem = match (taken.at_or_within(&file), redirect) {
            (Some(route), _) => format!("this file would stand in the way of the page {route}"),
            _ if own(&file) => format!("the folder of `{}` is Candor's own", asset.path),
            (None, Some(from)) => {
                format!("this file would stand in the way of the redirect from `{from}`")
            }
            (None, None) => continue,
        };
        problems.push(
            Diagnostic::error(Span::new(asset.source, 0..0), problem).help(
                "give it another name, or put it into a folder of its own below content/static/",
            ),
        );
    }
}

fn first_part(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn is_own(folder: &str) -> bool {
    OWN_FOLDERS.contains(&folder)
}

/// The site's pages and files but for static files and redirects, by their files' paths in lower case,
/// since some hosts don't tell upper case from it.
struct Taken<'a> {
    site: &'a Site,
    /// Those outside Candor's own folders, where a writer's files belong.
    outside: BTreeMap<String, &'a Route>,
    /// All, for whatever lies inside: a mistake or a redirect.
    all: OnceCell<BTreeMap<String, &'a Route>>,
}

impl<'a> Taken<'a> {
    fn of(site: &'a Site) -> Taken<'a> {
        let outside = site
            .routes()
            .iter()
            .filter(|route| is_candors(route) && !route.is_in_own_folder());
        Taken {
            site,
            outside: files(outside),
            all: OnceCell::new(),
        }
    }

    /// What lies at a path in lower case.
    fn by(&self, file: &str) -> Option<&'a Route> {
        self.around(file).get(file).copied()
    }

    /// The same, or something that lies in a folder of that name.
    fn at_or_within(&self, file: &str) -> Option<&'a Route> {
        at_or_within(self.around(file), file)
    }

    fn around(&self, path: &str) -> &BTreeMap<String, &'a Route> {
        if is_own(first_part(path)) {
            let routes = self.site.routes().iter();
            self.all
                .get_or_init(|| files(routes.filter(|route| is_candors(route))))
        } else {
            &self.outside
        }
    }
}

fn at_or_within<'a>(files: &BTreeMap<String, &'a Route>, file: &str) -> Option<&'a Route> {
    let folder = format!("{file}/");
    let within = || {
        let (path, route) = files.range(folder.clone()..).next()?;
        path.starts_with(&folder).then_some(route)
    };
    files.get(file).or_else(within).copied()
}

/// Whether a route isn't a writer's own choice, as static files and redirects are.
fn is_candors(route: &Route) -> bool {
    !matches!(route, Route::Static(_) | Route::Redirect(_))
}

/// Routes by their files' paths in lower case, since some hosts don't tell upper case from it.
fn files<'a>(routes: impl Iterator<Item = &'a Route>) -> BTreeMap<String, &'a Route> {
    routes
        .map(|route| (route.file().to_lowercase(), route))
        .collect()
}
