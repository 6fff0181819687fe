//! A page by its headings.

use super::{headed, item};
use crate::import::read::block::{Block, Run, cell};
use crate::import::table::{Cell, Heading};

/// A heading and what follows up to the next one.
#[derive(Default)]
pub(super) struct Section {
    level: u8,
    /// Of the heading itself.
    pub(super) runs: Vec<Run>,
    pub(super) line: usize,
    /// The headings above, the section's own last.
    pub(super) headings: Vec<Heading>,
    pub(super) blocks: Vec<Block>,
    /// What the section says under labels, if it says nothing but that and some words.
    pub(super) facts: Vec<(String, Cell)>,
    pub(super) description: Description,
}

/// The words of a section that stand under no label.
#[derive(Clone, Default)]
pub(super) struct Description(Vec<Run>);

impl Description {
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text().trim().is_empty())
    }
}

impl From<Description> for Cell {
    fn from(description: Description) -> Cell {
        cell(description.0)
    }
}

impl Section {
    /// Whether both are vendors of the same list.
    pub(super) fn is_alike(&self, other: &Section) -> bool {
        let above = |section: &Section| {
            let above = section.headings.split_last();
            above.map(|(_, above)| above.to_vec())
        };
        !self.facts.is_empty()
            && !other.facts.is_empty()
            && self.level == other.level
            && above(self) == above(other)
    }
}

pub(super) fn sections(blocks: Vec<Block>, title: Option<&str>) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut open: Vec<(u8, Heading)> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading {
                level,
                text,
                runs,
                line,
            } => {
                open.retain(|(above, _)| *above < level);
                open.push((level, headed(&text, title)));
                sections.push(Section {
                    level,
                    runs,
                    line,
                    headings: open.iter().map(|(_, heading)| heading.clone()).collect(),
                    ..Section::default()
                });
            }
            block => {
                if let Some(section) = sections.last_mut() {
                    section.blocks.push(block);
                }
            }
        }
    }
    for section in &mut sections {
        if section.level > 0
            && let Some((facts, description)) = facts(&section.blocks)
        {
            (section.facts, section.description) = (facts, description);
        }
    }
    sections
}

/// What blocks say under labels. `None` where there is anything but labels and words.
fn facts(blocks: &[Block]) -> Option<(Vec<(String, Cell)>, Description)> {
    let mut facts = Vec::new();
    let mut description = Vec::new();
    for block in blocks {
        match block {
            Block::List { items, .. } => {
                for item in items {
                    let (label, value) = item::labelled(&item.runs)?;
                    let mut value = cell(value);
                    value.pieces.extend(item::nested_items(item));
                    facts.push((label, value));
                }
            }
            Block::Paragraph { runs } => {
                let lines = item::lines(runs);
                let labelled: Option<Vec<_>> =
                    lines.iter().map(|line| item::labelled(line)).collect();
                match labelled {
                    Some(found) => {
                        let found = found.into_iter();
                        facts.extend(found.map(|(label, value)| (label, cell(value))));
                    }
                    None => {
                        description.extend(runs.iter().cloned());
                        description.push(item::line_end());
                    }
                }
            }
            Block::Definitions { pairs, .. } => {
                let pairs = pairs.iter();
                facts.extend(pairs.map(|(term, said)| {
                    let label = cell(term.clone()).plain();
                    (label.trim_end_matches(':').to_owned(), cell(said.clone()))
                }));
            }
            Block::Tables(_) | Block::Heading { .. } => return None,
        }
    }
    (!facts.is_empty()).then_some((facts, Description(description)))
}
