//! As what each column of a table is taken.

use crate::content::Field;
use crate::import::imported::{Meaning, Settled};
use crate::import::recognise::heading::{Certainty, Sense, sense};
use crate::import::recognise::words::{has_phrase, heading_words, snake_case, words};
use crate::import::table::{Column, Part, Table};

/// The columns of a table that has one of names.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) all: Vec<Taken>,
    /// Which one has the names.
    pub(super) name: usize,
    /// How surely it has.
    pub(super) certainty: Certainty,
    /// Whether the heading of the names says that they are affiliates.
    pub(super) are_affiliates: bool,
}

/// A column, and as what it is taken.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// As written.
    pub(super) heading: String,
    /// The key under which its values go to `extra`.
    pub(super) key: String,
    pub(super) role: Role,
}

/// As what a column is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Id,
    Name,
    NameAndAddress,
    Field(Field),
    /// An address, with mail addresses among its lines.
    ContactDetails,
    Status,
    InUse,
    Gone,
    Optional,
    Own,
    Skipped,
}

/// The columns of a table. `None` where none of them has names.
pub(super) fn columns(table: &Table, settled: &Settled) -> Option<Columns> {
    let senses: Vec<(String, Settlement)> = table
        .columns
        .iter()
        .map(|column| match column {
            Column::Headed(heading) => (heading.clone(), settlement(heading, settled)),
            Column::Implied(part) => (String::new(), Settlement::Sense(implied(*part))),
        })
        .collect();
    let (name, certainty) = name(table, &senses)?;
    let heading = senses
        .get(name)
        .map(|(heading, _)| heading.as_str())
        .unwrap_or_default();
    let mut taken = Vec::new();
    for (index, (heading, settlement)) in senses.iter().enumerate() {
        let (role, key) = match settlement {
            Settlement::Own(key) => (Role::Own, Some(key.clone())),
            Settlement::Skipped => (Role::Skipped, None),
            Settlement::Sense(Sense::NameAndAddress) if index == name => {
                (Role::NameAndAddress, None)
            }
            _ if index == name => (Role::Name, None),
            _ if index == 0 && table.columns.first() == Some(&Column::Implied(Part::Name)) => {
                (Role::Field(Field::Category), None)
            }
            Settlement::Sense(sense) => (role(*sense, heading, &senses, &taken), None),
        };
        let key = key.unwrap_or_else(|| own_key(heading, index));
        taken.push(Taken {
            heading: heading.clone(),
            key,
            role,
        });
    }
    Some(Columns {
        all: taken,
        name,
        certainty,
        are_affiliates: is_of_affiliates(heading),
    })
}

enum Settlement {
    Sense(Sense),
    Own(String),
    Skipped,
}

fn settlement(heading: &str, settled: &Settled) -> Settlement {
    match settled.meaning(heading) {
        None => Settlement::Sense(sense(heading)),
        Some(Meaning::Id) => Settlement::Sense(Sense::Id),
        Some(Meaning::Field(Field::Name)) => Settlement::Sense(Sense::Name(Certainty::Sure)),
        Some(Meaning::Field(field)) => Settlement::Sense(Sense::Field(*field)),
        Some(Meaning::Status) => Settlement::Sense(Sense::Status),
        Some(Meaning::Optional) => Settlement::Sense(Sense::Optional),
        Some(Meaning::Extra(key)) => Settlement::Own(key.clone()),
        Some(Meaning::Skipped) => Settlement::Skipped,
    }
}

fn implied(part: Part) -> Sense {
    match part {
        Part::Name => Sense::Name(Certainty::Sure),
        Part::Purpose => Sense::Field(Field::Purpose),
        Part::Description => Sense::Field(Field::Description),
    }
}

/// Which column has the names.
fn name(table: &Table, senses: &[(String, Settlement)]) -> Option<(usize, Certainty)> {
    let sense = |settlement: &Settlement| match settlement {
        Settlement::Sense(sense) => Some(*sense),
        Settlement::Own(_) | Settlement::Skipped => None,
    };
    let candidates = senses
        .iter()
        .enumerate()
        .filter_map(|(index, (heading, settlement))| {
            let certainty = match sense(settlement)? {
                Sense::Name(certainty) => certainty,
                Sense::NameAndAddress => Certainty::Sure,
                _ => return None,
            };
            // `affiliate` beside `name` says yes or no.
            Some((
                certainty,
                is_of_affiliates(heading),
                !is_name(heading),
                index,
            ))
        });
    if let Some(labelled) = labelled_name(table, senses) {
        return Some((labelled, Certainty::Sure));
    }
    if let Some((certainty, .., index)) = candidates.min() {
        return Some((index, certainty));
    }
    let with = |wanted: Field| {
        let mut senses = senses.iter();
        senses.position(|(_, settlement)| sense(settlement) == Some(Sense::Field(wanted)))
    };
    if let Some(index) = with(Field::Entity) {
        return Some((index, Certainty::Likely));
    }
    if with(Field::SubprocessorsUrl) == Some(0) {
        return Some((0, Certainty::Sure));
    }
    // Above the names there may be an empty corner.
    let is_corner = table.columns.first() == Some(&Column::Headed(String::new()));
    let told = senses.iter().filter(|(_, settlement)| {
        matches!(
            sense(settlement),
            Some(Sense::Field(_) | Sense::Service | Sense::ContactDetails)
        )
    });
    (is_corner && told.count() > 1).then_some((0, Certainty::Likely))
}

