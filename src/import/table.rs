//! The one model that every reader fills: tables as a person sees them, whatever they were written in.
//!
//! A list is a table too: of one column where its items are names, of more where their parts say what
//! they are. A reader says what stands where, and nothing about what it means.

/// One list of a file, and what stands above it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Table {
    /// The headings that it stands under, the outermost first.
    pub headings: Vec<Heading>,
    /// The paragraph directly above it.
    pub lead_in: Option<String>,
    pub columns: Vec<Column>,
    /// Each has as many cells as there are columns, or fewer: the rest is empty.
    pub rows: Vec<Row>,
    /// Where it begins in its file, from 1.
    pub line: usize,
    /// What the same text may be instead, where the columns of this table mean nothing.
    pub otherwise: Vec<Table>,
}

/// A heading of the file, or the name of a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Heading {
    pub text: String,
    pub rank: Rank,
}

/// Whether a heading names the whole file or a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rank {
    /// The only heading of the highest level: "Lanternmail subprocessors".
    Title,
    Section,
}

/// What a column says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// Its heading, or the key of a record, as written; may be empty.
    Headed(String),
    /// No heading says it, but the shape of the list.
    Implied(Part),
}

/// What a part of a list's item is by its place alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Name,
    Purpose,
    Description,
}

/// One row, item or record.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// Where it begins in its file, from 1; in a sheet the number of the row.
    pub line: usize,
}

/// What stands in one cell, in its order.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    pub pieces: Vec<Piece>,
}

/// A part of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// Words on one line. White space counts as one blank.
    Text(String),
    Link {
        text: String,
        /// As written: `https://…`, `mailto:…`, `../page.md`.
        target: String,
    },
    /// A line or paragraph ends here.
    Break,
    /// An item of a list begins here.
    Item,
    /// What is said of the item before: the members of a key in a map of lists.
    Detail(String),
    /// The text of a footnote whose mark stands here.
    Note(String),
    /// Words that are struck through.
    Struck(String),
}

/// A cell with more lines is what an open quotation mark makes of a file.
const MOST_LINES: usize = 10_000;

impl Cell {
    /// A cell with nothing but words; line ends break lines, unless there are more of them than any cell
    /// of a list has.
    pub(super) fn text(text: &str) -> Cell {
        if text.lines().nth(MOST_LINES).is_some() {
            return Cell {
                pieces: vec![Piece::Text(text.to_owned())],
            };
        }
        let mut pieces = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                pieces.push(Piece::Break);
            }
            pieces.push(Piece::Text(line.to_owned()));
        }
        Cell { pieces }
    }

    /// A cell with one item a text.
    pub(super) fn items<'a>(items: impl IntoIterator<Item = &'a str>) -> Cell {
        let items = items.into_iter();
        let pieces = items.flat_map(|text| [Piece::Item, Piece::Text(text.to_owned())]);
        Cell {
            pieces: pieces.collect(),
        }
    }

    /// Whether it says nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Text(text) | Piece::Struck(text) | Piece::Detail(text) | Piece::Note(text) => {
                text.trim().is_empty()
            }
            Piece::Link { text, target } => text.trim().is_empty() && target.trim().is_empty(),
            Piece::Break | Piece::Item => true,
        })
    }

    /// Its lines: broken at line ends and items, white space made one blank, what is struck through left
    /// out. No line is empty.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![String::new()];
        for piece in &self.pieces {
            match piece {
                Piece::Break | Piece::Item => lines.push(String::new()),
                Piece::Text(text) | Piece::Link { text, .. } => {
                    if let Some(line) = lines.last_mut() {
                        line.push_str(text);
                    }
                }
                Piece::Detail(text) => {
                    if let Some(line) = lines.last_mut() {
                        line.push_str(": ");
                        line.push_str(text);
                    }
                }
                Piece::Note(_) | Piece::Struck(_) => {}
            }
        }
        let lines = lines.iter().map(|line| one_line(line));
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// What it says on one line.
    pub(super) fn plain(&self) -> String {
        self.lines().join(" ")
    }

    /// What it says as text: lines with a blank between them, items with "; ".
    pub(super) fn written(&self) -> String {
        let separator = if self.has_items() { "; " } else { " " };
        self.lines().join(separator)
    }

    pub(super) fn has_items(&self) -> bool {
        self.pieces.contains(&Piece::Item)
    }

    /// Whether all of its words are struck through, and there are some.
    pub(super) fn is_struck(&self) -> bool {
        let mut struck = false;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) | Piece::Detail(text) | Piece::Link { text, .. } => {
                    if !text.trim().is_empty() {
                        return false;
                    }
                }
                Piece::Struck(text) => struck |= !text.trim().is_empty(),
                Piece::Break | Piece::Item | Piece::Note(_) => {}
            }
        }
        struck
    }

    /// The texts of its footnotes.
    pub(super) fn notes(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Note(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Its links: text and target.
    pub(super) fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Link { text, target } => Some((text.as_str(), target.as_str())),
            _ => None,
        })
    }
}

impl Row {
    /// The cell of a column; empty where the row is shorter.
    pub(super) fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell { pieces: Vec::new() };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

/// A text with single blanks between its words, the no-break space being one, and none at its ends. What
/// is invisible goes.
pub(super) fn one_line(text: &str) -> String {
    let invisible = |c: &char| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}');
    let text: String = crate::content::text::legible(text)
        .chars()
        .filter(invisible)
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
