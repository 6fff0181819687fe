//! What a cell becomes, rule by rule.

use crate::lists::{check, check_row, import};

#[test]
fn what_says_nothing_leaves_its_field_absent() {
    for nothing in [
        "",
        "N/A",
        "none",
        "k. A.",
        "-",
        "–",
        "—",
        "TBD",
        "[to be confirmed]",
        "null",
    ] {
        let row = format!("Acme,{nothing},{nothing},{nothing},{nothing}");
        check_row("Vendor,Purpose,Location,Added on,Shoe size", &row, "");
    }
}

#[test]
fn a_part_of_a_cell_in_square_brackets_says_something() {
    check_row(
        "Vendor,Address",
        "Acme,\", [Willow]\"",
        "address = '[Willow]'",
    );
    check_row("Vendor,Address", "Acme,[Willow]", "");
}

#[test]
fn what_has_no_field_goes_under_its_heading() {
    check_row(
        "Vendor,Shoe size",
        "Acme,42",
        "extra = { shoe_size = '42' }",
    );
    check_row(
        "Vendor,riskTier",
        "Acme,low",
        "extra = { risk_tier = 'low' }",
    );
    check_row(
        "Vendor,DPA",
        "Acme,on request",
        "extra = { source_dpa = 'on request' }",
    );
    check_row(
        "Vendor,Website",
        "Acme,in the shop",
        "extra = { source_website = 'in the shop' }",
    );
    check_row(
        "Vendor,Since",
        "Acme,last spring",
        "extra = { source_since = 'last spring' }",
    );
    check_row(
        "Vendor,,Purpose",
        "Acme,blue,Mail",
        "purpose = 'Mail'\nextra = { column_2 = 'blue' }",
    );
    check_row(
        "Vendor,Purpose",
        "Acme,Mail,unheaded",
        "purpose = 'Mail'\nextra = { column_3 = 'unheaded' }",
    );
    let json = r#"[{"name": "Acme", "audited": true, "tags": ["a", "b"], "level": 1.10, "id": 7}]"#;
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\n[subprocessor.extra]\naudited = 'true'\ntags = 'a; b'\nlevel = '1.10'\nsource_id = '7'\n";
    check(
        "values of JSON",
        &import("a.json", json.replace("[{", r#"[{"purpose": "x"}, {"#)),
        expected,
    );
    check(
        "values of JSON",
        &import(
            "a.json",
            json.replace("\"audited\"", "\"purpose\": null, \"audited\""),
        ),
        expected,
    );
}

#[test]
fn names_stay_as_they_are_written() {
    for (name, id, kept) in [
        ("Zoë & Söhne GmbH", "zoe-sohne-gmbh", "Zoë & Söhne GmbH"),
        ("Acme*", "acme", "Acme"),
        ("Acme¹", "acme", "Acme"),
        ("Łódź Øre ßÆ", "lodz-ore-ssae", "Łódź Øre ßÆ"),
        ("As of", "as-of-2", "As of"),
        ("削除", "subprocessor", "削除"),
    ] {
        let list = format!("Vendor,Purpose\n{name},Mail\n");
        let expected =
            format!("[[subprocessor]]\nid = '{id}'\nname = '{kept}'\npurpose = 'Mail'\n");
        check(name, &import("a.csv", list), &expected);
    }
    let marked = "| Vendor | Purpose |\n|--|--|\n| **Acme** *Cloud* `x` | _Mail_ |\n";
    let expected =
        "[[subprocessor]]\nid = 'acme-cloud-x'\nname = 'Acme Cloud x'\npurpose = 'Mail'\n";
    check("markup", &import("a.md", marked), expected);
}

#[test]
fn foreign_ids_are_taken_where_they_say_something() {
    check_row("id,name,purpose", "acme,Acme,Mail", "purpose = 'Mail'");
    let list = "id,name,purpose\nacme-eu,Acme,Mail\n17,Acme,Chat\n";
    let expected = "[[subprocessor]]\nid = 'acme-eu'\nname = 'Acme'\n[[subprocessor.engagement]]\npurpose = 'Mail'\n[[subprocessor.engagement]]\npurpose = 'Chat'\n[subprocessor.extra]\nsource_id = '17'\n";
    check("ids", &import("a.csv", list), expected);
}

#[test]
fn several_lines_are_one_value() {
    let html = "<table><tr><th>Vendor</th><th>Purpose</th><th>Address</th><th>Description</th></tr>
        <tr><td>Acme</td><td><p>Mail</p><ul><li>and chat</li></ul></td>
        <td>Weg 1,<br>50667 Köln<br>E-Mail: a@acme.example</td><td>One<br>two</td></tr></table>";
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail and chat'\ndescription = 'One two'\naddress = 'Weg 1, 50667 Köln'\ncontact = 'a@acme.example'\n";
    check("lines", &import("a.html", html), expected);
}

#[test]
fn lists_are_split_at_what_the_cell_has() {
    let data = "Vendor,Data";
    check_row(data, "Acme,\"names, mails\"", "data = ['names', 'mails']");
    check_row(
        data,
        "Acme,\"names, first; mails.\"",
        "data = ['names, first', 'mails']",
    );
    check_row(
        data,
        "Acme,\"names (a, b), mails\"",
        "data = [{ category = 'names', note = 'a, b' }, 'mails']",
    );
    check_row(
        data,
        "Acme,\"names\nmails, all\"",
        "data = ['names', 'mails, all']",
    );
    check_row(
        "Vendor,Data subjects",
        "Acme,\"users (paying), guests\"",
        "data_subjects = ['users (paying)', 'guests']",
    );
    let json = r#"[{"name": "Acme", "data": {"Contact": ["name", "mail"], "Logs": []}}]"#;
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\ndata = [{ category = 'Contact', note = 'name, mail' }, 'Logs']\n";
    check("a map of lists", &import("a.json", json), expected);
}

#[test]
fn places_that_cannot_be_read_wholly_are_kept_too() {
    let header = "Vendor,Location of processing";
    check_row(
        header,
        "Acme,Germany (Frankfurt)",
        "locations = [{ country = 'DE', city = 'Frankfurt' }]",
    );
    check_row(
        header,
        "Acme,EU (AWS eu-west-1)",
        "locations = [{ country = 'IE', region = 'eu-west-1' }]\nextra = { location = 'EU (AWS eu-west-1)' }",
    );
    check_row(header, "Acme,Cologne", "extra = { location = 'Cologne' }");
    check_row(
        header,
        "Acme,\"United States (SCCs)\"",
        "locations = ['US']\ntransfer = ['scc']",
    );
    check_row(
        "Vendor,Sitz,Land",
        "Acme,Deutschland,Irland",
        "locations = ['IE']\naddress = 'Deutschland'",
    );
}

#[test]
fn grounds_of_transfer() {
    let header = "Vendor,Transfer mechanism";
    check_row(header, "Acme,DPF and SCCs", "transfer = ['dpf', 'scc']");
    check_row(header, "Acme,none required", "transfer = ['none']");
    check_row(
        header,
        "Acme,SCCs (Module 3)",
        "transfer = ['scc']\nextra = { transfer_mechanism = 'SCCs (Module 3)' }",
    );
    check_row(
        "Vendor,Transfer",
        "Acme,by pigeon",
        "extra = { source_transfer = 'by pigeon' }",
    );
    check_row(
        "Vendor,Drittlandübermittlung",
        "Acme,nein",
        "transfer = ['none']",
    );
    check_row("Vendor,Garantien", "Acme,s.o.", "");
}

#[test]
fn links_go_where_their_column_or_address_says() {
    check_row(
        "Vendor,Website",
        "Acme,acme.example",
        "website = 'https://acme.example'",
    );
    check_row(
        "Vendor,Contract",
        "Acme,https://acme.example/legal/dpa",
        "dpa = 'https://acme.example/legal/dpa'",
    );
    check_row(
        "Vendor,Link",
        "Acme,https://acme.example/sub-processors",
        "subprocessors_url = 'https://acme.example/sub-processors'",
    );
    check_row(
        "Vendor,Link",
        "Acme,https://acme.example/x",
        "extra = { link = 'https://acme.example/x' }",
    );
    let list = "| Vendor | Purpose | Documents |\n|--|--|--|\n| [Acme](https://acme.example/a) | Mail ([terms](https://acme.example/t)) | [DPA](https://acme.example/dpa) |\n";
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail (terms)'\nwebsite = 'https://acme.example/a'\ndpa = 'https://acme.example/dpa'\n[subprocessor.extra]\npurpose_link = 'https://acme.example/t'\n";
    check("links", &import("a.md", list), expected);
}

#[test]
fn conditions_are_known_by_their_words() {
    let header = "Vendor,Purpose,Notes";
    check_row(
        header,
        "Acme,Mail (only in the EU),",
        "purpose = 'Mail'\ncondition = 'only in the EU'",
    );
    check_row(
        header,
        "Acme,Mail (bulk),If SMS is on.",
        "purpose = 'Mail (bulk)'\ncondition = 'If SMS is on'",
    );
    check_row(
        header,
        "Acme,Mail (optional),Not in the free plan",
        "purpose = 'Mail'\ncondition = 'optional; Not in the free plan'",
    );
    check_row(
        header,
        "Acme,Mail,Fast",
        "purpose = 'Mail'\nextra = { notes = 'Fast' }",
    );
    check_row("Vendor,Optional", "Acme,No", "");
    check_row("Vendor,Optional", "Acme,Yes", "condition = 'Optional'");
    check_row(
        "Vendor,Optional?",
        "Acme,\"Yes, only with X.\"",
        "condition = 'Optional, only with X'",
    );
    let notes = "| Vendor | Purpose |\n|--|--|\n| Acme | Mail[^1][^2] |\n\n[^1]: Only for admins.\n[^2]: Since spring.\n";
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\ncondition = 'Only for admins'\n[subprocessor.extra]\nnote = 'Since spring.'\n";
    check("footnotes", &import("a.md", notes), expected);
}

#[test]
fn days_that_can_be_read_in_two_ways_are_kept_as_they_are() {
    check_row("Vendor,Added on", "Acme,2019-06-01", "since = 2019-06-01");
    check_row("Vendor,Seit", "Acme,1. März 2021", "since = 2021-03-01");
    check_row(
        "Vendor,Added on",
        "Acme,01/03/2021",
        "extra = { added_on = '01/03/2021' }",
    );
}

#[test]
fn a_name_in_two_columns_is_name_and_entity() {
    check_row(
        "Vendor,Legal entity",
        "Acme,Acme Holding SE",
        "entity = 'Acme Holding SE'",
    );
    check_row("Legal entity,Purpose", "Acme,Mail", "purpose = 'Mail'");
    check_row("Service,Vendor", "S3,Acme", "purpose = 'S3'");
    check_row(
        "Service,Vendor,Purpose",
        "S3,Acme,Files",
        "purpose = 'Files'\nextra = { service = 'S3' }",
    );
}
