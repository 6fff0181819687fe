//! From an address to the bytes that stand there: those of a route of the site, or why there are none.
//!
//! An address names a route or it names nothing: no path ever reaches the disk. The site lies where its
//! base address has it, below `/` or a folder, and once more for each day below `/-/as-of/<day>/`. Since
//! links in pages are relative, whoever looks at another day stays in it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;
use percent_encoding::percent_decode_str;

use super::edition::{Edition, Shown};
use super::entity::Entity;
use super::insertion::Insertion;
use super::server::Server;
use crate::assemble::{Route, Site};
use crate::content::Date;
use crate::diagnostic::{Diagnostic, show};
use crate::render::{self, Theme};

/// Where the site of another day lies.
pub(super) const OTHER_DAYS: &str = "/-/as-of/";

/// Which site an address is in, and where in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    /// The day that the address names.
    pub(super) day: Option<Date>,
    /// The address of the site's overview: `/`, `/trust/`, `/-/as-of/2026-12-24/`.
    pub(super) root: String,
    /// From the site's root, as in [`Route::path`].
    pub(super) path: String,
}

/// What there is at an address.
#[derive(Debug)]
pub(super) enum Page {
    Entity(Entity),
    /// It is a folder, whose address ends with a slash.
    Elsewhere(String),
}

/// The page or file at an address.
pub(super) fn page(server: &Server, address: &str) -> Page {
    let newest = server.shelf.edition();
    let Some(shown) = newest.shown() else {
        let standing = Standing {
            day: None,
            root: "/".to_owned(),
            path: String::new(),
        };
        let problems = show::html(newest.problems(), &newest.sources);
        let obstacle = newest.obstacle.as_deref().unwrap_or_default();
        let html = apology("The site can't be shown yet", obstacle, &problems);
        return server.with_bar(
            &newest,
            &standing,
            "/",
            html.as_bytes(),
            StatusCode::SERVICE_UNAVAILABLE,
        );
    };
    let Shown { edition, preview } = shown;
    let base_url = preview.base_url();
    let standing = match stand(address, base_url.path()) {
        Ok(standing) => standing,
        Err(elsewhere) => return Page::Elsewhere(elsewhere),
    };
    let base_url = base_url.as_str();
    let day = standing.day;
    let day = day.unwrap_or_else(|| server.day_shown(Some(&preview.understood)));
    let (site, theme) = (preview.site(day), &preview.theme);
    let site = &site.value;
    let (route, status) = match find(site, theme, &standing.path) {
        Found::Route(route) => (route, StatusCode::OK),
        Found::Folder => return Page::Elsewhere(format!("{address}/")),
        Found::Nothing => {
            if let Some(entity) = former(server, &standing.path) {
                return Page::Entity(entity);
            }
            (Route::NotFound, StatusCode::NOT_FOUND)
        }
    };
    match render::render(site, theme, &route) {
        Some(Ok(bytes)) if status == StatusCode::NOT_FOUND => {
            let page = brought_home(&bytes, base_url, &standing.root);
            server.with_bar(&newest, &standing, base_url, &page, status)
        }
        Some(Ok(bytes)) if route.is_page() => {
            server.with_bar(&newest, &standing, base_url, &bytes, status)
        }
        Some(Ok(bytes)) => Page::Entity(Entity {
            status,
            media_type: render::media_type(&route),
            bytes: Bytes::from_owner(bytes),
        }),
        Some(Err(problem)) => {
            let html = broken(&edition, *problem);
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            server.with_bar(&newest, &standing, base_url, html.as_bytes(), status)
        }
        None => server.with_bar(&newest, &standing, base_url, b"", StatusCode::NOT_FOUND),
    }
}

impl Server {
    fn with_bar(
        &self,
        newest: &Edition,
        standing: &Standing,
        base_url: &str,
        page: &[u8],
        status: StatusCode,
    ) -> Page {
        let insertion = Insertion {
            run: &self.run,
            token: &self.token,
            edition: newest.number,
            standing,
            base_url,
        };
        Page::Entity(Entity::html(status, insertion.put_into(page)))
    }
}

/// Which site an address is in; where it is in none and something near is, that address.
fn stand(address: &str, base: &str) -> Result<Standing, String> {
    if let Some(rest) = address.strip_prefix(OTHER_DAYS) {
        let (day, path) = match rest.split_once('/') {
            Some((day, path)) => (day, Some(path)),
            None => (rest, None),
        };
        if let Some(parsed) = Date::parse(day) {
            let root = format!("{OTHER_DAYS}{parsed}/");
            let Some(path) = path else {
                return Err(root);
            };
            return Ok(Standing {
                day: Some(parsed),
                root,
                path: decoded(path),
            });
        }
    }
    let path = match address.strip_prefix(base) {
        Some(path) => decoded(path),
        None if address == "/" || Some(address) == base.strip_suffix('/') => {
            return Err(base.to_owned());
        }
        // Outside the site. No route has such a path.
        None => address.to_owned(),
    };
    Ok(Standing {
        day: None,
        root: base.to_owned(),
        path,
    })
}

