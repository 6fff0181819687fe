//! A tracked Markdown text: a processing description or an annex.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{DataCategory, DocumentId, ProductId, Prose};
use crate::source::{Place, SourcePath};

/// Which of the two kinds of tracked text it is; it decides the address, so it never changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DocumentKind {
    /// Lies below `content/processing/`.
    Processing,
    /// Lies below `content/annexes/`.
    Annex,
}

impl DocumentKind {
    /// The folder below `content/`, which is also the first part of the address.
    pub fn folder(self) -> &'static str {
        match self {
            DocumentKind::Processing => "processing",
            DocumentKind::Annex => "annexes",
        }
    }
}

/// In which role the company carries out a processing (GDPR Art. 4(7), 4(8) and 26).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    Processor,
    Controller,
    Joint,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Processor, Role::Controller, Role::Joint];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Processor => "processor",
            Role::Controller => "controller",
            Role::Joint => "joint",
        }
    }
}

/// A tracked text with its front matter.
///
/// Its `order` among the others is layout and not part of what it says: it stands in the project's
/// `Layout`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    pub id: DocumentId,
    pub kind: DocumentKind,
    pub title: String,
    /// The products it is about; empty: all of them.
    pub products: Vec<ProductId>,
    pub data: Vec<DataCategory>,
    pub role: Option<Role>,
    /// The company's own fields, by their key.
    pub extra: BTreeMap<String, String>,
    pub body: Prose,
    /// Where its file lies in the content tree, `content/processing/support.md`, or would lie if it came
    /// from a change's folder: relative links start here.
    pub path: SourcePath,
    /// Of the whole file.
    pub place: Place,
}

impl Document {
    /// The document as a product's view shows it, without the list of products; `None` where it isn't
    /// about the product.
    pub fn for_product(self: &Arc<Document>, product: &ProductId) -> Option<Arc<Document>> {
        if self.products.is_empty() {
            return Some(Arc::clone(self));
        }
        self.products.contains(product).then(|| {
            Arc::new(Document {
                products: Vec::new(),
                ..Document::clone(self)
            })
        })
    }
}
