//! The disk at the other end: a site into its output folder, and new sources into a project.
//!
//! - [`Staging`] publishes. Files go into a hidden folder beside the output, which is then exchanged for
//!   the output in one step; until then the old site stands untouched, after it the new one stands whole.
//!   Beside a large site it leaves a twin, with which the next build begins.
//! - [`Guard`] and the marker file decide whose folder it is. Only a folder that is missing, empty or
//!   bears Candor's marker is ever replaced, and what others put there is kept.
//! - [`apply`] adds, replaces and removes sources for `record`, `init` and `import`: all or nothing.
//!
//! It knows paths and bytes, and deliberately neither what is in them nor who asks.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where files go to the disk"
)]

mod add;
mod disk;
mod error;
mod foreign;
mod guard;
mod lock;
mod marker;
mod mode;
mod names;
mod path;
mod publish;
mod state;
mod swap;
#[cfg(test)]
mod tests;
mod twin;

pub use add::{apply, in_the_way};
pub use error::{Blame, Refusal, WriteError};
pub use guard::Guard;
pub use names::recover;
pub use publish::{Staging, Swapped};
pub use twin::{Keep, Key, Twins, kept};
