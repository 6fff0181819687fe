//! What the terminal shows while the preview runs: a line for each rebuild, and problems as `check` shows
//! them.

use std::io;
use std::sync::Arc;

use jiff::SignedDuration;

use super::edition::Edition;
use crate::command::{Console, Outcome};
use crate::diagnostic::show::{self, Color};
use crate::read::watch::WhyPolling;

/// What the preview's threads have to say.
#[derive(Debug)]
pub(super) enum Said {
    /// Another edition is shown.
    Edition {
        edition: Arc<Edition>,
        /// The files that differ from those of the edition before.
        paths: Vec<String>,
        took: SignedDuration,
    },
    Polling(WhyPolling),
    /// The server has ended: it was interrupted, or the system refused.
    Ended(io::Result<()>),
}

/// What was said already.
#[derive(Default, Debug)]
pub(super) struct Journal {
    /// The problems as they were last shown.
    problems: String,
}

impl Journal {
    /// Writes what was said; how the command ends, once the server has ended.
    pub(super) fn write(&mut self, said: Said, console: &mut Console<'_>) -> Option<Outcome> {
        match said {
            Said::Edition {
                edition,
                paths,
                took,
            } => {
                let took = took.as_millis().max(0);
                console.remark(&format!("{} ({took} ms)", named(&paths)));
                self.problems(&edition, console);
                None
            }
            Said::Polling(why) => {
                console.remark(&why.to_string());
                None
            }
            Said::Ended(Ok(())) => Some(Outcome::Done),
            Said::Ended(Err(cause)) => {
                console.failure(&format!("the preview can't go on: {cause}"));
                Some(Outcome::SystemFailure)
            }
        }
    }

    /// Shows an edition's problems, unless they are those of the one before.
    pub(super) fn problems(&mut self, edition: &Edition, console: &mut Console<'_>) {
        let problems = edition.problems();
        let mut shown = show::terminal(problems, &edition.sources, Color::Plain);
        shown.extend(edition.obstacle.as_deref());
        if shown == self.problems {
            return;
        }
        if let Some(obstacle) = &edition.obstacle {
            console.failure(obstacle);
        }
        if !problems.is_empty() {
            console.problems(problems.to_vec(), &edition.sources);
        }
        if shown.is_empty() {
            console.remark("No problems any more.");
        }
        self.problems = shown;
    }
}

/// The touched files in one line.
fn named(paths: &[String]) -> String {
    match paths {
        [] => "the project".to_owned(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} more files", rest.len()),
    }
}
