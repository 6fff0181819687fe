use super::*;
use crate::diagnostic::Checked;

impl Prose {
    /// A stand-in: the whole text as one paragraph.
    pub fn parse(text: &str, place: Place) -> Checked<Prose> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let text = crate::content::text::legible(&text).into_owned();
        let blocks = if text.trim().is_empty() {
            Vec::new()
        } else {
            vec![Block::Paragraph(vec![Inline::Text(text.trim().to_owned())])]
        };
        Checked::clean(Prose {
            text: text.into(),
            place,
            blocks,
            footnotes: Vec::new(),
            links: Vec::new(),
        })
    }
}
