//! Two lists of each kind that companies have, equal in every field: `cases/first/NN-name.<ext>` and
//! `cases/second/NN-name.<ext>`, each with the register that it makes beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::lists::{check, import};

#[test]
fn each_list_becomes_the_register_beside_it() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/cases");
    for folder in ["first", "second"] {
        let entries = fs::read_dir(cases.join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut lists: Vec<PathBuf> = paths
            .filter(|path| path.extension().unwrap() != "toml")
            .collect();
        lists.sort();
        assert_eq!(lists.len(), 14, "{folder}");
        for list in lists {
            let name = list.file_name().unwrap().to_str().unwrap();
            let expected = fs::read_to_string(list.with_extension("expected.toml")).unwrap();
            check(name, &import(name, fs::read(&list).unwrap()), &expected);
        }
    }
}
