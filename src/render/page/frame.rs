//! The frame around a page: title, way back, navigation, feeds, stylesheet.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::assemble::{FeedFormat, FeedScope, RegisterScope, Route, Stage};
use crate::content::DocumentKind;
use crate::content::prose::LONGEST_EXCERPT;
use crate::parse::config::ObjectTo;
use crate::render::context::{Context, Standpoint};
use crate::render::fingerprint::Fingerprint;
use crate::render::once::Once;
use crate::render::view::{
    Alternate, Current, Frame, Link, NavigationEntry, ObjectTo as ObjectToView, Site as SiteView,
};

use super::plain::{feed_title, page_links};
use super::{document, item};

/// What is the same on every page.
pub(super) fn site(context: &Context<'_>) -> SiteView {
    let config = context.site.config();
    let language = context.site.language();
    SiteView {
        title: config.site.title.clone(),
        company: config.site.company.clone(),
        description: config.site.description.clone(),
        language: language.tag().to_owned(),
        direction: language.direction().as_str().to_owned(),
        accent: config.theme.accent.clone(),
        base_url: config.site.base_url.as_str().to_owned(),
        notice_days: config.notice.days,
        object_to: config.notice.object_to.as_ref().map(object_to),
        draft: context.site.stage() == Stage::Draft,
    }
}

pub(in crate::render) fn object_to(to: &ObjectTo) -> ObjectToView {
    match to {
        ObjectTo::Mail(address) => ObjectToView {
            label: address.clone(),
            href: format!("mailto:{address}"),
        },
        ObjectTo::Page(url) => ObjectToView {
            label: url.to_string(),
            href: url.to_string(),
        },
    }
}

/// What stands around the pages of a family, made once.
pub(super) type Around = Once<Family, Arc<SharedFrame>>;

/// A frame without what is a page's own.
pub(super) struct SharedFrame {
    values: tera::Map,
    fingerprint: Fingerprint,
}

/// The frame of a page, as templates see it.
pub(super) enum Framed {
    Whole(Box<Frame>),
    OfFamily(Arc<SharedFrame>, Own),
}

/// What is a page's own in its frame.
#[derive(Hash)]
pub(super) struct Own {
    title: String,
    description: Option<String>,
    canonical: String,
    crumbs: Vec<Link>,
}

impl Hash for Framed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Framed::Whole(frame) => frame.hash(state),
            Framed::OfFamily(shared, own) => (shared.fingerprint, own).hash(state),
        }
    }
}

impl Framed {
    pub(super) fn of(
        context: &Context<'_>,
        around: &Around,
        route: &Route,
        template: &str,
    ) -> Framed {
        let Some(family) = Family::of(route) else {
            return Framed::Whole(Box::new(frame(context, route, template)));
        };
        let shared = around.get(family, || {
            let mut frame = frame(context, route, template);
            frame.title.clear();
            frame.description = None;
            frame.canonical = None;
            frame.crumbs.clear();
            let fingerprint = Fingerprint::of(&frame);
            let values = tera::Value::from_serializable(&frame);
            Arc::new(SharedFrame {
                values: values.into_map().unwrap_or_default(),
                fingerprint,
            })
        });
        let own = Own {
            title: title(context, route),
            description: description(context, route),
            canonical: canonical(context, route),
            crumbs: crumbs(context, route),
        };
        Framed::OfFamily(shared, own)
    }

    pub(super) fn value(self) -> tera::Value {
        let (shared, own) = match self {
            Framed::Whole(frame) => return tera::Value::from_serializable(&frame),
            Framed::OfFamily(shared, own) => (shared, own),
        };
        let mut frame = shared.values.clone();
        for (key, value) in [
            ("title", own.title.into()),
            ("description", optional(own.description)),
            ("canonical", own.canonical.into()),
            ("crumbs", tera::Value::from_serializable(&own.crumbs)),
        ] {
            frame.insert(key.into(), value);
        }
        frame.into()
    }
}

/// Pages in the same place among the others, so that from each of them all that stands around it lies in
/// the same direction. There are many of each, and what stands around them is much of what they show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Family {
    Document(DocumentKind),
    Version(DocumentKind),
    Comparison(DocumentKind),
    Subprocessor,
    Change,
}

impl Family {
    fn of(route: &Route) -> Option<Family> {
        match route {
            Route::Document(kind, _) => Some(Family::Document(*kind)),
            Route::Version(kind, ..) => Some(Family::Version(*kind)),
            Route::Comparison(kind, ..) => Some(Family::Comparison(*kind)),
            Route::Subprocessor(_) => Some(Family::Subprocessor),
            Route::Change(_) => Some(Family::Change),
            _ => None,
        }
    }
}

fn optional(text: Option<String>) -> tera::Value {
    text.map_or_else(tera::Value::none, tera::Value::from)
}

