//! A preview that runs, and the plainest of clients: bytes in, bytes out.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::support::OnDisk;

/// How long anything may take. Only a failure waits that long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `candor serve`; it ends with the test.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(crate) child: Child,
    pub(crate) port: u16,
    /// Where the site begins.
    pub(crate) address: String,
    said: Arc<Mutex<String>>,
}

impl Preview {
    /// On a port that the system chooses.
    pub(crate) fn of(disk: &OnDisk, arguments: &[&str]) -> Preview {
        let mut command = disk.command(&["serve", "--port", "0"]);
        command.args(arguments);
        Preview::start(command)
    }

    pub(crate) fn start(mut command: Command) -> Preview {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        out.read_line(&mut first).expect("a line");
        let said = Arc::new(Mutex::new(String::new()));
        let hears = Arc::clone(&said);
        let err = BufReader::new(child.stderr.take().expect("its messages"));
        thread::spawn(move || {
            for line in err.lines().map_while(Result::ok) {
                hears.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        let address = first.trim().strip_prefix("Preview: ");
        let address =
            address.unwrap_or_else(|| panic!("no address: {first}{}", said.lock().unwrap()));
        let port = address
            .strip_prefix("http://127.0.0.1:")
            .expect("this machine alone");
        let (port, _) = port.split_once('/').expect("a path");
        Preview {
            port: port.parse().expect("a port"),
            address: address.to_owned(),
            child,
            said,
        }
    }

    /// What the terminal shows so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until something is so.
    #[track_caller]
    pub(crate) fn until(&self, what: &str, is: impl Fn(&Preview) -> bool) {
        for _ in 0..PATIENCE.as_millis() / 20 {
            if is(self) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("it never came to this: {what}\n{}", self.said());
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes as they are, and reads until the other side has nothing more to say.
    pub(crate) fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // Whoever refuses may do so before everything is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::parse(&answer)
    }

    /// A request with these headers besides the host and what ends the connection.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n",
            self.port
        );
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        self.send(format!("{request}\r\n{body}").as_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    pub(crate) fn state(&self) -> serde_json::Value {
        self.get("/-/state").json()
    }

    /// Asks the system to interrupt it, as Ctrl-C does, or to end it.
    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("kill").success());
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// 0 where nothing was.
    pub(crate) status: u16,
    /// By name in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Answer {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Answer {
            status: status.unwrap_or(0),
            headers: headers.collect(),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The bytes without what the preview adds, and that addition.
    pub(crate) fn parted(&self) -> (Vec<u8>, String) {
        let text = String::from_utf8(self.body.clone()).expect("a page");
        let begin = "<link rel=\"stylesheet\" href=\"/-/page.css\"><script src=\"/-/bar.js\"";
        assert_eq!(text.matches(begin).count(), 1, "{text}");
        let (before, rest) = text.split_once(begin).unwrap();
        let (added, after) = rest.split_once("></script>").unwrap();
        ([before, after].concat().into_bytes(), added.to_owned())
    }

    /// What the page tells its script by this name.
    pub(crate) fn data(&self, name: &str) -> String {
        let (_, added) = self.parted();
        let (_, rest) = added
            .split_once(&format!("data-{name}=\""))
            .expect("it is told");
        rest.split('"').next().unwrap().to_owned()
    }
}
