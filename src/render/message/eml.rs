//! The announcement as a whole message (RFC 5322, MIME by RFC 2045 to 2047), the text and the HTML as
//! alternatives.
//!
//! It has no sender, no receiver and no date: those come from the program in which it is opened, as a
//! draft, and sent. Nothing in it is random either, so the same changes give the same bytes.

use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;

use super::{Announcement, html, text};
use crate::content::Digest;

/// The message, its lines ended as mail wants it.
pub(super) fn write(announcement: &Announcement<'_>) -> String {
    let (text, html) = (text::write(announcement), html::page(announcement));
    let alternatives = vec![
        MimePart::new("text/plain", &text),
        MimePart::new("text/html", &html),
    ];
    let kind = ContentType::new("multipart/alternative").attribute("boundary", boundary(&html));
    let message = MimePart::raw(alternatives)
        .header("MIME-Version", Raw::new("1.0"))
        // Mail programs that know it open the message for sending.
        .header("X-Unsent", Raw::new("1"))
        .header("Subject", Text::new(announcement.subject.as_str()))
        .header("Content-Language", Raw::new(announcement.language.tag()))
        .header("Content-Type", kind);
    let mut bytes = Vec::new();
    message.write_part(&mut bytes);
    // Everything that isn't ASCII is encoded.
    String::from_utf8(bytes).unwrap_or_default()
}

/// A line that the parts can't hold, since it depends on all that they say.
fn boundary(text: &str) -> String {
    let digest = Digest::of(text.as_bytes()).to_string();
    format!("candor_{}", digest.chars().take(40).collect::<String>())
}
