//! Pandoc's tables that are drawn with lines → HTML.
//!
//! A grid table has a frame, and its cells may hold lists; a simple table has one line below its
//! headings; a multiline table has lines above and below, and blank ones between its rows.

use super::fence;

/// How many columns a drawn table may have. With more it is a picture.
pub(super) const WIDEST: usize = 100;

/// How many lines the headings of a table may take.
const HIGHEST_HEAD: usize = 20;

/// The text with its drawn tables as HTML. `cell` makes HTML of a cell's Markdown.
pub(super) fn as_html(text: &str, cell: &mut dyn FnMut(&str) -> String) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        match (open, fence(line)) {
            (None, Some(sign)) => open = Some(sign),
            (Some(sign), Some(other)) if sign == other => open = None,
            _ => {}
        }
        let rest = lines.get(at..).unwrap_or_default();
        let table = match open {
            None => grid(rest).or_else(|| ruled(rest)),
            Some(_) => None,
        };
        match table {
            Some((table, length)) => {
                out.push('\n');
                write(&table, cell, &mut out);
                out.push('\n');
                at += length.max(1);
            }
            None => {
                out.push_str(line);
                out.push('\n');
                at += 1;
            }
        }
    }
    out
}

/// A table, its cells as Markdown.
struct Drawn {
    head: Vec<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
}

struct Cell {
    text: String,
    columns: usize,
}

