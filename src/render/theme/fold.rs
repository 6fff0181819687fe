//! Words that a template asks for by their key alone, put in their place before the engine reads it.
//!
//! `{{ t(key="nav.overview") }}` says the same wherever it stands, and a page asks so a hundred times.
//! The engine then names places in the text with the words in it; [`Folded::written`] finds them in the
//! template as it was written.

use std::ops::Range;

const OPEN: &str = "{{ t(key=\"";
const CLOSE: &str = "\") }}";

/// A template with words in place of what asks for them.
#[derive(Default, Debug)]
pub(super) struct Folded {
    pub(super) text: String,
    folds: Vec<Fold>,
}

/// Where words stand in the text, how long they are, and how long is what asked for them.
#[derive(Debug)]
struct Fold {
    at: usize,
    words: usize,
    asked: usize,
}

impl Folded {
    /// `words` gives the finished HTML for a key, where nothing is filled into it.
    pub(super) fn of<'a>(template: &str, words: impl Fn(&str) -> Option<&'a str>) -> Folded {
        let mut folded = Folded::default();
        // What stands in `raw` asks for nothing.
        if template.contains("raw") {
            folded.text.push_str(template);
            return folded;
        }
        let mut rest = template;
        while let Some((before, (key, after))) = rest
            .split_once(OPEN)
            .and_then(|(before, behind)| Some((before, behind.split_once(CLOSE)?)))
        {
            folded.text.push_str(before);
            let asked = OPEN.len() + key.len() + CLOSE.len();
            match words(key).filter(|words| is_plain(words)) {
                Some(words) => {
                    folded.folds.push(Fold {
                        at: folded.text.len(),
                        words: words.len(),
                        asked,
                    });
                    folded.text.push_str(words);
                }
                None => folded
                    .text
                    .push_str(&rest[before.len()..before.len() + asked]),
            }
            rest = after;
        }
        folded.text.push_str(rest);
        folded
    }

    /// The range of the template as it was written.
    pub(super) fn written(&self, range: Range<usize>) -> Range<usize> {
        self.position(range.start)..self.position(range.end)
    }

    fn position(&self, at: usize) -> usize {
        // Where the last fold ends, in this text and in the template.
        let (mut here, mut written) = (0, 0);
        for fold in self.folds.iter().take_while(|fold| fold.at <= at) {
            let asked = written + (fold.at - here);
            if at < fold.at + fold.words {
                return asked;
            }
            here = fold.at + fold.words;
            written = asked + fold.asked;
        }
        written + (at - here)
    }
}

/// Whether the engine takes words as they are: it cuts white space beside a `{%-`, and only a template
/// has braces.
fn is_plain(words: &str) -> bool {
    !words.is_empty() && words.trim() == words && !words.contains(['{', '}', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(key: &str) -> Option<&'static str> {
        match key {
            "long" => Some("words &amp; words and words, more than were asked for"),
            "short" => Some("w"),
            "padded" => Some(" w"),
            _ => None,
        }
    }

    #[test]
    fn what_is_asked_for_by_its_key_alone_is_put_in_place() {
        for (template, text) in [
            (r#"<p>{{ t(key="short") }}</p>"#, "<p>w</p>"),
            (r#"{{ t(key="short") }}{{ t(key="short") }}"#, "ww"),
            (r#"{{ t(key="padded") }}"#, r#"{{ t(key="padded") }}"#),
            (
                r#"{{ t(key="none") }}{{ t(key="short") }}"#,
                r#"{{ t(key="none") }}w"#,
            ),
            (
                r#"{{ t(key="short", n=1) }}"#,
                r#"{{ t(key="short", n=1) }}"#,
            ),
            (r#"{{ t(key="short" ~ x) }}"#, r#"{{ t(key="short" ~ x) }}"#),
            (r#"{{- t(key="short") }}"#, r#"{{- t(key="short") }}"#),
            (
                r#"{% raw %}{{ t(key="short") }}{% endraw %}"#,
                r#"{% raw %}{{ t(key="short") }}{% endraw %}"#,
            ),
        ] {
            assert_eq!(Folded::of(template, words).text, text, "{template}");
        }
    }

    #[test]
    fn a_place_is_found_where_it_was_written() {
        let template =
            r#"a {{ t(key="long") }} {{ b }} {{ t(key="short") }}{{ c }} {{ t(key="x") }} {{ d }}"#;
        let folded = Folded::of(template, words);
        for place in ["a ", "{{ b }}", "{{ c }}", "{{ t(key=\"x\") }}", "{{ d }}"] {
            let at = folded.text.find(place).unwrap();
            let written = folded.written(at..at + place.len());
            assert_eq!(&template[written], place);
        }
        let end = folded.text.len();
        assert_eq!(folded.written(end..end), template.len()..template.len());
        let within = folded.text.find("words and").unwrap();
        assert_eq!(folded.written(within..within), 2..2);
    }
}
