//! What a reader makes of a file.

use crate::import::table::Table;

/// The tables of a file, and what of it they don't hold.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::import) struct Shape {
    pub tables: Vec<Table>,
    pub remarks: Vec<Remark>,
}

/// Something to know of how a file was read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Remark {
    /// From 1; in a sheet the number of the row.
    pub line: Option<usize>,
    pub text: String,
}

impl From<Vec<Table>> for Shape {
    fn from(tables: Vec<Table>) -> Shape {
        Shape {
            tables,
            remarks: Vec::new(),
        }
    }
}

impl Shape {
    pub(super) fn remark(&mut self, line: Option<usize>, text: impl Into<String>) {
        self.remarks.push(Remark {
            line,
            text: text.into(),
        });
    }
}
