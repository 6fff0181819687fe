//! Blocks → processing descriptions, with the sections that `[processing] columns` names.

use std::collections::BTreeSet;

use super::text::{Block, Inline, Reach, Table, markdown, plain, text_of};
use super::tree::shortened;
use super::{Description, Descriptions, Group};
use crate::content::DocumentId;
use crate::content::id::{numbered, slug};
use crate::import::read::Remark;

/// The level of a column's heading in a description.
const SECTION: u8 = 2;

pub(super) fn find(blocks: &[Block], columns: &[String], file: &str) -> Descriptions {
    let blocks = with_labels_as_headings(blocks, columns);
    let mut found = Found::new(columns);
    let is_table =
        |block: &Block| matches!(block, Block::Table(table) if found.layout(table).is_some());
    if blocks.iter().any(is_table) {
        found.in_tables(&blocks, file);
    } else if let Some(level) = found.level_of_sections(&blocks) {
        found.in_sections(&blocks, level, file);
    } else {
        found.whole(&blocks, file);
    }
    found.made
}

struct Found<'a> {
    columns: &'a [String],
    made: Descriptions,
    ids: BTreeSet<DocumentId>,
    folders: BTreeSet<String>,
}

/// What the columns of a table of processings are.
struct Layout {
    title: usize,
    /// The others, with the sections that they become.
    sections: Vec<(usize, String)>,
}

impl<'a> Found<'a> {
    fn new(columns: &'a [String]) -> Found<'a> {
        Found {
            columns,
            made: Descriptions::default(),
            ids: BTreeSet::new(),
            folders: BTreeSet::new(),
        }
    }

    /// The column that a heading names.
    fn column(&self, heading: &str) -> Option<&'a str> {
        column(heading, self.columns)
    }

    fn remark(&mut self, text: String) {
        self.made.remarks.push(Remark { line: None, text });
    }

    fn layout(&self, table: &Table) -> Option<Layout> {
        let heads: Vec<String> = table.head.iter().map(|cell| plain(cell)).collect();
        let title = heads.iter().position(|head| self.column(head).is_none())?;
        let known = heads.iter().any(|head| self.column(head).is_some());
        let others = heads
            .into_iter()
            .enumerate()
            .filter(|(index, _)| *index != title);
        known.then(|| Layout {
            title,
            sections: others
                .map(|(index, head)| (index, self.column(&head).map_or(head, str::to_owned)))
                .collect(),
        })
    }

    /// Every row of a table is a description; what stands above a table introduces its group.
    fn in_tables(&mut self, blocks: &[Block], file: &str) {
        let deepest = blocks.iter().filter_map(level).max();
        let mut heading: Option<(u8, String)> = None;
        let mut above: Vec<Block> = Vec::new();
        for block in blocks {
            match block {
                Block::Heading { level, content } => {
                    self.unused(&above, heading.as_ref());
                    above.clear();
                    heading = Some((*level, text_of(content)));
                }
                Block::Table(table) => match self.layout(table) {
                    Some(layout) => {
                        // The only heading of a page is its title, and no group.
                        let group = heading.as_ref().filter(|(level, _)| {
                            *level > 1 || deepest == Some(1) && self.several_tables(blocks)
                        });
                        let group = group.map(|(_, title)| title.clone());
                        let folder = self.group(group, &above, file);
                        above.clear();
                        self.rows(table, &layout, folder);
                    }
                    None => above.push(block.clone()),
                },
                other => above.push(other.clone()),
            }
        }
        self.unused(&above, heading.as_ref());
    }

    fn several_tables(&self, blocks: &[Block]) -> bool {
        let tables = blocks
            .iter()
            .filter(|block| matches!(block, Block::Table(table) if self.layout(table).is_some()));
        tables.count() > 1
    }

    /// The folder of a group, which is made where it has a title or words of its own.
    fn group(&mut self, title: Option<String>, introduction: &[Block], file: &str) -> String {
        let introduction = markdown(introduction);
        let folder = match &title {
            Some(title) => {
                let name = Some(slug(title)).filter(|name| !name.is_empty());
                let name = name.unwrap_or_else(|| "group".to_owned());
                let names = (1..).map(|n| numbered(&name, n));
                let mut free = names.filter(|name| !self.folders.contains(name));
                free.next().unwrap_or(name)
            }
            None => String::new(),
        };
        let is_new = self.folders.insert(folder.clone());
        if is_new && (title.is_some() || !introduction.is_empty()) {
            self.made.groups.push(Group {
                order: self.made.groups.len() + 1,
                folder: folder.clone(),
                title: title.unwrap_or_else(|| file.to_owned()),
                introduction,
            });
        }
        folder
    }

