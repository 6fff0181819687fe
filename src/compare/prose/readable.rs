//! A comparison as text that people can read: `{+added+}`, `[-removed-]`, `{~formatting changed~}`.
//!
//! Moved blocks stand as `{>moved here<}` and `[>moved away<]`; where a link alone leads elsewhere,
//! `{@old → new@}` follows it; `… n unchanged` stands for a fold.

use std::fmt::Write as _;

use super::flat::{Mark, Word, WordContent, flatten};
use super::words::{Fate, Gap};
use super::{
    BlockChange, CellChange, Change, Comparison, ItemChange, LineChange, NodeChange, Segment,
    TableChange, Within, Words, segments,
};
use crate::content::prose::{Block, Inline, Node};

impl Comparison<'_> {
    /// The comparison as text.
    pub fn readable(&self) -> String {
        let mut lines = Lines::default();
        lines.blocks(&self.blocks);
        for (index, note) in self.notes.iter().enumerate() {
            lines.lead(&format!("[^{}]: ", index + 1), |lines| match note {
                Change::Same { .. } => lines.line("… unchanged"),
                Change::Amended { within, .. } => lines.blocks(within),
                Change::Added(note) => lines.whole(&note.blocks, ("{+", "+}")),
                Change::Removed(note) => lines.whole(&note.blocks, ("[-", "-]")),
                Change::MovedHere { new, .. } => lines.whole(&new.blocks, ("{>", "<}")),
                Change::MovedAway { old, .. } => lines.whole(&old.blocks, ("[>", "<]")),
            });
        }
        lines.text
    }
}

/// Lines of text, each behind the same indentation; the first of a part behind its bullet.
#[derive(Default)]
struct Lines {
    text: String,
    indent: String,
    bullet: Option<String>,
}

type Brackets = (&'static str, &'static str);

