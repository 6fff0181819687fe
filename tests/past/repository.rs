//! A bare repository that is written in one go, with exact days: `git fast-import`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

#[derive(Debug)]
pub(crate) struct Repository {
    folder: TempDir,
    stream: Vec<u8>,
    commits: usize,
}

/// A commit by its mark in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(usize);

/// What a commit does to one file.
pub(crate) enum Touch<'a> {
    Write(&'a str, &'a [u8]),
    Rename(&'a str, &'a str),
    Delete(&'a str),
    /// A link of this path to that.
    Link(&'a str, &'a str),
}

impl Repository {
    pub(crate) fn new() -> Option<Repository> {
        let folder = tempfile::tempdir().unwrap();
        let mut git = Command::new("git");
        git.args(["init", "--quiet", "--bare", "--initial-branch=main"]);
        let status = git.arg(folder.path().join("policies.git")).status().ok()?;
        assert!(status.success(), "a repository is made");
        Some(Repository {
            folder,
            stream: Vec::new(),
            commits: 0,
        })
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("policies.git")
    }

    /// A commit of an instant, on top of one or several others.
    pub(crate) fn commit(
        &mut self,
        branch: &str,
        (authored, committed): (i64, i64),
        parents: &[Mark],
        touches: &[Touch<'_>],
    ) -> Mark {
        self.commits += 1;
        let mark = Mark(self.commits);
        let mut text = format!(
            "commit refs/heads/{branch}\nmark :{}\nauthor A <a@b.example> {authored} +0000\n\
             committer C <c@d.example> {committed} +0000\ndata 1\nx\n",
            mark.0
        );
        for (index, parent) in parents.iter().enumerate() {
            let word = if index == 0 { "from" } else { "merge" };
            text += &format!("{word} :{}\n", parent.0);
        }
        self.stream.extend(text.as_bytes());
        for touch in touches {
            match touch {
                Touch::Write(path, bytes) => {
                    let head = format!("M 100644 inline {path}\ndata {}\n", bytes.len());
                    self.stream.extend(head.as_bytes());
                    self.stream.extend(*bytes);
                    self.stream.push(b'\n');
                }
                Touch::Rename(from, to) => {
                    self.stream.extend(format!("R {from} {to}\n").as_bytes())
                }
                Touch::Delete(path) => self.stream.extend(format!("D {path}\n").as_bytes()),
                Touch::Link(path, to) => {
                    let text = format!("M 120000 inline {path}\ndata {}\n{to}\n", to.len());
                    self.stream.extend(text.as_bytes());
                }
            }
        }
        mark
    }

    /// Writes all commits so far, and gives the ids of those on the first parents of `main`, newest first.
    pub(crate) fn written(&mut self) {
        let stream = std::mem::take(&mut self.stream);
        let mut git = self.git(&["fast-import", "--quiet", "--force"]);
        let mut child = git.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&stream).unwrap();
        assert!(child.wait().unwrap().success(), "the commits are written");
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> Command {
        git(&self.path(), arguments)
    }
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(arguments);
    git
}
