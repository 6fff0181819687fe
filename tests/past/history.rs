//! A real history, whole.

use std::collections::BTreeMap;

use candor::command::load::{self, Loaded};
use candor::compare::{Amendment, Step};
use candor::content::{Date, Subprocessor};
use candor::replay::ChangeKind;

use super::keeper::{Event, Keeper, id};
use super::repository::Touch;
use super::support::{OnDisk, Run};
use super::{empty_project, repository};

fn import(project: &OnDisk, keeper: &Keeper) -> Run {
    let repository = keeper.repository.path();
    project.candor(&[
        "import",
        "--write",
        "--git",
        repository.to_str().unwrap(),
        &keeper.path,
    ])
}

fn load(project: &OnDisk) -> Loaded {
    let loaded = load::understand(candor::read::read(&project.root()).unwrap().sources, None);
    assert_eq!(loaded.problems, []);
    loaded
}

/// What the historical changes of a project say, in the keeper's words.
fn told(project: &OnDisk) -> Vec<Event> {
    let understood = load(project).understood.unwrap();
    let changes = understood.history.changes().iter();
    let past = changes.filter(|change| matches!(change.kind, ChangeKind::Historical { .. }));
    past.map(|change| Event {
        day: change.announced.to_string(),
        items: change.amendments.iter().map(item).collect(),
    })
    .collect()
}

fn item(amendment: &Amendment) -> (String, Option<(String, String)>) {
    let Amendment::Subprocessor(step) = amendment else {
        panic!("the list holds sub-processors alone");
    };
    let facts = |entry: &Subprocessor| {
        let website = entry.website.as_ref().map(ToString::to_string);
        (
            entry.engagements[0].purpose.clone(),
            website.unwrap_or_default(),
        )
    };
    let id = step.latest().id.to_string();
    match step {
        Step::Added { after } | Step::Amended { after, .. } => (id, Some(facts(after))),
        Step::Removed { .. } => (id, None),
    }
}

#[test]
fn two_hundred_commits_give_the_keepers_own_account() {
    let Some(repository) = repository() else {
        return;
    };
    let mut keeper = Keeper::new(repository);
    keeper.keep(200);
    let project = empty_project();
    let run = import(&project, &keeper).succeeds();
    let told = told(&project);
    assert_eq!(told.len(), keeper.account.len());
    for (told, kept) in told.iter().zip(&keeper.account) {
        assert_eq!(told, kept);
    }
    assert!(
        told.len() > 80 && told.len() + 20 < keeper.versions,
        "{} of {}",
        told.len(),
        keeper.versions
    );
    let days: Vec<&String> = told.iter().map(|event| &event.day).collect();
    assert!(
        days.windows(2).any(|pair| pair[0] == pair[1]),
        "some share a day"
    );
    assert!(run.err.contains("no list was found in it"), "{}", run.err);
    assert!(
        run.out.contains(&format!(
            "{} versions: {} become historical changes",
            keeper.versions,
            told.len()
        )),
        "{}",
        run.out
    );

    // The last state is the register, in the list's order.
    let understood = load(&project).understood.unwrap();
    let order: Vec<&str> = understood
        .project
        .layout
        .subprocessors
        .iter()
        .map(|id| id.as_str())
        .collect();
    let kept: Vec<String> = keeper.list.iter().map(|entry| id(&entry.name)).collect();
    assert_eq!(order, kept);

    // A second time there is nothing to do.
    let files = super::support::tree(&project.root());
    let again = import(&project, &keeper)
        .succeeds()
        .says(&["There is nothing to write"]);
    assert!(
        again.out.contains("says what the last version says"),
        "{}",
        again.out
    );
    assert_eq!(super::support::tree(&project.root()), files);

    // Recorded and built, it shows the periods.
    project.candor(&["record"]).succeeds();
    project.candor(&["check"]).succeeds();
    project.candor(&["build", "--published", "none"]).succeeds();
    let gone = keeper.account.iter().flat_map(|event| &event.items);
    let gone = gone
        .filter(|(_, facts)| facts.is_none())
        .map(|(id, _)| id)
        .next()
        .unwrap();
    let of = |facts: bool| {
        let mut events = keeper.account.iter();
        let found = events.find(|event| {
            event
                .items
                .get(gone)
                .is_some_and(|item| item.is_some() == facts)
        });
        Date::parse(&found.unwrap().day).unwrap()
    };
    let path = format!("public/subprocessors/{gone}/index.html");
    let page = std::fs::read_to_string(project.root().join(path)).unwrap();
    for day in [of(true), of(false).day_before()] {
        assert!(
            page.contains(&format!("datetime=\"{day}\"")),
            "{gone}, {day}: {page}"
        );
    }
}

