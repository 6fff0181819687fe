//! An answer's bytes, whole or in part: conditional requests and ranges, as RFC 9110 has them.

use std::ops::Range;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::content::Digest;

/// What stands at an address.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub(super) status: StatusCode,
    pub(super) media_type: &'static str,
    pub(super) bytes: Bytes,
}

/// What a `Range` asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Whole,
    Of(Range<usize>),
    /// Nothing lies there.
    Beyond,
}

impl Entity {
    pub(super) fn html(status: StatusCode, html: impl Into<Bytes>) -> Entity {
        Entity {
            status,
            media_type: "text/html; charset=utf-8",
            bytes: html.into(),
        }
    }

    /// The answer to a request with these headers. Its body is left out by the server where only the head
    /// was asked for.
    pub(super) fn answer(self, method: &Method, headers: &HeaderMap) -> Response {
        let content_type = [(CONTENT_TYPE, self.media_type)];
        // What isn't there has no version that could be asked for.
        if self.status != StatusCode::OK {
            return (self.status, content_type, self.bytes).into_response();
        }
        let digest = Digest::of(&self.bytes).to_string();
        let tag = format!("\"{}\"", digest.get(..32).unwrap_or(&digest));
        let bearing = [(ETAG, tag.clone()), (ACCEPT_RANGES, "bytes".to_owned())];
        if headers.contains_key(IF_MATCH) && !names(headers, IF_MATCH, &tag, Strength::Strong) {
            return (StatusCode::PRECONDITION_FAILED, bearing).into_response();
        }
        if names(headers, IF_NONE_MATCH, &tag, Strength::Weak) {
            return (StatusCode::NOT_MODIFIED, bearing).into_response();
        }
        let length = self.bytes.len();
        let asked = headers.get(RANGE).and_then(|range| range.to_str().ok());
        let is_current = !headers.contains_key(IF_RANGE)
            || headers.get(IF_RANGE).is_some_and(|named| *named == *tag);
        let part = match asked {
            Some(range) if method == Method::GET && is_current => part(range, length),
            _ => Part::Whole,
        };
        match part {
            Part::Whole => (bearing, content_type, self.bytes).into_response(),
            Part::Of(range) => {
                let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                let bytes = self.bytes.slice(range);
                let place = [(CONTENT_RANGE, place)];
                (
                    StatusCode::PARTIAL_CONTENT,
                    bearing,
                    content_type,
                    place,
                    bytes,
                )
                    .into_response()
            }
            Part::Beyond => {
                let place = [(CONTENT_RANGE, format!("bytes */{length}"))];
                let status = StatusCode::RANGE_NOT_SATISFIABLE;
                (status, bearing, place, Body::empty()).into_response()
            }
        }
    }
}

/// How tags are compared: a weak one is as good as its strong namesake, or it isn't.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    Weak,
    Strong,
}

/// Whether a header names a tag, alone or in a list, or any by `*`.
fn names(headers: &HeaderMap, header: HeaderName, tag: &str, strength: Strength) -> bool {
    let lists = headers.get_all(header).into_iter();
    let mut named = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim);
    named.any(|named| {
        let strong = match strength {
            Strength::Weak => named.strip_prefix("W/").unwrap_or(named),
            Strength::Strong => named,
        };
        strong == "*" || strong == tag
    })
}

/// The one range of bytes that is asked for. Several at once are answered with the whole, as is what can't
/// be understood: whoever asks must be ready for that.
fn part(range: &str, length: usize) -> Part {
    let Some(("bytes", range)) = range.split_once('=') else {
        return Part::Whole;
    };
    let Some((first, last)) = range.trim().split_once('-') else {
        return Part::Whole;
    };
    let range = match (number(first), number(last)) {
        (Ok(Some(first)), Ok(Some(last))) if first <= last => first..last.saturating_add(1),
        (Ok(Some(first)), Ok(None)) => first..length.max(first),
        (Ok(None), Ok(Some(count))) => length.saturating_sub(count)..length,
        _ => return Part::Whole,
    };
    let range = range.start..range.end.min(length);
    if range.start >= range.end {
        Part::Beyond
    } else {
        Part::Of(range)
    }
}

/// A number, or nothing.
fn number(text: &str) -> Result<Option<usize>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(());
    }
    // What is too large for a number lies beyond any end.
    Ok(Some(text.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_a_part_and_anything_else_the_whole() {
        for (range, expected) in [
            ("bytes=0-0", Part::Of(0..1)),
            ("bytes=2-4", Part::Of(2..5)),
            ("bytes=2-", Part::Of(2..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-30", Part::Of(0..10)),
            ("bytes=0-99999999999999999999999", Part::Of(0..10)),
            ("bytes=9-9", Part::Of(9..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=10-12", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=99999999999999999999999-", Part::Beyond),
            ("bytes=4-2", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=1-2", Part::Whole),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
        assert_eq!(part("bytes=0-0", 0), Part::Beyond);
    }

    #[test]
    fn what_is_known_already_isn_t_sent_again() {
        let entity = Entity::html(StatusCode::OK, "<p>Hello");
        let answer = |name: HeaderName, value: &str| {
            let headers = [(name, value.parse().unwrap())].into_iter().collect();
            entity.clone().answer(&Method::GET, &headers)
        };
        let whole = entity.clone().answer(&Method::GET, &HeaderMap::new());
        let tag = whole.headers()[ETAG].to_str().unwrap().to_owned();
        for (name, value, status) in [
            (IF_NONE_MATCH, tag.clone(), 304),
            (IF_NONE_MATCH, format!("W/{tag}"), 304),
            (IF_NONE_MATCH, format!("\"x\", {tag}"), 304),
            (IF_NONE_MATCH, "*".to_owned(), 304),
            (IF_NONE_MATCH, "\"x\"".to_owned(), 200),
            (IF_MATCH, tag.clone(), 200),
            (IF_MATCH, "*".to_owned(), 200),
            (IF_MATCH, "\"x\"".to_owned(), 412),
            (IF_MATCH, format!("W/{tag}"), 412),
            (RANGE, "bytes=0-1".to_owned(), 206),
            (RANGE, "bytes=90-".to_owned(), 416),
        ] {
            assert_eq!(
                answer(name.clone(), &value).status(),
                status,
                "{name}: {value}"
            );
        }
        for (named, status) in [(tag.as_str(), 206), ("\"x\"", 200)] {
            let headers: HeaderMap = [
                (RANGE, "bytes=0-1".parse().unwrap()),
                (IF_RANGE, named.parse().unwrap()),
            ]
            .into_iter()
            .collect();
            let answer = entity.clone().answer(&Method::GET, &headers);
            assert_eq!(answer.status(), status, "{named}");
        }
        let missing = Entity::html(StatusCode::NOT_FOUND, "gone");
        let headers = [(IF_NONE_MATCH, "*".parse().unwrap())]
            .into_iter()
            .collect();
        assert_eq!(missing.answer(&Method::GET, &headers).status(), 404);
    }
}
