//! The workflows that `candor init --ci` writes: what they call is real, what is typed into a form stays
//! data, and the form records. Whether a host would take them, `test.sh` asks the host's own schema.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use support::{OnDisk, Project, run, tree};

const HOSTS: [(&str, &[&str]); 2] = [
    (
        "github",
        &[
            ".github/workflows/daily.yml",
            ".github/workflows/preview.yml",
            ".github/workflows/publish.yml",
            ".github/workflows/record.yml",
        ],
    ),
    (
        "gitlab",
        &[
            ".gitlab-ci.yml",
            ".gitlab/daily.yml",
            ".gitlab/preview.yml",
            ".gitlab/publish.yml",
            ".gitlab/record.yml",
        ],
    ),
];

/// The workflows of a host, as they are written into a project that is there already.
fn written(disk: &OnDisk, host: &str) -> BTreeMap<String, String> {
    let before = tree(&disk.root());
    disk.candor(&["init", "--ci", host]).succeeds();
    let mut after = tree(&disk.root());
    after.retain(|path, _| !before.contains_key(path) && !path.ends_with('/'));
    after
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

#[test]
fn a_project_that_is_there_gets_the_workflows_alone_and_keeps_its_own() {
    for (host, expected) in HOSTS {
        let disk = Project::base().on_disk();
        let workflows = written(&disk, host);
        assert_eq!(workflows.keys().collect::<Vec<_>>(), expected);
        let before = tree(&disk.root());
        let refused = disk.candor(&["init", "--ci", host]).ends_with(3);
        refused.says(&[expected[0], "move the old workflows away first"]);
        assert_eq!(tree(&disk.root()), before);
    }
}

#[test]
fn every_command_in_them_is_one_that_candor_has() {
    for (host, _) in HOSTS {
        let disk = Project::base().on_disk();
        let mut commands = 0;
        for (path, text) in written(&disk, host) {
            let lines = text
                .lines()
                .map(|line| line.trim().trim_start_matches("- "));
            let lines = lines.map(|line| line.trim_start_matches("run: "));
            for line in lines.filter(|line| line.starts_with("candor ")) {
                let words = line.split_whitespace().skip(1);
                let words = words.take_while(|word| !matches!(*word, ">" | "||"));
                let mut words: Vec<&str> = words.map(|word| word.trim_matches('"')).collect();
                // What a script puts together is run in a test of its own.
                if words == ["$@"] {
                    continue;
                }
                // The help is shown where the words before it are understood.
                words.push("--help");
                let understood = disk.candor(&words);
                assert_eq!(
                    understood.code,
                    Some(0),
                    "{path}: {line}\n{}",
                    understood.err
                );
                commands += 1;
            }
        }
        assert_eq!(commands, 4, "{host}");
    }
}

#[test]
fn they_install_the_version_that_wrote_them() {
    for (host, _) in HOSTS {
        let disk = Project::base().on_disk();
        let all: String = written(&disk, host).into_values().collect();
        let version = env!("CARGO_PKG_VERSION");
        assert!(all.contains(&format!(
            "cargo install candor --locked --version {version}"
        )));
        assert!(!all.contains("@VERSION@"), "{host}");
    }
}

/// The scripts of a workflow: what stands behind `run: |` or in a list item `- |`, as the host's shell
/// gets it.
fn scripts(workflow: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    let mut lines = workflow.lines().peekable();
    let indent = |line: &str| line.len() - line.trim_start().len();
    while let Some(line) = lines.next() {
        if !line.ends_with("run: |") && line.trim() != "- |" {
            continue;
        }
        let depth = indent(line);
        let mut script = String::new();
        while let Some(next) = lines.next_if(|next| next.is_empty() || indent(next) > depth) {
            script.push_str(next.trim_start_matches(' '));
            script.push('\n');
        }
        scripts.push(script);
    }
    scripts
}

#[test]
fn what_is_typed_into_a_form_never_becomes_a_part_of_a_script() {
    let disk = Project::base().on_disk();
    let mut found = 0;
    for (path, text) in written(&disk, "github") {
        let one_line = text.lines().filter(|line| line.contains("run: "));
        let scripts = scripts(&text)
            .into_iter()
            .chain(one_line.map(str::to_owned));
        for script in scripts {
            assert!(!script.contains("${{"), "{path}:\n{script}");
            found += 1;
        }
    }
    assert!(found > 8, "{found}");
}

#[cfg(unix)]
#[test]
fn the_form_records_what_was_typed_into_it() {
    let [github, gitlab] = [
        "TITLE REASON EFFECTIVE KIND",
        "RECORD_TITLE RECORD_REASON RECORD_EFFECTIVE RECORD_KIND",
    ]
    .map(|names| names.split(' ').collect::<Vec<&str>>());
    for (host, path, names) in [
        ("github", ".github/workflows/record.yml", github),
        ("gitlab", ".gitlab/record.yml", gitlab),
    ] {
        let typed = [
            "$(touch owned) \"it\"; moves",
            "Closer to `our` customers",
            "2126-12-24",
            "change",
        ];
        for (values, says) in [
            (
                typed,
                vec!["$(touch owned)", "`our`", "effective = 2126-12-24"],
            ),
            (
                ["", "", "", "tell"],
                vec!["title = \"Postlark: website amended\"", "tell = true"],
            ),
        ] {
            let disk = Project::base().on_disk();
            let record = written(&disk, host).remove(path).unwrap();
            let script = scripts(&record);
            let script = script.iter().find(|s| s.contains("set -- record")).unwrap();
            let register = "content/subprocessors.toml";
            let text = Project::base().text(register);
            let other = text.replace(
                "purpose = \"Mail to users\"",
                "purpose = \"Mail to users\"\nwebsite = \"https://postlark.example/\"",
            );
            disk.write(register, other.as_bytes());
            let program = std::path::Path::new(env!("CARGO_BIN_EXE_candor"));
            let path = format!(
                "{}:{}",
                program.parent().unwrap().display(),
                std::env::var("PATH").unwrap()
            );
            let mut shell = Command::new("sh");
            shell.args(["-e", "-c", script]).current_dir(disk.root());
            shell.env("PATH", path).envs(names.iter().zip(values));
            run(shell).succeeds();
            let changes = disk.root().join("content/changes");
            let newest = fs::read_dir(&changes).unwrap().map(|e| e.unwrap().path());
            let newest = newest.filter(|p| !p.ends_with("2026-01-05-first-list"));
            let newest = newest.filter(|p| !p.ends_with("2026-11-23-postlark-adds-ireland"));
            let newest: Vec<_> = newest.collect();
            assert_eq!(newest.len(), 1, "{newest:?}");
            let change = fs::read_to_string(newest[0].join("change.toml")).unwrap();
            for what in says {
                assert!(change.contains(what), "{host}: {what}\n{change}");
            }
            assert!(!disk.root().join("owned").exists());
        }
    }
}