#[test]
fn a_clone_gives_the_same_files_as_the_repository() {
    let Some(repository) = repository() else {
        return;
    };
    let mut keeper = Keeper::new(repository);
    keeper.keep(70);
    let one = empty_project();
    import(&one, &keeper).succeeds();
    let clone = one.beside("policies");
    let mut git = keeper.repository.git(&["clone", "--quiet", "."]);
    assert!(git.arg(&clone).status().unwrap().success());
    let two = empty_project();
    two.candor(&[
        "import",
        "--write",
        "--git",
        clone.to_str().unwrap(),
        &keeper.path,
    ])
    .succeeds();
    assert_eq!(
        super::support::tree(&one.root()),
        super::support::tree(&two.root())
    );
}

#[test]
fn the_sources_of_the_changes_name_the_commits() {
    let Some(mut repository) = repository() else {
        return;
    };
    let text = b"|Name|Purpose|\n|---|---|\n|Acme|Hosting|\n";
    repository.commit(
        "main",
        (1_700_000_000, 1_700_000_000),
        &[],
        &[Touch::Write("list.md", text)],
    );
    repository.written();
    let project = empty_project();
    let path = repository.path();
    project
        .candor(&[
            "import",
            "--write",
            "--git",
            path.to_str().unwrap(),
            "list.md",
        ])
        .succeeds();
    let commit = repository.git(&["rev-parse", "main"]).output().unwrap();
    let commit = String::from_utf8(commit.stdout).unwrap();
    let change = std::fs::read_to_string(
        project
            .root()
            .join("content/changes/2023-11-14-acme-added/change.toml"),
    )
    .unwrap();
    assert_eq!(
        change,
        format!(
            "kind = \"historical\"\nsource = \"Git repository policies, list.md, commit {}\"\n\
             announced = 2023-11-14\neffective = 2023-11-14\ntitle = \"Acme added\"\n",
            commit.trim()
        )
    );
}

#[test]
fn what_comes_after_the_baseline_is_no_past() {
    let Some(mut repository) = repository() else {
        return;
    };
    let at = |day: i64| (1_700_000_000 + day * 86_400, 1_700_000_000 + day * 86_400);
    let first = repository.commit(
        "main",
        at(0),
        &[],
        &[Touch::Write(
            "l.md",
            b"|Name|Purpose|\n|---|---|\n|Acme|Hosting|\n",
        )],
    );
    repository.commit(
        "main",
        at(9),
        &[first],
        &[Touch::Write(
            "l.md",
            b"|Name|Purpose|\n|---|---|\n|Acme|Storage|\n",
        )],
    );
    repository.written();
    let project = empty_project();
    project.write(
        "content/subprocessors.toml",
        b"[[subprocessor]]\nid = \"acme-cloud\"\nname = \"Acme\"\npurpose = \"Mail\"\n",
    );
    project
        .candor(&["record", "--announce", "2023-11-20"])
        .succeeds();
    let path = repository.path();
    let arguments = ["import", "--write", "--git", path.to_str().unwrap(), "l.md"];
    let run = project.candor(&arguments).succeeds();
    run.says(&[
        "1 commit(s) from 2023-11-20 on",
        "stays as it is",
        "say other things of `acme-cloud`",
    ]);
    let told: BTreeMap<String, Vec<String>> = told(&project)
        .into_iter()
        .map(|event| (event.day, event.items.into_keys().collect()))
        .collect();
    assert_eq!(
        told,
        BTreeMap::from([("2023-11-14".to_owned(), vec!["acme-cloud".to_owned()])])
    );
    project.candor(&["check"]).succeeds();
}
