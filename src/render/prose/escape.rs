//! Text that is safe between tags and in attributes, and addresses as people read them.

/// The text with every character that HTML takes for markup as an entity.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}

pub(super) fn push_escaped(out: &mut String, text: &str) {
    let mut plain = 0;
    // Most of a text needs nothing, and many bytes are looked at in one step.
    let parts = text.as_bytes().chunks(PART).enumerate();
    for (number, part) in parts.filter(|(_, part)| holds_markup(part)) {
        for (place, byte) in part.iter().enumerate() {
            let entity = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => continue,
            };
            // What is taken for markup has one byte each, so the parts between are texts.
            let at = number * PART + place;
            out.push_str(&text[plain..at]);
            out.push_str(entity);
            plain = at + 1;
        }
    }
    out.push_str(&text[plain..]);
}

/// How many bytes are looked at together.
const PART: usize = 32;

fn holds_markup(part: &[u8]) -> bool {
    let is_markup = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    part.iter()
        .fold(false, |holds, &byte| holds | is_markup(byte))
}

/// `None` where nothing is encoded, or not in UTF-8.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%');
        let decoded = code
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(decoded.unwrap_or(byte));
        rest = &after[if decoded.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|decoded| decoded != text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_mark_is_an_entity_wherever_it_stands(text in r#"[a-cäß&<>"']{0,100}|[a-z]{25,40}[&<>"'é]{1,4}[a-z]{0,70}&?"#) {
            let marks = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];
            let expected = marks.iter().fold(text.clone(), |text, (mark, entity)| text.replace(*mark, entity));
            prop_assert_eq!(escape(&text), expected);
        }
    }
}
