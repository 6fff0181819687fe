//! What a page follows from, as a digest.
//!
//! A template sees the site's values, the frame's and the page's, and nothing else. So a digest of these and
//! of the theme tells whether a page can be another than it was, before it is made. Another program may make
//! another page of the same, so whoever keeps a fingerprint keeps with it which program it is of. Nothing of
//! it is published.

use std::hash::{Hash, Hasher};

use sha2::{Digest, Sha256};

/// All that something follows from: what has the same fingerprint has the same bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of what follows from these values.
    pub fn of(values: &impl Hash) -> Fingerprint {
        let mut state = State {
            digest: Sha256::new(),
            waiting: Vec::with_capacity(BLOCK),
        };
        values.hash(&mut state);
        state.digest.update(&state.waiting);
        let digest = state.digest.finalize();
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
        Fingerprint(bytes)
    }

    pub fn bytes(self) -> [u8; 16] {
        self.0
    }
}

/// How much is collected before it goes into the digest: most that is hashed is a few bytes long.
const BLOCK: usize = 4096;

/// Collects what `#[derive(Hash)]` gives.
struct State {
    digest: Sha256,
    waiting: Vec<u8>,
}

impl Hasher for State {
    fn write(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > BLOCK {
            self.digest.update(&self.waiting);
            self.waiting.clear();
        }
        if bytes.len() > BLOCK {
            self.digest.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }

    /// Nobody asks for the short form.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Fingerprint};

    #[test]
    fn tells_values_apart_however_long() {
        let long = "x".repeat(3 * BLOCK);
        let values = [
            vec!["ab", "c"],
            vec!["a", "bc"],
            vec!["abc"],
            vec![],
            vec![&long],
            vec![&long[1..]],
            vec![&long[..BLOCK], &long[..BLOCK], "a"],
            vec![&long[..BLOCK], &long[..BLOCK], "b"],
        ];
        for one in &values {
            for other in &values {
                let same = Fingerprint::of(one) == Fingerprint::of(other);
                assert_eq!(same, one == other);
            }
        }
    }
}
