//! What the bar shows: the day, the problems, the draft; and the files that draw it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::edition::{Edition, Shown};
use super::entity::Entity;
use super::events::STREAMS;
use super::server::{Server, elsewhere, site, stumbled};
use crate::assemble::days_to_come;
use crate::command::load::Understood;
use crate::command::status;
use crate::content::Date;
use crate::diagnostic::{Severity, show};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// The bar's own files, by name.
const FILES: [(&str, &str, &str); 9] = [
    ("bar.js", SCRIPT, include_str!("bar/bar.js")),
    ("element.js", SCRIPT, include_str!("bar/element.js")),
    ("page.js", SCRIPT, include_str!("bar/page.js")),
    ("draw.js", SCRIPT, include_str!("bar/draw.js")),
    ("server.js", SCRIPT, include_str!("bar/server.js")),
    ("worker.js", SCRIPT, include_str!("bar/worker.js")),
    ("bar.css", STYLE, include_str!("bar/bar.css")),
    ("page.css", STYLE, include_str!("bar/page.css")),
    ("told.css", STYLE, include_str!("bar/told.css")),
];

/// One of the bar's files; whatever else is asked for may be the site's.
pub(super) async fn file(server: State<Arc<Server>>, request: Request) -> Response {
    let name = request.uri().path().trim_start_matches("/-/");
    let Some((_, media_type, text)) = FILES.into_iter().find(|(file, ..)| *file == name) else {
        return site(server, request).await;
    };
    let entity = Entity {
        status: StatusCode::OK,
        media_type,
        bytes: text.into(),
    };
    entity.answer(request.method(), request.headers())
}

/// What the bar shows at a glance.
#[derive(Debug, Serialize)]
struct Glance {
    run: String,
    edition: u64,
    today: String,
    /// The day that the site's plain addresses show.
    day: String,
    coming: Vec<Coming>,
    problems: Problems,
    /// How many amendments no change says yet.
    amendments: usize,
    /// Whether the first record is still to be made.
    unbegun: bool,
    /// How many streams of events are open.
    streams: usize,
}

/// A day on which the site changes by itself.
#[derive(Debug, Serialize)]
struct Coming {
    day: String,
    what: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Problems {
    errors: usize,
    warnings: usize,
    /// Why the folder can't be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacle: Option<String>,
    html: String,
    /// Whether the pages are those of before the errors.
    stale: bool,
}

/// Answers with what the bar shows.
pub(super) async fn state(State(server): State<Arc<Server>>) -> Response {
    json(elsewhere(move || look(&server)).await)
}

fn look(server: &Server) -> Glance {
    let newest = server.shelf.edition();
    let shown = newest.shown();
    let understood = shown.as_ref().map(|shown| &shown.preview.understood);
    // The draft is the newest edition's, as in the form, also while the pages are those of before an error.
    let drafted = newest.recordable().or(understood);
    let day = server.options.day();
    let today = understood.map_or_else(
        || server.day_shown(None),
        |understood| day.today(&understood.project),
    );
    Glance {
        run: server.run.clone(),
        edition: newest.number,
        today: today.to_string(),
        day: server.day_shown(understood).to_string(),
        coming: understood.map_or_else(Vec::new, |understood| coming(understood, today)),
        problems: problems(&newest, shown.as_ref()),
        amendments: drafted.map_or(0, |understood| understood.draft.amendments.len()),
        unbegun: drafted.is_some_and(|understood| !understood.history.has_begun()),
        streams: STREAMS - server.streams.available_permits(),
    }
}

fn coming(understood: &Understood, today: Date) -> Vec<Coming> {
    let history = &understood.history;
    let days = days_to_come(history, today).into_iter();
    days.map(|day| {
        let changes = history.changes().iter();
        let what = changes.flat_map(|change| {
            let announced = (change.announced == day).then_some("is announced");
            let counts = history.replaced_by(&change.id).is_none();
            let effective = (change.effective == day && counts).then_some("is in force");
            let words = [announced, effective].into_iter().flatten();
            words.map(|word| format!("“{}” {word}", change.title))
        });
        Coming {
            day: day.to_string(),
            what: what.collect(),
        }
    })
    .collect()
}

fn problems(newest: &Arc<Edition>, shown: Option<&Shown>) -> Problems {
    let problems = newest.problems();
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    Problems {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        obstacle: newest.obstacle.clone(),
        html: show::html(problems, &newest.sources),
        stale: shown.is_some_and(|shown| !Arc::ptr_eq(newest, &shown.edition)),
    }
}

/// The draft as `candor status` words it.
#[derive(Debug, Serialize)]
struct Draft {
    edition: u64,
    /// `null` where what is wrong keeps it from being compared.
    html: Option<String>,
}

/// Answers with the draft, if it were announced today.
pub(super) async fn draft(State(server): State<Arc<Server>>) -> Response {
    let made = elsewhere(move || {
        let newest = server.shelf.edition();
        let html = newest.recordable().map(|understood| {
            let today = server.options.day().today(&understood.project);
            status::html(understood, &newest.sources, today)
        });
        Draft {
            edition: newest.number,
            html,
        }
    });
    json(made.await)
}

/// An answer to the bar's script. `None` where the program has a mistake.
pub(super) fn json<T: Serialize>(answer: Option<T>) -> Response {
    match answer.and_then(|answer| serde_json::to_string(&answer).ok()) {
        Some(text) => ([(CONTENT_TYPE, "application/json")], text).into_response(),
        None => stumbled().answer(&Method::GET, &HeaderMap::new()),
    }
}