/// Where a page stands among the others.
fn frame(context: &Context<'_>, route: &Route, template: &str) -> Frame {
    let config = context.site.config();
    let title = title(context, route);
    let asset = |name: &str| context.href(&Route::ThemeAsset(name.to_owned()));
    Frame {
        kind: template.trim_end_matches(".html").to_owned(),
        description: description(context, route),
        canonical: (*route != Route::NotFound).then(|| canonical(context, route)),
        noindex: context.site.stage() == Stage::Draft
            || matches!(route, Route::NotFound | Route::Redirect(_)),
        root: match context.standpoint {
            Standpoint::Page(path) => "../".repeat(path.matches('/').count()),
            Standpoint::Anywhere | Standpoint::Item(_) => config.site.base_url.as_str().to_owned(),
        },
        home: context.href(&Route::Overview),
        stylesheet: context.theme.stylesheet().map(asset).unwrap_or_default(),
        script: context.theme.script().map(asset),
        assets: context
            .theme
            .named_assets()
            .map(|(path, name)| (path.to_owned(), asset(name)))
            .collect(),
        logo: config
            .theme
            .logo
            .as_ref()
            .map(|path| context.href(&Route::Static(path.clone()))),
        navigation: navigation(context, route),
        crumbs: crumbs(context, route),
        alternates: alternates(context, route),
        footer: page_links(context),
        subscribe: context.href(&Route::Subscribe),
        title,
    }
}

/// A redirect's canonical address is the one it leads to.
fn canonical(context: &Context<'_>, route: &Route) -> String {
    if let Route::Redirect(from) = route
        && let Some(to) = context.site.config().redirects.get(from)
    {
        return match context.site.route_at(&to.value) {
            Some(to) => context.address(&to),
            None => to.value.clone(),
        };
    }
    context.address(route)
}

/// A page's own title.
pub(in crate::render) fn title(context: &Context<'_>, route: &Route) -> String {
    let site = context.site;
    let say = |key: &str, arguments: &[(&str, &str)]| site.language().say(key, arguments);
    let document = |kind: &DocumentKind, id| document::link(context, *kind, id);
    match route {
        Route::Overview => site.overview().map_or_else(
            || site.config().site.title.clone(),
            |page| page.title.clone(),
        ),
        Route::Processing => match site.project().layout.groups.get("") {
            Some(group) => group.title.clone(),
            None => say("title.processing", &[]),
        },
        Route::Document(kind, id) => document(kind, id)
            .map(|link| link.label)
            .unwrap_or_default(),
        Route::Version(_, id, change) => {
            let versions = site.history().document(id);
            let version = versions.iter().find(|v| v.change.id == *change);
            version.map_or_else(String::new, |version| {
                let title = &version.step.latest().title;
                let date = context.date(version.effective());
                say("title.version", &[("title", title), ("date", &date)])
            })
        }
        Route::Comparison(kind, id, _) => {
            let title = document(kind, id)
                .map(|link| link.label)
                .unwrap_or_default();
            say("title.compare", &[("title", &title)])
        }
        Route::Register => site
            .register_introduction()
            .map_or_else(|| say("title.register", &[]), |page| page.title.clone()),
        Route::Subprocessor(id) => item::subprocessor_link(context, id)
            .map(|link| link.label)
            .unwrap_or_default(),
        Route::RegisterPeriods => say("title.as-of-index", &[]),
        Route::RegisterAsOf(day) => say("title.as-of", &[("date", &context.date(*day))]),
        Route::Changes => say("title.changes", &[]),
        Route::Change(id) => site
            .history()
            .change(id)
            .map_or_else(String::new, |change| change.title.clone()),
        Route::Product(id) => {
            let name = site
                .product(id)
                .map_or(id.as_str(), |view| &view.product.name);
            say("title.product", &[("name", name)])
        }
        Route::Page(path) => site
            .page(path)
            .map_or_else(String::new, |page| page.title.clone()),
        Route::Subscribe => say("title.subscribe", &[]),
        Route::Search => say("title.search", &[]),
        Route::NotFound => say("title.not-found", &[]),
        Route::Redirect(_) => say("title.moved", &[]),
        Route::Feed(..)
        | Route::ChangesData
        | Route::FeedArchive(..)
        | Route::RegisterData(..)
        | Route::Schema(_)
        | Route::SearchPart(_)
        | Route::Sitemap
        | Route::Robots
        | Route::SecurityTxt
        | Route::Static(_)
        | Route::ThemeAsset(_) => String::new(),
    }
}

