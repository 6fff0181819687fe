//! The theme's templates with the three functions that the views promise them.

use std::collections::BTreeMap;

use candor::bundled;
use candor::language::Language;
use candor::render::theme::engine;
use candor::render::view::document::VersionStatus;
use candor::render::view::{Site, View};
use tera::{Context, Tera};

use crate::fixture;

/// A language's own words and plurals, as the file says them.
#[derive(Clone, serde::Deserialize)]
pub(crate) struct Catalogue {
    pub(crate) words: BTreeMap<String, String>,
    pub(crate) plurals: BTreeMap<String, BTreeMap<String, String>>,
}

pub(crate) fn catalogue(language: &str) -> Catalogue {
    toml::from_str(bundled::words(language).unwrap()).unwrap()
}

/// A text file of the default theme, by its path there.
fn file(path: &str) -> Option<&'static str> {
    let path = format!("themes/default/{path}");
    let files = bundled::theme();
    let (_, bytes) = files.iter().find(|(name, _)| *name == path)?;
    std::str::from_utf8(bytes).ok()
}

/// The templates of the default theme by their name.
pub(crate) fn templates() -> Vec<(String, &'static str)> {
    bundled::theme()
        .into_iter()
        .filter_map(|(path, bytes)| {
            let name = path.strip_prefix("themes/default/templates/")?.to_owned();
            Some((name, std::str::from_utf8(bytes).unwrap()))
        })
        .collect()
}

/// Every stylesheet of the default theme, by its name.
pub(crate) fn stylesheets() -> [(&'static str, &'static str); 3] {
    ["site.css", "find.css", "compare.css"].map(|name| (name, asset(name)))
}

/// A text of the theme's `assets/`.
pub(crate) fn asset(name: &str) -> &'static str {
    file(&format!("assets/{name}")).unwrap()
}

pub(crate) fn stylesheet() -> &'static str {
    file("assets/site.css").unwrap()
}

/// The default theme in a language, with the files of a project's theme `own` before its own.
pub(crate) fn theme(language: &str, own: &[(&str, &str)]) -> Tera {
    let language = Language::new(language, None).value.unwrap();
    let mut tera = engine(&language, &["own", "default"]).unwrap();
    let default = templates()
        .into_iter()
        .map(|(name, text)| (format!("default/{name}"), text.to_owned()));
    let own = own
        .iter()
        .map(|(name, text)| (format!("own/{name}"), (*text).to_owned()));
    tera.add_raw_templates(default.chain(own)).unwrap();
    tera
}

/// One page of a theme, with the fixture's site around it.
pub(crate) fn render<V: View>(tera: &Tera, language: &str, page: &V) -> String {
    render_in(tera, &fixture::site(language), page)
}

/// One page of a theme, in a site.
pub(crate) fn render_in<V: View>(tera: &Tera, site: &Site, page: &V) -> String {
    let mut context = Context::new();
    context.insert("site", site);
    context.insert("frame", &fixture::frame(V::TEMPLATE, &site.language));
    context.insert("page", page);
    tera.render(V::TEMPLATE, &context)
        .unwrap_or_else(|error| panic!("{}: {error}", V::TEMPLATE))
}

/// Every page of the fixture in the default theme, by a name of its own.
pub(crate) fn all_pages(language: &str) -> Vec<(&'static str, String)> {
    let tera = theme(language, &[]);
    let version = |status| render(&tera, language, &fixture::version(status));
    let change = |summary| render(&tera, language, &fixture::change(summary));
    macro_rules! pages {
        ($($name:literal: $page:expr),* $(,)?) => {
            vec![$(($name, render(&tera, language, &$page))),*]
        };
    }
    let mut pages = pages! {
        "overview": fixture::overview(),
        "processing": fixture::processing(),
        "document": fixture::document(),
        "compare": fixture::compare(),
        "register": fixture::register_page(),
        "subprocessor": fixture::subprocessor(),
        "as-of-index": fixture::as_of_index(),
        "as-of": fixture::as_of(),
        "changes": fixture::changes(),
        "product": fixture::product(),
        "page": fixture::untracked(),
        "subscribe": fixture::subscribe(),
        "search": fixture::search(),
        "redirect": fixture::redirect(),
        "404": fixture::not_found(),
    };
    pages.extend([
        ("version", version(VersionStatus::Past)),
        ("version-announced", version(VersionStatus::Announced)),
        ("version-in-force", version(VersionStatus::InForce)),
        ("version-never", version(VersionStatus::NeverInForce)),
        ("change", change(fixture::announced())),
        ("change-baseline", change(fixture::baseline())),
        ("change-editorial", change(fixture::editorial())),
        ("change-historical", change(fixture::historical())),
        ("change-withdrawn", change(fixture::withdrawn())),
    ]);
    pages
}
