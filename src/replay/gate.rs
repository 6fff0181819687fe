//! The gate: nothing that is published is told otherwise, and no notice is shortened by publishing late.
//!
//! [`check`] holds what would be published on a day to what is live. The live log must be the beginning
//! of the new one, and a change that nobody has heard of yet must have its whole notice ahead of it. So
//! a revert, a rollback, a formatter or a merge that comes late can't rewrite or shorten anything. Each
//! refusal names the change and the ways out. It reads no file: `published` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::change::{Change, Told};
use super::difference::{self, Difference, Part};
use super::digest::{Log, Record};
use super::history::History;
use super::published::PublishedLog;
use super::rules::{NoticeTerms, Shortfall};
use crate::content::{ChangeId, Date, Digest};
use crate::diagnostic::Diagnostic;
use crate::parse::overlay::{Overlay, Redacted, Redaction};
use crate::parse::{Project, print};
use crate::source::Span;

/// What would break if this history were published on a day in place of what is live.
pub fn check(
    published: &PublishedLog,
    project: &Project,
    history: &History,
    as_of: Date,
) -> Vec<Diagnostic> {
    let top = Span::new(project.source, 0..0);
    let id = project.config.site.id.to_string();
    if published.site.id != id {
        return vec![another_site(published, &id, top)];
    }
    let flaws = published.flaws();
    if !flaws.is_empty() {
        let problem = Diagnostic::error(
            top,
            "the published log doesn't hold: it isn't as Candor wrote it",
        )
        .help("take the changes.json that is live; if that is the one, compare it with an older copy: candor verify OLD NEW");
        let noted = flaws
            .iter()
            .fold(problem, |p, flaw| p.note(flaw.to_string()));
        return vec![noted];
    }
    let known = history.known_on(as_of);
    let gate = Gate {
        was: records_by_id(published.records()),
        overlays: project
            .overlays
            .iter()
            .map(|o| (o.id.as_str(), &**o))
            .collect(),
        whole: history.log(),
        history,
        as_of,
        top,
    };
    let new = known.log();
    let differences = difference::differences(published.records(), new.records().iter());
    let renamed: BTreeSet<&str> = differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::Renamed { to, .. } => Some(to.as_str()),
            _ => None,
        })
        .collect();
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut next_order = 0;
    for difference in &differences {
        problems.extend(gate.refusal(difference, &mut next_order));
    }
    problems.extend(gate.built_for_an_earlier_day(&differences));
    let unheard = known.changes().iter().filter(|change| {
        let id = change.id.as_str();
        !gate.was.contains_key(id) && !renamed.contains(id)
    });
    for change in unheard {
        problems.extend(gate.shortened(change, &known));
        problems.extend(gate.too_late_to_replace(change));
    }
    problems
}

struct Gate<'a> {
    /// The published records.
    was: BTreeMap<&'a str, &'a Record>,
    overlays: BTreeMap<&'a str, &'a Overlay>,
    /// With what isn't announced yet.
    whole: Arc<Log>,
    history: &'a History,
    as_of: Date,
    /// Where there is no file of the change's own to point to.
    top: Span,
}

fn records_by_id<'a>(records: impl Iterator<Item = &'a Record>) -> BTreeMap<&'a str, &'a Record> {
    records.map(|r| (r.recorded.id.as_str(), r)).collect()
}

fn another_site(published: &PublishedLog, id: &str, top: Span) -> Diagnostic {
    let site = &published.site;
    Diagnostic::error(top, "the published log is another site's")
        .note(format!("it is of “{}”, {}", site.title, site.url))
        .note(format!("its site has the id {}, this one {id}", site.id))
        .help("give the changes.json of this site, as it is live")
        .help(format!(
            "or, if it is this site and the id in candor.toml was altered, put it back: id = \"{}\"",
            site.id
        ))
}