/// What a search engine shows below the title. Every page that is to be found has one.
fn description(context: &Context<'_>, route: &Route) -> Option<String> {
    let site = &context.site.config().site;
    let language = context.site.language();
    let about = |key: &str| {
        let who = site.company.as_ref().unwrap_or(&site.title);
        Some(language.say(key, &[("who", who)]))
    };
    let own = match route {
        Route::NotFound | Route::Redirect(_) => return None,
        Route::Overview => site.description.clone(),
        Route::Document(_, id) => {
            let document = context.site.shown_document(id)?.after()?;
            Some(document.body.excerpt(LONGEST_EXCERPT))
        }
        Route::Page(path) => Some(context.site.page(path)?.body.excerpt(LONGEST_EXCERPT)),
        Route::Change(id) => context.site.history().change(id)?.reason.clone(),
        Route::Register => about("about.register"),
        Route::Processing => about("about.processing"),
        Route::RegisterPeriods => Some(context.say("as-of.lead")),
        Route::Changes => Some(context.say("changes.lead")),
        Route::Subscribe => Some(context.say("subscribe.lead")),
        Route::Search => Some(context.say("search.label")),
        _ => None,
    };
    let whose = || {
        language.say(
            "about.page",
            &[("title", &title(context, route)), ("site", &site.title)],
        )
    };
    Some(own.filter(|text| !text.is_empty()).unwrap_or_else(whose))
}

fn navigation(context: &Context<'_>, route: &Route) -> Vec<NavigationEntry> {
    let section = match route {
        Route::Processing | Route::Document(..) | Route::Version(..) | Route::Comparison(..) => {
            Some(Route::Processing)
        }
        Route::Register
        | Route::Subprocessor(_)
        | Route::RegisterPeriods
        | Route::RegisterAsOf(_)
        | Route::Product(_) => Some(Route::Register),
        Route::Changes | Route::Change(_) => Some(Route::Changes),
        _ => None,
    };
    let entries = [
        ("nav.overview", Route::Overview),
        ("nav.processing", Route::Processing),
        ("nav.register", Route::Register),
        ("nav.changes", Route::Changes),
        ("nav.subscribe", Route::Subscribe),
        ("nav.search", Route::Search),
    ];
    entries
        .into_iter()
        .map(|(key, entry)| NavigationEntry {
            label: context.say(key),
            href: context.href(&entry),
            current: if entry == *route {
                Current::Page
            } else if section.as_ref() == Some(&entry) {
                Current::Section
            } else {
                Current::No
            },
        })
        .collect()
}

/// The way from the overview to the page's parent.
fn crumbs(context: &Context<'_>, route: &Route) -> Vec<Link> {
    let named = |key: &str, route: &Route| context.link(context.say(key), route);
    let home = || named("nav.overview", &Route::Overview);
    match route {
        Route::Overview | Route::NotFound | Route::Redirect(_) => Vec::new(),
        Route::Document(..) => vec![home(), named("nav.processing", &Route::Processing)],
        Route::Version(kind, id, _) | Route::Comparison(kind, id, _) => {
            let mut crumbs = vec![home(), named("nav.processing", &Route::Processing)];
            crumbs.extend(document::link(context, *kind, id));
            crumbs
        }
        Route::Subprocessor(_) | Route::RegisterPeriods | Route::Product(_) => {
            vec![home(), named("nav.register", &Route::Register)]
        }
        Route::RegisterAsOf(_) => vec![
            home(),
            named("nav.register", &Route::Register),
            named("nav.as-of", &Route::RegisterPeriods),
        ],
        Route::Change(_) => vec![home(), named("nav.changes", &Route::Changes)],
        _ => vec![home()],
    }
}

/// The same in other formats: the register's files on a register's page, and the feeds that belong to a
/// page: everything on most, the register's on the register's pages, the product's on its own.
fn alternates(context: &Context<'_>, route: &Route) -> Vec<Alternate> {
    let register = match route {
        Route::Register => Some(RegisterScope::Current),
        Route::RegisterAsOf(day) => Some(RegisterScope::AsOf(*day)),
        Route::Product(id) => Some(RegisterScope::Product(id.clone())),
        _ => None,
    };
    let files = register.into_iter().flat_map(|scope| {
        let formats = scope.formats().iter();
        formats.map(move |&format| Alternate {
            media_type: format.media_type().to_owned(),
            title: title(context, route),
            href: context.href(&Route::RegisterData(scope.clone(), format)),
        })
    });
    files.chain(feeds_of(context, route)).collect()
}

fn feeds_of(context: &Context<'_>, route: &Route) -> Vec<Alternate> {
    if context.site.stage() == Stage::Draft || matches!(route, Route::Redirect(_)) {
        return Vec::new();
    }
    let scopes = match route {
        Route::Register
        | Route::Subprocessor(_)
        | Route::RegisterPeriods
        | Route::RegisterAsOf(_) => vec![FeedScope::Register, FeedScope::Everything],
        Route::Product(id) => vec![FeedScope::Product(id.clone()), FeedScope::Everything],
        _ => vec![FeedScope::Everything],
    };
    let formats = |scope: FeedScope| {
        FeedFormat::ALL.into_iter().map(move |format| Alternate {
            media_type: format.media_type().to_owned(),
            title: format!(
                "{} – {}",
                feed_title(context, &scope),
                context.site.config().site.title
            ),
            href: context.href(&Route::Feed(scope.clone(), format)),
        })
    };
    scopes.into_iter().flat_map(formats).collect()
}
