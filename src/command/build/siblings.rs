//! The compressed siblings of a site's files: `index.html.gz` and `index.html.br` beside `index.html`.
//! A server sends them as they are, instead of compressing at every request.
//!
//! It makes bytes of bytes; which file is worth it is told by the route alone, so the same site always
//! has the same siblings. It knows no disk.

use std::collections::BTreeSet;
use std::io::Write;

use brotli::CompressorWriter;
use flate2::{Compression, GzBuilder};

use crate::assemble::{Route, Site};
use crate::diagnostic::Diagnostic;
use crate::render;
use crate::source::Span;

/// The two encodings that servers send as they lie there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Gzip,
    Brotli,
}

impl Encoding {
    const ALL: [Encoding; 2] = [Encoding::Gzip, Encoding::Brotli];

    /// What a sibling's name has more than its file's.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Encoding::Gzip => ".gz",
            Encoding::Brotli => ".br",
        }
    }

    fn compress(self, bytes: &[u8], effort: Effort) -> Vec<u8> {
        let mut out = Vec::new();
        // Writing into memory can't fail.
        let _ = match self {
            // Without a time: the same bytes give the same sibling on any day.
            Encoding::Gzip => {
                let mut writer = GzBuilder::new().write(&mut out, Compression::best());
                writer.write_all(bytes).and_then(|()| writer.try_finish())
            }
            Encoding::Brotli => {
                CompressorWriter::new(&mut out, BUFFER, effort.brotli(), WINDOW).write_all(bytes)
            }
        };
        out
    }
}

/// How hard to press.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effort {
    /// Brotli's highest takes twenty times as long as the next and gains a twentieth.
    Usual,
    /// For the few files that every page loads and that stay the same for years.
    Utmost,
}

impl Effort {
    fn of(route: &Route) -> Effort {
        match route {
            Route::ThemeAsset(_) => Effort::Utmost,
            _ => Effort::Usual,
        }
    }

    fn brotli(self) -> u32 {
        match self {
            Effort::Usual => 9,
            Effort::Utmost => 11,
        }
    }
}

/// What fits into one packet arrives no sooner when it is smaller.
const LEAST: usize = 1024;

/// Brotli's usual window, 4 MiB, as its logarithm.
const WINDOW: u32 = 22;

const BUFFER: usize = 1 << 12;

/// The siblings that a file gets, each with the ending of its name.
pub(super) fn siblings(route: &Route, bytes: &[u8]) -> Vec<(Encoding, Vec<u8>)> {
    if bytes.len() < LEAST || !is_text(render::media_type(route)) {
        return Vec::new();
    }
    let effort = Effort::of(route);
    Encoding::ALL
        .into_iter()
        .map(|encoding| (encoding, encoding.compress(bytes, effort)))
        .filter(|(_, sibling)| sibling.len() < bytes.len())
        .collect()
}

/// Images and archives are compressed already.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["json", "xml", "javascript"]
            .iter()
            .any(|kind| media_type.contains(kind))
}

/// Static files that a server would take for the compressed form of another file.
pub(super) fn impostors(site: &Site, routes: &[Route]) -> Vec<Diagnostic> {
    let files: BTreeSet<String> = routes.iter().map(Route::file).collect();
    let assets = site.project().assets.iter();
    assets
        .filter_map(|asset| {
            let mut endings = Encoding::ALL.iter();
            let whole = endings.find_map(|e| asset.path.strip_suffix(e.ending()))?;
            let problem = Diagnostic::error(
                Span::new(asset.source, 0..0),
                format!("servers would take this file for `{whole}`, compressed"),
            )
            .help("give it another name, or build without --precompress");
            files.contains(whole).then_some(problem)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn page() -> Route {
        Route::Overview
    }

    fn long_text() -> Vec<u8> {
        "Postlark sends mail from Dublin. ".repeat(200).into_bytes()
    }

    fn unpacked(encoding: Encoding, sibling: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        match encoding {
            Encoding::Gzip => GzDecoder::new(sibling).read_to_end(&mut bytes).unwrap(),
            Encoding::Brotli => brotli::Decompressor::new(sibling, BUFFER)
                .read_to_end(&mut bytes)
                .unwrap(),
        };
        bytes
    }

    #[test]
    fn both_siblings_unpack_to_the_file_and_say_nothing_of_the_time() {
        let text = long_text();
        for route in [page(), Route::ThemeAsset("site.0123.css".to_owned())] {
            let made = siblings(&route, &text);
            assert_eq!(
                made.iter().map(|(e, _)| *e).collect::<Vec<_>>(),
                Encoding::ALL
            );
            for (encoding, sibling) in &made {
                assert!(sibling.len() < text.len() / 10, "{encoding:?}");
                assert_eq!(unpacked(*encoding, sibling), text, "{encoding:?}");
            }
            // RFC 1952: bytes 4 to 7 are the time, the third bit of byte 3 a file's name.
            assert_eq!(made[0].1[3..8], [0; 5]);
            assert_eq!(siblings(&route, &text), made);
        }
    }

    #[test]
    fn what_gains_nothing_gets_none() {
        let picture = Route::Static("logo.png".to_owned());
        assert!(siblings(&picture, &long_text()).is_empty());
        assert!(siblings(&page(), &long_text()[..LEAST - 1]).is_empty());
        // What no encoding can make smaller: every byte follows from the ones before in no simple way.
        let mut state = 1_u32;
        let noise: Vec<u8> = (0..4096)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect();
        assert!(siblings(&Route::Static("noise.txt".to_owned()), &noise).is_empty());
    }

    #[test]
    fn every_kind_of_text_is_one() {
        for name in [
            "a.css", "a.js", "a.html", "a.txt", "a.csv", "a.json", "a.xml", "a.svg",
        ] {
            let route = Route::Static(name.to_owned());
            assert_eq!(siblings(&route, &long_text()).len(), 2, "{name}");
        }
    }
}
