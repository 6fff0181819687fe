//! What an import makes of files, and the account that it gives of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::gather::own_key;
use super::read::{Remark, Unreadable};
use super::table::one_line;
use crate::content::{Field, ProductId, Subprocessor};
use crate::parse::print;
use crate::source::SourcePath;

/// Everything that was read out of some files.
#[derive(Clone, Default, Debug)]
pub struct Imported {
    /// One for each vendor, in the order of the sources.
    pub entries: Vec<Entry>,
    /// The products that entries name, which the project must declare.
    pub products: Vec<Declared>,
    /// As what the columns of each table were read.
    pub readings: Vec<Reading>,
    pub left_out: Vec<LeftOut>,
    /// What readers have to say of their files.
    pub remarks: Vec<(SourcePath, Remark)>,
}

/// One entry, and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The purpose of an engagement is empty where the source gives none. It is printed without that line
    /// then, and `parse` asks for it.
    pub subprocessor: Arc<Subprocessor>,
    /// Its rows, in the order of the sources.
    pub origins: Vec<Origin>,
    /// Why each key of `extra` stands there.
    pub kept: BTreeMap<String, Kept>,
    /// The addresses of pages as the source spells them: `https://fastly.com`, without the slash that
    /// belongs to it.
    pub spelled: BTreeMap<Field, String>,
}

impl Entry {
    /// The entry as it is written into a register, its addresses spelled as the source has them.
    pub fn text(&self) -> String {
        let mut text = print::subprocessor(&self.subprocessor);
        for (field, spelled) in &self.spelled {
            let url = match field {
                Field::Website => &self.subprocessor.website,
                Field::Dpa => &self.subprocessor.dpa,
                _ => &self.subprocessor.subprocessors_url,
            };
            if let Some(url) = url {
                let line =
                    |address: &str| format!("\n{} = {}\n", field.key(), print::quoted(address));
                text = text.replacen(&line(url.as_str()), &line(spelled), 1);
            }
        }
        text
    }
}

/// The files of an import that can't be read, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread(pub Vec<(SourcePath, Unreadable)>);

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.0.iter().map(|(_, why)| why.to_string());
        f.write_str(&said.collect::<Vec<_>>().join("; "))
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Origin {
    pub file: SourcePath,
    /// From 1; in a sheet the number of the row.
    pub line: usize,
}

/// A value that went to `extra`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    pub heading: String,
    pub why: KeptWhy,
}

/// Why a value went to `extra`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum KeptWhy {
    /// No field has this heading.
    NoField,
    /// The value doesn't fit this field, or not wholly.
    DoesNotFit(Field),
    /// Another value of this field came before.
    Second(Field),
    /// A foreign id that is no address.
    OpaqueId,
    /// Another spelling of the name.
    AlsoNamed,
    /// A footnote.
    Note,
}

/// A product that a heading of the source names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    pub id: ProductId,
    pub name: String,
}

/// How a table was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    pub origin: Origin,
    pub columns: Vec<(String, Meaning)>,
}

/// As what a column was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meaning {
    Id,
    Field(Field),
    /// Whether a row is still in use.
    Status,
    /// Whether a vendor is only used by choice.
    Optional,
    /// It has no field: `extra` under this key, or the condition.
    Extra(String),
    /// It is no part of what is published.
    Skipped,
}

/// Something of the source that no entry says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    pub origin: Origin,
    /// What it is: a row's name, a table's headings.
    pub what: String,
    pub why: LeftOutWhy,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LeftOutWhy {
    /// The row is struck through.
    StruckThrough,
    /// Words within a cell are struck through.
    WordsStruckThrough,
    /// The row's status says that it is no longer in use.
    Inactive(String),
    /// The table lists former sub-processors, by this heading.
    Former(String),
    /// The table tells how the list was revised.
    Revisions,
    /// The table lists cookies.
    Cookies,
    /// The row names nobody.
    Placeholder,
    /// No column of the table names a sub-processor.
    NoName,
}

/// Headings whose meaning the person who imports has settled: `--map "Spalte=field"`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Settled {
    /// By the heading in small letters, its white space made one blank.
    columns: BTreeMap<String, Meaning>,
}

impl Settled {
    /// Settles what a heading means. The last word counts.
    pub fn settle(&mut self, heading: &str, meaning: Meaning) {
        self.columns.insert(known_by(heading), meaning);
    }

    /// What a heading was settled to mean.
    pub fn meaning(&self, heading: &str) -> Option<&Meaning> {
        self.columns.get(&known_by(heading))
    }

    /// The settled headings that none of these is.
    pub fn unmet<'a>(&'a self, headings: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let met: BTreeSet<String> = headings.map(known_by).collect();
        let settled = self
            .columns
            .keys()
            .filter(|heading| !met.contains(*heading));
        settled.map(String::as_str).collect()
    }
}

/// Case and white space don't tell headings apart.
fn known_by(heading: &str) -> String {
    one_line(heading).to_lowercase()
}

impl Meaning {
    /// The words that name a meaning other than a field's key.
    const WORDS: [&str; 5] = ["id", "status", "optional", "extra", "skip"];

    /// The meaning that a person names: the key of a field, `id`, `status`, `optional`, `extra` for the
    /// company's own field under the heading, or `skip`. `None` where nothing is called so.
    pub fn named(word: &str, heading: &str) -> Option<Meaning> {
        match word {
            "id" => Some(Meaning::Id),
            "status" => Some(Meaning::Status),
            "optional" => Some(Meaning::Optional),
            "extra" => Some(Meaning::Extra(own_key(heading, 0))),
            "skip" => Some(Meaning::Skipped),
            key => fields()
                .find(|field| field.key() == key)
                .map(Meaning::Field),
        }
    }

    /// Every word that [`Meaning::named`] knows.
    pub fn words() -> impl Iterator<Item = &'static str> {
        fields().map(Field::key).chain(Meaning::WORDS)
    }
}

/// The fields that a column can be read as.
fn fields() -> impl Iterator<Item = Field> {
    let fields = Field::OF_VENDOR.into_iter().chain(Field::OF_ENGAGEMENT);
    fields.filter(|field| *field != Field::Extra)
}
