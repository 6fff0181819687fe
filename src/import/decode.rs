//! Bytes → text, whatever program wrote them.
//!
//! UTF-8 is what nearly everything writes today. A spreadsheet on Windows still saves "Unicode text" as
//! UTF-16, and "CSV" in the code page of the country, which in the west is Windows-1252. The first two
//! can be told for certain; the third is what is left, so it is said in a remark. What is no text at all
//! is refused with what to do instead.
//!
//! It doesn't know what the text means, nor where it came from.

use std::fmt;

/// A file's text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Decoded {
    /// Without a byte order mark.
    pub text: String,
    pub encoding: Encoding,
    /// For the report: what was assumed and could be otherwise.
    pub remark: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Windows1252,
}

/// Why bytes are no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum DecodeError {
    /// Another kind of file, and how its content can be had as text.
    Binary {
        kind: &'static str,
        help: &'static str,
    },
    /// It begins as text of an encoding and goes on as something else.
    Damaged { encoding: &'static str, line: usize },
    /// A character that no text holds.
    Control { line: usize },
}

/// Reads bytes as text.
///
/// # Errors
/// Where they are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some((kind, help)) = other_kind(bytes) {
        return Err(DecodeError::Binary { kind, help });
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match std::str::from_utf8(rest) {
            Ok(text) => text_of(text.to_owned(), Encoding::Utf8, None),
            Err(error) => Err(DecodeError::Damaged {
                encoding: "UTF-8",
                line: line_at(rest, error.valid_up_to()),
            }),
        };
    }
    if let Some((unit, rest)) = utf16(bytes) {
        return from_utf16(unit, rest);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text_of(text.to_owned(), Encoding::Utf8, None),
        Err(error) => {
            let text = bytes.iter().map(|&byte| windows_1252(byte)).collect();
            let line = line_at(bytes, error.valid_up_to());
            let remark = format!(
                "it isn't UTF-8 (line {line} is the first to show it), so it was read as Windows-1252; if letters look wrong below, save it as UTF-8"
            );
            text_of(text, Encoding::Windows1252, Some(remark))
        }
    }
}

fn from_utf16(unit: Unit, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (units, half) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    for read in char::decode_utf16(units.iter().map(|&bytes| unit(bytes))) {
        match read {
            Ok(c) => text.push(c),
            Err(_) => return Err(damaged_utf16(&text)),
        }
    }
    if !half.is_empty() {
        return Err(damaged_utf16(&text));
    }
    text_of(text, Encoding::Utf16, None)
}

fn damaged_utf16(intact: &str) -> DecodeError {
    DecodeError::Damaged {
        encoding: "UTF-16",
        line: line_at(intact.as_bytes(), intact.len()),
    }
}

/// A byte of Windows-1252, which is Latin-1 but for these. What it leaves open stays a control character.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let place = usize::from(byte).checked_sub(0x80);
    let found = place.and_then(|place| FROM_80.get(place));
    found.copied().unwrap_or_else(|| char::from(byte))
}

fn text_of(
    text: String,
    encoding: Encoding,
    remark: Option<String>,
) -> Result<Decoded, DecodeError> {
    // Word processors leave a vertical tab for a line break, and printers' programs a form feed.
    let no_text = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
    // U+0085 is a line break of mainframes, and the ellipsis of Windows-1252 read as Latin-1.
    match text.find(|c| no_text(c) && c != '\u{85}') {
        Some(at) => Err(DecodeError::Control {
            line: line_at(text.as_bytes(), at),
        }),
        None => Ok(Decoded {
            text,
            encoding,
            remark,
        }),
    }
}

/// How two bytes are a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

/// UTF-16 by its mark, or plainly so: every unit of western text has an empty half, always on one side.
fn utf16(bytes: &[u8]) -> Option<(Unit, &[u8])> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Some((u16::from_le_bytes, rest));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Some((u16::from_be_bytes, rest));
    }
    let (units, rest) = bytes.as_chunks::<2>();
    if units.is_empty() || !rest.is_empty() {
        return None;
    }
    let empty_first = units.iter().filter(|unit| unit[0] == 0).count();
    let empty_last = units.iter().filter(|unit| unit[1] == 0).count();
    match (empty_first * 2 > units.len(), empty_last * 2 > units.len()) {
        (true, false) if empty_last == 0 => Some((u16::from_be_bytes, bytes)),
        (false, true) if empty_first == 0 => Some((u16::from_le_bytes, bytes)),
        _ => None,
    }
}

