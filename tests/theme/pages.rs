//! What holds for every page, and what single pages must say.

use std::collections::BTreeSet;

use candor::render::view::change::{ChangePage, ChangeStatus};
use candor::render::view::document::VersionStatus;
use candor::render::view::item::ItemStatus;
use scraper::{ElementRef, Html, Selector};

use crate::fixture;
use crate::harness::{all_pages, asset, render, render_in, stylesheet, stylesheets, theme};

fn each_page(check: impl Fn(&str, &str, &Html)) {
    for language in ["en", "de"] {
        for (name, html) in all_pages(language) {
            let page = format!("{language} {name}");
            check(&page, &html, &Html::parse_document(&html));
        }
    }
}

fn all<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document
        .select(&Selector::parse(selector).unwrap())
        .collect()
}

fn text(document: &Html, selector: &str) -> String {
    let parts: Vec<&str> = all(document, selector)
        .iter()
        .flat_map(ElementRef::text)
        .flat_map(str::split_whitespace)
        .collect();
    parts.join(" ")
}

#[test]
fn a_page_has_one_heading_of_the_first_level_and_skips_no_level() {
    each_page(|page, _, document| {
        let levels: Vec<u8> = all(document, "h1, h2, h3, h4, h5, h6")
            .iter()
            .map(|heading| heading.value().name().as_bytes()[1] - b'0')
            .collect();
        let firsts = levels.iter().filter(|&&level| level == 1).count();
        assert_eq!(firsts, 1, "{page}: {levels:?}");
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{page}: {levels:?}");
        }
    });
}

#[test]
fn a_page_has_its_landmarks_and_its_language() {
    each_page(|page, _, document| {
        for once in [
            "html[lang][dir]",
            "main#_main",
            "body > header",
            "body > footer",
            "a.skip[href='#_main']",
        ] {
            assert_eq!(all(document, once).len(), 1, "{page}: {once}");
        }
        for nav in all(document, "nav") {
            let named = nav.attr("aria-label").is_some() || nav.attr("aria-labelledby").is_some();
            assert!(named, "{page}: a nav without a name");
        }
    });
}

#[test]
fn ids_are_unique_and_every_reference_within_the_page_leads_somewhere() {
    each_page(|page, _, document| {
        let mut ids = BTreeSet::new();
        for element in all(document, "[id]") {
            let id = element.attr("id").unwrap();
            assert!(ids.insert(id), "{page}: {id} stands twice");
        }
        let labels = all(document, "[aria-labelledby]");
        let labels = labels.iter().filter_map(|e| e.attr("aria-labelledby"));
        let anchors = all(document, "a[href^='#']");
        let anchors = anchors.iter().filter_map(|e| e.attr("href"));
        for id in labels.chain(anchors.map(|href| &href[1..])) {
            assert!(ids.contains(id), "{page}: nothing has the id {id}");
        }
    });
}

#[test]
fn ids_of_the_theme_are_none_that_a_heading_of_a_text_could_have() {
    // Anchors of texts are slugs, and a slug has no underscore.
    each_page(|page, _, document| {
        for element in all(document, "[id]") {
            let id = element.attr("id").unwrap();
            let in_prose = element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|above| above.value().classes().any(|class| class == "prose"));
            assert!(id.contains('_') || in_prose, "{page}: {id}");
        }
    });
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    each_page(|page, _, document| {
        for forbidden in ["style", "script:not([src])", "[style]", "iframe", "base"] {
            assert!(all(document, forbidden).is_empty(), "{page}: {forbidden}");
        }
        for loaded in all(document, "[src], link[rel=stylesheet]") {
            let href = loaded.attr("src").or(loaded.attr("href")).unwrap();
            assert!(!href.contains("//"), "{page}: {href}");
        }
        for element in all(document, "*") {
            let event = element
                .value()
                .attrs()
                .find(|(name, _)| name.starts_with("on"));
            assert_eq!(event, None, "{page}");
        }
    });
    for foreign in ["url(", "@import", "@font-face"] {
        assert!(!stylesheet().contains(foreign), "{foreign}");
    }
}

#[test]
fn elements_are_nested_as_html_has_them() {
    // A block within a paragraph ends it, and the paragraph's own end tag then makes an empty one.
    each_page(|page, html, document| {
        for element in all(document, "p, li, dd, dt, th, td, h1, h2, h3, h4") {
            let empty = element.text().all(|text| text.trim().is_empty())
                && element.child_elements().next().is_none();
            assert!(!empty, "{page}: an empty {}", element.value().name());
        }
        for leftover in ["{{", "{%", "[object", "undefined"] {
            assert!(!html.contains(leftover), "{page}: {leftover}");
        }
    });
}

