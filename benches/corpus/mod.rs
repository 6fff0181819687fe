//! A large project, made by counting: the same one every time.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How large it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) documents: usize,
    pub(crate) subprocessors: usize,
    pub(crate) changes: usize,
}

/// Its files, by path.
pub(crate) fn corpus(size: Size) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut put = |path: String, text: String| files.insert(path, text);
    put("candor.toml".to_owned(), CONFIG.to_owned());
    put(
        "content/index.md".to_owned(),
        "+++\ntitle = \"A large trust center\"\n+++\nEverything, many times.\n".to_owned(),
    );
    let first = "content/changes/2000-01-03-first";
    put(
        format!("{first}/change.toml"),
        "kind = \"baseline\"\nannounced = 2000-01-03\ntitle = \"First list\"\n".to_owned(),
    );
    let mut entries: Vec<usize> = vec![0; size.subprocessors];
    let mut documents: Vec<usize> = vec![0; size.documents];
    put(format!("{first}/subprocessors.toml"), register(&entries));
    for number in 0..size.documents {
        put(
            format!("{first}/{}", path(number)),
            document(number, 0, size),
        );
    }
    let mut announced = first_day();
    for change in 0..size.changes {
        announced = announced.saturating_add(jiff::Span::new().days(days_between(size)));
        let effective = announced.saturating_add(jiff::Span::new().days(31));
        let folder = format!("content/changes/{announced}-change-{change}");
        let (entry, text) = (change % size.subprocessors, (change * 7) % size.documents);
        entries[entry] += 1;
        documents[text] += 1;
        put(
            format!("{folder}/change.toml"),
            format!(
                "kind = \"change\"\nannounced = {announced}\neffective = {effective}\ntitle = \"Change {change}\"\nreason = \"The {change}th of many.\"\n"
            ),
        );
        put(
            format!("{folder}/subprocessors.toml"),
            subprocessor(entry, entries[entry]),
        );
        put(
            format!("{folder}/{}", path(text)),
            document(text, documents[text], size),
        );
    }
    put("content/subprocessors.toml".to_owned(), register(&entries));
    for (number, edition) in documents.iter().enumerate() {
        put(
            format!("content/{}", path(number)),
            document(number, *edition, size),
        );
    }
    files
}

/// A day on which every change is announced and all but one are in force.
pub(crate) fn as_of(size: Size) -> String {
    let changes = i64::try_from(size.changes).unwrap_or(i64::MAX);
    let days = changes.saturating_mul(days_between(size));
    first_day()
        .saturating_add(jiff::Span::new().days(days + 1))
        .to_string()
}

/// A change a month, or as many more as let all of them fall into the same seventeen years.
fn days_between(size: Size) -> i64 {
    let changes = i64::try_from(size.changes).unwrap_or(i64::MAX);
    (200 * 31 / changes.max(1)).clamp(1, 31)
}

fn first_day() -> jiff::civil::Date {
    jiff::civil::date(2000, 1, 3)
}

const CONFIG: &str = r#"[site]
id = "b6f1a1e2-6f0e-4c43-9d35-0a4a53a4f6c0"
title = "A large trust center"
base_url = "https://trust.large.example/"

[processing]
columns = ["Purpose of processing", "Categories of processing"]

[products]
cloud = "Large for Cloud"
server = "Large for Server"
"#;

fn path(number: usize) -> String {
    format!("processing/group-{}/text-{number}.md", number % 20)
}

fn register(editions: &[usize]) -> String {
    let entries = editions.iter().enumerate();
    entries
        .map(|(number, edition)| subprocessor(number, *edition))
        .collect()
}

fn subprocessor(number: usize, edition: usize) -> String {
    let countries = ["DE", "IE", "US", "FR", "NL", "FI", "JP", "CA"];
    let country = countries[(number + edition) % countries.len()];
    let products = match number % 3 {
        0 => "products = [\"cloud\"]\n",
        1 => "products = [\"cloud\", \"server\"]\n",
        _ => "",
    };
    format!(
        "[[subprocessor]]\nid = \"vendor-{number}\"\nname = \"Vendor {number}\"\nentity = \"Vendor {number} Ltd\"\ncategory = \"Category {}\"\ndescription = \"Does what number {number} does.\"\nwebsite = \"https://vendor-{number}.example/\"\npurpose = \"Purpose {number}\"\ndata = [\"Contact details\", {{ category = \"Usage data\", note = \"anonymised\" }}]\ndata_subjects = [\"Users\"]\nlocations = [\"{country}\"]\ntransfer = [\"scc\"]\n{products}\n",
        number % 12
    )
}

/// About five kilobytes.
fn document(number: usize, edition: usize, size: Size) -> String {
    let mut text = format!(
        "+++\ntitle = \"Processing {number}\"\ndata = [\"Contact details\"]\nrole = \"processor\"\n+++\n\n## Purpose of processing\n\nEdition {edition} of text {number}. "
    );
    for section in 0..6 {
        let vendor = (number + section) % size.subprocessors;
        let other = (number + 1) % size.documents;
        let _ = write!(
            text,
            "We use [Vendor {vendor}](subprocessor:vendor-{vendor}) for part {section}, as [the next text](../group-{}/text-{other}.md) says too.\n\n## {}\n\n- **names** and mail addresses of those who ask\n- what they send us with their question, deleted after {} days\n- what the application notes by itself: address, time, kind of device, and the page from which it was called\n\n| kind | kept for |\n| --- | --- |\n| letters | {} days |\n| log files | {} days |\n\nWhat is said here holds for every customer who has agreed to it, and for nobody else. Where the law asks for more, the law is followed; where a contract does, the contract is. Whoever reads this may ask us for the reasons at any time.\n\n",
            other % 20,
            if section == 0 {
                "Categories of processing".to_owned()
            } else {
                format!("Part {section}")
            },
            30 + section,
            60 + edition,
            90 + number % 10,
        );
    }
    text
}
