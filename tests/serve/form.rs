//! The bar's form, and what customers will be told.

use serde_json::{Value, json};

use crate::client::{Answer, Preview};
use crate::support::{OnDisk, Project, tree};

const REGISTER: &str = "content/subprocessors.toml";

/// The base project with another sub-processor in the working files.
fn drafted() -> OnDisk {
    let register = Project::base().text(REGISTER);
    let more = "\n[[subprocessor]]\nid = \"seeblick\"\nname = \"Seeblick & Co\"\npurpose = \"Backups\"\nlocations = [\"FR\"]\n";
    Project::base()
        .with_bytes(REGISTER, register + more)
        .on_disk()
}

/// What the preview's own page sends.
fn send(preview: &Preview, path: &str, form: &Value) -> Answer {
    let page = preview.get("/");
    let mut form = form.clone();
    let known = form.as_object_mut().unwrap();
    known
        .entry("run")
        .or_insert_with(|| page.data("run").into());
    let edition: u64 = page.data("edition").parse().unwrap();
    known.entry("edition").or_insert_with(|| edition.into());
    let origin = format!("http://127.0.0.1:{}", preview.port);
    let headers = [
        ("Origin", origin.as_str()),
        ("X-Candor-Token", &page.data("token")),
        ("Content-Type", "application/json"),
    ];
    preview.ask("POST", path, &headers, &form.to_string())
}

#[test]
fn what_is_shown_is_what_goes_out() {
    let disk = drafted();
    // What is live before.
    let sound = Project::base().on_disk();
    sound.candor(&["build", "--quiet"]).succeeds();
    let live = sound.root().join("public/changes.json");
    let preview = Preview::of(&disk, &[]);
    let form = json!({ "title": "Seeblick joins", "reason": "A second place for <backups>" });
    let told = send(&preview, "/-/told", &form).json();
    let change = &told["change"];
    assert_eq!(change["title"], "Seeblick joins", "{told}");
    let done = send(&preview, "/-/record", &form);
    assert_eq!(done.status, 200, "{}", done.text());
    let folder = change["folder"].as_str().unwrap();
    let said = done.json()["said"].as_str().unwrap().to_owned();
    assert!(
        said.starts_with(&format!("Recorded “Seeblick joins” in {folder}\n")),
        "{said}"
    );
    assert!(disk.root().join(folder).join("change.toml").exists());
    preview.until("there is no draft any more", |preview| {
        preview.state()["amendments"] == 0
    });
    assert!(preview.get("/changes/").text().contains("Seeblick joins"));

    disk.candor(&["build", "--quiet"]).succeeds();
    let rss = std::fs::read_to_string(disk.root().join("public/changes/rss.xml")).unwrap();
    let feed = feed_rs::parser::parse(rss.as_bytes()).unwrap();
    let item = &feed.entries[0];
    assert_eq!(
        item.title.as_ref().unwrap().content,
        change["item"]["title"].as_str().unwrap()
    );
    assert_eq!(
        item.summary.as_ref().unwrap().content.trim(),
        change["item"]["html"].as_str().unwrap().trim()
    );
    assert_eq!(item.links[0].href, change["item"]["link"].as_str().unwrap());
    for (format, key) in [("text", "text"), ("html", "html")] {
        let mail = disk
            .candor(&[
                "announce",
                "--published",
                live.to_str().unwrap(),
                "--format",
                format,
            ])
            .succeeds();
        assert_eq!(mail.out, change["mail"][key].as_str().unwrap(), "{format}");
    }
}

#[test]
fn the_record_is_that_of_the_command_line() {
    let (by_form, by_hand) = (drafted(), drafted());
    let preview = Preview::of(&by_form, &[]);
    let before = tree(&by_form.root());
    send(&preview, "/-/told", &json!({ "reason": "Why" }));
    preview.get("/-/draft");
    assert!(tree(&by_form.root()) == before, "looking writes nothing");
    let done = send(
        &preview,
        "/-/record",
        &json!({ "reason": "Why", "kind": "rule" }),
    );
    assert_eq!(done.status, 200, "{}", done.text());
    let recorded = by_hand.candor(&["record", "--reason", "Why"]).succeeds();
    assert!(tree(&by_form.root()) == tree(&by_hand.root()));
    assert_eq!(done.json()["said"], recorded.out + &recorded.err);
}

