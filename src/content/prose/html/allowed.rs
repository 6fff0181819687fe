//! Which elements and attributes raw HTML may have: marks of ordinary text, nothing that runs, loads,
//! styles or asks.
//!
//! `ins` and `del` aren't among them: on a page that compares two versions they'd be taken for marks.

/// Where an element may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::content::prose) enum Level {
    /// Within a paragraph or anywhere else.
    Inline,
    /// As a block only.
    Block,
}

pub(super) const ELEMENTS: [(&str, Level); 65] = {
    use Level::{Block, Inline};
    [
        ("a", Inline),
        ("abbr", Inline),
        ("address", Block),
        ("article", Block),
        ("aside", Block),
        ("b", Inline),
        ("bdi", Inline),
        ("bdo", Inline),
        ("blockquote", Block),
        ("br", Inline),
        ("caption", Block),
        ("cite", Inline),
        ("code", Inline),
        ("dd", Block),
        ("details", Block),
        ("dfn", Inline),
        ("div", Block),
        ("dl", Block),
        ("dt", Block),
        ("em", Inline),
        ("figcaption", Block),
        ("figure", Block),
        ("h1", Block),
        ("h2", Block),
        ("h3", Block),
        ("h4", Block),
        ("h5", Block),
        ("h6", Block),
        ("hr", Block),
        ("i", Inline),
        ("img", Inline),
        ("kbd", Inline),
        ("li", Block),
        ("mark", Inline),
        ("ol", Block),
        ("p", Block),
        ("pre", Block),
        ("q", Inline),
        ("rp", Inline),
        ("rt", Inline),
        ("ruby", Inline),
        ("s", Inline),
        ("samp", Inline),
        ("section", Block),
        ("small", Inline),
        ("span", Inline),
        ("strong", Inline),
        ("sub", Inline),
        ("summary", Block),
        ("sup", Inline),
        ("table", Block),
        ("tbody", Block),
        ("td", Block),
        ("tfoot", Block),
        ("th", Block),
        ("thead", Block),
        ("time", Inline),
        ("tr", Block),
        ("tt", Inline),
        ("u", Inline),
        ("ul", Block),
        ("var", Inline),
        ("wbr", Inline),
        ("strike", Inline),
        ("big", Inline),
    ]
};

/// What every element may have.
pub(super) const ANYWHERE: [&str; 4] = ["id", "lang", "dir", "title"];

pub(super) const OF_ELEMENT: [(&str, &[&str]); 8] = [
    ("a", &["href"]),
    ("img", &["src", "alt", "width", "height"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("ol", &["start", "reversed"]),
    ("li", &["value"]),
    ("details", &["open"]),
    ("time", &["datetime"]),
];

/// Elements whose content is no text, so it goes with them.
const WITHOUT_TEXT: [&str; 14] = [
    "script", "style", "template", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    "noscript", "svg", "math", "select", "object",
];

/// The element of this name, written in any case.
pub(super) fn element(name: &str) -> Option<(&'static str, Level)> {
    ELEMENTS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .copied()
}

pub(super) fn attribute(element: &str, name: &str) -> Option<&'static str> {
    let own = OF_ELEMENT.iter().find(|(of, _)| *of == element);
    own.map_or(&[][..], |(_, names)| names)
        .iter()
        .chain(&ANYWHERE)
        .find(|known| known.eq_ignore_ascii_case(name))
        .copied()
}

pub(super) fn has_no_text(name: &str) -> bool {
    WITHOUT_TEXT
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "wbr")
}

/// Whether HTML lets the closing tag be left out.
pub(super) fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "rp" | "rt"
    )
}

/// Whether an element is a block, so that white space beside it says nothing.
pub(in crate::content::prose) fn is_block(name: &str) -> bool {
    matches!(element(name), Some((_, Level::Block)))
}
