//! No change overtakes another one that says something else of the same item.

use std::collections::BTreeMap;

use crate::content::ItemId;
use crate::diagnostic::Diagnostic;
use crate::replay::Replayed;

/// For one item neither the announcement nor the effective day ever goes back in the order of the log:
/// else a change would be undone by one that was told before it.
pub(super) fn check(log: &[Replayed<'_>], problems: &mut Vec<Diagnostic>) {
    let mut touched: BTreeMap<ItemId, Vec<usize>> = BTreeMap::new();
    for (index, replayed) in log.iter().enumerate() {
        if replayed.change.is_historical() {
            continue;
        }
        for amendment in &replayed.change.amendments {
            touched.entry(amendment.item()).or_default().push(index);
        }
    }
    for (item, indexes) in touched {
        for (position, &index) in indexes.iter().enumerate() {
            let later = &log[index];
            // A replaced change is overtaken on purpose, by the one that replaces it and those after.
            let stood_in_for = |earlier: &Replayed<'_>| {
                log[..=index].iter().any(|r| {
                    let replaces = r.change.replaces.as_ref();
                    replaces.is_some_and(|replaces| replaces.id == earlier.change.id)
                })
            };
            let mut before = indexes[..position].iter().rev().map(|&index| &log[index]);
            let nearest = before.find(|earlier| !earlier.replaced || !stood_in_for(earlier));
            let Some(earlier) =
                nearest.filter(|earlier| earlier.change.effective > later.change.effective)
            else {
                continue;
            };
            problems.push(
                Diagnostic::error(
                    later.overlay.effective.span,
                    format!(
                        "`{}` would overtake `{}`, which says something else of `{item}`",
                        later.change.id, earlier.change.id
                    ),
                )
                .label(format!(
                    "`{}` takes effect on {}",
                    earlier.change.id, earlier.change.effective
                ))
                .context(
                    earlier.overlay.effective.span,
                    "the change that was told first",
                )
                .help(format!(
                    "let it take effect with the other one: effective = {}",
                    earlier.change.effective
                ))
                .help(format!(
                    "or let it stand in for the other one: replaces = \"{}\"",
                    earlier.change.id
                )),
            );
        }
    }
}
