//! What the dialect has beyond the parser's own: `{#id}` behind a heading, `[ ]` before a task.
//!
//! The parser knows both, but a task whose text is a heading makes it panic (issues 921, 963 and 1115
//! of pulldown-cmark), and no text that a writer types may do that.

use super::{Block, Inline};

/// What stands in braces behind a heading.
pub(super) struct HeadingMarks {
    pub(super) id: Option<String>,
    /// Whether there was more than an id.
    pub(super) more: bool,
}

/// Takes `{#id}` off a heading's end. `source` is the heading as written.
pub(super) fn heading(content: &mut Vec<Inline>, source: &str) -> HeadingMarks {
    let mut marks = HeadingMarks {
        id: None,
        more: false,
    };
    let Some(Inline::Text(text)) = content.last_mut() else {
        return marks;
    };
    let Some((before, inside)) = text
        .trim_end()
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once('{'))
    else {
        return marks;
    };
    let is_mark = |part: &str| {
        part.strip_prefix(['#', '.'])
            .is_some_and(|name| !name.is_empty())
            || part
                .split_once('=')
                .is_some_and(|(name, _)| !name.is_empty())
    };
    let parts: Vec<&str> = inside.split_whitespace().collect();
    let escaped = source.contains(&format!("\\{{{inside}"));
    if parts.is_empty() || escaped || !parts.iter().all(|part| is_mark(part)) {
        return marks;
    }
    for part in parts {
        match part.strip_prefix('#') {
            Some(id) => marks.id = Some(id.to_owned()),
            None => marks.more = true,
        }
    }
    let before = before.trim_end().to_owned();
    if before.is_empty() {
        content.pop();
    } else {
        *text = before;
    }
    marks
}

/// Takes `[ ]` or `[x]` off the beginning of an item. `source` is the item as written.
pub(super) fn task(blocks: &mut Vec<Block>, source: &str) -> Option<bool> {
    let Some(Block::Paragraph(content)) = blocks.first_mut() else {
        return None;
    };
    let alone = content.len() == 1;
    let Some(Inline::Text(text)) = content.first_mut() else {
        return None;
    };
    let (mark, done) = [("[ ]", false), ("[x]", true), ("[X]", true)]
        .into_iter()
        .find(|(mark, _)| text.starts_with(mark))?;
    let rest = &text[mark.len()..];
    let bullet = |c: char| c.is_whitespace() || c.is_ascii_digit() || "-+*.)>".contains(c);
    let escaped = source.trim_start_matches(bullet).starts_with('\\');
    if escaped || !(rest.starts_with(' ') || (rest.is_empty() && alone)) {
        return None;
    }
    let rest = rest.trim_start().to_owned();
    if rest.is_empty() {
        content.remove(0);
    } else if let Some(Inline::Text(text)) = content.first_mut() {
        *text = rest;
    }
    if content.is_empty() {
        blocks.remove(0);
    }
    Some(done)
}
