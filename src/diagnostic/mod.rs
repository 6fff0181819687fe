//! What is wrong in the sources, said so that the writer can mend it.
//!
//! A [`Diagnostic`] names a place, what is wrong with it, what was expected, what is near and what to
//! do. [`Checked`] carries a value together with everything that is wrong with it, so one bad entry
//! never hides nine others. [`show`] turns the same diagnostic into text for a terminal, JSON, a CI
//! annotation or HTML.
//!
//! It knows places, not meanings: each stage words its own problems.

pub mod show;

use crate::source::{Sources, Span};

/// How bad it is: an error keeps the site from being built, a warning doesn't.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    Error,
    Warning,
}

/// A second place that explains the first: "the id was first used here".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    pub span: Span,
    pub text: String,
}

/// One problem in the sources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub severity: Severity,
    /// What is wrong, in one line of plain words.
    pub message: String,
    /// The text to underline.
    pub span: Span,
    /// What stands beside the underline: "did you mean `address`?"
    pub label: String,
    pub context: Vec<Context>,
    /// What explains it.
    pub notes: Vec<String>,
    /// What to do; may hold lines to paste.
    pub help: Vec<String>,
}

impl Diagnostic {
    pub fn error(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            message: message.into(),
            span,
            label: String::new(),
            context: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    pub fn warning(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(span, message)
        }
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    #[must_use]
    pub fn context(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.context.push(Context {
            span,
            text: text.into(),
        });
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Diagnostic {
        self.notes.push(note.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value and all that is wrong with it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    pub value: T,
    pub problems: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    pub fn clean(value: T) -> Checked<T> {
        Checked {
            value,
            problems: Vec::new(),
        }
    }

    /// Another value with the same problems.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Checked<U> {
        Checked {
            value: make(self.value),
            problems: self.problems,
        }
    }

    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Diagnostic::is_error)
    }

    /// Moves the problems to `into` and gives the value.
    pub fn take(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.problems);
        self.value
    }
}

/// Sorts problems by file and place and drops repetitions, so that a run always shows the same list.
pub fn sort(problems: &mut Vec<Diagnostic>, sources: &Sources) {
    problems.sort_by(|a, b| {
        let key = |d: &Diagnostic| (sources.source(d.span.source).path.clone(), d.span.start);
        key(a)
            .cmp(&key(b))
            .then(a.severity.cmp(&b.severity))
            .then_with(|| a.message.cmp(&b.message))
    });
    problems.dedup();
}

/// The candidate that the writer most likely meant, if one is near.
///
/// Upper case is never what keeps a candidate away: keys and ids are lower case.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    similar::get_close_matches(written.to_lowercase().as_str(), &candidates, 1, 0.6)
        .first()
        .copied()
}
