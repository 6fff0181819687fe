//! The stream of events: after the swap, never before, and nothing is missed.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::client::Preview;
use crate::support::{OnDisk, Project};

struct Stream(BufReader<TcpStream>);

struct Message {
    id: String,
    data: Value,
}

impl Stream {
    fn open(preview: &Preview, last: &str) -> Stream {
        let mut stream = preview.connect();
        let request = format!(
            "GET /-/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nLast-Event-ID: {last}\r\n\r\n",
            preview.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        Stream(BufReader::new(stream))
    }

    /// The next message, whatever breathes in between.
    fn next(&mut self) -> Message {
        let mut id = String::new();
        loop {
            let mut line = String::new();
            assert!(
                self.0.read_line(&mut line).unwrap() > 0,
                "the stream has ended"
            );
            if let Some(text) = line.strip_prefix("id: ") {
                id = text.trim().to_owned();
            }
            if let Some(text) = line.strip_prefix("data: ") {
                let data = serde_json::from_str(text).unwrap();
                // The fields of a message come in any order; the id may be behind.
                while line.trim() != "" {
                    line.clear();
                    self.0.read_line(&mut line).unwrap();
                    if let Some(text) = line.strip_prefix("id: ") {
                        id = text.trim().to_owned();
                    }
                }
                return Message { id, data };
            }
        }
    }

    /// Waits for a message that says this.
    fn until(&mut self, key: &str) -> Message {
        loop {
            let message = self.next();
            if message.data[key] == true {
                return message;
            }
        }
    }
}

fn page(number: u32) -> String {
    format!("+++\ntitle = \"Numbers\"\n+++\n\nThis is number {number}.\n")
}

fn disk() -> OnDisk {
    let css = candor::bundled::theme();
    let css = css
        .iter()
        .find(|(path, _)| path.ends_with("site.css"))
        .unwrap();
    Project::base()
        .with_bytes("content/numbers.md", page(0))
        .with_bytes(&css.0, css.1)
        .on_disk()
}

#[test]
fn each_message_comes_after_what_it_tells_of() {
    let disk = disk();
    let preview = Preview::of(&disk, &[]);
    let mut stream = Stream::open(&preview, "");
    assert_eq!(stream.next().data["edition"], 1);
    for number in 1..=50 {
        disk.write("content/numbers.md", page(number).as_bytes());
        let message = stream.until("page");
        let shown = preview.get("/numbers/");
        assert_eq!(shown.status, 200);
        let text = shown.text();
        let (_, rest) = text.split_once("This is number ").expect("a number");
        let seen: u32 = rest.split('.').next().unwrap().parse().unwrap();
        assert!(seen >= number, "{seen} after {number} was told");
        assert!(
            shown.data("edition").parse::<u64>().unwrap()
                >= message.data["edition"].as_u64().unwrap()
        );
    }
}

#[test]
fn a_message_says_what_is_another() {
    let disk = disk();
    let preview = Preview::of(&disk, &[]);
    let sheet = "themes/default/assets/site.css";
    let css = std::fs::read_to_string(disk.root().join(sheet)).unwrap();
    let mut stream = Stream::open(&preview, "");
    stream.next();
    let asset = |preview: &Preview| {
        let page = preview.get("/").text();
        let (_, rest) = page
            .split_once("rel=\"stylesheet\" href=\"assets/")
            .expect("a stylesheet");
        format!("/assets/{}", rest.split('"').next().unwrap())
    };
    let before = asset(&preview);
    disk.write(sheet, format!("{css}\nmain {{ color: red }}\n").as_bytes());
    stream.until("page");
    assert_ne!(asset(&preview), before);
    // The page that was loaded a moment before still finds its own.
    assert_eq!(preview.get(&before).text().trim(), css.trim());
    disk.write("content/numbers.md", b"+++\ntitel = \"Numbers\"\n+++\n");
    while preview.state()["problems"]["errors"] == 0 {
        let message = stream.next();
        assert_eq!(message.data["page"], false, "the last good page stays");
    }
    assert!(
        preview
            .get("/numbers/")
            .text()
            .contains("This is number 0.")
    );
    assert_eq!(preview.state()["problems"]["stale"], true);
    disk.write("content/numbers.md", page(1).as_bytes());
    stream.until("page");
    assert!(
        preview
            .get("/numbers/")
            .text()
            .contains("This is number 1.")
    );
}

#[test]
fn who_comes_back_is_told_what_was_missed() {
    let disk = disk();
    let preview = Preview::of(&disk, &[]);
    let first = Stream::open(&preview, "").next();
    disk.write("content/numbers.md", page(1).as_bytes());
    preview.until("it is shown", |preview| {
        preview.get("/numbers/").text().contains("number 1.")
    });
    let missed = Stream::open(&preview, &first.id).next();
    assert_eq!(missed.data["page"], true);
    let nothing = Stream::open(&preview, &missed.id).next();
    assert_eq!(nothing.data["page"], false);
    // Whoever knows another run, or a number that was never given, knows nothing.
    for unknown in ["elsewhere-1", "1", &format!("{}0000", missed.id)] {
        let told = Stream::open(&preview, unknown).next();
        assert_eq!(told.data["page"], true, "{unknown}");
    }
}
