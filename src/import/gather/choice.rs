//! Which tables of a file are lists of vendors.

use std::collections::BTreeSet;

use super::columns::{Columns, columns};
use super::{Above, called, title, unlisted};
use crate::content::Field;
use crate::import::imported::{Imported, LeftOut, LeftOutWhy, Meaning, Origin, Settled};
use crate::import::recognise::heading::Certainty;
use crate::import::recognise::section::{Section, mentions, names_the_list, section};
use crate::import::recognise::words::{has_phrase, heading_words};
use crate::import::table::{Column, Part, Rank, Table};
use crate::source::SourcePath;

/// A table that is a list of vendors.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'t> {
    pub(super) table: &'t Table,
    pub(super) columns: Columns,
    pub(super) above: Above,
    weight: Weight,
}

/// How much speaks for a table, the strongest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Weight {
    Nothing,
    /// Only the page's title speaks of sub-processors, or nothing does but there are names.
    Faint,
    /// What stands above it does.
    Told,
    /// Its columns are those of such a list, and of others too.
    Fitting,
    /// Its columns are.
    Sure,
}

/// The lists among the tables of a file, in its order.
pub(super) fn lists<'t>(
    tables: &'t [Table],
    settled: &Settled,
    path: &SourcePath,
    imported: &mut Imported,
) -> Vec<Candidate<'t>> {
    let mut left_out = |table: &Table, why: LeftOutWhy| {
        imported.left_out.push(LeftOut {
            origin: Origin {
                file: path.clone(),
                line: table.line,
            },
            what: called(table),
            why,
        });
    };
    let mut candidates = Vec::new();
    for table in tables {
        candidates.extend(candidate(table, settled, &mut left_out));
    }
    let best = candidates.iter().map(|candidate| candidate.weight).max();
    let (chosen, others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|candidate| {
        Some(candidate.weight) == best || (speaks(candidate.table) && Some(Weight::Faint) != best)
    });
    for candidate in others {
        if candidate.weight >= Weight::Fitting {
            left_out(candidate.table, LeftOutWhy::NoName);
        }
    }
    let mut chosen: Vec<Candidate<'_>> = chosen.into_iter().collect();
    set_headings(&mut chosen, &title(tables));
    chosen
}

fn candidate<'t>(
    table: &'t Table,
    settled: &Settled,
    left_out: &mut impl FnMut(&Table, LeftOutWhy),
) -> Vec<Candidate<'t>> {
    let found = columns(table, settled);
    let weight = found
        .as_ref()
        .map_or(Weight::Nothing, |found| weight(table, found));
    let Some(columns) = found.filter(|_| weight > Weight::Nothing) else {
        if !table.otherwise.is_empty() {
            let others = table.otherwise.iter();
            return others
                .flat_map(|other| candidate(other, settled, left_out))
                .collect();
        }
        let is_table = table.columns.len() > 1 && is_headed(table);
        if is_table && !table.rows.is_empty() {
            left_out(table, unlisted(table).unwrap_or(LeftOutWhy::NoName));
        }
        return Vec::new();
    };
    let why = unlisted(table)
        .or_else(|| revisions(table))
        .or_else(|| cookies(table, settled));
    if let Some(why) = why {
        left_out(table, why);
        return Vec::new();
    }
    vec![Candidate {
        table,
        columns,
        above: Above::default(),
        weight,
    }]
}

fn is_headed(table: &Table) -> bool {
    table
        .columns
        .iter()
        .all(|column| matches!(column, Column::Headed(_)))
}

/// A table that says when a list was changed, and how.
fn revisions(table: &Table) -> Option<LeftOutWhy> {
    let headings = table.columns.iter().filter_map(|column| match column {
        Column::Headed(heading) => Some(heading_words(heading).join(" ")),
        Column::Implied(_) => None,
    });
    let headings: Vec<String> = headings.collect();
    let has = |names: &[&str]| {
        headings
            .iter()
            .any(|heading| names.contains(&heading.as_str()))
    };
    let when = has(&[
        "date",
        "datum",
        "version",
        "revision",
        "date of change",
        "stand",
    ]);
    let what = has(&[
        "change",
        "changes",
        "change description",
        "description of change",
        "action",
        "anderung",
        "anderungen",
        "modification",
        "modifications",
        "summary of changes",
    ]);
    (when && what).then_some(LeftOutWhy::Revisions)
}

