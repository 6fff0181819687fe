//! Any bytes as the `changes.json` that is live, or as one of the two that are verified.

#![no_main]

use candor::replay::{Published, difference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(published) = Published::parse(bytes) {
        published.flaws();
        difference::differences(published.records(), published.records());
    }
});