    fn rows(&mut self, table: &Table, layout: &Layout, folder: String) {
        let mut folder = folder;
        let mut last: Option<(String, Vec<Block>)> = None;
        for row in &table.rows {
            if row.reach == Reach::Banner {
                self.finish(&mut last, &folder);
                let cell = row.cells.first().map(Vec::as_slice).unwrap_or_default();
                let (first, rest) = cell
                    .split_first()
                    .map_or((None, cell), |(first, rest)| (Some(first), rest));
                let title = first.map(|first| plain(std::slice::from_ref(first)));
                folder = self.group(title, rest, "");
                continue;
            }
            let title = row
                .cells
                .get(layout.title)
                .map(|cell| plain(cell))
                .unwrap_or_default();
            let body = self.sections(&row.cells, layout);
            match &mut last {
                // A title that reaches over several rows, or a row that goes on with the one above.
                Some((above, blocks)) if *above == title || title.is_empty() => {
                    for block in body {
                        add_section(blocks, block);
                    }
                }
                _ => {
                    self.finish(&mut last, &folder);
                    last = Some((title, body.into_iter().flatten().collect()));
                }
            }
        }
        self.finish(&mut last, &folder);
    }

    /// The cells of a row, each below the heading of its column.
    fn sections(&self, cells: &[Vec<Block>], layout: &Layout) -> Vec<Vec<Block>> {
        let mut sections = Vec::new();
        for (index, title) in &layout.sections {
            let cell = cells.get(*index).map(Vec::as_slice).unwrap_or_default();
            if plain(cell).is_empty() {
                continue;
            }
            let mut section = vec![heading(SECTION, title)];
            section.extend(cell.iter().map(|block| match block {
                Block::Heading { level, content } => Block::Heading {
                    level: (*level).max(SECTION + 1),
                    content: content.clone(),
                },
                other => other.clone(),
            }));
            sections.push(section);
        }
        sections
    }

    fn finish(&mut self, row: &mut Option<(String, Vec<Block>)>, folder: &str) {
        let Some((title, blocks)) = row.take() else {
            return;
        };
        if title.is_empty() && blocks.is_empty() {
            return;
        }
        self.description(&title, folder, &blocks);
    }

    fn description(&mut self, title: &str, folder: &str, blocks: &[Block]) {
        let slug = Some(slug(title)).filter(|slug| !slug.is_empty());
        let name = slug.unwrap_or_else(|| "processing".to_owned());
        let mut ids = (1..).filter_map(|n| DocumentId::new(&numbered(&name, n)).ok());
        let Some(id) = ids.find(|id| !self.ids.contains(id)) else {
            return;
        };
        self.ids.insert(id.clone());
        let in_group = self
            .made
            .descriptions
            .iter()
            .filter(|other| other.folder == folder);
        self.made.descriptions.push(Description {
            order: in_group.count() + 1,
            id,
            folder: folder.to_owned(),
            title: title.to_owned(),
            body: markdown(blocks),
        });
    }

    /// Says what stands in no description and introduces none.
    fn unused(&mut self, blocks: &[Block], heading: Option<&(u8, String)>) {
        let text = plain(blocks);
        if text.is_empty() {
            return;
        }
        let text = match heading {
            Some((_, heading)) => format!(
                "left out, since it stands in no description: “{}” (below “{heading}”)",
                shortened(&text)
            ),
            None => format!(
                "left out, since it stands in no description: “{}”",
                shortened(&text)
            ),
        };
        self.remark(text);
    }

    /// The level of the headings that name columns.
    fn level_of_sections(&self, blocks: &[Block]) -> Option<u8> {
        blocks.iter().find_map(|block| match block {
            Block::Heading { level, content } if self.column(&text_of(content)).is_some() => {
                Some(*level)
            }
            _ => None,
        })
    }

    /// Every part of the text that has such sections is a description.
    fn in_sections(&mut self, blocks: &[Block], sections: u8, file: &str) {
        let parts = parts(blocks, sections);
        let has_sections = |part: &Part<'_>| self.level_of_sections(part.blocks) == Some(sections);
        let described: Vec<bool> = parts.iter().map(has_sections).collect();
        // With several headings above them, those are groups; a single one is the page's title.
        let above = |part: &Part<'_>| part.level.is_some_and(|level| level + 1 < sections);
        let groups = parts
            .iter()
            .zip(&described)
            .filter(|(part, described)| above(part) && !**described)
            .count();
        let mut folder = String::new();
        for (part, described) in parts.iter().zip(described) {
            let title = part.title.as_deref();
            if described {
                self.part(part, title.unwrap_or(file), &folder, sections);
            } else if let (Some(title), true) = (title, above(part) && groups > 1) {
                folder = self.group(Some(title.to_owned()), part.blocks, file);
            } else {
                let heading = title.map(|title| (1, title.to_owned()));
                self.unused(part.blocks, heading.as_ref());
            }
        }
    }

