//! Cells that hold several things.

use crate::content::DataCategory;
use crate::import::table::{Cell, Piece, one_line};

use super::blank::part_says_nothing;
use super::condition::last_bracket;

/// The members of a list: one a line, or between semicolons, else between commas.
pub(in crate::import) fn texts(cell: &Cell) -> Vec<String> {
    members(cell)
        .into_iter()
        .map(|member| member.text)
        .collect()
}

/// The same, with the note that a bracket at a member's end is.
pub(in crate::import) fn data(cell: &Cell) -> Vec<DataCategory> {
    let members = members(cell).into_iter();
    let category = |member: Member| {
        if member.detail.is_some() {
            return DataCategory {
                category: member.text,
                note: member.detail,
            };
        }
        match last_bracket(&member.text) {
            Some((category, note)) => DataCategory {
                category: category.to_owned(),
                note: Some(note.to_owned()),
            },
            None => DataCategory {
                category: member.text,
                note: None,
            },
        }
    };
    members.map(category).collect()
}

struct Member {
    text: String,
    detail: Option<String>,
}

fn members(cell: &Cell) -> Vec<Member> {
    let lines = lines(cell);
    let parted: Vec<Member> = if lines.len() > 1 {
        let split = lines.into_iter().flat_map(|line| match &line.detail {
            Some(_) => vec![line],
            None => split(&line.text, ';'),
        });
        split.collect()
    } else {
        let mut lines = lines.into_iter();
        match lines.next() {
            Some(Member { text, detail: None }) => {
                let by_semicolon = split(&text, ';');
                // What the source makes one item of isn't parted at a comma.
                match by_semicolon.len() > 1 || cell.has_items() {
                    true => by_semicolon,
                    false => split(&text, ','),
                }
            }
            Some(member) => vec![member],
            None => Vec::new(),
        }
    };
    let tidy = parted.into_iter().map(|member| Member {
        text: tidied(&member.text),
        ..member
    });
    tidy.filter(|member| !part_says_nothing(&member.text))
        .collect()
}

/// The cell's lines, each with what is said of it. A bullet in plain text begins a line too.
fn lines(cell: &Cell) -> Vec<Member> {
    let mut lines: Vec<Member> = Vec::new();
    let mut begins = true;
    for piece in &cell.pieces {
        match piece {
            Piece::Break | Piece::Item => begins = true,
            Piece::Text(text) | Piece::Link { text, .. } => {
                for (index, part) in text.split('•').enumerate() {
                    match lines.last_mut() {
                        Some(line) if !begins && index == 0 => line.text.push_str(part),
                        _ => lines.push(Member {
                            text: part.to_owned(),
                            detail: None,
                        }),
                    }
                    begins = false;
                }
            }
            Piece::Detail(text) => {
                if let Some(line) = lines.last_mut() {
                    line.detail = Some(one_line(text));
                }
            }
            Piece::Note(_) | Piece::Struck(_) => {}
        }
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

/// The parts of a text between separators that stand in no bracket.
fn split(text: &str, separator: char) -> Vec<Member> {
    let balanced = text.matches('(').count() == text.matches(')').count();
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == separator && (depth == 0 || !balanced) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    let parts = parts.into_iter();
    parts.map(|text| Member { text, detail: None }).collect()
}

/// Without a bullet in front and a full stop behind.
fn tidied(text: &str) -> String {
    let text = one_line(text);
    let bare = ["- ", "* ", "– ", "· ", "▪ "]
        .iter()
        .find_map(|bullet| text.strip_prefix(bullet));
    let text = bare.unwrap_or(&text).trim();
    // "etc." and "Ltd." end in a full stop of their own, which can't be told from a sentence's.
    text.strip_suffix('.').unwrap_or(text).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(texts(&Cell::text(text)), expected, "{text:?}");
    }

    #[test]
    fn lines_and_semicolons_go_before_commas() {
        check("names, addresses", &["names", "addresses"]);
        check(
            "names, first and last; addresses",
            &["names, first and last", "addresses"],
        );
        check(
            "names, first and last\naddresses",
            &["names, first and last", "addresses"],
        );
        check(
            "IP addresses (v4, v6), cookies.",
            &["IP addresses (v4, v6)", "cookies"],
        );
        check("names;", &["names"]);
        check("names, N/A", &["names"]);
        check("• names • mail addresses", &["names", "mail addresses"]);
        check("- names\n- mail", &["names", "mail"]);
        check("all customer data", &["all customer data"]);
        check("a (b, c", &["a (b", "c"]);
        check("", &[]);
        assert_eq!(
            texts(&Cell::items(["names, first and last"])),
            ["names, first and last"]
        );
    }

    #[test]
    fn a_bracket_and_what_is_said_of_a_key_are_notes() {
        let found = data(&Cell::text("names, card tokens (last four digits)"));
        assert_eq!(found[0].note, None);
        assert_eq!(found[1].category, "card tokens");
        assert_eq!(found[1].note.as_deref(), Some("last four digits"));
        let cell = Cell {
            pieces: vec![
                Piece::Item,
                Piece::Text("Contact".into()),
                Piece::Detail("name, mail".into()),
                Piece::Item,
                Piece::Text("Logs".into()),
            ],
        };
        let found = data(&cell);
        assert_eq!(found[0].category, "Contact");
        assert_eq!(found[0].note.as_deref(), Some("name, mail"));
        assert_eq!(found[1].category, "Logs");
    }
}
