//! Cells that say where processing takes place.
//!
//! A cell is a row of places, each with details in brackets. What is read are countries, areas, the codes
//! of cloud regions, cities behind their country, and grounds of transfer; whatever else stands there is
//! told by [`Rest`], so that the cell can be kept. A country is never inferred from a city.

mod item;
mod sentence;
mod token;

use std::ops::Range;

use super::country::{self, Named};
use super::region;
use super::transfer::{self, Rest};
use crate::content::{Area, Location, TransferMechanism};
use item::{Details, Item, Merged};
use token::{Token, tokens};

pub(in crate::import) use sentence::of_sentence;

/// What a cell says of places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::import) struct Places {
    pub(in crate::import) locations: Vec<Location>,
    pub(in crate::import) transfer: Vec<TransferMechanism>,
    pub(in crate::import) rest: Rest,
}

/// A cell with more words and marks names no places.
const MOST: usize = 1_000;

/// In how many brackets within one another places are looked for.
const DEEPEST: usize = 3;

/// Reads a cell, given on one line.
pub(in crate::import) fn places(text: &str) -> Places {
    let tokens = tokens(text);
    if tokens.len() > MOST {
        return Places {
            locations: Vec::new(),
            transfer: Vec::new(),
            rest: Rest::Words,
        };
    }
    let mut scan = Scan::new(text, &tokens, 0);
    scan.whole(0..tokens.len());
    let found = scan.found;
    let mut rest = found.rest;
    let mut locations: Vec<Location> = Vec::new();
    let mut inferred: Vec<Area> = Vec::new();
    for item in found.items {
        for location in item.locations(&mut inferred, &mut rest) {
            if !locations.contains(&location) {
                locations.push(location);
            }
        }
    }
    // "Frankfurt (eu-central-1), Germany" names one place.
    locations.retain(|location| {
        let is_plain = location.city.is_none() && location.region.is_none();
        !(is_plain && inferred.contains(&location.area))
    });
    Places {
        locations,
        transfer: found.transfer,
        rest,
    }
}

/// What was read.
struct Found {
    items: Vec<Item>,
    transfer: Vec<TransferMechanism>,
    rest: Rest,
}

/// A cell on its way to being read.
struct Scan<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// In how many brackets it is.
    depth: usize,
    found: Found,
}

/// What stands at a word, and how many words it has.
enum Read {
    Place(Area, usize),
    Transfer(TransferMechanism, usize),
    Region,
    Between,
    Unknown(usize),
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, tokens: &'t [Token], depth: usize) -> Scan<'t> {
        Scan {
            text,
            tokens,
            depth,
            found: Found {
                items: Vec::new(),
                transfer: Vec::new(),
                rest: Rest::Nothing,
            },
        }
    }

    fn within(&self, range: Range<usize>) -> Found {
        let mut scan = Scan::new(self.text, self.tokens, self.depth + 1);
        match scan.depth > DEEPEST {
            true => scan.found.rest = Rest::Words,
            false => scan.whole(range),
        }
        scan.found
    }

    fn whole(&mut self, range: Range<usize>) {
        // The place to which a bracket or a code that comes next belongs.
        let mut open: Option<usize> = None;
        let mut begins = true;
        let mut at = range.start;
        while at < range.end {
            let Some(token) = self.tokens.get(at) else {
                return;
            };
            match token {
                Token::Open => {
                    let close = token::closing(self.tokens, at, range.end);
                    match open.take() {
                        Some(item) => self.details(item, at + 1..close),
                        None => self.loose(at + 1..close),
                    }
                    at = close + 1;
                    continue;
                }
                Token::Close => {}
                Token::Mark(mark) => {
                    let ties = matches!(mark, '-' | ':');
                    open = open.filter(|_| ties);
                    begins = !ties;
                    at += 1;
                    continue;
                }
                Token::Word { .. } => {
                    let taken = self.word(at, &range, begins, &mut open);
                    begins = matches!(taken, Taken::Separator);
                    at += taken.words();
                    continue;
                }
            }
            at += 1;
        }
    }

    fn word(
        &mut self,
        at: usize,
        range: &Range<usize>,
        begins: bool,
        open: &mut Option<usize>,
    ) -> Taken {
        if begins && let Some(length) = token::customers_choice(self.tokens, at, range.end) {
            self.found.items.push(Item::of(Area::CustomerRegion));
            *open = None;
            return Taken::Words(length);
        }
        match self.read(at, range) {
            Read::Place(area, length) => {
                self.found.items.push(Item::of(area));
                *open = Some(self.found.items.len() - 1);
                Taken::Words(length)
            }
            Read::Transfer(ground, length) => {
                self.ground(ground);
                *open = None;
                Taken::Words(length)
            }
            Read::Region => {
                self.code(at, *open);
                Taken::Words(1)
            }
            Read::Between => {
                *open = None;
                Taken::Separator
            }
            Read::Unknown(length) => {
                self.found.rest = Rest::Words;
                *open = None;
                Taken::Words(length)
            }
        }
    }

