//! The theme: templates and assets, ready to use.
//!
//! The files of the project's own theme lie over those of `default`: a template or asset that it lacks
//! comes from there, and its templates can extend the default's by their full name
//! (`default/base.html`). Every template is checked when the theme is made, so a
//! mistake is shown with its place before a page is written.

mod fold;
mod report;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tera::{Context, Kwargs, State, Tera, Value};

use fold::Folded;

use super::fingerprint::Fingerprint;
use super::prose::escape;
use super::view::Html;
use crate::content::Date;
use crate::diagnostic::{Checked, Diagnostic};
use crate::language::Language;
use crate::parse::{Project, ThemeFile};
use crate::source::{SourceId, Span};

/// The stylesheet's path in a theme.
const STYLESHEET: &str = "assets/site.css";
/// The path of the script that a theme has for every page. The default theme has none.
const SCRIPT: &str = "assets/site.js";

/// Templates and assets, ready to use.
pub struct Theme {
    tera: Tera,
    config: SourceId,
    /// By the template's full name.
    sources: BTreeMap<String, (SourceId, Folded)>,
    /// By path in the theme.
    assets: BTreeMap<String, ThemeAsset>,
    made_of: MadeOf,
    fingerprint: Fingerprint,
}

/// All that a theme follows from. Where its files lie among the sources changes what a mistake points at,
/// and no page.
struct MadeOf {
    name: String,
    accent: Option<String>,
    language: Arc<Language>,
    config: SourceId,
    files: Vec<ThemeFile>,
}

impl MadeOf {
    fn of(project: &Project) -> MadeOf {
        MadeOf {
            name: project.config.theme.name.clone(),
            accent: project
                .config
                .theme
                .accent
                .as_ref()
                .map(ToString::to_string),
            language: Arc::clone(&project.language),
            config: project.source,
            files: project.theme.clone(),
        }
    }

    fn fingerprint(&self) -> Fingerprint {
        let files = self.files.iter();
        let files: Vec<(&str, &[u8])> = files.map(|file| (&*file.path, &*file.bytes)).collect();
        Fingerprint::of(&(&self.name, &self.accent, &*self.language, files))
    }

    /// Whether another project has the very same of it all.
    fn is_as_in(&self, project: &Project) -> bool {
        let other = MadeOf::of(project);
        let same_file = |(one, other): (&ThemeFile, &ThemeFile)| {
            one.source == other.source
                && one.path == other.path
                && Arc::ptr_eq(&one.bytes, &other.bytes)
        };
        self.name == other.name
            && self.accent == other.accent
            && Arc::ptr_eq(&self.language, &other.language)
            && self.config == other.config
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same_file)
    }
}

/// A file of the theme that is published.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Bears a digest of the bytes, so that a host can let browsers keep it for ever.
    pub name: String,
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme")
            .field("templates", &self.sources.keys())
            .field("assets", &self.assets.keys())
            .finish_non_exhaustive()
    }
}

impl Theme {
    /// Reads the project's theme. Where a template is wrong, the theme lacks it and the problems say why.
    pub fn new(project: &Project) -> Checked<Theme> {
        let layers = [project.config.theme.name.as_str(), "default"];
        let mut problems = Vec::new();
        let tera = engine(&project.language, &layers).unwrap_or_else(|error| {
            let top = Span::new(project.source, 0..0);
            problems.push(Diagnostic::error(top, error.to_string()));
            Tera::default()
        });
        let made_of = MadeOf::of(project);
        let mut theme = Theme {
            tera,
            config: project.source,
            sources: BTreeMap::new(),
            assets: assets(project, &layers),
            fingerprint: made_of.fingerprint(),
            made_of,
        };
        theme.add_templates(project, &mut problems);
        Checked {
            value: theme,
            problems,
        }
    }

    /// Whether the theme is what [`Theme::new`] would make of this project.
    pub fn is_of(&self, project: &Project) -> bool {
        self.made_of.is_as_in(project)
    }

