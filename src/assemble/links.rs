//! Where a link in a text leads.
//!
//! A link is written as the writer sees the files: `subprocessor:mailchimp`, `../security.md#logs`,
//! `/subprocessors/`, `../static/flow.png`. It leads to a [`Route`]. What an older text names is found
//! as well, since every address that was once published stays.

use std::collections::{BTreeMap, BTreeSet};

use super::route::Route;
use super::site::{kind_of, page_path};
use crate::content::{DocumentId, SubprocessorId};
use crate::diagnostic::nearest;
use crate::parse::Project;
use crate::replay::History;
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
    subprocessors: BTreeSet<SubprocessorId>,
    /// By path below the project's root.
    files: BTreeMap<String, Route>,
    /// By path from the site's root, with its slash at the end.
    paths: BTreeMap<String, Route>,
}

impl LinkIndex {
    pub(super) fn new(project: &Project, history: &History) -> LinkIndex {
        let mut files = BTreeMap::new();
        let mut routes: BTreeMap<DocumentId, Route> = BTreeMap::new();
        for (id, versions) in history.documents() {
            let Some(kind) = kind_of(versions) else {
                continue;
            };
            let route = Route::Document(kind, id.clone());
            for version in versions {
                let path = version.step.latest().path.as_str().to_owned();
                files.insert(path, route.clone());
            }
            routes.insert(id.clone(), route);
        }
        for (id, place) in &project.layout.documents {
            if let Some(route) = routes.get(id) {
                files.insert(place.path.as_str().to_owned(), route.clone());
            }
        }
        for page in &project.pages {
            let route = match page_path(&page.path) {
                Some(path) => Route::Page(path),
                None if page.path.as_str() == "content/index.md" => Route::Overview,
                None => Route::Register,
            };
            files.insert(page.path.as_str().to_owned(), route);
        }
        for folder in project.layout.groups.keys() {
            let folder = if folder.is_empty() {
                "content/processing/index.md".to_owned()
            } else {
                format!("content/processing/{folder}/index.md")
            };
            files.insert(folder, Route::Processing);
        }
        files.insert("content/subprocessors.toml".to_owned(), Route::Register);
        for asset in &project.assets {
            let path = format!("content/static/{}", asset.path);
            files.insert(path, Route::Static(asset.path.clone()));
        }
        LinkIndex {
            subprocessors: history.subprocessors().map(|(id, _)| id.clone()).collect(),
            files,
            paths: BTreeMap::new(),
        }
    }

    pub(super) fn add_routes(&mut self, routes: &[Route]) {
        self.paths = routes
            .iter()
            .map(|route| (route.path(), route.clone()))
            .collect();
    }

    /// Where a link in the text at `from` leads.
    ///
    /// # Errors
    /// Where it leads nowhere, with what is near.
    pub(super) fn destination(
        &self,
        target: &str,
        from: &SourcePath,
    ) -> Result<Destination, Broken> {
        if let Some(name) = target.strip_prefix("subprocessor:") {
            return match SubprocessorId::new(name) {
                Ok(id) if self.subprocessors.contains(&id) => Ok(Destination::Route {
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
            Some(absolute) => self.route_at_path(absolute)?,
            None => self.route_of_file(&path, from)?,
        };
        Ok(Destination::Route { route, fragment })
    }

    pub(super) fn route_of_path(&self, path: &str) -> Option<&Route> {
        self.paths.get(path)
    }

    pub(super) fn route_at_path(&self, path: &str) -> Result<Route, Broken> {
        let found = self.paths.get(path).or_else(|| {
            let folder = path.strip_suffix("index.html").unwrap_or(path);
            let folder = folder.trim_end_matches('/');
            self.paths
                .get(folder)
                .or_else(|| self.paths.get(&format!("{folder}/")))
        });
        found.cloned().ok_or_else(|| Broken::NoSuchPath {
            near: nearest(path, self.paths.keys().map(String::as_str))
                .map(|near| format!("/{near}")),
        })
    }

    fn route_of_file(&self, path: &str, from: &SourcePath) -> Result<Route, Broken> {
        let Some(file) = joined(from.folder(), path) else {
            return Err(Broken::Outside);
        };
        if let Some(route) = self.files.get(&file) {
            return Ok(route.clone());
        }
        let near = nearest(&file, self.files.keys().map(String::as_str));
        Err(Broken::NoSuchFile {
            near: near.map(|near| relative_file(from.folder(), near)),
        })
    }

    fn near_subprocessor(&self, name: &str) -> Option<String> {
        let ids = self.subprocessors.iter().map(|id| id.as_str());
        nearest(name, ids).map(str::to_owned)
    }
}

/// Whether a link in the text at `from` names this file.
pub(super) fn leads_to_file(target: &str, from: &SourcePath, file: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    !is_away(target) && joined(from.folder(), &decoded(path)).as_deref() == Some(file)
}

/// The sub-processor that a link names, if it names one.
pub fn named_subprocessor(target: &str) -> Option<SubprocessorId> {
    SubprocessorId::new(target.strip_prefix("subprocessor:")?).ok()
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
