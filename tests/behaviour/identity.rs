//! Nothing new means no new bytes (case 05).

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use candor::render::Rendering;

use crate::support::html::{parse, words};
use crate::support::{DAY, OnDisk, Project, Tree, run, tree};

/// What a build writes, given by the program in a folder of its own.
fn reference() -> Tree {
    Project::base().on_disk().build()
}

fn differences(one: &Tree, other: &Tree) -> Vec<String> {
    let mut paths: Vec<&String> = one.keys().chain(other.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.retain(|path| one.get(*path) != other.get(*path));
    paths.into_iter().cloned().collect()
}

#[track_caller]
fn assert_same(one: &Tree, other: &Tree) {
    assert!(one.len() > 20);
    assert_eq!(differences(one, other), Vec::<String>::new());
}

fn built_with(disk: &OnDisk, variables: &[(&str, &str)]) -> Tree {
    let mut command = disk.command(&["build", "--as-of", DAY]);
    command.envs(variables.iter().copied());
    run(command).succeeds();
    tree(&disk.root().join("public"))
}

#[test]
fn twice_is_the_same_as_once() {
    let disk = Project::base().on_disk();
    let first = disk.build();
    assert_same(&first, &disk.build());
    assert_same(&first, &reference());
}

#[test]
fn neither_zone_nor_locale_nor_folder_is_in_the_site() {
    let reference = reference();
    for (zone, locale) in [
        ("Pacific/Kiritimati", "tr_TR.UTF-8"),
        ("Pacific/Pago_Pago", "C"),
    ] {
        let disk = Project::base().on_disk();
        let variables = [("TZ", zone), ("LC_ALL", locale), ("LANG", locale)];
        assert_same(&reference, &built_with(&disk, &variables));
    }
    let disk = Project::base().on_disk();
    let elsewhere = disk.beside("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let mut command = disk.command(&["build", "--as-of", DAY, "--root"]);
    command
        .arg(elsewhere.join("../project/./"))
        .current_dir(&elsewhere);
    run(command).succeeds();
    assert_same(&reference, &tree(&disk.root().join("public")));
}

#[test]
fn the_number_of_threads_is_not_in_the_site() {
    let reference = reference();
    for threads in ["1", "2", "7"] {
        let disk = Project::base().on_disk();
        assert_same(
            &reference,
            &built_with(&disk, &[("RAYON_NUM_THREADS", threads)]),
        );
    }
}

#[test]
fn times_modes_and_order_of_the_files_are_not_in_the_site() {
    let disk = Project::base().on_disk();
    let backwards: Vec<(String, Vec<u8>)> = Project::base().files.into_iter().rev().collect();
    fs::remove_dir_all(disk.root()).unwrap();
    for (path, bytes) in &backwards {
        disk.write(path, bytes);
        let file = fs::File::options()
            .write(true)
            .open(disk.root().join(path))
            .unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(915_148_800))
            .unwrap();
        read_only(&disk.root().join(path));
    }
    assert_same(&reference(), &disk.build());
}

#[cfg(unix)]
fn read_only(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o400)).unwrap();
}

#[cfg(not(unix))]
fn read_only(_: &Path) {}

#[test]
fn a_version_control_folder_is_not_in_the_site() {
    let disk = Project::base().on_disk();
    disk.write(".git/HEAD", b"ref: refs/heads/main\n");
    disk.write("content/.git/config", b"[core]\n");
    assert_same(&reference(), &disk.build());
}

#[test]
fn between_two_dates_of_the_sources_nothing_changes() {
    let built = |day: &str| Project::base().built(day).files();
    for (from, to) in [
        ("2026-01-05", "2026-11-22"),
        ("2026-11-23", "2026-12-23"),
        ("2026-12-24", "2031-05-01"),
    ] {
        assert_eq!(built(from), built(to), "{from} and {to}");
    }
    assert_ne!(built("2026-11-22"), built("2026-11-23"));
    assert_ne!(built("2026-12-23"), built("2026-12-24"));
}

#[test]
fn another_colour_reaches_no_feed() {
    let plain = Project::base().built(DAY).files();
    let coloured = Project::base()
        .with("-- themes/default/assets/site.css --\nbody { color: #123456 }\n")
        .built(DAY)
        .files();
    let machine = |path: &&String| {
        [".xml", ".json", ".csv", ".ics", ".txt"]
            .iter()
            .any(|e| path.ends_with(e))
    };
    let paths: Vec<&String> = plain.keys().filter(machine).collect();
    assert!(paths.len() >= 4, "{paths:?}");
    for path in paths {
        assert_eq!(plain.get(path), coloured.get(path), "{path}");
    }
    assert_ne!(plain.get("index.html"), coloured.get("index.html"));
}

#[test]
fn no_output_holds_the_day_or_the_moment_of_the_build() {
    let site = reference();
    let today = jiff::Timestamp::now().to_string();
    // The days that stand in the project are on its pages, whenever it is built.
    let today = Some(&today[..10]).filter(|today| *today > "2026-12-24");
    for (path, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        // A change of that day would be there anyway; the base project has none.
        for day in [DAY, "24 November 2026", "24 Nov 2026"]
            .into_iter()
            .chain(today)
        {
            assert!(!text.contains(day), "{path} holds {day}");
        }
    }
}

#[test]
fn the_sitemap_tells_when_a_page_last_changed() {
    let built = Project::base().built(DAY);
    let sitemap = built.file("sitemap.xml");
    let entry = |path: &str| {
        let place = format!("<loc>https://trust.heronsgate.example/{path}</loc>");
        let (_, rest) = sitemap.split_once(&place).unwrap();
        rest.split("</url>").next().unwrap().to_owned()
    };
    assert!(entry("processing/support/").contains("<lastmod>2026-01-05</lastmod>"));
    assert!(entry("subprocessors/postlark/").contains("<lastmod>2026-11-23</lastmod>"));
}

#[test]
fn the_register_changes_on_the_effective_day_and_not_before() {
    for (day, ireland) in [("2026-12-23", false), ("2026-12-24", true)] {
        let built = Project::base().built(day);
        let places = built.site.in_force();
        let postlark = places
            .subprocessors
            .values()
            .find(|s| s.name == "Postlark")
            .unwrap();
        let countries = postlark.engagements[0].locations.len();
        assert_eq!(countries, if ireland { 2 } else { 1 }, "{day}");
        let page = parse(&built.page("/subprocessors/"));
        assert!(
            words(&page, "main").join(" ").contains("Ireland"),
            "announced on {day}"
        );
    }
}

/// What pages have in common is made once, whichever page asks first.
#[test]
fn a_page_is_the_same_alone_as_among_the_others() {
    let described = "name = \"Stackhaven\"\ndescription = \"See [the first list](/subprocessors/as-of/2026-01-05/).\"";
    let linked = Project::base()
        .edit(
            "content/subprocessors.toml",
            "name = \"Stackhaven\"",
            described,
        )
        .edit(
            "content/changes/2026-01-05-first-list/subprocessors.toml",
            "name = \"Stackhaven\"",
            described,
        )
        .built("2027-01-01");
    let first = linked.page("/subprocessors/as-of/2026-01-05/");
    assert!(first.contains("href=\"../2026-01-05/\""), "{first}");
    for built in [linked, Project::sample().built(DAY)] {
        let mut routes = built.routes();
        for _ in 0..2 {
            let rendering = Rendering::of(&built.site, &built.theme);
            for route in &routes {
                let among = rendering.render(route).unwrap().unwrap();
                assert!(*built.bytes(route).unwrap() == *among, "{route}");
            }
            routes.reverse();
        }
    }
}