    /// What every page in this theme follows from as well: its files, and the words of the language.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    fn add_templates(&mut self, project: &Project, problems: &mut Vec<Diagnostic>) {
        let finished = finished(&project.language);
        let words = |key: &str| finished.get(key).and_then(Value::as_str);
        for file in &project.theme {
            let Some(name) = template_name(&file.path) else {
                continue;
            };
            match std::str::from_utf8(&file.bytes) {
                Ok(text) => {
                    let folded = Folded::of(text, words);
                    self.sources.insert(name, (file.source, folded));
                }
                Err(error) => problems.push(
                    Diagnostic::error(
                        Span::new(file.source, error.valid_up_to()..error.valid_up_to() + 1),
                        "this template isn't text in UTF-8",
                    )
                    .label("this byte begins no character")
                    .help("save the file with the encoding UTF-8"),
                ),
            }
        }
        let templates = self.sources.iter();
        let templates: Vec<(&str, &str)> = templates
            .map(|(name, (_, folded))| (name.as_str(), folded.text.as_str()))
            .collect();
        let Err(together) = self.tera.add_raw_templates(templates.iter().copied()) else {
            return;
        };
        // Together, the engine stops at the first mistake; one by one, each template shows its own.
        let before = problems.len();
        for (name, text) in &templates {
            let mut alone = Tera::default();
            if let Err(error) = alone.add_raw_template(name, text)
                && let tera::ErrorKind::SyntaxError(_) = error.kind()
            {
                problems.push(self.problem(&error, name));
            }
        }
        if problems.len() > before {
            return;
        }
        for report in report::reports(&together.to_string()) {
            let text = templates.iter().find(|(name, _)| *name == report.template);
            let range = text.map_or(0..0, |(_, text)| report.range(text));
            problems.push(self.problem_at(&report.template, &report.message, range));
        }
        if problems.len() == before {
            let first = templates.first().map_or("", |(name, _)| *name);
            problems.push(self.problem(&together, first));
        }
    }

    /// A page's bytes.
    ///
    /// # Errors
    /// Where the template fails, with its place: also one that lies in an included file.
    pub(super) fn render(
        &self,
        template: &str,
        context: &Context,
    ) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render(template, context);
        rendered.map_err(|error| Box::new(self.problem(&error, template)))
    }

    /// What a component of the theme makes of its arguments.
    ///
    /// # Errors
    /// Where the component fails, with its place.
    pub(super) fn component(
        &self,
        name: &str,
        arguments: &Context,
    ) -> Result<Html, Box<Diagnostic>> {
        let rendered = self.tera.render_component(name, arguments, None, true);
        rendered
            .map(Html::new)
            .map_err(|error| Box::new(self.problem(&error, name)))
    }

    fn problem(&self, error: &tera::Error, template: &str) -> Diagnostic {
        let (name, message, range) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => (
                report.filename().to_owned(),
                report.message().to_owned(),
                report.span().range.clone(),
            ),
            tera::ErrorKind::MissingParent { current, parent } => (
                current.clone(),
                format!("it extends `{parent}`, which the theme doesn't have"),
                0..0,
            ),
            tera::ErrorKind::CircularExtend { tpl, .. }
            | tera::ErrorKind::CircularInclude { tpl, .. } => {
                (tpl.clone(), "it leads back to itself".to_owned(), 0..0)
            }
            other => (template.to_owned(), other.to_string(), 0..0),
        };
        self.problem_at(&name, &message, range)
    }

    fn problem_at(&self, name: &str, message: &str, range: Range<usize>) -> Diagnostic {
        let source = self
            .sources
            .get(name)
            .or_else(|| {
                let behind = format!("/{name}");
                let full = self
                    .sources
                    .iter()
                    .find(|(full, _)| full.ends_with(&behind));
                full.map(|(_, source)| source)
            })
            .or_else(|| self.sources.values().next());
        let span = source.map_or_else(
            // Without a single template there is nothing to point at but the configuration.
            || Span::new(self.config, 0..0),
            |(source, folded)| Span::new(*source, folded.written(range)),
        );
        Diagnostic::error(span, "this template fails")
            .label(message.lines().next().unwrap_or_default())
            .note(format!("in the template {name}"))
    }

    /// Every file of the theme that is published.
    pub fn assets(&self) -> impl Iterator<Item = &ThemeAsset> {
        self.assets.values()
    }

    pub(super) fn asset(&self, published: &str) -> Option<&ThemeAsset> {
        self.assets.values().find(|asset| asset.name == published)
    }

    pub(super) fn stylesheet(&self) -> Option<&str> {
        self.assets.get(STYLESHEET).map(|asset| asset.name.as_str())
    }

    /// Every published file by its path below the theme's `assets/`, with its published name.
    pub(super) fn named_assets(&self) -> impl Iterator<Item = (&str, &str)> {
        let assets = self.assets.iter();
        assets.filter_map(|(path, asset)| Some((path.strip_prefix("assets/")?, &*asset.name)))
    }

    pub(super) fn script(&self) -> Option<&str> {
        self.assets.get(SCRIPT).map(|asset| asset.name.as_str())
    }
}

