//! What a build leaves for the next one: a twin of the site, where that is large.
//!
//! The site is published when this begins, so nothing here can fail the build. What can't be done is undone.

use std::io;
use std::path::{Path, PathBuf};

use super::super::foreign::{self, Carried};
use super::super::marker::Listed;
use super::super::names::{is_clearable, is_missing};
use super::super::twin::{self, Keep, Twin, Twins};
use super::{Staging, held};

impl Staging {
    /// Whether a site of these files gets a twin.
    pub(super) fn has_twin(&self, listed: &Listed) -> bool {
        self.is_worth_a_twin(listed) && !self.is_place_taken()
    }

    /// What lies where the twin would, if it isn't one.
    pub(super) fn no_room_for_twin(&self, listed: &Listed) -> Option<PathBuf> {
        let taken = self.is_worth_a_twin(listed) && self.is_place_taken();
        taken.then(|| self.twin_place.clone())
    }

    fn is_worth_a_twin(&self, listed: &Listed) -> bool {
        matches!(self.twins, Twins::From(files) if listed.len() >= files)
    }

    fn is_place_taken(&self) -> bool {
        !is_missing(&self.twin_place) && !is_clearable(&self.twin_place).unwrap_or(false)
    }

    /// Makes the old site the new one's twin. Gives its place where it could neither be that nor go.
    pub(super) fn turn_into_twin(
        &self,
        retired: &Path,
        listed: &Listed,
        (old, carried): (&Listed, &Carried),
        keep: Keep<'_>,
    ) -> Option<PathBuf> {
        if !foreign::strip(retired, &self.output, old, carried) {
            let gone = foreign::retire(retired, &self.output, old, carried);
            return (!gone).then(|| retired.to_owned());
        }
        if self.leave(retired, listed, old, keep).is_err() {
            twin::clear(retired);
        }
        None
    }

    /// The old site stays, and so does its twin, or it gets one.
    pub(super) fn leave_as_it_is(&mut self, listed: &Listed, keep: Keep<'_>) {
        if self.twin.take().is_none() {
            self.leave_new_twin(listed, keep);
        } else if self.leave(&self.staged, listed, listed, keep).is_err() {
            twin::clear(&self.staged);
        }
    }

    pub(super) fn leave_new_twin(&self, listed: &Listed, keep: Keep<'_>) {
        if !self.has_twin(listed) {
            return;
        }
        twin::clear(&self.staged);
        let left = twin::begin(&self.staged)
            .and_then(|()| self.leave(&self.staged, listed, &Listed::new(), keep));
        if left.is_err() {
            twin::clear(&self.staged);
        }
    }

    /// The old site stays, and what was to become the new one is its twin again.
    pub(super) fn leave_as_it_was(&self, twin: &Twin) {
        let has = &self.old | &held(&self.listed);
        *held(&self.known) = twin.still(&self.output);
        self.leave(&self.staged, &self.old, &has, &|| None).ok();
    }

    fn leave(
        &self,
        folder: &Path,
        listed: &Listed,
        has: &Listed,
        keep: Keep<'_>,
    ) -> io::Result<()> {
        let site = (self.output.as_path(), listed);
        let known = held(&self.known);
        twin::leave(folder, &self.twin_place, site, has, (&known, keep))
    }
}