#[test]
fn every_day_is_worded_and_given_to_machines() {
    each_page(|page, _, document| {
        for time in all(document, "time") {
            let day = time.attr("datetime").unwrap_or_default();
            assert_eq!(day.len(), 10, "{page}: {day}");
            let worded: String = time.text().collect();
            assert!(
                worded.contains(&day[..4]) && worded != day,
                "{page}: {worded}"
            );
        }
    });
}

#[test]
fn a_table_says_its_columns_to_those_who_cannot_see_them() {
    each_page(|page, _, document| {
        for table in all(document, "table.cards") {
            let one = |selector: &str| table.select(&Selector::parse(selector).unwrap()).count();
            assert_eq!(one("caption"), 1, "{page}");
            assert_eq!(one("thead th"), one("thead th[scope=col]"), "{page}");
            assert_eq!(one("tbody td"), one("tbody td[data-label]"), "{page}");
            assert!(one("tbody th[scope]") >= 1, "{page}");
        }
    });
}

#[test]
fn the_overview_weighs_less_than_thirty_kilobytes() {
    let html = render(&theme("de", &[]), "de", &fixture::overview());
    let document = Html::parse_document(&html);
    let loaded = |selector: &str, attribute: &str| -> usize {
        all(&document, selector)
            .iter()
            .filter_map(|element| element.attr(attribute))
            .map(|name| asset(name).len())
            .sum()
    };
    let sheets = loaded("link[rel=stylesheet]", "href");
    assert!(sheets > 0, "it has a stylesheet");
    let weight = html.len() + sheets + loaded("script", "src");
    assert!(weight < 30_000, "{weight} bytes");
}

#[test]
fn whoever_may_object_sees_at_once_what_is_coming_until_when_and_where_to() {
    let tera = theme("en", &[]);
    let (overview, register) = (fixture::overview(), fixture::register_page());
    for html in [
        render(&tera, "en", &overview),
        render(&tera, "en", &register),
    ] {
        let document = Html::parse_document(&html);
        let first = text(
            &document,
            "main > :is(header, nav) ~ :not(header, nav):first-of-type",
        );
        assert!(
            first.starts_with(
                "Announced changes Google Drive replaces SharePoint \
                 Last day to object 23 December 2026 In force from 24 December 2026 \
                 Send objections to privacy@larkfield.example \
                 Amended Google New kind of data: Support files Removed Microsoft"
            ),
            "{first}"
        );
    }
    let (mut overview, mut register) = (overview, register);
    overview.coming.clear();
    register.coming.clear();
    for html in [
        render(&tera, "en", &overview),
        render(&tera, "en", &register),
    ] {
        let document = Html::parse_document(&html);
        assert_eq!(text(&document, ".coming"), "No change is announced.");
    }
}

#[test]
fn a_history_names_the_engagement_that_came() {
    let html = render(&theme("en", &[]), "en", &fixture::subprocessor());
    let history = text(&Html::parse_document(&html), ".history > li:first-child");
    assert!(
        history.contains("Added Transfer of large support files"),
        "{history}"
    );
}

#[test]
fn a_page_loads_the_sheet_for_comparisons_where_it_shows_one() {
    each_page(|page, html, document| {
        let shows = !all(document, ".comparison, .key, .amendment").is_empty();
        let loads = html.contains("compare.css");
        assert!(loads || !shows, "{page} shows a comparison");
        let may = ["change", "compare", "as-of"].map(|kind| format!("body.page-{kind}"));
        let kind_fits = may.iter().any(|kind| !all(document, kind).is_empty());
        assert!(kind_fits || !loads, "{page} loads what it doesn't need");
    });
}

#[test]
fn what_finds_entries_and_pages_weighs_little_and_only_where_it_is_needed() {
    let weight = asset("find.js").len() + asset("find.css").len();
    assert!(weight < 18_000, "{weight} bytes");
    each_page(|page, html, document| {
        let needed = !all(document, "template").is_empty();
        assert_eq!(html.contains("find.js"), needed, "{page}");
    });
}

/// The declarations of a sheet: a property and its value.
fn declarations(sheet: &str) -> Vec<(&str, &str)> {
    let parts = sheet.split("/*").enumerate();
    let code = parts.map(|(index, part)| match index {
        0 => part,
        _ => part.split_once("*/").map_or("", |(_, code)| code),
    });
    code.flat_map(|code| code.split(['{', '}', ';']))
        .filter_map(|part| part.split_once(':'))
        .map(|(property, value)| (property.trim(), value.trim()))
        .collect()
}

