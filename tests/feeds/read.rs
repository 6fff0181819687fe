//! Reading back what was published.

use feed_rs::model::Feed;

use crate::support::Built;

/// The feed files of a folder, RSS and Atom and JSON.
pub(crate) const FILES: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

/// What every format has to say of an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) link: String,
    pub(crate) published: String,
    pub(crate) content: String,
}

pub(crate) fn parsed(text: &str) -> Feed {
    feed_rs::parser::parse(text.as_bytes()).unwrap()
}

/// The items of a feed, as an independent reader understands them.
pub(crate) fn items(text: &str) -> Vec<Item> {
    let entries = parsed(text).entries.into_iter();
    entries
        .map(|entry| Item {
            id: entry.id,
            title: entry.title.map(|title| title.content).unwrap_or_default(),
            link: entry.links.first().unwrap().href.clone(),
            published: entry.published.unwrap().to_rfc3339(),
            content: entry
                .content
                .and_then(|content| content.body)
                .or(entry.summary.map(|summary| summary.content))
                .unwrap_or_default(),
        })
        .collect()
}

/// The items of the site's own feed, which every format must agree on.
pub(crate) fn same_items(built: &Built, folder: &str) -> Vec<Item> {
    let [rss, atom, json] = FILES.map(|file| items(&built.file(&format!("{folder}{file}"))));
    assert_eq!(rss, atom);
    assert_eq!(rss, json);
    rss
}

/// One event of a calendar: its properties by name, parameters and all, unescaped.
pub(crate) type Event = std::collections::BTreeMap<String, String>;

/// The events of a calendar, read line by line as RFC 5545 says.
pub(crate) fn events(text: &str) -> Vec<Event> {
    assert!(text.ends_with("\r\n"));
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "too long: {line}");
        assert!(!line.contains(char::is_control), "{line:?}");
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().unwrap().push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    let mut events = Vec::new();
    let mut event = None;
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        match (name, value) {
            ("BEGIN", "VEVENT") => event = Some(Event::new()),
            ("END", "VEVENT") => events.push(event.take().unwrap()),
            _ => {
                if let Some(event) = &mut event {
                    let before = event.insert(name.to_owned(), unescaped(value));
                    assert_eq!(before, None, "{name} stands twice");
                }
            }
        }
    }
    events
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next().unwrap() {
                'n' | 'N' => out.push('\n'),
                c => {
                    assert!(matches!(c, '\\' | ',' | ';'), "\\{c}");
                    out.push(c);
                }
            },
            c => out.push(c),
        }
    }
    out
}

/// The rows of a table for spreadsheets, the header first, as RFC 4180 says.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}
