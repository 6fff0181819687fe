//! Two versions of a text, one against the other.

use crate::assemble::Route;
use crate::assemble::site::kind_of;
use crate::compare::prose::{Action, Part, compare};
use crate::compare::{Step, fields};
use crate::content::prose::Tree;
use crate::content::{ChangeId, Document, DocumentId, DocumentKind, ItemId};
use crate::render::comparison::{self, ComparisonOptions, ComparisonWords, Layout, Unchanged};
use crate::render::context::{Context, Text};
use crate::render::later::Later;
use crate::render::prose::Ids;
use crate::render::text::PlacedText;
use crate::render::view::Html;
use crate::render::view::change::{Comparison, SummaryLine, TextMark};
use crate::render::view::document as view;
use crate::replay::Version;

use super::change::summary;
use super::{amendment, item};

/// A text as one side of a comparison.
#[derive(Clone, Copy)]
pub(in crate::render) struct Side<'a> {
    pub(in crate::render) document: &'a Document,
    /// Where the whole text stands.
    pub(in crate::render) home: &'a Route,
}

impl<'a> Side<'a> {
    fn text(self) -> Text<'a> {
        Text {
            prose: &self.document.body,
            path: &self.document.path,
            home: self.home,
        }
    }
}

/// How two texts stand on a page.
#[derive(Clone, Copy)]
pub(in crate::render) struct Placed<'a> {
    /// The ids that the two sides' anchors have on the page.
    pub(in crate::render) old: Ids<'a>,
    pub(in crate::render) new: Ids<'a>,
    pub(in crate::render) layout: Layout,
    /// The level of the texts' highest heading.
    pub(in crate::render) top_heading: u8,
}

/// Two texts as they stand on a page, one against the other.
#[derive(Hash)]
struct Compared {
    old: PlacedText,
    new: PlacedText,
    layout: Layout,
}

/// One text against another.
pub(in crate::render) fn texts(
    context: &Context<'_>,
    old: Side<'_>,
    new: Side<'_>,
    placed: Placed<'_>,
) -> Later<Comparison> {
    let compared = Compared {
        old: PlacedText::new(context, old.text(), placed.old, placed.top_heading),
        new: PlacedText::new(context, new.text(), placed.new, placed.top_heading),
        layout: placed.layout,
    };
    Later::of(compared, comparison_of)
}

fn comparison_of(compared: &Compared) -> Comparison {
    let (old, new) = (compared.old.prose().tree(), compared.new.prose().tree());
    let comparison = compare(old, new);
    let language = compared.new.words();
    let lines = comparison.summary();
    let lines = lines.iter().map(|(part, action, count)| {
        let (mark, done) = match action {
            Action::Added => (TextMark::Added, "comparison.was-added"),
            Action::Removed => (TextMark::Removed, "comparison.was-removed"),
            Action::Amended => (TextMark::Amended, "comparison.was-amended"),
            Action::Moved => (TextMark::Moved, "comparison.was-moved"),
            Action::Reformatted => (TextMark::Formatting, "comparison.was-reformatted"),
        };
        let what = language.count(part_key(part), count, &[]);
        SummaryLine {
            mark,
            words: language.say(done, &[("what", &what)]),
        }
    });
    Comparison {
        summary: lines.collect(),
        html: Html::new(marked(compared, (old, new), &comparison)),
    }
}

fn part_key(part: Part) -> &'static str {
    match part {
        Part::Heading => "comparison.headings",
        Part::Paragraph => "comparison.paragraphs",
        Part::Item => "comparison.items",
        Part::Column => "comparison.columns",
        Part::Row => "comparison.rows",
        Part::Table => "comparison.tables",
        Part::List => "comparison.lists",
        Part::Quote => "comparison.quotes",
        Part::Code => "comparison.codes",
        Part::Note => "comparison.notes",
        Part::Other => "comparison.others",
    }
}

