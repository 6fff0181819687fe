//! The theme's templates with the three functions that the views promise them.

use std::collections::BTreeMap;

use candor::render::view::document::VersionStatus;
use candor::render::view::{Site, View};
use include_dir::{Dir, include_dir};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::fixture;

/// The default theme, as it lies in the repository.
static THEME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A language's catalogue, as the file says it.
#[derive(Clone, serde::Deserialize)]
pub(crate) struct Catalogue {
    pub(crate) dates: Dates,
    /// With the terms among them that have a table of their own: `field.purpose`.
    pub(crate) words: BTreeMap<String, String>,
    pub(crate) plurals: BTreeMap<String, BTreeMap<String, String>>,
    field: BTreeMap<String, String>,
    role: BTreeMap<String, String>,
    transfer: BTreeMap<String, String>,
}

#[derive(Clone, serde::Deserialize)]
pub(crate) struct Dates {
    day: String,
    months: Vec<String>,
}

pub(crate) fn catalogue(language: &str) -> Catalogue {
    let file = THEME.get_file(format!("strings/{language}.toml")).unwrap();
    let mut catalogue: Catalogue = toml::from_str(file.contents_utf8().unwrap()).unwrap();
    for (table, terms) in [
        ("field", &catalogue.field),
        ("role", &catalogue.role),
        ("transfer", &catalogue.transfer),
    ] {
        let named = terms
            .iter()
            .map(|(key, word)| (format!("{table}.{key}"), word.clone()));
        catalogue.words.extend(named);
    }
    catalogue
}

/// The templates of the default theme by their name.
pub(crate) fn templates() -> Vec<(String, &'static str)> {
    let folder = THEME.get_dir("templates").unwrap();
    folder
        .files()
        .map(|file| {
            let name = file.path().strip_prefix("templates").unwrap();
            let name = name.to_str().unwrap().to_owned();
            (name, file.contents_utf8().unwrap())
        })
        .collect()
}

pub(crate) fn stylesheet() -> &'static str {
    let file = THEME.get_file("assets/site.css").unwrap();
    file.contents_utf8().unwrap()
}

/// The default theme in a language, with the files of a project's theme `own` before its own.
pub(crate) fn theme(language: &str, own: &[(&str, &str)]) -> Tera {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes(["own/", "default/"]).unwrap();
    let catalogue = catalogue(language);
    let words = catalogue.words.clone();
    tera.register_function("t", move |arguments: Kwargs, state: &State| {
        let key: String = arguments.must_get("key")?;
        let text = words.get(&key).ok_or_else(|| unknown(&key))?;
        fill(text, &arguments, state)
    });
    let plurals = catalogue.plurals.clone();
    tera.register_function("count", move |arguments: Kwargs, state: &State| {
        let key: String = arguments.must_get("key")?;
        let n: u64 = arguments.must_get("n")?;
        let forms = plurals.get(&key).ok_or_else(|| unknown(&key))?;
        let form = if n == 1 { "one" } else { "other" };
        fill(&forms[form], &arguments, state)
    });
    let dates = catalogue.dates;
    tera.register_function("date", move |arguments: Kwargs, _: &State| {
        let value: String = arguments.must_get("value")?;
        Ok::<_, tera::Error>(long_date(&value, &dates))
    });
    let default = templates()
        .into_iter()
        .map(|(name, text)| (format!("default/{name}"), text.to_owned()));
    let own = own
        .iter()
        .map(|(name, text)| (format!("own/{name}"), (*text).to_owned()));
    tera.add_raw_templates(default.chain(own)).unwrap();
    tera
}

fn unknown(key: &str) -> tera::Error {
    tera::Error::message(format!("unknown key {key}"))
}

fn fill(text: &str, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
    let mut filled = state.escape(text)?;
    for (name, value) in arguments.iter() {
        let value = state.escape_if_needed(value)?;
        filled = filled.replace(&format!("{{{name}}}"), &value);
    }
    if let Some(at) = filled.find('{') {
        let missing = format!("nothing given for {}", &filled[at..]);
        return Err(tera::Error::message(missing));
    }
    Ok(Value::safe_string(&filled))
}

fn long_date(value: &str, dates: &Dates) -> String {
    let parts: Vec<usize> = value.split('-').map(|part| part.parse().unwrap()).collect();
    dates
        .day
        .replace("{day}", &parts[2].to_string())
        .replace("{month}", &dates.months[parts[1] - 1])
        .replace("{year}", &parts[0].to_string())
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
