//! The arguments of `candor record`, which has more of them than any other command.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::{change_id, date};
use crate::command::Day;
use crate::command::record::RecordOptions;
use crate::content::{ChangeId, Date};
use crate::parse::overlay::Wish;
use crate::replay::record::{Relation, Renames};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// What the change is called. Default: derived, such as "Mixpanel: location amended"
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Why it is made, for the customers
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The day from which it is in force. Default: after your notice, and some days more
    #[arg(long, value_name = "DATE", value_parser = date)]
    effective: Option<Date>,
    /// The day on which customers are told; before it, nothing of it is on the site. Default: today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) announce: Option<Date>,
    /// Keep an amended text out of the feeds: nothing but its wording is another
    #[arg(long, conflicts_with = "tell")]
    editorial: bool,
    /// Put it into the feeds, although the rules don't ask for it
    #[arg(long)]
    tell: bool,
    /// Why customers get less notice than promised, which the site shows
    #[arg(long, value_name = "TEXT")]
    short_notice: Option<String>,
    /// Let the draft stand in for an announced change that isn't in force yet
    #[arg(long, value_name = "ID", value_parser = change_id, group = "relation")]
    replaces: Option<ChangeId>,
    /// Withdraw an announced change that isn't in force yet, and put the working files back
    #[arg(long, value_name = "ID", value_parser = change_id, group = "relation")]
    withdraw: Option<ChangeId>,
    /// Say that the draft mends an error of a change that is in force
    #[arg(long, value_name = "ID", value_parser = change_id, group = "relation")]
    corrects: Option<ChangeId>,
    /// Derive an unpublished change anew, the newest if none is named: after a merge
    #[arg(long, value_name = "ID", value_parser = change_id, group = "relation", num_args = 0..=1)]
    again: Option<Option<ChangeId>>,
    /// Say that an entry which looks like a former one under a new id is another one
    #[arg(long)]
    not_a_rename: bool,
}

impl Arguments {
    pub(super) fn options(self, root: PathBuf, now: Timestamp) -> RecordOptions {
        let relation = match (self.replaces, self.withdraw, self.corrects, self.again) {
            (Some(id), ..) => Relation::Replaces(id),
            (_, Some(id), ..) => Relation::Withdraws(id),
            (_, _, Some(id), _) => Relation::Corrects(id),
            (.., Some(id)) => Relation::Again(id),
            (None, None, None, None) => Relation::Alone,
        };
        RecordOptions {
            root,
            day: Day {
                now,
                as_of: self.announce,
            },
            effective: self.effective,
            title: self.title,
            reason: self.reason,
            wish: match (self.editorial, self.tell) {
                (true, _) => Wish::Editorial,
                (_, true) => Wish::Tell,
                (false, false) => Wish::ByRule,
            },
            short_notice: self.short_notice,
            relation,
            renames: if self.not_a_rename {
                Renames::Declared
            } else {
                Renames::Ask
            },
        }
    }
}
