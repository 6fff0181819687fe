//! Texts that nobody writes: too deep, too wide, too long, or made at random.

use super::*;
use crate::import::read as reading;

/// What is as deep as nobody writes is refused or read, and never takes the program down.
#[test]
fn depth_is_bounded() {
    const DEEP: usize = 10_000;
    let nested = |open: &str, close: &str| format!("{}x{}", open.repeat(DEEP), close.repeat(DEEP));
    let deep = [
        ("a.html", nested("<div>", "</div>")),
        ("a.html", nested("<ul><li>", "</li></ul>")),
        ("a.html", nested("<table><tr><td>", "</td></tr></table>")),
        ("a.html", nested("<b><i>", "</i></b>")),
        ("a.html", "<p><b>".repeat(DEEP)),
        (
            "a.html",
            nested(
                "<ac:layout><ac:layout-section>",
                "</ac:layout-section></ac:layout>",
            ),
        ),
        ("a.md", nested("> ", "")),
        ("a.md", nested("- ", "")),
        ("a.md", nested("*a **b ", "")),
        ("a.md", nested("[", "](x)")),
        ("a.md", nested("[", "]{.a}")),
        ("a.md", nested("`", "{=html}")),
        ("a.md", nested("+--", "+\n")),
        ("a.md", nested("--- ---\n", "\n")),
    ];
    for (name, text) in deep {
        let mut sources = Sources::new();
        let id = sources.insert(name, text.as_bytes());
        let columns = COLUMNS.map(str::to_owned);
        let start = text.get(..30).unwrap_or_default();
        match read(sources.source(id), &columns) {
            Ok(found) => assert!(found.descriptions.len() < 2, "{start}"),
            Err(error) => assert!(error.message.contains("deeper"), "{start}: {error}"),
        }
    }
}

#[test]
fn one_line_without_end_is_read_or_refused() {
    let long = "word ".repeat(1 << 18);
    let found = found("a.md", &long);
    assert_eq!(found.descriptions.len(), 1);
    // A wide table with short rows would be filled up, and one that is drawn cut into as many cells.
    let wide = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(5000),
        "-|".repeat(5000),
        "|a\n".repeat(100_000)
    );
    let drawn = format!("{}\n{}", "-- ".repeat(5000), "a\n".repeat(100_000));
    let ruled = "----\n".repeat(200_000);
    let mut sources = Sources::new();
    let id = sources.insert("a.md", wide.as_bytes());
    let error = read(sources.source(id), &[]).unwrap_err();
    assert_eq!(error.message, "a table has more than 100 columns");
    for text in [drawn, ruled] {
        let id = sources.insert("a.md", text.as_bytes());
        assert!(read(sources.source(id), &[]).is_ok());
    }
    let id = sources.insert("a.md", vec![b'x'; reading::LARGEST + 1]);
    let error = read(sources.source(id), &[]).unwrap_err();
    assert!(error.message.contains("16"), "{error}");
}

proptest::proptest! {
    #[test]
    fn words_come_back_as_they_were(words in proptest::collection::vec("[a-z0-9*_`\\[\\]()<>#|~&;:!.+=\\\\-]{1,6}", 1..60)) {
        let text = words.join(" ");
        let html = text.replace('&', "&amp;").replace('<', "&lt;");
        let found = found("a.html", &format!("<h1>T</h1><h2>Purpose</h2><p>{html}</p>"));
        let body = &found.descriptions[0].body;
        let plain = prose(body).plain_text();
        proptest::prop_assert_eq!(plain, format!("Purpose of processing\n{}", text), "{}", body);
    }

    #[test]
    fn no_page_makes_it_fall(text in "(<(/?)(table|tr|td|ul|li|p|b|em|a|h2|ac:link|ri:page|pre|br|sup)( (href|colspan|rowspan|ac:name)=\"[0-9a-z]{0,3}\")?/?>|[a-z*|+=\n-]{0,4}){0,40}") {
        let mut sources = Sources::new();
        let columns = COLUMNS.map(str::to_owned);
        for name in ["a.html", "a.md"] {
            let id = sources.insert(name, text.as_bytes());
            let _ = read(sources.source(id), &columns);
        }
    }

    #[test]
    fn no_drawing_makes_it_fall(text in "([+|:=.-]{0,9}[ a-z{}\\[\\]`#=.\"-]{0,12}\n?){0,30}") {
        let mut sources = Sources::new();
        let id = sources.insert("a.md", text.as_bytes());
        let columns = COLUMNS.map(str::to_owned);
        let _ = read(sources.source(id), &columns);
    }
}
