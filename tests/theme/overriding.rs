//! A project's theme over the default one: one template, one block, one component, one word.

use crate::fixture;
use crate::harness::{render, templates, theme};

#[test]
fn a_template_can_extend_the_defaults_and_keep_the_rest() {
    let own = [(
        "change.html",
        r#"{% extends "default/change.html" %}
{% block content %}<p class="own">Hello, {{ site.company }}.</p>{{ super() }}{% endblock content %}"#,
    )];
    let tera = theme("en", &own);
    let html = render(&tera, "en", &fixture::change(fixture::announced()));
    assert!(html.contains(r#"<p class="own">Hello, Larkfield Apps GmbH &amp; Co. KG.</p>"#));
    assert!(
        html.contains("What will change"),
        "what the default says is kept"
    );
    let other = render(&tera, "en", &fixture::overview());
    assert!(!other.contains("class=\"own\""));
    assert_eq!(
        other,
        render(&theme("en", &[]), "en", &fixture::overview()),
        "a page that isn't overridden is the default's"
    );
}

#[test]
fn the_frame_can_be_replaced_for_all_pages_at_once() {
    let own = [(
        "base.html",
        r#"{% extends "default/base.html" %}
{% block footer %}<p>Own footer</p>{% endblock footer %}"#,
    )];
    let tera = theme("en", &own);
    for html in [
        render(&tera, "en", &fixture::overview()),
        render(&tera, "en", &fixture::register_page()),
    ] {
        assert!(html.contains("<p>Own footer</p>"));
        assert!(!html.contains("Published by"));
    }
}

#[test]
fn one_component_can_be_replaced_alone() {
    let own = [(
        "own-components.html",
        r#"{% component day(value: string) %}<time datetime="{{ value }}">{{ value }}</time>{% endcomponent day %}"#,
    )];
    let html = render(&theme("en", &own), "en", &fixture::overview());
    assert!(html.contains(r#"<time datetime="2026-12-24">2026-12-24</time>"#));
    assert!(!html.contains("December"));
}

#[test]
fn a_theme_can_switch_on_what_a_change_is() {
    let own = [(
        "change.html",
        "{{ page.change.kind }}/{{ page.change.status }}/{{ page.change.notice }}/{{ page.amendments[0].verb }}",
    )];
    let tera = theme("en", &own);
    let told = |summary| render(&tera, "en", &fixture::change(summary));
    assert_eq!(
        told(fixture::announced()),
        "change/announced/with-notice/amended"
    );
    assert_eq!(told(fixture::baseline()), "baseline/in-force/told/amended");
    assert_eq!(
        told(fixture::editorial()),
        "change/in-force/editorial/amended"
    );
    assert_eq!(
        told(fixture::withdrawn()),
        "change/withdrawn/with-notice/amended"
    );
}

#[test]
fn every_template_is_documented() {
    let page = include_str!("../../docs/theming.md");
    for (name, _) in templates() {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}
