//! Memory stays as it is, however long one works: counted by what is kept.

use std::fs;

use candor::command::serve::edition::Days;
use candor::command::serve::workbench::Workbench;
use candor::read::watch::Touched;
use candor::source::SourcePath;

use crate::support::{DAY, Project, day};

#[test]
fn what_is_kept_doesnt_grow_with_the_edits() {
    let disk = Project::base().on_disk();
    let root = disk.root();
    let days = Days {
        shown: day(DAY),
        today: day(DAY),
    };
    let mut bench = Workbench::open(&root, Box::new(move |_| days)).expect("a project");
    let path = "content/processing/support.md";
    let original = Project::base().text(path);
    let touch = |bench: &mut Workbench, path: &str| {
        let paths = [SourcePath::new(path)].into();
        bench
            .touch(&Touched::Paths(paths))
            .expect("another edition")
    };
    let edit = |bench: &mut Workbench, number: usize| {
        let text = original.replacen("agents", &format!("agents {number}"), 1);
        disk.write(path, text.as_bytes());
        touch(bench, path);
    };
    edit(&mut bench, 0);
    let kept = bench.remembered();
    let first = bench.edition();
    for number in 1..300 {
        edit(&mut bench, number);
        assert_eq!(bench.remembered(), kept, "after {number} edits");
    }
    // Nobody but this test keeps an edition that isn't shown any more.
    assert_eq!(std::sync::Arc::strong_count(&first), 1);
    // Files that come and go leave nothing behind but their places, and those not for ever.
    for number in 0..20 {
        let path = format!("content/note-{number}.md");
        disk.write(&path, b"+++\ntitle = \"Note\"\n+++\nWords.\n");
        touch(&mut bench, &path);
        fs::remove_file(root.join(&path)).expect("it was there");
        touch(&mut bench, &path);
    }
    assert!(bench.remembered() <= kept + 20);
}

#[test]
fn who_leafs_through_the_days_keeps_few_of_them() {
    let disk = Project::base().on_disk();
    let days = Days {
        shown: day(DAY),
        today: day(DAY),
    };
    let days_of = Box::new(move |_: &_| days);
    let bench = Workbench::open(&disk.root(), days_of).expect("a project");
    let edition = bench.edition();
    let preview = edition.preview.as_ref().expect("a site");
    let own = preview.site(day(DAY));
    for month in 1..=12 {
        for of_month in 1..=28 {
            let other = day(&format!("2027-{month:02}-{of_month:02}"));
            let site = preview.site(other);
            assert_eq!(site.value.as_of(), other);
            let again = preview.site(other);
            assert!(std::sync::Arc::ptr_eq(&site, &again), "made twice");
        }
    }
    assert!(preview.sites() < 12, "{} sites", preview.sites());
    let still = preview.site(day(DAY));
    assert!(std::sync::Arc::ptr_eq(&own, &still), "its own stays");
}