/// `acme/register.html` for `themes/acme/templates/register.html`.
fn template_name(path: &str) -> Option<String> {
    let (theme, below) = path.strip_prefix("themes/")?.split_once('/')?;
    let name = below.strip_prefix("templates/")?;
    name.ends_with(".html").then(|| format!("{theme}/{name}"))
}

/// The published assets: for each path the nearest layer's file. The company's colour goes into the
/// stylesheet, since no page has a style of its own.
fn assets(project: &Project, layers: &[&str]) -> BTreeMap<String, ThemeAsset> {
    let mut assets = BTreeMap::new();
    for layer in layers.iter().rev() {
        for file in &project.theme {
            let folder = format!("themes/{layer}/");
            if let Some(path) = file.path.strip_prefix(&folder)
                && path.starts_with("assets/")
            {
                assets.insert(path.to_owned(), Arc::clone(&file.bytes));
            }
        }
    }
    if let (Some(css), Some(accent)) = (assets.get_mut(STYLESHEET), &project.config.theme.accent) {
        let colour = format!("\n:root {{ --accent: {accent}; }}\n");
        *css = [css.as_ref(), colour.as_bytes()].concat().into();
    }
    assets
        .into_iter()
        .map(|(path, bytes)| {
            let name = published_name(&path, &bytes);
            (path, ThemeAsset { name, bytes })
        })
        .collect()
}

fn published_name(path: &str, bytes: &[u8]) -> String {
    let name = path.strip_prefix("assets/").unwrap_or(path);
    let digest = Sha256::digest(bytes);
    let digest: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{digest}.{ending}"),
        None => format!("{name}.{digest}"),
    }
}

/// The template engine with the functions that templates may call: `t`, `count` and `date` in a
/// language. A name without a theme is looked for in each of the `themes`, in their order.
///
/// # Errors
/// Never for a new engine; the engine's own interface has it so.
pub fn engine(language: &Language, themes: &[&str]) -> tera::TeraResult<Tera> {
    let mut tera = Tera::default();
    let prefixes: Vec<String> = themes.iter().map(|theme| format!("{theme}/")).collect();
    tera.set_fallback_prefixes(prefixes)?;
    let language = Arc::new(language.clone());
    let words = Arc::clone(&language);
    let finished = finished(&language);
    tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| {
        let key: Cow<'_, str> = kwargs.must_get("key")?;
        if let Some(value) = finished.get(&*key) {
            return Ok(value.clone());
        }
        known(&words, &key)?;
        filled(&words.say(&key, &[]), &kwargs)
    });
    let words = Arc::clone(&language);
    tera.register_function("count", move |kwargs: Kwargs, _: &State<'_>| {
        let key: Cow<'_, str> = kwargs.must_get("key")?;
        known(&words, &key)?;
        let n: usize = kwargs.must_get("n")?;
        filled(&words.count(&key, n, &[]), &kwargs)
    });
    tera.register_function("date", move |kwargs: Kwargs, _: &State<'_>| {
        let value: String = kwargs.must_get("value")?;
        let date = Date::parse(&value)
            .ok_or_else(|| tera::Error::message(format!("`{value}` is no date")))?;
        Ok::<Value, tera::Error>(Value::from(language.date(date)))
    });
    Ok(tera)
}

/// The words that nothing is filled into, as HTML. A page asks for a hundred of them.
fn finished(words: &Language) -> BTreeMap<String, Value> {
    let texts = words.keys().map(|key| (key, words.say(key, &[])));
    texts
        .filter(|(_, text)| !text.contains('{'))
        .map(|(key, text)| (key.to_owned(), Value::safe_string(&escape(&text))))
        .collect()
}

fn known(words: &Language, key: &str) -> tera::TeraResult<()> {
    if words.has(key) {
        return Ok(());
    }
    Err(tera::Error::message(format!(
        "the language `{}` has no words for `{key}`",
        words.tag()
    )))
}

/// The words as HTML, each `{name}` replaced by the argument of that name: a plain one is escaped, a
/// safe one stays as it is.
fn filled(words: &str, arguments: &Kwargs) -> tera::TeraResult<Value> {
    let mut html = String::new();
    let mut rest = words;
    while let Some((before, (name, after))) = rest
        .split_once('{')
        .and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
    {
        html.push_str(&escape(before));
        let value: Value = arguments
            .get(name)?
            .ok_or_else(|| tera::Error::message(format!("nothing is given for {{{name}}}")))?;
        let text = match value.as_str() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(value.to_string()),
        };
        if value.is_safe() {
            html.push_str(&text);
        } else {
            html.push_str(&escape(&text));
        }
        rest = after;
    }
    html.push_str(&escape(rest));
    Ok(Value::safe_string(&html))
}
