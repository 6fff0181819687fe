//! The program itself, in folders of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{DAY, Project};

/// A project on the disk; it goes when the test ends.
#[derive(Debug)]
pub(crate) struct OnDisk {
    folder: TempDir,
}

/// What the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A folder's files by relative path; a folder is a path with a slash at its end.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

impl OnDisk {
    pub(super) fn new(project: &Project) -> OnDisk {
        let disk = OnDisk {
            folder: tempfile::tempdir().expect("a folder"),
        };
        fs::create_dir(disk.root()).expect("the project's folder");
        for (path, bytes) in &project.files {
            disk.write(path, bytes);
        }
        disk
    }

    /// The project's folder. Beside it is room for outputs.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// A place beside the project.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Runs the program in the project's folder.
    pub(crate) fn candor(&self, arguments: &[&str]) -> Run {
        run(self.command(arguments))
    }

    /// The program in the project's folder, not started yet. Its home is a folder of the test's own.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(arguments)
            .current_dir(self.root())
            .env("HOME", self.beside("home"));
        command
    }

    /// Builds the site of [`DAY`] into `public`, which has to succeed, and gives what is there.
    pub(crate) fn build(&self) -> Tree {
        self.candor(&["build", "--as-of", DAY]).succeeds();
        tree(&self.root().join("public"))
    }
}

impl Run {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Run {
        self.ends_with(0)
    }

    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }

    /// Fails unless the messages hold each of these texts.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Run {
        for text in texts {
            assert!(self.err.contains(text), "not said: {text}\n{}", self.err);
        }
        self
    }
}

/// Runs the program to its end.
pub(crate) fn run(mut command: Command) -> Run {
    let output = command.output().expect("the program");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Everything in a folder; empty where there is none.
pub(crate) fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, below: &str, files: &mut Tree) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name");
        let path = format!("{below}{name}");
        if entry.file_type().expect("a kind").is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
            files.insert(format!("{path}/"), Vec::new());
        } else {
            let bytes = fs::read(entry.path()).unwrap_or_else(|_| b"unreadable".to_vec());
            files.insert(path, bytes);
        }
    }
}
