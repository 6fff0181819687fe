use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::diagnostic::Diagnostic;

const CONFIG: &str = "[site]\nid = \"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"\ntitle = \"Trust\"\n\
                      base_url = \"https://trust.example/\"\n[products]\ncloud = \"Cloud\"\n";
const ENTRY: &str = "[[subprocessor]]\nid = \"aws\"\nname = \"AWS\"\npurpose = \"Hosting\"\n";
const PAGE: &str = "+++\ntitle = \"Page\"\n+++\ntext\n";

fn said(problems: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let said = problems.iter().map(|problem| {
        let at = sources.position(problem.span);
        let path = &sources.source(problem.span.source).path;
        format!("{path}:{}:{} {}", at.line, at.column, problem.message)
    });
    said.collect()
}

/// The project and its problems, as `file:line:column message`.
fn read(files: &[(&str, &str)]) -> (Option<Project>, Vec<String>) {
    let sources: Sources = files.iter().copied().collect();
    let checked = parse(&sources);
    let said = said(&checked.problems, &sources);
    (checked.value, said)
}

fn good(files: &[(&str, &str)]) -> Project {
    let (project, said) = read(files);
    assert_eq!(said, [""; 0]);
    project.unwrap()
}

#[test]
fn a_project_is_all_its_files() {
    let project = good(&[
        ("candor.toml", CONFIG),
        ("content/index.md", PAGE),
        ("content/subprocessors.md", PAGE),
        ("content/subprocessors.toml", ENTRY),
        ("content/legal/dpa.md", PAGE),
        ("content/processing/index.md", PAGE),
        (
            "content/processing/apps/index.md",
            "+++\ntitle = \"Apps\"\norder = 1\n+++\nOur apps.\n",
        ),
        (
            "content/processing/apps/support.md",
            "+++\ntitle = \"Support\"\norder = 7\n+++\n",
        ),
        ("content/processing/sales.md", PAGE),
        ("content/annexes/security.md", PAGE),
        ("content/static/img/logo.svg", "<svg/>"),
        (
            "content/changes/2026-01-05-first/change.toml",
            "kind = \"baseline\"\nannounced = 2026-01-05\ntitle = \"First\"\n",
        ),
        ("content/changes/2026-01-05-first/subprocessors.toml", ENTRY),
        ("themes/default/templates/page.html", "x"),
        ("themes/other/templates/page.html", "x"),
        ("README.md", "not a part of the content"),
    ]);
    let ids: Vec<&str> = project
        .working
        .documents
        .keys()
        .map(|id| id.as_str())
        .collect();
    assert_eq!(ids, ["sales", "security", "support"]);
    assert_eq!(project.working.subprocessors.len(), 1);
    assert_eq!(project.layout.subprocessors[0].as_str(), "aws");
    let support = &project.layout.documents[&DocumentId::new("support").unwrap()];
    assert_eq!((support.group.as_str(), support.order), ("apps", Some(7)));
    let groups: Vec<(&str, &str)> = project
        .layout
        .groups
        .iter()
        .map(|(folder, group)| (folder.as_str(), group.title.as_str()))
        .collect();
    assert_eq!(groups, [("", "Page"), ("apps", "Apps")]);
    let pages: Vec<&str> = project
        .pages
        .iter()
        .map(|page| page.path.as_str())
        .collect();
    assert_eq!(
        pages,
        [
            "content/index.md",
            "content/legal/dpa.md",
            "content/subprocessors.md"
        ]
    );
    assert_eq!(project.assets[0].path, "img/logo.svg");
    assert_eq!(project.theme[0].path, "themes/default/templates/page.html");
    assert_eq!(project.theme.len(), 1);
    assert_eq!(project.overlays[0].id.as_str(), "2026-01-05-first");
    assert_eq!(project.unreadable, Unreadable::default());
    assert_eq!(project.language.tag(), "en");
}

