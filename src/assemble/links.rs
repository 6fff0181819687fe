//! Where a link in a text leads.
//!
//! A link is written as the writer sees the files: `subprocessor:mailchimp`, `../security.md#logs`,
//! `/subprocessors/`, `../static/flow.png`. It leads to a [`Route`]. What an older text names is found
//! as well, since every address that was once published stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::route::Route;
use super::site::{kind_of, page_path};
use super::table::RouteTable;
use crate::content::{Document, DocumentId, SubprocessorId};
use crate::diagnostic::nearest;
use crate::parse::{Project, REGISTER};
use crate::replay::{History, Version};
use crate::source::SourcePath;

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// Away from the site; as written.
    Away(String),
    /// To a page or file of the site.
    Route {
        route: Route,
        fragment: Option<String>,
    },
    /// To a place in the same text.
    Here(String),
    Nowhere,
}

/// Why a link leads nowhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Broken {
    NoSuchSubprocessor {
        near: Option<String>,
    },
    NoSuchFile {
        near: Option<String>,
    },
    NoSuchPath {
        near: Option<String>,
    },
    /// Above `content/`.
    Outside,
}

/// What a link can name.
#[derive(Debug)]
pub struct LinkIndex {
    project: Arc<Project>,
    history: History,
    files: Arc<Files>,
}

/// The files besides documents where they lie now.
#[derive(Debug)]
pub struct Files {
    /// Whatever isn't a document, by path below the project's root.
    others: BTreeMap<String, Route>,
    /// The documents by the paths that their files no longer have.
    moved: BTreeMap<SourcePath, Route>,
}

impl Files {
    fn of(project: &Project, history: &History) -> Files {
        let mut others = BTreeMap::new();
        for page in &project.pages {
            let route = match page_path(&page.path) {
                Some(path) => Route::Page(path),
                None if page.path.as_str() == "content/index.md" => Route::Overview,
                None => Route::Register,
            };
            others.insert(page.path.as_str().to_owned(), route);
        }
        for group in project.layout.groups.values() {
            others.insert(group.path.to_string(), Route::Processing);
        }
        others.insert(REGISTER.to_owned(), Route::Register);
        for asset in &project.assets {
            let path = format!("content/static/{}", asset.path);
            others.insert(path, Route::Static(asset.path.clone()));
        }
        Files {
            others,
            moved: moved(project, history),
        }
    }
}

impl LinkIndex {
    /// Takes over `files` where they are known.
    pub(super) fn new(
        project: &Arc<Project>,
        history: &History,
        files: Option<Arc<Files>>,
    ) -> LinkIndex {
        LinkIndex {
            files: files.unwrap_or_else(|| Arc::new(Files::of(project, history))),
            project: Arc::clone(project),
            history: history.clone(),
        }
    }

    pub(super) fn files(&self) -> Arc<Files> {
        Arc::clone(&self.files)
    }

    /// Where a link in the text at `from` leads.
    ///
    /// # Errors
    /// Where it leads nowhere, with what is near.
    pub(super) fn destination(
        &self,
        target: &str,
        from: &SourcePath,
        routes: &RouteTable,
    ) -> Result<Destination, Broken> {
        if let Some(name) = target.strip_prefix("subprocessor:") {
            return match SubprocessorId::new(name) {
                Ok(id) if !self.history.subprocessor(&id).is_empty() => Ok(Destination::Route {
                    route: Route::Subprocessor(id),
                    fragment: None,
                }),
                _ => Err(Broken::NoSuchSubprocessor {
                    near: self.near_subprocessor(name),
                }),
            };
        }
        if is_away(target) {
            return Ok(Destination::Away(target.to_owned()));
        }
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment))),
            None => (target, None),
        };
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        if path.is_empty() {
            return Ok(Destination::Here(fragment.unwrap_or_default()));
        }
        let path = decoded(path.split('?').next().unwrap_or_default());
        let route = match path.strip_prefix('/') {
            Some(absolute) => route_at_path(absolute, routes)?,
            None => self.route_of_file(&path, from)?,
        };
        Ok(Destination::Route { route, fragment })
    }

    fn route_of_file(&self, path: &str, from: &SourcePath) -> Result<Route, Broken> {
        let Some(file) = joined(from.folder(), path) else {
            return Err(Broken::Outside);
        };
        let found = self.files.others.get(&file).cloned();
        let found = found.or_else(|| {
            let id = self.project.layout.document_at(&file)?;
            route_of(id, self.history.document(id))
        });
        let found = found.or_else(|| self.files.moved.get(file.as_str()).cloned());
        found.ok_or_else(|| Broken::NoSuchFile {
            near: self
                .near_file(&file)
                .map(|near| relative_file(from.folder(), near)),
        })
    }

    fn near_file(&self, file: &str) -> Option<&str> {
        let documents = self.project.layout.paths.iter();
        let documents = documents
            .filter(|(_, id)| !self.history.document(id).is_empty())
            .map(|(path, _)| path.as_str());
        let moved = self.files.moved.keys().map(SourcePath::as_str);
        let mut files: Vec<&str> = self.files.others.keys().map(String::as_str).collect();
        files.extend(documents.chain(moved));
        files.sort_unstable();
        files.dedup();
        nearest(file, files)
    }

    fn near_subprocessor(&self, name: &str) -> Option<String> {
        let ids = self.history.subprocessors().map(|(id, _)| id.as_str());
        nearest(name, ids).map(str::to_owned)
    }
}

