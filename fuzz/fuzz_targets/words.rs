//! Any text as an id, an address, a day, a digest and a language's words.

#![no_main]

use candor::command::import::settlement;
use candor::content::id::slug;
use candor::content::{ChangeId, Date, Digest, DocumentId, SubprocessorId};
use candor::language::Language;
use candor::parse::config::BaseUrl;
use candor::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let made = slug(text);
    assert!(
        made.is_empty()
            || SubprocessorId::RESERVED.contains(&made.as_str())
            || SubprocessorId::new(&made).is_ok()
    );
    let _ = (ChangeId::new(text), DocumentId::new(text), settlement(text));
    let _ = BaseUrl::parse(text);
    let _ = Date::parse(text);
    let _ = Digest::parse(text);
    let source = Sources::new().insert("themes/default/strings/en.toml", text.as_bytes());
    Language::new("en", Some((source, text)));
});
