//! All problems at once, in order, each at its place (cases 09, 13 and 14). What single keys and lines
//! of front matter may look like is tried where they are parsed.

use crate::support::{Project, check_diagnostics};

#[test]
fn a_project_without_errors_has_nothing_to_show() {
    assert_eq!(Project::base().shown_problems("2026-11-24"), "");
    assert_eq!(Project::sample().shown_problems("2026-11-24"), "");
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
