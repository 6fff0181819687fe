//! Which characters a published text may hold.
//!
//! Text pasted from a word processor brings characters that XML 1.0 can't hold, neither raw nor as a
//! reference; one of them makes a whole feed unreadable. They are left out once, where values are
//! made, so no output has to think of them.

use std::borrow::Cow;

/// Whether XML 1.0 (section 2.2, `Char`) can't hold it.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a byte can begin one that is forbidden. Nearly every text has none, and bytes are looked at
/// quicker than characters.
fn may_begin_forbidden(byte: u8) -> bool {
    byte == 0xef || byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

/// Whether every character of the text can be held.
pub fn is_legible(text: &str) -> bool {
    // Many bytes are looked at in one step where none of them ends the search.
    let may_hold = |part: &[u8]| {
        part.iter()
            .fold(false, |may, &b| may | may_begin_forbidden(b))
    };
    !text.as_bytes().chunks(64).any(may_hold) || !text.contains(is_forbidden)
}

/// The text without the characters that no output can hold. Vertical tab and form feed are white
/// space to the person who typed them, so a blank takes their place; the others vanish.
pub fn legible(text: &str) -> Cow<'_, str> {
    if is_legible(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|c| match c {
                '\u{b}' | '\u{c}' => Some(' '),
                c if is_forbidden(c) => None,
                c => Some(c),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_character_begins_with_a_byte_that_may_begin_one() {
        for c in ('\0'..=char::MAX).filter(|&c| is_forbidden(c)) {
            let mut bytes = [0; 4];
            assert!(
                c.encode_utf8(&mut bytes)
                    .bytes()
                    .next()
                    .is_some_and(may_begin_forbidden),
                "{c:?}"
            );
        }
    }

    #[test]
    fn words_on_both_sides_stay_apart() {
        assert_eq!(
            legible("word\u{b}word \u{2}bell\u{7}\u{fffe}"),
            "word word bell"
        );
        assert!(matches!(legible("🔒 plain\ttext\n"), Cow::Borrowed(_)));
    }
}
