use crate::command::rehearsal::{Desk, REGISTER, SUPPORT, date, id, on};
use crate::parse::overlay::Wish;
use crate::replay::record::{Decision, Relation, Renames};
use crate::replay::rules::Shortfall;

/// An entry that isn't in the register.
pub(super) const MIXPANEL: &str = "
# For the product team.
[[subprocessor]]
id = \"mixpanel\"
name = \"Mixpanel\"
website = \"https://mixpanel.com/\"
purpose = \"Usage analysis\"
locations = [\"NL\"]
";

type Edit = fn(&mut Desk);
type Choose = fn(&mut Decision);

#[test]
fn the_first_record_is_the_baseline_and_holds_everything_as_typed() {
    let mut desk = Desk::unrecorded();
    let folder = desk.record(&on("2026-01-05")).unwrap().folder;
    assert_eq!(folder, "content/changes/2026-01-05-first-publication");
    assert_eq!(
        desk.change_file("2026-01-05-first-publication"),
        "kind = \"baseline\"\nannounced = 2026-01-05\neffective = 2026-01-05\ntitle = \"First publication\"\n"
    );
    assert_eq!(
        desk.read(&format!("{folder}/subprocessors.toml")),
        REGISTER.trim_start_matches("# Our register.\n\n")
    );
    assert_eq!(
        desk.read(&format!("{folder}/processing/apps/support.md")),
        SUPPORT
    );
    assert_eq!(desk.draft(), [""; 0]);
}

#[test]
fn a_change_holds_the_amended_items_alone_with_their_comments() {
    let mut desk = Desk::new();
    desk.write(
        "content/subprocessors.toml",
        &format!("{REGISTER}{MIXPANEL}"),
    );
    desk.edit(
        "locations = [\"US\"]",
        "locations = [\"US\", \"IE\"]   # spring",
    );
    let recording = desk
        .record(&Decision {
            reason: Some("Closer to our customers".to_owned()),
            ..on("2026-11-23")
        })
        .unwrap();
    let folder = &recording.folder;
    let start = REGISTER.find("# Mail").unwrap();
    let end = REGISTER
        .find("\n[[subprocessor]]\nid = \"sentry\"")
        .unwrap();
    let mailchimp = REGISTER[start..end].replace(
        "locations = [\"US\"]",
        "locations = [\"US\", \"IE\"]   # spring",
    );
    assert_eq!(
        desk.read(&format!("{folder}/subprocessors.toml")),
        format!("{mailchimp}{MIXPANEL}")
    );
    assert_eq!(
        desk.read(&format!("{folder}/change.toml")),
        "\
kind = \"change\"
announced = 2026-11-23
effective = 2026-12-26
object_by = 2026-12-25
title = \"2 changes of sub-processors: Mailchimp and Mixpanel\"
reason = \"Closer to our customers\"
"
    );
    let files = desk.files.keys().filter(|path| path.starts_with(folder));
    assert_eq!(files.count(), 2);
    assert_eq!(desk.draft(), [""; 0]);
}

#[test]
fn what_is_recorded_follows_from_the_edit_and_the_decision() {
    let cases: &[(&str, Edit, Choose, &str)] = &[
        (
            "another place needs notice, and the slack is added to it",
            |desk| desk.edit("[\"DE\"]", "[\"DE\", \"IN\"]"),
            |_| {},
            "effective = 2026-12-26\nobject_by = 2026-12-25\ntitle = \"Sentry: location amended\"\n",
        ),
        (
            "a removal is told and may hold at once",
            Desk::drop_sentry,
            |_| {},
            "effective = 2026-11-23\ntitle = \"Sentry removed\"\nremoved = [\"sentry\"]\n",
        ),
        (
            "a document is removed by its kind and id",
            |desk| drop(desk.files.remove("content/processing/apps/support.md")),
            |_| {},
            "effective = 2026-11-23\ntitle = \"Customer support removed\"\nremoved = [\"processing/support\"]\n",
        ),
        (
            "a day later than the earliest is as good",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.effective = Some(date("2027-02-01")),
            "effective = 2027-02-01\nobject_by = 2027-01-31\ntitle = \"Sentry: location amended\"\n",
        ),
        (
            "a short notice says why, and customers can object for the whole time",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| {
                decision.effective = Some(date("2026-11-25"));
                decision.short_notice = Some("The old centre burnt down".to_owned());
            },
            "effective = 2026-11-25\nobject_by = 2026-12-23\ntitle = \"Sentry: location amended\"\nshort_notice = \"The old centre burnt down\"\n",
        ),
        (
            "a comma in a text can be editorial",
            |desk| {
                desk.edit_in(
                    "content/processing/apps/support.md",
                    "We help",
                    "We do help",
                )
            },
            |decision| decision.wish = Wish::Editorial,
            "effective = 2026-11-23\ntitle = \"Customer support: text amended\"\neditorial = true\n",
        ),
        (
            "what needs not be told can be",
            |desk| desk.edit("category = \"Mail\"", "category = \"Marketing\""),
            |decision| decision.wish = Wish::Tell,
            "effective = 2026-11-23\ntitle = \"Mailchimp: category amended\"\ntell = true\n",
        ),
    ];
    for (what, edit, choose, expected) in cases {
        let mut desk = Desk::new();
        edit(&mut desk);
        let mut decision = on("2026-11-23");
        choose(&mut decision);
        let recorded = desk.record(&decision);
        recorded.unwrap_or_else(|why| panic!("{what}: {why}"));
        let expected = format!("kind = \"change\"\nannounced = 2026-11-23\n{expected}");
        let written = desk.change_file(desk.newest().as_str());
        assert_eq!(written, expected, "{what}");
        assert_eq!(desk.draft(), [""; 0], "{what}");
    }
}

#[test]
fn a_refusal_says_why_and_the_ways_out() {
    let cases: &[(&str, Edit, Choose, &[&str])] = &[
        (
            "nothing to record",
            |_| {},
            |_| {},
            &["nothing to record", "content/subprocessors.toml"],
        ),
        (
            "too early",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.effective = Some(date("2026-12-01")),
            &[
                "shorter than 30 days",
                "Sentry is amended (locations)",
                "2026-12-24",
                "short_notice",
            ],
        ),
        (
            "editorial hides what must be told",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.wish = Wish::Editorial,
            &["can't be editorial", "Sentry"],
        ),
        (
            "an excuse for no breach",
            |desk| desk.edit("category = \"Mail\"", "category = \"Post\""),
            |decision| decision.short_notice = Some("Fire".to_owned()),
            &["needs no notice", "--reason"],
        ),
        (
            "an excuse, but for what",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.short_notice = Some("Fire".to_owned()),
            &["the notice isn't short", "--effective"],
        ),
        (
            "no such change",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.relation = Relation::Replaces(id("2026-01-05-first-publicaton")),
            &[
                "there is no change `2026-01-05-first-publicaton`",
                "did you mean `2026-01-05-first-publication`?",
            ],
        ),
        (
            "the baseline is no announcement",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.relation = Relation::Replaces(id("2026-01-05-first-publication")),
            &["can't be replaced"],
        ),
        (
            "before the log began",
            |desk| desk.edit("[\"DE\"]", "[\"FR\"]"),
            |decision| decision.announced = Some(date("2025-12-01")),
            &["2026-01-05-first-publication", "--announce 2026-01-05"],
        ),
        (
            "an id changed",
            |desk| desk.edit("id = \"sentry\"", "id = \"sentry-io\""),
            |_| {},
            &[
                "`sentry-io` is new, and `sentry` is gone",
                "id = \"sentry\"",
                "--not-a-rename",
            ],
        ),
        (
            "a file renamed",
            |desk| {
                let old = "content/processing/apps/support.md";
                let text = desk.files.remove(old).unwrap();
                desk.write("content/processing/helpdesk.md", &text);
            },
            |_| {},
            &[
                "`helpdesk` is new, and `support` is gone",
                "id = \"support\"",
            ],
        ),
    ];
    for (what, edit, choose, expected) in cases {
        let mut desk = Desk::new();
        edit(&mut desk);
        let mut decision = on("2026-11-23");
        choose(&mut decision);
        let before = desk.files.clone();
        let refusal = match desk.record(&decision) {
            Ok(recording) => panic!("{what}: recorded {:?}", recording.change),
            Err(refusal) => refusal,
        };
        for part in *expected {
            assert!(refusal.contains(part), "{what}: {part} isn't in\n{refusal}");
        }
        assert_eq!(desk.files, before, "{what}");
    }
}

#[test]
fn two_companies_under_two_ids_are_recorded_when_the_writer_says_so() {
    let mut desk = Desk::new();
    desk.edit("id = \"sentry\"", "id = \"sentry-io\"");
    desk.record(&Decision {
        renames: Renames::Declared,
        ..on("2026-11-23")
    })
    .unwrap();
    assert_eq!(desk.draft(), [""; 0]);
    assert_eq!(desk.newest(), id("2026-11-23-sentry-replaces-sentry"));
}

#[test]
fn moving_a_file_is_no_amendment() {
    let mut desk = Desk::new();
    let text = desk.files.remove("content/processing/apps/support.md");
    desk.write("content/processing/other/support.md", &text.unwrap());
    assert_eq!(desk.draft(), [""; 0]);
}

#[test]
fn a_taken_day_gets_an_order_and_a_taken_name_a_number() {
    let mut desk = Desk::new();
    let edits = [("DE", "FR"), ("FR", "IT"), ("IT", "ES")];
    for (from, to) in edits {
        desk.edit(&format!("[\"{from}\"]"), &format!("[\"{to}\"]"));
        desk.record(&on("2026-11-23")).unwrap();
    }
    let lines = |name: &str| {
        let lines = desk.change_file(name).lines();
        let order = lines.filter(|line| line.starts_with("order"));
        order.map(str::to_owned).collect::<Vec<_>>()
    };
    let name = "2026-11-23-sentry-location-amended";
    assert_eq!(lines(name), [""; 0]);
    assert_eq!(lines(&format!("{name}-2")), ["order = 1"]);
    assert_eq!(lines(&format!("{name}-3")), ["order = 2"]);
}

#[test]
fn a_wording_fix_takes_the_pending_day_of_its_item_and_says_so() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    desk.record(&on("2026-11-23")).unwrap();
    desk.edit("category = \"Diagnostics\"", "category = \"Analysis\"");
    let recording = desk.record(&on("2026-11-24")).unwrap();
    assert_eq!(recording.change.effective, date("2026-12-26"));
    let pending = recording.earliest.pending.unwrap();
    assert_eq!(pending.id, id("2026-11-23-sentry-location-amended"));
    // Named too early, the law of overtaking speaks, with both changes and both ways out.
    desk.edit("category = \"Analysis\"", "category = \"Monitoring\"");
    let refusal = desk
        .record(&Decision {
            effective: Some(date("2026-12-01")),
            ..on("2026-11-25")
        })
        .unwrap_err();
    for part in ["would overtake", "effective = 2026-12-26", "replaces = "] {
        assert!(refusal.contains(part), "{refusal}");
    }
}

