use super::*;
use crate::content::{Area, ProductId, TransferMechanism};
use crate::parse::config::Product;
use crate::source::Sources;

fn cloud() -> Vec<Product> {
    vec![Product {
        id: ProductId::new("cloud").unwrap(),
        name: "Cloud".into(),
    }]
}

fn read(text: &str, tense: Tense<'_>) -> (Register, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::new();
    let source = sources.insert("content/subprocessors.toml", text.as_bytes());
    let checked = parse(source, text, tense);
    let mut problems = checked.problems;
    crate::diagnostic::sort(&mut problems, &sources);
    (checked.value, problems, sources)
}

fn said(problem: &Diagnostic, sources: &Sources) -> String {
    let at = sources.position(problem.span);
    let text = format!("{}:{} {}", at.line, at.column, problem.message);
    match problem.label.as_str() {
        "" => text,
        label => format!("{text} | {label}"),
    }
}

/// What is wrong in a working register, as `line:column message | label`.
fn problems(text: &str) -> Vec<String> {
    let products = cloud();
    let tense = Tense::Present {
        products: Some(&products),
    };
    let (_, problems, sources) = read(text, tense);
    problems.iter().map(|p| said(p, &sources)).collect()
}

/// What is wrong with one entry that is fine but for `lines`, which begin in line 5.
fn problems_of(lines: &str) -> Vec<String> {
    problems(&format!("{ENTRY}{lines}\n"))
}

const ENTRY: &str = "[[subprocessor]]\nid = \"aws\"\nname = \"AWS\"\npurpose = \"Hosting\"\n";

#[test]
fn an_entry_says_all_there_is_to_say() {
    let text = "[[subprocessor]]\nid = \"aws\"\nname = \"  AWS \"\nentity = \"Amazon SARL\"\n\
        affiliate = true\ncategory = \"Cloud\"\ndescription = \"\"\"\nRuns *all*.\n\"\"\"\naddress = \"Luxembourg\"\n\
        contact = \"\"\nwebsite = \"https://aws.example\"\ndpa = \"https://aws.example/dpa\"\n\
        subprocessors_url = \"https://aws.example/s\"\nsince = 2025-01-01\npurpose = \"Hosting\"\n\
        condition = \"while used\"\ndata = [\"names\", { category = \"contact details\", note = \"hashed\" }]\n\
        data_subjects = [\"users\"]\n\
        locations = [\"DE\", \"EU\", { country = \"US\", city = \"Boston\", region = \"us-1\", role = \"access\" }]\n\
        transfer = [\"scc\", \"dpf\"]\nproducts = [\"cloud\"]\n[subprocessor.extra]\nowner = \"Team\"\n";
    let products = cloud();
    let tense = Tense::Present {
        products: Some(&products),
    };
    let (register, problems, _) = read(text, tense);
    assert_eq!(problems, []);
    let entry = &register.entries[0];
    assert_eq!((entry.id.as_str(), entry.name.as_str()), ("aws", "AWS"));
    assert_eq!(entry.entity.as_deref(), Some("Amazon SARL"));
    assert!(entry.affiliate);
    assert_eq!(entry.description.as_ref().unwrap().text(), "Runs *all*.");
    let place = entry.description.as_ref().unwrap().place().0.range();
    assert_eq!(&text[place], "Runs *all*.");
    assert_eq!(entry.contact, None, "an empty text counts as absent");
    assert_eq!(
        entry.dpa.as_ref().unwrap().as_str(),
        "https://aws.example/dpa"
    );
    assert_eq!(entry.since.unwrap().to_string(), "2025-01-01");
    assert_eq!(entry.extra["owner"], "Team");
    assert_eq!(&text[entry.place.0.range()], text.trim_end());
    let [engagement] = &entry.engagements[..] else {
        panic!("{:?}", entry.engagements)
    };
    assert_eq!(engagement.id.as_str(), "hosting");
    assert_eq!(engagement.data[1].note.as_deref(), Some("hashed"));
    assert_eq!(engagement.locations[1].area, Area::Eu);
    assert_eq!(engagement.locations[2].city.as_deref(), Some("Boston"));
    assert_eq!(
        engagement.transfer,
        [TransferMechanism::Scc, TransferMechanism::Dpf]
    );
    assert_eq!(engagement.products[0].as_str(), "cloud");
}

