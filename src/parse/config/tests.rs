use super::*;
use crate::diagnostic::Checked;
use crate::source::Sources;

fn read(text: &str) -> (Checked<ConfigFile>, Sources) {
    let mut sources = Sources::new();
    let id = sources.insert("candor.toml", text.as_bytes());
    (parse(id, text), sources)
}

/// What is wrong, as `line:column message | label`.
fn problems(text: &str) -> Vec<String> {
    let (checked, sources) = read(text);
    let mut problems = checked.problems;
    crate::diagnostic::sort(&mut problems, &sources);
    problems
        .iter()
        .map(|problem| {
            let at = sources.position(problem.span);
            format!(
                "{}:{} {} | {}",
                at.line, at.column, problem.message, problem.label
            )
        })
        .collect()
}

const SITE: &str = "[site]\nid = \"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"\ntitle = \"Trust\"\n\
                    base_url = \"https://trust.nordlicht.example\"\n";

#[test]
fn the_least_configuration_has_every_default() {
    let (checked, _) = read(SITE);
    assert_eq!(checked.problems, []);
    let config = checked.value.config.unwrap();
    assert_eq!(
        config.site.base_url.as_str(),
        "https://trust.nordlicht.example/"
    );
    assert_eq!(config.site.language, "en");
    assert_eq!(config.site.time_zone.iana_name(), Some("UTC"));
    assert_eq!(config.site.index_links, IndexLinks::Folder);
    assert_eq!((config.notice.days, config.notice.slack), (30, 2));
    assert_eq!(config.notice.documents, DocumentNotice::Told);
    assert_eq!(config.register.group_by, GroupBy::Category);
    assert_eq!(config.theme.name, "default");
    assert!(config.products.is_empty() && config.security.is_none());
}

#[test]
fn every_key_has_its_effect() {
    let text = format!(
        "{SITE}company = \"Nordlicht GmbH\"\ndescription = \"Who helps us\"\nlanguage = \"de\"\n\
         time_zone = \"Europe/Berlin\"\nindex_links = true\n\
         [notice]\ndays = 14\nslack = 0\nobjection_days = 10\nsince = 2025-01-01\ndocuments = true\n\
         object_to = \"privacy@nordlicht.example\"\n[register]\ngroup_by = \"none\"\n\
         [processing]\ncolumns = [\"Purpose\", \"Data\"]\n\
         [products]\nserver = \"Server\"\ncloud = \"Cloud\"\n\
         [theme]\nname = \"acme\"\naccent = \"#0B57D0\"\nlogo = \"/logo.svg\"\n\
         [security]\ncontact = \"mailto:security@nordlicht.example\"\nexpires = 2027-11-23\n\
         policy = \"https://nordlicht.example/policy\"\n\
         [redirects]\n\"/old/\" = \"/new/\"\n\"/old.html\" = \"/\"\n"
    );
    let (checked, _) = read(&text);
    assert_eq!(checked.problems, []);
    let config = checked.value.config.unwrap();
    assert_eq!(config.site.company.as_deref(), Some("Nordlicht GmbH"));
    assert_eq!(config.site.description.as_deref(), Some("Who helps us"));
    assert_eq!(config.site.time_zone.iana_name(), Some("Europe/Berlin"));
    assert_eq!(config.site.index_links, IndexLinks::File);
    assert_eq!((config.notice.days, config.notice.slack), (14, 0));
    assert_eq!(config.notice.objection_days, Some(10));
    assert_eq!(config.notice.since, Date::parse("2025-01-01"));
    assert_eq!(config.notice.documents, DocumentNotice::WithNotice);
    assert_eq!(
        config.notice.object_to,
        Some(ObjectTo::Mail("privacy@nordlicht.example".into()))
    );
    assert_eq!(config.register.group_by, GroupBy::Nothing);
    let columns: Vec<&str> = config.columns.iter().map(|c| c.value.as_str()).collect();
    assert_eq!(columns, ["Purpose", "Data"]);
    let ids: Vec<&str> = config.products.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        ids,
        ["server", "cloud"],
        "the file's order, not the alphabet's"
    );
    assert_eq!(config.theme.accent.as_deref(), Some("#0b57d0"));
    assert_eq!(config.theme.logo.as_deref(), Some("logo.svg"));
    let security = config.security.unwrap();
    assert_eq!(
        security.contact[0].as_str(),
        "mailto:security@nordlicht.example"
    );
    assert_eq!(config.redirects["/old/"].value, "/new/");
    assert_eq!(config.redirects["/old.html"].value, "/");
}

