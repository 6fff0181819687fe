//! Heads of requests made at random.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

use crate::client::Preview;
use crate::support::Project;

const PIECES: [&str; 32] = [
    "GET ",
    "POST ",
    "HEAD ",
    "OPTIONS ",
    "\u{1}",
    "/",
    "/-/state",
    "/-/record",
    "//evil.example/",
    "/../../etc/passwd",
    "/%2e%2e/%00",
    "/%",
    "?as-of=2026-13-45",
    "?as-of=",
    "#",
    " HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    " HTTP/2\r\n",
    "Host: 127.0.0.1\r\n",
    "Host: evil.example\r\n",
    "Host:\r\n",
    "Origin: null\r\n",
    "Content-Length: 18446744073709551616\r\n",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    "Range: bytes=9-1,-5\r\n",
    "If-None-Match: \"\r\n",
    "Cookie: a=b\r\n",
    "X-Candor-Token: \u{7f}\r\n",
    ": \r\n",
    "\r\n\r\n",
    "\0",
];

#[test]
fn no_head_makes_it_silent_for_the_next() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    let own = format!(" HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", preview.port);
    let piece = prop_oneof![
        4 => select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => Just(own),
        1 => ".{0,12}",
    ];
    let heads = prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat());
    let mut runner = TestRunner::new(Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&heads, |head| {
        let request = format!("{head}Connection: close\r\n\r\n");
        let status = preview.send(request.as_bytes()).status;
        prop_assert!(status == 0 || (200..600).contains(&status), "{status}");
        // What wasn't asked with the preview's own name gets nothing of the site.
        prop_assert!(
            status != 200 || head.contains("Host: 127.0.0.1:"),
            "{head:?}"
        );
        prop_assert_eq!(preview.get("/").status, 200);
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
    assert!(!preview.said().contains("panicked"), "{}", preview.said());
}
