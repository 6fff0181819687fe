//! The command as its user meets it: its lines, its port, its end.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
#[cfg(target_os = "linux")]
use std::process::Command;

use crate::client::Preview;
#[cfg(target_os = "linux")]
use crate::support::OnDisk;
use crate::support::{Project, tree};

#[test]
fn it_ends_at_once_and_frees_its_port() {
    for signal in ["-INT", "-TERM"] {
        let mut preview = Preview::of(&Project::base().on_disk(), &[]);
        let mut stream = preview.connect();
        let open = format!(
            "GET /-/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
            preview.port
        );
        stream.write_all(open.as_bytes()).unwrap();
        stream.read_exact(&mut [0; 12]).unwrap();
        preview.signal(signal);
        let ended = preview.child.wait().unwrap();
        assert_eq!(ended.code(), Some(0), "{signal}: {}", preview.said());
        TcpListener::bind(("127.0.0.1", preview.port)).expect("the port is free");
    }
}

#[test]
fn a_port_that_is_taken_is_refused_where_it_was_asked_for() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let disk = Project::base().on_disk();
    disk.candor(&["serve", "--port", &port])
        .ends_with(2)
        .says(&[&format!("port {port} is taken"), "--port"]);
}

#[test]
fn where_none_was_asked_for_the_next_one_is_taken_and_said() {
    // Either this test has the usual port, or somebody else does.
    let _usual = TcpListener::bind(("127.0.0.1", 2800));
    let disk = Project::base().on_disk();
    let preview = Preview::start(disk.command(&["serve"]));
    assert!((2801..2900).contains(&preview.port), "{}", preview.port);
    let said = format!("port 2800 is taken, so it is {}", preview.port);
    preview.until("it is said", |preview| preview.said().contains(&said));
}

#[test]
fn each_rebuild_is_a_line_and_problems_are_shown_as_check_shows_them() {
    let page = "+++\ntitle = \"Contact\"\n+++\nWrite to us.\n";
    let disk = Project::base()
        .with_bytes("content/contact.md", page)
        .on_disk();
    let preview = Preview::of(&disk, &[]);
    disk.write("content/contact.md", page.replace("us", "me").as_bytes());
    preview.until("a line", |preview| {
        let said = preview.said();
        said.lines()
            .any(|line| line.starts_with("content/contact.md (") && line.ends_with(" ms)"))
    });
    disk.write(
        "content/contact.md",
        page.replace("title", "titel").as_bytes(),
    );
    let checked = disk.candor(&["check"]).ends_with(1);
    preview.until("the problem", |preview| {
        preview.said().contains(checked.err.trim())
    });
    disk.write("content/contact.md", page.as_bytes());
    preview.until("it is mended", |preview| {
        preview.said().contains("No problems any more.")
    });
}

/// A preview in a namespace of its own where a limit of the system's is reached, so that nobody else runs
/// into it.
#[cfg(target_os = "linux")]
fn limited(disk: &OnDisk, limit: &str) -> Command {
    let mut command = Command::new("unshare");
    let reach = format!("echo 0 > /proc/sys/user/{limit}");
    command
        .args(["--user", "--map-root-user", "sh", "-c"])
        .arg(format!("{reach} && exec \"$0\" serve --port 0"))
        .arg(env!("CARGO_BIN_EXE_candor"))
        .current_dir(disk.root());
    command
}

#[cfg(target_os = "linux")]
#[test]
fn where_the_system_won_t_watch_it_looks_for_itself_and_says_so_once() {
    let may = Command::new("unshare")
        .args(["--user", "--map-root-user", "true"])
        .status();
    if !may.is_ok_and(|status| status.success()) {
        println!("left out: the system gives no namespace to a user");
        return;
    }
    let page = |words: &str| format!("+++\ntitle = \"Contact\"\n+++\n{words}\n");
    for (limit, setting) in [
        ("max_inotify_instances", "max_user_instances"),
        ("max_inotify_watches", "max_user_watches"),
    ] {
        let disk = Project::base()
            .with_bytes("content/contact.md", page("Write to us."))
            .on_disk();
        let preview = Preview::start(limited(&disk, limit));
        for number in 0..3 {
            let words = format!("Ring {number} times.");
            disk.write("content/contact.md", page(&words).as_bytes());
            preview.until("the edit is shown", |preview| {
                preview.get("/contact/").text().contains(&words)
            });
        }
        let said = preview.said();
        assert_eq!(said.matches("several times a second").count(), 1, "{said}");
        assert!(said.contains(setting), "{said}");
        assert!(!said.contains("No space left"), "{said}");
    }
}

#[test]
fn looking_writes_nothing() {
    let disk = Project::sample().on_disk();
    let before = tree(&disk.root());
    let preview = Preview::of(&disk, &[]);
    for path in [
        "/",
        "/changes/",
        "/nothing",
        "/-/state",
        "/-/draft",
        "/-/bar.js",
        "/-/as-of/2030-01-01/",
    ] {
        assert!(preview.get(path).status > 0);
    }
    drop(preview);
    assert!(tree(&disk.root()) == before);
}

#[test]
fn open_hands_the_address_to_the_browser() {
    let disk = Project::base().on_disk();
    let programs = disk.beside("programs");
    std::fs::create_dir(&programs).unwrap();
    let opened = disk.beside("opened");
    let script = programs.join("xdg-open");
    std::fs::write(
        &script,
        format!("#!/bin/sh\necho \"$1\" > {}\n", opened.display()),
    )
    .unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = disk.command(&["serve", "--port", "0", "--open"]);
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).env_remove("BROWSER");
    let preview = Preview::start(command);
    if cfg!(target_os = "linux") {
        preview.until("the browser is asked", |preview| {
            let text = std::fs::read_to_string(&opened).unwrap_or_default();
            text.trim() == preview.address
        });
    }
}

#[test]
fn without_a_project_it_says_so() {
    let disk = Project::default().on_disk();
    disk.candor(&["serve", "--port", "0"])
        .ends_with(2)
        .says(&["candor init"]);
    let root = disk.beside("nowhere");
    disk.candor(&["serve", "--port", "0", "--root", root.to_str().unwrap()])
        .ends_with(3)
        .says(&["nowhere"]);
}
