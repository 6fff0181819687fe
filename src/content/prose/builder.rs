//! The parser's events → the tree, on a stack of open containers.
//!
//! Containers deeper than [`DEEPEST`] are left out and their content kept, so whatever walks the tree
//! may call itself.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::frame::{Frame, Kind};
use super::html::{self, Level, Piece};
use super::lines::Lines;
use super::parse::{Findings, trimmed};
use super::target::{Target, judge};
use super::{
    Alignment, Block, Code, Derived, Footnote, Heading, Hyperlink, Inline, Link, LinkKind, List,
    ListItem, Picture, Spacing, Table, inline_text, marks,
};
use crate::content::text::legible;
use crate::source::Span;

/// How deep blocks may be nested, and how much deeper emphasis within them.
const DEEPEST: usize = 40;
const DEEPEST_INLINE: usize = DEEPEST + 10;

pub(super) struct Builder<'a, 'f> {
    findings: &'a mut Findings<'f>,
    root: Frame,
    frames: Vec<Frame>,
    /// For each open tag whether it has a frame; one that is nested too deep has none.
    framed: Vec<bool>,
    /// The words since the last mark or tag. They become one text that is as long as it needs to be, since
    /// there may be a million of them.
    words: String,
    definitions: Vec<(Footnote, Range<usize>)>,
    told_of_depth: bool,
}

impl<'a, 'f> Builder<'a, 'f> {
    pub(super) fn new(findings: &'a mut Findings<'f>) -> Builder<'a, 'f> {
        Builder {
            findings,
            root: Frame::new(Kind::Root, 0..0),
            frames: Vec::new(),
            framed: Vec::new(),
            words: String::new(),
            definitions: Vec::new(),
            told_of_depth: false,
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<(Footnote, Range<usize>)>) {
        self.end_words();
        self.root.end_paragraph(self.findings);
        let blocks = html::blocks(self.root.blocks, self.findings);
        (blocks, self.definitions)
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.root)
    }

    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inline(Inline::Code(legible(&code).into_owned())),
            Event::Html(html) => {
                if let Kind::Html { html: all, starts } = &mut self.top().kind {
                    starts.push((all.len(), range.start));
                    all.push_str(&html);
                }
            }
            Event::InlineHtml(html) => self.inline_html(&html, range.start),
            Event::FootnoteReference(label) => {
                let label = legible(&label).into_owned();
                let number = self.findings.number_of_label(label);
                self.inline(Inline::FootnoteReference(number));
            }
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.inline(Inline::HardBreak),
            Event::Rule => self.block(Block::Rule),
            // The dialect has no formulas, and its tasks are read in `marks`.
            Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn text(&mut self, text: &str) {
        let text = legible(text);
        match &mut self.top().kind {
            Kind::Code { text: code, .. } => code.push_str(&text),
            _ => self.words.push_str(&text),
        }
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            let text = self.words.clone();
            self.words.clear();
            self.top().inlines.push(Piece::Made(Inline::Text(text)));
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.end_words();
        self.top().inlines.push(Piece::Made(inline));
    }

    fn block(&mut self, block: Block) {
        self.end_paragraph();
        self.top().blocks.push(Piece::Made(block));
    }

    fn end_paragraph(&mut self) {
        self.end_words();
        let frame = self.frames.last_mut().unwrap_or(&mut self.root);
        frame.end_paragraph(self.findings);
    }

    fn inline_html(&mut self, written: &str, start: usize) {
        let lines = self.findings.lines;
        let locate = |range: Range<usize>| lines.span(start + range.start..start + range.end);
        let mut tokens = html::read(written, Level::Inline, &locate, self.findings);
        if self
            .frames
            .iter()
            .any(|f| matches!(f.kind, Kind::Link { .. }))
        {
            tokens.retain(|token| !token.is_link());
        }
        if !tokens.is_empty() {
            self.end_words();
            self.top().inlines.push(Piece::Raw(tokens));
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.end_words();
        let is_block = !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        );
        if is_block {
            self.end_paragraph();
        }
        let kind = self.kind(tag, &range);
        self.framed.push(kind.is_some());
        if let Some(kind) = kind {
            self.frames.push(Frame::new(kind, range));
        }
    }

