//! A sentence above a list that places all of it.

use super::places;
use crate::content::Location;
use crate::import::recognise::transfer::Rest;
use crate::import::recognise::words::words;

/// The places in which a sentence says that all of the list below is: "All of these are located in the
/// United States:". `None` where it says anything else.
pub(in crate::import) fn of_sentence(text: &str) -> Option<Vec<Location>> {
    const VERBS: [&str; 17] = [
        "located",
        "hosted",
        "stored",
        "store",
        "situated",
        "process",
        "based",
        "befinden",
        "befindet",
        "gehostet",
        "verarbeiten",
        "gespeichert",
        "situes",
        "situees",
        "heberges",
        "hebergees",
        "localises",
    ];
    const BEFORE: [&str; 8] = [
        " in ",
        " within ",
        " en ",
        " au ",
        " aux ",
        " à ",
        " dans ",
        " innerhalb ",
    ];
    let text = text.trim().strip_suffix(':')?.trim_end();
    let words = words(text);
    if !words.iter().any(|word| VERBS.contains(&word.as_str())) {
        return None;
    }
    let start = BEFORE.iter().filter_map(|word| {
        let at = text.rfind(word)?;
        Some(at + word.len())
    });
    let tail = text.get(start.max()?..)?.trim();
    let tail = match tail.rsplit_once(' ') {
        Some((places, verb)) if VERBS.contains(&verb.to_lowercase().as_str()) => places,
        _ => tail,
    };
    let places = places(tail);
    let is_all = places.rest == Rest::Nothing && places.transfer.is_empty();
    (is_all && !places.locations.is_empty()).then_some(places.locations)
}
