//! A comparison in numbers: "2 paragraphs amended, 1 row removed".

use std::collections::BTreeMap;

use super::{
    BlockChange, CellChange, Change, ColumnChange, Comparison, NodeChange, TableChange, Within,
    WordChange, Words,
};
use crate::content::prose::Block;

/// What was changed, in the order in which a summary names it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    Heading,
    Paragraph,
    Item,
    Column,
    Row,
    Table,
    List,
    Quote,
    Code,
    Note,
    /// A rule or raw HTML.
    Other,
}

/// What was done to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    Added,
    Removed,
    Amended,
    Moved,
    /// Only looks otherwise.
    Reformatted,
}

/// How often what was done.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Summary {
    counts: BTreeMap<(Part, Action), usize>,
}

impl Summary {
    pub fn count(&self, part: Part, action: Action) -> usize {
        self.counts.get(&(part, action)).copied().unwrap_or(0)
    }

    /// What was done at least once, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (Part, Action, usize)> {
        self.counts
            .iter()
            .map(|(&(part, action), &count)| (part, action, count))
    }

    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn add(&mut self, part: Part, action: Action) {
        *self.counts.entry((part, action)).or_default() += 1;
    }

    fn blocks(&mut self, changes: &[BlockChange<'_>]) {
        for change in changes {
            match change {
                Change::Same { .. } | Change::MovedAway { .. } => {}
                Change::Added(block) => self.whole(block, Action::Added),
                Change::Removed(block) => self.whole(block, Action::Removed),
                Change::MovedHere { new, .. } => self.add(part(new), Action::Moved),
                Change::Amended { old, new, within } => self.within(old, new, within),
            }
        }
    }

    /// A list or a table that comes or goes is counted by what it holds.
    fn whole(&mut self, block: &Block, action: Action) {
        match block {
            Block::List(list) => {
                let items = list.items.iter();
                items.for_each(|_| self.add(Part::Item, action));
            }
            block => self.add(part(block), action),
        }
    }

    fn within(&mut self, old: &Block, new: &Block, within: &Within<'_>) {
        match within {
            Within::Words(words) => self.add(part(new), action_of(words)),
            Within::Items(items) => {
                let mut told = false;
                for item in items {
                    let action = match item {
                        Change::Same { .. } | Change::MovedAway { .. } => continue,
                        Change::Added(_) => Action::Added,
                        Change::Removed(_) => Action::Removed,
                        Change::MovedHere { .. } => Action::Moved,
                        Change::Amended { old, new, within } => {
                            let mut inner = Summary::default();
                            inner.blocks(within);
                            if old.task == new.task && inner.is_only(Action::Reformatted) {
                                Action::Reformatted
                            } else {
                                Action::Amended
                            }
                        }
                    };
                    told = true;
                    self.add(Part::Item, action);
                }
                if !told {
                    self.add(Part::List, Action::Reformatted);
                }
            }
            Within::Table(table) => self.table(table),
            Within::Quote(changes) => self.blocks(changes),
            Within::Lines(lines) => {
                let same = lines
                    .iter()
                    .all(|line| matches!(line, super::LineChange::Same(_)));
                let action = if same {
                    Action::Reformatted
                } else {
                    Action::Amended
                };
                self.add(Part::Code, action);
            }
            Within::Html(nodes) => {
                for node in nodes {
                    match node {
                        NodeChange::Blocks(changes) => self.blocks(changes),
                        NodeChange::Words(words) if words.is_same() => {}
                        NodeChange::Words(words) => self.add(Part::Paragraph, action_of(words)),
                    }
                }
            }
            Within::Rewritten if part(old) == part(new) => self.add(part(new), Action::Amended),
            Within::Rewritten => {
                self.add(part(old), Action::Removed);
                self.add(part(new), Action::Added);
            }
        }
    }

    fn table(&mut self, table: &TableChange<'_>) {
        let mut told = false;
        for column in &table.columns {
            match column {
                ColumnChange::Kept { .. } => continue,
                ColumnChange::Added(_) => self.add(Part::Column, Action::Added),
                ColumnChange::Removed(_) => self.add(Part::Column, Action::Removed),
            }
            told = true;
        }
        let head = cells_action(&table.head).map(|action| (Part::Heading, action));
        let rows = table.rows.iter().filter_map(|row| {
            let action = match row {
                Change::Same { .. } | Change::MovedAway { .. } => return None,
                Change::Added(_) => Action::Added,
                Change::Removed(_) => Action::Removed,
                Change::MovedHere { .. } => Action::Moved,
                Change::Amended { within, .. } => cells_action(within)?,
            };
            Some((Part::Row, action))
        });
        for (part, action) in head.into_iter().chain(rows) {
            self.add(part, action);
            told = true;
        }
        if !told {
            self.add(Part::Table, Action::Reformatted);
        }
    }

    fn is_only(&self, action: Action) -> bool {
        self.counts.keys().all(|&(_, done)| done == action)
    }
}

impl Comparison<'_> {
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        summary.blocks(&self.blocks);
        for note in &self.notes {
            let action = match note {
                Change::Same { .. } | Change::MovedAway { .. } => continue,
                Change::Added(_) => Action::Added,
                Change::Removed(_) => Action::Removed,
                Change::MovedHere { .. } => Action::Moved,
                Change::Amended { .. } => Action::Amended,
            };
            summary.add(Part::Note, action);
        }
        summary
    }
}

/// What was done to a row by its cells; a cell of a column that came or went is the column's.
fn cells_action(cells: &[CellChange<'_>]) -> Option<Action> {
    let mut action = None;
    for cell in cells {
        match cell {
            CellChange::Added(_) | CellChange::Removed(_) => {}
            CellChange::Rewritten { .. } => return Some(Action::Amended),
            CellChange::Words(words) if words.is_same() => {}
            CellChange::Words(words) => match action_of(words) {
                Action::Reformatted => action = Some(Action::Reformatted),
                action => return Some(action),
            },
        }
    }
    action
}

fn action_of(words: &Words) -> Action {
    let reformatted = words.0.iter().all(|change| {
        matches!(
            change,
            WordChange::Same { .. } | WordChange::Reformatted { .. }
        )
    });
    if reformatted {
        Action::Reformatted
    } else {
        Action::Amended
    }
}

fn part(block: &Block) -> Part {
    match block {
        Block::Heading(_) => Part::Heading,
        Block::Paragraph(_) => Part::Paragraph,
        Block::List(_) => Part::List,
        Block::Table(_) => Part::Table,
        Block::Quote(_) => Part::Quote,
        Block::Code(_) => Part::Code,
        Block::Rule | Block::Html(_) => Part::Other,
    }
}
