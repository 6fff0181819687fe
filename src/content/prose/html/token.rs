//! Raw HTML → tags and text: the first of two locks.
//!
//! Only what the allow-list names comes out, each with its place, so the writer can be told what was
//! left out. What comes out is written anew for the second lock (`clean`), which therefore sees the
//! tags that were seen here and no others.

use std::ops::Range;

use super::allowed::{self, Level};
use crate::content::text::legible;
use crate::source::Span;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::content::prose) enum Token {
    Open(Tag),
    Close {
        name: &'static str,
    },
    /// With its entities as written and each `<` as an entity.
    Text(String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::content::prose) struct Tag {
    pub(super) name: &'static str,
    /// With entities as written.
    pub(super) attributes: Vec<(&'static str, String)>,
    pub(super) span: Span,
}

pub(super) struct LeftOut {
    pub(super) span: Span,
    pub(super) what: What,
}

pub(super) enum What {
    Element(String),
    /// An element that is allowed, but not in the middle of a paragraph.
    BlockInParagraph(String),
    Attribute {
        element: &'static str,
        name: String,
    },
    /// A declaration or processing instruction.
    Instruction,
    /// From here on there is no `>`.
    Unfinished,
    /// A comment that hides all that follows it.
    OpenComment,
}

/// `within` is what may stand here: inline elements alone in a paragraph, both as a block. `locate`
/// says where a part of `html` was written.
pub(super) fn tokens(
    html: &str,
    within: Level,
    locate: &dyn Fn(Range<usize>) -> Span,
) -> (Vec<Token>, Vec<LeftOut>) {
    let mut scan = Scan {
        html,
        locate,
        at: 0,
        within,
        tokens: Vec::new(),
        left_out: Vec::new(),
    };
    scan.run();
    (scan.tokens, scan.left_out)
}

struct Scan<'a> {
    html: &'a str,
    locate: &'a dyn Fn(Range<usize>) -> Span,
    at: usize,
    within: Level,
    tokens: Vec<Token>,
    left_out: Vec<LeftOut>,
}

impl Scan<'_> {
    fn run(&mut self) {
        while let Some(found) = self.html[self.at..].find('<') {
            let start = self.at + found;
            self.text(self.at..start);
            self.at = start;
            let rest = &self.html[start + 1..];
            let read = match rest.as_bytes().first() {
                Some(b'!') if rest.starts_with("!--") => self.comment(),
                Some(b'!' | b'?') => self.instruction(),
                Some(b'/') if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    self.closing()
                }
                Some(c) if c.is_ascii_alphabetic() => self.opening(),
                _ => {
                    self.tokens.push(Token::Text("&lt;".to_owned()));
                    self.at = start + 1;
                    Some(())
                }
            };
            if read.is_none() {
                self.leave_out(start..start + 1, What::Unfinished);
                self.text(start..self.html.len());
                return;
            }
        }
        self.text(self.at..self.html.len());
    }

    fn text(&mut self, range: Range<usize>) {
        let text = &self.html[range.clone()];
        if !text.is_empty() {
            let text = legible(text).replace('<', "&lt;").replace('>', "&gt;");
            self.tokens.push(Token::Text(text));
        }
        self.at = range.end;
    }

    fn leave_out(&mut self, range: Range<usize>, what: What) {
        let span = (self.locate)(range);
        self.left_out.push(LeftOut { span, what });
    }

    /// A comment is for whoever reads the source, so it goes without a word, unless it takes more with it.
    fn comment(&mut self) -> Option<()> {
        let body = self.at + "<!--".len();
        let rest = &self.html[body..];
        let end = if rest.starts_with('>') {
            1
        } else if rest.starts_with("->") {
            2
        } else {
            match rest.find("-->") {
                Some(at) => at + "-->".len(),
                // As in a browser, a comment without an end reaches to the end.
                None => {
                    self.leave_out(self.at..body, What::OpenComment);
                    rest.len()
                }
            }
        };
        self.at = body + end;
        Some(())
    }

    fn instruction(&mut self) -> Option<()> {
        let rest = &self.html[self.at..];
        let end = if rest.starts_with("<![CDATA[") {
            rest.find("]]>")? + "]]>".len()
        } else {
            rest.find('>')? + 1
        };
        self.leave_out(self.at..self.at + end, What::Instruction);
        self.at += end;
        Some(())
    }

    fn closing(&mut self) -> Option<()> {
        let name = name_at(self.html, self.at + 2);
        let end = self.at + self.html[self.at..].find('>')? + 1;
        self.at = end;
        if let Some((name, level)) = allowed::element(name)
            && self.takes(level)
            && !allowed::is_void(name)
        {
            self.tokens.push(Token::Close { name });
        }
        Some(())
    }

    fn takes(&self, level: Level) -> bool {
        self.within == Level::Block || level == Level::Inline
    }

    fn opening(&mut self) -> Option<()> {
        let start = self.at;
        let written = name_at(self.html, start + 1);
        let (attributes, end) = attributes(self.html, start + 1 + written.len())?;
        self.at = end;
        match allowed::element(written) {
            Some((name, level)) if self.takes(level) => {
                let tag = self.tag(name, attributes, start..end);
                self.tokens.push(Token::Open(tag));
            }
            Some((name, _)) => {
                self.leave_out(start..end, What::BlockInParagraph(name.to_owned()));
            }
            None => {
                self.leave_out(start..end, What::Element(written.to_ascii_lowercase()));
                if allowed::has_no_text(written) {
                    self.at = past_closing(self.html, end, written);
                }
            }
        }
        Some(())
    }

    fn tag(&mut self, name: &'static str, written: Vec<Written<'_>>, range: Range<usize>) -> Tag {
        let mut attributes: Vec<(&'static str, String)> = Vec::new();
        for Written { name: key, value } in written {
            match allowed::attribute(name, key) {
                // As in a browser, the first of two with one name counts.
                Some(key) if attributes.iter().any(|&(known, _)| known == key) => {}
                Some(key) => attributes.push((key, legible(value).into_owned())),
                None => self.leave_out(
                    range.clone(),
                    What::Attribute {
                        element: name,
                        name: key.to_ascii_lowercase(),
                    },
                ),
            }
        }
        Tag {
            name,
            attributes,
            span: (self.locate)(range),
        }
    }
}

