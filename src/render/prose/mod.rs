//! A Markdown tree → HTML.
//!
//! The one writer of prose for pages, feeds and comparisons. It takes the tree, a resolver of links and
//! the few words that it adds, and makes HTML that is balanced, without styles, scripts or handlers.
//!
//! It doesn't know pages or addresses: where a link leads is the resolver's to say. Every text passes
//! through [`escape`], so nothing that a writer types becomes markup.

mod element;
mod escape;
mod notes;
#[cfg(test)]
pub(in crate::render) mod tests;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

pub(in crate::render) use notes::{is_note, note_id};

use crate::content::prose::{
    Alignment, Block, Inline, LinkKind, List, Spacing, Table, Tree, inline_text,
};
pub use escape::escape;
use escape::{percent_decoded, push_escaped};

/// How a text is written.
#[derive(Clone, Copy)]
pub struct ProseOptions<'a> {
    /// Where a target leads: a link's or an image's, as written. Targets within the text (`#…`) are
    /// asked for only where the text doesn't have them or its ids aren't written.
    pub resolve: &'a dyn Fn(&str, LinkKind) -> ResolvedLink,
    pub ids: Ids<'a>,
    pub styling: Styling,
    /// The level of the text's highest heading: 2 below a page's title. A `#` and a `##` both get it.
    pub top_heading: u8,
    pub words: ProseWords<'a>,
}

impl fmt::Debug for ProseOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProseOptions")
            .field("ids", &self.ids)
            .field("styling", &self.styling)
            .field("top_heading", &self.top_heading)
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ResolvedLink {
    /// What goes into `href` or `src`.
    To(String),
    /// The target is gone: its text stands without a link.
    Text,
}

/// Which ids a text's headings, notes and anchors have on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ids<'a> {
    /// As in the text.
    Own,
    /// Behind this word and a colon, for a text that stands twice on a page. No text has an id with a
    /// colon.
    Scoped(&'a str),
    /// None; what leads to one goes through the resolver. For feeds, and for parts on another page.
    None,
}

/// Whether the theme's stylesheet will be there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Styling {
    Sheet,
    /// It won't, so there are no classes.
    None,
}

/// The words that a reader sees or hears beside the text's own.
#[derive(Clone, Copy, Debug)]
pub struct ProseWords<'a> {
    /// The heading of the notes: "Notes".
    pub notes: &'a str,
    /// What the way back from a note is called: "Back to the text".
    pub back: &'a str,
    /// A task that is done, and one that isn't.
    pub done: &'a str,
    pub open: &'a str,
    /// What a table without a heading above it is called: "Table".
    pub table: &'a str,
}

/// A whole text with its notes.
pub fn html(text: &Tree, options: &ProseOptions<'_>) -> String {
    let mut writer = Writer::new(text, *options);
    writer.blocks(&text.blocks);
    writer.notes();
    writer.out
}

/// Some blocks of a text, such as a section that stands in a table's cell. Notes aren't written: their
/// marks lead to where the whole text stands, unless it stands on the same page.
pub fn blocks_html(text: &Tree, blocks: &[Block], options: &ProseOptions<'_>) -> String {
    let mut writer = Writer::new(text, *options);
    writer.blocks(blocks);
    writer.out
}

pub(in crate::render) struct Writer<'a> {
    text: &'a Tree,
    pub(in crate::render) options: ProseOptions<'a>,
    /// Looked at only where something leads into the text.
    anchors: OnceCell<BTreeSet<&'a str>>,
    /// The ids on the page so far: none is written twice, whatever a text is cut into.
    pub(in crate::render) written: BTreeSet<String>,
    /// How often each note has been referred to so far.
    references: BTreeMap<usize, usize>,
    /// The words of the last heading: what a table below it is called.
    pub(in crate::render) heading: String,
    pub(in crate::render) in_link: bool,
    pub(in crate::render) out: String,
}

