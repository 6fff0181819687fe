//! Slack refuses a message that is over one of its limits.

use serde_json::Value;

use candor::render::message::Format;

use crate::everything;
use crate::support::{Built, Project};

/// The message, which has to keep the limits.
pub(crate) fn message(built: &Built) -> Value {
    let message: Value = serde_json::from_str(&everything(built, Format::Slack)).unwrap();
    let blocks = message["blocks"].as_array().unwrap();
    assert!(blocks.len() <= 50, "{} blocks", blocks.len());
    for block in blocks {
        let text = match block["type"].as_str().unwrap() {
            "context" => &block["elements"][0],
            "header" | "section" => &block["text"],
            other => unreachable!("{other}"),
        };
        let limit = match text["type"].as_str().unwrap() {
            "plain_text" => 150,
            "mrkdwn" => 3000,
            other => unreachable!("{other}"),
        };
        let text = text["text"].as_str().unwrap();
        let length = text.encode_utf16().count();
        assert!((1..=limit).contains(&length), "{length}: {text}");
    }
    message
}

/// A first list of many, then a change that amends each of them.
fn many(count: usize, purpose: &str, reason: &str) -> Project {
    let register = |place: &str| -> String {
        let entry = |n| {
            format!(
                "[[subprocessor]]\nid = \"vendor-{n}\"\nname = \"Vendor <{n}> & Sons\"\npurpose = \"{purpose} in {place}\"\nlocations = [\"{place}\"]\n\n"
            )
        };
        (0..count).map(entry).collect()
    };
    let change = format!(
        "kind = \"change\"\nannounced = 2026-11-23\neffective = 2026-12-24\ntitle = \"{}\"\nreason = \"{reason}\"\n",
        "Everything moves & <moves>. ".repeat(20)
    );
    Project::base()
        .without("content/processing/support.md")
        .without("content/changes/2026-01-05-first-list/processing/support.md")
        .with_bytes("content/subprocessors.toml", register("IE"))
        .with_bytes(
            "content/changes/2026-01-05-first-list/subprocessors.toml",
            register("DE"),
        )
        .with_bytes(
            "content/changes/2026-11-23-postlark-adds-ireland/subprocessors.toml",
            register("IE"),
        )
        .with_bytes(
            "content/changes/2026-11-23-postlark-adds-ireland/change.toml",
            change,
        )
}

#[test]
fn three_hundred_amendments_fit_and_none_is_lost() {
    let message = message(&many(300, "Hosting", "Closer").built("2026-11-24")).to_string();
    for n in 0..300 {
        let name = format!("Vendor &lt;{n}&gt; &amp; Sons");
        assert_eq!(message.matches(&name).count(), 2, "{name}");
    }
    assert!(!message.contains("There is more"));
}

#[test]
fn what_does_not_fit_is_left_out_and_said_to_be() {
    let built = many(300, &"Hosting ".repeat(50), &"<&> ".repeat(2000)).built("2026-11-24");
    let message = message(&built).to_string();
    assert!(message.contains(
        "There is more than fits into this message: <https://trust.heronsgate.example/changes/|All changes>"
    ));
    // The dates of the later change are there, although the first one alone is too long.
    assert!(message.contains("Objections until *23 December 2026*"));
}

#[test]
fn nothing_in_a_name_calls_anyone_or_breaks_a_link() {
    let built = many(1, "<!channel> *x* | @here", "<@U1> &amp;").built("2026-11-24");
    let message = message(&built).to_string();
    assert!(
        !message.contains("<!") && !message.contains("<@"),
        "{message}"
    );
    assert!(message.contains("&lt;@U1&gt; &amp;amp;"), "{message}");
}
