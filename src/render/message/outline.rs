//! Our own HTML, read as what a plain text can show of it: one block after another, and in each its words
//! and links.
//!
//! It takes HTML as [`prose`](crate::render::prose), [`comparison`](crate::render::comparison) and the
//! feeds write it, with their classes, and no other: every element is closed, and every text escaped.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A heading, a paragraph, an item of a list or a row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// What each line of it begins with.
    pub(super) margin: String,
    pub(super) spans: Vec<Span>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    /// With its bullet or number.
    Item(String),
    /// What comes after the first paragraph of an item.
    Continuation,
    /// One line of a text whose lines stay as they are.
    Line,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Span {
    Text(String),
    Link { label: String, href: String },
}

/// How what came and what went within a paragraph is set off from the words around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marks {
    /// The words before it suffice.
    Bare,
    Bracketed,
}

/// The blocks of a fragment.
pub(super) fn outline(html: &str, marks: Marks) -> Vec<Block> {
    let mut reader = Reader::from_str(html);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut outline = Outline::new(marks);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => outline.open(&tag),
            Ok(Event::Empty(tag)) => {
                outline.open(&tag);
                outline.close(tag.name().0);
            }
            Ok(Event::End(tag)) => outline.close(tag.name().0),
            Ok(Event::Text(text)) => outline.text(&text.html_content()),
            Ok(Event::GeneralRef(reference)) => {
                let name = reference.xml_content(XmlVersion::Implicit1_0);
                let character = reference.resolve_char_ref().ok().flatten();
                match quick_xml::escape::resolve_predefined_entity(&name) {
                    Some(text) => outline.text(text),
                    None => outline.text(character.unwrap_or(' ').encode_utf8(&mut [0; 4])),
                }
            }
            // Nothing else is in it, and what we wrote ourselves has no errors.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    outline.end_block();
    outline.blocks
}

