use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;

const REGISTER: &str = r#"# The register of Nordlicht.

# Hosting
[[subprocessor]] # the first
id = "aws"
name = "AWS"
# since = 2025-01-01

# --- Mail ---

# Asked by Sales.
# Twice.
[[subprocessor]]
id = "posthorn"
description = """
[[subprocessor]]
# not a comment
"""   # long

[subprocessor.extra]
owner = "Team" # ours

[[subprocessor]]
id   =   'last'
# the end
"#;

fn id(text: &str) -> SubprocessorId {
    SubprocessorId::new(text).unwrap()
}

#[test]
fn an_entry_is_what_its_writer_typed() {
    for (name, first, last) in [
        ("aws", "# Hosting\n[[", "\n# since = 2025-01-01"),
        (
            "posthorn",
            "# Asked by Sales.\n# Twice.\n[[",
            "owner = \"Team\" # ours",
        ),
        ("last", "[[", "id   =   'last'\n# the end"),
    ] {
        for register in [
            REGISTER.to_owned(),
            REGISTER.replace('\n', "\r\n"),
            format!("\u{feff}{REGISTER}"),
        ] {
            let entry = entry_text(&register, &id(name))
                .unwrap()
                .replace("\r\n", "\n");
            assert!(register.replace("\r\n", "\n").contains(&entry));
            assert!(
                entry.starts_with(first) && entry.ends_with(last),
                "{entry:?}"
            );
        }
    }
    assert_eq!(entry_text(REGISTER, &id("team")), None);
    let marked = "\u{feff}[[subprocessor]]\nid = \"a\"";
    assert_eq!(
        entry_text(marked, &id("a")).as_deref(),
        Some("[[subprocessor]]\nid = \"a\"")
    );
}

#[test]
fn dropping_an_entry_leaves_the_rest() {
    let without = drop_entry(REGISTER, &id("posthorn"));
    let expected = format!(
        "{}{}",
        &REGISTER[..REGISTER.find("# Asked").unwrap()],
        &REGISTER[REGISTER.find("[[subprocessor]]\nid   =").unwrap()..]
    );
    assert_eq!(without, expected);
    let without = drop_entry(REGISTER, &id("last"));
    assert!(without.ends_with("owner = \"Team\" # ours\n"), "{without}");
    assert_eq!(drop_entry(REGISTER, &id("nobody")), REGISTER);
    assert_eq!(drop_entry("[[subprocessor]]\nid = \"a\"\n", &id("a")), "");
}

#[test]
fn an_entry_takes_the_place_of_the_one_before() {
    let entry = "[[subprocessor]]\nid = \"aws\"\nname = \"Amazon\"\n";
    let put = put_entry(REGISTER, entry, &id("aws"));
    let end = REGISTER.find("\n\n# --- Mail").unwrap();
    let expected = format!(
        "{}{}{}",
        &REGISTER[..REGISTER.find("# Hosting").unwrap()],
        entry.trim_end(),
        &REGISTER[end..]
    );
    assert_eq!(put, expected);
    let new = "[[subprocessor]]\nid = \"new\"\n";
    assert_eq!(
        put_entry(REGISTER, new, &id("new")),
        format!("{REGISTER}\n{new}")
    );
    assert_eq!(put_entry("", new, &id("new")), new);
    let windows = put_entry("[[subprocessor]]\r\nid = \"a\"\r\n", new, &id("new"));
    assert_eq!(
        windows,
        "[[subprocessor]]\r\nid = \"a\"\r\n\r\n[[subprocessor]]\r\nid = \"new\"\r\n"
    );
}

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

/// A register of some entries, with comments and blank lines about them.
fn register() -> impl Strategy<Value = String> {
    let between = select(vec!["\n", "", "# note\n", "\n# apart\n\n", "\n\n# above\n"]);
    let rest = select(vec![
        "",
        "# below\n",
        "[subprocessor.extra]\nx = \"y\"\n",
        "d = \"\"\"\n# [[\n\"\"\"\n",
    ]);
    let entries = subsequence(NAMES.to_vec(), 0..=5);
    (entries, proptest::collection::vec((between, rest), 5)).prop_map(|(names, about)| {
        let entries = names.iter().zip(about).map(|(name, (between, rest))| {
            format!("{between}[[subprocessor]]\nid = \"{name}\"\n{rest}")
        });
        entries.collect()
    })
}

proptest! {
    #[test]
    fn what_was_put_is_there_and_all_else_stays(register in register(), name in select(NAMES.to_vec())) {
        let entry = format!("# mine\n[[subprocessor]]\nid = \"{name}\"\nname = \"New\"");
        let put = put_entry(&register, &entry, &id(name));
        prop_assert_eq!(entry_text(&put, &id(name)), Some(entry));
        let dropped = drop_entry(&put, &id(name));
        prop_assert_eq!(entry_text(&dropped, &id(name)), None);
        for other in NAMES.iter().filter(|other| **other != name) {
            let before = entry_text(&register, &id(other));
            prop_assert_eq!(&entry_text(&put, &id(other)), &before);
            prop_assert_eq!(&entry_text(&dropped, &id(other)), &before);
        }
    }
}
