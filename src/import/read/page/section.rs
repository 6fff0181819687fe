//! A page by its headings.

use super::{headed, item};
use crate::import::read::block::{Block, Run, Weight, cell};
use crate::import::table::{Cell, Heading, Rank, one_line};

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

/// Below every heading of a page: a line that only stands in for one.
const STANDS_IN: u8 = 7;

/// The longest line that does, in characters.
const NAME: usize = 80;

pub(super) fn sections(blocks: Vec<Block>, title: Option<&str>) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut open: Vec<(u8, Heading)> = Vec::new();
    for block in with_stand_ins(blocks) {
        let is_heading = matches!(block, Block::Heading { .. });
        let is_over = sections
            .last()
            .is_some_and(|section| section.level == STANDS_IN && !section.blocks.is_empty());
        if is_over && !is_heading {
            open.retain(|(above, _)| *above < STANDS_IN);
            sections.push(Section {
                headings: open.iter().map(|(_, heading)| heading.clone()).collect(),
                ..Section::default()
            });
        }
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
        let own = section.headings.last();
        let is_title = own.is_some_and(|heading| heading.rank == Rank::Title);
        if section.level > 0
            && !is_title
            && let Some((facts, description)) = facts(&section.blocks)
        {
            (section.facts, section.description) = (facts, description);
        }
    }
    sections
}

/// Blocks in which a bold line or a single item is a heading, where a list of labels stands below it.
fn with_stand_ins(blocks: Vec<Block>) -> Vec<Block> {
    let mut blocks = blocks.into_iter().peekable();
    let mut all = Vec::new();
    while let Some(block) = blocks.next() {
        let stands = match blocks.peek() {
            Some(Block::List { items, line }) => {
                let says = items
                    .iter()
                    .all(|item| item::labelled(&item.runs).is_some());
                (says && !items.is_empty()).then_some(*line)
            }
            _ => None,
        };
        let name = stands.zip(stand_in(&block));
        all.push(match name {
            Some((line, (text, runs))) => Block::Heading {
                level: STANDS_IN,
                text,
                runs,
                line,
            },
            None => block,
        });
    }
    all
}

/// The words of a block that may stand in for a heading.
fn stand_in(block: &Block) -> Option<(String, Vec<Run>)> {
    let runs = match block {
        Block::Paragraph { runs } => {
            let is_strong =
                |run: &Run| run.weight == Weight::Strong || run.text().trim().is_empty();
            runs.iter().all(is_strong).then_some(runs)?
        }
        Block::List { items, .. } => match &items[..] {
            [item] if item.nested.is_empty() && item::labelled(&item.runs).is_none() => &item.runs,
            _ => return None,
        },
        Block::Heading { .. } | Block::Definitions { .. } | Block::Tables(_) => return None,
    };
    let text = one_line(&runs.iter().map(Run::text).collect::<String>());
    let length = text.chars().count();
    let is_name = (1..=NAME).contains(&length) && !text.ends_with([':', '.']);
    is_name.then(|| (text, runs.clone()))
}

/// What blocks say under labels. `None` where there is anything but labels and words.
fn facts(blocks: &[Block]) -> Option<(Vec<(String, Cell)>, Description)> {
    let mut facts = Vec::new();
    let mut links = Vec::new();
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
                let mut lines = item::lines(runs).into_iter();
                match lines.next().as_deref().and_then(item::labelled) {
                    Some((label, value)) => {
                        let mut labels = vec![(label, value)];
                        // Lines without a label of their own go on with what is said under the last.
                        for line in lines {
                            match (item::labelled(&line), labels.last_mut()) {
                                (Some(labelled), _) => labels.push(labelled),
                                (None, Some((_, value))) => {
                                    value.push(item::line_end());
                                    value.extend(line);
                                }
                                (None, None) => {}
                            }
                        }
                        let labels = labels.into_iter();
                        facts.extend(labels.map(|(label, value)| (label, cell(value))));
                    }
                    None => match item::links_alone(runs) {
                        Some(alone) => links.extend(alone),
                        None => {
                            description.extend(runs.iter().cloned());
                            description.push(item::line_end());
                        }
                    },
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
    // Where the first label comes again, there are several vendors.
    let (first, others) = facts.split_first()?;
    let is_one = others.iter().all(|(label, _)| *label != first.0);
    // Links say something under their own words, but make no vendor of a section.
    facts.extend(links);
    is_one.then_some((facts, Description(description)))
}
