//! Where processing takes place, as a register states it.

use std::fmt;

/// An ISO 3166-1 alpha-2 code of a country that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// The country with this code, in upper case as the standard writes it.
    pub fn new(code: &str) -> Option<CountryCode> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        if !bytes.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        keshvar::Alpha2::try_from(code).ok()?;
        Some(CountryCode(bytes))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place as wide as the register states it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Area {
    Country(CountryCode),
    /// The European Union.
    Eu,
    /// The European Economic Area.
    Eea,
    Worldwide,
    /// The region that the customer chose for her own data.
    CustomerRegion,
}

impl Area {
    /// The areas that aren't countries, by the word that stands for them in the sources.
    pub const WORDS: [(&'static str, Area); 4] = [
        ("EU", Area::Eu),
        ("EEA", Area::Eea),
        ("worldwide", Area::Worldwide),
        ("customer-region", Area::CustomerRegion),
    ];

    pub fn parse(text: &str) -> Option<Area> {
        Area::WORDS
            .iter()
            .find(|(word, _)| *word == text)
            .map(|&(_, area)| area)
            .or_else(|| CountryCode::new(text).map(Area::Country))
    }

    /// The word or code that stands for it in the sources.
    pub fn as_str(&self) -> &str {
        match self {
            Area::Country(code) => code.as_str(),
            Area::Eu => "EU",
            Area::Eea => "EEA",
            Area::Worldwide => "worldwide",
            Area::CustomerRegion => "customer-region",
        }
    }

    /// Whether it reaches beyond the European Economic Area without the customer's having chosen so.
    pub fn is_outside_eea(self) -> bool {
        match self {
            Area::Eu | Area::Eea | Area::CustomerRegion => false,
            Area::Country(code) => !keshvar::Alpha2::try_from(code.as_str())
                .is_ok_and(|code| code.to_country().eea_member()),
            Area::Worldwide => true,
        }
    }
}

/// What is done at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LocationRole {
    Hosting,
    Access,
    Support,
}

impl LocationRole {
    pub const ALL: [LocationRole; 3] = [
        LocationRole::Hosting,
        LocationRole::Access,
        LocationRole::Support,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            LocationRole::Hosting => "hosting",
            LocationRole::Access => "access",
            LocationRole::Support => "support",
        }
    }
}

/// One place of processing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Location {
    pub area: Area,
    pub city: Option<String>,
    /// A cloud provider's name for the place: `eu-central-1`.
    pub region: Option<String>,
    pub role: Option<LocationRole>,
}

impl From<Area> for Location {
    fn from(area: Area) -> Location {
        Location {
            area,
            city: None,
            region: None,
            role: None,
        }
    }
}
