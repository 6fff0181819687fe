//! What a list says of a company that the register has already.

use crate::content::{Engagement, Subprocessor};

/// The register's entry with what a list says of it: each fact that the list states stands in the place
/// of the one before, and what it doesn't state stays. The id stays too.
pub fn merged(was: &Subprocessor, said: &Subprocessor) -> Subprocessor {
    let said = said.clone();
    let mut extra = was.extra.clone();
    extra.extend(said.extra);
    Subprocessor {
        id: was.id.clone(),
        name: said.name,
        entity: said.entity.or_else(|| was.entity.clone()),
        affiliate: said.affiliate || was.affiliate,
        category: said.category.or_else(|| was.category.clone()),
        description: said.description.or_else(|| was.description.clone()),
        address: said.address.or_else(|| was.address.clone()),
        contact: said.contact.or_else(|| was.contact.clone()),
        website: said.website.or_else(|| was.website.clone()),
        dpa: said.dpa.or_else(|| was.dpa.clone()),
        subprocessors_url: said
            .subprocessors_url
            .or_else(|| was.subprocessors_url.clone()),
        since: said.since.or(was.since),
        extra,
        engagements: engagements(&was.engagements, said.engagements),
        place: was.place,
    }
}

/// An only engagement is the other's only one, whatever it is called; of several, those with one id are
/// the same. What a list doesn't name isn't over: it may be the list of one product.
fn engagements(was: &[Engagement], mut said: Vec<Engagement>) -> Vec<Engagement> {
    if let ([was], [_]) = (was, &said[..]) {
        return said.into_iter().map(|said| engagement(was, said)).collect();
    }
    let mut engagements = Vec::new();
    for was in was {
        let same = said.iter().position(|said| said.id == was.id);
        engagements.push(match same {
            Some(same) => engagement(was, said.remove(same)),
            None => was.clone(),
        });
    }
    engagements.extend(said);
    engagements
}

fn engagement(was: &Engagement, said: Engagement) -> Engagement {
    let purpose = match said.purpose.is_empty() {
        true => was.purpose.clone(),
        false => said.purpose,
    };
    let has_own_id = was.id != Engagement::default_id(&was.purpose);
    Engagement {
        id: match has_own_id {
            true => was.id.clone(),
            false => Engagement::default_id(&purpose),
        },
        purpose,
        condition: said.condition.or_else(|| was.condition.clone()),
        data: stated(said.data, &was.data),
        data_subjects: stated(said.data_subjects, &was.data_subjects),
        locations: stated(said.locations, &was.locations),
        transfer: stated(said.transfer, &was.transfer),
        products: stated(said.products, &was.products),
    }
}

fn stated<T: Clone>(said: Vec<T>, was: &[T]) -> Vec<T> {
    if said.is_empty() { was.to_vec() } else { said }
}

#[cfg(test)]
pub(super) mod tests;
