//! `candor serve`: the site with the draft, as the writer works on it.
//!
//! [`workbench`] keeps the project as it stands on the disk and makes an [`edition`] of it after every
//! save; an edition is what is served, swapped whole.

pub mod edition;
pub mod workbench;
