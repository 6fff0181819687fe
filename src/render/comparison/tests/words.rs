//! The words of a comparison, in English.

use crate::render::comparison::{ComparisonOptions, ComparisonWords, Layout, Unchanged};
use crate::render::prose::ProseOptions;

fn unchanged(what: Unchanged, count: usize) -> String {
    format!("{count} unchanged {what:?}").to_lowercase()
}

fn show(what: &str) -> String {
    format!("Show {what}")
}

fn retargeted(old: Option<&str>, new: Option<&str>) -> String {
    format!(
        "link leads to {}, before to {}",
        new.unwrap_or("nothing"),
        old.unwrap_or("nothing")
    )
}

fn stop(at: usize, count: usize) -> String {
    format!("Change {at} of {count}")
}

/// Two sides in a layout, with these words.
pub(in crate::render) fn with_options<T>(
    (old, new): (ProseOptions<'_>, ProseOptions<'_>),
    layout: Layout,
    write: impl FnOnce(&ComparisonOptions<'_>) -> T,
) -> T {
    write(&ComparisonOptions {
        old,
        new,
        layout,
        words: ComparisonWords {
            added: "Added",
            removed: "Removed",
            reformatted: "Formatting changed",
            moved_here: "Moved here",
            moved_away: "Moved away",
            unchanged: &unchanged,
            show: &show,
            retargeted: &retargeted,
            stop: &stop,
            to_first: "To the first change",
            to_previous: "Previous change",
            to_next: "Next change",
        },
    })
}
