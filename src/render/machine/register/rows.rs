//! JSON with one entry a line: whoever reads it sees entry after entry, a difference shows the entries
//! that differ, and a past register of two thousand entries isn't thirty thousand lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

/// How deep what has a line of its own stands: the members of the document, and those of their lists.
const DEEPEST: usize = 2;

/// An entry that is written already.
pub(super) type Row = Box<RawValue>;

/// The text of a document, with a line end at its end, as every text file has.
pub(super) fn write(document: &impl Serialize) -> String {
    let mut text = text(document, Rows::default());
    text.push('\n');
    text
}

/// What stands in one line of a document.
pub(super) fn row(entry: &impl Serialize) -> Row {
    let within = Rows {
        depth: DEEPEST,
        is_empty: false,
    };
    RawValue::from_string(text(entry, within)).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

fn text(value: &impl Serialize, rows: Rows) -> String {
    let mut text = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut text, rows);
    // Every key is a text and memory takes all bytes, so nothing can fail to be written.
    let _ = value.serialize(&mut serializer);
    String::from_utf8(text).unwrap_or_default()
}

#[derive(Default)]
struct Rows {
    depth: usize,
    /// Whether nothing stands yet in what was begun last.
    is_empty: bool,
}

impl Rows {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        let is_empty = std::mem::replace(&mut self.is_empty, false);
        if self.depth < DEEPEST && !is_empty {
            self.line(out)?;
        }
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !first {
            out.write_all(b",")?;
        }
        if self.depth <= DEEPEST {
            self.line(out)
        } else if first {
            Ok(())
        } else {
            out.write_all(b" ")
        }
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for Rows {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn each_entry_has_a_line() {
        let document = json!({
            "by": { "name": "Acme" },
            "entries": [{ "id": "a", "in": ["DE", "US"], "no": [], "of": {} }, { "id": "b" }],
            "none": [],
        });
        let text = "{
  \"by\": {
    \"name\": \"Acme\"
  },
  \"entries\": [
    {\"id\": \"a\", \"in\": [\"DE\", \"US\"], \"no\": [], \"of\": {}},
    {\"id\": \"b\"}
  ],
  \"none\": []
}
";
        assert_eq!(write(&document), text);
        let entries = [
            json!({ "id": "a", "in": ["DE", "US"], "no": [], "of": {} }),
            json!({ "id": "b" }),
        ];
        let rows = entries.map(|entry| row(&entry));
        let written = BTreeMap::from([("by", row(&json!({}))), ("entries", row(&json!([])))]);
        let lines = write(&BTreeMap::from([("entries", rows)]));
        assert!(
            text.contains(lines.trim_start_matches('{').trim_end_matches("\n}\n")),
            "{lines}"
        );
        assert_eq!(write(&written), "{\n  \"by\": {},\n  \"entries\": []\n}\n");
    }
}
