use super::Certainty::{Likely, Possible, Sure};
use super::*;
use crate::content::Field::*;

#[test]
fn a_heading_has_its_sense_in_three_languages() {
    let cases: &[(Sense, &[&str])] = &[
        (
            Sense::Name(Sure),
            &[
                "Subprocessor",
                "Sub-processor name",
                "Name of Subprocessor",
                "Vendor",
                "Third party",
                "Service provider",
                "Unterauftragsverarbeiter",
                "Name des Subunternehmers",
                "Sous-traitant ultérieur",
                "Prestataire",
                "subprocessorName",
                "Sub-processor / Service",
            ],
        ),
        (
            Sense::Name(Likely),
            &[
                "Name",
                "Company",
                "Firma",
                "Nom",
                "Société",
                "Affiliates",
                "company_name",
            ],
        ),
        (
            Sense::Name(Possible),
            &["Tool", "Service", "Dienst", "title", "Product name"],
        ),
        (
            Sense::NameAndAddress,
            &[
                "Name und Anschrift des Unterauftragsverarbeiters",
                "Name and address",
                "Nom et adresse",
            ],
        ),
        (
            Sense::Field(Entity),
            &[
                "Legal entity",
                "Entity Name",
                "legal_name",
                "Vertragspartner",
                "Raison sociale",
            ],
        ),
        (
            Sense::Field(Purpose),
            &[
                "Purpose",
                "Purpose of processing",
                "Description of Processing",
                "Purpose of data processing",
                "What they do for us",
                "Zweck der Verarbeitung",
                "Verarbeitungszweck",
                "Finalité du traitement",
                "Beschreibung der Leistung",
            ],
        ),
        (
            Sense::Service,
            &[
                "Leistung",
                "Dienstleistung",
                "Tätigkeit",
                "Rôle",
                "Prestation",
                "Activity",
                "Nature of processing",
                "Gegenstand der Verarbeitung",
                "Services provided",
            ],
        ),
        (
            Sense::Field(Data),
            &[
                "Data processed",
                "dataProcessed",
                "Data they process",
                "Type of Data",
                "Data categories",
                "Categories of personal data",
                "Datenkategorien",
                "Art der Daten",
                "Kategorien von Daten",
                "Art der personenbezogenen Daten",
                "Données traitées",
                "Catégories de données",
                "Data transferred",
            ],
        ),
        (
            Sense::Field(DataSubjects),
            &[
                "Categories of Data Subjects",
                "dataSubjects",
                "Betroffene Personen",
                "Kategorien betroffener Personen",
                "Personnes concernées",
            ],
        ),
        (
            Sense::Field(Locations),
            &[
                "Location",
                "Location of Data Processing",
                "Geographic location of processing",
                "Processing locations",
                "Country",
                "Where",
                "Ort der Verarbeitung",
                "Verarbeitungsort",
                "Serverstandort",
                "Land",
                "Localisation des données",
                "Lieu du traitement",
                "Pays",
                "Data residency",
                "Data location",
            ],
        ),
        (
            Sense::Field(Address),
            &[
                "Corporate Location",
                "Address",
                "Registered office",
                "Headquarters",
                "Entity country",
                "Country of incorporation",
                "Sitz",
                "Firmensitz",
                "Anschrift",
                "Siège social",
                "Adresse",
            ],
        ),
        (
            Sense::ContactDetails,
            &["Contact details", "Kontaktdaten", "Coordonnées"],
        ),
        (
            Sense::Field(Contact),
            &["Contact", "E-Mail", "Ansprechpartner", "contactEmail"],
        ),
        (
            Sense::Field(Transfer),
            &[
                "Transfer mechanism",
                "Safeguards",
                "Garantien",
                "Garantie de transfert",
                "Übermittlungsgrundlage",
                "Drittlandübermittlung",
                "Third-country transfer",
                "SCCs",
            ],
        ),
        (
            Sense::Field(Website),
            &["Website", "URL", "Homepage", "Webseite", "Site web"],
        ),
        (
            Sense::Field(Dpa),
            &[
                "DPA",
                "Data Processing Agreement",
                "AVV",
                "dpaUrl",
                "DPA link",
            ],
        ),
        (
            Sense::Field(SubprocessorsUrl),
            &[
                "Their sub-processors",
                "Subprocessor list",
                "subprocessorsUrl",
            ],
        ),
        (
            Sense::Field(Since),
            &[
                "Since",
                "Seit",
                "Depuis",
                "Added on",
                "dateAdded",
                "Start date",
            ],
        ),
        (
            Sense::Field(Category),
            &["Category", "Service category", "Kategorie", "Catégorie"],
        ),
        (Sense::Field(Description), &["Description", "Beschreibung"]),
        (Sense::Field(Condition), &["Condition", "Bedingung"]),
        (Sense::Field(Affiliate), &["Is affiliate", "isAffiliate"]),
        (Sense::Field(Products), &["Applicable products", "products"]),
        (Sense::Status, &["Status", "Statut"]),
        (Sense::InUse, &["Active", "isActive", "Aktiv"]),
        (Sense::Gone, &["Removed", "archived", "Removal date"]),
        (
            Sense::Optional,
            &["Optional", "Optional?", "Opt-in", "Facultatif"],
        ),
        (Sense::Id, &["id", "ID", "UUID", "slug"]),
        (
            Sense::Own,
            &[
                "contractUrl",
                "Their privacy policy",
                "Notes",
                "Vendor type",
                "Certifications",
                "Data retention",
                "Link",
                "Last updated",
                "Support hours",
                "",
                "#",
            ],
        ),
    ];
    for (sense, headings) in cases {
        for heading in *headings {
            assert_eq!(super::sense(heading), *sense, "{heading}");
        }
    }
}
