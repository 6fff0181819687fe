//! Files that mean no good, in a process that may have little memory: each is refused with a reason, or
//! read for what it is.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::process::Command;

use super::empty_project;
use super::support::{OnDisk, Run, run};

/// What the process may have, in KiB of addresses. A list of the largest size that is read needs less.
const MEMORY: &str = "1500000";

/// Imports a file within that.
fn import(project: &OnDisk, arguments: &[&str]) -> Run {
    let candor = project.command(&[&["import"], arguments].concat());
    let mut bounded = Command::new("sh");
    bounded.args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"")]);
    bounded.arg(candor.get_program()).args(candor.get_args());
    bounded.current_dir(project.root());
    run(bounded)
}

/// Imports these bytes, as a list and as descriptions.
fn both(name: &str, bytes: &[u8]) -> [Run; 2] {
    let project = empty_project();
    project.write(name, bytes);
    [
        import(&project, &[name]),
        import(&project, &["--documents", name]),
    ]
}

#[test]
fn what_is_too_large_is_never_read_whole() {
    let project = empty_project();
    let file = File::create(project.root().join("large.csv")).unwrap();
    file.set_len(5 << 30).unwrap();
    for arguments in [
        ["large.csv"].as_slice(),
        &["--documents", "large.csv"],
        &["/dev/zero"],
        &["--documents", "/dev/zero"],
    ] {
        import(&project, arguments)
            .ends_with(2)
            .says(&["has more than 16 MB"]);
    }
}

#[test]
fn depth_is_refused() {
    let deep = |text: &str| text.repeat(400_000).into_bytes();
    for (name, bytes) in [
        ("list.json", deep("[")),
        ("list.json", deep("{\"a\":")),
        ("list.yaml", deep("[")),
        ("list.yaml", deep("{a: ")),
        ("list.html", deep("<div>")),
        ("list.html", deep("<table><tr><td>")),
        ("list.md", deep("> ")),
        ("list.md", deep("<i>")),
        (
            "list.tsx",
            [b"const list = ".to_vec(), deep("[{a: ")].concat(),
        ),
    ] {
        let [list, _] = both(name, &bytes);
        let beginning = String::from_utf8_lossy(bytes.get(..12).unwrap()).into_owned();
        assert_eq!(list.code, Some(2), "{name} {beginning}: {}", list.err);
        assert!(
            list.err.starts_with("error: "),
            "{name} {beginning}: {}",
            list.err
        );
    }
}

#[test]
fn aliases_that_explode_are_refused() {
    let mut bomb = String::from("a0: &a0 [Acme, Acme, Acme, Acme, Acme, Acme, Acme, Acme, Acme]\n");
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(", "));
    }
    let [list, _] = both("list.yaml", bomb.as_bytes());
    list.ends_with(2)
        .says(&["no YAML that can be read: it has more values and aliases"]);
}

#[test]
fn the_largest_files_are_read_or_refused_within_bounds() {
    let largest = |head: &str, text: &str| {
        let room = (16 << 20) - head.len();
        [head, &text.repeat(room / text.len())]
            .concat()
            .into_bytes()
    };
    for (name, bytes) in [
        ("open-quote.csv", largest("Name,Purpose\nAcme,\"", "x,\n")),
        ("one-line.csv", largest("Name,Purpose\n", ",")),
        ("cells.html", largest("<table>", "<td>a")),
        (
            "one-line.md",
            largest("| Name | Purpose |\n|---|---|\n", "| a "),
        ),
        ("brackets.md", largest("", "[a](b ")),
        ("links.html", largest("", "<a href=b>a</a> ")),
        ("marks.tsx", largest("", "[{\"a\": \"b\",")),
        ("numbers.json", largest("[", "1,")),
        ("keys.yaml", largest("", "a: b\n")),
    ] {
        for run in both(name, &bytes) {
            assert!(
                matches!(run.code, Some(0 | 2)),
                "{name}: {:?} {}",
                run.code,
                run.err
            );
        }
    }
}

#[test]
fn markdown_of_nothing_but_marks_is_read_within_bounds() {
    let largest = |text: &str| text.repeat((4 << 20) / text.len()).into_bytes();
    for marks in [
        "[a](b ", "*a _b ", "`a ~~b ", "| a \n", "- a\n", "{.a} ", "<b>a ",
    ] {
        for run in both("marks.md", &largest(marks)) {
            assert!(
                matches!(run.code, Some(0 | 2)),
                "{marks}: {:?} {}",
                run.code,
                run.err
            );
        }
    }
}

#[test]
fn every_encoding_of_a_list_is_read() {
    let list = "Name;Zweck\nMüller & Söhne;Versand – weltweit\n";
    let utf_16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{list}");
        marked.encode_utf16().flat_map(unit).collect()
    };
    let western: Vec<u8> = list
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    for (bytes, remark) in [
        (list.as_bytes().to_vec(), ""),
        (utf_16(u16::to_le_bytes), ""),
        (utf_16(u16::to_be_bytes), ""),
        (western, "so it was read as Windows-1252"),
    ] {
        let project = empty_project();
        project.write("list.csv", &bytes);
        let run = import(&project, &["list.csv"]).succeeds().says(&[remark]);
        for text in [
            "Müller & Söhne (sub-processor `muller-sohne`) is new",
            "“Versand – weltweit”",
        ] {
            assert!(run.out.contains(text), "{text}: {}", run.out);
        }
    }
}