#[test]
fn the_stylesheets_know_no_left_and_no_right() {
    const PHYSICAL: [&str; 8] = [
        "left",
        "right",
        "top",
        "bottom",
        "width",
        "height",
        "min-width",
        "max-width",
    ];
    const SIDES: [&str; 5] = [
        "margin",
        "padding",
        "inset",
        "border-width",
        "border-radius",
    ];
    for (name, sheet) in stylesheets() {
        let found = declarations(sheet);
        assert!(found.len() > 30, "{name} has {} declarations", found.len());
        for (property, value) in found {
            let sides: Vec<&str> = value.split_whitespace().collect();
            let lopsided = SIDES.contains(&property) && sides.len() == 4 && sides[1] != sides[3];
            let physical = PHYSICAL.contains(&property)
                || property.ends_with("-left")
                || property.ends_with("-right")
                || ["left", "right"].contains(&value);
            assert!(!lopsided && !physical, "{name}: {property}: {value}");
        }
    }
}

#[test]
fn a_sub_processor_of_which_nothing_more_is_known_has_no_empty_heading() {
    let mut page = fixture::subprocessor();
    let one = &mut page.subprocessor;
    (one.entity, one.address, one.contact) = (None, None, None);
    (one.website, one.dpa, one.subprocessors_url) = (None, None, None);
    one.affiliate = false;
    one.extra.clear();
    page.periods.clear();
    let html = render(&theme("en", &[]), "en", &page);
    let document = Html::parse_document(&html);
    assert!(all(&document, "aside").is_empty());
}

#[test]
fn in_print_an_entry_says_what_annex_iii_asks_for_and_what_it_lacks() {
    let mut page = fixture::register_page();
    let full = &page.register.groups[0].entries[0];
    assert!(full.address.is_some() && full.contact.is_some() && full.description.is_some());
    let html = render(&theme("en", &[]), "en", &page);
    let document = Html::parse_document(&html);
    let head = text(&document, "main > .heading");
    let day = page.register.from.is_some();
    assert_eq!(head.contains("unchanged since"), day, "{head}");
    assert!(
        head.contains("List of sub-processors (standard contractual clauses, Annex III)"),
        "{head}"
    );
    let annex = text(&document, "tbody:first-of-type .annex");
    for words in [
        "Address: 1 Example Way Dublin 4 Ireland",
        "Contact: ",
        "Cloud service with",
        "Data subjects: Users",
    ] {
        assert!(annex.contains(words), "{words}: {annex}");
    }
    let bare = &mut page.register.groups[0].entries[0];
    (bare.address, bare.contact) = (None, None);
    let html = render(&theme("en", &[]), "en", &page);
    let annex = text(
        &Html::parse_document(&html),
        "tbody:first-of-type th .annex",
    );
    assert!(
        annex.contains("Address: not stated Contact: not stated"),
        "{annex}"
    );
}

#[test]
fn what_a_writer_types_is_text() {
    let mut site = fixture::site("en");
    site.title = "Acme <script>alert(1)</script> & \"Sons\"".to_owned();
    let mut page = fixture::register_page();
    let entry = &mut page.register.groups[0].entries[0];
    entry.name = "<img src=x onerror=alert(1)>".to_owned();
    entry.engagements[0].purpose = "a <b>bold</b> purpose".to_owned();
    let html = render_in(&theme("en", &[]), &site, &page);
    let document = Html::parse_document(&html);
    assert!(all(&document, "script:not([src]), img, td b").is_empty());
    assert!(text(&document, ".brand").contains("<script>alert(1)</script> & \"Sons\""));
    assert!(text(&document, "tbody").contains("a <b>bold</b> purpose"));
}

fn change_page(status: ChangeStatus) -> String {
    let mut page: ChangePage = fixture::change(fixture::announced());
    page.change.status = status;
    let html = render(&theme("en", &[]), "en", &page);
    text(&Html::parse_document(&html), "main")
}

#[test]
fn an_announced_change_says_until_when_and_where_to_object() {
    let announced = change_page(ChangeStatus::Announced);
    for words in [
        "Announced 23 November 2026",
        "Last day to object 23 December 2026",
        "In force from 24 December 2026",
        "Send objections to privacy@larkfield.example",
    ] {
        assert!(announced.contains(words), "{words}: {announced}");
    }
}

#[test]
fn a_change_that_can_no_longer_be_objected_to_does_not_ask_for_objections() {
    for status in [
        ChangeStatus::InForce,
        ChangeStatus::Replaced,
        ChangeStatus::Withdrawn,
    ] {
        let words = change_page(status);
        assert!(!words.contains("Send objections"), "{status:?}");
        let planned = words.contains("Was planned from 24 December 2026");
        assert_eq!(planned, status != ChangeStatus::InForce, "{status:?}");
    }
}