struct Outline {
    marks: Marks,
    blocks: Vec<Block>,
    /// Quotations, and parts that came or went as a whole.
    margins: Vec<Margin>,
    /// The lists around, with the next number of an ordered one.
    lists: Vec<Option<u32>>,
    /// What the next block of an item begins with.
    bullet: Option<String>,
    kind: Kind,
    spans: Vec<Span>,
    link: Option<String>,
    folds: Vec<Fold>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Margin {
    /// A block that has none, so that its end is known.
    None,
    Quote,
    Change,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    /// What a writer folded is shown whole.
    Open,
    /// An unchanged part whose summary hasn't ended.
    Unchanged,
    /// The rest of an unchanged part, which is left out.
    Hidden,
}

impl Outline {
    fn new(marks: Marks) -> Outline {
        Outline {
            marks,
            blocks: Vec::new(),
            margins: Vec::new(),
            lists: Vec::new(),
            bullet: None,
            kind: Kind::Paragraph,
            spans: Vec::new(),
            link: None,
            folds: Vec::new(),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let attribute = |name: &str| {
            let mut attributes = tag.html_attributes().flatten();
            let found = attributes.find(|attribute| attribute.key.0 == name)?;
            Some(
                found
                    .normalized_value(XmlVersion::Implicit1_0)
                    .ok()?
                    .into_owned(),
            )
        };
        let name = tag.name().0;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.begin(Kind::Heading),
            "pre" => self.begin(Kind::Line),
            "ul" => self.begin_list(None),
            "ol" => {
                let first = attribute("start").and_then(|start| start.parse().ok());
                self.begin_list(Some(first.unwrap_or(1)));
            }
            "li" => {
                self.end_block();
                self.bullet = Some(self.next_bullet());
            }
            "blockquote" => self.begin_margin(Margin::Quote),
            "div" => {
                let class = attribute("class").unwrap_or_default();
                let is_change = class.split(' ').any(|class| class == "change");
                self.begin_margin(if is_change {
                    Margin::Change
                } else {
                    Margin::None
                });
            }
            "details" => {
                self.end_block();
                let class = attribute("class").unwrap_or_default();
                let is_unchanged = class == "unchanged";
                self.folds.push(if is_unchanged {
                    Fold::Unchanged
                } else {
                    Fold::Open
                });
            }
            "summary" => {
                self.end_block();
                if self.folds.last() == Some(&Fold::Unchanged) {
                    self.text("[");
                }
            }
            "td" | "th" if !self.spans.is_empty() => self.text(" | "),
            "ins" | "del" if self.has_brackets() => self.text("["),
            "a" => self.link = attribute("href"),
            "img" => self.text(&attribute("alt").unwrap_or_default()),
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" => {
                self.end_block();
                self.kind = Kind::Paragraph;
            }
            "ul" | "ol" => {
                self.end_block();
                self.lists.pop();
            }
            "li" => {
                self.end_block();
                self.bullet = None;
            }
            "blockquote" | "div" => {
                self.end_block();
                self.margins.pop();
            }
            "summary" => {
                if self.folds.last() == Some(&Fold::Unchanged) {
                    self.text("]");
                    self.end_block();
                    self.folds.pop();
                    self.folds.push(Fold::Hidden);
                }
                self.end_block();
            }
            "details" => {
                self.end_block();
                self.folds.pop();
            }
            "ins" | "del" if self.has_brackets() => self.text("]"),
            "a" => self.link = None,
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    /// A part that came or went as a whole has its margin.
    fn has_brackets(&self) -> bool {
        self.marks == Marks::Bracketed && !self.margins.contains(&Margin::Change)
    }

    fn begin(&mut self, kind: Kind) {
        self.end_block();
        self.kind = kind;
    }

    fn begin_list(&mut self, first: Option<u32>) {
        self.end_block();
        self.lists.push(first);
    }

    fn begin_margin(&mut self, margin: Margin) {
        self.end_block();
        self.margins.push(margin);
    }

    fn next_bullet(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                let bullet = format!("{number}. ");
                *number = number.saturating_add(1);
                bullet
            }
            _ => "- ".to_owned(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.folds.contains(&Fold::Hidden) {
            return;
        }
        if self.kind == Kind::Line {
            let mut lines = text.split('\n');
            self.words(lines.next().unwrap_or_default());
            for line in lines {
                self.end_block();
                self.words(line);
            }
            return;
        }
        self.words(text);
    }

    fn words(&mut self, text: &str) {
        match (&self.link, self.spans.last_mut()) {
            (None, Some(Span::Text(before))) => before.push_str(text),
            (None, _) => self.spans.push(Span::Text(text.to_owned())),
            (Some(to), Some(Span::Link { label, href })) if href == to => label.push_str(text),
            (Some(to), _) => self.spans.push(Span::Link {
                label: text.to_owned(),
                href: to.clone(),
            }),
        }
    }

    fn end_block(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        let said = |span: &Span| {
            let (Span::Text(text) | Span::Link { label: text, .. }) = span;
            !text.trim().is_empty()
        };
        if !spans.iter().any(said) {
            return;
        }
        let mut margin: String = self
            .margins
            .iter()
            .map(|margin| match margin {
                Margin::None => "",
                Margin::Quote => "> ",
                Margin::Change => "| ",
            })
            .collect();
        // The text of an item begins below that of the one around it.
        let depth = self.lists.len().saturating_sub(1);
        margin += &"  ".repeat(depth);
        let kind = match self.bullet.take() {
            Some(bullet) => Kind::Item(bullet),
            None if self.lists.is_empty() => self.kind.clone(),
            None => {
                margin += "  ";
                match &self.kind {
                    Kind::Line => Kind::Line,
                    _ => Kind::Continuation,
                }
            }
        };
        self.blocks.push(Block {
            kind,
            margin,
            spans,
        });
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "table"
            | "caption"
            | "tr"
            | "hr"
            | "br"
            | "section"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
    )
}

impl Span {
    /// The words, and in brackets where they lead.
    pub(super) fn plain(&self) -> String {
        match self {
            Span::Text(text) => text.clone(),
            Span::Link { label, href } if leads_to_itself(label, href) => label.clone(),
            Span::Link { label, href } => format!("{label} <{href}>"),
        }
    }
}

impl Block {
    /// What it says, without where its links lead.
    pub(super) fn words(&self) -> String {
        let words = self.spans.iter().map(|span| {
            let (Span::Text(text) | Span::Link { label: text, .. }) = span;
            text.as_str()
        });
        super::on_one_line(&words.collect::<String>())
    }

    /// Where its links lead.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().filter_map(|span| match span {
            Span::Link { href, .. } => Some(href.as_str()),
            Span::Text(_) => None,
        })
    }

    /// What it says, without line breaks, bullet or margin.
    pub(super) fn plain(&self) -> String {
        let text: String = self.spans.iter().map(Span::plain).collect();
        match self.kind {
            Kind::Line => text,
            _ => super::on_one_line(&text),
        }
    }
}

/// Whether a link says where it leads.
fn leads_to_itself(label: &str, href: &str) -> bool {
    label == href || href.strip_prefix("mailto:") == Some(label)
}