/// An address's path as text. One that isn't text names nothing, as it stands.
fn decoded(path: &str) -> String {
    match percent_decode_str(path).decode_utf8() {
        Ok(text) => text.into_owned(),
        Err(_) => format!("/{path}"),
    }
}

enum Found {
    Route(Route),
    /// A page lies there, if only there were a slash.
    Folder,
    Nothing,
}

/// What a host of plain files would find at a path.
fn find(site: &Site, theme: &Theme, path: &str) -> Found {
    if let Some(name) = path.strip_prefix("assets/") {
        let route = Route::ThemeAsset(name.to_owned());
        if theme.assets().any(|asset| asset.name == name) {
            return Found::Route(route);
        }
    }
    if let Some(route) = site.route_of_path(path) {
        return Found::Route(route.clone());
    }
    let folder = path.strip_suffix("index.html");
    if let Some(folder) = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'))
        && let Some(route) = site.route_of_path(folder)
    {
        return Found::Route(route.clone());
    }
    match site.route_of_path(&format!("{path}/")) {
        Some(_) if !path.is_empty() => Found::Folder,
        _ => Found::Nothing,
    }
}

/// The page for addresses where nothing is, which names everything by the address where the site will be
/// reached: what leads there leads to the preview.
fn brought_home(page: &[u8], base_url: &str, root: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    let there = format!("=\"{}", render::prose::escape(base_url));
    text.replace(&there, &format!("=\"{root}")).into_bytes()
}

/// A stylesheet of a moment ago, for the page that was loaded with it.
fn former(server: &Server, path: &str) -> Option<Entity> {
    let name = path.strip_prefix("assets/")?;
    let bytes = server.shelf.former_asset(name)?;
    Some(Entity {
        status: StatusCode::OK,
        media_type: render::media_type(&Route::ThemeAsset(name.to_owned())),
        bytes: Bytes::from_owner(bytes),
    })
}

/// A page that a template can't make.
fn broken(edition: &Arc<Edition>, problem: Diagnostic) -> String {
    let problem = show::html(&[problem], &edition.sources);
    apology("This page can't be made", "", &problem)
}

/// A page of the preview's own.
pub(super) fn apology(title: &str, why: &str, problems: &str) -> String {
    let [title, why] = [title, why].map(render::prose::escape);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n</head>\n\
         <body class=\"candor-apology\">\n<main>\n<h1>{title}</h1>\n<p>{why}</p>\n\
         <p>As soon as what is wrong is mended, the page appears here by itself.</p>\n{problems}</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_in_the_site_of_a_day() {
        let standing = |day: Option<&str>, root: &str, path: &str| {
            Ok(Standing {
                day: day.and_then(Date::parse),
                root: root.to_owned(),
                path: path.to_owned(),
            })
        };
        let other = Some("2026-12-24");
        for (address, base, expected) in [
            ("/", "/", standing(None, "/", "")),
            ("/changes/", "/", standing(None, "/", "changes/")),
            ("/caf%C3%A9.pdf", "/", standing(None, "/", "café.pdf")),
            ("/%ff", "/", standing(None, "/", "/%ff")),
            (
                "/trust/changes/",
                "/trust/",
                standing(None, "/trust/", "changes/"),
            ),
            ("/", "/trust/", Err("/trust/".to_owned())),
            ("/trust", "/trust/", Err("/trust/".to_owned())),
            (
                "/changes/",
                "/trust/",
                standing(None, "/trust/", "/changes/"),
            ),
            (
                "/-/as-of/2026-12-24/",
                "/",
                standing(other, "/-/as-of/2026-12-24/", ""),
            ),
            (
                "/-/as-of/2026-12-24/changes/",
                "/trust/",
                standing(other, "/-/as-of/2026-12-24/", "changes/"),
            ),
            (
                "/-/as-of/2026-12-24",
                "/",
                Err("/-/as-of/2026-12-24/".to_owned()),
            ),
            (
                "/-/as-of/yesterday/",
                "/",
                standing(None, "/", "-/as-of/yesterday/"),
            ),
        ] {
            assert_eq!(stand(address, base), expected, "{address} at {base}");
        }
    }
}
