//! Slow, broken and greedy clients: the others never notice.

use std::io::{Read, Write};

use crate::client::Preview;
use crate::support::Project;

#[test]
fn a_head_that_never_ends_is_refused_and_holds_nobody() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    let own = format!("Host: 127.0.0.1:{}\r\n", preview.port);
    let large = format!(
        "GET / HTTP/1.1\r\n{own}X-Large: {}\r\n\r\n",
        "x".repeat(200_000)
    );
    let many = format!("GET / HTTP/1.1\r\n{own}{}\r\n", "X-Many: 1\r\n".repeat(500));
    let long = format!("GET /{} HTTP/1.1\r\n{own}\r\n", "x".repeat(200_000));
    for request in [large, many, long] {
        let status = preview.send(request.as_bytes()).status;
        // A connection that is closed while one still sends loses the answer.
        assert!([0, 414, 431].contains(&status), "{status}");
        assert_eq!(preview.get("/").status, 200);
    }
    for noise in [
        "\r\n\r\n",
        "\0\0\0\0",
        "HELO there\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\0",
    ] {
        let status = preview
            .send(format!("{noise}{}", "\n".repeat(4)).as_bytes())
            .status;
        assert!(
            status == 0 || (400..600).contains(&status),
            "{noise:?}: {status}"
        );
        assert_eq!(preview.get("/").status, 200);
    }
}

#[test]
fn clients_that_never_go_on_are_given_up() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    let half = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Slow: ",
        preview.port
    );
    // More than there may be at once: whoever comes then is answered as soon as the first are given up.
    let mut held = Vec::new();
    for number in 0..300 {
        let mut stream = preview.connect();
        if number % 2 == 0 {
            stream.write_all(half.as_bytes()).unwrap();
        }
        held.push(stream);
    }
    assert_eq!(preview.get("/").status, 200);
    for mut stream in held {
        let mut rest = Vec::new();
        // Closed, with an answer or without one; a reset is an end too.
        let _ = stream.read_to_end(&mut rest);
        assert!(!String::from_utf8_lossy(&rest).contains(" 200 "));
    }
}

#[test]
fn a_body_that_is_too_long_or_never_comes_holds_nobody() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    let token = preview.get("/").data("token");
    let head = |length: usize| {
        format!(
            "POST /-/record HTTP/1.1\r\nHost: 127.0.0.1:{0}\r\nOrigin: http://127.0.0.1:{0}\r\nX-Candor-Token: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
            preview.port
        )
    };
    let mut slow = preview.connect();
    slow.write_all(format!("{}{{", head(100)).as_bytes())
        .unwrap();
    let large = preview.send(format!("{}{}", head(1_000_000), "x".repeat(1_000_000)).as_bytes());
    assert!([0, 413].contains(&large.status), "{}", large.status);
    assert_eq!(preview.get("/").status, 200);
    let mut answer = String::new();
    let _ = slow.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn streams_are_counted_and_refused_beyond_a_number() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    let open = format!(
        "GET /-/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
        preview.port
    );
    let mut streams = Vec::new();
    for number in 1..=70 {
        let mut stream = preview.connect();
        stream.write_all(open.as_bytes()).unwrap();
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).unwrap();
        let expected: &[u8] = if number <= 64 {
            b"HTTP/1.1 200"
        } else {
            b"HTTP/1.1 503"
        };
        assert_eq!(begin, expected, "stream {number}");
        streams.push(stream);
    }
    assert_eq!(preview.state()["streams"], 64);
    assert_eq!(preview.get("/").status, 200);
    drop(streams);
    preview.until("the streams are free again", |preview| {
        preview.state()["streams"] == 0
    });
}
