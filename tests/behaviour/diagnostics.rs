//! All problems at once, in order, each at its place (cases 09, 13 and 14). What single keys and lines
//! of front matter may look like is tried where they are parsed.

use crate::support::{Project, check_diagnostics};

#[test]
fn a_project_without_errors_has_nothing_to_show() {
    assert_eq!(Project::base().shown_problems("2026-11-24"), "");
    assert_eq!(Project::sample().shown_problems("2026-11-24"), "");
}

#[test]
fn a_file_where_a_redirect_is_to_stand_is_shown() {
    let redirect = "[redirects]\n\"/old/\" = \"/changes/\"\n\n[site]\n";
    let project = Project::base().edit("candor.toml", "[site]\n", redirect);
    assert_eq!(project.shown_problems("2026-11-24"), "");
    for file in ["old", "old/index.html", "Old"] {
        let path = format!("content/static/{file}");
        let shown = project
            .clone()
            .with_bytes(&path, "x")
            .shown_problems("2026-11-24");
        assert!(
            shown.contains("in the way of the redirect from `/old/`"),
            "{file}: {shown}"
        );
    }
    let beside = project.with_bytes("content/static/older", "x");
    assert_eq!(beside.shown_problems("2026-11-24"), "");
}

#[test]
fn a_wrong_key_and_a_wrong_name_in_one_text_are_shown_together() {
    check_diagnostics(
        Project::base(),
        r#"
-- content/processing/support.md --
+++
titel = "Customer support"
^^^^^ error: unknown key `titel`
    | did you mean `title`?
+++
Answers go out through [Postlark](subprocessor:postlrak).
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: there is no sub-processor `postlrak` in the register
                                                       | did you mean `subprocessor:postlark`?
"#,
    );
}

#[test]
fn a_file_with_an_error_is_still_there_for_those_who_link_to_it() {
    check_diagnostics(
        Project::base(),
        r#"
-- content/contact.md --
+++
title = 7
        ^ error: `title` can't be a whole number
        | expected a text in quotation marks, found a whole number
+++
-- content/imprint.md --
+++
title = "Imprint"
+++
[Write to us](contact.md), or read [how we help](processing/support.md).
-- content/processing/support.md --
+++
title = "Customer support"
order = "first"
        ^^^^^^^ error: `order` can't be a text
              | expected a whole number, without quotation marks, found a text
+++
"#,
    );
}

#[test]
fn while_a_recorded_change_cannot_be_read_nothing_is_concluded_from_its_absence() {
    check_diagnostics(
        Project::base(),
        r#"
-- content/changes/2026-01-05-first-list/change.toml --
kind = "baseline"
announced = 2026-02-30
            ^^^^^^^^^^ error: `2026-02-30` is no day of the calendar
                     | there is no such day; a day is written as 2026-11-23
title = "First list"
"#,
    );
}

#[test]
fn an_entry_without_an_id_may_be_any_that_is_missing() {
    check_diagnostics(
        Project::base(),
        r#"
-- content/subprocessors.toml --
[[subprocessor]]
^^^^^^^^^^^^^^^^ error: `id` is missing in `[[subprocessor]]`
               | expected `id`
name = "Postlark"
purpose = "Transactional mail"
"#,
    );
}

#[test]
fn a_document_whose_id_is_taken_has_its_links_checked_all_the_same() {
    check_diagnostics(
        Project::base(),
        r#"
-- content/contact.md --
+++
title = "Contact"
+++
[The measures](annexes/support.md)
-- content/processing/support.md --
+++
^^^ error: the id "support" is already used
  | another document has it
title = "Customer support"
+++
Answers go out through [Postlark](subprocessor:postlrak).
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: there is no sub-processor `postlrak` in the register
                                                       | did you mean `subprocessor:postlark`?
-- content/annexes/support.md --
+++
title = "Support measures"
+++
[Us](../contact.md)
"#,
    );
}

#[test]
fn a_section_that_misses_its_column_is_named() {
    let text = "+++\ntitle = \"Customer support\"\n+++\n## Purpose of procesing\nWe help.\n";
    let change = "announced = 2026-11-24\neffective = 2026-11-24\ntitle = \"New words\"";
    check_diagnostics(
        Project::base().record(
            "2026-11-24-new-words",
            change,
            &[("processing/support.md", text)],
        ),
        r#"
-- candor.toml --
[site]
id = "6a3c1d9e-5a47-4f0b-9d34-2f2d6f0a7c11"
title = "Heronsgate Trust Center"
base_url = "https://trust.heronsgate.example/"

[notice]
days = 30

[processing]
columns = ["Purpose of processing", "Storage"]
                                    ^^^^^^^^^ warning: no processing description has a section “Storage”, so this column is empty
                                            | expected a line `## Storage` in one
-- content/processing/support.md --
+++
title = "Customer support"
+++
## Purpose of procesing
^^^^^^^^^^^^^^^^^^^^^^^ warning: “Purpose of procesing” is no column of the table of processings, so its text isn't in the table
                      | did you mean `## Purpose of processing`?
We help.
"#,
    );
}
