//! What stands at the site's addresses: the bytes that `build` would write.

use crate::client::Preview;
use crate::support::{DAY, OnDisk, Project, tree};

const EDITED: &str = "content/processing/all-apps/support.md";

/// Holds every file of a build against what the preview has at its address.
fn is_what_is_built(disk: &OnDisk, arguments: &[&str], beyond: &str) {
    let output = disk.beside("site");
    let mut build = vec!["build", "--as-of", DAY, "--output"];
    let place = output.to_str().unwrap().to_owned();
    build.push(&place);
    build.extend(arguments);
    disk.candor(&build).succeeds();
    let preview = Preview::of(disk, &["--as-of", DAY]);
    let mut pages = 0;
    for (path, bytes) in tree(&output) {
        if path.ends_with('/') || path.starts_with(".candor") {
            continue;
        }
        let address = format!(
            "{beyond}{}",
            path.strip_suffix("index.html").unwrap_or(&path)
        );
        let answer = preview.get(&address);
        assert_eq!(answer.status, 200, "{address}");
        let is_redirect = String::from_utf8_lossy(&answer.body).contains("http-equiv=\"refresh\"");
        if answer.header("content-type").starts_with("text/html") && !is_redirect {
            pages += 1;
            let (page, _) = answer.parted();
            assert!(page == bytes, "{address} is another page");
            assert!(
                preview.get(&format!("{beyond}{path}")).parted().0 == bytes,
                "{path}"
            );
        } else {
            assert!(answer.body == bytes, "{address} is another file");
        }
        let text = String::from_utf8_lossy(&bytes);
        for trace in ["/-/", "127.0.0.1", "localhost", "candor-bar"] {
            assert!(!text.contains(trace), "{trace} is published in {path}");
        }
    }
    assert!(pages > 20, "{pages} pages");
}

#[test]
fn without_a_draft_it_shows_what_build_publishes() {
    is_what_is_built(&Project::sample().on_disk(), &[], "/");
}

#[test]
fn a_draft_is_shown_as_build_draft_shows_it() {
    let draft =
        Project::sample().edit(EDITED, "Purpose of processing", "Purpose of the processing");
    is_what_is_built(&draft.on_disk(), &["--draft"], "/");
}

#[test]
fn a_site_below_a_folder_lies_there() {
    let below = Project::sample().edit(
        "candor.toml",
        "https://trust.tidewren.example/",
        "https://tidewren.example/trust/",
    );
    let disk = below.on_disk();
    is_what_is_built(&disk, &[], "/trust/");
    let preview = Preview::of(&disk, &[]);
    assert!(preview.address.ends_with("/trust/"), "{}", preview.address);
    for (from, to) in [
        ("/", "/trust/"),
        ("/trust", "/trust/"),
        ("/trust/changes", "/trust/changes/"),
    ] {
        let answer = preview.get(from);
        assert_eq!(
            (answer.status, answer.header("location")),
            (307, to),
            "{from}"
        );
    }
    assert_eq!(preview.get("/changes/").status, 404);
}

#[test]
fn another_day_has_an_address_of_its_own() {
    let disk = Project::base().on_disk();
    let preview = Preview::of(&disk, &["--as-of", DAY]);
    let output = disk.beside("later");
    let place = output.to_str().unwrap();
    disk.candor(&[
        "build",
        "--draft",
        "--as-of",
        "2099-01-01",
        "--output",
        place,
    ])
    .succeeds();
    let built = std::fs::read(output.join("subprocessors/index.html")).unwrap();
    let later = preview.get("/-/as-of/2099-01-01/subprocessors/");
    assert!(later.parted().0 == built);
    assert_eq!(later.data("day"), "2099-01-01");
    assert_eq!(later.data("root"), "/-/as-of/2099-01-01/");
    assert!(preview.get("/subprocessors/").parted().0 != built);
    let folder = preview.get("/-/as-of/2099-01-01");
    assert_eq!(
        (folder.status, folder.header("location")),
        (307, "/-/as-of/2099-01-01/")
    );
    assert_eq!(preview.get("/-/as-of/2099-02-31/").status, 404);
}

#[test]
fn where_nothing_is_the_theme_says_so() {
    let disk = Project::base().on_disk();
    let preview = Preview::of(&disk, &[]);
    let missing = preview.get("/no/such/page/");
    assert_eq!(missing.status, 404);
    let page = missing.text();
    assert!(
        page.contains("href=\"/assets/site."),
        "its stylesheet is the preview's: {page}"
    );
    for path in ["/processing", "/changes"] {
        let folder = preview.get(path);
        assert_eq!(
            (folder.status, folder.header("location")),
            (307, format!("{path}/").as_str())
        );
    }
}