    /// `None` for a container that is nested too deep, and for what the dialect doesn't have.
    fn kind(&mut self, tag: Tag<'_>, range: &Range<usize>) -> Option<Kind> {
        let text = |text: &CowStr<'_>| legible(text).into_owned();
        let depth = self.frames.len();
        let in_list = matches!(self.top().kind, Kind::List { .. });
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading { level: level as u8 },
            Tag::BlockQuote(_) if depth < DEEPEST => Kind::Quote,
            Tag::List(start) if depth < DEEPEST => Kind::List {
                start,
                spacing: Spacing::Tight,
                items: Vec::new(),
            },
            Tag::Item if in_list => Kind::Item,
            Tag::FootnoteDefinition(label) if depth < DEEPEST => Kind::Footnote {
                label: text(&label),
            },
            Tag::Table(alignments) => Kind::Table(Table {
                alignments: alignments.into_iter().map(Alignment::from).collect(),
                head: Vec::new(),
                rows: Vec::new(),
            }),
            Tag::TableHead => Kind::Head(Vec::new()),
            Tag::TableRow => Kind::Row(Vec::new()),
            Tag::TableCell => Kind::Cell,
            Tag::CodeBlock(kind) => Kind::Code {
                language: match kind {
                    CodeBlockKind::Fenced(info) => info
                        .split_whitespace()
                        .next()
                        .map(|word| legible(word).into_owned()),
                    CodeBlockKind::Indented => None,
                },
                text: String::new(),
            },
            Tag::HtmlBlock => Kind::Html {
                html: String::new(),
                starts: Vec::new(),
            },
            Tag::Emphasis if depth < DEEPEST_INLINE => Kind::Emphasis,
            Tag::Strong if depth < DEEPEST_INLINE => Kind::Strong,
            Tag::Strikethrough if depth < DEEPEST_INLINE => Kind::Strikethrough,
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                title,
                ..
            } => Kind::Link {
                // `<name@host>` stands for a mail address without its scheme.
                target: self.target(&format!("mailto:{dest_url}"), LinkKind::Link, range),
                title: text(&title),
            },
            Tag::Link {
                dest_url, title, ..
            } => Kind::Link {
                target: self.target(&dest_url, LinkKind::Link, range),
                title: text(&title),
            },
            Tag::Image {
                dest_url, title, ..
            } => Kind::Image {
                target: self.target(&dest_url, LinkKind::Image, range),
                title: text(&title),
            },
            Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::FootnoteDefinition(_)
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough => {
                self.tell_of_depth(range);
                return None;
            }
            Tag::Item
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => return None,
        };
        Some(kind)
    }

    fn tell_of_depth(&mut self, range: &Range<usize>) {
        if !self.told_of_depth {
            self.told_of_depth = true;
            let span = self.findings.lines.span(range.start..range.start + 1);
            self.findings.warn_at(
                span,
                &format!("quotes, lists or emphasis are nested more than {DEEPEST} deep: from here on they are shown less deep"),
            );
        }
    }

    fn target(&mut self, written: &str, kind: LinkKind, range: &Range<usize>) -> Option<String> {
        let span = self.findings.lines.span(range.clone());
        match judge(written, kind) {
            Target::Allowed(target) => Some(target),
            Target::Refused(scheme) => {
                let message = |what| {
                    format!("{what} can't begin with `{scheme}:`, so its text stands without it")
                };
                match kind {
                    LinkKind::Link => self.findings.warn_of_target(span, &message("a link")),
                    LinkKind::Image => self.findings.warn_and_advise(
                        span,
                        &message("an image"),
                        "put the image into content/static/ and lead to it there",
                    ),
                }
                None
            }
            Target::Empty => {
                self.findings.warn_of_target(
                    span,
                    "this leads nowhere, so its text stands without a link",
                );
                None
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.end_words();
        if self.framed.pop() != Some(true) {
            if !matches!(
                tag,
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
            ) {
                self.end_paragraph();
            }
            return;
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.close(frame);
    }

    fn close(&mut self, mut frame: Frame) {
        let span = self.findings.lines.span(frame.range.clone());
        match frame.kind {
            Kind::Item | Kind::Quote | Kind::Footnote { .. } | Kind::Root => {
                frame.end_paragraph(self.findings);
            }
            _ => {}
        }
        let blocks = html::blocks(frame.blocks, self.findings);
        let content = html::inlines(frame.inlines, self.findings);
        match frame.kind {
            Kind::Root => {}
            Kind::Paragraph => {
                let in_item = matches!(self.top().kind, Kind::Item);
                if let Some(Kind::List { spacing, .. }) = self.kind_above(in_item) {
                    *spacing = Spacing::Loose;
                }
                let content = trimmed(content);
                if !content.is_empty() {
                    self.block(Block::Paragraph(content));
                }
            }
            Kind::Heading { level } => {
                let mut content = content;
                let source = self.written(frame.range);
                let marks = marks::heading(&mut content, source);
                if marks.more {
                    self.findings.warn_at(
                        span,
                        "a heading can have an id only, as in `{#retention}`; the rest is left out",
                    );
                }
                let explicit_id = marks.id.filter(|id| self.findings.claim(id, span));
                self.block(Block::Heading(Box::new(Heading {
                    level,
                    explicit_id,
                    anchor: Derived(String::new()),
                    content: trimmed(content),
                })));
            }
            Kind::Quote => self.block(Block::Quote(blocks)),
            Kind::List {
                start,
                spacing,
                items,
            } => self.block(Block::List(Box::new(List {
                start,
                spacing: Derived(spacing),
                items: exact(items),
            }))),
            Kind::Item => {
                let mut blocks = blocks;
                let source = self.written(frame.range);
                let task = marks::task(&mut blocks, source);
                if let Kind::List { items, .. } = &mut self.top().kind {
                    items.push(ListItem { task, blocks });
                }
            }
            Kind::Footnote { label } => {
                self.definitions
                    .push((Footnote::new(label, blocks), frame.range));
            }
            Kind::Table(mut table) => {
                table.rows = exact(table.rows);
                self.block(Block::Table(Box::new(table)));
            }
            Kind::Head(cells) => {
                if let Kind::Table(table) = &mut self.top().kind {
                    table.head = exact(cells);
                }
            }
            Kind::Row(cells) => {
                if let Kind::Table(table) = &mut self.top().kind {
                    table.rows.push(exact(cells));
                }
            }
            Kind::Cell => {
                if let Kind::Head(cells) | Kind::Row(cells) = &mut self.top().kind {
                    cells.push(trimmed(content));
                }
            }
            Kind::Code { language, mut text } => {
                if text.ends_with('\n') {
                    text.pop();
                }
                self.block(Block::Code(Box::new(Code { language, text })));
            }
            Kind::Html { html, starts } => self.html_block(&html, &starts),
            Kind::Emphasis => self.inline(Inline::Emphasis(content)),
            Kind::Strong => self.inline(Inline::Strong(content)),
            Kind::Strikethrough => self.inline(Inline::Strikethrough(content)),
            Kind::Link { target, title } => match target {
                Some(target) => {
                    self.link(target.clone(), LinkKind::Link, span);
                    self.inline(Inline::Link(Box::new(Hyperlink {
                        target,
                        title,
                        content,
                    })));
                }
                None => content.into_iter().for_each(|inline| self.inline(inline)),
            },
            Kind::Image { target, title } => {
                let alt = inline_text(&content);
                match target {
                    Some(target) => {
                        self.link(target.clone(), LinkKind::Image, span);
                        self.inline(Inline::Image(Box::new(Picture { target, title, alt })));
                    }
                    None => self.inline(Inline::Text(alt)),
                }
            }
        }
    }

    /// A part of the text as it was written.
    fn written(&self, range: Range<usize>) -> &'f str {
        let lines: &'f Lines = self.findings.lines;
        lines.text.get(range).unwrap_or_default()
    }

    /// The kind of the container that holds the topmost one, if that is wanted.
    fn kind_above(&mut self, wanted: bool) -> Option<&mut Kind> {
        let above = self.frames.len().checked_sub(2).filter(|_| wanted)?;
        self.frames.get_mut(above).map(|frame| &mut frame.kind)
    }

    fn link(&mut self, target: String, kind: LinkKind, span: Span) {
        self.findings.links.push(Link { target, span, kind });
    }

    fn html_block(&mut self, html: &str, starts: &[(usize, usize)]) {
        let lines = self.findings.lines;
        let in_text = |at: usize| {
            let line = starts.partition_point(|&(start, _)| start <= at);
            let (start, in_text) = line.checked_sub(1).map_or((0, 0), |line| starts[line]);
            in_text + (at - start)
        };
        let locate = |range: Range<usize>| lines.span(in_text(range.start)..in_text(range.end));
        let tokens = html::read(html, Level::Block, &locate, self.findings);
        if !tokens.is_empty() {
            self.end_paragraph();
            self.top().blocks.push(Piece::Raw(tokens));
        }
    }
}

/// The list in as much memory as it needs. It grew while it was made, and stays for as long as its text;
/// shrinking it could leave it where it is.
fn exact<T>(list: Vec<T>) -> Vec<T> {
    if list.len() == list.capacity() {
        return list;
    }
    let mut exact = Vec::with_capacity(list.len());
    exact.extend(list);
    exact
}
