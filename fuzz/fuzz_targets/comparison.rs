//! Any two texts, parted by a zero byte, compared with each other and with themselves.

#![no_main]

use candor::compare::prose;
use candor::content::Prose;
use candor::source::{Place, Sources, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (old_text, new_text) = text.split_once('\0').unwrap_or((text, ""));
    let place = Place(Span::new(Sources::new().insert("a.md", *b""), 0..0));
    let [old, new] = [old_text, new_text].map(|text| Prose::parse(text, place).value.tree().clone());
    assert!(prose::compare(&old, &old).is_same());
    let there = prose::compare(&old, &new).is_same();
    assert_eq!(there, prose::compare(&new, &old).is_same());
    prose::compare_texts(old_text, new_text);
});
