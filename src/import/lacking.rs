//! What an entry still has to say.

use crate::content::{Field, Subprocessor};

/// What Art. 28 GDPR and Annex III of the EU's standard contractual clauses ask of a list, in the order
/// of an entry: who it is and how it is reached, and for each engagement what is processed, for what,
/// where, and on what ground it leaves the EEA.
///
/// A ground of transfer is asked for where a place lies outside the EEA. Where the customer chooses, she
/// answers it.
pub fn lacking(entry: &Subprocessor) -> Vec<Field> {
    let lacks = |field: Field| match field {
        Field::Address | Field::Contact => entry.value(field).is_none(),
        Field::Purpose | Field::Data | Field::DataSubjects | Field::Locations => {
            let mut engagements = entry.engagements.iter();
            engagements.any(|engagement| engagement.value(field).is_none())
        }
        Field::Transfer => entry.engagements.iter().any(|engagement| {
            let mut places = engagement.locations.iter();
            engagement.transfer.is_empty() && places.any(|place| place.area.is_outside_eea())
        }),
        _ => false,
    };
    let fields = Field::OF_VENDOR.into_iter().chain(Field::OF_ENGAGEMENT);
    fields.filter(|field| lacks(*field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Area, Location, TransferMechanism};
    use crate::import::merge::tests::entry;

    #[test]
    fn each_question_is_asked_until_it_is_answered() {
        let mut asked = entry("acme", "");
        let expected = [
            Field::Address,
            Field::Contact,
            Field::Purpose,
            Field::Data,
            Field::DataSubjects,
            Field::Locations,
        ];
        assert_eq!(lacking(&asked), expected);
        asked.address = Some("Quay 1, Dublin".to_owned());
        asked.contact = Some("privacy@acme.example".to_owned());
        asked.engagements = entry("acme", "Hosting").engagements;
        assert_eq!(
            lacking(&asked),
            [Field::Data, Field::DataSubjects, Field::Locations]
        );
    }

    #[test]
    fn a_ground_of_transfer_is_asked_for_outside_the_eea_alone() {
        for (place, is_asked) in [
            ("DE", false),
            ("NO", false),
            ("EU", false),
            ("EEA", false),
            ("US", true),
            ("CH", true),
            ("GB", true),
            ("worldwide", true),
            ("customer-region", false),
        ] {
            let mut entry = entry("acme", "Hosting");
            entry.engagements[0].locations = vec![
                Location::from(Area::parse("IE").unwrap()),
                Location::from(Area::parse(place).unwrap()),
            ];
            let asks = |entry: &Subprocessor| lacking(entry).contains(&Field::Transfer);
            assert_eq!(asks(&entry), is_asked, "{place}");
            entry.engagements[0].transfer = vec![TransferMechanism::None];
            assert!(!asks(&entry), "{place}");
        }
    }
}