#[test]
fn an_address_that_nobody_can_have_is_told() {
    let with = |address: &str| {
        let text = SITE.replace("https://trust.nordlicht.example", address);
        assert!(text.contains(address), "the sample's address");
        problems(&text)
    };
    for address in ["https://trust.example.com/", "http://EXAMPLE.org/trust/"] {
        let told = with(address);
        assert_eq!(told.len(), 1, "{address}: {told:?}");
        assert!(told[0].contains("still the address of an example"));
    }
    for address in [
        "https://trust.myexample.com/",
        "https://example.com.nordlicht.de/",
        "https://trust.example/",
        "http://localhost:8080/",
        "http://[::1]/",
    ] {
        assert_eq!(with(address), Vec::<String>::new(), "{address}");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let text = format!(
        "{SITE}titel = \"x\"\nlanguage = 7\ntime_zone = \"Europe/Berlim\"\n\
         [notice]\ndays = \"thirty\"\nslack = -1\nsince = 2026-02-30\nobject_to = \"nobody\"\n\
         [register]\ngroup_by = \"categories\"\n[processing]\ncolumns = \"Purpose\"\n\
         [products]\n\"My Cloud\" = \"Cloud\"\n[theme]\naccent = \"blue\"\n\
         [security]\ncontact = [\"security@nordlicht.example\"]\n\
         [redirects]\nold = \"/new/\"\n\"/a/\" = \"/b\"\n[feeds]\n[notise]\n"
    );
    let problems = problems(&text);
    for (problem, expected) in problems.iter().zip([
        "5:1 unknown key `titel` | did you mean `title`?",
        "6:12 `language` can't be a whole number | expected a text in quotation marks, found a whole number",
        "7:13 unknown time zone \"Europe/Berlim\" | did you mean \"Europe/Berlin\"?",
        "9:8 `days` can't be a text | expected a whole number, without quotation marks, found a text",
        "10:9 `slack` is out of range | expected a whole number from 0 to 3650",
        "11:9 `2026-02-30` is no day of the calendar | there is no such day; a day is written as 2026-11-23",
        "12:13 `object_to` is neither a mail address nor the address of a page | expected privacy@example.com or https://example.com/object",
        "14:12 unknown grouping \"categories\" | did you mean \"category\"?",
        "16:11 `columns` must be a list | expected a list, found a text",
        "18:1 \"My Cloud\" can't be a product's id | did you mean \"my-cloud\"?",
        "20:10 `accent` is no colour | expected # and six digits, such as \"#0b57d0\"",
        "21:1 `expires` is missing in `[security]` | expected `expires`",
        "22:12 this is no address to contact | did you mean \"mailto:security@nordlicht.example\"?",
        "24:1 `old` is no path of this site | expected a path that begins with /",
        "25:9 \"/b\" is no path of this site | expected a slash at the end, or a file's name with its ending",
        "26:2 unknown table `[feeds]` | nothing of this name is known here",
        "27:2 unknown table `[notise]` | did you mean `[notice]`?",
    ]) {
        assert_eq!(problem, expected);
    }
    assert_eq!(problems.len(), 17, "{problems:#?}");
}

#[test]
fn a_site_without_an_id_is_shown_the_line_to_paste() {
    let text = "[site]\ntitle = \"Trust\"\nbase_url = \"https://trust.nordlicht.example\"\n";
    let (checked, _) = read(text);
    assert!(checked.value.config.is_none());
    let [problem] = &checked.problems[..] else {
        panic!("{:?}", checked.problems)
    };
    assert_eq!(problem.message, "`id` is missing in `[site]`");
    let line = problem.help[0].lines().last().unwrap();
    let mended = text.replace("title", &format!("{line}\ntitle"));
    assert_eq!(read(&mended).0.problems, []);
}

#[test]
fn a_base_address_is_absolute_and_names_a_folder() {
    for (text, expected) in [
        (
            "https://trust.nordlicht.example/",
            "https://trust.nordlicht.example/",
        ),
        (
            "https://www.nordlicht.example/legal/trust",
            "https://www.nordlicht.example/legal/trust/",
        ),
        (
            "http://127.0.0.1:8123/preview/",
            "http://127.0.0.1:8123/preview/",
        ),
    ] {
        let url = BaseUrl::parse(text).unwrap();
        assert_eq!(url.as_str(), expected);
        assert_eq!(url.join("/changes/"), format!("{expected}changes/"));
    }
}

#[test]
fn what_is_no_base_address_is_named() {
    for (text, expected) in [
        (
            "trust.nordlicht.example",
            "the address has no scheme; did you mean https://trust.nordlicht.example/?",
        ),
        (
            "//trust.nordlicht.example/",
            "the address has no scheme; did you mean https://trust.nordlicht.example/?",
        ),
        (
            "localhost:8000",
            "the address has no scheme; did you mean https://localhost:8000/?",
        ),
        (
            "ftp://h/",
            "the scheme `ftp` isn't allowed in the address of a site",
        ),
        (
            "https:///x",
            "the empty host in `https:///x` isn't allowed in the address of a site",
        ),
        (
            "https://h/?a=b",
            "the query `?a=b` isn't allowed in the address of a site",
        ),
        (
            "https://h/#x",
            "the fragment `#x` isn't allowed in the address of a site",
        ),
        (
            "https://me@h/",
            "the user `me@` isn't allowed in the address of a site",
        ),
        (
            "https://h//x/",
            "the doubled slash `//` after the host isn't allowed in the address of a site",
        ),
        (
            "",
            "the address has no scheme; did you mean https://trust.example.com/?",
        ),
    ] {
        assert_eq!(BaseUrl::parse(text).unwrap_err().to_string(), expected);
    }
}
