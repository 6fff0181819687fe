//! The phrases of headings, in folded words.
//!
//! A phrase stands anywhere in a heading, and its last word may go on: "addend" is in "addendum". With `=`
//! in front it is the whole heading, and with `*` what a German compound ends in.

use super::Sense;
use crate::content::Field;

/// What headings mean, and the phrases by which that is known. The first that fits decides.
pub(super) type Rules = &'static [(Sense, &'static str)];

/// What a heading means though words for names may stand in it: "Vendor website".
pub(super) const BEFORE_NAMES: Rules = &[
    // Whether there is a contract, or since when, isn't where it can be read.
    (
        Sense::Own,
        "dpa signed, signed dpa, dpa executed, executed dpa, dpa in place, dpa status, dpa date, \
         dpa signe, avv vorhanden, avv unterzeichnet, avv geschlossen, avv abgeschlossen, avv \
         status, avv vom, avv datum",
    ),
    (Sense::Optional, "optional, opt in, optionnel, facultati"),
    (
        Sense::Status,
        "=status, =statut, =etat, =current status, =vendor status, =subprocessor status, =sub \
         processor status",
    ),
    (
        Sense::InUse,
        "=active, =is active, =aktiv, =actif, =in use, =in nutzung, =enabled, =is enabled",
    ),
    (
        Sense::Gone,
        "=inactive, =inaktiv, =inactif, =removed, =is removed, =archived, =is archived, =deleted, \
         =deprecated, =removed on, =removed at, =date removed, =removal date, =entfernt, \
         =entfernt am, =supprime, =supprime le",
    ),
    (
        Sense::Field(Field::DataSubjects),
        "data subject, betroffene person, betroffenen person, betroffener person, betroffenen, \
         betroffenenkategorie, betroffenengruppe, =betroffene, personnes concern, affected \
         person, affected individual, categories of individual, categories of persons, types of \
         individual, personenkreis, personengruppe, whose data",
    ),
    (
        Sense::Field(Field::SubprocessorsUrl),
        "their sub processor, their subprocessor, own sub processor, own subprocessor, further \
         sub processor, further subprocessor, sub processor list, subprocessor list, sub \
         processors list, subprocessors list, sub processor page, subprocessor page, sub \
         processor url, sub processors url, subprocessor url, subprocessors url, sub processor \
         link, subprocessor link, sub processors link, subprocessors link, sub subprocessor, sub \
         sub processor, weitere unterauftrag, eigene unterauftrag, deren unterauftrag, leurs sous \
         traitant, ses sous traitant",
    ),
    (
        Sense::Field(Field::Dpa),
        "dpa, data processing agreement, data processing addend, data processing terms, data \
         processing contract, data protection agreement, data protection addend, =avv, av \
         vertrag, auftragsverarbeitungsvertrag, auftragsverarbeitungsvereinbarung, vertrag zur \
         auftragsverarbeitung, accord de traitement, accord sur le traitement, contrat de sous \
         traitance, accord de sous traitance, avenant de traitement",
    ),
    (
        Sense::Field(Field::Website),
        "website, web site, webseite, homepage, internetseite, site web, site internet, webpage, \
         =url, =web, =vendor url, =company url, =provider url",
    ),
    (
        Sense::ContactDetails,
        "contact detail, contact info, contact address, kontaktdaten, kontaktinformation, \
         coordonnees, address and contact, contact and address, anschrift und kontakt",
    ),
    (
        Sense::Field(Field::Contact),
        "email, e mail, mail address, courriel, =contact, =kontakt, contact person, contact \
         point, point of contact, personne de contact, privacy contact, vendor contact, \
         ansprechpartner, ansprechperson, dpo, data protection officer, datenschutzbeauftragte, \
         telefon, phone",
    ),
    (
        Sense::NameAndAddress,
        "name and address, name and registered address, name und anschrift, name und adresse, \
         firma und anschrift, firma anschrift, name anschrift, name adresse, name address, nom et \
         adresse",
    ),
    (
        Sense::Field(Field::Entity),
        "registered name, raison sociale, name of the legal entity, name of legal entity, =legal \
         entity, =legal entity name, =legal name, =company legal name, =full legal name, \
         =corporate name, =entity, =entity name, =name of entity, =contracting entity, \
         =contracting party, =contract entity, vertragspartner, juristische person, rechtstrager, \
         entite juridique, entite legale, rechtlicher name",
    ),
    (
        Sense::Field(Field::Address),
        "*sitz, sitzland, siege, seat, headquarter, =hq, hq location, hq country, head office, \
         registered, address, adresse, anschrift, domicile, incorporat, corporate location, \
         corporate country, entity country, entity location, legal entity country, company \
         location, company country, country of establishment, country of registration, country of \
         origin, pays d etablissement, lieu d etablissement, =based in",
    ),
    (
        Sense::Field(Field::Since),
        "since, =seit, im einsatz seit, beauftragt seit, =depuis, utilise depuis, =added, added \
         on, date added, added at, added date, hinzugefugt, date d ajout, ajoute le, start date, \
         startdatum, =start, =beginn, date de debut, engagement date, date of engagement, \
         effective date, effective from, onboarding date, onboarded, vertragsbeginn",
    ),
    (
        Sense::Field(Field::Data),
        "data transferred, data shared, shared data, data sent, data categor",
    ),
    (
        Sense::Field(Field::Transfer),
        "third country, third countries, drittland",
    ),
    (
        Sense::Field(Field::Locations),
        "location, localisation, lieu, lieux, where, =wo, ort, orte, *sort, *ungsort, serverort, \
         standort, *standort, *standorte, country, countries, =land, lander, land der, *ungsland, \
         zielland, serverland, pays de traitement, =pays, pays d hebergement, region, geograph, \
         territor, hosted in, data center, data centre, datacenter, rechenzentrum, residency, \
         place of, emplacement",
    ),
    (
        Sense::Field(Field::Transfer),
        "transfer, transfert, *transfer, ubermittlung, *ubermittlung, drittland, third country, \
         safeguard, garantie, guarantee, scc, sccs, adequacy, angemessenheit, legal mechanism",
    ),
    (
        Sense::Field(Field::Products),
        "applicable product, applicable service, relevant product, relevant service, used in \
         product, used by product, our product, affected product, =products, =produkte, \
         =produits, produits concern, betroffene produkte",
    ),
    (
        Sense::Field(Field::Purpose),
        "purpose, zweck, *zweck, *zwecke, finalite, description of processing, description of the \
         processing, description of service, description of the service, service description, \
         description du service, description des services, description du traitement, \
         beschreibung der leistung, beschreibung der verarbeitung, beschreibung der tatigkeit, \
         beschreibung der dienstleistung, leistungsbeschreibung, what they do, what it does, what \
         for, what we use, used for, use case, =why, why we use, wofur",
    ),
    (
        Sense::Field(Field::Category),
        "service categor, category of service, servicekategorie, =service type, =type of service, \
         =category, =categories, =categorie, =kategorie, vendor category, subprocessor category, \
         sub processor category, provider category",
    ),
    (
        Sense::Id,
        "=id, =uuid, =slug, =key, =identifier, =vendor id, =subprocessor id, =sub processor id, \
         =kennung, =identifiant",
    ),
];

