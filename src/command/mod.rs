//! The commands: thin users of the stages.
//!
//! Each submodule is one command, from its options to an [`Outcome`]; [`load`] is the way in that they
//! share: read, parse, replay. A command decides what to say and when to stop, never what is right: that
//! is for the stages to say.
//!
//! A command doesn't ask what time it is or where it runs: `cli` tells it.

pub mod announce;
pub mod build;
pub mod check;
pub mod import;
pub mod init;
pub mod live;
pub mod load;
pub mod record;
#[cfg(test)]
mod rehearsal;
pub mod schema;
pub mod serve;
pub mod status;
pub mod verify;
mod wording;

use std::fmt;
use std::io::Write;

use crate::content::Date;
use crate::diagnostic::show::{self, Color};
use crate::diagnostic::{self, Diagnostic};
use crate::parse::Project;
use crate::source::Sources;
use crate::write::Blame;

/// How a command ended, which is its exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Done = 0,
    /// The sources have errors.
    SourceErrors = 1,
    /// The command was given something that can't be.
    WrongUsage = 2,
    /// The system refused.
    SystemFailure = 3,
}

/// Where a command speaks: results to `out`, all else to `err`.
pub struct Console<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub color: Color,
    pub talk: Talk,
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console")
            .field("color", &self.color)
            .field("talk", &self.talk)
            .finish_non_exhaustive()
    }
}

/// How much a command says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Talk {
    Usual,
    /// Results and problems alone.
    Quiet,
}

/// The day for which a site is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    /// The instant at which the command runs.
    pub now: jiff::Timestamp,
    /// What `--as-of` says.
    pub as_of: Option<Date>,
}

impl Day {
    /// Today where the company is.
    pub fn today(self, project: &Project) -> Date {
        let zone = project.config.site.time_zone.clone();
        Date::from(zone.to_datetime(self.now).date())
    }

    /// The day asked for, or today.
    pub fn of(self, project: &Project) -> Date {
        self.as_of.unwrap_or_else(|| self.today(project))
    }
}

/// How a command ends that couldn't write.
impl From<Blame> for Outcome {
    fn from(blame: Blame) -> Outcome {
        match blame {
            Blame::Option => Outcome::WrongUsage,
            Blame::Disk => Outcome::SystemFailure,
        }
    }
}

impl Console<'_> {
    /// A result. What can't be written to a closed pipe isn't missed.
    pub fn result(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", harmless(text));
    }

    /// A result whose every byte counts.
    pub fn exactly(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }

    /// What a person likes to know, and a script doesn't need.
    pub fn remark(&mut self, text: &str) {
        if self.talk == Talk::Usual {
            let _ = writeln!(self.err, "{}", harmless(text));
        }
    }

    /// What is done and still needs somebody's hand.
    pub fn warning(&mut self, text: &str) {
        let _ = writeln!(self.err, "warning: {}", harmless(text));
    }

    /// What kept the command from doing its work.
    pub fn failure(&mut self, text: &str) {
        let _ = writeln!(self.err, "error: {}", harmless(text));
    }

    /// Problems of the sources, sorted and once each, with how many there are.
    pub fn problems(&mut self, mut problems: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut problems, sources);
        let _ = write!(
            self.err,
            "{}",
            show::terminal(&problems, sources, self.color)
        );
        if let Some(summary) = show::summary(&problems) {
            let _ = writeln!(self.err, "{summary}");
        }
    }
}

/// A text that can't command the reader's terminal, whatever file its words come from.
fn harmless(text: &str) -> String {
    let commands = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    text.replace(commands, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn today_is_the_day_in_the_sites_own_zone() {
        let config = "[site]\nid = \"44eb5085-44d7-468e-ab76-6e2949b97ad9\"\ntitle = \"T\"\n\
                      base_url = \"https://trust.example/\"\ntime_zone = \"Europe/Berlin\"\n";
        let sources: Sources = [("candor.toml", config)].into_iter().collect();
        let project = load::understand(sources, None).understood.unwrap().project;
        for (now, today) in [
            ("2026-12-23T22:30:00Z", "2026-12-23"),
            ("2026-12-23T23:30:00Z", "2026-12-24"),
        ] {
            let day = Day {
                now: now.parse().unwrap(),
                as_of: None,
            };
            assert_eq!(day.of(&project).to_string(), today);
        }
    }
}
