//! Inline content as a flat run of words that each carry their marks (emphasis, link …), so that words
//! can be compared whatever they are nested in.
//!
//! White space belongs to the word before it and so stands outside of marks; marks that only look
//! otherwise have one order.

use std::sync::Arc;

use super::token;
use crate::content::prose::{Element, Inline, Node};

/// What a word looks like or leads to, from the outside in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    Link {
        target: String,
        title: String,
    },
    /// An element of raw HTML, its attributes in order.
    Html {
        name: &'static str,
        attributes: Vec<(&'static str, String)>,
    },
    Strong,
    Emphasis,
    Strikethrough,
    Code,
}

/// A word with the white space after it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    pub content: WordContent,
    pub space: String,
    pub marks: Arc<[Mark]>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WordContent {
    Text(String),
    /// An image, a note's mark, a line break, or an element without words.
    Whole(Inline),
}

impl Word {
    pub(super) fn says_something(&self) -> bool {
        match &self.content {
            WordContent::Text(text) => text.contains(char::is_alphanumeric),
            WordContent::Whole(_) => true,
        }
    }

    /// Where it leads: its link, or an image's source.
    pub fn target(&self) -> Option<&str> {
        let link = self.marks.iter().find_map(|mark| match mark {
            Mark::Link { target, .. } => Some(target.as_str()),
            Mark::Html { attributes, .. } => attributes
                .iter()
                .find(|(name, _)| *name == "href")
                .map(|(_, value)| value.as_str()),
            _ => None,
        });
        match &self.content {
            WordContent::Whole(Inline::Image(picture)) => Some(&picture.target),
            WordContent::Whole(Inline::Html(element)) => element.attribute("src").or(link),
            _ => link,
        }
    }
}

/// Inline content as words.
pub(super) fn flatten(inlines: &[Inline]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut marks = Vec::new();
    let mut shared = Arc::from(Vec::new());
    collect(inlines, &mut marks, &mut shared, &mut words);
    words
}

fn collect(
    inlines: &[Inline],
    marks: &mut Vec<Mark>,
    shared: &mut Arc<[Mark]>,
    words: &mut Vec<Word>,
) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => add_text(text, shared, words),
            Inline::Code(text) => within(Mark::Code, marks, shared, |_, shared| {
                add_text(text, shared, words);
            }),
            Inline::Emphasis(content) if !content.is_empty() => {
                within(Mark::Emphasis, marks, shared, |marks, shared| {
                    collect(content, marks, shared, words);
                });
            }
            Inline::Strong(content) if !content.is_empty() => {
                within(Mark::Strong, marks, shared, |marks, shared| {
                    collect(content, marks, shared, words);
                });
            }
            Inline::Strikethrough(content) if !content.is_empty() => {
                within(Mark::Strikethrough, marks, shared, |marks, shared| {
                    collect(content, marks, shared, words);
                });
            }
            Inline::Link(link) if !link.content.is_empty() => {
                let mark = Mark::Link {
                    target: link.target.clone(),
                    title: link.title.clone(),
                };
                within(mark, marks, shared, |marks, shared| {
                    collect(&link.content, marks, shared, words);
                });
            }
            Inline::Html(element) if has_only_words(element) => {
                within(mark_of(element), marks, shared, |marks, shared| {
                    for node in &element.content {
                        if let Node::Inlines(content) = node {
                            collect(content, marks, shared, words);
                        }
                    }
                });
            }
            whole => words.push(Word {
                content: WordContent::Whole(whole.clone()),
                space: String::new(),
                marks: shared.clone(),
            }),
        }
    }
}

/// Runs with one mark more. Marks that only look otherwise have a fixed order, since nobody sees which
/// of two stands outside.
fn within(
    mark: Mark,
    marks: &mut Vec<Mark>,
    shared: &mut Arc<[Mark]>,
    run: impl FnOnce(&mut Vec<Mark>, &mut Arc<[Mark]>),
) {
    let before = (marks.clone(), shared.clone());
    let leads = |mark: &Mark| matches!(mark, Mark::Link { .. } | Mark::Html { .. });
    if leads(&mark) {
        let place = marks.iter().take_while(|mark| leads(mark)).count();
        marks.insert(place, mark);
    } else if let Err(place) = marks.binary_search_by(|known| {
        if leads(known) {
            std::cmp::Ordering::Less
        } else {
            known.cmp(&mark)
        }
    }) {
        marks.insert(place, mark);
    }
    *shared = Arc::from(marks.as_slice());
    run(marks, shared);
    (*marks, *shared) = before;
}

fn has_only_words(element: &Element) -> bool {
    let says = |node: &Node| matches!(node, Node::Inlines(content) if !content.is_empty());
    !element.content.is_empty() && element.content.iter().all(says)
}

fn mark_of(element: &Element) -> Mark {
    let mut attributes: Vec<_> = element
        .attributes
        .iter()
        .map(|attribute| (attribute.name, attribute.value.clone()))
        .collect();
    attributes.sort();
    Mark::Html {
        name: element.name,
        attributes,
    }
}

fn add_text(text: &str, marks: &Arc<[Mark]>, words: &mut Vec<Word>) {
    for token in token::tokens(text) {
        // White space at the beginning of a text belongs to the word before; without one it says
        // nothing.
        if token.text.is_empty() {
            if let Some(before) = words.last_mut() {
                before.space.push_str(token.space);
            }
            continue;
        }
        words.push(Word {
            content: WordContent::Text(token.text.to_owned()),
            space: token.space.to_owned(),
            marks: marks.clone(),
        });
    }
}