impl Gate<'_> {
    fn refusal(&self, difference: &Difference, next_order: &mut u32) -> Option<Diagnostic> {
        match difference {
            Difference::Altered { id, parts } => Some(self.altered(id, parts)),
            Difference::Dropped { id } => self.dropped(id),
            Difference::Renamed { from, to } => Some(self.renamed(from, to)),
            Difference::Inserted { id, before } => Some(self.inserted(id, before, next_order)),
            Difference::Reordered { first, second } => Some(
                Diagnostic::error(
                    self.place(second),
                    format!("`{second}` was published after `{first}` and would come before it"),
                )
                .help("put `announced` and `order` of both back as they were published"),
            ),
        }
    }

    /// Where a message about a change points to: the day of its announcement.
    fn place(&self, id: &str) -> Span {
        let overlay = self.overlays.get(id);
        overlay.map_or(self.top, |overlay| overlay.announced.span)
    }

    fn new_record(&self, id: &str) -> Option<&Record> {
        self.whole.record(&ChangeId::new(id).ok()?)
    }

    fn altered(&self, id: &str, parts: &[Part]) -> Diagnostic {
        let overlay = self.overlays.get(id);
        let only = |wanted: &str| matches!(parts, [Part::Fact { key, .. }] if key == wanted);
        let span = match overlay {
            Some(overlay) if only("effective") => overlay.effective.span,
            _ => self.place(id),
        };
        let mut problem = Diagnostic::error(
            span,
            format!("`{id}` is published, and says something else now"),
        )
        .label("what was told can't be told otherwise");
        if let (Some(old), Some(new)) = (self.was.get(id), self.new_record(id)) {
            for part in parts {
                problem = problem.note(part.words(old, new));
            }
        }
        problem = problem.help(format!(
            "put content/changes/{id}/ back as it was published; its former state: git log -p -- content/changes/{id}"
        ));
        problem = match overlay {
            Some(overlay) if overlay.effective.value > self.as_of => problem.help(format!(
                "if something else is to happen, record a change that stands in for it: candor record --replaces {id}"
            )),
            _ => problem.help(format!(
                "if it was wrong, record a change that puts it right: candor record --corrects {id}"
            )),
        };
        match redaction(parts, overlay.and_then(|overlay| overlay.redaction.as_ref())) {
            Some(lines) => problem.help(format!(
                "or, if a text had to be taken out by law, say so at the end of its change.toml:\n{lines}"
            )),
            None => problem,
        }
    }

    fn dropped(&self, id: &str) -> Option<Diagnostic> {
        if let (Some(old), Some(new)) = (self.was.get(id), self.new_record(id)) {
            // It is there, and announced on a later day: either it was moved, or the site is built for a
            // day on which it isn't told.
            let parts = difference::differences(std::iter::once(*old), std::iter::once(new));
            return parts.iter().find_map(|difference| match difference {
                Difference::Altered { parts, .. } => Some(self.altered(id, parts)),
                _ => None,
            });
        }
        if let Some(overlay) = self.overlays.get(id) {
            let problem = Diagnostic::error(
                overlay.announced.span,
                format!("`{id}` is published, and historical now"),
            );
            return Some(problem.help("put its `kind` back as it was published"));
        }
        let title = self.was.get(id).map_or("", |old| &old.recorded.title);
        Some(
            Diagnostic::error(self.top, format!("`{id}` is published, and its folder is gone"))
                .label(format!("content/changes/{id}/ is missing"))
                .note(format!("it told customers: “{title}”"))
                .help(format!(
                    "bring it back: git checkout \"$(git rev-list -n 1 HEAD -- content/changes/{id})^\" -- content/changes/{id}"
                ))
                .help(format!(
                    "if it isn't to happen, bring it back and record that: candor record --withdraw {id}"
                )),
        )
    }

    /// What is live announces changes of days that haven't come on the as-of date.
    fn built_for_an_earlier_day(&self, differences: &[Difference]) -> Option<Diagnostic> {
        let later = differences
            .iter()
            .filter_map(|difference| match difference {
                Difference::Dropped { id } => {
                    let new = self.new_record(id)?;
                    let old = self.was.get(id.as_str())?;
                    (old.recorded.announced == new.recorded.announced).then_some(new)
                }
                _ => None,
            });
        let last = later.max_by(|a, b| a.recorded.announced.cmp(&b.recorded.announced))?;
        let (id, day) = (&last.recorded.id, &last.recorded.announced);
        Some(
            Diagnostic::error(
                self.place(id),
                format!("`{id}` is published, and the site is made for a day before it"),
            )
            .label(format!("the site is made for {}", self.as_of))
            .help(format!("make it for {day} or a later day")),
        )
    }

    fn renamed(&self, from: &str, to: &str) -> Diagnostic {
        Diagnostic::error(
            self.place(to),
            format!("`{from}` is published, and is called `{to}` now"),
        )
        .label("its address and its feed item would be others")
        .help(format!(
            "give the folder its name back: git mv content/changes/{to} content/changes/{from}"
        ))
    }

    fn inserted(&self, id: &str, before: &str, next_order: &mut u32) -> Diagnostic {
        let announced = self.overlays.get(id).map(|overlay| overlay.announced.value);
        let published = self.overlays.get(before);
        let same_day = announced == published.map(|overlay| overlay.announced.value);
        let problem = Diagnostic::error(
            self.place(id),
            format!("`{id}` would come before `{before}`, which is published already"),
        )
        .context(self.place(before), format!("`{before}`"));
        // On its own day where that is the last one told, else on the first that nothing overtakes.
        let last_day = self
            .was
            .values()
            .filter_map(|record| Date::parse(&record.recorded.announced))
            .max();
        let day = match (announced, last_day) {
            (Some(announced), Some(last)) if same_day && announced == last => announced,
            (_, Some(last)) => self.as_of.max(last),
            (_, None) => self.as_of,
        };
        let order = (*next_order).max(self.free_order(day));
        *next_order = order + 1;
        let mut lines = Vec::new();
        if announced != Some(day) {
            lines.push(format!("announced = {day}"));
            let history = self.history;
            if let Some(change) = ChangeId::new(id).ok().and_then(|id| history.change(&id))
                && let Told::WithNotice { .. } = change.told
            {
                lines.extend(later(history.terms(), change, day));
            } else if let Some(overlay) = self.overlays.get(id)
                && overlay.effective.value < day
            {
                lines.push(format!("effective = {day}"));
            }
        }
        if order > 0 {
            lines.push(format!("order = {order}"));
        }
        let problem = if same_day {
            problem
                .label("both are announced on this day")
                .note("changes of one day stand by their `order`, which is 0 where it isn't given, then by their names")
        } else {
            problem.label("the published one is announced on a later day")
        };
        problem
            .help(format!(
                "let it come last, in its change.toml:\n{}",
                lines.join("\n")
            ))
            .help(format!(
                "or let Candor record it anew: candor record --again {id}"
            ))
    }

    /// The first order on a day that comes after everything published on it.
    fn free_order(&self, day: Date) -> u32 {
        let day = day.to_string();
        let on_it = self.was.values().filter(|r| r.recorded.announced == day);
        let highest = on_it.map(|record| record.recorded.order).max();
        highest.map_or(0, |order| order.saturating_add(1))
    }

    /// A change that nobody has heard of, with too few days left.
    fn shortened(&self, change: &Change, known: &History) -> Option<Diagnostic> {
        let terms = self.history.terms();
        let shortfall = terms.shortfall(change, self.as_of)?;
        let id = &change.id;
        if known.replaced_by(id).is_some() || !change.is_in_chain() {
            return None;
        }
        let overlay = self.overlays.get(id.as_str())?;
        let problem = match shortfall {
            Shortfall::Notice { earliest } => {
                let left = days(self.as_of.days_until(change.effective) - 1);
                let promised = terms.promised_days();
                Diagnostic::error(
                overlay.effective.span,
                format!(
                    "customers would hear of `{id}` {left} before it takes effect, and are promised {promised}"
                ),
            )
            .label(format!("{earliest} at the earliest"))
            }
            Shortfall::Objection { until, deadline } => {
                let left = days(self.as_of.days_until(until));
                let promised = self.as_of.days_until(deadline);
                let place = overlay
                    .object_by
                    .map_or(overlay.effective.span, |day| day.span);
                Diagnostic::error(
                place,
                format!(
                    "customers would have {left} to object to `{id}`, and are promised {promised}"
                ),
            )
            .label(format!("{deadline} at the earliest"))
            }
        };
        let lines = later(terms, change, self.as_of);
        Some(
            problem
                .context(
                    self.place(id.as_str()),
                    format!(
                        "it isn't published yet, so the notice begins on {}",
                        self.as_of
                    ),
                )
                .help(format!("record it anew: candor record --again {id}"))
                .help(format!(
                    "or by hand, in its change.toml:\nannounced = {}\n{}",
                    self.as_of,
                    lines.join("\n")
                ))
                .help("or say why it must be shorter, which the site shows: short_notice = \"…\""),
        )
    }

    /// A change that would stand in for one that took effect before anyone heard otherwise.
    fn too_late_to_replace(&self, change: &Change) -> Option<Diagnostic> {
        let replaces = change.replaces.as_ref()?;
        let told = self.was.get(replaces.id.as_str())?;
        let target = self.history.change(&replaces.id)?;
        if target.effective > self.as_of {
            return None;
        }
        let overlay = self.overlays.get(change.id.as_str())?;
        let span = overlay.replaces.as_ref().map(|named| named.span);
        Some(
            Diagnostic::error(
                span.unwrap_or(overlay.announced.span),
                format!(
                    "`{}` would stand in for `{}`, which is in force since {}",
                    change.id, target.id, target.effective
                ),
            )
            .label("nobody has heard of it in time")
            .note(format!("customers were told: “{}”", told.recorded.title))
            .help(format!(
                "record what is different now as a change of its own, in its change.toml in place of `replaces`:\ncorrects = \"{}\"",
                target.id
            ))
            .help(format!("and let it begin anew: candor record --again {}", change.id)),
        )
    }
}

