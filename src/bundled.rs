//! What the binary carries: the default theme and the sample project.

use include_dir::{Dir, include_dir};

/// `themes/default`.
pub static THEME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The sample project's `content/`; its `candor.toml` is [`SAMPLE_CONFIG`].
pub static SAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The sample project's `candor.toml`.
pub static SAMPLE_CONFIG: &str = include_str!("../candor.toml");
