//! What a column holds and what a cell says.
//!
//! [`heading`] tells the sense of a column by its heading in English, German and French, and [`section`]
//! that of the headings above a list. The other modules read one kind of value each: [`list`], [`place`],
//! [`transfer`], [`date`], [`link`], [`condition`], [`name`]. Each reads what the text says and tells what
//! of it can't be read; none fills in what isn't there.
//!
//! Nothing here knows of rows, vendors or files.

pub(super) mod blank;
pub(super) mod condition;
mod country;
pub(super) mod date;
pub(super) mod heading;
pub(super) mod link;
pub(super) mod list;
pub(super) mod name;
pub(super) mod place;
mod region;
pub(super) mod section;
pub(super) mod transfer;
pub(super) mod words;
