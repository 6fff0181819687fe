//! The announcement as HTML for the body of a mail: no style, no class, nothing to load, and every address
//! absolute. What came and what went is marked by elements and by words.

use super::Announcement;
use crate::render::prose::escape;
use crate::render::view::Link;

/// A fragment.
pub(super) fn write(announcement: &Announcement<'_>) -> String {
    let language = announcement.language;
    let mut out = format!(
        "<div lang=\"{}\" dir=\"{}\">\n<p>{}</p>\n",
        escape(language.tag()),
        language.direction().as_str(),
        escape(&announcement.lead)
    );
    for change in &announcement.changes {
        let title = link(&change.address, &change.title);
        out += &format!("<h2>{title}</h2>\n{}\n", change.content.html());
    }
    let [log, subscribe] =
        [&announcement.log, &announcement.subscribe].map(|Link { label, href }| link(href, label));
    out += &format!("<hr>\n<ul><li>{log}</li><li>{subscribe}</li></ul>\n");
    if let Some(head) = &announcement.head {
        out += &format!("<p><small>{}</small></p>\n", escape(&head.line));
    }
    out + "</div>\n"
}

/// A whole page, as a part of a message is one.
pub(super) fn page(announcement: &Announcement<'_>) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n{}</body>\n</html>\n",
        escape(announcement.language.tag()),
        escape(&announcement.subject),
        write(announcement)
    )
}

fn link(href: &str, label: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(href), escape(label))
}
