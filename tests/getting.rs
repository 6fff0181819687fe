//! What Candor is made of, and what people get: the package, the licences, the recipes for a release and
//! for a container.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test reads real files, and stops where something is missing"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn the_package_holds_what_is_built_and_nothing_heavy() {
    let listed = cargo(&["package", "--list", "--allow-dirty", "--offline"]);
    let files: BTreeSet<&str> = listed.lines().collect();
    for needed in [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "build.rs",
        "candor.toml",
        "content/subprocessors.toml",
        "src/main.rs",
        "themes/default/strings/en.toml",
        "themes/default/templates/base.html",
    ] {
        assert!(files.contains(needed), "{needed} isn't in the package");
    }
    for unwanted in [".github/", ".ci/", "fuzz/", "target/", "tests/", "public/"] {
        let found = files.iter().find(|file| file.starts_with(unwanted));
        assert_eq!(found, None);
    }
    let size: u64 = files
        .iter()
        .filter_map(|file| fs::metadata(root().join(file)).ok())
        .map(|metadata| metadata.len())
        .sum();
    assert!(size < 4_000_000, "{size} bytes");
}

#[test]
fn every_crate_comes_from_crates_io_under_a_licence_that_is_taken() {
    let deny = deny();
    let taken = texts(&deny["licenses"]["allow"]);
    for package in packages() {
        let name = &package["name"];
        if package["source"].is_null() {
            assert_eq!(name, "candor");
            continue;
        }
        let source = package["source"].as_str().unwrap_or_default();
        assert_eq!(
            source, "registry+https://github.com/rust-lang/crates.io-index",
            "{name}"
        );
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_taken(licence, &taken), "{name} is under {licence:?}");
    }
}

#[test]
fn each_crate_is_there_once_but_for_those_that_are_named() {
    let deny = deny();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        versions
            .entry(text("name"))
            .or_default()
            .insert(text("version"));
    }
    let skipped = deny["bans"]["skip"].as_array().expect("a list");
    let mut named: BTreeSet<&str> = skipped
        .iter()
        .filter_map(|skip| skip["name"].as_str())
        .collect();
    for (name, versions) in versions {
        if versions.len() > 1 {
            assert!(named.remove(name.as_str()), "{name}: {versions:?}");
        }
        let banned = deny["bans"]["deny"].as_array().expect("a list");
        assert!(banned.iter().all(|ban| ban["name"] != name), "{name}");
    }
    assert!(named.is_empty(), "no longer twice: {named:?}");
}

#[test]
fn a_release_runs_nobody_s_code_but_the_locked_one() {
    let workflow = read(".github/workflows/release.yml");
    assert!(!workflow.contains("uses:"), "an action is used");
    for line in workflow.lines().map(str::trim) {
        let builds = [
            "cargo build",
            "cargo install",
            "cargo package",
            "cargo clippy",
        ];
        if builds.iter().any(|command| line.contains(command)) {
            assert!(line.contains("--locked"), "{line}");
        }
        // What somebody types into a tag stays data.
        let is_script = !line.contains(": ${{") && !line.starts_with('#');
        assert!(!is_script || !line.contains("${{"), "{line}");
    }
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert!(workflow.contains(&format!("rustup default {version}.0")));
    let built = workflow.split("target: ").skip(1);
    let built: Vec<&str> = built.filter_map(|rest| rest.split(',').next()).collect();
    assert!(built.len() >= 5, "{built:?}");
    let deny = read("deny.toml");
    for target in built {
        assert!(deny.contains(&format!("\"{target}\"")), "{target}");
    }
    // One list of what is inside goes with the archives of all systems.
    assert!(workflow.contains("cargo cyclonedx --format json --all-features --target all"));
    // Every command has its page of the manual in the archive.
    let pages = workflow.split("for command in ").nth(1).expect("a list");
    let pages = pages.split(';').next().expect("a list").split(' ');
    let help = cargo_bin(&["--help"]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let mut commands: BTreeSet<&str> = commands
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(commands.remove("help"), "{help}");
    assert_eq!(pages.collect::<BTreeSet<&str>>(), commands);
}

#[test]
fn the_container_copies_all_that_is_compiled() {
    let recipe = read("Containerfile");
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert!(recipe.contains(&format!("rust:{version}")), "{recipe}");
    let allowed = read(".containerignore");
    for needed in [
        "src",
        "themes",
        "content",
        "benches",
        "Cargo.lock",
        "build.rs",
        "candor.toml",
    ] {
        assert!(recipe.contains(needed), "{needed}");
        assert!(allowed.contains(&format!("!{needed}")), "{needed}");
    }
}

/// Whether an expression of SPDX can be met by licences that are taken.
fn is_taken(expression: &str, taken: &[String]) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    let any = |part: &str| {
        part.split(" OR ")
            .any(|one| taken.iter().any(|licence| licence == one.trim()))
    };
    // No crate nests deeper than `(A OR B) AND C`.
    !expression.trim().is_empty() && expression.split(" AND ").all(any)
}

#[test]
fn an_expression_is_met_by_each_of_its_parts() {
    let taken = ["MIT".to_owned(), "ISC".to_owned()];
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0 OR MIT", true),
        ("Apache-2.0/MIT", true),
        ("(MIT OR Apache-2.0) AND ISC", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_taken(expression, &taken), expected, "{expression}");
    }
}

fn packages() -> Vec<Value> {
    // Those of this system are there; others needn't have been fetched.
    let rustc = run(Command::new("rustc").arg("-vV"));
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: "));
    let host = format!("--filter-platform={}", host.expect("a system"));
    let metadata = cargo(&[
        "metadata",
        "--format-version=1",
        "--offline",
        "--locked",
        &host,
    ]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 100);
    packages.clone()
}

fn deny() -> Value {
    let parsed: toml::Table = toml::from_str(&read("deny.toml")).expect("TOML");
    serde_json::to_value(parsed).expect("JSON")
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

fn cargo(arguments: &[&str]) -> String {
    run(Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root()))
}

fn cargo_bin(arguments: &[&str]) -> String {
    run(Command::new(env!("CARGO_BIN_EXE_candor")).args(arguments))
}

fn run(command: &mut Command) -> String {
    let done = command.output().expect("the program");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    String::from_utf8(done.stdout).expect("text")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a file")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
