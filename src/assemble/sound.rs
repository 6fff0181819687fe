//! Texts whose links all lead somewhere, remembered from one site to the next.
//!
//! Whether a link leads somewhere follows from the link and from the site's addresses. While these stay
//! (see [`super::ground`]), a text that was found sound is sound; only a link to a place within another
//! text asks for more, and its text is looked at each time.

use rayon::prelude::*;

use super::lint::Text;
use super::site::Site;
use crate::content::Prose;
use crate::diagnostic::Diagnostic;
use crate::replay::History;

/// The texts that were found sound, in the order in which they were looked at.
#[derive(Default, Debug)]
pub(super) struct Sound {
    texts: Vec<Prose>,
}

/// How many texts may come or go at one place without those behind them being looked at again.
const REACH: usize = 8;

impl Sound {
    /// What is wrong with the texts, in their order.
    pub(super) fn check(
        &mut self,
        texts: &[Text<'_>],
        site: &Site,
        whole: &History,
    ) -> Vec<Diagnostic> {
        let mut former = std::mem::take(&mut self.texts).into_iter();
        let known = texts.iter().map(|text| {
            let mut ahead = former.as_slice().iter().take(REACH);
            let place = ahead.position(|known| known.is(text.body))?;
            former.nth(place)
        });
        let known: Vec<Option<Prose>> = known.collect();
        let unknown: Vec<&Text<'_>> = texts
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(text, _)| text)
            .collect();
        let problems: Vec<Vec<Diagnostic>> = unknown
            .par_iter()
            .map(|text| text.problems(site, whole))
            .collect();
        let mut found = problems.iter();
        self.texts.reserve(texts.len());
        for (text, known) in texts.iter().zip(known) {
            let sound = known.or_else(|| {
                let is_sound = found.next()?.is_empty() && follows_from_ground(text);
                is_sound.then(|| text.body.clone())
            });
            self.texts.extend(sound);
        }
        problems.into_iter().flatten().collect()
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// Whether the text's links lead where the site's addresses alone say. A text that isn't tracked is also
/// held to what is announced on the day.
fn follows_from_ground(text: &Text<'_>) -> bool {
    text.tracked
        && text.body.links().all(|link| {
            let target = link.target.as_str();
            target.starts_with('#') || !target.contains('#')
        })
}
