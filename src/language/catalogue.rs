//! A catalogue, one file of words: reading it, and laying a project's own over a bundled one.
//!
//! A catalogue is a map from paths (`words.overview.title`) to texts. Whether the file writes
//! `[words.overview]`, `overview.title = …` or `"overview.title" = …` makes no difference. What is
//! wrong is collected as [`Fault`]s, which become diagnostics where the file is the project's own.

use std::collections::BTreeMap;
use std::ops::Range;

use icu_plurals::PluralCategory;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::plural::{CATEGORIES, Forms, Plurals, category_name, category_named};
use super::template::placeholders;
use crate::content::text::legible;
use crate::diagnostic::{Checked, Diagnostic, Severity, nearest};
use crate::source::{SourceId, Span};

/// Entries by their path.
pub(super) type Catalogue = BTreeMap<String, Entry>;

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) words: Words,
    /// Where its key stands.
    key: Range<usize>,
    /// Where its value stands.
    value: Range<usize>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Words {
    Text(String),
    /// Twelve.
    Months(Vec<String>),
    Forms(Forms),
}

impl Words {
    fn texts(&self) -> Vec<&str> {
        match self {
            Words::Text(text) => vec![text],
            Words::Months(months) => months.iter().map(String::as_str).collect(),
            Words::Forms(forms) => forms.texts().collect(),
        }
    }
}

/// What is wrong at a place of the file.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    severity: Severity,
    at: Range<usize>,
    message: String,
    label: String,
    notes: Vec<String>,
    help: Vec<String>,
}

/// A file's entries and all that is wrong with it.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) catalogue: Catalogue,
    pub(super) faults: Vec<Fault>,
}

/// Lays the project's own catalogue over the bundled one.
///
/// Every path of `reference` is in the result, and no other: what neither file has is reported as
/// missing and taken from `reference`.
pub(super) fn lay(
    bundled: Option<Catalogue>,
    own: Option<(SourceId, &str)>,
    reference: &Catalogue,
    plurals: &Plurals,
    tag: &str,
) -> Checked<Catalogue> {
    let is_bundled = bundled.is_some();
    let mut laid = bundled.unwrap_or_else(|| reference.clone());
    let Some((source, text)) = own else {
        return Checked::clean(laid);
    };
    let mut read = read(text);
    if read.faults.is_empty() {
        read.faults.extend(
            read.catalogue
                .iter()
                .flat_map(|(path, entry)| entry_faults(path, entry, reference, plurals, tag)),
        );
        if !is_bundled {
            read.faults
                .extend(missing(&read.catalogue, reference, plurals, tag));
        }
    }
    for (path, entry) in read.catalogue {
        if laid.contains_key(&path) {
            laid.insert(path, entry);
        }
    }
    Checked {
        value: laid,
        problems: read
            .faults
            .into_iter()
            .map(|fault| fault.into_diagnostic(source))
            .collect(),
    }
}

/// Reads a file. An entry that can't be read is left out and reported.
pub(super) fn read(text: &str) -> Read {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut read = Read {
        catalogue: Catalogue::new(),
        faults: Vec::new(),
    };
    // One slip of the pen makes ten errors; the first is the one to mend.
    let first = errors
        .into_iter()
        .min_by_key(|error| error.span().map_or(0, |span| span.start));
    if let Some(error) = first {
        let fault = Fault::error(
            error.span().unwrap_or_default(),
            "this file of words can't be read from here on",
        );
        let why = error.message().split(", expected").next();
        let mut fault = fault.label(why.unwrap_or_default());
        fault.help.push(
            "a line is a key, an equals sign and the words between straight quotation marks: \
             title = \"Overview\""
                .to_owned(),
        );
        read.faults.push(fault);
        return read;
    }
    for (key, value) in root.get_ref() {
        read_value(key.get_ref().to_string(), key, value, &mut read);
    }
    read
}