fn name_at(html: &str, start: usize) -> &str {
    let rest = &html[start..];
    let end = rest
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(rest.len());
    &rest[..end]
}

/// The position after `</name …>`, or the end.
fn past_closing(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        at += found + "</".len();
        if name_at(html, at).eq_ignore_ascii_case(name) {
            return html[at..].find('>').map_or(html.len(), |end| at + end + 1);
        }
    }
    html.len()
}

struct Written<'a> {
    name: &'a str,
    value: &'a str,
}

/// The attributes of a tag and the position after its `>`; `None` where it has no end.
fn attributes(html: &str, mut at: usize) -> Option<(Vec<Written<'_>>, usize)> {
    let mut attributes = Vec::new();
    loop {
        at = skip(html, at, |c| c.is_ascii_whitespace() || c == '/')?;
        if html[at..].starts_with('>') {
            return Some((attributes, at + 1));
        }
        // A name may begin with `=`; it ends before the next.
        let first = html[at..].chars().next().map_or(0, char::len_utf8);
        let end = skip(html, at + first, |c| {
            !c.is_ascii_whitespace() && !matches!(c, '/' | '>' | '=')
        })?;
        let name = &html[at..end];
        at = skip(html, end, |c| c.is_ascii_whitespace())?;
        let mut value = "";
        if html[at..].starts_with('=') {
            at = skip(html, at + 1, |c| c.is_ascii_whitespace())?;
            let quote = html[at..].chars().next()?;
            if matches!(quote, '"' | '\'') {
                let length = html[at + 1..].find(quote)?;
                value = &html[at + 1..at + 1 + length];
                at += length + 2;
            } else {
                let end = skip(html, at, |c| !c.is_ascii_whitespace() && c != '>')?;
                value = &html[at..end];
                at = end;
            }
        }
        attributes.push(Written { name, value });
    }
}

/// The position of the first character from `at` that isn't `passed`.
fn skip(html: &str, at: usize, passed: impl Fn(char) -> bool) -> Option<usize> {
    html[at..].find(|c| !passed(c)).map(|found| at + found)
}

impl Token {
    /// Whether it begins or ends a link.
    pub(in crate::content::prose) fn is_link(&self) -> bool {
        match self {
            Token::Open(tag) => tag.name == "a",
            Token::Close { name } => *name == "a",
            Token::Text(_) => false,
        }
    }
}
