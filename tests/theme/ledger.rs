//! A second, plainly different theme. It has a frame, one page, one component, a stylesheet and three words
//! of its own; everything else is the default's. `tests/browser.rs` shows it to a browser.

use crate::support::{Built, DAY, Project};

/// The sample, in the look of a ledger.
fn in_ledger() -> Built {
    let mut project =
        Project::sample().edit("candor.toml", "[theme]\n", "[theme]\nname = \"ledger\"\n");
    for (path, text) in [
        (
            "templates/base.html",
            include_str!("ledger/templates/base.html"),
        ),
        (
            "templates/changes.html",
            include_str!("ledger/templates/changes.html"),
        ),
        (
            "templates/ledger-components.html",
            include_str!("ledger/templates/ledger-components.html"),
        ),
        ("assets/site.css", include_str!("ledger/assets/site.css")),
        ("strings/en.toml", include_str!("ledger/strings/en.toml")),
    ] {
        project = project.with_bytes(&format!("themes/ledger/{path}"), text);
    }
    project.built(DAY)
}

#[test]
fn every_page_stands_in_the_new_frame() {
    let (ledger, default) = (in_ledger(), Project::sample().built(DAY));
    let pages = |built: &Built| -> Vec<String> {
        let routes = built.site.routes().iter();
        routes
            .filter(|route| route.is_page())
            .map(|route| route.file())
            .collect()
    };
    assert_eq!(
        pages(&ledger),
        pages(&default),
        "a theme adds no page and takes none away"
    );
    for page in pages(&ledger) {
        let html = ledger.file(&page);
        assert!(html.contains("<div class=\"binder\">"), "{page}");
        assert!(!html.contains("class=\"masthead\""), "{page}");
    }
}

#[test]
fn one_page_one_component_one_word_and_the_sheet_are_its_own_and_the_rest_is_the_defaults() {
    let ledger = in_ledger();
    let changes = ledger.file("changes/index.html");
    assert!(
        changes.contains("<table class=\"book\">"),
        "its own template"
    );
    assert!(
        changes.contains("<h1>Ledger of changes</h1>"),
        "its own word"
    );
    assert!(
        changes.contains("<time datetime=\"2026-09-14\">2026-09-14</time>"),
        "its own component"
    );
    let register = ledger.file("subprocessors/index.html");
    assert!(
        register.contains("Who helps us"),
        "its own word in the navigation"
    );
    assert!(
        register.contains("<h1>Sub-processors</h1>"),
        "the default's word"
    );
    assert!(
        register.contains("class=\"cards register\""),
        "the default's template"
    );
    let sheet = ledger
        .theme
        .assets()
        .find(|asset| asset.name.ends_with(".css") && asset.name.contains("site"));
    let sheet = String::from_utf8_lossy(&sheet.unwrap().bytes).into_owned();
    assert!(sheet.contains(".binder"), "its own sheet");
    assert!(!sheet.contains(".masthead"), "and not the default's");
}

#[test]
fn one_colour_needs_no_theme() {
    let sheet = |accent: &str| {
        let project = Project::sample().edit("candor.toml", "#0b6475", accent);
        let theme = project.built(DAY).theme;
        let mut sheets = theme.assets().filter(|asset| asset.name.ends_with(".css"));
        let sheet = sheets.find(|asset| asset.name.contains("site")).unwrap();
        (
            sheet.name.clone(),
            String::from_utf8_lossy(&sheet.bytes).into_owned(),
        )
    };
    let ((one, text), (other, _)) = (sheet("#0b6475"), sheet("#7a1f4f"));
    assert!(text.contains("--accent: #0b6475"));
    assert_ne!(
        one, other,
        "another sheet has another name, so no browser keeps the old colour"
    );
}
