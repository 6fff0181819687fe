//! Any text in a title, a reason and a name gives a message that a mail program can read.

use mailparse::{MailHeaderMap, ParsedMail};
use proptest::prelude::*;

use candor::render::message::Format;

use crate::support::{Built, DAY, Project, cases};
use crate::{everything, quoted, slack};

fn project(title: &str, reason: &str, name: &str) -> Project {
    let named = format!("name = {}", quoted(name));
    let change = "content/changes/2026-11-23-postlark-adds-ireland";
    Project::base()
        .edit(
            &format!("{change}/change.toml"),
            "title = \"Postlark adds a location in Ireland\"",
            &format!("title = {}", quoted(title)),
        )
        .edit(
            &format!("{change}/change.toml"),
            "reason = \"Closer to our customers\"",
            &format!("reason = {}", quoted(reason)),
        )
        .edit(
            &format!("{change}/subprocessors.toml"),
            "name = \"Postlark\"",
            &named,
        )
        .edit("content/subprocessors.toml", "name = \"Postlark\"", &named)
}

/// What a text is in a mail: its words, without what no output can hold.
fn words(text: &str) -> Vec<String> {
    let kept: String = text
        .chars()
        .filter_map(|c| match c {
            '\u{b}' | '\u{c}' => Some(' '),
            '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => None,
            c => Some(c),
        })
        .collect();
    kept.split_whitespace().map(str::to_owned).collect()
}

fn body(part: &ParsedMail<'_>) -> String {
    part.get_body().unwrap().replace("\r\n", "\n")
}

/// Reads the message as a mail program would.
fn assert_read_back(built: &Built, title: &str, reason: &str, name: &str) {
    let message = everything(built, Format::Eml);
    let mail = mailparse::parse_mail(message.as_bytes()).unwrap();
    let header = |name: &str| mail.headers.get_first_value(name);
    assert_eq!(header("X-Unsent").as_deref(), Some("1"));
    assert_eq!(
        header("Subject").as_deref(),
        Some("Heronsgate Trust Center: 2 changes")
    );
    assert_eq!(header("Date"), None);
    let [text, html] = mail.subparts.as_slice() else {
        unreachable!("{message}");
    };
    assert_eq!(text.ctype.mimetype, "text/plain");
    assert_eq!(html.ctype.mimetype, "text/html");
    let said = body(text);
    assert_eq!(said, everything(built, Format::Text));
    let flat = words(&said).join(" ");
    for part in [title, reason, name] {
        let part = words(part).join(" ");
        assert!(flat.contains(&part), "{part:?} isn't in {said}");
    }
    for line in said.lines() {
        assert_eq!(line, line.trim_end());
        let is_long = line.chars().count() > 72;
        let bare = line.trim_start_matches(['-', ' ']);
        assert!(!is_long || !bare.contains(' '), "{line}");
    }
    let page = words(&body(html)).join(" ");
    assert!(page.contains(&words(&everything(built, Format::Html)).join(" ")));
}

#[test]
fn a_subject_with_accents_comes_back() {
    let title = "Postlark für Österreich – größer, schneller, 🔒; und so weiter bis über das Ende einer Zeile hinaus";
    let project = project(title, "", "Postlark");
    let before = crate::published(&project.built("2026-11-22"));
    let scope = candor::assemble::FeedScope::Everything;
    let message = crate::sent(&project.built(DAY), &scope, Some(&before), Format::Eml);
    let mail = mailparse::parse_mail(message.as_bytes()).unwrap();
    assert_eq!(
        mail.headers.get_first_value("Subject").unwrap(),
        format!("Heronsgate Trust Center: {title}")
    );
}

fn any_text() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "<b>",
        "&",
        "&amp;",
        "]]>",
        "\"",
        "\\",
        "\r\n",
        "\n\n",
        "\n.\n",
        "From ",
        "=3D",
        "=?utf-8?q?x?=",
        "--",
        "\u{0}",
        "\u{b}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{7f}",
        "🔒",
        "ä",
        " ",
        "\t",
        "|",
        "<!here>",
    ]);
    let part = prop_oneof![hard.prop_map(str::to_owned), ".{0,8}"];
    // Each begins with a letter, so that it says something.
    prop::collection::vec(part, 1..12).prop_map(|parts| format!("x{}", parts.concat()))
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_text_is_read_back(title in any_text(), reason in any_text(), name in any_text()) {
        let built = project(&title, &reason, &name).built(DAY);
        assert_read_back(&built, &title, &reason, &name);
        slack::message(&built);
    }
}
