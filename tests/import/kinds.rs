//! What holds for one list holds for its kind: the same vendors in every shape and language.

use candor::content::Field;
use candor::import::{Imported, LeftOutWhy, Meaning, Settled, list};

use crate::lists::{check, import, source};

const ENGLISH: &str = "
[[subprocessor]]
id = 'acme-gmbh'
name = 'Acme GmbH'
purpose = 'Mail'
data = ['names', 'addresses']
locations = ['DE']
transfer = ['scc']

[[subprocessor]]
id = 'beta'
name = 'Beta'
purpose = 'Chat'
locations = ['US', 'IE']
";

/// The vendors of [`ENGLISH`], whatever the words of the list are.
#[track_caller]
fn same(what: &str, imported: &Imported) {
    check(what, imported, ENGLISH);
}

#[test]
fn tables_in_every_shape() {
    let header = "Vendor,Purpose,Data,Country,Transfers";
    for separator in [",", ";", "\t", "|"] {
        let row = |cells: &[&str]| cells.join(separator) + "\r\n";
        let text = row(&header.split(',').collect::<Vec<_>>())
            + &row(&[
                "Acme GmbH",
                "Mail",
                "\"names\naddresses\"",
                "Germany",
                "SCCs",
            ])
            + &row(&["Beta", "Chat", "", "US / Ireland", ""]);
        same(separator, &import("list.csv", text.clone()));
        let announced = format!("sep={separator}\r\n{text}");
        same("announced", &import("list.csv", announced));
    }
    same(
        "HTML with spans",
        &import(
            "a.html",
            "<table><tr><th rowspan=2>Vendor<th rowspan=2>Purpose<th colspan=2>Processing<th rowspan=2>Transfers</tr>
             <tr><th>Data<th>Country</tr>
             <tr><td>Acme GmbH<td>Mail<td><ul><li>names<li>addresses</ul><td>Germany<td>SCCs</tr>
             <tr><td>Beta<td>Chat<td>&ndash;<td>US, Ireland<td></tr></table>",
        ),
    );
    same(
        "Markdown",
        &import(
            "a.md",
            "Vendor | Purpose | Data | Country | Transfers\n---|---|---|---|---\nAcme GmbH | Mail | names<br>addresses | Germany | SCCs\nBeta | Chat | - | US, Ireland\n",
        ),
    );
    same(
        "a table that lies on its side",
        &import(
            "a.html",
            "<table><tr><th>Vendor<td>Acme GmbH<td>Beta</tr><tr><th>Purpose<td>Mail<td>Chat</tr><tr><th>Data<td>names, addresses<td></tr><tr><th>Country<td>Germany<td>US, Ireland</tr><tr><th>Transfers<td>SCCs<td></tr></table>",
        ),
    );
}

#[test]
fn records_in_every_shape() {
    same(
        "YAML",
        &import(
            "a.yml",
            "vendors:\n  - name: Acme GmbH\n    purpose: Mail\n    data: [names, addresses]\n    country: Germany\n    transfers: SCCs\n  - name: Beta\n    purpose: Chat\n    data: ~\n    country: [US, IE]\n",
        ),
    );
    same(
        "YAML by keys",
        &import(
            "a.yml",
            "Acme GmbH:\n  purpose: Mail\n  data: names, addresses\n  country: Germany\n  transfers: SCCs\nBeta:\n  purpose: Chat\n  country: US, IE\n",
        ),
    );
    same(
        "JSON lines",
        &import(
            "a.jsonl",
            "{\"vendor\": \"Acme GmbH\", \"purpose\": \"Mail\", \"data\": [\"names\", \"addresses\"], \"country\": \"Germany\", \"transfers\": [\"SCC\"]}\n{\"vendor\": \"Beta\", \"purpose\": \"Chat\", \"country\": [\"US\", \"IE\"]}\n",
        ),
    );
    same(
        "TSX",
        &import(
            "page.tsx",
            "import x from 'y';\nconst vendors: Vendor[] = [\n  { name: 'Acme GmbH', purpose: `Mail`, data: ['names', \"addresses\"], country: 'Germany', transfers: 'SCCs', logo: <Logo/> },\n  // the second\n  { name: 'Beta', purpose: 'Ch' + 'at', country: 'US, IE' },\n] as const;\nexport default () => <div>{vendors.map((v) => <p>{v.name}</p>)}</div>;\n"
                .replace(", logo: <Logo/>", ""),
        ),
    );
    same(
        "MDX",
        &import(
            "page.mdx",
            "# Sub-processors\n\nexport const vendors = [\n  { name: 'Acme GmbH', purpose: 'Mail', data: ['names', 'addresses'], country: 'Germany', transfers: 'SCCs' },\n  { name: 'Beta', purpose: 'Chat', country: 'US, IE' },\n]\n\n<Vendors list={vendors} />\n",
        ),
    );
}

