//! XLSX workbooks: each sheet is a list under its sheet's name.
//!
//! [`zip`] unpacks within a bound, [`xml`] goes through the parts, [`style`] tells how values are shown,
//! [`sheet`] reads one sheet's rows, and [`grid`](super::grid) finds the tables in them.
//!
//! What a workbook doesn't show isn't read: hidden sheets, rows and columns, and comments, which are
//! often meant for colleagues alone. Each is said.

mod sheet;
mod style;
mod xml;
mod zip;

use std::collections::BTreeMap;

use super::grid;
use super::{Shape, Unreadable};
use crate::import::table::{Heading, Piece, Rank};
use sheet::{Bounds, Links, Sheet};
use style::{Epoch, Styles};
use xml::{Malformed, Node, nodes};
use zip::{Archive, ZipError};

/// The tables of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Shape, Unreadable> {
    workbook(bytes).map_err(Failure::said)
}

/// Why a workbook can't be read.
#[derive(Clone, Copy, Debug)]
enum Failure {
    /// No workbook, or a damaged one.
    Damaged,
    Encrypted,
    /// Unpacked, it is larger than any list.
    Unpacked,
    /// It has more cells, or more in them, than any list.
    Cells,
}

impl From<ZipError> for Failure {
    fn from(error: ZipError) -> Failure {
        match error {
            ZipError::Damaged => Failure::Damaged,
            ZipError::Encrypted => Failure::Encrypted,
            ZipError::TooLarge => Failure::Unpacked,
        }
    }
}

impl From<Malformed> for Failure {
    fn from(_: Malformed) -> Failure {
        Failure::Damaged
    }
}

impl Failure {
    fn said(self) -> Unreadable {
        let (message, help) = match self {
            Failure::Damaged => (
                "it isn't a whole XLSX workbook".to_owned(),
                "open it in a spreadsheet program and save it as XLSX or CSV",
            ),
            Failure::Encrypted => (
                "the workbook is protected by a password".to_owned(),
                "open it in a spreadsheet program and save it without one",
            ),
            Failure::Unpacked => (
                format!(
                    "unpacked, the workbook has more than {} MB, and no list has",
                    zip::LARGEST >> 20
                ),
                "save the sheet with the list as CSV, and import that",
            ),
            Failure::Cells => (
                format!(
                    "the workbook has more than {} cells or {} MB of text, and no list has",
                    super::MOST_CELLS,
                    sheet::MOST_TEXT >> 20
                ),
                "copy the list alone into a new workbook, and import that",
            ),
        };
        Unreadable {
            message,
            line: None,
            help: help.to_owned(),
        }
    }
}

fn workbook(bytes: &[u8]) -> Result<Shape, Failure> {
    // A password turns a workbook into a file of another kind.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Failure::Encrypted);
    }
    let mut archive = Archive::open(bytes)?;
    let path = relations(&mut archive, "")?
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or("xl/workbook.xml".to_owned(), |relation| relation.target);
    let contents = contents(&part(&mut archive, &path)?.ok_or(Failure::Damaged)?)?;
    let related = relations(&mut archive, &path)?;
    let beside = |kind: &str| {
        let mut related = related.values();
        related
            .find(|relation| relation.kind == kind)
            .map(|relation| relation.target.clone())
    };
    let styles = match beside("styles").map(|path| part(&mut archive, &path)) {
        Some(text) => Styles::read(&text?.unwrap_or_default())?,
        None => Styles::default(),
    };
    let shared = match beside("sharedStrings").map(|path| part(&mut archive, &path)) {
        Some(text) => sheet::shared_strings(&text?.unwrap_or_default())?,
        None => Vec::new(),
    };
    let mut shape = Shape::default();
    let mut bounds = Bounds::default();
    let shown = contents.sheets.iter().filter(|sheet| !sheet.hidden).count();
    for listed in &contents.sheets {
        if listed.hidden {
            shape.remark(
                None,
                format!("the sheet “{}” is hidden and was left out", listed.name),
            );
            continue;
        }
        let Some(relation) = related.get(&listed.relation) else {
            continue;
        };
        // A sheet may also be a chart.
        if relation.kind != "worksheet" {
            shape.remark(
                None,
                format!(
                    "the sheet “{}” holds no cells and was left out",
                    listed.name
                ),
            );
            continue;
        }
        let text = part(&mut archive, &relation.target)?.ok_or(Failure::Damaged)?;
        let beside = relations(&mut archive, &relation.target)?;
        if beside
            .values()
            .any(|beside| beside.kind.ends_with("omments") || beside.kind == "threadedComment")
        {
            shape.remark(
                None,
                format!("the comments of the sheet “{}” were left out", listed.name),
            );
        }
        let links: Links = beside
            .into_iter()
            .filter(|(_, beside)| beside.kind == "hyperlink")
            .map(|(id, beside)| (id, beside.target))
            .collect();
        let values = sheet::Values {
            shared: &shared,
            styles: &styles,
            epoch: contents.epoch,
            links: &links,
        };
        let Sheet { rows, hidden } = sheet::read(&text, &values, &mut bounds)?;
        for what in hidden {
            shape.remark(
                None,
                format!(
                    "{what} of the sheet “{}” is hidden and was left out",
                    listed.name
                ),
            );
        }
        let heading = (!is_default_name(&listed.name)).then(|| Heading {
            text: listed.name.clone(),
            rank: if shown == 1 {
                Rank::Title
            } else {
                Rank::Section
            },
        });
        grid::read(heading, rows, &mut shape);
    }
    Ok(shape)
}

