//! The stream that tells browsers what is another, after it is.
//!
//! A browser says which edition it knows, and hears at once what it missed. One stream serves all tabs of a
//! browser: a worker of theirs holds it, since a browser opens six connections to a host and no more.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;

use super::server::Server;
use super::shelf::Pages;

/// How many streams there are at once.
pub(super) const STREAMS: usize = 64;

/// How often a quiet stream says that it is alive.
const BREATH: Duration = Duration::from_secs(15);

/// One message.
#[derive(Debug, Serialize)]
struct Message<'a> {
    /// The run of the preview that counts the editions.
    run: &'a str,
    /// The edition that is shown.
    edition: u64,
    /// The edition that the browser knew; absent where it knew none.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<u64>,
    /// Whether pages are others than in that edition.
    page: bool,
}

/// Answers with a stream that never ends by itself.
pub(super) async fn stream(
    State(server): State<Arc<Server>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(slot) = Arc::clone(&server.streams).try_acquire_owned() else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many tabs listen already.\n",
        )
            .into_response();
    };
    let known = known(&server, &uri, &headers);
    let changes = server.shelf.subscribe();
    let state = (server, changes, known, Told::Nothing, slot);
    let messages = stream::unfold(
        state,
        |(server, mut changes, known, told, slot)| async move {
            if told == Told::Something {
                // The shelf lives as long as the server, which is held here.
                changes.changed().await.ok()?;
            }
            changes.mark_unchanged();
            let (edition, pages) = server.shelf.since(known);
            let message = Message {
                run: &server.run,
                edition,
                since: known,
                page: pages == Pages::Other,
            };
            let event = Event::default()
                .event("edition")
                .id(format!("{}-{edition}", server.run))
                .data(serde_json::to_string(&message).unwrap_or_default());
            let state = (server, changes, Some(edition), Told::Something, slot);
            Some((Ok::<Event, Infallible>(event), state))
        },
    );
    let keep_alive = KeepAlive::new().interval(BREATH);
    Sse::new(messages).keep_alive(keep_alive).into_response()
}

/// Whether a browser was told which edition is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Something,
}

/// The edition of this run that the browser knows: from its last message, or from the address.
fn known(server: &Server, uri: &Uri, headers: &HeaderMap) -> Option<u64> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let query = uri.query().unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "since");
    let id = match (last, asked) {
        (Some(last), _) => last.to_owned(),
        (None, Some((_, since))) => since.into_owned(),
        (None, None) => return None,
    };
    id.strip_prefix(&server.run)?
        .strip_prefix('-')?
        .parse()
        .ok()
}
