//! The ids that are URLs for ever. An id that exists is a slug, so it needs no escaping anywhere.

use std::fmt;

use smol_str::SmolStr;

/// Why a text is no id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum IdError {
    /// Not lower-case letters, digits and single hyphens; with the nearest text that is, if any is left.
    NotASlug { suggestion: Option<String> },
    /// The name of one of Candor's own pages.
    Reserved,
}

/// The longest id: what every file system and every host takes as one part of a path.
pub const LONGEST: usize = 120;

fn is_slug(text: &str) -> bool {
    text.len() <= LONGEST
        && !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The slug of any text: marks taken off letters, lower case, each run of anything else one hyphen.
/// Empty where nothing is left.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(unmarked) {
        for c in c.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') && !is_combining(c) {
                slug.push('-');
            }
        }
        if slug.len() > LONGEST {
            break;
        }
    }
    slug.truncate(LONGEST);
    slug.trim_end_matches('-').to_owned()
}

/// What to call something where others may be called so already: the slug itself for 1, then with `-2`,
/// `-3` … behind it, within the length of an id.
pub fn numbered(slug: &str, number: usize) -> String {
    if number == 1 {
        return slug.to_owned();
    }
    let number = format!("-{number}");
    let room = LONGEST.saturating_sub(number.len());
    let slug = slug.get(..room).unwrap_or(slug).trim_end_matches('-');
    format!("{slug}{number}")
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A letter without its marks, as plain letters. Letters that Unicode doesn't decompose (ß, ø …) stand
/// in the table; all others come from compatibility decomposition.
fn unmarked(c: char) -> impl Iterator<Item = String> {
    use unicode_normalization::char::decompose_compatible;
    let plain = match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'þ' | 'Þ' => "th",
        _ => "",
    };
    let text = if plain.is_empty() {
        let mut text = String::new();
        decompose_compatible(c, |part| text.push(part));
        text
    } else {
        plain.to_owned()
    };
    std::iter::once(text)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, reserved: $reserved:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// Names that belong to Candor's own pages.
            pub const RESERVED: &'static [&'static str] = $reserved;

            /// # Errors
            /// Where the text isn't a slug or is reserved.
            pub fn new(text: &str) -> Result<$name, IdError> {
                if !is_slug(text) {
                    let near = slug(text);
                    let suggestion = (!near.is_empty()).then_some(near);
                    return Err(IdError::NotASlug { suggestion });
                }
                if Self::RESERVED.contains(&text) {
                    return Err(IdError::Reserved);
                }
                Ok($name(text.into()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A sub-processor's id: `/subprocessors/<id>/`.
    SubprocessorId, reserved: &["as-of", "index"]
);
id!(
    /// A document's id: `/processing/<id>/` or `/annexes/<id>/`.
    DocumentId, reserved: &["index", "versions", "compare"]
);
id!(
    /// A product's id: `/products/<id>/`.
    ProductId, reserved: &["index"]
);
id!(
    /// A change's id, which is its folder's name: `/changes/<id>/`.
    ChangeId, reserved: &["index", "archive", "draft"]
);
id!(
    /// What tells a vendor's engagements apart; by default the slug of the purpose.
    EngagementId, reserved: &[]
);

impl ChangeId {
    /// The id of what isn't recorded yet. No folder can have it.
    pub fn draft() -> ChangeId {
        ChangeId("draft".into())
    }
}

/// What the history is kept of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ItemId {
    Subprocessor(SubprocessorId),
    Document(DocumentId),
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ItemId::Subprocessor(id) => id.fmt(f),
            ItemId::Document(id) => id.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_and_digits() {
        for (text, expected) in [
            ("Amazon Web Services", "amazon-web-services"),
            ("Großhändler Øre & Łódź", "grosshandler-ore-lodz"),
            ("  --a  b--", "a-b"),
            ("削除", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn an_id_is_a_slug_and_not_reserved() {
        assert!(SubprocessorId::new("mail-chimp2").is_ok());
        assert_eq!(SubprocessorId::new("as-of"), Err(IdError::Reserved));
        assert_eq!(
            SubprocessorId::new("Mail Chimp"),
            Err(IdError::NotASlug {
                suggestion: Some("mail-chimp".into())
            })
        );
        for wrong in ["", "-a", "a--b", "a_b", "ä"] {
            assert!(SubprocessorId::new(wrong).is_err(), "{wrong}");
        }
    }
}
