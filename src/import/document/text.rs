//! A text with its form, whatever markup it was written in, and the way to Markdown.

mod block;
mod inline;

pub(super) use block::{Block, Reach, Row, Table, markdown, plain};
pub(super) use inline::{Done, Inline, text_of};