#[test]
fn lists_without_a_table() {
    same(
        "a heading for each",
        &import(
            "a.html",
            "<h1>Sub-processors</h1><h2>Acme GmbH</h2><p>Purpose: Mail<br>Data: names, addresses<br>Country: Germany<br>Transfers: SCCs</p><h2>Beta</h2><p>Purpose: Chat<br>Country: US, Ireland</p>",
        ),
    );
    same(
        "definitions",
        &import(
            "a.html",
            "<h1>Sub-processors</h1><dl><dt>Name<dd>Acme GmbH<dt>Purpose<dd>Mail<dt>Data<dd>names, addresses<dt>Country<dd>Germany<dt>Transfers<dd>SCCs<dt>Name<dd>Beta<dt>Purpose<dd>Chat<dt>Country<dd>US, Ireland</dl>",
        ),
    );
    same(
        "bullets with bullets",
        &import(
            "a.md",
            "## Sub-processors\n\n- **Acme GmbH** – Mail\n  - Data: names, addresses\n  - Country: Germany\n  - Transfers: SCCs\n- **Beta** – Chat\n  - Country: US, Ireland\n",
        ),
    );
    for dash in [" – ", " — ", " - ", ": "] {
        let list = format!("## Our sub-processors\n\n- Acme{dash}Mail\n- Beta{dash}Chat\n");
        let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\n\n[[subprocessor]]\nid = 'beta'\nname = 'Beta'\npurpose = 'Chat'\n";
        check(dash, &import("a.md", list), expected);
    }
    check(
        "names alone",
        &import(
            "a.md",
            "We engage these sub-processors:\n\n1. Acme\n2. Beta Ltd.\n",
        ),
        "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\n\n[[subprocessor]]\nid = 'beta-ltd'\nname = 'Beta Ltd.'\n",
    );
}

#[test]
fn lines_that_stand_in_for_headings() {
    let hosting = |text: &str| {
        let expected = ENGLISH.replace("purpose =", "category = 'Hosting'\npurpose =");
        check(text, &import("a.md", text), &expected);
    };
    hosting(
        "# Sub-processors\n\n### Hosting\n\n**Acme GmbH**\n- **Purpose**: Mail\n- **Data**: names; addresses\n- **Country**: Germany\n- **Transfers**: SCCs\n\n**Beta**\n- **Purpose**: Chat\n- **Country**: US, Ireland\n\nWrite to us about any of them.\n",
    );
    hosting(
        "# Sub-processors\n\n### Hosting\n\n1. Acme GmbH\n- Purpose: Mail\n- Data: names; addresses\n- Country: Germany\n- Transfers: SCCs\n\n2. Beta\n- Purpose: Chat\n- Country: US, Ireland\n",
    );
    hosting(
        "# Sub-processors\n\n### Hosting\n\n#### 1. Acme GmbH\n\n**Provider:** Acme GmbH\n\n**Purpose:** Mail\n\n**Data:** names, addresses\n\n**Country:** Germany\n\n**Transfers:** SCCs\n\n#### 2. Beta\n\n**Provider:** Beta\n\n**Purpose:** Chat\n\n**Country:** US, Ireland\n",
    );
    let text = "# Sub-processors\n\n## Mail\n\n- Provider: Acme\n- Purpose: Sends it\n\n## Care\n\n- Provider: Beta\n- Purpose: Answers\n";
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\ncategory = 'Mail'\npurpose = 'Sends it'\n\n[[subprocessor]]\nid = 'beta'\nname = 'Beta'\ncategory = 'Care'\npurpose = 'Answers'\n";
    check("a label names the vendor", &import("a.md", text), expected);
}

