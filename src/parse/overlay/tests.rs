use super::*;
use crate::content::prose::KeptOutlines;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

const FOLDER: &str = "2026-11-23-drive-replaces-share";

/// The overlay of some files of its folder, and what is wrong, as `file:line:column message | label`.
fn read(files: &[(&str, &str)]) -> (Option<Overlay>, Vec<String>, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    for (below, text) in files {
        sources.insert(
            &format!("content/changes/{FOLDER}/{below}"),
            text.as_bytes(),
        );
    }
    let folder = format!("content/changes/{FOLDER}");
    let files: Vec<OverlayFile<'_>> = sources
        .below(&folder)
        .map(|(source, file)| OverlayFile {
            source,
            path: &file.path,
            below: file.path.below(&folder).unwrap(),
            text: file.text().unwrap(),
        })
        .collect();
    let checked = parse(FOLDER, &files, &KeptOutlines::default());
    let mut problems = checked.problems;
    crate::diagnostic::sort(&mut problems, &sources);
    let said = problems.iter().map(|problem| {
        let at = sources.position(problem.span);
        let file = sources
            .source(problem.span.source)
            .path
            .below(&folder)
            .unwrap();
        format!(
            "{file}:{}:{} {} | {}",
            at.line, at.column, problem.message, problem.label
        )
    });
    (checked.value, said.collect(), problems)
}

fn change(lines: &str) -> (Option<Overlay>, Vec<String>) {
    let text = format!("announced = 2026-11-23\ntitle = \"T\"\n{lines}");
    let (overlay, said, _) = read(&[("change.toml", &text)]);
    (overlay, said)
}

#[test]
fn a_folder_says_what_was_told() {
    let (overlay, said, _) = read(&[
        (
            "change.toml",
            "kind = \"change\"\nannounced = 2026-11-23\norder = 1\neffective = 2026-12-24\ntitle = \"Drive\"\n\
             reason = \"Cheaper\"\nremoved = [\"sharepoint\", \"processing/files\", \"annexes/old\"]\n\
             replaces = \"2026-11-20-a\"\ncorrects = \"2026-10-01-b\"\nshort_notice = \"Outage\"\n\
             object_by = 2026-12-20\ntell = true\n",
        ),
        (
            "subprocessors.toml",
            "[[subprocessor]]\nid = \"drive\"\nname = \"Drive\"\npurpose = \"Files\"\nproducts = [\"gone\"]\n",
        ),
        (
            "processing/apps/support.md",
            "+++\ntitle = \"Support\"\n+++\ntext\n",
        ),
        ("annexes/security.md", "+++\ntitle = \"Security\"\n+++\n"),
    ]);
    assert_eq!(said, [""; 0]);
    let overlay = overlay.unwrap();
    assert_eq!(overlay.id.as_str(), FOLDER);
    assert_eq!(overlay.kind, ChangeKind::Change);
    assert_eq!(overlay.order, 1);
    assert_eq!(overlay.announced.value.to_string(), "2026-11-23");
    assert_eq!(overlay.effective.value.to_string(), "2026-12-24");
    assert_eq!(overlay.reason.as_deref(), Some("Cheaper"));
    let removed: Vec<ItemId> = overlay.removed.into_iter().map(|r| r.value).collect();
    let document = |id| ItemId::Document(crate::content::DocumentId::new(id).unwrap());
    assert_eq!(
        removed,
        [
            ItemId::Subprocessor(crate::content::SubprocessorId::new("sharepoint").unwrap()),
            document("files"),
            document("old"),
        ]
    );
    assert_eq!(overlay.replaces.unwrap().value.as_str(), "2026-11-20-a");
    assert_eq!(overlay.corrects.unwrap().value.as_str(), "2026-10-01-b");
    assert_eq!(overlay.short_notice.as_deref(), Some("Outage"));
    assert_eq!(overlay.object_by.unwrap().value.to_string(), "2026-12-20");
    assert_eq!(overlay.wish, Wish::Tell);
    assert_eq!(overlay.content.subprocessors.len(), 1);
    assert_eq!(overlay.content.documents.len(), 2);
}

#[test]
fn what_is_left_out_has_a_default() {
    let (overlay, said) = change("effective = 2026-12-24");
    assert_eq!(said, [""; 0]);
    let overlay = overlay.unwrap();
    assert_eq!((overlay.kind, overlay.order), (ChangeKind::Change, 0));
    assert_eq!(overlay.wish, Wish::ByRule);

    let (overlay, _) = change("kind = \"baseline\"");
    assert_eq!(overlay.unwrap().effective.value.to_string(), "2026-11-23");
    let (overlay, _) = change("kind = \"historical\"\nsource = \"Archive\"\neditorial = true");
    let overlay = overlay.unwrap();
    assert_eq!(
        overlay.kind,
        ChangeKind::Historical {
            source: "Archive".into()
        }
    );
    assert_eq!(overlay.effective.value.to_string(), "2026-11-23");
    assert_eq!(overlay.wish, Wish::Editorial);
}

