//! Words within a paragraph → Markdown.

/// A part of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::import::document) enum Inline {
    Text(String),
    Code(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Struck(Vec<Inline>),
    /// Above or below the line; by the name of its element.
    Raised(&'static str, Vec<Inline>),
    Link {
        content: Vec<Inline>,
        target: String,
    },
    /// The box of a task.
    Task(Done),
    /// The mark of a footnote, by its label.
    Note(String),
    Break,
}

/// How many empty parts are looked past for the character that follows one.
const NEAR: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::import::document) enum Done {
    Yes,
    No,
}

/// What it says, on one line.
pub(in crate::import::document) fn text_of(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Struck(content)
            | Inline::Raised(_, content)
            | Inline::Link { content, .. } => collect(content, text),
            Inline::Note(_) | Inline::Task(_) => {}
            Inline::Break => text.push(' '),
        }
    }
}

/// The Markdown of a paragraph that must stay on one line: a heading, a table's cell.
pub(in crate::import::document) fn one_line(inlines: &[Inline]) -> String {
    written(inlines).replace("\\\n", " ").trim().to_owned()
}

/// The Markdown of a paragraph. Line ends in it are breaks alone.
pub(super) fn written(inlines: &[Inline]) -> String {
    let mut text = String::new();
    write(inlines, &mut text);
    without_last_breaks(&text).to_owned()
}

/// A break at the end parts nothing.
fn without_last_breaks(text: &str) -> &str {
    let mut text = text.trim_matches(' ');
    while let Some(rest) = text.strip_suffix("\\\n") {
        text = rest.trim_end_matches(' ');
    }
    text.trim()
}

fn write(inlines: &[Inline], text: &mut String) {
    for (index, inline) in inlines.iter().enumerate() {
        // A mark's end is read by the character that follows it.
        let follows = inlines.iter().skip(index + 1).take(NEAR);
        let next = follows.filter_map(first_character).next();
        match inline {
            Inline::Text(words) => escape(words, text),
            Inline::Code(words) => code(words, text),
            Inline::Strong(content) => mark("**", "strong", content, next, text),
            Inline::Emphasis(content) => mark("*", "em", content, next, text),
            Inline::Struck(content) => mark("~~", "s", content, next, text),
            Inline::Raised(element, content) => enclose(element, content, text),
            Inline::Link { content, target } => link(content, target, text),
            Inline::Task(Done::Yes) => text.push_str("[x] "),
            Inline::Task(Done::No) => text.push_str("[ ] "),
            Inline::Note(label) => text.push_str(&format!("[^{label}]")),
            Inline::Break => {
                text.truncate(text.trim_end().len());
                text.push_str("\\\n");
            }
        }
    }
}

fn first_character(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(words) | Inline::Code(words) => words.chars().next(),
        Inline::Strong(content)
        | Inline::Emphasis(content)
        | Inline::Struck(content)
        | Inline::Raised(_, content)
        | Inline::Link { content, .. } => content.first().and_then(first_character),
        Inline::Note(_) | Inline::Task(_) | Inline::Break => Some(' '),
    }
}

/// Puts marks around words, blanks left outside. Where Markdown wouldn't take them for marks, an
/// element says the same.
fn mark(sign: &str, element: &str, content: &[Inline], next: Option<char>, text: &mut String) {
    let mut inner = String::new();
    write(content, &mut inner);
    let words = without_last_breaks(&inner);
    if words.is_empty() {
        text.push_str(if inner.is_empty() { "" } else { " " });
        return;
    }
    let starts_apart = inner.starts_with(char::is_whitespace);
    let ends_apart = inner.ends_with(char::is_whitespace);
    if starts_apart {
        text.push(' ');
    }
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let opens = is_word(words.chars().next()) || !is_word(text.chars().next_back());
    let closes = is_word(words.chars().next_back()) || ends_apart || !is_word(next);
    let collides =
        text.ends_with(['*', '~']) || words.starts_with(['*', '~']) || words.ends_with(['*', '~']);
    if opens && closes && !collides {
        text.push_str(&format!("{sign}{words}{sign}"));
    } else {
        text.push_str(&format!("<{element}>{words}</{element}>"));
    }
    if ends_apart {
        text.push(' ');
    }
}

fn enclose(element: &str, content: &[Inline], text: &mut String) {
    let mut inner = String::new();
    write(content, &mut inner);
    if !inner.trim().is_empty() {
        text.push_str(&format!("<{element}>{}</{element}>", inner.trim()));
    }
}

fn link(content: &[Inline], target: &str, text: &mut String) {
    let mut inner = String::new();
    write(content, &mut inner);
    let words = inner.trim().replace("\\\n", " ");
    if words.is_empty() {
        return;
    }
    if inner.starts_with(char::is_whitespace) {
        text.push(' ');
    }
    let coded = target
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C");
    let coded = coded.split_whitespace().collect::<Vec<_>>().join("%20");
    let target = match coded.contains(['(', ')']) {
        true => format!("<{coded}>"),
        false => coded,
    };
    text.push_str(&format!("[{words}]({target})"));
    if inner.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

/// Code between more backticks than stand in it.
fn code(words: &str, text: &mut String) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return;
    }
    let longest = words
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let apart = if words.starts_with('`') || words.ends_with('`') {
        " "
    } else {
        ""
    };
    text.push_str(&format!("{fence}{apart}{words}{apart}{fence}"));
}

/// Words as Markdown reads them back: what it would take for a mark is escaped, blanks are single.
fn escape(words: &str, text: &mut String) {
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let before = text.chars().next_back();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match character {
            // A no-break space keeps a number and its unit together.
            '\u{a0}' => text.push(character),
            c if c.is_whitespace() => {
                if !before.is_some_and(char::is_whitespace) {
                    text.push(' ');
                }
            }
            '\\' | '`' | '[' => text.extend(['\\', character]),
            '*' if !(blank(before) && blank(next)) => text.push_str("\\*"),
            '_' if !(before.is_some_and(char::is_alphanumeric)
                && next.is_some_and(char::is_alphanumeric)) =>
            {
                text.push_str("\\_");
            }
            '~' if !(blank(before) && blank(next)) => text.push_str("\\~"),
            '<' if next.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?')) => {
                text.push_str("\\<")
            }
            '&' if next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#') => {
                text.push_str("\\&")
            }
            // A heading's own id.
            '{' if next == Some('#') => text.push_str("\\{"),
            c => text.push(c),
        }
    }
}