/// What a heading means where it is no heading of names.
pub(super) const AFTER_NAMES: Rules = &[
    (
        Sense::Own,
        "data protection, data retention, data security, data privacy, data deletion, additional \
         information, further information",
    ),
    (
        Sense::Field(Field::Affiliate),
        "affiliate, group compan, intra group, intragroup, verbundene, konzern, filiale, affilie",
    ),
    (
        Sense::Field(Field::Data),
        "data, =daten, der daten, kategorie von daten, kategorien von daten, art von daten, arten \
         von daten, personenbezogene daten, personenbezogener daten, personenbezogenen daten, \
         verarbeitete daten, datenkategorie, datenart, datentyp, donnees, information processed, information \
         shared, types of information, personal information, =pii",
    ),
    (
        Sense::Field(Field::Condition),
        "=condition, =conditions, bedingung, voraussetzung, applies when, applies if, when used",
    ),
    (
        Sense::Field(Field::Description),
        "=description, =desc, =beschreibung, =short description, =kurzbeschreibung, =company \
         description, =vendor description",
    ),
    (
        Sense::Service,
        "leistung, *leistung, *leistungen, tatigkeit, aufgabe, =einsatz, einsatzbereich, \
         activity, activities, activite, function, funktion, fonction, prestation, =role, =rolle, \
         =objet, objet du, objet de, subject matter, gegenstand, nature, =use, =does, =usage, \
         utilisation, verwendung, =processing, =verarbeitung, =traitement, processing operation, \
         type of processing, services provided, service provided, services rendered",
    ),
];

/// Words that names go by, by how sure they are, and words beside them.
pub(super) const SURE: &str = "subprocessor subprocessors processor processors subcontractor subcontractors contractor \
    vendor vendors supplier suppliers provider providers party parties anbieter dienstleister \
    unterauftragsverarbeiter unterauftragsverarbeiters unterauftragnehmer unterauftragnehmers \
    subunternehmer subunternehmers subunternehmen subauftragsverarbeiter subauftragnehmer \
    subdienstleister auftragsverarbeiter auftragnehmer lieferant drittanbieter traitant \
    traitants fournisseur fournisseurs prestataire prestataires importer";
pub(super) const LIKELY: &str = "recipient recipients empfanger destinataire name names company companies firma unternehmen \
    organisation organization societe entreprise nom gesellschaft affiliate affiliates \
    subsidiary subsidiaries tochtergesellschaft konzerngesellschaft filiale firmenname \
    unternehmensname business";
pub(super) const POSSIBLE: &str = "tool tools software system application app product produkt produit platform plattform \
    service services dienst dienste outil logiciel title titel entity entities bezeichnung";
pub(super) const BESIDE: &str = "sub third sous ulterieur ulterieurs of the our and or und oder der des die du de la le les l \
    ou et authorised authorized approved current data full list external weiterer weitere \
    autorise autorises engaged group legal s";
