//! Candor: a static site generator for trust centers whose change log writes itself.
//!
//! The site is built from the recorded changes; the working files are the proposal for the next one. So
//! nothing can be published untold, and nothing told can be published differently.
//!
//! What happens to one entry of `subprocessors.toml`, on its way from the writer's file to the reader:
//!
//! 1. [`read::read`] takes the files of the project's folder as bytes: [`source::Sources`]. From here to
//!    step 7 nothing touches a disk, a clock or the environment.
//! 2. [`parse::parse`] makes of the entry a [`content::Subprocessor`] in a [`parse::Project`]; what is wrong
//!    with it becomes a [`diagnostic::Diagnostic`] that says where, what was expected and what is near. The
//!    same parser reads the working file and the folder of every recorded change, a
//!    [`parse::Overlay`].
//! 3. [`replay::replay`] lays the overlays on one another in the order of the log. Only now is it known
//!    what a change did to the entry: [`compare::Amendment`]s with before and after, in a
//!    [`replay::Change`]. [`replay::rules`] tells from them who hears of it, and how long before.
//! 4. [`replay::Draft::of`] compares the last recorded state with the working files. While they differ,
//!    there is something that customers weren't told, and nothing is published.
//! 5. [`assemble::assemble`] takes what is known on the day that the site is built for and gives
//!    every page and file an address, a [`assemble::Route`]: the [`assemble::Site`]. What is announced
//!    later isn't in its history.
//! 6. [`render::render`] makes the bytes of a route: the register's page with the entry through the
//!    templates of a [`render::Theme`], and the feed's item in which subscribers read about it.
//! 7. [`write::Staging`] puts the bytes into a folder beside the output and swaps it in as a whole.
//!
//! The commands ([`command`]) are thin users of these calls, and [`cli`] is where arguments, the clock and
//! the environment come in. Each module imports only what stands before it here; a test holds that, and
//! `ARCHITECTURE.md` prints the list.

// Files as values, and places in them.
pub mod source;

// What the binary carries.
pub mod bundled;

// What is wrong, said so that the writer can mend it.
pub mod diagnostic;

// The words of the field as types.
pub mod content;

// A site's words, plurals, dates and country names.
pub mod language;

// The disk at the beginning.
pub mod read;

// From text to values.
pub mod parse;

// Lists that a company has already.
pub mod import;

// What differs between two states.
pub mod compare;

// What happened, and what is in force on a day.
pub mod replay;

// What is published, and where.
pub mod assemble;

// Pages and feeds.
pub mod render;

// The disk at the end.
pub mod write;

// One submodule a command.
pub mod command;

// Arguments in, exit code out.
pub mod cli;
