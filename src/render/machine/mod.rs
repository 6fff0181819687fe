//! What programs read that isn't a feed: one file a format.
//!
//! What leaves the program here is a promise to people who can't be reached, so each format has its own
//! types and, where it is JSON, a schema that is made of the same types.

mod changes;
mod sitemap;
mod texts;

pub(super) use changes::changes;
pub(super) use sitemap::sitemap;
pub(super) use texts::{robots, security_txt};
