//! Outputs on and around volumes that are mounted, where this machine lets a test mount one.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::{SITE, guard, project, publish, put, site, texts};
use crate::write::{Blame, Refusal, Staging, Twins, WriteError};

/// Mounts, if this machine lets it, and unmounts when dropped.
struct Mount(std::path::PathBuf);

impl Mount {
    fn new(arguments: &[&str], place: &std::path::Path) -> Option<Mount> {
        fs::create_dir_all(place).unwrap();
        let output = Command::new("mount").args(arguments).arg(place).output();
        match output {
            Ok(output) if output.status.success() => Some(Mount(place.to_owned())),
            other => {
                println!("skipped: can't mount here ({other:?})");
                None
            }
        }
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

#[test]
fn a_mount_point_is_refused_and_a_folder_in_it_works() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let Some(_mount) = Mount::new(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"], &output) else {
        return;
    };
    let error = publish(root, &output, SITE).unwrap_err();
    assert!(
        matches!(error, WriteError::Refused(Refusal::CannotMove { .. })),
        "{error}"
    );
    assert!(error.to_string().contains("public/site"), "{error}");
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
    publish(root, &output.join("site"), SITE).unwrap();
    assert_eq!(texts(&output.join("site")), site(SITE));
}

/// A link leads from the project to the other disk, which one day can be read and no more.
#[test]
fn another_disk_takes_the_site_and_keeps_it_when_it_takes_no_more() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    let disk = tempfile::tempdir().unwrap();
    let Some(_mount) = Mount::new(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"], disk.path()) else {
        return;
    };
    fs::create_dir(disk.path().join("site")).unwrap();
    symlink(disk.path().join("site"), &output).unwrap();
    publish(root, &output, SITE).unwrap();
    assert_eq!(texts(&output), site(SITE));
    let locked = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(disk.path())
        .status();
    assert!(locked.unwrap().success());
    let error = publish(root, &output, &SITE[..1]).unwrap_err();
    assert!(
        matches!(&error, WriteError::Io { cause, .. } if cause.kind() == ErrorKind::ReadOnlyFilesystem),
        "{error}"
    );
    assert_eq!(texts(&output), site(SITE));
    assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 1);
    assert!(fs::read_link(&output).is_ok());
}

/// As in a container whose image holds a site already.
#[test]
fn a_folder_of_a_lower_layer_works_or_is_refused_unchanged() {
    let folder = project();
    let layers = tempfile::tempdir().unwrap();
    let layer = |name: &str| layers.path().join(name).to_str().unwrap().to_owned();
    let upper = layers.path().join("volume");
    let Some(_volume) = Mount::new(&["-t", "tmpfs", "tmpfs"], &upper) else {
        return;
    };
    fs::create_dir(upper.join("up")).unwrap();
    fs::create_dir(upper.join("work")).unwrap();
    publish(folder.path(), &layers.path().join("low/public"), SITE).unwrap();
    let options = format!(
        "lowerdir={},upperdir={},workdir={}",
        layer("low"),
        layer("volume/up"),
        layer("volume/work")
    );
    let merged = layers.path().join("merged");
    let Some(_overlay) = Mount::new(&["-t", "overlay", "overlay", "-o", &options], &merged) else {
        return;
    };
    let output = merged.join("public");
    let outcome = publish(folder.path(), &output, &SITE[..2]);
    match outcome {
        Ok(_) => assert_eq!(texts(&output), site(&SITE[..2])),
        Err(error) => {
            assert!(
                matches!(error, WriteError::Refused(Refusal::CannotMove { .. })),
                "{error}"
            );
            assert_eq!(texts(&output), site(SITE));
            assert_eq!(fs::read_dir(&merged).unwrap().count(), 1);
        }
    }
    // The way out that the message names.
    publish(folder.path(), &merged.join("public/site"), SITE).unwrap();
    assert_eq!(texts(&merged.join("public/site")), site(SITE));
}

#[test]
fn the_project_is_recognised_where_it_is_mounted_again() {
    let folder = project();
    let alias = tempfile::tempdir().unwrap();
    let place = alias.path().join("again");
    let Some(_mount) = Mount::new(&["--bind", folder.path().to_str().unwrap()], &place) else {
        return;
    };
    let guard = guard(folder.path());
    for output in [
        place.clone(),
        place.join("content"),
        place.join("content/out"),
    ] {
        let error = Staging::open(&output, &guard, Twins::None).unwrap_err();
        assert_eq!(error.blame(), Blame::Option, "{error}");
    }
}

#[test]
fn what_is_mounted_in_the_output_is_left_alone() {
    let folder = project();
    let (root, output) = (folder.path(), folder.path().join("public"));
    publish(root, &output, SITE).unwrap();
    let inner = output.join("uploads");
    let Some(_mount) = Mount::new(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"], &inner) else {
        return;
    };
    put(&inner, "precious.txt", "kept");
    let error = publish(root, &output, &SITE[..1]).unwrap_err();
    assert!(
        matches!(error, WriteError::Refused(Refusal::CannotCarry { .. })),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(inner.join("precious.txt")).unwrap(),
        "kept"
    );
}
