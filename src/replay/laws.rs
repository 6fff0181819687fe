//! The laws of the log: what can't be recorded, because it would rewrite, overtake or hide what is told.
//!
//! Each refusal names both changes and the ways out.

mod overtaking;

use crate::compare::{Amendment, Step, Verb};
use crate::content::{ItemId, Telling};
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::overlay::{ChangeKind, Overlay, Redacted, Wish};

use super::change::{Change, Told};
use super::digest::address;
use super::rules::{Cause, NoticeTerms, causes_of_notice, telling_of};
use super::{Replayed, ids};

/// The change that an overlay stands in for, where it may.
pub(super) fn replaceable(
    overlay: &Overlay,
    before: &[Replayed<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let named = overlay.replaces.as_ref()?;
    let Some(index) = before.iter().position(|r| r.change.id == named.value) else {
        problems.push(no_such_change(named.span, named.value.as_str(), before));
        return None;
    };
    let target = &before[index];
    let refuse = |message: String| {
        Diagnostic::error(named.span, message)
            .context(target.overlay.span, format!("`{}`", target.change.id))
    };
    if target.change.kind != ChangeKind::Change {
        problems.push(
            refuse(format!("`{}` can't be replaced", target.change.id))
                .help("only an announced change can be; record what is different as a new change"),
        );
        return None;
    }
    if target.replaced {
        let by = before.iter().find(|r| {
            r.change
                .replaces
                .as_ref()
                .is_some_and(|r| r.id == named.value)
        });
        let by = by.map_or("another change", |r| r.change.id.as_str());
        problems.push(
            refuse(format!(
                "`{}` is replaced already, by `{by}`",
                target.change.id
            ))
            .help(format!(
                "replace the one that stands in for it: replaces = \"{by}\""
            )),
        );
        return None;
    }
    if target.change.effective <= overlay.announced.value {
        problems.push(
            refuse(format!(
                "`{}` is in force since {}; what has happened can't be replaced",
                target.change.id, target.change.effective
            ))
            .help(format!(
                "record what is different now as a change of its own, with: corrects = \"{}\"",
                target.change.id
            ))
            .help(format!(
                "or, if it isn't published, delete content/changes/{}",
                target.change.id
            )),
        );
        return None;
    }
    for later in &before[index + 1..] {
        if later.replaced {
            continue;
        }
        for item in later.change.amendments.iter().map(Amendment::item) {
            if target.change.amendment(&item).is_some() && !covers(overlay, &item) {
                problems.push(
                    refuse(format!(
                        "`{}` builds on what `{}` says of `{item}`",
                        later.change.id, target.change.id
                    ))
                    .context(later.overlay.span, format!("`{}`", later.change.id))
                    .help(format!(
                        "say in this change too what `{item}` is from now on, or replace `{}` first",
                        later.change.id
                    )),
                );
                return None;
            }
        }
    }
    Some(index)
}

fn covers(overlay: &Overlay, item: &ItemId) -> bool {
    overlay.removed.iter().any(|removed| removed.value == *item)
        || match item {
            ItemId::Subprocessor(id) => overlay.content.subprocessors.contains_key(id),
            ItemId::Document(id) => overlay.content.documents.contains_key(id),
        }
}

fn no_such_change(span: crate::source::Span, id: &str, before: &[Replayed<'_>]) -> Diagnostic {
    let diagnostic = Diagnostic::error(span, format!("there is no change `{id}` before this one"))
        .help("the id of a change is the name of its folder below content/changes/");
    match nearest(id, ids(before)) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.label("not in the log"),
    }
}

/// Checks the whole log, in its order.
pub(super) fn check(log: &[Replayed<'_>], terms: &NoticeTerms, problems: &mut Vec<Diagnostic>) {
    baseline(log, problems);
    for (index, replayed) in log.iter().enumerate() {
        dates(replayed, terms, problems);
        wish(replayed, terms, problems);
        corrects(replayed, &log[..index], problems);
        purpose(replayed, problems);
        kinds(replayed, problems);
        since(replayed, log, problems);
        redaction(replayed, problems);
    }
    overtaking::check(log, problems);
}

fn baseline(log: &[Replayed<'_>], problems: &mut Vec<Diagnostic>) {
    let mut baselines = log.iter().filter(|r| r.change.kind == ChangeKind::Baseline);
    let first = baselines.next();
    for second in baselines {
        let mut problem = Diagnostic::error(second.overlay.span, "the log has two baselines")
            .help("the baseline is the first state of the log; make the later one an ordinary change: kind = \"change\"");
        if let Some(first) = first {
            problem = problem.context(first.overlay.span, "the first");
        }
        problems.push(problem);
    }
    let Some(first) = first else {
        if let Some(change) = log.iter().find(|r| r.change.kind == ChangeKind::Change) {
            problems.push(
                Diagnostic::error(change.overlay.span, "the log has no baseline")
                    .help("the first change of a log is its baseline: it says everything that is in force; give the first folder kind = \"baseline\""),
            );
        }
        return;
    };
    for replayed in log {
        let (message, help) = match replayed.change.kind {
            ChangeKind::Historical { .. }
                if replayed.change.announced >= first.change.announced =>
            {
                (
                    "a historical change lies before the baseline",
                    "what came later is an ordinary change: kind = \"change\"",
                )
            }
            ChangeKind::Change if replayed.change.announced < first.change.announced => (
                "this change is announced before the baseline",
                "what came before the baseline is reconstructed: kind = \"historical\", with its source",
            ),
            _ => continue,
        };
        problems.push(
            Diagnostic::error(replayed.overlay.announced.span, message)
                .label(format!("the baseline is of {}", first.change.announced))
                .context(first.overlay.span, "the baseline")
                .help(help),
        );
    }
}

fn dates(replayed: &Replayed<'_>, terms: &NoticeTerms, problems: &mut Vec<Diagnostic>) {
    let (overlay, change) = (replayed.overlay, &replayed.change);
    if change.effective < change.announced {
        problems.push(
            Diagnostic::error(
                overlay.effective.span,
                "the change takes effect before it is announced",
            )
            .label(format!("announced on {}", change.announced))
            .context(overlay.announced.span, "the announcement")
            .help("give a day on or after the announcement"),
        );
        return;
    }
    if let Some(object_by) = overlay.object_by
        && object_by.value < change.announced
    {
        problems.push(
            Diagnostic::error(
                object_by.span,
                "the last day to object lies before the announcement",
            )
            .label(format!("announced on {}", change.announced))
            .context(overlay.announced.span, "the announcement")
            .help("give a later day, or leave the line out: then it follows from your terms"),
        );
    }
    let Told::WithNotice { objection_deadline } = change.told else {
        return;
    };
    if !terms.bind(change) {
        return;
    }
    let earliest = terms.earliest_effective(change.announced);
    if change.effective < earliest {
        problems.push(
            Diagnostic::error(
                overlay.effective.span,
                format!("the notice is shorter than {} days", terms.promised_days()),
            )
            .label(format!("{earliest} at the earliest"))
            .context(overlay.announced.span, "the day of the announcement doesn't count")
            .note(why_notice(change, terms))
            .help(format!("give the customers their notice: effective = {earliest}"))
            .help("or say why it must be shorter, which the site shows: short_notice = \"…\"")
            .help("or, if your terms were others then, say since when these hold: [notice] since = … in candor.toml"),
        );
        return;
    }
    if objection_deadline >= change.effective {
        problems.push(
            Diagnostic::error(
                overlay
                    .object_by
                    .map_or(overlay.effective.span, |date| date.span),
                "customers could still object when the change is in force",
            )
            .label(format!(
                "the last day to object is {objection_deadline}, the change is in force from {}",
                change.effective
            ))
            .help(format!(
                "let it take effect later: effective = {} or after",
                objection_deadline.plus(1)
            ))
            .help("or say why it can't wait, which the site shows: short_notice = \"…\""),
        );
    }
}

/// Why a change needs notice, by the amendments that ask for it.
fn why_notice(change: &Change, terms: &NoticeTerms) -> String {
    let names: Vec<String> = change
        .amendments
        .iter()
        .filter_map(|amendment| {
            let causes = causes_of_notice(amendment, terms.documents);
            let fields: Vec<&str> = causes
                .iter()
                .filter_map(|cause| match cause {
                    Cause::Field(field) => Some(field.key()),
                    Cause::Engagement(purpose) => Some(purpose.as_str()),
                    Cause::Item => None,
                })
                .collect();
            let verb = amendment.verb().as_str();
            (!causes.is_empty()).then(|| match fields.as_slice() {
                [] => format!("{} is {verb}", amendment.name()),
                fields => format!("{} is {verb} ({})", amendment.name(), fields.join(", ")),
            })
        })
        .collect();
    format!("customers must hear of it in advance: {}", names.join(", "))
}

fn wish(replayed: &Replayed<'_>, terms: &NoticeTerms, problems: &mut Vec<Diagnostic>) {
    if replayed.overlay.wish != Wish::Editorial {
        return;
    }
    for amendment in &replayed.change.amendments {
        let Amendment::Subprocessor(_) = amendment else {
            continue;
        };
        if telling_of(amendment, terms.documents) >= Telling::Always {
            problems.push(
                Diagnostic::error(
                    replayed.overlay.span,
                    format!(
                        "this change can't be editorial: it must be told what happens to {}",
                        amendment.name()
                    ),
                )
                .help("take out `editorial = true`, or record the editorial part as a change of its own"),
            );
        }
    }
}

fn corrects(replayed: &Replayed<'_>, before: &[Replayed<'_>], problems: &mut Vec<Diagnostic>) {
    let Some(named) = &replayed.overlay.corrects else {
        return;
    };
    let Some(target) = before.iter().find(|r| r.change.id == named.value) else {
        problems.push(no_such_change(named.span, named.value.as_str(), before));
        return;
    };
    if target.change.effective > replayed.change.announced {
        problems.push(
            Diagnostic::error(
                named.span,
                format!(
                    "`{}` isn't in force yet, so it can still be replaced",
                    named.value
                ),
            )
            .label(format!("in force from {}", target.change.effective))
            .context(target.overlay.span, format!("`{}`", named.value))
            .help(format!("replaces = \"{}\"", named.value)),
        );
    } else if target.replaced {
        let standing_in = standing_in(target, before);
        let problem = Diagnostic::error(
            named.span,
            format!(
                "`{}` never took effect, so there is nothing to correct",
                named.value
            ),
        )
        .label(format!("`{}` stands in for it", standing_in.change.id))
        .context(
            standing_in.overlay.span,
            format!("`{}`", standing_in.change.id),
        );
        problems.push(match standing_in.change.amendments.is_empty() {
            true => problem.help("leave it out: a change needn't correct one that was withdrawn"),
            false => problem.help(format!(
                "correct what took effect in its place: corrects = \"{}\"",
                standing_in.change.id
            )),
        });
    }
}

/// What counts in the end in place of a change, however often it was replaced.
fn standing_in<'a, 'b>(replaced: &'a Replayed<'b>, log: &'a [Replayed<'b>]) -> &'a Replayed<'b> {
    let mut last = replaced;
    for replayed in log {
        let replaces = replayed.change.replaces.as_ref();
        if replaces.is_some_and(|replaces| replaces.id == last.change.id) {
            last = replayed;
        }
    }
    last
}

/// A change must do something.
fn purpose(replayed: &Replayed<'_>, problems: &mut Vec<Diagnostic>) {
    if replayed.change.amendments.is_empty()
        && replayed.overlay.replaces.is_none()
        && replayed.overlay.kind == ChangeKind::Change
    {
        problems.push(
            Diagnostic::warning(replayed.overlay.span, "this change changes nothing")
                .note("what it holds says the same as what stood before it")
                .help("put into its folder the entries and texts as they are from then on, or delete the folder"),
        );
    }
}

/// A document never moves between processing descriptions and annexes: its address would change.
fn kinds(replayed: &Replayed<'_>, problems: &mut Vec<Diagnostic>) {
    for amendment in &replayed.change.amendments {
        if let Amendment::Document(Step::Amended { before, after }) = amendment
            && before.kind != after.kind
        {
            problems.push(
                Diagnostic::error(
                    after.place.0.within(0..0),
                    format!(
                        "`{}` lies below {}/ and was recorded below {}/",
                        after.id,
                        after.kind.folder(),
                        before.kind.folder()
                    ),
                )
                .label("its address would change")
                .help("leave it where it was, or give the new one an id of its own"),
            );
        }
    }
}

/// `since` tells of the time before the log, so only what was there when the log began can have it.
fn since(replayed: &Replayed<'_>, log: &[Replayed<'_>], problems: &mut Vec<Diagnostic>) {
    if replayed.change.kind != ChangeKind::Change {
        return;
    }
    for amendment in &replayed.change.amendments {
        let Amendment::Subprocessor(step) = amendment else {
            continue;
        };
        let Some(after) = step.after().filter(|after| after.since.is_some()) else {
            continue;
        };
        let item = amendment.item();
        // The change that began the use of it that still lasts.
        let begun_by = log
            .iter()
            .take_while(|r| r.change.id != replayed.change.id)
            .chain([replayed])
            .filter(|r| {
                let amendment = r.change.amendment(&item);
                amendment.is_some_and(|amendment| amendment.verb() == Verb::Added)
            })
            .last()
            .map(|r| &r.change);
        if let Some(first) = begun_by.filter(|first| first.kind == ChangeKind::Change) {
            problems.push(
                Diagnostic::error(
                    after.place.0,
                    format!(
                        "{} is in the log since `{}`, which says when it began",
                        after.name, first.id
                    ),
                )
                .label("`since` is for what was in use before the log began")
                .help("take the `since` line out")
                .help("or, while nothing is published yet, make it a part of the first record: candor record --again"),
            );
        }
    }
}

/// What was taken out of a change is still amended by it, in the place of what stood there: else its
/// record would no longer hold.
fn redaction(replayed: &Replayed<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(redaction) = &replayed.change.redaction else {
        return;
    };
    let items: Vec<String> = replayed.change.amendments.iter().map(address).collect();
    for text in redaction.digests.keys() {
        if !matches!(text, Redacted::Subprocessor(_) | Redacted::Document(..)) {
            continue;
        }
        let key = text.key();
        if !items.contains(&key) {
            let problem = Diagnostic::error(
                replayed.overlay.announced.span,
                format!("this change keeps the digest of `{key}`, and doesn't amend it"),
            )
            .help("leave an entry or a text in the folder that says that something was taken out, such as “Taken out.”");
            problems.push(match nearest(&key, items.iter().map(String::as_str)) {
                Some(near) => problem.label(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
    }
}
