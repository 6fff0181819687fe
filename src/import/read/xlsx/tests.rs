//! Workbooks are made here by hand: a ZIP archive with the parts that a test is about.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use super::*;
use crate::import::table::{Cell, Table};

/// A ZIP archive of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut checksum = Crc::new();
        checksum.update(bytes);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        let at = u32::try_from(archive.len()).unwrap();
        let mut facts = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        facts.extend(checksum.sum().to_le_bytes());
        facts.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        facts.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        facts.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        facts.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = u32::try_from(archive.len()).unwrap();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([0; 4]);
    archive.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    archive.extend(at.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd.mm.yyyy\"/></numFmts>\
    <fonts><font/><font><b/></font><font><strike/></font></fonts>\
    <cellXfs><xf/><xf fontId=\"1\"/><xf fontId=\"2\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>";

/// A workbook of these sheets: name, state, XML of the sheet.
fn workbook(sheets: &[(&str, &str, &str)], shared: &str) -> Vec<u8> {
    let list: String = (1..)
        .zip(sheets)
        .map(|(n, (name, state, _))| {
            format!("<sheet name=\"{name}\" sheetId=\"{n}\" state=\"{state}\" r:id=\"s{n}\"/>")
        })
        .collect();
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations: String = (1..=sheets.len())
        .map(|n| format!("<Relationship Id=\"s{n}\" Type=\"{kind}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    let relations = format!(
        "<Relationships>{relations}<Relationship Id=\"x\" Type=\"{kind}/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"y\" Type=\"{kind}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>"
    );
    let links = format!(
        "<Relationships><Relationship Id=\"l\" Type=\"{kind}/hyperlink\" Target=\"https://acme.example/\" TargetMode=\"External\"/>\
         <Relationship Id=\"c\" Type=\"{kind}/comments\" Target=\"../comments1.xml\"/></Relationships>"
    );
    let names: Vec<String> = (1..=sheets.len())
        .map(|n| format!("xl/worksheets/sheet{n}.xml"))
        .collect();
    let list = format!("<workbook><workbookPr/><sheets>{list}</sheets></workbook>");
    let mut files: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", list.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", links.as_bytes()),
    ];
    for (name, (.., sheet)) in names.iter().zip(sheets) {
        files.push((name, sheet.as_bytes()));
    }
    zip(&files)
}