#[test]
fn every_shape_and_sign_has_its_word_beside_it() {
    let mut seen = 0;
    each_page(|page, _, document| {
        for mark in all(document, ".mark, .verb, .remark, .moved, .reformatted") {
            let words: String = mark.text().collect();
            assert!(
                words.chars().any(char::is_alphabetic),
                "{page}: {}",
                mark.html()
            );
        }
    });
    // The signs themselves aren't read out: their alternative text is empty.
    for (name, sheet) in stylesheets() {
        for (property, value) in declarations(sheet) {
            let shown = value.chars().any(|c| !c.is_ascii() || c == '+');
            if property == "content" && shown {
                assert!(value.ends_with("/ \"\""), "{name}: {value}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "only {seen} signs were found");
}

#[test]
fn a_change_of_values_is_told_by_words_too() {
    let html = render(
        &theme("en", &[]),
        "en",
        &fixture::change(fixture::announced()),
    );
    let document = Html::parse_document(&html);
    let marked = all(&document, ".fields ins, .fields del");
    assert!(!marked.is_empty());
    for mark in marked {
        let words: String = mark.text().collect();
        let expected = if mark.value().name() == "ins" {
            "Added: "
        } else {
            "Removed: "
        };
        assert!(words.starts_with(expected), "{words}");
    }
    let before = text(
        &document,
        ".amended:first-of-type .fields td:nth-of-type(1)",
    );
    assert!(before.contains("Google Ireland Ltd") && !before.contains("EMEA"));
}

#[test]
fn a_version_says_whether_it_is_the_one_in_force() {
    let tera = theme("en", &[]);
    for (status, words) in [
        (
            VersionStatus::Past,
            "Earlier version. In force from 2 March 2026 to 23 December 2026",
        ),
        (
            VersionStatus::Announced,
            "Announced version. In force from 2 March 2026",
        ),
        (VersionStatus::InForce, "Version in force from 2 March 2026"),
        (
            VersionStatus::NeverInForce,
            "This version never came into force.",
        ),
    ] {
        let html = render(&tera, "en", &fixture::version(status));
        let notice = text(&Html::parse_document(&html), ".notice");
        assert!(notice.starts_with(words), "{notice}");
        let elsewhere = notice.contains("To the text in force");
        assert_eq!(elsewhere, status != VersionStatus::InForce, "{notice}");
    }
}

#[test]
fn the_register_says_what_is_not_in_force_yet_and_what_ends() {
    let tera = theme("de", &[]);
    let html = render(&tera, "de", &fixture::register_page());
    let document = Html::parse_document(&html);
    let name = |status: &str| text(&document, &format!("tbody.{status} th"));
    assert!(name("announced").contains("Ab 24. Dezember 2026"));
    assert!(name("changing").contains("Ändert sich am 24. Dezember 2026"));
    assert!(name("ending").contains("Entfällt ab 24. Dezember 2026"));
    assert!(!name("in-force").contains("2026"));
}

#[test]
fn a_page_with_nothing_in_it_says_so() {
    let tera = theme("en", &[]);
    let mut register = fixture::register_page();
    register.register.groups.clear();
    register.register.in_force = 0;
    register.register.from = None;
    register.coming.clear();
    register.former.clear();
    let html = render(&tera, "en", &register);
    let words = text(&Html::parse_document(&html), "main");
    assert!(words.contains("No sub-processors are used."), "{words}");
    assert!(words.contains("No change is announced."), "{words}");
    assert!(!words.contains("Former"), "{words}");

    let mut changes = fixture::changes();
    changes.years.clear();
    let html = render(&tera, "en", &changes);
    let words = text(&Html::parse_document(&html), "main");
    assert!(words.contains("Nothing has been announced yet."), "{words}");
}

#[test]
fn a_document_that_is_gone_is_not_called_the_text_in_force() {
    let mut page = fixture::document();
    page.status = ItemStatus::Former;
    page.pending.clear();
    let html = render(&theme("en", &[]), "en", &page);
    let heading = text(&Html::parse_document(&html), "main > .heading");
    assert!(heading.contains("No longer in force"), "{heading}");
    assert!(!heading.contains("This text applies"), "{heading}");
}

#[test]
fn a_preview_of_a_draft_says_so_on_every_page() {
    let mut site = fixture::site("en");
    site.draft = true;
    let html = render_in(&theme("en", &[]), &site, &fixture::overview());
    let banner = text(&Html::parse_document(&html), "header .draft");
    assert!(banner.starts_with("Preview."), "{banner}");
}