/// What the first bytes say of a file that is no text.
fn other_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE_AS: &str = "open it in its program and save it as CSV, HTML or Markdown";
    const COPY: &str =
        "copy the list out of it into a spreadsheet, or ask for the file that it was made from";
    let kinds: [(&[u8], &str, &str); 9] = [
        (
            b"PK\x03\x04",
            "a ZIP archive or a file of an office program",
            "a workbook must end in .xlsx; save a text document (.docx, .odt) as HTML, a sheet (.ods) as CSV or XLSX",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "a file of an older office program (.xls, .doc)",
            "open it there and save it as .xlsx, CSV or HTML",
        ),
        (b"%PDF-", "a PDF", COPY),
        (b"\x89PNG", "a picture", COPY),
        (b"\xff\xd8\xff", "a picture", COPY),
        (b"GIF8", "a picture", COPY),
        (b"\x1f\x8b", "a compressed file", "unpack it first"),
        (b"{\\rtf", "a rich text document", SAVE_AS),
        (
            b"SQLite format 3\0",
            "a database",
            "export its table as CSV",
        ),
    ];
    let found = kinds
        .into_iter()
        .find(|(magic, ..)| bytes.starts_with(magic));
    found.map(|(_, kind, help)| (kind, help))
}

/// The line, from 1, in which the byte at `at` stands.
fn line_at(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or(bytes);
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}

impl DecodeError {
    /// Where it shows, from 1.
    pub(super) fn line(&self) -> Option<usize> {
        match self {
            DecodeError::Binary { .. } => None,
            DecodeError::Damaged { line, .. } | DecodeError::Control { line } => Some(*line),
        }
    }

    /// What to do.
    pub(super) fn help(&self) -> &'static str {
        match self {
            DecodeError::Binary { help, .. } => help,
            DecodeError::Damaged { .. } => "save it once more, as UTF-8",
            DecodeError::Control { .. } => "save the list as CSV, XLSX, Markdown or HTML",
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::Binary { kind, .. } => write!(f, "it is {kind}, not a text"),
            DecodeError::Damaged { encoding, .. } => {
                write!(f, "it begins as {encoding}, and goes on as something else")
            }
            DecodeError::Control { .. } => write!(
                f,
                "it holds characters that no text has, so it is another kind of file"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Name;Zweck\nMüller & Söhne;Größe – „Hosting“ …\n";

    fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn check(bytes: &[u8], encoding: Encoding) {
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.text, LIST);
        assert_eq!(decoded.encoding, encoding);
        let remarked = decoded.remark.is_some();
        assert_eq!(remarked, encoding == Encoding::Windows1252);
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let marked = format!("\u{feff}{LIST}");
        check(LIST.as_bytes(), Encoding::Utf8);
        check(marked.as_bytes(), Encoding::Utf8);
        check(&utf16(&marked, u16::to_le_bytes), Encoding::Utf16);
        check(&utf16(&marked, u16::to_be_bytes), Encoding::Utf16);
        check(&utf16(LIST, u16::to_le_bytes), Encoding::Utf16);
        check(&utf16(LIST, u16::to_be_bytes), Encoding::Utf16);
        let western = b"Name;Zweck\nM\xfcller & S\xf6hne;Gr\xf6\xdfe \x96 \x84Hosting\x93 \x85\n";
        check(western, Encoding::Windows1252);
    }

    #[test]
    fn the_fallback_says_where_it_was_needed() {
        let remark = decode(b"a\nb\nM\xfcller").unwrap().remark.unwrap();
        assert!(remark.contains("line 3"), "{remark}");
    }

    #[test]
    fn nothing_is_an_empty_text() {
        assert_eq!(decode(b"").unwrap().text, "");
        assert_eq!(decode(b"\xef\xbb\xbf").unwrap().text, "");
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        let cases: [(&[u8], Option<usize>, &str); 8] = [
            (b"PK\x03\x04\x14\0", None, "must end in .xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", None, "save it as .xlsx"),
            (b"%PDF-1.7\n", None, "a PDF"),
            (b"name\0purpose\0\0more", Some(1), "no text has"),
            (b"a\nb\x01c", Some(2), "no text has"),
            (b"a\nb \xe4 \x81", Some(2), "no text has"),
            (b"\xef\xbb\xbfa\nb\xff", Some(2), "begins as UTF-8"),
            (b"\xff\xfea\0\n\0\0\xd8b\0", Some(2), "begins as UTF-16"),
        ];
        for (bytes, line, words) in cases {
            let error = decode(bytes).unwrap_err();
            let said = format!("{error}: {}", error.help());
            assert!(said.contains(words), "{bytes:?}: {said}");
            assert_eq!(error.line(), line, "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back_from_utf_8(text in "[^\\p{Cc}\u{feff}][^\\p{Cc}]{0,40}") {
            proptest::prop_assume!(other_kind(text.as_bytes()).is_none());
            proptest::prop_assert_eq!(decode(text.as_bytes()).unwrap().text, text);
        }

        #[test]
        fn no_bytes_make_it_fall(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