/// What a workbook says of itself.
struct Contents {
    sheets: Vec<Listed>,
    epoch: Epoch,
}

/// A sheet in a workbook's list.
struct Listed {
    name: String,
    hidden: bool,
    relation: String,
}

fn contents(text: &str) -> Result<Contents, Failure> {
    let mut contents = Contents {
        sheets: Vec::new(),
        epoch: Epoch::Year1900,
    };
    let mut nodes = nodes(text);
    while let Some(node) = nodes.next()? {
        let Node::Open(element) = node else {
            continue;
        };
        match element.name() {
            "workbookPr" if element.flag("date1904") => {
                contents.epoch = Epoch::Year1904;
            }
            "sheet" => contents.sheets.push(Listed {
                name: element.attribute("name").unwrap_or_default(),
                hidden: element
                    .attribute("state")
                    .is_some_and(|state| state != "visible"),
                relation: element.attribute("id").unwrap_or_default(),
            }),
            _ => {}
        }
    }
    Ok(contents)
}

/// What a part of the archive names by an id.
struct Relation {
    /// The last word of its type: `worksheet`, `hyperlink`.
    kind: String,
    /// A path in the archive, or an address outside.
    target: String,
}

/// What a part relates to; nothing where it doesn't say.
fn relations(archive: &mut Archive<'_>, path: &str) -> Result<BTreeMap<String, Relation>, Failure> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let prefix = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let mut relations = BTreeMap::new();
    let Some(text) = part(archive, &format!("{prefix}_rels/{name}.rels"))? else {
        return Ok(relations);
    };
    let mut nodes = nodes(&text);
    while let Some(node) = nodes.next()? {
        let Node::Open(element) = node else {
            continue;
        };
        let (Some(id), Some(kind), Some(target)) = (
            element.attribute("Id"),
            element.attribute("Type"),
            element.attribute("Target"),
        ) else {
            continue;
        };
        let target = match element.attribute("TargetMode") {
            Some(mode) if mode == "External" => target,
            _ => within(folder, &target),
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        relations.insert(id, Relation { kind, target });
    }
    Ok(relations)
}

/// A path in the archive as a part in `folder` writes it.
fn within(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn part(archive: &mut Archive<'_>, path: &str) -> Result<Option<String>, Failure> {
    let bytes = archive.read(path)?;
    let text = bytes.map(String::from_utf8).transpose();
    text.map_err(|_| Failure::Damaged)
}

/// "Sheet1": a name that nobody has given.
fn is_default_name(name: &str) -> bool {
    const NAMES: [&str; 7] = [
        "sheet",
        "tabelle",
        "blatt",
        "feuil",
        "feuille",
        "table",
        "worksheet",
    ];
    let word = name
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
        .to_lowercase();
    NAMES.contains(&word.as_str())
}

#[cfg(test)]
mod tests;
