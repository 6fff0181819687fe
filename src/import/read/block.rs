//! A page as a row of blocks, whatever markup it was written in.

use crate::import::table::{Cell, Piece, Table};

/// A part of a page, in its order.
pub(super) enum Block {
    Heading {
        level: u8,
        text: String,
        runs: Vec<Run>,
        line: usize,
    },
    Paragraph {
        runs: Vec<Run>,
    },
    List {
        items: Vec<Item>,
        line: usize,
    },
    /// Terms with what is said of them.
    Definitions {
        pairs: Vec<(Vec<Run>, Vec<Run>)>,
        line: usize,
    },
    /// Without what stands above it.
    Tables(Vec<Table>),
}

/// An item of a list, with the items of the lists within it.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) runs: Vec<Run>,
    pub(super) nested: Vec<Item>,
    pub(super) line: usize,
}

/// A piece of a cell, and how it stands out.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) piece: Piece,
    pub(super) weight: Weight,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    Plain,
    Strong,
}

pub(super) fn cell(runs: Vec<Run>) -> Cell {
    Cell {
        pieces: runs.into_iter().map(|run| run.piece).collect(),
    }
}

impl Run {
    pub(super) fn text(&self) -> &str {
        match &self.piece {
            Piece::Text(text) | Piece::Link { text, .. } => text,
            Piece::Break | Piece::Item | Piece::Detail(_) | Piece::Note(_) | Piece::Struck(_) => "",
        }
    }

    fn with_text(&self, text: &str) -> Run {
        let piece = match &self.piece {
            Piece::Link { target, .. } => Piece::Link {
                text: text.to_owned(),
                target: target.clone(),
            },
            _ => Piece::Text(text.to_owned()),
        };
        Run {
            piece,
            weight: self.weight,
        }
    }
}

/// A place among the characters of some runs: which run, which byte of its text.
pub(super) type Place = (usize, usize);

/// The runs before a place and those from another place on.
pub(super) fn part(runs: &[Run], before: Place, from: Place) -> (Vec<Run>, Vec<Run>) {
    let cut = |(run, byte): Place, is_head: bool| {
        let here = runs.get(run)?;
        let text = match is_head {
            true => here.text().get(..byte)?,
            false => here.text().get(byte..)?,
        };
        (!text.trim().is_empty()).then(|| here.with_text(text))
    };
    let mut head: Vec<Run> = runs.get(..before.0).unwrap_or_default().to_vec();
    head.extend(cut(before, true));
    let mut tail: Vec<Run> = cut(from, false).into_iter().collect();
    tail.extend(runs.get(from.0 + 1..).unwrap_or_default().iter().cloned());
    (head, tail)
}

/// The first place at which a text stands in plain words.
pub(super) fn find(runs: &[Run], text: &str) -> Option<Place> {
    runs.iter()
        .enumerate()
        .find_map(|(index, run)| match &run.piece {
            Piece::Text(words) => words.find(text).map(|byte| (index, byte)),
            _ => None,
        })
}
