//! The words of the field as types: sub-processors, documents, their ids and their fields.
//!
//! [`Content`] is the register and the documents at one moment: what the working files say, what was
//! in force on a day, what stood after a change. It is one type, so a draft is a comparison of two of
//! them. A value that exists is valid; `parse` alone makes them from text, and [`prose`] reads Markdown for it.
//!
//! Nothing here knows files, dates of announcement, languages or pages. What leaves the program has
//! its own types in `render` and `replay`; only what is known of a text is kept from one build to the next as it is.

pub mod date;
pub mod digest;
pub mod document;
pub mod field;
pub mod id;
pub mod place;
pub mod prose;
pub mod subprocessor;
pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use date::Date;
pub use digest::Digest;
pub use document::{Document, DocumentKind, Role};
pub use field::{Field, Telling};
pub use id::{ChangeId, DocumentId, EngagementId, ItemId, ProductId, SubprocessorId};
pub use place::{Area, CountryCode, Location, LocationRole};
pub use prose::Prose;
pub use subprocessor::{DataCategory, Engagement, Subprocessor, TransferMechanism};

/// The register and the documents at one moment.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Content {
    pub subprocessors: BTreeMap<SubprocessorId, Arc<Subprocessor>>,
    pub documents: BTreeMap<DocumentId, Arc<Document>>,
}
