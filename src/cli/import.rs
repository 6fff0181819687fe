//! What `candor import` takes.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use crate::command::Day;
use crate::command::import::{self, ImportOptions, Meaning, Settled, What, Writing};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Lists of sub-processors: CSV, XLSX, JSON, YAML, Markdown, HTML, MDX or TSX
    #[arg(required_unless_present = "git", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Import the history of a list that is kept in a git repository: the folder of a clone, and the
    /// file's path in it
    #[arg(long, num_args = 2, value_names = ["REPO", "PATH"], conflicts_with = "files", allow_hyphen_values = true)]
    git: Option<Vec<PathBuf>>,
    /// The files are texts exported from a wiki or word processor: import their processing descriptions
    #[arg(long, requires = "files")]
    documents: bool,
    /// Read a column as a field of the register; may be given several times
    #[arg(long, value_name = "HEADING=FIELD", value_parser = import::settlement, conflicts_with = "documents")]
    map: Vec<(String, Meaning)>,
    /// Write what the report says; without it nothing is written
    #[arg(long)]
    write: bool,
}

impl Arguments {
    pub(super) fn options(self, root: PathBuf, now: Timestamp) -> ImportOptions {
        let mut settled = Settled::default();
        for (heading, meaning) in self.map {
            settled.settle(&heading, meaning);
        }
        ImportOptions {
            root,
            day: Day { now, as_of: None },
            what: match self.git.as_deref() {
                Some([repository, path]) => What::History {
                    repository: repository.clone(),
                    path: path.to_string_lossy().into_owned(),
                },
                _ if self.documents => What::Documents(self.files),
                _ => What::Lists(self.files),
            },
            settled,
            writing: match self.write {
                true => Writing::Write,
                false => Writing::Report,
            },
        }
    }
}