    /// The longest name at a place.
    fn read(&self, at: usize, range: &Range<usize>) -> Read {
        let longest = country::LONGEST.max(transfer::LONGEST);
        let words = token::words_from(self.tokens, at, range.end, longest);
        let (first, raw) = match (words.first(), self.written(at)) {
            (Some(first), Some(raw)) => (*first, raw),
            _ => return Read::Unknown(1),
        };
        for length in (1..=words.len()).rev() {
            let name = words.get(..length).unwrap_or_default().join(" ");
            let names = [name.as_str(), token::without_article(&name)];
            if let Some(ground) = names.iter().find_map(|name| transfer::named(name)) {
                return Read::Transfer(ground, length);
            }
            match names.iter().find_map(|name| country::named(name)) {
                Some(Named::Place(area)) => return Read::Place(area, length),
                Some(Named::Other) => return Read::Unknown(length),
                None => {}
            }
        }
        if token::is_between(first) {
            return Read::Between;
        }
        if region::is_code(raw) {
            return Read::Region;
        }
        match self.short(at, raw, range) {
            Some(area) => Read::Place(area, 1),
            None => Read::Unknown(1),
        }
    }

    /// A country's code of two or three letters.
    fn short(&self, at: usize, raw: &str, range: &Range<usize>) -> Option<Area> {
        let alone = token::is_alone(self.tokens, at, range);
        let is_small = alone && raw.len() == 2 && raw.bytes().all(|byte| byte.is_ascii_lowercase());
        let code = match is_small {
            true => raw.to_ascii_uppercase(),
            false => raw.to_owned(),
        };
        let area = country::code(&code)?;
        let needs_room = code.len() > 2 || is_small || country::is_also_a_word(&code);
        if (needs_room && !alone) || (is_small && country::is_also_a_word(&code)) {
            return None;
        }
        // "San Francisco, CA" isn't in Canada.
        let behind_city = country::is_state(&code) && token::follows_name(self.tokens, at, range);
        let is_american = ["US", "USA", "United States"]
            .iter()
            .any(|name| self.text.contains(name));
        (!behind_city || (code == "DE" && !is_american)).then_some(area)
    }

    fn ground(&mut self, ground: TransferMechanism) {
        if !self.found.transfer.contains(&ground) {
            self.found.transfer.push(ground);
        }
    }

    /// A region's code beside a place, or alone.
    fn code(&mut self, at: usize, open: Option<usize>) {
        let code = self.written(at).unwrap_or_default().to_owned();
        let place = region::place(&code).map(Area::Country);
        let beside = open.and_then(|open| self.found.items.get_mut(open));
        match beside {
            Some(item) if item.is_country() && (place.is_none() || place == item.area) => {
                item.regions.push(code);
            }
            Some(item) if matches!(item.area, Some(Area::Eu | Area::Eea)) && place.is_some() => {
                *item = Item::region(&code);
            }
            _ => self.found.items.push(Item::region(&code)),
        }
    }

    /// A bracket that belongs to no place.
    fn loose(&mut self, range: Range<usize>) {
        let found = self.within(range);
        self.found.items.extend(found.items);
        for ground in found.transfer {
            self.ground(ground);
        }
        self.worsen(found.rest);
    }

    fn worsen(&mut self, rest: Rest) {
        if rest == Rest::Words {
            self.found.rest = rest;
        }
    }

    /// A bracket behind a place.
    fn details(&mut self, item: usize, range: Range<usize>) {
        let mut details = Details::default();
        for piece in token::pieces(self.tokens, range) {
            let found = self.within(piece.clone());
            if found.rest == Rest::Nothing {
                self.take(found, &mut details);
                continue;
            }
            for part in token::parts(self.tokens, piece) {
                self.detail(part, &mut details);
            }
        }
        let Some(place) = self.found.items.get_mut(item) else {
            return;
        };
        let more = match details.merge_into(place) {
            Merged::Whole(more) => more,
            Merged::Unread(more) => {
                self.found.rest = Rest::Words;
                more
            }
        };
        // A place that only stood for what its bracket says is gone.
        let is_gone = self
            .found
            .items
            .get(item)
            .is_some_and(|item| item.is_empty());
        if is_gone {
            self.found.items.remove(item);
        }
        self.found.items.extend(more);
    }

    fn detail(&mut self, part: Range<usize>, details: &mut Details) {
        let found = self.within(part.clone());
        if found.rest == Rest::Nothing || !found.items.is_empty() || !found.transfer.is_empty() {
            self.take(found, details);
            return;
        }
        let Some(text) = self.slice(&part) else {
            return;
        };
        if token::is_region(text) {
            details.regions.push(text.to_owned());
        } else if token::is_city(text) {
            details.cities.push(text.to_owned());
        } else {
            self.found.rest = Rest::Words;
        }
    }

    fn take(&mut self, found: Found, details: &mut Details) {
        for ground in found.transfer {
            self.ground(ground);
        }
        self.worsen(found.rest);
        for item in found.items {
            match item.area {
                None => details.regions.extend(item.regions),
                Some(_) => details.places.push(item),
            }
        }
    }

    fn written(&self, at: usize) -> Option<&'t str> {
        match self.tokens.get(at)? {
            Token::Word { range, .. } => self.text.get(range.clone()),
            Token::Open | Token::Close | Token::Mark(_) => None,
        }
    }

    fn slice(&self, tokens: &Range<usize>) -> Option<&'t str> {
        token::span(self.tokens, tokens).and_then(|range| self.text.get(range))
    }
}

/// What a word was taken for.
enum Taken {
    Words(usize),
    /// "and", "or".
    Separator,
}

impl Taken {
    fn words(&self) -> usize {
        match self {
            Taken::Words(length) => *length,
            Taken::Separator => 1,
        }
    }
}

#[cfg(test)]
mod tests;
