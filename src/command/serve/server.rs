//! The preview's server: who is asked, and how it ends.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::header::{ALLOW, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use futures_util::future::{Either, select};
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;

use super::entity::Entity;
use super::pages::{self, Page};
use super::shelf::Shelf;
use super::{ServeOptions, bar, connection, desk, events, gate};
use crate::command::load::Understood;
use crate::content::{Date, Digest};

/// How many pages are made at once.
const AT_ONCE: usize = 4;

/// Everything that a request can ask.
pub(super) struct Server {
    pub(super) options: ServeOptions,
    pub(super) port: u16,
    pub(super) shelf: Arc<Shelf>,
    /// What tells this run from others.
    pub(super) run: String,
    /// What only the preview's pages know.
    pub(super) token: String,
    /// One for each stream of events that may still be opened.
    pub(super) streams: Arc<Semaphore>,
    /// One change is recorded at a time.
    pub(super) recording: Mutex<()>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("port", &self.port)
            .field("run", &self.run)
            .finish_non_exhaustive()
    }
}

impl Server {
    pub(super) fn new(options: ServeOptions, port: u16, shelf: Arc<Shelf>) -> Server {
        let secret = |purpose: &[u8]| Digest::of(&[&options.secret, purpose].concat()).to_string();
        Server {
            run: secret(b"run").chars().take(12).collect(),
            token: secret(b"token"),
            options,
            port,
            shelf,
            streams: Arc::new(Semaphore::new(events::STREAMS)),
            recording: Mutex::new(()),
        }
    }

    /// Where the site is looked at.
    pub(super) fn address(&self) -> String {
        let shown = self.shelf.edition().shown();
        let base = shown
            .as_ref()
            .map_or("/", |shown| shown.preview.base_url().path());
        format!("http://127.0.0.1:{}{base}", self.port)
    }

    /// The day of which a project is shown unless another one is asked for. It goes on with the clock.
    pub(super) fn day_shown(&self, understood: Option<&Understood>) -> Date {
        let day = self.options.day();
        match understood {
            Some(understood) => day.of(&understood.project),
            None => day
                .as_of
                .unwrap_or_else(|| Date::from(TimeZone::UTC.to_datetime(day.now).date())),
        }
    }

    /// Serves until it is interrupted.
    pub(super) fn run(self, socket: TcpListener) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(AT_ONCE)
            .build()?;
        let ended = runtime.block_on(async {
            let interrupted = interrupted()?;
            let listener = tokio::net::TcpListener::from_std(socket)?;
            let serving = connection::serve(listener, router(Arc::new(self)));
            // Open streams would never end by themselves: they end with the runtime.
            match select(pin!(serving), pin!(interrupted)).await {
                Either::Left(((), _)) | Either::Right(((), _)) => Ok(()),
            }
        });
        // What is still being made isn't waited for.
        runtime.shutdown_background();
        ended
    }
}

fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/-/events", get(events::stream))
        .route("/-/state", get(bar::state))
        .route("/-/draft", get(bar::draft))
        .route("/-/told", post(desk::told))
        .route("/-/record", post(desk::record))
        .route("/-/{file}", get(bar::file))
        .fallback(site)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&server),
            gate::keeper,
        ))
        .with_state(server)
}

/// Whatever isn't the preview's own.
pub(super) async fn site(State(server): State<Arc<Server>>, request: Request) -> Response {
    let method = request.method().clone();
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let address = request.uri().path().to_owned();
    let made = elsewhere(move || pages::page(&server, &address)).await;
    match made {
        Some(Page::Entity(entity)) => entity.answer(&method, request.headers()),
        Some(Page::Elsewhere(address)) => {
            let status = StatusCode::TEMPORARY_REDIRECT;
            (status, [(LOCATION, encoded(&address))]).into_response()
        }
        None => stumbled().answer(&method, &HeaderMap::new()),
    }
}

/// An address is sent back as it came, but it must not look like another host's.
fn encoded(address: &str) -> String {
    format!("/{}", address.trim_start_matches('/'))
}

/// Does work away from the thread that talks to the browsers. `None` where it panicked: whatever happens
/// in one request, the others go on.
pub(super) async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// The answer where the program has a mistake.
pub(super) fn stumbled() -> Entity {
    let why = "Candor made a mistake. What the terminal says about it helps to mend it.";
    let html = pages::apology("This page can't be made", why, "");
    Entity::html(StatusCode::INTERNAL_SERVER_ERROR, html)
}

/// Resolves once the user or the system ends the program.
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            select(pin!(interrupt.recv()), pin!(terminate.recv())).await;
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Where the system can't tell, the program is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_nothing_but_its_own_request() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            assert_eq!(elsewhere(|| 1).await, Some(1));
            assert_eq!(elsewhere(|| -> u8 { panic!("on purpose") }).await, None);
            assert_eq!(elsewhere(|| 2).await, Some(2));
        });
        assert_eq!(stumbled().status, 500);
    }

    #[test]
    fn no_redirect_leads_to_another_host() {
        assert_eq!(encoded("//evil.example/"), "/evil.example/");
        assert_eq!(encoded("/changes/"), "/changes/");
    }
}
