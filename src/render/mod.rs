//! Site, theme and route → bytes.

pub mod view;