#[test]
fn what_is_wrong_with_a_change() {
    for (lines, expected) in [
        ("", "1:1 `effective` is missing | expected `effective`"),
        (
            "kind = \"bseline\"",
            "3:8 unknown kind of change \"bseline\" | did you mean \"baseline\"?",
        ),
        (
            "kind = \"baseline\"\neffective = 2026-11-24",
            "4:13 a baseline is in force on the day on which it is announced | write 2026-11-23, or leave the line out",
        ),
        (
            "kind = \"historical\"",
            "1:1 `source` is missing | expected `source`",
        ),
        (
            "effective = 2026-12-24\nsource = \"x\"",
            "4:1 only a historical change names its source | leave it out, or add: kind = \"historical\"",
        ),
        (
            "effective = 2026-12-24\neditorial = true\ntell = true",
            "5:1 a change can't be both told and editorial, which is not told | leave out one of the two",
        ),
        (
            "effective = 2026-12-24\nremoved = [\"processing/apps/files\"]",
            "4:12 \"processing/apps/files\" names nothing to remove | did you mean \"processing/files\"?",
        ),
        (
            "effective = \"2026-12-24\"",
            "3:13 `effective` is a day, not a text | leave out the quotation marks: effective = 2026-12-24",
        ),
        (
            "effective = 2026-12-24\nreasn = \"x\"",
            "4:1 unknown key `reasn` | did you mean `reason`?",
        ),
        (
            "effective = 2026-12-24\nreplaces = \"Drive\"",
            "4:12 \"Drive\" can't be a change's id, which is the name of its folder | did you mean \"drive\"?",
        ),
    ] {
        let (overlay, said) = change(lines);
        assert_eq!(said, [format!("change.toml:{expected}")], "{lines}");
        assert!(overlay.is_none());
    }
}

#[test]
fn a_folder_without_change_toml_is_shown_its_lines() {
    let (overlay, said, problems) = read(&[("annexes/a.md", "+++\ntitle = \"A\"\n+++\n")]);
    assert!(overlay.is_none());
    assert_eq!(
        said,
        [format!(
            "annexes/a.md:1:1 the change `{FOLDER}` has no change.toml | this file belongs to it"
        )]
    );
    let (_, lines) = problems[0].help[0].split_once('\n').unwrap();
    let (overlay, said, _) = read(&[("change.toml", lines)]);
    assert_eq!(said, [""; 0]);
    assert_eq!(overlay.unwrap().title, "drive replaces share");
}

#[test]
fn what_means_nothing_in_a_folder_is_an_error() {
    let change = (
        "change.toml",
        "announced = 2026-11-23\neffective = 2026-12-24\ntitle = \"T\"\n",
    );
    for below in [
        "index.md",
        "processing/index.md",
        "logo.svg",
        "static/a.css",
        "change.tml",
    ] {
        let (overlay, said, _) = read(&[change, (below, "x")]);
        let expected = format!(
            "{below}:1:1 `{below}` means nothing in a change's folder | not an item that has a history"
        );
        assert_eq!(said, [expected]);
        assert!(overlay.is_none());
    }
    let page = "+++\ntitle = \"A\"\n+++\n";
    let (_, said, _) = read(&[change, ("annexes/a.md", page), ("processing/a.md", page)]);
    assert_eq!(
        said,
        ["processing/a.md:1:1 the id \"a\" is already used | two documents of this change have it"]
    );
}

#[test]
fn what_is_wrong_with_a_redaction() {
    let digest = "0".repeat(64);
    for (lines, expected) in [
        (
            "redacted = \"Court\"".to_owned(),
            "it isn't said what was taken out | the digests of what stood there are missing",
        ),
        (
            format!("[digests]\ntitle = \"{digest}\""),
            "it isn't said why something was taken out | the digests of what stood there",
        ),
        (
            "redacted = \"Court\"\n[digests]\ntitle = \"12ab\"".to_owned(),
            "this is no digest | expected 64 digits, 0 to 9 and a to f, as the published changes.json has them",
        ),
        (
            format!("redacted = \"Court\"\n[digests]\nmailchimp = \"{digest}\""),
            "`mailchimp` names nothing that can be taken out | expected a text of the change or the address of an item",
        ),
    ] {
        let (_, said) = change(&format!("effective = 2026-12-24\n{lines}\n"));
        assert_eq!(said.len(), 1, "{lines}: {said:?}");
        assert!(said[0].ends_with(expected), "{lines}: {said:?}");
    }
}