#[test]
fn labels_with_their_values_below() {
    let text = "# Sub-processors\n\nAs of: 2026-01-01\n\nE-mail: us@home.example\n\n## 1. Acme\n\n**Address:**  \nAcme GmbH  \nWeg 1  \n50667 Köln\n\n**Purpose:**  \nMail\n\n**Country:** Germany\n\n## 2. Beta\n\n**Purpose:** Chat\n";
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\naddress = 'Acme GmbH, Weg 1, 50667 Köln'\npurpose = 'Mail'\nlocations = ['DE']\n\n[[subprocessor]]\nid = 'beta'\nname = 'Beta'\npurpose = 'Chat'\n";
    check("labels", &import("a.md", text), expected);
}

#[test]
fn a_table_that_a_script_draws() {
    let page = "export default function Page() {\n  return (\n    <table className=\"wide\">\n      <thead><tr><th className=\"a\">Vendor</th><th>Purpose</th><th>Data</th><th>Country</th><th>Transfers</th></tr></thead>\n      <tbody>\n        <tr><td>Acme{' '}GmbH</td><td>Mail</td><td>names, addresses</td><td>Germany</td><td>SCCs</td></tr>\n        <tr><td>Beta</td><td>Chat</td><td></td><td>US, Ireland</td><td></td></tr>\n        <tr><td>{vendor.name}</td><td>{vendor.purpose}</td></tr>\n      </tbody>\n    </table>\n  );\n}\n";
    same("JSX", &import("page.tsx", page));
}

#[test]
fn other_tables_of_a_contract_are_no_lists() {
    let text = "# Data processing agreement\n\n## 2. Purposes\n\n| Purpose | Legal basis |\n|--|--|\n| Billing | Contract |\n\n## 5. Recipients\n\n| Processing | Purpose | Recipient |\n|--|--|--|\n| Orders | Delivery | Post |\n\n## Annex A: Approved sub-processors\n\n| Sub-processor | Purpose | Data | Country | Transfers |\n|--|--|--|--|--|\n| Acme GmbH | Mail | names; addresses | Germany | SCCs |\n| Beta | Chat | | US, Ireland | |\n\n## Signatures\n\n| | Provider (Operator) | Client |\n|--|--|--|\n| **Name** | ____ | ____ |\n";
    let imported = import("dpa.md", text);
    same("one of four", &imported);
    assert_eq!(imported.left_out.len(), 3, "{:?}", imported.left_out);
}

#[test]
fn cards_of_a_page() {
    same(
        "cards",
        &import(
            "a.html",
            "<main><h1>Sub-processors</h1>
             <div class=card><h3>Acme GmbH</h3><dl><dt>Purpose</dt><dd>Mail</dd><dt>Data</dt><dd>names, addresses</dd><dt>Country</dt><dd>Germany</dd><dt>Transfers</dt><dd>SCCs</dd></dl></div>
             <div class=card><h3>Beta</h3><dl><dt>Purpose</dt><dd>Chat</dd><dt>Country</dt><dd>US, Ireland</dd></dl></div></main>",
        ),
    );
}

#[test]
fn german_and_french_in_other_encodings() {
    let german = "Unterauftragsverarbeiter;Zweck;Art der Daten;Land;Geeignete Garantien\r\nAcme GmbH;Mail;names, addresses;Deutschland;Standardvertragsklauseln\r\nBeta;Chat;k. A.;USA und Irland;entfällt\r\n";
    let french = "Sous-traitant ultérieur;Finalité;Données traitées;Pays;Garanties\r\nAcme GmbH;Mail;names, addresses;Allemagne;Clauses contractuelles types\r\nBeta;Chat;;États-Unis, Irlande;s.o.\r\n";
    for text in [german, french] {
        same("UTF-8", &import("a.csv", text));
        let western: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        let imported = import("a.csv", western);
        same("Windows-1252", &imported);
        assert_eq!(imported.remarks.len(), 1);
        let wide: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        same("UTF-16", &import("a.csv", wide));
    }
}