#[test]
fn engagements_have_tables_of_their_own() {
    let text = "[[subprocessor]]\nid = \"aws\"\nname = \"AWS\"\n[[subprocessor.engagement]]\npurpose = \"Hosting\"\n\
        [[subprocessor.engagement]]\nid = \"mail\"\npurpose = \"Sending mail\"\nlocations = [\"IE\"]\n";
    let (register, problems, _) = read(text, Tense::Past);
    assert_eq!(problems, []);
    let ids = register.entries[0]
        .engagements
        .iter()
        .map(|e| e.id.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["hosting", "mail"]);
}

/// The trap of a line typed at the end of an entry, with its neighbours, in one run and in order.
#[test]
fn a_fact_that_went_astray_is_found() {
    let text = r#"[[subprocessor]]
id = "posthorn"
name = "Posthorn Mail"
purpose = "Transactional mail"

[subprocessor.extra]
owner = "Team Mail"
location = "Hamburg"
locations = ["US"]
transfers = "dpf"
team = ["Mail"]

[[subprocessor]]
id = "wolkenlager"
name = "Wolkenlager"
purpose = "Hosting"
loactions = ["DE"]
Website = "https://wolkenlager.example"
dpa = "wolkenlager.example/dpa"
transfer = ["dfp"]
data = [{ category = "contact details", notes = "after opt-in" }]

[[sub-processor]]
id = "third"
name = "Third"
purpose = "Lost"

[[subprocessor]]
id = "posthorn"
name = "Again"
purpose = "Same id"
"#;
    assert_eq!(
        problems(text),
        [
            "9:1 `locations` is a field of the entry itself, not one of your own | move it above the `[subprocessor.extra]` line",
            "10:1 `transfers` looks like `transfer` | did you mean `transfer` of the entry?",
            "11:8 `team` can't be a list | expected a text in quotation marks, found a list",
            "17:1 unknown key `loactions` | did you mean `locations`?",
            "18:1 unknown key `Website` | did you mean `website`?",
            "19:7 `dpa` is no address of a page | did you mean `https://wolkenlager.example/dpa`?",
            "20:13 unknown transfer ground \"dfp\" | did you mean \"dpf\"?",
            "21:41 unknown key `notes` | did you mean `note`?",
            "23:3 unknown table `[[sub-processor]]` | did you mean `[[subprocessor]]`?",
            "29:6 the id \"posthorn\" is already used | first used in line 2",
        ]
    );
}

#[test]
fn a_line_below_an_engagement_belongs_to_it() {
    let text = "[[subprocessor]]\nid = \"a\"\nname = \"A\"\nlocations = [\"DE\"]\n\
        [[subprocessor.engagement]]\npurpose = \"Mail\"\n[[subprocessor.engagement]]\npurpose = \"mail!\"\n\
        website = \"https://a.example\"\n";
    assert_eq!(
        problems(text),
        [
            "4:1 `locations` stands in the entry and so do engagements | move it into the engagement that it belongs to",
            "7:1 two engagements of this entry have the id \"mail\" | the first is in line 5",
            "9:1 `website` is a field of the entry itself, not of an engagement | move it above the first `[[subprocessor.engagement]]` line",
        ]
    );
}

#[test]
fn an_entry_without_id_is_shown_the_line_to_paste() {
    let text = "[[subprocessor]]\nname = \"Amazon Web Services\"\npurpose = \"Hosting\"\n";
    let (register, problems, _) = read(text, Tense::Present { products: None });
    let [problem] = &problems[..] else {
        panic!("{problems:?}")
    };
    assert_eq!(problem.help, ["add the line\nid = \"amazon-web-services\""]);
    assert_eq!((register.entries.len(), register.nameless), (0, 1));
}

