//! Small pairs of texts, each named by what is hard in it, with the comparison as a reader would see
//! it. A file of `tests/comparison/` holds both texts and what is shown.
//!
//! `BLESS=1 cargo test --test comparison` writes what is shown now; read it before you commit it.

#![expect(
    clippy::disallowed_methods,
    reason = "the pairs are files, and blessing them is asked for by the environment"
)]

use std::path::Path;

use candor::compare::prose::{Comparison, compare, normal};
use candor::content::Prose;
use candor::source::{Place, Sources, Span};

const OLD: &str = "---- old\n";
const NEW: &str = "---- new\n";
const SHOWN: &str = "---- shown\n";

fn parse(text: &str) -> Prose {
    let mut sources = Sources::new();
    let id = sources.insert("a.md", text.as_bytes());
    Prose::parse(text, Place(Span::new(id, 0..text.len()))).value
}

fn shown(comparison: &Comparison<'_>) -> String {
    let summary: Vec<String> = comparison
        .summary()
        .iter()
        .map(|(part, action, count)| format!("{count} {part:?} {action:?}").to_lowercase())
        .collect();
    match summary.as_slice() {
        [] => format!("{}(nothing changed)\n", comparison.readable()),
        summary => format!("{}({})\n", comparison.readable(), summary.join(", ")),
    }
}

#[test]
fn every_pair_is_shown_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/comparison");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 40, "{} pairs", paths.len());
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for path in paths {
        let file = std::fs::read_to_string(&path).unwrap();
        let (why, rest) = file.split_once(OLD).unwrap();
        let (old_text, rest) = rest.split_once(NEW).unwrap();
        let (new_text, expected) = rest.split_once(SHOWN).unwrap();
        let (old, new) = (parse(old_text), parse(new_text));
        let (old, new) = (old.tree(), new.tree());
        let comparison = compare(old, new);
        assert_eq!(comparison.old_text(), normal(&old.blocks), "{path:?}");
        assert_eq!(comparison.new_text(), normal(&new.blocks), "{path:?}");
        let actual = shown(&comparison);
        if bless {
            let file = format!("{why}{OLD}{old_text}{NEW}{new_text}{SHOWN}{actual}");
            std::fs::write(&path, file).unwrap();
        } else if actual != expected {
            wrong.push(format!("{}\n{actual}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "shown otherwise:\n{}", wrong.join("\n"));
}
