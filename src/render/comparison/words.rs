//! Words with their marks.
//!
//! A run of words with one fate stands in one `ins`, `del` or label, whatever is bold within it. Only
//! where a link or another mark holds words of different fates, it stands outside.

use std::fmt::Write as _;

use super::{Mark as Whole, Page, Side, spoken};
use crate::compare::prose::{
    Fate, Gap, Mark, Passage, Word, WordChange, Words, inlines_of, passages,
};
use crate::content::prose::{Attribute, Block, Element, Inline, LinkKind, inline_text};
use crate::render::prose::{ResolvedLink, escape};

impl Page<'_> {
    /// A heading or a paragraph with changed words.
    pub(super) fn words_block(&mut self, block: &Block, words: &Words) {
        let Block::Heading(heading) = block else {
            self.out.push_str("<p>");
            self.changed_words(words);
            self.out.push_str("</p>\n");
            return;
        };
        let level = self.new.level(heading.level);
        let _ = write!(self.out, "<h{level}");
        self.write(Side::New, |writer| writer.id(&heading.anchor.0));
        self.out.push('>');
        self.changed_words(words);
        let _ = writeln!(self.out, "</h{level}>");
        self.new.heading = inline_text(&heading.content);
    }

    pub(super) fn changed_words(&mut self, words: &Words) {
        self.run(&words.0, 0);
    }

    /// Words whose first `depth` marks are open already.
    fn run(&mut self, changes: &[WordChange], depth: usize) {
        let parts = parts(changes, depth);
        for (index, part) in parts.iter().enumerate() {
            match part {
                Part::Uniform(run) => {
                    for passage in passages(run) {
                        self.passage(&passage, depth);
                        self.gap(passage.gap);
                    }
                }
                Part::Mixed(mark, run) => self.mixed(mark, run, depth),
            }
            let next = parts.get(index + 1).and_then(|next| next.changes().first());
            if let (Some(last), Some(next)) = (part.changes().last(), next) {
                self.gap(last.gap_before(next));
            }
        }
    }

    /// A blank that one text alone has goes with what that text alone has, so that side by side none is
    /// left before a comma.
    fn gap(&mut self, gap: Gap) {
        let side = match gap {
            Gap::None => return,
            Gap::Both => String::new(),
            Gap::Older => self.class("removed"),
            Gap::Newer => self.class("added"),
        };
        if side.is_empty() {
            self.out.push(' ');
        } else {
            let _ = write!(self.out, "<span{side}> </span>");
        }
    }

    fn passage(&mut self, passage: &Passage<'_>, depth: usize) {
        let content = inlines_of(&passage.words, depth);
        match passage.fate {
            Fate::Same => self.write(Side::New, |writer| writer.inlines(&content)),
            Fate::Added => self.marked_words(Whole::Added, &content),
            Fate::Removed => self.marked_words(Whole::Removed, &content),
            Fate::Reformatted => {
                let class = self.class("reformatted");
                let (open, close) = spoken(self.new.options.styling, self.words.reformatted);
                let _ = write!(self.out, "<span{class}>{open}");
                self.write(Side::New, |writer| writer.inlines(&content));
                let _ = write!(self.out, "{close}</span>");
            }
            Fate::Retargeted(old, new) => {
                self.write(Side::New, |writer| writer.inlines(&content));
                let note = (self.words.retargeted)(old, new);
                let class = self.class("retargeted");
                let _ = write!(self.out, " <span{class}>({})</span>", escape(&note));
            }
        }
    }

    pub(super) fn marked_words(&mut self, mark: Whole, content: &[Inline]) {
        self.in_mark(mark, |page| {
            page.write(mark.side(), |writer| writer.inlines(content));
        });
    }

    fn mixed(&mut self, mark: &Mark, run: &[WordChange], depth: usize) {
        let name = match mark {
            Mark::Strong => "strong",
            Mark::Emphasis => "em",
            Mark::Strikethrough => "s",
            Mark::Code => "code",
            Mark::Link { target, title } => {
                let ResolvedLink::To(href) = self.new.href(target, LinkKind::Link) else {
                    return self.run(run, depth + 1);
                };
                self.write(Side::New, |writer| {
                    writer.out.push_str("<a");
                    writer.attribute("href", &href);
                    writer.title(title);
                    writer.out.push('>');
                });
                return self.in_link(run, depth);
            }
            Mark::Html { name, attributes } => {
                let shell = shell(name, attributes);
                let href = shell
                    .attribute("href")
                    .map(|target| self.new.href(target, LinkKind::Link));
                return match href {
                    Some(ResolvedLink::To(href)) => {
                        self.out.push_str("<a");
                        self.write(Side::New, |writer| writer.attributes(&shell, Some(&href)));
                        self.out.push('>');
                        self.in_link(run, depth)
                    }
                    _ => {
                        let name = if *name == "a" { "span" } else { name };
                        let _ = write!(self.out, "<{name}");
                        self.write(Side::New, |writer| writer.attributes(&shell, None));
                        self.out.push('>');
                        self.run(run, depth + 1);
                        let _ = write!(self.out, "</{name}>");
                    }
                };
            }
        };
        let _ = write!(self.out, "<{name}>");
        self.run(run, depth + 1);
        let _ = write!(self.out, "</{name}>");
    }

    fn in_link(&mut self, run: &[WordChange], depth: usize) {
        (self.old.in_link, self.new.in_link) = (true, true);
        self.run(run, depth + 1);
        (self.old.in_link, self.new.in_link) = (false, false);
        self.out.push_str("</a>");
    }
}

/// Words that are written together.
enum Part<'w> {
    /// Each passage has one fate; marks stand within it.
    Uniform(&'w [WordChange]),
    /// The mark holds words of different fates.
    Mixed(&'w Mark, &'w [WordChange]),
}

impl<'w> Part<'w> {
    fn changes(&self) -> &'w [WordChange] {
        match self {
            Part::Uniform(run) | Part::Mixed(_, run) => run,
        }
    }
}

fn parts(changes: &[WordChange], depth: usize) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut start = 0;
    let same_mark = |a: &Word, b: &Word| a.marks.get(depth) == b.marks.get(depth);
    let mut at = 0;
    for group in changes.chunk_by(|a, b| same_mark(a.shown(), b.shown())) {
        let first = &group[0];
        at += group.len();
        let uniform = group.iter().all(|change| change.fate() == first.fate());
        match first.shown().marks.get(depth) {
            Some(mark) if !uniform => {
                parts.push(Part::Mixed(mark, group));
                start = at;
            }
            // One more group whose words have one fate each joins the run before it.
            _ => match parts.last_mut() {
                Some(Part::Uniform(run)) => *run = &changes[start..at],
                _ => parts.push(Part::Uniform(group)),
            },
        }
    }
    parts
}

/// The element of a mark, without its content.
fn shell(name: &'static str, attributes: &[(&'static str, String)]) -> Element {
    Element {
        name,
        attributes: attributes
            .iter()
            .map(|(name, value)| Attribute {
                name,
                value: value.clone(),
            })
            .collect(),
        content: Vec::new(),
    }
}
