//! The bar's form: what customers will be told of the draft, and the record that has it told.
//!
//! Both go through [`record`], as `candor record` does: the change is made in memory, and what is shown
//! is the feed's item and the mail of that very change. What is refused is said in the same words.

use std::io::Write;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::bar::json;
use super::edition::Edition;
use super::gate;
use super::server::{Server, elsewhere};
use crate::assemble::FeedScope;
use crate::command::load;
use crate::command::record::{self, Prospect, RecordOptions};
use crate::command::{Console, Day, Outcome, Talk};
use crate::content::Date;
use crate::diagnostic::show::Color;
use crate::parse::overlay::Wish;
use crate::render::feed::{self, FeedItem};
use crate::render::message::{self, Format};
use crate::replay::record::{Relation, Renames};

/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a form may be.
const LONGEST: usize = 64 * 1024;

/// What is filled in. What is left empty is derived.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    /// The edition whose draft the form was shown with.
    run: String,
    edition: u64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    effective: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    short_notice: String,
}

/// Who hears of it.
#[derive(Clone, Copy, Default, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Rule,
    Editorial,
    Tell,
}

/// What customers will be told, if it is recorded as the form says.
#[derive(Default, Debug, Serialize)]
struct Told {
    edition: u64,
    /// Why it can't be recorded, as `candor record` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ToldChange>,
}

#[derive(Debug, Serialize)]
struct ToldChange {
    folder: String,
    title: String,
    announced: String,
    effective: String,
    /// Absent where it stands in the log alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<Mail>,
}

/// The item of the feeds.
#[derive(Debug, Serialize)]
struct Item {
    title: String,
    link: String,
    published: String,
    categories: Vec<String>,
    html: String,
}

/// What `candor announce` writes.
#[derive(Debug, Serialize)]
struct Mail {
    subject: String,
    html: String,
    text: String,
}

/// What came of recording.
#[derive(Debug, Serialize)]
struct Recorded {
    what: What,
    said: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Done,
    Refused,
    /// The form speaks of a draft that is another by now.
    Edited,
}

/// Answers with what customers will be told.
pub(super) async fn told(State(server): State<Arc<Server>>, request: Request) -> Response {
    match form(&server, request).await {
        Ok(form) => json(elsewhere(move || tell(&server, &form)).await),
        Err(refusal) => refusal,
    }
}

