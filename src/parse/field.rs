//! Fields that the register and the front matter share: data, locations, grounds of transfer, products
//! and the company's own fields.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::config::Product;
use super::scalar::in_line;
use super::table::{Table, Tense, Value};
use crate::content::text::legible;
use crate::content::{
    Area, CountryCode, DataCategory, Location, LocationRole, ProductId, TransferMechanism,
};
use crate::diagnostic::{Diagnostic, nearest};

/// Own fields that resemble a known one and still are what their names say.
const UNLIKE: [&str; 2] = ["location", "contract"];

/// `data = ["name", { category = "contact details", note = "anonymised" }]`
pub(super) fn data(value: &Value<'_>) -> Vec<DataCategory> {
    let items = value.list().unwrap_or_default();
    let category = |item: &Value<'_>| {
        if !item.is_table() {
            return Some(DataCategory {
                category: filled(item)?,
                note: None,
            });
        }
        let mut table = item.table()?;
        let category = table.required_text("category", "contact details");
        let note = table.text("note").map(|note| note.value);
        table.finish();
        Some(DataCategory {
            category: category?.value,
            note,
        })
    };
    items.iter().filter_map(category).collect()
}

/// `locations = ["DE", { country = "DE", city = "Frankfurt", region = "eu-central-1", role = "hosting" }]`
pub(super) fn locations(value: &Value<'_>) -> Vec<Location> {
    let roles = LocationRole::ALL.map(|role| (role.as_str(), role));
    let location = |item: &Value<'_>| {
        if !item.is_table() {
            return area(item).map(Location::from);
        }
        let mut table = item.table()?;
        let country = table.value("country");
        if country.is_none() {
            table.missing("country", "country = \"DE\"");
        }
        let city = table.text("city").map(|text| text.value);
        let region = table.text("region").map(|text| text.value);
        let role = table
            .value("role")
            .and_then(|value| value.one_of(&roles, "role"));
        table.finish();
        Some(Location {
            area: area(&country?)?,
            city,
            region,
            role,
        })
    };
    let items = value.list().unwrap_or_default();
    items.iter().filter_map(location).collect()
}

fn area(value: &Value<'_>) -> Option<Area> {
    let text = filled(value)?;
    let area = Area::parse(&text);
    if area.is_none() {
        let label = match likely_area(&text) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "expected the two letters of a country, such as \"DE\"".to_owned(),
        };
        value.toml.report(
            Diagnostic::error(value.span(), format!("unknown location \"{text}\""))
                .label(label)
                .note(
                    "known are the codes of ISO 3166-1 and \"EU\", \"EEA\", \"worldwide\" and \
                     \"customer-region\"",
                )
                .note(
                    "a city stands beside its country: { country = \"DE\", city = \"Frankfurt\" }",
                ),
        );
    }
    area
}

/// What a writer meant who put a country's name, another code for it or another word for an area.
fn likely_area(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let habit = match lower.as_str() {
        "uk" => Some("GB"),
        "el" => Some("GR"),
        "european union" | "europe" => Some("EU"),
        "european economic area" => Some("EEA"),
        "global" | "globally" | "international" | "world" => Some("worldwide"),
        _ => None,
    };
    let word = || {
        let words = Area::WORDS.map(|(word, _)| word);
        words.into_iter().find(|word| word.to_lowercase() == lower)
    };
    let code = || CountryCode::new(&text.to_uppercase()).map(|code| code.to_string());
    let name = || COUNTRY_NAMES.get(&lower).cloned();
    let near = || {
        let words = Area::WORDS.map(|(word, _)| word.to_lowercase());
        let near = nearest(
            &lower,
            words.iter().map(String::as_str).filter(|w| w.len() > 3),
        )?;
        Some(near.to_owned())
    };
    let known = habit.or_else(word).map(str::to_owned);
    known.or_else(code).or_else(name).or_else(near)
}

/// Countries' codes by every name that the table of countries has for them, in small letters.
static COUNTRY_NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    let countries: Vec<keshvar::Country> = keshvar::CountryIterator::new().collect();
    // A country's own names go before another country's translated ones.
    for country in &countries {
        let code = country.alpha2().to_string();
        names
            .entry(country.alpha3().to_string().to_lowercase())
            .or_insert(code.clone());
        names
            .entry(country.iso_short_name().to_lowercase())
            .or_insert(code);
    }
    for country in &countries {
        let code = country.alpha2().to_string();
        let translated = country.translations().values();
        for name in country.unofficial_name_list().iter().chain(translated) {
            names
                .entry(name.to_lowercase())
                .or_insert_with(|| code.clone());
        }
    }
    names
});

