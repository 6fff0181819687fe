//! What the engine says of a whole set of templates, taken apart again.
//!
//! It finds every unknown filter, function, block and include at once, but tells them as one text. Each
//! report in it begins with `error: …` and then names its place, `--> acme/page.html:2:16`; the line below
//! the text shows how long the place is.

use std::ops::Range;

/// One mistake in a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Report {
    pub(super) message: String,
    /// The template's full name.
    pub(super) template: String,
    line: usize,
    column: usize,
    width: usize,
}

impl Report {
    /// The place in the template's text.
    pub(super) fn range(&self, text: &str) -> Range<usize> {
        let lines = text.split_inclusive('\n').take(self.line - 1);
        let start: usize = lines.map(str::len).sum();
        let start = start + self.column - 1;
        start..start + self.width
    }
}

/// The reports in a text of the engine's; none where it is some other message.
pub(super) fn reports(text: &str) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let mut message = None;
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = Some(said.to_owned());
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let report = message.take().and_then(|message| placed(message, place));
            reports.extend(report);
        } else if line.contains('^')
            && let Some(report) = reports.last_mut().filter(|report| report.width == 0)
        {
            report.width = line.matches('^').count();
        }
    }
    reports
}

fn placed(message: String, place: &str) -> Option<Report> {
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok().filter(|&column| column > 0)?;
    let line = parts.next()?.parse().ok().filter(|&line| line > 0)?;
    Some(Report {
        message,
        template: parts.next()?.to_owned(),
        line,
        column,
        width: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_says_of_several_templates_is_taken_apart() {
        let mut tera = tera::Tera::default();
        let second = "<p>\n{{ x | sparkle }}\n{% if x is shiny %}{% endif %}</p>";
        let error = tera
            .add_raw_templates([("a.html", "{{ glow() }}"), ("b/b.html", second)])
            .unwrap_err();
        let found = reports(&error.to_string());
        let said: Vec<(&str, &str)> = found
            .iter()
            .map(|report| (report.template.as_str(), report.message.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("a.html", "Unknown function `glow`"),
                ("b/b.html", "Unknown filter `sparkle`"),
                ("b/b.html", "Unknown test `shiny`"),
            ]
        );
        let places: Vec<&str> = found[1..]
            .iter()
            .map(|r| &second[r.range(second)])
            .collect();
        assert_eq!(places, ["sparkle", "shiny"]);
        assert!(reports("something else").is_empty());
    }
}
