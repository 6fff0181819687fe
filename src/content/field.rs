//! The one table of fields: each field's key, and what an amendment of it means for customers.
//!
//! Comparison, notice, printing, digests, CSV and JSON all go by this table, so a new field is a new
//! variant and then what the compiler asks for.

use std::collections::BTreeMap;

use url::Url;

use super::{
    DataCategory, Date, Document, Engagement, Location, ProductId, Prose, Role, Subprocessor,
    TransferMechanism,
};

/// A field of a sub-processor, of an engagement or of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    Name,
    Entity,
    Affiliate,
    Category,
    Description,
    Address,
    Contact,
    Website,
    Dpa,
    SubprocessorsUrl,
    Since,
    Extra,
    Purpose,
    Condition,
    Data,
    DataSubjects,
    Locations,
    Transfer,
    Products,
    Title,
    Role,
    Body,
}

/// What customers must be told when a field alone is amended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Telling {
    /// Not told unless the writer asks for it.
    OnRequest,
    /// A document's own fields: told unless the writer calls the amendment editorial.
    UnlessEditorial,
    /// Always told; may come into force at once.
    Always,
    /// Always told, and in advance.
    WithNotice,
}

impl Field {
    /// The facts of the vendor, in the order of an entry.
    pub const OF_VENDOR: [Field; 12] = [
        Field::Name,
        Field::Entity,
        Field::Affiliate,
        Field::Category,
        Field::Description,
        Field::Address,
        Field::Contact,
        Field::Website,
        Field::Dpa,
        Field::SubprocessorsUrl,
        Field::Since,
        Field::Extra,
    ];

    /// The facts of an engagement, in the order of an entry.
    pub const OF_ENGAGEMENT: [Field; 7] = [
        Field::Purpose,
        Field::Condition,
        Field::Data,
        Field::DataSubjects,
        Field::Locations,
        Field::Transfer,
        Field::Products,
    ];

    /// The facts of a document, in the order of its front matter, the text last.
    pub const OF_DOCUMENT: [Field; 6] = [
        Field::Title,
        Field::Products,
        Field::Data,
        Field::Role,
        Field::Extra,
        Field::Body,
    ];

    /// The key in the sources and in what is published for programs.
    pub fn key(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Entity => "entity",
            Field::Affiliate => "affiliate",
            Field::Category => "category",
            Field::Description => "description",
            Field::Address => "address",
            Field::Contact => "contact",
            Field::Website => "website",
            Field::Dpa => "dpa",
            Field::SubprocessorsUrl => "subprocessors_url",
            Field::Since => "since",
            Field::Extra => "extra",
            Field::Purpose => "purpose",
            Field::Condition => "condition",
            Field::Data => "data",
            Field::DataSubjects => "data_subjects",
            Field::Locations => "locations",
            Field::Transfer => "transfer",
            Field::Products => "products",
            Field::Title => "title",
            Field::Role => "role",
            Field::Body => "body",
        }
    }

    /// What an amendment of this field of a sub-processor means. The products are the one field whose
    /// meaning lies in the direction: one more needs notice, one fewer is only told.
    pub fn telling_of_subprocessor(self) -> Telling {
        match self {
            Field::Entity
            | Field::Affiliate
            | Field::Purpose
            | Field::Condition
            | Field::Data
            | Field::DataSubjects
            | Field::Locations
            | Field::Transfer
            | Field::Products => Telling::WithNotice,
            Field::Name => Telling::Always,
            Field::Category
            | Field::Description
            | Field::Address
            | Field::Contact
            | Field::Website
            | Field::Dpa
            | Field::SubprocessorsUrl
            | Field::Since
            | Field::Extra
            | Field::Title
            | Field::Role
            | Field::Body => Telling::OnRequest,
        }
    }
}

/// What a field says. An absent field has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    Text(&'a str),
    Prose(&'a Prose),
    Flag(bool),
    Date(Date),
    Url(&'a Url),
    Texts(&'a [String]),
    Data(&'a [DataCategory]),
    Locations(&'a [Location]),
    Transfer(&'a [TransferMechanism]),
    Products(&'a [ProductId]),
    Role(Role),
    Extra(&'a BTreeMap<String, String>),
}

fn text(text: Option<&String>) -> Option<Value<'_>> {
    text.map(|text| Value::Text(text))
}

fn list<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

impl Subprocessor {
    /// The value of a fact of the vendor; `None` where it is absent or a fact of the engagements.
    pub fn value(&self, field: Field) -> Option<Value<'_>> {
        match field {
            Field::Name => Some(Value::Text(&self.name)),
            Field::Entity => text(self.entity.as_ref()),
            Field::Affiliate => self.affiliate.then_some(Value::Flag(true)),
            Field::Category => text(self.category.as_ref()),
            Field::Description => self.description.as_ref().map(Value::Prose),
            Field::Address => text(self.address.as_ref()),
            Field::Contact => text(self.contact.as_ref()),
            Field::Website => self.website.as_ref().map(Value::Url),
            Field::Dpa => self.dpa.as_ref().map(Value::Url),
            Field::SubprocessorsUrl => self.subprocessors_url.as_ref().map(Value::Url),
            Field::Since => self.since.map(Value::Date),
            Field::Extra => (!self.extra.is_empty()).then_some(Value::Extra(&self.extra)),
            Field::Purpose
            | Field::Condition
            | Field::Data
            | Field::DataSubjects
            | Field::Locations
            | Field::Transfer
            | Field::Products
            | Field::Title
            | Field::Role
            | Field::Body => None,
        }
    }
}

impl Engagement {
    /// The value of a fact of the engagement; `None` where it is absent or a fact of the vendor.
    pub fn value(&self, field: Field) -> Option<Value<'_>> {
        match field {
            // An imported list may give none, which `parse` then asks for.
            Field::Purpose => (!self.purpose.is_empty()).then_some(Value::Text(&self.purpose)),
            Field::Condition => text(self.condition.as_ref()),
            Field::Data => list(&self.data).map(Value::Data),
            Field::DataSubjects => list(&self.data_subjects).map(Value::Texts),
            Field::Locations => list(&self.locations).map(Value::Locations),
            Field::Transfer => list(&self.transfer).map(Value::Transfer),
            Field::Products => list(&self.products).map(Value::Products),
            Field::Name
            | Field::Entity
            | Field::Affiliate
            | Field::Category
            | Field::Description
            | Field::Address
            | Field::Contact
            | Field::Website
            | Field::Dpa
            | Field::SubprocessorsUrl
            | Field::Since
            | Field::Extra
            | Field::Title
            | Field::Role
            | Field::Body => None,
        }
    }
}

impl Document {
    /// The value of a fact of the document; `None` where it is absent.
    pub fn value(&self, field: Field) -> Option<Value<'_>> {
        match field {
            Field::Title => Some(Value::Text(&self.title)),
            Field::Products => list(&self.products).map(Value::Products),
            Field::Data => list(&self.data).map(Value::Data),
            Field::Role => self.role.map(Value::Role),
            Field::Extra => (!self.extra.is_empty()).then_some(Value::Extra(&self.extra)),
            Field::Body => Some(Value::Prose(&self.body)),
            Field::Name
            | Field::Entity
            | Field::Affiliate
            | Field::Category
            | Field::Description
            | Field::Address
            | Field::Contact
            | Field::Website
            | Field::Dpa
            | Field::SubprocessorsUrl
            | Field::Since
            | Field::Purpose
            | Field::Condition
            | Field::DataSubjects
            | Field::Locations
            | Field::Transfer => None,
        }
    }
}
