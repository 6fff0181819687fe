//! Site, theme and route → bytes.

pub mod prose;
pub mod view;
