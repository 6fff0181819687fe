//! Values as JavaScript spells them, of which JSON is a part. What can't be a value of a list (a call, a
//! name, a piece of JSX) is a text, as written.

use super::value::{Record, Value};
use super::{DEEPEST, MOST_CELLS, Unreadable};

/// Reads values out of a text, from a place on.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// How much of it was looked at, in bytes; a script is tried at many places.
    pub(super) read: usize,
    line: usize,
    counted: usize,
    /// How many values were read since a value was asked for.
    values: usize,
}

/// Why a text holds no value.
pub(super) struct Broken {
    pub(super) expected: &'static str,
    pub(super) line: usize,
}

type Read<T> = Result<T, Broken>;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            at: 0,
            read: 0,
            line: 1,
            counted: 0,
            values: 0,
        }
    }

    /// The value that begins at a place, and where it ends.
    pub(super) fn value_at(&mut self, at: usize) -> Read<(Value, usize)> {
        self.at = at;
        self.values = 0;
        let value = self.value(0);
        self.read += self.at.saturating_sub(at);
        Ok((value?, self.at))
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn takes(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    /// The line of the place, counted onwards or back from the place that was asked for last.
    pub(super) fn line(&mut self) -> usize {
        let (from, to) = (self.counted.min(self.at), self.counted.max(self.at));
        let passed = self.text.as_bytes().get(from..to).unwrap_or_default();
        let ends = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = match self.counted <= self.at {
            true => self.line + ends,
            false => self.line - ends,
        };
        self.counted = self.at;
        self.line
    }

    fn broken<T>(&mut self, expected: &'static str) -> Read<T> {
        Err(Broken {
            expected,
            line: self.line(),
        })
    }

    /// Passes white space and comments.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Read<Value> {
        if depth > DEEPEST {
            return self.broken("lists and records less deep within one another");
        }
        self.values += 1;
        if self.values > MOST_CELLS {
            return self.broken("no more values than a list needs");
        }
        self.skip();
        let start = self.at;
        let value = match self.peek() {
            None => return self.broken("a value"),
            Some('[') => self.list(depth)?,
            Some('{') => self.record(depth)?,
            Some('"' | '\'' | '`') => Value::Text(self.string()?),
            Some(_) => return self.code(start),
        };
        self.skip();
        match self.peek() {
            None | Some(',' | ']' | '}' | ';' | ')') => Ok(value),
            Some('+') => match value {
                Value::Text(text) => self.sum(text, start, depth),
                _ => self.code(start),
            },
            Some('.' | '?' | '[' | '(' | '*' | '|' | '&') => self.code(start),
            _ if depth == 0 => Ok(value),
            Some(_) if self.says("as") || self.says("satisfies") => {
                self.code(self.at)?;
                Ok(value)
            }
            Some(_) => self.broken("a comma or the end of the list"),
        }
    }

    fn says(&self, word: &str) -> bool {
        let rest = self.rest().strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
    }

    /// Texts that a plus sign joins.
    fn sum(&mut self, mut text: String, start: usize, depth: usize) -> Read<Value> {
        while self.takes('+') {
            self.skip();
            match self.peek() {
                Some('"' | '\'' | '`') => text.push_str(&self.string()?),
                _ => return self.code(start),
            }
            self.skip();
        }
        match self.peek() {
            None | Some(',' | ']' | '}' | ';' | ')') => Ok(Value::Text(text)),
            _ if depth == 0 => Ok(Value::Text(text)),
            _ => self.code(start),
        }
    }

    fn list(&mut self, depth: usize) -> Read<Value> {
        self.take();
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.takes(']') {
                return Ok(Value::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.skip();
            if !self.takes(',') && self.peek() != Some(']') {
                return self.broken("a comma or the end of the list");
            }
        }
    }

    fn record(&mut self, depth: usize) -> Read<Value> {
        let line = self.line();
        self.take();
        let mut members = Vec::new();
        loop {
            self.skip();
            if self.takes('}') {
                return Ok(Value::Record(Record { members, line }));
            }
            let key = self.key()?;
            self.skip();
            if self.takes(':') {
                members.push((key, self.value(depth + 1)?));
            } else if key.starts_with("...") || matches!(self.peek(), Some(',' | '}')) {
                // What is spread here, or named in short, isn't in this file.
            } else {
                return self.broken("a colon");
            }
            self.skip();
            if !self.takes(',') && self.peek() != Some('}') {
                return self.broken("a comma or the end of the record");
            }
        }
    }

    fn key(&mut self) -> Read<String> {
        match self.peek() {
            Some('"' | '\'') => self.string(),
            _ => {
                let rest = self.rest();
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
                let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                self.at += end;
                match rest.get(..end) {
                    Some(key) if !key.is_empty() => Ok(key.to_owned()),
                    _ => self.broken("a key"),
                }
            }
        }
    }

    fn string(&mut self) -> Read<String> {
        let Some(quote) = self.take() else {
            return self.broken("a text");
        };
        let mut text = String::new();
        loop {
            match self.take() {
                None => return self.broken("the end of the text"),
                Some(c) if c == quote => return Ok(text),
                Some('\\') => self.escape(&mut text)?,
                Some('\n') if quote != '`' => return self.broken("the end of the text"),
                Some(c) => text.push(c),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Read<()> {
        match self.take() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('v') => text.push('\u{b}'),
            Some('0') => text.push('\0'),
            Some('\n') => {}
            Some('u') => {
                let unit = self.unit()?;
                let is_high = (0xd800..0xdc00).contains(&unit);
                let code = if is_high && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let low = self.unit()?;
                    0x10000 + ((unit - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff)
                } else {
                    unit
                };
                text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some('x') => {
                let code = self.digits(2)?;
                text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(c) => text.push(c),
            None => return self.broken("the end of the text"),
        }
        Ok(())
    }

    fn unit(&mut self) -> Read<u32> {
        if self.takes('{') {
            let end = self.rest().find('}').unwrap_or(0).min(6);
            let code = self.digits(end)?;
            self.takes('}');
            return Ok(code);
        }
        self.digits(4)
    }

    fn digits(&mut self, count: usize) -> Read<u32> {
        let digits = self.rest().get(..count);
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                self.at += count;
                Ok(code)
            }
            None => self.broken("the digits of a character"),
        }
    }

    /// A number, a word or an expression, up to what ends it here.
    fn code(&mut self, start: usize) -> Read<Value> {
        self.at = start;
        let mut open: Vec<char> = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                '"' | '\'' | '`' => {
                    // An apostrophe between the words of JSX opens no text.
                    let before = self.at;
                    if self.string().is_err() {
                        self.at = before + c.len_utf8();
                    }
                    continue;
                }
                '(' | '[' | '{' => open.push(c),
                ')' | ']' | '}' if open.pop().is_none() => break,
                ',' | ';' if open.is_empty() => break,
                _ => {}
            }
            if open.len() > DEEPEST {
                return self.broken("brackets less deep within one another");
            }
            self.at += c.len_utf8();
        }
        let code = self.text.get(start..self.at).unwrap_or_default().trim();
        match code {
            "" => self.broken("a value"),
            "null" | "undefined" => Ok(Value::Null),
            code => Ok(Value::Text(code.to_owned())),
        }
    }
}

/// The values of a file of JSON: one, or one a line.
pub(in crate::import) fn json(text: &str) -> Result<Vec<Value>, Unreadable> {
    let mut reader = Reader::new(text);
    let mut values = Vec::new();
    loop {
        reader.skip();
        if reader.rest().is_empty() {
            return Ok(values);
        }
        match reader.peek() {
            Some('[' | '{') => {}
            _ => return Err(unreadable("a list or a record", reader.line())),
        }
        match reader.value_at(reader.at) {
            Ok((value, _)) => values.push(value),
            Err(broken) => return Err(unreadable(broken.expected, broken.line)),
        }
    }
}

fn unreadable(expected: &str, line: usize) -> Unreadable {
    Unreadable {
        message: format!("this is no JSON that can be read: expected {expected}"),
        line: Some(line),
        help: "export the file once more, or mend it there".to_owned(),
    }
}