pub(super) fn transfer(value: &Value<'_>) -> Vec<TransferMechanism> {
    let words = TransferMechanism::ALL.map(|ground| (ground.as_str(), ground));
    let items = value.list().unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item.one_of(&words, "transfer ground"))
        .collect()
}

/// Ids of products; in a working file they must be declared.
pub(super) fn products(value: &Value<'_>) -> Vec<ProductId> {
    let declared = match value.toml.tense {
        Tense::Present { products } => products,
        Tense::Past => None,
    };
    let product = |item: &Value<'_>| {
        let name = item.as_text().map(|text| text.trim().to_lowercase());
        let named = declared.and_then(|declared| {
            let is_named = |product: &&Product| Some(product.name.to_lowercase()) == name;
            declared.iter().find(is_named)
        });
        if let Some(product) = named.filter(|product| Some(product.id.as_str()) != item.as_text()) {
            item.error(
                format!("a product is named by its id, not as \"{}\"", product.name),
                format!("did you mean \"{}\"?", product.id),
            );
            return None;
        }
        let id = item.id(ProductId::new, "a product's id")?.value;
        if let Some(declared) = declared
            && !declared.iter().any(|product| product.id == id)
        {
            let known = declared.iter().map(|product| product.id.as_str());
            let label = match nearest(id.as_str(), known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "not declared under `[products]` in candor.toml".to_owned(),
            };
            let problem = Diagnostic::error(item.span(), format!("unknown product \"{id}\""))
                .label(label)
                .help(format!(
                    "a new product is declared in candor.toml:\n[products]\n{id} = \"Its name\""
                ));
            item.toml.report(problem);
            return None;
        }
        Some(id)
    };
    let items = value.list().unwrap_or_default();
    let mut products: Vec<ProductId> = Vec::new();
    for id in items.iter().filter_map(product) {
        if !products.contains(&id) {
            products.push(id);
        }
    }
    products
}

/// The company's own fields. TOML gives this table every line that is typed below its head, so a known
/// key in it is a fact that went astray.
pub(super) fn extra(table: &Table<'_>, head: &str, known: &[&str]) -> BTreeMap<String, String> {
    let mut extra = BTreeMap::new();
    for value in table.all() {
        let key = legible(value.key).trim().to_owned();
        let toml = value.toml;
        if toml.is_present() && known.contains(&key.as_str()) {
            let line = in_line(toml, table.range.start);
            toml.report(
                Diagnostic::error(
                    value.key_span(),
                    format!("`{key}` is a field of the entry itself, not one of your own"),
                )
                .label(format!("move it above the `{head}` line"))
                .context(table.span(), format!("`{head}` begins in {line}")),
            );
            continue;
        }
        if toml.is_present()
            && let Some(near) = near_miss(&key, known)
        {
            toml.report(
                Diagnostic::warning(value.key_span(), format!("`{key}` looks like `{near}`"))
                    .label(format!("did you mean `{near}` of the entry?"))
                    .help(format!("if so, move it above the `{head}` line")),
            );
        }
        if value.as_text().is_none() {
            value.mistyped("a text in quotation marks");
        } else if key.is_empty() {
            value.error("a field of your own needs a name", "this has none");
        } else if let Some(text) = value.text()
            && !text.value.is_empty()
        {
            extra.insert(key, text.value);
        }
    }
    extra
}

/// The known key of which `key` is another spelling or a slip of the fingers.
fn near_miss<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    if UNLIKE.contains(&key) {
        return None;
    }
    let plain = |key: &str| key.to_lowercase().replace(['-', ' '], "_");
    let written = plain(key);
    let same = |known: &&&str| plain(known).trim_end_matches('s') == written.trim_end_matches('s');
    if let Some(same) = known.iter().find(same) {
        return Some(same);
    }
    // Closer than for keys that must be known: here the writer may well mean another word.
    let near = similar::get_close_matches(written.as_str(), known, 1, 0.85);
    near.first().copied()
}

/// A text that an item of a list can't do without.
fn filled(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.value.is_empty() {
        value.error(format!("`{}` has an empty text", value.key), "leave it out");
        return None;
    }
    Some(text.value)
}