impl<'a> Writer<'a> {
    pub(in crate::render) fn new(text: &'a Tree, options: ProseOptions<'a>) -> Writer<'a> {
        Writer {
            text,
            options,
            anchors: OnceCell::new(),
            written: BTreeSet::new(),
            references: BTreeMap::new(),
            heading: String::new(),
            in_link: false,
            out: String::new(),
        }
    }

    pub(in crate::render) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(in crate::render) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let level = self.level(heading.level);
                let _ = write!(self.out, "<h{level}");
                self.id(&heading.anchor.0);
                self.out.push('>');
                self.inlines(&heading.content);
                let _ = writeln!(self.out, "</h{level}>");
                self.heading = inline_text(&heading.content);
            }
            Block::Paragraph(content) => {
                self.out.push_str("<p>");
                self.inlines(content);
                self.out.push_str("</p>\n");
            }
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            Block::Code(code) => {
                self.out.push_str("<pre><code");
                if let Some(language) = &code.language {
                    self.class(&format!("language-{language}"));
                }
                self.out.push('>');
                push_escaped(&mut self.out, &code.text);
                self.out.push_str("\n</code></pre>\n");
            }
            Block::Rule => self.out.push_str("<hr>\n"),
            Block::Html(element) => {
                self.element(element);
                self.out.push('\n');
            }
        }
    }

    pub(in crate::render) fn level(&self, written: u8) -> u8 {
        let below_title = written.clamp(2, 6) - 2;
        (self.options.top_heading.max(1) + below_title).min(6)
    }

    fn list(&mut self, list: &List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        let _ = write!(self.out, "<{name}");
        if let Some(start) = list.start.filter(|&start| start != 1) {
            let _ = write!(self.out, " start=\"{start}\"");
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.out.push_str("<li>");
            self.task(item.task);
            self.item(list.spacing.0, &item.blocks);
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{name}>");
    }

    pub(in crate::render) fn task(&mut self, task: Option<bool>) {
        if let Some(done) = task {
            let (mark, word) = if done {
                ('☑', self.options.words.done)
            } else {
                ('☐', self.options.words.open)
            };
            self.out.push_str("<span role=\"img\"");
            self.attribute("aria-label", word);
            let _ = write!(self.out, ">{mark}</span> ");
        }
    }

    pub(in crate::render) fn item(&mut self, spacing: Spacing, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(content) if spacing == Spacing::Tight => {
                    self.inlines(content);
                    if index + 1 < blocks.len() {
                        self.out.push('\n');
                    }
                }
                block => self.block(block),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.open_table_frame();
        self.out.push_str("<table>\n<thead>\n");
        self.row(&table.head, &table.alignments, "th");
        self.out.push_str("</thead>\n");
        if !table.rows.is_empty() {
            self.out.push_str("<tbody>\n");
            for row in &table.rows {
                self.row(row, &table.alignments, "td");
            }
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>\n");
        self.close_table_frame();
    }

    /// A table that is wider than the screen is moved inside its frame, with the keyboard as well. A
    /// feed has no screen of its own.
    pub(in crate::render) fn open_table_frame(&mut self) {
        if !self.has_frames() {
            return;
        }
        let label = match self.heading.trim() {
            "" => self.options.words.table.to_owned(),
            heading => heading.to_owned(),
        };
        self.out
            .push_str("<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"");
        self.attribute("aria-label", &label);
        self.out.push_str(">\n");
    }

    pub(in crate::render) fn close_table_frame(&mut self) {
        if self.has_frames() {
            self.out.push_str("</div>\n");
        }
    }

    fn has_frames(&self) -> bool {
        self.options.ids != Ids::None && self.options.styling == Styling::Sheet
    }

    fn row(&mut self, cells: &[Vec<Inline>], alignments: &[Alignment], name: &str) {
        self.out.push_str("<tr>");
        for (column, cell) in cells.iter().enumerate() {
            self.tag("<", name);
            if name == "th" {
                self.out.push_str(" scope=\"col\"");
            }
            if let Some(class) = alignments.get(column).and_then(|a| alignment_class(*a)) {
                self.class(class);
            }
            self.out.push('>');
            self.inlines(cell);
            self.tag("</", name);
            self.out.push('>');
        }
        self.out.push_str("</tr>\n");
    }

    pub(in crate::render) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => push_escaped(&mut self.out, text),
            Inline::Code(code) => {
                self.out.push_str("<code>");
                push_escaped(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Inline::Emphasis(content) => self.wrapped("em", content),
            Inline::Strong(content) => self.wrapped("strong", content),
            // Not `del`: that is for what a new version leaves out.
            Inline::Strikethrough(content) => self.wrapped("s", content),
            Inline::Link(link) => match self.href(&link.target, LinkKind::Link) {
                ResolvedLink::To(href) if !self.in_link => {
                    self.out.push_str("<a");
                    self.attribute("href", &href);
                    self.title(&link.title);
                    self.out.push('>');
                    self.in_link = true;
                    self.inlines(&link.content);
                    self.in_link = false;
                    self.out.push_str("</a>");
                }
                _ => self.inlines(&link.content),
            },
            Inline::Image(picture) => match self.href(&picture.target, LinkKind::Image) {
                ResolvedLink::To(src) => {
                    self.out.push_str("<img");
                    self.attribute("src", &src);
                    self.attribute("alt", &picture.alt);
                    self.title(&picture.title);
                    self.out.push('>');
                }
                ResolvedLink::Text => push_escaped(&mut self.out, &picture.alt),
            },
            Inline::FootnoteReference(number) => self.reference(*number),
            Inline::HardBreak => self.out.push_str("<br>\n"),
            Inline::Html(element) => self.element(element),
        }
    }

    fn wrapped(&mut self, name: &str, content: &[Inline]) {
        self.tag("<", name);
        self.out.push('>');
        self.inlines(content);
        self.tag("</", name);
        self.out.push('>');
    }

    /// The beginning of a tag; what follows is for the caller.
    fn tag(&mut self, open: &str, name: &str) {
        self.out.push_str(open);
        self.out.push_str(name);
    }

    pub(in crate::render) fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.attribute("title", title);
        }
    }

    pub(in crate::render) fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.out.push_str(part);
        }
        push_escaped(&mut self.out, value);
        self.out.push('"');
    }

    fn class(&mut self, class: &str) {
        if self.options.styling == Styling::Sheet {
            self.attribute("class", class);
        }
    }

    /// The id as it stands on the page.
    pub(in crate::render) fn page_id(&self, id: &str) -> Option<String> {
        match self.options.ids {
            Ids::Own => Some(id.to_owned()),
            Ids::Scoped(scope) => Some(format!("{scope}:{id}")),
            Ids::None => None,
        }
    }

    pub(in crate::render) fn id(&mut self, id: &str) {
        if let Some(id) = self.page_id(id)
            && !self.written.contains(&id)
        {
            self.attribute("id", &id);
            self.written.insert(id);
        }
    }

    pub(in crate::render) fn href(&self, target: &str, kind: LinkKind) -> ResolvedLink {
        if let Some(fragment) = target.strip_prefix('#')
            && kind == LinkKind::Link
            && let Some(anchor) = self.anchor(fragment)
            && let Some(id) = self.page_id(&anchor)
        {
            return ResolvedLink::To(format!("#{id}"));
        }
        (self.options.resolve)(target, kind)
    }

    /// The anchor that a fragment names, as written or with its percent signs decoded.
    fn anchor(&self, fragment: &str) -> Option<String> {
        let anchors = self.anchors.get_or_init(|| self.text.anchors().collect());
        if anchors.contains(fragment) {
            return Some(fragment.to_owned());
        }
        let decoded = percent_decoded(fragment)?;
        anchors.contains(decoded.as_str()).then_some(decoded)
    }

    /// Where a mark or a way back leads: on this page, or where the whole text stands.
    fn own_href(&self, id: &str) -> ResolvedLink {
        match self.page_id(id) {
            Some(id) => ResolvedLink::To(format!("#{id}")),
            None => (self.options.resolve)(&format!("#{id}"), LinkKind::Link),
        }
    }
}

pub(in crate::render) fn alignment_class(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("align-left"),
        Alignment::Center => Some("align-center"),
        Alignment::Right => Some("align-right"),
    }
}
