//! Who gets an answer.

use crate::client::Preview;
use crate::support::Project;

#[test]
fn only_the_preview_s_own_address_is_answered() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    let port = preview.port;
    let own = format!("127.0.0.1:{port}");
    let lines = |lines: &[String]| {
        lines
            .iter()
            .map(|line| format!("{line}\r\n"))
            .collect::<String>()
    };
    let host = |host: &str| format!("Host: {host}");
    let origin = |origin: &str| format!("Origin: {origin}");
    for (headers, status) in [
        (vec![host(&own)], 200),
        (vec![host(&format!("localhost:{port}"))], 200),
        (vec![host(&format!("[::1]:{port}"))], 200),
        (vec![host("evil.example")], 403),
        (vec![host(&format!("evil.example:{port}"))], 403),
        (vec![host(&format!("localhost.evil.example:{port}"))], 403),
        (vec![host("localhost")], 403),
        (vec![host("localhost:1")], 403),
        (vec![host(&format!("192.168.0.1:{port}"))], 403),
        (vec![], 403),
        (vec![host("")], 403),
        (vec![host(&own), host("evil.example")], 403),
        (vec![host(&own), origin(&format!("http://{own}"))], 200),
        (vec![host(&own), origin("http://evil.example")], 403),
        (vec![host(&own), origin(&format!("https://{own}"))], 403),
        (vec![host(&own), origin("null")], 403),
        (
            vec![
                host(&own),
                origin(&format!("http://localhost:{}", port.wrapping_add(1))),
            ],
            403,
        ),
        (
            vec![
                host(&own),
                "Sec-Fetch-Site: cross-site".to_owned(),
                "Sec-Fetch-Mode: no-cors".to_owned(),
            ],
            403,
        ),
        (
            vec![
                host(&own),
                "Sec-Fetch-Site: cross-site".to_owned(),
                "Sec-Fetch-Mode: navigate".to_owned(),
            ],
            200,
        ),
    ] {
        for path in ["/", "/-/state", "/-/bar.js"] {
            let request = format!(
                "GET {path} HTTP/1.1\r\n{}Connection: close\r\n\r\n",
                lines(&headers)
            );
            let answer = preview.send(request.as_bytes());
            // Whatever the library refuses by itself is as good as refused.
            let refused = status == 403 && answer.status == 400;
            assert!(
                answer.status == status || refused,
                "{headers:?} {path}: {}",
                answer.status
            );
            assert!(
                status == 200 || !answer.text().contains("data-token"),
                "{headers:?}"
            );
        }
    }
    let absolute =
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n");
    assert_eq!(preview.send(absolute.as_bytes()).status, 403);
}