#[test]
fn all_errors_of_all_files_come_at_once_and_sorted() {
    let (project, said) = read(&[
        ("candor.toml", &CONFIG.replace("title", "titel")),
        ("content/a.de.md", PAGE),
        ("content/annexes/support.md", PAGE),
        (
            "content/changes/2026-01-05-first/change.toml",
            "announced = 2026-01-05\n",
        ),
        ("content/index.md", "no front matter"),
        ("content/logo.svg", "x"),
        ("content/processing/support.md", PAGE),
        (
            "content/subprocessors.toml",
            &ENTRY.replace("purpose", "products = [\"clod\"]\npurpse"),
        ),
    ]);
    assert!(project.is_none());
    assert_eq!(
        said,
        [
            "candor.toml:3:1 unknown key `titel`",
            "content/a.de.md:1:1 this file's name is reserved for another language",
            "content/changes/2026-01-05-first/change.toml:1:1 `effective` is missing",
            "content/changes/2026-01-05-first/change.toml:1:1 `title` is missing",
            "content/index.md:1:1 a page needs at least a title",
            "content/logo.svg:1:1 `content/logo.svg` isn't published",
            "content/processing/support.md:1:1 the id \"support\" is already used",
            "content/subprocessors.toml:4:13 unknown product \"clod\"",
            "content/subprocessors.toml:5:1 unknown key `purpse`",
        ]
    );
}

#[test]
fn what_cannot_be_read_is_not_taken_for_removed() {
    let (project, _) = read(&[
        ("candor.toml", CONFIG),
        ("content/annexes/Über uns.md", PAGE),
        ("content/changes/2026-01-05-first/change.toml", ""),
        ("content/processing/bad.md", "no front matter"),
        ("content/subprocessors.toml", &format!("{ENTRY}dpa = 7\n")),
    ]);
    let unreadable = project.unwrap().unreadable;
    let items: Vec<String> = unreadable.items.iter().map(ItemId::to_string).collect();
    assert_eq!(items, ["aws", "bad"]);
    let Unreadable {
        entries,
        documents,
        changes,
        ..
    } = unreadable;
    assert_eq!((entries, documents, changes), (0, 1, 1));
    assert!(!unreadable.register);

    let nameless = "[[subprocessor]]\nname = \"B\"\n";
    for (register, is_broken, nameless) in [("oops", true, 0), (nameless, false, 1)] {
        let files = [
            ("candor.toml", CONFIG),
            ("content/subprocessors.toml", register),
        ];
        let unreadable = read(&files).0.unwrap().unreadable;
        let found = (unreadable.register, unreadable.entries);
        assert_eq!(found, (is_broken, nameless), "{register}");
    }
}

#[test]
fn a_byte_that_is_no_text_is_named_by_line_and_offset() {
    let mut sources: Sources = [("candor.toml", CONFIG)].into_iter().collect();
    let mut bytes = format!("+++\ntitle = \"A\"\n+++\n{}caf", "line\n".repeat(8)).into_bytes();
    let offset = bytes.len();
    bytes.extend(b"\xe9 x\n");
    sources.insert("content/processing/support.md", bytes);
    sources.insert("content/processing/wide.md", *b"\xff\xfe+\0+\0");
    let checked = parse(&sources);
    let path = "content/processing";
    assert_eq!(
        said(&checked.problems, &sources),
        [
            format!("{path}/support.md:12:4 `{path}/support.md` isn't text in UTF-8"),
            format!("{path}/wide.md:1:1 `{path}/wide.md` isn't text in UTF-8"),
        ]
    );
    let expected = format!("byte {offset} of the file (E9) begins no character");
    assert_eq!(checked.problems[0].label, expected);
    assert!(checked.problems[1].help[0].contains("UTF-16"));
    let unreadable = checked.value.unwrap().unreadable;
    assert_eq!(unreadable.items.len(), 2);
}

#[test]
fn what_the_configuration_names_must_be_there() {
    let config = CONFIG.replace(
        "[products]",
        "language = \"fr\"\n[theme]\nname = \"acne\"\nlogo = \"logo.png\"\n[products]",
    );
    let (project, said) = read(&[
        ("candor.toml", &config),
        ("content/static/logo.svg", "x"),
        ("themes/acme/templates/page.html", "x"),
    ]);
    assert!(project.is_none());
    assert_eq!(
        said,
        [
            "candor.toml:5:12 no words for the language \"fr\"",
            "candor.toml:7:8 there is no theme \"acne\"",
            "candor.toml:8:8 there is no file \"logo.png\"",
        ]
    );
}

