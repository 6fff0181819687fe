//! `candor announce`: what to send about the changes that are new since the published log.
//!
//! It sends nothing. What it writes is held to what `build` would publish on that day: with errors, with a
//! draft, or with a notice cut short there is nothing to tell yet.

use std::path::PathBuf;

use super::check::{self, DraftPolicy};
use super::live::Live;
use super::load;
use super::{Console, Day, Outcome};
use crate::assemble::feed::FeedLog;
use crate::assemble::{FeedScope, Stage};
use crate::content::Date;
use crate::diagnostic::nearest;
use crate::parse::config::Product;
use crate::render::message::{self, Format};

/// What `candor announce` is asked for.
#[derive(Clone, Debug)]
pub struct AnnounceOptions {
    pub root: PathBuf,
    /// Its `as_of` is the day on which it is sent.
    pub day: Day,
    pub published: Live,
    /// The id of the product that it is about; absent where it is about all that customers are told.
    pub product: Option<String>,
    pub format: Format,
}

/// Writes the announcement.
pub fn run(options: &AnnounceOptions, console: &mut Console<'_>) -> Outcome {
    let published = match options.published.read(console) {
        Ok(published) => published,
        Err(outcome) => return outcome,
    };
    let loaded = load::load(&options.root, None, console);
    let (understood, sources, mut problems) = match loaded.and_then(|it| it.or_tell(console)) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let scope = match scope(
        options.product.as_deref(),
        &understood.project.config.products,
    ) {
        Ok(scope) => scope,
        Err(refusal) => {
            console.failure(&refusal);
            return Outcome::WrongUsage;
        }
    };
    let as_of = options.day.of(&understood.project);
    let unpublishable = check::unpublishable(
        published.as_ref(),
        &understood,
        &sources,
        as_of,
        DraftPolicy::Refuse,
        &problems,
    );
    problems.extend(unpublishable);
    let examined = check::examine(&understood, as_of, Stage::Published);
    let (site, theme) = match examined.or_tell(problems, &sources, console) {
        Ok(sound) => sound,
        Err(outcome) => return outcome,
    };
    let log = FeedLog::of(&site, &scope);
    let news = log.new_since(&site, published.as_ref());
    if news.is_empty() {
        console.remark(&nothing(&scope, as_of));
        return Outcome::Done;
    }
    let announcement = message::announcement(&site, &theme, &scope, &news);
    console.exactly(&announcement.write(options.format));
    if as_of > options.day.today(&understood.project) {
        console.remark(&format!(
            "This is what will be announced by {as_of}: don't send it before the site says it."
        ));
    }
    Outcome::Done
}

/// What the announcement is about.
fn scope(product: Option<&str>, products: &[Product]) -> Result<FeedScope, String> {
    let Some(wanted) = product else {
        return Ok(FeedScope::Everything);
    };
    let ids = || products.iter().map(|product| product.id.as_str());
    if let Some(product) = products
        .iter()
        .find(|product| product.id.as_str() == wanted)
    {
        return Ok(FeedScope::Product(product.id.clone()));
    }
    let refusal = format!("there is no product `{wanted}` in candor.toml");
    Err(match (nearest(wanted, ids()), products) {
        (Some(near), _) => format!("{refusal}; did you mean `{near}`?"),
        (None, []) => format!("{refusal}: it has no [products]; leave --product out"),
        (None, _) => {
            let ids: Vec<String> = ids().map(|id| format!("`{id}`")).collect();
            format!("{refusal}; there is {}", ids.join(", "))
        }
    })
}

fn nothing(scope: &FeedScope, as_of: Date) -> String {
    let whom = match scope {
        FeedScope::Everything | FeedScope::Register => String::new(),
        FeedScope::Product(id) => format!(" about `{id}`"),
    };
    format!(
        "Nothing to announce{whom}: customers have been told everything that is announced by {as_of}."
    )
}
