//! Rows of one vendor: one entry, and as many engagements as there are.

use candor::import::Imported;

use crate::lists::{check, import};

fn csv(rows: &[&str]) -> Imported {
    import("list.csv", rows.join("\n"))
}

#[test]
fn rows_of_the_same_name_are_one_vendor_at_the_place_of_the_first() {
    let list = csv(&[
        "Vendor,Purpose,Website",
        "Acme,Mail,a.example",
        "Beta,Chat,",
        "Acme,Logs,b.example",
    ]);
    let expected = "
[[subprocessor]]
id = 'acme'
name = 'Acme'
website = 'https://a.example'
[[subprocessor.engagement]]
purpose = 'Mail'
[[subprocessor.engagement]]
purpose = 'Logs'
[subprocessor.extra]
other_website = 'https://b.example'

[[subprocessor]]
id = 'beta'
name = 'Beta'
purpose = 'Chat'
";
    check("one vendor", &list, expected);
}

#[test]
fn different_legal_entities_are_different_vendors() {
    let list = csv(&[
        "Vendor,Legal entity,Purpose",
        "Acme,Acme Inc.,Mail",
        "Acme,Acme Ltd.,Mail",
        "Acme,,Mail",
    ]);
    let expected = "
[[subprocessor]]
id = 'acme'
name = 'Acme'
entity = 'Acme Inc.'
purpose = 'Mail'

[[subprocessor]]
id = 'acme-2'
name = 'Acme'
entity = 'Acme Ltd.'
purpose = 'Mail'
";
    check("entities", &list, expected);
}

#[test]
fn names_that_differ_in_their_legal_form_need_something_in_common() {
    let apart = csv(&["Vendor,Purpose", "Acme Inc.,Mail", "Acme,Mail"]);
    assert_eq!(apart.entries.len(), 2);
    let same = csv(&[
        "Vendor,Purpose,Website",
        "Acme Inc.,Mail,acme.example",
        "Acme,Mail,acme.example",
    ]);
    let expected = "
[[subprocessor]]
id = 'acme-inc'
name = 'Acme Inc.'
purpose = 'Mail'
website = 'https://acme.example'
[subprocessor.extra]
also_named = 'Acme'
";
    check("legal forms", &same, expected);
    let others = csv(&[
        "Vendor,Purpose,Website",
        "Acme Mail,Mail,acme.example",
        "Acme Chat,Chat,acme.example",
    ]);
    assert_eq!(others.entries.len(), 2);
}

#[test]
fn headings_are_categories_unless_a_vendor_stands_under_several() {
    let table = |heading: &str, rows: &str| {
        format!("## {heading}\n\n| Vendor | Purpose | Country |\n|--|--|--|\n{rows}\n\n")
    };
    let categories =
        table("Hosting", "| Acme | Servers | DE |") + &table("Care", "| Acme | Tickets | DE |");
    let expected = "
[[subprocessor]]
id = 'acme'
name = 'Acme'
category = 'Hosting'
[[subprocessor.engagement]]
purpose = 'Servers'
locations = ['DE']
[[subprocessor.engagement]]
purpose = 'Tickets'
locations = ['DE']
[subprocessor.extra]
other_category = 'Care'
";
    check("categories", &import("a.md", categories), expected);
    let products = table("Cloud", "| Acme | Servers | DE |\n| Beta | Mail | FR |")
        + &table("Server", "| Acme | Servers | DE |");
    let expected = "
[[subprocessor]]
id = 'acme'
name = 'Acme'
purpose = 'Servers'
locations = ['DE']
products = ['cloud', 'server']

[[subprocessor]]
id = 'beta'
name = 'Beta'
purpose = 'Mail'
locations = ['FR']
products = ['cloud']
";
    let imported = import("a.md", products);
    check("products", &imported, expected);
    let declared: Vec<&str> = imported
        .products
        .iter()
        .map(|product| product.name.as_str())
        .collect();
    assert_eq!(declared, ["Cloud", "Server"]);
}

#[test]
fn equal_rows_under_no_heading_are_for_all_products() {
    let list = "| Vendor | Purpose |\n|--|--|\n| Acme | Mail |\n\n## Cloud\n\n| Vendor | Purpose |\n|--|--|\n| Acme | Mail |\n\n## Server\n\n| Vendor | Purpose |\n|--|--|\n| Acme | Mail |\n";
    check(
        "all",
        &import("a.md", list),
        "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\n",
    );
}

#[test]
fn engagements_get_an_id_where_their_purposes_are_alike() {
    let list = csv(&[
        "Vendor,Purpose,Country",
        "Acme,Mail,DE",
        "Acme,mail,FR",
        "Acme,Mail!,IE",
        "Acme,Chat,IE",
    ]);
    let expected = "
[[subprocessor]]
id = 'acme'
name = 'Acme'
[[subprocessor.engagement]]
purpose = 'Mail'
locations = ['DE']
[[subprocessor.engagement]]
id = 'mail-2'
purpose = 'mail'
locations = ['FR']
[[subprocessor.engagement]]
id = 'mail-3'
purpose = 'Mail!'
locations = ['IE']
[[subprocessor.engagement]]
purpose = 'Chat'
locations = ['IE']
";
    check("ids", &list, expected);
}

#[test]
fn several_files_are_one_list() {
    use candor::import::{Settled, list};
    let a = crate::lists::source("a.csv", "Vendor,Purpose\nAcme,Mail\n");
    let b = crate::lists::source(
        "b.json",
        r#"[{"name": "Acme", "purpose": "Mail", "website": "acme.example"}]"#,
    );
    let imported = list(&[&a, &b], &Settled::default()).unwrap();
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\nwebsite = 'https://acme.example'\n";
    check("files", &imported, expected);
    let broken = crate::lists::source("c.json", "{");
    let unread = list(&[&a, &broken], &Settled::default()).unwrap_err();
    assert_eq!(unread.0.len(), 1);
}
