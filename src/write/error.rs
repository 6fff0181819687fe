//! Why nothing was written.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Either Candor refused, or the system did. In both cases the disk is as it was before.
#[derive(Debug)]
pub enum WriteError {
    Refused(Refusal),
    Io { path: PathBuf, cause: io::Error },
}

/// Why Candor refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The output is the project, holds it, or is the home folder, or the root of a disk.
    HoldsOther { output: PathBuf, held: PathBuf },
    /// The output lies where sources are read.
    InsideSources { output: PathBuf, sources: PathBuf },
    /// A file stands where the output or a folder on the way to it should be.
    NotAFolder { path: PathBuf },
    /// A chain of links that never ends.
    EndlessLink { path: PathBuf },
    /// Something lies there, and Candor didn't write it.
    NotOurs { output: PathBuf, found: String },
    /// The site has a file at a path where somebody else put one.
    InTheWay { output: PathBuf, path: String },
    /// The folder can't be moved: a mount point, or a folder from a lower layer of a container.
    CannotMove { output: PathBuf },
    /// Something in the output can't be carried over: a pipe, a device, another volume.
    CannotCarry { path: PathBuf },
    /// Another build writes to the same folder; `staged` is where it does.
    Busy { output: PathBuf, staged: PathBuf },
    /// A folder or file that has the name of Candor's own and isn't Candor's.
    NameTaken { path: PathBuf },
    /// A path that can't be a file in a site or project.
    BadPath { path: String },
    /// The site has two files at one path, or a file and a folder. On a disk that makes no difference between upper
    /// and lower case, `A.html` and `a.html` are one path.
    Twice { path: String },
    /// A file of the site couldn't be written, so the site isn't whole.
    Incomplete { output: PathBuf },
    /// A file that was to be created is there already.
    Exists { path: String },
    /// A file that was to be replaced or removed isn't what it was when it was read.
    ChangedSince { path: String },
    /// A link leads a file that was to be written out of the project.
    LeavesProject { path: String },
}

/// Whose fault a refusal is, which decides the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blame {
    /// The command was given a folder that can never be right.
    Option,
    /// The command is right, and the disk isn't in the state for it.
    Disk,
}

impl WriteError {
    pub fn blame(&self) -> Blame {
        match self {
            WriteError::Refused(
                Refusal::HoldsOther { .. }
                | Refusal::InsideSources { .. }
                | Refusal::NotAFolder { .. }
                | Refusal::EndlessLink { .. },
            ) => Blame::Option,
            WriteError::Refused(_) | WriteError::Io { .. } => Blame::Disk,
        }
    }
}

impl From<Refusal> for WriteError {
    fn from(refusal: Refusal) -> WriteError {
        WriteError::Refused(refusal)
    }
}

/// Names the path with the system's refusal: `map_err(at(&path))`.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |cause| WriteError::Io {
        path: path.to_owned(),
        cause,
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Refused(refusal) => refusal.fmt(f),
            WriteError::Io { path, cause } => {
                write!(f, "can't write {}: ", path.display())?;
                match cause.kind() {
                    ErrorKind::StorageFull => write!(f, "the disk is full"),
                    ErrorKind::QuotaExceeded => write!(f, "your share of the disk is used up"),
                    ErrorKind::PermissionDenied => write!(f, "you have no permission to"),
                    ErrorKind::ReadOnlyFilesystem => write!(f, "the disk is read-only"),
                    ErrorKind::NotFound => write!(f, "it was taken away, or its folder was"),
                    _ => write!(f, "{cause}"),
                }
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::HoldsOther { output, held } if output == held => write!(
                f,
                "{} can't be the output folder, since everything in it would be replaced: \
                 name a folder of its own, such as `--output public`",
                output.display()
            ),
            Refusal::HoldsOther { output, held } => write!(
                f,
                "{} can't be the output folder, since it holds {}, which would be replaced with it: \
                 name a folder of its own, such as `--output public`",
                output.display(),
                held.display()
            ),
            Refusal::InsideSources { output, sources } => write!(
                f,
                "{} can't be the output folder, since what lies in {} is read as sources: \
                 name a folder beside it, such as `--output public`",
                output.display(),
                sources.display()
            ),
            Refusal::NotAFolder { path } => write!(
                f,
                "{} is a file, and a folder is needed there: move it away, or name another folder",
                path.display()
            ),
            Refusal::EndlessLink { path } => write!(
                f,
                "{} is a link that leads back to itself: name a folder, such as `--output public`",
                path.display()
            ),
            Refusal::NotOurs { output, found } => write!(
                f,
                "{} holds `{found}`, and Candor didn't write that folder: the output folder must be empty \
                 or written by Candor; name another one, or empty it yourself",
                output.display()
            ),
            Refusal::InTheWay { output, path } => write!(
                f,
                "the site has a file `{path}`, and in {} somebody else put something there: move that away",
                output.display()
            ),
            Refusal::CannotMove { output } => write!(
                f,
                "{} can't be exchanged in one step, since it is where a volume is mounted or a container's image \
                 begins: name a folder inside it, such as `--output {}`",
                output.display(),
                output.join("site").display()
            ),
            Refusal::CannotCarry { path } => write!(
                f,
                "{} wasn't written by Candor and can't be kept: it is neither a file, a folder nor a link, or it \
                 lies on another volume; move it away",
                path.display()
            ),
            Refusal::Busy { output, staged } => write!(
                f,
                "another build is writing to {} right now: wait until it has ended; if none is running, delete {}",
                output.display(),
                staged.display()
            ),
            Refusal::NameTaken { path } => write!(
                f,
                "{} is in the way, and Candor didn't write it: Candor prepares the site under that name; \
                 move or delete it",
                path.display()
            ),
            Refusal::BadPath { path } => write!(
                f,
                "`{}` can't be the path of a file: it must be relative, without `..`, empty parts, backslashes \
                 or control characters",
                path.escape_debug()
            ),
            Refusal::Twice { path } => write!(
                f,
                "two files want to be `{path}`, or one wants it as a file and another as a folder; \
                 this disk may not tell upper from lower case: rename one of them"
            ),
            Refusal::Incomplete { output } => write!(
                f,
                "{} was left as it is, since a file of the new site couldn't be written",
                output.display()
            ),
            Refusal::Exists { path } => write!(
                f,
                "`{path}` exists already and isn't overwritten: move it away, or choose another name"
            ),
            Refusal::ChangedSince { path } => write!(
                f,
                "`{path}` was changed or removed while the command ran; nothing was written: run it again"
            ),
            Refusal::LeavesProject { path } => write!(
                f,
                "a link leads `{path}` out of the project; nothing was written: replace the link by a folder"
            ),
        }
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            WriteError::Refused(_) => None,
            WriteError::Io { cause, .. } => Some(cause),
        }
    }
}
