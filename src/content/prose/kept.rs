//! The outlines of texts that were parsed before, kept so that those needn't be parsed again.
//!
//! An outline follows from the text and from the program that parses it, so it is kept under the text's digest,
//! and all together under the program. Only texts of which there is nothing to say are kept, since a warning is said
//! each time, and none with other line ends or a byte order mark. What is kept stands behind a digest of all of it,
//! so what isn't whole isn't taken; whoever keeps it has to see that nobody else writes it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::outline::Outline;
use super::{Prose, Shared};
use crate::content::Digest;
use crate::source::Place;

/// What stands before the outlines, which follow in the same order.
#[derive(Serialize, Deserialize)]
struct Contents {
    /// Which program has parsed the texts.
    program: String,
    /// Each text by its digest, with the length of its outline in bytes.
    texts: Vec<([u8; Digest::LENGTH], usize)>,
}

/// The outlines of some texts.
#[derive(Default, Debug)]
pub struct KeptOutlines {
    bytes: Vec<u8>,
    /// Where each text's outline stands.
    places: BTreeMap<Digest, Range<usize>>,
}

impl KeptOutlines {
    /// What can be kept of these texts. `program` tells which program has parsed them.
    pub fn write<'a>(texts: impl IntoIterator<Item = &'a Prose>, program: &str) -> Vec<u8> {
        let texts = texts.into_iter().filter(|text| text.shared.plainly);
        let texts: BTreeMap<Digest, &Prose> = texts.map(|text| (text.digest(), text)).collect();
        let outlines: Vec<(Digest, Vec<u8>)> = texts
            .into_par_iter()
            .filter_map(|(digest, text)| {
                let outline = rmp_serde::to_vec(&text.shared.outline).ok()?;
                Some((digest, outline))
            })
            .collect();
        let contents = Contents {
            program: program.to_owned(),
            texts: outlines
                .iter()
                .map(|(digest, outline)| (digest.bytes(), outline.len()))
                .collect(),
        };
        let Ok(contents) = rmp_serde::to_vec(&contents) else {
            return Vec::new();
        };
        let lengths = outlines.iter().map(|(_, outline)| outline.len());
        let length = Digest::LENGTH + contents.len() + lengths.sum::<usize>();
        let mut kept = Vec::with_capacity(length);
        // The digest stands before what it is of.
        kept.extend([0; Digest::LENGTH]);
        kept.extend(contents);
        for (_, outline) in outlines {
            kept.extend(outline);
        }
        let (digest, rest) = kept.split_at_mut(Digest::LENGTH);
        digest.copy_from_slice(&Digest::of(rest).bytes());
        kept
    }

    /// Reads what was kept. Nothing is known where it isn't whole, or another program has kept it.
    pub fn read(kept: Vec<u8>, program: &str) -> KeptOutlines {
        KeptOutlines::of(kept, program).unwrap_or_default()
    }

    fn of(kept: Vec<u8>, program: &str) -> Option<KeptOutlines> {
        let (digest, rest) = kept.split_first_chunk()?;
        if *digest != Digest::of(rest).bytes() {
            return None;
        }
        let mut outlines = rest;
        let contents: Contents = rmp_serde::from_read(&mut outlines).ok()?;
        if contents.program != program {
            return None;
        }
        let mut end = kept.len() - outlines.len();
        let places = contents.texts.iter().map(|&(digest, length)| {
            let start = end;
            end = start.saturating_add(length);
            (Digest::from_bytes(digest), start..end)
        });
        let places = places.collect();
        if end != kept.len() {
            return None;
        }
        Some(KeptOutlines {
            bytes: kept,
            places,
        })
    }

    /// A text as it was parsed before, where it is known.
    pub fn recall(&self, written: &str, place: Place) -> Option<Prose> {
        if self.places.is_empty() {
            return None;
        }
        let digest = Digest::of(written.as_bytes());
        let bytes = self.bytes.get(self.places.get(&digest)?.clone())?;
        let outline: Outline = rmp_serde::from_slice(bytes).ok()?;
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
