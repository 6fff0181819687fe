use std::cell::RefCell;

use proptest::prelude::*;

use crate::compare::prose::compare;
use crate::content::Prose;
use crate::content::prose::LinkKind;
use crate::render::comparison::tests::{variant, with_options};
use crate::render::comparison::{self, Layout};
use crate::render::prose::tests::{WORDS, parse, pieces};
use crate::render::prose::{self, Ids, ProseOptions, ResolvedLink, Styling};

/// What is asked for of one text while it is written.
#[derive(Default)]
struct Asked(RefCell<Vec<String>>);

impl Asked {
    fn resolve(&self, target: &str) -> ResolvedLink {
        self.0.borrow_mut().push(target.to_owned());
        ResolvedLink::To(target.to_owned())
    }

    /// What a text that is written later wouldn't know.
    fn unknown_to(self, prose: &Prose) -> Vec<String> {
        let mut asked = self.0.into_inner();
        asked.retain(|asked| {
            let note = asked.strip_prefix('#');
            let is_note = note.is_some_and(|note| prose::is_note(prose, note));
            !is_note && prose.targets().all(|target| target != asked)
        });
        asked
    }
}

fn options<'a>(
    resolve: &'a dyn Fn(&str, LinkKind) -> ResolvedLink,
    ids: Ids<'a>,
) -> ProseOptions<'a> {
    ProseOptions {
        resolve,
        ids,
        styling: Styling::Sheet,
        top_heading: 2,
        words: WORDS,
    }
}

fn check(old: &str, new: &str) -> Result<(), TestCaseError> {
    let (old, new) = (parse(old), parse(new));
    let (old_tree, new_tree) = (old.tree(), new.tree());
    for (old_ids, new_ids) in [
        (Ids::Scoped("old"), Ids::Own),
        (Ids::Scoped("before"), Ids::Scoped("this")),
        (Ids::None, Ids::None),
    ] {
        let asked = Asked::default();
        let resolve = |target: &str, _: LinkKind| asked.resolve(target);
        prose::html(new_tree, &options(&resolve, new_ids));
        prop_assert_eq!(asked.unknown_to(&new), Vec::<String>::new());
        for layout in [Layout::Inline, Layout::Columns] {
            let (of_old, of_new) = (Asked::default(), Asked::default());
            let resolve_old = |target: &str, _: LinkKind| of_old.resolve(target);
            let resolve_new = |target: &str, _: LinkKind| of_new.resolve(target);
            let sides = (
                options(&resolve_old, old_ids),
                options(&resolve_new, new_ids),
            );
            with_options(sides, layout, |options| {
                let comparison = compare(old_tree, new_tree);
                comparison::html((old_tree, new_tree), &comparison, options)
            });
            prop_assert_eq!(of_old.unknown_to(&old), Vec::<String>::new());
            prop_assert_eq!(of_new.unknown_to(&new), Vec::<String>::new());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_asks_where_else_than_its_own_targets_lead(
        (first, old, new, last) in (pieces(), pieces(), pieces(), pieces()),
    ) {
        check(&format!("{first}{old}{last}"), &format!("{first}{new}{last}"))?;
    }

    #[test]
    fn nor_does_one_that_was_edited(old in variant(), new in variant()) {
        check(&old, &new)?;
    }
}