/// The label that has the names, where the headings above the labels are something else: "Hosting" above
/// "Provider: Acme".
fn labelled_name(table: &Table, senses: &[(String, Settlement)]) -> Option<usize> {
    if table.columns.first() != Some(&Column::Implied(Part::Name)) {
        return None;
    }
    let label = senses.iter().position(|(heading, settlement)| {
        let is_sure = matches!(settlement, Settlement::Sense(Sense::Name(Certainty::Sure)));
        !heading.is_empty() && (is_sure || is_name(heading))
    })?;
    let is_other = table.rows.iter().any(|row| {
        let above = words(&row.cell(0).plain());
        let named = words(&row.cell(label).plain());
        !named.is_empty() && !named.iter().any(|word| above.contains(word))
    });
    is_other.then_some(label)
}

fn is_name(heading: &str) -> bool {
    heading_words(heading) == ["name"]
}

fn is_of_affiliates(heading: &str) -> bool {
    let words = heading_words(heading);
    let stems = [
        "affiliate",
        "subsidiar",
        "group compan",
        "tochtergesellschaft",
        "konzern",
        "filiale",
    ];
    let others = [
        "sub",
        "subprocessor",
        "third",
        "party",
        "unterauftragsverarbeiter",
        "traitant",
    ];
    stems.iter().any(|stem| has_phrase(&words, stem))
        && !words.iter().any(|word| others.contains(&word.as_str()))
}

/// As what a column is taken that has no names.
fn role(sense: Sense, heading: &str, all: &[(String, Settlement)], before: &[Taken]) -> Role {
    let has = |wanted: Sense| {
        let mut all = all.iter();
        all.any(|(_, other)| matches!(other, Settlement::Sense(sense) if *sense == wanted))
    };
    let is_taken = |role: Role| before.iter().any(|taken| taken.role == role);
    let once = |field: Field| match is_taken(Role::Field(field)) {
        true => Role::Own,
        false => Role::Field(field),
    };
    match sense {
        Sense::Id if is_taken(Role::Id) => Role::Own,
        Sense::Id => Role::Id,
        Sense::Field(Field::Extra) => Role::Own,
        Sense::Field(
            field @ (Field::Data
            | Field::DataSubjects
            | Field::Locations
            | Field::Transfer
            | Field::Condition
            | Field::Products),
        ) => Role::Field(field),
        Sense::Field(field) => once(field),
        Sense::Service if has(Sense::Field(Field::Purpose)) => Role::Own,
        Sense::Service => once(Field::Purpose),
        Sense::ContactDetails if has(Sense::Field(Field::Address)) => once(Field::Contact),
        Sense::ContactDetails if is_taken(Role::ContactDetails) => Role::Own,
        Sense::ContactDetails => Role::ContactDetails,
        Sense::Name(_) if is_of_affiliates(heading) => once(Field::Affiliate),
        Sense::Name(Certainty::Possible) if is_service(heading) => {
            match has(Sense::Field(Field::Purpose)) || has(Sense::Service) {
                true => Role::Own,
                false => once(Field::Purpose),
            }
        }
        Sense::Name(_) | Sense::NameAndAddress | Sense::Own => Role::Own,
        Sense::Status => Role::Status,
        Sense::InUse => Role::InUse,
        Sense::Gone => Role::Gone,
        Sense::Optional => Role::Optional,
    }
}

fn is_service(heading: &str) -> bool {
    let words = heading_words(heading);
    let services = ["service", "services", "dienst", "dienste"];
    words.iter().all(|word| services.contains(&word.as_str()))
}

/// The key of `extra` for a heading. A key of an entry or of an engagement isn't taken.
pub(in crate::import) fn own_key(heading: &str, index: usize) -> String {
    let key = snake_case(heading);
    if key.is_empty() {
        return format!("column_{}", index + 1);
    }
    free_key(&key)
}

/// A key, with `source_` in front where entries have a field of that name.
pub(super) fn free_key(key: &str) -> String {
    let fields = Field::OF_VENDOR.iter().chain(&Field::OF_ENGAGEMENT);
    let mut taken = fields.map(|field| field.key()).chain(["id", "engagement"]);
    match taken.any(|taken| taken == key) {
        true => format!("source_{key}"),
        false => key.to_owned(),
    }
}

impl Columns {
    /// For the report.
    pub(super) fn meanings(&self) -> Vec<(String, Meaning)> {
        let meaning = |taken: &Taken| match taken.role {
            Role::Id => Meaning::Id,
            Role::Name | Role::NameAndAddress => Meaning::Field(Field::Name),
            Role::Field(field) => Meaning::Field(field),
            Role::ContactDetails => Meaning::Field(Field::Address),
            Role::Status | Role::InUse | Role::Gone => Meaning::Status,
            Role::Optional => Meaning::Optional,
            Role::Own => Meaning::Extra(taken.key.clone()),
            Role::Skipped => Meaning::Skipped,
        };
        let all = self.all.iter();
        all.map(|taken| (taken.heading.clone(), meaning(taken)))
            .collect()
    }

    /// How many columns beside the names have a field.
    pub(super) fn told(&self) -> usize {
        let told = self.all.iter().filter(|taken| {
            matches!(
                taken.role,
                Role::Field(_) | Role::ContactDetails | Role::NameAndAddress
            )
        });
        told.count()
    }
}
