//! The order of the modules, held: each imports only what stands before it, and ARCHITECTURE.md says the
//! same order.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the sources of the program are what is read here"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order in which they may know each other.
const ORDER: [&str; 15] = [
    "source",
    "bundled",
    "diagnostic",
    "content",
    "language",
    "read",
    "parse",
    "import",
    "compare",
    "replay",
    "assemble",
    "render",
    "write",
    "command",
    "cli",
];

/// Modules that may know less than what stands before them.
const KNOWS_ONLY: [(&str, &[&str]); 3] = [
    ("read", &["source"]),
    ("write", &["source"]),
    ("compare", &["source", "content"]),
];

/// Modules that only these may know: the disk, and what only a command asks for.
const KNOWN_ONLY_BY: [(&str, &[&str]); 3] = [
    ("import", &["command"]),
    ("read", &["command", "cli"]),
    ("write", &["command", "cli"]),
];

/// A file longer than this does more than one thing.
const LINES: usize = 500;

#[test]
fn each_module_imports_only_what_stands_before_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        for imported in imports(&without_tests(&text)) {
            if imported != module && !may_import(&module, &imported) {
                wrong.push(format!("{}: {module} imports {imported}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_library_declares_its_modules_in_that_order() {
    let library = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(declared, ORDER);
}

#[test]
fn architecture_md_prints_that_order() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = page.split_once("\n## The modules, in order\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let printed: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(printed, ORDER);
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > LINES {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_test_itself_sees_every_spelling_of_an_import() {
    let text = "use crate::read;\nuse crate::{parse::Project, write};\nlet x = crate::cli::main();\n//! [`crate::render`]\n";
    let found: Vec<String> = imports(text).collect();
    assert_eq!(found, ["read", "parse", "write", "cli"]);
    assert!(!may_import("parse", "replay"));
    assert!(!may_import("render", "write"));
    assert!(!may_import("compare", "diagnostic"));
    assert!(may_import("render", "replay"));
    let cut =
        without_tests("use crate::source;\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\n");
    assert_eq!(imports(&cut).collect::<Vec<_>>(), ["source"]);
}

fn may_import(module: &str, imported: &str) -> bool {
    let place = |name: &str| ORDER.iter().position(|module| *module == name);
    let (Some(here), Some(there)) = (place(module), place(imported)) else {
        return false;
    };
    let limit = |limits: &[(&str, &'static [&'static str])], name: &str| {
        let found = limits.iter().find(|(limited, _)| *limited == name);
        found.map(|(_, names)| *names)
    };
    there < here
        && limit(&KNOWS_ONLY, module).is_none_or(|known| known.contains(&imported))
        && limit(&KNOWN_ONLY_BY, imported).is_none_or(|known| known.contains(&module))
}

/// The modules that a text names after `crate::`, comments left out.
fn imports(text: &str) -> impl Iterator<Item = String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let named: Vec<String> = code
        .split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => members(group),
            None => vec![first_word(rest)],
        })
        .collect();
    named.into_iter()
}

/// The first words of a group's members: `parse` and `write` of `parse::{A, B}, write}`.
fn members(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut members = vec![String::new()];
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            character => members.last_mut().unwrap().push(character),
        }
    }
    let words = members.iter().map(|member| first_word(member.trim()));
    words.filter(|word| !word.is_empty()).collect()
}

fn first_word(text: &str) -> String {
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    text.chars().take_while(is_word).collect()
}

/// A file's text without its module of tests, which may look anywhere.
fn without_tests(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The module that a file below `src/` belongs to.
fn module_of(path: &Path) -> String {
    let first = path.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Every file of the library but its root, by path below `src/`; test modules in files of their own left out.
fn sources() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    collect(&root().join("src"), &mut files);
    assert!(files.len() > 50, "the sources were found");
    files
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if name != "tests" {
                collect(&path, files);
            }
        } else if !["lib.rs", "main.rs", "tests.rs"].contains(&name) {
            let text = fs::read_to_string(&path).unwrap();
            let below = path.strip_prefix(root().join("src")).unwrap();
            files.insert(below.to_owned(), text);
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
