//! One place, and what a bracket behind it says of it.

use crate::content::{Area, Location};
use crate::import::recognise::region;
use crate::import::recognise::transfer::Rest;

/// A place with its details.
#[derive(Clone, Default)]
pub(super) struct Item {
    /// `None`: only its region's code tells it.
    pub(super) area: Option<Area>,
    pub(super) cities: Vec<String>,
    pub(super) regions: Vec<String>,
}

impl Item {
    pub(super) fn of(area: Area) -> Item {
        Item {
            area: Some(area),
            ..Item::default()
        }
    }

    pub(super) fn region(code: &str) -> Item {
        Item {
            regions: vec![code.to_owned()],
            ..Item::default()
        }
    }

    pub(super) fn is_country(&self) -> bool {
        matches!(self.area, Some(Area::Country(_)))
    }

    pub(super) fn locations(self, inferred: &mut Vec<Area>, rest: &mut Rest) -> Vec<Location> {
        let table = |area: Area, city: Option<String>, region: Option<String>| Location {
            area,
            city,
            region,
            role: None,
        };
        let Some(area) = self.area else {
            let placed = self.regions.into_iter().filter_map(|code| {
                let area = region::place(&code).map(Area::Country);
                match area {
                    Some(area) => {
                        inferred.push(area);
                        Some(table(area, None, Some(code)))
                    }
                    None => {
                        *rest = Rest::Words;
                        None
                    }
                }
            });
            return placed.collect();
        };
        match (&self.cities[..], &self.regions[..]) {
            ([], []) => vec![Location::from(area)],
            ([city], [region]) => vec![table(area, Some(city.clone()), Some(region.clone()))],
            _ => {
                let cities = self.cities.into_iter();
                let cities = cities.map(|city| table(area, Some(city), None));
                let regions = self.regions.into_iter();
                cities
                    .chain(regions.map(|code| table(area, None, Some(code))))
                    .collect()
            }
        }
    }
}

/// What a bracket says of the place in front of it.
#[derive(Default)]
pub(super) struct Details {
    pub(super) places: Vec<Item>,
    pub(super) cities: Vec<String>,
    pub(super) regions: Vec<String>,
}

/// The places that come beside the one in front, and whether all was read.
pub(super) enum Merged {
    Whole(Vec<Item>),
    Unread(Vec<Item>),
}

impl Item {
    pub(super) fn is_empty(&self) -> bool {
        self.area.is_none() && self.regions.is_empty()
    }
}

impl Details {
    pub(super) fn merge_into(self, place: &mut Item) -> Merged {
        let (countries, others): (Vec<Item>, Vec<Item>) =
            self.places.into_iter().partition(Item::is_country);
        let mut more: Vec<Item> = Vec::new();
        let mut countries = countries.into_iter();
        match place.area {
            Some(Area::Eu | Area::Eea) => {
                // A country in brackets wins over the area.
                if let Some(first) = countries.next() {
                    *place = first;
                }
            }
            // "(EU)" says nothing more of a country.
            Some(Area::Country(_)) => {
                let is_area = |item: &Item| matches!(item.area, Some(Area::Eu | Area::Eea));
                more.extend(others.into_iter().filter(|item| !is_area(item)));
            }
            _ => more.extend(others),
        }
        more.extend(countries.filter(|item| item.area != place.area));
        let mut unread = false;
        if place.is_country() {
            place.cities.extend(self.cities);
            for code in self.regions {
                let home = region::place(&code).map(Area::Country);
                let own = more
                    .iter_mut()
                    .find(|item| home.is_some() && item.area == home);
                own.unwrap_or(place).regions.push(code);
            }
        } else {
            unread = !self.cities.is_empty();
            let (placed, unplaced): (Vec<String>, Vec<String>) = self
                .regions
                .into_iter()
                .partition(|code| region::place(code).is_some());
            unread |= !unplaced.is_empty();
            // A region's place wins over the area.
            if !placed.is_empty() && matches!(place.area, Some(Area::Eu | Area::Eea)) {
                place.area = None;
            }
            more.extend(placed.iter().map(|code| Item::region(code)));
        }
        match unread {
            true => Merged::Unread(more),
            false => Merged::Whole(more),
        }
    }
}
