//! One list of each kind that companies have, equal in every field: `cases/NN-name.<ext>` with the
//! register that it makes beside it.

use std::fs;
use std::path::Path;

use crate::lists::{check, import};

#[test]
fn each_list_becomes_the_register_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/cases");
    let mut count = 0;
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().unwrap() != "toml")
    {
        let name = path.file_name().unwrap().to_str().unwrap();
        let expected = fs::read_to_string(path.with_extension("expected.toml")).unwrap();
        check(name, &import(name, fs::read(path).unwrap()), &expected);
        count += 1;
    }
    assert_eq!(count, 14);
}
