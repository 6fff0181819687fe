//! Where the regions of the three large clouds lie, by their own lists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::content::CountryCode;

/// Whether a word is a region's code: a known one, or one of the same build.
pub(super) fn is_code(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    place(&word).is_some() || has_build(&word)
}

/// The country in which a region lies. A zone's letter at the end is no part of the region's code.
pub(super) fn place(code: &str) -> Option<CountryCode> {
    let code = code.to_ascii_lowercase();
    let find = |code: &str| PLACES.get(code).copied();
    find(&code).or_else(|| {
        let region = code.strip_suffix(|c: char| c.is_ascii_lowercase())?;
        let region = region.strip_suffix('-').unwrap_or(region);
        let is_numbered = region.ends_with(|c: char| c.is_ascii_digit());
        is_numbered.then(|| find(region)).flatten()
    })
}

/// `xx-central-1` or `continent-west3`: at least two parts, words of small letters, a number at the end.
fn has_build(word: &str) -> bool {
    const DIRECTIONS: [&str; 7] = [
        "central",
        "east",
        "west",
        "north",
        "south",
        "gov",
        "southeast",
    ];
    let parts: Vec<&str> = word.split('-').collect();
    let Some((last, before)) = parts.split_last() else {
        return false;
    };
    let is_word =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let bare = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let ends_in_digit = bare.len() < last.len();
    let directs = |part: &str| {
        DIRECTIONS
            .iter()
            .any(|direction| part.starts_with(direction))
    };
    let is_directed = before.iter().any(|part| directs(part)) || directs(bare);
    !before.is_empty()
        && before.iter().all(is_word)
        && ends_in_digit
        && bare.bytes().all(|byte| byte.is_ascii_lowercase())
        && is_directed
}

/// The first list that has a code tells its place.
static PLACES: LazyLock<BTreeMap<&str, CountryCode>> = LazyLock::new(|| {
    let mut places = BTreeMap::new();
    for (code, country) in AWS.iter().chain(&AZURE).chain(&GOOGLE_CLOUD) {
        if let Some(country) = CountryCode::new(country) {
            places.entry(*code).or_insert(country);
        }
    }
    places
});

/// Amazon Web Services.
const AWS: [(&str, &str); 39] = [
    ("af-south-1", "ZA"),
    ("ap-east-1", "HK"),
    ("ap-east-2", "TW"),
    ("ap-northeast-1", "JP"),
    ("ap-northeast-2", "KR"),
    ("ap-northeast-3", "JP"),
    ("ap-south-1", "IN"),
    ("ap-south-2", "IN"),
    ("ap-southeast-1", "SG"),
    ("ap-southeast-2", "AU"),
    ("ap-southeast-3", "ID"),
    ("ap-southeast-4", "AU"),
    ("ap-southeast-5", "MY"),
    ("ap-southeast-6", "NZ"),
    ("ap-southeast-7", "TH"),
    ("ca-central-1", "CA"),
    ("ca-west-1", "CA"),
    ("cn-north-1", "CN"),
    ("cn-northwest-1", "CN"),
    ("eu-central-1", "DE"),
    ("eu-central-2", "CH"),
    ("eu-north-1", "SE"),
    ("eu-south-1", "IT"),
    ("eu-south-2", "ES"),
    ("eu-west-1", "IE"),
    ("eu-west-2", "GB"),
    ("eu-west-3", "FR"),
    ("eusc-de-east-1", "DE"),
    ("il-central-1", "IL"),
    ("me-central-1", "AE"),
    ("me-south-1", "BH"),
    ("mx-central-1", "MX"),
    ("sa-east-1", "BR"),
    ("us-east-1", "US"),
    ("us-east-2", "US"),
    ("us-gov-east-1", "US"),
    ("us-gov-west-1", "US"),
    ("us-west-1", "US"),
    ("us-west-2", "US"),
];

