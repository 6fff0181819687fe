//! Problems written below the text that they are about.

use candor::diagnostic::{Diagnostic, Severity};
use candor::source::{SourceId, Sources};

use super::{DAY, Project, sections};

/// Lays the files of `text` over a project and checks it. A line of `^` below a line of a file says
/// what is wrong there:
///
/// ```text
/// -- content/subprocessors.toml --
/// [[subprocessor]]
/// adress = "1 Mail Street"
/// ^^^^^^ error: unknown key `adress`
///      | did you mean `address`?
/// ```
///
/// The carets stand below the first line of the place, the line with `|` is what stands beside it. All
/// problems have to be there, and no other.
#[track_caller]
pub(crate) fn check_diagnostics(project: Project, text: &str) {
    check_diagnostics_as_of(project, DAY, text);
}

#[track_caller]
pub(crate) fn check_diagnostics_as_of(project: Project, as_of: &str, text: &str) {
    let expected = sections(text);
    let project = project.with(&without_annotations(text));
    let (problems, sources) = project.problems(as_of);
    let mut actual = String::new();
    for (path, _) in &expected {
        let (id, _) = sources.get(path).expect("a file of the project");
        actual.push_str(&format!("-- {path} --\n"));
        actual.push_str(&annotated(id, &problems, &sources));
    }
    for problem in &problems {
        let path = sources.source(problem.span.source).path.as_str();
        if !expected.iter().any(|(expected, _)| expected == path) {
            let line = sources.position(problem.span).line;
            actual.push_str(&format!("-- {path}:{line}: {}\n", problem.message));
        }
    }
    let expected: String = expected
        .iter()
        .map(|(path, text)| format!("-- {path} --\n{text}"))
        .collect();
    assert!(
        actual.trim_end() == expected.trim_end(),
        "expected:\n{expected}\nfound:\n{actual}"
    );
}

fn without_annotations(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !is_annotation(line)).collect()
}

fn is_annotation(line: &str) -> bool {
    let line = line.trim_start();
    let below = line.trim_start_matches('^');
    let names = |severity: &str| below.starts_with(&format!(" {severity}: "));
    line.starts_with("| ") || (below.len() < line.len() && (names("error") || names("warning")))
}

/// A file with its problems drawn in.
fn annotated(id: SourceId, problems: &[Diagnostic], sources: &Sources) -> String {
    let source = sources.source(id);
    let text = String::from_utf8_lossy(&source.bytes);
    let mut annotated = String::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        annotated.push_str(line.trim_end_matches('\n'));
        annotated.push('\n');
        for problem in problems.iter().filter(|p| p.span.source == id) {
            let position = sources.position(problem.span);
            if position.line != index + 1 {
                continue;
            }
            let shown = &source.bytes[problem.span.range()];
            let shown = String::from_utf8_lossy(shown);
            let width = shown.lines().next().unwrap_or_default().chars().count();
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let indent = " ".repeat(position.column - 1);
            let carets = "^".repeat(width.max(1));
            annotated.push_str(&format!(
                "{indent}{carets} {severity}: {}\n",
                problem.message
            ));
            if !problem.label.is_empty() {
                let beside = " ".repeat(position.column + width.max(1) - 2);
                annotated.push_str(&format!("{beside}| {}\n", problem.label));
            }
        }
    }
    annotated
}