/// The lines that say that a text was taken out, where nothing but texts is another.
fn redaction(parts: &[Part], already: Option<&Redaction>) -> Option<String> {
    let mut digests: BTreeMap<Redacted, Digest> = BTreeMap::new();
    for part in parts {
        let (key, was) = match part {
            Part::Text { key, was, .. } => (key, (*was)?),
            Part::Item { address, was } => (address, *was),
            Part::Fact { .. }
            | Part::Verb { .. }
            | Part::ItemGone { .. }
            | Part::ItemNew { .. } => {
                return None;
            }
        };
        digests.insert(Redacted::parse(key)?, was);
    }
    let why = already
        .map_or("By order of …", |already| &already.why)
        .to_owned();
    for (text, digest) in already.into_iter().flat_map(|already| &already.digests) {
        digests.entry(text.clone()).or_insert(*digest);
    }
    let lines = print::redaction(&Redaction { why, digests });
    Some(lines.trim_end().to_owned())
}

/// The lines of a change.toml that give a change its whole notice, if it is announced on that day.
fn later(terms: &NoticeTerms, change: &Change, announced: Date) -> Vec<String> {
    let effective = change.effective.max(terms.earliest_effective(announced));
    let mut lines = vec![format!("effective = {effective}")];
    if change.object_by.is_some() {
        let deadline = terms.recorded_deadline(announced, effective);
        lines.push(format!("object_by = {deadline}"));
    }
    lines
}

/// Whole days, in words.
fn days(count: i32) -> String {
    match count {
        ..=0 => "no whole day".to_owned(),
        1 => "one day".to_owned(),
        days => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests;
