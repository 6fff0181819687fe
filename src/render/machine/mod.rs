//! What programs read that isn't a feed: one file a format.
//!
//! What leaves the program here is a promise to people who can't be reached, so each format has its own
//! types and, where it is JSON, a schema that is made of the same types.

mod changes;
mod register;
mod sitemap;
mod texts;

use crate::assemble::{Route, Schema, Site};
use crate::replay::PublishedLog;

pub(super) use changes::changes;
pub(super) use register::{RegisterRows, register};
pub(super) use sitemap::sitemap;
pub(super) use texts::{robots, security_txt};

/// The JSON Schema of a file for programs.
pub(super) fn schema(site: &Site, schema: Schema) -> String {
    match schema {
        Schema::Subprocessors => {
            let address = site
                .config()
                .site
                .base_url
                .join(&Route::Schema(schema).path());
            register::schema(&address)
        }
        Schema::Changes => PublishedLog::schema(),
    }
}
