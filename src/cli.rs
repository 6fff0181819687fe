//! The command line: clap's arguments → a command's options.
//!
//! The clock and the environment are read here and nowhere else; what they say goes on as values.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where the clock and the environment come in"
)]

mod announce;
mod build;
mod check;
mod import;
mod init;
mod manual;
mod record;
mod serve;
mod status;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::command::live::Live;
use crate::command::schema;
use crate::command::verify::{self, VerifyOptions};
use crate::command::{self, Console, Outcome, Talk};
use crate::content::{ChangeId, Date};
use crate::diagnostic::show::Color;
use crate::read;

/// A static site generator for trust centers whose change log writes itself.
#[derive(Parser, Debug)]
#[command(name = "candor", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// The project's folder. Default: the nearest folder upward with a candor.toml
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,

    /// Say only the result and what is wrong
    #[arg(long, short, global = true)]
    quiet: bool,

    /// Whether messages have colours
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Begin a project: a skeleton, ready to publish
    Init(init::Arguments),
    /// Show the site with the draft, and what customers will be told, while you write
    Serve(serve::Arguments),
    /// Build the site
    Build(build::Arguments),
    /// Show everything that is wrong, and write nothing
    Check(check::Arguments),
    /// Show the draft: what differs from the recorded changes, and what customers will be told
    Status(status::Arguments),
    /// Record the draft as a change, so that it is told
    Record(record::Arguments),
    /// Import what a company has already: its list, the list's past, or its processing descriptions
    Import(import::Arguments),
    /// Write what to send about the changes that are new: a mail, a chat message
    Announce(announce::Arguments),
    /// Say what was altered, dropped, inserted or reordered between two published changes.json
    Verify {
        /// The older file
        old: PathBuf,
        /// The newer file
        new: PathBuf,
    },
    /// Print the JSON Schema of a file, for editors
    Schema {
        /// Which file
        #[arg(value_enum)]
        file: SchemaFile,
    },
    /// Print the completions for a shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print a page of the manual, for `man`
    Man {
        /// The command that the page is of. Default: Candor as a whole
        command: Option<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum SchemaFile {
    /// candor.toml
    Config,
    /// content/subprocessors.toml
    Subprocessors,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = anstream::AutoStream::new(io::stdout(), stream_choice(arguments.color));
    let mut err = anstream::AutoStream::new(io::stderr(), stream_choice(arguments.color));
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        color: color(arguments.color),
        talk: if arguments.quiet {
            Talk::Quiet
        } else {
            Talk::Usual
        },
    };
    ExitCode::from(run(arguments, &mut console) as u8)
}

fn run(arguments: Arguments, console: &mut Console<'_>) -> Outcome {
    let now = Timestamp::now();
    let root = arguments.root;
    match arguments.command {
        Command::Init(asked) => command::init::run(&asked.options(now), console),
        Command::Serve(asked) => {
            with_root(root, console, |root, console| match asked.options(root) {
                Ok(options) => command::serve::run(&options, console),
                Err(refusal) => {
                    console.failure(&refusal);
                    Outcome::SystemFailure
                }
            })
        }
        Command::Build(asked) => with_root(root, console, |root, console| {
            command::build::run(&asked.options(root, now), console)
        }),
        Command::Check(asked) => with_root(root, console, |root, console| {
            command::check::run(&asked.options(root, now), console)
        }),
        Command::Status(asked) => with_root(root, console, |root, console| {
            command::status::run(&asked.options(root, now), console)
        }),
        Command::Record(asked) => with_root(root, console, |root, console| {
            command::record::run(&asked.options(root, now), console)
        }),
        Command::Import(asked) => with_root(root, console, |root, console| {
            command::import::run(&asked.options(root, now), console)
        }),
        Command::Announce(asked) => with_root(root, console, |root, console| {
            command::announce::run(&asked.options(root, now), console)
        }),
        Command::Verify { old, new } => verify::run(&VerifyOptions { old, new }, console),
        Command::Schema { file } => {
            let schema = match file {
                SchemaFile::Config => schema::config(),
                SchemaFile::Subprocessors => schema::subprocessors(),
            };
            console.result(schema.trim_end());
            Outcome::Done
        }
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "candor", console.out);
            Outcome::Done
        }
        Command::Man { command } => match manual::page(Arguments::command(), command.as_deref()) {
            Ok(page) => {
                console.exactly(&page);
                Outcome::Done
            }
            Err(refusal) => {
                console.failure(&refusal);
                Outcome::WrongUsage
            }
        },
    }
}

/// Runs a command on the project that was named, or on the nearest one upward.
fn with_root(
    root: Option<PathBuf>,
    console: &mut Console<'_>,
    run: impl FnOnce(PathBuf, &mut Console<'_>) -> Outcome,
) -> Outcome {
    let root = root.or_else(|| {
        let here = std::env::current_dir().ok()?;
        let root = read::find_root(&here)?;
        // A path from here reads better than one from the disk's root.
        Some(if root == here {
            PathBuf::from(".")
        } else {
            root
        })
    });
    match root {
        Some(root) => run(root, console),
        None => {
            console.failure(
                "there is no candor.toml here or in a folder above: name the project's folder with --root, or begin one with `candor init`",
            );
            Outcome::WrongUsage
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a day, such as 2026-11-23".to_owned())
}

/// The id of a change, also as the path of its folder, which shells complete.
fn change_id(text: &str) -> Result<ChangeId, String> {
    let path = text.trim_end_matches(['/', '\\']);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    ChangeId::new(name)
        .map_err(|_| "expected the name of a folder below content/changes/".to_owned())
}

fn live(published: Option<String>) -> Live {
    published.map_or(Live::Unsaid, |text| Live::parse(&text))
}

fn color(choice: ColorChoice) -> Color {
    match choice {
        ColorChoice::Always => Color::Styled,
        ColorChoice::Never => Color::Plain,
        ColorChoice::Auto if io::stderr().is_terminal() => Color::Styled,
        ColorChoice::Auto => Color::Plain,
    }
}

fn stream_choice(choice: ColorChoice) -> anstream::ColorChoice {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
}
