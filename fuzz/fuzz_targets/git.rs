//! Any bytes as what `git` answers: the log of a file, and an object of it.

#![no_main]

use candor::read::git::{self, Object};
use libfuzzer_sys::fuzz_target;

const LARGEST: u64 = 1 << 10;

fuzz_target!(|bytes: &[u8]| {
    for revision in git::log(bytes) {
        assert!(!revision.commit.contains('\0'));
        assert!(!revision.path.contains('\0'));
    }
    if let Ok(Object::Bytes(held)) = git::object(&mut &*bytes, LARGEST) {
        assert!(held.len() <= bytes.len().min(LARGEST as usize));
    }
});
