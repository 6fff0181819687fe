use super::*;

fn shown(location: &Location) -> String {
    let details = [&location.city, &location.region];
    let details: Vec<&str> = details.into_iter().flatten().map(String::as_str).collect();
    match details.is_empty() {
        true => location.area.as_str().to_owned(),
        false => format!("{}[{}]", location.area.as_str(), details.join("|")),
    }
}

/// What a cell says, each place in short; a "…" at the end where the cell must be kept as well.
fn check(text: &str, expected: &str) {
    let found = places(text);
    let mut said: Vec<String> = found.locations.iter().map(shown).collect();
    said.extend(
        found
            .transfer
            .iter()
            .map(|ground| ground.as_str().to_owned()),
    );
    if found.rest == Rest::Words {
        said.push("…".to_owned());
    }
    assert_eq!(said.join(" "), expected, "{text}");
}

#[test]
fn countries_in_three_languages() {
    check("United States, European Economic Area", "US EEA");
    check("Irland, Vereinigte Staaten", "IE US");
    check("États-Unis, Royaume-Uni", "US GB");
    check("US", "US");
    check("US, EU", "US EU");
    check("EU/EEA", "EU EEA");
    check("Germany and the Netherlands", "DE NL");
    check("Bosnia and Herzegovina", "BA");
    check("USA + UK", "US GB");
    check("de", "DE");
    check("Deutschland; Österreich; Schweiz", "DE AT CH");
    check("l’Irlande", "IE");
    check("Germany, Germany", "DE");
}

#[test]
fn areas() {
    check("EU", "EU");
    check("European Union (Ireland)", "IE");
    check("EU (Ireland, Germany)", "IE DE");
    check("Ireland (EU)", "IE");
    check("Global", "worldwide");
    check("weltweit", "worldwide");
    check("Global Edge", "worldwide …");
    check("UE (Francfort)", "EU …");
    check("EU (Zone 1)", "EU …");
    check("Europe", "…");
    check("region chosen by the customer", "customer-region");
    check("Customer's region", "customer-region");
    check(
        "US or EU, depending on the customer's choice",
        "US EU customer-region",
    );
    check("vom Kunden gewählte Region", "customer-region");
    check("selon le choix du client", "customer-region");
    check("customer data in Germany", "DE …");
}

#[test]
fn cities_and_regions_in_brackets() {
    check(
        "Deutschland (Falkenstein, Nürnberg)",
        "DE[Falkenstein] DE[Nürnberg]",
    );
    check(
        "United States (us-east-1, us-west-2)",
        "US[us-east-1] US[us-west-2]",
    );
    check("Germany (West Central Region)", "DE[West Central Region]");
    check(
        "Germany (Frankfurt, eu-central-1)",
        "DE[Frankfurt|eu-central-1]",
    );
    check("Germany (Frankfurt and Berlin)", "DE[Frankfurt] DE[Berlin]");
    check(
        "France (Île-de-France), Spain (Madrid)",
        "FR[Île-de-France] ES[Madrid]",
    );
    check("Germany (DC 3)", "DE[DC 3]");
    check("Germany (Frankfurt am Main)", "DE …");
    check("Germany (on request)", "DE …");
    check("Germany (Google Cloud)", "DE …");
    check("Netherlands (West Europe)", "NL …");
    check("Frankfurt, Germany", "DE …");
    check("Frankfurt", "…");
    check("Germany (SCCs)", "DE scc");
    check("United States (SCC, DPF)", "US scc dpf");
}

#[test]
fn codes_of_regions() {
    check("eu-central-1", "DE[eu-central-1]");
    check("EU (eu-central-1)", "DE[eu-central-1]");
    check("EU (AWS eu-west-1)", "IE[eu-west-1] …");
    check(
        "eu-west-1, europe-west3, westeurope",
        "IE[eu-west-1] DE[europe-west3] NL[westeurope]",
    );
    check("Germany (AWS eu-central-1)", "DE[eu-central-1] …");
    check("Germany (eu-west-1)", "DE[eu-west-1]");
    check("Germany: eu-central-1", "DE[eu-central-1]");
    check("EU (Ireland, eu-west-1)", "IE[eu-west-1]");
    check("eu-central-1 (Germany)", "DE[eu-central-1]");
    check("Frankfurt (eu-central-1), Germany", "DE[eu-central-1] …");
    check("xx-south-9", "…");
    check("Germany (xx-south-9)", "DE[xx-south-9]");
}

#[test]
fn what_only_looks_like_a_country_is_none() {
    check("San Francisco, CA", "…");
    check("Wilmington, DE, USA", "US …");
    check("Frankfurt, DE", "DE …");
    check("New Mexico", "…");
    check("Northern Ireland", "GB");
    check("hosted IN Germany", "DE …");
    check("no", "…");
    check("NO", "NO");
    check("", "");
}

#[test]
fn a_sentence_that_places_the_list() {
    let of = |text: &str| {
        let found = of_sentence(text);
        found.map(|found| found.iter().map(shown).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        of("These are all located in the United States:").as_deref(),
        Some("US")
    );
    assert_eq!(
        of("These companies are located in the EU:").as_deref(),
        Some("EU")
    );
    assert_eq!(
        of("Diese Unternehmen befinden sich in Deutschland und Frankreich:").as_deref(),
        Some("DE FR")
    );
    assert_eq!(
        of("Diese werden in Deutschland gehostet:").as_deref(),
        Some("DE")
    );
    assert_eq!(
        of("Ces sociétés sont hébergées en France:").as_deref(),
        Some("FR")
    );
    assert_eq!(of("These are located in the United States."), None);
    assert_eq!(of("We use these in the United States:"), None);
    assert_eq!(of("The companies located in our buildings:"), None);
}
