//! Who may ask: only a browser that was given the preview's own address, and only the preview's own pages
//! may have anything written.
//!
//! A page of another site can make a browser on this machine ask any port of it, and can give its own name
//! this machine's address. So the name that was asked for must be one of this machine's names with this
//! port; whoever says from which page he asks must name the same; and what writes bears a token that only
//! the preview's pages have.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::server::Server;

/// The names under which a machine reaches itself.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The header that bears the token. A page of another site can't set it without being asked for leave,
/// and nobody gives leave.
pub(super) const TOKEN: &str = "x-candor-token";

/// What every answer bears: pages may load what the preview serves, and nothing else from anywhere.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
];

/// Lets a request through, or says why not.
pub(super) async fn keeper(
    State(server): State<Arc<Server>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match refusal(request.uri(), request.headers(), server.port) {
        Some(refusal) => (StatusCode::FORBIDDEN, format!("{refusal}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(uri: &Uri, headers: &HeaderMap, port: u16) -> Option<&'static str> {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let asked = uri.authority().map(|authority| authority.as_str());
    if hosts.next().is_some()
        || !host.is_some_and(|host| is_own(host, port))
        || !asked.is_none_or(|asked| is_own(asked, port))
    {
        return Some(
            "The preview answers only at its own address, http://127.0.0.1 or http://localhost.",
        );
    }
    if !headers
        .get_all(ORIGIN)
        .iter()
        .all(|origin| is_own_origin(origin, port))
    {
        return Some("A page of another site asks: the preview answers its own pages alone.");
    }
    let says = |name: &str, value: &str| headers.get(name).is_some_and(|said| said == value);
    if says("sec-fetch-site", "cross-site") && !says("sec-fetch-mode", "navigate") {
        return Some("Another site can link to the preview, and load nothing of it.");
    }
    None
}

/// Whether a host with its port is this preview.
fn is_own(host: &str, port: u16) -> bool {
    NAMES.iter().any(|name| {
        let rest = host
            .get(..name.len())
            .filter(|start| start.eq_ignore_ascii_case(name));
        rest.is_some()
            && match host.get(name.len()..).unwrap_or_default() {
                "" => port == 80,
                rest => rest.strip_prefix(':') == Some(port.to_string().as_str()),
            }
    })
}

fn is_own_origin(origin: &HeaderValue, port: u16) -> bool {
    let host = origin
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("http://"));
    host.is_some_and(|host| is_own(host, port))
}

/// Whether a request comes from one of the preview's own pages, which what writes must.
pub(super) fn is_from_own_page(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(TOKEN).map(HeaderValue::as_bytes);
    headers.contains_key(ORIGIN) && given.is_some_and(|given| is_same(given, token.as_bytes()))
}

/// Looks at every byte, so that the time it takes tells nothing.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machines_names_with_the_preview_s_port_are_its_own() {
        for own in [
            "127.0.0.1:2800",
            "localhost:2800",
            "LocalHost:2800",
            "[::1]:2800",
        ] {
            assert!(is_own(own, 2800), "{own}");
        }
        for other in [
            "",
            "localhost",
            "localhost:",
            "localhost:280",
            "localhost:28000",
            "localhost:2801",
            "localhost:2800:2800",
            "localhost.:2800",
            "localhost.evil.example:2800",
            "evil.example:2800",
            "127.0.0.1.evil.example:2800",
            "127.0.0.2:2800",
            "user@localhost:2800",
            "localhost:2800/",
            "localhost:+2800",
            "localhost:02800",
            "ü:2800",
        ] {
            assert!(!is_own(other, 2800), "{other}");
        }
        assert!(is_own("localhost", 80));
    }

    #[test]
    fn an_origin_has_the_preview_s_scheme_too() {
        let is = |origin| is_own_origin(&HeaderValue::from_static(origin), 2800);
        assert!(is("http://localhost:2800"));
        for other in [
            "null",
            "https://localhost:2800",
            "http://evil.example",
            "localhost:2800",
        ] {
            assert!(!is(other), "{other}");
        }
    }

    #[test]
    fn a_token_is_the_same_or_it_isn_t() {
        assert!(is_same(b"abc", b"abc"));
        for other in ["", "ab", "abcd", "abd"] {
            assert!(!is_same(other.as_bytes(), b"abc"), "{other}");
        }
    }
}