impl Lines {
    fn line(&mut self, line: &str) {
        for line in line.split('\n') {
            let lead = self.bullet.take().unwrap_or_else(|| self.indent.clone());
            self.text.push_str(lead.trim_end_matches(' '));
            if !line.is_empty() {
                self.text
                    .push_str(&lead[lead.trim_end_matches(' ').len()..]);
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn lead(&mut self, bullet: &str, write: impl FnOnce(&mut Lines)) {
        let indent = self.indent.clone();
        let before = self.bullet.take().unwrap_or_else(|| indent.clone());
        self.bullet = Some(format!("{before}{bullet}"));
        self.indent.push_str(&" ".repeat(bullet.chars().count()));
        write(self);
        self.indent = indent;
        self.bullet = None;
    }

    fn element(&mut self, name: &str, write: impl FnOnce(&mut Lines)) {
        self.line(&format!("<{name}>"));
        self.lead("  ", write);
    }

    fn blocks(&mut self, changes: &[BlockChange<'_>]) {
        for segment in segments(changes) {
            match segment {
                Segment::Folded(blocks) => self.line(&format!("… {} unchanged", blocks.len())),
                Segment::Shown(blocks) => blocks.iter().for_each(|change| self.block(change)),
            }
        }
    }

    fn block(&mut self, change: &BlockChange<'_>) {
        match change {
            Change::Same { new, .. } => self.whole_block(new, ("", "")),
            Change::Added(block) => self.whole_block(block, ("{+", "+}")),
            Change::Removed(block) => self.whole_block(block, ("[-", "-]")),
            Change::MovedHere { new, .. } => self.whole_block(new, ("{>", "<}")),
            Change::MovedAway { old, .. } => self.whole_block(old, ("[>", "<]")),
            Change::Amended { old, new, within } => self.amended(old, new, within),
        }
    }

    fn whole(&mut self, blocks: &[Block], brackets: Brackets) {
        blocks
            .iter()
            .for_each(|block| self.whole_block(block, brackets));
    }

    fn whole_block(&mut self, block: &Block, (open, close): Brackets) {
        let wrapped = |text: &str| match text {
            "" => format!("{open}{close}"),
            text => format!("{open}{text}{close}"),
        };
        match block {
            Block::Heading(heading) => {
                let hashes = "#".repeat(usize::from(heading.level));
                self.line(&format!("{hashes} {}", wrapped(&text(&heading.content))));
            }
            Block::Paragraph(content) => self.line(&wrapped(&text(content))),
            Block::List(list) => {
                for item in &list.items {
                    let bullet = bullet(list.start, item.task);
                    self.lead(&bullet, |lines| lines.whole(&item.blocks, (open, close)));
                }
            }
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    let cells: Vec<_> = row.iter().map(|cell| wrapped(&text(cell))).collect();
                    self.line(&format!("| {} |", cells.join(" | ")));
                }
            }
            Block::Quote(blocks) => self.lead("> ", |lines| lines.whole(blocks, (open, close))),
            Block::Code(code) => self.line(&format!("```\n{}\n```", wrapped(&code.text))),
            Block::Rule => self.line(&wrapped("---")),
            Block::Html(element) => self.element(element.name, |lines| {
                for node in &element.content {
                    match node {
                        Node::Inlines(content) => lines.line(&wrapped(&text(content))),
                        Node::Blocks(blocks) => lines.whole(blocks, (open, close)),
                    }
                }
            }),
        }
    }

    fn amended(&mut self, old: &Block, new: &Block, within: &Within<'_>) {
        match (new, within) {
            (_, Within::Words(words)) => {
                let (before, after) = (form(old), form(new));
                let form = if before == after {
                    before
                } else {
                    format!("{{~{}→{}~}} ", before.trim(), after.trim())
                };
                self.line(&format!("{form}{}", compared(words)));
            }
            (_, Within::Items(items)) => self.items(old, new, items),
            (_, Within::Table(table)) => self.table(table),
            (_, Within::Quote(changes)) => self.lead("> ", |lines| lines.blocks(changes)),
            (_, Within::Lines(changes)) => {
                let language = |block: &Block| match block {
                    Block::Code(code) => code.language.clone().unwrap_or_default(),
                    _ => String::new(),
                };
                let (before, after) = (language(old), language(new));
                if before == after {
                    self.line(&format!("```{after}"));
                } else {
                    self.line(&format!("```{{~{before}→{after}~}}"));
                }
                for line in changes {
                    match line {
                        LineChange::Same(line) => self.line(line),
                        LineChange::Added(line) => self.line(&format!("{{+{line}+}}")),
                        LineChange::Removed(line) => self.line(&format!("[-{line}-]")),
                    }
                }
                self.line("```");
            }
            (Block::Html(element), Within::Html(changes)) => {
                self.element(element.name, |lines| {
                    for change in changes {
                        match change {
                            NodeChange::Words(words) => lines.line(&compared(words)),
                            NodeChange::Blocks(changes) => lines.blocks(changes),
                        }
                    }
                });
            }
            _ => {
                self.whole_block(old, ("[-", "-]"));
                self.whole_block(new, ("{+", "+}"));
            }
        }
    }

    fn items(&mut self, old: &Block, new: &Block, items: &[ItemChange<'_>]) {
        let start = |block: &Block| match block {
            Block::List(list) => list.start,
            _ => None,
        };
        let (before, after) = (start(old), start(new));
        if before != after {
            let (before, after) = (bullet(before, None), bullet(after, None));
            self.line(&format!("{{~{}→{}~}}", before.trim(), after.trim()));
        }
        for item in items {
            let task = item.after().or(item.before()).and_then(|item| item.task);
            let mut bullet = bullet(after, task);
            if let Change::Amended { old, new, .. } = item
                && old.task != new.task
            {
                bullet = format!(
                    "{}{{+{}+}}[-{}-] ",
                    self::bullet(after, None),
                    mark(new.task),
                    mark(old.task)
                );
            }
            self.lead(&bullet, |lines| match item {
                Change::Same { new, .. } => lines.whole(&new.blocks, ("", "")),
                Change::Added(item) => lines.whole(&item.blocks, ("{+", "+}")),
                Change::Removed(item) => lines.whole(&item.blocks, ("[-", "-]")),
                Change::MovedHere { new, .. } => lines.whole(&new.blocks, ("{>", "<}")),
                Change::MovedAway { old, .. } => lines.whole(&old.blocks, ("[>", "<]")),
                Change::Amended { within, .. } => lines.blocks(within),
            });
        }
    }

    fn table(&mut self, table: &TableChange<'_>) {
        self.cells(&table.head);
        for row in &table.rows {
            let whole = |row: &[Vec<Inline>], (open, close): Brackets| {
                let cells: Vec<_> = row
                    .iter()
                    .map(|cell| format!("{open}{}{close}", text(cell)))
                    .collect();
                format!("| {} |", cells.join(" | "))
            };
            match row {
                Change::Same { new, .. } => self.line(&whole(new, ("", ""))),
                Change::Added(row) => self.line(&whole(row, ("{+", "+}"))),
                Change::Removed(row) => self.line(&whole(row, ("[-", "-]"))),
                Change::MovedHere { new, .. } => self.line(&whole(new, ("{>", "<}"))),
                Change::MovedAway { old, .. } => self.line(&whole(old, ("[>", "<]"))),
                Change::Amended { within, .. } => self.cells(within),
            }
        }
    }

    fn cells(&mut self, cells: &[CellChange<'_>]) {
        let cells: Vec<_> = cells
            .iter()
            .map(|cell| match cell {
                CellChange::Words(words) => compared(words),
                CellChange::Added(cell) => format!("{{+{}+}}", text(cell)),
                CellChange::Removed(cell) => format!("[-{}-]", text(cell)),
                CellChange::Rewritten { old, new } => {
                    format!("[-{}-]{{+{}+}}", text(old), text(new))
                }
            })
            .collect();
        self.line(&format!("| {} |", cells.join(" | ")));
    }
}

/// What tells a heading from a paragraph, and one heading's level and id from another's.
fn form(block: &Block) -> String {
    match block {
        Block::Heading(heading) => {
            let id = heading
                .explicit_id
                .as_ref()
                .map(|id| format!("{{#{id}}} "))
                .unwrap_or_default();
            format!("{} {id}", "#".repeat(usize::from(heading.level)))
        }
        _ => String::new(),
    }
}

fn bullet(start: Option<u64>, task: Option<bool>) -> String {
    let bullet = start.map_or("- ".to_owned(), |start| format!("{start}. "));
    match task {
        Some(_) => format!("{bullet}{} ", mark(task)),
        None => bullet,
    }
}

fn mark(task: Option<bool>) -> &'static str {
    match task {
        Some(true) => "☑",
        Some(false) => "☐",
        None => "",
    }
}

fn text(content: &[Inline]) -> String {
    let words = flatten(content);
    let mut text = String::new();
    run(&words.iter().collect::<Vec<_>>(), &mut text);
    text.trim_end().to_owned()
}

fn compared(words: &Words) -> String {
    let mut out = String::new();
    for passage in words.passages() {
        let mut text = String::new();
        run(&passage.words, &mut text);
        let text = text.trim_end();
        let _ = match passage.fate {
            Fate::Same => write!(out, "{text}"),
            Fate::Added => write!(out, "{{+{text}+}}"),
            Fate::Removed => write!(out, "[-{text}-]"),
            Fate::Reformatted => write!(out, "{{~{text}~}}"),
            Fate::Retargeted(old, new) => {
                let (old, new) = (old.unwrap_or("—"), new.unwrap_or("—"));
                write!(out, "{text}{{@{old} → {new}@}}")
            }
        };
        if passage.gap != Gap::None {
            out.push(' ');
        }
    }
    out
}

/// Words in the Markdown that would say them.
fn run(words: &[&Word], out: &mut String) {
    for group in words.chunk_by(|a, b| a.marks == b.marks) {
        let Some(last) = group.last() else { continue };
        for mark in last.marks.iter() {
            match mark {
                Mark::Link { .. } => out.push('['),
                Mark::Html { name, .. } => {
                    let _ = write!(out, "<{name}>");
                }
                Mark::Strong => out.push_str("**"),
                Mark::Emphasis => out.push('*'),
                Mark::Strikethrough => out.push_str("~~"),
                Mark::Code => out.push('`'),
            }
        }
        for (index, word) in group.iter().enumerate() {
            match &word.content {
                WordContent::Text(text) => out.push_str(text),
                WordContent::Whole(Inline::Image(picture)) => {
                    let _ = write!(out, "![{}]", picture.alt);
                }
                WordContent::Whole(Inline::FootnoteReference(number)) => {
                    let _ = write!(out, "[^{number}]");
                }
                WordContent::Whole(Inline::HardBreak) => out.push_str("\\ "),
                WordContent::Whole(Inline::Html(element)) => {
                    let _ = write!(out, "<{}>", element.name);
                }
                WordContent::Whole(_) => {}
            }
            if index + 1 < group.len() {
                out.push_str(&word.space);
            }
        }
        for mark in last.marks.iter().rev() {
            match mark {
                Mark::Link { target, .. } => {
                    let _ = write!(out, "]({target})");
                }
                Mark::Html { name, .. } => {
                    let _ = write!(out, "</{name}>");
                }
                Mark::Strong => out.push_str("**"),
                Mark::Emphasis => out.push('*'),
                Mark::Strikethrough => out.push_str("~~"),
                Mark::Code => out.push('`'),
            }
        }
        out.push_str(&last.space);
    }
}