#[test]
fn each_field_says_what_it_expects() {
    for (lines, expected) in [
        (
            "locations = \"DE\"",
            "5:13 `locations` must be a list | expected a list, found a text",
        ),
        (
            "locations = [\"UK\"]",
            "5:14 unknown location \"UK\" | did you mean \"GB\"?",
        ),
        (
            "locations = [\"de\"]",
            "5:14 unknown location \"de\" | did you mean \"DE\"?",
        ),
        (
            "locations = [\"Germany\"]",
            "5:14 unknown location \"Germany\" | did you mean \"DE\"?",
        ),
        (
            "locations = [\"Deutschland\"]",
            "5:14 unknown location \"Deutschland\" | did you mean \"DE\"?",
        ),
        (
            "locations = [\"eu\"]",
            "5:14 unknown location \"eu\" | did you mean \"EU\"?",
        ),
        (
            "locations = [\"USA\"]",
            "5:14 unknown location \"USA\" | did you mean \"US\"?",
        ),
        (
            "locations = [\"Global\"]",
            "5:14 unknown location \"Global\" | did you mean \"worldwide\"?",
        ),
        (
            "locations = [\"Atlantis\"]",
            "5:14 unknown location \"Atlantis\" | expected the two letters of a country, such as \"DE\"",
        ),
        (
            "locations = [{ city = \"Bonn\" }]",
            "5:14 `country` is missing in `locations` | expected `country`",
        ),
        (
            "locations = [{ country = \"DE\", role = \"host\" }]",
            "5:39 unknown role \"host\" | did you mean \"hosting\"?",
        ),
        (
            "data = [\"\"]",
            "5:9 `data` has an empty text | leave it out",
        ),
        (
            "data = [7]",
            "5:9 `data` can't be a whole number | expected a text in quotation marks, found a whole number",
        ),
        (
            "products = [\"clod\"]",
            "5:13 unknown product \"clod\" | did you mean \"cloud\"?",
        ),
        (
            "affiliate = \"yes\"",
            "5:13 `affiliate` can't be a text | expected true or false, without quotation marks, found a text",
        ),
        (
            "since = 2026-03-01T10:00:00Z",
            "5:9 `since` is a day, without a time | write 2026-03-01",
        ),
        (
            "since = \"2026-03-01\"",
            "5:9 `since` is a day, not a text | leave out the quotation marks: since = 2026-03-01",
        ),
        (
            "since = 2026-02-30",
            "5:9 `2026-02-30` is no day of the calendar | there is no such day; a day is written as 2026-11-23",
        ),
        (
            "website = \"https:///a.example/x\"",
            "5:11 `website` is no address of a page | did you mean `https://a.example/x`?",
        ),
        (
            "website = \"ftp://a.example\"",
            "5:11 `website` is no address of a page | expected an address that begins with https://",
        ),
        (
            "id = \"b\"",
            "5:1 `id` is given twice | leave out one of the two",
        ),
        (
            "extra = \"x\"",
            "5:9 `extra` can't be a text | expected a table: keys below a heading in brackets, found a text",
        ),
        (
            "description = \"\\u0007bell\"",
            "5:16 the character U+0007 is left out | no feed can hold it; delete it here",
        ),
    ] {
        assert_eq!(problems_of(lines), [expected], "{lines}");
    }
}

#[test]
fn required_texts_and_ids_are_checked() {
    for (text, expected) in [
        (
            "[[subprocessor]]\nid = \"as-of\"\nname = \"A\"\npurpose = \"x\"",
            "2:6 \"as-of\" is reserved and can't be a sub-processor's id | choose another",
        ),
        (
            "[[subprocessor]]\nid = \"My Cloud\"\nname = \"A\"\npurpose = \"x\"",
            "2:6 \"My Cloud\" can't be a sub-processor's id | did you mean \"my-cloud\"?",
        ),
        (
            "[[subprocessor]]\nid = \"a\"\nname = \" \"\npurpose = \"x\"",
            "3:8 `name` is empty | expected a text here",
        ),
        (
            "[[subprocessor]]\nid = \"a\"\nname = \"A\"",
            "1:1 `purpose` is missing in `[[subprocessor]]` | expected `purpose`",
        ),
        (
            "[subprocessor]\nid = \"a\"\nname = \"A\"\npurpose = \"x\"",
            "1:2 an entry begins with a line `[[subprocessor]]` | expected `[[subprocessor]]`, with two brackets on each side",
        ),
        (
            "subprocessor = [{ id = \"a\" }]",
            "1:1 an entry begins with a line `[[subprocessor]]` | expected `[[subprocessor]]`, with two brackets on each side",
        ),
    ] {
        assert_eq!(problems(text), [expected], "{text}");
    }
}