fn read(bytes: &[u8]) -> Shape {
    super::read(bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// A sheet with these rows of inline texts.
fn sheet(rows: &[&[&str]]) -> String {
    let mut text = String::from("<worksheet><sheetData>");
    for row in rows {
        text += "<row>";
        for cell in *row {
            text += &format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>");
        }
        text += "</row>";
    }
    text + "</sheetData></worksheet>"
}

/// A table as lines: headings, columns, rows.
fn lines(table: &Table) -> Vec<String> {
    let headings: Vec<&str> = table
        .headings
        .iter()
        .map(|heading| heading.text.as_str())
        .collect();
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{column:?}"))
        .collect();
    let mut lines = vec![
        headings.join(" > "),
        columns.join(" ").replace("Headed", ""),
    ];
    for row in &table.rows {
        let cells: Vec<String> = row.cells.iter().map(Cell::written).collect();
        lines.push(format!("{}: {}", row.line, cells.join(" | ")));
    }
    lines
}

#[test]
fn a_sheet_is_a_table_under_its_name() {
    let bytes = workbook(
        &[
            (
                "Hosting",
                "visible",
                &sheet(&[&["Name", "Purpose"], &["Acme", "Servers"]]),
            ),
            ("Secret", "hidden", &sheet(&[&["Name"], &["Nobody"]])),
            (
                "Sheet3",
                "visible",
                &sheet(&[&["Name", "Purpose"], &["Beta", "Mail"]]),
            ),
        ],
        "",
    );
    let shape = read(&bytes);
    assert_eq!(
        lines(&shape.tables[0]),
        ["Hosting", "(\"Name\") (\"Purpose\")", "2: Acme | Servers"]
    );
    assert_eq!(
        lines(&shape.tables[1]),
        ["", "(\"Name\") (\"Purpose\")", "2: Beta | Mail"]
    );
    assert_eq!(shape.tables[0].headings[0].rank, Rank::Section);
    let remarks: Vec<&str> = shape
        .remarks
        .iter()
        .map(|remark| remark.text.as_str())
        .collect();
    assert_eq!(
        remarks,
        [
            "the comments of the sheet “Hosting” were left out",
            "the sheet “Secret” is hidden and was left out"
        ]
    );
}

#[test]
fn cells_say_what_they_show() {
    let sheet = "<worksheet><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"str\"><v>Share</v></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\" s=\"3\"><v>46349</v></c><c r=\"C3\" s=\"4\"><v>0.5</v></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"s\" s=\"2\"><v>0</v></c><c r=\"B4\"><v>0.30000000000000004</v></c><c r=\"C4\" t=\"b\"><v>1</v></c></row>\
        <row r=\"5\"><c r=\"A5\" t=\"str\"><f>HYPERLINK(\"https://beta.example\",\"B\")</f><v>Beta</v></c><c r=\"C5\" t=\"d\"><v>2026-01-02T00:00:00</v></c></row>\
        </sheetData><hyperlinks><hyperlink ref=\"A3\" r:id=\"l\"/></hyperlinks></worksheet>";
    let shared = "<sst><si><t>Na</t><rPh><t>x</t></rPh></si><si><t>Si&#110;ce &amp; when</t></si>\
        <si><r><t>Acme_x000D_\nInc.</t></r><r><rPr><strike/></rPr><t> old</t></r><r><rPr><strike val=\"0\"/></rPr><t> new</t></r></si></sst>";
    let shape = read(&workbook(&[("List", "visible", sheet)], shared));
    let table = &shape.tables[0];
    assert_eq!(
        lines(table),
        [
            "List",
            "(\"Na\") (\"Since & when\") (\"Share\")",
            "3: Acme Inc. new | 2026-11-23 | 50%",
            "4:  | 0.3 | TRUE",
            "5: Beta |  | 2026-01-02",
        ]
    );
    let pieces = &table.rows[0].cells[0].pieces;
    assert_eq!(pieces[3], Piece::Struck(" old".to_owned()));
    assert_eq!(
        table.rows[0].cells[0].links().next(),
        Some(("Acme", "https://acme.example/"))
    );
    assert!(table.rows[1].cells[0].is_struck());
    assert_eq!(
        table.rows[2].cells[0].links().next(),
        Some(("Beta", "https://beta.example"))
    );
}

#[test]
fn merged_cells_count_in_all_their_rows_and_hidden_ones_in_none() {
    let sheet = "<worksheet><cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"str\"><v>Vendors</v></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"str\"><v>as of today.</v></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"str\"><v>Name</v></c><c r=\"B4\" t=\"str\"><v>Purpose</v></c><c r=\"C4\" t=\"str\"><v>Price</v></c></row>\
        <row r=\"5\"><c r=\"A5\" t=\"str\"><v>Acme</v></c><c r=\"B5\" t=\"str\"><v>Servers</v></c><c r=\"C5\"><v>100</v></c></row>\
        <row r=\"6\"><c r=\"B6\" t=\"str\"><v>Backup</v></c></row>\
        <row r=\"7\" hidden=\"1\"><c r=\"A7\" t=\"str\"><v>Gone</v></c></row>\
        <row r=\"8\"><c r=\"A8\" t=\"str\"><v>Mail</v></c></row>\
        <row r=\"9\"><c r=\"A9\" t=\"str\"><v>Beta</v></c><c r=\"B9\" t=\"str\"><v>Letters</v></c></row>\
        <row r=\"11\"><c r=\"A11\" t=\"str\"><v>Last changed in May</v></c></row>\
        </sheetData><mergeCells><mergeCell ref=\"A5:A6\"/><mergeCell ref=\"A8:B8\"/></mergeCells></worksheet>";
    let shape = read(&workbook(&[("Tabelle1", "visible", sheet)], ""));
    let heads = "(\"Name\") (\"Purpose\")";
    assert_eq!(
        lines(&shape.tables[0]),
        ["Vendors", heads, "5: Acme | Servers", "6: Acme | Backup"]
    );
    assert_eq!(shape.tables[0].lead_in.as_deref(), Some("as of today."));
    assert_eq!(
        lines(&shape.tables[1]),
        ["Vendors > Mail", heads, "9: Beta | Letters"]
    );
    let remarks: Vec<&str> = shape
        .remarks
        .iter()
        .map(|remark| remark.text.as_str())
        .skip(1)
        .collect();
    assert_eq!(
        remarks,
        [
            "row 7 of the sheet “Tabelle1” is hidden and was left out",
            "column C of the sheet “Tabelle1” is hidden and was left out",
            "“Last changed in May” stands alone below a table and was left out",
        ]
    );
}

#[test]
fn merged_headings_go_on_in_the_row_below_and_a_sentence_ends_a_table() {
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"str\"><v>{text}</v></c>");
    let cells = [
        ["A1=Vendor", "B1=Processing", "D1=Seat", "E1=Transfer"].as_slice(),
        &["B2=Purpose", "C2=Data"],
        &["A3=Infrastructure"],
        &["A4=Acme", "B4=Servers", "C4=Names", "D4=Berlin", "E4=none"],
        &["A6=We tell you thirty days before."],
        &["A7=Plan", "B7=Price"],
        &["A8=Team", "B8=9"],
        &["A9=All prices are net."],
    ];
    let rows = cells.iter().map(|row| {
        let cells = row.iter().filter_map(|cell| cell.split_once('='));
        let number = row[0].get(1..2).unwrap();
        let cells: String = cells.map(|(at, text)| cell(at, text)).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    });
    let rows: String = rows.collect();
    let merged = ["A1:A2", "B1:C1", "D1:D2", "E1:E2", "A3:E3", "A9:E9"];
    let merged = merged.map(|range| format!("<mergeCell ref=\"{range}\"/>"));
    let sheet = format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells>{}</mergeCells></worksheet>",
        merged.concat()
    );
    let shape = read(&workbook(&[("Sheet1", "visible", &sheet)], ""));
    assert_eq!(
        lines(&shape.tables[0]),
        [
            "Infrastructure",
            "(\"Vendor\") (\"Processing Purpose\") (\"Processing Data\") (\"Seat\") (\"Transfer\")",
            "4: Acme | Servers | Names | Berlin | none",
        ]
    );
    let remarks: Vec<usize> = shape
        .remarks
        .iter()
        .filter_map(|remark| remark.line)
        .collect();
    assert_eq!(remarks, [6, 9]);
    assert_eq!(
        lines(&shape.tables[1]),
        ["Infrastructure", "(\"Plan\") (\"Price\")", "8: Team | 9"]
    );
}