fn write(table: &Drawn, cell: &mut dyn FnMut(&str) -> String, out: &mut String) {
    let rows = table.head.iter().map(|row| (row, "th"));
    let rows = rows.chain(table.rows.iter().map(|row| (row, "td")));
    out.push_str("<table>\n");
    for (cells, element) in rows {
        out.push_str("<tr>\n");
        for Cell { text, columns } in cells {
            let content = cell(text);
            out.push_str(&format!(
                "<{element} colspan=\"{columns}\">\n{content}</{element}>\n"
            ));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// A grid table at the beginning of some lines, and how many it takes.
fn grid(lines: &[&str]) -> Option<(Drawn, usize)> {
    let first = lines.first()?.trim_end();
    let indent = first.len() - first.trim_start().len();
    if !is_border(first.trim_start()) || indent > 3 {
        return None;
    }
    let length = lines
        .iter()
        .take_while(|line| line.trim_start().starts_with(['+', '|']))
        .count();
    let cut = |line: &&str| line.chars().skip(indent).collect::<Vec<char>>();
    let lines: Vec<Vec<char>> = lines.iter().take(length).map(cut).collect();
    let borders: Vec<usize> = (0..lines.len())
        .filter(|&at| is_border(&lines[at].iter().collect::<String>()))
        .collect();
    let edges: Vec<usize> = edges(lines.first()?);
    if borders.len() < 2 || edges.len() < 2 || edges.len() > WIDEST {
        return None;
    }
    let mut table = Drawn {
        head: Vec::new(),
        rows: Vec::new(),
    };
    for pair in borders.windows(2) {
        let (&[from, to], true) = (pair, pair.len() == 2) else {
            continue;
        };
        let block = lines.get(from + 1..to)?;
        if !block.is_empty() {
            table.rows.push(grid_row(block, &edges));
        }
        if lines.get(to)?.contains(&'=') {
            table.head.append(&mut table.rows);
        }
    }
    Some((table, borders.last()? + 1))
}

fn is_border(line: &str) -> bool {
    let line = line.trim_end();
    line.len() > 2
        && line.starts_with("+")
        && line.ends_with('+')
        && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

fn edges(border: &[char]) -> Vec<usize> {
    let edges = border.iter().enumerate().filter(|(_, c)| **c == '+');
    edges.map(|(at, _)| at).collect()
}

/// The cells of the lines between two borders. An edge that not every line has is reached over.
fn grid_row(block: &[Vec<char>], edges: &[usize]) -> Vec<Cell> {
    let stands = |edge: usize| {
        block
            .iter()
            .all(|line| matches!(line.get(edge), Some('|' | '+') | None))
    };
    let mut cells = Vec::new();
    let mut start = 0;
    for end in 1..edges.len() {
        if end + 1 < edges.len() && !edges.get(end).is_some_and(|&edge| stands(edge)) {
            continue;
        }
        let (Some(&from), Some(&to)) = (edges.get(start), edges.get(end)) else {
            break;
        };
        let lines: Vec<String> = block
            .iter()
            .map(|line| {
                let cell = line.get(from + 1..to.min(line.len())).unwrap_or_default();
                cell.iter().collect::<String>().trim_end().to_owned()
            })
            .collect();
        cells.push(Cell {
            text: with_whole_targets(&dedented(&lines)),
            columns: end - start,
        });
        start = end;
    }
    cells
}

/// A cell that is too narrow for an address has it broken; an address has no blanks, so it can be mended.
fn with_whole_targets(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, tail) = rest.split_at(at + 2);
        whole.push_str(before);
        let end = tail.find(')').unwrap_or(0);
        let (target, after) = tail.split_at(end);
        let has_title = target.contains(['"', '\'']);
        match target.contains('\n') && !has_title && !target.contains("\n\n") {
            true => whole.extend(target.split_whitespace()),
            false => whole.push_str(target),
        }
        rest = after;
    }
    whole + rest
}

/// Lines without the blanks that all of them begin with.
fn dedented(lines: &[String]) -> String {
    let blanks = |line: &String| line.len() - line.trim_start().len();
    let common = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(blanks)
        .min()
        .unwrap_or(0);
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(common..).unwrap_or_default())
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A simple or multiline table at the beginning of some lines, and how many it takes.
fn ruled(lines: &[&str]) -> Option<(Drawn, usize)> {
    let first = lines.first()?;
    let is_open = is_rule(first) && runs(first).len() == 1;
    // The line of dashes that tells the columns: below the headings, or first where there are none.
    let ruler = match (is_open, runs(first).len()) {
        (true, _) => {
            lines
                .iter()
                .skip(1)
                .take(HIGHEST_HEAD)
                .position(|line| is_rule(line) && runs(line).len() > 1)?
                + 1
        }
        (false, 2..) if is_rule(first) => 0,
        _ => {
            let next = lines.get(1)?;
            let is_head = !first.trim().is_empty() && is_rule(next) && runs(next).len() > 1;
            is_head.then_some(1)?
        }
    };
    let head = lines.get(usize::from(is_open)..ruler)?;
    if head.iter().any(|line| line.trim().is_empty()) {
        return None;
    }
    let columns = runs(lines.get(ruler)?);
    if columns.len() > WIDEST {
        return None;
    }
    let below = lines.get(ruler + 1..)?;
    let closes = below.iter().position(|line| is_rule(line));
    // Without lines around it, the table ends with a blank line.
    let length = match (is_open || ruler == 0, closes) {
        (true, Some(closes)) => closes,
        (true, None) => return None,
        (false, _) => below
            .iter()
            .position(|line| line.trim().is_empty())
            .unwrap_or(below.len()),
    };
    let body = below.get(..length)?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    match is_open {
        true => {
            for row in body
                .split(|line| line.trim().is_empty())
                .filter(|row| !row.is_empty())
            {
                rows.push(ruled_row(row, &columns));
            }
        }
        false => rows.extend(
            body.iter()
                .filter(|line| !line.trim().is_empty())
                .map(|line| ruled_row(&[line], &columns)),
        ),
    }
    let head = if head.is_empty() {
        Vec::new()
    } else {
        vec![ruled_row(head, &columns)]
    };
    let closing = usize::from(is_open || ruler == 0);
    Some((Drawn { head, rows }, ruler + 1 + length + closing))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.chars().all(|c| c == '-' || c == ' ') && line.contains("--")
}

/// Where the runs of dashes begin.
fn runs(line: &str) -> Vec<usize> {
    let characters: Vec<char> = line.chars().collect();
    let begins = |at: &usize| {
        characters.get(*at) == Some(&'-') && (*at == 0 || characters.get(at - 1) == Some(&' '))
    };
    (0..characters.len()).filter(begins).collect()
}

fn ruled_row(lines: &[&str], columns: &[usize]) -> Vec<Cell> {
    let cell = |index: usize| {
        let from = if index == 0 {
            0
        } else {
            columns.get(index).copied().unwrap_or_default()
        };
        let to = columns.get(index + 1).copied().unwrap_or(usize::MAX);
        let lines: Vec<String> = lines
            .iter()
            .map(|line| {
                line.chars()
                    .take(to)
                    .skip(from)
                    .collect::<String>()
                    .trim()
                    .to_owned()
            })
            .collect();
        Cell {
            text: lines.join("\n").trim().to_owned(),
            columns: 1,
        }
    };
    (0..columns.len()).map(cell).collect()
}
