//! The announcement as the body of a plain mail: lines of 72 characters, since many programs show and
//! quote mails of no other width well. An address alone may be longer, and is never broken.

use super::outline::{Kind, Marks, Span, outline};
use super::{Announced, Announcement, on_one_line};
use crate::content::text::legible;
use crate::render::feed::content::ToldAmendment;
use crate::render::view::Link;

const WIDTH: usize = 72;

/// The text.
pub(super) fn write(announcement: &Announcement<'_>) -> String {
    let mut page = Page::default();
    page.paragraph(&announcement.lead);
    for change in &announcement.changes {
        write_change(&mut page, change);
    }
    page.blank();
    page.lines("", "", &"-".repeat(WIDTH));
    for Link { label, href } in [&announcement.log, &announcement.subscribe] {
        page.lines("", "", &format!("{label}: <{href}>"));
    }
    if let Some(head) = &announcement.head {
        page.paragraph(&head.line);
    }
    page.0
}

fn write_change(page: &mut Page, change: &Announced) {
    page.blank();
    page.paragraph(&change.title);
    page.underline('=');
    page.lines("", "", &format!("<{}>", change.address));
    page.blank();
    let content = &change.content;
    for fact in &content.facts {
        let value = match &fact.href {
            Some(href) => Span::Link {
                label: fact.value.clone(),
                href: href.clone(),
            },
            None => Span::Text(fact.value.clone()),
        };
        page.lines("- ", "  ", &format!("{} {}", fact.label, value.plain()));
        for block in outline(fact.details.as_str(), Marks::Bare) {
            let bullet = match &block.kind {
                Kind::Item(bullet) => bullet,
                _ => "",
            };
            page.lines(&format!("  {bullet}"), "    ", &block.plain());
        }
    }
    let reason = content.reason.as_deref().unwrap_or_default();
    for paragraph in reason.split("\n\n") {
        page.paragraph(paragraph);
    }
    if let Some(remark) = &content.short_notice {
        page.paragraph(&format!("{} {}", remark.label, remark.text));
    }
    for amendment in &content.amendments {
        write_amendment(page, amendment);
    }
    if let Some(record) = &content.record {
        page.paragraph(record);
    }
}

fn write_amendment(page: &mut Page, amendment: &ToldAmendment) {
    for block in outline(amendment.heading.as_str(), Marks::Bare) {
        page.paragraph(&block.words());
        page.underline('-');
        for address in block.addresses() {
            page.lines("", "", &format!("<{address}>"));
        }
    }
    for (html, marks) in [
        (&amendment.facts, Marks::Bare),
        (&amendment.text, Marks::Bracketed),
    ] {
        let mut before = None;
        for block in outline(html.as_str(), marks) {
            let margin = &block.margin;
            let (first, rest) = match &block.kind {
                Kind::Item(bullet) => {
                    let below = " ".repeat(bullet.len());
                    (format!("{margin}{bullet}"), format!("{margin}{below}"))
                }
                _ => (margin.clone(), margin.clone()),
            };
            if !is_close(before.as_ref(), &block.kind) {
                page.blank();
            }
            match block.kind {
                Kind::Line => page.line(&format!("{first}{}", block.plain())),
                _ => page.lines(&first, &rest, &block.plain()),
            }
            before = Some(block.kind);
        }
    }
}

/// Whether a block follows on the one before it without an empty line.
fn is_close(before: Option<&Kind>, kind: &Kind) -> bool {
    match kind {
        Kind::Item(_) => matches!(before, Some(Kind::Item(_) | Kind::Continuation)),
        Kind::Continuation => matches!(before, Some(Kind::Item(_))),
        Kind::Line => before == Some(&Kind::Line),
        Kind::Heading | Kind::Paragraph => false,
    }
}

/// A text under construction.
#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// One empty line, where there is none and something stands above.
    fn blank(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blank();
            self.lines("", "", text);
        }
    }

    /// A text on as many lines as it takes.
    fn lines(&mut self, first: &str, rest: &str, text: &str) {
        let text = on_one_line(&legible(text));
        let mut line = first.to_owned();
        let mut is_empty = true;
        for word in text.split(' ') {
            let length = line.chars().count() + usize::from(!is_empty) + word.chars().count();
            if !is_empty && length > WIDTH {
                self.line(&line);
                rest.clone_into(&mut line);
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
            is_empty = false;
        }
        self.line(&line);
    }

    /// Underlines the last line.
    fn underline(&mut self, with: char) {
        let last = self.0.lines().next_back().unwrap_or_default();
        let length = last.chars().count().min(WIDTH);
        self.line(&String::from(with).repeat(length));
    }
}
