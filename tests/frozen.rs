//! What was published once parses and digests equally for ever.
//!
//! The digests below stand in subscribers' mailboxes. A failure here means that an old log would be taken
//! for a forged one: mend the code, never the digests and never the folders.

use std::path::Path;

use candor::command::{Console, Talk, load};
use candor::diagnostic::show::Color;
use candor::replay::Log;

const DIGESTS: [(&str, &str); 7] = [
    (
        "2026-01-05-first-list",
        "d4a7f27491549b44da18fa42a8cc8019a6b5962e5d93ca43522505fa05f139d1",
    ),
    (
        "2026-02-02-zulu-moves",
        "7bd9b3be198b7ea0661b39e56b77559bf0081a8d49cd34d8dd8fce86f6807d25",
    ),
    (
        "2026-02-02-alpha-joins",
        "4555131fb184c863f1ec101e45a3a564cbfb3d4a5187101f9aee640e34ac7e94",
    ),
    (
        "2026-02-20-mailer-stays",
        "d7dc8807b4b57a0bf99ae36fe694d5315fb560a1320bd6bade7b5b6cdbdad5c0",
    ),
    (
        "2026-04-01-wording",
        "825304b9b69966103fdf8822ebd6fc664e4441b485cc728331252b432fdbbad6",
    ),
    (
        "2026-04-02-tracker-goes",
        "5aaa63fbea82491aa156c8d4366f6293ef640c1f0f1fc3299b64f5a15db07af6",
    ),
    (
        "2026-05-04-taken-out",
        "b9740a8498b732021546e3863728faeba3f2e772b31baa1e52b38bc89426cdda",
    ),
];

#[test]
fn what_was_published_digests_as_it_did() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/frozen");
    let (mut out, mut err) = (std::io::sink(), std::io::sink());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        color: Color::Plain,
        talk: Talk::Quiet,
    };
    let loaded = load::load(&root, None, &mut console).unwrap();
    assert_eq!(loaded.problems, []);
    let log = Log::of(&loaded.understood.unwrap().history);
    let records: Vec<(String, String)> = log
        .records()
        .iter()
        .map(|record| (record.recorded.id.clone(), record.digest.to_string()))
        .collect();
    let frozen = DIGESTS.map(|(id, digest)| (id.to_owned(), digest.to_owned()));
    assert_eq!(records, frozen);
}
