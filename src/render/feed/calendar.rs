//! The dates as a calendar (RFC 5545, RFC 7986): of each told change the day from which it is in force
//! and the last day to object.
//!
//! An event is an all-day one that doesn't block its day, without an alarm: whoever subscribes decides
//! what rings. It stands for ever; a change that another one stands in for is cancelled in place, with
//! the number and the instants of the change that did so, since a calendar has no other way to say it.

use std::sync::Arc;

use icalendar::{Calendar, Component, Event, Property};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::content::concerns;
use super::published;
use crate::assemble::{FeedScope, Route};
use crate::content::Date;
use crate::content::text::is_forbidden;
use crate::render::context::Context;
use crate::render::page::{amended_items, feed_title};
use crate::replay::Change;

/// How often a program should ask anew: twice a day.
const REFRESH: &str = "PT12H";

/// The text of a calendar with the dates of these changes, newest first.
pub(super) fn write(context: &Context<'_>, scope: &FeedScope, changes: &[&Arc<Change>]) -> String {
    let site = &context.site.config().site;
    let name = format!("{} – {}", site.title, feed_title(context, scope));
    let name = plain(&name);
    let mut calendar = Calendar::empty();
    let properties = [
        ("VERSION", "2.0"),
        ("PRODID", "-//Candor//Trust Center//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        // The crate doesn't know it for a text, so it wouldn't escape it.
        ("NAME", &escaped(&name)),
        ("X-WR-CALNAME", &name),
        ("X-PUBLISHED-TTL", REFRESH),
    ];
    for property in properties {
        calendar.append_property(property);
    }
    let mut refresh = Property::new("REFRESH-INTERVAL", REFRESH);
    calendar.append_property(refresh.add_parameter("VALUE", "DURATION").done());
    for change in changes {
        for event in events(context, scope, change) {
            calendar.push(event);
        }
    }
    folded(&calendar.to_string())
}

/// What happens on a day.
#[derive(Clone, Copy)]
enum Occasion {
    InForce,
    LastDayToObject,
}

fn events(context: &Context<'_>, scope: &FeedScope, change: &Change) -> Vec<Event> {
    let deadline = change.objection_deadline();
    let days = [
        (Occasion::LastDayToObject, deadline),
        (Occasion::InForce, Some(change.effective)),
    ];
    let description = description(context, scope, change);
    days.into_iter()
        .filter_map(|(occasion, day)| Some(event(context, change, &description, occasion, day?)))
        .collect()
}

fn event(
    context: &Context<'_>,
    change: &Change,
    description: &str,
    occasion: Occasion,
    day: Date,
) -> Event {
    let site = context.site;
    let say = |key: &str, title: &str| site.language().say(key, &[("title", title)]);
    let (name, summary) = match occasion {
        Occasion::InForce => ("in-force", change.title.clone()),
        Occasion::LastDayToObject => ("deadline", say("calendar.deadline", &change.title)),
    };
    let replaced = site.history().replaced_by(&change.id);
    let (summary, sequence, status) = match replaced {
        // Some calendars show a cancelled event like any other.
        Some(_) => (say("calendar.cancelled", &summary), "1", "CANCELLED"),
        None => (summary, "0", "CONFIRMED"),
    };
    let last_told = published(site, replaced.map_or(change, |by| by));
    let mut event = Event::new();
    event
        .uid(&identity(context, change, name))
        .summary(&plain(&summary))
        .description(&plain(description))
        .append_property(day_property("DTSTART", day))
        .append_property(day_property("DTEND", day.plus(1)))
        .add_property("DTSTAMP", instant(last_told))
        .add_property("CREATED", instant(published(site, change)))
        .add_property("LAST-MODIFIED", instant(last_told))
        .add_property("SEQUENCE", sequence)
        .add_property("STATUS", status)
        .add_property("TRANSP", "TRANSPARENT")
        .add_property("URL", context.address(&Route::Change(change.id.clone())));
    event.done()
}

fn identity(context: &Context<'_>, change: &Change, occasion: &str) -> String {
    let urn = super::identity(context.site, &format!("event:{}:{occasion}", change.id));
    urn.trim_start_matches("urn:uuid:").to_owned()
}

/// Why, what, the dates, where to object, and where to read on.
fn description(context: &Context<'_>, scope: &FeedScope, change: &Change) -> String {
    let language = context.site.language();
    let mut lines: Vec<String> = Vec::new();
    if let Some(reason) = &change.reason {
        lines.extend([reason.clone(), String::new()]);
    }
    let items = amended_items(context, change, |amendment| concerns(scope, amendment));
    if !items.is_empty() {
        lines.extend(items);
        lines.push(String::new());
    }
    let mut dates = vec![
        ("feed.announced", change.announced),
        ("feed.effective", change.effective),
    ];
    dates.extend(
        change
            .objection_deadline()
            .map(|day| ("feed.deadline", day)),
    );
    let dates = dates.into_iter();
    lines.extend(dates.map(|(key, day)| format!("{} {}", context.say(key), language.date(day))));
    if let (Some(_), Some(to)) = (
        change.objection_deadline(),
        &context.site.config().notice.object_to,
    ) {
        let to = crate::render::page::object_to(to);
        lines.push(format!("{} {}", context.say("change.object-at"), to.label));
    }
    lines.push(context.address(&Route::Change(change.id.clone())));
    lines.join("\n")
}

fn day_property(name: &str, day: Date) -> Property {
    let value = day.to_string().replace('-', "");
    Property::new(name, value)
        .add_parameter("VALUE", "DATE")
        .done()
}

fn instant(instant: Timestamp) -> String {
    let time = TimeZone::UTC.to_datetime(instant);
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a calendar can hold it: no control characters but the ends of lines, whichever way those
/// were typed.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                let _ = characters.next_if_eq(&'\n');
                plain.push('\n');
            }
            '\n' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\t' | '\u{b}' | '\u{c}' => plain.push(' '),
            c if c.is_control() || is_forbidden(c) => {}
            c => plain.push(c),
        }
    }
    plain
}

/// The text with no line longer than 75 octets without its end (RFC 5545, section 3.1). The crate's own
/// last part of a line can be an octet too long.
fn folded(text: &str) -> String {
    const LONGEST: usize = 75;
    let mut folded = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").lines() {
        let mut room = LONGEST;
        for c in line.chars() {
            if c.len_utf8() > room {
                folded.push_str("\r\n ");
                room = LONGEST - 1;
            }
            folded.push(c);
            room -= c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// RFC 5545, section 3.3.11.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}
