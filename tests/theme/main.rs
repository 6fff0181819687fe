//! The default theme from outside: every page with values as `render` fills them in, in each language
//! that ships, and a project's theme laid over it.

mod catalogue;
mod fixture;
mod harness;
mod overriding;
mod pages;
mod preview;