#[test]
fn affiliates_are_told_by_their_heading() {
    let expected = "[[subprocessor]]\nid = 'acme'\nname = 'Acme'\npurpose = 'Mail'\n\n[[subprocessor]]\nid = 'beta-ltd'\nname = 'Beta Ltd'\naffiliate = true\npurpose = 'Support'\n";
    for heading in [
        "Affiliates",
        "Our subsidiaries",
        "Verbundene Unternehmen",
        "Filiales",
    ] {
        let text = format!(
            "## Third-party sub-processors\n\n| Name | Purpose |\n|--|--|\n| Acme | Mail |\n\n## {heading}\n\n| Name | Purpose |\n|--|--|\n| Beta Ltd | Support |\n"
        );
        check(heading, &import("a.md", text), expected);
    }
    let json = r#"{"subprocessors": [{"name": "Acme", "purpose": "Mail"}], "affiliates": [{"name": "Beta Ltd", "purpose": "Support"}]}"#;
    check("JSON", &import("a.json", json), expected);
    let column = "Name,Purpose,Affiliate\nAcme,Mail,no\nBeta Ltd,Support,yes\n";
    check("a column", &import("a.csv", column), expected);
}

#[test]
fn a_table_of_cookies_is_no_list_unless_it_is_said_to_be() {
    const PAGE: &str = "
## Cookies we set

| Cookie | Provider | Purpose |
|---|---|---|
| _ga | Acme | Statistics |

## Service providers

| Company | What for | Cookies set |
|---|---|---|
| Beta | Chat | none |
";
    let names = |imported: &Imported| -> Vec<String> {
        let entries = imported.entries.iter();
        entries
            .map(|entry| entry.subprocessor.name.clone())
            .collect()
    };
    let imported = import("page.md", PAGE);
    assert_eq!(names(&imported), ["Beta"]);
    let why: Vec<&LeftOutWhy> = imported.left_out.iter().map(|left| &left.why).collect();
    assert_eq!(why, [&LeftOutWhy::Cookies]);
    let mut settled = Settled::default();
    settled.settle("Provider", Meaning::Field(Field::Name));
    let imported = list(&[&source("page.md", PAGE)], &settled).unwrap();
    assert_eq!(names(&imported), ["Acme", "Beta"]);
}

#[test]
fn a_list_that_came_over_the_clipboard_has_other_marks() {
    let imported = import(
        "pasted.txt",
        "Our sub-processors:\n\n  •\tAcme GmbH | Mail\n  • Beta | Chat\n",
    );
    check(
        "bullets",
        &imported,
        "
[[subprocessor]]
id = 'acme-gmbh'
name = 'Acme GmbH'
purpose = 'Mail'

[[subprocessor]]
id = 'beta'
name = 'Beta'
purpose = 'Chat'
",
    );
}

#[test]
fn links_below_a_name_are_said_under_their_words() {
    let expected = "
[[subprocessor]]
id = 'acme'
name = 'Acme'
description = 'Search.'
locations = ['US']
website = 'https://acme.example/'
dpa = 'https://acme.example/terms'

[[subprocessor]]
id = 'beta'
name = 'Beta'
locations = ['SE']
[subprocessor.extra]
status_page = 'https://status.beta.example/'
";
    let cards = "<h1>Trust</h1><h2>Our sub-processors</h2>
        <div><h3>Acme</h3><p>Search.</p><dl><dt>Location<dd>US</dl>
        <a href=https://acme.example/>Website</a> · <a href=https://acme.example/terms>DPA</a></div>
        <div><h3>Beta</h3><dl><dt>Location<dd>Sweden</dl>
        <p><a href=https://status.beta.example/>Status page</a></p></div>";
    check("cards", &import("a.html", cards), expected);
    let page = "# Trust\n\n## Our sub-processors\n\n### Acme\n\nSearch.\n\n- **Location:** US\n
[Website](https://acme.example/) · [DPA](https://acme.example/terms)\n\n### Beta\n\n- **Location:** Sweden\n
[Status page](https://status.beta.example/)\n";
    check("headings", &import("a.md", page), expected);
}
