//! The items of a list: "Name | Purpose", "[Name](link). Purpose.", "**Name** – purpose", and items with
//! labelled items of their own.

use crate::import::read::block::{Item, Place, Run, Weight, cell, find, part};
use crate::import::table::{Cell, Column, Part, Piece, Row, Table, one_line};

/// The longest label, in characters.
const LABEL: usize = 60;
/// The longest name that plain words before a dash or colon are.
const NAME: usize = 80;

/// What divides a name in plain words from what is said of it.
const DASHES: [&str; 4] = [" – ", " — ", " - ", ": "];

/// A list of vendors. `None` where not one item has a part that is no name.
pub(super) fn table(items: &[Item], line: usize) -> Option<Table> {
    let split: Vec<Parts> = items.iter().map(parts).collect();
    let tells = split.iter().any(|parts| parts.shape != Shape::NameAlone);
    let short = |parts: &Parts| cell(parts.name.clone()).plain().chars().count() <= NAME;
    if items.is_empty() || (!tells && !split.iter().all(short)) {
        return None;
    }
    let mut labels: Vec<String> = Vec::new();
    let mut more = 0;
    for parts in &split {
        for (label, _) in &parts.facts {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        more = more.max(parts.more.len());
    }
    let has_purpose = split.iter().any(|parts| !parts.purpose.is_empty());
    let has_description = split.iter().any(|parts| !parts.description.is_empty());
    let mut columns = vec![Column::Implied(Part::Name)];
    columns.extend(has_purpose.then_some(Column::Implied(Part::Purpose)));
    columns.extend((0..more).map(|_| Column::Headed(String::new())));
    columns.extend(has_description.then_some(Column::Implied(Part::Description)));
    columns.extend(labels.iter().cloned().map(Column::Headed));
    let rows = items.iter().zip(split).map(|(item, parts)| {
        let mut cells = vec![cell(parts.name)];
        cells.extend(has_purpose.then(|| cell(parts.purpose)));
        let mut others = parts.more.into_iter();
        cells.extend((0..more).map(|_| others.next().map(cell).unwrap_or_default()));
        cells.extend(has_description.then(|| cell(parts.description)));
        cells.extend(labels.iter().map(|label| {
            let found = parts.facts.iter().find(|(name, _)| name == label);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        }));
        Row {
            cells,
            line: item.line,
        }
    });
    Some(Table {
        columns,
        rows: rows.collect(),
        line,
        ..Table::default()
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    NameAlone,
    Divided,
}

struct Parts {
    shape: Shape,
    name: Vec<Run>,
    purpose: Vec<Run>,
    more: Vec<Vec<Run>>,
    description: Vec<Run>,
    facts: Vec<(String, Cell)>,
}

fn parts(item: &Item) -> Parts {
    let mut parts = divided(&item.runs);
    let labelled: Option<Vec<_>> = item
        .nested
        .iter()
        .map(|inner| {
            let (label, value) = labelled(&inner.runs)?;
            let mut value = cell(value);
            value.pieces.extend(nested_items(inner));
            Some((label, value))
        })
        .collect();
    match labelled {
        Some(facts) => {
            if !facts.is_empty() {
                parts.shape = Shape::Divided;
            }
            parts.facts = facts;
        }
        None => {
            for inner in &item.nested {
                parts.description.push(line_end());
                parts.description.extend(inner.runs.iter().cloned());
            }
        }
    }
    parts
}

fn divided(runs: &[Run]) -> Parts {
    let mut parts = Parts {
        shape: Shape::NameAlone,
        name: runs.to_vec(),
        purpose: Vec::new(),
        more: Vec::new(),
        description: Vec::new(),
        facts: Vec::new(),
    };
    let (first, rest) = match lines_end(runs) {
        Some((end, next)) => part(runs, end, next),
        None => (runs.to_vec(), Vec::new()),
    };
    if let Some((run, byte)) = find(&first, "|") {
        let (name, mut other) = part(&first, (run, byte), (run, byte + 1));
        let mut columns = Vec::new();
        while let Some((run, byte)) = find(&other, "|") {
            let (column, next) = part(&other, (run, byte), (run, byte + 1));
            columns.push(column);
            other = next;
        }
        columns.push(other);
        let mut columns = columns.into_iter();
        parts.shape = Shape::Divided;
        parts.name = name;
        parts.purpose = columns.next().unwrap_or_default();
        parts.more = columns.collect();
        parts.description = rest;
        return parts;
    }
    let place = after_prominent(runs).or_else(|| after_dash(runs));
    if let Some((end, next)) = place {
        let (name, purpose) = part(runs, end, next);
        parts.shape = Shape::Divided;
        parts.name = name;
        let (purpose, description) = match hard_end(&purpose) {
            Some(at) => part(&purpose, (at, 0), (at + 1, 0)),
            None => (purpose, Vec::new()),
        };
        parts.purpose = without_stop(purpose);
        parts.description = description;
    } else if !rest.is_empty() {
        parts.name = first;
        parts.description = rest;
    }
    parts
}

/// Where the first line ends and the next begins, be it by a mark or in the source alone.
fn lines_end(runs: &[Run]) -> Option<(Place, Place)> {
    runs.iter()
        .enumerate()
        .find_map(|(index, run)| match &run.piece {
            Piece::Break if index > 0 => Some(((index, 0), (index + 1, 0))),
            Piece::Text(text) => {
                let byte = text.find('\n')?;
                Some(((index, byte), (index, byte + 1)))
            }
            _ => None,
        })
}

fn hard_end(runs: &[Run]) -> Option<usize> {
    let end = runs.iter().position(|run| run.piece == Piece::Break);
    end.filter(|at| *at > 0)
}

/// Behind a link or strong words at the beginning, and the sign that follows.
fn after_prominent(runs: &[Run]) -> Option<(Place, Place)> {
    let is_blank = |run: &&Run| matches!(&run.piece, Piece::Text(text) if text.trim().is_empty());
    let skipped = runs.iter().take_while(is_blank).count();
    let prominent = |run: &&Run| {
        matches!(run.piece, Piece::Link { .. } | Piece::Note(_)) || run.weight == Weight::Strong
    };
    let begins = runs.get(skipped..)?;
    let count = begins.iter().take_while(prominent).count();
    if count == 0 {
        return None;
    }
    let end = skipped + count;
    let last = runs.get(end - 1)?;
    let text = last.text().trim_end();
    if let Some(bare) = text.strip_suffix(':').or_else(|| text.strip_suffix('.'))
        && last.weight == Weight::Strong
        && runs.get(end).is_some()
    {
        return Some(((end - 1, bare.len()), (end, 0)));
    }
    let next = runs.get(end)?;
    let Piece::Text(words) = &next.piece else {
        return None;
    };
    let sign = words.trim_start();
    let blank = words.len() - sign.len();
    let first = sign.chars().next()?;
    if !matches!(first, '.' | ':' | ',' | '–' | '—' | '-') {
        return None;
    }
    Some(((end, 0), (end, blank + first.len_utf8())))
}

/// Behind plain words and a dash or colon.
fn after_dash(runs: &[Run]) -> Option<(Place, Place)> {
    let first = runs.first()?;
    let Piece::Text(words) = &first.piece else {
        return None;
    };
    let (at, dash) = DASHES
        .into_iter()
        .filter_map(|dash| Some((words.find(dash)?, dash)))
        .min()?;
    let name = words.get(..at)?.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME && !name.contains(". ");
    fits.then_some(((0, at), (0, at + dash.len())))
}

/// A sentence that says one thing, without its full stop.
fn without_stop(mut runs: Vec<Run>) -> Vec<Run> {
    let text = cell(runs.clone()).plain();
    let bare = text.strip_suffix('.');
    if bare.is_some_and(|bare| !bare.contains(". "))
        && let Some(Piece::Text(last)) = runs.last_mut().map(|run| &mut run.piece)
    {
        let bare = last.trim_end().trim_end_matches('.').len();
        last.truncate(bare);
    }
    runs
}

/// A label and what stands behind its colon.
pub(super) fn labelled(runs: &[Run]) -> Option<(String, Vec<Run>)> {
    let mut label = String::new();
    for (index, run) in runs.iter().enumerate() {
        let Piece::Text(text) = &run.piece else {
            return None;
        };
        let colon = text.char_indices().find(|&(at, c)| {
            let next = text
                .get(at + c.len_utf8()..)
                .and_then(|rest| rest.chars().next());
            c == ':' && next.is_none_or(char::is_whitespace)
        });
        let Some((at, _)) = colon else {
            label.push_str(text);
            if label.chars().count() > LABEL {
                return None;
            }
            continue;
        };
        label.push_str(text.get(..at).unwrap_or_default());
        let label = one_line(&label);
        let is_words = !label.contains(". ") && !label.contains(['[', ']']);
        let fits = !label.is_empty() && label.chars().count() <= LABEL && is_words;
        let (_, value) = part(runs, (index, at), (index, at + 1));
        return fits.then_some((label, value));
    }
    None
}

/// The links of a paragraph that has nothing else, each under its own words: "Website · DPA".
pub(super) fn links_alone(runs: &[Run]) -> Option<Vec<(String, Cell)>> {
    let mut links = Vec::new();
    for run in runs {
        match &run.piece {
            Piece::Link { text, .. } => {
                let label = one_line(text);
                let fits = !label.is_empty() && label.chars().count() <= LABEL;
                links.push(fits.then(|| (label, cell(vec![run.clone()])))?);
            }
            _ if run.text().contains(char::is_alphanumeric) => return None,
            _ => {}
        }
    }
    (!links.is_empty()).then_some(links)
}

/// The items within an item, as items of its cell.
pub(super) fn nested_items(item: &Item) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for inner in &item.nested {
        pieces.push(Piece::Item);
        pieces.extend(inner.runs.iter().map(|run| run.piece.clone()));
    }
    pieces
}

/// The lines of a paragraph: those that a mark ends, and in a list of labels those of the source too.
pub(super) fn lines(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut lines = Vec::new();
    let mut rest = runs.to_vec();
    while let Some((end, next)) = lines_end(&rest) {
        let (line, below) = part(&rest, end, next);
        lines.push(line);
        rest = below;
    }
    lines.push(rest);
    lines.retain(|line| line.iter().any(|run| !run.text().trim().is_empty()));
    lines
}

pub(super) fn line_end() -> Run {
    Run {
        piece: Piece::Break,
        weight: Weight::Plain,
    }
}