fn read_value(
    path: String,
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    read: &mut Read,
) {
    let words = match value.get_ref() {
        DeValue::String(_) if path.starts_with("plurals.") => Err(Fault::error(
            value.span(),
            format!("`{path}` must give the forms for one and for many"),
        )
        .label("expected a table, such as { one = \"one day\", other = \"{n} days\" }")),
        DeValue::String(text) => read_text(&path, text, value.span()),
        DeValue::Array(months) if path == "dates.months" => read_months(months, value.span()),
        DeValue::Table(forms) if path.starts_with("plurals.") && has_texts(forms) => {
            read_forms(&path, forms, key.span(), &mut read.faults)
        }
        DeValue::Table(table) => {
            for (key, value) in table {
                read_value(format!("{path}.{}", key.get_ref()), key, value, read);
            }
            return;
        }
        DeValue::Array(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => Err(Fault::error(
            value.span(),
            format!("`{path}` must be a text"),
        )
        .label("expected words between quotation marks")),
    };
    match words {
        Ok(words) => {
            let entry = Entry {
                words,
                key: key.span(),
                value: value.span(),
            };
            read.catalogue.insert(path, entry);
        }
        Err(fault) => read.faults.push(fault),
    }
}

fn read_text(path: &str, text: &str, at: Range<usize>) -> Result<Words, Fault> {
    if path == "direction" && !["ltr", "rtl"].contains(&text) {
        return Err(
            Fault::error(at, format!("`{text}` is no direction of writing"))
                .label("expected \"ltr\" (left to right) or \"rtl\" (right to left)"),
        );
    }
    if path == "dates.day" {
        let given = placeholders(text);
        let lacking = ["day", "month", "year"]
            .into_iter()
            .filter(|part| !given.contains(part))
            .map(|part| format!("`{{{part}}}`"))
            .collect::<Vec<_>>();
        if !lacking.is_empty() {
            return Err(Fault::error(at, "the pattern of a date is incomplete")
                .label(format!("{} is missing", lacking.join(", "))));
        }
    }
    Ok(Words::Text(legible(text).into_owned()))
}

fn read_months(months: &[Spanned<DeValue<'_>>], at: Range<usize>) -> Result<Words, Fault> {
    let names: Vec<String> = months
        .iter()
        .filter_map(|month| month.get_ref().as_str())
        .map(|name| legible(name).into_owned())
        .collect();
    let found = names.len();
    if found != 12 || months.len() != 12 {
        return Err(
            Fault::error(at, "`dates.months` must name the twelve months")
                .label(format!("expected 12 texts from January on, found {found}")),
        );
    }
    Ok(Words::Months(names))
}

fn has_texts(table: &DeTable<'_>) -> bool {
    table.values().any(|value| value.get_ref().is_str())
}

fn read_forms(
    path: &str,
    table: &DeTable<'_>,
    at: Range<usize>,
    faults: &mut Vec<Fault>,
) -> Result<Words, Fault> {
    let mut by_category = BTreeMap::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(category) = category_named(name) else {
            let names = CATEGORIES.map(category_name);
            let label = nearest(name, names).map_or_else(
                || format!("expected one of {}", names.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            faults
                .push(Fault::error(key.span(), format!("`{name}` is no plural form")).label(label));
            continue;
        };
        let Some(text) = value.get_ref().as_str() else {
            faults.push(
                Fault::error(value.span(), format!("`{path}.{name}` must be a text"))
                    .label("expected words between quotation marks"),
            );
            continue;
        };
        by_category.insert(category, legible(text).into_owned());
    }
    let Some(other) = by_category.remove(&PluralCategory::Other) else {
        return Err(
            Fault::error(at, format!("`{path}` has no form `other`")).label(
                "every language needs `other`: it serves all numbers without a form of their own",
            ),
        );
    };
    Ok(Words::Forms(Forms { by_category, other }))
}

/// What is wrong with an own entry beside the one that it stands in for.
fn entry_faults(
    path: &str,
    entry: &Entry,
    reference: &Catalogue,
    plurals: &Plurals,
    tag: &str,
) -> Vec<Fault> {
    let Some(model) = reference.get(path) else {
        let fault = Fault::warning(
            entry.key.clone(),
            format!("no page uses the words `{path}`"),
        );
        let near = nearest(path, reference.keys().map(String::as_str));
        return vec![match near {
            Some(near) => fault.label(format!("did you mean `{near}`?")),
            None => fault.label("Candor doesn't know this key"),
        }];
    };
    let mut faults = Vec::new();
    if let Words::Forms(forms) = &entry.words {
        let known = plurals.categories();
        for category in forms.by_category.keys().filter(|c| !known.contains(c)) {
            let names: Vec<&str> = known.iter().copied().map(category_name).collect();
            faults.push(
                Fault::warning(
                    entry.key.clone(),
                    format!(
                        "`{path}` has a form `{}`, which no number takes in the language `{tag}`",
                        category_name(*category)
                    ),
                )
                .label(format!("its forms are: {}", names.join(", "))),
            );
        }
    }
    let given: Vec<&str> = match &model.words {
        // The pattern of a date is checked where it is read.
        Words::Months(_) => return faults,
        Words::Text(_) => Vec::new(),
        Words::Forms(_) => vec!["n"],
    }
    .into_iter()
    .chain(model.words.texts().into_iter().flat_map(placeholders))
    .collect();
    for text in entry.words.texts() {
        for unknown in placeholders(text)
            .into_iter()
            .filter(|p| !given.contains(p))
        {
            let fault = Fault::warning(
                entry.value.clone(),
                format!("nothing is put in for `{{{unknown}}}` in `{path}`"),
            );
            let label = match (nearest(unknown, given.iter().copied()), given.as_slice()) {
                (Some(near), _) => format!("did you mean `{{{near}}}`?"),
                (None, []) => "this text has no placeholders".to_owned(),
                (None, given) => {
                    let given: Vec<String> = given.iter().map(|g| format!("`{{{g}}}`")).collect();
                    format!("it can hold {}", given.join(", "))
                }
            };
            faults.push(fault.label(label));
        }
    }
    faults
}

/// The one report of all the words that a language of the project's own doesn't have yet.
fn missing(own: &Catalogue, reference: &Catalogue, plurals: &Plurals, tag: &str) -> Option<Fault> {
    let mut sections: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let missing = reference
        .iter()
        .filter(|(path, _)| !own.contains_key(*path));
    for (path, entry) in missing {
        let (section, key) = path.split_once('.').unwrap_or(("", path));
        let line = format!("{key} = {}", to_toml(&entry.words, plurals));
        sections.entry(section).or_default().push(line);
    }
    let count: usize = sections.values().map(Vec::len).sum();
    if count == 0 {
        return None;
    }
    let what = if count == 1 {
        "1 text"
    } else {
        &format!("{count} texts")
    };
    let mut fault = Fault::error(
        0..0,
        format!("the language `{tag}` isn't complete: it lacks {what}"),
    )
    .label("a page in two languages helps nobody, so every text must be here");
    for (section, lines) in sections {
        let place = match section {
            "" => "at the top of the file".to_owned(),
            section => format!("below `[{section}]`"),
        };
        fault.notes.push(format!("{place}:\n{}", lines.join("\n")));
    }
    fault.help.push(
        "translate the lines above, which are in English, and put them where it is said".to_owned(),
    );
    Some(fault)
}

/// The reference's words as a line of a catalogue, with the forms that the new language has.
fn to_toml(words: &Words, plurals: &Plurals) -> String {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string();
    match words {
        Words::Text(text) => quoted(text),
        Words::Months(months) => {
            let months: Vec<String> = months.iter().map(|month| quoted(month)).collect();
            format!("[{}]", months.join(", "))
        }
        Words::Forms(forms) => {
            let forms = plurals.categories().into_iter().map(|category| {
                let text = forms.by_category.get(&category).unwrap_or(&forms.other);
                format!("{} = {}", category_name(category), quoted(text))
            });
            format!("{{ {} }}", forms.collect::<Vec<_>>().join(", "))
        }
    }
}

impl Fault {
    fn error(at: Range<usize>, message: impl Into<String>) -> Fault {
        Fault {
            severity: Severity::Error,
            at,
            message: message.into(),
            label: String::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    fn warning(at: Range<usize>, message: impl Into<String>) -> Fault {
        Fault {
            severity: Severity::Warning,
            ..Fault::error(at, message)
        }
    }

    fn label(mut self, label: impl Into<String>) -> Fault {
        self.label = label.into();
        self
    }

    fn into_diagnostic(self, source: SourceId) -> Diagnostic {
        let span = Span::new(source, self.at);
        let diagnostic = match self.severity {
            Severity::Error => Diagnostic::error(span, self.message),
            Severity::Warning => Diagnostic::warning(span, self.message),
        };
        Diagnostic {
            label: self.label,
            notes: self.notes,
            help: self.help,
            ..diagnostic
        }
    }
}