    fn part(&mut self, part: &Part<'_>, title: &str, folder: &str, sections: u8) {
        let blocks: Vec<Block> = part
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading { level, content } => {
                    let moved = (level + SECTION).saturating_sub(sections);
                    match self.column(&text_of(content)) {
                        Some(column) if *level == sections => heading(SECTION, column),
                        _ => Block::Heading {
                            level: moved.clamp(SECTION, 6),
                            content: content.clone(),
                        },
                    }
                }
                other => other.clone(),
            })
            .collect();
        self.description(title, folder, &blocks);
    }

    /// A text without such sections is one description.
    fn whole(&mut self, blocks: &[Block], file: &str) {
        let (title, blocks) = match blocks {
            [Block::Heading { level: 1, content }, rest @ ..] => (text_of(content), rest),
            all => (file.to_owned(), all),
        };
        if blocks.is_empty() {
            return;
        }
        let highest = blocks.iter().filter_map(level).min().unwrap_or(SECTION);
        let blocks: Vec<Block> = blocks
            .iter()
            .map(|block| match block {
                Block::Heading { level, content } => Block::Heading {
                    level: (level + SECTION).saturating_sub(highest).clamp(SECTION, 6),
                    content: content.clone(),
                },
                other => other.clone(),
            })
            .collect();
        self.description(&title, "", &blocks);
        if !self.columns.is_empty() {
            let columns: Vec<String> = self
                .columns
                .iter()
                .map(|column| format!("“{column}”"))
                .collect();
            let text = format!(
                "“{title}” has no section named {}, so the table of processings shows nothing beside its title: name its sections so",
                columns.join(" or ")
            );
            self.remark(text);
        }
    }
}

/// What stands below one heading that is above the sections.
struct Part<'b> {
    level: Option<u8>,
    title: Option<String>,
    blocks: &'b [Block],
}

fn parts(blocks: &[Block], sections: u8) -> Vec<Part<'_>> {
    let is_head = |block: &Block| level(block).is_some_and(|level| level < sections);
    let mut parts = Vec::new();
    let mut rest = blocks;
    while !rest.is_empty() {
        let (head, below) = match rest.split_first() {
            Some((first, below)) if is_head(first) => (Some(first), below),
            _ => (None, rest),
        };
        let end = below.iter().position(is_head).unwrap_or(below.len());
        let (own, after) = below.split_at(end);
        parts.push(Part {
            level: head.and_then(level),
            title: head.map(|head| plain(std::slice::from_ref(head))),
            blocks: own,
        });
        rest = after;
    }
    parts
}

fn level(block: &Block) -> Option<u8> {
    match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        content: vec![Inline::Text(text.to_owned())],
    }
}

/// Adds a section to a description, below its namesake where there is one.
fn add_section(blocks: &mut Vec<Block>, section: Vec<Block>) {
    let Some(head) = section.first() else {
        return;
    };
    match blocks.iter().position(|block| block == head) {
        None => blocks.extend(section),
        Some(start) => {
            let below = blocks.get(start + 1..).unwrap_or_default();
            let end = below.iter().position(|block| level(block) == Some(SECTION));
            let end = end.map_or(blocks.len(), |end| start + 1 + end);
            // What a cell that reaches down says is said once.
            let known: Vec<Block> = blocks.get(start + 1..end).unwrap_or_default().to_vec();
            let new: Vec<Block> = section.into_iter().skip(1).collect();
            if !known.ends_with(&new) {
                blocks.splice(end..end, new);
            }
        }
    }
}

/// The column that a text names: by its own name, or by the words that it begins or goes on with
/// ("Purpose" for "Purpose of processing").
fn column<'a>(text: &str, columns: &'a [String]) -> Option<&'a str> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let text = words(text);
    let found = columns.iter().find(|column| {
        let column = words(column);
        !text.is_empty()
            && !column.is_empty()
            && (column.starts_with(&text) || text.starts_with(&column))
    });
    found.map(String::as_str)
}

/// A paragraph that is a column's name in bold is a heading.
fn with_labels_as_headings(blocks: &[Block], columns: &[String]) -> Vec<Block> {
    let mut above = 1;
    let labelled = |content: &[Inline]| {
        let words: Vec<&Inline> = content
            .iter()
            .filter(|inline| !matches!(inline, Inline::Text(text) if text.trim().is_empty()))
            .collect();
        match words.as_slice() {
            [Inline::Strong(label)] => {
                let is_column = column(&text_of(label), columns).is_some();
                is_column.then(|| label.clone())
            }
            _ => None,
        }
    };
    blocks
        .iter()
        .map(|block| match block {
            Block::Heading { level, content } => {
                if column(&text_of(content), columns).is_none() {
                    above = *level;
                }
                block.clone()
            }
            Block::Paragraph(content) => match labelled(content) {
                Some(content) => Block::Heading {
                    level: (above + 1).min(6),
                    content,
                },
                None => block.clone(),
            },
            other => other.clone(),
        })
        .collect()
}
