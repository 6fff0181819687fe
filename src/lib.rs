//! Candor: a static site generator for trust centers whose change log writes itself.

pub mod bundled;
pub mod source;

pub mod diagnostic;

pub mod content;

pub mod language;

pub mod read;

pub mod parse;

pub mod compare;

pub mod replay;

pub mod assemble;

pub mod render;

pub mod write;

pub mod command;

pub mod cli;
