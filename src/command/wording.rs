//! A draft in plain words, for messages.

use crate::compare::fields::{self, EngagementAmendment, FieldAmendment};
use crate::compare::{Amendment, Step, Verb};
use crate::content::field::Value;
use crate::diagnostic::Diagnostic;
use crate::replay::Draft;

/// Why nothing can be published while there is a draft: one error for each amendment, at its place in
/// the working files.
pub(super) fn draft(draft: &Draft) -> Vec<Diagnostic> {
    draft
        .amendments
        .iter()
        .map(|amendment| {
            let name = amendment.name();
            let verb = match amendment.verb() {
                Verb::Added => "is new",
                Verb::Amended => "is amended",
                Verb::Removed => "is removed",
            };
            let mut problem = Diagnostic::error(
                place(amendment),
                format!("{name} {verb}, and no change says so"),
            )
            .label("not recorded");
            for line in lines(amendment) {
                problem = problem.note(line);
            }
            problem
                .help("record it, so that customers are told: candor record")
                .help("or only look at it: candor build --draft --output preview")
        })
        .collect()
}

fn place(amendment: &Amendment) -> crate::source::Span {
    match amendment {
        Amendment::Subprocessor(step) => step.latest().place.0,
        Amendment::Document(step) => {
            let whole = step.latest().place.0;
            whole.within(0..0)
        }
    }
}

/// What differs, field by field.
pub(super) fn lines(amendment: &Amendment) -> Vec<String> {
    match amendment {
        Amendment::Subprocessor(Step::Amended { before, after }) => {
            let comparison = fields::subprocessor(before, after);
            let several = before.engagements.len() > 1 || after.engagements.len() > 1;
            let mut lines: Vec<String> = comparison.vendor.iter().map(field).collect();
            for engagement in &comparison.engagements {
                match engagement {
                    EngagementAmendment::Added(e) => {
                        lines.push(format!("engagement added: {}", e.purpose));
                    }
                    EngagementAmendment::Removed(e) => {
                        lines.push(format!("engagement removed: {}", e.purpose));
                    }
                    EngagementAmendment::Amended { after, fields, .. } => {
                        for amendment in fields {
                            let line = field(amendment);
                            lines.push(if several {
                                format!("{}: {line}", after.purpose)
                            } else {
                                line
                            });
                        }
                    }
                }
            }
            lines
        }
        Amendment::Document(Step::Amended { before, after }) => {
            fields::document(before, after).iter().map(field).collect()
        }
        Amendment::Subprocessor(_) | Amendment::Document(_) => Vec::new(),
    }
}

fn field(amendment: &FieldAmendment<'_>) -> String {
    let key = amendment.field.key();
    match (amendment.before, amendment.after) {
        (Some(Value::Prose(_)), Some(_)) => format!("{key}: the text is another"),
        (None, Some(Value::Prose(_))) => format!("{key}: a text is new"),
        (Some(Value::Prose(_)), None) => format!("{key}: the text is gone"),
        (before, after) => {
            let said =
                |value: Option<Value<'_>>| value.map_or_else(|| "nothing".to_owned(), value_text);
            format!("{key}: from {} to {}", said(before), said(after))
        }
    }
}

/// A value in the spelling of the sources.
pub(super) fn value_text(value: Value<'_>) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Text(text) => format!("“{text}”"),
        Value::Prose(prose) => format!("“{}”", prose.excerpt(60)),
        Value::Flag(set) => if set { "true" } else { "false" }.to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Url(url) => url.to_string(),
        Value::Role(role) => role.as_str().to_owned(),
        Value::Texts(texts) => joined(texts.to_vec()),
        Value::Data(data) => joined(
            data.iter()
                .map(|data| match &data.note {
                    Some(note) => format!("{} ({note})", data.category),
                    None => data.category.clone(),
                })
                .collect(),
        ),
        Value::Locations(locations) => joined(
            locations
                .iter()
                .map(|location| {
                    let details = [location.city.as_deref(), location.region.as_deref()];
                    let mut details: Vec<&str> = details.into_iter().flatten().collect();
                    details.extend(location.role.map(|role| role.as_str()));
                    let area = location.area.as_str();
                    if details.is_empty() {
                        area.to_owned()
                    } else {
                        format!("{area} ({})", details.join(", "))
                    }
                })
                .collect(),
        ),
        Value::Transfer(transfer) => {
            joined(transfer.iter().map(|t| t.as_str().to_owned()).collect())
        }
        Value::Products(products) => joined(products.iter().map(ToString::to_string).collect()),
        Value::Extra(extra) => joined(
            extra
                .iter()
                .map(|(key, value)| format!("{key} = “{value}”"))
                .collect(),
        ),
    }
}
