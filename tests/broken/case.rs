//! The cases of a text, and what each does to a project.

use crate::support::Project;

/// One way of breaking a project.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    edits: Vec<&'a str>,
}

/// The cases of a file.
pub(crate) fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("## "), cases.last_mut()) {
            (Some(name), _) => cases.push(Case {
                name,
                edits: Vec::new(),
            }),
            (None, Some(case)) => case.edits.push(line),
            (None, None) => panic!("{line}: it belongs to no case"),
        }
    }
    cases
}

impl Case<'_> {
    /// The project, broken.
    pub(crate) fn applied(&self, mut project: Project) -> Project {
        assert!(!self.edits.is_empty(), "{}: nothing is done", self.name);
        for edit in &self.edits {
            let (path, deed) = edit.split_once(": ").expect("a path and a deed");
            let path = match path {
                "candor.toml" => path.to_owned(),
                path if path.starts_with("themes/") => path.to_owned(),
                path => format!("content/{path}"),
            };
            project = self.done(project, &path, deed);
        }
        project
    }

    fn done(&self, project: Project, path: &str, deed: &str) -> Project {
        if deed == "-" {
            return project.without(path);
        }
        if let Some(text) = deed.strip_prefix('=') {
            return project.with_bytes(path, bytes(text.strip_prefix(' ').unwrap_or(text)));
        }
        let old = project.files.get(path);
        let old = old.unwrap_or_else(|| panic!("{}: no file {path}", self.name));
        if let Some(text) = deed.strip_prefix("+ ") {
            let whole = [old.as_slice(), &bytes(text)].concat();
            return project.with_bytes(path, whole);
        }
        let (from, to) = deed.split_once('⇒').expect("one text for another");
        let from = bytes(from.strip_suffix(' ').unwrap_or(from));
        let to = bytes(to.strip_prefix(' ').unwrap_or(to));
        let at = old.windows(from.len()).position(|part| part == from);
        let at = at.unwrap_or_else(|| panic!("{}: {path} doesn't say so", self.name));
        let whole = [&old[..at], &to, &old[at + from.len()..]].concat();
        project.with_bytes(path, whole)
    }
}

/// The bytes that a text of a case stands for.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let mut characters = behind.chars();
        rest = match characters.next() {
            Some('n') => {
                bytes.push(b'\n');
                characters.as_str()
            }
            Some('\\') => {
                bytes.push(b'\\');
                characters.as_str()
            }
            Some('x') => {
                let (digits, rest) = characters.as_str().split_at(2);
                bytes.push(u8::from_str_radix(digits, 16).expect("a byte"));
                rest
            }
            Some('u') => {
                let code = characters.as_str().strip_prefix('{').expect("a brace");
                let (digits, rest) = code.split_once('}').expect("a brace");
                let code = u32::from_str_radix(digits, 16).expect("a code");
                let c = char::from_u32(code).expect("a character");
                bytes.extend(c.to_string().as_bytes());
                rest
            }
            other => panic!("{text}: what is \\{other:?}?"),
        };
    }
    bytes.extend(rest.as_bytes());
    bytes
}