#[test]
fn a_refusal_is_said_in_the_same_words() {
    let disk = drafted();
    let preview = Preview::of(&disk, &[]);
    let before = tree(&disk.root());
    let today = preview.state()["today"].as_str().unwrap().to_owned();
    for (form, arguments) in [
        (
            json!({ "effective": today }),
            vec!["record", "--effective", &today],
        ),
        (
            json!({ "kind": "editorial" }),
            vec!["record", "--editorial"],
        ),
        (
            json!({ "short_notice": "Why" }),
            vec!["record", "--short-notice", "Why"],
        ),
    ] {
        let refused = send(&preview, "/-/record", &form);
        assert_eq!(refused.status, 422, "{form}");
        let by_hand = disk.candor(&arguments);
        assert_ne!(by_hand.code, Some(0), "{form}");
        assert_eq!(refused.json()["said"], by_hand.out + &by_hand.err, "{form}");
        let told = send(&preview, "/-/told", &form).json();
        assert_eq!(told["refused"], refused.json()["said"], "{form}");
    }
    assert!(tree(&disk.root()) == before);
}

#[test]
fn a_site_that_can_t_be_built_is_refused_in_the_same_words_too() {
    let disk = drafted();
    let preview = Preview::of(&disk, &[]);
    disk.write(
        "content/contact.md",
        b"+++\ntitle = \"Contact\"\n+++\n\n[Gone](gone.md)\n",
    );
    preview.until("the error is told", |preview| {
        preview.state()["problems"]["errors"] == 1
    });
    assert_eq!(preview.state()["amendments"], 1);
    // What would be recorded is shown all the same, as `status` does.
    let draft = preview.get("/-/draft").json();
    assert!(
        draft["html"].as_str().unwrap().contains("Seeblick"),
        "{draft}"
    );
    let by_hand = disk.candor(&["record", "--reason", "Why"]);
    assert_eq!(by_hand.code, Some(1));
    let form = json!({ "reason": "Why" });
    let refused = send(&preview, "/-/record", &form);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["said"], by_hand.out + &by_hand.err);
    let told = send(&preview, "/-/told", &form).json();
    assert_eq!(told["refused"], refused.json()["said"]);
}

#[test]
fn only_the_preview_s_own_page_may_write() {
    let disk = drafted();
    let preview = Preview::of(&disk, &[]);
    let before = tree(&disk.root());
    let page = preview.get("/");
    let form = json!({ "run": page.data("run"), "edition": 1 }).to_string();
    let origin = format!("http://127.0.0.1:{}", preview.port);
    let token = page.data("token");
    let (own, secret) = (
        ("Origin", origin.as_str()),
        ("X-Candor-Token", token.as_str()),
    );
    let (text, json) = (
        ("Content-Type", "text/plain"),
        ("Content-Type", "application/json"),
    );
    let other = ("Origin", "http://evil.example");
    for (headers, status) in [
        (vec![], 403),
        (vec![json], 403),
        (vec![own, json], 403),
        (vec![secret, json], 403),
        (vec![other, secret, json], 403),
        (vec![own, ("X-Candor-Token", ""), json], 403),
        (vec![own, ("X-Candor-Token", "0000"), json], 403),
        (vec![own, secret, text], 415),
    ] {
        for path in ["/-/record", "/-/told"] {
            let answer = preview.ask("POST", path, &headers, &form);
            assert_eq!(answer.status, status, "{headers:?}");
        }
    }
    for wrong in [
        "",
        "{",
        "[]",
        "{\"edition\": 1}",
        &form.replace('}', ",\"more\":1}"),
    ] {
        let answer = preview.ask("POST", "/-/record", &[own, secret, json], wrong);
        assert_eq!(answer.status, 400, "{wrong}");
    }
    assert!(tree(&disk.root()) == before);
}

#[test]
fn a_draft_that_is_another_by_now_isn_t_recorded() {
    let disk = drafted();
    let preview = Preview::of(&disk, &[]);
    let register = std::fs::read_to_string(disk.root().join(REGISTER)).unwrap();
    disk.write(
        REGISTER,
        register.replace("[\"FR\"]", "[\"FR\", \"US\"]").as_bytes(),
    );
    preview.until("it is shown", |preview| preview.state()["edition"] == 2);
    let before = tree(&disk.root());
    for form in [json!({ "edition": 1 }), json!({ "run": "another" })] {
        let answer = send(&preview, "/-/record", &form);
        assert_eq!(answer.status, 409, "{form}");
        let said = answer.json()["said"].as_str().unwrap().to_owned();
        assert!(said.contains("edited after this form was shown"), "{said}");
    }
    assert!(tree(&disk.root()) == before);
    assert_eq!(send(&preview, "/-/record", &json!({})).status, 200);
}
