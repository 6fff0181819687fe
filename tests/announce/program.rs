//! When the program speaks, and when it refuses.

use crate::support::{DAY, OnDisk, Project};

fn published(disk: &OnDisk, day: &str) -> String {
    disk.candor(&["build", "--as-of", day, "--published", "none"])
        .succeeds();
    let live = disk.beside("live.json");
    std::fs::copy(disk.root().join("public/changes.json"), &live).unwrap();
    live.display().to_string()
}

#[test]
fn nothing_new_says_so_and_writes_nothing() {
    let disk = Project::base().on_disk();
    let live = published(&disk, DAY);
    let run = disk.candor(&["announce", "--published", &live, "--as-of", DAY]);
    let run = run.succeeds().says(&["Nothing to announce"]);
    assert_eq!(run.out, "");
}

#[test]
fn what_is_new_is_written_and_nothing_else() {
    let disk = Project::base().on_disk();
    let live = published(&disk, "2026-11-22");
    let arguments = ["announce", "--published", &live, "--as-of", "2026-11-23"];
    let run = disk.candor(&arguments).succeeds();
    assert!(
        run.out
            .starts_with("Heronsgate Trust Center announces a change.\n")
    );
    assert_eq!(run.out.matches("===\n").count(), 1);
    let eml = disk.candor(&[&arguments[..], &["--format", "eml"]].concat());
    assert!(eml.succeeds().out.ends_with("--\r\n"));
}

#[test]
fn what_is_not_published_is_not_announced() {
    let disk = Project::base().on_disk();
    let live = published(&disk, "2026-11-22");
    let announce = |day: &str| disk.candor(&["announce", "--published", &live, "--as-of", day]);
    let late = announce("2026-11-25").ends_with(1);
    assert_eq!(late.out, "");
    disk.write(
        "content/annexes/new.md",
        b"+++\ntitle = \"New\"\n+++\nText.\n",
    );
    let draft = announce("2026-11-23").ends_with(1);
    assert_eq!(draft.out, "");
    disk.write("content/subprocessors.toml", b"[[subprocessor]\n");
    assert_eq!(announce("2026-11-23").ends_with(1).out, "");
}

#[test]
fn wrong_usage_is_explained() {
    let disk = Project::base().on_disk();
    disk.candor(&["announce"])
        .ends_with(2)
        .says(&["--published"]);
    disk.candor(&["announce", "--published", "none", "--product", "cloud"])
        .ends_with(2)
        .says(&["there is no product `cloud`", "it has no [products]"]);
    let sample = Project::sample().on_disk();
    sample
        .candor(&["announce", "--published", "none", "--product", "clod"])
        .ends_with(2)
        .says(&["did you mean `cloud`?"]);
    sample
        .candor(&["announce", "--published", "absent.json"])
        .ends_with(3)
        .says(&["absent.json"]);
}

/// Every command of the page runs as it stands there, on the day of which the page speaks.
#[test]
fn the_commands_of_the_page_are_real() {
    let page = include_str!("../../docs/announcing.md");
    let disk = Project::base()
        .edit(
            "candor.toml",
            "[notice]",
            "[products]\ncloud = \"Heronsgate Cloud\"\n\n[notice]",
        )
        .edit(
            "content/changes/2026-11-23-postlark-adds-ireland/change.toml",
            "announced = 2026-11-23\neffective = 2026-12-24",
            "announced = 2026-12-01\neffective = 2027-01-01",
        )
        .on_disk();
    let live = published(&disk, DAY);
    std::fs::copy(live, disk.root().join("live.json")).unwrap();
    let commands: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("$ candor "))
        .collect();
    assert!(commands.len() > 6, "{commands:?}");
    for command in commands {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        if !arguments.contains(&"--as-of") {
            arguments.extend(["--as-of", "2026-12-01"]);
        }
        let run = disk.candor(&arguments).succeeds();
        assert!(
            run.out.contains("Postlark adds a location in Ireland"),
            "{command}: {}",
            run.out
        );
    }
}