/// The route that a path from the site's root means, with or without the slash at its end.
///
/// # Errors
/// Where there is none, with what is near.
pub(super) fn route_at_path(path: &str, routes: &RouteTable) -> Result<Route, Broken> {
    let found = routes.at(path).or_else(|| {
        let folder = path.strip_suffix("index.html").unwrap_or(path);
        let folder = folder.trim_end_matches('/');
        routes
            .at(folder)
            .or_else(|| routes.at(&format!("{folder}/")))
    });
    found.cloned().ok_or_else(|| Broken::NoSuchPath {
        near: nearest(path, routes.paths()).map(|near| format!("/{near}")),
    })
}

fn route_of(id: &DocumentId, versions: &[Version<Document>]) -> Option<Route> {
    Some(Route::Document(kind_of(versions)?, id.clone()))
}

fn moved(project: &Project, history: &History) -> BTreeMap<SourcePath, Route> {
    let mut moved = BTreeMap::new();
    let mut places = project.layout.documents.iter().peekable();
    for (id, versions) in history.documents() {
        while places.next_if(|(other, _)| *other < id).is_some() {}
        let place = places
            .next_if(|(other, _)| *other == id)
            .map(|(_, place)| &place.path);
        for version in versions {
            let path = &version.step.latest().path;
            if Some(path) != place
                && let Some(route) = route_of(id, versions)
            {
                moved.insert(path.clone(), route);
            }
        }
    }
    moved
}

/// The file that a link in the text at `from` names, if it names one.
pub(super) fn named_file(target: &str, from: &SourcePath) -> Option<String> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    if is_away(target) {
        return None;
    }
    joined(from.folder(), &decoded(path))
}

/// Whether a target has a scheme or a host.
fn is_away(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A part of an address as text: `%20` is a blank.
fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part)
        .decode_utf8_lossy()
        .into_owned()
}

/// A relative path from a folder, both below the root; `None` where it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (parts.first() == Some(&"content")).then(|| parts.join("/"))
}

/// How a text in `folder` would write the path of a file.
fn relative_file(folder: &str, file: &str) -> String {
    let from: Vec<&str> = folder.split('/').collect();
    let to: Vec<&str> = file.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - shared) + &to[shared..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_below_content() {
        assert_eq!(
            joined("content/processing", "../security.md").as_deref(),
            Some("content/security.md")
        );
        assert_eq!(joined("content/processing", "../../candor.toml"), None);
        assert_eq!(joined("content", "../../../etc/passwd"), None);
        assert_eq!(
            relative_file("content/processing/cloud", "content/security.md"),
            "../../security.md"
        );
    }

    #[test]
    fn only_a_scheme_leads_away() {
        for away in ["https://x.example", "mailto:a@b", "//host/x", "tel:+49"] {
            assert!(is_away(away), "{away}");
        }
        for here in ["a.md", "../x/y:z.md", "#a", "/subprocessors/"] {
            assert!(!is_away(here), "{here}");
        }
    }
}
