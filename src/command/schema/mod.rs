//! `candor schema`: JSON Schema of the files that a writer edits, for editors that complete and check.
//!
//! The types in [`config`] and [`register`] mirror the formats: a key that they don't have, `parse`
//! refuses. A schema can't say everything that `parse` says, so an editor's silence is no promise.

mod config;
mod register;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use schemars::generate::Contract;
use schemars::{JsonSchema, SchemaGenerator, json_schema};

use crate::content::id::LONGEST;
use crate::render::schema;

/// Of `candor.toml`.
pub fn config() -> String {
    schema::of::<config::Config>(Contract::Deserialize, None)
}

/// Of `content/subprocessors.toml`.
pub fn subprocessors() -> String {
    schema::of::<register::Register>(Contract::Deserialize, None)
}

/// An id: small letters, digits and single hyphens.
struct Slug;

const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

impl JsonSchema for Slug {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        json_schema!({
            "description": "Small letters from a to z, digits and single hyphens.",
            "type": "string",
            "pattern": SLUG,
            "maxLength": LONGEST,
        })
    }
}

/// A day: 2026-11-23, without quotation marks.
struct Day;

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        json_schema!({
            "description": "A day, without quotation marks: 2026-11-23",
            "type": "string",
            "format": "date",
        })
    }
}

/// The address of a page.
struct Address;

impl JsonSchema for Address {
    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        json_schema!({
            "description": "The address of a page, with https://",
            "type": "string",
            "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://.+)?$",
        })
    }
}
