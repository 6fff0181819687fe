//! The history of one file in a git repository, as the `git` program tells it.
//!
//! [`revisions`] lists the commits that changed the file, [`contents`] hands out what it held. Both ask
//! `git` itself, since nothing else knows every form that a repository may have; two processes serve a
//! history of any length.
//!
//! A repository may be a stranger's. Nothing in it is run: no hook, pager, signature check, filter,
//! comparison program or transport, whatever its configuration asks for. Nothing comes over a network,
//! and neither the repository's path nor the file's is ever taken for an option.
//!
//! It doesn't know what the file holds, nor what a day is: a commit's time is in seconds.

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::thread;

/// One commit that changed the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revision {
    /// The commit's full id.
    pub commit: String,
    /// When it was written, in seconds since 1970; a clock may have been wrong.
    pub authored: i64,
    /// When it was put where it stands.
    pub committed: i64,
    /// Where the file lay from then on, from the repository's root.
    pub path: String,
    pub state: FileState,
}

/// What the file was after a commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileState {
    Held(ObjectId),
    Deleted,
    /// A link or another repository.
    NoFile,
}

/// The name by which a repository keeps some bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ObjectId(String);

/// What an object holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Object {
    Bytes(Vec<u8>),
    TooLarge {
        bytes: u64,
    },
    /// The clone was made without it.
    Missing,
}

/// The commits of the checked-out branch that changed a file, oldest first.
///
/// The branch is followed by first parents, since that is what was published in its time: what came
/// with a merge came on the day of the merge. Renames are followed as `git log --follow` does.
///
/// # Errors
/// Where there is no git, no repository, no such file, or a part of the history alone.
pub fn revisions(repository: &Path, path: &str) -> Result<Vec<Revision>, GitError> {
    let shallow = run(repository, &["rev-parse", "--is-shallow-repository"])?;
    if shallow.trim_ascii() == b"true" {
        return Err(GitError::Shallow {
            repository: repository.to_owned(),
        });
    }
    let asked = [
        "log",
        "--first-parent",
        "--diff-merges=first-parent",
        "--follow",
        "--find-renames",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
        "--no-relative",
        "--format=%x01%H%x00%at%x00%ct",
        "HEAD",
        "--",
        path,
    ];
    let mut revisions = log(&run(repository, &asked)?);
    if revisions.is_empty() {
        return Err(GitError::NoSuchFile {
            path: path.to_owned(),
            near: namesakes(repository, path)?,
        });
    }
    revisions.reverse();
    Ok(revisions)
}

/// What people call a repository: the folder of its work tree, or of the repository itself.
pub fn name(repository: &Path) -> String {
    let absolute = std::fs::canonicalize(repository).unwrap_or_else(|_| repository.to_owned());
    let mut names = absolute.iter().rev().map(|name| name.to_string_lossy());
    let name = names.find(|name| name != ".git").unwrap_or_default();
    name.strip_suffix(".git").unwrap_or(&name).to_owned()
}