/// Records the draft.
pub(super) async fn record(State(server): State<Arc<Server>>, request: Request) -> Response {
    let form = match form(&server, request).await {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    let recorded = elsewhere(move || write(&server, &form)).await;
    let status = match recorded.as_ref().map(|recorded| recorded.what) {
        Some(What::Edited) => StatusCode::CONFLICT,
        Some(What::Refused) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(What::Done) => StatusCode::OK,
        None => return json(recorded),
    };
    (status, json(recorded)).into_response()
}

/// The form of a request from one of the preview's own pages.
async fn form(server: &Server, request: Request) -> Result<Form, Response> {
    let refuse = |status: StatusCode, why: &str| (status, format!("{why}\n")).into_response();
    let (head, body) = request.into_parts();
    if !gate::is_from_own_page(&head.headers, &server.token) {
        return Err(refuse(
            StatusCode::FORBIDDEN,
            "Only the preview's own pages may ask this. Load the page again.",
        ));
    }
    if !is_json(&head.headers) {
        return Err(refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The form is sent as JSON.",
        ));
    }
    let bytes = match timeout(PATIENCE, to_bytes(body, LONGEST)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => {
            return Err(refuse(
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is more than a form holds.",
            ));
        }
        Err(_) => {
            return Err(refuse(
                StatusCode::REQUEST_TIMEOUT,
                "The form didn't arrive.",
            ));
        }
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        refuse(
            StatusCode::BAD_REQUEST,
            &format!("The form can't be read: {error}."),
        )
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    media_type
        .and_then(|text| text.split(';').next())
        .is_some_and(|text| text.trim().eq_ignore_ascii_case("application/json"))
}

fn tell(server: &Server, form: &Form) -> Told {
    let edition = server.shelf.edition();
    let (prospect, said) = listening(|console| prospect(server, &edition, form, console));
    let told = Told {
        edition: edition.number,
        ..Told::default()
    };
    match prospect {
        Ok(prospect) => Told {
            change: Some(change(prospect)),
            ..told
        },
        Err(_) => Told {
            refused: Some(said),
            ..told
        },
    }
}

/// The change that the form makes of an edition's draft.
fn prospect(
    server: &Server,
    edition: &Edition,
    form: &Form,
    console: &mut Console<'_>,
) -> Result<Prospect, Outcome> {
    let Some(understood) = edition.recordable() else {
        console.remark("Nothing is recorded while there are errors.");
        return Err(Outcome::SourceErrors);
    };
    let options = options(server, form).map_err(|refusal| {
        console.failure(&refusal);
        Outcome::WrongUsage
    })?;
    record::prospect(&options, understood, &edition.sources)
        .map_err(|refused| refused.say(&edition.sources, console))
}

fn change(prospect: Prospect) -> ToldChange {
    let Prospect {
        recording, after, ..
    } = prospect;
    let change = &recording.change;
    let site = after.site(change.announced).value;
    let theme = after.theme().value;
    let scope = FeedScope::Everything;
    let is_told = change.is_told();
    ToldChange {
        folder: recording.folder.clone(),
        title: change.title.clone(),
        announced: change.announced.to_string(),
        effective: change.effective.to_string(),
        item: is_told.then(|| item(feed::item_of(&site, &theme, &scope, change))),
        mail: is_told.then(|| {
            let announcement = message::announcement(&site, &theme, &scope, &[change]);
            Mail {
                subject: announcement.subject().to_owned(),
                html: announcement.write(Format::Html),
                text: announcement.write(Format::Text),
            }
        }),
    }
}

fn item(item: FeedItem) -> Item {
    Item {
        title: item.title,
        link: item.link,
        published: item.published.to_string(),
        categories: item.categories,
        html: item.content.as_str().to_owned(),
    }
}

fn write(server: &Server, form: &Form) -> Recorded {
    // Two forms sent at once would both find the same draft.
    let _one = server
        .recording
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let shown = server.shelf.edition();
    let edited = Recorded {
        what: What::Edited,
        said: "The files were edited after this form was shown, so it may speak of another draft. \
               Nothing is recorded: look at the draft again, then record it.\n"
            .to_owned(),
    };
    if form.run != server.run || form.edition != shown.number {
        return edited;
    }
    let (outcome, said) = listening(|console| {
        let options = match options(server, form) {
            Ok(options) => options,
            Err(refusal) => {
                console.failure(&refusal);
                return Some(Outcome::WrongUsage);
            }
        };
        let loaded = match load::load(&options.root, None, console) {
            Ok(loaded) => loaded,
            Err(outcome) => return Some(outcome),
        };
        // What was saved a moment ago isn't shown yet, and mustn't be recorded unseen.
        if loaded.sources != shown.sources {
            return None;
        }
        Some(record::of_loaded(&options, loaded, console))
    });
    match outcome {
        None => edited,
        Some(Outcome::Done) => Recorded {
            what: What::Done,
            said,
        },
        Some(_) => Recorded {
            what: What::Refused,
            said,
        },
    }
}

/// What `candor record` would be asked for.
fn options(server: &Server, form: &Form) -> Result<RecordOptions, String> {
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let effective = text(&form.effective).map(|text| {
        Date::parse(&text).ok_or_else(|| "expected a day, such as 2026-11-23".to_owned())
    });
    Ok(RecordOptions {
        root: server.options.root.clone(),
        day: Day {
            now: (server.options.clock)(),
            as_of: None,
        },
        effective: effective.transpose()?,
        title: text(&form.title),
        reason: text(&form.reason),
        wish: match form.kind {
            Kind::Rule => Wish::ByRule,
            Kind::Editorial => Wish::Editorial,
            Kind::Tell => Wish::Tell,
        },
        short_notice: text(&form.short_notice),
        relation: Relation::Alone,
        renames: Renames::Ask,
    })
}

/// Does something that speaks to a terminal, and gives what it said there.
fn listening<T>(work: impl FnOnce(&mut Console<'_>) -> T) -> (T, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let done = work(&mut Console {
        out: &mut out,
        err: &mut err,
        color: Color::Plain,
        talk: Talk::Usual,
    });
    // A vector takes everything.
    let _ = out.write_all(&err);
    (done, String::from_utf8_lossy(&out).into_owned())
}
