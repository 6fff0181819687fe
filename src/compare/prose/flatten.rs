//! Inline content → words, each with its marks.

use std::sync::Arc;

use super::token;
use super::words::{Mark, Word, WordContent};
use crate::content::prose::{Element, Inline, Node};

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
            Inline::Link {
                target,
                title,
                content,
                ..
            } if !content.is_empty() => {
                let mark = Mark::Link {
                    target: target.clone(),
                    title: title.clone(),
                };
                within(mark, marks, shared, |marks, shared| {
                    collect(content, marks, shared, words);
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
