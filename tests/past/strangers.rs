//! Repositories and paths that mean no good.

use std::fs;

use super::repository::{Repository, Touch, git};
use super::{empty_project, repository};

const AT: (i64, i64) = (1_700_000_000, 1_700_000_000);
const LIST: &[u8] = b"|Name|Purpose|\n|---|---|\n|Acme|Hosting|\n";

fn with_list() -> Option<Repository> {
    let mut repository = repository()?;
    repository.commit(
        "main",
        AT,
        &[],
        &[
            Touch::Write("list.md", LIST),
            Touch::Write("a/list.md", LIST),
        ],
    );
    repository.written();
    Some(repository)
}

#[test]
fn nothing_in_a_repository_is_run() {
    let Some(repository) = with_list() else {
        return;
    };
    let project = empty_project();
    let proof = project.beside("run");
    let script = project.beside("script.sh");
    fs::write(
        &script,
        format!("#!/bin/sh\ntouch '{}'\ncat\n", proof.display()),
    )
    .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let script = script.to_str().unwrap();
    for setting in [
        "core.pager",
        "pager.log",
        "core.fsmonitor",
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "gpg.program",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "core.editor",
        "filter.x.smudge",
        "remote.origin.uploadpack",
    ] {
        assert!(
            repository
                .git(&["config", setting, script])
                .status()
                .unwrap()
                .success()
        );
    }
    for (setting, value) in [
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("core.hooksPath", "."),
        ("diff.renames", "false"),
        ("core.quotePath", "true"),
        ("log.follow", "false"),
        ("remote.origin.promisor", "true"),
        ("log.diffMerges", "off"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
    ] {
        assert!(
            repository
                .git(&["config", setting, value])
                .status()
                .unwrap()
                .success()
        );
    }
    fs::write(
        repository.path().join("info/attributes"),
        "* diff=x filter=x\n",
    )
    .unwrap();
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
    assert!(!proof.exists(), "a program named by the repository was run");
    assert!(
        project
            .root()
            .join("content/changes/2023-11-14-acme-added/change.toml")
            .exists()
    );
}

#[test]
fn a_path_is_never_an_option_nor_a_pattern() {
    let Some(repository) = with_list() else {
        return;
    };
    let project = empty_project();
    let path = repository.path();
    let path = path.to_str().unwrap();
    let proof = project.root().join("x");
    let output = format!("--output={}", proof.display());
    for file in [
        output.as_str(),
        "--all",
        "-p",
        ":(glob)*.md",
        "*.md",
        ":/",
        "../list.md",
        "list.md/x",
        "",
    ] {
        project
            .candor(&["import", "--git", path, file])
            .ends_with(2);
    }
    for repository in [
        "--version",
        "-h",
        "--upload-pack=x",
        "ext::sh -c x",
        "https://host.invalid/x.git",
        ".",
    ] {
        project
            .candor(&["import", "--git", repository, "list.md"])
            .ends_with(2)
            .says(&["git says"]);
    }
    assert!(!proof.exists());
    project
        .candor(&["import", "--git", path, "list.MD"])
        .ends_with(2)
        .says(&["no file list.MD", "did you mean a/list.md or list.md?"]);
}

#[test]
fn the_environment_leads_to_no_other_repository() {
    let Some(repository) = with_list() else {
        return;
    };
    let project = empty_project();
    let path = repository.path();
    let mut command = project.command(&["import", "--git", path.to_str().unwrap(), "list.md"]);
    command
        .env("GIT_DIR", "/nowhere")
        .env("GIT_WORK_TREE", "/nowhere")
        .env("GIT_GLOB_PATHSPECS", "1")
        .env("GIT_EXTERNAL_DIFF", "false");
    command
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "log.date")
        .env("GIT_CONFIG_VALUE_0", "nonsense");
    super::support::run(command).succeeds();
}

#[test]
fn a_part_of_a_history_is_refused() {
    let Some(repository) = with_list() else {
        return;
    };
    let project = empty_project();
    let clone = project.beside("clone");
    let from = format!("file://{}", repository.path().display());
    let mut command = git(&project.root(), &["clone", "--quiet", "--depth=1", &from]);
    assert!(command.arg(&clone).status().unwrap().success());
    // One commit is all there is, so cut it as a longer history would be.
    fs::write(
        clone.join(".git/shallow"),
        fs::read(clone.join(".git/shallow"))
            .unwrap_or_else(|_| git(&clone, &["rev-parse", "HEAD"]).output().unwrap().stdout),
    )
    .unwrap();
    project
        .candor(&["import", "--git", clone.to_str().unwrap(), "list.md"])
        .ends_with(2)
        .says(&["git fetch --unshallow"]);
}

#[test]
fn what_is_no_list_is_left_out_and_said() {
    let Some(mut repository) = repository() else {
        return;
    };
    let large = vec![b'x'; (16 << 20) + 1];
    let at = |day: i64| (AT.0 + day * 86_400, AT.1 + day * 86_400);
    let touches: [Touch<'_>; 7] = [
        Touch::Write("list.md", LIST),
        Touch::Write("list.md", &large),
        Touch::Write("list.md", b"a\0b"),
        Touch::Delete("list.md"),
        Touch::Link("list.md", "/etc/passwd"),
        Touch::Write("list.md", b""),
        Touch::Write(
            "list.md",
            b"|Name|Purpose|\n|---|---|\n|Acme|Hosting|\n|Beta|Mail|\n",
        ),
    ];
    let mut head = None;
    for (day, touch) in (0..).zip(touches) {
        let parents: Vec<_> = head.into_iter().collect();
        head = Some(repository.commit("main", at(day), &parents, &[touch]));
    }
    repository.written();
    let project = empty_project();
    let path = repository.path();
    let run = project
        .candor(&["import", "--git", path.to_str().unwrap(), "list.md"])
        .succeeds();
    assert!(
        run.out.contains("7 versions: 2 become historical changes"),
        "{}",
        run.out
    );
    run.says(&[
        "16 MB, and a list has at most 16",
        "characters that no text has",
        "the file was deleted",
        "a link stood there",
        "no list was found in it",
        "Nothing is written yet",
    ]);
    assert!(!project.root().join("content/changes").exists());
}