/// A table of the cookies of a site, which names who sets them. Whoever settles the column of the names
/// means it nevertheless.
fn cookies(table: &Table, settled: &Settled) -> Option<LeftOutWhy> {
    let speaks_of_them = |text: &str| has_phrase(&heading_words(text), "cookie");
    let is_settled =
        |heading: &str| matches!(settled.meaning(heading), Some(Meaning::Field(Field::Name)));
    let mut columns = table.columns.iter().filter_map(|column| match column {
        Column::Headed(heading) => Some(heading.as_str()),
        Column::Implied(_) => None,
    });
    let above = table.headings.last();
    let is_below = above.is_some_and(|above| speaks_of_them(&above.text)) && !speaks(table);
    let are_they = is_below || columns.clone().next().is_some_and(speaks_of_them);
    (are_they && !columns.any(is_settled)).then_some(LeftOutWhy::Cookies)
}

/// Whether what stands directly above a table speaks of sub-processors.
fn speaks(table: &Table) -> bool {
    let heading = table
        .headings
        .last()
        .filter(|heading| heading.rank == Rank::Section);
    heading.is_some_and(|heading| mentions(&heading.text))
        || table.lead_in.as_deref().is_some_and(mentions)
}

fn weight(table: &Table, columns: &Columns) -> Weight {
    let told = columns.told();
    if is_headed(table) {
        return match columns.certainty {
            Certainty::Sure => Weight::Sure,
            Certainty::Likely if told > 0 => Weight::Fitting,
            Certainty::Possible if told > 1 => Weight::Fitting,
            _ if speaks(table) => Weight::Told,
            // Whoever imports a table of names means it, unless the file has a better one.
            Certainty::Likely => Weight::Faint,
            Certainty::Possible => Weight::Nothing,
        };
    }
    let is_under = table.headings.iter().any(|heading| mentions(&heading.text));
    let of_records = table
        .columns
        .iter()
        .any(|column| matches!(column, Column::Headed(heading) if !heading.is_empty()));
    if of_records {
        return match told {
            0 => Weight::Nothing,
            1 if !is_under => Weight::Fitting,
            _ => Weight::Sure,
        };
    }
    let says_more = table.columns.contains(&Column::Implied(Part::Purpose));
    if speaks(table) {
        return match says_more || looks_like_names(table) {
            true => Weight::Told,
            false => Weight::Nothing,
        };
    }
    match says_more && is_under {
        true => Weight::Faint,
        false => Weight::Nothing,
    }
}

/// Whether the items of a list are names and no sentences.
fn looks_like_names(table: &Table) -> bool {
    table.rows.iter().all(|row| {
        let name = row.cell(0).plain();
        let is_sentence = name.ends_with(['.', '?', '!']) && name.split(' ').count() > 4;
        !is_sentence && name.split(' ').count() < 9
    })
}

/// Says what the headings above each list mean, now that it is known which lists there are.
fn set_headings(lists: &mut [Candidate<'_>], title: &[String]) {
    let is_alone = {
        let above: BTreeSet<Vec<&str>> = lists
            .iter()
            .map(|list| {
                list.table
                    .headings
                    .iter()
                    .map(|heading| heading.text.as_str())
                    .collect()
            })
            .collect();
        above.len() < 2
    };
    for list in lists.iter_mut() {
        let mut named = Vec::new();
        let mut is_affiliates = list.columns.are_affiliates;
        for heading in &list.table.headings {
            let own = heading.rank == Rank::Section;
            match section(&heading.text, title) {
                Section::Affiliates => is_affiliates = true,
                Section::Named(text) if own && !(is_alone && names_the_list(&heading.text)) => {
                    named.push(text);
                }
                _ => {}
            }
        }
        list.above = Above {
            heading: named.pop(),
            outer: (!named.is_empty()).then(|| named.join(" – ")),
            is_affiliates,
        };
    }
    let outer: BTreeSet<&Option<String>> = lists.iter().map(|list| &list.above.outer).collect();
    if outer.len() < 2 {
        for list in lists {
            list.above.outer = None;
        }
    }
}