#[test]
fn line_ends_stay_those_of_the_register() {
    let mut desk = Desk::new();
    desk.edit("[\"DE\"]", "[\"FR\"]");
    let windows = desk
        .read("content/subprocessors.toml")
        .replace('\n', "\r\n");
    desk.write("content/subprocessors.toml", &windows);
    let folder = desk.record(&on("2026-11-23")).unwrap().folder;
    let register = desk.read(&format!("{folder}/subprocessors.toml"));
    let ends = register.matches('\n').count();
    assert_eq!(ends, 8);
    assert_eq!(register.matches("\r\n").count(), ends);
    assert_eq!(desk.draft(), [""; 0]);
}

#[test]
fn who_hears_late_is_short_of_what_binding_terms_promise() {
    let earliest = date("2026-04-04");
    let notice = Some(Shortfall::Notice { earliest });
    let objection = Some(Shortfall::Objection {
        until: date("2026-03-17"),
        deadline: date("2026-03-18"),
    });
    let why = Some("The old one has closed down");
    // Announced on 1 March: with 30 days of notice, 1 April is early enough.
    for (terms, effective, why, heard, expected) in [
        ("", "2026-04-03", None, "2026-03-03", None),
        ("", "2026-04-03", None, "2026-03-04", notice),
        ("", "2026-03-20", why, "2026-03-04", None),
        (
            "since = 2026-03-01",
            "2026-04-03",
            None,
            "2026-03-04",
            notice,
        ),
        ("since = 2026-03-02", "2026-04-03", None, "2026-03-04", None),
        (
            "objection_days = 14",
            "2026-05-01",
            None,
            "2026-03-03",
            None,
        ),
        (
            "objection_days = 14",
            "2026-05-01",
            None,
            "2026-03-04",
            objection,
        ),
    ] {
        let mut desk = Desk::new();
        desk.edit_in(
            "candor.toml",
            "days = 30\n",
            &format!("days = 30\n{terms}\n"),
        );
        desk.write(
            "content/subprocessors.toml",
            &format!("{REGISTER}{MIXPANEL}"),
        );
        let decision = Decision {
            effective: Some(date(effective)),
            short_notice: why.map(str::to_owned),
            ..on("2026-03-01")
        };
        let change = desk.record(&decision).unwrap().change;
        let understood = desk.loaded().understood.unwrap();
        let shortfall = understood.history.terms().shortfall(&change, date(heard));
        assert_eq!(
            shortfall, expected,
            "{terms}: in force from {effective}, heard on {heard}"
        );
    }
}
