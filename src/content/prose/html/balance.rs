//! Which tags of a container belong together.
//!
//! What comes out is nested rightly: a tag that closes nothing is gone, and one that is left open
//! within another is closed with it. So no text can close what the page opened.

use super::Piece;
use super::allowed::{Level, closes_itself, is_void};
use super::token::Token;
use crate::content::prose::parse::Findings;
use crate::source::Span;

/// How deep elements may be nested in one container.
const DEEPEST: usize = 16;

/// The pieces of a container, those together that one element holds.
pub(super) enum Run<T> {
    Made(T),
    Raw(Vec<Piece<T>>),
}

struct Open {
    name: &'static str,
    piece: usize,
    token: usize,
    span: Span,
}

pub(super) fn runs<T>(
    mut pieces: Vec<Piece<T>>,
    within: Level,
    findings: &mut Findings<'_>,
) -> Vec<Run<T>> {
    let joined = balance(&mut pieces, within, findings);
    let mut runs: Vec<Run<T>> = Vec::new();
    let mut open = 0;
    for (piece, change) in pieces.into_iter().zip(joined) {
        match (runs.last_mut(), piece) {
            (Some(Run::Raw(run)), piece) if open > 0 => run.push(piece),
            (_, Piece::Made(made)) => runs.push(Run::Made(made)),
            (_, piece) => runs.push(Run::Raw(vec![piece])),
        }
        open += change;
    }
    runs
}

/// Balances the tags, and says for each piece how many elements begin in it and end in a later one,
/// less those that end in it and began in an earlier one.
fn balance<T>(pieces: &mut [Piece<T>], within: Level, findings: &mut Findings<'_>) -> Vec<i64> {
    let mut joined = vec![0; pieces.len()];
    let mut open: Vec<Open> = Vec::new();
    for (at, piece) in pieces.iter_mut().enumerate() {
        let Piece::Raw(tokens) = piece else { continue };
        let mut balanced = Vec::with_capacity(tokens.len());
        for token in std::mem::take(tokens) {
            match token {
                Token::Open(tag) if !is_void(tag.name) => {
                    if open.len() == DEEPEST {
                        findings.warn_at(
                            tag.span,
                            &format!(
                                "HTML tags are nested more than {DEEPEST} deep: `<{}>` is left out",
                                tag.name
                            ),
                        );
                        continue;
                    }
                    open.push(Open {
                        name: tag.name,
                        piece: at,
                        token: balanced.len(),
                        span: tag.span,
                    });
                    balanced.push(Token::Open(tag));
                }
                Token::Close { name } => {
                    let Some(depth) = open.iter().rposition(|tag| tag.name == name) else {
                        continue;
                    };
                    for tag in open.drain(depth..).rev() {
                        if tag.name != name {
                            report_unclosed(&tag, findings);
                        }
                        joined[tag.piece] += 1;
                        joined[at] -= 1;
                        balanced.push(Token::Close { name: tag.name });
                    }
                }
                token => balanced.push(token),
            }
        }
        *tokens = balanced;
    }
    // The last one first, so that the places of those before it stay right.
    for tag in open.into_iter().rev() {
        report_unclosed(&tag, findings);
        if within == Level::Inline
            && let Piece::Raw(tokens) = &mut pieces[tag.piece]
        {
            // An element that never ends holds nothing; it may still be what a link leads to.
            tokens.insert(tag.token + 1, Token::Close { name: tag.name });
        }
    }
    joined
}

fn report_unclosed(tag: &Open, findings: &mut Findings<'_>) {
    if !closes_itself(tag.name) {
        findings.warn_and_advise(
            tag.span,
            &format!("`<{}>` is never closed where it stands", tag.name),
            &format!("write `</{}>` at its end", tag.name),
        );
    }
}
