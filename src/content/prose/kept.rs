//! The outlines of texts that were parsed before, kept so that those needn't be parsed again.
//!
//! An outline follows from the text and from the program that parses it, so it is kept under the text's digest,
//! and all together under the program. Only texts of which there is nothing to say are kept, since a warning is said
//! each time, and none with other line ends or a byte order mark. What is kept is lines of text behind a digest of
//! them all, so what isn't whole isn't taken; whoever keeps it has to see that nobody else writes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::outline::Outline;
use super::{Prose, Shared};
use crate::content::Digest;
use crate::source::Place;

/// A digest with what parts it from the rest.
const DIGEST: usize = 64 + 2;

/// The outlines of some texts.
#[derive(Default, Debug)]
pub struct KeptOutlines {
    lines: String,
    /// Where each text's outline stands.
    places: BTreeMap<Digest, Range<usize>>,
}

impl KeptOutlines {
    /// What can be kept of these texts. `program` tells which program has parsed them.
    pub fn write<'a>(texts: impl IntoIterator<Item = &'a Prose>, program: &str) -> Vec<u8> {
        let texts = texts.into_iter().filter(|text| text.shared.plainly);
        let texts: BTreeMap<Digest, &Prose> = texts.map(|text| (text.digest(), text)).collect();
        let outlines: Vec<(Digest, String)> = texts
            .into_par_iter()
            .filter_map(|(digest, text)| {
                let outline = serde_json::to_string(&text.shared.outline).ok()?;
                Some((digest, outline))
            })
            .collect();
        let lengths = outlines.iter().map(|(_, outline)| outline.len() + DIGEST);
        let length = lengths.sum::<usize>() + DIGEST + program.len();
        let mut kept = String::with_capacity(length);
        // The digest stands before what it is of.
        let _ = writeln!(kept, "{}", Digest::of(b""));
        let rest = kept.len();
        let _ = writeln!(kept, "{program}");
        for (digest, outline) in outlines {
            let _ = writeln!(kept, "{digest} {outline}");
        }
        let digest = Digest::of(&kept.as_bytes()[rest..]);
        kept.replace_range(..rest - 1, &digest.to_string());
        kept.into_bytes()
    }

    /// Reads what was kept. Nothing is known where it isn't whole, or another program has kept it.
    pub fn read(kept: Vec<u8>, program: &str) -> KeptOutlines {
        KeptOutlines::of(kept, program).unwrap_or_default()
    }

    fn of(kept: Vec<u8>, program: &str) -> Option<KeptOutlines> {
        let lines = String::from_utf8(kept).ok()?;
        let (digest, rest) = lines.split_once('\n')?;
        let own = rest.strip_prefix(program)?.strip_prefix('\n')?;
        if Digest::parse(digest)? != Digest::of(rest.as_bytes()) {
            return None;
        }
        let mut end = lines.len() - own.len();
        let places = own.split_inclusive('\n').filter_map(|line| {
            end += line.len();
            let (digest, outline) = line.split_once(' ')?;
            Some((Digest::parse(digest)?, end - outline.len()..end))
        });
        let places = places.collect();
        Some(KeptOutlines { lines, places })
    }

    /// A text as it was parsed before, where it is known.
    pub fn recall(&self, written: &str, place: Place) -> Option<Prose> {
        if self.places.is_empty() {
            return None;
        }
        let digest = Digest::of(written.as_bytes());
        let line = self.lines.get(self.places.get(&digest)?.clone())?;
        let outline: Outline = serde_json::from_str(line).ok()?;
        let shared = Shared {
            text: written.to_owned(),
            digest,
            plainly: true,
            outline: outline.complete(),
            tree: OnceLock::new(),
        };
        Some(Prose {
            shared: Arc::new(shared),
            place,
        })
    }
}