#[test]
fn no_path_leads_to_the_disk() {
    let disk = Project::base().on_disk();
    disk.write("secret.txt", b"the secret");
    disk.write("content/static/open.txt", b"open");
    let preview = Preview::of(&disk, &[]);
    assert_eq!(preview.get("/open.txt").text(), "open");
    for path in [
        "/secret.txt",
        "/candor.toml",
        "/../secret.txt",
        "/../project/secret.txt",
        "/./secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/assets/../../secret.txt",
        "/open.txt/../../../secret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "//secret.txt",
        "/%00",
        "/open.txt%00",
        "/static/open.txt",
        "/content/static/open.txt",
        "/content/subprocessors.toml",
        "/themes/default/assets/site.css",
        "/-/../secret.txt",
        "/-/as-of/2026-11-24/../../../secret.txt",
        "/-/as-of/../secret.txt",
        "/%ff%fe",
    ] {
        let answer = preview.get(path);
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        let text = String::from_utf8_lossy(&answer.body);
        for told in ["the secret", "[site]", "root:", "[[subprocessor]]"] {
            assert!(!text.contains(told), "{path} tells {told}");
        }
    }
}

#[test]
fn heads_parts_and_conditions_are_answered_rightly() {
    let disk = Project::base().on_disk();
    disk.write("content/static/letters.txt", b"abcdefghij");
    let preview = Preview::of(&disk, &[]);
    for path in [
        "/",
        "/letters.txt",
        "/changes/rss.xml",
        "/-/bar.js",
        "/nothing",
    ] {
        let (whole, head) = (preview.get(path), preview.ask("HEAD", path, &[], ""));
        assert_eq!(head.status, whole.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(
            head.header("content-length"),
            whole.body.len().to_string(),
            "{path}"
        );
        for name in ["content-type", "etag", "content-security-policy"] {
            assert_eq!(head.header(name), whole.header(name), "{path}: {name}");
        }
        assert_eq!(whole.header("cache-control"), "no-store");
        assert_eq!(whole.header("x-content-type-options"), "nosniff");
        assert_eq!(whole.header("access-control-allow-origin"), "");
    }
    let path = "/letters.txt";
    let tag = preview.get(path).header("etag").to_owned();
    let known = preview.ask("GET", path, &[("If-None-Match", &tag)], "");
    assert_eq!((known.status, known.body.len()), (304, 0));
    for (range, status, body, place) in [
        ("bytes=0-2", 206, "abc", "bytes 0-2/10"),
        ("bytes=-3", 206, "hij", "bytes 7-9/10"),
        ("bytes=8-", 206, "ij", "bytes 8-9/10"),
        ("bytes=20-30", 416, "", "bytes */10"),
        ("bytes=1-2,4-5", 200, "abcdefghij", ""),
    ] {
        let part = preview.ask("GET", path, &[("Range", range)], "");
        assert_eq!(part.status, status, "{range}");
        assert_eq!(part.text(), body, "{range}");
        assert_eq!(part.header("content-range"), place, "{range}");
    }
    let outdated = preview.ask(
        "GET",
        path,
        &[("Range", "bytes=0-2"), ("If-Range", "\"old\"")],
        "",
    );
    assert_eq!(outdated.text(), "abcdefghij");
}

#[test]
fn what_isn_t_asked_rightly_is_told_how() {
    let preview = Preview::of(&Project::base().on_disk(), &[]);
    for (method, path, allowed) in [
        ("POST", "/", "GET, HEAD"),
        ("PUT", "/changes/", "GET, HEAD"),
        ("DELETE", "/nothing", "GET, HEAD"),
        ("OPTIONS", "/", "GET, HEAD"),
        ("POST", "/-/events", "GET,HEAD"),
        ("GET", "/-/record", "POST"),
    ] {
        let answer = preview.ask(method, path, &[], "");
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, allowed),
            "{method} {path}"
        );
    }
}

#[test]
fn a_project_that_can_t_be_read_is_shown_with_its_problems_and_heals() {
    let disk = Project::base().on_disk();
    let config = Project::base().text("candor.toml");
    disk.write("candor.toml", b"[site\ntitle = 1\n");
    let preview = Preview::of(&disk, &[]);
    let unready = preview.get("/changes/");
    assert_eq!(unready.status, 503);
    assert!(
        unready.text().contains("candor.toml:1"),
        "{}",
        unready.text()
    );
    disk.write("candor.toml", config.as_bytes());
    preview.until("the site is there", |preview| {
        preview.get("/changes/").status == 200
    });
    preview.until("it is said", |preview| {
        preview.said().contains("No problems any more.")
    });
}
