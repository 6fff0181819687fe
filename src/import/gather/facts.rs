//! What one row says.

use std::collections::BTreeMap;

use super::Above;
use crate::content::{DataCategory, Date, Field, Location, ProductId, TransferMechanism};
use crate::import::imported::{Declared, Kept, KeptWhy, Origin};
use crate::import::recognise::link::Address;

/// The facts of one row.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) origin: Origin,
    /// Which file of the import it is from.
    pub(super) file: usize,
    pub(super) above: Above,
    pub(super) name: String,
    pub(super) foreign_id: Option<String>,
    pub(super) vendor: VendorFacts,
    pub(super) work: Work,
    /// The products that the row itself names.
    pub(super) products: Vec<Declared>,
    pub(super) extra: Extra,
}

/// What is said of the vendor.
#[derive(Clone, Default, Debug)]
pub(super) struct VendorFacts {
    pub(super) affiliate: bool,
    pub(super) texts: BTreeMap<Field, String>,
    pub(super) addresses: BTreeMap<Field, Address>,
    pub(super) since: Option<Date>,
}

/// What is said of the engagement, but for its products.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Work {
    pub(super) purpose: String,
    pub(super) condition: Option<String>,
    pub(super) data: Vec<DataCategory>,
    pub(super) data_subjects: Vec<String>,
    pub(super) locations: Vec<Location>,
    pub(super) transfer: Vec<TransferMechanism>,
}

/// An engagement's work with its products.
#[derive(Clone, Debug)]
pub(super) struct WorkFor {
    pub(super) work: Work,
    pub(super) heading: Option<String>,
    pub(super) products: Vec<ProductId>,
}

/// What has no field, in the order of the source.
#[derive(Clone, Default, Debug)]
pub(super) struct Extra(pub(super) Vec<(String, String, Kept)>);

impl Extra {
    pub(super) fn keep(&mut self, key: &str, value: &str, heading: &str, why: KeptWhy) {
        if value.trim().is_empty() {
            return;
        }
        let kept = Kept {
            heading: heading.to_owned(),
            why,
        };
        self.0.push((key.to_owned(), value.to_owned(), kept));
    }

    /// A second value of a field.
    pub(super) fn other(&mut self, field: Field, value: &str, heading: &str) {
        let key = format!("other_{}", field.key());
        self.keep(&key, value, heading, KeptWhy::Second(field));
    }
}

impl VendorFacts {
    /// Sets a fact; where it is set already, another value goes to `extra`.
    pub(super) fn set_text(&mut self, field: Field, value: &str, heading: &str, extra: &mut Extra) {
        match self.texts.get(&field) {
            None => {
                self.texts.insert(field, value.to_owned());
            }
            Some(first) if first == value => {}
            Some(_) => extra.other(field, value, heading),
        }
    }

    pub(super) fn set_address(
        &mut self,
        field: Field,
        value: &Address,
        heading: &str,
        extra: &mut Extra,
    ) {
        match self.addresses.get(&field) {
            None => {
                self.addresses.insert(field, value.clone());
            }
            Some(first) if first.url == value.url => {}
            Some(_) => extra.other(field, &value.written, heading),
        }
    }

    pub(super) fn set_since(&mut self, day: Date, heading: &str, extra: &mut Extra) {
        match self.since {
            None => self.since = Some(day),
            Some(first) if first == day => {}
            Some(_) => extra.other(Field::Since, &day.to_string(), heading),
        }
    }
}