/// Microsoft Azure.
const AZURE: [(&str, &str); 69] = [
    ("australiacentral", "AU"),
    ("australiacentral2", "AU"),
    ("australiaeast", "AU"),
    ("australiasoutheast", "AU"),
    ("austriaeast", "AT"),
    ("belgiumcentral", "BE"),
    ("brazilsouth", "BR"),
    ("brazilsoutheast", "BR"),
    ("canadacentral", "CA"),
    ("canadaeast", "CA"),
    ("centralindia", "IN"),
    ("centralus", "US"),
    ("chilecentral", "CL"),
    ("chinaeast", "CN"),
    ("chinaeast2", "CN"),
    ("chinaeast3", "CN"),
    ("chinanorth", "CN"),
    ("chinanorth2", "CN"),
    ("chinanorth3", "CN"),
    ("denmarkeast", "DK"),
    ("eastasia", "HK"),
    ("eastus", "US"),
    ("eastus2", "US"),
    ("eastus3", "US"),
    ("francecentral", "FR"),
    ("francesouth", "FR"),
    ("germanynorth", "DE"),
    ("germanywestcentral", "DE"),
    ("indonesiacentral", "ID"),
    ("israelcentral", "IL"),
    ("italynorth", "IT"),
    ("japaneast", "JP"),
    ("japanwest", "JP"),
    ("jioindiacentral", "IN"),
    ("jioindiawest", "IN"),
    ("koreacentral", "KR"),
    ("koreasouth", "KR"),
    ("malaysiawest", "MY"),
    ("mexicocentral", "MX"),
    ("newzealandnorth", "NZ"),
    ("northcentralus", "US"),
    ("northeurope", "IE"),
    ("norwayeast", "NO"),
    ("norwaywest", "NO"),
    ("polandcentral", "PL"),
    ("qatarcentral", "QA"),
    ("southafricanorth", "ZA"),
    ("southafricawest", "ZA"),
    ("southcentralus", "US"),
    ("southeastasia", "SG"),
    ("southindia", "IN"),
    ("spaincentral", "ES"),
    ("swedencentral", "SE"),
    ("swedensouth", "SE"),
    ("switzerlandnorth", "CH"),
    ("switzerlandwest", "CH"),
    ("uaecentral", "AE"),
    ("uaenorth", "AE"),
    ("uksouth", "GB"),
    ("ukwest", "GB"),
    ("usgovarizona", "US"),
    ("usgovtexas", "US"),
    ("usgovvirginia", "US"),
    ("westcentralus", "US"),
    ("westeurope", "NL"),
    ("westindia", "IN"),
    ("westus", "US"),
    ("westus2", "US"),
    ("westus3", "US"),
];

/// Google Cloud.
const GOOGLE_CLOUD: [(&str, &str); 42] = [
    ("africa-south1", "ZA"),
    ("asia-east1", "TW"),
    ("asia-east2", "HK"),
    ("asia-northeast1", "JP"),
    ("asia-northeast2", "JP"),
    ("asia-northeast3", "KR"),
    ("asia-south1", "IN"),
    ("asia-south2", "IN"),
    ("asia-southeast1", "SG"),
    ("asia-southeast2", "ID"),
    ("australia-southeast1", "AU"),
    ("australia-southeast2", "AU"),
    ("europe-central2", "PL"),
    ("europe-north1", "FI"),
    ("europe-north2", "SE"),
    ("europe-southwest1", "ES"),
    ("europe-west1", "BE"),
    ("europe-west10", "DE"),
    ("europe-west12", "IT"),
    ("europe-west2", "GB"),
    ("europe-west3", "DE"),
    ("europe-west4", "NL"),
    ("europe-west6", "CH"),
    ("europe-west8", "IT"),
    ("europe-west9", "FR"),
    ("me-central1", "QA"),
    ("me-central2", "SA"),
    ("me-west1", "IL"),
    ("northamerica-northeast1", "CA"),
    ("northamerica-northeast2", "CA"),
    ("northamerica-south1", "MX"),
    ("southamerica-east1", "BR"),
    ("southamerica-west1", "CL"),
    ("us-central1", "US"),
    ("us-east1", "US"),
    ("us-east4", "US"),
    ("us-east5", "US"),
    ("us-south1", "US"),
    ("us-west1", "US"),
    ("us-west2", "US"),
    ("us-west3", "US"),
    ("us-west4", "US"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_lists_exists() {
        let codes = AWS.iter().chain(&AZURE).chain(&GOOGLE_CLOUD);
        for (code, country) in codes {
            assert_eq!(place(code), CountryCode::new(country), "{code}");
            assert!(is_code(code), "{code}");
        }
    }

    #[test]
    fn a_code_is_known_or_built_like_one() {
        for (word, country) in [
            ("eu-central-1", Some("DE")),
            ("EU-CENTRAL-1", Some("DE")),
            ("eu-central-1a", Some("DE")),
            ("europe-west3-b", Some("DE")),
            ("westeurope", Some("NL")),
            ("xx-south-9", None),
        ] {
            let found = place(word).map(|code| code.to_string());
            assert_eq!(found.as_deref(), country, "{word}");
        }
        assert!(is_code("xx-south-9"));
        for word in [
            "Frankfurt",
            "iso-27001",
            "soc-2",
            "west",
            "fra-1",
            "tier-3",
            "eu",
        ] {
            assert!(!is_code(word), "{word}");
        }
    }
}
