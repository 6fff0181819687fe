//! Project + History + day → [`Site`]: everything that is published, and where.
//!
//! [`assemble`] takes what is known of the history on the as-of date and gives every page and file its
//! [`Route`], every link its destination ([`links`]), every sub-processor its uses. What is announced
//! later isn't in a [`Site`]'s history, so no page can give it away. (The project that it keeps for its layout and what
//! isn't tracked has all that is recorded; nobody takes what is tracked from there.)
//!
//! It doesn't know templates, HTML or formats: `render` makes bytes of a site, `assemble` never hears of
//! a theme, and so an edit of a theme assembles nothing again.

pub mod feed;
mod ground;
pub mod links;
mod lint;
pub mod route;
pub mod site;
mod sound;
mod table;

use std::sync::Arc;

use crate::content::Date;
use crate::diagnostic::Checked;
use crate::parse::Project;
use crate::replay::History;

use ground::Ground;
pub use ground::Memory;
pub use route::{DataFormat, FeedFormat, FeedScope, RegisterScope, Route, Schema};
pub use site::{Site, Stage};

/// Puts the site together as it stands on a day. Texts that the memory has as sound aren't looked at again; with an
/// empty one the site is the same.
pub fn assemble(
    project: &Arc<Project>,
    history: &History,
    as_of: Date,
    stage: Stage,
    memory: &mut Memory,
) -> Checked<Site> {
    let known = history.known_on(as_of);
    let ground = Ground::of(project, &known, as_of, stage);
    let (addresses, mut sound) = memory.take(&ground);
    let site = Site::new(project, known, as_of, stage, addresses);
    let problems = lint::check(&site, history, &mut sound);
    let (files, routes) = site.addresses();
    memory.keep(ground, files, routes, sound);
    Checked {
        value: site,
        problems,
    }
}

/// The days after `as_of` on which the site changes without an edit, oldest first: an announcement
/// comes, or a change takes effect.
pub fn days_to_come(history: &History, as_of: Date) -> Vec<Date> {
    let days: std::collections::BTreeSet<Date> = history
        .changes()
        .iter()
        .flat_map(|change| {
            // What another change stands in for takes no effect.
            let comes = history.replaced_by(&change.id).is_none();
            [Some(change.announced), comes.then_some(change.effective)]
        })
        .flatten()
        .filter(|&day| day > as_of)
        .collect();
    days.into_iter().collect()
}
