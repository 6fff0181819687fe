//! Looking into pages.

use scraper::{ElementRef, Html, Selector};

pub(crate) fn parse(page: &str) -> Html {
    Html::parse_document(page)
}

pub(crate) fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

/// The values of an attribute, in the order of the page.
pub(crate) fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let elements = all(page, selector);
    let values = elements.iter().filter_map(|element| element.attr(name));
    values.map(str::to_owned).collect()
}

/// The words of every element that matches.
pub(crate) fn words(page: &Html, selector: &str) -> Vec<String> {
    let elements = all(page, selector);
    elements.iter().map(|element| said(*element)).collect()
}

/// An element's words, with single blanks between them.
pub(crate) fn said(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
