//! The command line: clap's arguments → a command's options.
//!
//! The clock and the environment are read here and nowhere else; what they say goes on as values.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where the clock and the environment come in"
)]

mod import;
mod manual;
mod record;
mod serve;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::command::announce::{self, AnnounceOptions};
use crate::command::build::{self, BuildOptions, Siblings};
use crate::command::check::{self, CheckOptions, DraftPolicy, Format};
use crate::command::init::{self, Beginning, CodeHost, InitOptions};
use crate::command::live::Live;
use crate::command::schema;
use crate::command::status::{self, StatusOptions};
use crate::command::verify::{self, VerifyOptions};
use crate::command::{self, Console, Day, Outcome, Talk};
use crate::content::{ChangeId, Date};
use crate::diagnostic::show::Color;
use crate::parse::config::{BaseUrl, BaseUrlError};
use crate::read;
use crate::render::message;

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
    Init {
        /// Where to begin it
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Write the sample project instead: an invented company with two recorded states
        #[arg(long)]
        example: bool,
        /// Write the workflows of a code host too; in a project that is there already, these alone
        #[arg(long, value_enum, value_name = "HOST")]
        ci: Option<Host>,
    },
    /// Show the site with the draft, and what customers will be told, while you write
    Serve(serve::Arguments),
    /// Build the site
    Build {
        /// The folder that the site is published to. Default: public, in the project's folder
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Where the site will be reached, instead of what candor.toml says
        #[arg(long, value_name = "URL", value_parser = base_url)]
        base_url: Option<BaseUrl>,
        /// The day for which the site is built; a day to come makes a preview. Default: today, in the site's time zone
        #[arg(long, value_name = "DATE", value_parser = date)]
        as_of: Option<Date>,
        /// The changes.json that is live, which must stay true; `none` while nothing is published
        #[arg(long, value_name = "FILE|none", conflicts_with = "draft")]
        published: Option<String>,
        /// Show the draft as if it were announced today: with a banner, without feeds
        #[arg(long)]
        draft: bool,
        /// Write a .gz and a .br beside every text, for servers that send them as they are
        #[arg(long)]
        precompress: bool,
        /// Make every page anew, and leave nothing beside the output for the next build
        #[arg(long)]
        fresh: bool,
    },
    /// Show everything that is wrong, and write nothing
    Check {
        /// The day for which the site is checked. Default: today, in the site's time zone
        #[arg(long, value_name = "DATE", value_parser = date)]
        as_of: Option<Date>,
        /// The changes.json that is live, which must stay true; `none` while nothing is published
        #[arg(long, value_name = "FILE|none")]
        published: Option<String>,
        /// How problems are shown
        #[arg(long, value_enum, default_value_t = FormatChoice::Human)]
        format: FormatChoice,
    },
    /// Show the draft: what differs from the recorded changes, and what customers will be told
    Status {
        /// The day on which it would be announced. Default: today, in the site's time zone
        #[arg(long, value_name = "DATE", value_parser = date)]
        announce: Option<Date>,
        /// How it is shown
        #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
        format: StatusFormat,
    },
    /// Record the draft as a change, so that it is told
    Record(record::Arguments),
    /// Import what a company has already: its list, the list's past, or its processing descriptions
    Import(import::Arguments),
    /// Write what to send about the changes that are new: a mail, a chat message
    Announce {
        /// The changes.json that was live before; `none` for everything
        #[arg(long, value_name = "FILE|none")]
        published: String,
        /// Only what concerns one product
        #[arg(long, value_name = "ID")]
        product: Option<String>,
        /// The day on which it is sent. Default: today, in the site's time zone
        #[arg(long, value_name = "DATE", value_parser = date)]
        as_of: Option<Date>,
        /// In which form
        #[arg(long, value_enum, default_value_t = MessageFormat::Text)]
        format: MessageFormat,
    },
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
enum FormatChoice {
    /// For people
    Human,
    /// For programs
    Json,
    /// As annotations of a pull request on GitHub
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum MessageFormat {
    /// The body of a plain mail
    Text,
    /// A fragment for the body of a mail
    Html,
    /// A mail that opens in a mail program as a draft
    Eml,
    /// For an incoming webhook of Slack
    Slack,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Host {
    Github,
    Gitlab,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum StatusFormat {
    /// For people
    Human,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
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
    let day = |as_of| Day { now, as_of };
    match arguments.command {
        Command::Init { dir, example, ci } => init::run(
            &InitOptions {
                what: match example {
                    true => Some(Beginning::Example),
                    false if ci.is_some() && dir.join(read::CONFIG).exists() => None,
                    false => Some(Beginning::Skeleton),
                },
                folder: dir,
                host: ci.map(|host| match host {
                    Host::Github => CodeHost::Github,
                    Host::Gitlab => CodeHost::Gitlab,
                }),
                today: Date::from(TimeZone::UTC.to_datetime(now).date()),
                site_id: new_site_id(now),
            },
            console,
        ),
        Command::Serve(asked) => with_root(arguments.root, console, |root, console| {
            match asked.options(root) {
                Ok(options) => command::serve::run(&options, console),
                Err(refusal) => {
                    console.failure(&refusal);
                    Outcome::SystemFailure
                }
            }
        }),
        Command::Build {
            output,
            base_url,
            as_of,
            published,
            draft,
            precompress,
            fresh,
        } => with_root(arguments.root, console, |root, console| {
            build::run(
                &BuildOptions {
                    output: output.unwrap_or_else(|| root.join("public")),
                    root,
                    base_url,
                    day: day(as_of),
                    draft: if draft {
                        DraftPolicy::Show
                    } else {
                        DraftPolicy::Refuse
                    },
                    published: live(published),
                    siblings: if precompress {
                        Siblings::Compressed
                    } else {
                        Siblings::None
                    },
                    beginning: match program() {
                        Some(program) if !fresh => build::Beginning::Again {
                            files: build::LARGE,
                            program,
                        },
                        _ => build::Beginning::Fresh,
                    },
                    home: std::env::home_dir(),
                },
                console,
            )
        }),
        Command::Check {
            as_of,
            published,
            format,
        } => with_root(arguments.root, console, |root, console| {
            check::run(
                &CheckOptions {
                    root,
                    day: day(as_of),
                    published: live(published),
                    format: match format {
                        FormatChoice::Human => Format::Human,
                        FormatChoice::Json => Format::Json,
                        FormatChoice::Github => Format::Github,
                    },
                },
                console,
            )
        }),
        Command::Status { announce, format } => {
            with_root(arguments.root, console, |root, console| {
                status::run(
                    &StatusOptions {
                        root,
                        day: day(announce),
                        format: match format {
                            StatusFormat::Human => status::Format::Human,
                            StatusFormat::Markdown => status::Format::Markdown,
                            StatusFormat::Json => status::Format::Json,
                        },
                    },
                    console,
                )
            })
        }
        Command::Record(asked) => with_root(arguments.root, console, |root, console| {
            let day = day(asked.announce);
            command::record::run(&asked.options(root, day), console)
        }),
        Command::Import(asked) => with_root(arguments.root, console, |root, console| {
            command::import::run(&asked.options(root, day(None)), console)
        }),
        Command::Announce {
            published,
            product,
            as_of,
            format,
        } => with_root(arguments.root, console, |root, console| {
            announce::run(
                &AnnounceOptions {
                    root,
                    day: day(as_of),
                    published: Live::parse(&published),
                    product,
                    format: match format {
                        MessageFormat::Text => message::Format::Text,
                        MessageFormat::Html => message::Format::Html,
                        MessageFormat::Eml => message::Format::Eml,
                        MessageFormat::Slack => message::Format::Slack,
                        MessageFormat::Json => message::Format::Json,
                    },
                },
                console,
            )
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

/// Which program this is, by its sources and its file's size and time. Where packages are built so that all
/// files have one time, the sources tell.
fn program() -> Option<String> {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    let (sources, length, time) = (env!("CANDOR_SOURCES"), file.len(), file.modified().ok()?);
    Some(format!("{sources} {length} {time:?}"))
}

/// An id that no other site has: the instant and the place where it is made, hashed. It only has to
/// differ, so no source of randomness is asked.
fn new_site_id(now: Timestamp) -> Uuid {
    let here = std::env::current_dir().unwrap_or_default();
    let seed = format!(
        "{} {} {}",
        now.as_nanosecond(),
        std::process::id(),
        here.display()
    );
    Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes())
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

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text).map_err(|error| match error {
        BaseUrlError::NoScheme { suggestion } => {
            format!("it has no scheme; did you mean {suggestion}?")
        }
        BaseUrlError::NotAllowed(part) => format!("{part} isn't allowed in a base address"),
    })
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
