//! A day of the civil calendar, as every date in a project is: no time, no zone.

use std::fmt;

/// A day. The only spelling is `2026-11-23`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day that `text` spells, or `None` where there is no such day or it is spelt otherwise.
    pub fn parse(text: &str) -> Option<Date> {
        // jiff reads `20261123` and `2026-11-23T10:00` as days too; ten characters rule both out.
        if text.len() != 10 {
            return None;
        }
        text.parse().ok().map(Date)
    }

    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Date> {
        jiff::civil::Date::new(year, month, day).ok().map(Date)
    }

    /// The day `days` later. Days past the year 9999 stay at its end.
    #[must_use]
    pub fn plus(self, days: u32) -> Date {
        Date(
            self.0
                .saturating_add(jiff::Span::new().days(i64::from(days.min(3_000_000)))),
        )
    }

    #[must_use]
    pub fn day_before(self) -> Date {
        Date(self.0.yesterday().unwrap_or(self.0))
    }

    /// How many days `later` lies after this day; negative where it lies before.
    pub fn days_until(self, later: Date) -> i32 {
        later.0.since(self.0).map_or(0, |span| span.get_days())
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Date {
        Date(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_spelling_is_a_date() {
        assert_eq!(Date::parse("2026-11-23").unwrap().to_string(), "2026-11-23");
        for wrong in [
            "20261123",
            "2026-11-23T10:00",
            "2026-02-30",
            "2026-1-3",
            "",
            "gestern",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_day_of_the_announcement_does_not_count() {
        let announced = Date::parse("2026-11-23").unwrap();
        assert_eq!(announced.plus(30 + 1).to_string(), "2026-12-24");
        assert_eq!(announced.days_until(announced.plus(31)), 31);
    }
}
