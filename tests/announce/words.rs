//! What is said, whole, in both languages.

use candor::assemble::FeedScope;
use candor::render::message::Format;

use crate::support::{DAY, Project};
use crate::{published, sent};

/// The change of November, as it is announced to those who know the first list.
fn said(language: &str, format: Format) -> String {
    let project = Project::base()
        .edit(
            "candor.toml",
            "time_zone",
            &format!("language = \"{language}\"\ntime_zone"),
        )
        .edit(
            "candor.toml",
            "days = 30",
            "days = 30\nobject_to = \"privacy@heronsgate.example\"",
        );
    let before = published(&project.built("2026-11-22"));
    let now = project.built(DAY);
    sent(&now, &FeedScope::Everything, Some(&before), format)
}

#[test]
fn each_format_says_this_in_english_and_in_german() {
    for (language, format, expected) in [
        ("en", Format::Text, include_str!("said/en.txt")),
        ("de", Format::Text, include_str!("said/de.txt")),
        ("en", Format::Html, include_str!("said/en.html")),
        ("de", Format::Html, include_str!("said/de.html")),
        ("en", Format::Slack, include_str!("said/en-slack.json")),
        ("de", Format::Slack, include_str!("said/de-slack.json")),
        ("en", Format::Json, include_str!("said/en.json")),
        ("de", Format::Json, include_str!("said/de.json")),
    ] {
        assert_eq!(said(language, format), expected, "{language} {format:?}");
    }
}

#[test]
fn a_message_ends_each_line_as_mail_does_and_is_always_the_same() {
    for (language, expected) in [
        ("en", include_str!("said/en-eml.txt")),
        ("de", include_str!("said/de-eml.txt")),
    ] {
        let message = said(language, Format::Eml);
        assert_eq!(
            message.matches('\n').count(),
            message.matches("\r\n").count()
        );
        assert!(message.is_ascii());
        assert!(message.lines().all(|line| line.len() <= 78));
        assert_eq!(message.replace("\r\n", "\n"), expected);
    }
}
