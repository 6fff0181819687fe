//! The links of a cell: in a column that names their field, on the name, or elsewhere.

use super::Reading;
use crate::content::Field;
use crate::import::gather::columns::Taken;
use crate::import::imported::KeptWhy;
use crate::import::recognise::blank::says_nothing;
use crate::import::recognise::link::{Address, address, field_of, is_label};
use crate::import::table::{Cell, Piece, one_line};

impl Reading<'_> {
    /// A link on the name leads to the vendor's website.
    pub(super) fn name_links(&mut self, cell: &Cell) {
        for (_, target) in cell.links() {
            match address(target) {
                Some(found) => {
                    let (vendor, extra) = (&mut self.vendor, &mut self.extra);
                    vendor.set_address(Field::Website, &found, "", extra);
                }
                None if target.starts_with("mailto:") => {
                    let mail = target.trim_start_matches("mailto:");
                    let (vendor, extra) = (&mut self.vendor, &mut self.extra);
                    vendor.set_text(Field::Contact, mail, "", extra);
                }
                None => {
                    let why = KeptWhy::DoesNotFit(Field::Website);
                    self.extra.keep("source_website", target, "", why);
                }
            }
        }
    }

    /// The addresses in a column that names their field.
    pub(super) fn addresses(&mut self, field: Field, taken: &Taken, cell: &Cell) {
        let mut is_misfit = false;
        let mut found: Vec<Address> = Vec::new();
        let mut labels: Vec<String> = Vec::new();
        for piece in &cell.pieces {
            match piece {
                Piece::Link { text, target } => match address(target) {
                    Some(address) => {
                        let known = [taken.heading.as_str(), &self.name];
                        if !is_label(text, target, &known) {
                            labels.push(one_line(text));
                        }
                        found.push(address);
                    }
                    None => is_misfit = true,
                },
                Piece::Text(text) => {
                    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
                    let words = text.split(between).filter(|word| !word.is_empty());
                    for word in words {
                        match address(word) {
                            Some(address) => found.push(address),
                            None => is_misfit = true,
                        }
                    }
                }
                Piece::Detail(_) => is_misfit = true,
                Piece::Break | Piece::Item | Piece::Note(_) | Piece::Struck(_) => {}
            }
        }
        for address in &found {
            let (vendor, extra) = (&mut self.vendor, &mut self.extra);
            vendor.set_address(field, address, &taken.heading, extra);
        }
        let why = KeptWhy::DoesNotFit(field);
        if is_misfit {
            let text = self.with_addresses(taken, cell);
            if !says_nothing(&text) {
                self.extra.keep(&taken.key, &text, &taken.heading, why);
            }
        } else {
            for label in labels {
                self.extra.keep(&taken.key, &label, &taken.heading, why);
            }
        }
    }

    /// Whether a cell without a field is nothing but an address, whose path says a field that is free.
    pub(super) fn leads_to_a_field(&mut self, taken: &Taken, cell: &Cell) -> bool {
        let says = cell.pieces.iter().filter(|piece| match piece {
            Piece::Text(text) => !text.trim().is_empty(),
            Piece::Break | Piece::Item | Piece::Note(_) | Piece::Struck(_) => false,
            Piece::Link { .. } | Piece::Detail(_) => true,
        });
        let only: Vec<&Piece> = says.collect();
        let (text, target) = match only[..] {
            [Piece::Link { text, target }] => (text.as_str(), target.as_str()),
            [Piece::Text(text)] => (text.as_str(), text.as_str()),
            _ => return false,
        };
        let Some(found) = address(target) else {
            return false;
        };
        let known = [taken.heading.as_str(), &self.name];
        let Some(field) = field_of(&found.url) else {
            return false;
        };
        let is_free = match self.vendor.addresses.get(&field) {
            None => true,
            Some(first) => first.url == found.url,
        };
        if !is_free {
            return false;
        }
        let (vendor, extra) = (&mut self.vendor, &mut self.extra);
        vendor.set_address(field, &found, &taken.heading, extra);
        if !is_label(text, target, &known) && !says_field(text) {
            let text = one_line(text);
            extra.keep(&taken.key, &text, &taken.heading, KeptWhy::NoField);
        }
        true
    }

    /// What a cell says on one line, its links with their addresses.
    pub(super) fn with_addresses(&self, taken: &Taken, cell: &Cell) -> String {
        let known = [taken.heading.as_str(), &self.name];
        let pieces = cell.pieces.iter().map(|piece| match piece {
            Piece::Link { text, target } => {
                let target = target.strip_prefix("mailto:").unwrap_or(target);
                let said = match is_label(text, target, &known) {
                    true => target.to_owned(),
                    false => format!("{} ({target})", one_line(text)),
                };
                Piece::Text(said)
            }
            other => other.clone(),
        });
        let cell = Cell {
            pieces: pieces.collect(),
        };
        cell.written()
    }

    /// The links in a column that has another field.
    pub(super) fn links_within(&mut self, taken: &Taken, cell: &Cell) {
        for (_, target) in cell.links() {
            self.link_within(taken, target);
        }
    }

    pub(super) fn link_within(&mut self, taken: &Taken, target: &str) {
        let (vendor, extra) = (&mut self.vendor, &mut self.extra);
        if let Some(found) = address(target)
            && let Some(field) = field_of(&found.url)
        {
            vendor.set_address(field, &found, &taken.heading, extra);
            return;
        }
        let key = taken.key.strip_prefix("source_").unwrap_or(&taken.key);
        let key = format!("{key}_link");
        extra.keep(&key, target, &taken.heading, KeptWhy::NoField);
    }
}

/// Whether words only say what an address leads to.
fn says_field(text: &str) -> bool {
    let words = crate::import::recognise::words::words(text);
    let fields = [
        "dpa",
        "data",
        "processing",
        "agreement",
        "addendum",
        "sub",
        "subprocessor",
        "subprocessors",
        "processors",
        "list",
        "terms",
    ];
    words.iter().all(|word| fields.contains(&word.as_str()))
}