#[test]
fn the_past_is_not_linted() {
    let text = "[[subprocessor]]\nid = \"a\"\nname = \"A\\u0007\"\npurpose = \"x\"\nproducts = [\"gone\"]\n\
        [subprocessor.extra]\nlocations = \"Bonn\"\ntransfers = \"x\"\n";
    let (register, problems, _) = read(text, Tense::Past);
    assert_eq!(problems, []);
    assert_eq!(register.entries[0].name, "A");
    assert_eq!(register.entries[0].extra.len(), 2);
    let working = read(
        text,
        Tense::Present {
            products: Some(&[]),
        },
    )
    .1;
    assert_eq!(working.len(), 4, "{working:?}");
}

/// One slip breaks one entry; the others are still checked, and nothing follows from the slip itself.
#[test]
fn a_fault_of_syntax_is_said_once_for_each_entry() {
    let good = "[[subprocessor]]\nid = \"good\"\nname = \"Good\"\npurpose = \"x\"\n";
    for (slip, expected) in [
        (
            "name: \"Bad\"",
            "3:5 a key and its value are joined by `=`, not by `:` | expected `=`",
        ),
        (
            "name = \"Bad",
            "3:11 this text isn't closed | the closing quotation mark is missing",
        ),
        (
            "name = Bad",
            "3:8 a text stands in quotation marks | no quotation marks",
        ),
        (
            "name = “Bad”",
            "3:8 these quotation marks are typographic | a text stands between straight ones: \"",
        ),
        (
            "name = \"B\\ad\"",
            "3:11 a backslash has a meaning of its own here | for the character itself write two: \\\\",
        ),
        (
            "just words",
            "3:5 this line can't be read | expected a line of the form: key = \"value\"",
        ),
        (
            "name = \"a\u{0}b\"",
            "3:10 the control character U+0000 can't stand in a text | delete it: it is invisible in most editors",
        ),
        (
            "locations = [\"DE\"",
            "3:13 `[` is opened here and never closed | the closing `]` is missing",
        ),
        (
            "name = \"\"\"Bad",
            "3:8 `\"\"\"` is opened here and never closed | the closing `\"\"\"` is missing",
        ),
        (
            "locations = [{ country = \"DE\" ]",
            "3:13 `[` is opened here and never closed | the closing `]` is missing",
        ),
    ] {
        let text = format!("[[subprocessor]]\nid = \"bad\"\n{slip}\npurpose = \"x\"\n\n{good}");
        let (register, problems, sources) = read(&text, Tense::Present { products: None });
        let said: Vec<String> = problems.iter().map(|p| said(p, &sources)).collect();
        assert_eq!(said[..1], [expected], "{slip}");
        assert!(register.broken, "{slip}");
        assert!(
            register
                .entries
                .iter()
                .all(|entry| entry.id.as_str() == "good")
        );
        assert!(said.len() <= 2, "{said:?}");
    }
}

#[test]
fn an_entry_with_errors_is_unreadable_and_not_gone() {
    let text = format!(
        "{ENTRY}website = 7\n\n[[subprocessor]]\nid = \"b\"\nname = \"B\"\npurpose = \"x\"\n"
    );
    let (register, ..) = read(&text, Tense::Present { products: None });
    assert_eq!(register.entries.len(), 1);
    assert_eq!(register.unreadable[0].as_str(), "aws");
    assert!(!register.broken);
}

#[test]
fn places_are_right_behind_a_byte_order_mark_and_wide_characters() {
    let text = format!(
        "\u{feff}{}wibsite = \"ß\"\n",
        ENTRY.replace('\n', "\r\n").replace("AWS", "日本")
    );
    assert_eq!(
        problems(&text),
        ["5:1 unknown key `wibsite` | did you mean `website`?"]
    );
}
