use super::*;

#[test]
fn development() {
    for entry in std::fs::read_dir("/work/shared/cases/import").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".toml") || name == "README.md" { continue; }
        let source = Source { path: SourcePath::new(&name), bytes: std::fs::read(&path).unwrap().into() };
        println!("== {name}");
        for table in read(&source).unwrap().tables {
            println!("{:?} {:?} {:?} line {} otherwise {}", table.headings, table.lead_in, table.columns, table.line, table.otherwise.len());
            for row in table.rows { println!("  {}: {}", row.line, row.cells.iter().map(|c| format!("{:?}", c.pieces)).collect::<Vec<_>>().join(" ¦ ")); }
        }
    }
}