/// Visits what objects hold, in their order, one at a time. Those of more than `largest` bytes are named
/// and not read.
///
/// # Errors
/// Where `git` fails.
pub fn contents(
    repository: &Path,
    objects: &[ObjectId],
    largest: u64,
    mut visit: impl FnMut(Object),
) -> Result<(), GitError> {
    let mut command = git(repository);
    command.args(["cat-file", "--batch", "--buffer"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn().map_err(not_run)?;
    let (Some(asked), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(GitError::Broken);
    };
    let read = thread::scope(|scope| {
        // Asked from a thread of its own, since `git` stops listening until it is listened to.
        scope.spawn(move || ask(asked, objects));
        let mut answers = BufReader::new(answers);
        for _ in objects {
            match object(&mut answers, largest) {
                Ok(object) => visit(object),
                Err(_) => return Err(GitError::Broken),
            }
        }
        Ok(())
    });
    if read.is_err() {
        // It may wait for a listener for ever; that it has ended already is no failure.
        let _ = child.kill();
    }
    child.wait().map_err(not_run)?;
    read
}

/// What `git` is asked after that has gone away isn't missed: the answers say so.
fn ask(mut asked: ChildStdin, objects: &[ObjectId]) {
    for ObjectId(id) in objects {
        if writeln!(asked, "{id}").is_err() {
            return;
        }
    }
}

/// One answer: `<id> blob <size>`, then the bytes and a line end; or `<id> missing`.
///
/// # Errors
/// Where it is none, or isn't whole.
pub fn object(answers: &mut impl BufRead, largest: u64) -> io::Result<Object> {
    let mut head = String::new();
    answers.by_ref().take(256).read_line(&mut head)?;
    let mut words = head.split_whitespace().skip(1);
    let size = match (words.next(), words.next()) {
        (Some("missing"), None) => return Ok(Object::Missing),
        (Some(_), Some(size)) => size
            .parse::<u64>()
            .map_err(|_| io::ErrorKind::InvalidData)?,
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    let mut body = answers.by_ref().take(size);
    let object = if size > largest {
        io::copy(&mut body, &mut io::sink())?;
        Object::TooLarge { bytes: size }
    } else {
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Object::Bytes(bytes)
    };
    answers.read_exact(&mut [0])?;
    Ok(object)
}

/// The log as it was asked for: a head and, since one file is followed, one line of difference.
pub fn log(answer: &[u8]) -> Vec<Revision> {
    let mut parts = answer.split(|&byte| byte == 0).map(String::from_utf8_lossy);
    let mut revisions = Vec::new();
    let mut head: Option<(String, i64, i64)> = None;
    while let Some(part) = parts.next() {
        if let Some(commit) = part.strip_prefix('\u{1}') {
            let mut seconds = || parts.next()?.trim().parse::<i64>().ok();
            let (authored, committed) = (seconds(), seconds());
            let committed = committed.or(authored).unwrap_or_default();
            let authored = authored.unwrap_or(committed);
            head = Some((commit.to_owned(), authored, committed));
            continue;
        }
        // `:100644 100644 <id before> <id after> M`
        let Some(difference) = part.trim_start().strip_prefix(':') else {
            continue;
        };
        let words: Vec<&str> = difference.split_whitespace().collect();
        let (Some(&mode), Some(&after), Some(&status)) = (words.get(1), words.get(3), words.get(4))
        else {
            continue;
        };
        let path = match status.starts_with(['R', 'C']) {
            true => parts.nth(1),
            false => parts.next(),
        };
        let (Some((commit, authored, committed)), Some(path)) = (head.take(), path) else {
            continue;
        };
        let state = match mode {
            "000000" => FileState::Deleted,
            mode if mode.starts_with("100") => FileState::Held(ObjectId(after.to_owned())),
            _ => FileState::NoFile,
        };
        revisions.push(Revision {
            commit,
            authored,
            committed,
            path: path.into_owned(),
            state,
        });
    }
    revisions
}

/// Files of the same name that the repository has.
fn namesakes(repository: &Path, path: &str) -> Result<Vec<String>, GitError> {
    const SHOWN: usize = 3;
    let name = path.rsplit('/').next().unwrap_or(path);
    let list = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"];
    let files = run(repository, &list)?;
    let files = files.split(|&byte| byte == 0).map(String::from_utf8_lossy);
    let same = files.filter(|file| {
        let of = file.rsplit('/').next().unwrap_or(file);
        of.eq_ignore_ascii_case(name)
    });
    Ok(same.take(SHOWN).map(|file| file.into_owned()).collect())
}

fn run(repository: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let mut command = git(repository);
    let output = command.args(arguments).stdin(Stdio::null()).output();
    let output = output.map_err(not_run)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(GitError::Refused {
        repository: repository.to_owned(),
        words: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

/// `git` on a repository, deaf to what the environment and the repository would have it do.
fn git(repository: &Path) -> Command {
    /// What would have it work on another repository, read paths as patterns, or run a program.
    const UNSET: [&str; 22] = [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_GLOB_PATHSPECS",
        "GIT_GRAFT_FILE",
        "GIT_ICASE_PATHSPECS",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NAMESPACE",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_TRACE",
        "GIT_TRACE_SETUP",
        "GIT_WORK_TREE",
    ];
    let mut command = Command::new("git");
    for name in UNSET {
        command.env_remove(name);
    }
    // A clone may lack objects and name a program that fetches them.
    command.env("GIT_NO_LAZY_FETCH", "1");
    command.env("GIT_TERMINAL_PROMPT", "0");
    command.args([
        "--no-pager",
        "--no-optional-locks",
        "--no-replace-objects",
        "--literal-pathspecs",
    ]);
    for setting in [
        "protocol.allow=never",
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "core.attributesFile=/dev/null",
        "log.showRoot=true",
        "log.showSignature=false",
        "log.mailmap=false",
        "diff.renameLimit=1000",
    ] {
        command.args(["-c", setting]);
    }
    command.arg("-C").arg(repository);
    command
}

fn not_run(cause: io::Error) -> GitError {
    match cause.kind() {
        io::ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::NotRun { cause },
    }
}

/// Why there is no history.
#[derive(Debug)]
pub enum GitError {
    NotInstalled,
    NotRun {
        cause: io::Error,
    },
    /// What `git` said.
    Refused {
        repository: PathBuf,
        words: String,
    },
    Shallow {
        repository: PathBuf,
    },
    NoSuchFile {
        path: String,
        near: Vec<String>,
    },
    /// It ended before it had answered.
    Broken,
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GitError::NotInstalled => write!(
                f,
                "there is no program `git` here, and it alone can read a repository: install it (https://git-scm.com/), then run this again"
            ),
            GitError::NotRun { cause } => write!(f, "can't run `git`: {cause}"),
            GitError::Refused { repository, words } => write!(
                f,
                "can't read {} as a git repository: name the folder of a clone\n  git says: {}",
                repository.display(),
                words.replace('\n', "\n  ")
            ),
            GitError::Shallow { repository } => write!(
                f,
                "{} holds only the end of its history, so the first entries would get a wrong day: fetch the rest with `git fetch --unshallow`, then run this again",
                repository.display()
            ),
            GitError::NoSuchFile { path, near } => {
                write!(
                    f,
                    "the repository's history has no file {path}: give its path from the repository's folder"
                )?;
                match near.as_slice() {
                    [] => Ok(()),
                    near => write!(f, "; did you mean {}?", near.join(" or ")),
                }
            }
            GitError::Broken => write!(
                f,
                "`git` ended before it had handed out the file's versions: `git fsck` tells whether the repository is whole"
            ),
        }
    }
}

impl Error for GitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            GitError::NotRun { cause } => Some(cause),
            GitError::NotInstalled
            | GitError::Refused { .. }
            | GitError::Shallow { .. }
            | GitError::NoSuchFile { .. }
            | GitError::Broken => None,
        }
    }
}
