//! Any bytes as a list or a text that is imported: the first byte says under which name. What comes out
//! is a register that can be read.

#![no_main]

use std::io::{Cursor, Write};

use candor::import::{self, Settled, document};
use candor::source::{Source, SourcePath};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

const NAMES: [&str; 10] = [
    "a.csv",
    "a.json",
    "a.yaml",
    "a.md",
    "a.mdx",
    "a.html",
    "a.tsx",
    "a",
    "a.xlsx",
    "parts.xlsx",
];

/// Where the parts of a workbook lie; the first differs most from one workbook to the next.
const PARTS: [&str; 6] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];

const WORKBOOK: &[u8] =
    br#"<workbook><sheets><sheet name="List" sheetId="1" r:id="a"/></sheets></workbook>"#;

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="a" Type="/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="/styles" Target="styles.xml"/><Relationship Id="c" Type="/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*which) % NAMES.len()];
    let bytes = match name {
        "parts.xlsx" => workbook(bytes),
        _ => bytes.to_vec(),
    };
    let source = Source {
        path: SourcePath::new(name),
        bytes: bytes.into(),
    };
    if let Ok(imported) = import::list(&[&source], &Settled::default()) {
        let entries = imported.entries.iter().map(|entry| entry.text());
        let register = entries.collect::<Vec<_>>().join("\n");
        assert!(register.parse::<toml::Table>().is_ok(), "{register}");
    }
    let _ = document::read(&source, &["Purposes".to_owned(), "Data".to_owned()]);
});

/// A workbook of parts that a zero byte separates, since no checksum is ever hit at random.
fn workbook(bytes: &[u8]) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = bytes.splitn(PARTS.len(), |&byte| byte == 0).collect();
    parts.resize(PARTS.len(), b"");
    for (part, usual) in [(4, WORKBOOK), (5, RELATIONS)] {
        if parts[part].is_empty() {
            parts[part] = usual;
        }
    }
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, part) in PARTS.iter().zip(parts) {
        archive
            .start_file(*path, SimpleFileOptions::default())
            .expect("a file in memory");
        archive.write_all(part).expect("memory");
    }
    archive.finish().expect("an archive").into_inner()
}