#[test]
fn no_bytes_make_it_panic() {
    let nasty: &[&[u8]] = &[
        b"",
        b"\0",
        b"\xef\xbb\xbf",
        b"+++",
        b"+++\n+++",
        b"+++\n\xf0",
        b"[[",
        b"[[subprocessor]]\n[[subprocessor]",
        b"[subprocessor]\n[[subprocessor.engagement]]",
        b"subprocessor.a = 1",
        b"\"\"\"",
        b"a = {",
        b"\r\r\r",
        b"[[subprocessor]]\nengagement = []",
        b"[[subprocessor]]\nextra = { a = \"\xc3\xa9",
        b"''''''''''",
        b"[[subprocessor]]\nengagement = [1, {}]\nid = \"\"\ndata = [[[[[]]]]]",
        b"---\n",
        b"---\n:::\n---",
        b"[site]\nbase_url = \"https://\"\nid = \"\"\ntime_zone = \"\"\n",
        b"products = 1\nsite = []\n",
    ];
    let paths = [
        "candor.toml",
        "content/index.md",
        "content/subprocessors.toml",
        "content/processing/a.md",
        "content/changes/x/change.toml",
        "content/changes/x/subprocessors.toml",
    ];
    for bytes in nasty {
        let mut sources = Sources::new();
        for path in paths {
            sources.insert(path, bytes.to_vec());
        }
        let checked = parse(&sources);
        assert!(checked.has_errors(), "{:?}", String::from_utf8_lossy(bytes));
        for problem in &checked.problems {
            sources.position(problem.span);
        }
    }
    assert!(parse(&Sources::new()).value.is_none());
}

#[test]
fn it_is_the_same_whatever_the_order_of_the_files() {
    let names: Vec<String> = (0..60)
        .map(|n| format!("content/processing/d{n}.md"))
        .collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "oops")).collect();
    files.push(("candor.toml", CONFIG));
    let forward = read(&files).1;
    files.reverse();
    assert_eq!(read(&files).1, forward);
    assert_eq!(forward.len(), 60);
}

const WHOLE: &str = "[[subprocessor]]\nid = \"aws\"\nname = \"Übersee\"\ndescription = \"\"\"\nA *b*.\n\"\"\"\n\
    data = [\"x\", { category = \"y\", note = 'z' }]\nlocations = [\"DE\"]\n[[subprocessor.engagement]]\n\
    purpose = \"Hosting\"\n[subprocessor.extra]\nowner = \"日本\"\n\n[[subprocessor]]\nid = \"b\"\nname = \"B\"\n\
    purpose = \"x\"\nsince = 2026-01-01\n";

proptest! {
    /// Whatever a slip of the hand makes of a file, each problem points into it, between characters.
    #[test]
    fn every_problem_lies_in_its_file(
        slips in proptest::collection::vec((any::<Index>(), 0usize..5, select(vec![
            "", "\"", "'", "[", "]", "{", "}", "=", "\n", "\r", "\0", "ß", "\u{feff}", "#", "\"\"\"", "\\", "+++\n", ",",
        ])), 1..6),
    ) {
        let mut text: Vec<char> = WHOLE.chars().collect();
        for (at, gone, put) in slips {
            let at = at.index(text.len() + 1);
            let end = (at + gone).min(text.len());
            text.splice(at..end, put.chars());
        }
        let text: String = text.into_iter().collect();
        let matter = format!("+++\n{text}");
        for (path, text) in [
            ("candor.toml", text.as_str()),
            ("content/subprocessors.toml", text.as_str()),
            ("content/processing/a.md", matter.as_str()),
            ("content/changes/a/change.toml", text.as_str()),
        ] {
            let sources: Sources = [(path, text)].into_iter().collect();
            for problem in parse(&sources).problems {
                let places = problem.context.iter().map(|context| context.span);
                for span in places.chain([problem.span]) {
                    prop_assert!(text.get(span.range()).is_some(), "{path} {text:?} {problem:?}");
                }
            }
        }
        let id = SubprocessorId::new("aws").unwrap();
        if let Some(entry) = edit::entry_text(&text, &id) {
            prop_assert!(text.contains(&entry));
        }
    }
}