fn refused(bytes: &[u8], words: &str) {
    let error = super::read(bytes).unwrap_err();
    let said = format!("{} | {}", error.message, error.help);
    assert!(said.contains(words), "{said}");
}

#[test]
fn what_is_no_workbook_is_refused() {
    refused(b"", "isn't a whole XLSX workbook");
    refused(b"PK\x03\x04", "isn't a whole XLSX workbook");
    refused(b"\xd0\xcf\x11\xe0", "protected by a password");
    refused(
        &zip(&[("word/document.xml", b"<w/>")]),
        "isn't a whole XLSX workbook",
    );
    let whole = workbook(&[("List", "visible", &sheet(&[&["Name"], &["Acme"]]))], "");
    for end in (0..whole.len()).step_by(7) {
        refused(&whole[..end], "isn't a whole XLSX workbook");
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let zeros = vec![b' '; zip::LARGEST + 1];
    refused(
        &zip(&[("xl/workbook.xml", &zeros)]),
        "unpacked, the workbook has more than 64 MB",
    );
}

#[test]
fn a_text_named_by_many_cells_is_refused() {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(100);
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    refused(
        &workbook(&[("List", "visible", &sheet)], &shared),
        "64 MB of text",
    );
}

#[test]
fn a_sheet_as_wide_and_long_as_can_be_is_refused_or_costs_nothing() {
    let corner = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Name</v></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>Acme</v></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>";
    assert_eq!(
        read(&workbook(&[("List", "visible", corner)], "")).tables[0].rows[0].line,
        1_048_576
    );
    let wide: String = (1..100)
        .map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\" t=\"str\"><v>x</v></c></row>"))
        .collect();
    let wide = format!("<worksheet><sheetData>{wide}</sheetData></worksheet>");
    refused(
        &workbook(&[("List", "visible", &wide)], ""),
        "more than 500000 cells",
    );
}

#[test]
fn deep_or_declared_xml_is_no_danger() {
    let deep = format!("<worksheet>{}", "<a>".repeat(100_000));
    let deep = format!("{deep}{}</worksheet>", "</a>".repeat(100_000));
    assert_eq!(
        read(&workbook(&[("List", "visible", &deep)], "")).tables,
        []
    );
    let declared =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    refused(
        &workbook(&[("List", "visible", &sheet(&[&["Name"]]))], declared),
        "isn't a whole XLSX workbook",
    );
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_fall(at in 0_usize..2000, byte: u8, end in 0_usize..2000) {
        let mut bytes = workbook(&[("List", "visible", &sheet(&[&["Name", "Purpose"], &["Acme", "Mail"]]))], "");
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = super::read(&bytes);
        bytes.truncate(end);
        let _ = super::read(&bytes);
    }

    #[test]
    fn no_sheet_makes_it_fall(text in "(<(row|c|v|is|t|mergeCell|hyperlink)( (r|s|t|ref|id|min)=\"[A-Z0-9:s]{0,9}\"){0,3}/?>|</(row|c|is)>|[a-z0-9]{0,3}){0,30}") {
        let sheet = format!("<worksheet><sheetData>{text}</sheetData></worksheet>");
        let _ = super::read(&workbook(&[("List", "visible", &sheet)], "<sst><si><t>a</t></si></sst>"));
    }
}
