//! What stands in a sheet beside its table, as exports have it.

use crate::lists::{check, import};

#[test]
fn a_spreadsheets_export_has_more_than_its_table() {
    let imported = import(
        "export.csv",
        "Anlage 2: Eingesetzte Unterauftragsverarbeiter;;;\r
Stand: 01.02.2026;;;\r
;;;\r
Firma;Zweck;Art der Daten;Ort der Verarbeitung\r
Acme GmbH;Mail;\"names\r
addresses\";Deutschland\r
;;;\r
Chat;;;\r
Beta;Chat;;USA, Irland\r
;;;\r
Hinweis: Änderungen werden 30 Tage vorher mitgeteilt.;;;\r
",
    );
    check(
        "a title, a section, a note",
        &imported,
        "
[[subprocessor]]
id = 'acme-gmbh'
name = 'Acme GmbH'
purpose = 'Mail'
data = ['names', 'addresses']
locations = ['DE']

[[subprocessor]]
id = 'beta'
name = 'Beta'
category = 'Chat'
purpose = 'Chat'
locations = ['US', 'IE']
",
    );
    let lines: Vec<usize> = imported.entries.iter().map(|e| e.origins[0].line).collect();
    assert_eq!(lines, [5, 9]);
    let [(_, remark)] = &imported.remarks[..] else {
        panic!("{:?}", imported.remarks);
    };
    assert_eq!(remark.line, Some(11));
    assert!(remark.text.contains("30 Tage vorher"), "{}", remark.text);
}

#[test]
fn names_alone_are_vendors_wherever_they_stand() {
    for (what, text) in [
        ("between others", "Vendor,Purpose\nAcme Inc.,\nBeta,Chat\n"),
        ("at the end", "Vendor,Purpose\nBeta,Chat\nAcme Inc.,\n"),
        (
            "long, at the end",
            "Vendor,Purpose\nBeta,Chat\n\"Acme Cloud Services of Ireland, Inc.\",\n",
        ),
        ("in one column", "Vendor\nBeta\n\nAcme Inc.\n"),
        (
            "in two lines each",
            "Vendor,Purpose\n\nBeta,Chat\n\nAcme Inc.,\n",
        ),
    ] {
        let imported = import("list.csv", text);
        let names = imported
            .entries
            .iter()
            .map(|e| e.subprocessor.name.as_str());
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        let found = matches!(names[..], [acme, "Beta"] if acme.starts_with("Acme"));
        assert!(found, "{what}: {names:?} {:?}", imported.remarks);
    }
}

#[test]
fn what_notion_exports_names_no_pages_of_notion() {
    let imported = import(
        "Vendors 3f2a9c1be0d14e8aa0b7c1d2e3f4a5b6.csv",
        "Name,Purpose,Data shared,DPA signed?,DPA link
Acme (https://www.notion.so/Acme-9c1b?pvs=21),Mail,\"Names (https://www.notion.so/Names-1f00), logs (https://www.notion.so/Logs-2e)\",Yes,https://acme.example/terms
Beta (https://beta.example/),Chat,,No,
",
    );
    check(
        "relations",
        &imported,
        "
[[subprocessor]]
id = 'acme'
name = 'Acme'
purpose = 'Mail'
data = ['Names', 'logs']
dpa = 'https://acme.example/terms'
[subprocessor.extra]
dpa_signed = 'Yes'

[[subprocessor]]
id = 'beta'
name = 'Beta'
purpose = 'Chat'
website = 'https://beta.example/'
[subprocessor.extra]
dpa_signed = 'No'
",
    );
    let remarks: Vec<&str> = imported
        .remarks
        .iter()
        .map(|(_, r)| r.text.as_str())
        .collect();
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert!(remarks[0].contains("pages of Notion"), "{remarks:?}");
}

#[test]
fn headings_may_stand_in_two_rows() {
    let expected = "
[[subprocessor]]
id = 'acme-gmbh'
name = 'Acme GmbH'
address = 'Berlin'
purpose = 'Mail'
data = ['names', 'addresses']
locations = ['DE']

[[subprocessor]]
id = 'beta'
name = 'Beta'
address = 'USA'
purpose = 'Chat'
locations = ['US', 'IE']
";
    let text = "Vendor;Processing;;Location;\n;Purpose;Personal data;Storage;Headquarters
Acme GmbH;Mail;names, addresses;Germany;Berlin\nBeta;Chat;;US, Ireland;USA\n";
    let imported = import("a.csv", text);
    check("in two rows", &imported, expected);
    let columns = imported.readings[0].columns.iter();
    let headings: Vec<&str> = columns.map(|(heading, _)| heading.as_str()).collect();
    assert_eq!(
        headings,
        [
            "Vendor",
            "Processing Purpose",
            "Processing Personal data",
            "Location Storage",
            "Location Headquarters"
        ]
    );
    // A column without a heading is no heading that reaches over others.
    let imported = import(
        "a.csv",
        "Vendor;Purpose;\nAcme;Mail;since May\nBeta;Chat;\n",
    );
    assert_eq!(imported.entries.len(), 2);
    let imported = import("a.csv", ";Purpose;Country\nAcme;Mail;DE\nBeta;Chat;US\n");
    assert_eq!(imported.entries.len(), 2);
}
