//! What lies in the project and can't be a source, said so that the writer can mend it.

use std::fmt;

use crate::source::Span;

/// A file, folder or link that wasn't taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// The start of the thing itself: an empty source that bears its path, and that is no longer among
    /// the project's files.
    pub span: Span,
    /// Relative to the root, with `/`; characters that can't be shown are replaced.
    pub path: String,
    pub reason: SkipReason,
}

/// Why it wasn't taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkipReason {
    /// A link whose target doesn't exist.
    Dangling,
    /// A link out of the project.
    LeavesProject,
    /// A link to something hidden in the project, such as `.git` or `.env`.
    LeadsToHidden,
    /// A link to a folder in which the link itself lies.
    Loop,
    /// A link to a folder, inside a folder that is itself reached by a link. A dozen of these could
    /// stand for more files than there are atoms.
    LinkBelowLink,
    /// A name that isn't UTF-8.
    NameNotUtf8,
    /// A name with a backslash or a control character.
    NameUnusable,
    /// A pipe, a socket or a device.
    NotAFile,
    /// A folder where a file belongs, as in `candor.toml/`.
    FolderForFile,
    /// A file where a folder belongs, as in a file called `content`.
    FileForFolder,
    /// 4 GiB or more.
    TooLarge,
}

impl Skipped {
    /// What is wrong, in one line.
    pub fn message(&self) -> String {
        let path = &self.path;
        match self.reason {
            SkipReason::Dangling => format!("the link `{path}` leads nowhere"),
            SkipReason::LeavesProject => format!("the link `{path}` leads out of the project"),
            SkipReason::LeadsToHidden => {
                format!("the link `{path}` leads to a hidden file or folder")
            }
            SkipReason::Loop => format!("the link `{path}` leads to a folder in which it lies"),
            SkipReason::LinkBelowLink => {
                format!("the link `{path}` lies in a folder that is reached by a link itself")
            }
            SkipReason::NameNotUtf8 => format!("the name `{path}` isn't written in UTF-8"),
            SkipReason::NameUnusable => {
                format!("the name `{path}` holds a backslash or a control character")
            }
            SkipReason::NotAFile => format!("`{path}` is neither a file nor a folder"),
            SkipReason::FolderForFile => format!("`{path}` is a folder, and should be a file"),
            SkipReason::FileForFolder => format!("`{path}` is a file, and should be a folder"),
            SkipReason::TooLarge => format!("`{path}` is larger than 4 GiB"),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.reason {
            SkipReason::Dangling => "put the file back that it led to, or delete the link",
            SkipReason::LeavesProject => {
                "copy the file into the project: whatever a link leads to is published, so a link must not lead out"
            }
            SkipReason::LeadsToHidden => {
                "hidden files hold settings and secrets and are never published; copy what you need"
            }
            SkipReason::Loop => "delete the link, or let it lead to another folder",
            SkipReason::LinkBelowLink => "put the files themselves there",
            SkipReason::NameNotUtf8 => "rename it, with plain letters and hyphens",
            SkipReason::NameUnusable => {
                "rename it: the name becomes a part of a web address, and can't there"
            }
            SkipReason::NotAFile => "move it out of the project's folders",
            SkipReason::FolderForFile | SkipReason::FileForFolder => "rename or move it",
            SkipReason::TooLarge => "put it on a file server and link to it",
        }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message(), self.help())
    }
}
