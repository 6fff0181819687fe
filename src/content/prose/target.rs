//! Which link targets a text may have.
//!
//! Everything is refused that isn't known to be harmless, so a new dangerous scheme of some browser is
//! refused already.

use super::LinkKind;
use crate::content::text::legible;

/// What a link may begin with. `subprocessor:` is Candor's own.
pub(super) const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "subprocessor"];

/// What an image may begin with.
const IMAGE_SCHEMES: [&str; 2] = ["http", "https"];

#[derive(PartialEq, Eq, Debug)]
pub(super) enum Target {
    Allowed(String),
    /// With what stands before the colon.
    Refused(String),
    Empty,
}

/// Judges a target whose entities are decoded already.
pub(super) fn judge(written: &str, kind: LinkKind) -> Target {
    // Browsers leave out line ends and tabs wherever they stand in an address, and blanks at its ends.
    let target: String = legible(written)
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let target = target.trim();
    if target.is_empty() {
        return Target::Empty;
    }
    let before_path = target.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, _)) = before_path.split_once(':') else {
        return Target::Allowed(target.to_owned());
    };
    let allowed: &[&str] = match kind {
        LinkKind::Link => &SCHEMES,
        LinkKind::Image => &IMAGE_SCHEMES,
    };
    if allowed.contains(&scheme.to_ascii_lowercase().as_str()) {
        Target::Allowed(target.to_owned())
    } else {
        Target::Refused(scheme.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_pass() {
        let allowed = |text: &str| Target::Allowed(text.to_owned());
        let refused = |text: &str| Target::Refused(text.to_owned());
        for (written, expected) in [
            ("../faq.md#a:b", allowed("../faq.md#a:b")),
            ("HTTPS://x.example/", allowed("HTTPS://x.example/")),
            ("subprocessor:mailchimp", allowed("subprocessor:mailchimp")),
            ("#削除", allowed("#削除")),
            ("JavaScript:alert(1)", refused("JavaScript")),
            (" java\u{b}script:x", refused("java script")),
            ("java\tscr\nipt:x", refused("javascript")),
            ("\u{1}javascript:x", refused("javascript")),
            ("data:text/html,x", refused("data")),
            ("\u{200b}vbscript:x", refused("\u{200b}vbscript")),
            (" \t ", Target::Empty),
        ] {
            assert_eq!(judge(written, LinkKind::Link), expected, "{written:?}");
        }
        assert_eq!(
            judge("mailto:a@b.example", LinkKind::Image),
            refused("mailto")
        );
    }
}
