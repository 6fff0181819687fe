//! One cell, by what its column is.

use super::Reading;
use crate::content::id::slug;
use crate::content::{Field, ProductId, TransferMechanism};
use crate::import::gather::columns::{Role, Taken, free_key};
use crate::import::imported::{Declared, KeptWhy, LeftOutWhy};
use crate::import::recognise::blank::{part_says_nothing, says_nothing};
use crate::import::recognise::condition::{is_condition, last_bracket, without_stop};
use crate::import::recognise::link::{address, is_label, is_mail, without_mail};
use crate::import::recognise::name::{Answer, answer, is_gone, is_in_use, without_number};
use crate::import::recognise::transfer::{Rest, transfer};
use crate::import::recognise::words::{has_phrase, heading_words};
use crate::import::recognise::{date, list, place};
use crate::import::table::Cell;

impl Reading<'_> {
    pub(super) fn cell(&mut self, at: usize, taken: &Taken, cell: &Cell) {
        let text = cell.plain();
        let is_blank = says_nothing(&text);
        if is_blank && cell.links().next().is_none() {
            return;
        }
        match taken.role {
            Role::Id => self.foreign_id = Some(text),
            // The column of the names is read by itself, and what is skipped not at all.
            Role::Name | Role::NameAndAddress | Role::Skipped => {}
            Role::Status => self.status(at, taken, cell),
            Role::InUse => match answer(&text) {
                Some((Answer::Yes, "")) => {}
                Some((Answer::No, "")) => self.gone = Some(LeftOutWhy::Inactive(text)),
                _ => self.status(at, taken, cell),
            },
            Role::Gone => match answer(&text) {
                Some((Answer::No, "")) => {}
                Some((Answer::Yes, "")) => {
                    self.gone = Some(LeftOutWhy::Inactive(taken.heading.clone()));
                }
                _ if date::date(&text).is_some() => {
                    let why = format!("{} {text}", taken.heading);
                    self.gone = Some(LeftOutWhy::Inactive(why));
                }
                _ => self.status(at, taken, cell),
            },
            Role::Optional => self.optional(at, taken, cell),
            Role::ContactDetails => self.postal(cell, taken, Field::Address),
            Role::Own => self.own(at, taken, cell),
            Role::Field(field) => self.field(at, field, taken, cell),
        }
    }

    fn field(&mut self, at: usize, field: Field, taken: &Taken, cell: &Cell) {
        let text = cell.plain();
        let heading = taken.heading.as_str();
        match field {
            Field::Website | Field::Dpa | Field::SubprocessorsUrl => {
                self.addresses(field, taken, cell);
                return;
            }
            Field::Address => self.postal(cell, taken, field),
            Field::Contact => self.contact(cell, taken),
            Field::Purpose => {
                let mut purpose = text.as_str();
                if let Some((bare, bracket)) = last_bracket(purpose)
                    && is_condition(bracket)
                {
                    purpose = bare;
                    self.conditions.push((at, without_stop(bracket).to_owned()));
                }
                purpose.clone_into(&mut self.work.purpose);
            }
            Field::Condition => self.conditions.push((at, without_stop(&text).to_owned())),
            Field::Data => self.work.data.extend(list::data(cell)),
            Field::DataSubjects => self.work.data_subjects.extend(list::texts(cell)),
            Field::Locations => self.places(taken, cell),
            Field::Transfer => self.transfer(taken, cell),
            Field::Products => self.named_products(cell),
            Field::Since => match date::date(&text) {
                Some(day) => self.vendor.set_since(day, heading, &mut self.extra),
                None => self.misfit(field, taken, &text),
            },
            Field::Affiliate => match answer(&text) {
                Some((Answer::Yes, "")) => self.vendor.affiliate = true,
                Some((Answer::No, "")) => {}
                _ => self.misfit(field, taken, &text),
            },
            // A heading that is the name once more is no category.
            Field::Category if without_number(&text) == self.name => {}
            Field::Entity | Field::Category | Field::Description => {
                self.vendor.set_text(field, &text, heading, &mut self.extra);
            }
            // These are no columns of a list.
            Field::Name | Field::Extra | Field::Title | Field::Role | Field::Body => {
                self.own(at, taken, cell);
                return;
            }
        }
        if !matches!(field, Field::Address | Field::Contact) {
            self.links_within(taken, cell);
        }
    }

    /// A value that doesn't fit its field.
    fn misfit(&mut self, field: Field, taken: &Taken, value: &str) {
        let key = match taken.key.starts_with("column_") && taken.heading.is_empty() {
            true => free_key(field.key()),
            false => taken.key.clone(),
        };
        self.extra
            .keep(&key, value, &taken.heading, KeptWhy::DoesNotFit(field));
    }

    fn status(&mut self, at: usize, taken: &Taken, cell: &Cell) {
        let text = cell.plain();
        if is_gone(&text) {
            self.gone = Some(LeftOutWhy::Inactive(text));
        } else if !is_in_use(&text) {
            self.own(at, taken, cell);
        }
    }

    /// "Yes, only with X" is "Optional, only with X".
    fn optional(&mut self, at: usize, taken: &Taken, cell: &Cell) {
        let text = cell.plain();
        let heading = taken.heading.trim_end_matches(['?', ':']).trim();
        match answer(&text) {
            Some((Answer::No, "")) => {}
            Some((Answer::Yes, rest)) => {
                let said = format!("{heading}{rest}");
                self.conditions.push((at, without_stop(&said).to_owned()));
            }
            _ => self.own(at, taken, cell),
        }
    }

    /// A cell that has no field.
    fn own(&mut self, at: usize, taken: &Taken, cell: &Cell) {
        if self.leads_to_a_field(taken, cell) {
            return;
        }
        let text = self.with_addresses(taken, cell);
        if says_nothing(&text) || text == self.name {
            return;
        }
        if is_condition(&text) {
            self.conditions.push((at, without_stop(&text).to_owned()));
        } else if is_gone(&text) {
            self.gone = Some(LeftOutWhy::Inactive(text));
        } else {
            self.extra
                .keep(&taken.key, &text, &taken.heading, KeptWhy::NoField);
        }
    }

    fn places(&mut self, taken: &Taken, cell: &Cell) {
        let found = place::places(&cell.lines().join("; "));
        for location in found.locations {
            if !self.work.locations.contains(&location) {
                self.work.locations.push(location);
            }
        }
        self.grounds(found.transfer);
        if found.rest == Rest::Words {
            let why = KeptWhy::DoesNotFit(Field::Locations);
            self.extra
                .keep("location", &cell.written(), &taken.heading, why);
        }
    }

    fn transfer(&mut self, taken: &Taken, cell: &Cell) {
        let text = cell.written();
        let words = heading_words(&taken.heading);
        let asks = [
            "third countr",
            "drittland",
            "outside",
            "international",
            "hors",
            "pays tiers",
        ];
        let asks = asks.iter().any(|phrase| has_phrase(&words, phrase));
        // Asked whether data goes abroad, "no" says that there is no transfer.
        if asks && matches!(answer(&text), Some((Answer::No, ""))) {
            self.grounds(vec![TransferMechanism::None]);
            return;
        }
        let (found, rest) = transfer(&text);
        self.grounds(found);
        if rest == Rest::Words {
            self.misfit(Field::Transfer, taken, &text);
        }
    }

    fn grounds(&mut self, grounds: Vec<TransferMechanism>) {
        for ground in grounds {
            if !self.work.transfer.contains(&ground) {
                self.work.transfer.push(ground);
            }
        }
    }

    fn named_products(&mut self, cell: &Cell) {
        for name in list::texts(cell) {
            if let Ok(id) = ProductId::new(&slug(&name)) {
                self.products.push(Declared { id, name });
            } else {
                let why = KeptWhy::DoesNotFit(Field::Products);
                self.extra.keep("source_products", &name, "", why);
            }
        }
    }

    /// The lines of an address below a name.
    pub(super) fn address_below(&mut self, lines: &[String]) {
        let (mails, address) = postal(lines);
        self.set(Field::Contact, &mails, "");
        self.set(Field::Address, &address, "");
    }

    fn postal(&mut self, cell: &Cell, taken: &Taken, field: Field) {
        let (mut mails, address) = postal(&cell.lines());
        for (_, target) in cell.links() {
            match target.strip_prefix("mailto:") {
                Some(mail) => {
                    let mail = mail.split('?').next().unwrap_or(mail);
                    if !mails.contains(mail) && !mail.is_empty() {
                        mails = joined(&mails, mail);
                    }
                }
                None => self.link_within(taken, target),
            }
        }
        self.set(Field::Contact, &mails, &taken.heading);
        self.set(field, &address, &taken.heading);
    }

    fn contact(&mut self, cell: &Cell, taken: &Taken) {
        let mut said = Vec::new();
        for line in cell.lines() {
            said.push(line.trim_end_matches(',').to_owned());
        }
        let mut contact = said.join(", ");
        for (text, target) in cell.links() {
            let target = target.strip_prefix("mailto:").unwrap_or(target);
            let target = target.split('?').next().unwrap_or(target);
            if contact.contains(target) {
                continue;
            }
            let known = [taken.heading.as_str(), &self.name];
            contact = match is_label(text, target, &known) && contact == text {
                true => target.to_owned(),
                false if is_mail(target) || address(target).is_some() => {
                    contact.replacen(text, &format!("{text} ({target})"), 1)
                }
                false => contact,
            };
        }
        self.set(Field::Contact, &contact, &taken.heading);
    }

    fn set(&mut self, field: Field, value: &str, heading: &str) {
        if !part_says_nothing(value) {
            self.vendor.set_text(field, value, heading, &mut self.extra);
        }
    }
}

/// The mail addresses among some lines, and the lines without them.
fn postal(lines: &[String]) -> (String, String) {
    let (mut mails, mut address) = (String::new(), String::new());
    for line in lines {
        let (found, rest) = without_mail(line);
        for mail in found {
            mails = joined(&mails, &mail);
        }
        let rest = rest.trim().trim_matches(',').trim();
        if !rest.is_empty() {
            address = joined(&address, rest);
        }
    }
    (mails, address)
}

fn joined(before: &str, next: &str) -> String {
    match before.is_empty() {
        true => next.to_owned(),
        false => format!("{before}, {next}"),
    }
}