fn marked(
    compared: &Compared,
    trees: (&Tree, &Tree),
    comparison: &crate::compare::prose::Comparison<'_>,
) -> String {
    let Compared { old, new, layout } = compared;
    let language = new.words();
    let words = ["added", "removed", "formatting", "moved-here", "moved-away"]
        .map(|mark| language.say(&format!("comparison.{mark}"), &[]));
    let unchanged = |what: Unchanged, n: usize| {
        let key = match what {
            Unchanged::Paragraphs => "comparison.unchanged-paragraphs",
            Unchanged::Parts => "comparison.unchanged-parts",
            Unchanged::Items => "comparison.unchanged-items",
            Unchanged::Rows => "comparison.unchanged-rows",
            Unchanged::Lines => "comparison.unchanged-lines",
            Unchanged::Notes => "comparison.unchanged-notes",
        };
        language.count(key, n, &[])
    };
    let show = |what: &str| language.say("comparison.show", &[("what", what)]);
    let nowhere = language.say("comparison.no-target", &[]);
    let retargeted = |to: Option<&str>, from: Option<&str>| {
        language.say(
            "comparison.retargeted",
            &[
                ("to", to.unwrap_or(&nowhere)),
                ("from", from.unwrap_or(&nowhere)),
            ],
        )
    };
    let [first, previous, next] = ["first", "previous", "next"]
        .map(|place| language.say(&format!("comparison.{place}"), &[]));
    let stop = |at: usize, count: usize| {
        let (at, count) = (at.to_string(), count.to_string());
        language.say("comparison.stop", &[("at", &at), ("count", &count)])
    };
    old.with_options(|before| {
        new.with_options(|after| {
            comparison::html(
                trees,
                comparison,
                &ComparisonOptions {
                    old: *before,
                    new: *after,
                    layout: *layout,
                    words: ComparisonWords {
                        added: &words[0],
                        removed: &words[1],
                        reformatted: &words[2],
                        moved_here: &words[3],
                        moved_away: &words[4],
                        unchanged: &unchanged,
                        show: &show,
                        retargeted: &retargeted,
                        stop: &stop,
                        to_first: &first,
                        to_previous: &previous,
                        to_next: &next,
                    },
                },
            )
        })
    })
}

/// `…/versions/<change-id>/compare/`.
pub(super) fn page(
    context: &Context<'_>,
    kind: DocumentKind,
    id: &DocumentId,
    change: &ChangeId,
) -> Option<view::ComparePage> {
    let history = context.site.history();
    let versions = history.document(id);
    let index = versions.iter().position(|v| v.change.id == *change)?;
    let version = &versions[index];
    let document = version.after()?;
    let route_of =
        |version: &Version<Document>| Route::Version(kind, id.clone(), version.change.id.clone());
    let mut comparisons = Vec::new();
    if let Step::Amended { before, .. } = &version.step {
        let earlier = versions[..index].iter().rev().find(|v| {
            v.after()
                .is_some_and(|after| std::sync::Arc::ptr_eq(after, before))
        });
        if let Some(earlier) = earlier {
            comparisons.push(one(
                context,
                view::Against::Before,
                (earlier, &route_of(earlier)),
                (version, &route_of(version)),
            )?);
        }
    }
    let today = context.site.shown_document(id)?;
    let is_another = today.change.id != *change && today.effective() >= version.effective();
    if is_another && context.site.in_force().documents.contains_key(id) {
        comparisons.push(one(
            context,
            view::Against::Today,
            (version, &route_of(version)),
            (today, &route_of(today)),
        )?);
    }
    let neighbour = |version: Option<&Version<Document>>| {
        let version = version?;
        let route = Route::Comparison(kind, id.clone(), version.change.id.clone());
        let known = context.site.has(&route);
        known.then(|| context.link(&version.change.title, &route))
    };
    Some(view::ComparePage {
        document: context.link(&document.title, &Route::Document(kind, id.clone())),
        kind: item::kind(kind_of(versions)?),
        change: summary(context, history, &version.change),
        version: context.href(&route_of(version)),
        comparisons,
        earlier: neighbour(versions[..index].last()),
        later: neighbour(versions.get(index + 1)),
    })
}

fn one(
    context: &Context<'_>,
    against: view::Against,
    (before, before_route): (&Version<Document>, &Route),
    (after, after_route): (&Version<Document>, &Route),
) -> Option<view::VersionComparison> {
    let (old, new) = (before.after()?, after.after()?);
    let item = ItemId::Document(new.id.clone());
    let (old_scope, new_scope) = match against {
        view::Against::Before => ("before", "this"),
        view::Against::Today => ("then", "today"),
    };
    Some(view::VersionComparison {
        against,
        before: link(context, before, before_route),
        after: link(context, after, after_route),
        fields: amendment::fields(context, &item, &fields::document(old, new)),
        comparison: texts(
            context,
            Side {
                document: old,
                home: before_route,
            },
            Side {
                document: new,
                home: after_route,
            },
            Placed {
                old: Ids::Scoped(old_scope),
                new: Ids::Scoped(new_scope),
                layout: Layout::Columns,
                top_heading: 3,
            },
        ),
    })
}

fn link(context: &Context<'_>, version: &Version<Document>, route: &Route) -> view::VersionLink {
    let history = context.site.history();
    let (from, until) = super::document::in_force_between(history, version);
    view::VersionLink {
        href: context.href(route),
        change: version.change.title.clone(),
        from: from.map(|day| day.to_string()),
        until: until.map(|day| day.to_string()),
    }
}
