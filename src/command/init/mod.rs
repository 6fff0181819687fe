//! `candor init`: a project to begin with.

mod ci;

use std::path::PathBuf;

use uuid::Uuid;

use super::{Console, Outcome};
use crate::bundled;
use crate::content::Date;
use crate::source::FileEdit;
use crate::write;

pub use ci::CodeHost;

/// What `candor init` is asked for.
#[derive(Clone, Debug)]
pub struct InitOptions {
    pub folder: PathBuf,
    /// What to begin with; `None` adds workflows alone to a project that is there already.
    pub what: Option<Beginning>,
    pub host: Option<CodeHost>,
    /// For the baseline of a skeleton.
    pub today: Date,
    /// The new site's id.
    pub site_id: Uuid,
}

/// What a project begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beginning {
    /// As little as publishes.
    Skeleton,
    /// The sample: an invented company with two recorded states.
    Example,
}

/// Writes the project.
pub fn run(options: &InitOptions, console: &mut Console<'_>) -> Outcome {
    let mut files = match options.what {
        Some(Beginning::Skeleton) => skeleton(options.today, options.site_id),
        Some(Beginning::Example) => example(options.site_id),
        None => Vec::new(),
    };
    files.extend(options.host.map(ci::workflows).unwrap_or_default());
    let paths = files.iter().map(|(path, _)| path.as_str());
    let in_the_way = write::in_the_way(&options.folder, paths);
    if !in_the_way.is_empty() {
        console.failure(&format!(
            "{} isn't empty; `init` would overwrite {}",
            options.folder.display(),
            in_the_way.join(", ")
        ));
        console.remark(match options.what {
            Some(_) => "  name a new folder: candor init my-trust-center",
            None => "  move the old workflows away first, then compare the new ones with them",
        });
        return Outcome::SystemFailure;
    }
    let count = files.len();
    let edits: Vec<FileEdit> = files
        .into_iter()
        .map(|(path, bytes)| FileEdit::Create { path, bytes })
        .collect();
    if let Err(error) = write::apply(&options.folder, &edits) {
        console.failure(&error.to_string());
        return Outcome::SystemFailure;
    }
    let folder = options.folder.display().to_string();
    console.result(&format!("Wrote {count} files into {folder}"));
    let there = if folder == "." {
        String::new()
    } else {
        format!("cd {folder} && ")
    };
    if options.what.is_some() {
        console.remark(&format!("  look at it: {there}candor serve --open"));
    }
    if options.what == Some(Beginning::Skeleton) {
        console.remark("  write your name, address and notice into candor.toml, and whom you use already into\n  content/subprocessors.toml; that belongs into the first record: candor record --again");
        console.remark("  publish it then: candor build");
    }
    match options.host {
        Some(CodeHost::Github) => console.remark(
            "  once: in the repository's settings, under Pages, choose GitHub Actions as the source; then run\n  the workflow Publish by hand, with the first time ticked",
        ),
        Some(CodeHost::Gitlab) => console.remark(
            "  once: under Build, Pipeline schedules, make a daily schedule for the default branch; then run a\n  pipeline by hand with the variable CANDOR_FIRST_TIME set to yes",
        ),
        None => {}
    }
    Outcome::Done
}

fn skeleton(today: Date, site_id: Uuid) -> Vec<(String, Vec<u8>)> {
    let config = format!(
        r#"[site]
# The identity of every feed item. Once published, it stays as it is.
id = "{site_id}"
title = "Trust Center"
# The company that publishes, by its legal name.
# company = "Example GmbH"
# Where the site will be reached. Feeds and mails name it, so put yours before you publish.
base_url = "https://trust.example.com/"
# "en" or "de".
language = "en"
time_zone = "Europe/Berlin"

[notice]
# How many days in advance customers hear of a new sub-processor. The law names no number: it stands in the data
# processing agreements (DPA) that your company has with them.
days = 30
# Where customers object to one: a mail address that somebody reads, or a page.
# object_to = "privacy@example.com"

[processing]
# The sections of your processing descriptions that are the columns of their table.
columns = ["Purpose of processing", "Categories of processing"]
"#
    );
    let register = "\
# Every company that handles your customers' personal data for you: the host, the mail service, the help desk.
# One that sees only your own data, such as your payroll, isn't a sub-processor.
#
# [[subprocessor]]
# id = \"example-host\"           # a part of its page's address, for ever
# name = \"Example Host\"
# purpose = \"Hosting\"
# data = [\"contact details\"]    # the kinds of personal data that it handles
# locations = [\"DE\"]            # the countries where; with a city: { country = \"DE\", city = \"Frankfurt\" }
# transfer = [\"scc\"]            # outside the EEA, on what ground: adequacy, dpf, scc …
";
    let index = "\
+++
title = \"Trust Center\"
+++

Here we say how we process our customers' personal data, who helps us, and what will change.
";
    let support = "\
+++
# An example. Say what you do with your customers' data and what for, or delete this file.
title = \"Customer support\"
+++

## Purpose of processing

We help the customer's users with questions and faults.

## Categories of processing

- name and mail address of whoever asks
- what they send us with their question
";
    let baseline = format!(
        "\
# The first record: everything that is in force when the log begins.
kind = \"baseline\"
announced = {today}
title = \"First publication\"
"
    );
    let folder = format!("content/changes/{today}-first-publication");
    [
        ("candor.toml".to_owned(), config),
        ("content/index.md".to_owned(), index.to_owned()),
        ("content/subprocessors.toml".to_owned(), register.to_owned()),
        (
            "content/processing/support.md".to_owned(),
            support.to_owned(),
        ),
        (format!("{folder}/change.toml"), baseline),
        (
            format!("{folder}/processing/support.md"),
            support.to_owned(),
        ),
    ]
    .map(|(path, text)| (path, text.into_bytes()))
    .into()
}

/// The sample, with a site id of its own.
fn example(site_id: Uuid) -> Vec<(String, Vec<u8>)> {
    bundled::sample()
        .into_iter()
        .map(|(path, bytes)| {
            if path != "candor.toml" {
                return (path, bytes.to_vec());
            }
            let text = String::from_utf8_lossy(bytes);
            let lines = text.lines().map(|line| {
                if line.starts_with("id = ") {
                    format!("id = \"{site_id}\"\n")
                } else {
                    format!("{line}\n")
                }
            });
            (path, lines.collect::<String>().into_bytes())
        })
        .collect()
}
